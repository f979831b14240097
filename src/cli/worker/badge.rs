//! A colleague's badge at the counter: its number becomes a pseudonym here and goes no further. And the figures of the day.

use super::{Worker, fault};
use crate::cli::{chain_key, clock};
use crate::domain::Problem;
use crate::domain::problem::Code;
use crate::tui::message::Message;
use crate::tui::state::{Badge, Today};

impl Worker {
    /// The number of a code that is a badge.
    pub(super) fn badge_number(&self, code: &str) -> Option<String> {
        self.token_of(&self.settings.badges, code)
    }

    /// What a badge comes to.
    pub(super) fn badge(&self, id: u64, number: &str) -> Vec<Message> {
        match chain_key::of_badges(&self.settings) {
            Ok(key) => vec![Message::Badge { id, badge: Badge::Known(key.pseudonym(number)) }],
            Err(what) => vec![Message::Badge { id, badge: Badge::NoKey }, missing(&what)],
        }
    }

    /// Why badges stay off although the shop has them.
    pub(super) fn badges_fault(&self) -> Option<Message> {
        let wanted = !self.settings.badges.is_empty();
        chain_key::of_badges(&self.settings).err().filter(|_| wanted).map(|what| missing(&what))
    }

    /// Figures of today, with those of the colleague whose shift it is.
    pub(super) fn figures(&self, staff: Option<&str>) -> Vec<Message> {
        let (from, to) = (clock::start_of_today(), clock::now() + 1);
        let figures = self.store.as_ref().and_then(|store| {
            let till = store.figures_between(from, to).ok()?;
            let own = staff.and_then(|staff| store.answers_to(staff, from, to).ok());
            Some(Today { sales: till.sales, with_add_on: till.with_add_on, own })
        });
        figures.map(Message::Today).into_iter().collect()
    }
}

fn missing(what: &str) -> Message {
    Message::Fault(fault(&Problem::new(Code::ChainKey, &format!("{what}. No badge begins a shift."))))
}
