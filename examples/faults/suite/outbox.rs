//! Sales on their way to head office: stores that are copied or put back, outboxes that are emptied, segments in any
//! order and state, merges that are killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use super::damage::mutate;
use super::program::{self, Answer};
use super::run::{Run, ids};
use super::sales::{self, Books};
use super::shop::copy;
use super::{Fault, Need};

pub const FAULTS: [Fault; 6] = [
    Fault {
        id: "A10",
        what: "data directory copied, old backup put back",
        unit: "pairs",
        units: [1, 8, 50],
        per_run: 1,
        never: &["lost", "duplicated", "mixed up"],
        needs: &[Need::Collect],
        run: cloned,
    },
    Fault {
        id: "C7",
        what: "20 segments in any order, some twice",
        unit: "orders",
        units: [4, 200, 10_000],
        per_run: 200,
        never: &["other digests"],
        needs: &[Need::Collect],
        run: any_order,
    },
    Fault {
        id: "C7m",
        what: "segments damaged, swapped, renamed",
        unit: "mutations",
        units: [10, 250, 5_000],
        per_run: 125,
        never: &["other digests", "panics", "altered events"],
        needs: &[Need::Collect],
        run: damaged,
    },
    Fault {
        id: "C8",
        what: "kill -9 in a merge, two at once, twice",
        unit: "kills",
        units: [2, 50, 500],
        per_run: 25,
        never: &["other digests"],
        needs: &[Need::Collect],
        run: killed_merges,
    },
    Fault {
        id: "C9",
        what: "outbox emptied before it was collected",
        unit: "times",
        units: [2, 20, 200],
        per_run: 10,
        never: &["lost", "duplicated"],
        needs: &[Need::Collect],
        run: emptied,
    },
    Fault {
        id: "C10",
        what: "false acknowledgements",
        unit: "acks",
        units: [2, 20, 50],
        per_run: 10,
        never: &["lost", "duplicated"],
        needs: &[Need::Collect],
        run: false_acks,
    },
];

impl Run<'_> {
    /// Sells so many in a data directory, and books it.
    fn sell(&mut self, data: &Path, count: usize, books: &mut Books) {
        let (numbers, lines) = self.next_sales(count);
        books.sent(self.number, numbers);
        let answer = self.run_in(data, &["record"], &lines);
        assert_eq!(answer.code, Some(0), "{}", answer.brief());
        books.acknowledged(answer.acknowledged());
    }

    /// One visit to the sync folder.
    fn deliver(&mut self, data: &Path) -> Answer {
        let sync = self.sync().display().to_string();
        self.run_in(data, &["sync", "--once", "--sync-dir", &sync], "")
    }

    /// Merges an outbox into a store of head office.
    fn collect(&mut self, outbox: &Path, store: &Path) -> Value {
        let answer = self.finish(collecting(self, outbox, store), b"");
        assert_eq!(answer.code, Some(0), "collect: {}", answer.brief());
        serde_json::from_slice(&answer.out).unwrap_or_else(|error| panic!("{error}: {}", answer.text()))
    }

    /// The ids of what head office has.
    fn at_head_office(&mut self, store: &Path) -> Vec<String> {
        let answer = self.run(&["export", "--store", &store.display().to_string()], "");
        assert_eq!(answer.code, Some(0), "export: {}", answer.brief());
        ids(&answer)
    }
}

fn collecting(run: &Run, outbox: &Path, store: &Path) -> std::process::Command {
    let (outbox, store) = (outbox.display().to_string(), store.display().to_string());
    run.command(&["collect", &outbox, "-o", &store, "--json"])
}

/// A copy sells beside the first, or an old one takes its place; nothing either sold is lost or taken for something else.
fn cloned(run: &mut Run) {
    let (first, second, aside) = (run.path("first"), run.path("second"), run.path("aside"));
    let mut books = Books::default();
    let count = run.dice.between(1, 6);
    run.sell(&first, count, &mut books);
    if run.dice.below(2) == 0 {
        run.deliver(&first);
    }
    copy(&first, &aside);
    let restored = run.number % 2 == 1;
    for _ in 0..run.dice.between(1, 3) {
        let count = run.dice.between(1, 6);
        run.sell(&first, count, &mut books);
        run.deliver(&first);
    }
    if restored {
        // The same directory with the files of the day before.
        for entry in fs::read_dir(&first).unwrap().flatten() {
            let _ = fs::remove_file(entry.path()).or_else(|_| fs::remove_dir_all(entry.path()));
        }
        copy(&aside, &first);
    } else {
        copy(&aside, &second);
    }
    let mut directories = vec![&first];
    directories.extend((!restored).then_some(&second));
    for _ in 0..3 {
        for data in &directories {
            let count = run.dice.between(1, 5);
            run.sell(data, count, &mut books);
            let answer = run.deliver(data);
            assert!([Some(0), Some(1)].contains(&answer.code), "{}", answer.brief());
        }
    }
    let (outbox, store) = (run.path("sync/outbox"), run.path("head-office.db"));
    let found = run.collect(&outbox, &store);
    let conflicts = found["conflicts"].as_array().map_or(0, Vec::len);
    run.bad("mixed up", conflicts, || found.to_string());
    let there = run.at_head_office(&store);
    books.audit(run, &there);
    let mut epochs: Vec<String> = segments(&outbox).iter().map(|path| name(path)[..36].to_owned()).collect();
    epochs.sort();
    epochs.dedup();
    run.bad("mixed up", usize::from(epochs.len() < 2), || format!("one writer: {epochs:?}"));
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Every file in an outbox, sorted.
fn segments(outbox: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(outbox).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten());
    let mut files: Vec<_> = files.map(|file| file.path()).collect();
    files.sort();
    files
}

