//! What three equal scans say of a scanner: what it sends round the code, how fast, and by which keyboard layout.

use super::core::{Core, identifier};
use crate::domain::text::clean;
use crate::settings::{Change, ScannerSettings, Value};

/// Gaps are set no lower, since a busy computer bunches and spreads keys.
const LEAST_GAP: u64 = 50;
/// And no higher: people who type fast would be taken for the scanner.
const MOST_GAP: u64 = 120;

/// What was found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The code itself.
    pub code: String,
    /// What stands in front of it.
    pub prefix: String,
    /// The symbology identifier in front, such as `]E0`; it is understood without a setting.
    pub identifier: Option<String>,
    /// What stands behind it: characters, then the keys that end it as control characters.
    pub suffix: String,
    /// The layout by which digits arrived, where that is not as digits.
    pub layout: Option<&'static str>,
    /// True where nothing vouches for the code: no label of ours, no check digit.
    pub unproven: bool,
    /// Letters came with small and capital exchanged.
    pub caps_lock: bool,
    /// The label's check digit did not come.
    pub without_check_digit: bool,
    /// Between two keys: shortest, middle and longest, in milliseconds; `None` where the text came at once.
    pub gaps: Option<(u64, u64, u64)>,
}

impl Found {
    /// Reads what came, control characters included. `gaps` are the times between its keys, in milliseconds.
    pub fn of(sent: &str, gaps: &[u64]) -> Self {
        let body = sent.trim_matches(char::is_control);
        let start = sent.find(body).unwrap_or(0);
        let (in_front, behind) = (&sent[..start], &sent[start + body.len()..]);
        let mut sorted = gaps.to_vec();
        sorted.sort_unstable();
        let gaps = match (sorted.first(), sorted.last()) {
            (Some(&least), Some(&most)) => Some((least, sorted[sorted.len() / 2], most)),
            _ => None,
        };
        let core = Core::of(body);
        let (identifier, prefix, turned) = identifier(&core.prefix);
        Self {
            code: core.code,
            prefix: format!("{in_front}{prefix}"),
            identifier,
            suffix: format!("{}{behind}", core.suffix),
            layout: core.layout,
            unproven: core.unproven,
            caps_lock: turned || core.caps_lock,
            without_check_digit: core.without_check_digit,
            gaps,
        }
    }

    /// The settings this asks for, as far as they are not set so: gap, silence, prefix, suffix and layout.
    pub fn changes(&self, now: &ScannerSettings) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut change = |key, value| changes.push(Change { section: "scanner", key, value });
        if let Some((_, _, longest)) = self.gaps {
            let wanted = longest.saturating_mul(3).clamp(LEAST_GAP, MOST_GAP).next_multiple_of(10);
            let gap = u32::try_from(wanted).unwrap_or(now.gap_ms);
            if gap != now.gap_ms {
                change("gap_ms", Value::Number(gap));
            }
            // A pause inside the code must not pass for its end.
            if now.silence_ms < 2 * gap {
                change("silence_ms", Value::Number(2 * gap));
            }
        }
        let layout = self.layout.unwrap_or("auto");
        let texts = [
            ("prefix", &now.prefix, self.prefix.as_str(), !self.unproven),
            ("suffix", &now.suffix, self.suffix.as_str(), true),
            ("layout", &now.layout, layout, !self.unproven),
        ];
        for (key, is, wanted, known) in texts {
            // Settings hold four characters at most; more than that is no prefix.
            if known && is != wanted && (key == "layout" || wanted.chars().count() <= 4) {
                change(key, Value::Text(wanted.to_owned()));
            }
        }
        changes
    }

    /// What was found, as sentences.
    pub fn sentences(&self) -> Vec<String> {
        let behind = match named(&self.suffix) {
            none if none.is_empty() => "nothing behind it, so that silence ends a scan".to_owned(),
            keys => format!("{keys} behind it"),
        };
        let in_front = match named(&self.prefix) {
            none if none.is_empty() => "nothing in front".to_owned(),
            keys => format!("{keys} in front"),
        };
        let mut said = vec![format!("The scanner sends {} with {in_front} and {behind}.", clean(&self.code).text)];
        if let Some(identifier) = &self.identifier {
            said.push(format!("It sends {identifier} to say what kind of code it read, which is understood."));
        }
        match self.gaps {
            None => said.push("The text comes at once, as a paste; no time has to be set.".to_owned()),
            Some((least, middle, most)) => {
                said.push(format!("Its keys come {least} to {most} ms apart, mostly {middle}."));
                if most > MOST_GAP {
                    said.push(
                        "That is as slow as typing: set a shorter delay between characters by the scanner's manual, \
                         or a prefix such as ~ there and here. A code on an empty line is taken all the same."
                            .to_owned(),
                    );
                }
            }
        }
        said.push(match (self.layout, self.unproven) {
            (Some(name), _) => {
                format!("Digits arrive as a keyboard of layout {name} types them; codes are turned back into digits.")
            }
            (None, true) => {
                "Nothing vouches for this code, so that prefix and layout are not known. Scan the label, or \
                             an item with a barcode, to find them."
                    .to_owned()
            }
            (None, false) => "Digits arrive as digits: the keyboard layout fits.".to_owned(),
        });
        if self.caps_lock {
            said.push("Caps Lock seems to be on: small and capital letters are exchanged. Switch it off.".to_owned());
        }
        if self.without_check_digit {
            said.push("The last digit is missing: switch on the check digit by the scanner's manual.".to_owned());
        }
        said
    }
}

