//! Which computer and which data directory this is, so that a copy of either is noticed (reliability.md section 8).
//!
//! What names them never leaves this computer: the store keeps a hash of it. A directory that is copied gets another
//! number from the file system, a disk that is cloned into another computer meets another name of the system.

use std::path::Path;

use crate::db::Error;
use crate::db::store::Store;
use crate::domain::Problem;
use crate::travel::digest;

use super::clock;

/// Opens the store at `path` for writing, and tells it where it is.
pub fn open_store(path: &Path) -> Result<(Store, Option<Problem>), Error> {
    told(path, Store::open(path, clock::now())?)
}

/// The same for whoever opened it a moment ago, without looking for damage again.
pub fn open_store_again(path: &Path) -> Result<(Store, Option<Problem>), Error> {
    told(path, Store::open_lightly(path, clock::now())?)
}

fn told(path: &Path, opened: (Store, Option<Problem>)) -> Result<(Store, Option<Problem>), Error> {
    let (mut store, notice) = opened;
    store.set_machine(&of(path.parent().unwrap_or(Path::new("."))), clock::now())?;
    Ok((store, notice))
}

/// The same text as long as the data directory stays where it is.
fn of(data_dir: &Path) -> String {
    digest::of(format!("{}\n{}", system(), folder(data_dir)).as_bytes())
}

/// The number that the installation of a Linux system has; elsewhere the name of the computer.
#[cfg(unix)]
fn system() -> String {
    let known = ["/etc/machine-id", "/var/lib/dbus/machine-id"].into_iter();
    let id = known.filter_map(|path| std::fs::read_to_string(path).ok()).find(|id| !id.trim().is_empty());
    id.unwrap_or_else(|| rustix::system::uname().nodename().to_string_lossy().into_owned())
}

#[cfg(not(unix))]
fn system() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

#[cfg(unix)]
fn folder(data_dir: &Path) -> String {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(data_dir).map_or_else(|_| String::new(), |found| found.ino().to_string())
}

/// Other systems give no number away without code that is not safe; a copy lies at another path at least.
#[cfg(not(unix))]
fn folder(data_dir: &Path) -> String {
    std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned()).to_string_lossy().into_owned()
}
