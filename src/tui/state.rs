//! Everything the screens know. One enum for the screen, one for what lies over it, no flags beside them.

use std::collections::VecDeque;
use std::sync::Arc;

use super::keymap::Keymap;
use super::message::{Effect, Message};
use super::scanner::{Gaps, Scanner};
use crate::domain::{
    Answer, Basket, Currency, Item, LinkKind, ItemFacts, LineItem, Sale, Sku, StepNumber, Suggestion, TalkingPoint, UnixMillis,
};
use crate::rank::{NotFitting, Quiet};
use crate::words::Words;

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
        let line = SearchLine {
            scanner: Scanner::new(face.gaps.clone()),
            ..SearchLine::default()
        };
        let desk = Desk::new(Sale::new(String::new()));
        Self {
            face,
            line,
            desk,
            screen,
            overlay: None,
            said: None,
            banners: Banners::default(),
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
        self.waiting
            .awaited
            .iter()
            .any(|awaited| self.clock.ticks >= awaited.since + PATIENCE)
    }

    /// The tick at which something has to happen without a key: an answer key has waited, a scan fell silent, an
    /// answer is late, the clock on screen turns.
    pub fn deadline(&self) -> Option<u64> {
        let late = self
            .waiting
            .awaited
            .iter()
            .map(|awaited| awaited.since + PATIENCE)
            .filter(|at| *at > self.clock.ticks);
        let to_minute = 60_000 - u64::try_from(self.clock.now.rem_euclid(60_000)).unwrap_or(0);
        late.chain(self.line.scanner.deadline())
            .chain(self.waiting.retry_at)
            .chain(Some(self.clock.ticks + to_minute))
            .min()
    }
}

/// What does not change while somebody sells.
#[derive(Clone, Debug)]
pub struct Face {
    /// The terminal's name on screen: `Till 3`.
    pub terminal: String,
    /// The shop's name.
    pub shop: String,
    /// Which catalog: `Catalog 21 Nov`, or the words for none.
    pub catalog: CatalogFace,
    /// The shop's currency.
    pub currency: Currency,
    /// Contexts of the customer: name and words, the built-in two first.
    pub contexts: Vec<(String, String)>,
    /// How it looks.
    pub looks: Looks,
    /// Settings that decide what a key does.
    pub ways: Ways,
    /// Which key means what.
    pub keymap: Keymap,
    /// The times by which scans are told from typing.
    pub gaps: Gaps,
    /// The sentences of the staff's language.
    pub words: Arc<Words>,
    /// Random part of the ids of this run's sales, counted up.
    pub session: String,
}

/// What the header says of the catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogFace {
    /// The snapshot's file name; empty where there is no catalog.
    pub name: String,
    /// How many items it has.
    pub items: usize,
    /// The last day of the sales it was made from, in ISO form, where it has any.
    pub day: Option<String>,
    /// True for the sample shop.
    pub demo: bool,
}

/// Theme, look and language, as chosen in settings or by F8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looks {
    /// `default`, `high-contrast` or `mono`.
    pub theme: String,
    /// True for `+ - |` frames.
    pub plain: bool,
    /// `en`, `fr` or the name of a file.
    pub language: String,
    /// False hides the sum of the list prices.
    pub show_total: bool,
}

/// Settings that decide what a key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    /// One BEL for an unknown code.
    pub bell: bool,
    /// A second `-` gives the reason of a no.
    pub ask_reasons: bool,
    /// A basket untouched for so long is finished by the next scan, in milliseconds.
    pub forgotten_after: UnixMillis,
    /// No basket stays open longer, in milliseconds.
    pub longest: UnixMillis,
    /// A stock count older than this says its age, in milliseconds.
    pub stock_max_age: UnixMillis,
}

/// The search line.
#[derive(Debug, Default)]
pub struct SearchLine {
    /// The text and the cursor in it.
    pub input: tui_input::Input,
    /// Tells scans from typing.
    pub scanner: Scanner,
    /// The next scan or Enter adds so many; shown as `3 x`.
    pub times: Option<i64>,
    /// The last code nobody knew, until it is noted.
    pub unknown: Option<String>,
    /// What an answer just took off the line, in case it was the beginning of a code.
    pub acted: Option<Acted>,
    /// When a key or scan last came.
    pub touched: UnixMillis,
    /// True where the keys that are coming ended a pause so long that the customer must be gone.
    pub paused: bool,
}

/// An answer that may have been the beginning of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted {
    /// What it took off the line, its sign included.
    pub typed: String,
    /// When, in ticks.
    pub at: u64,
    /// The step it became.
    pub step: StepNumber,
}

impl SearchLine {
    /// The text in it.
    pub fn text(&self) -> &str {
        self.input.value()
    }
}

