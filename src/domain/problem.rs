//! Something that is wrong and that a person can do something about: a number to name on the telephone, a sentence and
//! what to do. Screens, `status` and `doctor` show the same ones.
//!
//! Nothing here finds problems or prints them. What ends a command is an error of its module, not a problem.

use serde::Serialize;

/// The numbers, one table for the program and its documentation. A number is never given to something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// Some other kind of file than a catalog.
    CatalogForeign,
    /// A catalog that ends too early.
    CatalogCutShort,
    /// A catalog that was changed on its way, or made wrong.
    CatalogDamaged,
    /// A catalog for a newer version of the program.
    CatalogNewer,
    /// A folder, a link, a device where a catalog should be.
    CatalogNoFile,
    /// Larger than any catalog.
    CatalogTooLarge,
    /// The catalog in use cannot be read.
    CatalogUnreadable,
    /// A manifest that cannot be read, or that speaks of another file.
    ManifestUnreadable,
    /// An older catalog than the one in use.
    CatalogOlder,
    /// A version so far ahead that it can only be a mistake.
    VersionJump,
    /// The catalog of another chain.
    OtherChain,
    /// No signature, where a key is pinned.
    Unsigned,
    /// A signature that is not of the pinned key, or not of this file.
    WrongSignature,
    /// A row of a catalog that breaks the rules for its content.
    CatalogContent,
    /// Files that are still arriving.
    StillArriving,
    /// The sync folder cannot be read.
    SyncFolderGone,
    /// The catalog in use is old.
    CatalogOld,
    /// No room on the disk for a catalog.
    NoRoomForCatalog,
    /// The installed catalog changed on the disk; the one before is in use.
    InstalledDamaged,
    /// What this computer trusts cannot be read, so that it trusts nothing.
    TrustUnreadable,
    /// A store's stock list that was changed on its way, or made wrong.
    StockDamaged,
    /// The stock list of another store.
    StockOtherStore,
    /// A stock list without a signature of the pinned key, where a key is pinned.
    StockUnsigned,
    /// An older stock list than the one in use.
    StockOlder,
    /// A stock list that is still arriving.
    StockArriving,
    /// A stock list for a newer version of the program.
    StockNewer,
    /// The store of sales cannot be read.
    StoreDamaged,
    /// A damaged store was moved aside and a new one begun.
    StoreMovedAside,
    /// The store was made by a newer version.
    StoreNewer,
    /// Where the store should be lies a file of another program.
    StoreForeign,
    /// Another copy holds the store.
    StoreBusy,
    /// Sales cannot be saved: disk full, no right to write, a disk that fails.
    NotSaved,
    /// The room kept for a full disk is used up.
    DiskNearlyFull,
    /// Single events can no longer be read.
    EventDamaged,
    /// The clock of this computer cannot be right.
    ClockSuspect,
    /// The `SQLite` inside is too old.
    SqliteTooOld,
    /// A file in the outbox is not what was put there.
    OutboxChanged,
    /// Another computer sends sales under this one's name.
    TwoWriters,
    /// Sales cannot be copied into the sync folder.
    OutboxUnwritable,
    /// A customers list that was changed on its way, is of another chain, older, or not signed where a key is pinned.
    CustomersRefused,
    /// A customers list that is still arriving.
    CustomersArriving,
    /// A customers list for a newer version of the program.
    CustomersNewer,
    /// The chain's key cannot be read, or is not the one that the customers list was made with.
    ChainKey,
    /// A list of customers to be forgotten was refused.
    EraseRefused,
    /// A file in an outbox that is no segment: damaged, or another one than its name says.
    SegmentBad,
    /// A segment that arrived with two contents.
    SegmentTwice,
    /// Events that did not arrive, though later ones did.
    EventsMissing,
    /// Two stores of sales of one terminal that were written at the same time.
    StoreCopied,
    /// A segment of a newer version.
    SegmentNewer,
    /// A terminal that was not heard of for days.
    TerminalSilent,
    /// A terminal that sells from an older catalog than it could.
    TerminalBehind,
    /// The port of the scanner cannot be heard.
    ScannerLost,
    /// The till that is listened to cannot be heard.
    FeedLost,
    /// Built without serial ports, and the settings name one.
    NoSerial,
    /// The slip of a customer could not be printed.
    SlipNotPrinted,
    /// No directory for our files, or none that can be used.
    NoDirectory,
    /// The data directory lies where a copying program works.
    DirectorySynced,
    /// The settings file cannot be read.
    SettingsUnreadable,
    /// A line of the settings file is no TOML.
    SettingsSyntax,
    /// A key nobody knows.
    SettingsUnknownKey,
    /// A value that does not fit its key.
    SettingsValue,
}

