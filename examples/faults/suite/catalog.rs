//! Catalogs that arrive cut, damaged, old, signed wrongly or too new: what is in use stays in use, and the program says
//! why.

use std::fs;

use serde_json::{Value, json};

use super::Fault;
use super::damage::mutate;
use super::parcel::{Parcel, clear, keys, sign};
use super::program::Answer;
use super::run::Run;
use super::shop::Snapshot;

pub const FAULTS: [Fault; 8] = [
    Fault {
        id: "B1",
        what: "cut short",
        unit: "lengths",
        units: [20, 200, 1_040],
        per_run: 20,
        never: &["bad swaps"],
        needs: &[],
        run: cut_short,
    },
    Fault {
        id: "B2",
        what: "random damage, splices; manifests, signatures",
        unit: "mutations",
        units: [50, 1_000, 12_000],
        per_run: 50,
        never: &["bad swaps", "panics"],
        needs: &[],
        run: damaged,
    },
    Fault {
        id: "B3",
        what: "damage with a matching manifest",
        unit: "mutations",
        units: [25, 750, 10_000],
        per_run: 25,
        never: &["bad swaps", "panics", "hangs"],
        needs: &[],
        run: damaged_and_vouched_for,
    },
    Fault {
        id: "B4",
        what: "SQLite's side files beside the catalog",
        unit: "files",
        units: [4, 40, 100],
        per_run: 4,
        never: &["bad swaps"],
        needs: &[],
        run: side_files,
    },
    Fault {
        id: "B6",
        what: "rollback to an older catalog",
        unit: "versions tried",
        units: [0, 105, 1_225],
        per_run: 1_225,
        never: &["accepted"],
        needs: &[],
        run: rollback,
    },
    Fault {
        id: "B7",
        what: "freeze, mixed pairs, absurd versions",
        unit: "cases",
        units: [6, 60, 60],
        per_run: 6,
        never: &["accepted"],
        needs: &[],
        run: absurd,
    },
    Fault {
        id: "B8",
        what: "signatures: none, foreign, altered, replayed",
        unit: "tricks",
        units: [10, 50, 100],
        per_run: 10,
        never: &["accepted"],
        needs: &[],
        run: signatures,
    },
    Fault {
        id: "B9",
        what: "newer schema, format or program",
        unit: "cases",
        units: [6, 6, 6],
        per_run: 6,
        never: &["accepted"],
        needs: &[],
        run: newer,
    },
];

/// Puts a parcel alone into the sync folder and has the program look.
pub fn offer(run: &mut Run, parcel: &Parcel) -> Answer {
    clear(&run.sync());
    parcel.put(&run.sync());
    run.visit()
}

/// The catalog in use is one of these.
pub fn in_use_is_one_of(run: &mut Run, digests: &[&str], what: &str) -> String {
    let found = run.catalog().unwrap_or_default();
    run.bad("bad swaps", usize::from(!digests.contains(&found.as_str())), || format!("{what}: in use is {found}"));
    found
}

/// At every page and at any byte: still arriving, from the folder; refused, by hand. Then it arrives whole.
fn cut_short(run: &mut Run) {
    run.install_lot_0();
    let whole = run.suite.shop().lots[1].clone();
    let (parcel, lot_0) = (Parcel::of(2, &whole), run.lot(0).to_owned());
    for unit in 0..run.units {
        let place = run.number * 20 + unit;
        let pages = whole.bytes.len() / 4_096;
        let length = if place < pages { place * 4_096 } else { run.dice.below(whole.bytes.len()) };
        let cut = Parcel { snapshot: whole.bytes[..length].to_vec(), ..parcel.clone() };
        let answer = offer(run, &cut);
        assert!(answer.code == Some(0) && answer.err.contains("GW-124"), "{length} bytes: {}", answer.brief());
        in_use_is_one_of(run, &[&lot_0], "cut short");
        let file = run.path("cut.db");
        fs::write(&file, &cut.snapshot).unwrap();
        let by_hand = run.run(&["catalog", "install", &file.display().to_string()], "");
        assert_eq!(by_hand.code, Some(3), "{length} bytes by hand: {}", by_hand.brief());
    }
    let answer = offer(run, &parcel);
    assert_eq!(answer.code, Some(0), "whole: {}", answer.brief());
    let lot_1 = run.lot(1).to_owned();
    in_use_is_one_of(run, &[&lot_1], "whole");
}

