//! The one key table. Footer, help, the F8 menu and `goeswith keys` are generated from it, so that none of them can
//! promise a key that does nothing.
//!
//! No letter is ever a command: a line of `keys.toml` that makes one is refused.

use super::key::Key;

/// What a key can mean. What it does depends on the screen; what it means does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// The customer took the add-on.
    TookIt,
    /// No thanks.
    NoThanks,
    /// Details, or a look without adding.
    Details,
    /// The next scan counts so many times.
    Times,
    /// Contexts of the customer.
    Customer,
    /// Undo.
    Undo,
    /// The end of the sale.
    Finish,
    /// The menu of everything.
    Menu,
    /// Help.
    Help,
    /// Adds the highlighted result.
    Enter,
    /// Clear, then close, then back.
    Back,
    /// The row above.
    Up,
    /// The row below.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// The one before.
    Left,
    /// The one after.
    Right,
    /// The next part of the screen.
    NextPart,
    /// The part before.
    PreviousPart,
    /// Takes the highlighted line out.
    TakeOut,
    /// One character back.
    Erase,
    /// Draws everything again.
    Redraw,
    /// Ends the program; an open sale stays open.
    Quit,
    /// The same, but says so first.
    Interrupt,
    /// Drops the open sale. In the menu only.
    DropSale,
    /// Plain or drawn frames. In the menu only.
    Look,
    /// The next theme. In the menu only.
    Theme,
    /// The next language. In the menu only.
    Language,
    /// The figures.
    Report,
    /// How long the period of the figures is.
    Length,
    /// The figures as CSV. In the menu only.
    SaveReport,
    /// Codes nobody knew, for the manager. In the menu only.
    UnknownCodes,
    /// Reads the settings again. In the menu only.
    ReadSettings,
    /// Looks into the sync folder now.
    SyncNow,
    /// What is wrong. In the menu only.
    Problems,
    /// Ends the shift that a badge began. In the menu only.
    EndShift,
    /// A slip for the customer. In the menu only.
    Slip,
    /// Sends a better sentence for the add-on to head office. In the menu only.
    Wording,
    /// Practise on customers who are not there. In the menu only.
    Practice,
    /// Back to selling. In the menu only.
    EndPractice,
}

/// One row of the table.
#[derive(Debug)]
pub struct Entry {
    /// What it means.
    pub action: Action,
    /// Its name in `keys.toml`, and, with `_` as `-`, in the language files: `help-took-it`, `menu-took-it`.
    pub name: &'static str,
    /// The keys it has unless `keys.toml` says otherwise, the one to show first.
    pub keys: &'static [Key],
    /// True where help lists it.
    pub help: bool,
    /// True where the menu lists it.
    pub menu: bool,
}

const fn entry(action: Action, name: &'static str, keys: &'static [Key], help: bool, menu: bool) -> Entry {
    Entry { action, name, keys, help, menu }
}

