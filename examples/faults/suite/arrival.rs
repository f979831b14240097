//! Files arrive in any order, grow in place, are replaced while they are read, are no files at all, or vanish.

use std::fs;
use std::os::unix::fs::{OpenOptionsExt as _, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;

use super::catalog::{in_use_is_one_of, offer};
use super::parcel::{Parcel, clear};
use super::run::Run;
use super::{Fault, Need, program};

pub const FAULTS: [Fault; 6] = [
    Fault {
        id: "B10",
        what: "orders of arrival, strange neighbours",
        unit: "orders",
        units: [5, 60, 500],
        per_run: 5,
        never: &["bad swaps", "too early", "lines about others"],
        needs: &[],
        run: any_order,
    },
    Fault {
        id: "B11",
        what: "file replaced while it is checked",
        unit: "visits",
        units: [5, 60, 1_000],
        per_run: 20,
        never: &["bad swaps"],
        needs: &[],
        run: replaced_meanwhile,
    },
    Fault {
        id: "B14",
        what: "links, pipes, folders, names that lead away",
        unit: "tricks",
        units: [15, 60, 60],
        per_run: 15,
        never: &["accepted", "hangs"],
        needs: &[],
        run: no_plain_files,
    },
    Fault {
        id: "B15",
        what: "huge files, fields, counts, nesting",
        unit: "cases",
        units: [0, 20, 20],
        per_run: 10,
        never: &["accepted", "hangs"],
        needs: &[],
        run: huge,
    },
    Fault {
        id: "B16",
        what: "packed catalogs",
        unit: "cases",
        units: [3, 3, 3],
        per_run: 3,
        never: &["accepted"],
        needs: &[],
        run: packed,
    },
    Fault {
        id: "B17",
        what: "folder gone, rights lost, reads that fail",
        unit: "losses",
        units: [0, 50, 200],
        per_run: 10,
        never: &["bad swaps", "not recovered"],
        needs: &[Need::Strace],
        run: lost_folder,
    },
];

/// One step of a copying tool.
enum Step {
    /// So many bytes of a file are there, under its final name.
    Grown(String, Vec<u8>),
    /// A file of somebody else.
    Strange(String, Vec<u8>),
}

fn any_order(run: &mut Run) {
    run.install_lot_0();
    let mut before = run.lot(0).to_owned();
    for unit in 0..run.units {
        let lot = 1 + unit % 3;
        let parcel = Parcel::of(unit as u64 + 2, &run.suite.shop().lots[lot]);
        let good = run.lot(lot).to_owned();
        let folder = run.path("sync/catalog");
        fs::create_dir_all(&folder).unwrap();
        let steps = steps(run, &parcel);
        let files = parcel.files();
        let mut swaps = 0;
        for step in steps {
            match &step {
                Step::Grown(name, bytes) | Step::Strange(name, bytes) => fs::write(folder.join(name), bytes).unwrap(),
            }
            if run.dice.below(3) > 0 {
                continue;
            }
            let answer = run.visit();
            assert_eq!(answer.code, Some(0), "{}", answer.brief());
            let others = answer.err.lines().filter(|line| !line.contains("GW-124") && !line.contains("is in use now"));
            let others: Vec<_> = others.collect();
            run.bad("lines about others", others.len(), || others.join(" / "));
            let found = in_use_is_one_of(run, &[&before, &good], "on the way");
            let whole =
                files.iter().all(|(name, bytes)| fs::read(folder.join(name)).is_ok_and(|found| found == *bytes));
            run.bad("too early", usize::from(found == good && found != before && !whole), || "swapped".to_owned());
            swaps += usize::from(answer.err.contains("is in use now"));
        }
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).unwrap();
        }
        for _ in 0..2 {
            let answer = run.visit();
            assert_eq!(answer.code, Some(0), "{}", answer.brief());
            swaps += usize::from(answer.err.contains("is in use now"));
        }
        run.bad("bad swaps", usize::from(swaps != 1), || format!("{swaps} swaps"));
        in_use_is_one_of(run, &[&good], "once all is there");
        before = good;
    }
}

