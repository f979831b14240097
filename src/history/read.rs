//! Files → a history. A file of text is read by one thread, and understood by all of them.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::blocks::{Block, Blocks};
use super::lines::Collector;
use super::open::{self, Opened};
use super::place::Files;
use super::records::{Columns, Records};
use super::slips::Slips;
use super::{Error, History, Memory};
use crate::domain::watch::{Step, Watch};
use crate::sheet::format;
use crate::sheet::problem::{At, Problems};
use crate::sheet::table::{Header, cannot_read};

const KNOWN: [&str; 7] = ["basket_id", "sku", "timestamp", "quantity", "price", "customer", "customer_id"];
/// So many bytes of text are looked at to find how a file is written.
const SAMPLE: usize = 64 * 1024;
/// Text for each part of the lines: what baskets are made of at once.
const TEXT_OF_A_PART: u64 = 4 * 1024 * 1024;

/// A file of sales.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// How problems call it.
    pub name: String,
}

/// Reads files in order. What is wrong in them is noted; errors do not stop the reading of the others.
///
/// # Errors
/// [`Error::Stopped`], [`Error::Store`], and [`Error::Spill`] where memory is limited.
pub fn read(
    sources: &[Source],
    memory: Memory,
    problems: &mut Problems,
    watch: &mut dyn Watch,
) -> Result<History, Error> {
    let size = |source: &Source| std::fs::metadata(&source.path).map_or(0, |metadata| metadata.len());
    watch.step(Step::ReadSales, sources.iter().map(size).sum());
    let text: u64 = sources.iter().map(|source| open::text_size(&source.path)).sum();
    let parts = usize::try_from(text / TEXT_OF_A_PART).unwrap_or(usize::MAX).clamp(1, 256);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let mut reader = Reader {
        history: History {
            readers: (0..threads).map(|_| Collector::new(parts)).collect(),
            files: Files::default(),
            slips: Vec::new(),
            memory,
            rows: 0,
            damaged: 0,
        },
        problems,
        watch,
        done: Arc::default(),
    };
    for source in sources {
        reader.file(source)?;
    }
    Ok(reader.history)
}

struct Reader<'a> {
    history: History,
    problems: &'a mut Problems,
    watch: &'a mut dyn Watch,
    done: Arc<AtomicU64>,
}