/// The table, in the order of help and menu.
pub const TABLE: &[Entry] = &[
    entry(Action::Enter, "enter", &[Key::Enter], true, false),
    entry(Action::TookIt, "took_it", &[Key::Char('+'), Key::F(2)], true, true),
    entry(Action::NoThanks, "no_thanks", &[Key::Char('-'), Key::F(3)], true, true),
    entry(Action::Times, "times", &[Key::Char('*')], true, false),
    entry(Action::Details, "details", &[Key::Char('/'), Key::F(4)], true, true),
    entry(Action::Up, "up", &[Key::Up], true, false),
    entry(Action::Down, "down", &[Key::Down], false, false),
    entry(Action::PageUp, "page_up", &[Key::PageUp], false, false),
    entry(Action::PageDown, "page_down", &[Key::PageDown], false, false),
    entry(Action::Left, "left", &[Key::Left], false, false),
    entry(Action::Right, "right", &[Key::Right], false, false),
    entry(Action::Undo, "undo", &[Key::F(6), Key::Ctrl('z')], true, true),
    entry(Action::Customer, "customer", &[Key::F(5), Key::Char('.'), Key::Char(',')], true, true),
    entry(Action::NextPart, "next_part", &[Key::Tab], true, false),
    entry(Action::PreviousPart, "previous_part", &[Key::BackTab], false, false),
    entry(Action::TakeOut, "take_out", &[Key::Delete], true, true),
    entry(Action::Report, "report", &[Key::F(7)], true, true),
    entry(Action::Length, "length", &[Key::Ctrl('t')], false, true),
    entry(Action::SaveReport, "save_report", &[], false, true),
    entry(Action::Menu, "menu", &[Key::F(8)], true, false),
    entry(Action::Finish, "finish", &[Key::F(9)], true, true),
    entry(Action::DropSale, "drop_sale", &[], false, true),
    entry(Action::UnknownCodes, "unknown_codes", &[], false, true),
    entry(Action::Slip, "slip", &[], false, true),
    entry(Action::EndShift, "end_shift", &[], false, true),
    entry(Action::Wording, "wording", &[], false, true),
    entry(Action::Practice, "practice", &[], false, true),
    entry(Action::EndPractice, "end_practice", &[], false, true),
    entry(Action::Look, "look", &[], false, true),
    entry(Action::Theme, "theme", &[], false, true),
    entry(Action::Language, "language", &[], false, true),
    entry(Action::ReadSettings, "read_settings", &[], false, true),
    entry(Action::SyncNow, "sync_now", &[], false, true),
    entry(Action::Problems, "problems", &[], false, true),
    entry(Action::Redraw, "redraw", &[Key::Ctrl('l')], false, true),
    entry(Action::Help, "help", &[Key::Char('?'), Key::F(1)], false, true),
    entry(Action::Back, "back", &[Key::Esc], true, false),
    entry(Action::Erase, "erase", &[Key::Backspace], false, false),
    entry(Action::Quit, "quit", &[Key::Ctrl('q')], true, true),
    entry(Action::Interrupt, "interrupt", &[Key::Ctrl('c')], false, false),
];

/// Where a footer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The sale.
    Sale,
    /// Search results over it, and items that share a code.
    Search,
    /// An add-on in full.
    AddOn,
    /// An item in full.
    Item,
    /// The end of the sale.
    Finish,
    /// No catalog yet.
    FirstRun,
    /// Help, problems: something to read.
    Page,
    /// Why an add-on is shown or not: something to read row by row.
    Why,
    /// The menu.
    Menu,
    /// Codes nobody knew.
    Unknown,
    /// The figures.
    Report,
    /// A row of them in full.
    ReportRow,
    /// A sale with a customer who is not there.
    Practice,
    /// What there is to say of it.
    Feedback,
    /// A sentence is typed.
    Wording,
    /// A choice by digit or arrow: contexts, reasons, yes or no.
    Choice,
    /// The window is too small.
    Small,
}

