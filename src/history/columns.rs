//! Parquet → lines. Only the columns that are needed are read, a few thousand rows at a time.
//!
//! The line of a problem is the number of the row, from 1. Times are taken as they are stored: in UTC, where the file
//! says so.

use std::fs::File;

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{AsBytes as _, ByteArray, DataType};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::reader::{FileReader as _, RowGroupReader, SerializedFileReader};
use ::parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};

use super::lines::PIECE;
use super::read::Source;
use super::records::{day, known, quantity, whole};
use super::slips::{Slip, Slips};
use super::{Error, History};
use crate::domain::Day;
use crate::sheet::problem::{At, Problems};

/// Rows that are unpacked together.
const BATCH: usize = 8192;
/// The Julian day number of 1970-01-01.
const JULIAN_1970: i64 = 2_440_588;

/// Told how many more bytes are done; false stops.
pub type Tell<'a> = &'a mut dyn FnMut(u64) -> bool;

/// What the values of a column mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Plain,
    Unsigned,
    /// Divided by this power of ten.
    Decimal(u32),
    Date,
    /// So many units a day.
    Time(i64),
}

/// A value.
#[derive(Clone, Debug)]
enum Cell {
    Empty,
    Text(ByteArray),
    Whole(i128),
    Real(f64),
    Day(Day),
}

struct Column {
    place: usize,
    meaning: Meaning,
    name: &'static str,
}

/// Reads a file. `None` where it cannot be read, which is noted.
pub fn read(
    file: File,
    source: &Source,
    history: &mut History,
    problems: &mut Problems,
    tell: Tell,
) -> std::result::Result<Option<(u64, Slips)>, Error> {
    let name = source.name.as_str();
    let broken = |error: &ParquetError| format!("file cannot be read ({error})");
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let reader = match SerializedFileReader::new(file) {
        Ok(reader) => reader,
        Err(error) => {
            problems.error(name, At::START, broken(&error), "");
            return Ok(None);
        }
    };
    let schema = reader.metadata().file_metadata().schema_descr();
    let find = |name| column(schema, name);
    let (Some(basket), Some(sku)) = (find("basket_id"), find("sku")) else {
        for name_of in ["basket_id", "sku"].into_iter().filter(|name| find(name).is_none()) {
            problems.error(name, At::START, "no column", name_of);
        }
        return Ok(None);
    };
    let (time, pieces) = (find("timestamp"), find("quantity"));
    if time.is_none() {
        problems.warning(name, At::START, "no column timestamp, these sales count without their age", "");
    }
    let start = history.files.begin(name, basket.place, sku.place, time.as_ref().map(|time| time.place));
    let wanted: Vec<&Column> =
        [Some(&basket), Some(&sku), time.as_ref(), pieces.as_ref()].into_iter().flatten().collect();
    let mut slips = Slips::default();
    let mut row = 0;
    let groups = reader.num_row_groups() as u64;
    for group in 0..reader.num_row_groups() {
        let read = reader.get_row_group(group).and_then(|group| {
            rows(&*group, &wanted, &mut |cells| {
                row += 1;
                let mut find = |column: &Column| {
                    let place = wanted.iter().position(|wanted| wanted.place == column.place);
                    let cell = place.map_or(Cell::Empty, |place| std::mem::replace(&mut cells[place], Cell::Empty));
                    (At { line: row, column: column.place as u64 + 1 }, cell)
                };
                let ((basket_at, basket_cell), (sku_at, sku_cell)) = (find(&basket), find(&sku));
                let (basket_text, sku_text) = (text(&basket_cell), text(&sku_cell));
                for (at, name, text) in [(basket_at, basket.name, &basket_text), (sku_at, sku.name, &sku_text)] {
                    if text.is_empty() {
                        slips.note(Slip::Empty(name), at, name.as_bytes());
                    }
                }
                if basket_text.is_empty() || sku_text.is_empty() {
                    return;
                }
                let pieces = pieces.as_ref().map_or(Some(PIECE), |column| {
                    let (at, cell) = find(column);
                    let read = millionths(&cell);
                    if read.is_none() {
                        slips.note(Slip::Quantity, at, &text(&cell));
                    }
                    read
                });
                let day = time.as_ref().and_then(|column| {
                    let (at, cell) = find(column);
                    let read = day_of(&cell);
                    if known(read).is_none() {
                        let slip = if read.is_some() { Slip::Epoch } else { Slip::Time };
                        slips.note(slip, at, &text(&cell));
                    }
                    known(read)
                });
                history.readers[0].line(&basket_text, &sku_text, day, pieces.unwrap_or(PIECE), start + row);
            })
        });
        if let Err(error) = read {
            problems.error(name, At { line: row + 1, column: 1 }, broken(&error), "");
            break;
        }
        history.spill_where_full()?;
        if !tell(size / groups) {
            return Err(Error::Stopped);
        }
    }
    if row == 0 {
        problems.warning(name, At::START, "file has no rows", "");
    }
    history.rows += row;
    problems.rows += row;
    Ok(Some((row, slips)))
}

