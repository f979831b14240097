//! SQLite files made to harm whoever opens them, with manifests that vouch for them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};

use super::Fault;
use super::catalog::offer;
use super::parcel::Parcel;
use super::run::Run;
use super::shop::Snapshot;

pub const FAULTS: [Fault; 3] = [
    Fault {
        id: "B5",
        what: "hostile SQLite files",
        unit: "files",
        units: [20, 200, 200],
        per_run: 20,
        never: &["accepted", "slow"],
        needs: &[],
        run: hostile,
    },
    Fault {
        id: "C3",
        what: "invalid UTF-8 and NUL in texts",
        unit: "cells",
        units: [20, 100, 500],
        per_run: 20,
        never: &["accepted"],
        needs: &[],
        run: no_text,
    },
    Fault {
        id: "C4",
        what: "absurd numbers, in catalogs and events",
        unit: "numbers",
        units: [100, 1_000, 10_000],
        per_run: 100,
        never: &["panics"],
        needs: &[],
        run: absurd_numbers,
    },
];

fn open(file: &Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    connection
        .execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF;")
        .unwrap();
    connection
}

fn tables(connection: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    connection.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The columns of a table, with their types.
fn columns(connection: &Connection, table: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    connection
        .pragma(None, "table_info", table, |row| {
            found.push((row.get("name")?, row.get("type")?));
            Ok(())
        })
        .unwrap();
    found
}

/// Sets one cell to something that may or may not be within the rules. SQLite itself may refuse.
pub fn change_a_cell(run: &mut Run, file: &Path) -> String {
    let connection = open(file);
    let table = run.dice.one(&tables(&connection)).clone();
    let (column, kind) = run.dice.one(&columns(&connection, &table)).clone();
    let value = if kind == "TEXT" { odd_text(run) } else { odd_number(run) };
    set(&connection, run, &table, &column, &value)
}

fn set(connection: &Connection, run: &mut Run, table: &str, column: &str, value: &Value) -> String {
    let rows: i64 = connection.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| row.get(0)).unwrap();
    let keys: Vec<String> = {
        let sql = "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk";
        connection.prepare(sql).unwrap().query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let keys = keys.join("\", \"");
    let place = run.dice.below(rows.max(1) as usize);
    let sql = format!(
        "UPDATE \"{table}\" SET \"{column}\" = ?1
         WHERE (\"{keys}\") IN (SELECT \"{keys}\" FROM \"{table}\" ORDER BY \"{keys}\" LIMIT 1 OFFSET {place})"
    );
    let done = connection.execute(&sql, params_from_iter([value]));
    format!("{table}.{column} of row {place} set to {:.60}: {done:?}", format!("{value:?}"))
}

fn odd_text(run: &mut Run) -> Value {
    let texts =
        ["", " ", "\u{1b}[31mred", "\u{202e}drow", "a\nb", "=1+1", "\u{0}", "x\u{200b}y", "é", "e\u{301}", "😀"];
    match run.dice.below(14) {
        at @ 0..11 => Value::Text(texts[at].to_owned()),
        11 => Value::Text("long ".repeat(run.dice.between(1, 30_000))),
        12 => Value::Null,
        _ => Value::Text("Ordinary".to_owned()),
    }
}

fn odd_number(run: &mut Run) -> Value {
    match run.dice.below(8) {
        0 => Value::Null,
        1 => Value::Integer(i64::MAX),
        2 => Value::Integer(i64::MIN),
        3 => Value::Integer(-1),
        4 => Value::Integer(0),
        5 => Value::Integer(run.dice.next().cast_signed()),
        6 => Value::Integer(1 << run.dice.below(63)),
        _ => Value::Integer(run.dice.next().cast_signed().rem_euclid(80)),
    }
}

/// Looks at a snapshot with nobody's eyes but SQLite's and this suite's: pages, references, texts.
pub fn is_whole(bytes: &[u8], scratch: &Path) -> Result<(), String> {
    fs::write(scratch, bytes).unwrap();
    let connection = Connection::open(scratch).map_err(|error| error.to_string())?;
    let look = || -> rusqlite::Result<Vec<String>> {
        let mut wrong: Vec<String> = Vec::new();
        let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if said != "ok" {
            wrong.push(said);
        }
        let mut orphans = connection.prepare("PRAGMA foreign_key_check")?;
        if orphans.query([])?.next()?.is_some() {
            wrong.push("a reference to a row that is not there".to_owned());
        }
        for table in tables(&connection) {
            let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\""))?;
            let width = statement.column_count();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                wrong.extend(
                    (0..width)
                        .filter_map(|column| odd_cell(row.get_ref(column).ok()?))
                        .map(|odd| format!("{table}: {odd}")),
                );
            }
        }
        Ok(wrong)
    };
    let wrong = look().map_err(|error| error.to_string())?;
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