/// Five of six are snapshots that no longer are what their manifest says; the others damaged manifests and signatures,
/// every second of them with a pinned key.
fn damaged(run: &mut Run) {
    run.install_lot_0();
    let (pair, key) = keys();
    let pinned = run.number % 2 == 1;
    if pinned {
        assert_eq!(run.run(&["trust", &key], "").code, Some(0));
    }
    let (lot_0, lot_1) = (run.lot(0).to_owned(), run.lot(1).to_owned());
    let mut version = 2;
    for _ in 0..run.units {
        let mut parcel = Parcel::of(version, &run.suite.shop().lots[1]).signed(&pair);
        let what = if run.dice.below(6) > 0 { spoil_snapshot(run, &mut parcel) } else { spoil_words(run, &parcel) };
        if what == "nothing" {
            continue;
        }
        let words = run.path("sync/catalog");
        if what.starts_with("snapshot") {
            clear(&run.sync());
            parcel.put(&run.sync());
        } else {
            fs::write(words.join(&parcel.snapshot_name), &parcel.snapshot).unwrap();
        }
        let answer = run.visit();
        assert!([Some(0), Some(3), Some(7)].contains(&answer.code), "{what}: {}", answer.brief());
        let found = in_use_is_one_of(run, &[&lot_0, &lot_1], &what);
        if found == lot_1 {
            // A manifest may change in a way that changes nothing that counts, unless it is signed.
            let vouched = what.starts_with("signature") || what.starts_with("manifest") && !pinned;
            run.bad("bad swaps", usize::from(!vouched), || format!("{what} was taken"));
            run.seen("harmless changes taken", 1);
            version += 1;
            let back = Parcel::of(version, &run.suite.shop().lots[0]).signed(&pair);
            assert_eq!(offer(run, &back).code, Some(0));
            version += 1;
        } else {
            run.seen("refused", usize::from(answer.code != Some(0)));
            run.seen("taken for arriving", usize::from(answer.code == Some(0)));
        }
    }
}

fn spoil_snapshot(run: &mut Run, parcel: &mut Parcel) -> String {
    let before = parcel.snapshot.clone();
    let what = if run.dice.below(4) == 0 {
        // Pages of another good version, at their places.
        let other = run.suite.shop().lots[2].bytes.clone();
        let pages = parcel.snapshot.len().min(other.len()) / 4_096;
        let from = run.dice.below(pages);
        let to = run.dice.between(from + 1, pages + 1);
        parcel.snapshot[from * 4_096..to * 4_096].copy_from_slice(&other[from * 4_096..to * 4_096]);
        format!("pages {from} to {to} of another version")
    } else {
        mutate(&mut run.dice, &mut parcel.snapshot)
    };
    if before == parcel.snapshot { "nothing".to_owned() } else { format!("snapshot: {what}") }
}

/// Writes the parcel with a damaged manifest or signature.
fn spoil_words(run: &mut Run, parcel: &Parcel) -> String {
    clear(&run.sync());
    parcel.put(&run.sync());
    let signature = run.dice.below(2) == 0;
    let name = if signature { format!("{}.minisig", parcel.manifest_name()) } else { parcel.manifest_name() };
    let path = run.path("sync/catalog").join(name);
    let mut bytes = fs::read(&path).unwrap();
    let before = bytes.clone();
    let what = mutate(&mut run.dice, &mut bytes);
    if before == bytes {
        return "nothing".to_owned();
    }
    fs::write(path, bytes).unwrap();
    format!("{}: {what}", if signature { "signature" } else { "manifest" })
}