/// The pieces of the files and what other tools leave, in any order; the pieces of one file grow.
fn steps(run: &mut Run, parcel: &Parcel) -> Vec<Step> {
    let mut steps = Vec::new();
    for (name, bytes) in parcel.files() {
        for _ in 0..run.dice.between(1, 4) {
            steps.push(Step::Grown(name.clone(), Vec::new()));
        }
        let (stem, ending) = name.split_once('.').unwrap();
        for other in [
            format!(".{name}.tmp"),
            format!(".syncthing.{name}.tmp"),
            format!("~syncthing~{name}.tmp"),
            format!("{stem}.sync-conflict-20261122-140000-ABCDEFG.{ending}"),
            format!("{stem} (conflicted copy 2026-11-22).{ending}"),
            format!("{stem}-OFFICE-PC.{ending}"),
            format!("{name}.part"),
            format!(".{name}.Xy12Zq"),
            name.to_uppercase(),
        ] {
            if run.dice.below(2) == 0 {
                let half = bytes[..run.dice.below(bytes.len() + 1)].to_vec();
                steps.push(Step::Strange(other, half));
            }
        }
    }
    for other in [".DS_Store", "desktop.ini", "Thumbs.db", ".stfolder", "LIESMICH.txt", "catalog.db", "\u{1b}[2J.json"]
    {
        let noise = run.dice.below(500);
        steps.push(Step::Strange(other.to_owned(), run.dice.bytes(noise)));
    }
    run.dice.shuffle(&mut steps);
    // Now that their order is known, the pieces get longer one by one.
    for (name, bytes) in parcel.files() {
        let mut length = 0;
        for step in &mut steps {
            if let Step::Grown(own, piece) = step
                && *own == name
            {
                length = run.dice.between(length, bytes.len() + 1);
                *piece = bytes[..length].to_vec();
            }
        }
    }
    steps
}

/// Somebody writes another content into the file, again and again, while the program reads it.
fn replaced_meanwhile(run: &mut Run) {
    run.install_lot_0();
    let mut version = 1;
    let (lot_0, lot_1) = (run.lot(0).to_owned(), run.lot(1).to_owned());
    for _ in 0..run.units {
        version += 1;
        let next = usize::from(run.catalog().as_deref() == Some(&lot_0));
        let good = run.suite.shop().lots[next].clone();
        let parcel = Parcel::of(version, &good);
        clear(&run.sync());
        let path = parcel.put(&run.sync());
        let mut evil = run.suite.shop().lots[2].bytes.clone();
        evil.resize(good.bytes.len(), 0);
        let by_rename = run.dice.below(2) == 0;
        let stop = AtomicBool::new(false);
        let beside = run.path("beside");
        let answer = std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    for bytes in [&evil, &good.bytes] {
                        if by_rename {
                            fs::write(&beside, bytes).unwrap();
                            fs::rename(&beside, &path).unwrap();
                        } else {
                            fs::write(&path, bytes).unwrap();
                        }
                    }
                }
            });
            let answer = run.visit();
            stop.store(true, Ordering::Relaxed);
            answer
        });
        assert!([Some(0), Some(3)].contains(&answer.code), "{}", answer.brief());
        run.seen("refused", usize::from(answer.code == Some(3)));
        run.seen("swapped", usize::from(answer.err.contains("is in use now")));
        in_use_is_one_of(run, &[&lot_0, &lot_1], "replaced meanwhile");
        let sold = run.lots_on_sale();
        run.bad("bad swaps", usize::from(sold != [0] && sold != [1]), || format!("lots {sold:?} are sold"));
    }
}

