//! Disks that fail: a flush that is refused, no room, no right to write.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::parcel::Parcel;
use super::program;
use super::run::{Run, ids};
use super::sales::Books;
use super::{Fault, Need, trace};

pub const FAULTS: [Fault; 3] = [
    Fault {
        id: "A4",
        what: "flush refused, once or for good",
        unit: "injections",
        units: [2, 30, 100],
        per_run: 1,
        never: &["lost", "duplicated", "false answers"],
        needs: &[Need::Strace],
        run: flush_refused,
    },
    Fault {
        id: "A5",
        what: "disk full",
        unit: "sizes",
        units: [0, 24, 125],
        per_run: 1,
        never: &["lost", "duplicated", "damaged catalogs"],
        needs: &[Need::Mount],
        run: disk_full,
    },
    Fault {
        id: "A6",
        what: "data directory read-only or not ours",
        unit: "cases",
        units: [0, 6, 6],
        per_run: 1,
        never: &["false answers"],
        needs: &[Need::Mount],
        run: not_to_be_written,
    },
];

/// Every second run refuses one flush, the others every flush from then on; which one moves on with the runs.
fn flush_refused(run: &mut Run) {
    let mut books = Books::default();
    if run.number % 4 < 2 {
        let (numbers, lines) = run.next_sales(2);
        books.sent(run.number, numbers);
        books.acknowledged(run.run(&["record"], &lines).acknowledged());
    }
    let (numbers, lines) = run.next_sales(25);
    books.sent(run.number, numbers.clone());
    let for_good = run.number % 2 == 1;
    let inject = format!("fsync,fdatasync:error=EIO:when={}{}", run.number / 2 + 1, if for_good { "+" } else { "" });
    let (answer, calls) = trace::changes(run, Some(&inject), &["record"], &lines);
    run.hold_to_the_rules(&answer, "record");
    let (wrong, acknowledged, _) = trace::order(&calls, &run.data());
    let wrong: Vec<_> = wrong.into_iter().filter(|said| said.starts_with("acknowledged")).collect();
    run.bad("false answers", wrong.len(), || wrong.join("; "));
    run.seen("acknowledged", acknowledged);
    let all = acknowledged == numbers.len();
    let silent = usize::from(!all && answer.code != Some(4));
    run.bad("false answers", silent, || format!("{acknowledged} answers: {}", answer.brief()));
    run.seen("runs that said not saved", usize::from(answer.code == Some(4)));
    books.acknowledged(answer.acknowledged());
    let again = run.run(&["record"], &lines);
    assert_eq!(again.code, Some(0), "once the disk is well: {}", again.brief());
    books.acknowledged(again.acknowledged());
    let stored = run.stored();
    books.audit(run, &stored);
}

/// A small file system in memory, gone when this is dropped.
struct Disk(PathBuf);

impl Disk {
    fn of(at: &Path, kilobytes: usize) -> Self {
        mount(&["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"], at);
        Self(at.to_owned())
    }

    fn grow(&self, kilobytes: usize) {
        mount(&["-o", &format!("remount,size={kilobytes}k")], &self.0);
    }

