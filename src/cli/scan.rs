//! `goeswith scan`: what a scanned text means, without any catalog.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Failure, Globals, console, lines};
use crate::scan::{Kind, Scanned, Symbology, scan};

/// Arguments of `goeswith scan`.
#[derive(Debug, clap::Args)]
pub struct ScanArgs {
    /// What the scanner sent
    #[arg(value_name = "TEXT", required_unless_present = "batch", conflicts_with = "batch")]
    pub text: Option<String>,
    /// Read JSON lines `{"input", "symbology"}`, `-` for standard input, and print what each means as a JSON line
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Query {
    input: String,
    #[serde(default)]
    symbology: Option<String>,
}

/// Runs it.
pub fn run(args: &ScanArgs, globals: &Globals) -> Result<(), Failure> {
    match (&args.batch, &args.text) {
        (Some(file), _) => batch(file),
        (None, Some(text)) if globals.json => console::json(&scan(text, None)),
        (None, text) => console::out(&in_words(&scan(text.as_deref().unwrap_or_default(), None))),
    }
}

fn batch(file: &Path) -> Result<(), Failure> {
    lines::each(file, "scan", |query: Query| {
        let symbology = query.symbology.as_deref().and_then(Symbology::parse);
        console::json(&scan(&query.input, symbology))
    })
}

fn in_words(scanned: &Scanned) -> String {
    let number = scanned.gtin14.map(|gtin| gtin.to_string()).unwrap_or_default();
    let text = scanned.text.clone().unwrap_or_default();
    let mut words = match scanned.kind {
        Kind::Gtin => format!("GTIN {number}"),
        Kind::Rcn => format!("in-store number {number}"),
        Kind::Gs1 => "GS1 data without an item".to_owned(),
        Kind::Sku => format!("text, looked up as a SKU: {text}"),
        Kind::Url => "a web address, not an item".to_owned(),
        Kind::Imei => "the serial number of a phone, not an item".to_owned(),
        Kind::Reject => "nothing that can be read".to_owned(),
    };
    for other in &scanned.alt {
        let _ = write!(words, ", or {other}");
    }
    if let Some(add_on) = &scanned.addon {
        let _ = write!(words, ", with {add_on} beside it");
    }
    for (ai, value) in scanned.ais.iter().flatten().filter(|(ai, _)| *ai != "01") {
        let _ = write!(words, " ({ai}) {value}");
    }
    if scanned.flagged {
        words.push_str(", and something that cannot be read");
    }
    if scanned.repaired {
        words.push_str(", after the keyboard's layout was turned back");
    }
    words
}
