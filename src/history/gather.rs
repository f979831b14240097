//! Lines → baskets: a part at a time, on all threads, as many parts together as memory holds.

use std::ops::Range;

use std::collections::{BTreeMap, HashSet};

use super::lines::{Collector, Part, Said, each};
use super::place::{Files, Place};
use super::slips::{Slip, Slips};
use super::{Error, History};
use crate::domain::sku::SkuError;
use crate::domain::{Day, Sku};
use crate::mine::{Baskets, BasketsBuilder};
use crate::sheet::problem::{At, Problems};

/// Bytes that a line takes in baskets and in the index of who holds what.
const OF_A_LINE: usize = 8;
/// Bytes that a basket takes beside its lines.
const OF_A_BASKET: usize = 16;

/// About how much memory the baskets of some parts take.
pub fn needed<'a>(parts: impl Iterator<Item = &'a Part>) -> usize {
    parts.map(|part| part.lines as usize * OF_A_LINE + part.groups as usize * OF_A_BASKET).sum()
}

/// A spelling in the history that is none of the caller's items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// As it is written.
    pub spelling: String,
    /// Why it can be none, where it can be none at all.
    pub error: Option<SkuError>,
    /// The file of the first line.
    pub file: String,
    /// Its place.
    pub at: At,
    /// On so many lines.
    pub lines: u64,
}

/// Which item each spelling of each reader is.
pub struct Numbers {
    of_reader: Vec<Vec<Option<u32>>>,
}

impl History {
    /// The SKUs it names, in order, each once; those that are none left out.
    pub fn skus(&self) -> Vec<Sku> {
        let mut skus: Vec<Sku> =
            self.readers.iter().flat_map(|reader| reader.skus.iter()).filter_map(|(_, sku, _)| sku.ok()).collect();
        skus.sort_unstable();
        skus.dedup();
        skus
    }

    /// Gives each spelling the number that `number` finds for its SKU, and names those without, by place.
    pub fn numbers(&self, number: impl Fn(&Sku) -> Option<u32>) -> (Numbers, Vec<Unknown>) {
        let mut unknown: BTreeMap<String, (Option<SkuError>, u64, u64)> = BTreeMap::new();
        let mut of_reader = Vec::new();
        for reader in &self.readers {
            let mut numbers = Vec::new();
            for (spelling, sku, uses) in reader.skus.iter() {
                let found = sku.as_ref().ok().and_then(&number);
                if found.is_none() {
                    let entry = unknown.entry(spelling).or_insert((sku.err(), 0, u64::MAX));
                    entry.1 += uses.lines;
                    entry.2 = entry.2.min(uses.first);
                }
                numbers.push(found);
            }
            of_reader.push(numbers);
        }
        let mut unknown: Vec<_> = unknown.into_iter().collect();
        unknown.sort_by_key(|(_, (_, _, first))| *first);
        let place = |(spelling, (error, lines, first)): (String, (Option<SkuError>, u64, u64))| {
            let (_, file, at) = self.files.find(first, |file| file.sku)?;
            Some(Unknown { spelling, error, file: file.name.clone(), at, lines })
        };
        (Numbers { of_reader }, unknown.into_iter().filter_map(place).collect())
    }

    /// On how many lines each item stands.
    pub fn lines_of(&self, numbers: &Numbers, items: u32) -> Vec<u64> {
        let mut lines = vec![0; items as usize];
        for (reader, numbers) in self.readers.iter().zip(&numbers.of_reader) {
            for (uses, number) in reader.skus.uses().iter().zip(numbers) {
                if let Some(number) = number {
                    lines[*number as usize] += uses.lines;
                }
            }
        }
        lines
    }

    /// All baskets, whatever memory they take, and what is wrong with the lines.
    ///
    /// # Errors
    /// [`Error::Spill`] where lines that were written away cannot be read back.
    pub fn baskets(mut self, numbers: &Numbers, max_basket: usize, problems: &mut Problems) -> Result<Baskets, Error> {
        let all = 0..self.readers[0].parts().len();
        let baskets = self.gather(all, numbers, max_basket)?;
        self.say(problems);
        Ok(baskets)
    }

    /// The parts that memory holds together, in order.
    pub fn groups(&self) -> Vec<Range<usize>> {
        let parts = self.readers[0].parts().len();
        let taken = |reader: &Collector| reader.skus.memory() + reader.most_memory();
        let taken: usize = self.readers.iter().map(taken).sum();
        // Numbers of baskets and items are counted in 32 bits.
        let room = self.memory.bytes.saturating_sub(taken).min(u32::MAX as usize * OF_A_LINE / 2);
        let of_part = |part: usize| needed(self.readers.iter().map(|reader| &reader.parts()[part]));
        let mut groups = Vec::new();
        let (mut start, mut taken) = (0, 0);
        for part in 0..parts {
            let more = of_part(part);
            if taken + more > room && part > start {
                groups.push(start..part);
                (start, taken) = (part, 0);
            }
            taken += more;
        }
        groups.push(start..parts);
        groups
    }

