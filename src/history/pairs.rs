//! A history → `pairs.csv`: every pair counted exactly, on all threads, within a bound of memory.
//!
//! Where the baskets of the whole history fit, rows go straight to the file. Else the parts are counted one after the
//! other into runs of rows, and the rows of the runs are added up item by item.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use foldhash::fast::FixedState;

use super::gather::{Numbers, Unknown};
use super::kept::Kept;
use super::row::Rows;
use super::runs::{self, Reader, Writer};
use super::{Error, History};
use crate::domain::Sku;
use crate::domain::watch::{Step, Watch};
use crate::mine::{AgeWeights, Baskets, Counter, Holding, Together};
use crate::sheet::problem::Problems;

/// What is counted and what is written.
#[derive(Clone, Debug)]
pub struct Options {
    /// Pairs in fewer baskets are left out, save those that people wrote something about.
    pub min_count: u32,
    /// Days after which a basket counts half in `weight`.
    pub half_life: Option<f64>,
    /// Baskets of more items are left out.
    pub max_basket: usize,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mined {
    /// Baskets with at least one item left.
    pub baskets: u64,
    /// Items sold.
    pub items: u64,
    /// Pairs written.
    pub pairs: u64,
    /// Of these, in too few baskets and kept for what people wrote.
    pub kept_below: u64,
    /// Baskets left out for their size.
    pub too_large: u64,
    /// Lines whose SKU is none.
    pub unknown_lines: u64,
}

/// Told each piece of the file in order.
pub type Sink<'a> = &'a mut dyn FnMut(&[u8]) -> io::Result<()>;

/// Told each block of rows in order, with the pairs in it.
type Take<'a> = &'a mut dyn FnMut(&[u8], Mined) -> Result<(), Error>;

/// So many rows are counted by one thread at a time.
const ROWS: u32 = 32;

/// Counts and writes. What is wrong with the lines is noted in `problems`; SKUs that are none are given back.
///
/// # Errors
/// [`Error::Stopped`], [`Error::Spill`], and [`Error::Output`] where the sink fails.
pub fn write(
    mut history: History,
    options: &Options,
    kept: &Kept,
    problems: &mut Problems,
    watch: &mut dyn Watch,
    sink: Sink,
) -> Result<(Mined, Vec<Unknown>), Error> {
    let skus = skus(&history, kept);
    let places: HashMap<&Sku, u32, FixedState> = skus.iter().zip(0..).collect();
    let (numbers, unknown) = history.numbers(|sku| places.get(sku).copied());
    drop(places);
    let by_age = options.half_life.and_then(|days| Some(AgeWeights::new(history.last_day()?, days)));
    let mut mining = Mining {
        items: skus.len() as u32,
        threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8),
        by_age,
        mined: Mined { unknown_lines: unknown.iter().map(|unknown| unknown.lines).sum(), ..Mined::default() },
        sold: vec![0; skus.len()],
        options,
    };
    let rows = Rows::new(&skus, kept, options);
    sink(rows.header().as_bytes()).map_err(Error::Output)?;
    let groups = history.groups();
    watch.step(Step::CountPairs, u64::from(mining.items) * (groups.len() as u64 + u64::from(groups.len() > 1)));
    if let [all] = groups.as_slice() {
        mining.at_once(&mut history, all.clone(), &numbers, &rows, watch, sink)?;
    } else {
        mining.in_parts(&mut history, groups, &numbers, &rows, watch, sink)?;
    }
    history.say(problems);
    Ok((mining.mined, unknown))
}

/// The SKUs of the history and of the pairs that are kept, in order: what their numbers mean.
fn skus(history: &History, kept: &Kept) -> Vec<Sku> {
    let mut skus = history.skus();
    let sold = skus.len();
    skus.extend(kept.pairs.iter().flat_map(|pair| [pair.a.clone(), pair.b.clone()]));
    if skus.len() > sold {
        skus.sort_unstable();
        skus.dedup();
    }
    skus
}

struct Mining<'a> {
    items: u32,
    threads: usize,
    by_age: Option<AgeWeights>,
    mined: Mined,
    sold: Vec<u64>,
    options: &'a Options,
}

