//! What people wrote in a `pairs.csv` that is mined anew: their decisions, sentences, and any column of their own.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use csv::ByteRecord;

use super::blocks::{self, Blocks};
use crate::domain::Sku;
use crate::sheet::format;
use crate::sheet::formula::unguarded;
use crate::sheet::problem::{At, Problems};
use crate::sheet::table::{Header, Lines, cannot_read, cell_at, line_breaks};

/// The columns that are counted; in this order in the file.
pub const COUNTED: [&str; 14] = [
    "sku_a",
    "sku_b",
    "n_a",
    "n_b",
    "n_ab",
    "n",
    "support",
    "confidence_ab",
    "confidence_ba",
    "lift",
    "llr",
    "first_seen",
    "last_seen",
    "weight",
];
/// The columns of people behind them.
pub const WRITTEN: [&str; 4] = ["decision", "kind", "ask", "say"];

/// So many bytes are looked at to find how a file is written; longer than any header.
const SAMPLE: u64 = 64 * 1024;
const NOT_PAIRS: &str = "is no pairs.csv and is not written over";

/// What people wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Columns behind the known ones, as written.
    pub more_columns: Vec<String>,
    /// Pairs with anything written, the smaller SKU first.
    pub pairs: Vec<KeptPair>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPair {
    /// The smaller SKU.
    pub a: Sku,
    /// The greater one.
    pub b: Sku,
    /// The cells of [`WRITTEN`] and then of the further columns.
    pub cells: Vec<String>,
}

impl Kept {
    /// Reads a file that may be missing. Everything that keeps a row from being understood is an error: a row that is
    /// passed over would be lost.
    pub fn read(path: &Path, problems: &mut Problems) -> Self {
        let name = path.display().to_string();
        match File::open(path).and_then(|file| Self::of(file, &name, problems)) {
            Ok(kept) => kept,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::default(),
            Err(error) => {
                problems.error(&name, At::START, cannot_read(&error), "");
                Self::default()
            }
        }
    }

    fn of(mut file: impl Read, name: &str, problems: &mut Problems) -> io::Result<Self> {
        let mut sample = Vec::new();
        file.by_ref().take(SAMPLE).read_to_end(&mut sample)?;
        let Some(start) = Start::of(&sample) else {
            problems.error(name, At::START, NOT_PAIRS, "");
            return Ok(Self::default());
        };
        let header = &start.header;
        let (Some(a), Some(b)) = (header.find("sku_a"), header.find("sku_b")) else {
            problems.error(name, header.at(0), NOT_PAIRS, "");
            return Ok(Self::default());
        };
        if !header.check(name, &[], problems) {
            return Ok(Self::default());
        }
        let further = |name: &str| !COUNTED.contains(&name) && !WRITTEN.contains(&name);
        let more: Vec<usize> =
            (0..header.names.len()).filter(|&at| further(&header.names[at].as_str().to_lowercase())).collect();
        let more_columns = more.iter().map(|&column| header.names[column].to_string()).collect();
        let columns = WRITTEN.iter().map(|name| header.find(name)).chain(more.into_iter().map(Some)).collect();
        let mut reader =
            Rows { skus: [a, b], width: header.names.len(), columns, seen: HashSet::new(), pairs: Vec::new() };
        sample.drain(..start.length);
        let mut blocks = Blocks::new(sample, file, start.line, start.delimiter);
        while let Some(block) = blocks.next()? {
            let mut csv = blocks::reader(&block.bytes, start.delimiter);
            let mut record = ByteRecord::new();
            loop {
                let place = csv.position().byte() as usize;
                // Reading from memory in flexible mode cannot fail.
                if !csv.read_byte_record(&mut record).unwrap_or(false) {
                    break;
                }
                if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                    continue;
                }
                problems.rows += 1;
                if let Err((column, what)) = reader.row(&record) {
                    let line = Lines::default().record_at(&block.bytes, place) - 1 + block.line;
                    let value = String::from_utf8_lossy(record.get(column).unwrap_or_default());
                    problems.error(name, cell_at(line, &record, column), what, &value);
                }
            }
        }
        Ok(Self { more_columns, pairs: reader.pairs })
    }
}

