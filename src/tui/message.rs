//! What comes into `update`, and what leaves it. Both are plain data.

use super::key::Key;
use super::state::{
    Arrival, Badge, Board, Card, Details, DueItem, Face, Fault, Feed, Fit, Hit, ReportQuestion, Spot, Today, UnknownRow,
};
use crate::domain::{Arms, Basket, Event, FoundCode, Sale, Sku, StepNumber, TimedStep, UnixMillis};
use crate::feed::Entry;
use crate::rank::Advice;
use crate::rank::explain::Explanation;

/// What comes in. The loop hands the time in with it.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// The terminal pasted text: one scan a line.
    Paste(String),
    /// The mouse was clicked in a cell of the window; the loop makes a [`Message::Point`] of it.
    Click {
        /// From 0.
        column: u16,
        /// From 0.
        row: u16,
    },
    /// The mouse was clicked on something.
    Point(Spot),
    /// The wheel turned by so many rows, down where positive.
    Wheel(i8),
    /// A scanner that does not type sent a code.
    Scanned(String),
    /// The till wrote a line that means something.
    Till(Entry),
    /// The till that is listened to is heard, or is not.
    Feed(Feed),
    /// A deadline of the state has passed, or a minute.
    Tick,
    /// The window has another size, or has to be drawn again.
    Redraw,
    /// An answer to [`Effect::Find`].
    FoundItems {
        /// Of the question.
        id: u64,
        /// The items that carry the code, and what it says of the piece.
        found: FoundCode,
        /// True where they carry the longer code, with what an answer had taken off the line.
        longer: bool,
    },
    /// Another answer to [`Effect::Find`]: the code is a customer's card.
    Card {
        /// Of the question.
        id: u64,
        /// What may be done with it.
        card: Box<Card>,
    },
    /// Another answer to [`Effect::Find`]: the code is a colleague's badge.
    Badge {
        /// Of the question.
        id: u64,
        /// What it came to.
        badge: Badge,
    },
    /// An answer to [`Effect::Search`].
    FoundNames {
        /// Of the question.
        id: u64,
        /// Rows in order.
        rows: Vec<Hit>,
        /// How many match in all.
        total: usize,
        /// How they fit the text.
        fit: Fit,
    },
    /// An answer to [`Effect::Suggest`].
    Advised {
        /// Of the question.
        id: u64,
        /// The item last added, in full.
        subject: Option<Box<Details>>,
        /// The arms that the sale was just drawn into, where the catalog has A/B tests.
        drawn: Option<Arms>,
        /// What the customer of the linked card bought before and is due again.
        due: Vec<DueItem>,
        /// The list.
        advice: Box<Advice>,
    },
    /// An answer to [`Effect::Look`].
    Looked {
        /// Of the question.
        id: u64,
        /// The item in full; `None` where the catalog no longer has it.
        details: Option<Box<Details>>,
    },
    /// An answer to [`Effect::Explain`].
    Explained {
        /// Of the question.
        id: u64,
        /// Why; `None` where the catalog no longer has the item.
        explanation: Option<Box<Explanation>>,
    },
    /// An answer to [`Effect::Save`], [`Effect::Unsave`], [`Effect::Finish`], [`Effect::Reopen`] and [`Effect::Drop`].
    Saved {
        /// Of the question.
        id: u64,
        /// `Err` says why not, in words.
        result: Result<(), String>,
    },
    /// An answer to [`Effect::Figures`].
    Today(Today),
    /// The end of [`Effect::Slip`]: `Err` says why nothing was printed.
    SlipPrinted(Result<(), String>),
    /// An answer to [`Effect::Report`]; `None` where the figures cannot be read, which is said on its own.
    Reported {
        /// Of the question.
        id: u64,
        /// The figures.
        board: Option<Box<Board>>,
    },
    /// An answer to [`Effect::SaveReport`]: where it was saved, or why not.
    ReportSaved(Result<String, String>),
    /// Codes nobody knew, the most frequent first.
    Unknown(Vec<UnknownRow>),
    /// Open sales that no running copy holds.
    Kept(Vec<Sale>),
    /// Something is wrong that staff should know of.
    Fault(Fault),
    /// The fault of this number is gone.
    Mended(&'static str),
    /// Another catalog was installed beside the sale: it waits until nobody is served.
    Arrived(Arrival),
    /// The store's own prices and stock came.
    StockCame,
    /// Another catalog, other settings: what the screens show of them.
    Opened(Box<Face>),
    /// The program is asked to end: a signal, or the window is gone.
    Quit,
}