impl Mining<'_> {
    fn at_once(
        &mut self,
        history: &mut History,
        all: Range<usize>,
        numbers: &Numbers,
        rows: &Rows,
        watch: &mut dyn Watch,
        sink: Sink,
    ) -> Result<(), Error> {
        let mut baskets = history.gather(all, numbers, self.options.max_basket)?;
        self.tally(&baskets);
        baskets.keep_items(|item| rows.may_hold(item, self.sold[item as usize]));
        let holding = Holding::new(baskets, self.items as usize);
        let (sold, total) = (&self.sold, self.mined.baskets);
        let write = |counter: &mut Counter, item: u32, bytes: &mut Vec<u8>| {
            rows.write(item, counter, |number| sold[number as usize], total, bytes)
        };
        let by_age = self.by_age.as_ref();
        let count = |counter: &mut Counter, item: u32| counter.count(&holding, item, by_age);
        let (mut pairs, mut below) = (0, 0);
        self.each_block(0, count, write, watch, &mut |bytes, written| {
            pairs += written.pairs;
            below += written.kept_below;
            sink(bytes).map_err(Error::Output)
        })?;
        (self.mined.pairs, self.mined.kept_below) = (pairs, below);
        Ok(())
    }

    fn in_parts(
        &mut self,
        history: &mut History,
        groups: Vec<Range<usize>>,
        numbers: &Numbers,
        rows: &Rows,
        watch: &mut dyn Watch,
        sink: Sink,
    ) -> Result<(), Error> {
        let folder = history.memory.folder.clone();
        let spill = |source| Error::Spill { folder: folder.clone(), source };
        // What the other parts hold is not known yet, but no item is in more baskets than it has lines.
        let bought = history.lines_of(numbers, self.items);
        let mut readers = Vec::new();
        for (turn, group) in groups.into_iter().enumerate() {
            let mut baskets = history.gather(group, numbers, self.options.max_basket)?;
            self.tally(&baskets);
            baskets.keep_items(|item| rows.may_hold(item, bought[item as usize]));
            let holding = Holding::new(baskets, self.items as usize);
            let by_age = self.by_age.as_ref();
            let count = |counter: &mut Counter, item: u32| counter.count(&holding, item, by_age);
            let encode = |counter: &mut Counter, _: u32, bytes: &mut Vec<u8>| {
                let (mut row, mut last) = (Vec::new(), 0);
                counter.take(|_, _| true, |pair: Together| runs::encode(&mut row, &mut last, &pair));
                runs::frame(bytes, &row);
                Mined::default()
            };
            let mut run = Writer::new(&folder).map_err(spill)?;
            let before = turn as u64 * u64::from(self.items);
            self.each_block(before, count, encode, watch, &mut |bytes, _| run.write(bytes).map_err(spill))?;
            readers.push(run.read().map_err(spill)?);
        }
        self.add_up(&mut readers, rows, watch, &spill, sink)
    }

    /// Adds up the rows of all runs.
    fn add_up(
        &mut self,
        runs: &mut [Reader],
        rows: &Rows,
        watch: &mut dyn Watch,
        spill: &dyn Fn(io::Error) -> Error,
        sink: Sink,
    ) -> Result<(), Error> {
        let mut counter = Counter::new(self.items as usize, self.by_age.as_ref());
        let (sold, total) = (&self.sold, self.mined.baskets);
        let mut bytes = Vec::new();
        let before = runs.len() as u64 * u64::from(self.items);
        for item in 0..self.items {
            for run in &mut *runs {
                runs::decode(run.next().map_err(spill)?, |pair| counter.add(pair));
            }
            let written = rows.write(item, &mut counter, |number| sold[number as usize], total, &mut bytes);
            self.mined.pairs += written.pairs;
            self.mined.kept_below += written.kept_below;
            if bytes.len() > 1 << 18 || item + 1 == self.items {
                sink(&bytes).map_err(Error::Output)?;
                bytes.clear();
                if !watch.at(before + u64::from(item)) {
                    return Err(Error::Stopped);
                }
            }
        }
        Ok(())
    }

    fn tally(&mut self, baskets: &Baskets) {
        self.mined.baskets += baskets.len() as u64;
        self.mined.too_large += baskets.too_large();
        for &item in baskets.all_items() {
            self.sold[item as usize] += 1;
        }
        self.mined.items = self.sold.iter().filter(|&&sold| sold > 0).count() as u64;
    }

    /// Counts the rows of all items on all threads and gives what was made of them to `take`, in order.
    fn each_block(
        &self,
        before: u64,
        count: impl Fn(&mut Counter, u32) + Sync,
        write: impl Fn(&mut Counter, u32, &mut Vec<u8>) -> Mined + Sync,
        watch: &mut dyn Watch,
        take: Take,
    ) -> Result<(), Error> {
        let next = AtomicU64::new(0);
        let blocks = u64::from(self.items.div_ceil(ROWS));
        let (sender, receiver) = crossbeam_channel::bounded::<(u64, Vec<u8>, Mined)>(4 * self.threads);
        std::thread::scope(|scope| {
            for _ in 0..self.threads {
                let (sender, next, count, write) = (sender.clone(), &next, &count, &write);
                scope.spawn(move || {
                    let mut counter = Counter::new(self.items as usize, self.by_age.as_ref());
                    loop {
                        let block = next.fetch_add(1, Ordering::Relaxed);
                        if block >= blocks {
                            break;
                        }
                        let (mut bytes, mut written) = (Vec::new(), Mined::default());
                        let start = block as u32 * ROWS;
                        for item in start..(start + ROWS).min(self.items) {
                            count(&mut counter, item);
                            let more = write(&mut counter, item, &mut bytes);
                            written.pairs += more.pairs;
                            written.kept_below += more.kept_below;
                        }
                        if sender.send((block, bytes, written)).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            let (mut awaited, mut early) = (0, BTreeMap::new());
            // Dropped where something fails, and then nobody counts on.
            for (block, bytes, written) in receiver {
                early.insert(block, (bytes, written));
                while let Some((bytes, written)) = early.remove(&awaited) {
                    take(&bytes, written)?;
                    awaited += 1;
                }
                if !watch.at(before + (awaited * u64::from(ROWS)).min(u64::from(self.items))) {
                    return Err(Error::Stopped);
                }
            }
            Ok(())
        })
    }
}
