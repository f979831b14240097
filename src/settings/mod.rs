//! Where the program keeps its files, and what a shop has set: `settings.toml` read with every problem it holds, and
//! one key of it changed without touching the rest.
//!
//! It never asks the environment itself, it never overwrites a file that it could not read, and a fault in it never
//! keeps the program from starting.

mod change;
mod keys;
mod places;
mod read;
mod resolve;

pub use change::{Change, Value, change, set};
pub use places::{Error, config_dir, data_dir, documents_dir, synced_by};
pub use read::{contents, parse, read};
pub use resolve::{resolve_language, resolve_look, resolve_theme};

use std::path::PathBuf;

use crate::domain::CleanText;
use crate::feed::{Cards, Patterns};
use crate::input::Source;

/// The annotated settings file: every key commented out, with its default.
pub const ANNOTATED: &str = include_str!("../../assets/settings.toml");
/// Its name in the configuration directory.
pub const FILE: &str = "settings.toml";
/// The name of the key table beside it.
pub const KEYS_FILE: &str = "keys.toml";

/// What a shop can set. [`Default`] is what holds where nothing is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `auto`, `en`, `fr`, or the name of a language file.
    pub language: String,
    /// The name of this terminal on the screen.
    pub terminal: Option<CleanText>,
    /// The store whose overlay is taken: 1 to 32 of `a-z 0-9 -`.
    pub store: Option<String>,
    /// The file of the chain's key, without which no card is linked.
    pub chain_key: Option<PathBuf>,
    /// How screens look and what they react to.
    pub screen: ScreenSettings,
    /// How scans are told from typing.
    pub scanner: ScannerSettings,
    /// What belongs to one sale.
    pub sale: SaleSettings,
    /// The till that is listened to.
    pub feed: FeedSettings,
    /// Whose cards are linked.
    pub customers: CustomersSettings,
    /// Which codes are badges of colleagues; none where badges are off.
    pub badges: Cards,
    /// The slip that a customer takes away.
    pub slip: SlipSettings,
    /// Stock older than this counts as unknown.
    pub stock_max_age_hours: u32,
    /// The folder that is kept the same as head office's; `None` for none.
    pub sync_dir: Option<PathBuf>,
    /// Opens the report; empty for none.
    pub manager_code: String,
}

/// How screens look and what they react to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenSettings {
    /// Colours; `None` leaves it to [`resolve_theme`].
    pub theme: Option<ThemeName>,
    /// Characters; `None` leaves it to [`resolve_look`].
    pub look: Option<LookName>,
    /// Whether an unknown code beeps.
    pub bell: bool,
    /// Whether the sum of list prices is shown.
    pub show_total: bool,
    /// Whether clicks and the wheel are taken from the terminal.
    pub mouse: bool,
}

/// Colours and attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeName {
    /// Colours with signs.
    Default,
    /// Bold and reverse.
    HighContrast,
    /// No colour.
    Mono,
}

/// Which characters draw frames and bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookName {
    /// Box drawing and blocks.
    Normal,
    /// ASCII.
    Plain,
}

/// How scans are told from typing (screens.md section 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannerSettings {
    /// The longest gap inside a scan.
    pub gap_ms: u32,
    /// The silence that ends a scan without an end key.
    pub silence_ms: u32,
    /// How long an answer key waits.
    pub answer_wait_ms: u32,
    /// Answer keys repeated within this count once.
    pub repeat_ms: u32,
    /// An Enter within this after a scan does nothing.
    pub enter_guard_ms: u32,
    /// The fewest keys of a scan.
    pub min_length: u32,
    /// What the scanner sends before each code; empty for nothing.
    pub prefix: String,
    /// What it sends behind each code, Enter and Tab included; empty for nothing or not known.
    pub suffix: String,
    /// The keyboard layout by which its keys arrive: `auto`, `us`, `fr` …
    pub layout: String,
    /// The serial port of a scanner that does not type; empty for none.
    pub port: String,
    /// Its speed, in bits a second.
    pub speed: u32,
}

/// The till that is listened to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedSettings {
    /// Where its lines come from; `None` for nowhere.
    pub source: Option<Source>,
    /// How they are read.
    pub patterns: Patterns,
}

/// Whose cards are linked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomersSettings {
    /// Which codes are cards; none where cards are not linked.
    pub cards: Cards,
    /// Whether a card is linked that no customers list has.
    pub link_without_list: bool,
}

/// The slip that a customer takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipSettings {
    /// The program that prints what comes on its standard input, and its arguments; empty saves a file.
    pub command: Vec<String>,
    /// Columns of the paper.
    pub width: u32,
}

/// What belongs to one sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleSettings {
    /// Whether a second no asks for the reason.
    pub ask_reasons: bool,
    /// A sale untouched for so long is finished by the next scan.
    pub forgotten_minutes: u32,
    /// A sale this old is taken for forgotten in any case.
    pub longest_minutes: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: "auto".to_owned(),
            terminal: None,
            store: None,
            chain_key: None,
            screen: ScreenSettings::default(),
            scanner: ScannerSettings::default(),
            sale: SaleSettings::default(),
            feed: FeedSettings::default(),
            customers: CustomersSettings::default(),
            badges: Cards::default(),
            slip: SlipSettings::default(),
            stock_max_age_hours: 24,
            sync_dir: None,
            manager_code: String::new(),
        }
    }
}

impl Default for ScreenSettings {
    fn default() -> Self {
        Self { theme: None, look: None, bell: true, show_total: true, mouse: false }
    }
}

impl Default for ScannerSettings {
    fn default() -> Self {
        Self {
            gap_ms: 50,
            silence_ms: 100,
            answer_wait_ms: 50,
            repeat_ms: 150,
            enter_guard_ms: 100,
            min_length: 6,
            prefix: String::new(),
            suffix: String::new(),
            layout: "auto".to_owned(),
            port: String::new(),
            speed: 9_600,
        }
    }
}

impl Default for SlipSettings {
    fn default() -> Self {
        Self { command: Vec::new(), width: 32 }
    }
}

impl Default for SaleSettings {
    fn default() -> Self {
        Self { ask_reasons: false, forgotten_minutes: 10, longest_minutes: 120 }
    }
}

impl ThemeName {
    /// The theme of a word in settings.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "default" => Some(Self::Default),
            "high-contrast" => Some(Self::HighContrast),
            "mono" => Some(Self::Mono),
            _ => None,
        }
    }
}

impl LookName {
    /// The look of a word in settings.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "normal" => Some(Self::Normal),
            "plain" => Some(Self::Plain),
            _ => None,
        }
    }
}
