//! Sales that are sent to `record`, and the books that are kept about them.

use std::collections::{HashMap, HashSet};

use super::run::Run;

/// The id of a sale: of a run, and its number in it.
pub fn id(run: usize, number: usize) -> String {
    format!("0190f3c2-{:04x}-7000-8{:03x}-{number:012x}", run & 0xffff, run >> 16 & 0xfff)
}

/// A sale as another program would send it, with its line end.
pub fn line(run: usize, number: usize) -> String {
    let quantity = number % 7 + 1;
    format!(
        r#"{{"event_id":"{}","kind":"sale","lines":[{{"sku":"PRN-200","quantity":{quantity},"price":12900}}]}}"#,
        id(run, number)
    ) + "\n"
}

/// Several, from one number to before another.
pub fn lines(run: usize, numbers: std::ops::Range<usize>) -> String {
    numbers.map(|number| line(run, number)).collect()
}

/// Which sales were sent, and which of them were acknowledged.
#[derive(Debug, Default)]
pub struct Books {
    sent: HashSet<String>,
    acknowledged: HashSet<String>,
}

impl Books {
    pub fn sent(&mut self, run: usize, numbers: std::ops::Range<usize>) {
        self.sent.extend(numbers.map(|number| id(run, number)));
    }

    pub fn acknowledged(&mut self, ids: Vec<String>) {
        self.acknowledged.extend(ids);
    }

    pub fn how_many_acknowledged(&self) -> usize {
        self.acknowledged.len()
    }

    /// Holds what is stored against the books: everything that was acknowledged is there once, nothing is there twice,
    /// and nothing is there that nobody sent.
    pub fn audit(&self, run: &mut Run, stored: &[String]) {
        let mut times: HashMap<&str, usize> = HashMap::new();
        for id in stored {
            *times.entry(id).or_default() += 1;
        }
        let lost: Vec<_> = self.acknowledged.iter().filter(|id| !times.contains_key(id.as_str())).collect();
        let twice: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
        let strange: Vec<_> = stored.iter().filter(|id| !self.sent.contains(*id)).collect();
        run.bad("lost", lost.len(), || format!("acknowledged and not stored: {lost:?}"));
        run.bad("duplicated", twice.len(), || format!("stored twice: {twice:?}"));
        assert!(strange.is_empty(), "stored, and nobody sent it: {strange:?}");
    }
}
