//! Head office collects what counters sent: in any order, any number of times, damaged, twice, cut short.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::cast_possible_truncation)] // dice fall below 256

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use goeswith::db::Collected;
use goeswith::db::collected::Drafting;
use goeswith::domain::Day;
use goeswith::report::measures::{Dimension, Measure};
use goeswith::report::sums::{Span, Sums as _};
use goeswith::sync::collect::{collect, folders};
use goeswith::travel::names::SegmentName;
use goeswith::travel::segment::{CatalogInUse, FORMAT, Header, Line, seal};
use program::{Answer, Dice, run};
use serde_json::Value;

/// A chain: a sync folder that counters send to, and head office's own folder.
struct Chain {
    folder: tempfile::TempDir,
}

/// A segment of a counter, as it is made.
#[derive(Clone)]
struct Segment {
    counter: u32,
    epoch: u32,
    number: u64,
    revision: u32,
    first: u64,
    bodies: Vec<String>,
    sealed: String,
    catalog: u64,
}

fn id(kind: u32, number: u32) -> String {
    format!("0190f3c2-{kind:04x}-7000-8000-{number:012x}")
}

/// A sale of one printer with ink suggested for it; its number makes its id.
fn sale(number: u32) -> String {
    format!(
        r#"{{"event_id":"{}","kind":"sale","lines":[{{"sku":"PRN-200","quantity":1,"price":12900,"cost":9000,"category":"Printers"}},{{"sku":"INK-305","quantity":1,"price":1900,"confirmed":true}}],"suggestions":[{{"item":"PRN-200","add_on":"INK-305","link_kind":"required","rank":1,"reason":"curated","outcome":"accepted"}}],"context":[],"arms":{{"wording":"a"}},"customer":null,"staff":null,"wall_utc":"2026-11-{:02}T23:30:00.000Z","utc_offset_min":60}}"#,
        id(9, number),
        1 + number % 20,
    )
}

fn void(number: u32, of: u32) -> String {
    format!(
        r#"{{"event_id":"{}","kind":"void","sale":"{}","wall_utc":"2026-11-22T12:00:00.000Z"}}"#,
        id(8, number),
        id(9, of)
    )
}

/// So many sales of a counter from an event on.
fn segment(counter: u32, number: u64, first: u64, sales: u32) -> Segment {
    let begin = counter * 100_000 + u32::try_from(first).unwrap();
    Segment {
        counter,
        epoch: counter,
        number,
        revision: 0,
        first,
        bodies: (begin..begin + sales).map(sale).collect(),
        sealed: format!("2026-11-22T{:02}:00:00.000Z", 8 + number % 12),
        catalog: 124,
    }
}

impl Segment {
    fn name(&self) -> SegmentName {
        SegmentName { epoch: id(2, self.epoch), number: self.number, revision: self.revision }
    }

    fn terminal(&self) -> String {
        id(1, self.counter)
    }

    fn bytes(&self) -> Vec<u8> {
        let header = Header {
            goeswith_segment: FORMAT,
            terminal: self.terminal(),
            name: Some(format!("Till {}", self.counter)),
            store: Some("north-12".to_owned()),
            epoch: id(2, self.epoch),
            number: self.number,
            revision: self.revision,
            catalog: Some(CatalogInUse { version: self.catalog, sha256: "ab".repeat(32) }),
            program: "0.1.0".to_owned(),
            problems: vec![],
            sealed_utc: self.sealed.clone(),
        };
        let line = |(at, body)| Line { seq: self.first + at, clock_suspect: false, catalog_version: Some(124), body };
        let lines: Vec<Line<'_>> = (0..).zip(self.bodies.iter().map(String::as_str)).map(line).collect();
        seal(&header, &lines, self.first, "").unwrap()
    }
}

