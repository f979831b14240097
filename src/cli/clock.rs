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

/// The time that is written into what is published: `SOURCE_DATE_EPOCH` where it is set (seconds since 1970), so that the
/// same input gives the same bytes, else the wall clock.
pub fn build_time() -> UnixMillis {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<u32>().ok());
    set.map_or_else(now, |seconds| UnixMillis::from(seconds) * 1_000)
}

/// When today began, by the local calendar.
pub fn start_of_today() -> UnixMillis {
    let now = jiff::Zoned::now();
    now.start_of_day().map_or_else(|_| self::now() - 86_400_000, |start| start.timestamp().as_millisecond())
}

/// The day of a moment where this computer stands.
pub fn day_of(moment: UnixMillis) -> Day {
    let utc = jiff::Timestamp::from_millisecond(moment).unwrap_or_default();
    let date = utc.to_zoned(jiff::tz::TimeZone::system()).date();
    Day::from_civil(i32::from(date.year()), i32::from(date.month()), i32::from(date.day()))
}

/// Minutes of local time since midnight.
pub fn minute_of_day() -> u32 {
    let time = jiff::Zoned::now().time();
    u32::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or(0)
}

/// How many minutes this computer's clock is ahead of UTC now.
pub fn utc_offset() -> i32 {
    jiff::Zoned::now().offset().seconds() / 60
}
