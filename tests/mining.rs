//! From files of sales to `pairs.csv`: every format, exact whatever the memory, people's words kept, and what is said
//! where sales are not as they should be.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;

mod shop;
use goeswith::domain::watch::Unwatched;
use goeswith::history::kept::Kept;
use goeswith::history::pairs::{self, Options};
use goeswith::history::{self, Memory, Source};
use goeswith::sheet::Problems;
use proptest::prelude::*;
use shop::{Run, Shop};

const HEADER: &str = "sku_a,sku_b,n_a,n_b,n_ab,n,support,confidence_ab,confidence_ba,lift,llr,first_seen,last_seen,weight,decision,kind,ask,say";

/// Five baskets; in one a line is taken back, in one an item stands twice.
const SALES: &str = "\
basket_id,timestamp,sku,quantity
1,2026-01-01T09:10,TEA,1
1,2026-01-01T09:10,CUP,2
2,2026-01-03,TEA,1
2,2026-01-03,CUP,1
2,2026-01-03,TEA,4
3,2026-01-05,TEA,1
3,2026-01-05,CUP,1
3,2026-01-05,MILK,0.5
4,2026-01-07,TEA,1
4,2026-01-07,CUP,1
4,2026-02-07,CUP,-1
5,2026-01-09,MILK,1
5,2026-01-09,CUP,1
";

fn mine(shop: &Shop, more: &[&str]) -> Run {
    shop.run(&[&["mine"], more].concat())
}

