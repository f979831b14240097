//! `goeswith suggest`: add-ons for items, for people, for programs, and by the thousand for scoring.

use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::advise::Advisor;
use super::explain::{self, Asked};
use super::place::Place;
use super::{Exit, Failure, Globals, catalog, clock, console, face};
use crate::domain::{Reason, Sku, Suggestion};
use crate::rank::{BasketItem, Circumstances, Limits};
use crate::settings;
use crate::sheet::formula::guarded;

/// Arguments of `goeswith suggest`.
#[derive(Debug, clap::Args)]
pub struct SuggestArgs {
    /// What is in the basket: SKUs or barcodes, in the order in which they are bought
    #[arg(value_name = "CODE", required_unless_present = "batch", conflicts_with = "batch")]
    pub codes: Vec<String>,
    /// Say for each candidate why it is shown or not: its evidence, what it passed, what decides about its place
    #[arg(long, conflicts_with = "batch")]
    pub explain: bool,
    /// Say why this item is shown or not, whatever it is: a SKU or barcode (can be repeated)
    #[arg(long, value_name = "ADD_ON", conflicts_with = "batch")]
    pub why: Vec<String>,
    /// Read baskets from a CSV file with the columns `query_id,anchors` (SKUs joined by `|`), `-` for standard input,
    /// and print `query_id,rank,item`: the plain ranking by hard filters alone. A text that a spreadsheet would compute gets
    /// a ' in front
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// Places for each basket of the batch
    #[arg(long, value_name = "N", default_value_t = 10, requires = "batch")]
    pub limit: usize,
    /// Suggest as in this arm of an A/B test of the catalog, whatever its dates (can be repeated)
    #[arg(long, value_name = "EXPERIMENT=ARM", conflicts_with = "batch")]
    pub arm: Vec<String>,
    /// Contexts of the customer that are on: hurry, business, the shop's own (can be repeated)
    #[arg(long, value_name = "NAME")]
    pub context: Vec<String>,
    /// Segments of the customer, as a customers list would say (can be repeated)
    #[arg(long, value_name = "NAME")]
    pub segment: Vec<String>,
}

/// Runs it.
pub fn run(args: &SuggestArgs, globals: &Globals) -> Result<(), Failure> {
    let place = Place::for_reading(globals)?;
    let advisor = Advisor::new(place.open_catalog()?)?;
    let arms = super::experiment::changes(&args.arm, &advisor.catalog.shop().experiments)?;
    let settings = settings::read(&place.config_dir).0;
    let stock_max_age = face::stock_max_age(&settings);
    let now = Circumstances { arms, stock_max_age, segments: args.segment.clone(), ..circumstances(&args.context) };
    if let Some(file) = &args.batch {
        return batch(&advisor, file, args.limit, &now);
    }
    let basket = basket(&advisor, &args.codes)?;
    let language = face::language(&settings, Some(&advisor.catalog));
    if args.explain || !args.why.is_empty() {
        let asked = Asked { all: args.explain, why: &args.why };
        return explain::run(&advisor, &basket, &now, &asked, &explain::Form { language, json: globals.json });
    }
    if globals.json { as_json(&advisor, &basket, &now, &language) } else { as_text(&advisor, &basket, &now, &language) }
}

/// What holds for a customer at the counter right now.
pub fn circumstances(contexts: &[String]) -> Circumstances {
    let now = clock::now();
    Circumstances {
        contexts: contexts.to_vec(),
        segments: Vec::new(),
        declined: Vec::new(),
        arms: Vec::new(),
        today: clock::today(),
        now,
        stock_max_age: 24 * 3_600_000,
    }
}

fn basket(advisor: &Advisor, codes: &[String]) -> Result<Vec<BasketItem>, Failure> {
    let mut basket: Vec<BasketItem> = Vec::new();
    for code in codes {
        let item = catalog::only_item(&advisor.catalog, code)?;
        match basket.iter_mut().find(|joined| joined.item.id == item.id) {
            Some(joined) => joined.quantity += 1,
            None => basket.push(BasketItem { item, quantity: 1 }),
        }
    }
    Ok(basket)
}

fn as_text(advisor: &Advisor, basket: &[BasketItem], now: &Circumstances, language: &str) -> Result<(), Failure> {
    let words = crate::words::Words::new(language);
    let advice = advisor.advise(basket, now, language)?;
    for careful in &advice.careful {
        let why = careful
            .why
            .as_ref()
            .map_or_else(|| format!("{} does not fit {}", careful.other, careful.item), ToString::to_string);
        console::out(&format!("CAREFUL  {why}"))?;
    }
    if advice.suggestions.is_empty() {
        console::out(&words.word("add-ons-nothing"))?;
    }
    for (place, suggestion) in advice.suggestions.iter().enumerate() {
        console::out(&text_of(place + 1, suggestion, advisor, now, &words))?;
    }
    Ok(())
}

