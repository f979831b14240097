//! Sales are recorded while the program is killed: at any moment, at each of its system calls, many copies at a time;
//! and the order of its system calls, which is what a power cut would meet.

use std::time::Duration;

use super::program::{self, acknowledged};
use super::run::Run;
use super::sales::Books;
use super::{Fault, Need, trace};

pub const FAULTS: [Fault; 4] = [
    Fault {
        id: "A1",
        what: "kill -9 at random moments",
        unit: "kills",
        units: [20, 1_000, 10_000],
        per_run: 20,
        never: &["lost", "duplicated"],
        needs: &[],
        run: killed_at_any_moment,
    },
    Fault {
        id: "A2",
        what: "kill -9 at each system call",
        unit: "cycles",
        units: [0, 2, 10],
        per_run: 1,
        never: &["lost", "duplicated"],
        needs: &[Need::Strace],
        run: killed_at_each_call,
    },
    Fault {
        id: "A3",
        what: "order of flushes, for a power cut",
        unit: "traces",
        units: [1, 5, 50],
        per_run: 1,
        never: &["out of order"],
        needs: &[Need::Strace],
        run: flushed_before_it_counts,
    },
    Fault {
        id: "A7",
        what: "16 copies record, half of them killed",
        unit: "times 16,000",
        units: [0, 1, 4],
        per_run: 1,
        never: &["lost", "duplicated", "lock errors"],
        needs: &[],
        run: many_at_a_time,
    },
];

/// Half of the kills come some time after the start, so that opening is hit as well; half some time after an answer.
fn killed_at_any_moment(run: &mut Run) {
    let mut books = Books::default();
    for _ in 0..run.units {
        let count = run.dice.between(1, 400);
        let (numbers, lines) = run.next_sales(count);
        books.sent(run.number, numbers.clone());
        let command = run.command(&["record"]);
        let out = if run.dice.below(2) == 0 {
            let delay = Duration::from_micros(run.dice.below(20_000) as u64);
            program::kill_after(command, lines.as_bytes(), delay).1
        } else {
            let answers = run.dice.below(count);
            let delay = Duration::from_micros(run.dice.below(1_500) as u64);
            program::kill_after_answers(command, lines.as_bytes(), answers, delay)
        };
        let said = acknowledged(&String::from_utf8_lossy(&out));
        run.seen("acknowledged", said.len());
        books.acknowledged(said);
        // Who got no answer sends again, some of the time: what is stored already is stored once.
        if run.dice.below(3) == 0 {
            let again = run.run(&["record"], &lines);
            assert!(again.code == Some(0) && again.err.is_empty(), "after a kill: {}", again.brief());
            assert_eq!(again.acknowledged().len(), count, "each line has its answer");
            books.acknowledged(again.acknowledged());
        }
        audit(run, &books);
    }
}

/// Opens without a word about repairs, and everything is there.
fn audit(run: &mut Run, books: &Books) {
    let export = run.run(&["export"], "");
    assert_eq!(export.code, Some(0), "export after a kill: {}", export.brief());
    books.audit(run, &super::run::ids(&export));
    assert!(!run.data().join("damaged").exists(), "a kill was taken for damage");
}

/// Every second cycle begins with a store that is there already. The points are found by a trace; each is then hit once,
/// always from the same state.
fn killed_at_each_call(run: &mut Run) {
    let (before, before_lines) = run.next_sales(if run.number.is_multiple_of(2) { 0 } else { 3 });
    let (numbers, lines) = run.next_sales(3);
    begin(run, &before_lines);
    let points = trace::points(run, &["record"], &lines);
    assert!(points.len() > 5, "the program was not traced: {points:?}");
    for (call, at) in points {
        let mut books = Books::default();
        books.sent(run.number, before.start..numbers.end);
        books.acknowledged(begin(run, &before_lines));
        let answer = trace::meddle(run, &format!("{call}:signal=SIGKILL:when={at}"), &["record"], &lines);
        run.seen("points hit", usize::from(answer.code != Some(0)));
        run.seen("points", 1);
        books.acknowledged(answer.acknowledged());
        audit(run, &books);
        let again = run.run(&["record"], &lines);
        assert!(again.code == Some(0) && again.err.is_empty(), "after {call} {at}: {}", again.brief());
        books.acknowledged(again.acknowledged());
        audit(run, &books);
    }
}

/// An empty data directory, or one with these sales; returns what was acknowledged.
fn begin(run: &mut Run, lines: &str) -> Vec<String> {
    let data = run.data();
    std::fs::remove_dir_all(&data).unwrap();
    std::fs::create_dir(&data).unwrap();
    if lines.is_empty() { Vec::new() } else { run.run(&["record"], lines).acknowledged() }
}

/// Each sale waits for the answer to the one before, as a till does.
fn flushed_before_it_counts(run: &mut Run) {
    let (numbers, lines) = run.next_sales(20);
    let (answer, calls) = trace::changes(run, None, &["record"], &lines);
    assert_eq!(answer.acknowledged().len(), numbers.len(), "{}", answer.brief());
    let (wrong, acknowledged, _) = trace::order(&calls, &run.data());
    assert!(acknowledged > 0, "no answer was seen in the trace");
    run.seen("answers", acknowledged);
    run.bad("out of order", wrong.len(), || wrong.join("; "));
}

fn many_at_a_time(run: &mut Run) {
    const COPIES: usize = 16;
    const EACH: usize = 1_000;
    let mut books = Books::default();
    let mut copies = Vec::new();
    for copy in 0..COPIES {
        let (numbers, lines) = run.next_sales(EACH);
        books.sent(run.number, numbers);
        let killed =
            (copy % 2 == 0).then(|| (run.dice.below(EACH), Duration::from_micros(run.dice.below(3_000) as u64)));
        copies.push((run.command(&["record"]), lines, killed));
    }
    let answers: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = copies
            .into_iter()
            .map(|(command, lines, killed)| {
                scope.spawn(move || {
                    if let Some((answers, delay)) = killed {
                        let out = program::kill_after_answers(command, lines.as_bytes(), answers, delay);
                        return (None, acknowledged(&String::from_utf8_lossy(&out)));
                    }
                    let answer = program::finish(command, lines.as_bytes());
                    let ids = answer.acknowledged();
                    (Some(answer), ids)
                })
            })
            .collect();
        started.into_iter().map(|copy| copy.join().unwrap()).collect()
    });
    for (answer, ids) in answers {
        books.acknowledged(ids);
        if let Some(answer) = answer {
            run.hold_to_the_rules(&answer, "record");
            let locked = answer.code == Some(5) || answer.err.contains("busy") || answer.err.contains("locked");
            run.bad("lock errors", usize::from(locked), || answer.brief());
            assert!(locked || answer.code == Some(0), "{}", answer.brief());
        }
    }
    run.seen("acknowledged", books.how_many_acknowledged());
    audit(run, &books);
}
