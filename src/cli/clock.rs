//! The clock, read here and nowhere below.

use crate::domain::Day;

/// Today where this computer stands.
pub fn today() -> Day {
    let date = jiff::Zoned::now().date();
    Day::from_civil(i32::from(date.year()), i32::from(date.month()), i32::from(date.day()))
}
