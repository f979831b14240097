//! Hands a text to the printer command of the settings, on a thread of its own: no screen waits for a printer, and what one
//! does wrong is said in words.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;

use crate::domain::text::clean;
use crate::tui::message::Message;

/// What is to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The command and its arguments; no shell reads them.
    pub command: Vec<String>,
    /// What it gets on its standard input.
    pub text: String,
}

/// A printer command that has not ended by then is ended.
const PATIENCE: Duration = Duration::from_secs(15);
/// So often it is looked whether it has.
const LOOK: Duration = Duration::from_millis(20);
/// So much of what it complains of is read.
const LONGEST: u64 = 2_000;
/// One that complains of more than this is ended as well.
const MOST: u64 = 1 << 20;

/// Prints until nobody asks any more.
pub fn serve(jobs: &Receiver<Job>, answer: impl Fn(Message)) {
    while let Ok(job) = jobs.recv() {
        answer(Message::SlipPrinted(print(&job, PATIENCE)));
    }
}

/// Runs the command with the text, and waits for it so long at most.
///
/// # Errors
/// Why nothing was printed, in words that begin with the command's name.
pub fn print(job: &Job, patience: Duration) -> Result<(), String> {
    let Some((program, arguments)) = job.command.split_first() else {
        return Err("no printer command is set".to_owned());
    };
    let said = |what: &str| clean(&format!("{program}: {what}")).text;
    let mut complaints = tempfile::tempfile().map_err(|error| said(&error.to_string()))?;
    let status = run(program, arguments, &job.text, &complaints, patience).map_err(|error| said(&error.to_string()))?;
    match status {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(said(&first_line(&mut complaints).unwrap_or_else(|| status.to_string()))),
        None => Err(said(&format!("no answer within {} s", patience.as_secs()))),
    }
}

/// Text and complaints are files and no pipes: nothing can wait for the other side. `None` where it took too long.
fn run(
    program: &str,
    arguments: &[String],
    text: &str,
    complaints: &File,
    patience: Duration,
) -> io::Result<Option<ExitStatus>> {
    let mut input = tempfile::tempfile()?;
    input.write_all(text.as_bytes())?;
    input.rewind()?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::from(input))
        .stdout(Stdio::null())
        .stderr(Stdio::from(complaints.try_clone()?))
        .spawn()?;
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() >= patience || complaints.metadata()?.len() > MOST {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(LOOK);
    }
}

/// The first line of what the command complained of.
fn first_line(complaints: &mut File) -> Option<String> {
    let mut bytes = Vec::new();
    complaints.rewind().ok()?;
    complaints.take(LONGEST).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn job(command: &[&str]) -> Job {
        Job { command: command.iter().map(ToString::to_string).collect(), text: "Corner shop\n1 Brush\n".to_owned() }
    }

    #[test]
    fn the_command_gets_the_text_and_no_shell_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a slip; $(true).txt");
        let path = file.to_str().unwrap();
        assert_eq!(print(&job(&["tee", path]), PATIENCE), Ok(()));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "Corner shop\n1 Brush\n");
    }

    #[test]
    fn what_went_wrong_is_said_and_nothing_hangs() {
        let patience = Duration::from_millis(100);
        assert!(print(&job(&["no-such-printer"]), patience).unwrap_err().starts_with("no-such-printer: "));
        assert_eq!(print(&job(&["sleep", "60"]), patience), Err("sleep: no answer within 0 s".to_owned()));
        assert_eq!(print(&job(&["false"]), PATIENCE), Err("false: exit status: 1".to_owned()));
        let ls = print(&job(&["ls", "/no/such/folder"]), PATIENCE).unwrap_err();
        assert!(ls.starts_with("ls: ") && ls.contains("/no/such/folder"), "{ls}");
        assert!(print(&job(&[]), PATIENCE).is_err());
        // One that reads nothing, and one that writes without end, do not hold us up.
        assert_eq!(print(&job(&["true"]), PATIENCE), Ok(()));
        assert!(print(&job(&["yes"]), patience).is_err());
    }
}
