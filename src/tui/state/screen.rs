//! What fills the space below the search line, and what lies over it.

use super::desk::Details;
use super::report::Report;
use crate::domain::practice::Judged;
use crate::domain::{CleanText, Item, Measure, Sale, Sku, Spoken, TalkingPoint};
use crate::rank::explain::Explanation;

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
    /// The figures.
    Report(Report),
    /// What there is to say of a practice sale.
    Feedback(Feedback),
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
    /// Of the day and of the colleague's own sales, where a badge began the shift: add-ons asked about, and taken.
    pub own: Option<(u64, u64)>,
}

/// What there is to say of a practice sale.
#[derive(Debug)]
pub struct Feedback {
    /// The add-ons, what was missed first.
    pub rows: Vec<Judged>,
    /// The row under the highlight.
    pub row: usize,
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
    /// Why the add-on of the details is shown or not.
    Why(Why),
    /// Staff's wording of what is asked or said of an add-on.
    Wording(Typing),
    /// The manager's code, before the report.
    Code {
        /// What was typed.
        typed: String,
        /// True after a wrong one.
        wrong: bool,
    },
    /// Codes nobody knew.
    Unknown {
        /// The row under the highlight.
        chosen: usize,
        /// Rows just seen to, with the place they had, for undo.
        seen_to: Vec<(usize, UnknownRow)>,
    },
}

/// Staff's wording while it is typed.
#[derive(Debug)]
pub struct Typing {
    /// The item of the basket.
    pub item: Sku,
    /// The add-on.
    pub add_on: Sku,
    /// Its name, for the title.
    pub name: CleanText,
    /// What is said of it now.
    pub talking: TalkingPoint,
    /// Which sentence is typed.
    pub part: Spoken,
    /// The text and the cursor in it.
    pub input: tui_input::Input,
    /// True where it was not sent because it tells of somebody.
    pub refused: bool,
}

/// Why an add-on is shown or not.
#[derive(Debug)]
pub struct Why {
    /// Of the question; an answer to another one is dropped.
    pub id: u64,
    /// The add-on.
    pub add_on: Sku,
    /// Its name, for the title.
    pub name: CleanText,
    /// The answer, once it is there.
    pub explanation: Option<Box<Explanation>>,
    /// The step under the highlight.
    pub chosen: usize,
}

/// A code nobody knew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRow {
    /// The code, clean.
    pub code: String,
    /// How often it came.
    pub times: u64,
    /// The last day, in ISO form.
    pub day: String,
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
    /// How the rows fit the text.
    pub fit: Fit,
    /// The row under the highlight.
    pub chosen: usize,
    /// False while the answer for the text on the line is still to come.
    pub settled: bool,
}

/// How results fit what was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// They hold every word.
    #[default]
    Every,
    /// No item holds every word as typed; these come nearest.
    Nearest,
    /// The search is still being made ready: these begin with the text, or carry it as a code.
    Preparing,
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
    /// What the label of the piece says.
    pub measure: Option<Measure>,
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
