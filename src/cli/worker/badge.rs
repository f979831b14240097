//! A colleague's badge at the counter: its number becomes a pseudonym here and goes no further.

use super::card::sentence;
use super::{Worker, fault};
use crate::cli::chain_key;
use crate::domain::Problem;
use crate::domain::problem::Code;
use crate::travel::pseudonym::Key;
use crate::tui::message::Message;

/// In front of a badge's number, so that no colleague is taken for the customer of a card with the same one.
const BADGE: &str = "badge:";

impl Worker {
    /// What stands for the colleague of a badge; without the chain's key nothing does, and a banner says so.
    pub(super) fn badge(&self, id: u64, token: &str) -> Vec<Message> {
        match self.key() {
            Ok(key) => {
                let staff = Some(key.pseudonym(&format!("{BADGE}{token}")));
                vec![Message::Badge { id, staff }, Message::Mended(Code::ChainKey.number())]
            }
            Err(missing) => vec![Message::Badge { id, staff: None }, missing],
        }
    }

    /// Why badges stay off although the shop has them.
    pub(super) fn badges_fault(&self) -> Option<Message> {
        if self.settings.badges.is_empty() { None } else { self.key().err() }
    }

    fn key(&self) -> Result<Key, Message> {
        let why = match chain_key::read(&self.settings) {
            Ok(Some(key)) => return Ok(key),
            Ok(None) => "No key of the chain is set".to_owned(),
            Err(failure) => sentence(&failure.message),
        };
        let problem = Problem::new(Code::ChainKey, &format!("{why}. No badge begins a shift."));
        Err(Message::Fault(fault(&problem)))
    }
}
