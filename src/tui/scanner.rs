//! Tells scans from typing by the gaps between keys, and keeps a scan from firing answers. It knows no catalog: what a
//! run of keys means is asked elsewhere.

use super::key::Key;

/// The times of screens.md §3, in milliseconds; all of them are settings.
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
    /// What the scanner is set to send in front, if anything.
    pub prefix: Option<char>,
}

impl Default for Gaps {
    fn default() -> Self {
        Self { gap: 50, silence: 100, answer_wait: 50, repeat: 150, enter_guard: 100, min_length: 6, prefix: None }
    }
}

/// While a run of keys is at most this old, control bytes belong to it and Ctrl+C does not quit.
const BURST_OPEN: u64 = 150;
/// A torn escape sequence arrives as Esc, then `[` and a letter, at once.
const TORN_ESCAPE: u64 = 5;

/// Watches the keys as they come.
#[derive(Debug, Default)]
pub struct Scanner {
    /// The settings.
    pub gaps: Gaps,
    /// The run of text keys under way.
    run: Run,
    /// An answer key that waits whether a code follows.
    held: Option<Held>,
    /// The answer key last let through, for auto-repeat.
    answered: Option<Held>,
    /// When the last scan ended.
    scan_ended: Option<u64>,
    /// Esc, or Esc and `[`, just came.
    torn: Option<(u64, bool)>,
}

#[derive(Debug, Default)]
struct Run {
    text: String,
    last: u64,
    prefixed: bool,
    asked: bool,
}

/// An answer key and when it was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The key.
    pub key: Key,
    /// When, in ticks.
    pub at: u64,
}

/// What a key turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A character for the line.
    Text(char),
    /// The answer key that was held, and then this one, are characters for the line.
    HeldText(Key, char),
    /// The run before it was a scan and has to leave the line: its characters, and the key that ended it.
    Scan(String, Key),
    /// A key that is no text.
    Key(Key),
    /// Held back until more is known; nothing to do yet.
    Held,
    /// Part of what came before; nothing to do.
    Nothing,
}

impl Scanner {
    /// A scanner by these times.
    pub fn new(gaps: Gaps) -> Self {
        Self { gaps, ..Self::default() }
    }

    /// Takes a key. `holds` says whether this key could be an answer here, so that it has to wait for what follows.
    pub fn press(&mut self, key: Key, at: u64, holds: bool) -> Stroke {
        if self.is_torn_escape(key, at) {
            return Stroke::Nothing;
        }
        match self.as_byte(key, at) {
            Key::Enter | Key::Tab if self.is_scan(at) => self.end_scan(key, at),
            Key::Enter if self.scan_ended.is_some_and(|ended| at <= ended + self.gaps.enter_guard) => Stroke::Nothing,
            Key::Char(c) => self.text(c, at, holds),
            // ETX inside a run is the scanner's, not somebody who wants to quit.
            Key::Ctrl('b' | 'c' | 'd') if self.is_open(at) => Stroke::Nothing,
            other => {
                self.run = Run::default();
                self.torn = (other == Key::Esc).then_some((at, false));
                Stroke::Key(other)
            }
        }
    }

    /// The held answer key, if it has waited long enough: now it acts.
    pub fn release(&mut self, now: u64) -> Option<Key> {
        let held = self.held.filter(|held| now >= held.at + self.gaps.answer_wait)?;
        self.let_go();
        Some(held.key)
    }

    /// The held answer key at once, because a key that is no text follows it.
    pub fn let_go(&mut self) -> Option<Key> {
        let held = self.held.take()?;
        self.answered = Some(held);
        self.run = Run::default();
        Some(held.key)
    }

    /// A run that ended in silence and may be a scan without an end key. Asked once for each run.
    pub fn silent(&mut self, now: u64) -> Option<String> {
        let over = !self.run.asked && self.is_long() && now >= self.run.last + self.gaps.silence;
        over.then(|| {
            self.run.asked = true;
            self.run.text.clone()
        })
    }

    /// Forgets the run: it was taken out of the line, or the line was changed otherwise.
    pub fn forget(&mut self, at: u64, was_scan: bool) {
        self.run = Run::default();
        self.held = None;
        if was_scan {
            self.scan_ended = Some(at);
        }
    }

