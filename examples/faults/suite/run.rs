//! What one run of a fault has in hand: a folder of its own, chance of its own, the program, and what it found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::dice::Dice;
use super::program::{self, Answer};
use super::{Suite, sales};

/// One run.
pub struct Run<'a> {
    pub suite: &'a Suite,
    pub dice: Dice,
    /// Which run of its fault it is, from 0.
    pub number: usize,
    /// How many of the fault's units it does.
    pub units: usize,
    pub found: Found,
    home: TempDir,
    /// Sales sent so far, so that each has a number of its own.
    pub sales: usize,
}

/// What runs found.
#[derive(Debug, Default)]
pub struct Found {
    /// What must not happen, and how often it did.
    pub bad: BTreeMap<&'static str, usize>,
    /// What was seen besides, added up.
    pub seen: BTreeMap<&'static str, usize>,
    /// The largest of what was measured.
    pub most: BTreeMap<&'static str, u64>,
    /// What happened, in words; the first few.
    pub said: Vec<String>,
}

impl Found {
    pub fn add(&mut self, other: Self) {
        for (what, times) in other.bad {
            *self.bad.entry(what).or_default() += times;
        }
        for (what, times) in other.seen {
            *self.seen.entry(what).or_default() += times;
        }
        for (what, value) in other.most {
            let most = self.most.entry(what).or_default();
            *most = value.max(*most);
        }
        self.said.extend(other.said);
        self.said.truncate(10);
    }

    pub fn is_good(&self) -> bool {
        self.bad.values().all(|times| *times == 0)
    }
}

impl<'a> Run<'a> {
    pub fn new(suite: &'a Suite, fault: &str, number: usize, units: usize) -> Self {
        let home = tempfile::Builder::new().prefix("goeswith-faults-").tempdir().unwrap();
        for folder in ["home", "tmp", "here", "data", "sync"] {
            std::fs::create_dir(home.path().join(folder)).unwrap();
        }
        let dice = Dice::of(suite.seed, fault, number);
        Self { suite, dice, number, units, found: Found::default(), home, sales: 0 }
    }

    /// A path in the folder of this run.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Its data directory.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Its sync folder.
    pub fn sync(&self) -> PathBuf {
        self.path("sync")
    }

    /// The program with arguments and this run's data directory.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_in(&self.data(), arguments)
    }

    fn command_in(&self, data: &Path, arguments: &[&str]) -> Command {
        let mut command = program::command(&self.suite.binary, self.home.path());
        command.args(arguments).arg("--data-dir").arg(data);
        command
    }

    /// Runs the program with another data directory.
    pub fn run_in(&mut self, data: &Path, arguments: &[&str], input: &str) -> Answer {
        let command = self.command_in(data, arguments);
        self.finish(command, input.as_bytes())
    }

    /// Another program that is given ours to start: `strace`, `sh`.
    pub fn through(&self, other: &str, before: &[&str], arguments: &[&str]) -> Command {
        let mut command = program::command(Path::new(other), self.home.path());
        command.args(before).arg(&self.suite.binary).args(arguments).arg("--data-dir").arg(self.data());
        command
    }

    /// Runs the program to its end, under the rules that hold for every fault.
    pub fn run(&mut self, arguments: &[&str], input: &str) -> Answer {
        let command = self.command(arguments);
        self.finish(command, input.as_bytes())
    }

    /// The same with a command of one's own.
    pub fn finish(&mut self, command: Command, input: &[u8]) -> Answer {
        let shown = format!("{command:?}");
        let answer = program::finish(command, input);
        self.hold_to_the_rules(&answer, &shown);
        answer
    }

    /// In every test: no panic or backtrace, exit code not 101, no death by a signal (reliability.md, section 16).
    pub fn hold_to_the_rules(&mut self, answer: &Answer, shown: &str) {
        let panicked = answer.err.contains("panicked") || answer.err.contains("backtrace") || answer.code == Some(101);
        self.bad("panics", usize::from(panicked), || format!("{shown}: {}", answer.brief()));
        self.bad("crashes", usize::from(answer.code.is_none()), || format!("{shown}: {}", answer.brief()));
        self.most("slowest ms", answer.took.as_millis() as u64);
    }

    /// Something that must not happen, so many times.
    pub fn bad(&mut self, what: &'static str, times: usize, said: impl FnOnce() -> String) {
        *self.found.bad.entry(what).or_default() += times;
        if times > 0 {
            let run = self.number;
            self.found.said.push(format!("run {run}: {what}: {}", said()));
        }
    }

    /// Something worth counting.
    pub fn seen(&mut self, what: &'static str, times: usize) {
        *self.found.seen.entry(what).or_default() += times;
    }

    /// Something worth measuring.
    pub fn most(&mut self, what: &'static str, value: u64) {
        let most = self.found.most.entry(what).or_default();
        *most = value.max(*most);
    }

    /// The next `count` sales: their numbers and the lines to send.
    pub fn next_sales(&mut self, count: usize) -> (std::ops::Range<usize>, String) {
        let numbers = self.sales..self.sales + count;
        self.sales += count;
        (numbers.clone(), sales::lines(self.number, numbers))
    }

    /// Ids of everything that is stored, in order, by `export`.
    pub fn stored(&mut self) -> Vec<String> {
        let export = self.run(&["export"], "");
        assert_eq!(export.code, Some(0), "export: {}", export.brief());
        ids(&export)
    }

    /// What `status --json` says.
    pub fn status(&mut self) -> Value {
        let status = self.run(&["status", "--json"], "");
        serde_json::from_slice(&status.out).unwrap_or_else(|error| panic!("status: {error}: {}", status.brief()))
    }

    /// The digest of the catalog in use, by `status`.
    pub fn catalog(&mut self) -> Option<String> {
        self.status()["catalog"]["sha256"].as_str().map(ToOwned::to_owned)
    }

    /// Once a run is through: nothing was written outside the data directory.
    pub fn look_round(&mut self) {
        for folder in ["home", "here"] {
            let left: Vec<_> = std::fs::read_dir(self.path(folder)).unwrap().flatten().map(|e| e.file_name()).collect();
            self.bad("files elsewhere", left.len(), || format!("in {folder}: {left:?}"));
        }
    }
}

/// The ids of exported events, in order.
pub fn ids(export: &Answer) -> Vec<String> {
    let id = |line: &str| {
        let event: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        event["event_id"].as_str().unwrap().to_owned()
    };
    export.text().lines().map(id).collect()
}
