//! A file that grows: what is appended to it, as it comes. It may be emptied, replaced or taken away for a while.
//!
//! It is looked at again and again instead of being watched by the system, which tells nothing of folders on other
//! computers. No more than what was read last is remembered of it, and that is how a file which was written anew with
//! its old lines is told from another one.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::Path;

use super::lines::{Lines, Manner};
use super::place::Place;
use super::teller::Teller;
use super::{Loss, POLL, source};

/// More than this at once is the past of a till and not its present: it is passed over.
const MOST_UNREAD: u64 = 64 * 1024;
/// So many bytes before the place we are at tell whether the file is still the same.
const ANCHOR: u64 = 64;
/// So many looks a file may be away, while it is being replaced, before that is told.
const MAY_BE_AWAY: u32 = 40;

/// The place up to which a file is read.
struct Tail {
    file: File,
    at: u64,
    /// What stands before that place.
    anchor: Vec<u8>,
    /// What the system said of it at the last look.
    seen: Option<Metadata>,
}

/// What a look found.
#[derive(Default)]
struct Fresh {
    bytes: Vec<u8>,
    /// The bytes do not follow on what was read before.
    begins: bool,
    /// They begin in the middle of a line.
    torn: bool,
}

/// Follows the file until nobody listens, or until its name leads to something else. `from_start` is true for a file
/// that came while it was waited for.
pub fn listen(path: &Path, from_start: bool, manner: Manner, teller: &mut Teller<'_>) {
    let mut place = Place::new(path);
    let Some((mut tail, torn)) = open_at_last(&mut place, from_start, teller) else { return };
    let mut lines = Lines::new(manner);
    if torn {
        lines.drop_rest();
    }
    teller.listening();
    let mut away = 0;
    while !teller.is_over() {
        match look(&mut tail, &mut place, &mut lines, teller) {
            Ok(()) => {
                away = 0;
                teller.listening();
            }
            Err(loss) => {
                away += 1;
                if away >= MAY_BE_AWAY {
                    teller.lost(loss);
                }
            }
        }
        if away == 0 && is_another_kind(&place, path) {
            return;
        }
        std::thread::sleep(POLL);
    }
}

/// Opens the file, waiting for it as long as it is missing; `None` where nobody listens any more or something else has
/// come in its place. True where it begins in the middle of a line.
fn open_at_last(place: &mut Place, mut from_start: bool, teller: &mut Teller<'_>) -> Option<(Tail, bool)> {
    loop {
        let opened = place.file().and_then(|file| Ok(open(file, from_start)?));
        match opened {
            Ok(opened) => return Some(opened),
            Err(loss) => {
                from_start |= loss == Loss::Missing;
                let goes_on = place.is_folder() && loss == Loss::Missing;
                teller.lost(loss);
                teller.pause();
                if teller.is_over() || !goes_on {
                    return None;
                }
            }
        }
    }
}

fn is_another_kind(place: &Place, path: &Path) -> bool {
    let wanted = if place.is_folder() { source::Kind::Folder } else { source::Kind::File };
    source::kind(path).is_ok_and(|kind| kind != wanted)
}

/// One look: what was appended, then whether the name leads to another file by now.
fn look(tail: &mut Tail, place: &mut Place, lines: &mut Lines, teller: &mut Teller<'_>) -> Result<(), Loss> {
    tell(&tail.read()?, lines, teller);
    let path = place.file()?;
    let named = fs::metadata(path)?;
    if named.is_file() && tail.is_another(&named) {
        let file = File::open(path)?;
        *tail = Tail { file, at: tail.at, anchor: std::mem::take(&mut tail.anchor), seen: None };
        tell(&tail.read()?, lines, teller);
    }
    Ok(())
}

fn tell(fresh: &Fresh, lines: &mut Lines, teller: &mut Teller<'_>) {
    if fresh.begins {
        lines.end();
    }
    if fresh.torn {
        lines.drop_rest();
    }
    teller.lines(lines.push(&fresh.bytes));
}

/// Opens at the end, or at the start; true where that is the middle of a line.
fn open(path: &Path, from_start: bool) -> io::Result<(Tail, bool)> {
    let file = File::open(path)?;
    let mut tail = Tail { file, at: 0, anchor: Vec::new(), seen: None };
    if from_start {
        return Ok((tail, false));
    }
    let torn = tail.skip_to_end()?;
    Ok((tail, torn))
}

impl Tail {
    /// Reads what is new.
    fn read(&mut self) -> io::Result<Fresh> {
        let metadata = self.file.metadata()?;
        let same = |seen: &Metadata| seen.len() == metadata.len() && seen.modified().ok() == metadata.modified().ok();
        if self.seen.as_ref().is_some_and(same) {
            return Ok(Fresh::default());
        }
        let begins = metadata.len() < self.at || !self.is_anchored()?;
        if begins {
            self.at = 0;
            self.anchor.clear();
        }
        let mut fresh = Fresh { begins, ..Fresh::default() };
        if metadata.len() - self.at.min(metadata.len()) > MOST_UNREAD {
            fresh = Fresh { begins: true, torn: self.skip_to_end()?, ..fresh };
        } else {
            self.file.seek(SeekFrom::Start(self.at))?;
            Read::by_ref(&mut self.file).take(MOST_UNREAD).read_to_end(&mut fresh.bytes)?;
            self.at += fresh.bytes.len() as u64;
            self.anchor.extend_from_slice(&fresh.bytes);
            let old = self.anchor.len().saturating_sub(ANCHOR as usize);
            self.anchor.drain(..old);
        }
        // Set last: should a read fail, the next look reads again.
        self.seen = Some(metadata);
        Ok(fresh)
    }

    /// True where what stands before our place is what was read there.
    fn is_anchored(&mut self) -> io::Result<bool> {
        let mut there = Vec::new();
        self.file.seek(SeekFrom::Start(self.at - self.anchor.len() as u64))?;
        Read::by_ref(&mut self.file).take(self.anchor.len() as u64).read_to_end(&mut there)?;
        Ok(there == self.anchor)
    }

    /// Goes to the end without reading; true where that is the middle of a line.
    fn skip_to_end(&mut self) -> io::Result<bool> {
        self.at = self.file.seek(SeekFrom::End(0))?;
        let from = self.at.saturating_sub(ANCHOR);
        self.file.seek(SeekFrom::Start(from))?;
        self.anchor.clear();
        Read::by_ref(&mut self.file).take(self.at - from).read_to_end(&mut self.anchor)?;
        self.at = from + self.anchor.len() as u64;
        Ok(self.anchor.last().is_some_and(|last| !matches!(last, b'\n' | b'\r')))
    }

    /// True where the name leads to another file than the one that is open.
    fn is_another(&self, named: &Metadata) -> bool {
        let Ok(open) = self.file.metadata() else { return true };
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            (open.dev(), open.ino()) != (named.dev(), named.ino())
        }
        #[cfg(not(unix))]
        {
            open.len() != named.len()
        }
    }
}
