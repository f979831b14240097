//! Runs the program as a person or a script would: arguments and standard input in, output and exit code out.

#![allow(dead_code)] // not every test needs every part
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What the program answered.
#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Answer {
    /// The ids behind `ACK`, in order.
    pub fn acknowledged(&self) -> Vec<String> {
        acknowledged(&self.out)
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        let answer = Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!answer.err.contains("panicked"), "{answer:?}");
        answer
    }
}

/// The ids behind `ACK`, in order. A last line that was cut off is no answer.
pub fn acknowledged(out: &str) -> Vec<String> {
    let lines = out.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    lines.filter_map(|line| line.strip_prefix("ACK ")).map(ToOwned::to_owned).collect()
}

/// The program with its data in `directory`, untouched by the environment of whoever runs the tests.
pub fn program(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goeswith"));
    command.args(arguments).arg("--data-dir").arg(directory);
    for name in ["GOESWITH_DATA_DIR", "NO_COLOR", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

/// Runs it to its end.
pub fn run(directory: &Path, arguments: &[&str], input: &str) -> Answer {
    finish(program(directory, arguments), input.as_bytes())
}

/// Feeds a command and waits for its end. A program that stops reading early is none of our business.
pub fn finish(mut command: Command, input: &[u8]) -> Answer {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    output.into()
}

/// Ids of everything that is stored, in order.
pub fn stored_ids(directory: &Path) -> Vec<String> {
    let export = run(directory, &["export"], "");
    assert_eq!(export.code, Some(0), "{}", export.err);
    let id = |line: &str| {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        event["event_id"].as_str().unwrap().to_owned()
    };
    export.out.lines().map(id).collect()
}

/// A sale with an id made of two numbers.
pub fn sale(run: u32, number: u32) -> String {
    format!(
        r#"{{"event_id":"{}","kind":"sale","lines":[{{"sku":"PRN-200","quantity":1,"price":12900}}]}}"#,
        sale_id(run, number)
    ) + "\n"
}

/// The id of [`sale`].
pub fn sale_id(run: u32, number: u32) -> String {
    format!("0190f3c2-{:04x}-7000-8000-{number:012x}", run & 0xffff)
}

/// A seeded row of numbers (xorshift64), so that a failure can be run again.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % limit.max(1)
    }
}
