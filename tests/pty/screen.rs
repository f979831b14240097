//! A window for a test: the program in a pseudo-terminal, its output on a parsed screen, and somebody who waits for
//! what is to appear there. It waits for what it wants to see and never for a while, except where the time between two
//! keys is the point.

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};

/// Longer than a busy machine needs for anything here; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A scanner that sends everything at once.
pub const AT_ONCE: Duration = Duration::ZERO;

/// What a terminal sends for keys that are no text.
pub mod key {
    pub const ENTER: &str = "\r";
    pub const ESC: &str = "\x1b";
    pub const DOWN: &str = "\x1b[B";
    pub const F4: &str = "\x1bOS";
    pub const F5: &str = "\x1b[15~";
    pub const F6: &str = "\x1b[17~";
    pub const F7: &str = "\x1b[18~";
    pub const F8: &str = "\x1b[19~";
    pub const F9: &str = "\x1b[20~";
    pub const CTRL_C: &str = "\x03";
    pub const CTRL_Q: &str = "\x11";
}

/// A program in its window. It is ended when the test drops it.
pub struct Window {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    /// Held open, so that what the terminal was set to can still be asked when the program is gone.
    slave: Option<Box<dyn SlavePty + Send>>,
    keyboard: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    reader: Option<JoinHandle<()>>,
    parser: vt100::Parser,
    raw: Vec<u8>,
    /// What the terminal was set to when the program had ended.
    settings: Option<String>,
    /// How it ended.
    ended: Option<ExitStatus>,
    /// When the last chunk that was looked at came in.
    stamp: Instant,
}

