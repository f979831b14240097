//! Files of JSON lines that batches read: opened once, every bad line said with its number.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::{Exit, Failure};

/// Opens a file, or standard input for `-`.
pub fn open(file: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let opened = File::open(file).map_err(|error| unreadable(file, &error))?;
    Ok(Box::new(BufReader::new(opened)))
}

/// The file could not be read.
pub fn unreadable(file: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::Data, format!("{} cannot be read: {error}", file.display())).hinted("check the path")
}

/// Fails where lines were bad; the others have been answered.
pub fn all_good(bad: usize) -> Result<(), Failure> {
    match bad {
        0 => Ok(()),
        1 => Err(Failure::new(Exit::Data, "1 line could not be read").hinted("the other lines were answered")),
        bad => {
            Err(Failure::new(Exit::Data, format!("{bad} lines could not be read"))
                .hinted("the other lines were answered"))
        }
    }
}
