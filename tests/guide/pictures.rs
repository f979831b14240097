//! The pictures of the guide as a list: a name, what it shows, where it begins and which keys lead there. Another picture
//! is another line.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use goeswith::catalog;
use goeswith::catalog::answers::Answers;
use goeswith::catalog::watch::Unwatched;
use goeswith::cli::worker::fault;
use goeswith::db::snapshot::{self, Numbers};
use goeswith::domain::problem::Code;
use goeswith::domain::{Day, Problem};
use goeswith::tui::message::Message;
use goeswith::tui::state::{CatalogFace, Clock, Feed, FirstRun, Screen};
use ratatui::buffer::Buffer;
use tempfile::TempDir;

use crate::counter::{Counter, MORNING};
use crate::desk::Session;

/// Where the keys of a picture are pressed.
enum Start {
    /// The sale screen on the sample shop.
    Counter,
    /// The same with weeks of answers, as a manager finds it after closing.
    AfterWeeks,
    /// Practice, after the customer who is not there put everything down.
    Practice,
    /// The same beside the program of a till that is listened to, in a corner window.
    BesideTill,
    /// The same where the sync folder is not there.
    StickMissing,
    /// A computer that has no catalog yet.
    NewComputer,
    /// `goeswith pairs review`, on a small shop.
    Review,
}

/// One picture: its file in `docs/screens`, where it begins, the keys that lead there (those of [`Counter::keys`], or of
/// [`Session::press`] for a review), and what a person who cannot see it is told.
pub struct Picture {
    pub name: &'static str,
    start: Start,
    keys: &'static str,
    pub title: &'static str,
}

/// All of them, in the order of the guide.
pub const PICTURES: [Picture; 16] = [
    of("sale", Start::Counter, "scan:PRN-200", "An item that was scanned, and three things that go with it"),
    of("answered", Start::Counter, "scan:PRN-200 + -", "The first add-on was taken, the second was not wanted"),
    of("search", Start::Counter, "wall_paint", "Typed letters, and the items that they find"),
    of("details", Start::Counter, "scan:PRN-200 /", "One add-on in full: answers to objections, what is better"),
    of("customer", Start::Counter, "scan:PRN-200 f5", "What may be said of the customer"),
    of("finish", Start::Counter, "scan:PRN-200 + - f9", "The end of a sale: what became of each suggestion"),
    of("help", Start::Counter, "scan:PRN-200 ?", "All keys on one page"),
    of("menu", Start::Counter, "scan:PRN-200 f8", "The menu of everything"),
    of("banner", Start::StickMissing, "scan:PRN-200", "A line says what is wrong; selling goes on"),
    of("why", Start::Counter, "scan:NET-050 / /", "Why an add-on is on the list, step by step"),
    of("report", Start::AfterWeeks, "f7", "The figures of four weeks, and the pairs below them"),
    of("report-pair", Start::AfterWeeks, "f7 enter", "One pair in full: its answers, its days, its sentence"),
    of("practice", Start::Practice, "enter + f9", "Practice: how it went, and what would have been worth a question"),
    of("till", Start::BesideTill, "till:SALE_9520000023331", "The corner window beside the program of a till"),
    of("first-run", Start::NewComputer, "", "The first page of a new computer"),
    of("review", Start::Review, "", "A pair to decide about, with its evidence"),
];

const fn of(name: &'static str, start: Start, keys: &'static str, title: &'static str) -> Picture {
    Picture { name, start, keys, title }
}

impl Picture {
    /// What the program draws, and where the cursor is.
    pub fn drawn(&self) -> (Buffer, (u16, u16)) {
        let size = if matches!(self.start, Start::BesideTill) { (60, 16) } else { (80, 24) };
        if matches!(self.start, Start::Review) {
            let mut session = Session::new();
            session.state.face.looks.plain = false;
            return session.press(self.keys).buffer(size);
        }
        let mut counter = self.counter();
        counter.keys(self.keys);
        if let Screen::Finish(finish) = &mut counter.state.screen {
            finish.today = Some((41, 22)); // of the store's own day, which is that of whoever draws
        }
        counter.drawn(size)
    }

    /// The sample shop's answers of weeks, at UTC wherever this runs; nothing where a picture shows none.
    fn answers(&self) -> String {
        const ANSWERS: &str = include_str!("../../assets/sample-shop/answers.jsonl");
        let is_wanted = matches!(self.start, Start::AfterWeeks);
        if is_wanted { ANSWERS.replace("{\"arms\"", "{\"utc_offset_min\":0,\"arms\"") } else { String::new() }
    }

    fn counter(&self) -> Counter {
        let mut counter = Counter::selling_from(sample_shop(), &self.answers());
        let face = &mut counter.state.face;
        face.looks.plain = false;
        "default".clone_into(&mut face.looks.theme);
        match self.start {
            Start::NewComputer => {
                face.catalog = CatalogFace::default();
                face.shop.clear();
                counter.state.screen = Screen::FirstRun(FirstRun::default());
                counter.state.clock = Clock { ticks: 0, now: MORNING, minute_of_day: 14 * 60 + 32 };
            }
            Start::StickMissing => {
                let what =
                    "The sync folder is not there: /media/stick. You are still selling from catalog 123 (Tue 17 Nov).";
                counter.take(Message::Fault(fault(&Problem::new(Code::SyncFolderGone, what))));
            }
            Start::Practice => {
                counter = counter.practising(3);
                counter.keys("f8 practice enter");
                let customer = counter.state.practice.as_ref().unwrap().customer.clone().unwrap();
                for (sku, _) in &customer.puts_down {
                    counter.keys(&format!("scan:{sku}"));
                }
            }
            Start::BesideTill => counter.state.till.feed = Feed::Heard,
            Start::Counter | Start::AfterWeeks | Start::Review => {}
        }
        if !matches!(self.start, Start::NewComputer) {
            "Till 3".clone_into(&mut counter.state.face.terminal);
        }
        counter
    }
}

/// The sample shop as `--demo` sells from it, built once, on a day that stays.
fn sample_shop() -> &'static Path {
    static BUILT: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, file) = BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-shop");
        let today = Day::parse("2026-11-22").unwrap();
        let (read, problems) = catalog::source::read(&source, today, &mut Unwatched).unwrap();
        assert!(!problems.any_error(), "{:?}", problems.list());
        let rows = catalog::build::snapshot(read, &Numbers::default(), &Answers::default(), &mut Unwatched).unwrap();
        let file = folder.path().join("shop.db");
        snapshot::write(&file, &rows, &mut |_| true).unwrap();
        (folder, file)
    });
    file
}
