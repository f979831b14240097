//! The bytes of a file: as they lie there, unpacked as they are read (gzip), or unpacked beforehand into a private file
//! (one of a ZIP archive, which cannot be read without the others).

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use tempfile::{NamedTempFile, TempPath};

/// A file that can be read from its beginning as often as one likes.
#[derive(Clone, Debug)]
pub struct Packed {
    place: Place,
    packing: Packing,
}

#[derive(Clone, Debug)]
enum Place {
    There(PathBuf),
    /// Deleted with the last who knows it.
    Private(Arc<TempPath>),
}

#[derive(Clone, Copy, Debug)]
enum Packing {
    None,
    /// So many bytes may come out.
    Gzip(u64),
}

impl Packed {
    /// A file as it lies there.
    pub fn plain(path: &Path) -> Self {
        Self { place: Place::There(path.to_owned()), packing: Packing::None }
    }

    /// A file packed by gzip, of which so many bytes are unpacked.
    pub fn gzip(path: &Path, unpacked: u64) -> Self {
        Self { place: Place::There(path.to_owned()), packing: Packing::Gzip(unpacked) }
    }

    /// A copy of what is read here, at most so many bytes.
    pub fn copy(bytes: impl Read, unpacked: u64) -> io::Result<Self> {
        let mut file = NamedTempFile::new()?;
        io::copy(&mut Bounded::new(bytes, unpacked), file.as_file_mut())?;
        Ok(Self { place: Place::Private(Arc::new(file.into_temp_path())), packing: Packing::None })
    }

    /// True for a file that lies there as it is.
    pub fn is_plain(&self) -> bool {
        matches!((&self.place, self.packing), (Place::There(_), Packing::None))
    }

    /// Its bytes from the beginning on. Reading fails beyond the bound.
    pub fn read(&self) -> io::Result<Box<dyn Read>> {
        let file = match &self.place {
            Place::There(path) => File::open(path)?,
            Place::Private(path) => File::open(path.as_ref() as &Path)?,
        };
        Ok(match self.packing {
            Packing::None => Box::new(file),
            Packing::Gzip(unpacked) => Box::new(Bounded::new(MultiGzDecoder::new(BufReader::new(file)), unpacked)),
        })
    }

    /// Its first bytes.
    pub fn sample(&self, length: usize) -> io::Result<Vec<u8>> {
        let mut sample = Vec::new();
        self.read()?.take(length as u64).read_to_end(&mut sample)?;
        Ok(sample)
    }
}

/// Fails where more comes out than may.
struct Bounded<R> {
    inner: R,
    left: u64,
    bound: u64,
}

impl<R> Bounded<R> {
    fn new(inner: R, bound: u64) -> Self {
        Self { inner, left: bound, bound }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => {
                self.left = left;
                Ok(read)
            }
            None => Err(io::Error::other(format!("it unpacks to more than {}; unpack it first", size(self.bound)))),
        }
    }
}

/// A number of bytes for people: `64 KiB`, `1 GiB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..0x10_0000 => format!("{} KiB", bytes >> 10),
        0x10_0000..0x4000_0000 => format!("{} MiB", bytes >> 20),
        _ => format!("{} GiB", bytes >> 30),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_unpacks_to_more_than_the_bound_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("zeros.gz");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&[b' '; 100_000]).unwrap();
        std::fs::write(&path, packed.finish().unwrap()).unwrap();
        let read = |bound| io::copy(&mut Packed::gzip(&path, bound).read().unwrap(), &mut io::sink());
        assert_eq!(read(100_000).unwrap(), 100_000);
        assert_eq!(read(65_536).unwrap_err().to_string(), "it unpacks to more than 64 KiB; unpack it first");
    }
}
