//! `goeswith pairs list SOURCE`: the pairs as a table, or as a line of JSON each.

use std::path::PathBuf;

use serde_json::json;

use super::{desk, open};
use crate::cli::count::grouped;
use crate::cli::{Failure, Globals, console};
use crate::domain::{Day, LinkKind, Ruling, Standing};
use crate::tui::review::view::share;
use crate::tui::review::{Desk, Filter};
use crate::words::Words;

/// Print mined pairs as a table, the most convincing first
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line, and only one may be given")]
pub struct ListArgs {
    /// The folder with shop.toml, items.csv and pairs.csv
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
    /// Convincing pairs about which nobody decided (this is the default)
    #[arg(long, group = "which")]
    undecided: bool,
    /// Accepted pairs
    #[arg(long, group = "which")]
    accepted: bool,
    /// Rejected pairs
    #[arg(long, group = "which")]
    rejected: bool,
    /// All pairs of the file, weak ones too
    #[arg(long, group = "which")]
    all: bool,
    /// At most so many; 0 is all of them
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// Prints.
pub fn run(args: &ListArgs, globals: &Globals) -> Result<(), Failure> {
    let review = open(&args.source)?;
    let least = review.least;
    let desk = desk(review);
    let (order, convincing) = desk.order(least);
    let filter = match args {
        ListArgs { accepted: true, .. } => Filter::Accepted,
        ListArgs { rejected: true, .. } => Filter::Rejected,
        ListArgs { all: true, .. } => Filter::All,
        _ => Filter::Undecided,
    };
    let among = if filter == Filter::Undecided { &order[..convincing] } else { &order[..] };
    let listed = |pair: &&u32| filter.lists(desk.written.get(*pair).and_then(|written| written.ruling));
    let pairs: Vec<u32> = among.iter().filter(listed).copied().collect();
    let limit = if args.limit == 0 { pairs.len() } else { args.limit.min(pairs.len()) };
    if globals.json {
        for &pair in &pairs[..limit] {
            console::json(&as_json(&desk, pair, least))?;
        }
        return Ok(());
    }
    if !pairs.is_empty() {
        console::out(&table(&desk, &pairs[..limit]))?;
    }
    let word = match filter {
        Filter::Undecided => "to decide",
        Filter::Accepted => "accepted",
        Filter::Rejected => "rejected",
        Filter::All => "in all",
    };
    console::note(&match pairs.len() {
        0 => format!("no pairs {word}"),
        1 => format!("1 pair {word}"),
        all if limit < all => {
            format!("{} of {} pairs {word}; --limit 0 prints all", grouped(limit as u64), grouped(all as u64))
        }
        all => format!("{} pairs {word}", grouped(all as u64)),
    });
    Ok(())
}

fn table(desk: &Desk, pairs: &[u32]) -> String {
    let words = Words::new("en");
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header(["", "item", "", "add-on", "", "of its sales", "by chance", "kind"]);
    for &pair in pairs {
        let facing = desk.facing(pair);
        let [item, other] = desk.partners(&facing);
        let written = desk.written(pair);
        let sign = match written.ruling {
            None => "[ ]",
            Some(Ruling::Accepted) => "[+]",
            Some(Ruling::Rejected) => "[-]",
        };
        table.add_row([
            sign.to_owned(),
            item.sku.to_string(),
            item.name.to_string(),
            other.sku.to_string(),
            other.name.to_string(),
            share(&facing.counts, &words),
            format!("{} x", words.decimal(facing.counts.lift())),
            desk.kind(pair).word().to_owned(),
        ]);
    }
    let lines: Vec<String> = table.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

fn as_json(desk: &Desk, pair: u32, least: u64) -> serde_json::Value {
    let facing = desk.facing(pair);
    let [item, other] = desk.partners(&facing);
    let written = desk.written(pair);
    let counts = facing.counts;
    let standing = match desk.standing(pair, least) {
        Standing::Clear => "clear",
        Standing::Faint => "faint",
        Standing::Linked => "linked",
        Standing::Weak => "weak",
    };
    json!({
        "item": item.sku,
        "item_name": item.name,
        "add_on": other.sku,
        "add_on_name": other.name,
        "both_ways": desk.ways(pair) == [true, true],
        "n_item": counts.n_a,
        "n_add_on": counts.n_b,
        "n_together": counts.n_ab,
        "n": counts.n,
        "lift": counts.lift(),
        "llr": counts.llr(),
        "first_seen": facing.seen[0].map(|day: Day| day.to_string()),
        "last_seen": facing.seen[1].map(|day: Day| day.to_string()),
        "standing": standing,
        "linked": facing.linked.map(|kind| kind.map(LinkKind::word)),
        "decision": written.ruling.map(Ruling::word),
        "kind": desk.kind(pair).word(),
        "ask": written.ask,
        "say": written.say,
    })
}
