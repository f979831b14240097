//! The days of the history.

/// Year, month, first and last day of the history; its first day is a Saturday.
#[rustfmt::skip]
const MONTHS: [(u32, usize, u32, u32); 13] = [
    (2025, 11, 22, 30), (2025, 12, 1, 31), (2026, 1, 1, 31), (2026, 2, 1, 28), (2026, 3, 1, 31), (2026, 4, 1, 30),
    (2026, 5, 1, 31), (2026, 6, 1, 30), (2026, 7, 1, 31), (2026, 8, 1, 31), (2026, 9, 1, 30), (2026, 10, 1, 31),
    (2026, 11, 1, 21),
];
const HOLIDAYS: [&str; 3] = ["2025-12-25", "2025-12-26", "2026-01-01"];

/// A day on which the shop is open.
pub(super) struct Day {
    pub(super) date: String,
    pub(super) month: usize,
    pub(super) is_saturday: bool,
}

/// Every day from Monday to Saturday that is no holiday.
pub(super) fn open_days() -> Vec<Day> {
    let all = MONTHS.iter().flat_map(|&(year, month, from, to)| (from..=to).map(move |day| (year, month, day)));
    let numbered = all.enumerate().filter(|(at, _)| at % 7 != 1).map(|(at, (year, month, day))| Day {
        date: format!("{year}-{month:02}-{day:02}"),
        month,
        is_saturday: at % 7 == 0,
    });
    numbered.filter(|day| !HOLIDAYS.contains(&day.date.as_str())).collect()
}
