//! Where a line of a history stands, in one number while millions of them are read.

use crate::sheet::problem::At;

/// Lines of all files counted on from file to file.
pub type Place = u64;

/// The files in the order in which they were read.
#[derive(Debug, Default)]
pub struct Files {
    list: Vec<File>,
    lines: u64,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct File {
    /// As it is said in problems.
    pub name: String,
    /// Where its lines begin to count.
    start: Place,
    /// The column of the basket, from 0; 1 for what has no columns.
    pub basket: usize,
    /// The column of the SKU.
    pub sku: usize,
    /// The column of the time, where there is one.
    pub time: Option<usize>,
}

impl Files {
    /// Begins a file with its columns; the place of its line 0.
    pub fn begin(&mut self, name: &str, basket: usize, sku: usize, time: Option<usize>) -> Place {
        self.list.push(File { name: name.to_owned(), start: self.lines, basket, sku, time });
        self.lines
    }

    /// Ends the file that was begun last, of so many lines.
    pub fn end(&mut self, lines: u64) {
        self.lines += lines + 1;
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The name of a file.
    pub fn name(&self, number: usize) -> &str {
        self.list.get(number).map_or("", |file| &file.name)
    }

    /// The number of the file in which a place lies, the file, and the place in it.
    pub fn find(&self, place: Place, column: impl Fn(&File) -> usize) -> Option<(usize, &File, At)> {
        let number = self.list.partition_point(|file| file.start <= place).checked_sub(1)?;
        let file = &self.list[number];
        Some((number, file, At { line: place - file.start, column: column(file) as u64 + 1 }))
    }
}
