//! What comes into `update`, and what leaves it. Both are plain data.

use super::key::Key;
use super::state::{
    Arrival, Board, Card, Details, DueItem, Face, Fault, Feed, Fit, Hit, ReportQuestion, Spot, UnknownRow,
};
use crate::domain::practice::Customer;
use crate::domain::{Arms, CleanText, Event, FoundCode, Money, Sale, Sku, StepNumber, TimedStep, UnixMillis};
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
    /// An answer to [`Effect::Practise`] and [`Effect::NextCustomer`]: who comes; `None` where the catalog has no add-ons.
    Customer(Option<Box<Customer>>),
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
    /// A third answer to [`Effect::Find`]: the code is a colleague's badge.
    Badge {
        /// Of the question.
        id: u64,
        /// What stands for the colleague; `None` where there is no key to make it.
        staff: Option<String>,
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
    /// An answer to [`Effect::Save`], [`Effect::Unsave`], [`Effect::Finish`], [`Effect::Reopen`], [`Effect::Drop`] and
    /// [`Effect::Record`].
    Saved {
        /// Of the question.
        id: u64,
        /// `Err` says why not, in words.
        result: Result<(), String>,
    },
    /// An answer to [`Effect::Figures`].
    Today {
        /// Sales of today.
        sales: u64,
        /// Those with an add-on.
        with_add_on: u64,
        /// Of the colleague's own sales: add-ons asked about, and taken.
        own: Option<(u64, u64)>,
    },
    /// An answer to [`Effect::Report`]; `None` where the figures cannot be read, which is said on its own.
    Reported {
        /// Of the question.
        id: u64,
        /// The figures.
        board: Option<Box<Board>>,
    },
    /// An answer to [`Effect::Slip`]: printed, or where it was saved. What went wrong comes as a fault.
    Slipped(Option<String>),
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
            Self::Record { event, .. } => Self::Record { id, event },
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
            | Self::Drop { id, .. }
            | Self::Record { id, .. } => Some(*id),
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

/// What stands on the slip that a customer takes away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// What was bought: name, how many, price of one.
    pub bought: Vec<(CleanText, i64, Option<Money>)>,
    /// What was suggested and may be wanted later.
    pub later: Vec<Sku>,
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
    /// Keep an event that belongs to no sale.
    Record {
        /// Comes back with the answer.
        id: u64,
        /// What is recorded.
        event: Box<Event>,
    },
    /// Keep a code nobody knew.
    NoteUnknown {
        /// The code.
        code: String,
        /// The pseudonym of the colleague.
        staff: Option<String>,
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
    /// Figures of today, and the colleague's own where a badge began the shift.
    Figures {
        /// The pseudonym.
        staff: Option<String>,
    },
    /// A slip for the customer.
    Slip(Box<Slip>),
    /// Figures of a period.
    Report {
        /// Comes back with the answer.
        id: u64,
        /// What is asked.
        question: ReportQuestion,
    },
    /// Save the figures as CSV.
    SaveReport(ReportQuestion),
    /// Practise from now on, in a store of its own; false goes back to the shop's.
    Practise(bool),
    /// The next customer who is not there.
    NextCustomer,
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
