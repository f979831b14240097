//! The rules for the content of a snapshot that comes from elsewhere: every cell of every row is looked at once
//! (reliability.md section 6, rule 10). SQLite itself finds nothing wrong with text that is no UTF-8, and ends a text at
//! its first NUL where it measures it.
//!
//! Run it after [`super::verify`]: that every page is where it belongs is found there.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::Error;
use super::catalog::open;
use crate::domain::{Sku, text};

/// Longer texts are refused.
const LONGEST_TEXT: usize = 64 << 10;
/// Money, counts and days stay within this on both sides of zero, so that sums of them fit.
const MOST: i64 = 1 << 53;
/// Higher numbers of rows are refused: a file of the greatest length has fewer.
const HIGHEST_ID: i64 = 1 << 28;

/// How many rows each table has.
pub type Rows = BTreeMap<String, u64>;

/// Looks at every cell, and counts the rows of every table.
///
/// # Errors
/// [`Error::Content`] names the table, the row in the order of its key, from 1, and what is wrong with it.
pub fn content(path: &Path) -> Result<Rows, Error> {
    let connection = open::open(path)?;
    let mut known = Known::default();
    let mut rows = Rows::new();
    for table in TABLES {
        let count = look_through(&connection, table, &mut known).map_err(|fault| match fault {
            Fault::Sqlite(source) => open::explain(path, source),
            Fault::Wrong { row, column, what } => Error::Content {
                path: path.to_owned(),
                detail: format!("table {}, row {row}, {column}: {what}", table.name),
            },
        })?;
        rows.insert(table.name.to_owned(), count);
    }
    names_its_shop(&connection, path)?;
    Ok(rows)
}

/// Without a name, a chain and a currency nothing can be sold from it.
fn names_its_shop(connection: &Connection, path: &Path) -> Result<(), Error> {
    const SQL: &str = "SELECT count(*) FROM shop WHERE key IN ('name', 'chain_id', 'currency') AND value <> ''";
    let found: u32 = connection.query_row(SQL, [], |row| row.get(0)).map_err(|source| open::explain(path, source))?;
    if found == 3 {
        return Ok(());
    }
    let detail = "table shop: its name, chain_id or currency is missing".to_owned();
    Err(Error::Content { path: path.to_owned(), detail })
}

/// What a cell must be.
#[derive(Clone, Copy)]
enum Cell {
    /// Clean text; may be empty.
    Text,
    /// Clean text or NULL.
    MaybeText,
    /// A SKU.
    Sku,
    /// A whole number in this range.
    Whole(i64, i64),
    /// The same or NULL.
    MaybeWhole(i64, i64),
    /// The number of a row of this kind, which others may name.
    Id(Kind),
    /// The number of a row of this kind.
    Of(Kind),
    /// The same or NULL.
    MaybeOf(Kind),
}

/// What has numbers that are named elsewhere.
#[derive(Clone, Copy)]
enum Kind {
    Category,
    Item,
    Talk,
    Terms,
}

struct Table {
    name: &'static str,
    sql: &'static str,
    columns: &'static [(&'static str, Cell)],
}

const ANY: Cell = Cell::Whole(-MOST, MOST);
const COUNT: Cell = Cell::Whole(0, MOST);
const MONEY: Cell = Cell::MaybeWhole(0, MOST);
const DAY: Cell = Cell::MaybeWhole(-1_000_000, 10_000_000);
const ITEM: Cell = Cell::Of(Kind::Item);
const CATEGORY: Cell = Cell::Of(Kind::Category);
const LINK_KIND: Cell = Cell::Whole(0, 7);

