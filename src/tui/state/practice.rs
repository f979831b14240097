//! Practice: the customer who is not there, and what was heard of each add-on.

use super::desk::Finished;
use crate::domain::practice::{Customer, Met};
use crate::domain::{Basket, CleanText};

/// What there is beside the desk while somebody practises. The desk itself is that of a sale.
#[derive(Debug, Default)]
pub struct Practice {
    /// Who stands there; `None` until the worker found one.
    pub customer: Option<Customer>,
    /// The add-ons that stood on the screen for this customer.
    pub met: Vec<Met>,
    /// The sale finished before anybody practised, which undo can bring back afterwards.
    pub before: Option<Finished>,
}

impl Practice {
    /// What the customer put down and nobody scanned yet.
    pub fn waiting<'a>(&'a self, basket: &'a Basket) -> impl Iterator<Item = &'a CleanText> {
        let items = self.customer.iter().flat_map(|customer| &customer.puts_down);
        items.filter(|(sku, _)| basket.line(sku).is_none()).map(|(_, name)| name)
    }
}
