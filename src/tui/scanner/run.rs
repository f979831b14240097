//! A run of keys that may be a code.

use super::Gaps;
use crate::domain::text::is_kept;

/// A code longer than this is none; what comes beyond is counted and not kept.
const LONGEST: usize = 4_096;
/// Between two keys of a frame, or behind a sign that only scanners send, even the slowest scanner waits no longer.
/// It also bounds for how long a lone STX keeps Ctrl+C from quitting.
const FRAME_OPEN: u64 = 500;

/// Keys that follow each other closely. Control characters belong to it and never reach the search line.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// What was sent, control characters included.
    text: String,
    /// Keys so far; also those that are no longer kept.
    keys: usize,
    /// How many of them stand on the search line.
    pub typed: usize,
    /// When the last one came.
    pub last: u64,
    /// STX began it.
    framed: bool,
    /// Silence has asked for it.
    pub asked: bool,
}

impl Run {
    /// A run that STX began.
    pub fn framed(at: u64) -> Self {
        Self { framed: true, last: at, ..Self::default() }
    }

    /// Takes a key: into this run where it follows closely enough, else into a new one.
    pub fn extend(&mut self, c: char, at: u64, gaps: &Gaps) {
        if at > self.last + self.reach(gaps) {
            *self = Self::default();
        }
        if self.keys < LONGEST {
            self.text.push(c);
        }
        self.keys += 1;
        self.typed += usize::from(is_kept(c));
        self.last = at;
        self.asked = false;
        if gaps.prefix_is_sign() && !self.framed && !self.is_prefixed(gaps) && self.text.ends_with(&gaps.prefix) {
            // Somebody typed until the scanner began.
            let prefix = gaps.prefix.as_str();
            let typed = prefix.chars().filter(|c| is_kept(*c)).count();
            *self = Self { text: prefix.to_owned(), keys: prefix.chars().count(), typed, last: at, ..Self::default() };
        }
    }

    pub fn is_empty(&self) -> bool {
        self.keys == 0
    }

    pub fn len(&self) -> usize {
        self.keys
    }

    pub fn is_framed(&self, at: u64) -> bool {
        self.framed && at <= self.last + FRAME_OPEN
    }

    /// True where a key at this time follows the last one as a scanner's does.
    pub fn is_fast(&self, at: u64, gaps: &Gaps) -> bool {
        !self.is_empty() && at <= self.last + gaps.gap
    }

    /// True where it is a scan if it ends now.
    pub fn is_scan(&self, at: u64, gaps: &Gaps) -> bool {
        !self.is_empty()
            && (self.is_framed(at)
                || (self.is_decided(gaps) && at <= self.last + self.reach(gaps))
                || (self.is_long(gaps) && self.is_fast(at, gaps)))
    }

    /// True where silence may end it.
    pub fn may_end_in_silence(&self, gaps: &Gaps) -> bool {
        !self.asked && !self.is_empty() && (self.is_long(gaps) || self.framed || self.is_decided(gaps))
    }

    /// True where the suffix that the shop set has just come.
    pub fn has_suffix(&self, gaps: &Gaps) -> bool {
        let suffix = gaps.suffix_text();
        !suffix.is_empty() && self.text.ends_with(suffix) && (self.is_long(gaps) || self.is_prefixed(gaps))
    }

    /// The code without what is sent round it.
    pub fn code(&self, gaps: &Gaps) -> String {
        gaps.strip(&self.text).to_owned()
    }

    /// How late the next key may come: the whole frame long for what cannot be typing.
    fn reach(&self, gaps: &Gaps) -> u64 {
        let begins = !self.is_empty() && gaps.prefix.starts_with(&self.text);
        if self.framed || (gaps.prefix_is_sign() && (begins || self.is_prefixed(gaps))) {
            FRAME_OPEN.max(gaps.gap)
        } else {
            gaps.gap
        }
    }

    fn is_prefixed(&self, gaps: &Gaps) -> bool {
        !gaps.prefix.is_empty() && self.text.starts_with(&gaps.prefix)
    }

    /// A prefix decides at once; one of letters only with a code behind it.
    fn is_decided(&self, gaps: &Gaps) -> bool {
        const LEAST: usize = 3;
        let behind = if gaps.prefix_is_sign() { 0 } else { LEAST };
        self.is_prefixed(gaps) && self.keys >= gaps.prefix.chars().count() + behind
    }

    fn is_long(&self, gaps: &Gaps) -> bool {
        self.keys >= gaps.min_length
    }
}
