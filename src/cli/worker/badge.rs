//! A colleague's badge at the counter: its number becomes a pseudonym here and goes no further.

use super::card::sentence;
use super::{Worker, fault};
use crate::cli::chain_key;
use crate::domain::Problem;
use crate::domain::problem::Code;
use crate::tui::message::Message;

/// In front of a badge's number, so that no colleague is taken for the customer of a card with the same one.
const BADGE: &str = "badge:";

impl Worker {
    /// What stands for the colleague of a badge; without the chain's key nothing does, and a banner says so.
    pub(super) fn badge(&self, id: u64, token: &str) -> Vec<Message> {
        let why = match chain_key::read(&self.settings) {
            Ok(Some(key)) => {
                let staff = Some(key.pseudonym(&format!("{BADGE}{token}")));
                return vec![Message::Badge { id, staff }, Message::Mended(Code::ChainKey.number())];
            }
            Ok(None) => "No key of the chain is set".to_owned(),
            Err(failure) => sentence(&failure.message),
        };
        let problem = Problem::new(Code::ChainKey, &format!("{why}. No badge begins a shift."));
        vec![Message::Badge { id, staff: None }, Message::Fault(fault(&problem))]
    }
}
