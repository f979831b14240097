//! The only place that prints. stdout is data, stderr is for people. Whatever goes out passes [`printable`] here, as the
//! last layer: no byte of somebody else's text is obeyed by a terminal, whoever forgot to clean it.

use std::io::{self, Write as _};
use std::process::ExitCode;

use super::failure::{Exit, Failure};
use crate::domain::text::{printable, printable_json};

/// Prints one line of data. A reader that went away ends the program's output quietly; a full disk does not.
pub fn out(line: &str) -> Result<(), Failure> {
    text(&format!("{line}\n"))
}

/// Prints lines of data, with their ends.
pub fn text(lines: &str) -> Result<(), Failure> {
    write(printable(lines).as_bytes())
}

/// Prints one value as a line of JSON.
pub fn json(value: &(impl serde::Serialize + ?Sized)) -> Result<(), Failure> {
    let json = serde_json::to_string(value)
        .map_err(|error| Failure::new(Exit::Data, format!("this cannot be written as JSON: {error}")))?;
    json_lines(&(json + "\n"))
}

/// Prints lines that are JSON already.
pub fn json_lines(lines: &str) -> Result<(), Failure> {
    write(printable_json(lines).as_bytes())
}

/// Prints a file of our own making, in which nothing comes from outside.
pub fn code(bytes: &[u8]) -> Result<(), Failure> {
    write(bytes)
}

fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Exit::NotSaved, format!("output could not be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something to a person.
pub fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(line));
}

/// Says many lines to a person, in few writes.
pub fn notes(lines: impl Iterator<Item = String>) {
    let mut stderr = io::BufWriter::with_capacity(1 << 16, io::stderr().lock());
    for line in lines {
        let _ = writeln!(stderr, "{}", printable(&line));
    }
    let _ = stderr.flush();
}

/// Prints a failure and picks its exit code.
pub fn fail(failure: &Failure) -> ExitCode {
    note(&format!("error: {}", failure.message));
    if let Some(hint) = &failure.hint {
        note(&format!("\nhint: {hint}"));
    }
    failure.exit.into()
}

/// Prints what clap has to say: help and version are data, a wrong command line is exit code 2. Such an error quotes what
/// was typed, so it goes without clap's colours through the same layer as everything else.
pub fn usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        note(error.to_string().trim_end());
        return Exit::Usage.into();
    }
    let _ = error.print();
    ExitCode::SUCCESS
}

/// The columns of the terminal that standard output is; `None` where it is none.
pub fn width() -> Option<usize> {
    use std::io::IsTerminal as _;
    std::io::stdout().is_terminal().then(textwrap::termwidth)
}
