//! The clock, read here and nowhere below.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::{Day, UnixMillis};

/// Today where this computer stands.
pub fn today() -> Day {
    let date = jiff::Zoned::now().date();
    Day::from_civil(i32::from(date.year()), i32::from(date.month()), i32::from(date.day()))
}

/// The wall clock.
pub fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixMillis::try_from(since.as_millis()).unwrap_or(UnixMillis::MAX)
}
