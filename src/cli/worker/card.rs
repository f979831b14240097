//! A customer's card at the counter: its token becomes a pseudonym here and goes no further.

use super::{Worker, fault};
use crate::cli::{chain_key, clock};
use crate::db;
use crate::domain::problem::Code;
use crate::domain::pseudonym::speaking;
use crate::domain::text::clean;
use crate::domain::{Day, Problem, Sku};
use crate::feed::Cards;
use crate::report::due::{Rhythm, due};
use crate::scan::readings;
use crate::sync::customers::Agreed;
use crate::travel::customers;
use crate::tui::message::Message;
use crate::tui::state::{Card, DueItem};

/// A customer whose card is linked, and what was bought with it before.
pub(super) struct Bought {
    pseudonym: String,
    /// Here.
    items: Vec<(Sku, Day)>,
    /// What head office knows of all tills.
    known: Vec<Rhythm>,
}

fn rhythm(bought: customers::Bought) -> Rhythm {
    let [times, every, low, high] = bought.figures;
    Rhythm { sku: bought.sku, times, every, between: (low, high), last: bought.last }
}

impl Worker {
    /// The token of a code that is one of these cards or badges, as it came or as a keyboard may have garbled it.
    pub(super) fn token(&self, cards: &Cards, code: &str) -> Option<String> {
        if cards.is_empty() {
            return None;
        }
        let code = clean(code).text;
        let garbled = || readings(&code, &self.settings.scanner.layout);
        let token = cards.token(&code).map(str::to_owned);
        token.or_else(|| garbled().iter().find_map(|reading| cards.token(reading).map(str::to_owned)))
    }

    /// What may be done with a card.
    pub(super) fn card(&mut self, id: u64, token: &str) -> Result<Vec<Message>, db::Error> {
        let told = |card: Card| Message::Card { id, card: Box::new(card) };
        let key = match chain_key::of_cards(&self.settings, &self.customers) {
            Ok(key) => key,
            Err(what) => {
                let problem = Problem::new(Code::ChainKey, &format!("{what}. No card is linked."));
                return Ok(vec![told(Card::NoKey), Message::Fault(fault(&problem))]);
            }
        };
        let pseudonym = key.pseudonym(token);
        let mut messages = vec![Message::Mended(Code::ChainKey.number())];
        let agreed = self.agreed(&pseudonym)?;
        let without_list = self.settings.customers.link_without_list && speaking(token).is_none();
        let card = match agreed {
            Some(agreed) => Card::Linked {
                contexts: self.contexts(&agreed),
                due: self.due(&pseudonym, &[])?,
                agreed: true,
                pseudonym,
            },
            None if without_list && !self.is_forgotten(&pseudonym)? => {
                let due = self.due(&pseudonym, &[])?;
                Card::Linked { pseudonym, agreed: false, contexts: Vec::new(), due }
            }
            None => Card::NoConsent,
        };
        messages.insert(0, told(card));
        Ok(messages)
    }

    /// What was agreed with a customer; `None` for one who is on no list, or was to be forgotten.
    pub(super) fn agreed(&self, pseudonym: &str) -> Result<Option<Agreed>, db::Error> {
        if self.is_forgotten(pseudonym)? { Ok(None) } else { Ok(self.customers.find(pseudonym)) }
    }

    fn is_forgotten(&self, pseudonym: &str) -> Result<bool, db::Error> {
        self.store.as_ref().map_or(Ok(false), |store| store.is_forgotten(pseudonym))
    }

    /// The preferences that are contexts of this shop.
    fn contexts(&self, agreed: &Agreed) -> Vec<String> {
        let own = self.catalog().into_iter().flat_map(|catalog| catalog.shop().contexts.keys());
        let known: Vec<&str> = ["hurry", "business"].into_iter().chain(own.map(String::as_str)).collect();
        let is_one = |word: &String| known.iter().find(|name| name.to_lowercase() == word.to_lowercase());
        agreed.preferences.iter().filter_map(is_one).map(|name| (*name).to_owned()).collect()
    }

    /// What the customer is due, without what is in the basket, out of stock, or no longer sold.
    pub(super) fn due(&mut self, pseudonym: &str, basket: &[(Sku, i64)]) -> Result<Vec<DueItem>, db::Error> {
        if self.bought.as_ref().is_none_or(|bought| bought.pseudonym != pseudonym) {
            let sold = self.store.as_ref().map(|store| store.bought_by(pseudonym)).transpose()?.unwrap_or_default();
            let items = sold.into_iter().map(|(sku, wall)| (sku, clock::day_of(wall))).collect();
            let agreed = self.agreed(pseudonym)?.unwrap_or_default();
            let known = agreed.bought.into_iter().map(rhythm).collect();
            self.bought = Some(Bought { pseudonym: pseudonym.to_owned(), items, known });
        }
        let (Some(bought), Some(advisor)) = (&self.bought, &self.advisor) else { return Ok(Vec::new()) };
        let now = self.now();
        let mut items = Vec::new();
        for due in due(&bought.known, &bought.items, now.today) {
            let in_basket = basket.iter().any(|(sku, _)| *sku == due.sku);
            let item = advisor.catalog.item_by_sku(due.sku.as_str())?.filter(|_| !in_basket);
            let item = item.filter(|item| !item.stock.is_out(now.now, now.stock_max_age));
            items.extend(item.map(|item| DueItem { name: item.name, due }));
        }
        Ok(items)
    }
}

/// `The chain's key cannot be read`.
pub(super) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