impl Code {
    /// All of them, by number.
    pub const ALL: &[Self] = &[
        Self::CatalogForeign,
        Self::CatalogCutShort,
        Self::CatalogDamaged,
        Self::CatalogNewer,
        Self::CatalogNoFile,
        Self::CatalogTooLarge,
        Self::CatalogUnreadable,
        Self::ManifestUnreadable,
        Self::CatalogOlder,
        Self::VersionJump,
        Self::OtherChain,
        Self::Unsigned,
        Self::WrongSignature,
        Self::CatalogContent,
        Self::StillArriving,
        Self::SyncFolderGone,
        Self::CatalogOld,
        Self::NoRoomForCatalog,
        Self::InstalledDamaged,
        Self::TrustUnreadable,
        Self::StockDamaged,
        Self::StockOtherStore,
        Self::StockUnsigned,
        Self::StockOlder,
        Self::StockArriving,
        Self::StockNewer,
        Self::StoreDamaged,
        Self::StoreMovedAside,
        Self::StoreNewer,
        Self::StoreForeign,
        Self::StoreBusy,
        Self::NotSaved,
        Self::DiskNearlyFull,
        Self::EventDamaged,
        Self::ClockSuspect,
        Self::SqliteTooOld,
        Self::OutboxChanged,
        Self::TwoWriters,
        Self::OutboxUnwritable,
        Self::EraseRefused,
        Self::CustomersRefused,
        Self::CustomersArriving,
        Self::CustomersNewer,
        Self::ChainKey,
        Self::SegmentBad,
        Self::SegmentTwice,
        Self::EventsMissing,
        Self::StoreCopied,
        Self::SegmentNewer,
        Self::TerminalSilent,
        Self::TerminalBehind,
        Self::ScannerLost,
        Self::FeedLost,
        Self::NoSerial,
        Self::SlipNotPrinted,
        Self::NoDirectory,
        Self::SettingsUnreadable,
        Self::SettingsSyntax,
        Self::SettingsUnknownKey,
        Self::SettingsValue,
        Self::DirectorySynced,
    ];

