//! What SQLite brings for searching text, set up as well as it can be: FTS5 by beginnings of words, and by trigrams.
//!
//! Both are given what our index is given (name, maker, SKU, barcodes), keep nothing but their index, are merged into one
//! segment after they are filled, and may hold all of it in memory.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use goeswith::db::Catalog;
use goeswith::domain::ItemId;
use rusqlite::{Connection, params};

/// Rows of one answer, as many as ours gives.
const LIMIT: usize = 10;

/// One of the two.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Words, each typed one by its beginning, all of them in the item.
    Prefix,
    /// Pieces of three letters, any of them in the item, by bm25.
    Trigram,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Prefix => "FTS5 prefix",
            Self::Trigram => "FTS5 trigram",
        }
    }

    fn table(self) -> &'static str {
        match self {
            Self::Prefix => {
                "CREATE VIRTUAL TABLE goods USING fts5(name, codes, content='', prefix='2 3',
                    tokenize='unicode61 remove_diacritics 2')"
            }
            Self::Trigram => {
                "CREATE VIRTUAL TABLE goods USING fts5(name, codes, content='', tokenize='trigram remove_diacritics 1')"
            }
        }
    }

    /// What FTS5 is asked for a typed text; `None` where it has no question for it.
    fn question(self, text: &str) -> Option<String> {
        let text = text.to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let (parts, between): (Vec<String>, _) = match self {
            Self::Prefix => (words.map(|word| format!("\"{word}\"*")).collect(), " AND "),
            Self::Trigram => (words.flat_map(trigrams).map(|three| format!("\"{three}\"")).collect(), " OR "),
        };
        (!parts.is_empty()).then(|| parts.join(between))
    }
}

fn trigrams(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters.windows(3).map(|three| three.iter().collect()).collect()
}

/// A filled FTS5 table in a file.
pub struct Rival {
    pub kind: Kind,
    /// From the catalog to the merged table.
    pub built_in: Duration,
    /// Size of the file.
    pub bytes: u64,
    connection: Connection,
}

impl Rival {
    pub fn build(kind: Kind, catalog: &Catalog, folder: &Path) -> Self {
        let before = Instant::now();
        let path = folder.join(format!("{kind:?}.db"));
        let connection = Connection::open(&path).unwrap();
        let settings = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000;
            PRAGMA temp_store = MEMORY; BEGIN";
        connection.execute_batch(settings).unwrap();
        connection.execute_batch(kind.table()).unwrap();
        let mut barcodes: HashMap<ItemId, String> = HashMap::new();
        let each = catalog.each_barcode(|code, id| {
            let codes = barcodes.entry(id).or_default();
            codes.push(' ');
            codes.push_str(code.trim_start_matches('0'));
        });
        each.unwrap();
        let mut insert = connection.prepare("INSERT INTO goods(rowid, name, codes) VALUES (?1, ?2, ?3)").unwrap();
        let each = catalog.each_search_row(|row| {
            let name = [row.name.as_str(), row.brand.as_deref().unwrap_or_default()].join(" ");
            let codes = [row.sku.as_str(), barcodes.get(&row.id).map_or("", String::as_str)].concat();
            insert.execute(params![row.id.0, name, codes]).unwrap();
            true
        });
        each.unwrap();
        drop(insert);
        connection.execute_batch("INSERT INTO goods(goods) VALUES ('optimize'); COMMIT").unwrap();
        let built_in = before.elapsed();
        Self { kind, built_in, bytes: path.metadata().unwrap().len(), connection }
    }

    /// The likeliest items for a text, best first.
    pub fn search(&self, text: &str) -> Vec<ItemId> {
        let Some(question) = self.kind.question(text) else { return Vec::new() };
        let sql = "SELECT rowid FROM goods WHERE goods MATCH ?1 ORDER BY rank LIMIT ?2";
        let mut select = self.connection.prepare_cached(sql).unwrap();
        let rows = select.query_map(params![question, LIMIT], |row| row.get(0).map(ItemId)).unwrap();
        rows.map(Result::unwrap).collect()
    }
}
