//! What is said: the message line, and the banners above the footer.

/// The message line: what happened, and the key that reverses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Which sentence, by its name in the language files.
    pub id: &'static str,
    /// What is put into it.
    pub with: Vec<(&'static str, String)>,
}

impl Said {
    /// A sentence without anything put in.
    pub fn plain(id: &'static str) -> Self {
        Self { id, with: Vec::new() }
    }

    /// A sentence with one thing put in.
    pub fn with(id: &'static str, name: &'static str, value: impl Into<String>) -> Self {
        Self { id, with: vec![(name, value.into())] }
    }
}

/// The two lines above the footer, empty on a good day.
#[derive(Debug, Default)]
pub struct Banners {
    /// News.
    pub news: Option<Said>,
    /// Faults, each complete: code, what, what to do. More than one are counted.
    pub faults: Vec<Fault>,
    /// Set while a sale is not stored: stays until the store answers again.
    pub not_saved: Option<String>,
}

/// One fault, in words that came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable code: `GW-501`.
    pub code: String,
    /// What happened, and that selling goes on.
    pub what: String,
    /// What to do.
    pub todo: String,
}