/// A column by name, without regard to case, as the other formats find it; one value a row.
fn column(schema: &SchemaDescriptor, name: &'static str) -> Option<Column> {
    let place = (0..schema.num_columns()).find(|&place| {
        let column = schema.column(place);
        column.path().parts().len() == 1 && column.max_rep_level() == 0 && column.name().eq_ignore_ascii_case(name)
    })?;
    Some(Column { place, meaning: meaning(&schema.column(place)), name })
}

fn meaning(column: &ColumnDescriptor) -> Meaning {
    const SECONDS: i64 = 24 * 60 * 60;
    match (column.logical_type_ref(), column.converted_type()) {
        (Some(LogicalType::Timestamp(time)), _) => Meaning::Time(match time.unit {
            TimeUnit::MILLIS => SECONDS * 1000,
            TimeUnit::MICROS => SECONDS * 1_000_000,
            TimeUnit::NANOS => SECONDS * 1_000_000_000,
        }),
        (_, ConvertedType::TIMESTAMP_MILLIS) => Meaning::Time(SECONDS * 1000),
        (_, ConvertedType::TIMESTAMP_MICROS) => Meaning::Time(SECONDS * 1_000_000),
        (Some(LogicalType::Date), _) | (_, ConvertedType::DATE) => Meaning::Date,
        (Some(LogicalType::Decimal(decimal)), _) => Meaning::Decimal(decimal.scale.unsigned_abs()),
        (_, ConvertedType::DECIMAL) => Meaning::Decimal(column.type_scale().unsigned_abs()),
        (_, ConvertedType::UINT_32 | ConvertedType::UINT_64) => Meaning::Unsigned,
        _ if column.physical_type() == Type::INT96 => Meaning::Date,
        _ => Meaning::Plain,
    }
}

/// Gives every row to `each`.
fn rows(group: &dyn RowGroupReader, columns: &[&Column], each: &mut dyn FnMut(&mut [Cell])) -> Result<()> {
    let mut readers = Vec::new();
    for column in columns {
        readers.push((group.get_column_reader(column.place)?, column.meaning));
    }
    let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
    let mut done = 0;
    while done < rows {
        let wanted = BATCH.min(rows - done);
        let mut batch = Vec::new();
        for (reader, meaning) in &mut readers {
            batch.push(cells(reader, *meaning, wanted)?.into_iter());
        }
        for _ in 0..wanted {
            let mut row: Vec<Cell> = batch.iter_mut().map(|column| column.next().unwrap_or(Cell::Empty)).collect();
            each(&mut row);
        }
        done += wanted;
    }
    Ok(())
}

