//! How many are left, since when that is known, and where they stand.

use serde::{Deserialize, Serialize};

use super::UnixMillis;
use super::text::CleanText;

/// What is known of an item's stock in this shop. The catalog's own columns carry no time and serve as they are; a
/// store's overlay, laid over them later, says when it was counted, and grows old.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// Pieces left; `None` is "not known", which is not "out of stock".
    pub quantity: Option<i64>,
    /// When it was counted, where that is known.
    pub as_of: Option<UnixMillis>,
    /// Where staff find it: `Aisle 7B`.
    pub place: Option<CleanText>,
}

impl Stock {
    /// True only where the count is known, fresh enough, and none is left.
    pub fn is_out(&self, now: UnixMillis, max_age: UnixMillis) -> bool {
        self.is_fresh(now, max_age) && self.quantity.is_some_and(|quantity| quantity <= 0)
    }

    /// False where the count carries a time that lies longer back than `max_age` milliseconds.
    pub fn is_fresh(&self, now: UnixMillis, max_age: UnixMillis) -> bool {
        self.as_of.is_none_or(|as_of| now.saturating_sub(as_of) <= max_age)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: UnixMillis = 3_600_000;

    #[test]
    fn unknown_and_stale_are_not_out() {
        let stock = |quantity, as_of| Stock { quantity, as_of, place: None };
        let now = 100 * HOUR;
        assert!(stock(Some(0), None).is_out(now, 24 * HOUR));
        assert!(stock(Some(0), Some(now - HOUR)).is_out(now, 24 * HOUR));
        assert!(!stock(Some(0), Some(now - 25 * HOUR)).is_out(now, 24 * HOUR));
        assert!(!stock(None, None).is_out(now, 24 * HOUR));
        assert!(!stock(Some(1), None).is_out(now, 24 * HOUR));
    }
}
