//! The customers list as it travels: whose card may be linked at the counter, as pseudonyms, with the segments they are in
//! and what they prefer. A token never stands in it, and nobody who did not consent (reliability.md section 15).
//!
//! ```text
//! # goeswith customers 1; chain=fenwick; key=17ddd675ef4801ad
//! pseudonym,segments,preferences,bought
//! 17ddd675ef4801ada65135835c66b3c644f3d3e353e4e40447691c8d9ada1818,garden|trade,business,INK-305=4/30/26/35/20779
//! # end; rows=1; sha256=<hex of every byte before this line>
//! ```
//!
//! `bought` is what the customer buys again and again, where head office looked: SKU, on how many days, the median of the days
//! between, their quartiles, and the last day, in days since 1970. `key` tells under which of the chain's keys the pseudonyms were made ([`super::pseudonym::Key::mark`]). Rows are sorted
//! by pseudonym and none stands twice, so that a counter makes what it keeps of them in one pass.

mod read;

pub use read::{Fault, Heading, Wanted, bytes_of, heading, read};

use super::digest;
pub use super::whole::MOST_ROWS;
use super::whole::end;
use crate::domain::{Day, Sku};

/// Longer files are refused before they are read.
pub const MOST_BYTES: u64 = 192 << 20;
/// A segment or a preference has so many characters at most.
pub const LONGEST_WORD: usize = 64;
/// A customer has so many of each at most.
pub const MOST_WORDS: usize = 32;

const COLUMNS: &str = "pseudonym,segments,preferences,bought";
/// The format this version writes and reads.
const FORMAT: u64 = 1;
const BEGIN: &str = "# goeswith customers ";

/// What is known of a customer who consented.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// 64 hex digits.
    pub pseudonym: String,
    /// Segments, as links name them, sorted.
    pub segments: Vec<String>,
    /// Contexts that are switched on when the card is linked, and what else is preferred, sorted.
    pub preferences: Vec<String>,
    /// What is bought again and again, each as [`Bought::to_text`] writes it, sorted.
    pub bought: Vec<String>,
}

/// What a customer buys again and again: `INK-305=4/30/26/35/20779`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bought {
    /// The item.
    pub sku: Sku,
    /// On how many days, the median of the days between, their first and third quartile.
    pub figures: [u32; 4],
    /// The last day.
    pub last: Day,
}

impl Bought {
    /// Its text; `None` where its SKU holds a sign that cannot stand in a list.
    pub fn to_text(&self) -> Option<String> {
        let [times, every, low, high] = self.figures;
        let text = format!("{}={times}/{every}/{low}/{high}/{}", self.sku, self.last.0);
        is_word(&text).then_some(text)
    }

    /// Reads its text.
    pub fn parse(text: &str) -> Option<Self> {
        let (sku, figures) = text.rsplit_once('=')?;
        let mut numbers = figures.split('/').map(str::parse::<u32>);
        let mut next = || numbers.next()?.ok();
        let figures = [next()?, next()?, next()?, next()?];
        let last = i32::try_from(next()?).ok()?;
        let ends = numbers.next().is_none();
        let is_one = ends && figures[0] > 0 && figures[1] > 0 && figures[2] <= figures[3];
        is_one.then_some(Self { sku: Sku::parse(sku).ok()?, figures, last: Day(last) })
    }
}

/// The bytes of a list, in order of pseudonym: the same rows give the same bytes. No pseudonym may stand twice, and every
/// word must be one ([`is_word`]).
pub fn write(chain_id: &str, key: &str, mut rows: Vec<Row>) -> Vec<u8> {
    rows.sort_unstable();
    let mut text = format!("{BEGIN}{FORMAT}; chain={chain_id}; key={key}\n{COLUMNS}\n");
    for Row { pseudonym, segments, preferences, bought } in &rows {
        text.push_str(pseudonym);
        for words in [segments, preferences, bought] {
            text.push(',');
            text.push_str(&words.join("|"));
        }
        text.push('\n');
    }
    text += &end(rows.len(), &digest::of(text.as_bytes()));
    text.into_bytes()
}

/// True for what may stand as a segment or a preference: clean text without the signs that part words and cells.
pub fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && text.chars().count() <= LONGEST_WORD
        && !text.contains(['|', ',', '"', ';'])
        && crate::domain::text::is_clean(text)
}
