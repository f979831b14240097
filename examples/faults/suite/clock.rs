//! A clock that is wrong or jumps: order goes by sequence, doubtful times are marked, nothing is refused.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::run::Run;
use super::{Fault, Need};

pub const FAULTS: [Fault; 1] = [Fault {
    id: "A8",
    what: "clock wrong or jumping",
    unit: "jumps",
    units: [0, 200, 1_000],
    per_run: 40,
    never: &["lost", "out of order", "not marked"],
    needs: &[Need::Compiler],
    run: jumping_clock,
}];

/// Adds as many seconds as a file says to what the system says. Loaded before the C library.
const SHIM: &str = r#"#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t which, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(which, now);
    const char *seconds = getenv("CLOCK_AHEAD");
    if (!failed && which == CLOCK_REALTIME && seconds) now->tv_sec += atoll(seconds);
    return failed;
}
"#;

const DAY: i64 = 86_400;

fn shim(run: &Run) -> PathBuf {
    let (source, library) = (run.path("clock.c"), run.path("clock.so"));
    fs::write(&source, SHIM).unwrap();
    let made = Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([&library, &source]).arg("-ldl").status();
    assert!(made.unwrap().success(), "the clock could not be made");
    library
}

fn jumping_clock(run: &mut Run) {
    let shim = shim(run);
    let (mut sent, mut ahead_of_all) = (Vec::new(), Vec::new());
    for _ in 0..run.units {
        // Between 1971 and 2090, and now and then no jump at all.
        let days = if run.dice.below(4) == 0 { 0 } else { i64::try_from(run.dice.below(43_000)).unwrap() - 19_900 };
        let (numbers, lines) = run.next_sales(1);
        let mut command = run.command(&["record"]);
        command.env("LD_PRELOAD", &shim).env("CLOCK_AHEAD", (days * DAY).to_string());
        let answer = run.finish(command, lines.as_bytes());
        assert!(answer.code == Some(0) && answer.acknowledged().len() == 1, "{days} days ahead: {}", answer.brief());
        sent.push(super::sales::id(run.number, numbers.start));
        ahead_of_all.push(days);
    }
    let stored = run.stored();
    run.bad("lost", sent.len().abs_diff(stored.len()), || format!("{} of {}", stored.len(), sent.len()));
    run.bad("out of order", usize::from(stored != sent), || format!("{stored:?}"));
    marked(run, &ahead_of_all);
    let mut command = run.command(&["status", "--json"]);
    command.env("LD_PRELOAD", &shim).env("CLOCK_AHEAD", (-20 * 365 * DAY).to_string());
    let status = run.finish(command, b"");
    assert!(status.code == Some(0) && status.text().contains("GW-209"), "a wrong clock is named: {}", status.text());
}

/// The columns `seq` and `clock_suspect` of the export: contiguous, and marked where the clock was years behind.
fn marked(run: &mut Run, ahead: &[i64]) {
    let export = run.run(&["export", "--format", "csv"], "");
    let mut reader = csv::Reader::from_reader(export.out.as_slice());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (seq, suspect) = (column("seq"), column("clock_suspect"));
    for ((place, days), row) in (1_i64..).zip(ahead).zip(reader.records()) {
        let row = row.unwrap();
        run.bad("out of order", usize::from(row[seq] != place.to_string()), || format!("{} at {place}", &row[seq]));
        // The program is younger than two years, and what lies 400 days ahead of all else cannot be either.
        let unmarked = *days < -2 * 365 && &row[suspect] != "true";
        run.bad("not marked", usize::from(unmarked), || format!("{days} days ahead at {place}"));
        run.seen("marked", usize::from(&row[suspect] == "true"));
    }
}
