//! What does not change while somebody sells: names, settings, words.

use std::sync::Arc;

use crate::domain::{Currency, UnixMillis};
use crate::tui::keymap::Keymap;
use crate::tui::scanner::Gaps;
use crate::words::Words;

/// What does not change while somebody sells.
#[derive(Clone, Debug)]
pub struct Face {
    /// The terminal's name on screen: `Till 3`.
    pub terminal: String,
    /// The shop's name.
    pub shop: String,
    /// Which catalog: `Catalog 21 Nov`, or the words for none.
    pub catalog: CatalogFace,
    /// The shop's currency.
    pub currency: Currency,
    /// Contexts of the customer: name and words, the built-in two first.
    pub contexts: Vec<(String, String)>,
    /// How it looks.
    pub looks: Looks,
    /// Settings that decide what a key does.
    pub ways: Ways,
    /// Which key means what.
    pub keymap: Keymap,
    /// The times by which scans are told from typing.
    pub gaps: Gaps,
    /// The sentences of the staff's language.
    pub words: Arc<Words>,
    /// Random part of the ids of this run's sales, counted up.
    pub session: String,
}

/// What the header says of the catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogFace {
    /// The snapshot's file name; empty where there is no catalog.
    pub name: String,
    /// How many items it has.
    pub items: usize,
    /// The last day of the sales it was made from, in ISO form, where it has any.
    pub day: Option<String>,
    /// True for the sample shop.
    pub demo: bool,
}

/// Theme, look and language, as chosen in settings or by F8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looks {
    /// `default`, `high-contrast` or `mono`.
    pub theme: String,
    /// True for `+ - |` frames.
    pub plain: bool,
    /// `en`, `fr` or the name of a file.
    pub language: String,
    /// False hides the sum of the list prices.
    pub show_total: bool,
    /// Clicks and the wheel of the mouse are ours.
    pub mouse: bool,
}

/// Settings that decide what a key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    /// One BEL for an unknown code.
    pub bell: bool,
    /// Cards of customers are linked.
    pub cards: bool,
    /// A second `-` gives the reason of a no.
    pub ask_reasons: bool,
    /// A basket untouched for so long is finished by the next scan, in milliseconds.
    pub forgotten_after: UnixMillis,
    /// No basket stays open longer, in milliseconds.
    pub longest: UnixMillis,
    /// A stock count older than this says its age, in milliseconds.
    pub stock_max_age: UnixMillis,
    /// Opens the report; empty for none.
    pub manager_code: String,
}