impl Chain {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("sync/outbox")).unwrap();
        Self { folder }
    }

    fn sync(&self) -> PathBuf {
        self.folder.path().join("sync")
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("STORE.db")
    }

    fn outbox(&self, segment: &Segment) -> PathBuf {
        let folder = self.sync().join("outbox").join(segment.terminal());
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// A segment arrives, under its own name.
    fn arrives(&self, segment: &Segment) -> PathBuf {
        self.arrives_as(segment, &segment.name().to_string())
    }

    fn arrives_as(&self, segment: &Segment, name: &str) -> PathBuf {
        let path = self.outbox(segment).join(name);
        fs::write(&path, segment.bytes()).unwrap();
        path
    }

    fn goeswith(&self, arguments: &[&str]) -> Answer {
        run(&self.folder.path().join("data"), arguments, "")
    }

    fn collect(&self) -> Answer {
        let answer = self.goeswith(&["collect", &text(&self.sync()), "-o", &text(&self.store())]);
        assert_eq!(answer.code, Some(0), "{answer:?}");
        answer
    }

    fn collected(&self) -> Value {
        let answer = self.goeswith(&["collect", &text(&self.sync()), "-o", &text(&self.store()), "--json"]);
        assert_eq!(answer.code, Some(0), "{answer:?}");
        serde_json::from_str(&answer.out).unwrap()
    }

    fn all(&self, measure: Measure) -> i64 {
        let store = Collected::open_read_only(&self.store()).unwrap();
        let rows = store.by_key(Dimension::All, Span::EVER).unwrap();
        rows.first().map_or(0, |row| row.measures.get(measure))
    }
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn digest(answer: &Answer) -> String {
    answer.out.lines().find_map(|line| line.strip_prefix("digest    ")).unwrap().to_owned()
}

#[test]
fn head_office_merges_what_counters_sent_and_says_what_came() {
    let chain = Chain::new();
    for segment in [segment(1, 1, 1, 30), segment(1, 2, 31, 5), segment(2, 1, 1, 10)] {
        chain.arrives(&segment);
    }
    let first = chain.collect();
    let expected = "arrived   3 segments new, 0 known, 0 set aside\nstore     45 events of 2 terminals in 3 segments\n";
    assert!(first.out.starts_with(expected), "{}", first.out);
    assert_eq!(first.err, "");
    let again = chain.collect();
    assert!(
        again.out.starts_with("arrived   0 segments new, 3 known, 0 set aside\nstore     45 events"),
        "{}",
        again.out
    );
    assert_eq!(digest(&again), digest(&first));
    assert_eq!((chain.all(Measure::Sales), chain.all(Measure::Revenue)), (45, 45 * 14_800));
    assert_eq!((chain.all(Measure::AddOnRevenue), chain.all(Measure::Cost)), (45 * 1_900, 45 * 9_000));
}

#[test]
fn the_day_and_hour_are_the_shops() {
    let chain = Chain::new();
    chain.arrives(&Segment { bodies: vec![sale(0)], ..segment(1, 1, 1, 0) });
    chain.collect();
    let store = Collected::open_read_only(&chain.store()).unwrap();
    let day = goeswith::domain::Day::parse("2026-11-02").unwrap().0;
    assert_eq!(store.by_key(Dimension::All, Span::ending(Day(day - 1), 1)).unwrap(), []);
    assert_eq!(
        store.by_key(Dimension::Pair, Span::ending(Day(day), 1)).unwrap()[0].key,
        ["PRN-200", "INK-305", "required"]
    );
}

#[test]
fn folders_may_be_named_one_by_one_and_in_any_order() {
    let chain = Chain::new();
    let (one, other) = (segment(1, 1, 1, 3), segment(2, 1, 1, 4));
    chain.arrives(&one);
    chain.arrives(&other);
    let whole = chain.collect();
    let store = text(&chain.folder.path().join("parts.db"));
    let (one, other) = (text(&chain.outbox(&one)), text(&chain.outbox(&other)));
    chain.goeswith(&["collect", &other, "-o", &store]);
    let parts = chain.goeswith(&["collect", &other, &one, &one, &text(&chain.sync().join("outbox")), "-o", &store]);
    assert_eq!((parts.code, digest(&parts)), (Some(0), digest(&whole)));
    let nowhere = chain.goeswith(&["collect", &text(&chain.folder.path().join("nowhere")), "-o", &store]);
    assert_eq!(nowhere.code, Some(1));
    assert!(nowhere.err.starts_with("error: folder cannot be read: "), "{}", nowhere.err);
}

#[test]
fn a_damaged_segment_is_set_aside_and_the_rest_merged() {
    let chain = Chain::new();
    let bad = segment(7, 1, 1, 3);
    let path = chain.arrives(&bad);
    let mut bytes = bad.bytes();
    bytes[700] ^= 1;
    fs::write(&path, &bytes).unwrap();
    chain.arrives(&segment(7, 2, 4, 2));
    let answer = chain.collect();
    assert!(answer.out.contains("1 segment new, 0 known, 1 set aside"), "{}", answer.out);
    let name = bad.name().to_string();
    assert!(
        answer.err.contains(&format!("GW-321 Till 7: {name} is set aside: it is damaged: its checksum differs")),
        "{}",
        answer.err
    );
    assert!(answer.err.contains("GW-323 Till 7: missing 1–3"), "{}", answer.err);
    let aside = chain.folder.path().join("STORE.db.aside").join(bad.terminal());
    let kept: Vec<_> = fs::read_dir(&aside).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(fs::read(&kept[0]).unwrap(), bytes);
    // It was sent again.
    chain.arrives(&bad);
    let mended = chain.collect();
    assert_eq!((mended.err.as_str(), chain.all(Measure::Sales)), ("", 5));
}

#[test]
fn what_still_arrives_is_no_alarm() {
    let chain = Chain::new();
    let whole = segment(1, 1, 1, 5);
    let path = chain.arrives(&whole);
    let bytes = whole.bytes();
    for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&path, &bytes[..length]).unwrap();
        let answer = chain.collect();
        assert_eq!(answer.err, "still arriving: 1 file, looked at again the next time\n", "{length}");
        assert!(answer.out.contains("0 segments new, 0 known, 0 set aside"), "{}", answer.out);
    }
    fs::write(&path, &bytes).unwrap();
    assert_eq!((chain.collect().err.as_str(), chain.all(Measure::Sales)), ("", 5));
}

