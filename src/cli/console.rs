//! The only place that prints. stdout is data, stderr is for people.

use std::io::{self, Write as _};
use std::process::ExitCode;

use super::failure::{Exit, Failure};
use crate::domain::text::clean;

/// Prints one line of data. A reader that went away ends the program's output quietly; a full disk does not.
pub fn out(line: &str) -> Result<(), Failure> {
    raw(format!("{line}\n").as_bytes())
}

/// Prints bytes of data as they are.
pub fn raw(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Exit::NotSaved, format!("output could not be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something to a person. Text of others in it must be clean already.
pub fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints a failure and picks its exit code.
pub fn fail(failure: &Failure) -> ExitCode {
    let message: String = failure.message.lines().map(|line| clean(line).text).collect::<Vec<_>>().join("\n");
    note(&format!("error: {message}"));
    if let Some(hint) = &failure.hint {
        note(&format!("\nhint: {}", clean(hint).text));
    }
    failure.exit.into()
}

/// Prints what clap has to say: help and version are data, a wrong command line is exit code 2.
pub fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.use_stderr() { Exit::Usage.into() } else { ExitCode::SUCCESS }
}

/// The columns of the terminal that standard output is; `None` where it is none.
pub fn width() -> Option<usize> {
    use std::io::IsTerminal as _;
    std::io::stdout().is_terminal().then(textwrap::termwidth)
}
