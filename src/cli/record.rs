//! `goeswith record`: events of other programs, acknowledged once they are on disk.

use std::fmt::Write as _;
use std::io::{self, BufRead, Read as _};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::place::{self, Place};
use super::{Exit, Failure, Globals, clock, console};
use crate::db::store::{BadLine, Incoming, LONGEST_LINE, Store};
use crate::domain::text::clean;

/// Store events from standard input, one JSON object a line
///
/// For each line one answer on standard output: `ACK <event_id>` once it is on disk, `NAK <line number>` where the line
/// is bad; what is wrong with it is said on stderr. An event without an id gets one, an id that is stored already is
/// acknowledged and not stored twice. A line may have 64 KiB. Blank lines are passed over.
///
/// Exit code 1 where any line was bad, 4 where the disk is full or cannot be written: what has no ACK is not stored.
///
/// Exit code 6 where the store was damaged: it was moved aside, and what has an ACK is in the new one.
///
/// A sale as it is read, on one line; `event_id` and `wall_utc` are filled in where they are left out, prices are in
/// minor units:
///
/// {"kind":"sale","lines":[{"sku":"PRN-200","quantity":1,"price":12900}],
/// "suggestions":[{"item":"PRN-200","add_on":"INK-305","link_kind":"required","rank":1,"reason":"curated","outcome":"accepted"}]}
#[derive(Debug, clap::Args)]
pub struct RecordArgs {}

/// What is committed together at most, of what has arrived already.
const BATCH: usize = 1000;

/// A line of input and its number.
struct Read {
    number: usize,
    line: Result<Incoming, BadLine>,
}

/// How it went so far.
#[derive(Default)]
struct Tally {
    good: usize,
    bad: usize,
    repaired: bool,
}

/// Runs the command.
pub fn run(_args: &RecordArgs, globals: &Globals) -> Result<(), Failure> {
    let (mut store, notice) = Place::of(globals)?.open_store()?;
    let mut tally = Tally { repaired: notice.is_some(), ..Tally::default() };
    let (sender, receiver) = bounded(BATCH);
    let reader = thread::spawn(move || read_lines(io::stdin().lock(), &sender));
    while let Some(batch) = next_batch(&receiver) {
        answer(&mut store, batch, &mut tally)?;
        if let Some(problem) = store.take_notice() {
            tally.repaired = true;
            place::say(&problem);
        }
    }
    match reader.join() {
        Ok(Ok(())) => verdict(&tally),
        Ok(Err(error)) => Err(Failure::new(Exit::Data, format!("standard input cannot be read: {error}"))
            .hinted("what has an ACK is stored")),
        Err(_) => Err(Failure::new(Exit::Data, "standard input cannot be read").hinted("what has an ACK is stored")),
    }
}

/// Waits for a line, and takes along what arrived with it: a program that waits for each ACK gets it at once, and one
/// that sends a thousand lines does not pay for a thousand flushes.
fn next_batch(receiver: &Receiver<Read>) -> Option<Vec<Read>> {
    let first = receiver.recv().ok()?;
    let mut batch = vec![first];
    batch.extend(receiver.try_iter().take(BATCH - 1));
    Some(batch)
}

/// Stores what is good in one commit, then answers every line in order.
fn answer(store: &mut Store, batch: Vec<Read>, tally: &mut Tally) -> Result<(), Failure> {
    let (mut events, mut lines) = (Vec::new(), Vec::new());
    for read in batch {
        lines.push((read.number, read.line.as_ref().err().cloned()));
        events.extend(read.line);
    }
    let recorded = if events.is_empty() { Vec::new() } else { store.record(&events, clock::now())? };
    let mut recorded = recorded.into_iter();
    let mut answers = String::new();
    for (number, bad) in lines {
        if let Some(BadLine(what)) = bad {
            tally.bad += 1;
            let _ = writeln!(answers, "NAK {number}");
            console::note(&format!("stdin:{number}: {}", clean(&what).text));
        } else if let Some(event) = recorded.next() {
            tally.good += 1;
            let _ = writeln!(answers, "ACK {}", event.event_id);
        }
    }
    console::text(&answers)
}

fn verdict(tally: &Tally) -> Result<(), Failure> {
    let Tally { good, bad, repaired } = tally;
    if *repaired {
        return Err(Failure::new(Exit::StoreDamaged, "the store was damaged and begun anew")
            .hinted("what has an ACK is stored; the damaged file was kept"));
    }
    match bad {
        0 => Ok(()),
        bad => Err(Failure::new(Exit::Data, format!("{bad} of {} lines were not stored", good + bad))
            .hinted("correct these lines and send them again; the others are stored")),
    }
}

/// Sends every line that is not blank, until the end of the input or until nobody listens.
fn read_lines(mut input: impl BufRead, sender: &Sender<Read>) -> io::Result<()> {
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let taken = input.by_ref().take(LONGEST_LINE as u64 + 2).read_until(b'\n', &mut bytes)?;
        if taken == 0 {
            break;
        }
        if bytes.last() != Some(&b'\n') && bytes.len() > LONGEST_LINE {
            input.skip_until(b'\n')?;
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1).unwrap_or(&bytes);
        let line = match str::from_utf8(text) {
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => Incoming::parse(text.trim(), clock::now()),
            Err(_) if text.len() > LONGEST_LINE => Err(BadLine(format!("longer than {LONGEST_LINE} bytes"))),
            Err(_) => Err(BadLine("not UTF-8".to_owned())),
        };
        if sender.send(Read { number, line }).is_err() {
            break;
        }
    }
    Ok(())
}
