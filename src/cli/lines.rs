//! Files of JSON lines that batches read: opened once, every bad line said with its number.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::de::DeserializeOwned;

use super::{Exit, Failure, console};
use crate::domain::text::clean;

/// Hands every line of a file (standard input for `-`) to `answer`, in order. A line that is no `what` is said on stderr
/// with its number and stops nobody; blank lines are passed over.
pub fn each<T: DeserializeOwned>(
    file: &Path,
    what: &str,
    mut answer: impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut bad = 0;
    for (number, line) in open(file)?.split(b'\n').enumerate() {
        let line = line.map_err(|error| unreadable(file, &error))?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice(&line) {
            Ok(query) => answer(query)?,
            Err(error) => {
                bad += 1;
                let error = clean(&error.to_string()).text;
                console::note(&format!("{}:{}: not a {what}: {error}", file.display(), number + 1));
            }
        }
    }
    all_good(bad)
}

fn open(file: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let opened = File::open(file).map_err(|error| unreadable(file, &error))?;
    Ok(Box::new(BufReader::new(opened)))
}

fn unreadable(file: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::Data, format!("{} cannot be read: {error}", file.display())).hinted("check the path")
}

/// Fails where lines were bad; the others have been answered.
fn all_good(bad: usize) -> Result<(), Failure> {
    match bad {
        0 => Ok(()),
        1 => Err(Failure::new(Exit::Data, "1 line could not be read").hinted("the other lines were answered")),
        bad => {
            Err(Failure::new(Exit::Data, format!("{bad} lines could not be read"))
                .hinted("the other lines were answered"))
        }
    }
}
