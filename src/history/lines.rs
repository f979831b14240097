//! Lines of sales on their way to baskets: a few bytes each, sorted into parts by basket, so that a part can be looked at
//! alone. What memory does not hold goes to a temporary file that has no name and ends with the program.
//!
//! A part is a stream of numbers of variable length (LEB128). The lowest two bits of the first say what it is: 0, a
//! piece of the SKU whose number is in the other bits; 1, the same with a quantity behind it; 2, another basket: the
//! length of its key, the key, its day and its place as steps from the ones before.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};

use super::place::Place;
use super::spellings::Spellings;
use crate::domain::Day;
use crate::mine;

/// Millionths of a piece: quantities are counted in these.
pub const PIECE: i64 = 1_000_000;

/// Memory is taken in pieces of this size.
const PAGE: usize = 32 * 1024;
/// Longer than any number or key with what belongs to it: keys are cut from cells of one line.
const ROOM: usize = 64;

/// What one reader collected.
#[derive(Debug)]
pub struct Collector {
    /// The SKUs it met.
    pub skus: Spellings,
    /// The latest day it met.
    pub last_day: Option<Day>,
    /// Lines it took.
    pub lines: u64,
    parts: Vec<Part>,
    key: Vec<u8>,
    day: Option<Day>,
    part: usize,
    pages: usize,
    most_pages: usize,
    spilled: Option<File>,
    spilled_bytes: u64,
}

/// The lines of some baskets.
#[derive(Debug, Default)]
pub struct Part {
    pages: Vec<Vec<u8>>,
    extents: Vec<(u64, usize)>,
    last_place: Place,
    last_day: i32,
    /// Lines in it.
    pub lines: u64,
    /// How often a basket begins in it: at least as many as there are baskets.
    pub groups: u64,
}

impl Collector {
    /// With so many parts, or the next power of two.
    pub fn new(parts: usize) -> Self {
        Self {
            skus: Spellings::default(),
            last_day: None,
            lines: 0,
            parts: (0..parts.next_power_of_two()).map(|_| Part::default()).collect(),
            key: Vec::new(),
            day: None,
            part: usize::MAX,
            pages: 0,
            most_pages: 0,
            spilled: None,
            spilled_bytes: 0,
        }
    }

    /// Takes a line: basket, SKU as written, day, millionths of a piece. The day of a return says nothing of the basket.
    pub fn line(&mut self, basket: &[u8], sku: &[u8], day: Option<Day>, quantity: i64, place: Place) {
        let day = day.filter(|_| quantity > 0);
        if self.part == usize::MAX || self.day != day || self.key != basket {
            self.begin(basket, day, place);
        }
        self.lines += 1;
        let item = u64::from(self.skus.number(sku, place));
        let part = &mut self.parts[self.part];
        part.lines += 1;
        let page = part.room(ROOM, &mut self.pages);
        if quantity == PIECE {
            put(page, item << 2);
        } else {
            put(page, item << 2 | 1);
            put(page, zigzag(quantity));
        }
    }

    fn begin(&mut self, basket: &[u8], day: Option<Day>, place: Place) {
        self.key.clear();
        self.key.extend_from_slice(basket);
        self.day = day;
        self.last_day = self.last_day.max(day);
        // The low bits pick places in tables of names.
        self.part = (mine::hash(basket) >> 40) as usize & (self.parts.len() - 1);
        let part = &mut self.parts[self.part];
        part.groups += 1;
        let (last_day, last_place) = (part.last_day, part.last_place);
        part.last_day = day.map_or(last_day, |day| day.0);
        part.last_place = place;
        let page = part.room(basket.len() + ROOM, &mut self.pages);
        put(page, (basket.len() as u64) << 2 | 2);
        page.extend_from_slice(basket);
        put(page, day.map_or(0, |day| zigzag(i64::from(day.0) - i64::from(last_day)) + 1));
        put(page, zigzag(place.wrapping_sub(last_place).cast_signed()));
    }

