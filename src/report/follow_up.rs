//! What was suggested to customers whose card is linked, and left: a list for whoever writes to them.

use std::collections::HashMap;

use crate::domain::{Event, EventSuggestion, Objection, Outcome, Sku, UnixMillis};

/// Where and when a sale was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// When, in milliseconds, to know what came later.
    pub at: UnixMillis,
    /// The shop's day, days since 1970.
    pub day: i32,
    /// The store, where it has a name.
    pub store: String,
    /// The terminal.
    pub terminal: String,
}

/// A suggestion that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Whose sale it was.
    pub pseudonym: String,
    /// When and where.
    pub occasion: Occasion,
    /// What was suggested, and for what; its outcome, and why not where staff noted it.
    pub suggestion: EventSuggestion,
}

/// The sales of customers, on their way to the list. Sales that were taken back are not handed in.
#[derive(Debug, Default)]
pub struct FollowUp {
    customers: HashMap<String, Customer>,
}

#[derive(Debug, Default)]
struct Customer {
    /// When each item was bought last; `None` for never, because it must not be offered again.
    bought: HashMap<Sku, Option<UnixMillis>>,
    /// The newest suggestion of each add-on.
    left: HashMap<Sku, (Occasion, EventSuggestion)>,
}

impl FollowUp {
    /// Takes a sale. `wanted` tells whether its suggestions may stand on the list: its day lies in the period.
    pub fn add(&mut self, event: Event, occasion: &Occasion, wanted: bool) {
        let Some(pseudonym) = event.customer else { return };
        let customer = self.customers.entry(pseudonym).or_default();
        for line in event.lines.into_iter().filter(|line| line.quantity > 0) {
            let bought = customer.bought.entry(line.sku).or_insert(Some(occasion.at));
            *bought = bought.map(|before| before.max(occasion.at));
        }
        for one in event.suggestions {
            match (one.outcome, one.why) {
                // Who has one, or was told of something that does not fit, is not asked again.
                (Outcome::Declined, Some(Objection::HasOne | Objection::DoesNotFit)) => {
                    customer.bought.insert(one.add_on, None);
                }
                (Outcome::Declined | Outcome::NotAsked, _) if wanted => customer.leave(one, occasion),
                _ => {}
            }
        }
    }

    /// The list: of each customer the newest suggestion of each add-on that was not bought since, in order of time, customer
    /// and add-on.
    pub fn list(self) -> Vec<Left> {
        let mut rows: Vec<Left> = Vec::new();
        for (pseudonym, Customer { bought: known, left }) in self.customers {
            let stays = |add_on: &Sku, at: UnixMillis| match known.get(add_on) {
                None => true,
                Some(None) => false,
                Some(Some(bought)) => *bought < at,
            };
            for (add_on, (occasion, suggestion)) in left {
                if stays(&add_on, occasion.at) {
                    rows.push(Left { pseudonym: pseudonym.clone(), occasion, suggestion });
                }
            }
        }
        rows.sort_by(|a, b| {
            let key = |one: &Left| (one.occasion.at, one.pseudonym.clone(), one.suggestion.add_on.clone());
            key(a).cmp(&key(b))
        });
        rows
    }
}

impl Customer {
    /// An add-on may stand twice in a sale, for two items: an answer says more than that nobody asked.
    fn leave(&mut self, one: EventSuggestion, occasion: &Occasion) {
        let weight = |outcome: Outcome| outcome == Outcome::Declined;
        let keeps = |(before, known): &(Occasion, EventSuggestion)| {
            (before.at, weight(known.outcome)) >= (occasion.at, weight(one.outcome))
        };
        if !self.left.get(&one.add_on).is_some_and(keeps) {
            self.left.insert(one.add_on.clone(), (occasion.clone(), one));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sale(customer: &str, bought: &[&str], left: &[(&str, &str, &str)]) -> Event {
        let lines: Vec<_> = bought.iter().map(|sku| serde_json::json!({ "sku": sku, "quantity": 1 })).collect();
        let suggestion = |(add_on, outcome, why): &(&str, &str, &str)| {
            let why = Some(*why).filter(|why| !why.is_empty());
            serde_json::json!({ "item": "PRN", "add_on": add_on, "link_kind": "accessory", "rank": 1, "reason": "curated",
                "outcome": outcome, "why": why })
        };
        let suggestions: Vec<_> = left.iter().map(suggestion).collect();
        serde_json::from_value(serde_json::json!({
            "kind": "sale", "lines": lines, "suggestions": suggestions,
            "customer": Some(customer).filter(|customer| !customer.is_empty()),
        }))
        .unwrap()
    }

    fn list(sales: Vec<(i64, Event)>) -> Vec<String> {
        let mut follow_up = FollowUp::default();
        for (at, event) in sales {
            let occasion = Occasion { at, day: 1, store: String::new(), terminal: String::new() };
            follow_up.add(event, &occasion, at >= 100);
        }
        let said = |left: Left| format!("{} {} {}", left.occasion.at, left.pseudonym, left.suggestion.add_on);
        follow_up.list().into_iter().map(said).collect()
    }

    #[test]
    fn what_was_left_and_not_bought_since_stands_on_it() {
        let left = [("INK", "declined", "not_now"), ("CABLE", "not_asked", ""), ("PAPER", "declined", "")];
        let found = list(vec![
            (200, sale("ana", &["PRN"], &left)),
            (210, sale("ana", &["PAPER"], &[])),
            (150, sale("jo", &["PRN", "CABLE"], &[("CABLE", "not_asked", ""), ("INK", "accepted", "")])),
            (160, sale("", &["PRN"], &left)),
        ]);
        assert_eq!(found, ["200 ana CABLE", "200 ana INK"]);
        // Bought before and left since: it was suggested again for a reason.
        let found = list(vec![(150, sale("jo", &["INK"], &[])), (160, sale("jo", &["PRN"], &left[..1]))]);
        assert_eq!(found, ["160 jo INK"]);
    }

    #[test]
    fn who_has_one_is_not_asked_again() {
        for why in ["has_one", "does_not_fit"] {
            let found = list(vec![
                (200, sale("ana", &["PRN"], &[("INK", "not_asked", "")])),
                (90, sale("ana", &["PRN"], &[("INK", "declined", why)])),
                (300, sale("ana", &["INK"], &[])),
            ]);
            assert_eq!(found, [""; 0], "{why}");
        }
    }

    #[test]
    fn each_add_on_stands_once_with_its_newest_answer() {
        let found = list(vec![
            (200, sale("ana", &[], &[("INK", "not_asked", ""), ("INK", "declined", "too_expensive")])),
            (190, sale("ana", &[], &[("INK", "not_asked", "")])),
            (99, sale("ana", &[], &[("CABLE", "not_asked", "")])),
        ]);
        assert_eq!(found, ["200 ana INK"], "and what lies before the period does not");
    }
}