/// The manifest agrees with the damage, as it does where whoever builds is at fault: what is taken is whole by every
/// rule, and can be sold from.
fn damaged_and_vouched_for(run: &mut Run) {
    run.install_lot_0();
    let mut version = 1;
    for _ in 0..run.units {
        version += 1;
        let before = run.catalog();
        let lot = run.dice.below(super::shop::LOTS);
        let mut bytes = run.suite.shop().lots[lot].bytes.clone();
        let scratch = run.path("scratch.db");
        let what = if run.dice.below(2) == 0 {
            mutate(&mut run.dice, &mut bytes)
        } else {
            fs::write(&scratch, &bytes).unwrap();
            let what = super::hostile::change_a_cell(run, &scratch);
            bytes = fs::read(&scratch).unwrap();
            what
        };
        let snapshot = Snapshot::of(bytes, &scratch);
        let parcel = Parcel::of(version, &snapshot);
        let answer = offer(run, &parcel);
        let seconds = answer.took.as_secs();
        run.bad("hangs", usize::from(seconds >= 5), || format!("{what}: {seconds} s"));
        assert!([Some(0), Some(3), Some(7)].contains(&answer.code), "{what}: {}", answer.brief());
        let after = run.catalog();
        if after == before {
            run.seen("refused", 1);
            continue;
        }
        run.seen("valid and taken", 1);
        let is_this = after.as_deref() == Some(&snapshot.sha256);
        run.bad("bad swaps", usize::from(!is_this), || format!("{what}: in use is {after:?}"));
        if let Err(wrong) = super::hostile::is_whole(&snapshot.bytes, &scratch) {
            run.bad("bad swaps", 1, || format!("{what} was taken: {wrong}"));
        }
        sell_from_it(run, &what);
    }
}

/// Everything that reads a catalog reads it.
fn sell_from_it(run: &mut Run, what: &str) {
    let item = format!("SKU-{}", run.dice.below(60));
    for arguments in [vec!["suggest", &item, "--explain"], vec!["search", "thing 4"], vec!["scan", "2900000000018"]] {
        let answer = run.run(&arguments, "");
        assert!([Some(0), Some(1)].contains(&answer.code), "{what}: {arguments:?}: {}", answer.brief());
    }
}

/// A hostile journal or log beside a good file, in the folder and where it is installed from by hand.
fn side_files(run: &mut Run) {
    run.install_lot_0();
    for unit in 0..run.units {
        let version = unit as u64 + 2;
        let lot = 1 + unit % 2;
        let parcel = Parcel::of(version, &run.suite.shop().lots[lot]);
        clear(&run.sync());
        let path = parcel.put(&run.sync());
        let evil = run.suite.shop().lots[3].bytes.clone();
        let (ending, bytes) = super::hostile::side_file(run, unit, &parcel.snapshot, &evil);
        let beside = path.with_file_name(format!("{}{ending}", parcel.snapshot_name));
        fs::write(&beside, &bytes).unwrap();
        let answer = run.visit();
        assert_eq!(answer.code, Some(0), "{ending}: {}", answer.brief());
        let good = run.lot(lot).to_owned();
        in_use_is_one_of(run, &[&good], ending);
        let sold = run.lots_on_sale();
        run.bad("bad swaps", usize::from(sold != [lot]), || format!("{ending}: lots {sold:?} are sold"));
        assert!(
            fs::read(&beside).unwrap() == bytes && fs::read(&path).unwrap() == parcel.snapshot,
            "the folder changed"
        );
        let by_hand = run.run(&["catalog", "install", &path.display().to_string()], "");
        assert_eq!(by_hand.code, Some(0), "by hand: {}", by_hand.brief());
        in_use_is_one_of(run, &[&good], "by hand");
        run.install_lot_0();
    }
}

