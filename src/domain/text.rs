//! The one function through which text of other people passes before it is stored, drawn or printed.
//!
//! It deliberately does not touch case, accents or spelling: that is folding, and belongs to `search`.

use std::borrow::{Borrow, Cow};
use std::fmt::{self, Write as _};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many combining marks one base character may carry; more of them climb over neighbouring rows of a terminal.
const MAX_MARKS: usize = 4;

/// Text in NFC without control, format, bidi, zero-width, tag or emoji characters, at most four combining marks to a
/// base character, and trimmed. Every text that came from outside and is drawn or printed is one of these. Clones share
/// their bytes: a million items name few makers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CleanText(Arc<str>);

impl CleanText {
    /// Cleans `raw`; see [`clean`] for what is taken out.
    pub fn new(raw: &str) -> Self {
        Self(cleaned(raw).0.into())
    }

    /// Cleans `raw` and turns nothing left into `None`.
    pub fn non_empty(raw: &str) -> Option<Self> {
        Self::counted(raw).0
    }

    /// The same, and how many characters were taken out.
    pub fn counted(raw: &str) -> (Option<Self>, usize) {
        let (text, removed) = cleaned(raw);
        ((!text.is_empty()).then(|| Self(text.into())), removed)
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same as a plain text.
    pub fn into_string(self) -> String {
        self.0.to_string()
    }

    /// True where nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for CleanText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for CleanText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for CleanText {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for CleanText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CleanText {
    /// Cleans what it reads, so that no file can bring in what the border keeps out.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&String::deserialize(deserializer)?))
    }
}

/// What [`clean`] made of a text, and how many characters it took out on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The text that is left.
    pub text: String,
    /// Characters removed or replaced; plain trimming at the ends does not count.
    pub removed: usize,
}

/// Makes `raw` safe to draw and print: NFC, at most four combining marks a base character, and no control (Cc), format
/// (Cf: bidi, zero-width, tags), variation-selector or emoji characters. Line breaks and tabs become a blank. Cleaning
/// twice changes nothing more.
pub fn clean(raw: &str) -> Cleaned {
    let (text, removed) = cleaned(raw);
    Cleaned { text: text.into_owned(), removed }
}

/// What [`clean`] gives, without a copy where nothing but the ends changes.
fn cleaned(raw: &str) -> (Cow<'_, str>, usize) {
    if raw.is_ascii() && !raw.bytes().any(|byte| byte.is_ascii_control()) {
        return (Cow::Borrowed(raw.trim()), 0);
    }
    let mut removed = 0;
    let mut marks = 0;
    let mut text = String::with_capacity(raw.len());
    let kept = raw.chars().filter_map(|c| match fate(c) {
        Fate::Keep => Some(c),
        Fate::Blank { counted } => {
            removed += usize::from(counted);
            Some(' ')
        }
        Fate::Remove => {
            removed += 1;
            None
        }
    });
    let mut over = 0;
    for c in kept.nfc() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MAX_MARKS {
            over += 1;
        } else {
            text.push(c);
        }
    }
    (Cow::Owned(text.trim().to_owned()), removed + over)
}

/// True where [`clean`] would change nothing.
pub fn is_clean(text: &str) -> bool {
    let (kept, removed) = cleaned(text);
    removed == 0 && kept == text
}

/// `raw` without what nobody sees or can type: control and format characters go, tabs and line breaks become a blank.
/// Everything that is drawn stays as it is, also what [`clean`] takes out. `None` where nothing is to do.
pub fn without_hidden(raw: &str) -> Option<String> {
    let is_blank = |c: char| matches!(fate(c), Fate::Blank { counted: true });
    let is_hidden = |c: char| matches!(fate(c), Fate::Remove) && !is_emoji(c) && !is_drawn_privately(c);
    let any = raw.chars().any(|c| is_blank(c) || is_hidden(c));
    any.then(|| raw.chars().filter(|c| !is_hidden(*c)).map(|c| if is_blank(c) { ' ' } else { c }).collect())
}

/// True for the private use areas, which some fonts draw.
fn is_drawn_privately(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// True for a character that stays as it is, wherever it stands.
pub fn is_kept(c: char) -> bool {
    matches!(fate(c), Fate::Keep)
}

/// The last layer before a terminal: `text` with its lines, blanks and form, and without what [`clean`] takes out. Tabs
/// and the line ends of other systems become a blank. Nothing is composed anew, so that the name of a file stays as it is.
pub fn printable(text: &str) -> Cow<'_, str> {
    replaced(text, |c, out| {
        if matches!(fate(c), Fate::Blank { .. }) {
            out.push(' ');
        }
    })
}

