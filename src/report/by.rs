//! What a report can be read by.

use super::measures::Dimension;

/// One row of a report is one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// Item and add-on, with the kind of link between them.
    Pair,
    /// An item, and the add-ons suggested for it.
    Item,
    /// A category of items.
    Category,
    /// A kind of link.
    Kind,
    /// Who stands behind a suggestion.
    Reason,
    /// A terminal.
    Terminal,
    /// A store.
    Store,
    /// An hour of the day.
    Hour,
    /// A week, from Monday (ISO 8601).
    Week,
    /// A context of the customer.
    Context,
    /// An arm of an experiment.
    Arm,
}

impl By {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 11] = [
        Self::Pair,
        Self::Item,
        Self::Category,
        Self::Kind,
        Self::Reason,
        Self::Hour,
        Self::Week,
        Self::Terminal,
        Self::Store,
        Self::Context,
        Self::Arm,
    ];

    /// The word on the command line and in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Week => "week",
            other => other.dimension().word(),
        }
    }

    /// The one with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.word() == word)
    }

    /// What the sums are kept by; hours and weeks are cut out of those of all sales.
    pub fn dimension(self) -> Dimension {
        match self {
            Self::Pair => Dimension::Pair,
            Self::Item => Dimension::Item,
            Self::Category => Dimension::Category,
            Self::Kind => Dimension::Kind,
            Self::Reason => Dimension::Reason,
            Self::Terminal => Dimension::Terminal,
            Self::Store => Dimension::Store,
            Self::Hour | Self::Week => Dimension::All,
            Self::Context => Dimension::Context,
            Self::Arm => Dimension::Arm,
        }
    }

    /// True where a row is about suggestions alone: nothing is sold of a pair, a kind or a reason.
    pub fn is_of_suggestions(self) -> bool {
        matches!(self, Self::Pair | Self::Kind | Self::Reason)
    }
}
