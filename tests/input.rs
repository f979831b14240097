//! Listening to files, pipes and ports as they are on a real system: they grow, are emptied, replaced, unplugged, and are
//! missing at first.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use goeswith::input::{self, Heard, Listener, Loss, Manner, Source};

/// Longer than a busy machine needs; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

struct Ear {
    heard: Sender<Heard>,
    is_over: Arc<AtomicBool>,
}

impl Listener for Ear {
    fn hear(&mut self, heard: Heard) {
        let _ = self.heard.send(heard);
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }
}

/// Somebody who listens on a thread, and what was heard.
struct Listening {
    heard: Receiver<Heard>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listening {
    fn to(source: &str, manner: Manner) -> Self {
        let source: Source = source.parse().unwrap();
        let (sender, heard) = channel();
        let is_over = Arc::new(AtomicBool::new(false));
        let mut ear = Ear { heard: sender, is_over: is_over.clone() };
        let listen = move || input::listen(&source, manner, Duration::from_millis(100), &mut ear);
        Self { heard, is_over, thread: Some(std::thread::spawn(listen)) }
    }

    fn to_path(path: &Path) -> Self {
        Self::to(path.to_str().unwrap(), Manner::Till)
    }

    fn next(&self) -> Heard {
        self.heard.recv_timeout(PATIENCE).unwrap()
    }

    fn hears(&self, lines: &[&str]) {
        for line in lines {
            assert_eq!(self.next(), Heard::Line((*line).to_owned()));
        }
    }

    fn is_listening(&self) {
        assert_eq!(self.next(), Heard::Listening);
    }

    fn lost(&self, loss: Loss) {
        assert_eq!(self.next(), Heard::Lost(loss));
    }

    /// Nothing more was heard when listening ended.
    fn ends_with(mut self, lines: &[&str]) {
        self.hears(lines);
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.take().unwrap().join().unwrap();
        assert_eq!(self.heard.try_iter().collect::<Vec<_>>(), []);
    }
}

fn append(path: &Path, text: &str) {
    let mut file = OpenOptions::new().append(true).create(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.txt");
    (folder, path)
}

#[test]
fn a_journal_is_heard_from_its_end_and_line_by_line() {
    let (folder, path) = folder();
    append(&path, "yesterday\nthis morning\n");
    let till = Listening::to_path(&path);
    till.is_listening();
    append(&path, "one\ntwo\r\nhal");
    till.hears(&["one", "two"]);
    append(&path, "f\n\n   \nPr\u{e9}\n");
    till.hears(&["half", "Pré"]);
    OpenOptions::new().append(true).open(&path).unwrap().write_all(b"P\xe2t\xe9 \x80\n").unwrap();
    till.hears(&["Pâté €"]);
    // Megabytes at once are the past and are passed over; what comes after them is heard.
    let past = folder.path().join("past");
    fs::write(&past, format!("half{}\nlast\n", "9 SALE\n".repeat(400_000))).unwrap();
    fs::rename(&past, &path).unwrap();
    let mut heard = None;
    while heard.is_none() {
        append(&path, "and on\n");
        heard = till.heard.recv_timeout(Duration::from_millis(200)).ok();
    }
    assert_eq!(heard, Some(Heard::Line("and on".to_owned())));
}

#[test]
fn what_was_half_written_at_the_start_is_no_line() {
    let (_folder, path) = folder();
    append(&path, "yesterday\n40063813");
    let till = Listening::to_path(&path);
    till.is_listening();
    append(&path, "33931\nwhole\n");
    till.ends_with(&["whole"]);
}

#[test]
fn a_journal_that_is_emptied_or_replaced_goes_on() {
    let (folder, path) = folder();
    append(&path, "old 1\nold 2\nold 3\n");
    let till = Listening::to_path(&path);
    till.is_listening();
    // Emptied, and shorter than before.
    fs::write(&path, "a\n").unwrap();
    till.hears(&["a"]);
    // Written over with something longer.
    fs::write(&path, "another and longer\n").unwrap();
    till.hears(&["another and longer"]);
    // Moved away, the last line in the old file, then a new file.
    append(&path, "before\n");
    fs::rename(&path, folder.path().join("journal.1")).unwrap();
    append(&folder.path().join("journal.1"), "late\n");
    till.hears(&["before", "late"]);
    fs::write(&path, "new day\n").unwrap();
    till.hears(&["new day"]);
    // Written anew with all its old lines and a new one, as some tills do: only the new one is new.
    fs::write(folder.path().join("temporary"), "new day\nnext\n").unwrap();
    fs::rename(folder.path().join("temporary"), &path).unwrap();
    till.ends_with(&["next"]);
}

#[test]
fn a_journal_that_is_missing_is_waited_for() {
    let (_folder, path) = folder();
    let till = Listening::to_path(&path);
    till.lost(Loss::Missing);
    fs::write(&path, "first\n").unwrap();
    till.is_listening();
    till.hears(&["first"]);
    fs::remove_file(&path).unwrap();
    till.lost(Loss::Missing);
    fs::write(&path, "second day, with more in it\n").unwrap();
    let (a, b) = (till.next(), till.next());
    assert!([&a, &b].contains(&&Heard::Listening), "{a:?} {b:?}");
    assert!([&a, &b].contains(&&Heard::Line("second day, with more in it".to_owned())), "{a:?} {b:?}");
    till.ends_with(&[]);
}

#[test]
fn in_a_folder_the_file_of_a_new_day_takes_over() {
    let (folder, _) = folder();
    let file = |name: &str| folder.path().join(name);
    append(&file("2026-11-21.txt"), "yesterday\n");
    append(&file("2026-11-22.txt"), "this morning\n");
    let till = Listening::to_path(folder.path());
    till.is_listening();
    append(&file("2026-11-22.txt"), "now\n");
    till.hears(&["now"]);
    append(&file("2026-11-21.txt"), "somebody looked at this and saved it\n");
    append(&file("2026-11-22.txt"), "last of today\n");
    append(&file("2026-11-23.txt"), "first of tomorrow\n");
    till.hears(&["last of today", "first of tomorrow"]);
    append(&file("2026-11-22.txt"), "too late\n");
    append(&file("2026-11-23.txt"), "second\n");
    till.ends_with(&["second"]);
}

#[test]
fn an_empty_folder_is_waited_for() {
    let (folder, path) = folder();
    let till = Listening::to_path(folder.path());
    till.lost(Loss::Missing);
    append(&path, "first\n");
    till.is_listening();
    till.ends_with(&["first"]);
}

#[test]
fn writers_of_a_pipe_come_and_go() {
    let (_folder, path) = folder();
    let till = Listening::to_path(&path);
    till.lost(Loss::Missing);
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    till.is_listening();
    for round in ["a", "b", "c"] {
        let mut writer = OpenOptions::new().write(true).open(&path).unwrap();
        writer.write_all(format!("{round} 1\n{round} 2").as_bytes()).unwrap();
        drop(writer);
        till.hears(&[&format!("{round} 1"), &format!("{round} 2")]);
    }
    let mut writer = OpenOptions::new().write(true).open(&path).unwrap();
    writer.write_all("7".repeat(1_000_000).as_bytes()).unwrap();
    writer.write_all(b"\nafter a megabyte\nhalf").unwrap();
    till.hears(&["after a megabyte"]);
    drop(writer);
    till.hears(&["half"]);
    fs::remove_file(&path).unwrap();
    till.lost(Loss::Missing);
    till.ends_with(&[]);
}

#[cfg(all(target_os = "linux", feature = "serial"))]
mod ports {
    use portable_pty::{MasterPty, PtySize, native_pty_system};

    use super::*;

    /// A port with somebody at the other end.
    struct Port {
        master: Box<dyn MasterPty + Send>,
        _slave: Box<dyn portable_pty::SlavePty + Send>,
        writer: Box<dyn std::io::Write + Send>,
    }

    impl Port {
        fn new() -> Self {
            let pair = native_pty_system().openpty(PtySize::default()).unwrap();
            let writer = pair.master.take_writer().unwrap();
            Self { master: pair.master, _slave: pair.slave, writer }
        }

        fn path(&self) -> PathBuf {
            self.master.tty_name().unwrap()
        }

        fn sends(&mut self, bytes: &[u8]) {
            self.writer.write_all(bytes).unwrap();
            self.writer.flush().unwrap();
        }
    }

    #[test]
    fn a_serial_scanner_is_emptied_then_heard_with_and_without_an_end() {
        let (_folder, link) = folder();
        let mut port = Port::new();
        std::os::unix::fs::symlink(port.path(), &link).unwrap();
        port.sends(b"scanned before anybody listened\r");
        let scanner = Listening::to(&format!("serial:{}@115200", link.display()), Manner::Scanner);
        scanner.is_listening();
        port.sends(b"4006381333931\r\n");
        scanner.hears(&["4006381333931"]);
        port.sends(b"\x02]C10109520123456788\x1d10AB\x03");
        scanner.hears(&["]C10109520123456788\u{1d}10AB"]);
        port.sends(b"96385074");
        scanner.hears(&["96385074"]);
        port.sends(b"\xff\xfe-1\r");
        scanner.hears(&["ÿþ-1"]);
        // Unplugged, and plugged in again under the same name.
        drop(port);
        scanner.lost(Loss::Gone);
        fs::remove_file(&link).unwrap();
        let mut port = Port::new();
        std::os::unix::fs::symlink(port.path(), &link).unwrap();
        scanner.is_listening();
        port.sends(b"5901234123457\r");
        scanner.ends_with(&["5901234123457"]);
    }

    #[test]
    fn a_port_that_is_missing_is_waited_for_and_a_second_program_is_told() {
        let (_folder, link) = folder();
        let source = format!("serial:{}", link.display());
        let first = Listening::to(&source, Manner::Scanner);
        first.lost(Loss::Missing);
        let port = Port::new();
        std::os::unix::fs::symlink(port.path(), &link).unwrap();
        first.is_listening();
        let second = Listening::to(&source, Manner::Scanner);
        assert!(matches!(second.next(), Heard::Lost(Loss::Busy | Loss::Other(_))));
    }

    #[test]
    fn a_customer_display_is_text_without_its_commands() {
        let mut port = Port::new();
        let display = Listening::to(&format!("serial:{}@9600", port.path().display()), Manner::Till);
        display.is_listening();
        port.sends(b"\x1b@\x0c4006381333931\x1f$\x01\x02CABLE       12.99");
        display.hears(&["4006381333931", "CABLE       12.99"]);
        port.sends(b"\x1bQA96385074 TAPE\r\x1bQBTOTAL 17.24\r");
        display.hears(&["96385074 TAPE", "TOTAL 17.24"]);
        display.ends_with(&[]);
    }
}
