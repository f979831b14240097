//! What a shop's history teaches about what goes together: counts, categories and names in, and for every item its
//! add-ons with a calibrated probability out.
//!
//! What customers answered says what asking adds ([`answers`]).
//!
//! `catalog` learns while it builds; `evaluate` learns from the earlier part of a history and is held against the later.
//! Pure: nothing here knows files, SKUs or a clock.

pub mod answers;
mod calibrate;
mod estimate;
pub mod evaluate;
mod likeness;
mod measure;
mod model;
mod prior;
mod query;
mod rows;
mod seasons;
mod table;

pub use estimate::{Estimate, by_time, estimate};
pub use likeness::Likeness;
pub use model::{BEST_SELLERS, Candidate, Learned, Model, Reach, of_category};
pub use prior::Priors;
pub use query::{Query, Task, draw, staples};
pub use rows::{Counted, Rows, Totals};
pub use seasons::Seasons;
pub use table::{add_ons_of, category_add_ons};

/// What is known of the goods, by index.
#[derive(Clone, Debug, Default)]
pub struct Goods {
    /// The category of every item.
    pub category: Vec<Option<u32>>,
    /// The category around every category; parents come before children.
    pub parent: Vec<Option<u32>>,
    /// How alike their names are.
    pub likeness: Likeness,
}

impl Goods {
    /// How many items there are.
    pub fn items(&self) -> usize {
        self.category.len()
    }
}
