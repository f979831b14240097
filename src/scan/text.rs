//! Text of which nobody said what it is: what it claims by its own form, else what its digits prove, else a SKU.

use std::borrow::Cow;

use super::{Kind, Scanned, book, element, link, number};
use crate::domain::text::clean;

/// Drops what frames a scan: blanks, line ends and control characters at both ends, save GS in front, which says that
/// GS1 data follows.
pub fn unframed(input: &str) -> &str {
    let frame = |c: char| c.is_whitespace() || (c.is_control() && c != element::GS) || c == '\u{feff}';
    input.trim_matches(frame)
}

/// Takes control and format characters out of the inside, and keeps GS, which separates.
pub fn without_controls(input: &str) -> Cow<'_, str> {
    if input.is_ascii() && !input.contains(|c: char| c.is_control() && c != element::GS) {
        return Cow::Borrowed(input);
    }
    let parts: Vec<String> = unframed(input).split(element::GS).map(|part| clean(part).text).collect();
    Cow::Owned(parts.join("\u{1d}"))
}

/// Reads text that no reader vouches for. `known` where the reader named a symbology of plain text: eight digits cannot
/// be UPC-E then.
pub fn free(text: &str, known: bool) -> Scanned {
    if element::claims(text) {
        // A separator at the end alone may be no more than a suffix: a number before it is a number.
        let bare = text.trim_end_matches([element::GS, '\u{241d}']);
        let number = (!element::claims(bare)).then(|| number::read(bare, known)).flatten();
        return match (element::read(text), number) {
            (_, Some(number)) => number,
            (None, None) if bare != text && !element::claims(bare) => free(bare, known),
            _ => element::claimed(text),
        };
    }
    link::read(text)
        .or_else(|| number::read(text, known))
        .or_else(|| book::read(text).map(Scanned::number))
        .or_else(|| element::unclaimed(text))
        .unwrap_or_else(|| sku(text))
}

fn sku(text: &str) -> Scanned {
    let text = clean(text).text;
    if text.is_empty() { Scanned::default() } else { Scanned { text: Some(text), ..Scanned::of_kind(Kind::Sku) } }
}