    /// When this scanner next has something to say without a key.
    pub fn deadline(&self) -> Option<u64> {
        let held = self.held.map(|held| held.at + self.gaps.answer_wait);
        let silence = (!self.run.asked && self.is_long()).then(|| self.run.last + self.gaps.silence);
        held.into_iter().chain(silence).min()
    }

    fn text(&mut self, c: char, at: u64, holds: bool) -> Stroke {
        let key = Key::Char(c);
        if let Some(held) = self.held {
            // A sign twice is auto-repeat. A digit twice is how a code begins: nobody chooses that fast.
            if held.key == key && !c.is_ascii_digit() {
                return Stroke::Nothing;
            }
            self.held = None;
            if at <= held.at + self.gaps.answer_wait
                && let Key::Char(before) = held.key
            {
                self.extend(before, held.at);
                self.extend(c, at);
                return Stroke::HeldText(held.key, c);
            }
        }
        if holds {
            if self.answered.is_some_and(|last| last.key == key && at < last.at + self.gaps.repeat) {
                self.answered = Some(Held { key, at });
                return Stroke::Nothing;
            }
            // In the middle of a run a sign is a letter of the code: people do not press digit and sign at 50 ms.
            if self.run.text.is_empty() || at > self.run.last + self.gaps.gap || self.run.text.len() == 1 {
                self.held = Some(Held { key, at });
                return Stroke::Held;
            }
        }
        self.extend(c, at);
        Stroke::Text(c)
    }

    fn extend(&mut self, c: char, at: u64) {
        let begins = self.gaps.prefix == Some(c) && !self.run.prefixed;
        if begins || (at > self.run.last + self.gaps.gap && !self.run.prefixed) {
            self.run = Run { prefixed: begins, ..Run::default() };
        }
        self.run.text.push(c);
        self.run.last = at;
        self.run.asked = false;
    }

    /// LF, GS and Ctrl+] as raw mode reports them, back to what the scanner sent.
    fn as_byte(&self, key: Key, at: u64) -> Key {
        match key {
            Key::Ctrl('j' | 'm') => Key::Enter,
            Key::Ctrl('5' | ']') if self.is_open(at) => Key::Char('\u{1d}'),
            other => other,
        }
    }

    fn is_open(&self, at: u64) -> bool {
        !self.run.text.is_empty() && at <= self.run.last + BURST_OPEN
    }

    fn is_long(&self) -> bool {
        self.run.text.chars().count() >= self.gaps.min_length
    }

    fn is_scan(&self, at: u64) -> bool {
        self.run.prefixed || (self.is_long() && at <= self.run.last + self.gaps.gap)
    }

    fn end_scan(&mut self, key: Key, at: u64) -> Stroke {
        let code = std::mem::take(&mut self.run).text;
        self.scan_ended = Some(at);
        Stroke::Scan(code, key)
    }