/// Characters as a person calls them: `~, Enter`.
pub fn named(text: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut plain = String::new();
    for c in text.chars() {
        let name = match c {
            '\r' => "Enter",
            '\n' => "LF (Ctrl+J)",
            '\t' => "Tab",
            '\u{2}' => "STX (Ctrl+B)",
            '\u{3}' => "ETX (Ctrl+C)",
            '\u{4}' => "EOT (Ctrl+D)",
            '\u{1b}' => "ESC",
            '\u{1c}' => "FS (Ctrl+4)",
            '\u{1d}' => "GS (Ctrl+5)",
            '\u{1e}' => "RS (Ctrl+6)",
            '\u{1f}' => "US (Ctrl+7)",
            ' ' => "blank",
            c if c.is_control() => "another control byte",
            c => {
                plain.push(c);
                continue;
            }
        };
        names.push(clean(&std::mem::take(&mut plain)).text);
        names.push(name.to_owned());
    }
    names.push(clean(&plain).text);
    names.retain(|name| !name.is_empty());
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::probe::label::EAN_13;

    #[test]
    fn what_stands_round_a_code_is_found() {
        let table = [
            ("LABEL\r", "", "\r", None),
            ("LABEL", "", "", None),
            ("LABEL\r\n", "", "\r\n", None),
            ("\u{2}LABEL\u{3}", "\u{2}", "\u{3}", None),
            ("~LABEL#\t", "~", "#\t", None),
            ("]E0LABEL\r", "", "\r", Some("]E0")),
            ("A]E0LABEL\r", "A", "\r", Some("]E0")),
            ("F4006381333931\r", "F", "\r", None),
            ("96385074\r", "", "\r", None),
        ];
        for (sent, prefix, suffix, identifier) in table {
            let found = Found::of(&sent.replace("LABEL", EAN_13), &[8]);
            assert_eq!((found.prefix.as_str(), found.suffix.as_str()), (prefix, suffix), "{sent:?}");
            let rest = (found.identifier.as_deref(), found.layout, found.unproven);
            assert_eq!(rest, (identifier, None, false), "{sent:?}");
        }
        assert!(Found::of("PRN-200\r", &[8]).unproven);
        assert!(Found::of(&EAN_13[..12], &[8]).without_check_digit);
        assert!(Found::of(&format!("]e0{EAN_13}\r"), &[8]).caps_lock);
    }

    #[test]
    fn settings_are_asked_for_where_they_differ() {
        let now = ScannerSettings::default();
        let keys = |sent: &str, gaps: &[u64]| {
            let changes = Found::of(&sent.replace("LABEL", EAN_13), gaps).changes(&now).into_iter();
            changes.map(|change| format!("{} = {}", change.key, change.value)).collect::<Vec<_>>()
        };
        assert_eq!(keys("LABEL", &[0, 8, 16]), [""; 0]);
        assert_eq!(keys("LABEL\r", &[8]), [r#"suffix = "\r""#]);
        let slow = ["gap_ms = 100", "silence_ms = 200", r#"prefix = "~""#, r#"suffix = "\t""#];
        assert_eq!(keys("~LABEL\t", &[8, 31]), slow);
        assert_eq!(keys("LABEL", &[400]), ["gap_ms = 120", "silence_ms = 240"]);
        assert_eq!(keys("\u{e0}\u{e0}\u{e0}", &[8]), [""; 0]);
        assert_eq!(keys("'àà-\"_&\"\"\"ç\"&", &[8]), [r#"layout = "fr""#]);
        assert_eq!(keys("XPRN-200", &[8]), [""; 0]);
    }

    #[test]
    fn keys_have_names() {
        assert_eq!(named("~4711\u{1d}10 A\r\n"), "~4711, GS (Ctrl+5), 10, blank, A, Enter, LF (Ctrl+J)");
        assert_eq!(named("\u{7}\u{9b}"), "another control byte, another control byte");
    }
}
