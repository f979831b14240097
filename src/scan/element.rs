//! GS1 element strings: application identifiers and their values in a row, or with the identifiers in brackets.

use super::{Ais, Kind, Scanned, dictionary};
use crate::domain::Gtin;

/// What readers send for FNC1: between element strings, and some of them in front.
pub const GS: char = '\u{1d}';

/// GS, the two printable stand-ins of readers for it, and the one of GS1's own tools.
const SEPARATORS: [char; 3] = [GS, '\u{241d}', '^'];

/// What was read.
pub struct Elements {
    /// Identifiers with their values, as sent.
    pub ais: Ais,
    /// A batch or serial number was left out.
    pub flagged: bool,
}

/// True where the text says by its form that it is GS1 data: FNC1 in front or inside, or an identifier in brackets.
pub fn claims(text: &str) -> bool {
    let caret = text.strip_prefix('^').is_some_and(|rest| rest.bytes().take(2).filter(u8::is_ascii_digit).count() == 2);
    let bracket = text
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .is_some_and(|(ai, _)| !ai.is_empty() && ai.bytes().all(|byte| byte.is_ascii_digit()));
    // `[)>` opens the messages of ISO/IEC 15434, which have separators too and are not GS1's.
    let separated = text.contains([GS, '\u{241d}']) && !text.starts_with("[)>");
    caret || bracket || separated
}

/// Reads data of which its carrier, or its form, says that it is GS1's.
pub fn claimed(text: &str) -> Scanned {
    read(text).map_or_else(|| Scanned::of_kind(Kind::Reject), |elements| Scanned::data(elements.ais, elements.flagged))
}

/// Reads digits and letters that say nothing of GS1, but hold it: everything must be read, and a check digit must prove
/// an identifier that has one.
pub fn unclaimed(text: &str) -> Option<Scanned> {
    let elements = read(text)?;
    let proven = elements.ais.keys().any(|ai| dictionary::entry(ai).is_some_and(dictionary::Entry::is_checked));
    proven.then(|| Scanned::data(elements.ais, elements.flagged))
}

/// Reads element strings; `None` where an identifier is unknown, a value is not as its identifier wants it, the same
/// identifier stands there twice with two values, or nothing is there. More lenient than GS1's engine: separators may be
/// doubled, end the text, and follow where none is needed; which identifiers may stand together is not asked.
pub fn read(text: &str) -> Option<Elements> {
    let text = text.trim_matches(SEPARATORS);
    let mut elements = Elements { ais: Ais::new(), flagged: false };
    if text.starts_with('(') {
        bracketed(text, &mut elements)?;
    } else {
        plain(text, &mut elements)?;
    }
    (!elements.ais.is_empty()).then_some(elements)
}

fn plain(text: &str, elements: &mut Elements) -> Option<()> {
    let mut rest = text;
    while !rest.is_empty() {
        let (ai, entry) = dictionary::at_front(rest)?;
        let behind = &rest[ai.len()..];
        let length = if entry.predefined { entry.length() } else { behind.find(SEPARATORS).unwrap_or(behind.len()) };
        let (value, next) = behind.split_at_checked(length)?;
        elements.take(ai, value)?;
        rest = next.trim_start_matches(SEPARATORS);
    }
    Some(())
}

/// Reads `(01)…(10)…`. A bracket inside a value opens no identifier unless a known one stands in it.
fn bracketed(text: &str, elements: &mut Elements) -> Option<()> {
    let mut rest = text;
    while !rest.is_empty() {
        let (ai, behind) = opened(rest)?;
        let end = behind
            .match_indices('(')
            .find(|(at, _)| opened(&behind[*at..]).is_some())
            .map_or(behind.len(), |(at, _)| at);
        let (value, next) = behind.split_at(end);
        let value = value.trim_matches(|c| SEPARATORS.contains(&c) || c == ' ');
        match Gtin::parse(value) {
            Ok(gtin) if ai == "01" => elements.take(ai, &gtin.to_string())?,
            _ => elements.take(ai, value)?,
        }
        rest = next;
    }
    Some(())
}

/// The known identifier in brackets at the front, and what follows.
fn opened(text: &str) -> Option<(&str, &str)> {
    let (ai, behind) = text.strip_prefix('(')?.split_once(')')?;
    dictionary::entry(ai).map(|_| (ai, behind))
}

