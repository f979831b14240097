//! Why an add-on is shown or not, as data: the verdict first, then the evidence, what it passed in order, what decides
//! about its place, and what a person could do about it.
//!
//! Nothing is decided here. [`super::choose`] has decided; this reads its verdicts and puts the figures beside them that
//! each filter looked at. `words` makes sentences of it, for `suggest --explain` and for the screen behind the details.

mod case;
mod stop;
mod way;

pub use case::{Case, Known, Lacking};
pub use stop::WAY;

use super::{Fate, Figures, Verdict};
use crate::domain::{Day, Item, LinkKind, Money, WhyNot};

/// Everything there is to say of one add-on for one basket.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The add-on.
    pub add_on: Item,
    /// The item of the basket that proposes it, or that it is bought for.
    pub item: Option<Item>,
    /// What ranking said of it; `None` where it was no candidate.
    pub verdict: Option<Verdict>,
    /// The figures of its pair.
    pub figures: Option<Figures>,
    /// Shown or not.
    pub outcome: Outcome,
    /// What there is to say, in the order to say it; the first is the outcome.
    pub steps: Vec<Step>,
}

/// Shown or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its place, from 1.
    Shown(usize),
    /// The first filter or step that left it out.
    Left(WhyNot),
    /// It never was a candidate.
    Lacking(Lacking),
}

impl Explanation {
    /// The same where it was not among those that ranking looked at, however well it did here: the list was full of others.
    #[must_use]
    pub fn left(mut self, why: WhyNot, max: usize) -> Self {
        self.outcome = Outcome::Left(why);
        self.verdict = self.verdict.map(|verdict| Verdict { fate: Fate::Left(why), ..verdict });
        let values = vec![("max", Value::Count(max as u64))];
        if let Some(head) = self.steps.first_mut() {
            *head = Step::new(Part::Stopped, why.word(), values);
        }
        self.steps.retain(|step| step.part < Part::Order);
        self.steps.extend(self.item.as_ref().map(|item| case::write_link(item, &self.add_on)));
        self
    }
}

impl Outcome {
    /// Why it is not shown, as one word for programs.
    pub fn why_not(self) -> Option<&'static str> {
        match self {
            Self::Shown(_) => None,
            Self::Left(why) => Some(why.word()),
            Self::Lacking(lacking) => Some(lacking.word()),
        }
    }

    /// Its place on the list.
    pub fn place(self) -> Option<usize> {
        match self {
            Self::Shown(place) => Some(place),
            Self::Left(_) | Self::Lacking(_) => None,
        }
    }
}

impl From<Fate> for Outcome {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Shown(place) => Self::Shown(place),
            Fate::Left(why) => Self::Left(why),
        }
    }
}

/// One thing to say. Its sentence is `why-<part>-<word>` in the language files, with `_` as `-`.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Which part of the explanation it belongs to.
    pub part: Part,
    /// Which sentence.
    pub word: &'static str,
    /// What is put into it.
    pub values: Vec<(&'static str, Value)>,
}

/// The parts of an explanation, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// It is shown.
    Shown,
    /// It is not, and this left it out.
    Stopped,
    /// Who or what speaks for it.
    Evidence,
    /// A filter it passed.
    Passed,
    /// What decides about its place.
    Order,
    /// What a person could do about it.
    Todo,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [Self::Shown, Self::Stopped, Self::Evidence, Self::Passed, Self::Order, Self::Todo];

    /// The word in `--json` and in the names of sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Stopped => "stopped",
            Self::Evidence => "evidence",
            Self::Passed => "passed",
            Self::Order => "order",
            Self::Todo => "todo",
        }
    }
}

/// What is put into a sentence, before it is written in a language.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A name, or words of the shop's own.
    Text(String),
    /// Names, contexts, segments.
    List(Vec<String>),
    /// A kind of link.
    Kind(LinkKind),
    /// A count.
    Count(u64),
    /// A priority, or pieces of stock.
    Whole(i64),
    /// A figure, said with one decimal, or two where it is small.
    Figure(f64),
    /// A share from 0 to 1, said of a hundred.
    Share(f64),
    /// A share as it is typed into a file.
    Setting(f64),
    /// An amount in the shop's currency.
    Money(Money),
    /// A day; `None` is an open end.
    Day(Option<Day>),
}

impl Step {
    fn new(part: Part, word: &'static str, values: Vec<(&'static str, Value)>) -> Self {
        Self { part, word, values }
    }
}