/// Seals so many small segments of two terminals; the outbox, and the books.
fn sealed(run: &mut Run, count: usize) -> (PathBuf, Books) {
    let mut books = Books::default();
    for segment in 0..count {
        let data = run.path(if segment % 4 == 3 { "second" } else { "first" });
        let sales = run.dice.between(1, 5);
        run.sell(&data, sales, &mut books);
        run.deliver(&data);
    }
    (run.path("sync/outbox"), books)
}

/// What stands in an outbox once all is merged.
fn digest(found: &Value) -> String {
    found["digest"].as_str().unwrap().to_owned()
}

fn any_order(run: &mut Run) {
    let (outbox, books) = sealed(run, 20);
    let reference = run.path("reference.db");
    let whole = digest(&run.collect(&outbox, &reference));
    let there = run.at_head_office(&reference);
    books.audit(run, &there);
    let files = segments(&outbox);
    run.seen("segments", files.len());
    for order in 0..run.units {
        let (part, store) = (run.path("part"), run.path(&format!("order-{order}.db")));
        let mut files = files.clone();
        run.dice.shuffle(&mut files);
        let cut = run.dice.between(1, files.len());
        // Two deliveries; what came with the first may come with the second again.
        let both = run.dice.below(2) == 0;
        let mut last = String::new();
        for batch in [&files[..cut], &files[if both { cut / 2 } else { cut }..]] {
            let _ = fs::remove_dir_all(&part);
            for file in batch {
                let folder = part.join(file.parent().unwrap().file_name().unwrap());
                fs::create_dir_all(&folder).unwrap();
                fs::hard_link(file, folder.join(name(file))).unwrap();
            }
            last = digest(&run.collect(&part, &store));
        }
        run.bad("other digests", usize::from(last != whole), || format!("{last} instead of {whole}"));
        for ending in ["", "-wal", "-shm", ".lock"] {
            let _ = fs::remove_file(format!("{}{ending}", store.display()));
        }
    }
}

/// Bad ones are set aside, the rest is merged; once the good ones arrive, all is as if nothing had been.
fn damaged(run: &mut Run) {
    let (outbox, books) = sealed(run, 6);
    let reference = run.path("reference.db");
    let whole = digest(&run.collect(&outbox, &reference));
    let known = run.at_head_office(&reference);
    books.audit(run, &known);
    let (bad, store) = (run.path("bad"), run.path("store.db"));
    for _ in 0..run.units {
        let _ = fs::remove_dir_all(&bad);
        copy(&outbox, &bad);
        let files = segments(&bad);
        let file = run.dice.one(&files).clone();
        let other = run.dice.one(&files).clone();
        let what = match run.dice.below(6) {
            0 => {
                fs::copy(&other, &file).unwrap();
                "another segment under this name".to_owned()
            }
            1 => {
                let text = name(&file).replace(".jsonl", ".sync-conflict-20261122-140000-ABCDEFG.jsonl");
                fs::copy(&file, file.with_file_name(text)).unwrap();
                "a conflict copy".to_owned()
            }
            2 => {
                let text = name(&file).replace("-00000", "-00900");
                fs::rename(&file, file.with_file_name(text)).unwrap();
                "another number".to_owned()
            }
            _ => {
                let mut bytes = fs::read(&file).unwrap();
                let what = mutate(&mut run.dice, &mut bytes);
                fs::write(&file, bytes).unwrap();
                what
            }
        };
        let answer = run.finish(collecting(run, &bad, &store), b"");
        assert_eq!(answer.code, Some(0), "{what}: {}", answer.brief());
        let there = run.at_head_office(&store);
        let strange = there.iter().filter(|id| !known.contains(id)).count();
        let doubled = there.len() - there.iter().collect::<std::collections::HashSet<_>>().len();
        run.bad("altered events", strange + doubled, || what.clone());
        let healed = digest(&run.collect(&outbox, &store));
        // Two whole contents of one name are an alarm that stays; nothing else leaves a trace.
        run.seen("healed without a trace", usize::from(healed == whole));
        let there = run.at_head_office(&store);
        let missing = known.iter().filter(|id| !there.contains(id)).count();
        let alarm = what.starts_with("another segment");
        run.bad("other digests", usize::from(missing > 0 && !alarm), || format!("{what}: {missing} events missing"));
        let _ = fs::remove_file(&store);
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", store.display()));
        }
    }
}

