//! What a file is, told by how it begins and not by its name, and its text unpacked.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a folder of sales may hold.
pub const ENDINGS: [&str; 5] = [".csv", ".csv.xz", ".csv.gz", ".csv.zst", ".parquet"];

/// A file, by what it is.
pub enum Opened {
    /// Text, unpacked as it is read.
    Text(Box<dyn Read + Send>),
    /// Columns.
    #[cfg_attr(not(feature = "parquet"), allow(dead_code, reason = "only named, not read"))]
    Parquet(File),
    /// A store of sales, or some other SQLite file.
    Sqlite,
}

/// Opens a file. The counter is told how many bytes of it were read.
pub fn open(path: &Path, read: &Arc<AtomicU64>) -> io::Result<Opened> {
    let mut file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut start = Vec::with_capacity(16);
    file.by_ref().take(16).read_to_end(&mut start)?;
    if start.starts_with(b"SQLite format 3\0") {
        return Ok(Opened::Sqlite);
    }
    if start.starts_with(b"PAR1") {
        return Ok(Opened::Parquet(file));
    }
    let is_xz = start.starts_with(b"\xfd7zXZ\0");
    let is_gzip = start.starts_with(b"\x1f\x8b");
    let is_zstd = start.starts_with(b"\x28\xb5\x2f\xfd");
    let counted = Counted { inner: Cursor::new(start).chain(file), read: Arc::clone(read) };
    let text: Box<dyn Read + Send> = match () {
        () if is_xz => Box::new(lzma_rust2::XzReader::new(buffered(counted), true)),
        () if is_gzip => Box::new(flate2::read::MultiGzDecoder::new(buffered(counted))),
        () if is_zstd => Box::new(zstd::Decoder::new(counted)?),
        () => Box::new(counted),
    };
    Ok(Opened::Text(text))
}

fn buffered<R: Read>(inner: R) -> BufReader<R> {
    BufReader::with_capacity(64 * 1024, inner)
}

/// Counts bytes on their way.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The histories in a folder by name; what begins with a dot or an underscore is some other program's note.
pub fn in_folder(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_history = ENDINGS.iter().any(|ending| name.ends_with(ending)) && !name.starts_with(['.', '_']);
        if is_history && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// About how many bytes of text a file holds.
pub fn text_size(path: &Path) -> u64 {
    let size = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let is_plain =
        path.extension().is_some_and(|ending| ["csv", "db"].iter().any(|plain| ending.eq_ignore_ascii_case(plain)));
    if is_plain { size } else { size.saturating_mul(8) }
}
