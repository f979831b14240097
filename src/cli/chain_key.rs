//! The chain's key: a file that IT copies to terminals by hand, named as `chain_key` in the settings.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::{Exit, Failure};
use crate::settings::Settings;
use crate::sync::customers::Customers;
use crate::travel::pseudonym::{self, Key};

/// The key of the settings; `None` where they name none.
///
/// # Errors
/// Where the file cannot be read, or holds too few characters.
pub fn read(settings: &Settings) -> Result<Option<Key>, Failure> {
    settings.chain_key.as_deref().map(open).transpose()
}

/// The key under which cards are looked up; or why there is none, as a sentence without its period.
///
/// # Errors
/// Where none is set, it cannot be read, or the customers list was made with another.
pub fn of_cards(settings: &Settings, customers: &Customers) -> Result<Key, String> {
    let key = match read(settings) {
        Ok(Some(key)) => key,
        Ok(None) => return Err("No key of the chain is set".to_owned()),
        Err(failure) => return Err(capital(&failure.message)),
    };
    match customers.label() {
        Some(list) if list.key != key.mark() => {
            Err("The customers list was made with another key than the one on this computer".to_owned())
        }
        _ => Ok(key),
    }
}

fn capital(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Reads the key of a file.
///
/// # Errors
/// As [`read`].
pub fn open(path: &Path) -> Result<Key, Failure> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(pseudonym::LONGEST).read_to_end(&mut bytes));
    read.map_err(|error| {
        Failure::new(Exit::Data, format!("the chain's key cannot be read: {}: {error}", path.display()))
    })?;
    Key::parse(&bytes).ok_or_else(|| {
        Failure::new(Exit::Data, format!("the chain's key is too short: {}", path.display()))
            .hinted(format!("it has at least {} characters; `openssl rand -hex 32` makes one", pseudonym::SHORTEST))
    })
}
