//! Everything the screens know. One enum for the screen, one for what lies over it, no flags beside them.
//!
//! [`State`] is put together here; its parts stand in files of their own.

mod card;
mod desk;
mod face;
mod line;
mod practice;
mod report;
mod said;
mod screen;
mod spot;
mod till;
mod waiting;

pub use card::{Card, DueItem};
pub use desk::{Desk, Details, Finished, Focus, labelled_item, line_item};
pub use face::{CatalogFace, Face, Looks, Ways};
pub use line::{Acted, SearchLine};
pub use practice::Practice;
pub use report::{Board, Length, OpenRow, Report, ReportQuestion};
pub use said::{Banners, Fault, Said};
pub use screen::{
    DetailsScreen, Feedback, Finish, FirstRun, Fit, Found, Hit, Menu, Overlay, Screen, Typing, UnknownRow, Which, Why,
};
pub use spot::Spot;
pub use till::{Feed, Till};
pub use waiting::{Arrival, Awaited, Change, CodeSource, Purpose, Unstored, Waiting};

use super::scanner::Scanner;
use crate::domain::{Sale, UnixMillis};

/// The state of the program between two messages.
#[derive(Debug)]
pub struct State {
    /// What does not change while somebody sells: names, settings, words.
    pub face: Face,
    /// The search line and what scanners typed into it.
    pub line: SearchLine,
    /// The open sale and what is proposed for it.
    pub desk: Desk,
    /// What fills the space below the search line.
    pub screen: Screen,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// The message line.
    pub said: Option<Said>,
    /// The two lines above the footer.
    pub banners: Banners,
    /// Codes nobody knew, for the manager.
    pub unknown: Vec<UnknownRow>,
    /// The till that is listened to.
    pub till: Till,
    /// The pseudonym of the colleague whose shift it is, where the shop uses badges.
    pub staff: Option<String>,
    /// Set while somebody practises.
    pub practice: Option<Practice>,
    /// What is under way, and keys that came meanwhile.
    pub waiting: Waiting,
    /// The time of the last message.
    pub clock: Clock,
    /// True once the loop has to end.
    pub quit: bool,
}

/// So long a frame waits for what is still on its way to disk, in ticks, before it says so.
const PATIENCE: u64 = 400;

impl State {
    /// A program that has just been started.
    pub fn new(face: Face, screen: Screen) -> Self {
        let line = SearchLine { scanner: Scanner::new(face.gaps.clone()), ..SearchLine::default() };
        let desk = Desk::new(Sale::new(String::new()));
        Self {
            face,
            line,
            desk,
            screen,
            overlay: None,
            said: None,
            banners: Banners::default(),
            unknown: Vec::new(),
            till: Till::default(),
            staff: None,
            practice: None,
            waiting: Waiting::default(),
            clock: Clock::default(),
            quit: false,
        }
    }

    /// False while something that the next frame would show is on its way to disk or back: a frame never shows what is
    /// not saved. After 0.4 s it may be drawn all the same, and then says what is missing.
    pub fn drawable(&self) -> bool {
        self.waiting.awaited.is_empty() || self.is_late()
    }

    /// True where an answer has been waited for longer than staff should wonder.
    pub fn is_late(&self) -> bool {
        self.waiting.awaited.iter().any(|awaited| self.clock.ticks >= awaited.since + PATIENCE)
    }

    /// The tick at which something has to happen without a key: an answer key has waited, a scan fell silent, an
    /// answer is late, the clock on screen turns.
    pub fn deadline(&self) -> Option<u64> {
        let late =
            self.waiting.awaited.iter().map(|awaited| awaited.since + PATIENCE).filter(|at| *at > self.clock.ticks);
        let to_minute = 60_000 - u64::try_from(self.clock.now.rem_euclid(60_000)).unwrap_or(0);
        late.chain(self.line.scanner.deadline())
            .chain(self.waiting.retry_at)
            .chain(Some(self.clock.ticks + to_minute))
            .min()
    }
}

/// The times the screens go by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Milliseconds since the program started; for gaps between keys.
    pub ticks: u64,
    /// The wall clock, for display and for a forgotten finish.
    pub now: UnixMillis,
    /// Minutes of local time since midnight, for the header.
    pub minute_of_day: u32,
}
