//! Serial scanners and till feeds → lines of text.
//!
//! A line is heard when it is whole: its end came, or the port fell silent. Each source is listened to on a thread of
//! the caller's, for ever: what is missing is waited for, what was unplugged is opened again, and the caller is told
//! of both. Nothing here knows what a line means, and none grows without bound.

mod controls;
mod file;
mod framer;
mod lines;
mod pipe;
mod place;
mod serial;
mod source;
mod teller;
mod text;

use std::path::Path;
use std::time::Duration;

pub use lines::{Lines, Manner};
pub use source::{Kind, Source, SourceError};

use teller::Teller;

/// Between two looks at a file or a pipe: short beside the second that a cashier needs for an item.
const POLL: Duration = Duration::from_millis(25);
/// Between two attempts to open what is not there.
const PAUSE: Duration = Duration::from_millis(500);

/// True where this build can open serial ports.
pub const HAS_SERIAL: bool = cfg!(feature = "serial");

/// What a source tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The source is open; lines come from now on.
    Listening,
    /// A whole line, without its end, never empty.
    Line(String),
    /// The source cannot be heard. It is tried again without end.
    Lost(Loss),
}

/// Why a source cannot be heard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Loss {
    /// Nothing of that name.
    #[error("it is not there")]
    Missing,
    /// The system keeps it from us.
    #[error("this user has no right to read it")]
    Denied,
    /// A port that another program holds.
    #[error("another program has it open")]
    Busy,
    /// The port was open and is gone.
    #[error("it was unplugged")]
    Gone,
    /// Built without the cargo feature `serial`.
    #[error("this build of the program has no serial ports")]
    NoSerial,
    /// Anything else, in the system's words.
    #[error("{0}")]
    Other(String),
}

impl From<std::io::Error> for Loss {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing,
            std::io::ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::Other(error.to_string()),
        }
    }
}

/// Who listens.
pub trait Listener {
    /// Takes what was heard.
    fn hear(&mut self, heard: Heard);
    /// True once nobody wants to hear more. Asked several times a second.
    fn is_over(&self) -> bool;
}

/// Looks whether a source is there, without opening it.
pub fn look(source: &Source) -> Result<Kind, Loss> {
    match source {
        Source::Serial { .. } if !HAS_SERIAL => Err(Loss::NoSerial),
        // On Windows a port has no path of its own; it can only be opened.
        Source::Serial { .. } if cfg!(windows) => Ok(Kind::Port),
        Source::Serial { port, .. } => source::kind(Path::new(port)).map(|_| Kind::Port),
        Source::Path(path) => source::kind(path),
    }
}

/// Listens until the listener has had enough. `silence` ends a line that came over a serial port without an end.
pub fn listen(source: &Source, manner: Manner, silence: Duration, listener: &mut dyn Listener) {
    let mut teller = Teller::new(listener);
    match source {
        Source::Serial { port, speed } => serial::listen(port, *speed, manner, silence, &mut teller),
        Source::Path(path) => listen_to_path(path, manner, silence, &mut teller),
    }
}

/// A path may lead to a file, a pipe or a port, and to another one tomorrow.
fn listen_to_path(path: &Path, manner: Manner, silence: Duration, teller: &mut Teller<'_>) {
    // A file that is there at the start is followed from its end, one that comes later from its beginning.
    let mut was_missing = false;
    while !teller.is_over() {
        match source::kind(path) {
            Ok(source::Kind::File | source::Kind::Folder) => file::listen(path, was_missing, manner, teller),
            Ok(source::Kind::Pipe) => pipe::listen(path, manner, teller),
            Ok(source::Kind::Port) => {
                let port = path.to_string_lossy();
                serial::listen(&port, source::USUAL_SPEED, manner, silence, teller);
            }
            Err(loss) => {
                was_missing |= loss == Loss::Missing;
                teller.lost(loss);
                std::thread::sleep(POLL);
            }
        }
    }
}