/// Each version is put into use, then every older one is offered, alone.
fn rollback(run: &mut Run) {
    run.install_lot_0();
    let (pair, key) = keys();
    assert_eq!(run.run(&["trust", &key], "").code, Some(0));
    let mut pairs = 0;
    for trusted in 2_u64.. {
        let lots = super::shop::LOTS;
        let newest = Parcel::of(trusted, &run.suite.shop().lots[trusted as usize % lots]).signed(&pair);
        assert_eq!(offer(run, &newest).code, Some(0));
        for older in 1..trusted {
            if pairs == run.units {
                return;
            }
            pairs += 1;
            let old = Parcel::of(older, &run.suite.shop().lots[older as usize % lots]).signed(&pair);
            let answer = offer(run, &old);
            let said = format!("older than the one in use ({older} < {trusted})");
            assert!(answer.code == Some(3) && answer.err.contains(&said), "{older} < {trusted}: {}", answer.brief());
            let found = run.catalog().unwrap_or_default();
            let taken = found != newest.manifest["sha256"].as_str().unwrap();
            run.bad("accepted", usize::from(taken), || format!("{older} after {trusted}"));
        }
    }
}

fn absurd(run: &mut Run) {
    run.install_lot_0();
    let lot_0 = run.lot(0).to_owned();
    for unit in 0..run.units {
        let version = 2 + run.dice.below(1_000) as u64;
        let lots = &run.suite.shop().lots;
        let parcel = Parcel::of(version, &lots[1]);
        let odd =
            [json!(0), json!(-1), json!("2"), json!(2.5), json!(1e300), json!(null), json!(9_007_199_254_740_992_u64)];
        let (parcel, code) = match (run.number * 6 + unit) % 12 {
            0 => (parcel.with("version", run.dice.one(&odd).clone()), "GW-117"),
            1 => (Parcel::of(2_000_000 + version, &lots[1]), "GW-119"),
            2 => (Parcel::of(9_007_199_254_740_991 - version, &lots[1]), "GW-119"),
            3 => (parcel.with("version", json!(version + 1)), "GW-117"),
            4 => (parcel.with("sha256", json!(lots[2].sha256)), "GW-117"),
            5 => (parcel.with("file", json!("../../store.db")), "GW-117"),
            6 => (parcel.with("chain_id", json!("another-chain")), "GW-120"),
            7 => (parcel.with("rows", json!({ "item": 61 })), "GW-123"),
            8 => (parcel.with("bytes", json!(1)), "GW-112"),
            9 => (parcel.with("rows", json!({ "secret": 1 })), "GW-123"),
            10 => (Parcel { snapshot: lots[2].bytes.clone(), ..parcel }, "GW-112"),
            _ => (parcel.with("created_utc", json!("next week")), "GW-117"),
        };
        let answer = offer(run, &parcel);
        let refused = answer.code == Some(3) && answer.err.contains(code);
        // Where another version is longer or shorter, it is still arriving.
        let waits = answer.code == Some(0) && answer.err.contains("GW-124");
        assert!(refused || waits, "{code} expected: {}", answer.brief());
        let found = run.catalog().unwrap_or_default();
        run.bad("accepted", usize::from(found != lot_0), || format!("{code} expected: {}", answer.brief()));
    }
    frozen(run);
}

/// The age of a catalog is said and stops nothing; a jump is taken where the operator says so.
fn frozen(run: &mut Run) {
    let version = 5_000_000;
    let day_of_old = json!("2024-01-01T00:00:00Z");
    let parcel = Parcel::of(version, &run.suite.shop().lots[2])
        .with("expires_hint_days", json!(9))
        .with("created_utc", day_of_old);
    assert_eq!(offer(run, &parcel).code, Some(3));
    let sync = run.sync().display().to_string();
    let arguments = ["sync", "--once", "--accept-version", &version.to_string(), "--sync-dir", &sync];
    let accepted = run.run(&arguments, "");
    assert_eq!(accepted.code, Some(0), "{}", accepted.brief());
    let status = run.status();
    assert!(status["problems"].to_string().contains("GW-126"), "its age is said: {status}");
    assert_eq!(run.lots_on_sale(), [2], "an old catalog is sold from");
}

