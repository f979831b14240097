//! Faults: what can go wrong around the program, done to it from outside, again and again, and what must hold then.
//!
//! Each fault is a row of a table (its number, what is done, how often) and a function that does it in a folder of its
//! own. A run that cannot go on panics; that counts as a failure, like everything that is counted and must not happen.
//!
//! Two rows are shown elsewhere, since they take more than the program: C11 (personal data) by `tests/pty/privacy.rs`, C12
//! (erasure) by `tests/outbox/erase.rs`.

pub mod command_line;
pub mod dice;
pub mod parcel;
pub mod program;
pub mod run;
pub mod sales;
pub mod shop;
pub mod trace;

mod arrival;
mod catalog;
mod clock;
mod damage;
mod disk;
mod hostile;
mod outbox;
mod overlay;
mod place;
mod record;
mod swap;
mod terminal;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use run::{Found, Run};
use shop::Shop;

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// In the tests: some seconds for all.
    Tiny,
    /// Some minutes.
    Short,
    /// What is published.
    Full,
}

/// Something that goes wrong.
#[derive(Debug)]
pub struct Fault {
    /// Its number in the table of reliability.
    pub id: &'static str,
    /// What is done to the program.
    pub what: &'static str,
    /// What is counted: kills, files, orders.
    pub unit: &'static str,
    /// How many at each scale.
    pub units: [usize; 3],
    /// How many one run does, in one folder.
    pub per_run: usize,
    /// What is said to have happened zero times, where it did.
    pub never: &'static [&'static str],
    /// What it takes besides the program.
    pub needs: &'static [Need],
    pub run: fn(&mut Run),
}

/// What a fault takes besides the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// `strace`, allowed to trace.
    Strace,
    /// The right to mount file systems, in a name space of its own.
    Mount,
    /// A C compiler.
    Compiler,
    /// A program that can `collect`.
    Collect,
}

impl Need {
    /// What is missing, in words; `None` where it is there.
    fn missing(self, suite: &Suite) -> Option<&'static str> {
        let works = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        match self {
            Self::Strace => (!works("strace", &["-o", "/dev/null", "true"])).then_some("strace is missing"),
            Self::Mount => {
                let folder = tempfile::tempdir().ok()?;
                let at = folder.path().to_string_lossy();
                let mounts = works("mount", &["-t", "tmpfs", "tmpfs", &at]) && works("umount", &[&at]);
                (!mounts).then_some("no right to mount a file system")
            }
            Self::Compiler => (!works("cc", &["--version"])).then_some("a C compiler is missing"),
            Self::Collect => {
                let can = works(&suite.binary.to_string_lossy(), &["collect", "--help"]);
                (!can).then_some("this program cannot collect")
            }
        }
    }
}

/// Every fault, in the order of the table.
pub fn all() -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    faults.extend(record::FAULTS);
    faults.extend(disk::FAULTS);
    faults.extend(clock::FAULTS);
    faults.extend(damage::FAULTS);
    faults.extend(catalog::FAULTS);
    faults.extend(hostile::FAULTS);
    faults.extend(arrival::FAULTS);
    faults.extend(swap::FAULTS);
    faults.extend(text::FAULTS);
    faults.extend(outbox::FAULTS);
    faults.extend(overlay::FAULTS);
    faults.extend(place::FAULTS);
    faults.extend(terminal::FAULTS);
    faults.sort_by_key(|fault| {
        let digits: String = fault.id[1..].chars().take_while(char::is_ascii_digit).collect();
        (fault.id.as_bytes()[0], digits.parse::<u32>().unwrap_or(0), fault.id)
    });
    faults
}

/// What a call of the suite works with.
#[derive(Debug)]
pub struct Suite {
    /// The program under test.
    pub binary: PathBuf,
    pub seed: u64,
    pub scale: Scale,
    /// Runs at the same time.
    pub jobs: usize,
    /// This run alone of each fault: for looking into a failure.
    pub only_run: Option<usize>,
    pub shop: OnceLock<Shop>,
}

