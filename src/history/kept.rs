//! What people wrote in a `pairs.csv` that is mined anew: their decisions, sentences, and any column of their own.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use csv::ByteRecord;

use crate::domain::Sku;
use crate::sheet::format;
use crate::sheet::problem::{At, Problems};
use crate::sheet::table::{Header, Lines, cannot_read, cell_at};

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
        let mut bytes = Vec::new();
        match File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::default(),
            Err(error) => {
                problems.error(&name, At::START, cannot_read(&error), "");
                return Self::default();
            }
        }
        of_text(&bytes, &name, problems)
    }
}

fn of_text(bytes: &[u8], file: &str, problems: &mut Problems) -> Kept {
    let not_pairs = "is no pairs.csv and is not written over";
    let Ok(format) = format::detect(bytes) else {
        problems.error(file, At::START, not_pairs, "");
        return Kept::default();
    };
    let mut csv = csv::ReaderBuilder::new()
        .delimiter(format.delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(&bytes[format.skip..]);
    let mut record = ByteRecord::new();
    let mut lines = Lines::default();
    let line = lines.record_at(bytes, format.skip);
    if !csv.read_byte_record(&mut record).unwrap_or(false) {
        problems.error(file, At::START, not_pairs, "");
        return Kept::default();
    }
    let header = Header::new(line, &record);
    let (Some(a), Some(b)) = (header.find("sku_a"), header.find("sku_b")) else {
        problems.error(file, header.at(0), not_pairs, "");
        return Kept::default();
    };
    if !header.check(file, &[], problems) {
        return Kept::default();
    }
    let further = |name: &str| !COUNTED.contains(&name) && !WRITTEN.contains(&name);
    let more: Vec<usize> =
        (0..header.names.len()).filter(|&at| further(&header.names[at].as_str().to_lowercase())).collect();
    let mut kept =
        Kept { more_columns: more.iter().map(|&column| header.names[column].to_string()).collect(), pairs: Vec::new() };
    let columns: Vec<Option<usize>> =
        WRITTEN.iter().map(|name| header.find(name)).chain(more.into_iter().map(Some)).collect();
    let mut seen = HashSet::new();
    loop {
        let start = format.skip + csv.position().byte() as usize;
        if !csv.read_byte_record(&mut record).unwrap_or(false) {
            break;
        }
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        problems.rows += 1;
        let mut wrong = |column: usize, what: &str, value: &[u8]| {
            // Lines are counted only where something is to be said, from the beginning.
            let line = Lines::default().record_at(bytes, start);
            problems.error(file, cell_at(line, &record, column), what, &String::from_utf8_lossy(value));
        };
        let extra = (header.names.len()..record.len()).find(|&cell| !record[cell].trim_ascii().is_empty());
        if let Some(column) = extra {
            wrong(column, "row has more cells than the header", &record[column]);
            continue;
        }
        if let Some(column) = (0..record.len()).find(|&cell| std::str::from_utf8(&record[cell]).is_err()) {
            wrong(column, "text is not UTF-8; save the file as \"CSV UTF-8\"", &record[column]);
            continue;
        }
        let text = |column: Option<usize>| {
            let cell = column.and_then(|column| record.get(column)).unwrap_or_default();
            std::str::from_utf8(cell).unwrap_or_default().trim()
        };
        let cells: Vec<String> = columns.iter().map(|&column| text(column).to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let skus = [a, b].map(|column| {
            let sku = Sku::parse(text(Some(column)));
            if let Err(error) = &sku {
                wrong(column, &error.to_string(), text(Some(column)).as_bytes());
            }
            sku
        });
        let [Ok(one), Ok(two)] = skus else { continue };
        let (one, two) = if one <= two { (one, two) } else { (two, one) };
        if one == two {
            wrong(b, "pair of an item with itself", two.as_str().as_bytes());
        } else if seen.insert((one.clone(), two.clone())) {
            kept.pairs.push(KeptPair { a: one, b: two, cells });
        } else {
            wrong(b, "pair stands twice", two.as_str().as_bytes());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Kept, Vec<String>) {
        let mut problems = Problems::default();
        let kept = of_text(text.as_bytes(), "pairs.csv", &mut problems);
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
                "pairs.csv:4:2: error: pair stands twice: B",
                "pairs.csv:6:2: error: SKU is empty",
                "pairs.csv:7:4: error: row has more cells than the header: 2",
            ]
        );
    }
}