fn killed_merges(run: &mut Run) {
    let (outbox, books) = sealed(run, 8);
    let reference = run.path("reference.db");
    let whole = digest(&run.collect(&outbox, &reference));
    let store = run.path("store.db");
    for unit in 0..run.units {
        let delay = Duration::from_micros(run.dice.below(25_000) as u64);
        let (was_killed, _) = program::kill_after(collecting(run, &outbox, &store), b"", delay);
        run.seen("killed in time", usize::from(was_killed));
        if unit % 3 == 0 {
            let (one, two) = (collecting(run, &outbox, &store), collecting(run, &outbox, &store));
            let answers = std::thread::scope(|scope| {
                let other = scope.spawn(|| program::finish(two, b""));
                [program::finish(one, b""), other.join().unwrap()]
            });
            for answer in answers {
                run.hold_to_the_rules(&answer, "collect");
                assert!([Some(0), Some(5)].contains(&answer.code), "two at once: {}", answer.brief());
            }
        }
        let last = digest(&run.collect(&outbox, &store));
        run.bad("other digests", usize::from(last != whole), || format!("{last} instead of {whole}"));
        if unit % 5 == 4 {
            let there = run.at_head_office(&store);
            books.audit(run, &there);
            for ending in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{}{ending}", store.display()));
            }
        }
    }
}

fn emptied(run: &mut Run) {
    let (data, store) = (run.path("first"), run.path("head-office.db"));
    let outbox = run.path("sync/outbox");
    let mut books = Books::default();
    for _ in 0..run.units {
        let sales = run.dice.between(1, 8);
        run.sell(&data, sales, &mut books);
        run.deliver(&data);
        match run.dice.below(4) {
            0 => fs::remove_dir_all(&outbox).unwrap(),
            1 => fs::remove_dir_all(run.path("sync")).and_then(|()| fs::create_dir(run.path("sync"))).unwrap(),
            2 => segments(&outbox).iter().step_by(2).for_each(|file| fs::remove_file(file).unwrap()),
            _ => {
                for file in segments(&outbox) {
                    let bytes = fs::read(&file).unwrap();
                    fs::remove_file(&file).unwrap();
                    run.seen("bytes taken away", bytes.len());
                }
            }
        }
        let answer = run.deliver(&data);
        assert_eq!(answer.code, Some(0), "{}", answer.brief());
        run.collect(&outbox, &store);
        let there = run.at_head_office(&store);
        books.audit(run, &there);
    }
}

fn false_acks(run: &mut Run) {
    let (data, store) = (run.path("first"), run.path("head-office.db"));
    let (outbox, acks) = (run.path("sync/outbox"), run.path("sync/acks"));
    let mut books = Books::default();
    for unit in 0..run.units {
        let sales = run.dice.between(1, 6);
        run.sell(&data, sales, &mut books);
        run.deliver(&data);
        let file = segments(&outbox).pop().unwrap();
        let (terminal, epoch) = (name(file.parent().unwrap()), name(&file)[..36].to_owned());
        let other = sales::id(unit, unit);
        let text = match unit % 10 {
            0 => format!("{{\"terminal\":\"{terminal}\",\"epoch\":\"{epoch}\",\"seq\":1000000}}"),
            1 => format!("{{\"terminal\":\"{other}\",\"epoch\":\"{epoch}\",\"seq\":1}}"),
            2 => format!("{{\"terminal\":\"{terminal}\",\"epoch\":\"{other}\",\"seq\":5}}"),
            3 => format!("{{\"terminal\":\"{terminal}\",\"epoch\":\"{epoch}\",\"seq\":-1}}"),
            4 => format!("{{\"terminal\":\"{terminal}\",\"epoch\":\"{epoch}\",\"seq\":9007199254740993}}"),
            5 => "{".to_owned(),
            6 => "x".repeat(1_000_000),
            7 => {
                format!("{{\"terminal\":\"{terminal}\",\"epoch\":\"{epoch}\",\"seq\":1,\"others\":{{\"{other}\":99}}}}")
            }
            8 => "[".repeat(10_000),
            _ => String::new(),
        };
        fs::create_dir_all(&acks).unwrap();
        fs::write(acks.join(format!("{terminal}.json")), text).unwrap();
        run.deliver(&data);
        // What was never collected comes again, whatever the file said; what was kept here stays for 90 days.
        if unit % 10 != 7 {
            fs::remove_dir_all(&outbox).unwrap();
        }
        let answer = run.deliver(&data);
        assert_eq!(answer.code, Some(0), "{}", answer.brief());
        run.collect(&outbox, &store);
        let there = run.at_head_office(&store);
        books.audit(run, &there);
        let export = run.run_in(&data, &["export"], "");
        books.audit(run, &ids(&export));
    }
}