    fn read_only(&self) {
        mount(&["-o", "remount,ro"], &self.0);
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

fn mount(how: &[&str], at: &Path) {
    assert!(Command::new("mount").args(how).arg(at).status().unwrap().success(), "mount {how:?}");
}

/// The same size for three operations: recording, a new catalog, an export into a file on the full disk.
fn disk_full(run: &mut Run) {
    // From less than the store needs, over the sizes at which the kept room (8 MB) comes and goes, to plenty.
    let kilobytes = 16 + run.number * run.number * 11 / 10 + run.number * 37;
    // The kept room is made where much is free, and then saves a few sales more.
    let with_kept_room = run.number % 6 == 5;
    full_while_recording(run, if with_kept_room { 110_000 } else { kilobytes }, with_kept_room);
    full_while_a_catalog_comes(run, kilobytes % 700);
    full_while_exporting(run);
}

fn full_while_recording(run: &mut Run, kilobytes: usize, with_kept_room: bool) {
    let disk = Disk::of(&run.data(), kilobytes);
    let mut books = Books::default();
    if with_kept_room {
        let (numbers, lines) = run.next_sales(1);
        books.sent(run.number, numbers);
        books.acknowledged(run.run(&["record"], &lines).acknowledged());
    }
    // Fills what is left, so that larger disks are full as well.
    let filling = fs::File::create(run.data().join("holiday-pictures")).unwrap();
    let spare = if with_kept_room { 0 } else { run.dice.below(kilobytes.min(300) * 1024) as u64 };
    let free = (kilobytes as u64 * 1024).saturating_sub(spare);
    let _ = std::io::copy(&mut std::io::Read::take(std::io::repeat(7), free), &mut &filling);
    let (numbers, lines) = run.next_sales(300);
    books.sent(run.number, numbers.clone());
    let answer = program::converse(run.command(&["record"]), &lines);
    run.hold_to_the_rules(&answer, "record");
    books.acknowledged(answer.acknowledged());
    let all = answer.acknowledged().len() == numbers.len();
    assert!(
        answer.code == Some(if all { 0 } else { 4 }),
        "{} answers: {}",
        answer.acknowledged().len(),
        answer.brief()
    );
    run.seen("times not saved", usize::from(!all));
    assert!(all || !with_kept_room, "the kept room did not serve: {}", answer.brief());
    if !all {
        assert!(answer.err.contains("disk") || answer.err.contains("room"), "it says why: {}", answer.brief());
    }
    if !answer.acknowledged().is_empty() {
        let stored = run.stored();
        books.audit(run, &stored);
    }
    disk.grow(kilobytes + 20_000);
    let again = run.run(&["record"], &lines);
    assert_eq!(again.code, Some(0), "once there is room: {}", again.brief());
    books.acknowledged(again.acknowledged());
    let stored = run.stored();
    books.audit(run, &stored);
}

fn full_while_a_catalog_comes(run: &mut Run, spare: usize) {
    let disk = Disk::of(&run.data(), 40_000);
    super::shop::copy(&run.suite.shop().installed, &run.data());
    let filling = fs::File::create(run.data().join("holiday-pictures")).unwrap();
    let _ = std::io::copy(&mut std::io::repeat(7), &mut &filling);
    let full = filling.metadata().unwrap().len();
    filling.set_len(full.saturating_sub(spare as u64 * 1024)).unwrap();
    Parcel::of(2, &run.suite.shop().lots[1]).put(&run.sync());
    let answer = run.visit();
    assert!([Some(0), Some(4)].contains(&answer.code), "{}", answer.brief());
    let sold = run.lots_on_sale();
    // It may have come in whole where only what was sold finds no room.
    let good = sold == [1] || answer.code == Some(4) && sold == [0];
    run.bad("damaged catalogs", usize::from(!good), || format!("lots {sold:?} after {}", answer.brief()));
    run.seen("catalogs put off", usize::from(sold == [0]));
    filling.set_len(0).unwrap();
    let again = run.visit();
    let sold = run.lots_on_sale();
    run.bad("damaged catalogs", usize::from(sold != [1]), || format!("it did not recover: {}", again.brief()));
    drop(disk);
}

fn full_while_exporting(run: &mut Run) {
    let (numbers, lines) = run.next_sales(2_000);
    let mut books = Books::default();
    books.sent(run.number, numbers);
    books.acknowledged(run.run(&["record"], &lines).acknowledged());
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = run.command(&["export"]);
    let output = command.stdin(std::process::Stdio::null()).stdout(full).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code().is_some_and(|code| code != 0 && code != 101), "an export into nothing: {said}");
    let stored = run.stored();
    books.audit(run, &stored);
}

/// What may be wrong with a data directory, and what `record` says to it.
fn not_to_be_written(run: &mut Run) {
    run.install_lot_0();
    let data = run.data();
    let (_, before) = run.next_sales(3);
    let store = data.join("store.db");
    let (numbers, lines) = run.next_sales(2);
    let disk = match run.number {
        0 | 1 => {
            fs::rename(&data, run.path("aside")).unwrap();
            fs::create_dir(&data).unwrap();
            let disk = Disk::of(&data, 40_000);
            super::shop::copy(&run.path("aside"), &data);
            if run.number == 1 {
                assert_eq!(run.run(&["record"], &before).code, Some(0));
            }
            disk.read_only();
            Some(disk)
        }
        2 => {
            fs::create_dir(&store).unwrap();
            None
        }
        3 => {
            let other = rusqlite::Connection::open(&store).unwrap();
            other.execute_batch("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('Soup');").unwrap();
            None
        }
        4 => {
            assert_eq!(run.run(&["record"], &before).code, Some(0));
            let newer = rusqlite::Connection::open(&store).unwrap();
            newer.pragma_update(None, "user_version", 1_000).unwrap();
            None
        }
        _ => {
            fs::rename(&data, run.path("aside")).unwrap();
            fs::write(&data, "a file where the folder should be").unwrap();
            None
        }
    };
    let kept = fs::read(&store).ok();
    let answer = run.run(&["record"], &lines);
    let answers = answer.acknowledged().len();
    run.bad("false answers", answers, || answer.brief());
    let expected = if run.number == 4 {
        7
    } else if run.number == 2 || run.number == 3 {
        1
    } else {
        4
    };
    assert_eq!(answer.code, Some(expected), "case {}: {}", run.number, answer.brief());
    assert!(answer.err.contains("error: ") && answer.err.contains("hint: "), "it says why: {}", answer.err);
    assert_eq!(kept, fs::read(&store).ok(), "what is not ours was changed");
    if run.number < 5 {
        assert_eq!(run.lots_on_sale(), [0], "looking things up goes on");
    }
    run.seen("sales refused", numbers.len());
    if run.number == 1 {
        let export = run.run(&["export"], "");
        assert_eq!(ids(&export).len(), 3, "what was stored can be read: {}", export.brief());
    }
    drop(disk);
}
