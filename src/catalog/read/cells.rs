//! Cells of `items.csv` that come again and again, read and held once: a million items name few makers, places and colours.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::items::FILE;
use super::table::Row;
use crate::catalog::problem::Problems;
use crate::domain::CleanText;
use crate::mine::Names;

/// Longer cells, in bytes, are hardly ever repeated and not kept.
const LONGEST: usize = 64;

/// Cell → what it says.
#[derive(Debug)]
pub struct Cells<T>(HashMap<CleanText, T, FixedState>);

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<T: Clone> Cells<T> {
    /// What a cell says; by `read`, where no equal cell came before. `None` for an empty one.
    pub fn read(
        &mut self,
        row: &Row,
        column: Option<usize>,
        problems: &mut Problems,
        read: impl FnOnce(&CleanText) -> T,
    ) -> Option<T> {
        let raw = row.text(column);
        if let Some(known) = self.0.get(raw) {
            return Some(known.clone());
        }
        let text = row.clean(column, FILE, problems)?;
        let said = read(&text);
        // Where something was taken out of it, it is said for every row.
        if text.as_str() == raw && raw.len() <= LONGEST {
            self.0.insert(text, said.clone());
        }
        Some(said)
    }
}

/// Barcode → the first item with it.
#[derive(Debug, Default)]
pub struct Codes {
    numbers: Names,
    items: Vec<u32>,
}

impl Codes {
    /// The first item with a barcode; this one where there was none.
    pub fn first(&mut self, code: &str, item: u32) -> u32 {
        let number = self.numbers.number(code.as_bytes()) as usize;
        if number == self.items.len() {
            self.items.push(item);
        }
        self.items[number]
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::Table;
    use super::*;

    #[test]
    fn a_cell_that_comes_again_is_read_once_and_what_is_wrong_with_one_is_said_each_time() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("t.csv"), "place\nAisle 7\nAisle\u{200b} 7\n Aisle 7 \nAisle\u{200b} 7\n")
            .unwrap();
        let mut problems = Problems::default();
        let table = Table::open(folder.path(), "t.csv", &mut problems).unwrap();
        let (mut cells, mut read, mut said) = (Cells::default(), 0, Vec::new());
        table.each_row(&mut problems, |row, problems| {
            let length = |cell: &CleanText| {
                read += 1;
                cell.as_str().len()
            };
            said.extend(cells.read(row, Some(0), problems, length));
        });
        assert_eq!((said, read, problems.warnings()), (vec![7; 4], 3, 2));
    }
}
