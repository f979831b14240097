//! What is listened to beside the keyboard, a scanner on a serial port and a till, each on a thread of its own; and what
//! staff are told when one of them falls silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::Sender;

use super::{clock, worker};
use crate::domain::Problem;
use crate::domain::problem::Code;
use crate::domain::text::clean;
use crate::feed::{Patterns, Rules};
use crate::input::{self, Heard, Listener, Loss, Manner, Source};
use crate::settings::Settings;
use crate::tui::message::Message;
use crate::tui::run::Inbound;
use crate::tui::state::Feed;

/// A display writes its line without a pause of this length.
const SILENCE_OF_TILL: Duration = Duration::from_millis(100);

/// Everything that is listened to.
pub struct Listeners {
    to_loop: Sender<Inbound>,
    /// The source named on the command line goes before the one in the settings.
    named: Option<Source>,
    scanner: Option<Running>,
    till: Option<Running>,
}

/// Something to listen to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Scanner(Source, Duration),
    Till(Source, Patterns),
}

struct Running {
    wanted: Wanted,
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Listeners {
    /// Nothing is listened to yet.
    pub fn new(to_loop: Sender<Inbound>, named: Option<Source>) -> Self {
        Self { to_loop, named, scanner: None, till: None }
    }

    /// Listens to what the settings name, and no longer to what they named before.
    pub fn follow(&mut self, settings: &Settings) {
        let scanner = scanner(settings).map(|source| {
            let silence = Duration::from_millis(settings.scanner.silence_ms.into());
            Wanted::Scanner(source, silence)
        });
        let source = self.named.clone().or_else(|| settings.feed.source.clone());
        let till = source.map(|source| Wanted::Till(source, settings.feed.patterns.clone()));
        change(&mut self.scanner, scanner, &self.to_loop);
        change(&mut self.till, till, &self.to_loop);
    }
}

impl Drop for Listeners {
    fn drop(&mut self) {
        for running in self.scanner.iter().chain(&self.till) {
            running.is_over.store(true, Ordering::Relaxed);
        }
    }
}

/// The scanner of the settings, where one has a port.
pub fn scanner(settings: &Settings) -> Option<Source> {
    let port = settings.scanner.port.trim();
    (!port.is_empty()).then(|| Source::Serial { port: port.to_owned(), speed: settings.scanner.speed })
}

fn change(running: &mut Option<Running>, wanted: Option<Wanted>, to_loop: &Sender<Inbound>) {
    if running.as_ref().map(|running| &running.wanted) == wanted.as_ref() {
        return;
    }
    // Two must not hold one port: the next waits for the end of the one before.
    let before = running.take().map(|before| {
        before.is_over.store(true, Ordering::Relaxed);
        before.thread
    });
    *running = wanted.map(|wanted| {
        let is_over = Arc::new(AtomicBool::new(false));
        let mut ear = Ear { to_loop: to_loop.clone(), is_over: is_over.clone(), what: What::of(&wanted) };
        let to_hear = wanted.clone();
        let thread = std::thread::spawn(move || {
            if let Some(before) = before {
                let _ = before.join();
            }
            let (source, manner, silence) = match &to_hear {
                Wanted::Scanner(source, silence) => (source, Manner::Scanner, *silence),
                Wanted::Till(source, _) => (source, Manner::Till, SILENCE_OF_TILL),
            };
            input::listen(source, manner, silence, &mut ear);
            ear.forget();
        });
        Running { wanted, is_over, thread }
    });
}

/// Turns what is heard into messages.
struct Ear {
    to_loop: Sender<Inbound>,
    is_over: Arc<AtomicBool>,
    what: What,
}

enum What {
    Scanner(Source),
    Till(Source, Rules),
}

impl What {
    fn of(wanted: &Wanted) -> Self {
        match wanted {
            Wanted::Scanner(source, _) => Self::Scanner(source.clone()),
            Wanted::Till(source, patterns) => Self::Till(source.clone(), Rules::new(patterns)),
        }
    }

