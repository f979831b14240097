//! A counter without a terminal: a shop of a dozen items, a store on disk, and keys written as a sentence.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use goeswith::catalog;
use goeswith::catalog::answers::Answers;
use goeswith::catalog::watch::Unwatched;
use goeswith::cli::figures::Where;
use goeswith::cli::finder::Finder;
use goeswith::cli::place::Place;
use goeswith::cli::place::Snapshot;
use goeswith::cli::reporter;
use goeswith::cli::worker::Worker;
use goeswith::db::snapshot::{self, Numbers};
use goeswith::db::store::{Incoming, Store, StoredEvent};
use goeswith::domain::{CleanText, Currency, Day, Event, Sku};
use goeswith::feed::{Patterns, Rules};
use goeswith::settings::Settings;
use goeswith::sync::customers::{self, publish};
use goeswith::travel::customers::{Row as CustomerRow, write};
use goeswith::travel::overlay::{Building, Label};
use goeswith::travel::pseudonym;
use goeswith::travel::stock::Row;
use goeswith::tui::message::{Effect, Message};
use goeswith::tui::state::{Clock, Screen, State};
use goeswith::tui::theme::Theme;
use goeswith::tui::{Key, update, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use tempfile::TempDir;

const SHOP: &str = r#"
name = "Corner shop"
chain_id = "corner"
currency = "EUR"
languages = ["en", "fr"]
[contexts]
gift = "A gift"
[[barcode_rule]]
pattern = "21.....{NNDDD}."
[[barcode_rule]]
pattern = "22......{NNDD}."
[[barcode_rule]]
pattern = "25....?{NNNNN}."
value = "count"
"#;

pub const ITEMS: &str = "\
sku,name,barcodes,price,cost,stock,location,category,variant_of,type
STAIN,\"Exterior wood stain, oak, 2.5 L\",9520000000011,31.99,20,14,Aisle 7B,Paint > Stain,,
BRUSH,Stain brush 100 mm,9520000000028,7.49,3,22,Aisle 7C,Paint > Brushes,,
BRUSH50,Stain brush 50 mm,,3.99,2,9,Aisle 7C,Paint > Brushes,BRUSH,
CLEANER,Wood cleaner 1 L,9520000000035,9.99,5,2,Aisle 7B,Paint > Care,,
TAPE,Masking tape 50 m,9520000000042,4.25,2,60,Aisle 7A,Paint > Tape,,
GLOVES,\"Nitrile gloves, 10 pairs\",9520000000059,5.50,2,0,Aisle 3A,Safety,,
TORCH,Torch 200 lumen,9520000000066,12.00,6,5,Aisle 9,Lights,,
CELLS,\"AA batteries, 4 pack\",9520000000073,3.99,1,40,Aisle 9,Batteries,,
CELLSPRO,\"AA batteries, long life\",,6.99,2,9,Aisle 9,Batteries,,
STAINPRO,\"Pro wood stain, oak, 2.5 L\",9520000000080,49.99,30,6,Aisle 7B,Paint > Stain,,
STICK,Stirring stick,,0.50,,,,Paint > Stain,,
FIT,\"Fence painting, hour\",,45.00,,,,Services,,service
3-4711,Hinge 60 mm,,2.10,1,30,Aisle 1,Fixings,,
TWIN1,\"Twin hook, steel\",9520000000097,1.10,1,30,Aisle 1,Fixings,,
TWIN2,\"Twin hook, brass\",9520000000097,2.10,1,30,Aisle 1,Fixings,,
GOUDA,\"Gouda, cut\",2112345000008,15.90,9,,Counter,Cheese,,
HAM,\"Ham, sliced\",123456,21.50,12,,Counter,Cold cuts,,
ROLL,Bread roll,1234,0.45,0.1,,Counter,Bread,,
TAG,Shop tag,01234565,1.00,,,,Own,,
SALT,Table salt,012345000065,1.20,,,,Own,,
";

const LINKS: &str = "\
item,add_on,kind,priority,ask,say,why,segment
STAIN,BRUSH,accessory,30,What are you putting it on with?,\"A soft brush this wide does a fence panel in one pass, no lap marks.\",A stain needs a soft brush.
STAIN,CLEANER,accessory,20,Has it been outside over winter?,Stain only grips clean wood; ten minutes with a brush.,Dirt keeps stain out of the wood.
STAIN,TAPE,accessory,10,Any glass or metal next to the wood?,Peels clean after 14 days.,It keeps the edges clean.
STAIN,GLOVES,accessory,5,Got gloves?,Stain marks skin for days.,Stain is hard to wash off.
STAIN,STAINPRO,upgrade,,,It needs one coat instead of two.,One coat instead of two.
STAIN,STICK,included,,,,It lies under the lid.
TORCH,CELLS,required,,Any batteries at home?,It takes four of these and has none in the box.,It does not work without four AA batteries.
CELLS,CELLSPRO,upgrade,,,They last twice as long.,They last longer.
TORCH,CLEANER,not_with,,,,Wood cleaner makes the lens of this torch blind.
ROLL,HAM,accessory,10,,Ham goes on a roll.,,trade
";

/// The counter, its shop and its store.
pub struct Counter {
    pub state: State,
    worker: Worker,
    finder: Finder,
    ticks: u64,
    now: i64,
    pub bells: usize,
    /// While set, the worker is slow: answers wait until [`Counter::release`].
    pub hold: bool,
    held: Vec<Message>,
    /// While set, the disk takes nothing.
    pub disk_full: bool,
    /// The day on which figures are asked for: sales are recorded by the clock of the computer.
    today: Day,
    folder: TempDir,
}

/// 2026-11-22, 14:32 by the till's clock.
pub const MORNING: i64 = 1_795_271_520_000;

impl Counter {
    pub fn open() -> Self {
        Self::with_settings(Settings::default())
    }

    pub fn with_settings(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        build(&folder);
        Self::start(folder, settings, 0)
    }

    /// Another shop's snapshot, and events that were stored before, one a line.
    #[allow(dead_code, reason = "the pictures of the guide use it")]
    pub fn selling_from(catalog: &Path, before: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(catalog, folder.path().join("shop.db")).unwrap();
        let events: Vec<Incoming> = before.lines().map(|line| Incoming::parse(line, MORNING).unwrap()).collect();
        let (mut store, _) = Store::open(&folder.path().join("store.db"), MORNING).unwrap();
        store.record(&events, MORNING).unwrap();
        drop(store);
        Self { today: Day::parse("2026-11-22").unwrap(), ..Self::start(folder, Settings::default(), 0) }
    }

    /// A shop that tests something: `[[experiment]]` of its shop.toml.
    pub fn testing(experiments: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        build_anew(&folder, experiments);
        Self::start(folder, Settings::default(), 0)
    }

    /// Another catalog takes the place of this one, and the program is started again.
    pub fn restart_testing(self, experiments: &str) -> Self {
        std::fs::remove_dir_all(self.folder.path().join("source")).unwrap();
        build_anew(&self.folder, experiments);
        self.restart(1)
    }

    /// The customers to practise with are those of this seed.
    #[allow(dead_code, reason = "the pictures of the guide do without")]
    pub fn practising(mut self, seed: u64) -> Self {
        self.worker.set_seed(Some(seed));
        self
    }

    /// The program is killed and started again: everything in memory is gone.
    pub fn restart(self, minutes_later: i64) -> Self {
        let Self { folder, worker, now, .. } = self;
        drop(worker);
        Self::start(folder, Settings::default(), now - MORNING + minutes_later * 60_000)
    }

    fn start(folder: TempDir, settings: Settings, later: i64) -> Self {
        let place = Place {
            data_dir: folder.path().to_owned(),
            config_dir: folder.path().to_owned(),
            catalog: Some(folder.path().join("shop.db")),
            installed: None,
            follows: false,
            demo: None,
        };
        let mut worker = Worker::open(place, settings, Vec::new()).unwrap();
        let finder = Finder::open(&Snapshot::alone(folder.path().join("shop.db"))).unwrap();
        let mut face = worker.face().unwrap();
        face.looks.plain = true;
        "mono".clone_into(&mut face.looks.theme);
        let state = State::new(face, Screen::Sale);
        let greetings = worker.greet();
        let mut counter = Self {
            state,
            worker,
            today: today(),
            finder,
            ticks: 10_000,
            now: MORNING + later,
            bells: 0,
            hold: false,
            held: Vec::new(),
            disk_full: false,
            folder,
        };
        for greeting in greetings {
            counter.take(greeting);
        }
        counter
    }

    /// Presses what a sentence says: `scan:CODE` (5 ms a key, then Enter), `f9`, `enter`, `esc`, `tab`, `up`, `+`, and
    /// `till:LINE` is a line of the till, `serial:CODE` a scanner that does not type;
    /// any other word as typed text, a quarter of a second a key; `_` is a blank, `wait:SECONDS` lets time pass.
    pub fn keys(&mut self, sentence: &str) -> &mut Self {
        for word in sentence.split_whitespace() {
            self.word(word);
        }
        self
    }

    fn word(&mut self, word: &str) {
        if let Some(code) = word.strip_prefix("scan:") {
            self.burst(code, 5, Some(Key::Enter));
        } else if let Some(line) = word.strip_prefix("till:") {
            let entry = Rules::new(&Patterns::default()).read(&line.replace('_', " "));
            if let Some(entry) = entry {
                self.take(Message::Till(entry));
            }
            self.pass(200);
        } else if let Some(code) = word.strip_prefix("serial:") {
            self.take(Message::Scanned(code.to_owned()));
            self.pass(200);
        } else if let Some(seconds) = word.strip_prefix("wait:") {
            self.pass(seconds.parse::<u64>().unwrap() * 1000);
        } else if let Some(key) = named(word) {
            self.press(key, 250);
        } else {
            for c in word.chars() {
                self.press(Key::Char(if c == '_' { ' ' } else { c }), 250);
            }
        }
    }

    /// Keys with a gap, as a scanner sends them.
    pub fn burst(&mut self, code: &str, gap: u64, end: Option<Key>) -> &mut Self {
        for key in code.chars().map(Key::Char).chain(end) {
            self.press(key, gap);
        }
        self.pass(200);
        self
    }

    /// A stock list of the store arrives: rows of `sku,price,stock,location`, counted so many hours ago.
    pub fn stock(&mut self, rows: &str, hours: i64) {
        let euro = Currency { code: "EUR".to_owned(), exponent: 2 };
        let mut building = Building::default();
        for row in rows.lines() {
            let cells: Vec<&str> = row.split(',').collect();
            building.add(&Row {
                sku: Sku::parse(cells[0]).unwrap(),
                price: euro.parse(cells[1]).ok(),
                stock: cells[2].parse().ok(),
                place: CleanText::non_empty(cells[3]),
            });
        }
        let label = Label {
            store: "north-12".to_owned(),
            number: 1,
            as_of: self.now - hours * 3_600_000,
            chain_id: "corner".to_owned(),
            currency: euro,
        };
        let overlay = Arc::new(building.finish(&label).unwrap());
        self.finder.lay_over(Some(Arc::clone(&overlay)));
        self.worker.lay_over(Some(overlay));
    }

    /// A customers list arrives, made of a CRM's file under a key.
    pub fn customers(&self, crm: &str, key: &pseudonym::Key) {
        let mut problems = catalog::Problems::default();
        let read = catalog::customers::read("crm.csv", crm.as_bytes().to_vec(), key, &mut problems);
        assert!(!problems.any_error(), "{:?}", problems.list());
        self.take_list(read.rows, key);
    }

    /// The same for rows that are made already.
    pub fn take_list(&self, rows: Vec<CustomerRow>, key: &pseudonym::Key) {
        let sync = tempfile::tempdir().unwrap();
        publish(sync.path(), &write("corner", &key.mark(), rows), 1, None).unwrap();
        let data_dir = self.folder.path();
        let till = customers::Counter { data_dir, keys: &[], chain_id: "corner", forgotten: &[] };
        let taken = customers::Taker::default().take(sync.path(), &till).unwrap();
        assert_eq!(taken.number, Some(1), "{:?}", taken.found);
    }

    /// A file of the counter.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The files of the counter that hold this text.
    pub fn holding(&self, text: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                } else if std::fs::read(entry.path()).unwrap().windows(text.len()).any(|part| part == text.as_bytes()) {
                    found.push(entry.path());
                }
            }
        }
        found
    }

    /// One key, then `gap` milliseconds.
    pub fn press(&mut self, key: Key, gap: u64) {
        self.take(Message::Key(key));
        self.pass(gap);
    }

    /// Lets time pass; deadlines that fall in it tick.
    pub fn pass(&mut self, milliseconds: u64) {
        let until = self.ticks + milliseconds;
        while let Some(at) = self.state.deadline().filter(|at| *at <= until) {
            let at = at.max(self.ticks);
            self.now += i64::try_from(at - self.ticks).unwrap();
            self.ticks = at;
            self.take(Message::Tick);
            if self.state.deadline().is_some_and(|next| next <= at) {
                break;
            }
        }
        self.now += i64::try_from(until - self.ticks).unwrap();
        self.ticks = until;
    }

    /// Hands a message in, and answers every effect until there is none.
    pub fn take(&mut self, message: Message) {
        let mut messages = vec![message];
        while !messages.is_empty() {
            let message = messages.remove(0);
            let clock = Clock { ticks: self.ticks, now: self.now, minute_of_day: 14 * 60 + 32 };
            for effect in update(&mut self.state, clock, message) {
                let answers = self.answer(effect);
                if self.hold {
                    self.held.extend(answers);
                } else {
                    messages.extend(answers);
                }
            }
        }
    }

    /// The worker catches up.
    pub fn release(&mut self) {
        for message in std::mem::take(&mut self.held) {
            self.take(message);
        }
    }

    pub fn answer(&mut self, effect: Effect) -> Vec<Message> {
        match effect {
            Effect::Bell => {
                self.bells += 1;
                Vec::new()
            }
            Effect::Search { id, text } => vec![self.finder.search(id, &text)],
            Effect::Save { id, .. }
            | Effect::Unsave { id, .. }
            | Effect::Finish { id, .. }
            | Effect::Reopen { id, .. }
            | Effect::Drop { id, .. }
            | Effect::Record { id, .. }
                if self.disk_full =>
            {
                vec![Message::Saved { id, result: Err("the disk is full".to_owned()) }]
            }
            Effect::Report { .. } | Effect::SaveReport(_) => {
                let at = Where { papers: self.folder.path().to_owned(), ..self.worker.figures_at() };
                reporter::answer_to(&at, &effect, self.today)
            }
            .into_iter()
            .collect(),
            Effect::Slip(slip) => vec![self.worker.slip(&slip, self.folder.path()).run()],
            other => self.worker.handle(other),
        }
    }

    /// The picture at 80x24, trailing blanks left out.
    pub fn screen(&self) -> String {
        self.screen_of(80, 24)
    }

    pub fn screen_of(&self, width: u16, height: u16) -> String {
        let buffer = self.drawn((width, height)).0;
        let row = |y: u16| -> String {
            let cells: String = (0..width).map(|x| buffer[(x, y)].symbol()).collect();
            cells.trim_end().to_owned()
        };
        (0..height).map(row).collect::<Vec<_>>().join("\n")
    }

    /// What is drawn, with its styles, and where the cursor is.
    pub fn drawn(&self, (width, height): (u16, u16)) -> (Buffer, (u16, u16)) {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let theme = Theme::named(&self.state.face.looks.theme);
        terminal.draw(|frame| view::draw(frame, &self.state, &theme, &self.state.face.words)).unwrap();
        let cursor = terminal.get_cursor_position().unwrap();
        (terminal.backend().buffer().clone(), (cursor.x, cursor.y))
    }

    /// True where the picture shows this.
    pub fn shows(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    /// The lines of the basket: `2 BRUSH`.
    pub fn basket(&self) -> Vec<String> {
        let line = |line: &goeswith::domain::Line| format!("{} {}", line.quantity, line.item.sku);
        self.state.desk.basket.lines.iter().map(line).collect()
    }

    /// Add-ons on screen with their sign: `[+] BRUSH`.
    pub fn rows(&self) -> Vec<String> {
        let sign = |row| match self.state.desk.answer(row) {
            Some(answer) if answer.accepted => "[+]",
            Some(_) => "[-]",
            None => "[ ]",
        };
        self.state.desk.rows.iter().map(|row| format!("{} {}", sign(row), row.add_on.sku)).collect()
    }

    /// What the message line says, by its id.
    pub fn said(&self) -> &'static str {
        self.state.said.as_ref().map_or("", |said| said.id)
    }

    /// Every event in the store.
    pub fn events(&self) -> Vec<Event> {
        self.stored().iter().map(|stored| stored.event().unwrap()).collect()
    }

    /// The same with what the store notes beside them.
    pub fn stored(&self) -> Vec<StoredEvent> {
        let store = Store::open_read_only(&self.folder.path().join("store.db")).unwrap();
        store.events(0).collect::<Result<_, _>>().unwrap()
    }
}

