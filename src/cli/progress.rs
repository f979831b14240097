//! Long work on a terminal: a bar with count, rate and time left; nothing where stderr is no terminal. Ctrl+C stops the
//! work, which then cleans up after itself.

use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::catalog::watch::{Step, Watch};
use crate::db;
use crate::db::snapshot::{self, Snapshot, Written};

/// Shows how far the work is.
pub struct Progress {
    bar: Option<ProgressBar>,
    shown: bool,
    stop: Arc<AtomicBool>,
}

impl Progress {
    /// Begins to listen for Ctrl+C.
    pub fn start() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        listen(&stop);
        Self { bar: None, shown: std::io::stderr().is_terminal(), stop }
    }

    /// Takes the bar away, so that something can be said.
    pub fn pause(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    /// The work is done.
    pub fn finish(mut self) {
        self.pause();
    }

    /// Writes a snapshot under a bar.
    pub fn write(&mut self, target: &Path, rows: &Snapshot) -> Result<Written, db::Error> {
        self.step(Step::Write, if self.shown { snapshot::rows(rows) } else { 0 });
        let written = snapshot::write(target, rows, &mut |done| self.at(done));
        self.pause();
        written
    }
}

impl Watch for Progress {
    fn step(&mut self, step: Step, total: u64) {
        self.pause();
        if !self.shown {
            return;
        }
        let (word, template) = match step {
            Step::ReadSales => ("reading sales", "{msg:16} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}"),
            Step::ReadEvents => ("reading sales", "{msg:16} {wide_bar} {human_pos}/{human_len} {rate} {eta}"),
            Step::ReadAnswers => ("reading answers", "{msg:16} {wide_bar} {human_pos}/{human_len} {rate} {eta}"),
            Step::ResolveLinks => ("resolving links", "{msg:16} {wide_bar} {human_pos}/{human_len} {rate} {eta}"),
            Step::Estimate => ("learning", "{msg:16} {wide_bar} {human_pos}/{human_len} {rate} {eta}"),
            Step::Evaluate => ("evaluating", "{msg:16} {spinner} {elapsed}"),
            Step::CountPairs => ("counting pairs", "{msg:16} {wide_bar} {human_pos}/{human_len} {rate} {eta}"),
            Step::Compare => ("comparing", "{msg:16} {wide_bar} {human_pos}/{human_len} {rate} {eta}"),
            Step::Repair => ("repairing", "{msg:16} {spinner} {elapsed}"),
            Step::Verify => ("checking", "{msg:16} {spinner} {elapsed}"),
            Step::Index => ("making search", "{msg:16} {wide_bar} {human_pos}/{human_len} {rate} {eta}"),
            Step::Collect => ("collecting", "{msg:16} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}"),
            Step::Import => ("reading", "{msg:16} {spinner} {human_pos} rows {rate} {elapsed}"),
            Step::Copy => ("copying", "{msg:16} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}"),
            Step::Write => ("writing", "{msg:16} {wide_bar} {human_pos}/{human_len} {rate} {eta}"),
        };
        let style = ProgressStyle::with_template(template)
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .with_key("rate", rate);
        let bar = ProgressBar::new(total).with_style(style.progress_chars("#-")).with_message(word);
        self.bar = Some(bar);
    }

    fn at(&mut self, done: u64) -> bool {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        }
        !self.stop.load(Ordering::Relaxed)
    }
}

/// `2,117,461/s`
fn rate(state: &ProgressState, writer: &mut dyn std::fmt::Write) {
    let _ = write!(writer, "{}/s", super::count::grouped(state.per_sec() as u64));
}

/// The second Ctrl+C ends the program at once, wherever it is.
#[cfg(unix)]
fn listen(stop: &Arc<AtomicBool>) {
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
        // Where a handler cannot be set, the signal ends the program as it always did.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(stop));
        let _ = signal_hook::flag::register(signal, Arc::clone(stop));
    }
}

#[cfg(windows)]
fn listen(stop: &Arc<AtomicBool>) {
    let stop = Arc::clone(stop);
    let _ = ctrlc::set_handler(move || stop.store(true, Ordering::Relaxed));
}

#[cfg(not(any(unix, windows)))]
fn listen(_stop: &Arc<AtomicBool>) {}