    /// What staff read out on the telephone.
    pub fn number(self) -> &'static str {
        match self {
            Self::CatalogForeign => "GW-110",
            Self::CatalogCutShort => "GW-111",
            Self::CatalogDamaged => "GW-112",
            Self::CatalogNewer => "GW-113",
            Self::CatalogNoFile => "GW-114",
            Self::CatalogTooLarge => "GW-115",
            Self::CatalogUnreadable => "GW-116",
            Self::ManifestUnreadable => "GW-117",
            Self::CatalogOlder => "GW-118",
            Self::VersionJump => "GW-119",
            Self::OtherChain => "GW-120",
            Self::Unsigned => "GW-121",
            Self::WrongSignature => "GW-122",
            Self::CatalogContent => "GW-123",
            Self::StillArriving => "GW-124",
            Self::SyncFolderGone => "GW-125",
            Self::CatalogOld => "GW-126",
            Self::NoRoomForCatalog => "GW-127",
            Self::InstalledDamaged => "GW-128",
            Self::TrustUnreadable => "GW-129",
            Self::StockDamaged => "GW-130",
            Self::StockOtherStore => "GW-131",
            Self::StockUnsigned => "GW-132",
            Self::StockOlder => "GW-133",
            Self::StockArriving => "GW-134",
            Self::StockNewer => "GW-135",
            Self::StoreDamaged => "GW-201",
            Self::StoreMovedAside => "GW-202",
            Self::StoreNewer => "GW-203",
            Self::StoreForeign => "GW-204",
            Self::StoreBusy => "GW-205",
            Self::NotSaved => "GW-206",
            Self::DiskNearlyFull => "GW-207",
            Self::EventDamaged => "GW-208",
            Self::ClockSuspect => "GW-209",
            Self::SqliteTooOld => "GW-210",
            Self::OutboxChanged => "GW-301",
            Self::TwoWriters => "GW-302",
            Self::OutboxUnwritable => "GW-303",
            Self::EraseRefused => "GW-304",
            Self::CustomersRefused => "GW-305",
            Self::CustomersArriving => "GW-306",
            Self::CustomersNewer => "GW-307",
            Self::ChainKey => "GW-308",
            Self::SegmentBad => "GW-321",
            Self::SegmentTwice => "GW-322",
            Self::EventsMissing => "GW-323",
            Self::StoreCopied => "GW-324",
            Self::SegmentNewer => "GW-325",
            Self::TerminalSilent => "GW-326",
            Self::TerminalBehind => "GW-327",
            Self::ScannerLost => "GW-401",
            Self::FeedLost => "GW-402",
            Self::NoSerial => "GW-403",
            Self::SlipNotPrinted => "GW-404",
            Self::NoDirectory => "GW-501",
            Self::SettingsUnreadable => "GW-502",
            Self::SettingsSyntax => "GW-503",
            Self::SettingsUnknownKey => "GW-504",
            Self::SettingsValue => "GW-505",
            Self::DirectorySynced => "GW-506",
        }
    }

    /// The one with this number.
    pub fn of(number: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.number() == number)
    }

    /// What to do about it, where the place that found it knows nothing better.
    pub fn todo(self) -> &'static str {
        match self {
            Self::CatalogForeign | Self::CatalogNoFile => "give a file made by `goeswith catalog build`",
            Self::CatalogCutShort => "wait until the file has arrived whole, or copy it again",
            Self::CatalogDamaged => "head office: publish it again; here: copy the file again",
            Self::CatalogNewer | Self::StockNewer | Self::CustomersNewer => "bring this program up to date",
            Self::CatalogTooLarge => "build it from a smaller source",
            Self::CatalogUnreadable => "leave the program and start it again; then install the catalog again",
            Self::ManifestUnreadable => "head office: publish the catalog again",
            Self::CatalogOlder => "head office: publish the old content again as a new version",
            Self::VersionJump => "head office: look at the version; `goeswith sync --once --accept-version N` takes it",
            Self::OtherChain => "check that this computer syncs the right folder",
            Self::Unsigned => "head office: publish with `--sign KEY`; nothing in the folder can turn this off",
            Self::WrongSignature => {
                "head office: publish again with the right key; if nobody there made a mistake, somebody tampers with the folder"
            }
            Self::CatalogContent => "head office: build the catalog again with the program as it was released",
            Self::StillArriving | Self::StockArriving | Self::CustomersArriving => {
                "nothing: they are looked at again every few seconds"
            }
            Self::SyncFolderGone => "plug the stick in or start the copying program; you keep selling",
            Self::CatalogOld => "ask head office whether something was published, and look at the copying program",
            Self::NoRoomForCatalog => "free some disk space",
            Self::InstalledDamaged => "wait for the next catalog, or install it again; have the disk checked",
            Self::TrustUnreadable => {
                "remove trust.json from the data directory and pin the key again with `goeswith trust KEY`"
            }
            Self::StockDamaged => "head office: publish the stock of this store again",
            Self::StockOtherStore => "check `store` in settings.toml; head office: publish it with the right --store",
            Self::StockUnsigned => "head office: publish with `--sign KEY`, by the key that counters trust",
            Self::StockOlder => "head office: publish the stock of this store again, with a higher --number",
            Self::StoreDamaged => "run `goeswith doctor`: it moves the damaged store aside and goes on with a new one",
            Self::StoreMovedAside => {
                "you can keep selling; give the moved file to whoever looks after this computer, then remove it"
            }
            Self::StoreNewer => "bring this program up to date; nothing was changed",
            Self::StoreForeign => "move that file somewhere else, or use --data-dir",
            Self::StoreBusy => "try again in a moment; close copies of the program that hang",
            Self::NotSaved => "free some disk space or check the rights of the folder; write open sales down",
            Self::DiskNearlyFull => "free some disk space; sales are saved as long as there is any",
            Self::EventDamaged => "these are left out of exports; tell whoever looks after this computer",
            Self::ClockSuspect => "set the date and time of this computer; sales are saved all the same",
            Self::SqliteTooOld => "use the program as it was released",
            Self::OutboxChanged => "remove that file from the sync folder: it is then written again",
            Self::TwoWriters => {
                "nothing, where this computer was restored or copied; else find out which other one has a copy of its data directory"
            }
            Self::OutboxUnwritable => {
                "check the rights and the room of the sync folder; sales go as soon as it can be written"
            }
            Self::EraseRefused => {
                "head office: run `goeswith forget` again, with `--sign KEY` where counters trust a key; the refused list can be removed"
            }
            Self::CustomersRefused => {
                "head office: publish the customers again, with `--sign KEY` where counters trust a key"
            }
            Self::ChainKey => "copy the chain's key file to this computer and name it as `chain_key` in settings.toml",
            Self::SegmentBad => "nothing for now; if the terminal does not send it again, a copy lies beside the store",
            Self::SegmentTwice => "look whether two computers sell as this terminal; the contents are kept",
            Self::EventsMissing => {
                "wait for the copying program; if they stay away, look into the outbox of that computer"
            }
            Self::StoreCopied => "look whether that computer, or its disk, was copied",
            Self::SegmentNewer => "bring the program at head office up to date, then collect again",
            Self::TerminalSilent => "look whether it is switched on and whether the copying program runs there",
            Self::TerminalBehind => "look whether the copying program runs there",
            Self::ScannerLost => "plug the scanner in; until it is back, type the digits under the bars",
            Self::FeedLost => "scan or type here until the till is heard again; it is tried again by itself",
            Self::NoSerial => "use a build with the cargo feature `serial`, or take the port out of the settings",
            Self::SlipNotPrinted => "look at the printer, and at `command` under [slip] in settings.toml",
            Self::NoDirectory => "use --data-dir with a folder you may write to",
            Self::SettingsUnreadable => "check the rights of the file; it must be text in UTF-8",
            Self::SettingsSyntax => "write `key = value`, texts in quotes",
            Self::SettingsUnknownKey => "take the line out, or correct its name",
            Self::SettingsValue => "correct the value",
            Self::DirectorySynced => {
                "keep it elsewhere (--data-dir): a copying program may exchange the open store for an older one"
            }
        }
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Its number, `GW-` and three digits.
    pub code: &'static str,
    /// What is wrong and what still works, clean text.
    pub what: String,
    /// What a person can do.
    pub todo: String,
    /// The file it is about, where a file says something wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line of that file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

impl Problem {
    /// A problem with the usual advice. `what` is cleaned.
    pub fn new(code: Code, what: &str) -> Self {
        Self {
            code: code.number(),
            what: super::text::clean(what).text,
            todo: code.todo().to_owned(),
            file: None,
            line: None,
        }
    }

    /// The same with better advice.
    #[must_use]
    pub fn with_todo(self, todo: impl Into<String>) -> Self {
        Self { todo: todo.into(), ..self }
    }

    /// The same at a line of a file.
    #[must_use]
    pub fn at(self, file: &str, line: usize) -> Self {
        Self { file: Some(file.to_owned()), line: Some(line), ..self }
    }

    /// `settings.toml:4: what is wrong`, or what is wrong alone.
    pub fn sentence(&self) -> String {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => format!("{file}:{line}: {}", self.what),
            (Some(file), None) => format!("{file}: {}", self.what),
            _ => self.what.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_given_twice_and_each_has_advice() {
        let mut numbers: Vec<_> = Code::ALL.iter().map(|code| code.number()).collect();
        numbers.dedup();
        assert_eq!(numbers.len(), Code::ALL.len());
        assert!(numbers.is_sorted());
        assert!(Code::ALL.iter().all(|code| !code.todo().is_empty()));
    }
}