fn odd_cell(cell: ValueRef<'_>) -> Option<String> {
    let ValueRef::Text(bytes) = cell else { return None };
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("not UTF-8".to_owned()) };
    let odd = text.chars().find(|letter| letter.is_control() || super::text::is_invisible(*letter));
    odd.map(|letter| format!("{letter:?} in {text:?}"))
}

/// A journal or log that would turn `good` into something like `evil`, were it ever played back.
pub fn side_file(run: &mut Run, kind: usize, good: &[u8], evil: &[u8]) -> (&'static str, Vec<u8>) {
    match kind % 4 {
        0 => ("-journal", journal(good.len() / 4_096, evil)),
        1 => ("-wal", log(run, good)),
        2 => ("-shm", run.dice.bytes(32_768)),
        _ => {
            let noise = run.dice.between(1, 20_000);
            (*run.dice.one(&["-journal", "-wal", "-mj0123456"]), run.dice.bytes(noise))
        }
    }
}

/// A hot rollback journal with the pages of `evil` (the format is SQLite's file format, section 3).
fn journal(pages: usize, evil: &[u8]) -> Vec<u8> {
    let nonce = 0x1234_5678_u32;
    let records = (evil.len() / 4_096).min(pages);
    let mut bytes = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    for number in [records as u32, nonce, pages as u32, 512, 4_096] {
        bytes.extend(number.to_be_bytes());
    }
    bytes.resize(512, 0);
    for (place, page) in evil.chunks_exact(4_096).take(records).enumerate() {
        bytes.extend((place as u32 + 1).to_be_bytes());
        bytes.extend(page);
        let every_200th = (1..).map(|step| 4_096_i64 - step * 200).take_while(|at| *at > 0);
        let sum = every_200th.fold(nonce, |sum, at| sum.wrapping_add(u32::from(page[at as usize])));
        bytes.extend(sum.to_be_bytes());
    }
    bytes
}

/// A log that SQLite itself wrote for a changed copy.
fn log(run: &Run, good: &[u8]) -> Vec<u8> {
    let file = run.path("logged.db");
    fs::write(&file, good).unwrap();
    let connection = open(&file);
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.execute_batch("UPDATE item SET name = 'Evil ' || id; UPDATE price SET p0 = 1, p1 = 1, p2 = 1, p3 = 1, p4 = 1, p5 = 1, p6 = 1, p7 = 1;").unwrap();
    let bytes = fs::read(run.path("logged.db-wal")).unwrap();
    drop(connection);
    fs::remove_file(file).unwrap();
    bytes
}

/// What makes a good snapshot hostile.
enum Spell {
    Sql(String),
    /// The text of a table in the schema is replaced.
    Schema(String),
    /// Bytes at a place.
    Bytes(usize, Vec<u8>),
}

