//! The search index of a catalog, kept in a file beside it and opened without building.
//!
//! It can always be made again from the catalog, so nothing here is fatal: a file that is missing, damaged, of another
//! version or of another catalog is no index, and one that cannot be written is made again the next time.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::current::InstalledCatalog;
use super::fingerprint::{bytes, fingerprint};
use crate::db::durable::{make_folder, sync_folder};
use crate::db::{self, Catalog};
use crate::search::{Entry, Index};

/// The index within the folder of an installed catalog.
pub(super) const FILE: &str = "search.idx";
/// The folder of indexes of catalogs that are not installed.
const CACHE: &str = "cache";
/// Indexes kept there; the oldest go.
const KEPT: usize = 4;
/// Larger files are no index of ours: part lengths are 32 bits wide.
const MOST_BYTES: u64 = 4 << 30;
/// Items between two looks at the progress.
const STEP: u64 = 4_096;
/// What files are called while they are written.
const DRAFT: &str = ".search-";

/// Where the index of one catalog is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    path: PathBuf,
    sha256: [u8; 32],
}

impl IndexFile {
    /// Beside an installed catalog; its hash is known.
    pub fn of_installed(installed: &InstalledCatalog) -> Option<Self> {
        Self::beside(&installed.path, &installed.sha256)
    }

    /// Beside a snapshot with this SHA-256 in hex.
    pub(super) fn beside(snapshot: &Path, sha256: &str) -> Option<Self> {
        Some(Self { path: snapshot.with_file_name(FILE), sha256: bytes(sha256)? })
    }

    /// For any other snapshot: in the cache, by the hash of its content, for which the whole file is read.
    pub fn cached(data_dir: &Path, snapshot: &Path) -> io::Result<Self> {
        let hex = fingerprint(snapshot)?;
        let sha256 = bytes(&hex).ok_or_else(|| io::Error::other("no SHA-256"))?;
        Ok(Self { path: data_dir.join(CACHE).join(format!("{}.idx", &hex[..16])), sha256 })
    }

    /// The index, where a sound one lies there.
    pub fn read(&self) -> Option<Index> {
        let file = fs::File::open(&self.path).ok()?;
        let length = file.metadata().ok().filter(fs::Metadata::is_file)?.len();
        if length > MOST_BYTES {
            return None;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
        file.take(length).read_to_end(&mut bytes).ok()?;
        Index::read(bytes, &self.sha256).ok()
    }

    /// Builds the index of a catalog from its items. `progress` is told items done and items in all; `false` stops, and
    /// `None` comes back.
    pub fn build(
        &self,
        catalog: &Catalog,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Option<Index>, db::Error> {
        build(catalog, &self.sha256, progress)
    }

    /// Writes the index beside its place and renames it, so that nobody ever reads half of one.
    pub fn keep(&self, index: &Index) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        make_folder(folder)?;
        remove_drafts(folder);
        let mut draft = tempfile::Builder::new().prefix(DRAFT).tempfile_in(folder)?;
        draft.write_all(index.bytes())?;
        draft.as_file().sync_all()?;
        draft.persist(&self.path).map_err(|error| error.error)?;
        sync_folder(folder)?;
        if folder.file_name().is_some_and(|name| name == CACHE) {
            remove_oldest(folder);
        }
        Ok(())
    }
}

/// Builds the index of a catalog that is kept nowhere; see [`IndexFile::build`].
pub fn index_of(catalog: &Catalog, progress: &mut dyn FnMut(u64, u64) -> bool) -> Result<Option<Index>, db::Error> {
    build(catalog, &[0; 32], progress)
}

fn build(
    catalog: &Catalog,
    sha256: &[u8; 32],
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Option<Index>, db::Error> {
    let all = catalog.item_count()? as u64;
    let mut building = Index::building();
    let (mut done, mut goes_on) = (0, progress(0, all));
    catalog.each_search_row(|row| {
        building.add(&Entry {
            id: row.id,
            sku: &row.sku,
            name: &row.name,
            brand: row.brand.as_deref(),
            sold: row.sold,
        });
        done += 1;
        if done % STEP == 0 {
            goes_on &= progress(done, all);
        }
        goes_on
    })?;
    if !goes_on {
        return Ok(None);
    }
    catalog.each_barcode(|code, id| building.add_barcode(&code, id))?;
    let index = building.finish(sha256);
    Ok(progress(all, all).then_some(index))
}

/// What a killed copy left. One that another copy is just writing may go too; it will be made again.
fn remove_drafts(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(DRAFT) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn remove_oldest(folder: &Path) {
    let age = |entry: &fs::DirEntry| entry.metadata().and_then(|metadata| metadata.modified()).ok();
    let mut kept: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().collect();
    kept.retain(|entry| entry.path().extension().is_some_and(|extension| extension == "idx"));
    kept.sort_by_key(|entry| std::cmp::Reverse(age(entry)));
    for old in kept.iter().skip(KEPT) {
        let _ = fs::remove_file(old.path());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(sha256: [u8; 32]) -> Index {
        let mut building = Index::building();
        building.add(&Entry { id: crate::domain::ItemId(1), sku: "A", name: "Kettle", brand: None, sold: 0 });
        building.finish(&sha256)
    }

    #[test]
    fn only_a_whole_index_of_the_same_catalog_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = IndexFile { path: folder.path().join(FILE), sha256: [1; 32] };
        assert!(file.read().is_none(), "nothing is there");
        file.keep(&index([1; 32])).unwrap();
        assert!(file.read().is_some());
        assert!(IndexFile { sha256: [2; 32], ..file.clone() }.read().is_none(), "another catalog");
        let whole = fs::read(&file.path).unwrap();
        for cut in [0, 1, 51, whole.len() / 2, whole.len() - 1] {
            fs::write(&file.path, &whole[..cut]).unwrap();
            assert!(file.read().is_none(), "cut at {cut}");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            fs::write(&file.path, &damaged).unwrap();
            assert!(file.read().is_none(), "a bit wrong in byte {at}");
        }
    }

    #[test]
    fn the_cache_keeps_the_newest_and_no_drafts() {
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join(CACHE);
        fs::create_dir_all(&cache).unwrap();
        fs::write(cache.join(format!("{DRAFT}left")), "half").unwrap();
        for n in 0..KEPT as u8 + 3 {
            let file = IndexFile { path: cache.join(format!("{n}.idx")), sha256: [n; 32] };
            file.keep(&index([n; 32])).unwrap();
            let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(u64::from(n) * 60);
            fs::File::options().append(true).open(&file.path).unwrap().set_modified(time).unwrap();
        }
        let mut names: Vec<_> = fs::read_dir(&cache).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["3.idx", "4.idx", "5.idx", "6.idx"]);
    }
}
