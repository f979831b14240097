//! A line of a till's feed → what it means for the sale: an item, one taken off again, the end of a receipt, nothing.
//! Pure; it cannot fail. Where lines come from and what a code is called in the catalog is known elsewhere.
//!
//! A shop may say by patterns how its till writes; without one [`find`] looks for what is a code on any till.

mod card;
mod find;

pub use card::Cards;

use regex_lite::{Captures, Regex};

/// Lines with one of these words take an item off, unless the shop says otherwise.
pub const VOID: &str = r"(?i)\b(void(ed)?|storno|cancel(l?ed)?|annul\w*)\b";
/// Lines that begin with one of these words, after numbers and times, end the receipt, unless the shop says otherwise.
pub const END: &str = r"(?i)^([^\s;,|]*\d[^\s;,|]*[\s;,|]+)*\W*(grand total|total|end of (receipt|sale)|(receipt|sale) end|paid|payment|tender|change|thank you|summe|merci)\b";

/// No basket holds more of one item by a single line.
const MOST: i64 = 999;

/// What a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// An item was sold.
    Sold {
        /// The code as the till wrote it.
        code: String,
        /// 1 to 999.
        quantity: i64,
        /// False where it only looks like a code: unless the catalog has it, it was none.
        sure: bool,
    },
    /// So many of an item are taken off again.
    Void {
        /// The code as the till wrote it.
        code: String,
        /// 1 to 999.
        quantity: i64,
    },
    /// The receipt is finished.
    End,
}

/// How the lines of a till are read.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The shop's pattern of a code; without one, what looks like a code on any till.
    code: Option<Regex>,
    void: Option<Regex>,
    end: Option<Regex>,
    /// The shop knows the ends of its receipts better than we know codes.
    end_first: bool,
}

/// The patterns of a shop, as texts. An empty one matches nothing; an empty `code` leaves it to [`find`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patterns {
    /// Has a group `code` (else its first group, else the whole match), and perhaps a group `quantity`.
    pub code: String,
    /// A line that takes an item off.
    pub void: String,
    /// A line that ends a receipt.
    pub end: String,
}

impl Default for Patterns {
    fn default() -> Self {
        Self { code: String::new(), void: VOID.to_owned(), end: END.to_owned() }
    }
}

/// True for a text that is a pattern.
pub fn is_pattern(text: &str) -> bool {
    Regex::new(text).is_ok()
}

impl Rules {
    /// The rules of these patterns. One that is no pattern matches nothing; settings refuse it before.
    pub fn new(patterns: &Patterns) -> Self {
        let regex = |text: &str| if text.is_empty() { None } else { Regex::new(text).ok() };
        Self {
            code: regex(&patterns.code),
            void: regex(&patterns.void),
            end: regex(&patterns.end),
            end_first: !patterns.code.is_empty() || patterns.end != END,
        }
    }

    /// Reads a line; `None` for one that means nothing here.
    pub fn read(&self, line: &str) -> Option<Entry> {
        let line = line.trim();
        let is = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(line));
        let found = self.find(line);
        let may_end = self.end_first || !found.as_ref().is_some_and(|found| found.sure);
        if may_end && is(&self.end) && !is(&self.void) {
            return Some(Entry::End);
        }
        let Found { code, quantity, sure } = found?;
        let pieces = quantity.unsigned_abs().clamp(1, MOST.unsigned_abs());
        let pieces = i64::try_from(pieces).unwrap_or(1);
        if quantity < 0 || is(&self.void) {
            return Some(Entry::Void { code, quantity: pieces });
        }
        Some(Entry::Sold { code, quantity: pieces, sure })
    }

    fn find(&self, line: &str) -> Option<Found> {
        let Some(pattern) = &self.code else { return find::find(line) };
        let captures = pattern.captures(line)?;
        let code = captures.name("code").or_else(|| first_group(pattern, &captures)).or_else(|| captures.get(0))?;
        let code = code.as_str().trim().to_owned();
        let quantity = captures.name("quantity").map_or(1, |quantity| pieces(quantity.as_str()));
        (!code.is_empty()).then_some(Found { code, quantity, sure: true })
    }
}

/// A code found in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    code: String,
    /// Negative where it is taken back; never 0.
    quantity: i64,
    sure: bool,
}

/// The first group that matched and is not the quantity.
fn first_group<'t>(pattern: &Regex, captures: &Captures<'t>) -> Option<regex_lite::Match<'t>> {
    let names: Vec<Option<&str>> = pattern.capture_names().collect();
    (1..captures.len())
        .filter(|at| names.get(*at).copied().flatten() != Some("quantity"))
        .find_map(|at| captures.get(at))
}

