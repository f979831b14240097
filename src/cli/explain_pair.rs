//! `goeswith catalog explain SOURCE ITEM ADD_ON`: where a link comes from in the spreadsheets, and whether it shows today.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::advise::Advisor;
use super::explain::{self, Asked};
use super::progress::Progress;
use super::{Exit, Failure, Globals, build, catalog as lookup, check, clock, console, face, suggest};
use crate::catalog::Problems;
use crate::catalog::origin::{self, FILES, Origin, Spoken};
use crate::catalog::source::Source;
use crate::catalog::{self, answers::Answers};
use crate::db::snapshot::{self, Numbers};
use crate::domain::LinkKind;
use crate::domain::text::clean;
use crate::rank::{BasketItem, Circumstances};
use crate::settings::Settings;
use crate::sheet::problem::nearest;

/// So many of the rows that name an unknown code are said.
const MOST_ROWS: usize = 3;

/// Say where a link comes from in a source, whose sentences it has, and why it shows today or not
///
/// Names the rows of links.csv, `talking_points.csv` and pairs.csv that speak of the two items, then what the counter would do
/// with a catalog built of the source now. Nothing is written or installed.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The folder with shop.toml, items.csv and the rest
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
    /// What is bought: a SKU or a barcode
    #[arg(value_name = "ITEM")]
    item: String,
    /// What should go with it
    #[arg(value_name = "ADD_ON")]
    add_on: String,
    /// Contexts of the customer that are on: hurry, business, the shop's own (can be repeated)
    #[arg(long, value_name = "NAME")]
    context: Vec<String>,
    /// Segments of the customer, as a customers list would say (can be repeated)
    #[arg(long, value_name = "NAME")]
    segment: Vec<String>,
}

/// Explains.
pub fn run(args: &ExplainArgs, globals: &Globals) -> Result<(), Failure> {
    check::folder(&args.source)?;
    let mut progress = Progress::start();
    let stopped = || Failure::new(Exit::Interrupted, "stopped");
    let read = catalog::source::read(&args.source, clock::today(), &mut progress);
    progress.pause();
    let (source, problems) = read.ok_or_else(stopped)?;
    if problems.any_error() {
        for problem in problems.list() {
            console::note(&problem.to_string());
        }
        return Err(build::not_built(&problems));
    }
    let [item, add_on] = [item(&source, &problems, &args.item)?, item(&source, &problems, &args.add_on)?];
    let origin = origin::of(&args.source, &source, item, add_on);
    let sku = |index: u32| source.items.list[index as usize].sku.as_str().to_owned();
    let skus = [sku(item), sku(add_on)];
    if globals.json {
        console::json_lines(&(as_json(&origin, &skus).to_string() + "\n"))?;
    } else {
        console::text(&as_text(&origin, &skus))?;
    }
    // The folder goes behind the catalog that is open in it.
    let (_folder, advisor) = built(source, &mut progress)?;
    progress.finish();
    let bought = lookup::only_item(&advisor.catalog, &skus[0])?;
    let basket = [BasketItem { item: bought, quantity: 1 }];
    let now = Circumstances { segments: args.segment.clone(), ..suggest::circumstances(&args.context) };
    let language = face::language(&Settings::default(), Some(&advisor.catalog));
    let asked = Asked { all: false, why: &skus[1..] };
    explain::run(&advisor, &basket, &now, &asked, &explain::Form { language, json: globals.json })
}

/// What a counter would have: a snapshot in a folder of its own.
fn built(source: Source, progress: &mut Progress) -> Result<(tempfile::TempDir, Advisor), Failure> {
    let stopped = || Failure::new(Exit::Interrupted, "stopped");
    let folder = tempfile::tempdir().map_err(|error| Failure::new(Exit::NotSaved, format!("not written: {error}")))?;
    let file = folder.path().join("source.db");
    let rows =
        catalog::build::snapshot(source, &Numbers::default(), &Answers::default(), progress).ok_or_else(stopped)?;
    snapshot::write(&file, &rows, &mut |_| true)?;
    progress.pause();
    let advisor = Advisor::new(crate::db::Catalog::open(&file)?)?;
    Ok((folder, advisor))
}

/// The item of a code. Where there is none, the nearest is named, and the rows that are left out since they name it.
fn item(source: &Source, problems: &Problems, code: &str) -> Result<u32, Failure> {
    origin::item(source, code).ok_or_else(|| {
        let mut message = format!("not in items.csv: {}", clean(code).text);
        let dead = problems.list().iter().filter(|problem| FILES.contains(&&*problem.file) && *problem.value == *code);
        for problem in dead.take(MOST_ROWS) {
            let _ = write!(message, "\n  {}:{}: {}", problem.file, problem.at.line, problem.what);
        }
        let failure = Failure::new(Exit::Data, message);
        match nearest(code, source.items.list.iter().map(|item| item.sku.as_str())) {
            Some(near) => failure.hinted(format!("is it {near}?")),
            None => failure.hinted("give a SKU or a barcode of items.csv"),
        }
    })
}