/// The open sale and what is proposed for it.
#[derive(Debug)]
pub struct Desk {
    /// Its steps.
    pub sale: Sale,
    /// What the steps amount to.
    pub basket: Basket,
    /// The item last scanned, with its own details.
    pub subject: Option<Box<Details>>,
    /// The add-ons on screen; a row keeps its place until another item joins.
    pub rows: Vec<Suggestion>,
    /// What `+`, `-`, `/` and Del are about.
    pub focus: Focus,
    /// True while the highlight merely stays where an answer was given: the next sign is for the add-on whose words
    /// stand on the screen, not for the one that has its answer.
    pub rests: bool,
    /// Things in the basket that do not fit each other.
    pub careful: Vec<NotFitting>,
    /// Why the list is shorter than it could be.
    pub quiet: Option<Quiet>,
    /// Add-ons left out because none is left here.
    pub out_of_stock: usize,
    /// Steps that could not be stored.
    pub unsaved: Vec<StepNumber>,
    /// The last finished sale, for undo.
    pub finished: Option<Finished>,
    /// When somebody went on with a sale of before; it is as young as that.
    pub resumed: Option<UnixMillis>,
}

impl Desk {
    /// An empty desk for a sale.
    pub fn new(sale: Sale) -> Self {
        Self {
            basket: sale.basket(),
            sale,
            subject: None,
            rows: Vec::new(),
            focus: Focus::AddOn(0),
            rests: false,
            careful: Vec::new(),
            quiet: None,
            out_of_stock: 0,
            unsaved: Vec::new(),
            finished: None,
            resumed: None,
        }
    }

    /// The add-on to talk about: the highlighted one while it is open, else the next open one. While the list is quiet
    /// only what an item will not work without is talked about.
    pub fn to_ask(&self) -> Option<usize> {
        let from = match self.focus {
            Focus::AddOn(place) => place.min(self.rows.len()),
            Focus::Line(_) => 0,
        };
        let open = |place: &usize| {
            let row = &self.rows[*place];
            self.answer(row).is_none() && (self.quiet.is_none() || row.kind == LinkKind::Required)
        };
        (from..self.rows.len()).find(open).or_else(|| (0..from).find(open))
    }

    /// The answer a row has.
    pub fn answer(&self, row: &Suggestion) -> Option<&Answer> {
        self.basket.answer(&row.add_on.sku)
    }
}

/// A finished sale that undo can bring back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Its steps.
    pub sale: Sale,
    /// The event that recorded it.
    pub event_id: String,
    /// True where nobody pressed F9: the first scan after a long pause finished it.
    pub forgotten: bool,
}

/// What the keys of an answer are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// An add-on, by its place from 0.
    AddOn(usize),
    /// A line of the basket, by its place from 0.
    Line(usize),
}

/// An item with all that its own screen shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// The item.
    pub item: Item,
    /// Brand, category, codes, attributes.
    pub facts: ItemFacts,
    /// Already in the box.
    pub included: Vec<Item>,
    /// Better and dearer, with what can be said of it.
    pub better: Vec<(Item, TalkingPoint)>,
    /// Instead of it, with what can be said of it.
    pub instead: Vec<(Item, TalkingPoint)>,
}

/// What fills the space below the search line.
#[derive(Debug)]
pub enum Screen {
    /// No catalog yet.
    FirstRun(FirstRun),
    /// The sale.
    Sale,
    /// One add-on, or the item itself, in full.
    Details(DetailsScreen),
    /// The end of the sale.
    Finish(Finish),
}

/// The first run's choices and checks.
#[derive(Debug, Default)]
pub struct FirstRun {
    /// The choice under the highlight, from 0.
    pub choice: usize,
    /// Keypad check: `+` seen.
    pub plus: bool,
    /// Keypad check: `-` seen.
    pub minus: bool,
    /// Scanner check: the last code and what ended it (`Enter`, `Tab`, or silence as `None`).
    pub scan: Option<(String, Option<&'static str>)>,
}

/// What the details screen shows.
#[derive(Debug)]
pub struct DetailsScreen {
    /// The add-on by its place on the sale screen; `None` for the item itself or a search result.
    pub row: Option<usize>,
    /// Its details once they are there.
    pub details: Option<Box<Details>>,
    /// Which of `instead` then `better` is chosen with Tab, from 0.
    pub choice: Option<usize>,
}

/// What the end of a sale shows.
#[derive(Debug, Default)]
pub struct Finish {
    /// The row under the highlight, over [`Basket::event_suggestions`].
    pub row: usize,
    /// Figures of the day: sales, and those with an add-on.
    pub today: Option<(u64, u64)>,
}

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// Results of a search.
    Search(Found),
    /// Several items carry the scanned code.
    Which(Which),
    /// Help.
    Help,
    /// The menu of everything.
    Menu(Menu),
    /// Contexts of the customer.
    Contexts,
    /// The five reasons of a no.
    Reasons {
        /// The add-on that has the no.
        add_on: Sku,
    },
    /// "Drop this sale?" The default is No, and a scanner's Enter cannot answer.
    Drop {
        /// True while Yes is under the highlight.
        yes: bool,
    },
    /// An open sale of before: go on with it?
    Kept(Sale),
    /// What is wrong, in full.
    Problems,
}