/// The next cells of a column.
fn cells(reader: &mut ColumnReader, meaning: Meaning, wanted: usize) -> Result<Vec<Cell>> {
    let number = |value: i64| match meaning {
        Meaning::Time(a_day) => Cell::Day(Day(i32::try_from(value.div_euclid(a_day)).unwrap_or(0))),
        Meaning::Date => Cell::Day(Day(i32::try_from(value).unwrap_or(0))),
        Meaning::Unsigned => Cell::Whole(i128::from(value.cast_unsigned())),
        Meaning::Decimal(scale) => decimal(i128::from(value), scale),
        Meaning::Plain => Cell::Whole(i128::from(value)),
    };
    let bytes = |value: &[u8]| match meaning {
        Meaning::Decimal(scale) if value.len() <= 16 => {
            let sign = if value.first().is_some_and(|&first| first >= 0x80) { -1 } else { 0 };
            decimal(value.iter().fold(sign, |number: i128, &byte| number << 8 | i128::from(byte)), scale)
        }
        _ => Cell::Text(ByteArray::from(value.to_vec())),
    };
    match reader {
        ColumnReader::Int32ColumnReader(reader) => batch(reader, wanted, |value| match meaning {
            Meaning::Unsigned => Cell::Whole(i128::from(value.cast_unsigned())),
            _ => number(i64::from(value)),
        }),
        ColumnReader::Int64ColumnReader(reader) => batch(reader, wanted, number),
        ColumnReader::Int96ColumnReader(reader) => batch(reader, wanted, |value| {
            Cell::Day(Day((i64::from(value.data().get(2).copied().unwrap_or(0)) - JULIAN_1970) as i32))
        }),
        ColumnReader::FloatColumnReader(reader) => batch(reader, wanted, |value| Cell::Real(f64::from(value))),
        ColumnReader::DoubleColumnReader(reader) => batch(reader, wanted, Cell::Real),
        ColumnReader::ByteArrayColumnReader(reader) if matches!(meaning, Meaning::Decimal(_)) => {
            batch(reader, wanted, |value: ByteArray| bytes(value.as_bytes()))
        }
        ColumnReader::ByteArrayColumnReader(reader) => batch(reader, wanted, Cell::Text),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => batch(reader, wanted, |value| bytes(value.as_bytes())),
        ColumnReader::BoolColumnReader(_) => Ok(Vec::new()),
    }
}

/// Reads values and puts empty cells where there is none.
fn batch<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    wanted: usize,
    cell: impl Fn(T::T) -> Cell,
) -> Result<Vec<Cell>> {
    let (mut levels, mut values, mut cells) = (Vec::new(), Vec::new(), Vec::with_capacity(wanted));
    while cells.len() < wanted {
        levels.clear();
        values.clear();
        let (rows, there, _) = reader.read_records(wanted - cells.len(), Some(&mut levels), None, &mut values)?;
        if rows == 0 {
            break;
        }
        if there == rows {
            cells.extend(values.drain(..).map(&cell));
        } else {
            // A column of its own, not within a group: level 1 is a value.
            let mut values = values.drain(..);
            let next = |level: &i16| if *level > 0 { values.next().map_or(Cell::Empty, &cell) } else { Cell::Empty };
            cells.extend(levels.iter().map(next));
        }
    }
    Ok(cells)
}

fn decimal(value: i128, scale: u32) -> Cell {
    let Some(power) = 10_i128.checked_pow(scale) else { return Cell::Empty };
    if value % power == 0 { Cell::Whole(value / power) } else { Cell::Real(value as f64 / power as f64) }
}

/// A basket or an SKU, as CSV would have it.
fn text(cell: &Cell) -> Vec<u8> {
    match cell {
        Cell::Text(text) => text.data().trim_ascii().to_vec(),
        Cell::Whole(number) => number.to_string().into_bytes(),
        // Programs that know no missing whole numbers write whole numbers with a point.
        Cell::Real(number) if number.is_finite() => number.to_string().into_bytes(),
        Cell::Real(_) | Cell::Empty => Vec::new(),
        Cell::Day(day) => day.to_string().into_bytes(),
    }
}

fn millionths(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Empty => Some(PIECE),
        Cell::Text(text) if text.data().trim_ascii().is_empty() => Some(PIECE),
        Cell::Text(text) => quantity(text.data().trim_ascii()),
        Cell::Whole(number) => i64::try_from(*number).ok().map(|number| number.saturating_mul(PIECE)),
        Cell::Real(number) => whole(*number),
        Cell::Day(_) => None,
    }
}

fn day_of(cell: &Cell) -> Option<Day> {
    match cell {
        Cell::Day(day) => Some(*day),
        Cell::Text(text) => day(text.data().trim_ascii()),
        Cell::Empty | Cell::Whole(_) | Cell::Real(_) => None,
    }
}