/// The beginning of a file: how it is written, and its columns.
struct Start {
    header: Header,
    delimiter: u8,
    /// Bytes of it.
    length: usize,
    /// The line behind it.
    line: u64,
}

impl Start {
    fn of(sample: &[u8]) -> Option<Self> {
        let format = format::detect(sample).ok()?;
        let mut csv = blocks::reader(&sample[format.skip..], format.delimiter);
        let mut record = ByteRecord::new();
        csv.read_byte_record(&mut record).ok()?;
        let length = format.skip + csv.position().byte() as usize;
        let header = Header::new(Lines::default().record_at(sample, format.skip), &record);
        Some(Self { header, delimiter: format.delimiter, length, line: line_breaks(&sample[..length]) + 1 })
    }
}

/// Understands rows.
struct Rows {
    skus: [usize; 2],
    width: usize,
    /// Those of people: [`WRITTEN`] and then the further ones.
    columns: Vec<Option<usize>>,
    seen: HashSet<(Sku, Sku)>,
    pairs: Vec<KeptPair>,
}

impl Rows {
    /// Takes a row where anything is written; else the column that is wrong, and why.
    fn row(&mut self, record: &ByteRecord) -> Result<(), (usize, String)> {
        let is_beyond = |&cell: &usize| !record[cell].trim_ascii().is_empty();
        if let Some(column) = (self.width..record.len()).find(is_beyond) {
            return Err((column, "row has more cells than the header".to_owned()));
        }
        if let Some(column) = (0..record.len()).find(|&cell| std::str::from_utf8(&record[cell]).is_err()) {
            return Err((column, "text is not UTF-8; save the file as \"CSV UTF-8\"".to_owned()));
        }
        let text = |column: Option<usize>| {
            let cell = column.and_then(|column| record.get(column)).unwrap_or_default();
            std::str::from_utf8(cell).unwrap_or_default().trim()
        };
        let cells: Vec<String> = self.columns.iter().map(|&column| text(column).to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            return Ok(());
        }
        let [a, b] = self.skus;
        let sku = |column| Sku::parse(unguarded(text(Some(column)))).map_err(|error| (column, error.to_string()));
        let (one, two) = (sku(a)?, sku(b)?);
        let (one, two) = if one <= two { (one, two) } else { (two, one) };
        if one == two {
            return Err((b, "pair of an item with itself".to_owned()));
        }
        if !self.seen.insert((one.clone(), two.clone())) {
            return Err((b, "pair stands twice".to_owned()));
        }
        self.pairs.push(KeptPair { a: one, b: two, cells });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Kept, Vec<String>) {
        let mut problems = Problems::default();
        let kept = Kept::of(text.as_bytes(), "pairs.csv", &mut problems).unwrap();
        (kept, problems.list().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_people_wrote_is_kept_whatever_the_order_of_columns_and_items() {
        let text = "\u{feff}Note;sku_b;sku_a;decision;n_ab\nfor Ana;A;B;rejected;7\n;C;D;;9\n";
        let (kept, said) = read(text);
        assert_eq!(said, [] as [&str; 0]);
        assert_eq!(kept.more_columns, ["Note"]);
        let cells = ["rejected", "", "", "", "for Ana"].map(str::to_owned).to_vec();
        let sku = |text: &str| Sku::parse(text).unwrap();
        assert_eq!(kept.pairs, [KeptPair { a: sku("A"), b: sku("B"), cells }]);
    }

    #[test]
    fn nothing_that_cannot_be_kept_is_passed_over() {
        assert_eq!(read("sku,name\nA,B\n").1, ["pairs.csv:1:1: error: is no pairs.csv and is not written over"]);
        assert_eq!(read("").1.len(), 1);
        let text = "sku_a,sku_b,say\nA,A,x\nA,B,x\n\"B\",A,\"y\n\"\nC,,z\nA,C,1,2\nA,D,\n";
        assert_eq!(
            read(text).1,
            [
                "pairs.csv:2:2: error: pair of an item with itself: A",
                "pairs.csv:4:2: error: pair stands twice: A",
                "pairs.csv:6:2: error: SKU is empty",
                "pairs.csv:7:4: error: row has more cells than the header: 2",
            ]
        );
    }
}
