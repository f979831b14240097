//! A catalog is swapped while the program is killed, while others read, and while a lock is held by the dead.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::catalog::in_use_is_one_of;
use super::parcel::{Parcel, clear};
use super::run::Run;
use super::{Fault, Need, program, trace};

pub const FAULTS: [Fault; 5] = [
    Fault {
        id: "B12",
        what: "kill -9 while a catalog is put into use",
        unit: "kills",
        units: [10, 120, 1_000],
        per_run: 10,
        never: &["bad swaps", "left over"],
        needs: &[],
        run: killed,
    },
    Fault {
        id: "B12s",
        what: "the same at each system call",
        unit: "cycles",
        units: [0, 1, 2],
        per_run: 1,
        never: &["bad swaps", "left over"],
        needs: &[Need::Strace],
        run: killed_at_each_call,
    },
    Fault {
        id: "B12p",
        what: "order of flushes in a swap, for a power cut",
        unit: "swaps",
        units: [1, 10, 50],
        per_run: 1,
        never: &["out of order"],
        needs: &[Need::Strace],
        run: flushed_in_order,
    },
    Fault {
        id: "B13",
        what: "8 searchers while catalogs are swapped",
        unit: "swaps",
        units: [0, 40, 200],
        per_run: 200,
        never: &["mixed answers", "failed searches"],
        needs: &[],
        run: readers,
    },
    Fault {
        id: "B19",
        what: "holders of locks are killed",
        unit: "kills",
        units: [0, 60, 500],
        per_run: 20,
        never: &["stuck"],
        needs: &[],
        run: dead_holders,
    },
];

fn offer_next(run: &Run, version: u64, lot: usize) {
    let parcel = Parcel::of(version, &run.suite.shop().lots[lot]);
    clear(&run.sync());
    parcel.put(&run.sync());
}

fn visit(run: &Run) -> std::process::Command {
    let sync = run.sync().display().to_string();
    run.command(&["sync", "--once", "--sync-dir", &sync])
}

fn killed(run: &mut Run) {
    run.install_lot_0();
    let mut lot = 0;
    for unit in 0..run.units {
        let next = 1 - lot;
        let (old, new) = (run.lot(lot).to_owned(), run.lot(next).to_owned());
        offer_next(run, unit as u64 + 2, next);
        let delay = Duration::from_micros(run.dice.below(40_000) as u64);
        let (was_killed, _) = program::kill_after(visit(run), b"", delay);
        run.seen("killed in time", usize::from(was_killed));
        after_a_kill(run, &old, &new);
        lot = next;
    }
}

/// Old or new, never none; the next visit brings the new one and clears up.
fn after_a_kill(run: &mut Run, old: &str, new: &str) {
    let found = in_use_is_one_of(run, &[old, new], "after a kill");
    run.seen("swapped before the kill", usize::from(found == new));
    assert_eq!(run.lots_on_sale().len(), 1, "one catalog is sold from");
    let answer = run.visit();
    assert_eq!(answer.code, Some(0), "after a kill: {}", answer.brief());
    in_use_is_one_of(run, &[new], "at the next visit");
    // What a killed copy left is cleared by the next that installs something.
    let catalogs = std::fs::read_dir(run.data().join("catalogs")).unwrap().count();
    run.bad("left over", catalogs.saturating_sub(2), || format!("{catalogs} catalogs"));
}

fn killed_at_each_call(run: &mut Run) {
    let (old, new) = (run.lot(0).to_owned(), run.lot(1).to_owned());
    offer_next(run, 2, 1);
    run.install_lot_0();
    let sync = run.sync().display().to_string();
    let arguments = ["sync", "--once", "--sync-dir", &sync];
    let points = trace::points(run, &arguments, "");
    assert!(points.len() > 10, "the program was not traced: {points:?}");
    for (call, at) in points {
        run.install_lot_0();
        let answer = trace::meddle(run, &format!("{call}:signal=SIGKILL:when={at}"), &arguments, "");
        run.seen("points hit", usize::from(answer.code != Some(0)));
        run.seen("points", 1);
        after_a_kill(run, &old, &new);
        let staging = std::fs::read_dir(run.data().join("staging")).map_or(0, Iterator::count);
        run.seen("leftovers until the next catalog", staging);
    }
}

