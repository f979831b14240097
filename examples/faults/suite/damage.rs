//! The store of sales is damaged on the disk, in any way: it is set aside, what can be read is taken over, and the next
//! sale is recorded.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde_json::json;

use super::dice::Dice;
use super::run::Run;
use super::{Fault, program, sales};

pub const FAULTS: [Fault; 1] = [Fault {
    id: "A9",
    what: "store damaged in any way",
    unit: "mutations",
    units: [10, 300, 2_000],
    per_run: 10,
    never: &["panics", "altered events", "sales not taken"],
    needs: &[],
    run: damaged_store,
}];

const BEFORE: usize = 120;

fn damaged_store(run: &mut Run) {
    let whole = run.path("whole");
    prepare(run, &whole);
    for _ in 0..run.units {
        let data = run.data();
        fs::remove_dir_all(&data).unwrap();
        super::shop::copy(&whole, &data);
        let what = damage(&mut run.dice, &data);
        go_on(run, &what);
    }
}

/// A store with sales in the file and some in its log, as a kill leaves it.
fn prepare(run: &mut Run, whole: &Path) {
    let (_, lines) = run.next_sales(BEFORE / 2);
    assert_eq!(run.run(&["record"], &lines).code, Some(0));
    let (_, lines) = run.next_sales(BEFORE / 2);
    let _ =
        program::kill_after_answers(run.command(&["record"]), lines.as_bytes(), BEFORE / 2, std::time::Duration::ZERO);
    super::shop::copy(&run.data(), whole);
}

fn damage(dice: &mut Dice, data: &Path) -> String {
    let name = *dice.one(&["store.db", "store.db", "store.db", "store.db-wal", "store.db-wal", "store.db-shm"]);
    let path = data.join(name);
    let Ok(mut bytes) = fs::read(&path) else { return format!("{name} is not there") };
    let what = mutate(dice, &mut bytes);
    fs::write(&path, bytes).unwrap();
    format!("{name}: {what}")
}

/// One way to damage a file: bits, ranges, pages, its length.
pub fn mutate(dice: &mut Dice, bytes: &mut Vec<u8>) -> String {
    let length = bytes.len();
    let at = if dice.below(4) == 0 { dice.below(length.min(100)) } else { dice.below(length) };
    match dice.below(8) {
        0 | 1 if length > 0 => {
            let bit = dice.below(8);
            bytes[at] ^= 1 << bit;
            format!("bit {bit} of byte {at}")
        }
        2 if length > 0 => {
            bytes[at] = dice.next() as u8;
            format!("byte {at}")
        }
        3 => {
            bytes.truncate(at);
            format!("cut at {at}")
        }
        4 => {
            let end = (at + dice.between(1, 5_000)).min(length);
            bytes[at..end].fill(0);
            format!("zeros from {at} to {end}")
        }
        5 => {
            let end = (at + dice.between(1, 5_000)).min(length);
            let noise = dice.bytes(end - at);
            bytes[at..end].copy_from_slice(&noise);
            format!("noise from {at} to {end}")
        }
        6 if length >= 8_192 => {
            let (from, to) = (dice.below(length / 4_096) * 4_096, dice.below(length / 4_096) * 4_096);
            bytes.copy_within(from..from + 4_096, to);
            format!("page at {from} over that at {to}")
        }
        _ => {
            let noise = dice.between(1, 9_000);
            let noise = dice.bytes(noise);
            bytes.extend_from_slice(&noise);
            format!("{} bytes behind the end", noise.len())
        }
    }
}

/// The next sale is taken, whatever became of the store; no event says something else than it did.
fn go_on(run: &mut Run, what: &str) {
    let (numbers, line) = run.next_sales(1);
    let answer = run.run(&["record"], &line);
    let taken = answer.acknowledged() == [sales::id(run.number, numbers.start)];
    // A changed number of the schema says that a newer program wrote this, and a changed mark that another did: nothing
    // may be touched then, and the program says so.
    let may_not = [Some(7), Some(1)].contains(&answer.code) && !taken;
    run.seen("refused as not ours or newer", usize::from(may_not));
    if !may_not {
        run.bad("sales not taken", usize::from(!taken), || format!("{what}: {}", answer.brief()));
        assert!([Some(0), Some(6)].contains(&answer.code), "{what}: {}", answer.brief());
    }
    run.seen("set aside", usize::from(answer.code == Some(6)));
    let aside = run.data().join("damaged").exists();
    assert_eq!(aside, answer.code == Some(6), "{what}: set aside {aside}, {}", answer.brief());
    let export = run.run(&["export"], "");
    if may_not {
        return;
    }
    assert!([Some(0), Some(6)].contains(&export.code), "{what}: export: {}", export.brief());
    let text = export.text();
    let mut exported: HashMap<&str, usize> = HashMap::new();
    for line in text.lines() {
        *exported.entry(line).or_default() += 1;
    }
    let known: Vec<String> = (0..BEFORE).chain(numbers.clone()).map(|number| sales::id(run.number, number)).collect();
    let altered = exported.iter().filter(|(line, times)| **times > 1 || !is_as_sent(line, &known)).count();
    run.bad("altered events", altered, || format!("{what}: {text}"));
    let new = exported.keys().any(|line| line.contains(&sales::id(run.number, numbers.start)));
    run.bad("sales not taken", usize::from(taken && !new), || format!("{what}: acknowledged and not exported"));
    run.seen("events kept", exported.len());
    run.seen("events there were", BEFORE + 1);
}

/// Says of a sale what was sent.
fn is_as_sent(line: &str, known: &[String]) -> bool {
    let Ok(event) = serde_json::from_str::<serde_json::Value>(line) else { return false };
    let Some(id) = event["event_id"].as_str().filter(|id| known.iter().any(|known| known == id)) else { return false };
    let number = usize::from_str_radix(&id[id.len() - 12..], 16).unwrap();
    let sent = json!([{ "sku": "PRN-200", "quantity": number % 7 + 1, "price": 12_900 }]);
    event["kind"] == "sale" && event["lines"] == sent
}
