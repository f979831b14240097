//! Tells scans from typing by the gaps between keys, and keeps a scan from firing answers. It knows no catalog: what a
//! run of keys means is asked elsewhere.
//!
//! A terminal reports the control bytes of a scanner as keys: LF as Ctrl+J, GS as Ctrl+5, STX, ETX and EOT as Ctrl+B,
//! Ctrl+C and Ctrl+D, and ESC as Esc or as Alt with the next key. Here they are turned back before anything else looks
//! at them.

mod gaps;
mod run;

pub use gaps::Gaps;

use super::key::Key;
use run::Run;

/// While a run of keys is at most this old, control bytes belong to it and Ctrl+C does not quit.
const BURST_OPEN: u64 = 150;
/// A torn escape sequence arrives as Esc, then `[` and a letter, at once.
const TORN_ESCAPE: u64 = 5;
/// Fast keys before an Enter that may be a short code: `4711`.
const SHORT: usize = 3;
/// A sign repeated more often than this is a key held down, and no longer keeps the first one waiting.
const REPEATS: usize = 3;

const STX: char = '\u{2}';
const ETX: char = '\u{3}';
const EOT: char = '\u{4}';

/// Watches the keys as they come.
#[derive(Debug, Default)]
pub struct Scanner {
    /// The settings.
    pub gaps: Gaps,
    /// The run of keys under way.
    run: Run,
    /// A key that waits whether a code follows: an answer, or what a scanner's ESC looks like.
    held: Option<Held>,
    /// The answer key last let through and when it last came, for auto-repeat.
    answered: Option<(Key, u64)>,
    /// When the last scan ended.
    scan_ended: Option<u64>,
    /// True where STX, ETX or EOT stood round it: another ETX may follow.
    scan_framed: bool,
    /// When an Enter or Tab last went through, for what a scanner sends behind it.
    entered: Option<u64>,
    /// Esc, or Esc and `[`, just came.
    torn: Option<(u64, bool)>,
}

/// A key that waits.
#[derive(Clone, Copy, Debug)]
struct Held {
    key: Key,
    /// When it first came, in ticks.
    since: u64,
    /// When it last came, in ticks.
    at: u64,
    /// How often it came.
    times: usize,
    /// True where it repeats an answer just given: it will not act.
    again: bool,
}

