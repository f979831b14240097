//! The till that is listened to.

/// What the screens know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Till {
    /// Whether it is heard.
    pub feed: Feed,
    /// Codes of it that the catalog does not know and that were noted in this run.
    pub noted: Vec<String>,
}

/// Whether a till is heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Feed {
    /// None is listened to.
    #[default]
    Off,
    /// Its lines come.
    Heard,
    /// It cannot be heard; a banner says why.
    Lost,
}
