//! Practice: a customer who is not there, and what there is to say afterwards.
//!
//! What such a customer puts down is chosen by whoever has a catalog; what the customer answers follows from a seed alone,
//! so that the same practice can be had again. Nothing of it is ever recorded.

use super::basket::Basket;
use super::link::LinkKind;
use super::sku::Sku;
use super::suggestion::{Outcome, Suggestion};
use super::talking::{Objection, TalkingPoint};
use super::text::CleanText;

/// Of a hundred add-ons nobody needs, so many are wanted when asked about.
const WANTED: u64 = 40;
/// Of a hundred noes that somebody prepared an answer for, so many are one of these.
const PREPARED: u64 = 70;
/// Of a hundred such noes, so many become a yes once the answer was given.
const CONVINCED: u64 = 60;

/// A customer who is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Decides every answer.
    pub seed: u64,
    /// What is put down: one item or two.
    pub puts_down: Vec<(Sku, CleanText)>,
}

/// What the customer says when asked about an add-on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// "Yes, please."
    Yes,
    /// A no, and why.
    No(Objection),
    /// A yes once the prepared answer was given.
    YesAfterAll,
}

/// An add-on that stood on the screen, and what was heard of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Met {
    /// The add-on with its sentences.
    pub row: Suggestion,
    /// The last reply; `None` while nobody asked.
    pub heard: Option<Reply>,
    /// The objection, where there was one.
    pub objection: Option<Objection>,
}

/// What became of an add-on, in the order in which it is worth speaking of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Nobody asked, and what was bought does not work without it.
    MissedNeed,
    /// Nobody asked.
    Missed,
    /// The customer said yes, and it was not noted as taken.
    NotTaken,
    /// The customer said no.
    Declined,
    /// The customer took it.
    Took,
}

/// One line of the feedback.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The name of the add-on.
    pub name: CleanText,
    /// What became of it.
    pub fate: Fate,
    /// What could have been asked and said of it.
    pub talking: TalkingPoint,
    /// Of a no: why, and the answer that was prepared.
    pub objection: Option<(Objection, Option<CleanText>)>,
}

impl Customer {
    /// The reply to a question about an add-on; `again` once an objection of before was answered.
    pub fn reply(&self, row: &Suggestion, again: bool) -> Reply {
        let of_hundred = |what: &str| chance(self.seed, &[what, row.add_on.sku.as_str()]) % 100;
        if row.kind == LinkKind::Required || of_hundred("wants") < WANTED {
            return Reply::Yes;
        }
        let prepared = &row.talking.answers;
        let why = if !prepared.is_empty() && of_hundred("prepared") < PREPARED {
            prepared[one_of(of_hundred("which"), prepared.len())].0
        } else {
            const USUAL: [Objection; 3] = [Objection::HasOne, Objection::TooExpensive, Objection::NotNow];
            USUAL[one_of(of_hundred("usual"), USUAL.len())]
        };
        let answered = again && answer(&row.talking, why).is_some();
        if answered && of_hundred("convinced") < CONVINCED { Reply::YesAfterAll } else { Reply::No(why) }
    }
}

/// The answer that was prepared for an objection.
fn answer(talking: &TalkingPoint, why: Objection) -> Option<&CleanText> {
    talking.answers.iter().find(|(objection, _)| *objection == why).map(|(_, answer)| answer)
}

/// What became of every add-on that was met, what was missed first.
pub fn feedback(met: &[Met], basket: &Basket) -> Vec<Judged> {
    let judged = |met: &Met| {
        let shown = basket.shown.iter().find(|shown| shown.add_on == met.row.add_on.sku);
        let outcome = shown.map_or(Outcome::NotAsked, |shown| basket.outcome(shown));
        let fate = match (outcome, met.heard) {
            (Outcome::Accepted | Outcome::TakenWithoutAsking, _) => Fate::Took,
            (Outcome::Declined | Outcome::NotAsked, Some(Reply::Yes | Reply::YesAfterAll)) => Fate::NotTaken,
            (Outcome::Declined, _) | (Outcome::NotAsked, Some(Reply::No(_))) => Fate::Declined,
            (Outcome::NotAsked, None) if met.row.kind == LinkKind::Required => Fate::MissedNeed,
            (Outcome::NotAsked, None) => Fate::Missed,
        };
        let noted = basket.answer(&met.row.add_on.sku).and_then(|answer| answer.why);
        let why = met.objection.or(noted).filter(|_| fate == Fate::Declined);
        Judged {
            name: met.row.add_on.name.clone(),
            fate,
            talking: met.row.talking.clone(),
            objection: why.map(|why| (why, answer(&met.row.talking, why).cloned())),
        }
    };
    let mut rows: Vec<Judged> = met.iter().map(judged).collect();
    rows.sort_by_key(|row| row.fate);
    rows
}

/// A number that follows from a seed and words: FNV-1a over both, stirred as in `SplitMix64` (Steele and others, 2014).
pub fn chance(seed: u64, words: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0xff]));
    for byte in seed.to_le_bytes().into_iter().chain(bytes) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// The place below `count` for a number from 0 to 99.
fn one_of(of_hundred: u64, count: usize) -> usize {
    usize::try_from(of_hundred).unwrap_or(0) * count / 100
}