impl Window {
    /// Starts a program in a window of so many columns and rows.
    pub fn open(command: CommandBuilder, (columns, rows): (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut output = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let (sender, chunks) = channel();
        let reader = std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(length @ 1..) = output.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..length].to_vec())).is_err() {
                    return;
                }
            }
        });
        let child = pair.slave.spawn_command(command).unwrap();
        Self {
            child,
            master: pair.master,
            slave: Some(pair.slave),
            keyboard,
            chunks,
            reader: Some(reader),
            parser: vt100::Parser::new(cells(rows), cells(columns), 0),
            raw: Vec::new(),
            settings: None,
            ended: None,
            stamp: Instant::now(),
        }
    }

    /// Waits until a text stands on the screen; the time its last byte came in.
    pub fn wait_for(&mut self, text: &str) -> Instant {
        self.wait_until(text, |screen| screen.contents().contains(text))
    }

    /// Waits until a text is nowhere on the screen.
    pub fn wait_without(&mut self, text: &str) -> Instant {
        self.wait_until(&format!("no {text}"), |screen| !screen.contents().contains(text))
    }

    /// Waits until the screen is as wanted, looking at it after each chunk of output.
    pub fn wait_until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> Instant {
        let last = Instant::now() + PATIENCE;
        while !wanted(self.parser.screen()) {
            let left = last.saturating_duration_since(Instant::now());
            match self.chunks.recv_timeout(left) {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Timeout) => panic!("waited in vain for: {what}\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended before: {what}\n{}", self.text()),
            }
        }
        self.stamp
    }

    /// Waits until bytes went out.
    pub fn wait_for_bytes(&mut self, wanted: &str) {
        let last = Instant::now() + PATIENCE;
        while !self.raw_text().contains(wanted) {
            let left = last.saturating_duration_since(Instant::now());
            match self.chunks.recv_timeout(left) {
                Ok(chunk) => self.take(&chunk),
                Err(error) => panic!("{error}: never sent {wanted:?}\n{}", self.text()),
            }
        }
    }

    /// Takes what has come by now.
    pub fn look(&mut self) {
        while let Ok(chunk) = self.chunks.try_recv() {
            self.take(&chunk);
        }
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// The screen itself.
    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Everything the program sent so far.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The same as text.
    pub fn raw_text(&self) -> String {
        String::from_utf8_lossy(&self.raw).into_owned()
    }

    /// Forgets what was sent so far.
    pub fn forget_raw(&mut self) {
        self.raw.clear();
    }

    /// Sends keys at once.
    pub fn send(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Sends keys one by one, as a scanner does: so much time from each to the next.
    pub fn send_paced(&mut self, keys: &str, gap: Duration) {
        if gap.is_zero() {
            return self.send(keys);
        }
        let start = Instant::now();
        for (place, key) in (0u32..).zip(keys.chars()) {
            std::thread::sleep((gap * place).saturating_sub(start.elapsed()));
            self.send(key.encode_utf8(&mut [0; 4]));
        }
    }

    /// Makes the window larger or smaller.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.process());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// The number of the program's process.
    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// The settings of the terminal: echo, line mode and the rest of what `stty -a` prints.
    pub fn settings(&self) -> String {
        match &self.settings {
            Some(last) => last.clone(),
            None => format!("{:?}", self.master.get_termios().unwrap()),
        }
    }

    /// Waits for the program to be stopped by a signal.
    #[cfg(target_os = "linux")]
    pub fn wait_until_stopped(&mut self) {
        let state = format!("/proc/{}/stat", self.process());
        self.look_until("stopped", |_| std::fs::read_to_string(&state).unwrap().contains(") T "));
    }

    /// Waits for the program to end and reads what it still had to say. The terminal can still be asked afterwards.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let mut ended = None;
        self.look_until("ended", |window| {
            ended = window.child.try_wait().unwrap();
            ended.is_some()
        });
        self.settings = Some(self.settings());
        // Without the program and this, the output has an end.
        self.slave = None;
        while let Ok(chunk) = self.chunks.recv_timeout(PATIENCE) {
            self.take(&chunk);
        }
        self.ended.clone_from(&ended);
        ended.unwrap()
    }

    /// The exit code of a program that ended.
    pub fn exit_code(&self) -> Option<u32> {
        self.ended.as_ref().map(ExitStatus::exit_code)
    }

    /// Looks again and again at something that is not on the screen.
    fn look_until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
        let last = Instant::now() + PATIENCE;
        while !is_so(self) {
            match self.chunks.recv_timeout(Duration::from_millis(5)) {
                Ok(chunk) => self.take(&chunk),
                Err(_) => assert!(Instant::now() < last, "the program is not {what}\n{}", self.text()),
            }
        }
    }

    /// Closes the window under the program and returns how long the program lived on, if it ended in time.
    pub fn close(self, in_time: Duration) -> Option<Duration> {
        self.close_after("x", in_time)
    }

    /// The same for a program that says something at these keys.
    pub fn close_after(mut self, keys: &str, in_time: Duration) -> Option<Duration> {
        // The reader holds the window open as well. It lets go at the next output, since nobody listens any more.
        self.chunks = channel().1;
        self.send(keys);
        self.reader.take().unwrap().join().unwrap();
        self.slave = None;
        let Self { mut child, master, keyboard, .. } = self;
        drop(keyboard);
        drop(master);
        let closed = Instant::now();
        while closed.elapsed() < in_time {
            if child.try_wait().unwrap().is_some() {
                return Some(closed.elapsed());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        child.kill().unwrap();
        None
    }

    fn take(&mut self, (stamp, bytes): &(Instant, Vec<u8>)) {
        self.stamp = *stamp;
        self.raw.extend_from_slice(bytes);
        self.parser.process(bytes);
    }
}

/// Starts a program in a window from which nobody reads, makes it draw until it can draw no more, and sends a signal; how
/// long it lived on, if it ended in time.
pub fn stalled(command: CommandBuilder, signal: &str, in_time: Duration) -> Option<Duration> {
    let pair = native_pty_system().openpty(size(80, 24)).unwrap();
    let mut child = pair.slave.spawn_command(command).unwrap();
    // Far more output than a terminal holds back.
    for round in 0..100 {
        std::thread::sleep(Duration::from_millis(20));
        pair.master.resize(size(80 + round % 2, 24)).unwrap();
    }
    let kill = format!("kill -{signal} {}", child.process_id().unwrap());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let asked = Instant::now();
    while asked.elapsed() < in_time {
        if child.try_wait().unwrap().is_some() {
            return Some(asked.elapsed());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    None
}

/// The time a person needs between two keys, longer than any that tells scans from typing here.
pub fn pause() {
    std::thread::sleep(Duration::from_millis(250));
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}