/// Every table; what is named by others stands before them, and a table that names itself is read twice.
const TABLES: &[Table] = &[
    Table { name: "shop", sql: "SELECT key, value FROM shop", columns: &[("key", Cell::Text), ("value", Cell::Text)] },
    Table {
        name: "category",
        sql: "SELECT id, parent, name FROM category ORDER BY id",
        columns: &[("id", Cell::Id(Kind::Category)), ("parent", Cell::MaybeOf(Kind::Category)), ("name", Cell::Text)],
    },
    Table {
        name: "item",
        sql: "SELECT id, sku, name, type, category, variant_of, place FROM item ORDER BY id",
        columns: &[
            ("id", Cell::Id(Kind::Item)),
            ("sku", Cell::Sku),
            ("name", Cell::Text),
            ("type", Cell::Whole(0, 1)),
            ("category", Cell::MaybeOf(Kind::Category)),
            ("variant_of", Cell::MaybeOf(Kind::Item)),
            ("place", Cell::MaybeText),
        ],
    },
    Table {
        name: "item_fact",
        sql: "SELECT item, brand, note FROM item_fact",
        columns: &[("item", ITEM), ("brand", Cell::MaybeText), ("note", Cell::MaybeText)],
    },
    Table {
        name: "attribute",
        sql: "SELECT item, name, value FROM attribute",
        columns: &[("item", ITEM), ("name", Cell::Text), ("value", Cell::Text)],
    },
    Table { name: "barcode", sql: "SELECT code, item FROM barcode", columns: &[("code", Cell::Text), ("item", ITEM)] },
    Table {
        name: "price",
        sql: "SELECT eight, p0, p1, p2, p3, p4, p5, p6, p7 FROM price",
        columns: &[
            ("eight", Cell::Whole(0, HIGHEST_ID >> 3)),
            ("p0", MONEY),
            ("p1", MONEY),
            ("p2", MONEY),
            ("p3", MONEY),
            ("p4", MONEY),
            ("p5", MONEY),
            ("p6", MONEY),
            ("p7", MONEY),
        ],
    },
    Table { name: "cost", sql: "SELECT item, cost FROM cost", columns: &[("item", ITEM), ("cost", MONEY)] },
    Table { name: "stock", sql: "SELECT item, quantity FROM stock", columns: &[("item", ITEM), ("quantity", ANY)] },
    Table {
        name: "sold",
        sql: "SELECT item, baskets, weight, others FROM sold",
        columns: &[("item", ITEM), ("baskets", COUNT), ("weight", COUNT), ("others", COUNT)],
    },
    Table {
        name: "talk",
        sql: "SELECT id, language, variant, ask, say, if_too_expensive, if_has_one, if_not_now, if_other, why FROM talk",
        columns: &[
            ("id", Cell::Id(Kind::Talk)),
            ("language", Cell::Text),
            ("variant", Cell::Text),
            ("ask", Cell::MaybeText),
            ("say", Cell::MaybeText),
            ("if_too_expensive", Cell::MaybeText),
            ("if_has_one", Cell::MaybeText),
            ("if_not_now", Cell::MaybeText),
            ("if_other", Cell::MaybeText),
            ("why", Cell::MaybeText),
        ],
    },
    Table {
        name: "link_terms",
        sql: "SELECT id, priority, contexts, from_day, to_day, max_price_share, bundle_price, min_quantity, segments, tags \
              FROM link_terms",
        columns: &[
            ("id", Cell::Id(Kind::Terms)),
            ("priority", ANY),
            ("contexts", Cell::Text),
            ("from_day", DAY),
            ("to_day", DAY),
            ("max_price_share", MONEY),
            ("bundle_price", MONEY),
            ("min_quantity", MONEY),
            ("segments", Cell::Text),
            ("tags", Cell::Text),
        ],
    },
    Table {
        name: "link",
        sql: "SELECT item, position, add_on, kind, terms, talk FROM link",
        columns: &[
            ("item", ITEM),
            ("position", Cell::Whole(0, HIGHEST_ID)),
            ("add_on", ITEM),
            ("kind", LINK_KIND),
            ("terms", Cell::Of(Kind::Terms)),
            ("talk", Cell::MaybeOf(Kind::Talk)),
        ],
    },
    Table {
        name: "category_talk",
        sql: "SELECT item_category, add_on_category, talk FROM category_talk",
        columns: &[("item_category", CATEGORY), ("add_on_category", CATEGORY), ("talk", Cell::Of(Kind::Talk))],
    },
    Table {
        name: "pair",
        sql: "SELECT item, add_on, together, relevance, alone, in_basket, chance FROM pair",
        columns: &[
            ("item", ITEM),
            ("add_on", ITEM),
            ("together", COUNT),
            ("relevance", Cell::Whole(0, 1_000_000)),
            ("alone", ANY),
            ("in_basket", ANY),
            ("chance", COUNT),
        ],
    },
    Table {
        name: "pair_decision",
        sql: "SELECT item, add_on, accepted, kind, talk FROM pair_decision",
        columns: &[
            ("item", ITEM),
            ("add_on", ITEM),
            ("accepted", Cell::Whole(0, 1)),
            ("kind", LINK_KIND),
            ("talk", Cell::MaybeOf(Kind::Talk)),
        ],
    },
    Table {
        name: "answer",
        sql: "SELECT item, add_on, asked, accepted, unasked, taken, factor FROM answer",
        columns: &[
            ("item", ITEM),
            ("add_on", ITEM),
            ("asked", COUNT),
            ("accepted", COUNT),
            ("unasked", COUNT),
            ("taken", COUNT),
            ("factor", Cell::Whole(0, 1_000_000)),
        ],
    },
    Table {
        name: "category_pair",
        sql: "SELECT category, add_on, prior FROM category_pair",
        columns: &[("category", CATEGORY), ("add_on", ITEM), ("prior", Cell::Whole(0, 1_000_000_000))],
    },
];

