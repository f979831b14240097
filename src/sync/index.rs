//! The search index of a catalog, kept in a file beside it and opened without building.
//!
//! It can always be made again from the catalog, so nothing here is fatal: a file that is missing, damaged, of another
//! version or of another catalog is no index, and one that cannot be written is made again the next time.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::current::{InstalledCatalog, sync_folder};
use super::fingerprint::{bytes, fingerprint};
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
        fs::create_dir_all(folder)?;
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