    /// Bytes of memory taken by lines.
    pub fn memory(&self) -> usize {
        self.pages
    }

    /// The most they ever took: what was given back is not always given to others.
    pub fn most_memory(&self) -> usize {
        self.most_pages.max(self.pages)
    }

    /// Lines and beginnings of baskets, over all parts.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// True where something was written to a temporary file.
    pub fn has_spilled(&self) -> bool {
        self.spilled.is_some()
    }

    /// Writes what is in memory to a temporary file in `folder`.
    pub fn spill(&mut self, folder: &std::path::Path) -> io::Result<()> {
        let mut file = match self.spilled.take() {
            Some(file) => file,
            None => tempfile::tempfile_in(folder)?,
        };
        for part in &mut self.parts {
            let length: usize = part.pages.iter().map(Vec::len).sum();
            if length == 0 {
                continue;
            }
            for page in part.pages.drain(..) {
                file.write_all(&page)?;
            }
            part.extents.push((self.spilled_bytes, length));
            self.spilled_bytes += length as u64;
        }
        self.most_pages = self.most_memory();
        self.pages = 0;
        self.spilled = Some(file);
        Ok(())
    }

    /// Takes the bytes of a part out, in pieces: numbers never lie across two of them, save where a file was written.
    pub fn take(&mut self, part: usize) -> io::Result<Vec<Vec<u8>>> {
        let Part { pages, extents, .. } = &mut self.parts[part];
        let mut all = Vec::new();
        if let Some(file) = &mut self.spilled {
            for (start, length) in extents.drain(..) {
                file.seek(SeekFrom::Start(start))?;
                let mut bytes = vec![0; length];
                io::Read::read_exact(file, &mut bytes)?;
                all.push(bytes);
            }
        }
        all.append(pages);
        Ok(all)
    }
}

impl Part {
    fn room(&mut self, bytes: usize, taken: &mut usize) -> &mut Vec<u8> {
        let is_full = self.pages.last().is_none_or(|page| page.capacity() - page.len() < bytes);
        if is_full {
            let page = Vec::with_capacity(bytes.max(PAGE));
            *taken += page.capacity();
            self.pages.push(page);
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }
}

/// What a part says, in order.
pub enum Said<'a> {
    /// Another basket, or the same on another day.
    Basket {
        /// Its key.
        key: &'a [u8],
        /// Its day.
        day: Option<Day>,
        /// Where it begins.
        place: Place,
    },
    /// A line of it.
    Line {
        /// The number of the SKU as it was written.
        sku: u32,
        /// Millionths of a piece.
        quantity: i64,
    },
}

/// Reads the pieces of a part.
pub fn each(pieces: &[Vec<u8>], mut each: impl FnMut(Said)) {
    let (mut last_day, mut last_place) = (0_i64, 0_u64);
    for bytes in pieces {
        let mut rest = bytes.as_slice();
        while let Some(first) = get(&mut rest) {
            match first & 3 {
                2 => {
                    let (key, behind) = rest.split_at(((first >> 2) as usize).min(rest.len()));
                    rest = behind;
                    let day = get(&mut rest).unwrap_or(0).checked_sub(1).map(|step| {
                        last_day += unzigzag(step);
                        Day(last_day as i32)
                    });
                    last_place = last_place.wrapping_add(unzigzag(get(&mut rest).unwrap_or(0)).cast_unsigned());
                    each(Said::Basket { key, day, place: last_place });
                }
                kind => {
                    let quantity = if kind == 1 { unzigzag(get(&mut rest).unwrap_or(0)) } else { PIECE };
                    each(Said::Line { sku: (first >> 2) as u32, quantity });
                }
            }
        }
    }
}

/// Appends a number in seven bits a byte, the lowest first.
pub fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number off; `None` at the end.
pub fn get(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    Some(number)
}

/// Small numbers of either sign as small numbers.
pub fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

/// The way back.
pub fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}
