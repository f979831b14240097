//! One customer's sale as the list of steps that made it. What stands on the screen is these steps replayed, so undo
//! is taking the last one away, and a killed program goes on where the stored steps end.

use serde::{Deserialize, Serialize};

use super::UnixMillis;
use super::basket::Basket;
use super::experiment::Arms;
use super::measure::Measure;
use super::money::Money;
use super::sku::Sku;
use super::suggestion::Shown;
use super::talking::Objection;
use super::text::CleanText;

/// Numbers the steps of one sale in the order they were taken. Only the last can be taken back, and then its number is
/// free again.
pub type StepNumber = u32;

/// An item as it was when it joined the sale: the price is the one of that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineItem {
    /// The shop's own number.
    pub sku: Sku,
    /// Its name.
    pub name: CleanText,
    /// Price of one; of a piece with a label of its own, what that piece costs.
    pub price: Option<Money>,
    /// Where it is fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<CleanText>,
    /// What the label of this piece says: such a piece is a line of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
}

/// One thing that happened in a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Step {
    /// Scanned or chosen: another line, more of a line, or the confirmation of a promised one.
    Add {
        /// What was added.
        item: LineItem,
        /// How many.
        quantity: i64,
    },
    /// "Took it": promises a line that is to be fetched.
    Take {
        /// The add-on.
        add_on: LineItem,
        /// The item of the basket it goes with.
        for_item: Sku,
    },
    /// "No thanks."
    Decline {
        /// The add-on.
        add_on: Sku,
        /// The item of the basket it goes with.
        for_item: Sku,
    },
    /// The reason of a no, or its withdrawal.
    Object {
        /// The add-on that has a no.
        add_on: Sku,
        /// Which of the five, if any.
        why: Option<Objection>,
    },
    /// A line taken out.
    Remove {
        /// Which.
        sku: Sku,
        /// Which piece of it, where pieces have labels of their own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measure: Option<Measure>,
    },
    /// The till took so many of a line off again.
    TakeOff {
        /// Which.
        sku: Sku,
        /// How many.
        quantity: i64,
    },
    /// The customer takes something instead: better, cheaper, in stock.
    Swap {
        /// What leaves.
        out: Sku,
        /// What takes its place, in the same quantity.
        item: LineItem,
    },
    /// A context of the customer switched on or off.
    Context {
        /// Its name.
        name: String,
        /// On or off.
        on: bool,
    },
    /// A customer's card was linked, or is no longer.
    Customer {
        /// The pseudonym of the card; its token never comes here.
        pseudonym: Option<String>,
        /// Contexts that the customer prefers, on from now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        contexts: Vec<String>,
    },
    /// Suggestions stood on the screen. Not a deed of staff: undo passes over it.
    Show {
        /// What stood there.
        shown: Vec<Shown>,
    },
    /// The arms of A/B tests that the sale was drawn into when it began; it keeps them to its end, whatever the clock
    /// and the catalog do meanwhile. Not a deed of staff.
    Draw {
        /// Experiment and arm.
        arms: Arms,
    },
}

impl Step {
    /// True for what staff or customer did; false for what the program noted, which undo passes over.
    pub fn is_deed(&self) -> bool {
        !matches!(self, Self::Show { .. } | Self::Draw { .. })
    }
}

/// A step with its number and the time it was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimedStep {
    /// Its number in this sale.
    pub number: StepNumber,
    /// When.
    pub at: UnixMillis,
    /// What.
    #[serde(flatten)]
    pub step: Step,
}

/// A sale: its id, when it was opened, and its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Random, given when the sale is opened.
    pub id: String,
    /// What happened, in order of number.
    pub steps: Vec<TimedStep>,
}

impl Sale {
    /// A sale in which nothing happened yet.
    pub fn new(id: String) -> Self {
        Self { id, steps: Vec::new() }
    }

    /// The number the next step gets.
    pub fn next_number(&self) -> StepNumber {
        self.steps.last().map_or(1, |last| last.number + 1)
    }

    /// The step that undo takes away, if there is one: the last that was a deed of staff.
    pub fn last_deed(&self) -> Option<&TimedStep> {
        self.steps.iter().rev().find(|timed| timed.step.is_deed())
    }

    /// When its first step was taken.
    pub fn begun(&self) -> Option<UnixMillis> {
        self.steps.first().map(|timed| timed.at)
    }

    /// The arms it was drawn into. A sale that has more than its first line and was never drawn began before there was
    /// anything to draw, and is in no test.
    pub fn arms(&self) -> Option<Arms> {
        let joined = self.steps.iter().filter(|timed| matches!(timed.step, Step::Add { .. })).count();
        let drawn = self.steps.iter().find_map(|timed| match &timed.step {
            Step::Draw { arms } => Some(arms.clone()),
            _ => None,
        });
        drawn.or((joined > 1).then(Arms::new))
    }

    /// When anything last happened.
    pub fn last_touched(&self) -> Option<UnixMillis> {
        self.steps.iter().map(|timed| timed.at).max()
    }

    /// What the steps amount to.
    pub fn basket(&self) -> Basket {
        Basket::replay(self.steps.iter().map(|timed| &timed.step))
    }
}
