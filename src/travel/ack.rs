//! An acknowledgement: how far head office has merged what a terminal sent (data.md section 3). It only advises: a
//! terminal holds it against what it sealed itself, and deletes nothing because of it alone.
//!
//! ```text
//! {"terminal":"...","epoch":"...","seq":42000,"others":{"...":1200}}
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::MOST;
use super::names::is_id;

/// Longer files are refused before they are read.
pub const LONGEST: u64 = 64 << 10;

/// Up to which event of which store head office has everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// Random name of the installation.
    pub terminal: String,
    /// The store that sealed last.
    pub epoch: String,
    /// Everything up to this event of it is merged; 0 for nothing.
    pub seq: u64,
    /// The same for earlier stores of the terminal: after a restored backup, a clone, a damaged disk.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub others: BTreeMap<String, u64>,
}

/// Why a file is no acknowledgement, as a clause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(pub String);

impl Ack {
    /// Reads the acknowledgement for `terminal`. Keys this version does not know are ignored.
    pub fn read(bytes: &[u8], terminal: &str) -> Result<Self, Fault> {
        if bytes.len() as u64 > LONGEST {
            return Err(Fault(format!("it is longer than {LONGEST} bytes")));
        }
        let ack: Self = serde_json::from_slice(bytes).map_err(|error| Fault(error.to_string()))?;
        if ack.terminal != terminal {
            return Err(Fault("it is for another terminal".to_owned()));
        }
        if ack.each().any(|(epoch, seq)| !is_id(epoch) || seq > MOST) {
            return Err(Fault("an epoch or a number in it cannot be".to_owned()));
        }
        Ok(ack)
    }

    /// Every store with how far it is merged, the one that sealed last first.
    pub fn each(&self) -> impl Iterator<Item = (&str, u64)> {
        let others = self.others.iter().map(|(epoch, seq)| (epoch.as_str(), *seq));
        std::iter::once((self.epoch.as_str(), self.seq)).chain(others)
    }

    /// The bytes that are written: the same for the same acknowledgement.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMINAL: &str = "0190f3c2-a1b2-7c3d-8e4f-5061728394a5";
    const EPOCH: &str = "0190f3c2-a1b2-7c3d-8e4f-5061728394a6";

    #[test]
    fn it_is_read_as_it_was_written() {
        let others = BTreeMap::from([(TERMINAL.to_owned(), 7)]);
        let ack = Ack { terminal: TERMINAL.to_owned(), epoch: EPOCH.to_owned(), seq: 42, others };
        assert_eq!(Ack::read(&ack.to_bytes(), TERMINAL), Ok(ack.clone()));
        assert_eq!(ack.each().collect::<Vec<_>>(), [(EPOCH, 42), (TERMINAL, 7)]);
        assert!(Ack::read(&ack.to_bytes(), EPOCH).is_err());
        let short = format!(r#"{{"terminal":"{TERMINAL}","epoch":"{EPOCH}","seq":0,"weather":"fine"}}"#);
        assert_eq!(Ack::read(short.as_bytes(), TERMINAL).unwrap().seq, 0);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (epoch, seq) in [("..", "1"), (EPOCH, "-1"), (EPOCH, "1.5"), (EPOCH, "9007199254740992"), (EPOCH, "null")] {
            let text = format!(r#"{{"terminal":"{TERMINAL}","epoch":"{epoch}","seq":{seq}}}"#);
            assert!(Ack::read(text.as_bytes(), TERMINAL).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(text in ".*") {
            let _ = Ack::read(text.as_bytes(), TERMINAL);
        }
    }
}