    fn is_torn_escape(&mut self, key: Key, at: u64) -> bool {
        match (self.torn.take(), key) {
            (Some((esc, false)), Key::Char('[' | 'O')) if at <= esc + TORN_ESCAPE => {
                self.torn = Some((at, true));
                true
            }
            (Some((bracket, true)), Key::Char(_)) => at <= bracket + TORN_ESCAPE,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses the characters of `code` with a gap between them, then `end`; returns what the last key turned out to be.
    fn burst(scanner: &mut Scanner, code: &str, gap: u64, end: Option<Key>) -> Stroke {
        let mut at = 1_000;
        let mut last = Stroke::Nothing;
        for key in code.chars().map(Key::Char).chain(end) {
            let holds = matches!(key, Key::Char('+' | '-' | '*'));
            last = scanner.press(key, at, holds);
            at += gap;
        }
        last
    }

    #[test]
    fn bursts_of_every_speed_are_scans() {
        for gap in [0, 2, 8, 16, 30, 50] {
            for end in [Key::Enter, Key::Tab, Key::Ctrl('j')] {
                let stroke = burst(&mut Scanner::default(), "4006381333931", gap, Some(end));
                assert!(matches!(&stroke, Stroke::Scan(code, _) if code == "4006381333931"), "{gap} {end}");
            }
        }
        assert_eq!(burst(&mut Scanner::default(), "4006381333931", 60, Some(Key::Enter)), Stroke::Key(Key::Enter));
        assert_eq!(burst(&mut Scanner::default(), "40063", 5, Some(Key::Enter)), Stroke::Key(Key::Enter));
    }

    #[test]
    fn a_scan_without_an_end_key_ends_in_silence() {
        let mut scanner = Scanner::default();
        burst(&mut scanner, "96385074", 10, None);
        let last = 1_070;
        assert_eq!(scanner.silent(last + 99), None);
        assert_eq!(scanner.deadline(), Some(last + 100));
        assert_eq!(scanner.silent(last + 100), Some("96385074".to_owned()));
        assert_eq!(scanner.silent(last + 200), None);
    }

    #[test]
    fn the_line_feed_after_a_scan_is_eaten() {
        let mut scanner = Scanner::default();
        burst(&mut scanner, "4006381333931", 5, Some(Key::Enter));
        assert_eq!(scanner.press(Key::Ctrl('j'), 1_100, false), Stroke::Nothing);
        assert_eq!(scanner.press(Key::Enter, 1_500, false), Stroke::Key(Key::Enter));
    }

    #[test]
    fn a_code_that_begins_with_a_sign_is_no_answer() {
        let mut scanner = Scanner::default();
        assert_eq!(scanner.press(Key::Char('+'), 0, true), Stroke::Held);
        assert_eq!(scanner.press(Key::Char('A'), 8, false), Stroke::HeldText(Key::Char('+'), 'A'));
        for (n, c) in "123456".chars().enumerate() {
            scanner.press(Key::Char(c), 16 + 8 * n as u64, false);
        }
        assert_eq!(scanner.press(Key::Enter, 64, false), Stroke::Scan("+A123456".to_owned(), Key::Enter));
    }

    #[test]
    fn an_answer_acts_after_its_wait_and_its_repeats_count_once() {
        let mut scanner = Scanner::default();
        assert_eq!(scanner.press(Key::Char('+'), 0, true), Stroke::Held);
        assert_eq!(scanner.press(Key::Char('+'), 30, true), Stroke::Nothing);
        assert_eq!(scanner.release(49), None);
        assert_eq!(scanner.release(50), Some(Key::Char('+')));
        assert_eq!(scanner.press(Key::Char('+'), 100, true), Stroke::Nothing);
        assert_eq!(scanner.press(Key::Char('+'), 400, true), Stroke::Held);
    }

    #[test]
    fn a_code_that_begins_with_a_digit_twice_is_no_choice() {
        let mut scanner = Scanner::default();
        let two = Key::Char('5');
        assert_eq!(scanner.press(two, 0, true), Stroke::Held);
        assert_eq!(scanner.press(two, 8, true), Stroke::HeldText(two, '5'));
    }

    #[test]
    fn control_bytes_inside_a_scan_belong_to_it() {
        let mut scanner = Scanner::default();
        burst(&mut scanner, "0109520123456788", 5, None);
        assert_eq!(scanner.press(Key::Ctrl('5'), 1_080, false), Stroke::Text('\u{1d}'));
        assert_eq!(scanner.press(Key::Ctrl('c'), 1_085, false), Stroke::Nothing);
        assert_eq!(scanner.press(Key::Ctrl('c'), 2_000, false), Stroke::Key(Key::Ctrl('c')));
    }

    #[test]
    fn a_torn_escape_types_nothing() {
        let mut scanner = Scanner::default();
        assert_eq!(scanner.press(Key::Esc, 0, false), Stroke::Key(Key::Esc));
        assert_eq!(scanner.press(Key::Char('['), 1, false), Stroke::Nothing);
        assert_eq!(scanner.press(Key::Char('A'), 2, false), Stroke::Nothing);
        assert_eq!(scanner.press(Key::Char('A'), 9, false), Stroke::Text('A'));
    }

    #[test]
    fn a_prefix_decides_at_once() {
        let gaps = Gaps { prefix: Some('~'), ..Gaps::default() };
        let mut scanner = Scanner { gaps, ..Scanner::default() };
        assert_eq!(burst(&mut scanner, "~A1", 400, Some(Key::Enter)), Stroke::Scan("~A1".to_owned(), Key::Enter));
    }
}
