//! The settings by which scans are told from typing.

/// The times of screens.md §3, in milliseconds, and what the shop's scanners send round a code; all of it is settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gaps {
    /// Between two keys of one scan at most.
    pub gap: u64,
    /// After a scan without an end key.
    pub silence: u64,
    /// An answer key waits so long for more of a code.
    pub answer_wait: u64,
    /// An answer key repeated within counts once.
    pub repeat: u64,
    /// An Enter so soon after a scan belongs to it.
    pub enter_guard: u64,
    /// Keys of a scan at least.
    pub min_length: usize,
    /// What the scanner is set to send in front; empty for nothing.
    pub prefix: String,
    /// What it is set to send behind, Enter and Tab included; empty for nothing or not known.
    pub suffix: String,
}

impl Default for Gaps {
    fn default() -> Self {
        Self {
            gap: 50,
            silence: 100,
            answer_wait: 50,
            repeat: 150,
            enter_guard: 100,
            min_length: 6,
            prefix: String::new(),
            suffix: String::new(),
        }
    }
}

impl Gaps {
    /// True where the prefix is nothing a person types by the way: it decides at any speed. A letter or digit in front,
    /// as some scanners send for the symbology, decides only among fast keys.
    pub fn prefix_is_sign(&self) -> bool {
        self.prefix.chars().any(|c| !c.is_alphanumeric() && c != ' ')
    }

    /// The suffix as far as it is text: Enter, Tab and their like end a scan by themselves.
    pub fn suffix_text(&self) -> &str {
        self.suffix.trim_matches(char::is_control)
    }

    /// The code without what the shop's scanners send round it.
    pub fn strip<'c>(&self, code: &'c str) -> &'c str {
        let code = code.strip_prefix(self.prefix.as_str()).unwrap_or(code);
        code.strip_suffix(self.suffix_text()).unwrap_or(code)
    }
}

#[cfg(test)]
mod tests {
    use super::Gaps;

    #[test]
    fn what_scanners_send_round_a_code_is_taken_off() {
        let table = [
            ("", "", "4711", "4711"),
            ("~", "", "~4711", "4711"),
            ("~ab]", "", "~ab]4711", "4711"),
            ("", "#\r\n", "4711#", "4711"),
            ("", "\r", "4711", "4711"),
            ("<", ">", "<>", ""),
            ("~", "#", "4711", "4711"),
        ];
        for (prefix, suffix, sent, code) in table {
            let gaps = Gaps { prefix: prefix.to_owned(), suffix: suffix.to_owned(), ..Gaps::default() };
            assert_eq!(gaps.strip(sent), code, "{prefix:?} {suffix:?}");
        }
    }
}
