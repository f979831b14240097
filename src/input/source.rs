//! Where lines come from: `serial:/dev/ttyS0@9600`, or the path of a file or pipe.

use std::fmt;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::Loss;

/// What most tills, displays and scanners are set to.
pub const USUAL_SPEED: u32 = 9_600;
/// What ports can be set to, in bits a second.
const SPEEDS: RangeInclusive<u32> = 300..=4_000_000;

/// A source of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A serial port and its speed in bits a second.
    Serial {
        /// `/dev/ttyUSB0`, `COM3`.
        port: String,
        /// 300 to 4,000,000.
        speed: u32,
    },
    /// A file that grows, a folder of such files, a named pipe, or a device.
    Path(PathBuf),
}

/// Why a text names no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Nothing stands there.
    #[error("no source is named")]
    Empty,
    /// `serial:` and nothing behind it.
    #[error("no port stands behind serial:")]
    NoPort,
    /// The part behind `@`.
    #[error("the speed behind @ must be a whole number from 300 to 4000000")]
    Speed,
}

impl FromStr for Source {
    type Err = SourceError;

    fn from_str(text: &str) -> Result<Self, SourceError> {
        let text = text.trim();
        let Some(rest) = text.strip_prefix("serial:") else {
            return if text.is_empty() { Err(SourceError::Empty) } else { Ok(Self::Path(PathBuf::from(text))) };
        };
        let (port, speed) = match rest.rsplit_once('@') {
            Some((port, speed)) => (port, speed.trim().parse().map_err(|_| SourceError::Speed)?),
            None => (rest, USUAL_SPEED),
        };
        match port.trim() {
            "" => Err(SourceError::NoPort),
            _ if !SPEEDS.contains(&speed) => Err(SourceError::Speed),
            port => Ok(Self::Serial { port: port.to_owned(), speed }),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Serial { port, speed } => write!(f, "{port} at {speed} bits a second"),
            Self::Path(path) => write!(f, "{}", path.display()),
        }
    }
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder, whose newest file is followed.
    Folder,
    /// A named pipe.
    Pipe,
    /// A serial port, by its device.
    Port,
}

/// Looks what a path leads to.
pub fn kind(path: &Path) -> Result<Kind, Loss> {
    if path.to_string_lossy().starts_with(r"\\.\pipe\") {
        return Ok(Kind::Pipe);
    }
    let kind = fs::metadata(path)?.file_type();
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Ok(Kind::Pipe);
        }
        if kind.is_char_device() {
            return Ok(Kind::Port);
        }
    }
    Ok(if kind.is_dir() { Kind::Folder } else { Kind::File })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_port_with_its_speed_or_a_path() {
        let port = |port: &str, speed| Ok(Source::Serial { port: port.to_owned(), speed });
        let table = [
            ("serial:/dev/ttyS0@19200", port("/dev/ttyS0", 19_200)),
            (" serial:COM3 ", port("COM3", 9_600)),
            ("serial:/dev/by-id/usb-a@b@115200", port("/dev/by-id/usb-a@b", 115_200)),
            ("serial:", Err(SourceError::NoPort)),
            ("serial:@9600", Err(SourceError::NoPort)),
            ("serial:COM3@fast", Err(SourceError::Speed)),
            ("serial:COM3@1", Err(SourceError::Speed)),
            ("", Err(SourceError::Empty)),
            (r"C:\till\journal.txt", Ok(Source::Path(PathBuf::from(r"C:\till\journal.txt")))),
        ];
        for (text, source) in table {
            assert_eq!(text.parse(), source, "{text}");
        }
    }
}
