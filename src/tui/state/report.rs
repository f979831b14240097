//! The report: what is asked of the figures, and the answer that is shown.

use crate::domain::{Day, TalkingPoint};
use crate::report::by::By;
use crate::report::measures::Measures;
use crate::report::overview::Overview;

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Length {
    /// One day.
    Day,
    /// Seven days.
    Week,
    /// Four weeks: what a small shop needs before pairs were asked often enough.
    #[default]
    Month,
    /// Thirteen weeks.
    Quarter,
    /// Fifty-two weeks.
    Year,
}

impl Length {
    /// All of them, the shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// In days: whole weeks, so that the same weekdays are compared.
    pub fn days(self) -> i32 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 28,
            Self::Quarter => 91,
            Self::Year => 364,
        }
    }

    /// The next longer one, and after the longest the shortest.
    #[must_use]
    pub fn next(self) -> Self {
        let place = Self::ALL.iter().position(|one| *one == self).unwrap_or(0);
        Self::ALL[(place + 1) % Self::ALL.len()]
    }
}

/// What is asked of the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportQuestion {
    /// How long the period is.
    pub length: Length,
    /// How many periods before the one that ends today.
    pub back: i32,
    /// What a row is.
    pub by: By,
    /// Only sales in this context.
    pub context: Option<String>,
    /// The row that is open, by its key.
    pub open: Option<Vec<String>>,
}

impl Default for ReportQuestion {
    fn default() -> Self {
        Self { length: Length::default(), back: 0, by: By::Pair, context: None, open: None }
    }
}

/// The report screen.
#[derive(Debug, Default)]
pub struct Report {
    /// The number of the question; an answer to another one is dropped.
    pub id: u64,
    /// What is asked.
    pub question: ReportQuestion,
    /// The answer, once it is there. It stands while the next one is on its way.
    pub board: Option<Box<Board>>,
    /// The row under the highlight.
    pub row: usize,
}

/// What the figures say.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// The figures.
    pub overview: Overview,
    /// The name of each row, in parts: of a pair item and add-on.
    pub names: Vec<Vec<String>>,
    /// What has to be said beside the figures, in the staff's language.
    pub remarks: Vec<String>,
    /// The row that is open.
    pub open: Option<OpenRow>,
}

/// A row in full.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenRow {
    /// Its place in [`Overview::rows`].
    pub row: usize,
    /// The days of the period.
    pub days: Vec<(Day, Measures)>,
    /// What staff say, of a pair that the catalog has.
    pub talking: Option<TalkingPoint>,
}
