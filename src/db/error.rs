//! What can go wrong with our SQLite files, sorted by what a person has to do about it.

use std::path::PathBuf;

/// Why a catalog or store cannot be used. The exit code and the hint follow from the variant, in `cli`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is there.
    #[error("no such file: {}", .0.display())]
    Missing(PathBuf),
    /// Something is there that is no regular file.
    #[error("not a file: {}", .0.display())]
    NotAFile(PathBuf),
    /// An empty file, some other kind of file, or an SQLite database of another program.
    #[error("not a goeswith {what}: {}", path.display())]
    Foreign {
        /// "catalog" or "store".
        what: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// Ours, but cut short or changed.
    #[error("{what} is damaged: {}: {detail}", path.display())]
    Damaged {
        /// "catalog" or "store".
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What gave it away.
        detail: String,
    },
    /// A catalog with a row that breaks the rules for its content.
    #[error("catalog refused: {}: {detail}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// Table, row, column and what is wrong.
        detail: String,
    },
    /// Made by a newer version of the program.
    #[error("{what} needs a newer goeswith: {} has schema {found}, this program reads up to {known}", path.display())]
    Newer {
        /// "catalog" or "store".
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// The number in the file.
        found: i32,
        /// The highest this program knows.
        known: i32,
    },
    /// Another copy held the lock for longer than ten seconds.
    #[error("busy: another copy of the program holds {}", .0.display())]
    Busy(PathBuf),
    /// The disk is full, the file cannot be written, or a flush to disk failed: nothing was acknowledged.
    #[error("not saved: {}: {detail}", path.display())]
    NotSaved {
        /// The store.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// Anything else SQLite says.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}