/// All of them, each with its name.
fn spells(connection: &Connection) -> Vec<Spell> {
    let mut spells: Vec<Spell> = [
        "CREATE VIEW v AS SELECT 1",
        "CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r",
        "CREATE TRIGGER t AFTER INSERT ON item BEGIN SELECT 1; END",
        "CREATE TRIGGER t AFTER DELETE ON price BEGIN DELETE FROM item; END",
        "CREATE TABLE extra (x)",
        "CREATE TABLE extra (x TEXT) STRICT",
        "CREATE TABLE IF NOT EXISTS extra (x INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE VIRTUAL TABLE f USING fts5(x)",
        "CREATE VIRTUAL TABLE f USING fts5(x, content='')",
        "CREATE VIRTUAL TABLE f USING fts3(x)",
        "CREATE VIRTUAL TABLE f USING rtree(id, a, b)",
        "CREATE VIRTUAL TABLE f USING dbstat",
        "CREATE INDEX i ON item (name)",
        "CREATE INDEX i ON item (length(name))",
        "CREATE INDEX i ON item (name) WHERE name > 'a'",
        "CREATE UNIQUE INDEX i ON item (name, id)",
        "ANALYZE",
        "PRAGMA application_id = 1",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -1",
        "PRAGMA user_version = 1",
        "PRAGMA journal_mode = WAL",
        "PRAGMA page_size = 512; VACUUM",
        "PRAGMA page_size = 1024; VACUUM",
        "PRAGMA page_size = 8192; VACUUM",
        "PRAGMA page_size = 65536; VACUUM",
        "PRAGMA auto_vacuum = FULL; VACUUM",
        "PRAGMA auto_vacuum = INCREMENTAL; VACUUM",
        "UPDATE shop SET value = 'another-chain' WHERE key = 'chain_id'",
        "DELETE FROM shop",
        "DELETE FROM category",
        "UPDATE item SET category = 999999",
        "UPDATE item SET variant_of = 999999",
        "UPDATE link SET add_on = 999999",
    ]
    .iter()
    .map(|sql| Spell::Sql((*sql).to_owned()))
    .collect();
    for table in tables(connection) {
        spells.push(Spell::Sql(format!("DROP TABLE \"{table}\"")));
        spells.push(Spell::Sql(format!("ALTER TABLE \"{table}\" RENAME TO \"{table}_x\"")));
        spells.push(Spell::Sql(format!("ALTER TABLE \"{table}\" ADD COLUMN extra TEXT")));
        spells.push(Spell::Sql(format!("ALTER TABLE \"{table}\" ADD COLUMN extra TEXT AS (hex(randomblob(9000000)))")));
        let sql = format!("SELECT sql FROM sqlite_schema WHERE name = '{table}'");
        let text: String = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
        let end = text.rfind(')').unwrap();
        for check in ["CHECK (length(hex(zeroblob(400000000))) > 0)", "CHECK (1 LIKE hex(zeroblob(3000)))"] {
            spells.push(Spell::Schema(
                format!("{}, {check}{}", &text[..end], &text[end..]).replace('\'', "''") + "\0" + &table,
            ));
        }
        spells.push(Spell::Schema(text.replace('\'', "''") + " -- and a comment\0" + &table));
    }
    for (table, column) in
        [("item", "name"), ("item", "sku"), ("item_fact", "note"), ("shop", "value"), ("talk", "say")]
    {
        for bytes in [70_000, 700_000, 2_000_000, 40_000_000] {
            spells.push(Spell::Sql(format!(
                "UPDATE {table} SET {column} = replace(hex(zeroblob({})), '0', 'a') WHERE rowid = 1",
                bytes / 2
            )));
        }
    }
    // The header, field by field: reserved space, fractions, free list, schema format, cache, encoding, vacuum mode.
    for (at, values) in
        [(18, 1), (19, 1), (20, 1), (21, 1), (22, 1), (23, 1), (32, 4), (36, 4), (44, 4), (52, 4), (56, 4), (64, 4)]
    {
        for value in [2_u8, 7, 255] {
            spells.push(Spell::Bytes(at + values - 1, vec![value]));
        }
    }
    // Pages that lead back to themselves, or to nowhere.
    for page in 1..12_usize {
        spells.push(Spell::Bytes(page * 4_096, vec![5, 0, 0, 0, 200, 0, 0, 0, 0, 0, 0, page as u8 + 1]));
    }
    spells
}

