//! A colleague's badge, as the worker answers for it: never its number. And figures of the day, with one's own.

/// What a badge came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Badge {
    /// Its pseudonym.
    Known(String),
    /// Without the chain's key no pseudonym can be made.
    NoKey,
}

/// Figures of today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// Sales of this till.
    pub sales: u64,
    /// Those of them with an add-on.
    pub with_add_on: u64,
    /// How often the colleague whose shift it is asked today, and how often that was taken; nobody else's.
    pub own: Option<(u64, u64)>,
}
