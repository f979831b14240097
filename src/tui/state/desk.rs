//! The open sale and what is proposed for it.

use super::card::DueItem;
use crate::domain::{
    Answer, Basket, Item, ItemFacts, LineItem, LinkKind, Measure, Sale, Sku, StepNumber, Suggestion, TalkingPoint,
    UnixMillis,
};
use crate::rank::{NotFitting, Quiet};

/// The open sale and what is proposed for it.
#[derive(Debug)]
pub struct Desk {
    /// Its steps.
    pub sale: Sale,
    /// What the steps amount to.
    pub basket: Basket,
    /// The item last scanned, with its own details.
    pub subject: Option<Box<Details>>,
    /// The add-ons on screen; a row keeps its place until another item joins.
    pub rows: Vec<Suggestion>,
    /// What `+`, `-`, `/` and Del are about.
    pub focus: Focus,
    /// True while the highlight merely stays where an answer was given: the next sign is for the add-on whose words
    /// stand on the screen, not for the one that has its answer.
    pub rests: bool,
    /// Things in the basket that do not fit each other.
    pub careful: Vec<NotFitting>,
    /// Why the list is shorter than it could be.
    pub quiet: Option<Quiet>,
    /// Add-ons left out because none is left here.
    pub out_of_stock: usize,
    /// Steps that could not be stored.
    pub unsaved: Vec<StepNumber>,
    /// The last finished sale, for undo.
    pub finished: Option<Finished>,
    /// What the customer of the linked card bought before and is due again, the most worth saying first.
    pub due: Vec<DueItem>,
    /// When somebody went on with a sale of before; it is as young as that.
    pub resumed: Option<UnixMillis>,
}

impl Desk {
    /// An empty desk for a sale.
    pub fn new(sale: Sale) -> Self {
        Self {
            basket: sale.basket(),
            sale,
            subject: None,
            rows: Vec::new(),
            focus: Focus::AddOn(0),
            rests: false,
            careful: Vec::new(),
            quiet: None,
            out_of_stock: 0,
            unsaved: Vec::new(),
            finished: None,
            due: Vec::new(),
            resumed: None,
        }
    }

    /// The add-on to talk about: the highlighted one while it is open, else the next open one. While the list is quiet
    /// only what an item will not work without is talked about.
    pub fn to_ask(&self) -> Option<usize> {
        let from = match self.focus {
            Focus::AddOn(place) => place.min(self.rows.len()),
            Focus::Line(_) => 0,
        };
        let open = |place: &usize| {
            let row = &self.rows[*place];
            self.answer(row).is_none() && (self.quiet.is_none() || row.kind == LinkKind::Required)
        };
        (from..self.rows.len()).find(open).or_else(|| (0..from).find(open))
    }

    /// What is due again and neither in the basket nor proposed for it, the most worth saying.
    pub fn due_line(&self) -> Option<&DueItem> {
        self.basket.customer.as_ref()?;
        let proposed = |sku: &Sku| self.rows.iter().any(|row| &row.add_on.sku == sku);
        self.due.iter().find(|one| self.basket.line(&one.due.sku).is_none() && !proposed(&one.due.sku))
    }

    /// The answer a row has.
    pub fn answer(&self, row: &Suggestion) -> Option<&Answer> {
        self.basket.answer(&row.add_on.sku)
    }
}

/// A finished sale that undo can bring back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Its steps.
    pub sale: Sale,
    /// The event that recorded it.
    pub event_id: String,
    /// True where nobody pressed F9: the first scan after a long pause finished it.
    pub forgotten: bool,
}

/// What the keys of an answer are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// An add-on, by its place from 0.
    AddOn(usize),
    /// A line of the basket, by its place from 0.
    Line(usize),
}

/// An item with all that its own screen shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// The item.
    pub item: Item,
    /// Brand, category, codes, attributes.
    pub facts: ItemFacts,
    /// Already in the box.
    pub included: Vec<Item>,
    /// Better and dearer, with what can be said of it.
    pub better: Vec<(Item, TalkingPoint)>,
    /// Instead of it, with what can be said of it.
    pub instead: Vec<(Item, TalkingPoint)>,
}

/// Turns an item of the catalog into a line.
pub fn line_item(item: &Item) -> LineItem {
    LineItem {
        sku: item.sku.clone(),
        name: item.name.clone(),
        price: item.price,
        place: item.stock.place.clone(),
        measure: None,
    }
}

/// The same for a piece whose label says what it weighs or costs.
pub fn labelled_item(item: &Item, measure: Option<Measure>) -> LineItem {
    let price = measure.map_or(item.price, |measure| measure.price_of(item.price));
    // The count of a label is the quantity of the line, and no line of its own.
    let measure = measure.and_then(|measure| Measure { count: None, ..measure }.non_empty());
    LineItem { price, measure, ..line_item(item) }
}
