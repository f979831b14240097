//! The program under test, from outside: arguments and standard input in, output, exit code and time out.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Longer than anything here may take; a program that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a program answered.
#[derive(Debug)]
pub struct Answer {
    /// `None` where a signal ended it.
    pub code: Option<i32>,
    /// As it came: hostile text may have made it anything.
    pub out: Vec<u8>,
    /// The same, as text.
    pub err: String,
    pub took: Duration,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// The ids behind `ACK`, in order. A last line that was cut off is no answer.
    pub fn acknowledged(&self) -> Vec<String> {
        acknowledged(&self.text())
    }

    /// What a person needs to see of it when something is wrong.
    pub fn brief(&self) -> String {
        let last: Vec<&str> = self.err.lines().rev().take(3).collect();
        format!("exit {:?}: {}", self.code, last.join(" / "))
    }
}

/// The ids behind `ACK`, in order.
pub fn acknowledged(out: &str) -> Vec<String> {
    let lines = out.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    lines.filter_map(|line| line.strip_prefix("ACK ")).map(ToOwned::to_owned).collect()
}

/// A command in a folder of its own, that sees nothing of the environment of whoever runs the suite.
pub fn command(program: &Path, home: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().current_dir(home.join("here"));
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", home.join("home")).env("TMPDIR", home.join("tmp")).env("LANG", "C.UTF-8");
    command
}

/// Runs a command to its end, or to the end of all patience.
pub fn finish(mut command: Command, input: &[u8]) -> Answer {
    let start = Instant::now();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()));
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let (out, err) = (listen(child.stdout.take()), listen(child.stderr.take()));
    let status = wait(&mut child, PATIENCE);
    let _ = feeder.join();
    let (out, err) = (out.join().unwrap(), String::from_utf8_lossy(&err.join().unwrap()).into_owned());
    let took = start.elapsed();
    let status = status.unwrap_or_else(|| panic!("it hangs: {command:?}"));
    Answer { code: status.code(), out, err, took }
}

fn listen(stream: Option<impl std::io::Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            let _ = stream.read_to_end(&mut bytes);
        }
        bytes
    })
}

/// Waits so long and no longer; `None` where it had to be killed.
pub fn wait(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        if start.elapsed() > patience {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(5));
    }
}

/// Starts a command, kills it after a while, and returns what it had said by then.
pub fn kill_after(mut command: Command, input: &[u8], delay: Duration) -> (bool, Vec<u8>) {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let out = listen(child.stdout.take());
    let ended = wait(&mut child, delay).is_some();
    let _ = feeder.join();
    (!ended, out.join().unwrap())
}

/// Sends a line, waits for the answer, sends the next: as a till does.
pub fn converse(mut command: Command, input: &str) -> Answer {
    let start = Instant::now();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let err = listen(child.stderr.take());
    let mut out = Vec::new();
    for line in input.split_inclusive('\n') {
        let sent = stdin.write_all(line.as_bytes()).and_then(|()| stdout.read_until(b'\n', &mut out));
        if !matches!(sent, Ok(1..)) {
            break;
        }
    }
    drop(stdin);
    let _ = stdout.read_to_end(&mut out);
    let status = wait(&mut child, PATIENCE).unwrap_or_else(|| panic!("it hangs: {command:?}"));
    let err = String::from_utf8_lossy(&err.join().unwrap()).into_owned();
    Answer { code: status.code(), out, err, took: start.elapsed() }
}

/// Feeds a command bit by bit and kills it so long after it gave so many answers.
pub fn kill_after_answers(mut command: Command, input: &[u8], answers: usize, delay: Duration) -> Vec<u8> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || {
        let _ = input.split_inclusive(|byte| *byte == b'\n').try_for_each(|line| stdin.write_all(line));
    });
    let mut stdout = child.stdout.take().unwrap();
    let (mut out, mut buffer) = (Vec::new(), [0; 4096]);
    while out.split(|byte| *byte == b'\n').count() <= answers {
        match stdout.read(&mut buffer) {
            Ok(length @ 1..) => out.extend_from_slice(&buffer[..length]),
            _ => break,
        }
    }
    let until = Instant::now() + delay;
    while Instant::now() < until {
        std::hint::spin_loop();
    }
    let _ = child.kill();
    let _ = stdout.read_to_end(&mut out);
    let _ = child.wait();
    let _ = feeder.join();
    out
}