impl Place {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Sale,
        Self::Search,
        Self::AddOn,
        Self::Item,
        Self::Finish,
        Self::FirstRun,
        Self::Page,
        Self::Why,
        Self::Menu,
        Self::Unknown,
        Self::Report,
        Self::ReportRow,
        Self::Practice,
        Self::Feedback,
        Self::Wording,
        Self::Choice,
        Self::Small,
    ];

    /// The hints of this footer from left to right, as action and name of its words. `? Help` ends it and is the last
    /// to go; the others go from the middle, the least needed first, which is why each has a weight (lower goes first).
    pub fn hints(self) -> &'static [(Action, &'static str, u8)] {
        use Action::{
            Back, Details, Down, Enter, Finish, Help, Length, Menu, NextPart, NoThanks, Quit, Right, TakeOut, TookIt,
            Undo,
        };
        match self {
            Self::Sale => &[
                (TookIt, "foot-took-it", 9),
                (NoThanks, "foot-no-thanks", 8),
                (Details, "foot-details", 4),
                (Undo, "foot-undo", 6),
                (Finish, "foot-finish", 7),
                (Help, "foot-help", 10),
            ],
            Self::Search => &[
                (Enter, "foot-add", 9),
                (Down, "foot-choose", 5),
                (Details, "foot-just-look", 4),
                (Back, "foot-clear", 7),
                (Help, "foot-help", 10),
            ],
            Self::AddOn => &[
                (TookIt, "foot-took-it", 9),
                (NoThanks, "foot-no-thanks", 8),
                (NextPart, "foot-other-choice", 5),
                (Details, "foot-why", 4),
                (Back, "foot-back", 7),
                (Undo, "foot-undo", 3),
                (Help, "foot-help", 10),
            ],
            Self::Item => &[
                (NextPart, "foot-other-choice", 5),
                (Enter, "foot-instead", 6),
                (Details, "foot-why", 3),
                (Back, "foot-back", 7),
                (Undo, "foot-undo", 4),
                (Help, "foot-help", 10),
            ],
            Self::Finish => &[
                (Finish, "foot-save-and-next", 9),
                (Undo, "foot-back-to-sale", 8),
                (Menu, "foot-menu-drop", 5),
                (Help, "foot-help", 10),
            ],
            Self::FirstRun => {
                &[(Down, "foot-choose", 7), (Enter, "foot-go", 9), (Menu, "foot-menu-look", 5), (Help, "foot-help", 10)]
            }
            Self::Page => &[(Back, "foot-close", 9), (Menu, "foot-menu", 8), (Quit, "foot-quit", 2)],
            Self::Why => &[(Down, "foot-read-on", 5), (Back, "foot-back", 9), (Help, "foot-help", 10)],
            Self::Menu => {
                &[(Enter, "foot-go", 9), (Down, "foot-choose", 5), (Back, "foot-back", 7), (Help, "foot-help", 10)]
            }
            Self::Unknown => &[
                (TakeOut, "foot-seen-to", 9),
                (Down, "foot-choose", 5),
                (Undo, "foot-undo", 6),
                (Back, "foot-close", 8),
            ],
            Self::Report => &[
                (Right, "foot-period", 8),
                (Length, "foot-length", 5),
                (NextPart, "foot-by", 7),
                (Enter, "foot-open", 6),
                (Menu, "foot-menu-csv", 3),
                (Back, "foot-back", 9),
                (Help, "foot-help", 10),
            ],
            Self::ReportRow => &[
                (Right, "foot-period", 7),
                (Length, "foot-length", 5),
                (Back, "foot-back", 9),
                (Help, "foot-help", 10),
            ],
            Self::Practice => &[
                (Enter, "foot-ask", 9),
                (TookIt, "foot-took-it", 8),
                (NoThanks, "foot-no-thanks", 7),
                (Details, "foot-details", 4),
                (Undo, "foot-undo", 3),
                (Finish, "foot-finish", 6),
                (Help, "foot-help", 10),
            ],
            Self::Feedback => &[
                (Finish, "foot-next-customer", 9),
                (Down, "foot-read-on", 7),
                (Menu, "foot-menu-end", 6),
                (Help, "foot-help", 10),
            ],
            Self::Wording => &[(Enter, "foot-send", 9), (NextPart, "foot-ask-or-say", 7), (Back, "foot-close", 8)],
            Self::Choice => &[(Down, "foot-choose", 5), (Enter, "foot-go", 6), (Back, "foot-back", 9)],
            Self::Small => &[(Finish, "foot-finish", 5), (Quit, "foot-quit", 9), (Help, "foot-help", 10)],
        }
    }
}

/// The table with what `keys.toml` changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    keys: Vec<(Action, Vec<Key>)>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { keys: TABLE.iter().map(|entry| (entry.action, entry.keys.to_vec())).collect() }
    }
}

/// Why a line of `keys.toml` is not taken; that action keeps its keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// No action of that name.
    #[error("no such action: {0}")]
    NoAction(String),
    /// No key of that name.
    #[error("no such key: {0}")]
    NoKey(String),
    /// Letters, digits and blanks are text on every screen.
    #[error("a letter, digit or blank is never a command: {0}")]
    IsText(String),
    /// Terminals and desktops keep these for themselves.
    #[error("terminals keep this key for themselves: {0}")]
    Taken(String),
    /// Another action has it.
    #[error("the key already means {other}: {key}")]
    Double {
        /// The key.
        key: String,
        /// What it means.
        other: &'static str,
    },
    /// An action that has no key in the table cannot get one, since only the menu knows what it is about.
    #[error("this action is in the F8 menu only: {0}")]
    MenuOnly(String),
}

