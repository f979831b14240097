//! The take-away slip of a sale: what the catalog knows of what was left, and the text of it all.

use super::Worker;
use crate::cli::printer::Job;
use crate::cli::{clock, face};
use crate::domain::{Basket, Currency, Item, Shown};
use crate::render::slip::{self, Later, Slip};

impl Worker {
    /// What is to be printed of a sale; `None` where the settings name no printer.
    pub fn slip(&self, basket: &Basket) -> Option<Job> {
        let settings = &self.settings;
        if settings.slip.command.is_empty() {
            return None;
        }
        let shop = self.catalog().map(|catalog| catalog.shop());
        let euro = Currency { code: "EUR".to_owned(), exponent: 2 };
        let slip = Slip {
            shop: shop.map_or("", |shop| shop.name.as_str()),
            day: &clock::today().to_string(),
            lines: &basket.lines,
            currency: shop.map_or(&euro, |shop| &shop.currency),
            total: settings.screen.show_total.then(|| basket.total()),
            later: slip::left(basket).into_iter().map(|shown| self.later(shown)).collect(),
        };
        let words = face::words(&self.place.config_dir, &self.language);
        let text = slip::text(&slip, &words, settings.slip.width as usize);
        Some(Job { command: settings.slip.command.clone(), text })
    }

    /// As the catalog has it now, else as it stood on the screen.
    fn later(&self, shown: &Shown) -> Later {
        let item: Option<Item> =
            self.catalog().and_then(|catalog| catalog.item_by_sku(shown.add_on.as_str()).ok().flatten());
        match item {
            Some(item) => Later { name: item.name, price: item.price, shelf: item.stock.place },
            None => Later { name: shown.name.clone(), price: shown.price, shelf: None },
        }
    }
}