/// What became of a fault.
#[derive(Debug)]
pub struct Verdict {
    pub fault: Fault,
    pub units: usize,
    pub found: Found,
    pub took: Duration,
    /// Why nothing was done.
    pub left_out: Option<&'static str>,
}

impl Verdict {
    pub fn is_good(&self) -> bool {
        self.left_out.is_none() && self.found.is_good()
    }

    /// What was counted, with what must not happen in front.
    fn figures(&self) -> String {
        let bad = self.found.bad.iter().filter(|(what, times)| **times > 0 || self.fault.never.contains(what));
        let mut parts: Vec<String> = bad.map(|(what, times)| format!("{} {what}", grouped(*times as u64))).collect();
        parts.extend(self.found.seen.iter().map(|(what, times)| format!("{} {what}", grouped(*times as u64))));
        parts.extend(self.found.most.iter().map(|(what, value)| format!("{what} {}", grouped(*value))));
        parts.join(", ")
    }

    fn word(&self) -> &'static str {
        if self.is_good() { "ok" } else { "FAILED" }
    }

    /// One line as it is done.
    pub fn line(&self, seed: u64) -> String {
        let Fault { id, what, unit, .. } = &self.fault;
        if let Some(why) = self.left_out {
            return format!("{id:<4} {what:<48} not run: {why}");
        }
        let (units, figures, seconds) = (grouped(self.units as u64), self.figures(), self.took.as_secs_f64());
        format!("{id:<4} {what:<48} {units:>6} {unit:<14} {figures}   {}  ({seconds:.1} s, seed {seed})", self.word())
    }

    /// One row of the table at the end.
    pub fn row(&self) -> String {
        let Fault { id, what, unit, .. } = &self.fault;
        let figures = self.left_out.map_or_else(|| self.figures(), |why| format!("not run: {why}"));
        format!("| {id} | {what} | {} {unit} | {figures} | {} |", grouped(self.units as u64), self.word())
    }
}

/// 10,000.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl Suite {
    /// A call for this program.
    pub fn new(binary: PathBuf, scale: Scale, seed: u64) -> Self {
        let jobs = std::thread::available_parallelism().map_or(1, usize::from);
        Self { binary, seed, scale, jobs, only_run: None, shop: OnceLock::new() }
    }

    /// Catalogs that are built once for all runs.
    pub fn shop(&self) -> &Shop {
        self.shop.get_or_init(|| Shop::build(&self.binary))
    }

    /// Does a fault as often as the scale says.
    pub fn verdict(&self, fault: Fault) -> Verdict {
        let start = Instant::now();
        let units = fault.units[self.scale as usize];
        let left_out = fault.needs.iter().find_map(|need| need.missing(self));
        let mut verdict = Verdict { fault, units, found: Found::default(), took: Duration::ZERO, left_out };
        for what in verdict.fault.never {
            verdict.found.bad.insert(what, 0);
        }
        if verdict.left_out.is_none() {
            verdict.found.add(self.all_runs(&verdict.fault, units));
        }
        verdict.took = start.elapsed();
        verdict
    }

    fn all_runs(&self, fault: &Fault, units: usize) -> Found {
        let runs = units.div_ceil(fault.per_run);
        let next = AtomicUsize::new(0);
        let found = Mutex::new(Found::default());
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.clamp(1, runs.max(1)) {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= runs {
                            return;
                        }
                        if self.only_run.is_none_or(|only| only == number) {
                            let units = fault.per_run.min(units - number * fault.per_run);
                            let one = self.one_run(fault, number, units);
                            found.lock().unwrap().add(one);
                        }
                    }
                });
            }
        });
        found.into_inner().unwrap()
    }

    fn one_run(&self, fault: &Fault, number: usize, units: usize) -> Found {
        let mut run = Run::new(self, fault.id, number, units);
        let through = catch_unwind(AssertUnwindSafe(|| {
            (fault.run)(&mut run);
            run.look_round();
        }));
        if let Err(panic) = through {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or(panic.downcast_ref::<&str>().copied()).unwrap_or("?").to_owned();
            run.bad("broken off", 1, || said);
        }
        run.found
    }
}
