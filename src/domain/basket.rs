//! The lines of one customer, and what was answered to what was shown, replayed from the steps of a sale.

use super::event::{EventLine, EventSuggestion};
use super::measure::Measure;
use super::money::Money;
use super::sale::{LineItem, Step};
use super::sku::Sku;
use super::suggestion::{Outcome, Shown};
use super::talking::Objection;

/// The state of a sale at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basket {
    /// In the order in which they joined.
    pub lines: Vec<Line>,
    /// Each add-on's last answer, in the order first given.
    pub answers: Vec<Answer>,
    /// Each (item, add-on) that stood on the screen, once, in the order first shown.
    pub shown: Vec<Shown>,
    /// Contexts that are on, in the order switched on.
    pub contexts: Vec<String>,
    /// The customer whose card is linked.
    pub customer: Option<Linked>,
}

/// A customer whose card is linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The pseudonym of the card.
    pub pseudonym: String,
    /// Contexts that came on with it.
    pub contexts: Vec<String>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What, at which price.
    pub item: LineItem,
    /// How many, 1 or more.
    pub quantity: i64,
    /// How it came here.
    pub state: LineState,
}

/// How a line came into the basket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineState {
    /// Scanned or chosen.
    Added,
    /// Taken with `+` and still to fetch.
    Promised {
        /// The item it goes with.
        for_item: Sku,
    },
    /// Taken with `+`, then scanned.
    Confirmed {
        /// The item it goes with.
        for_item: Sku,
    },
}

/// An answer to an add-on: only a key press makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The add-on.
    pub add_on: Sku,
    /// The item it was shown for.
    pub for_item: Sku,
    /// Took it, or no thanks.
    pub accepted: bool,
    /// Why not, where staff noted it.
    pub why: Option<Objection>,
}

impl Line {
    fn is_of(&self, sku: &Sku, measure: Option<&Measure>) -> bool {
        &self.item.sku == sku && self.item.measure.as_ref() == measure
    }
}

impl Basket {
    /// Replays steps in order.
    pub fn replay<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Self {
        let mut basket = Self::default();
        for step in steps {
            basket.apply(step);
        }
        basket
    }

    /// The line of an item.
    pub fn line(&self, sku: &Sku) -> Option<&Line> {
        self.lines.iter().find(|line| &line.item.sku == sku)
    }

    /// The line that one more of this would join: the same item, with the same label.
    pub fn line_like(&self, item: &LineItem) -> Option<&Line> {
        self.lines.iter().find(|line| line.is_of(&item.sku, item.measure.as_ref()))
    }

    /// The answer an add-on has.
    pub fn answer(&self, add_on: &Sku) -> Option<&Answer> {
        self.answers.iter().find(|answer| &answer.add_on == add_on)
    }

    /// How many add-ons have a no.
    pub fn noes(&self) -> usize {
        self.answers.iter().filter(|answer| !answer.accepted).count()
    }

    /// Pieces in the basket.
    pub fn pieces(&self) -> i64 {
        self.lines.iter().fold(0, |sum, line| sum.saturating_add(line.quantity))
    }

    /// How many lines were taken as add-ons.
    pub fn add_ons(&self) -> usize {
        self.lines.iter().filter(|line| line.state != LineState::Added).count()
    }

    /// The sum of the list prices that are known.
    pub fn total(&self) -> Money {
        let amount = |line: &Line| line.item.price.unwrap_or_default().times(line.quantity);
        self.lines.iter().map(amount).fold(Money(0), Money::plus)
    }