/// Results of a search.
#[derive(Debug, Default)]
pub struct Found {
    /// The text they are for.
    pub text: String,
    /// Items in order, with the matched characters of their names.
    pub rows: Vec<Hit>,
    /// How many match in all.
    pub total: usize,
    /// True where no item holds every word and the nearest are shown.
    pub nearest: bool,
    /// The row under the highlight.
    pub chosen: usize,
    /// False while the answer for the text on the line is still to come.
    pub settled: bool,
}

/// One search result.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The item.
    pub item: Item,
    /// Which characters of its name matched, by index.
    pub marks: Vec<usize>,
}

/// Items that share a code.
#[derive(Debug)]
pub struct Which {
    /// The code.
    pub code: String,
    /// The items.
    pub items: Vec<Item>,
    /// How many of it were asked for.
    pub quantity: i64,
    /// The row under the highlight.
    pub chosen: usize,
}

/// The menu of everything.
#[derive(Debug, Default)]
pub struct Menu {
    /// What was typed to filter it.
    pub filter: String,
    /// The row under the highlight, among those that the filter leaves.
    pub chosen: usize,
}

/// The message line: what happened, and the key that reverses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Which sentence, by its name in the language files.
    pub id: &'static str,
    /// What is put into it.
    pub with: Vec<(&'static str, String)>,
}

impl Said {
    /// A sentence without anything put in.
    pub fn plain(id: &'static str) -> Self {
        Self { id, with: Vec::new() }
    }

    /// A sentence with one thing put in.
    pub fn with(id: &'static str, name: &'static str, value: impl Into<String>) -> Self {
        Self {
            id,
            with: vec![(name, value.into())],
        }
    }
}

/// The two lines above the footer, empty on a good day.
#[derive(Debug, Default)]
pub struct Banners {
    /// News.
    pub news: Option<Said>,
    /// Faults, each complete: code, what, what to do. More than one are counted.
    pub faults: Vec<Fault>,
    /// Set while a sale is not stored: stays until the store answers again.
    pub not_saved: Option<String>,
}

/// One fault, in words that came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable code: `GW-501`.
    pub code: String,
    /// What happened, and that selling goes on.
    pub what: String,
    /// What to do.
    pub todo: String,
}

/// What is under way. Keys that come meanwhile are kept and applied in order.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Number given to the last effect that wants an answer.
    pub last_id: u64,
    /// The answers without which no further key can be understood.
    pub awaited: Vec<Awaited>,
    /// Keys kept back, with the time they were pressed.
    pub queue: VecDeque<(Clock, Message)>,
    /// The newest search; answers to older ones are dropped.
    pub search: u64,
    /// The newest question for details.
    pub look: u64,
    /// What the store has not taken yet, in order: under way, or failed and to be tried again.
    pub unstored: Vec<Unstored>,
    /// When failed writes are tried again without a key, in ticks.
    pub retry_at: Option<u64>,
    /// Ctrl+C was pressed at this tick; a second one quits.
    pub interrupted: Option<u64>,
}

/// A write that the store has not acknowledged.
#[derive(Clone, Debug, PartialEq)]
pub struct Unstored {
    /// What is to be written; its number is the one last sent.
    pub effect: Effect,
    /// True where the store said no.
    pub failed: bool,
}

/// An answer that is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// Its number.
    pub id: u64,
    /// Since when, in ticks.
    pub since: u64,
    /// What happens with it.
    pub purpose: Purpose,
}

/// What an awaited answer is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An item to add, so many of it.
    Add {
        /// The code as it came.
        code: String,
        /// How many.
        quantity: i64,
        /// How much the source of the code is trusted.
        source: CodeSource,
    },
    /// Something to be on disk before it is shown.
    Store,
    /// Suggestions for the basket as it now is.
    Suggest(Change),
    /// The search for the text on the line, whose first row Enter adds.
    EnterSearch,
}

/// What changed the basket, and so decides which rows stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another item joined: answered rows leave, better ones take free places.
    Joined,
    /// An answer was given: every row keeps its place, none comes.
    Answered,
    /// Something was taken back or switched: what holds stays, free places are filled.
    Revised,
}

/// Where a code came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeSource {
    /// A scanner, with an end key, or a paste.
    Scan,
    /// Silence after fast keys: a scan only where the code is known.
    Silence,
    /// Typed, then Enter.
    Typed,
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

/// Turns an item of the catalog into a line.
pub fn line_item(item: &Item) -> LineItem {
    LineItem {
        sku: item.sku.clone(),
        name: item.name.clone(),
        price: item.price,
        place: item.stock.place.clone(),
    }
}