#[test]
fn gaps_are_named_and_acknowledged_is_only_what_lies_before_them() {
    let chain = Chain::new();
    let sync = text(&chain.sync());
    chain.arrives(&segment(7, 1, 1, 4));
    chain.arrives(&segment(7, 3, 8, 2));
    chain.arrives(&segment(7, 5, 11, 2));
    let collect = || chain.goeswith(&["collect", &sync, "-o", &text(&chain.store()), "--acks", &sync]);
    assert_eq!(collect().err, "GW-323 Till 7: missing 5–7, 10\n");
    let path = chain.sync().join("acks").join(format!("{}.json", id(1, 7)));
    let ack = |seq: u64| format!("{{\"terminal\":\"{}\",\"epoch\":\"{}\",\"seq\":{seq}}}\n", id(1, 7), id(2, 7));
    assert_eq!(fs::read_to_string(&path).unwrap(), ack(4));
    chain.arrives(&segment(7, 2, 5, 3));
    assert_eq!(collect().err, "GW-323 Till 7: missing 10\n");
    assert_eq!(fs::read_to_string(&path).unwrap(), ack(9));
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    collect();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    assert_eq!(fs::read_dir(chain.sync().join("acks")).unwrap().count(), 1);
}

#[test]
fn copies_that_sync_tools_make_are_understood() {
    let chain = Chain::new();
    let one = segment(1, 1, 1, 3);
    let stem = one.name().to_string().trim_end_matches(".jsonl").to_owned();
    let copies = [
        format!("{stem}.sync-conflict-20261122-140000-ABCDEFG.jsonl"),
        format!("{stem} (conflicted copy).jsonl"),
        format!("{stem}-TILL-1.jsonl"),
    ];
    chain.arrives(&one);
    for copy in &copies {
        chain.arrives_as(&one, copy);
    }
    let answer = chain.collect();
    assert!(answer.out.contains("1 segment new, 3 known, 0 set aside"), "{}", answer.out);
    assert_eq!((answer.err.as_str(), chain.all(Measure::Sales)), ("", 3));
    // Another content under the same name.
    let other = Segment { bodies: vec![sale(900_001), sale(900_002)], ..one.clone() };
    chain.arrives_as(&other, &copies[1]);
    let answer = chain.collect();
    assert_eq!(answer.err, "GW-322 Till 1: segment 1 arrived with 2 contents; none counts, 3 events are set aside\n");
    assert_eq!(chain.all(Measure::Sales), 0);
    // Whichever came first.
    let turned = Chain::new();
    turned.arrives(&other);
    turned.collect();
    turned.arrives(&one);
    assert_eq!(digest(&turned.collect()), digest(&answer));
}

#[test]
fn a_segment_issued_again_replaces_its_elder_whichever_came_first() {
    let mine = |name: &str| sale(5).replace("\"customer\":null", &format!("\"customer\":{name}"));
    let elder = Segment { bodies: vec![mine("\"a1b2\"")], ..segment(1, 1, 1, 0) };
    let younger = Segment { revision: 1, bodies: vec![mine("null")], ..elder.clone() };
    let digests = [[&elder, &younger], [&younger, &elder]].map(|order| {
        let chain = Chain::new();
        for segment in order {
            chain.arrives(segment);
            assert_eq!(chain.collect().err, "");
        }
        assert_eq!(chain.all(Measure::Sales), 1);
        let events = chain.goeswith(&["export", "--store", &text(&chain.store())]);
        assert_eq!((events.out.lines().count(), events.out.contains("a1b2")), (1, false));
        digest(&chain.collect())
    });
    assert_eq!(digests[0], digests[1]);
}

