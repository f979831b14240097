//! What of a catalog has to be copied after one price in a hundred changed, and how long `catalog diff`, `publish`,
//! `verify` and a counter's `sync --once` take.
//!
//! `cargo bench --bench changes -- [--items N] [--baskets N]`, 100,000 items and three baskets an item without them. With rsync installed it also says what rsync moves.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)] // a measurement that cannot go on stops

#[allow(dead_code)] // each bench uses its part
mod figures;
#[allow(dead_code)]
mod goods;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use figures::option;

const PROGRAM: &str = env!("CARGO_BIN_EXE_goeswith");

fn main() {
    let items = option("--items").map_or(100_000, |items| items.parse().expect("a number"));
    let baskets = option("--baskets").map_or(3 * items, |baskets| baskets.parse().expect("a number"));
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    goods::write(Path::new(&at("source")), &goods::Shop { items, baskets }).unwrap();
    let (before, after, sync) = (at("before.db"), at("after.db"), at("sync"));
    let run = |arguments: &[&str]| run(folder.path(), arguments);
    run(&["catalog", "build", &at("source"), "-o", &before]);
    goods::raise_prices(Path::new(&at("source"))).unwrap();
    run(&["catalog", "build", &at("source"), "-o", &after, "--previous", &before]);
    println!("{}", run(&["catalog", "diff", &before, &after]));
    run(&["catalog", "publish", &before, "--to", &sync]);
    run(&["sync", "--once", "--sync-dir", &sync]);
    run(&["catalog", "publish", &after, "--to", &sync]);
    run(&["sync", "--once", "--sync-dir", &sync]);
    run(&["catalog", "verify", &sync]);
    rsync(&at("sync/catalog"), &at("copy"));
}

/// Runs the program and says how long it took.
fn run(data: &Path, arguments: &[&str]) -> String {
    let begun = Instant::now();
    let output = Command::new(PROGRAM).args(arguments).arg("--data-dir").arg(data.join("data")).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    println!("{:8.2} s  goeswith {}", begun.elapsed().as_secs_f64(), arguments[..2].join(" "));
    String::from_utf8(output.stdout).unwrap()
}

/// Copies the first version, then the second beside it, as a counter's rsync would.
fn rsync(from: &str, to: &str) {
    if Command::new("rsync").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("rsync is not installed, so nothing is said of it");
        return;
    }
    for (what, more) in [("the first", vec!["--exclude=catalog-0000000002*"]), ("the second", vec!["--fuzzy"])] {
        let mut copy = Command::new("rsync");
        copy.args(["-a", "--no-whole-file", "--stats"]).args(more).arg(format!("{from}/")).arg(format!("{to}/"));
        let said = String::from_utf8(copy.output().unwrap().stdout).unwrap();
        let of = |word: &str| said.lines().find(|line| line.starts_with(word)).unwrap_or_default().to_owned();
        println!("rsync, {what} version: {}, {}", of("Literal data"), of("Matched data"));
    }
}
