//! Room kept for a full disk: 8 MB beside the store that are given up, so that the open basket can still be saved.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::Store;

const SIZE: u64 = 8 * 1024 * 1024;
/// The reserve is made again only where so much more is free.
const ENOUGH: u64 = 64 * 1024 * 1024;
/// How many commits pass before it is tried again.
const PATIENCE: u32 = 50;

/// Bytes that are free for us on the disk of `path`, where the system says so.
pub fn room(path: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let disk = rustix::fs::statvfs(path).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

impl Store {
    /// Makes the reserve where there is room for it. That it cannot be made is no error: it is for a later one.
    pub(super) fn keep_reserve(&mut self) {
        let Some(files) = &self.files else { return };
        let is_there = fs::metadata(&files.reserve).is_ok_and(|found| found.len() == SIZE);
        if is_there || room(&files.directory).is_none_or(|free| free > ENOUGH) && make(&files.reserve).is_ok() {
            self.without_reserve = 0;
        } else {
            self.without_reserve = 1;
        }
    }

    /// Gives the reserve up.
    pub(super) fn spend_reserve(&mut self) {
        if let Some(files) = &self.files
            && fs::remove_file(&files.reserve).is_ok()
        {
            self.without_reserve = 1;
        }
    }

    /// Counts a commit, and makes the reserve again after some of them.
    pub(super) fn renew_reserve(&mut self) {
        match self.without_reserve {
            0 => {}
            PATIENCE.. => self.keep_reserve(),
            _ => self.without_reserve += 1,
        }
    }

    /// True while the room kept for a full disk is there.
    pub fn has_reserve(&self) -> bool {
        self.without_reserve == 0
    }
}

fn make(path: &Path) -> io::Result<()> {
    let made = File::create(path).and_then(|file| fill(&file));
    if made.is_err() {
        let _ = fs::remove_file(path);
    }
    made
}

/// Blocks that are really taken: a hole would keep nothing.
fn fill(file: &File) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if rustix::fs::fallocate(file, rustix::fs::FallocateFlags::empty(), 0, SIZE).is_ok() {
        return Ok(());
    }
    let mut file = file;
    let block = [0xA5_u8; 8 * 1024];
    for _ in 0..SIZE / block.len() as u64 {
        io::Write::write_all(&mut file, &block)?;
    }
    Ok(())
}