    fn codes(&self) -> [Code; 2] {
        match self {
            Self::Scanner(_) => [Code::ScannerLost, Code::NoSerial],
            Self::Till(..) => [Code::FeedLost, Code::NoSerial],
        }
    }
}

impl Listener for Ear {
    fn hear(&mut self, heard: Heard) {
        match (heard, &self.what) {
            (Heard::Line(line), What::Scanner(_)) => self.send(Message::Scanned(line)),
            (Heard::Line(line), What::Till(_, rules)) => {
                if let Some(entry) = rules.read(&line) {
                    self.send(Message::Till(entry));
                }
            }
            (Heard::Listening, What::Scanner(_)) => self.mended(),
            (Heard::Listening, What::Till(..)) => {
                self.mended();
                self.send(Message::Feed(Feed::Heard));
            }
            (Heard::Lost(loss), What::Scanner(source)) => self.fault(&scanner_lost(source, &loss)),
            (Heard::Lost(loss), What::Till(source, _)) => {
                self.fault(&till_lost(source, &loss));
                self.send(Message::Feed(Feed::Lost));
            }
        }
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }
}

impl Ear {
    fn send(&self, message: Message) {
        if self.to_loop.send(Inbound::now(message)).is_err() {
            self.is_over.store(true, Ordering::Relaxed);
        }
    }

    fn mended(&self) {
        for code in self.what.codes() {
            self.send(Message::Mended(code.number()));
        }
    }

    fn fault(&self, problem: &Problem) {
        self.mended();
        self.send(Message::Fault(worker::fault(problem)));
    }

    /// Nobody wants to hear it any more: what was said of it goes.
    fn forget(&self) {
        self.mended();
        if let What::Till(..) = self.what {
            self.send(Message::Feed(Feed::Off));
        }
    }
}

/// What to say where a scanner cannot be heard. The first sentence is short: a corner window shows 49 columns of it.
pub fn scanner_lost(source: &Source, loss: &Loss) -> Problem {
    let (now, todo) = match loss {
        Loss::NoSerial => return no_serial(source),
        Loss::Denied => ("no right to its port.", RIGHTS),
        Loss::Busy => ("another program has it.", "close the other program, or another copy of this one"),
        _ => (
            "plug it in, or type codes.",
            "plug the scanner in; it is found again by itself, unless it has another port now: then change port under \
             [scanner] in settings.toml and read the settings again (F8)",
        ),
    };
    lost(Code::ScannerLost, "scanner", source, loss, now, todo)
}

/// What to say where a till cannot be heard, as short.
pub fn till_lost(source: &Source, loss: &Loss) -> Problem {
    let todo = match (loss, source) {
        (Loss::NoSerial, _) => return no_serial(source),
        (Loss::Denied, Source::Serial { .. }) => RIGHTS,
        (Loss::Denied, _) => "give this user the right to read it",
        (Loss::Busy, _) => "close the other program that uses the port",
        _ => {
            "scan or type here meanwhile; it is tried again by itself. Is the till on, and source under [feed] in \
             settings.toml right?"
        }
    };
    lost(Code::FeedLost, "till feed", source, loss, "scan or type here.", todo)
}

const RIGHTS: &str = "give this user the right to the port (on Linux: the group dialout), then log in again";

fn lost(code: Code, name: &str, source: &Source, loss: &Loss, now: &str, todo: &str) -> Problem {
    let minutes = clock::minute_of_day();
    let what = format!("{name} lost at {:02}:{:02}: {now}", minutes / 60 % 24, minutes % 60);
    Problem::new(code, &what).with_todo(clean(&format!("{source}: {loss}; {todo}")).text)
}

fn no_serial(source: &Source) -> Problem {
    Problem::new(Code::NoSerial, "no serial ports in this build: type the code.").with_todo(format!(
        "{}: {}",
        clean(&source.to_string()).text,
        Code::NoSerial.todo()
    ))
}
