//! Every reason for which a catalog is refused. Numbers and advice are those of `domain::problem`.

use crate::db;
use crate::domain::problem::Code;

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
    /// Its manifest asks for a newer program.
    #[error("it needs a newer goeswith: {0}")]
    NewerProgram(String),
    /// Its manifest is none, or speaks of another file.
    #[error("{0}")]
    Manifest(String),
    /// Not above what was in use before.
    #[error("older than the one in use ({found} < {trusted})")]
    Older {
        /// Its version.
        found: u64,
        /// The highest that was ever in use here.
        trusted: u64,
    },
    /// So far above that it can only be a mistake.
    #[error("version {found} after {trusted} is too large a step")]
    Jump {
        /// Its version.
        found: u64,
        /// The highest that was ever in use here.
        trusted: u64,
    },
    /// Of another chain.
    #[error("it belongs to the chain {found}, this computer to {known}")]
    OtherChain {
        /// Its chain.
        found: String,
        /// Ours.
        known: String,
    },
    /// A key is pinned, and there is no signature.
    #[error("it is not signed, and a key is pinned on this computer")]
    Unsigned,
    /// There is a signature, and it is not good.
    #[error("its signature is not good: {0}")]
    WrongSignature(String),
    /// A row breaks the rules; names table and row.
    #[error("its content breaks a rule: {0}")]
    Content(String),
}

impl Refusal {
    /// Its number, with what to do about it.
    pub fn code(&self) -> Code {
        match self {
            Self::Foreign => Code::CatalogForeign,
            Self::CutShort { .. } => Code::CatalogCutShort,
            Self::Damaged(_) => Code::CatalogDamaged,
            Self::Newer { .. } | Self::NewerProgram(_) => Code::CatalogNewer,
            Self::NotAFile => Code::CatalogNoFile,
            Self::TooLarge(_) => Code::CatalogTooLarge,
            Self::Manifest(_) => Code::ManifestUnreadable,
            Self::Older { .. } => Code::CatalogOlder,
            Self::Jump { .. } => Code::VersionJump,
            Self::OtherChain { .. } => Code::OtherChain,
            Self::Unsigned => Code::Unsigned,
            Self::WrongSignature(_) => Code::WrongSignature,
            Self::Content(_) => Code::CatalogContent,
        }
    }

    /// What an error of opening means here. What is no fault of the file comes back as it was.
    pub(super) fn of(error: db::Error) -> Result<Self, db::Error> {
        match error {
            db::Error::Foreign { .. } => Ok(Self::Foreign),
            db::Error::NotAFile(_) => Ok(Self::NotAFile),
            db::Error::Newer { found, known, .. } => Ok(Self::Newer { found, known }),
            db::Error::Damaged { detail, .. } => Ok(Self::Damaged(detail)),
            db::Error::Content { detail, .. } => Ok(Self::Content(detail)),
            db::Error::Sqlite { source, .. } => Ok(Self::Damaged(source.to_string())),
            other => Err(other),
        }
    }
}
