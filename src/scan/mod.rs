//! What a scanner or keyboard sent → what it means. Pure; it cannot fail, and never looks into a catalog.
//!
//! [`scan`] takes off what scanners wrap around a code (`symbology`), then reads element strings (`element`, by the
//! dictionary in `dictionary` and `lint`), GS1 Digital Link (`link`), books and papers (`book`) and plain numbers
//! (`number`). What is left is text. Where nothing fits, `layout` looks whether the keyboard's language garbled the code.
//! What an in-store number weighs or costs is for the rules of the shop (`rule`).

mod book;
mod dictionary;
mod element;
mod layout;
mod link;
mod lint;
mod number;
mod symbology;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;

pub use layout::readings;
pub use symbology::Symbology;

use crate::domain::Gtin;

/// GS1 application identifiers with their values, as sent.
pub type Ais = BTreeMap<String, String>;

/// What a scanned or typed text means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Scanned {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The number, for `gtin` and `rcn`.
    pub gtin14: Option<Gtin>,
    /// GS1 application identifiers with their values, where there is such data.
    pub ais: Option<Ais>,
    /// Other readings of the same digits; the catalog decides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alt: Vec<Gtin>,
    /// The two or five digits beside a book's or a paper's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addon: Option<String>,
    /// The exact text of a `sku`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Something beside the number could not be read and was left out.
    #[serde(skip)]
    pub flagged: bool,
    /// The keyboard's language had garbled the code, and check digits prove what it was.
    #[serde(skip)]
    pub repaired: bool,
}

/// The kinds of meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A valid GTIN.
    Gtin,
    /// A valid number of the restricted ranges, which means something in one shop only.
    Rcn,
    /// Valid GS1 data that names no item: a pallet, the contents of a carton, a date.
    Gs1,
    /// Any other text, for an exact look-up.
    Sku,
    /// A web address: never an item.
    Url,
    /// The serial number of a phone.
    Imei,
    /// The symbology promises what the data does not keep, or nothing is there.
    #[default]
    Reject,
}

impl Scanned {
    /// A number alone.
    fn number(gtin: Gtin) -> Self {
        let kind = if gtin.is_restricted() { Kind::Rcn } else { Kind::Gtin };
        Self { kind, gtin14: Some(gtin), ..Self::default() }
    }

    /// GS1 data: an item where it has AI 01, whatever the prefix of that number.
    fn data(ais: Ais, flagged: bool) -> Self {
        let gtin14 = ais.get("01").and_then(|value| Gtin::parse(value).ok());
        let kind = if gtin14.is_some() { Kind::Gtin } else { Kind::Gs1 };
        Self { kind, gtin14, ais: Some(ais), flagged, ..Self::default() }
    }

    fn of_kind(kind: Kind) -> Self {
        Self { kind, ..Self::default() }
    }
}

/// Says what `input` means; `symbology` is what the reader told apart from the data. An AIM identifier in front (`]E0`)
/// is read and taken off, and goes before `symbology`. Blanks, line ends and the control characters of frames (STX, ETX,
/// EOT …) around it are dropped.
pub fn scan(input: &str, symbology: Option<Symbology>) -> Scanned {
    let scanned = as_sent(input, symbology);
    let unread = scanned.kind == Kind::Sku || (scanned.kind == Kind::Reject && symbology.is_some());
    match unread.then(|| layout::proven(input, symbology)).flatten() {
        Some(repaired) => Scanned { repaired: true, ..repaired },
        None => scanned,
    }
}

/// The same, taking every character for what it is.
fn as_sent(input: &str, symbology: Option<Symbology>) -> Scanned {
    let text = text::without_controls(input);
    let (announced, rest) = symbology::aim_identifier(text::unframed(&text));
    let rest = text::unframed(rest);
    if rest.is_empty() {
        return Scanned::default();
    }
    match announced.or(symbology) {
        None => text::free(rest, false),
        Some(Symbology::Text) => text::free(rest, true),
        Some(Symbology::Gs1) => element::claimed(rest),
        Some(Symbology::DataBar) => number::bare_14(rest).unwrap_or_else(|| element::claimed(rest)),
        Some(promised) => number::promised(rest, promised),
    }
}
