//! What a scanner or keyboard sent → what it means. Pure; it cannot fail, and never looks into a catalog.
//!
//! Now: GTIN-8/12/13/14, UPC-E, ISBN-10, restricted numbers, AIM identifiers in front, and plain text. Element strings,
//! Digital Link and the repair of keyboard layouts come behind the same [`scan`].

mod number;

use serde::Serialize;

use crate::domain::Gtin;
use crate::domain::text::clean;

/// What a scanned or typed text means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Scanned {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The number, for `gtin` and `rcn`.
    pub gtin14: Option<Gtin>,
    /// GS1 application identifiers with their values, where there is such data.
    pub ais: Option<std::collections::BTreeMap<String, String>>,
    /// Other readings of the same digits; the catalog decides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alt: Vec<Gtin>,
    /// The two or five digits beside a book's or a paper's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addon: Option<String>,
    /// The exact text of a `sku`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The kinds of meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A valid GTIN.
    Gtin,
    /// A valid number of the restricted ranges, which means something in one shop only.
    Rcn,
    /// Any other text, for an exact look-up.
    Sku,
    /// A web address: never an item.
    Url,
    /// The symbology promises what the data does not keep, or nothing is there.
    #[default]
    Reject,
}

/// Which codes a reader said it read; `None` where it said nothing that is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbology {
    /// EAN-8.
    Ean8,
    /// EAN-13 and UPC-A.
    Ean13,
    /// UPC-A.
    UpcA,
    /// UPC-E.
    UpcE,
    /// ITF-14.
    Itf14,
    /// ISBN-10.
    Isbn10,
    /// Text: Code 39, Code 128, `QR` …
    Text,
}

impl Symbology {
    /// The symbology behind a reader's word for it.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "EAN-8" => Some(Self::Ean8),
            "EAN-13" => Some(Self::Ean13),
            "UPC-A" => Some(Self::UpcA),
            "UPC-E" => Some(Self::UpcE),
            "ITF-14" => Some(Self::Itf14),
            "ISBN-10" => Some(Self::Isbn10),
            "Code 128" | "Code 39" | "Code 93" | "Codabar" | "QR" | "PDF417" | "Aztec" | "Data Matrix" => {
                Some(Self::Text)
            }
            _ => None,
        }
    }
}

/// Says what `input` means. Blanks and line ends around it are dropped; an AIM identifier in front (`]E0`) is read and
/// taken off.
pub fn scan(input: &str, symbology: Option<Symbology>) -> Scanned {
    let text = clean(input).text;
    let (announced, rest) = number::aim_identifier(&text);
    let symbology = symbology.or(announced);
    if rest.is_empty() {
        return Scanned::default();
    }
    match symbology {
        Some(Symbology::Text) | None => number::free(rest),
        Some(known) => number::promised(rest, known),
    }
}
