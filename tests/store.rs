//! The store of sales under every fault that can be made without special hardware: what was acknowledged is there
//! afterwards, exactly once, and the message says what to do.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod program;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use goeswith::db::Error;
use goeswith::db::store::{FILE, Incoming, Store};
use program::{Dice, finish, program, run, sale, sale_id, stored_ids};
use tempfile::tempdir;

const NOW: i64 = 1_795_357_800_000;

fn names(directory: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(directory) else {
        return vec![];
    };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Every acknowledged id is stored, and none twice.
fn assert_kept(directory: &Path, acknowledged: &[String]) {
    let stored = stored_ids(directory);
    let distinct: HashSet<_> = stored.iter().collect();
    assert_eq!(distinct.len(), stored.len(), "an event is there twice");
    let lost: Vec<_> = acknowledged.iter().filter(|id| !distinct.contains(id)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}

/// A store with sales in it, and their bodies.
fn with_sales(directory: &Path, count: u32) -> HashSet<String> {
    let input: String = (0..count).map(|number| sale(7, number)).collect();
    assert_eq!(run(directory, &["record"], &input).code, Some(0));
    let export = run(directory, &["export"], "");
    export.out.lines().map(ToOwned::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn a_program_killed_at_any_moment_loses_nothing_it_acknowledged() {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::process::Stdio;

    let rounds = std::env::var("GOESWITH_KILLS").map_or(30, |rounds| rounds.parse().unwrap());
    let home = tempdir().unwrap();
    let mut acknowledged = Vec::new();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for round in 0..rounds {
        let mut child = program(home.path(), &["record"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let feeder = std::thread::spawn(move || {
            for number in 0..2000 {
                if stdin.write_all(sale(round, number).as_bytes()).is_err() {
                    break;
                }
            }
        });
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut out = String::new();
        for _ in 0..dice.below(400) {
            stdout.read_line(&mut out).unwrap();
        }
        child.kill().unwrap();
        stdout.read_to_string(&mut out).unwrap();
        child.wait().unwrap();
        feeder.join().unwrap();
        acknowledged.extend(program::acknowledged(&out));
    }
    assert!(!acknowledged.is_empty());
    assert_kept(home.path(), &acknowledged);
    assert_eq!(names(&home.path().join("damaged")), Vec::<String>::new());
    let again = run(home.path(), &["record"], &sale(0, 0));
    assert_eq!((again.code, again.err.as_str()), (Some(0), ""), "it opens without a question");
}

/// Damages a copy of a file in one of the ways disks and people have.
fn damage(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_owned();
    match dice.below(4) {
        0 => bytes.truncate(dice.below(bytes.len())),
        1 => {
            let start = dice.below(bytes.len());
            let end = (start + dice.below(8192)).min(bytes.len());
            bytes[start..end].fill(0);
        }
        _ => {
            for _ in 0..=dice.below(16) {
                let at = dice.below(bytes.len());
                bytes[at] = u8::try_from(dice.below(256)).unwrap();
            }
        }
    }
    bytes
}

#[test]
fn a_damaged_store_is_kept_aside_and_selling_goes_on() {
    let original = tempdir().unwrap();
    let bodies = with_sales(original.path(), 300);
    let whole = fs::read(original.path().join(FILE)).unwrap();
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let seeds = std::env::var("GOESWITH_DAMAGES").map_or(200, |seeds| seeds.parse().unwrap());
    for seed in 1..=seeds {
        let damaged = damage(&whole, &mut Dice(0x2545_f491_4f6c_dd1d_u64.wrapping_mul(seed)));
        let home = tempdir().unwrap();
        let path = home.path().join(FILE);
        fs::write(&path, &damaged).unwrap();
        let outcome = match Store::open(&path, NOW) {
            // The schema's number was hit. Nothing can tell that from a newer version, and nothing is touched.
            Err(Error::Newer { .. }) => {
                assert_eq!(fs::read(&path).unwrap(), damaged, "seed {seed}");
                "newer"
            }
            Err(error) => panic!("seed {seed}: {error}"),
            Ok((mut store, notice)) => {
                let event = Incoming::parse(&sale(8, 1), NOW).unwrap();
                assert!(store.record(&[event], NOW).unwrap()[0].stored, "seed {seed}");
                let later = store.take_notice();
                for event in store.events(0).map(Result::unwrap).filter(|event| event.intact) {
                    let known = bodies.contains(&event.body) || event.event_id == sale_id(8, 1);
                    assert!(known, "seed {seed}: {}", event.body);
                }
                if let Some(problem) = notice.or(later) {
                    assert_eq!(problem.code, "GW-202");
                    let kept = names(&home.path().join("damaged"));
                    assert!(!kept.is_empty(), "seed {seed}");
                    "moved aside"
                } else {
                    "went unnoticed or did no harm"
                }
            }
        };
        *seen.entry(outcome).or_default() += 1;
    }
    assert!(seen["moved aside"] > seen.values().sum::<u32>() / 2, "{seen:?}");
}

#[test]
fn people_are_told_of_a_damaged_store() {
    let home = tempdir().unwrap();
    with_sales(home.path(), 300);
    let path = home.path().join(FILE);
    let mut bytes = fs::read(&path).unwrap();
    bytes.truncate(bytes.len() / 2);
    fs::write(&path, &bytes).unwrap();

    let status = run(home.path(), &["status"], "");
    assert_eq!(status.code, Some(6));
    assert!(status.out.contains("GW-201"), "{}", status.out);
    assert!(status.err.starts_with("error: store is damaged: "), "{}", status.err);
    assert_eq!(run(home.path(), &["export"], "").code, Some(6));
    assert_eq!(fs::read(&path).unwrap(), bytes, "looking changes nothing");

    let recorded = run(home.path(), &["record"], &sale(9, 1));
    assert_eq!((recorded.code, recorded.acknowledged()), (Some(6), vec![sale_id(9, 1)]));
    assert!(recorded.err.contains("GW-202"), "{}", recorded.err);
    let mut kept = names(&home.path().join("damaged"));
    kept.retain(|name| !name.contains(".db-"));
    assert_eq!(kept.len(), 1);
    assert_eq!(fs::read(home.path().join("damaged").join(&kept[0])).unwrap(), bytes);

    let status = run(home.path(), &["status", "--json"], "");
    let status: serde_json::Value = serde_json::from_str(&status.out).unwrap();
    assert_eq!(status["problems"][0]["code"], "GW-202");
    assert_eq!(run(home.path(), &["record"], &sale(9, 2)).code, Some(0), "said once");
    assert_eq!(run(home.path(), &["doctor"], "").code, Some(6), "until the file is taken away");
    fs::remove_dir_all(home.path().join("damaged")).unwrap();
    assert_eq!(run(home.path(), &["doctor"], "").code, Some(0));
}

#[test]
fn doctor_moves_a_damaged_store_aside() {
    let home = tempdir().unwrap();
    fs::write(home.path().join(FILE), "this was never a store").unwrap();
    let doctor = run(home.path(), &["doctor"], "");
    assert_eq!(doctor.code, Some(6));
    assert!(doctor.out.contains("problem  GW-202"), "{}", doctor.out);
    let kept = home.path().join("damaged").join(&names(&home.path().join("damaged"))[0]);
    assert_eq!(fs::read_to_string(kept).unwrap(), "this was never a store");
    assert_eq!(run(home.path(), &["status"], "").code, Some(0));
}

/// Changes a store by hand, as no version of ours would.
fn tamper(path: &Path, header_offset: usize, value: u32) {
    let mut bytes = fs::read(path).unwrap();
    bytes[header_offset..header_offset + 4].copy_from_slice(&value.to_be_bytes());
    fs::write(path, bytes).unwrap();
}

/// Where SQLite's file format keeps `user_version`.
const USER_VERSION: usize = 60;
/// Where it keeps `application_id`.
const APPLICATION_ID: usize = 68;

#[test]
fn the_store_of_a_newer_version_is_refused_and_left_alone() {
    let home = tempdir().unwrap();
    with_sales(home.path(), 3);
    let path = home.path().join(FILE);
    tamper(&path, USER_VERSION, 1_000);
    let before = fs::read(&path).unwrap();
    for arguments in [&["record"][..], &["export"], &["status"]] {
        let answer = run(home.path(), arguments, &sale(1, 1));
        assert_eq!((answer.code, answer.acknowledged()), (Some(7), vec![]), "{arguments:?}");
        assert!(answer.err.contains("needs a newer goeswith"), "{}", answer.err);
    }
    assert!(run(home.path(), &["doctor"], "").out.contains("GW-203"));
    assert_eq!(fs::read(&path).unwrap(), before);
    tamper(&path, USER_VERSION, 3);
    assert_eq!(stored_ids(home.path()).len(), 3);
}

#[test]
fn the_database_of_another_program_is_refused_and_left_alone() {
    let home = tempdir().unwrap();
    let path = home.path().join(FILE);
    // A whole SQLite file without our tables: what is left of a store whose schema page is empty.
    let mut empty = vec![0_u8; 4096];
    empty[..16].copy_from_slice(b"SQLite format 3\0");
    empty[16..24].copy_from_slice(&[0x10, 0, 1, 1, 0, 64, 32, 32]);
    empty[24..32].copy_from_slice(&[0, 0, 0, 1, 0, 0, 0, 1]);
    empty[44..48].copy_from_slice(&4_u32.to_be_bytes());
    empty[56..60].copy_from_slice(&1_u32.to_be_bytes());
    empty[92..96].copy_from_slice(&1_u32.to_be_bytes());
    empty[100] = 13;
    empty[105..107].copy_from_slice(&[0x10, 0]);
    fs::write(&path, &empty).unwrap();
    tamper(&path, APPLICATION_ID, 0x0f05_5112);
    let before = fs::read(&path).unwrap();
    let answer = run(home.path(), &["record"], &sale(1, 1));
    assert_eq!((answer.code, answer.acknowledged()), (Some(1), vec![]), "{}", answer.err);
    assert!(answer.err.starts_with("error: not a goeswith store: "), "{}", answer.err);
    assert!(answer.err.contains("hint: move that file somewhere else"));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(names(&home.path().join("damaged")), Vec::<String>::new());
}

#[test]
fn a_store_that_is_a_directory_is_refused() {
    let home = tempdir().unwrap();
    fs::create_dir(home.path().join(FILE)).unwrap();
    let answer = run(home.path(), &["record"], &sale(1, 1));
    assert_eq!((answer.code, answer.acknowledged()), (Some(1), vec![]), "{}", answer.err);
    assert!(answer.err.starts_with("error: not a file: "), "{}", answer.err);
}

#[test]
fn a_data_directory_that_is_a_file_is_refused() {
    let outside = tempdir().unwrap();
    let file = outside.path().join("file");
    fs::write(&file, "mine").unwrap();
    for inside in [file.clone(), file.join("deeper")] {
        for arguments in [&["record"][..], &["export"], &["status"], &["status", "--json"]] {
            let answer = run(&inside, arguments, &sale(1, 1));
            assert_eq!((answer.code, answer.out.as_str()), (Some(4), ""), "{arguments:?}");
            assert!(answer.err.contains("hint: use --data-dir"), "{}", answer.err);
        }
        let doctor = run(&inside, &["doctor"], "");
        assert!(doctor.out.contains("GW-501"), "{}", doctor.out);
        assert_eq!(doctor.code, Some(1));
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;

    /// A directory that the program may read and not write. Rights do not bind root, so that a test run by root has
    /// the program run as somebody else.
    struct ReadOnly {
        home: tempfile::TempDir,
        program: PathBuf,
    }

    const NOBODY: u32 = 65_534;

    impl ReadOnly {
        fn new(prepare: impl FnOnce(&Path)) -> Self {
            let home = tempdir().unwrap();
            let data = home.path().join("data");
            fs::create_dir(&data).unwrap();
            prepare(&data);
            let program = home.path().join("goeswith");
            fs::copy(env!("CARGO_BIN_EXE_goeswith"), &program).unwrap();
            fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
            let read_only = Self { home, program };
            read_only.rights(0o555, 0o444);
            read_only
        }

        fn data(&self) -> PathBuf {
            self.home.path().join("data")
        }

        fn is_root(&self) -> bool {
            fs::metadata(self.home.path()).unwrap().uid() == 0
        }

        fn rights(&self, directory: u32, file: u32) {
            for name in names(&self.data()) {
                let path = self.data().join(name);
                let mode = if path.is_dir() { directory } else { file };
                if self.is_root() {
                    chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
                }
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            }
            fs::set_permissions(self.data(), fs::Permissions::from_mode(directory)).unwrap();
        }

        fn run(&self, arguments: &[&str]) -> program::Answer {
            let mut command = Command::new(&self.program);
            command.args(arguments).arg("--data-dir").arg(self.data()).current_dir("/");
            if self.is_root() {
                command.uid(NOBODY).gid(NOBODY);
            }
            finish(command, sale(1, 1).as_bytes())
        }
    }

    impl Drop for ReadOnly {
        fn drop(&mut self) {
            self.rights(0o755, 0o644);
        }
    }

    #[test]
    fn a_read_only_directory_refuses_sales_with_the_reason() {
        let fresh = ReadOnly::new(|_| {});
        let answer = fresh.run(&["record"]);
        assert_eq!((answer.code, answer.out.as_str()), (Some(4), ""), "{}", answer.err);
        assert!(answer.err.starts_with("error: not saved: "), "{}", answer.err);
        assert!(answer.err.contains("hint: free some disk space or check the rights"), "{}", answer.err);
        assert_eq!(fresh.run(&["status"]).code, Some(0));
        assert_eq!(fresh.run(&["export"]).code, Some(0));
        let doctor = fresh.run(&["doctor"]);
        assert!(doctor.out.contains("problem  GW-206 nothing can be saved in"), "{}", doctor.out);
        assert_eq!(names(&fresh.data()), Vec::<String>::new());
    }

    #[test]
    fn what_is_stored_in_a_read_only_directory_can_be_read() {
        let used = ReadOnly::new(|data| drop(with_sales(data, 3)));
        let before = names(&used.data());
        let answer = used.run(&["record"]);
        assert_eq!((answer.code, answer.out.as_str()), (Some(4), ""), "{}", answer.err);
        let export = used.run(&["export"]);
        assert_eq!((export.code, export.out.lines().count()), (Some(0), 3), "{}", export.err);
        assert_eq!(used.run(&["status"]).code, Some(0));
        assert_eq!(used.run(&["doctor"]).code, Some(1));
        assert_eq!(names(&used.data()), before);
    }

    /// Files may not grow beyond so many blocks of 512 bytes: what a full disk does, to one program. Each sale waits
    /// for the answer to the one before, so that each is a commit of its own.
    fn with_little_room(directory: &Path, blocks: u32, sales: &[String]) -> program::Answer {
        use std::io::{BufRead as _, BufReader, Read as _, Write as _};
        let mut child = Command::new("sh")
            .arg("-c")
            .arg(format!("ulimit -f {blocks}; exec \"$0\" record"))
            .arg(env!("CARGO_BIN_EXE_goeswith"))
            .env("GOESWITH_DATA_DIR", directory)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut out = String::new();
        for sale in sales {
            if stdin.write_all(sale.as_bytes()).is_err() || stdout.read_line(&mut out).unwrap() == 0 {
                break;
            }
        }
        drop(stdin);
        stdout.read_to_string(&mut out).unwrap();
        let mut answer = program::Answer::from(child.wait_with_output().unwrap());
        answer.out = out;
        answer
    }

    #[test]
    fn a_full_disk_refuses_and_loses_nothing_it_acknowledged() {
        let (mut refused, mut acknowledged_before) = (0, 0);
        for round in 1..=25 {
            let home = tempdir().unwrap();
            let mut acknowledged = run(home.path(), &["record"], &sale(0, round)).acknowledged();
            let sales: Vec<_> = (0..60).map(|number| sale(round, number)).collect();
            let answer = with_little_room(home.path(), 16 * round, &sales);
            if answer.code == Some(4) {
                refused += 1;
                acknowledged_before += answer.acknowledged().len();
                assert!(answer.err.contains("error: not saved: "), "{}", answer.err);
            } else {
                assert_eq!((answer.code, answer.acknowledged().len()), (Some(0), 60), "{}", answer.err);
            }
            acknowledged.extend(answer.acknowledged());
            assert_kept(home.path(), &acknowledged);
            let later = run(home.path(), &["record"], &sales.concat());
            assert_eq!((later.code, later.acknowledged().len()), (Some(0), 60), "it recovers by itself");
            assert_eq!(stored_ids(home.path()).len(), 61);
            assert_eq!(names(&home.path().join("damaged")), Vec::<String>::new());
        }
        assert!(refused > 5 && acknowledged_before > 20, "{refused} refused, {acknowledged_before} before");
    }
}