/// Data, rename, folder, for the catalog, the pointer and what is trusted, in this order.
fn flushed_in_order(run: &mut Run) {
    run.install_lot_0();
    offer_next(run, 2, 1);
    let sync = run.sync().display().to_string();
    let (answer, calls) = trace::changes(run, None, &["sync", "--once", "--sync-dir", &sync], "");
    assert_eq!(answer.code, Some(0), "{}", answer.brief());
    let (wrong, _, renames) = trace::order(&calls, &run.data());
    run.seen("renames", renames);
    assert!(renames >= 3, "catalog, pointer and trust are renamed into place: {renames}");
    run.bad("out of order", wrong.len(), || wrong.join("; "));
    let targets: Vec<&str> = calls
        .iter()
        .filter(|call| call.name.starts_with("rename"))
        .filter_map(|call| call.names().last().copied())
        .collect();
    let place = |what: &str| targets.iter().position(|name| name.contains(what)).unwrap_or(usize::MAX);
    let in_order = place("/catalogs/") < place("current.json") && place("current.json") < place("trust.json");
    run.bad("out of order", usize::from(!in_order), || targets.join(", "));
}

/// Each search is a process of its own, as at counters that share a folder: no answer mixes two catalogs.
fn readers(run: &mut Run) {
    run.install_lot_0();
    let swaps = run.units as u64;
    let idle = searches(run, || std::thread::sleep(Duration::from_secs(3)));
    let here = &*run;
    let busy = searches(here, || {
        for version in 2..swaps + 2 {
            offer_next(here, version, version as usize % super::shop::LOTS);
            let answer = program::finish(visit(here), b"");
            assert!(answer.code == Some(0) && answer.err.contains("is in use now"), "{}", answer.brief());
        }
    });
    for one in &busy {
        run.bad("failed searches", usize::from(one.failed.is_some()), || one.failed.clone().unwrap_or_default());
        run.bad("mixed answers", usize::from(one.lots.len() > 1), || format!("{:?}", one.lots));
    }
    run.most("idle p99 us", p99(&idle));
    run.most("p99 us while swapping", p99(&busy));
    run.seen("searches", busy.len());
}

/// In microseconds.
fn p99(times: &[Searched]) -> u64 {
    let mut micros: Vec<_> = times.iter().map(|searched| searched.took.as_micros() as u64).collect();
    micros.sort_unstable();
    micros.get(micros.len() * 99 / 100).copied().unwrap_or(0)
}

struct Searched {
    took: Duration,
    lots: BTreeSet<usize>,
    failed: Option<String>,
}

/// Eight searchers, for as long as something else takes.
fn searches(run: &Run, meanwhile: impl FnOnce()) -> Vec<Searched> {
    let stop = AtomicBool::new(false);
    let times = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for searcher in 0..8_usize {
            let (stop, times) = (&stop, &times);
            scope.spawn(move || search_until(run, searcher, stop, times));
        }
        meanwhile();
        stop.store(true, Ordering::Relaxed);
    });
    times.into_inner().unwrap()
}

fn search_until(run: &Run, searcher: usize, stop: &AtomicBool, times: &std::sync::Mutex<Vec<Searched>>) {
    let mut turn = searcher;
    while !stop.load(Ordering::Relaxed) {
        turn += 1;
        let start = Instant::now();
        let answer = program::finish(run.command(&["search", &format!("thing {}", turn % 60)]), b"");
        let failed = (answer.code != Some(0)).then(|| answer.brief());
        let lots = super::shop::lots_in(&answer.text()).into_iter().collect();
        times.lock().unwrap().push(Searched { took: start.elapsed(), lots, failed });
    }
}

/// Whoever holds a lock is killed; the next one gets it at once.
fn dead_holders(run: &mut Run) {
    run.install_lot_0();
    let mut lot = 0;
    for unit in 0..run.units {
        let next = 1 - lot;
        offer_next(run, unit as u64 + 2, next);
        let (_, lines) = run.next_sales(200);
        let delay = Duration::from_micros(run.dice.below(25_000) as u64);
        let (syncing, recording) = (visit(run), run.command(&["record"]));
        std::thread::scope(|scope| {
            scope.spawn(|| program::kill_after(syncing, b"", delay));
            program::kill_after(recording, lines.as_bytes(), delay);
        });
        let answer = run.visit();
        let new = run.lot(next).to_owned();
        let found = run.catalog().unwrap_or_default();
        let stuck = answer.code != Some(0) || found != new || answer.took > Duration::from_secs(3);
        run.bad("stuck", usize::from(stuck), || answer.brief());
        let (_, line) = run.next_sales(1);
        let answer = run.run(&["record"], &line);
        let stuck = answer.code != Some(0) || answer.took > Duration::from_secs(3);
        run.bad("stuck", usize::from(stuck), || answer.brief());
        lot = next;
    }
}