fn text_of(
    place: usize,
    suggestion: &Suggestion,
    advisor: &Advisor,
    now: &Circumstances,
    words: &crate::words::Words,
) -> String {
    let price = suggestion.add_on.price.map(|price| {
        let currency = &advisor.catalog.shop().currency;
        format!("{} {}", words.money(currency, price), currency.code)
    });
    let stock = words.stock(&suggestion.add_on.stock, now.now, now.stock_max_age);
    let head = [
        Some(suggestion.add_on.name.to_string()),
        price,
        Some(stock).filter(|stock| !stock.is_empty()),
        suggestion.add_on.stock.place.as_ref().map(ToString::to_string),
    ];
    let saves = suggestion.saves.map(|saves| {
        let amount = words.money(&advisor.catalog.shop().currency, saves);
        format!(": {}", words.say("set-saves", &[("amount", amount)]))
    });
    let mut text = format!(
        "{place}  {}  [{}, {}{}]",
        head.into_iter().flatten().collect::<Vec<_>>().join("  "),
        suggestion.add_on.sku,
        suggestion.kind,
        saves.unwrap_or_default()
    );
    let spoken = [
        ("ASK", suggestion.talking.ask.as_ref().map(ToString::to_string)),
        ("SAY", suggestion.talking.say.as_ref().map(ToString::to_string)),
        ("WHY", words.reason(&suggestion.reason)),
    ];
    for (label, sentence) in spoken {
        if let Some(sentence) = sentence {
            let _ = write!(text, "\n   {label}  {sentence}");
        }
    }
    text
}

fn as_json(advisor: &Advisor, basket: &[BasketItem], now: &Circumstances, language: &str) -> Result<(), Failure> {
    let words = crate::words::Words::new(language);
    let advice = advisor.advise(basket, now, language)?;
    let suggestions: Vec<_> = advice
        .suggestions
        .iter()
        .zip(1..)
        .map(|(suggestion, rank)| {
            let counts = match suggestion.reason {
                Reason::Counts { together, of } => json!({ "together": together, "of": of }),
                Reason::Written(_) | Reason::Linked => serde_json::Value::Null,
            };
            json!({
                "rank": rank,
                "item": suggestion.for_item,
                "add_on": suggestion.add_on.sku,
                "name": suggestion.add_on.name,
                "link_kind": suggestion.kind,
                "reason": suggestion.reason_word(),
                "why": words.reason(&suggestion.reason),
                "counts": counts,
                "ask": suggestion.talking.ask,
                "say": suggestion.talking.say,
                "price": suggestion.add_on.price,
                "stock": suggestion.add_on.stock.quantity,
                "stock_as_of": suggestion.add_on.stock.as_of,
                "location": suggestion.add_on.stock.place,
                "saves": suggestion.saves,
                "relevance": suggestion.relevance,
            })
        })
        .collect();
    let careful: Vec<_> = advice
        .careful
        .iter()
        .map(|careful| json!({ "item": careful.item, "other": careful.other, "why": careful.why }))
        .collect();
    let quiet = advice.quiet.map(|quiet| match quiet {
        crate::rank::Quiet::Hurry => "hurry",
        crate::rank::Quiet::Noes(_) => "noes",
    });
    let items: Vec<_> = basket.iter().map(|joined| &joined.item.sku).collect();
    let answer = json!({
        "basket": items,
        "suggestions": suggestions,
        "careful": careful,
        "quiet": quiet,
        "out_of_stock": advice.out_of_stock,
    });
    console::json(&answer)
}

fn batch(advisor: &Advisor, file: &Path, limit: usize, now: &Circumstances) -> Result<(), Failure> {
    let input: Box<dyn std::io::Read> = if file == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(|error| {
            Failure::new(Exit::Data, format!("{} cannot be read: {error}", file.display())).hinted("check the path")
        })?)
    };
    let wrong = |error: &csv::Error| Failure::new(Exit::Data, format!("{}: {error}", file.display()));
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let headers = reader.headers().map_err(|error| wrong(&error))?.clone();
    let column = |name: &str| {
        headers.iter().position(|header| header.trim().trim_start_matches('\u{feff}') == name).ok_or_else(|| {
            Failure::new(Exit::Data, format!("{}:1:1: missing column: {name}", file.display()))
                .hinted("the columns are query_id,anchors, with SKUs joined by |")
        })
    };
    let (id, anchors) = (column("query_id")?, column("anchors")?);
    let mut out = Vec::from(*b"query_id,rank,item\n");
    for record in reader.records() {
        let record = record.map_err(|error| wrong(&error))?;
        let skus: Vec<(Sku, i64)> = record
            .get(anchors)
            .unwrap_or("")
            .split('|')
            .filter_map(|sku| Sku::parse(sku).ok())
            .map(|sku| (sku, 1))
            .collect();
        let add_ons = plain(advisor, &advisor.basket(&skus)?, limit, now)?;
        let id = record.get(id).unwrap_or("");
        // A number is nothing that a spreadsheet computes, and whoever asked looks for it as it was.
        let id = if id.parse::<f64>().is_ok() { id.into() } else { guarded(id) };
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(&mut out);
        for (add_on, rank) in add_ons.iter().zip(1..) {
            let (rank, add_on) = (rank.to_string(), guarded(add_on.as_str()));
            writer.write_record([&*id, &rank, &*add_on]).map_err(|error| wrong(&error))?;
        }
        writer.flush().map_err(|error| Failure::new(Exit::NotSaved, error.to_string()))?;
        drop(writer);
        if out.len() > 1 << 16 {
            console::text(&String::from_utf8_lossy(&out))?;
            out.clear();
        }
    }
    console::text(&String::from_utf8_lossy(&out))
}

/// The plain ranking of one basket; of the best sellers where the catalog knows nothing in it.
fn plain(advisor: &Advisor, basket: &[BasketItem], limit: usize, now: &Circumstances) -> Result<Vec<Sku>, Failure> {
    if basket.is_empty() {
        return Ok(advisor.best_sellers(limit, now)?.into_iter().map(|item| item.sku).collect());
    }
    let choice = advisor.choose(basket, now, Limits::Plain(limit))?;
    Ok(choice.chosen.into_iter().map(|chosen| chosen.suggestion.add_on.sku).collect())
}