fn hostile(run: &mut Run) {
    run.install_lot_0();
    let (lot_0, good) = (run.lot(0).to_owned(), run.suite.shop().lots[1].bytes.clone());
    let scratch = run.path("hostile.db");
    fs::write(&scratch, &good).unwrap();
    let spells = spells(&open(&scratch));
    for unit in 0..run.units {
        // Those of the short version are spread over all.
        let spell = &spells[(run.number * 20 + unit) * 997 % spells.len()];
        let Some(what) = cast(spell, &scratch, &good) else {
            run.seen("spells SQLite itself refused", 1);
            continue;
        };
        let snapshot = Snapshot::of(fs::read(&scratch).unwrap(), &run.path("counted.db"));
        if snapshot.bytes == good {
            run.seen("spells without effect", 1);
            continue;
        }
        let answer = offer(run, &Parcel::of(2, &snapshot).with("schema", serde_json::json!(2)));
        let taken = run.catalog().as_deref() != Some(&lot_0);
        run.bad("accepted", usize::from(taken), || what.clone());
        if taken {
            run.install_lot_0();
        }
        let refused = [Some(3), Some(7)].contains(&answer.code);
        assert!(refused || taken, "{what}: {}", answer.brief());
        let slow = answer.took.as_millis() >= 1_000 && snapshot.bytes.len() < 10_000_000;
        run.bad("slow", usize::from(slow), || format!("{what}: {:?}", answer.took));
        fs::write(&scratch, &snapshot.bytes).unwrap();
        let by_hand = run.run(&["catalog", "install", &scratch.display().to_string()], "");
        let taken = run.catalog().as_deref() != Some(&lot_0);
        let other_chain = what.contains("another-chain");
        run.bad("accepted", usize::from(taken && !other_chain), || format!("by hand: {what}: {}", by_hand.brief()));
        if taken {
            run.install_lot_0();
        }
        let slow = by_hand.took.as_millis() >= 1_000 && snapshot.bytes.len() < 10_000_000;
        run.bad("slow", usize::from(slow), || format!("by hand: {what}: {:?}", by_hand.took));
    }
}

/// `None` where SQLite refuses it.
fn cast(spell: &Spell, file: &Path, good: &[u8]) -> Option<String> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(format!("{}{ending}", file.display()));
    }
    fs::write(file, good).unwrap();
    let what = match spell {
        Spell::Sql(sql) => {
            let connection = open(file);
            connection.execute_batch(sql).ok()?;
            sql.clone()
        }
        Spell::Schema(words) => {
            let (text, table) = words.split_once('\0')?;
            let connection = open(file);
            let sql = format!(
                "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '{text}' WHERE name = '{table}'; PRAGMA writable_schema = RESET;"
            );
            connection.execute_batch(&sql).ok()?;
            format!("schema of {table}: {}", &text[text.len().saturating_sub(70)..])
        }
        Spell::Bytes(at, bytes) => {
            let mut changed = good.to_vec();
            changed.get_mut(*at..*at + bytes.len())?.copy_from_slice(bytes);
            fs::write(file, changed).unwrap();
            format!("{bytes:?} at {at}")
        }
    };
    Some(what)
}