    /// The baskets of some parts; their lines are gone then.
    pub fn gather(&mut self, parts: Range<usize>, numbers: &Numbers, max_basket: usize) -> Result<Baskets, Error> {
        let threads = self.readers.len();
        let mut baskets = Baskets::default();
        let of =
            |reader: &Collector, what: fn(&Part) -> u64| reader.parts()[parts.clone()].iter().map(what).sum::<u64>();
        let sum = |what| self.readers.iter().map(|reader| of(reader, what)).sum::<u64>() as usize;
        if parts.len() > 1 {
            baskets.reserve(sum(|part| part.groups), sum(|part| part.lines));
        }
        let mut slips: Vec<Slips> = (0..self.files.len()).map(|_| Slips::default()).collect();
        let mut next = parts.start;
        while next < parts.end {
            let last = (next + threads).min(parts.end);
            let mut work = Vec::new();
            for part in next..last {
                let bytes: std::io::Result<Vec<_>> = self.readers.iter_mut().map(|reader| reader.take(part)).collect();
                work.push(bytes.map_err(|source| Error::Spill { folder: self.memory.folder.clone(), source })?);
            }
            let files = &self.files;
            let done: Vec<(Baskets, Vec<Slips>)> = std::thread::scope(|scope| {
                let workers: Vec<_> = work
                    .into_iter()
                    .map(|bytes| scope.spawn(move || build(&bytes, numbers, files, max_basket)))
                    .collect();
                workers
                    .into_iter()
                    .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                    .collect()
            });
            for (part, others) in done {
                baskets.append(&part);
                for (slips, other) in slips.iter_mut().zip(others) {
                    slips.merge(other);
                }
            }
            next = last;
        }
        for (slips, other) in self.slips.iter_mut().zip(slips) {
            slips.merge(other);
        }
        Ok(baskets)
    }

    /// Says what is wrong with the lines and was not said yet; two days of a basket are known once it was gathered.
    pub fn say(&mut self, problems: &mut Problems) {
        for (number, slips) in self.slips.iter_mut().enumerate() {
            std::mem::take(slips).say(self.files.name(number), problems);
        }
    }
}

/// The baskets of one part, and which of them are on two days.
fn build(bytes: &[Vec<Vec<u8>>], numbers: &Numbers, files: &Files, max_basket: usize) -> (Baskets, Vec<Slips>) {
    let mut builder = BasketsBuilder::default();
    let mut on_two_days = HashSet::new();
    for (pieces, numbers) in bytes.iter().zip(&numbers.of_reader) {
        let mut basket = None;
        each(pieces, |said| match said {
            Said::Basket { key, day, .. } => {
                let number = builder.basket(key);
                if day.is_some_and(|day| builder.day(number, day)) {
                    on_two_days.insert(key.to_vec());
                }
                basket = Some(number);
            }
            Said::Line { sku, quantity } => {
                if let (Some(basket), Some(&Some(item))) = (basket, numbers.get(sku as usize)) {
                    builder.line(basket, item, quantity);
                }
            }
        });
    }
    let slips = if on_two_days.is_empty() { Vec::new() } else { second_days(bytes, &on_two_days, files) };
    (builder.finish(max_basket), slips)
}

/// Where baskets have another day than on their first line.
fn second_days(bytes: &[Vec<Vec<u8>>], keys: &HashSet<Vec<u8>>, files: &Files) -> Vec<Slips> {
    let mut days: BTreeMap<&[u8], Vec<(Place, Day)>> = keys.iter().map(|key| (key.as_slice(), Vec::new())).collect();
    for pieces in bytes {
        each(pieces, |said| {
            if let Said::Basket { key, day: Some(day), place } = said
                && let Some(days) = days.get_mut(key)
            {
                days.push((place, day));
            }
        });
    }
    let mut slips: Vec<Slips> = (0..files.len()).map(|_| Slips::default()).collect();
    let mut found: Vec<(Place, &[u8])> = Vec::new();
    for (key, mut days) in days {
        days.sort_unstable();
        let other = days.iter().find(|(_, day)| *day != days[0].1);
        found.extend(other.map(|&(place, _)| (place, key)));
    }
    found.sort_unstable();
    for (place, key) in found {
        if let Some((file, _, at)) = files.find(place, |file| file.time.unwrap_or(file.basket)) {
            slips[file].note(Slip::TwoDays, at, key);
        }
    }
    slips
}
