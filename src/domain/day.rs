//! A day of the civil calendar, as campaigns and reports count them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// Reads `2026-11-22`; a day that the calendar does not have is none.
    pub fn parse(raw: &str) -> Option<Self> {
        let bytes = raw.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| -> Option<i32> {
            let part = raw.get(range)?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
        };
        let day = Self::from_civil(number(0..4)?, number(5..7)?, number(8..10)?);
        (day.to_string() == raw).then_some(day)
    }

    /// The day of a date; months and days out of range run over into the next.
    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    pub fn from_civil(year: i32, month: i32, day: i32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Year, month and day; the same source, `civil_from_days`.
    pub fn to_civil(self) -> (i32, i32, i32) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        (year_of_era + era * 400 + i32::from(month <= 2), month, day)
    }

    /// The Monday of its week.
    #[must_use]
    pub fn monday(self) -> Self {
        // 1970-01-01 was a Thursday.
        Self(self.0 - (self.0 + 3).rem_euclid(7))
    }

    /// Year and number of its week by ISO 8601: weeks begin on Monday, and the year is that of the week's Thursday.
    pub fn iso_week(self) -> (i32, i32) {
        let thursday = Self(self.monday().0 + 3);
        let year = thursday.to_civil().0;
        (year, (thursday.0 - Self::from_civil(year, 1, 1).0) / 7 + 1)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.to_civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        for (text, days) in [("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-22", 20_779), ("1969-12-31", -1)] {
            assert_eq!(Day::parse(text), Some(Day(days)));
            assert_eq!(Day(days).to_string(), text);
        }
        for (text, monday, week) in [
            ("2026-11-22", "2026-11-16", (2026, 47)),
            ("2026-11-23", "2026-11-23", (2026, 48)),
            ("2027-01-01", "2026-12-28", (2026, 53)),
            ("2024-12-30", "2024-12-30", (2025, 1)),
            ("1969-12-31", "1969-12-29", (1970, 1)),
        ] {
            let day = Day::parse(text).unwrap();
            assert_eq!((day.monday().to_string().as_str(), day.iso_week()), (monday, week), "{text}");
        }
        for none in ["2026-02-30", "2026-13-01", "22.11.2026", "2026-1-1", "", "2026-11-22T10:00"] {
            assert_eq!(Day::parse(none), None, "{none}");
        }
    }
}