#[test]
fn a_newer_format_is_told_and_left() {
    let chain = Chain::new();
    let newer = segment(1, 1, 1, 1);
    let text = String::from_utf8(newer.bytes()).unwrap().replace("\"goeswith_segment\":1", "\"goeswith_segment\":2");
    let path = chain.arrives(&newer);
    fs::write(&path, text).unwrap();
    let answer = chain.collect();
    assert!(
        answer.err.starts_with("GW-325 ") && answer.err.ends_with(" is of a newer goeswith (format 2)\n"),
        "{}",
        answer.err
    );
    assert!(path.exists() && !chain.folder.path().join("STORE.db.aside").exists());
}

#[test]
fn what_is_none_of_ours_is_passed_over() {
    let chain = Chain::new();
    let one = segment(1, 1, 1, 2);
    chain.arrives(&one);
    for name in [
        ".syncthing.0190f3c2-0002-7000-8000-000000000001-000002.jsonl.tmp",
        ".0190f3c2-0002-7000-8000-000000000001-000002.jsonl",
        "desktop.ini",
        "0190f3c2-0002-7000-8000-000000000001-2.jsonl",
    ] {
        chain.arrives_as(&segment(1, 2, 3, 2), name);
    }
    fs::create_dir_all(chain.sync().join("outbox/Copy of Till 1")).unwrap();
    fs::write(chain.sync().join("outbox/Copy of Till 1").join(one.name().to_string()), one.bytes()).unwrap();
    let answer = chain.collect();
    assert_eq!((answer.err.as_str(), chain.all(Measure::Sales)), ("", 2));
    // In another terminal's folder it is said.
    let foreign = chain.outbox(&segment(2, 1, 1, 1)).join(one.name().to_string());
    fs::write(foreign, one.bytes()).unwrap();
    let answer = chain.collect();
    assert!(answer.err.contains("it is another segment than its name says: of another terminal"), "{}", answer.err);
    assert_eq!(chain.all(Measure::Sales), 2);
}

#[cfg(unix)]
#[test]
fn nothing_that_is_no_plain_file_of_a_segments_size_is_read() {
    let chain = Chain::new();
    let folder = chain.outbox(&segment(1, 1, 1, 1));
    let name = |number| folder.join(segment(1, number, 1, 1).name().to_string());
    fs::File::create(name(1)).unwrap().set_len(1 << 40).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", name(2)).unwrap();
    fs::create_dir(name(3)).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(name(4)).status().is_ok_and(|made| made.success());
    chain.arrives(&segment(1, 5, 1, 2));
    let answer = chain.collected();
    assert_eq!(answer["segments"]["bad"], 3 + usize::from(pipe));
    assert_eq!((answer["events"].as_u64(), answer["segments"]["new"].as_u64()), (Some(2), Some(1)));
}

#[test]
fn a_counter_that_was_copied_is_seen_and_both_count() {
    let chain = Chain::new();
    let at = |hour: u32| format!("2026-11-22T{hour:02}:00:00.000Z");
    for (epoch, number, hour) in [(1, 1, 8), (1, 2, 12), (2, 1, 9), (2, 2, 13)] {
        let first = number * 2 - 1;
        let bodies = vec![sale(epoch * 1000 + u32::try_from(first).unwrap()), sale(epoch * 1000 + 500 + hour)];
        chain.arrives(&Segment { epoch, sealed: at(hour), bodies, ..segment(3, number, first, 0) });
    }
    let answer = chain.collect();
    assert_eq!(answer.err, "GW-324 Till 3: two stores of sales were written at once; both count\n");
    assert_eq!(chain.all(Measure::Sales), 8);
}

#[test]
fn sales_taken_back_count_nowhere_in_whatever_order_they_arrive() {
    let parts = [
        Segment { bodies: vec![sale(1), sale(2), void(1, 1)], ..segment(1, 1, 1, 0) },
        Segment { bodies: vec![void(2, 1), void(3, 1), void(4, 77)], ..segment(1, 2, 4, 0) },
        Segment { bodies: vec![sale(77), sale(3), sale(2)], ..segment(2, 1, 1, 0) },
    ];
    let mut digests = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
        let chain = Chain::new();
        for at in order {
            chain.arrives(&parts[at]);
            chain.collect();
        }
        assert_eq!((chain.all(Measure::Sales), chain.all(Measure::Accepted)), (2, 2));
        digests.push(digest(&chain.collect()));
    }
    digests.dedup();
    assert_eq!(digests.len(), 1);
}