impl Keymap {
    /// What a key means.
    pub fn action(&self, key: Key) -> Option<Action> {
        self.keys.iter().find(|(_, keys)| keys.contains(&key)).map(|&(action, _)| action)
    }

    /// The keys of an action, the one to show first.
    pub fn keys(&self, action: Action) -> &[Key] {
        self.keys.iter().find(|(known, _)| *known == action).map_or(&[], |(_, keys)| keys)
    }

    /// Gives an action other keys, as a line of `keys.toml` says.
    pub fn rebind(&mut self, name: &str, keys: &[&str]) -> Result<(), KeyProblem> {
        let entry =
            TABLE.iter().find(|entry| entry.name == name).ok_or_else(|| KeyProblem::NoAction(name.to_owned()))?;
        if entry.keys.is_empty() {
            return Err(KeyProblem::MenuOnly(name.to_owned()));
        }
        let keys = keys.iter().map(|key| self.allowed(entry.action, key)).collect::<Result<Vec<_>, _>>()?;
        if let Some((_, known)) = self.keys.iter_mut().find(|(action, _)| *action == entry.action) {
            *known = keys;
        }
        Ok(())
    }

    fn allowed(&self, action: Action, name: &str) -> Result<Key, KeyProblem> {
        let key = Key::parse(name).ok_or_else(|| KeyProblem::NoKey(name.to_owned()))?;
        match key {
            Key::Char(c) if c.is_alphanumeric() || c == ' ' => return Err(KeyProblem::IsText(name.to_owned())),
            // What scanners send as STX, ETX's sister EOT, Tab, LF and CR.
            Key::Ctrl('b' | 'd' | 'i' | 'j' | 'm') | Key::F(10..=12) => return Err(KeyProblem::Taken(name.to_owned())),
            _ => {}
        }
        match self.action(key).filter(|&other| other != action) {
            Some(other) => Err(KeyProblem::Double { key: name.to_owned(), other: name_of(other) }),
            None => Ok(key),
        }
    }
}

/// An action's name in `keys.toml`.
pub fn name_of(action: Action) -> &'static str {
    TABLE.iter().find(|entry| entry.action == action).map_or("", |entry| entry.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_and_no_letter_means_any() {
        let mut seen = std::collections::HashMap::new();
        for entry in TABLE {
            for &key in entry.keys {
                assert_eq!(seen.insert(key, entry.name), None, "{key}");
                assert!(!matches!(key, Key::Char(c) if c.is_alphanumeric() || c == ' '), "{key}");
                assert!(!matches!(key, Key::F(10..=12)), "{key}");
            }
        }
    }

    #[test]
    fn every_hint_has_a_key() {
        let keymap = Keymap::default();
        for place in Place::ALL {
            for (action, words, _) in place.hints() {
                assert!(!keymap.keys(*action).is_empty(), "{place:?} {words}");
            }
        }
    }

    #[test]
    fn a_bad_line_keeps_the_default() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.rebind("took_it", &["y"]), Err(KeyProblem::IsText("y".to_owned())));
        assert_eq!(keymap.rebind("undo", &["F9"]), Err(KeyProblem::Double { key: "F9".to_owned(), other: "finish" }));
        assert_eq!(keymap.rebind("finish", &["F11"]), Err(KeyProblem::Taken("F11".to_owned())));
        assert_eq!(keymap.rebind("fly", &["F9"]), Err(KeyProblem::NoAction("fly".to_owned())));
        assert_eq!(keymap.rebind("finish", &["Pause"]), Err(KeyProblem::NoKey("Pause".to_owned())));
        assert_eq!(keymap, Keymap::default());
        assert_eq!(keymap.rebind("finish", &["Ctrl+F"]), Ok(()));
        assert_eq!(keymap.action(Key::Ctrl('f')), Some(Action::Finish));
        assert_eq!(keymap.action(Key::F(9)), None);
    }
}