/// `2`, `2.000`, `-1`; what was weighed, `0,352`, is one piece.
fn pieces(text: &str) -> i64 {
    let text = text.trim();
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let back = whole.starts_with('-');
    let whole: i64 = whole.trim_start_matches(['-', '+']).trim().parse().unwrap_or(1);
    let weighed = part.bytes().any(|byte| byte != b'0');
    let pieces = if weighed { 1 } else { whole.clamp(1, MOST) };
    if back { -pieces } else { pieces }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sold(code: &str, quantity: i64) -> Entry {
        Entry::Sold { code: code.to_owned(), quantity, sure: true }
    }

    fn void(code: &str, quantity: i64) -> Entry {
        Entry::Void { code: code.to_owned(), quantity }
    }

    #[test]
    fn journals_of_many_tills_are_read_without_a_pattern() {
        let rules = Rules::new(&Patterns::default());
        let table = [
            ("SALE 4006381333931 PRINTER CABLE 1 x 12.99", Some(sold("4006381333931", 1))),
            ("4006381333931", Some(sold("4006381333931", 1))),
            ("  2 x 4006381333931   CABLE   25.98", Some(sold("4006381333931", 2))),
            (
                "2026-11-22 14:32:07 T3 #004711 ITEM 4006381333931 CABLE 3 x 12.99 38.97 A",
                Some(sold("4006381333931", 3)),
            ),
            ("20261122143207;3;4711;ITEM;4006381333931;\"Cable, 2 m\";1;12.99", Some(sold("4006381333931", 1))),
            ("20261122 4006381333931 CABLE", Some(sold("4006381333931", 1))),
            (
                r#"{"t":"2026-11-22T14:32:07Z","type":"item","ean":"4006381333931","qty":2}"#,
                Some(sold("4006381333931", 2)),
            ),
            ("<line><ean>4006381333931</ean><qty>2</qty></line>", Some(sold("4006381333931", 2))),
            ("WOOD 2 x 4 cm 4006381333931 3.50", Some(sold("4006381333931", 1))),
            ("036000291452 SOAP", Some(sold("036000291452", 1))),
            ("96385074 GUM", Some(sold("96385074", 1))),
            ("VOID 4006381333931 PRINTER CABLE", Some(void("4006381333931", 1))),
            ("14:33 STORNO 4006381333931 -2 x 12,99", Some(void("4006381333931", 2))),
            ("4006381333931 CABLE -1 x 12.99", Some(void("4006381333931", 1))),
            ("TOTAL                     12.99", Some(Entry::End)),
            ("2026-11-22 14:33:10 T3 TOTAL 12.99", Some(Entry::End)),
            ("2026-11-22;14:33;#4711;CHANGE;0.00", Some(Entry::End)),
            ("SUBTOTAL 12.99", None),
            ("TOTAL CARE SHAMPOO 4006381333931 3.99", Some(sold("4006381333931", 1))),
            ("-----------------------------", None),
            ("THE CORNER SHOP, HIGH STREET 5", None),
            ("VAT 20%: 2.17", None),
            ("TEL 0044 20 7946 0958", None),
            ("", None),
        ];
        for (line, expected) in table {
            assert_eq!(rules.read(line), expected, "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_a_code_is_a_guess() {
        let rules = Rules::new(&Patterns::default());
        let guess = |code: &str| Some(Entry::Sold { code: code.to_owned(), quantity: 1, sure: false });
        for (line, code) in [("PRN-200", "PRN-200"), ("SALE 12345678 SHELF", "12345678"), ("3-4711", "3-4711")] {
            assert_eq!(rules.read(line), guess(code), "{line}");
        }
    }

    #[test]
    fn a_shop_says_how_its_till_writes() {
        let patterns = |code: &str, void: &str, end: &str| Patterns {
            code: code.to_owned(),
            void: void.to_owned(),
            end: end.to_owned(),
        };
        let rules = Rules::new(&patterns(r"^PLU +(\d+)( +QTY (?<quantity>-?[\d.,]+))?", "^VD", "^TOTAL"));
        assert_eq!(rules.read("PLU 17 QTY 3.000 APPLES"), Some(sold("17", 3)));
        assert_eq!(rules.read("PLU 17 QTY 0,352 APPLES"), Some(sold("17", 1)));
        assert_eq!(rules.read("PLU 17 QTY -1"), Some(void("17", 1)));
        assert_eq!(rules.read("PLU 17"), Some(sold("17", 1)));
        assert_eq!(rules.read("TOTAL 4006381333931"), Some(Entry::End));
        assert_eq!(rules.read("4006381333931"), None);
        let rules = Rules::new(&patterns(r"(?<quantity>\d+)x (?<code>\S+)", "", ""));
        assert_eq!(rules.read("2x ABC-1 VOID"), Some(sold("ABC-1", 2)));
        assert_eq!(rules.read("TOTAL 5.00"), None);
        let rules = Rules::new(&patterns(r"\d{13}", "", ""));
        assert_eq!(rules.read("x4006381333931y"), Some(sold("4006381333931", 1)));
        assert_eq!(Rules::new(&patterns("(", "(", "(")).read("4006381333931"), Some(sold("4006381333931", 1)));
        assert!(is_pattern(VOID) && is_pattern(END) && !is_pattern("(") && is_pattern(""));
    }
}
