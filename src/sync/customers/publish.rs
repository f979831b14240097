//! A customers list goes out; and once more, without somebody who asked to be forgotten.

use std::path::Path;

use super::super::numbered::{self, Lists, NotPublished, Published};
use super::super::plain;
use super::super::signing::Signer;
use crate::travel::customers::{MOST_BYTES, Row, Wanted, read, write};
use crate::travel::digest::hex;
use crate::travel::names;

const LISTS: Lists = Lists { name: names::customers, number: names::customers_number };

/// Writes a customers list into a sync folder under the next number, `least` at least.
///
/// # Errors
/// [`NotPublished`]; then no list was.
pub fn publish(sync_dir: &Path, bytes: &[u8], least: u64, signer: Option<&Signer>) -> Result<Published, NotPublished> {
    numbered::publish(&sync_dir.join(names::CUSTOMERS), LISTS, bytes, least, signer)
}

/// The number and the SHA-256 of the newest list of a folder that is there, of whatever content.
pub fn newest(sync_dir: &Path) -> Option<u64> {
    LISTS.numbers(&sync_dir.join(names::CUSTOMERS)).ok()?.first().copied()
}

/// Publishes the newest list again without some customers, where any list of the folder has them, and takes every list
/// away that does. Answers what was published; `None` where nothing had to be.
///
/// # Errors
/// [`NotPublished`]; then every list is there still.
pub fn publish_without(
    sync_dir: &Path,
    gone: &[String],
    signer: Option<&Signer>,
) -> Result<Option<Published>, NotPublished> {
    let folder = sync_dir.join(names::CUSTOMERS);
    let failed = |error: std::io::Error| NotPublished::Folder { path: folder.clone(), detail: error.to_string() };
    let mut holding = Vec::new();
    let mut newest = None;
    for number in LISTS.numbers(&folder).map_err(failed)? {
        let Ok(bytes) = plain::read(&folder.join(names::customers(number)), MOST_BYTES) else { continue };
        let mut rows = Vec::new();
        let heading = read(&bytes, Wanted { chain_id: "" }, |pseudonym, [segments, preferences, bought]| {
            let words = |text: &str| text.split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect();
            let row = Row {
                pseudonym: hex(&pseudonym),
                segments: words(segments),
                preferences: words(preferences),
                bought: words(bought),
            };
            rows.push(row);
        });
        let Ok(heading) = heading else { continue };
        let before = rows.len();
        rows.retain(|row| !gone.contains(&row.pseudonym));
        if rows.len() < before {
            holding.push(number);
        }
        newest.get_or_insert((heading, rows));
    }
    let Some((heading, rows)) = newest.filter(|_| !holding.is_empty()) else { return Ok(None) };
    let published = publish(sync_dir, &write(&heading.chain_id, &heading.key, rows), 1, signer)?;
    for number in holding {
        LISTS.remove(&folder, number);
    }
    Ok(Some(published))
}