#[test]
fn killed_at_any_moment_and_two_at_once_give_the_same_totals() {
    let chain = Chain::new();
    let mut first = 1;
    for counter in 1..=4 {
        for number in 1..=8 {
            chain.arrives(&segment(counter, number, first, 50));
            first += 50;
        }
        first = 1;
    }
    let whole = Chain::new();
    let (sync, wanted) = (text(&chain.sync()), text(&whole.store()));
    let wanted = digest(&whole.goeswith(&["collect", &sync, "-o", &wanted]));
    let store = text(&chain.store());
    let data = chain.folder.path().join("data");
    let mut dice = Dice(41);
    for _ in 0..12 {
        let mut command = program::program(&data, &["collect", &sync, "-o", &store]);
        let silent = std::process::Stdio::null;
        let mut child = command.stdout(silent()).stderr(silent()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(dice.below(60_000) as u64));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let both: Vec<_> = (0..2)
        .map(|_| {
            let (sync, store, data) = (sync.clone(), store.clone(), data.clone());
            std::thread::spawn(move || run(&data, &["collect", &sync, "-o", &store], ""))
        })
        .collect();
    for answer in both.into_iter().map(|one| one.join().unwrap()) {
        assert_eq!((answer.code, digest(&answer)), (Some(0), wanted.clone()), "{}", answer.err);
    }
}

#[test]
fn a_merge_that_goes_on_too_long_is_busy() {
    let chain = Chain::new();
    chain.collect();
    let lock = fs::File::options().write(true).open(chain.folder.path().join("STORE.db.lock")).unwrap();
    lock.lock().unwrap();
    let answer = chain.goeswith(&["collect", &text(&chain.sync()), "-o", &text(&chain.store())]);
    assert_eq!(answer.code, Some(5), "{}", answer.err);
}

#[test]
fn only_a_collected_store_is_written_to() {
    let chain = Chain::new();
    let store = chain.folder.path().join("data/store.db");
    chain.goeswith(&["record"]);
    assert_eq!(run(&chain.folder.path().join("data"), &["record"], &program::sale(1, 1)).code, Some(0));
    let before = fs::read(&store).unwrap();
    let refused = chain.goeswith(&["collect", &text(&chain.sync()), "-o", &text(&store)]);
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    assert!(refused.err.contains("not a goeswith store"), "{}", refused.err);
    assert_eq!(fs::read(&store).unwrap(), before);
    let refused = chain.goeswith(&["fleet", &text(&store)]);
    assert_eq!(refused.code, Some(1), "{}", refused.err);
}

#[test]
fn mining_learning_and_exporting_read_a_collected_store() {
    let chain = Chain::new();
    chain.arrives(&segment(1, 1, 1, 20));
    chain.arrives(&Segment { bodies: vec![void(1, 100_001), sale(300_000)], ..segment(2, 1, 1, 0) });
    chain.collect();
    let store = text(&chain.store());
    let pairs = chain.goeswith(&["mine", &store, "-o", "-"]);
    assert_eq!(pairs.code, Some(0), "{}", pairs.err);
    assert!(pairs.out.lines().any(|line| line.starts_with("INK-305,PRN-200,20,20,20,20,")), "{}", pairs.out);
    let csv = chain.goeswith(&["export", "--store", &store, "--format", "csv"]);
    assert_eq!((csv.code, csv.out.lines().filter(|line| line.contains("\"void\"")).count()), (Some(0), 1));
    assert!(csv.out.contains(&format!("\"{}\"", id(1, 2))), "{}", csv.out);
    let json = chain.goeswith(&["export", "--store", &store]);
    assert_eq!(json.out.lines().count(), 22);
    let shop =
        run(&chain.folder.path().join("data"), &["experiment", "list", "--demo", "--store", &store, "--json"], "");
    assert_eq!(shop.code, Some(0), "{}", shop.err);
}

#[test]
fn the_fleet_shows_trouble_first() {
    let chain = Chain::new();
    chain.arrives(&segment(1, 1, 1, 20));
    chain.arrives(&Segment { catalog: 123, ..segment(2, 1, 1, 3) });
    chain.arrives(&segment(7, 2, 4, 3));
    chain.collect();
    let store = text(&chain.store());
    let answer = chain.goeswith(&["fleet", &store, "--json"]);
    let fleet: Value = serde_json::from_str(&answer.out).unwrap();
    let first = &fleet["terminals"][0];
    assert_eq!((&first["name"], &first["missing"]), (&"Till 7".into(), &serde_json::json!([[1, 3]])), "{}", answer.out);
    let behind = fleet["terminals"].as_array().unwrap().iter().filter(|row| row["behind"] == true).count();
    assert_eq!((behind, &fleet["newest_catalog"]), (1, &124.into()));
    let table = chain.goeswith(&["fleet", &store]);
    assert!(table.out.contains("GW-323 missing 1–3") && table.out.contains("GW-327 behind"), "{}", table.out);
    assert!(table.out.lines().all(|line| line.chars().count() <= 80), "{}", table.out);
    // The sync folder knows of a newer one.
    fs::create_dir_all(chain.sync().join("catalog")).unwrap();
    fs::write(chain.sync().join("catalog/catalog-0000000125.manifest.json"), "").unwrap();
    let answer = chain.goeswith(&["fleet", &store, "--json", "--sync-dir", &text(&chain.sync())]);
    let fleet: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(fleet["newest_catalog"], 125);
}

#[test]
fn twenty_segments_in_any_order_with_damage_between_give_one_digest() {
    let mut dice = Dice(2026);
    let mut segments = Vec::new();
    for counter in 1..=4 {
        for number in 1..=5 {
            segments.push(segment(counter, number, (number - 1) * 3 + 1, 3));
        }
    }
    segments[7].bodies[1] = void(5, 100_001);
    segments.push(Segment { revision: 1, ..segments[3].clone() });
    segments.push(Segment { bodies: vec![sale(7)], ..segments[11].clone() });
    let mut wanted = None;
    for turn in 0..30 {
        let chain = Chain::new();
        let mut order = segments.clone();
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        let mut store = Collected::open(&chain.store()).unwrap();
        for (at, segment) in order.iter().enumerate() {
            let path = chain.arrives_as(
                segment,
                &format!("{}-PC{at}.jsonl", segment.name().to_string().trim_end_matches(".jsonl")),
            );
            if dice.below(3) == 0 {
                // First half of it, or with a byte changed; then as it is.
                let mut bytes = segment.bytes();
                let place = dice.below(bytes.len());
                if dice.below(2) == 0 {
                    bytes.truncate(place);
                } else {
                    bytes[place] ^= 1 << dice.below(8);
                }
                fs::write(&path, bytes).unwrap();
                collect(&mut store, &folders(&chain.sync()).unwrap(), &mut |_, _| true).unwrap();
                fs::write(&path, segment.bytes()).unwrap();
            }
            if dice.below(4) == 0 {
                collect(&mut store, &folders(&chain.sync()).unwrap(), &mut |_, _| true).unwrap();
            }
        }
        collect(&mut store, &folders(&chain.sync()).unwrap(), &mut |_, _| true).unwrap();
        let digest = store.digest().unwrap();
        assert_eq!(wanted.get_or_insert_with(|| digest.clone()), &digest, "turn {turn}");
    }
}

#[test]
fn five_thousand_mutations_are_refused_or_the_same_and_nothing_panics() {
    let segment = segment(1, 1, 1, 4);
    let good = segment.bytes();
    let mut dice = Dice(5_000);
    let mut drafting = Drafting::new().unwrap();
    let mut taken = 0;
    for _ in 0..5_000 {
        let mut bytes = good.clone();
        for _ in 0..=dice.below(3) {
            let place = dice.below(bytes.len());
            match dice.below(5) {
                0 => bytes[place] = dice.below(256) as u8,
                1 => drop(bytes.remove(place)),
                2 => bytes.insert(place, dice.below(256) as u8),
                3 => bytes.truncate(place.max(1)),
                _ => bytes.extend_from_within(place..),
            }
        }
        taken += usize::from(drafting.add(&bytes, &segment.terminal(), &segment.name()).is_ok());
    }
    // The hash of the segment before is not vouched for, and a mutation may change nothing.
    assert!(taken < 500, "{taken}");
    let folder = tempfile::tempdir().unwrap();
    let mut store = Collected::open(&folder.path().join("STORE.db")).unwrap();
    store.merge(drafting.take()).unwrap();
    assert_eq!(store.event_count().unwrap(), 4);
}