fn signatures(run: &mut Run) {
    run.install_lot_0();
    let ((pair, key), (other, _)) = (keys(), keys());
    assert_eq!(run.run(&["trust", &key], "").code, Some(0));
    let lot_0 = run.lot(0).to_owned();
    let version = 2 + run.dice.below(500) as u64;
    let good = Parcel::of(version, &run.suite.shop().lots[1]).signed(&pair);
    let before = Parcel::of(version - 1, &run.suite.shop().lots[1]).signed(&pair);
    for unit in 0..run.units {
        let mut parcel = good.clone();
        match unit % 10 {
            0 => parcel.signature = None,
            1 => parcel = parcel.signed(&other),
            2 => parcel.signature = Some(old_mode(&good)),
            3 => parcel.signature.clone_from(&before.signature),
            4 => parcel.manifest["expires_hint_days"] = json!(run.dice.below(3_000)),
            5 => {
                let other_key: Value = json!([other.pk.to_box().unwrap().to_string().lines().last().unwrap()]);
                parcel = parcel.with("next_keys", other_key).signed(&other);
            }
            6 => parcel.signature = Some(Vec::new()),
            7 => parcel.signature = Some(vec![b'x'; run.dice.between(1, 100_000)]),
            8 => parcel.signature = Some(sign(&pair, &parcel.snapshot)),
            _ => {
                // Any byte of the second line, which is the signature itself.
                let mut bytes = parcel.signature.clone().unwrap();
                let line = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
                let at = line + run.dice.below(80);
                bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
                parcel.signature = Some(bytes);
            }
        }
        let answer = offer(run, &parcel);
        let named = answer.err.contains("GW-121") || answer.err.contains("GW-122");
        assert!(answer.code == Some(3) && named, "trick {}: {}", unit % 10, answer.brief());
        let found = run.catalog().unwrap_or_default();
        run.bad("accepted", usize::from(found != lot_0), || format!("trick {}", unit % 10));
    }
    let answer = offer(run, &good);
    assert_eq!(answer.code, Some(0), "signed as it must be: {}", answer.brief());
}

/// The mark of the old mode, which signs the bytes and not their hash.
fn old_mode(parcel: &Parcel) -> Vec<u8> {
    let text = String::from_utf8(parcel.signature.clone().unwrap()).unwrap();
    // `RU...` is the mark `ED` in base64, `RW...` is `Ed`.
    text.replacen("\nRU", "\nRW", 1).into_bytes()
}

fn newer(run: &mut Run) {
    run.install_lot_0();
    let lot_0 = run.lot(0).to_owned();
    for unit in 0..run.units {
        let mut next = run.suite.shop().lots[1].clone();
        let parcel = Parcel::of(2, &next);
        let parcel = match unit {
            0 => parcel.with("schema", json!(900)),
            1 => parcel.with("min_app", json!("900.0.0")),
            2 => parcel.with("format", json!(2)),
            3 => parcel.with("critical", json!(["price-lists"])),
            _ => {
                next.bytes[60..64].copy_from_slice(&(900 + unit as u32).to_be_bytes());
                Parcel::of(2, &Snapshot { sha256: super::shop::digest(&next.bytes), ..next.clone() })
            }
        };
        let answer = offer(run, &parcel);
        assert!(answer.code == Some(7) && answer.err.contains("GW-113"), "case {unit}: {}", answer.brief());
        let found = run.catalog().unwrap_or_default();
        run.bad("accepted", usize::from(found != lot_0), || format!("case {unit}"));
    }
    let file = run.path("next.db");
    let mut bytes = run.suite.shop().lots[1].bytes.clone();
    bytes[60..64].copy_from_slice(&900_u32.to_be_bytes());
    fs::write(&file, bytes).unwrap();
    let by_hand = run.run(&["catalog", "install", &file.display().to_string()], "");
    assert!([Some(3), Some(7)].contains(&by_hand.code), "by hand: {}", by_hand.brief());
}