fn no_plain_files(run: &mut Run) {
    run.install_lot_0();
    let lot_0 = run.lot(0).to_owned();
    let folder = run.path("sync/catalog");
    let elsewhere = run.path("elsewhere");
    fs::create_dir_all(&elsewhere).unwrap();
    for unit in 0..run.units {
        let parcel = Parcel::of(2, &run.suite.shop().lots[1]);
        clear(&run.sync());
        parcel.put(&run.sync());
        let names =
            [parcel.snapshot_name.clone(), parcel.manifest_name(), format!("{}.minisig", parcel.manifest_name())];
        // A signature is asked for only where a key is pinned, so it is left out of these.
        let name = &names[unit % 2];
        let path = folder.join(name);
        let aside = elsewhere.join(name);
        fs::rename(&path, &aside).unwrap();
        let what = (run.number * 7 + unit / 2) % 8;
        let mut kept_open = None;
        match what {
            0 => symlink(&aside, &path).unwrap(),
            1 => symlink("/dev/zero", &path).unwrap(),
            2 => assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success()),
            3 => {
                assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
                // Somebody writes into it.
                let mut options = fs::OpenOptions::new();
                options.read(true).write(true).custom_flags(0o4_000);
                kept_open = Some(options.open(&path).unwrap());
            }
            4 => fs::create_dir(&path).unwrap(),
            5 => {
                kept_open = None;
                std::os::unix::net::UnixListener::bind(run.path("socket")).map(drop).unwrap();
                let _ = fs::rename(run.path("socket"), &path);
            }
            6 => symlink(&path, &path).unwrap(),
            _ => symlink("/proc/self/mem", &path).unwrap(),
        }
        check_refused(run, &lot_0, &format!("{name} of kind {what}"));
        drop(kept_open);
    }
    for file in [
        "../../../etc/passwd",
        "/etc/passwd",
        "catalog-0000000002.db",
        "",
        ".",
        "CON",
        "a/b.db",
        "x\u{0}y",
        "\u{1b}[2J",
    ] {
        let parcel = Parcel::of(2, &run.suite.shop().lots[1]).with("file", json!(file));
        clear(&run.sync());
        parcel.put(&run.sync());
        check_refused(run, &lot_0, file);
    }
}

fn check_refused(run: &mut Run, lot_0: &str, what: &str) {
    let answer = run.visit();
    run.bad("hangs", usize::from(answer.took > Duration::from_secs(2)), || format!("{what}: {:?}", answer.took));
    let found = run.catalog().unwrap_or_default();
    run.bad("accepted", usize::from(found != lot_0), || format!("{what}: {}", answer.brief()));
    assert!(answer.code == Some(3), "{what}: {}", answer.brief());
    assert!(!answer.err.contains('\u{1b}'), "{what}: {}", answer.brief());
}

fn huge(run: &mut Run) {
    run.install_lot_0();
    let lot_0 = run.lot(0).to_owned();
    for unit in 0..run.units {
        let parcel = Parcel::of(2, &run.suite.shop().lots[1]);
        clear(&run.sync());
        let (snapshot, manifest) = (
            run.path("sync/catalog").join(&parcel.snapshot_name),
            run.path("sync/catalog").join(parcel.manifest_name()),
        );
        let text = String::from_utf8(parcel.manifest_bytes()).unwrap();
        let write = |text: String| fs::write(&manifest, text).unwrap();
        parcel.put(&run.sync());
        match unit {
            0 => grow(&snapshot, 3 << 30),
            1 => {
                Parcel::of(2, &run.suite.shop().lots[1]).with("bytes", json!(3_u64 << 30)).put(&run.sync());
                grow(&snapshot, 3 << 30);
            }
            2 => grow(&manifest, 5 << 30),
            3 => write(text.replacen('{', &format!("{{\"x\": {}1{},", "[".repeat(30_000), "]".repeat(30_000)), 1)),
            4 => write(text.replacen('{', &format!("{{\"x\": \"{}\",", "y".repeat(10_000_000)), 1)),
            5 => write(text.replacen('{', &format!("{{\"x\": 1{},", "0".repeat(60_000)), 1)),
            6 => write(text.replace("fenwick", &"f".repeat(60_000))),
            7 => write(text.replacen("\"rows\": {", &format!("\"rows\": {{{}", rows(2_000)), 1)),
            8 => {
                // As many names as a folder full of holiday pictures has, none of them ours.
                for name in 0..20_000 {
                    fs::write(run.path("sync/catalog").join(format!("picture-{name}.jpg")), "").unwrap();
                }
                fs::remove_file(&manifest).unwrap();
            }
            _ => {
                for version in 3..2_000_u64 {
                    let name = format!("catalog-{version:010}.manifest.json");
                    fs::write(run.path("sync/catalog").join(name), "{}").unwrap();
                }
                fs::remove_file(&manifest).unwrap();
            }
        }
        let answer = run.visit();
        run.bad("hangs", usize::from(answer.took > Duration::from_secs(5)), || {
            format!("case {unit}: {:?}", answer.took)
        });
        assert!([Some(0), Some(3), Some(4)].contains(&answer.code), "case {unit}: {}", answer.brief());
        assert!(answer.err.len() < 20_000, "case {unit}: it says {} bytes", answer.err.len());
        let found = run.catalog().unwrap_or_default();
        // What stands under a key that nobody knows is passed over, however odd it is: the catalog is a good one.
        let passed_over = unit == 3 || unit == 5;
        run.bad("accepted", usize::from(found != lot_0 && !passed_over), || format!("case {unit}: {}", answer.brief()));
        run.install_lot_0();
    }
}