fn mined(shop: &Shop, more: &[&str]) -> String {
    let run = mine(shop, &[more, &["-o", "-"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn pairs_have_their_counts_and_figures() {
    let shop = Shop::new().file("sales.csv", SALES);
    let expected = format!(
        "{HEADER}\n\
         CUP,MILK,4,2,2,5,0.400000000,0.500000,1.000000,1.250000,1.184939,2026-01-05,2026-01-09,2,,,,\n\
         CUP,TEA,4,4,3,5,0.600000000,0.750000,0.750000,0.937500,0.505343,2026-01-01,2026-01-05,3,,,,\n"
    );
    let run = mine(&shop, &["sales.csv", "-o", "pairs.csv"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(
        run.stderr.starts_with("mined pairs.csv: 2 pairs of 3 items in 5 baskets, 13 lines, in 0."),
        "{}",
        run.stderr
    );
    assert_eq!(shop.text("pairs.csv"), expected);
    let all = mined(&shop, &["sales.csv", "--min-count", "1"]);
    assert!(all.contains("\nMILK,TEA,2,4,1,5,"), "{all}");
    // Four days before the last a basket counts half: 2^(-8/4) + 2^(-6/4) + 2^(-4/4).
    let aged = mined(&shop, &["sales.csv", "--half-life", "4"]);
    assert!(aged.contains(",2026-01-01,2026-01-05,1.103553,"), "{aged}");
    let small = mine(&shop, &["sales.csv", "--max-basket", "2", "-o", "-"]);
    assert!(small.stderr.contains("left out: 1 basket of more than 2 items\n"), "{}", small.stderr);
    assert!(small.stdout.contains("CUP,TEA,3,3,2,4,"), "{}", small.stdout);
}

#[test]
fn every_format_gives_the_same_pairs() {
    let shop = Shop::new().file("plain/sales.csv", SALES);
    let gz = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    };
    shop.write("gz/sales.csv.gz", &gz(SALES.as_bytes()));
    // Two packed files one behind the other are one, as their own tools see it.
    let (one, two) = SALES.as_bytes().split_at(90);
    shop.write("twice/sales.csv.gz", &[gz(one), gz(two)].concat());
    shop.write("zst/sales.csv.zst", &zstd::encode_all(SALES.as_bytes(), 3).unwrap());
    shop.write("xz/sales.csv.xz", XZ);
    shop.write("quoted/sales.csv", requoted(SALES, b';', true).as_bytes());
    shop.write("dos/sales.csv", format!("\u{feff}{}", SALES.replace('\n', "\r\n")).as_bytes());
    shop.write("mac/sales.csv", SALES.replace('\n', "\r").as_bytes());
    // What is packed is told by its bytes, whatever its name.
    shop.write("named/sales.csv", &gz(SALES.as_bytes()));
    let lines: Vec<&str> = SALES.lines().collect();
    let (first, second) = (lines[..5].join("\n"), [&lines[..1], &lines[5..]].concat().join("\n"));
    shop.write("split/a.csv", first.as_bytes());
    shop.write("split/b.csv", second.as_bytes());
    shop.write("split/_SUCCESS", b"");
    let expected = mined(&shop, &["plain"]);
    for folder in ["gz", "twice", "zst", "xz", "quoted", "dos", "mac", "named", "split"] {
        assert_eq!(mined(&shop, &[folder]), expected, "{folder}");
    }
    assert_eq!(mined(&shop, &["split/b.csv", "split/a.csv"]), expected);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_read_whatever_the_types() {
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
    let text = |texts: [&str; 4]| texts.map(ByteArray::from);
    let of_text = |text: [ByteArray; 4]| Column::Text(text);
    let skus = text(["7", "8", "7", "8"]);
    let days = text(["2026-01-05", "2026-01-05", "2026-01-09T10:00:00", "2026-01-09"]);
    let kinds: [(&str, [Column; 4]); 3] = [
        (
            "message sales { required binary basket_id (STRING); required binary sku (STRING); \
             required binary timestamp (STRING); required double quantity; }",
            [of_text(text(["1", "1", "2", "2"])), of_text(skus), of_text(days), Column::Real([1.0, 2.0, 0.5, 3.0])],
        ),
        (
            "message sales { required int64 basket_id; required int32 sku; required int32 timestamp (DATE); \
             required int64 quantity (DECIMAL(18, 2)); }",
            [
                Column::Long([1, 1, 2, 2]),
                Column::Short([7, 8, 7, 8]),
                Column::Short([20_458, 20_458, 20_462, 20_462]),
                Column::Long([100, 200, 50, 300]),
            ],
        ),
        (
            "message sales { required double basket_id; required int64 sku; \
             required int64 timestamp (TIMESTAMP(MICROS, true)); required int32 quantity; }",
            [
                Column::Real([1.0, 1.0, 2.0, 2.0]),
                Column::Long([7, 8, 7, 8]),
                Column::Long([20_458, 20_458, 20_462, 20_462].map(|day| (day * 86_400 + 7) * 1_000_000)),
                Column::Short([1, 2, 1, 3]),
            ],
        ),
    ];
    for (schema, columns) in kinds {
        let shop = Shop::new();
        let schema = std::sync::Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
        let mut bytes = Vec::new();
        let mut writer =
            parquet::file::writer::SerializedFileWriter::new(&mut bytes, schema, std::sync::Arc::default()).unwrap();
        let mut group = writer.next_row_group().unwrap();
        for column in &columns {
            let mut into = group.next_column().unwrap().unwrap();
            match column {
                Column::Text(values) => into.typed::<ByteArrayType>().write_batch(values, None, None),
                Column::Long(values) => into.typed::<Int64Type>().write_batch(values, None, None),
                Column::Short(values) => into.typed::<Int32Type>().write_batch(values, None, None),
                Column::Real(values) => into.typed::<DoubleType>().write_batch(values, None, None),
            }
            .unwrap();
            into.close().unwrap();
        }
        group.close().unwrap();
        writer.close().unwrap();
        shop.write("sales.parquet", &bytes);
        let row = "7,8,2,2,2,2,1.000000000,1.000000,1.000000,1.000000,0.000000,2026-01-05,2026-01-09,2,,,,\n";
        assert_eq!(mined(&shop, &["sales.parquet"]), format!("{HEADER}\n{row}"));
        // Cut short, it is named and nothing is written.
        shop.write("sales.parquet", &bytes[..bytes.len() - 9]);
        let run = mine(&shop, &["sales.parquet", "-o", "pairs.csv"]);
        assert!(
            run.code == 1 && run.stderr.starts_with("sales.parquet:1:1: error: file cannot be read"),
            "{}",
            run.stderr
        );
        assert!(!shop.has("pairs.csv"));
    }
}

/// A column of a Parquet file.
#[cfg(feature = "parquet")]
enum Column {
    Text([parquet::data_type::ByteArray; 4]),
    Long([i64; 4]),
    Short([i32; 4]),
    Real([f64; 4]),
}

fn requoted(text: &str, delimiter: u8, all: bool) -> String {
    let style = if all { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(style).from_writer(Vec::new());
    for record in csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records() {
        writer.write_record(&record.unwrap()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn a_store_is_a_history_without_what_was_taken_back() {
    let shop = Shop::new();
    let sale = |number: u32, skus: &[&str], day: &str| {
        let lines: Vec<String> = skus.iter().map(|sku| format!(r#"{{"sku":"{sku}","quantity":1}}"#)).collect();
        let id = format!("0190f3c2-0000-7000-8000-{number:012}");
        format!(r#"{{"event_id":"{id}","kind":"sale","wall_utc":"{day}T10:00:00Z","lines":[{}]}}"#, lines.join(","))
            + "\n"
    };
    let mut events = String::new();
    events += &sale(1, &["TEA", "CUP"], "2026-11-01");
    events += &sale(2, &["CUP", "TEA", "MILK"], "2026-11-03");
    events += &sale(3, &["CUP", "TEA"], "2026-11-05");
    events +=
        "{\"kind\":\"void\",\"sale\":\"0190f3c2-0000-7000-8000-000000000003\",\"wall_utc\":\"2026-11-05T11:00:00Z\"}\n";
    let mut record = std::process::Command::new(env!("CARGO_BIN_EXE_goeswith"))
        .args(["record", "--data-dir", "data"])
        .current_dir(shop.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    record.stdin.take().unwrap().write_all(events.as_bytes()).unwrap();
    assert!(record.wait().unwrap().success());
    let found = mined(&shop, &["data/store.db"]);
    assert_eq!(found.lines().count(), 2, "{found}");
    assert!(found.contains("\nCUP,TEA,2,2,2,2,1.000000000,"), "{found}");
    assert!(found.contains(",2026-11-01,2026-11-03,2,"), "{found}");
    std::fs::copy(shop.path().join("data/store.db"), shop.path().join("practice.db")).unwrap();
    let practice = mine(&shop, &["practice.db", "-o", "-"]);
    assert_eq!(practice.code, 1);
    assert!(
        practice.stderr.starts_with("practice.db:1:1: error: practice sales are not counted\n"),
        "{}",
        practice.stderr
    );
}

#[test]
fn what_people_wrote_stays() {
    let shop = Shop::new().file("sales.csv", SALES).file(
        "pairs.csv",
        "Owner,sku_b,sku_a,decision,kind,ask,say,n_ab\n\
         Ana,CUP,TEA,accepted,accessory,Hot water?,\"Tea, and a cup for it.\",1\n\
         ,MILK,TEA,rejected,,,,9\n\
         Ben,MILK,CUP,,,,,2\n\
         ,GONE,CUP,rejected,,,,7\n\
         ,OLD,CUP,,,,,7\n",
    );
    let run = mine(&shop, &["sales.csv", "-o", "pairs.csv"]);
    assert!(run.stderr.contains("kept for what people wrote: 2 pairs in fewer than 2 baskets\n"), "{}", run.stderr);
    let expected = format!(
        "{HEADER},Owner\n\
         CUP,GONE,4,0,0,5,0.000000000,0.000000,0.000000,0.000000,0.000000,,,0,rejected,,,,\n\
         CUP,MILK,4,2,2,5,0.400000000,0.500000,1.000000,1.250000,1.184939,2026-01-05,2026-01-09,2,,,,,Ben\n\
         CUP,TEA,4,4,3,5,0.600000000,0.750000,0.750000,0.937500,0.505343,2026-01-01,2026-01-05,3,\
         accepted,accessory,Hot water?,\"Tea, and a cup for it.\",Ana\n\
         MILK,TEA,2,4,1,5,0.200000000,0.500000,0.250000,0.625000,2.231436,2026-01-05,2026-01-05,1,rejected,,,,\n"
    );
    assert_eq!(shop.text("pairs.csv"), expected);
    // Mining again changes nothing.
    assert_eq!(mine(&shop, &["sales.csv", "-o", "pairs.csv"]).code, 0);
    assert_eq!(shop.text("pairs.csv"), expected);
}

#[test]
fn a_file_that_is_no_pairs_csv_is_never_written_over() {
    let shop = Shop::new().file("sales.csv", SALES).file("letter.txt", "Dear Ana\n").file("empty.csv", "");
    for name in ["sales.csv", "letter.txt", "empty.csv"] {
        let before = shop.bytes(name);
        let run = mine(&shop, &["sales.csv", "-o", name]);
        assert_eq!(run.code, 1, "{name}");
        assert!(
            run.stderr.starts_with(&format!("{name}:1:1: error: is no pairs.csv and is not written over\n")),
            "{}",
            run.stderr
        );
        assert_eq!(shop.bytes(name), before);
    }
    // A row that cannot be understood would be lost.
    let shop = shop.file("pairs.csv", "sku_a,sku_b,say\nTEA,TEA,Two teas?\n");
    let run = mine(&shop, &["sales.csv", "-o", "pairs.csv"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("pairs.csv:2:2: error: pair of an item with itself: TEA\n"), "{}", run.stderr);
    assert!(run.stderr.contains("what people wrote in pairs.csv would be lost"), "{}", run.stderr);
    assert!(shop.text("pairs.csv").contains("Two teas?"));
    assert_eq!(mine(&shop, &["sales.csv", "-o", "."]).code, 2);
    assert_eq!(mine(&shop, &["sales.csv", "-o", "nowhere/pairs.csv"]).code, 4);
    assert_eq!(shop.left_over(), [] as [String; 0]);
}

#[test]
fn every_wrong_line_is_named() {
    let shop = Shop::new().file(
        "sales.csv",
        "basket_id,timestamp,sku,quantity\n1,2026-01-01,TEA,1\n,2026-01-01,TEA,1\n1,2026-01-01,,1\n1,2026-01-01,CUP,1,x\n\"1\n2\",2026-01-01,TEA,1\n",
    );
    let run = mine(&shop, &["sales.csv", "nowhere.csv", "-o", "pairs.csv"]);
    assert_eq!(run.code, 1);
    let expected = "\
nowhere.csv:1:1: error: no such file
sales.csv:3:1: error: required cell is empty: basket_id
sales.csv:4:3: error: required cell is empty: sku
sales.csv:5:5: error: row has more cells than the header: x
sales.csv:6:1: error: cell spans lines, is a quotation mark not closed?: 1 2
error: not mined: ";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
    assert!(!shop.has("pairs.csv"));
    for (text, said) in [
        ("", "file is empty"),
        ("basket,item\n1,TEA\n", "no column"),
        ("PK\u{3}\u{4}", "file is a spreadsheet"),
        ("PAR1", "file cannot be read"),
        ("\u{1f}\u{8b}", "file is empty"),
    ] {
        let shop = Shop::new();
        let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
        shop.write("sales.csv", &bytes);
        let run = mine(&shop, &["sales.csv", "-o", "-"]);
        assert!(run.code == 1 && run.stderr.starts_with("sales.csv:1:1: error: "), "{text:?}: {}", run.stderr);
        assert!(run.stderr.contains(said) || text.starts_with('\u{1f}'), "{text:?}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    }
    let cut = Shop::new();
    cut.write("sales.csv.xz", &XZ[..XZ.len() / 2]);
    let run = mine(&cut, &["sales.csv.xz", "-o", "-"]);
    assert!(
        run.code == 1 && run.stderr.contains("sales.csv.xz:") && run.stderr.contains("cannot be read"),
        "{}",
        run.stderr
    );
    let source = Shop::new().file("shop.toml", "").file("sales/a.csv", SALES);
    assert!(mine(&source, &[".", "-o", "-"]).stderr.contains("hint: give ./sales"));
    assert!(mine(&Shop::new(), &[".", "-o", "-"]).stderr.contains("no sales in this folder"));
}

#[test]
fn odd_sales_count_and_are_named() {
    let shop = Shop::new().file(
        "sales.csv",
        "basket_id,timestamp,sku,quantity\n\
         1,2026-01-01,TEA,1\n1,2026-01-02,CUP,1\n\
         2,,TEA,1\n2,,CUP,1\n\
         3,1970-01-01T00:00:00,TEA,1\n3,1970-01-01T00:00:00,CUP,many\n\
         4,2026-01-05,A|B,1\n4,2026-01-05,TEA,1\n",
    );
    let run = mine(&shop, &["sales.csv", "-o", "-", "--half-life", "2"]);
    assert_eq!(run.code, 0);
    let said: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(
        said[..8],
        [
            "sales.csv:3:2: warning: basket is on two days, counts as one on the first: 1",
            "sales.csv:4:2: warning: timestamp is not a date, counts without age",
            "sales.csv:5:2: warning: timestamp is not a date, counts without age",
            "sales.csv:6:2: warning: timestamp is of 1970, counts without age: 1970-01-01T00:00:00",
            "sales.csv:7:2: warning: timestamp is of 1970, counts without age: 1970-01-01T00:00:00",
            "sales.csv:7:4: warning: quantity is not a number, counted as 1: many",
            "sales.csv:8:3: warning: SKU holds \"|\" (1 line left out): A|B",
            "left out: 1 line without a SKU that can be one",
        ]
    );
    assert!(said[8].starts_with("mined pairs: 1 pair of 2 items in 4 baskets, 8 lines, in "), "{said:?}");
    // Half for the basket of four days, two half-lives, before the last; the others have no age.
    assert!(run.stdout.contains("\nCUP,TEA,3,4,3,4,"), "{}", run.stdout);
    assert!(run.stdout.contains(",2026-01-01,2026-01-01,2.250000,"), "{}", run.stdout);
}

#[test]
fn nothing_to_count_is_no_error() {
    let table = [
        ("basket_id,sku\n", "no sales: no basket holds an item"),
        ("basket_id,sku\n1,TEA\n2,CUP\n", "no pairs: no two items are together in 2 baskets or more"),
        ("basket_id,sku,quantity\n1,TEA,-1\n", "no sales: no basket holds an item"),
    ];
    for (text, said) in table {
        let shop = Shop::new().file("sales.csv", text);
        let run = mine(&shop, &["sales.csv", "-o", "pairs.csv"]);
        assert_eq!(run.code, 0);
        assert!(run.stderr.lines().any(|line| line == said), "{}", run.stderr);
        assert_eq!(shop.text("pairs.csv"), format!("{HEADER}\n"));
    }
}

#[test]
fn a_basket_of_ten_thousand_lines_is_left_out() {
    let mut sales = String::from("basket_id,sku\n");
    for line in 0..10_000 {
        writeln!(sales, "truck,S{line}").unwrap();
    }
    sales += "1,S1\n1,S2\n2,S1\n2,S2\n";
    let shop = Shop::new().file("sales.csv", &sales);
    let run = mine(&shop, &["sales.csv", "-o", "-"]);
    assert!(run.stderr.contains("left out: 1 basket of more than 1,000 items\n"), "{}", run.stderr);
    assert!(run.stdout.contains("\nS1,S2,2,2,2,2,"), "{}", run.stdout);
    assert_eq!(run.stdout.lines().count(), 2);
}

#[test]
fn a_wrong_command_line_is_said() {
    let shop = Shop::new().file("sales.csv", SALES);
    for wrong in [
        &["sales.csv"][..],
        &["-o", "-"],
        &["sales.csv", "-o", "-", "--min-count", "0"],
        &["sales.csv", "-o", "-", "--half-life", "0"],
        &["sales.csv", "-o", "-", "--memory", "1M"],
        &["sales.csv", "-o", "-", "--memory", "lots"],
    ] {
        assert_eq!(mine(&shop, wrong).code, 2, "{wrong:?}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_the_old_pairs_and_nothing_else() {
    let mut sales = String::from("basket_id,sku,timestamp\n");
    for basket in 0..60_000 {
        for line in 0..20 {
            writeln!(sales, "{basket},S{},2026-01-01", (basket * 7 + line * line) % 3_000).unwrap();
        }
    }
    let old = "sku_a,sku_b,decision\nA,B,rejected\n";
    let shop = Shop::new().file("sales.csv", &sales).file("pairs.csv", old);
    let mut mining = shop.spawn(&["mine", "sales.csv", "-o", "pairs.csv", "--min-count", "1"]);
    while shop.left_over().is_empty() && shop.text("pairs.csv") == old && mining.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let kill = std::process::Command::new("kill").args(["-INT", &mining.id().to_string()]).status();
    let code = mining.wait().unwrap().code();
    assert!(kill.is_ok());
    match code {
        Some(130) => assert_eq!(shop.text("pairs.csv"), old),
        code => assert!(code == Some(0) && shop.text("pairs.csv") != old, "{code:?}"),
    }
    assert_eq!(shop.left_over(), [] as [String; 0]);
}

/// A limit on the size of files fails as a full disk does.
#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_the_old_pairs_stay() {
    let mut sales = String::from("basket_id,timestamp,sku\n");
    for line in 0..3_000_000 {
        writeln!(sales, "{},2026-01-01,S{}", line / 3, line * 7 % 1_000).unwrap();
    }
    let old = "sku_a,sku_b,decision\nA,B,rejected\n";
    let shop = Shop::new().file("sales.csv", &sales).file("pairs.csv", old);
    let program = env!("CARGO_BIN_EXE_goeswith");
    for (least, memory, said) in
        [(1, "1G", "error: not saved: pairs.csv: "), (500_000, "64M", "error: temporary file ")]
    {
        let command =
            format!("ulimit -f 16; '{program}' mine sales.csv -o pairs.csv --min-count {least} --memory {memory}");
        let output = std::process::Command::new("sh").args(["-c", &command]).current_dir(shop.path()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(4), "{stderr}");
        assert!(stderr.starts_with(said), "{stderr}");
        assert_eq!(shop.text("pairs.csv"), old);
        assert_eq!(shop.entries("."), ["pairs.csv", "sales.csv"]);
    }
}

/// A line of the property test: basket, day, item, pieces.
type Line = (u8, Option<u16>, u8, i8);

/// Two SKUs → the count, first and last day.
type Found = BTreeMap<(String, String), (usize, Option<u16>, Option<u16>)>;

/// What a loop over all baskets finds, and how many baskets there are.
fn naive(lines: &[Line], least: usize) -> (usize, Found) {
    let mut net: BTreeMap<u8, BTreeMap<String, i64>> = BTreeMap::new();
    let mut days: BTreeMap<u8, u16> = BTreeMap::new();
    for &(basket, day, item, pieces) in lines {
        *net.entry(basket).or_default().entry(format!("S{item}")).or_default() += i64::from(pieces);
        if let Some(day) = day.filter(|_| pieces > 0) {
            let known = days.entry(basket).or_insert(day);
            *known = day.min(*known);
        }
    }
    let baskets: Vec<(u8, BTreeSet<&String>)> = net
        .iter()
        .map(|(basket, items)| (*basket, items.iter().filter(|(_, net)| **net > 0).map(|(item, _)| item).collect()))
        .filter(|(_, items): &(u8, BTreeSet<&String>)| !items.is_empty())
        .collect();
    let mut pairs = Found::new();
    for (basket, items) in &baskets {
        for a in items {
            for b in items.range::<&String, _>((std::ops::Bound::Excluded(a), std::ops::Bound::Unbounded)) {
                let pair = pairs.entry(((*a).clone(), (*b).clone())).or_default();
                pair.0 += 1;
                if let Some(&day) = days.get(basket) {
                    pair.1 = Some(pair.1.map_or(day, |first| first.min(day)));
                    pair.2 = Some(pair.2.map_or(day, |last| last.max(day)));
                }
            }
        }
    }
    pairs.retain(|_, pair| pair.0 >= least);
    (baskets.len(), pairs)
}

fn text_of(lines: &[Line]) -> String {
    let mut text = String::from("basket_id,timestamp,sku,quantity\n");
    for (basket, day, item, pieces) in lines {
        let day = day.map_or(String::new(), |day| goeswith::domain::Day(18_000 + i32::from(day)).to_string());
        writeln!(text, "{basket},{day},S{item},{pieces}").unwrap();
    }
    text
}

fn counted(text: &str, memory: usize, half_life: Option<f64>) -> (String, bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sales.csv");
    std::fs::write(&path, text).unwrap();
    // A name that promises more than is there makes many parts of few lines.
    let memory = Memory { bytes: memory, folder: folder.path().to_owned() };
    let mut problems = Problems::default();
    let sources = [Source { path, name: "sales.csv".to_owned() }];
    let history = history::read(&sources, memory, &mut problems, &mut Unwatched).unwrap();
    let has_spilled = history.has_spilled();
    let options = Options { min_count: 2, half_life, max_basket: 1000 };
    let mut written = Vec::new();
    pairs::write(history, &options, &Kept::default(), &mut problems, &mut Unwatched, &mut |bytes| {
        written.extend_from_slice(bytes);
        Ok(())
    })
    .unwrap();
    assert_eq!(folder.path().read_dir().unwrap().count(), 1, "temporary files have no name");
    (String::from_utf8(written).unwrap(), has_spilled)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn counts_are_those_of_a_naive_loop_whatever_the_memory(
        lines in prop::collection::vec((0_u8..30, prop::option::of(0_u16..50), 0_u8..12, -1_i8..4), 0..200),
    ) {
        let (baskets, expected) = naive(&lines, 2);
        let text = text_of(&lines);
        let (found, _) = counted(&text, usize::MAX, None);
        let day = |day: Option<u16>| day.map_or(String::new(), |day| goeswith::domain::Day(18_000 + i32::from(day)).to_string());
        let mut rows = Vec::new();
        for row in csv::Reader::from_reader(found.as_bytes()).records() {
            let row = row.unwrap();
            prop_assert_eq!(&row[5], baskets.to_string());
            rows.push([0, 1, 4, 11, 12].map(|cell| row[cell].to_owned()));
        }
        let expected: Vec<[String; 5]> = expected
            .into_iter()
            .map(|((a, b), (count, first, last))| [a, b, count.to_string(), day(first), day(last)])
            .collect();
        prop_assert_eq!(rows, expected);
        let (in_parts, has_spilled) = counted(&text, 1, None);
        prop_assert!(has_spilled || lines.is_empty());
        prop_assert_eq!(in_parts, found);
    }
}

#[test]
fn a_history_in_many_parts_counts_as_one_in_memory() {
    let mut text = String::from("basket_id,timestamp,sku,quantity\n");
    let mut seed = 7_u32;
    let mut below = |limit: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % limit
    };
    for basket in 0..60_000_u32 {
        let day = goeswith::domain::Day(19_000 + below(700).cast_signed());
        for _ in 0..below(6) {
            writeln!(text, "till-{basket},{day}T09:00:00,SKU-{},1.000000000000", below(80) * below(9)).unwrap();
        }
    }
    assert!(text.len() > 6 << 20, "{}", text.len());
    let (whole, no) = counted(&text, usize::MAX, Some(90.0));
    let (in_parts, yes) = counted(&text, 400_000, Some(90.0));
    assert_eq!((no, yes), (false, true));
    assert!(whole == in_parts);
    // Every cell in quotation marks, other delimiters, and a cell that spans lines in between.
    let quoted = requoted(&text, b';', true);
    assert!(counted(&quoted, usize::MAX, Some(90.0)).0 == whole);
}

/// [`SALES`], packed by `xz`: this program only unpacks.
#[rustfmt::skip]
const XZ: &[u8] = &[
    0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04, 0xe6, 0xd6, 0xb4, 0x46, 0x02, 0x00, 0x21, 0x01,
    0x16, 0x00, 0x00, 0x00, 0x74, 0x2f, 0xe5, 0xa3, 0xe0, 0x01, 0x28, 0x00, 0x7a, 0x5d, 0x00, 0x31,
    0x18, 0x4a, 0xcd, 0x66, 0xdb, 0x94, 0x8e, 0xed, 0x12, 0x4e, 0x9d, 0x2f, 0xed, 0xa4, 0xf1, 0xb6,
    0x90, 0x98, 0xce, 0x89, 0xe6, 0x25, 0xd4, 0xc3, 0x42, 0xc9, 0x0d, 0xa0, 0x93, 0x61, 0x8f, 0x49,
    0x39, 0x62, 0xb9, 0x33, 0x4c, 0x7f, 0xa7, 0x58, 0x8c, 0xce, 0x4b, 0x89, 0xb7, 0x90, 0x48, 0x46,
    0xaa, 0x21, 0x61, 0x07, 0x03, 0xc7, 0x4d, 0xeb, 0x81, 0xc9, 0xa8, 0x7a, 0xa5, 0x39, 0x1c, 0xb6,
    0x1b, 0xc5, 0x52, 0xcb, 0x6c, 0x28, 0xe5, 0xb8, 0x8d, 0xbf, 0x14, 0x15, 0xe1, 0x84, 0x12, 0x3d,
    0x44, 0x73, 0x05, 0x00, 0x4f, 0xf5, 0x66, 0x25, 0x4e, 0xee, 0x68, 0x54, 0xa2, 0xaa, 0xc9, 0x56,
    0x80, 0xe2, 0xf0, 0x3a, 0xfe, 0xb6, 0x1d, 0xe6, 0xf4, 0x43, 0x90, 0x22, 0xa1, 0x01, 0x8a, 0xec,
    0xad, 0x5b, 0xdc, 0x85, 0xe6, 0xeb, 0x26, 0x1e, 0x00, 0x00, 0x00, 0x00, 0x9a, 0xe9, 0x44, 0x21,
    0xa6, 0x30, 0x61, 0x46, 0x00, 0x01, 0x96, 0x01, 0xa9, 0x02, 0x00, 0x00, 0xd2, 0x8a, 0xed, 0x06,
    0xb1, 0xc4, 0x67, 0xfb, 0x02, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5a,
];
