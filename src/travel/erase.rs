//! A list of customers to be forgotten (data.md section 3): their pseudonyms, numbered, signed like a manifest.
//!
//! ```text
//! {"format":1,"number":3,"chain_id":"fenwick","pseudonyms":["..."]}
//! ```

use serde::{Deserialize, Serialize};

use super::MOST;

/// The format this version writes and reads.
pub const FORMAT: u64 = 1;
/// Longer files are refused before they are read.
pub const LONGEST: u64 = 1 << 20;

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseList {
    /// [`FORMAT`].
    pub format: u64,
    /// As its name has it; one more for each list.
    pub number: u64,
    /// Of which chain; a counter takes no other's.
    pub chain_id: String,
    /// Who is to be forgotten.
    pub pseudonyms: Vec<String>,
}

/// Why a file is no list, as a clause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not JSON, a key missing, a value that cannot be.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// Of a later format.
    #[error("it was written by a newer goeswith (format {0})")]
    Newer(u64),
}

#[derive(Deserialize)]
struct Mark {
    format: u64,
}

impl EraseList {
    /// Reads the list of a number from its bytes.
    pub fn read(bytes: &[u8], number: u64) -> Result<Self, Fault> {
        if bytes.len() as u64 > LONGEST {
            return Err(Fault::Unreadable(format!("it is longer than {LONGEST} bytes")));
        }
        let unreadable = |error: serde_json::Error| Fault::Unreadable(error.to_string());
        let Mark { format } = serde_json::from_slice(bytes).map_err(unreadable)?;
        if format > FORMAT {
            return Err(Fault::Newer(format));
        }
        let list: Self = serde_json::from_slice(bytes).map_err(unreadable)?;
        let wrong = |what: &str| Err(Fault::Unreadable(what.to_owned()));
        if list.format != FORMAT || list.number != number || list.number == 0 || list.number > MOST {
            return wrong("its numbers do not fit its name");
        }
        if list.chain_id.is_empty() || list.chain_id.chars().count() > 64 {
            return wrong("chain_id is empty or too long");
        }
        if !list.pseudonyms.iter().all(|pseudonym| is_pseudonym(pseudonym)) {
            return wrong("a pseudonym in it is none");
        }
        Ok(list)
    }

    /// The bytes that are written and signed: the same for the same list.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// True for what may stand as `customer` in an event: clean text of 1 to 128 characters.
fn is_pseudonym(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= 128 && crate::domain::text::is_clean(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written_and_nothing_else() {
        let pseudonyms = vec!["a1b2c3".to_owned()];
        let list = EraseList { format: FORMAT, number: 3, chain_id: "fenwick".to_owned(), pseudonyms };
        let text = String::from_utf8(list.to_bytes()).unwrap();
        assert_eq!(EraseList::read(text.as_bytes(), 3), Ok(list));
        assert!(matches!(EraseList::read(text.as_bytes(), 4), Err(Fault::Unreadable(_))));
        let with = |from: &str, to: &str| EraseList::read(text.replacen(from, to, 1).as_bytes(), 3);
        assert_eq!(with("\"format\":1", "\"format\":2"), Err(Fault::Newer(2)));
        for (from, to) in [("fenwick", ""), ("a1b2c3", ""), ("a1b2c3", "\\u0007"), ("[\"", "[7,\""), ("3", "-3")] {
            assert!(matches!(with(from, to), Err(Fault::Unreadable(_))), "{from} {to}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(text in ".*") {
            let _ = EraseList::read(text.as_bytes(), 3);
        }
    }
}