fn named(word: &str) -> Option<Key> {
    let capital: String = word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect();
    match word {
        _ if word.chars().count() == 1 => Some(Key::Char(word.chars().next()?)),
        "ctrl+z" => Some(Key::Ctrl('z')),
        "ctrl+c" => Some(Key::Ctrl('c')),
        "ctrl+q" => Some(Key::Ctrl('q')),
        "pgdn" => Some(Key::PageDown),
        "delete" => Some(Key::Delete),
        _ => Key::parse(&capital).filter(|key| !matches!(key, Key::Char(c) if *c != ' ')),
    }
}

/// Puts the shop's catalog into a folder. It is built once for all tests.
fn build(folder: &TempDir) {
    static CATALOG: OnceLock<Vec<u8>> = OnceLock::new();
    let catalog = CATALOG.get_or_init(|| std::fs::read(build_anew(&tempfile::tempdir().unwrap(), "")).unwrap());
    std::fs::write(folder.path().join("shop.db"), catalog).unwrap();
}

fn build_anew(folder: &TempDir, experiments: &str) -> PathBuf {
    let shop = format!("{SHOP}{experiments}");
    let source = folder.path().join("source");
    std::fs::create_dir(&source).unwrap();
    for (name, text) in [("shop.toml", shop.as_str()), ("items.csv", ITEMS), ("links.csv", LINKS)] {
        std::fs::write(source.join(name), text).unwrap();
    }
    let today = Day::parse("2026-11-22").unwrap();
    let (read, problems) = catalog::source::read(&source, today, &mut Unwatched).unwrap();
    assert!(!problems.any_error(), "{:?}", problems.list());
    let rows = catalog::build::snapshot(read, &Numbers::default(), &Answers::default(), &mut Unwatched).unwrap();
    let file = folder.path().join("shop.db");
    snapshot::write(&file, &rows, &mut |_| true).unwrap();
    file
}

fn today() -> Day {
    Day::parse(&jiff::Zoned::now().date().to_string()).unwrap()
}