impl Effect {
    /// The same write under another number; effects that write nothing come back as they are.
    #[must_use]
    pub fn numbered(self, id: u64) -> Self {
        match self {
            Self::Save { sale, steps, .. } => Self::Save { id, sale, steps },
            Self::Unsave { sale, number, .. } => Self::Unsave { id, sale, number },
            Self::Finish { sale, event, .. } => Self::Finish { id, sale, event },
            Self::Reopen { sale, event, .. } => Self::Reopen { id, sale, event },
            Self::Drop { sale, .. } => Self::Drop { id, sale },
            other => other,
        }
    }

    /// The number of a write.
    pub fn number(&self) -> Option<u64> {
        match self {
            Self::Save { id, .. }
            | Self::Unsave { id, .. }
            | Self::Finish { id, .. }
            | Self::Reopen { id, .. }
            | Self::Drop { id, .. } => Some(*id),
            _ => None,
        }
    }
}

/// A basket and its customer, as ranking is asked about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The sale, for its A/B tests.
    pub sale: Begun,
    /// SKU and quantity of each line, in the order in which they joined.
    pub lines: Vec<(Sku, i64)>,
    /// Add-ons that have a no.
    pub declined: Vec<Sku>,
    /// Contexts that are on.
    pub contexts: Vec<String>,
    /// The pseudonym of the linked card.
    pub customer: Option<String>,
}

/// A sale as it began: what A/B tests draw by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The sale's id.
    pub id: String,
    /// When its first step was taken.
    pub at: UnixMillis,
    /// The arms it is in; `None` while it was not drawn.
    pub arms: Option<Arms>,
}

/// What goes out. The loop hands it to the worker, or does it itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Which items carry this code (as scanned, or typed)?
    Find {
        /// Comes back with the answer.
        id: u64,
        /// The code.
        code: String,
        /// The code with what an answer key just took off the line in front: tried first.
        longer: Option<String>,
    },
    /// Which items match this text?
    Search {
        /// Comes back with the answer.
        id: u64,
        /// The text.
        text: String,
    },
    /// What goes with this basket?
    Suggest {
        /// Comes back with the answer.
        id: u64,
        /// The basket and its customer.
        basket: Asked,
        /// The item last added, to be described in full.
        subject: Option<Sku>,
    },
    /// Everything about an item.
    Look {
        /// Comes back with the answer.
        id: u64,
        /// Which.
        sku: Sku,
    },
    /// Why is this item shown or not for this basket?
    Explain {
        /// Comes back with the answer.
        id: u64,
        /// The basket and its customer.
        basket: Asked,
        /// Which item.
        add_on: Sku,
    },
    /// Keep these steps of the open sale.
    Save {
        /// Comes back with the answer.
        id: u64,
        /// The sale's id.
        sale: String,
        /// The steps.
        steps: Vec<TimedStep>,
    },
    /// Take a step of the open sale back.
    Unsave {
        /// Comes back with the answer.
        id: u64,
        /// The sale's id.
        sale: String,
        /// The step.
        number: StepNumber,
    },
    /// The sale is finished: record it.
    Finish {
        /// Comes back with the answer.
        id: u64,
        /// The sale's id.
        sale: String,
        /// What is recorded.
        event: Box<Event>,
    },
    /// Take a finished sale back.
    Reopen {
        /// Comes back with the answer.
        id: u64,
        /// The sale's id.
        sale: String,
        /// The event that says so.
        event: Box<Event>,
    },
    /// Drop the open sale.
    Drop {
        /// Comes back with the answer.
        id: u64,
        /// The sale's id.
        sale: String,
    },
    /// Keep a code nobody knew.
    NoteUnknown {
        /// The code.
        code: String,
    },
    /// Which codes did nobody know?
    ListUnknown,
    /// Take a code nobody knew off the list, or put it back.
    SeeToUnknown {
        /// The code.
        code: String,
        /// False puts it back.
        done: bool,
    },
    /// Figures of today.
    Figures {
        /// Whose own are asked for.
        staff: Option<String>,
    },
    /// Print what was bought and what was left.
    Slip(Box<Basket>),
    /// Figures of a period.
    Report {
        /// Comes back with the answer.
        id: u64,
        /// What is asked.
        question: ReportQuestion,
    },
    /// Save the figures as CSV.
    SaveReport(ReportQuestion),
    /// One BEL.
    Bell,
    /// Draw everything again.
    Redraw,
    /// Keep a setting: key and value.
    Remember(&'static str, String),
    /// Read the settings again.
    ReadSettings,
    /// The next language that there is.
    NextLanguage,
    /// Sell from the sample shop.
    OpenDemo,
    /// Sell from the catalog that is installed now.
    UseCatalog,
    /// Lay what the store says of its own prices and stock over the catalog.
    LayOver,
    /// Look into the sync folder now.
    SyncNow,
}
