//! Which codes a reader said it read: by name, or by an AIM identifier in front of the data.

/// Which codes a reader said it read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbology {
    /// EAN-8, EAN-13, UPC-A or UPC-E.
    Retail(Retail),
    /// The same with the two or five digits beside it.
    WithAddOn(Retail),
    /// The two or five digits alone.
    AddOn,
    /// ITF-14.
    Itf14,
    /// ITF-14 of which the reader took the check digit off.
    Itf14WithoutCheck,
    /// ISBN-10.
    Isbn10,
    /// ISBN of either length.
    Isbn,
    /// ISSN.
    Issn,
    /// ISMN.
    Ismn,
    /// A carrier of GS1 element strings.
    Gs1,
    /// GS1 `DataBar`: element strings, or a GTIN without its AI.
    DataBar,
    /// Text: Code 39, Code 128, `QR` …
    Text,
}

/// The codes read at every till.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retail {
    /// EAN-8: a number space of its own.
    Ean8,
    /// EAN-13; readers send UPC-A and UPC-E as 13 digits too, where they send AIM identifiers.
    Ean13,
    /// UPC-A, 12 digits or 13 with a zero in front.
    UpcA,
    /// UPC-E: 6, 7 or 8 digits, or expanded.
    UpcE,
}

impl Symbology {
    /// The symbology behind a reader's word for it; case, blanks, hyphens and underscores do not count. `None` where the
    /// word is not known.
    pub fn parse(word: &str) -> Option<Self> {
        let plain: String =
            word.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '+').collect::<String>().to_ascii_lowercase();
        let (base, add_on) = match plain.split_once('+') {
            Some((base, "2" | "5" | "addon" | "supp" | "supplement")) => (base, true),
            Some(_) => return None,
            None => (plain.as_str(), false),
        };
        let retail = match base {
            "ean8" | "jan8" | "gtin8" => Some(Retail::Ean8),
            "ean13" | "jan13" | "jan" | "gtin13" => Some(Retail::Ean13),
            "upca" | "gtin12" => Some(Retail::UpcA),
            "upce" | "upce0" | "upce1" => Some(Retail::UpcE),
            _ => None,
        };
        match (retail, add_on) {
            (Some(retail), true) => return Some(Self::WithAddOn(retail)),
            (Some(retail), false) => return Some(Self::Retail(retail)),
            (None, true) => return None,
            (None, false) => {}
        }
        match base {
            "ean2" | "ean5" => Some(Self::AddOn),
            "itf14" | "gtin14" => Some(Self::Itf14),
            "isbn10" => Some(Self::Isbn10),
            "isbn" | "isbn13" | "bookland" => Some(Self::Isbn),
            "issn" => Some(Self::Issn),
            "ismn" => Some(Self::Ismn),
            "gs1128" | "ean128" | "uccean128" | "gs1datamatrix" | "gs1qr" | "gs1qrcode" | "gs1dotcode" | "gs1" => {
                Some(Self::Gs1)
            }
            "code128" | "code39" | "code39extended" | "code93" | "codabar" | "qr" | "qrcode" | "microqr"
            | "microqrcode" | "pdf417" | "micropdf417" | "aztec" | "azteccode" | "datamatrix" | "dotcode" | "itf"
            | "interleaved2of5" | "code11" | "msi" | "maxicode" | "hanxin" => Some(Self::Text),
            _ if ["gs1databar", "databar", "rss14", "rssexpanded", "rsslimited"]
                .iter()
                .any(|start| base.starts_with(start)) =>
            {
                Some(Self::DataBar)
            }
            _ => None,
        }
    }
}

/// Takes an AIM identifier (`]`, a letter, a digit) off the front and says what it promises (ISO/IEC 15424). An unknown
/// one is part of the text.
pub fn aim_identifier(text: &str) -> (Option<Symbology>, &str) {
    let Some((id, rest)) = text.split_at_checked(3) else { return (None, text) };
    let known = match id.as_bytes() {
        b"]E0" => Symbology::Retail(Retail::Ean13),
        b"]E1" | b"]E2" => Symbology::AddOn,
        b"]E3" => Symbology::WithAddOn(Retail::Ean13),
        b"]E4" => Symbology::Retail(Retail::Ean8),
        b"]I1" => Symbology::Itf14,
        b"]I3" => Symbology::Itf14WithoutCheck,
        b"]C1" | b"]e0" | b"]d2" | b"]d5" | b"]Q3" | b"]Q4" | b"]J1" | b"]J4" | b"]z1" | b"]z4" => Symbology::Gs1,
        [
            b']',
            b'A' | b'B' | b'C' | b'D' | b'F' | b'G' | b'H' | b'I' | b'J' | b'K' | b'L' | b'M' | b'N' | b'O' | b'P'
            | b'Q' | b'R' | b'S' | b'T' | b'U' | b'X' | b'd' | b'e' | b'h' | b'z',
            b'0'..=b'9',
        ] => Symbology::Text,
        _ => return (None, text),
    };
    (Some(known), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_readers_write_them() {
        let table = [
            ("EAN-13", Some(Symbology::Retail(Retail::Ean13))),
            ("ean_13", Some(Symbology::Retail(Retail::Ean13))),
            ("EAN-13+5", Some(Symbology::WithAddOn(Retail::Ean13))),
            ("UPC E", Some(Symbology::Retail(Retail::UpcE))),
            ("GS1 DataBar Expanded", Some(Symbology::DataBar)),
            ("GS1-128", Some(Symbology::Gs1)),
            ("DataMatrix", Some(Symbology::Text)),
            ("Data Matrix", Some(Symbology::Text)),
            ("GS1 QR Code", Some(Symbology::Gs1)),
            ("EAN-13+7", None),
            ("smoke signals", None),
            ("", None),
        ];
        for (word, symbology) in table {
            assert_eq!(Symbology::parse(word), symbology, "{word}");
        }
    }

    #[test]
    fn identifiers_come_off_where_they_are_known() {
        assert_eq!(aim_identifier("]C10112"), (Some(Symbology::Gs1), "0112"));
        assert_eq!(aim_identifier("]A0PRN-200"), (Some(Symbology::Text), "PRN-200"));
        for text in ["]", "]X", "]??", "]W1ABC", "]é1", "E0400"] {
            assert_eq!(aim_identifier(text), (None, text));
        }
    }
}
