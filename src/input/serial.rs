//! A serial port: opened, emptied, read until it goes away, opened again.

use std::time::Duration;

use super::lines::Manner;
use super::teller::Teller;

/// Without ports there is one thing to say.
#[cfg(not(feature = "serial"))]
pub fn listen(_port: &str, _speed: u32, _manner: Manner, _silence: Duration, teller: &mut Teller<'_>) {
    teller.lost(super::Loss::NoSerial);
    while !teller.is_over() {
        teller.pause();
    }
}

/// Listens for ever. Codes that were scanned before the port was opened are dropped: nobody knows whose they were.
#[cfg(feature = "serial")]
pub fn listen(port: &str, speed: u32, manner: Manner, silence: Duration, teller: &mut Teller<'_>) {
    while !teller.is_over() {
        match port::open(port, speed, silence) {
            Ok(mut open) => {
                teller.listening();
                port::read(open.as_mut(), manner, teller);
                if !teller.is_over() {
                    drop(open);
                    teller.lost(super::Loss::Gone);
                }
            }
            // A port that was unplugged stays "unplugged" on the screen, whatever the system calls its absence.
            Err(super::Loss::Missing) if teller.has_lost(&super::Loss::Gone) => {}
            Err(loss) => teller.lost(loss),
        }
        teller.pause();
    }
}

#[cfg(feature = "serial")]
mod port {
    use std::io::{self, Read as _};
    use std::time::Duration;

    use serialport::{ClearBuffer, ErrorKind, SerialPort};

    use crate::input::Loss;
    use crate::input::lines::{Lines, Manner};
    use crate::input::teller::Teller;

    /// So many reads at most are spent on what a scanner kept for us; one that never stops sending is heard anyway.
    const MOST_DRAINED: usize = 50;

    /// Opens the port with DTR on, without which some scanners send nothing, and empties it.
    pub fn open(name: &str, speed: u32, silence: Duration) -> Result<Box<dyn SerialPort>, Loss> {
        let settings = serialport::new(name, speed).timeout(silence).dtr_on_open(true);
        let mut port = settings.open().map_err(|error| loss(&error, name))?;
        let _ = port.clear(ClearBuffer::Input);
        let mut kept = [0; 1024];
        for _ in 0..MOST_DRAINED {
            match port.read(&mut kept) {
                Ok(0) => return Err(Loss::Gone),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::TimedOut => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(port)
    }

    /// Reads until the port goes away or nobody listens.
    pub fn read(port: &mut dyn SerialPort, manner: Manner, teller: &mut Teller<'_>) {
        let mut lines = Lines::new(manner);
        let mut bytes = [0; 1024];
        while !teller.is_over() {
            match port.read(&mut bytes) {
                Ok(0) => return,
                Ok(length) => teller.lines(lines.push(&bytes[..length])),
                Err(error) if error.kind() == io::ErrorKind::TimedOut => teller.lines(lines.end()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    }

    fn loss(error: &serialport::Error, name: &str) -> Loss {
        match error.kind() {
            ErrorKind::Io(io::ErrorKind::PermissionDenied) => Loss::Denied,
            // A port that is there and cannot be had is held by somebody else.
            ErrorKind::NoDevice if std::fs::metadata(name).is_ok() => Loss::Busy,
            ErrorKind::NoDevice | ErrorKind::Io(io::ErrorKind::NotFound) => Loss::Missing,
            _ => Loss::Other(error.description.clone()),
        }
    }
}