/// SQLite's own checks call these files good.
fn no_text(run: &mut Run) {
    run.install_lot_0();
    let (lot_0, good) = (run.lot(0).to_owned(), run.suite.shop().lots[1].bytes.clone());
    let scratch = run.path("scratch.db");
    for _ in 0..run.units {
        fs::write(&scratch, &good).unwrap();
        let connection = open(&scratch);
        let all: Vec<(String, String)> = tables(&connection)
            .into_iter()
            .flat_map(|table| columns(&connection, &table).into_iter().map(move |column| (table.clone(), column)))
            .filter(|(_, (_, kind))| kind == "TEXT")
            .map(|(table, (column, _))| (table, column))
            .collect();
        let (table, column) = run.dice.one(&all).clone();
        let bad: &[&[u8]] =
            &[b"\xff", b"a\x00b", b"\xc3\x28", b"ok\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\x00", b"abc\x80"];
        let hex = run.dice.one(bad).iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let sql = format!("UPDATE OR IGNORE \"{table}\" SET \"{column}\" = CAST(x'{hex}' AS TEXT)");
        let done = connection.execute(&sql, []).unwrap_or(0);
        drop(connection);
        let snapshot = Snapshot::of(fs::read(&scratch).unwrap(), &scratch);
        if done == 0 || snapshot.bytes == good {
            run.seen("empty columns", 1);
            continue;
        }
        let answer = offer(run, &Parcel::of(2, &snapshot));
        let taken = run.catalog().as_deref() != Some(&lot_0);
        run.bad("accepted", usize::from(taken), || format!("{table}.{column} = {hex}"));
        if taken {
            run.install_lot_0();
        } else {
            assert!(answer.code == Some(3), "{table}.{column}: {}", answer.brief());
            run.seen("refusals that name the table", usize::from(answer.err.contains(&table)));
        }
        run.seen("refused", usize::from(!taken));
    }
}

/// Numbers at the edges of what can be counted, as cells and as quantities and prices of sales.
fn absurd_numbers(run: &mut Run) {
    run.install_lot_0();
    let scratch = run.path("scratch.db");
    let mut version = 1;
    for unit in 0..run.units {
        if unit % 10 == 0 {
            version += 1;
            fs::write(&scratch, &run.suite.shop().lots[version % 4].bytes).unwrap();
            let connection = open(&scratch);
            for _ in 0..3 {
                let table = run.dice.one(&["price", "stock", "sold", "pair", "link_terms", "link"]).to_string();
                let numbers: Vec<_> =
                    columns(&connection, &table).into_iter().filter(|(_, kind)| kind == "INTEGER").collect();
                let column = run.dice.one(&numbers).0.clone();
                let value = odd_number(run);
                set(&connection, run, &table, &column, &value);
            }
            drop(connection);
            let snapshot = Snapshot::of(fs::read(&scratch).unwrap(), &scratch);
            let answer = offer(run, &Parcel::of(version as u64, &snapshot));
            assert!([Some(0), Some(3)].contains(&answer.code), "{}", answer.brief());
            run.seen("catalogs taken", usize::from(answer.code == Some(0)));
            run.seen("catalogs refused", usize::from(answer.code == Some(3)));
            let skus: Vec<String> = (0..30).map(|_| format!("SKU-{}", run.dice.below(60))).collect();
            let mut arguments = vec!["suggest"];
            arguments.extend(skus.iter().map(String::as_str));
            assert!([Some(0), Some(1)].contains(&run.run(&arguments, "").code));
        } else {
            let lines: String = (0..3).map(|_| absurd_sale(run)).collect();
            let answer = run.run(&["record"], &lines);
            assert!([Some(0), Some(1)].contains(&answer.code), "{lines}: {}", answer.brief());
            run.seen("sales taken", answer.acknowledged().len());
        }
    }
    for arguments in [vec!["export"], vec!["export", "--format", "csv"], vec!["status"], vec!["doctor"]] {
        let answer = run.run(&arguments, "");
        assert!([Some(0), Some(1)].contains(&answer.code), "{arguments:?}: {}", answer.brief());
    }
}

fn absurd_sale(run: &mut Run) -> String {
    let numbers = [
        "1",
        "0",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "1e400",
        "1.5",
        "\"1\"",
        "null",
        "4294967296",
        "1e2",
        "[]",
    ];
    let mut number = || *run.dice.one(&numbers);
    let (quantity, price, rank, weight) = (number(), number(), number(), number());
    format!(
        r#"{{"kind":"sale","lines":[{{"sku":"SKU-1","quantity":{quantity},"price":{price},"weight":{weight}}},{{"sku":"SKU-2","quantity":{price},"price":{quantity}}}],"suggestions":[{{"item":"SKU-1","add_on":"SKU-2","link_kind":"accessory","rank":{rank},"reason":"curated","outcome":"accepted"}}]}}"#
    ) + "\n"
}