/// A file with a hole at its end.
fn grow(path: &Path, length: u64) {
    fs::OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
}

fn rows(count: usize) -> String {
    (0..count).fold(String::new(), |rows, row| rows + &format!("\"t{row}\": 1,"))
}

fn packed(run: &mut Run) {
    run.install_lot_0();
    let lot_0 = run.lot(0).to_owned();
    let good = run.suite.shop().lots[1].clone();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gz, &good.bytes).unwrap();
    let gz = gz.finish().unwrap();
    let zst = zstd::encode_all(good.bytes.as_slice(), 1).unwrap();
    let zip = [b"PK\x03\x04".as_slice(), &gz].concat();
    for bytes in [gz, zst, zip] {
        let snapshot = super::shop::Snapshot { sha256: super::shop::digest(&bytes), bytes, rows: good.rows.clone() };
        let answer = offer(run, &Parcel::of(2, &snapshot).with("schema", json!(2)));
        assert!(answer.code == Some(3) && answer.took < Duration::from_secs(1), "{}", answer.brief());
        let found = run.catalog().unwrap_or_default();
        run.bad("accepted", usize::from(found != lot_0), || answer.brief());
    }
}

/// The program goes on with what it has, says what is wrong, and takes the catalog once the folder is back.
fn lost_folder(run: &mut Run) {
    run.install_lot_0();
    let mut lot = 0;
    for unit in 0..run.units {
        let next = 1 - lot;
        let parcel = Parcel::of(unit as u64 + 2, &run.suite.shop().lots[next]);
        let (old, new) = (run.lot(lot).to_owned(), run.lot(next).to_owned());
        clear(&run.sync());
        let snapshot = parcel.put(&run.sync());
        let (sync, away) = (run.sync(), run.path("away"));
        let kind = run.dice.below(4);
        let answer = match kind {
            0 => {
                fs::rename(&sync, &away).unwrap();
                let answer = run.visit();
                fs::rename(&away, &sync).unwrap();
                answer
            }
            1 => {
                fs::rename(&sync, &away).unwrap();
                fs::create_dir(&sync).unwrap();
                let answer = run.visit();
                // What was sold is delivered into an empty folder, as into any other.
                fs::remove_dir_all(&sync).unwrap();
                fs::rename(&away, &sync).unwrap();
                answer
            }
            _ => {
                let folder = run.path("sync/catalog");
                let path = match run.dice.below(3) {
                    0 => folder,
                    1 => folder.join(parcel.manifest_name()),
                    _ => snapshot,
                };
                let calls = ["read", "openat,open", "getdents64", "fstat,statx,newfstatat"];
                let error = run.dice.one(&["EIO", "EACCES", "ESTALE", "ENOENT", "ETIMEDOUT"]);
                let inject = format!("inject={}:error={error}:when={}+", run.dice.one(&calls), run.dice.between(1, 4));
                let path = path.display().to_string();
                let before = ["-f", "-qqq", "-o", "/dev/null", "-P", &path, "-e", &inject];
                let sync = sync.display().to_string();
                let command = run.through("strace", &before, &["sync", "--once", "--sync-dir", &sync]);
                program::finish(command, b"")
            }
        };
        run.hold_to_the_rules(&answer, "sync");
        // A folder that is gone is said; what is said of the rest depends on the call that failed.
        assert!(answer.code.is_some_and(|code| [0, 1, 3].contains(&code)), "kind {kind}: {}", answer.brief());
        assert!(kind != 0 || answer.err.contains("GW-125"), "{}", answer.brief());
        in_use_is_one_of(run, &[&old, &new], "while it was gone");
        let answer = run.visit();
        let found = run.catalog().unwrap_or_default();
        run.bad("not recovered", usize::from(found != new), || answer.brief());
        lot = next;
    }
}