impl Reader<'_> {
    fn file(&mut self, source: &Source) -> Result<(), Error> {
        if !self.watch.at(self.done.load(Ordering::Relaxed)) {
            return Err(Error::Stopped);
        }
        let read = match open::open(&source.path, &self.done) {
            Ok(Opened::Text(text)) => self.text(source, text)?,
            #[cfg(feature = "parquet")]
            Ok(Opened::Parquet(file)) => {
                let done = &self.done;
                super::columns::read(file, source, &mut self.history, self.problems, &mut |bytes| {
                    self.watch.at(done.fetch_add(bytes, Ordering::Relaxed) + bytes)
                })?
            }
            #[cfg(not(feature = "parquet"))]
            Ok(Opened::Parquet(_)) => {
                let what = "file is Parquet, which this build cannot read; use one with the cargo feature `parquet`";
                self.problems.error(&source.name, At::START, what, "");
                return Ok(());
            }
            Ok(Opened::Sqlite) => super::store::read(source, &mut self.history, self.problems, self.watch)?,
            Err(error) => {
                self.problems.error(&source.name, At::START, cannot_read(&error), "");
                return Ok(());
            }
        };
        let Some((lines, slips)) = read else { return Ok(()) };
        self.history.files.end(lines);
        self.history.slips.push(slips);
        self.history.spill_where_full()
    }

    /// Reads a file of text; `None` where it has no header that can be used.
    fn text(&mut self, source: &Source, mut text: Box<dyn Read + Send>) -> Result<Option<(u64, Slips)>, Error> {
        let file = source.name.as_str();
        let Some((columns, mut blocks)) = self.begin(file, &mut text) else { return Ok(None) };
        let start = self.history.files.begin(file, columns.basket, columns.sku, columns.timestamp);
        if columns.timestamp.is_none() {
            let what = "no column timestamp, these sales count without their age";
            self.problems.warning(file, At { line: blocks.lines().saturating_sub(1).max(1), column: 1 }, what, "");
        }
        let history = &mut self.history;
        let full = Full::new(history);
        let watch = &mut *self.watch;
        let done = &self.done;
        let (sender, receiver) = crossbeam_channel::bounded::<Block>(4);
        let (rows, slips, fault) = std::thread::scope(|scope| {
            let (columns, full) = (&columns, &full);
            let workers: Vec<_> = history
                .readers
                .iter_mut()
                .map(|into| {
                    let receiver = receiver.clone();
                    scope.spawn(move || {
                        let mut records = Records::new(into, columns, start);
                        let mut spilled = Ok(());
                        for block in receiver {
                            records.block(&block);
                            // Blocks that nobody wants any more are let through, so that the sender can end.
                            if spilled.is_ok() {
                                spilled = full.spill(records.into);
                            }
                        }
                        (records.rows, records.slips, spilled)
                    })
                })
                .collect();
            drop(receiver);
            let mut fault = Ok(());
            loop {
                match blocks.next() {
                    Ok(Some(block)) => {
                        if sender.send(block).is_err() {
                            break;
                        }
                    }
                    Ok(None) => break,
                    Err(error) => {
                        let at = At { line: blocks.lines(), column: 1 };
                        self.problems.error(file, at, format!("file cannot be read ({error})"), "");
                        break;
                    }
                }
                if !watch.at(done.load(Ordering::Relaxed)) {
                    fault = Err(Error::Stopped);
                    break;
                }
                if full.has_failed.load(Ordering::Relaxed) {
                    break;
                }
            }
            drop(sender);
            let (mut rows, mut slips) = (0, Slips::default());
            for worker in workers {
                let (more, others, spilled) = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                rows += more;
                slips.merge(others);
                fault = fault.and(spilled);
            }
            (rows, slips, fault)
        });
        fault?;
        self.history.rows += rows;
        self.problems.rows += rows;
        if rows == 0 {
            self.problems.warning(file, At::START, "file has a header and no rows", "");
        }
        Ok(Some((blocks.lines(), slips)))
    }

    /// Finds how a file is written, and its columns.
    fn begin<R: Read>(&mut self, file: &str, text: R) -> Option<(Columns, Blocks<R>)> {
        let mut text = text;
        let mut sample = Vec::with_capacity(SAMPLE);
        if let Err(error) = text.by_ref().take(SAMPLE as u64).read_to_end(&mut sample) {
            self.problems.error(file, At::START, cannot_read(&error), "");
            return None;
        }
        let format = match format::detect(&sample) {
            Ok(format) => format,
            Err(what) => {
                self.problems.error(file, At::START, what, "");
                return None;
            }
        };
        let mut record = csv::ByteRecord::new();
        let mut csv = super::blocks::reader(&sample[format.skip..], format.delimiter);
        csv.read_byte_record(&mut record).ok()?;
        let behind = format.skip + csv.position().byte() as usize;
        let mut lines = crate::sheet::table::Lines::default();
        let header = Header::new(lines.record_at(&sample, format.skip), &record);
        header.warn_unknown(file, &KNOWN, self.problems);
        if !header.check(file, &["basket_id", "sku"], self.problems) {
            return None;
        }
        let columns = Columns::of(&header, format.delimiter)?;
        let line = crate::sheet::table::line_breaks(&sample[..behind]) + 1;
        sample.drain(..behind);
        Some((columns, Blocks::new(sample, text, line, format.delimiter)))
    }
}

/// Says when memory is full.
struct Full {
    /// What all readers may hold together as it is, and as baskets.
    limit: usize,
    folder: PathBuf,
    readers: usize,
    /// A temporary file could not be written.
    has_failed: AtomicBool,
}

impl Full {
    fn new(history: &History) -> Self {
        Self {
            limit: history.memory.bytes,
            folder: history.memory.folder.clone(),
            readers: history.readers.len(),
            has_failed: AtomicBool::new(false),
        }
    }

    /// Writes the lines of one reader away where they take more than its share.
    fn spill(&self, reader: &mut Collector) -> Result<(), Error> {
        if !is_full(reader, self.limit, self.readers) {
            return Ok(());
        }
        let spilled = reader.spill(&self.folder);
        if spilled.is_err() {
            self.has_failed.store(true, Ordering::Relaxed);
        }
        spilled.map_err(|source| Error::Spill { folder: self.folder.clone(), source })
    }
}

/// Whether the lines of a reader take more than its share, as they are or as the baskets they will be.
fn is_full(reader: &Collector, limit: usize, readers: usize) -> bool {
    let share = limit / readers;
    let left = share.saturating_sub(reader.skus.memory());
    if reader.has_spilled() {
        // A small share is enough for what will be written away.
        return reader.memory() > (left / 4).min(64 * 1024 * 1024);
    }
    reader.memory() + super::gather::needed(reader.parts().iter()) > left
}

impl History {
    /// The same between two files.
    pub(super) fn spill_where_full(&mut self) -> Result<(), Error> {
        let full = Full::new(self);
        self.readers.iter_mut().try_for_each(|reader| full.spill(reader))
    }
}

/// The name of a path in problems.
impl From<&Path> for Source {
    fn from(path: &Path) -> Self {
        Self { path: path.to_owned(), name: path.display().to_string() }
    }
}
