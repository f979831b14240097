//! Times and sizes as a line of figures.

use std::time::Duration;

/// What was measured, sorted.
pub struct Figures(Vec<f64>);

impl Figures {
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// In milliseconds.
    pub fn of_times(times: impl IntoIterator<Item = Duration>) -> Self {
        Self::of(times.into_iter().map(|time| time.as_secs_f64() * 1e3))
    }

    pub fn median(&self) -> f64 {
        self.part(0.5)
    }

    /// The value below which this part of all lies (nearest rank).
    pub fn part(&self, part: f64) -> f64 {
        let rank = (part * self.0.len() as f64).ceil() as usize;
        self.0[rank.clamp(1, self.0.len()) - 1]
    }

    /// One row of a table.
    pub fn row(&self, what: &str, unit: &str) -> String {
        let [p50, p95, p99, worst] = [0.5, 0.95, 0.99, 1.0].map(|part| self.part(part));
        let count = self.0.len();
        format!("{what:<34} {count:>6} {p50:>9.2} {p95:>9.2} {p99:>9.2} {worst:>9.2}  {unit}")
    }
}

/// The heading of such rows.
pub fn heading() -> String {
    let [p50, p95, p99, worst] = ["p50", "p95", "p99", "worst"];
    format!("{:<34} {:>6} {p50:>9} {p95:>9} {p99:>9} {worst:>9}", "", "count")
}

/// A figure of a running process in megabytes: `VmRSS` now, `VmHWM` at most so far. Only Linux tells.
pub fn megabytes(process: u32, which: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(which))?;
    let kilobytes: f64 = line.trim_start_matches(':').trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Time of this thread on the processor so far.
#[cfg(unix)]
pub fn on_processor() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Some(Duration::new(time.tv_sec.try_into().ok()?, time.tv_nsec.try_into().ok()?))
}

#[cfg(not(unix))]
pub fn on_processor() -> Option<Duration> {
    None
}

/// The value behind an option of the command line.
pub fn option(name: &str) -> Option<String> {
    options(name).into_iter().next()
}

/// The values behind an option that may be given several times.
pub fn options(name: &str) -> Vec<String> {
    let mut arguments = std::env::args();
    let mut values = Vec::new();
    while arguments.any(|argument| argument == name) {
        values.extend(arguments.next());
    }
    values
}
