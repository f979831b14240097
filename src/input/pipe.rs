//! A named pipe: writers come and go, and none of them keeps us waiting.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::POLL;
use super::lines::{Lines, Manner};
#[cfg(not(unix))]
use super::source;
use super::teller::Teller;

/// Quiet looks between two checks that the pipe is still the one of that name.
const CHECK: u32 = 20;

/// Listens until the pipe goes away or nobody listens. A writer that closes the pipe has ended its line.
pub fn listen(path: &Path, manner: Manner, teller: &mut Teller<'_>) {
    let mut pipe = match open(path) {
        Ok(pipe) => pipe,
        Err(error) => {
            teller.lost(error.into());
            return teller.pause();
        }
    };
    teller.listening();
    let mut lines = Lines::new(manner);
    let mut bytes = [0; 4096];
    let mut quiet = 0;
    while !teller.is_over() {
        match pipe.read(&mut bytes) {
            Ok(0) if cfg!(unix) => teller.lines(lines.end()),
            Ok(length @ 1..) => {
                quiet = 0;
                teller.lines(lines.push(&bytes[..length]));
                continue;
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
            // On Windows the writer is the pipe: without it there is nothing to read from.
            Ok(_) | Err(_) => {
                teller.lines(lines.end());
                teller.lost(super::Loss::Missing);
                return teller.pause();
            }
        }
        quiet += 1;
        if quiet % CHECK == 0 && !is_still(&pipe, path) {
            return;
        }
        std::thread::sleep(POLL);
    }
}

/// Opens without waiting for a writer.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
    }
    options.open(path)
}

fn is_still(pipe: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
        let (open, named) = (pipe.metadata().map(identity).ok(), std::fs::metadata(path).map(identity).ok());
        open.is_some() && open == named
    }
    #[cfg(not(unix))]
    {
        let _ = pipe;
        source::kind(path) == Ok(source::Kind::Pipe)
    }
}
