//! Practice: a store that is gone afterwards, and customers who are not there, chosen from the catalog in use.

use super::Worker;
use crate::cli::clock;
use crate::db;
use crate::db::store::Store;
use crate::domain::practice::{Customer, chance};
use crate::domain::{CleanText, ItemType, Sku};
use crate::tui::message::Message;

/// So often another item is looked for where one has nothing to propose.
const TRIES: usize = 40;
/// Of a hundred customers, so many put a second item down.
const SECOND: u64 = 35;

/// What there is while somebody practises.
pub(super) struct Practice {
    seed: u64,
    /// Customers so far.
    number: u64,
    /// The shop's store, which nothing of this reaches.
    aside: Option<Store>,
}

impl Worker {
    /// The same customers again for the same seed; without one they are others each time.
    pub fn set_seed(&mut self, seed: Option<u64>) {
        self.seed = seed;
    }

    /// Puts the shop's store aside and practises in one that is gone afterwards; the first customer comes.
    pub fn practise(&mut self) -> Vec<Message> {
        if self.practice.is_none() {
            let seed = self.seed.unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0);
            self.practice = Some(Practice { seed, number: 0, aside: self.store.take() });
            self.open_store();
        }
        self.next_customer()
    }

    /// Takes the shop's store up again, and a sale that waits there.
    pub(super) fn end_practice(&mut self) -> Vec<Message> {
        if let Some(practice) = self.practice.take() {
            self.store = practice.aside;
        }
        self.adopt().map(|sale| Message::Kept(vec![sale])).into_iter().collect()
    }

    /// A store in memory.
    pub(super) fn practice_store() -> Result<Store, db::Error> {
        Store::in_memory(clock::now())
    }

    /// The next customer, by the seed and how many there were.
    pub(super) fn next_customer(&mut self) -> Vec<Message> {
        let Some(practice) = &mut self.practice else { return Vec::new() };
        practice.number += 1;
        let seed = chance(practice.seed, &[&practice.number.to_string()]);
        match self.customer(seed) {
            Ok(customer) => vec![Message::Customer(customer.map(Box::new))],
            Err(error) => super::told(Err(error), Message::Customer(None)),
        }
    }

    fn customer(&self, seed: u64) -> Result<Option<Customer>, db::Error> {
        let Some(first) = self.put_down(seed, None)? else { return Ok(None) };
        let mut puts_down = vec![first];
        if chance(seed, &["second"]) % 100 < SECOND {
            let second = self.put_down(seed, Some(&puts_down[0].0))?;
            puts_down.extend(second);
        }
        Ok(Some(Customer { seed, puts_down }))
    }

    /// An item for which there is something to ask, the more often the more it sells; besides `other`.
    fn put_down(&self, seed: u64, other: Option<&Sku>) -> Result<Option<(Sku, CleanText)>, db::Error> {
        let Some(advisor) = &self.advisor else { return Ok(None) };
        let which = if other.is_some() { "other" } else { "item" };
        let now = self.now();
        for attempt in 0..TRIES {
            // Numbers follow sales rank: the square of an even chance favours the low ones.
            let even = (chance(seed, &[which, &attempt.to_string()]) >> 11) as f64 / (1_u64 << 53) as f64;
            let Some(item) = advisor.catalog.linked_item(even * even)? else { return Ok(None) };
            let fits = item.item_type == ItemType::Goods
                && Some(&item.sku) != other
                && !item.stock.is_out(now.now, now.stock_max_age);
            if !fits {
                continue;
            }
            let mut skus = vec![(item.sku.clone(), 1)];
            skus.extend(other.map(|other| (other.clone(), 1)));
            let advice = advisor.advise(&advisor.basket(&skus)?, &now, &self.language)?;
            if advice.suggestions.iter().any(|row| row.for_item == item.sku) {
                return Ok(Some((item.sku, item.name)));
            }
        }
        Ok(None)
    }
}
