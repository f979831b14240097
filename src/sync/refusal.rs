//! Every reason for which a catalog is refused, with its code and what to do: one table.

use crate::db;

/// What is wrong with a catalog that was to be put into use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Some other kind of file.
    #[error("not a goeswith catalog")]
    Foreign,
    /// It ends too early.
    #[error("it is cut short, {found} of {promised} bytes")]
    CutShort {
        /// Bytes there are.
        found: u64,
        /// Bytes its header promises.
        promised: u64,
    },
    /// Changed, or made wrong.
    #[error("it is damaged, {0}")]
    Damaged(String),
    /// Made by a newer version of the program.
    #[error("it needs a newer goeswith, its schema is {found} and this program reads up to {known}")]
    Newer {
        /// The schema of the file.
        found: i32,
        /// The highest this program knows.
        known: i32,
    },
    /// A folder, a device, a pipe.
    #[error("not a file")]
    NotAFile,
    /// Larger than any catalog.
    #[error("it is larger than {0} bytes")]
    TooLarge(u64),
}

impl Refusal {
    /// The code that `status`, `doctor` and the handbook name it by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Foreign => "GW-110",
            Self::CutShort { .. } => "GW-111",
            Self::Damaged(_) => "GW-112",
            Self::Newer { .. } => "GW-113",
            Self::NotAFile => "GW-114",
            Self::TooLarge(_) => "GW-115",
        }
    }

    /// What to do about it.
    pub fn todo(&self) -> &'static str {
        match self {
            Self::Foreign | Self::NotAFile => "give a file made by `goeswith catalog build`",
            Self::CutShort { .. } => "wait until the file has arrived whole, or copy it again",
            Self::Damaged(_) => "copy the file again, or build it again",
            Self::Newer { .. } => "bring this program up to date",
            Self::TooLarge(_) => "build it from a smaller source",
        }
    }

    /// What an error of opening means here. What is no fault of the file comes back as it was.
    pub(super) fn of(error: db::Error) -> Result<Self, db::Error> {
        match error {
            db::Error::Foreign { .. } => Ok(Self::Foreign),
            db::Error::NotAFile(_) => Ok(Self::NotAFile),
            db::Error::Newer { found, known, .. } => Ok(Self::Newer { found, known }),
            db::Error::Damaged { detail, .. } => Ok(Self::Damaged(detail)),
            db::Error::Sqlite { source, .. } => Ok(Self::Damaged(source.to_string())),
            other => Err(other),
        }
    }
}
