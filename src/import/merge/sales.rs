//! `sales/FORMAT.csv`: receipts of all imports of a format, each once; where one comes again, it is as it came last.

use std::io::{self, BufReader, Seek as _};

use hashbrown::HashSet;

use super::{Changes, Files};
use crate::import::read::sales::Line;

/// The columns, as `goeswith mine` reads them.
const HEADER: [&str; 5] = ["basket_id", "timestamp", "sku", "quantity", "price"];

/// Lines of receipts on their way, on disk.
pub struct Spool {
    /// The format.
    pub format: String,
    rows: csv::Writer<std::fs::File>,
    baskets: HashSet<u64>,
}

impl Spool {
    /// Begins one.
    pub fn begin(format: &str) -> io::Result<Self> {
        let rows = csv::WriterBuilder::new().buffer_capacity(1 << 18).from_writer(tempfile::tempfile()?);
        Ok(Self { format: format.to_owned(), rows, baskets: HashSet::new() })
    }

    /// True where no line came.
    pub fn is_empty(&self) -> bool {
        self.baskets.is_empty()
    }

    /// Appends a line.
    pub fn push(&mut self, line: &Line) -> io::Result<()> {
        self.baskets.insert(key(line.basket.as_bytes()));
        let quantity = line.quantity.to_string();
        let cells = [&line.basket, &line.timestamp, &line.sku, quantity.as_str(), &line.price];
        self.rows.write_record(cells).map_err(io::Error::other)
    }
}

/// Receipts are told apart by 64 bits of their names: among a thousand million two are one with a chance of 3 in 100.
fn key(basket: &[u8]) -> u64 {
    use std::hash::BuildHasher as _;
    foldhash::fast::FixedState::with_seed(0).hash_one(basket)
}

pub(super) fn lay(files: &mut Files, spool: Spool, changes: &mut Changes) -> io::Result<()> {
    let name = format!("sales/{}.csv", spool.format);
    let mut sheet = files.begin(&name, b',', &[])?;
    let mut old: HashSet<u64> = HashSet::new();
    sheet.row(HEADER)?;
    if let Ok(file) = std::fs::File::open(files.source.folder.join(&name)) {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(BufReader::with_capacity(1 << 18, file));
        let names = reader.byte_headers().cloned().unwrap_or_default();
        let places = HEADER.map(|column| names.iter().position(|name| name == column.as_bytes()));
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(io::Error::other)? {
            let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default();
            let basket = key(cell(places[0]));
            old.insert(basket);
            if !spool.baskets.contains(&basket) {
                sheet.row(places.map(cell))?;
            }
        }
    }
    changes.baskets_replaced += spool.baskets.intersection(&old).count() as u64;
    changes.baskets_added += spool.baskets.difference(&old).count() as u64;
    let mut lines = spool.rows.into_inner().map_err(csv::IntoInnerError::into_error)?;
    lines.rewind()?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(BufReader::with_capacity(1 << 18, lines));
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(io::Error::other)? {
        sheet.row(record.iter())?;
    }
    files.keep(sheet)
}