/// Row by row: its place, then what it says. What staff read stands below the row that makes the link.
fn as_text(origin: &Origin, skus: &[String; 2]) -> String {
    let [links, talks, pairs] = FILES;
    let mut said = Vec::new();
    let mut say = |place: String, text: String| said.push(format!("{:<24} {}", clean(&place).text, clean(&text).text));
    for row in &origin.links {
        let [item, add_on] = &row.sides;
        let same = if row.same.is_empty() { String::new() } else { format!(", where {}", row.same) };
        let terms = row.terms.iter().fold(String::new(), |all, (column, cell)| all + ", " + column + " " + cell);
        let counts = match (row.counts, row.same.is_empty()) {
            (true, _) => "",
            (false, true) => "; does not count, another row says it already",
            (false, false) => {
                "; does not count for these two: what must be the same is not, or another row says it already"
            }
        };
        say(format!("{links}:{}", row.line), format!("{}: {item} > {add_on}{same}{terms}{counts}", row.kind.word()));
        let is_said = !matches!(row.kind, LinkKind::Included | LinkKind::NotWith);
        row.spoken.iter().filter(|_| is_said).for_each(|spoken| sentences(spoken, &mut say));
    }
    for (line, kind) in &origin.back {
        say(format!("{links}:{line}"), format!("{} the other way round: {} > {}", kind.word(), skus[1], skus[0]));
    }
    if let Some(pair) = &origin.pair {
        let decided = match pair.accepted {
            Some(true) => "accepted",
            Some(false) => "rejected",
            None => "nobody decided about it",
        };
        say(format!("{pairs}:{}", pair.line), format!("bought together {} times, {decided}", pair.together));
        pair.spoken.iter().for_each(|spoken| sentences(spoken, &mut say));
    }
    for row in &origin.talks {
        let [item, add_on] = &row.sides;
        let variant = if row.variant.is_empty() { String::new() } else { format!(", variant {}", row.variant) };
        let silent = if origin.speaks(row.line) || !origin.is_linked() {
            ""
        } else {
            "; not spoken: a more exact or later row is"
        };
        say(
            format!("{talks}:{}", row.line),
            format!("sentences in {}{variant}: {item} > {add_on}{silent}", row.language),
        );
    }
    if !origin.is_linked() {
        let row = format!("{},{},accessory", skus[0], skus[1]);
        say(links.to_owned(), format!("no row links them; one would be: {row}"));
    }
    said.join("\n") + "\n\n"
}

/// What staff read in one language, each sentence behind the row it stands in.
fn sentences(spoken: &Spoken, say: &mut impl FnMut(String, String)) {
    let Spoken { language, variant, cells } = spoken;
    let variant = if variant.is_empty() { String::new() } else { format!(", {variant}") };
    if cells.is_empty() {
        say(String::new(), format!("- {language}{variant}: nothing to ask or say"));
    }
    for (column, text, (file, line)) in cells {
        say(format!("{file}:{line}"), format!("- {language}{variant}: {} {text}", column.to_uppercase()));
    }
}

fn as_json(origin: &Origin, skus: &[String; 2]) -> Value {
    let [links, talks, pairs] = FILES;
    json!({
        "item": skus[0],
        "add_on": skus[1],
        "links": origin.links.iter().map(|row| json!({
            "file": links, "line": row.line, "kind": row.kind.word(), "item": row.sides[0], "add_on": row.sides[1],
            "same": row.same, "counts": row.counts, "terms": texts(&row.terms), "spoken": spoken(&row.spoken),
        })).collect::<Vec<_>>(),
        "back": origin.back.iter().map(|(line, kind)| json!({ "file": links, "line": line, "kind": kind.word() })).collect::<Vec<_>>(),
        "sentences": origin.talks.iter().map(|row| json!({
            "file": talks, "line": row.line, "language": row.language, "variant": row.variant,
            "item": row.sides[0], "add_on": row.sides[1], "spoken": origin.speaks(row.line),
        })).collect::<Vec<_>>(),
        "pair": origin.pair.as_ref().map(|pair| json!({
            "file": pairs, "line": pair.line, "together": pair.together, "accepted": pair.accepted,
            "spoken": spoken(&pair.spoken),
        })),
    })
}

fn texts(cells: &[(&'static str, String)]) -> Map<String, Value> {
    cells.iter().map(|(column, cell)| ((*column).to_owned(), json!(cell))).collect()
}

fn spoken(all: &[Spoken]) -> Vec<Value> {
    let cells = |one: &Spoken| -> Vec<Value> {
        let cell = |(column, text, (file, line)): &(&str, String, (&str, u64))| json!({ "column": column, "text": text, "file": file, "line": line });
        one.cells.iter().map(cell).collect()
    };
    all.iter().map(|one| json!({ "language": one.language, "variant": one.variant, "cells": cells(one) })).collect()
}
