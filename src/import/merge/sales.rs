//! `sales/FORMAT.csv`: receipts of all imports of a format, each once; where one comes again, it is as it came last.

use std::collections::HashSet;
use std::io::{self, BufRead as _, BufReader, Seek as _, Write as _};

use super::{Changes, Files, row};
use crate::import::read::sales::Line;

/// The columns, as `goeswith mine` reads them.
const HEADER: [&str; 5] = ["basket_id", "timestamp", "sku", "quantity", "price"];

/// Lines of receipts on their way, on disk.
pub struct Spool {
    /// The format.
    pub format: String,
    file: io::BufWriter<std::fs::File>,
    baskets: HashSet<u64>,
}

impl Spool {
    /// Begins one.
    pub fn begin(format: &str) -> io::Result<Self> {
        let file = io::BufWriter::with_capacity(1 << 18, tempfile::tempfile()?);
        Ok(Self { format: format.to_owned(), file, baskets: HashSet::new() })
    }

    /// Appends a line.
    pub fn push(&mut self, line: &Line) -> io::Result<()> {
        self.baskets.insert(key(line.basket.as_bytes()));
        let quantity = line.quantity.to_string();
        self.file.write_all(&row(b',', [&line.basket, &line.timestamp, &line.sku, quantity.as_str(), &line.price]))
    }
}

/// Receipts are told apart by 64 bits of their names: among a thousand million two are one with a chance of 3 in 100.
fn key(basket: &[u8]) -> u64 {
    use std::hash::BuildHasher as _;
    foldhash::fast::FixedState::with_seed(0).hash_one(basket)
}

pub(super) fn lay(files: &mut Files, mut spool: Spool, changes: &mut Changes) -> io::Result<()> {
    let name = format!("sales/{}.csv", spool.format);
    let mut draft = files.begin(&name)?;
    let mut old: HashSet<u64> = HashSet::new();
    let mut put = |bytes: &[u8]| draft.as_mut().map_or(Ok(()), |draft| draft.write(bytes));
    put(&row(b',', HEADER))?;
    if let Ok(file) = std::fs::File::open(files.source.folder.join(&name)) {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(BufReader::with_capacity(1 << 18, file));
        let places = HEADER.map(|column| {
            reader.byte_headers().ok().and_then(|names| names.iter().position(|name| name == column.as_bytes()))
        });
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(io::Error::other)? {
            let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default();
            let basket = key(cell(places[0]));
            old.insert(basket);
            if !spool.baskets.contains(&basket) {
                let cells = places.map(|place| String::from_utf8_lossy(cell(place)).into_owned());
                put(&row(b',', cells.iter().map(String::as_str)))?;
            }
        }
    }
    changes.baskets_replaced += spool.baskets.intersection(&old).count() as u64;
    changes.baskets_added += spool.baskets.difference(&old).count() as u64;
    spool.file.flush()?;
    let mut lines = spool.file.into_inner().map_err(io::IntoInnerError::into_error)?;
    lines.rewind()?;
    let mut reader = BufReader::with_capacity(1 << 18, lines);
    loop {
        let length = {
            let bytes = reader.fill_buf()?;
            put(bytes)?;
            bytes.len()
        };
        if length == 0 {
            break;
        }
        reader.consume(length);
    }
    files.keep(&name, draft);
    Ok(())
}