impl Elements {
    /// Takes a value that its identifier accepts. Where a separator was lost, a batch or serial number swallows what
    /// followed and becomes too long: behind a right GTIN it is left out and flagged.
    fn take(&mut self, ai: &str, value: &str) -> Option<()> {
        let entry = dictionary::entry(ai)?;
        if entry.accepts(value) {
            let kept = self.ais.entry(ai.to_owned()).or_insert_with(|| value.to_owned());
            return (kept == value).then_some(());
        }
        let swallowed = matches!(ai, "10" | "21")
            && self.ais.contains_key("01")
            && value.len() > entry.length()
            && entry.has_characters_of(value);
        self.flagged |= swallowed;
        swallowed.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Symbology, scan};

    fn read(input: &str, symbology: &str) -> (Kind, String) {
        let scanned = scan(input, Symbology::parse(symbology));
        let ais = scanned.ais.unwrap_or_default().into_iter();
        (scanned.kind, ais.map(|(ai, value)| format!("({ai}){value}")).collect::<Vec<_>>().concat())
    }

    #[test]
    fn element_strings_are_read_however_they_come() {
        let wanted = (Kind::Gtin, "(01)04006381333931(10)L7(17)271231".to_owned());
        for input in [
            "]C101040063813339311727123110L7",
            "]e0010400638133393110L7\u{1d}17271231",
            "]d2010400638133393110L7\u{1d}\u{1d}17271231\u{1d}",
            "]Q30104006381333931\u{1d}10L7\u{1d}17271231",
            "\u{1d}010400638133393110L7\u{1d}17271231",
            "\u{241d}010400638133393110L7\u{241d}17271231",
            "^010400638133393110L7^17271231^",
            "01040063813339311727123110L7",
            "(01)04006381333931(10)L7(17)271231",
            "(01)4006381333931 (10)L7 (17)271231 ",
            "\u{2}]C101040063813339311727123110L7\u{3}\r\n",
        ] {
            assert_eq!(read(input, ""), wanted, "{input:?}");
        }
        assert_eq!(read("010400638133393110L7\u{1d}17271231", "GS1 DataMatrix"), wanted);
    }

    #[test]
    fn data_without_an_item_is_no_item() {
        let table = [
            ("]C100106141412345678908", "(00)106141412345678908"),
            ("02040063813339313724", "(02)04006381333931(37)24"),
            ("]C110L7\u{1d}3103000482", "(10)L7(3103)000482"),
            ("(17)271200", "(17)271200"),
            ("106141412345678908", "(00)106141412345678908"),
        ];
        for (input, ais) in table {
            assert_eq!(read(input, ""), (Kind::Gs1, ais.to_owned()), "{input}");
        }
    }

    #[test]
    fn what_claims_to_be_gs1_and_is_not_is_rejected() {
        for input in [
            "]C1",
            "]C1ABC",
            "]C10104006381333932",
            "]C1010400638133393",
            "]C18912",
            "]C117271331",
            "]C110\u{1d}17271231",
            "(10)(17)271231",
            "]C110A\u{1d}10B",
            "\u{1d}891234",
            "^0104006381333932",
            "(09)38425876095074",
            "(1)15210526",
            "(15)",
            "010400638133393110L7\u{1d}ZZ",
            "]d2https://example.com/01/4006381333931",
        ] {
            assert_eq!(read(input, "").0, Kind::Reject, "{input:?}");
        }
        assert_eq!(read("PRN-200", "GS1-128").0, Kind::Reject);
    }

    #[test]
    fn what_claims_nothing_and_proves_nothing_is_text() {
        for input in
            ["0104006381333932", "15271231100329", "10ABC", "^TESTING", "3103000482", "[)>\u{1e}06\u{1d}1PX\u{4}"]
        {
            assert_eq!(read(input, "").0, Kind::Sku, "{input:?}");
        }
    }

    #[test]
    fn a_separator_as_suffix_claims_nothing() {
        let number = scan("4006381333931\u{1d}", None);
        assert_eq!((number.kind, number.ais), (Kind::Gtin, None));
        assert_eq!(scan("PRN-200\u{1d}", None).text.as_deref(), Some("PRN-200"));
        assert_eq!(read("15271231100329\u{1d}", ""), (Kind::Gs1, "(10)0329(15)271231".to_owned()));
    }

    #[test]
    fn a_lost_separator_costs_the_batch_and_not_the_item() {
        let scanned = scan("]C1010400638133393110BATCH-OF-THE-DAY-17271231", None);
        assert_eq!(scanned.kind, Kind::Gtin);
        assert!(scanned.flagged);
        assert_eq!(scanned.ais.map(|ais| ais.into_keys().collect::<Vec<_>>()), Some(vec!["01".to_owned()]));
    }

    #[test]
    fn a_composite_component_stands_beside_the_code() {
        let wanted = (Kind::Gtin, "(98)XYZ(99)SIDE".to_owned());
        assert_eq!(read("]E04006381333931|]e099SIDE\u{1d}98XYZ", ""), wanted);
    }
}
