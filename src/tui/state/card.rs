//! A customer's card, as the worker answers for it: never its token, and nothing at all where nobody agreed.

use crate::domain::{CleanText, Due};

/// What may be done with a card.
#[derive(Clone, Debug, PartialEq)]
pub enum Card {
    /// It may be linked.
    Linked {
        /// What stands for it.
        pseudonym: String,
        /// True where the customers list says so; false where the shop links cards without a list.
        agreed: bool,
        /// Contexts of this shop that the customer prefers.
        contexts: Vec<String>,
        /// What the customer bought before and is due again.
        due: Vec<DueItem>,
    },
    /// Nobody agreed to anything: nothing of it is kept.
    NoConsent,
    /// Without the chain's key no pseudonym can be made; nothing of it is kept either.
    NoKey,
}

/// An item of the catalog that is due again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueItem {
    /// Its name.
    pub name: CleanText,
    /// How often, how regularly, and when last.
    pub due: Due,
}