/// What a key turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// Characters for the line: this key, and what was held back before it.
    Text(String),
    /// The run before it was a scan and has to leave the line.
    Scan {
        /// The code, without what the shop's scanners send round it; empty for an empty scan.
        code: String,
        /// How many of its characters stand on the line.
        typed: usize,
        /// The key that ended it.
        end: Key,
    },
    /// Enter behind fast keys that are too few for a scan: one where somebody knows the code, else typing.
    Short {
        /// The code.
        code: String,
        /// How many of its characters stand on the line.
        typed: usize,
    },
    /// A key that is no text.
    Key(Key),
    /// Held back until more is known, or part of what came before; nothing to do.
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
        match (key, control(key)) {
            (Key::Char(c), _) => self.text(c, at, holds),
            (Key::Enter | Key::Tab | Key::Ctrl('j' | 'm'), _) => self.end_key(key, at),
            (Key::Esc, _) => self.escape(at),
            (Key::Alt(_), _) if !self.run.is_fast(at, &self.gaps) => self.hold(key, at, false),
            (Key::Alt(c), _) => self.text(c, at, false),
            (_, Some(byte)) => self.control_byte(key, byte, at),
            _ => self.other(key),
        }
    }

    /// The held key, if it has waited long enough: now it acts.
    pub fn release(&mut self, now: u64) -> Option<Key> {
        self.held.filter(|held| now >= held.at + self.gaps.answer_wait)?;
        self.let_go()
    }

    /// The held key at once, because a key that is no text follows it.
    pub fn let_go(&mut self) -> Option<Key> {
        let held = self.held.take()?;
        self.run = Run::default();
        match held.key {
            // A person's Alt means nothing here.
            Key::Alt(_) => None,
            Key::Esc => Some(Key::Esc),
            key => {
                self.answered = Some((key, held.at));
                (!held.again).then_some(key)
            }
        }
    }

    /// A run that ended in silence and may be a scan without an end key: the code, and how many of its characters stand
    /// on the line. Asked once for each run.
    pub fn silent(&mut self, now: u64) -> Option<(String, usize)> {
        let over = self.run.may_end_in_silence(&self.gaps) && now >= self.run.last + self.gaps.silence;
        over.then(|| {
            self.run.asked = true;
            (self.run.code(&self.gaps), self.run.typed)
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
        let silence = self.run.may_end_in_silence(&self.gaps).then(|| self.run.last + self.gaps.silence);
        held.into_iter().chain(silence).min()
    }

    fn text(&mut self, c: char, at: u64, holds: bool) -> Stroke {
        let key = Key::Char(c);
        let mut text = String::new();
        if let Some(held) = &mut self.held {
            // A sign again is auto-repeat, or a code that begins with it twice: what follows tells. A digit twice is
            // how a code begins, since nobody chooses that fast.
            if held.key == key && !c.is_ascii_digit() {
                held.times += 1;
                if held.times <= REPEATS {
                    held.at = at;
                }
                return Stroke::Nothing;
            }
            text = self.held_text(at);
        }
        let is_framed = self.run.is_framed(at);
        if holds && text.is_empty() && !is_framed {
            // In the middle of a run a sign is a letter of the code: people do not press digit and sign at 50 ms.
            if self.run.len() <= 1 || !self.run.is_fast(at, &self.gaps) {
                let again = self.answered.is_some_and(|(last, then)| last == key && at < then + self.gaps.repeat);
                return self.hold(key, at, again);
            }
        }
        self.run.extend(c, at, &self.gaps);
        if self.run.has_suffix(&self.gaps) {
            return self.end_scan(key, at, 1 + text.chars().count());
        }
        text.push(c);
        Stroke::Text(text)
    }

    /// What was held is the beginning of a code: its characters, which now belong to the run.
    fn held_text(&mut self, at: u64) -> String {
        let Some(held) = self.held.take().filter(|held| at <= held.at + self.gaps.answer_wait) else {
            return String::new();
        };
        let (c, times) = match held.key {
            Key::Char(c) => (c, held.times),
            Key::Alt(c) => (c, 1),
            // ESC in front of a code, or inside it, says nothing.
            _ => {
                if self.run.is_fast(held.at, &self.gaps) {
                    self.run.last = held.at;
                }
                return String::new();
            }
        };
        let steps = u64::try_from(times).unwrap_or(1).max(1);
        for step in 1..=steps {
            let then = held.at - (held.at - held.since) * (steps - step) / steps.saturating_sub(1).max(1);
            self.run.extend(c, then, &self.gaps);
        }
        c.to_string().repeat(times)
    }

    fn hold(&mut self, key: Key, at: u64, again: bool) -> Stroke {
        self.held = Some(Held { key, since: at, at, times: 1, again });
        Stroke::Nothing
    }

    /// Enter, Tab or LF: the end of a scan, a part of that end, or a key.
    fn end_key(&mut self, key: Key, at: u64) -> Stroke {
        let is_feed = matches!(key, Key::Ctrl(_));
        let key = if is_feed { Key::Enter } else { key };
        if self.run.is_scan(at, &self.gaps) {
            return self.end_scan(key, at, 0);
        }
        // CR and LF, or Tab and CR, with nothing before them are an empty scan; nobody presses two keys that fast.
        let near = if is_feed { self.gaps.enter_guard } else { self.gaps.gap };
        let is_second =
            self.run.is_empty() && self.held.is_none() && self.entered.is_some_and(|then| at <= then + near);
        if self.is_guarded(at) || is_second {
            return Stroke::Nothing;
        }
        self.entered = Some(at);
        if self.run.is_framed(at) {
            // STX and nothing behind it: an empty scan.
            return self.end_scan(key, at, 0);
        }
        let is_short = self.held.is_none() && self.run.len() >= SHORT && self.run.is_fast(at, &self.gaps);
        if key == Key::Enter && is_short {
            let run = std::mem::take(&mut self.run);
            return Stroke::Short { code: run.code(&self.gaps), typed: run.typed };
        }
        self.other(key)
    }

    /// Esc waits as an answer does: a scanner may send ESC in front.
    fn escape(&mut self, at: u64) -> Stroke {
        if self.is_guarded(at) {
            return Stroke::Nothing;
        }
        if self.held.is_some() {
            return self.other(Key::Esc);
        }
        self.torn = Some((at, false));
        self.hold(Key::Esc, at, false)
    }

    fn control_byte(&mut self, key: Key, byte: char, at: u64) -> Stroke {
        let is_end = matches!(byte, ETX | EOT);
        match byte {
            _ if is_end && (self.run.is_scan(at, &self.gaps) || self.run.is_framed(at)) => self.end_scan(key, at, 0),
            // ETX inside a run, or behind the Enter of a frame, is the scanner's, not somebody who wants to quit.
            _ if is_end && (self.is_open(at) || (self.scan_framed && self.is_guarded(at))) => Stroke::Nothing,
            STX => {
                self.held = None;
                self.run = Run::framed(at);
                Stroke::Nothing
            }
            '\u{1c}'..='\u{1f}' => self.invisible(byte, at),
            _ if self.gaps.prefix.contains(byte) => self.invisible(byte, at),
            _ if self.is_open(at) && (self.run.len() >= SHORT || self.run.is_framed(at)) => Stroke::Nothing,
            _ => self.other(key),
        }
    }

    /// A control byte that is data: the run has it, the line does not.
    fn invisible(&mut self, byte: char, at: u64) -> Stroke {
        let text = self.held_text(at);
        self.run.extend(byte, at, &self.gaps);
        if text.is_empty() { Stroke::Nothing } else { Stroke::Text(text) }
    }

    fn other(&mut self, key: Key) -> Stroke {
        self.run = Run::default();
        Stroke::Key(key)
    }

    fn is_open(&self, at: u64) -> bool {
        !self.run.is_empty() && at <= self.run.last + BURST_OPEN
    }

    /// True directly behind a scan, as long as nothing else came: its line feed, its second end key.
    fn is_guarded(&self, at: u64) -> bool {
        let is_near = self.scan_ended.is_some_and(|ended| at <= ended + self.gaps.enter_guard);
        is_near && self.run.is_empty() && self.held.is_none()
    }

    /// Ends the scan; of its characters the last `fresh` never came to the line.
    fn end_scan(&mut self, end: Key, at: u64, fresh: usize) -> Stroke {
        let run = std::mem::take(&mut self.run);
        self.held = None;
        self.scan_ended = Some(at);
        self.scan_framed = run.is_framed(at) || matches!(end, Key::Ctrl(_));
        Stroke::Scan { code: run.code(&self.gaps), typed: run.typed.saturating_sub(fresh), end }
    }

    fn is_torn_escape(&mut self, key: Key, at: u64) -> bool {
        match (self.torn.take(), key) {
            (Some((esc, false)), Key::Char('[' | 'O')) if at <= esc + TORN_ESCAPE => {
                // What was torn is an arrow or the like, and nobody pressed Esc.
                self.held = self.held.filter(|held| held.key != Key::Esc);
                self.torn = Some((at, true));
                true
            }
            (Some((bracket, true)), Key::Char(_)) => at <= bracket + TORN_ESCAPE,
            _ => false,
        }
    }
}

/// The control character that a terminal reports as this key.
pub fn control(key: Key) -> Option<char> {
    let Key::Ctrl(c) = key else { return None };
    match c {
        'a'..='z' => char::from_u32(u32::from(c) - u32::from('a') + 1),
        '4'..='7' => char::from_u32(u32::from(c) - u32::from('4') + 0x1c),
        '\\' => Some('\u{1c}'),
        ']' => Some('\u{1d}'),
        '^' => Some('\u{1e}'),
        '_' => Some('\u{1f}'),
        ' ' | '@' => Some('\0'),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
