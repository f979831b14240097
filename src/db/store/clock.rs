//! Whether a clock can be right. Order never comes from it; a date that is in doubt is marked, and nothing expires.

use crate::domain::UnixMillis;

/// No clock of a computer that runs this version can be before this: 2026-11-01.
pub(super) const RELEASED: UnixMillis = 1_793_491_200_000;

const DAY: UnixMillis = 24 * 60 * 60 * 1000;

/// True where `now` is before what is known to have been (this version, the catalog, the last event less a day), or
/// more than 400 days after it.
pub(super) fn is_suspect(now: UnixMillis, not_before: UnixMillis, last_event: Option<UnixMillis>) -> bool {
    let known = last_event.map_or(not_before, |last| not_before.max(last.saturating_sub(DAY)));
    now < known || now > known.saturating_add(400 * DAY)
}

/// True where a time that somebody else noted is more than a day ahead of ours.
pub(super) fn is_ahead(wall: UnixMillis, now: UnixMillis) -> bool {
    wall > now.saturating_add(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_held_against_what_is_known() {
        let day = |days: i64| RELEASED + days * DAY;
        let table = [
            (day(10), None, false),
            (day(-1), None, true),
            (0, None, true),
            (day(401), None, true),
            (day(401), Some(day(100)), false),
            (day(100), Some(day(100) + DAY / 2), false),
            (day(100), Some(day(102)), true),
        ];
        for (now, last, suspect) in table {
            assert_eq!(is_suspect(now, RELEASED, last), suspect, "{now} {last:?}");
        }
    }
}
