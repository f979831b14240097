//! `goeswith pairs accept` and `reject`: one decision, for scripts.

use std::path::{Path, PathBuf};

use super::{desk, not_saved, open};
use crate::catalog::decide::{Change, Ledger};
use crate::cli::{Exit, Failure, console};
use crate::domain::{CleanText, LinkKind, Ruling, Written};
use crate::tui::review::Desk;

/// Accept a pair, so that the next catalog proposes it
#[derive(Debug, clap::Args)]
pub struct AcceptArgs {
    #[command(flatten)]
    pair: PairArgs,
    /// As what it is shown: accessory, required, service, bundle; else what was written before, or what is likely
    #[arg(long, value_parser = kind)]
    kind: Option<LinkKind>,
    /// What staff ask, at most 10 words
    #[arg(long, value_name = "QUESTION")]
    ask: Option<String>,
    /// What staff say, at most 20 words
    #[arg(long, value_name = "SENTENCE")]
    say: Option<String>,
}

/// Reject a pair, so that it never comes up again
#[derive(Debug, clap::Args)]
pub struct RejectArgs {
    #[command(flatten)]
    pair: PairArgs,
}

#[derive(Debug, clap::Args)]
struct PairArgs {
    /// The folder with shop.toml, items.csv and pairs.csv
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
    /// One item
    #[arg(value_name = "SKU")]
    one: String,
    /// The other
    #[arg(value_name = "OTHER_SKU")]
    other: String,
}

fn kind(word: &str) -> Result<LinkKind, String> {
    let known = LinkKind::parse(&word.to_lowercase()).filter(|kind| kind.is_add_on());
    known.ok_or_else(|| "it is accessory, required, service or bundle".to_owned())
}

/// Accepts.
pub fn accept(args: &AcceptArgs) -> Result<(), Failure> {
    decide(&args.pair, |desk, pair| {
        let before = desk.written(pair);
        let text = |new: &Option<String>, old: Option<CleanText>| new.as_deref().map_or(old, CleanText::non_empty);
        Written {
            ruling: Some(Ruling::Accepted),
            kind: Some(args.kind.unwrap_or_else(|| desk.kind(pair))),
            ask: text(&args.ask, before.ask),
            say: text(&args.say, before.say),
        }
    })
}

/// Rejects.
pub fn reject(args: &RejectArgs) -> Result<(), Failure> {
    decide(&args.pair, |desk, pair| Written { ruling: Some(Ruling::Rejected), ..desk.written(pair) })
}

fn decide(args: &PairArgs, after: impl FnOnce(&Desk, u32) -> Written) -> Result<(), Failure> {
    let mut desk = desk(open(&args.source)?);
    let pair = find(&desk, &args.source, &args.one, &args.other)?;
    let (before, after) = (desk.written(pair), after(&desk, pair));
    let skus = desk.proposals[pair as usize].items.map(|item| desk.partners[item as usize].sku.clone());
    let mut ledger = Ledger::open(&args.source).map_err(|error| not_saved(&error))?;
    ledger.note(Change { pair, skus, before, after: after.clone() });
    let saved = ledger.save().map_err(|error| not_saved(&error))?;
    if !saved.theirs.is_empty() {
        return Err(Failure::new(Exit::Busy, "somebody else decided about this pair just now; that holds")
            .hinted("look at it again, then decide"));
    }
    let word = after.ruling.map_or("", Ruling::word);
    desk.written.insert(pair, after);
    let facing = desk.facing(pair);
    let [item, other] = desk.partners(&facing);
    let how = match (word, desk.ways(pair)) {
        ("rejected", _) => String::new(),
        (_, [true, true]) => format!(", as {}, each for the other", desk.kind(pair)),
        _ => format!(", as {}: {} for {}", desk.kind(pair), other.sku, item.sku),
    };
    console::out(&format!("{word}: {} + {}{how}", item.name, other.name))
}

fn find(desk: &Desk, source: &Path, one: &str, other: &str) -> Result<u32, Failure> {
    let item = |sku: &str| {
        let found = desk.partners.iter().position(|partner| partner.sku.as_str() == sku);
        found.map(|index| index as u32).ok_or_else(|| {
            Failure::new(Exit::Data, format!("no item with that SKU in {}: {sku}", source.join("items.csv").display()))
        })
    };
    let items = [item(one)?, item(other)?];
    let is_it = |has: [u32; 2]| has == items || has == [items[1], items[0]];
    let found = desk.proposals.iter().position(|proposal| is_it(proposal.items));
    found.map(|pair| pair as u32).ok_or_else(|| {
        Failure::new(Exit::Data, format!("pairs.csv has no row for these two: {one}, {other}"))
            .hinted("`goeswith pairs list SOURCE --all` prints what it has; a row in links.csv links any two items")
    })
}