    /// True where nothing was added, answered or switched on.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.answers.is_empty() && self.contexts.is_empty()
    }

    /// The lines as an event states them.
    pub fn event_lines(&self) -> Vec<EventLine> {
        let event_line = |line: &Line| EventLine {
            sku: line.item.sku.clone(),
            quantity: line.quantity,
            price: line.item.price,
            weight: line.item.measure.and_then(|measure| measure.weight),
            confirmed: match line.state {
                LineState::Added => None,
                LineState::Promised { .. } => Some(false),
                LineState::Confirmed { .. } => Some(true),
            },
            cost: None,
            category: None,
        };
        self.lines.iter().map(event_line).collect()
    }

    /// What became of each suggestion shown. One whose item left the basket unanswered was shown by mistake and is
    /// left out.
    pub fn event_suggestions(&self) -> Vec<EventSuggestion> {
        let stands = |shown: &&Shown| self.line(&shown.item).is_some() || self.answer_to(shown).is_some();
        self.shown
            .iter()
            .filter(stands)
            .map(|shown| EventSuggestion {
                item: shown.item.clone(),
                add_on: shown.add_on.clone(),
                link_kind: shown.link_kind,
                rank: shown.rank,
                reason: shown.reason.clone(),
                outcome: self.outcome(shown),
                why: self.answer_to(shown).and_then(|answer| answer.why),
            })
            .collect()
    }

    /// What became of one suggestion.
    pub fn outcome(&self, shown: &Shown) -> Outcome {
        match self.answer_to(shown) {
            Some(answer) if answer.accepted => Outcome::Accepted,
            Some(_) => Outcome::Declined,
            None if self.line(&shown.add_on).is_some_and(|line| line.state == LineState::Added) => {
                Outcome::TakenWithoutAsking
            }
            None => Outcome::NotAsked,
        }
    }

    fn answer_to(&self, shown: &Shown) -> Option<&Answer> {
        self.answer(&shown.add_on).filter(|answer| answer.for_item == shown.item)
    }

    fn apply(&mut self, step: &Step) {
        match step {
            Step::Add { item, quantity } => self.add(item, *quantity),
            Step::Take { add_on, for_item } => self.take(add_on, for_item),
            Step::Decline { add_on, for_item } => self.decline(add_on, for_item),
            Step::Object { add_on, why } => {
                if let Some(answer) = self.answers.iter_mut().find(|answer| &answer.add_on == add_on) {
                    answer.why = *why;
                }
            }
            Step::Remove { sku, measure } => self.remove(sku, measure.as_ref()),
            Step::TakeOff { sku, quantity } => self.take_off(sku, *quantity),
            Step::Swap { out, item } => self.swap(out, item),
            Step::Context { name, on } => {
                self.contexts.retain(|context| context != name);
                if *on {
                    self.contexts.push(name.clone());
                }
            }
            Step::Customer { pseudonym, contexts } => self.link(pseudonym.as_deref(), contexts),
            Step::Show { shown } => self.show(shown),
            // Of the sale, not of what is in the basket.
            Step::Draw { .. } => {}
        }
    }

    /// What came on with the card before goes with it.
    fn link(&mut self, pseudonym: Option<&str>, contexts: &[String]) {
        if let Some(before) = self.customer.take() {
            self.contexts.retain(|context| !before.contexts.contains(context));
        }
        let new = |context: &&String| !self.contexts.contains(context);
        let contexts: Vec<String> = contexts.iter().filter(new).cloned().collect();
        self.contexts.extend_from_slice(&contexts);
        self.customer = pseudonym.map(|pseudonym| Linked { pseudonym: pseudonym.to_owned(), contexts });
    }

    /// The first scan after `+` confirms the promised line, with what its label says; any other adds.
    fn add(&mut self, item: &LineItem, quantity: i64) {
        let quantity = quantity.max(1);
        let promised = |line: &Line| line.item.sku == item.sku && matches!(line.state, LineState::Promised { .. });
        let at = self.lines.iter().position(promised);
        let at = at.or_else(|| self.lines.iter().position(|line| line.is_of(&item.sku, item.measure.as_ref())));
        let Some(line) = at.map(|at| &mut self.lines[at]) else {
            self.lines.push(Line { item: item.clone(), quantity, state: LineState::Added });
            return;
        };
        if let LineState::Promised { for_item } = &line.state {
            line.state = LineState::Confirmed { for_item: for_item.clone() };
            line.quantity = quantity;
            if item.measure.is_some() {
                line.item = item.clone();
            }
        } else {
            line.quantity = line.quantity.saturating_add(quantity);
        }
    }

    fn take(&mut self, add_on: &LineItem, for_item: &Sku) {
        self.note_answer(&add_on.sku, for_item, true);
        if self.line(&add_on.sku).is_none() {
            let state = LineState::Promised { for_item: for_item.clone() };
            self.lines.push(Line { item: add_on.clone(), quantity: 1, state });
        }
    }

    /// A no takes back what only a `+` had promised; goods that were scanned stay, as goods nobody was asked about.
    fn decline(&mut self, add_on: &Sku, for_item: &Sku) {
        self.note_answer(add_on, for_item, false);
        self.lines.retain(|line| &line.item.sku != add_on || !matches!(line.state, LineState::Promised { .. }));
        for line in self.lines.iter_mut().filter(|line| &line.item.sku == add_on) {
            line.state = LineState::Added;
        }
    }

    /// A promised line taken out takes its yes along: the customer did not buy it after all, and nobody said no.
    fn remove(&mut self, sku: &Sku, measure: Option<&Measure>) {
        self.lines.retain(|line| !line.is_of(sku, measure));
        if self.line(sku).is_none() {
            self.answers.retain(|answer| !(answer.accepted && &answer.add_on == sku));
        }
    }

    /// The last of a line that is taken off takes the line along.
    fn take_off(&mut self, sku: &Sku, quantity: i64) {
        match self.lines.iter_mut().find(|line| &line.item.sku == sku) {
            Some(line) if line.quantity > quantity => line.quantity -= quantity.max(1),
            Some(line) => {
                let measure = line.item.measure;
                self.remove(sku, measure.as_ref());
            }
            None => {}
        }
    }

    fn swap(&mut self, out: &Sku, item: &LineItem) {
        let Some(at) = self.lines.iter().position(|line| &line.item.sku == out) else { return self.add(item, 1) };
        if out == &item.sku {
            return;
        }
        self.answers.retain(|answer| !(answer.accepted && &answer.add_on == out));
        if self.line(&item.sku).is_some() {
            let quantity = self.lines.remove(at).quantity;
            self.add(item, quantity);
        } else {
            self.lines[at].item = item.clone();
            self.lines[at].state = LineState::Added;
        }
    }

    fn note_answer(&mut self, add_on: &Sku, for_item: &Sku, accepted: bool) {
        let answer = Answer { add_on: add_on.clone(), for_item: for_item.clone(), accepted, why: None };
        match self.answers.iter_mut().find(|known| &known.add_on == add_on) {
            Some(known) => *known = answer,
            None => self.answers.push(answer),
        }
    }

    fn show(&mut self, shown: &[Shown]) {
        for new in shown {
            if !self.shown.iter().any(|known| known.item == new.item && known.add_on == new.add_on) {
                self.shown.push(new.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests;