/// The numbers that may be named, a bit each: they are small and lie close together.
#[derive(Default)]
struct Known([Vec<u64>; 4]);

impl Known {
    fn add(&mut self, kind: Kind, id: i64) {
        let (bits, at) = (&mut self.0[kind as usize], id as usize / 64);
        if bits.len() <= at {
            bits.resize(at + 1, 0);
        }
        bits[at] |= 1 << (id % 64);
    }

    fn has(&self, kind: Kind, id: i64) -> bool {
        let at = usize::try_from(id).ok().and_then(|id| self.0[kind as usize].get(id / 64));
        at.is_some_and(|bits| bits & (1 << (id % 64)) != 0)
    }
}

enum Fault {
    Sqlite(rusqlite::Error),
    Wrong { row: u64, column: &'static str, what: String },
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn look_through(connection: &Connection, table: &Table, known: &mut Known) -> Result<u64, Fault> {
    let mut statement = connection.prepare(table.sql)?;
    // Numbers first, so that a row may name a later one of its own table.
    if let Some((_, Cell::Id(kind))) = table.columns.first() {
        let mut rows = statement.query([])?;
        let mut row = 0;
        while let Some(cells) = rows.next()? {
            row += 1;
            match cells.get_ref(0)? {
                ValueRef::Integer(id @ 0..=HIGHEST_ID) => known.add(*kind, id),
                _ => return Err(Fault::Wrong { row, column: "id", what: "not a number of a row".to_owned() }),
            }
        }
    }
    let mut rows = statement.query([])?;
    let mut row = 0;
    while let Some(cells) = rows.next()? {
        row += 1;
        check_row(cells, table, known).map_err(|(column, what)| match what {
            Wrong::Sqlite(error) => Fault::Sqlite(error),
            Wrong::Rule(what) => Fault::Wrong { row, column, what },
        })?;
    }
    Ok(row)
}

enum Wrong {
    Sqlite(rusqlite::Error),
    Rule(String),
}

fn check_row(cells: &Row<'_>, table: &Table, known: &Known) -> Result<(), (&'static str, Wrong)> {
    for (at, (column, cell)) in table.columns.iter().enumerate() {
        let value = cells.get_ref(at).map_err(|error| (*column, Wrong::Sqlite(error)))?;
        check_cell(value, *cell, known).map_err(|what| (*column, Wrong::Rule(what)))?;
    }
    Ok(())
}

fn check_cell(value: ValueRef<'_>, cell: Cell, known: &Known) -> Result<(), String> {
    match (cell, value) {
        (Cell::MaybeText | Cell::MaybeWhole(..) | Cell::MaybeOf(_), ValueRef::Null)
        | (Cell::Id(_), ValueRef::Integer(_)) => Ok(()),
        (Cell::Text | Cell::MaybeText, ValueRef::Text(bytes)) => clean(bytes).map(drop),
        (Cell::Sku, ValueRef::Text(bytes)) => Sku::parse(clean(bytes)?).map(drop).map_err(|error| error.to_string()),
        (Cell::Whole(least, most) | Cell::MaybeWhole(least, most), ValueRef::Integer(number)) => {
            if (least..=most).contains(&number) { Ok(()) } else { Err(format!("{number} is out of range")) }
        }
        (Cell::Of(kind) | Cell::MaybeOf(kind), ValueRef::Integer(id)) => {
            if known.has(kind, id) {
                Ok(())
            } else {
                Err(format!("{id} is nowhere"))
            }
        }
        _ => Err("a value of another type".to_owned()),
    }
}

fn clean(bytes: &[u8]) -> Result<&str, String> {
    if bytes.len() > LONGEST_TEXT {
        return Err(format!("longer than {LONGEST_TEXT} bytes"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    if text::is_clean(text) { Ok(text) } else { Err("characters that may not be shown".to_owned()) }
}