/// The same for JSON, where nothing needs to be lost: what a terminal might obey or hide stands as `\u....`. In valid JSON
/// such characters are found in strings alone, so that every value stays what it was.
pub fn printable_json(json: &str) -> Cow<'_, str> {
    replaced(json, |c, out| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

/// `text` with `instead` for everything but line breaks and what a terminal shows as it is.
fn replaced(text: &str, instead: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte == b'\n' || matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        if c != '\n' && !matches!(fate(c), Fate::Keep | Fate::Blank { counted: false }) {
            instead(c, &mut out);
            continue;
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MAX_MARKS {
            instead(c, &mut out);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

enum Fate {
    Keep,
    Blank { counted: bool },
    Remove,
}

fn fate(c: char) -> Fate {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Blank { counted: true },
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Fate::Blank { counted: false }
        }
        c if c.is_control() || is_format(c) || is_emoji(c) => Fate::Remove,
        _ => Fate::Keep,
    }
}

/// General category Cf of Unicode 16, the variation selectors, and the fillers that draw as nothing.
fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
        | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{fdd0}'..='\u{fdef}')
        || (c as u32) & 0xfffe == 0xfffe
        || is_drawn_privately(c)
}

/// Characters that terminals draw as pictures, with widths they do not agree on (Unicode's `Emoji_Presentation`).
fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{20e3}' | '\u{231a}'..='\u{231b}' | '\u{23e9}'..='\u{23ec}' | '\u{23f0}' | '\u{23f3}'
        | '\u{25fd}'..='\u{25fe}' | '\u{2614}'..='\u{2615}' | '\u{2648}'..='\u{2653}' | '\u{267f}' | '\u{2693}'
        | '\u{26a1}' | '\u{26aa}'..='\u{26ab}' | '\u{26bd}'..='\u{26be}' | '\u{26c4}'..='\u{26c5}' | '\u{26ce}'
        | '\u{26d4}' | '\u{26ea}' | '\u{26f2}'..='\u{26f3}' | '\u{26f5}' | '\u{26fa}' | '\u{26fd}' | '\u{2705}'
        | '\u{270a}'..='\u{270b}' | '\u{2728}' | '\u{274c}' | '\u{274e}' | '\u{2753}'..='\u{2755}' | '\u{2757}'
        | '\u{2795}'..='\u{2797}' | '\u{27b0}' | '\u{27bf}' | '\u{2b1b}'..='\u{2b1c}' | '\u{2b50}' | '\u{2b55}'
        | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_terminals_obey_is_taken_out() {
        let table = [
            ("Wood stain", "Wood stain", 0),
            ("  Wood stain ", "Wood stain", 0),
            ("Wood\u{1b}[31m stain", "Wood[31m stain", 1),
            ("a\tb\r\nc", "a b  c", 3),
            ("\u{202e}txt.exe", "txt.exe", 1),
            ("zero\u{200b}width", "zerowidth", 1),
            ("caf\u{65}\u{301}", "café", 0),
            ("caf\u{e9}", "café", 0),
            ("12\u{a0}mm", "12 mm", 0),
            ("hot \u{1f525} price", "hot  price", 1),
            ("a\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}b", "\u{1eab}\u{304}\u{305}\u{306}\u{307}b", 0),
            ("C1 \u{9b}31m", "C1 31m", 1),
        ];
        for (raw, text, removed) in table {
            assert_eq!(clean(raw), Cleaned { text: text.to_owned(), removed }, "{raw:?}");
        }
    }

    #[test]
    fn a_tower_of_marks_keeps_four() {
        let tower = format!("x{}", "\u{301}".repeat(200));
        let cleaned = clean(&tower);
        assert_eq!(cleaned.text.chars().count(), 5);
        assert_eq!(cleaned.removed, 196);
    }

    #[test]
    fn the_last_layer_keeps_lines_and_form() {
        let table = [
            ("  two\n  lines", "  two\n  lines"),
            ("tab\there\r\n", "tab here \n"),
            ("\u{1b}]0;title\u{7}\u{9d}x\u{9c}", "]0;titlex"),
            ("12\u{a0}mm, cafe\u{301}", "12\u{a0}mm, cafe\u{301}"),
            ("x\u{301}\u{200b}\u{301}\u{301}\u{200b}\u{301}\u{301}", "x\u{301}\u{301}\u{301}\u{301}"),
        ];
        for (raw, printed) in table {
            assert_eq!(printable(raw), printed, "{raw:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn json_says_the_same_behind_the_last_layer(value in ".*") {
            let json = serde_json::to_string(&value).unwrap();
            let printed = printable_json(&json);
            proptest::prop_assert!(printed.chars().all(|c| is_kept(c) || !c.is_control()), "{printed:?}");
            proptest::prop_assert_eq!(serde_json::from_str::<String>(&printed).unwrap(), value);
        }

        #[test]
        fn cleaning_twice_changes_nothing_more(raw in ".*") {
            let once = clean(&raw).text;
            proptest::prop_assert_eq!(&clean(&once).text, &once);
            proptest::prop_assert!(is_clean(&once));
        }
    }
}
