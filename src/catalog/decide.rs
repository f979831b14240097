//! Decisions about mined pairs → `pairs.csv`: four cells of a row changed, every other byte of the file as it was.
//!
//! The file belongs to whoever has it open as well, most likely a spreadsheet. So each save reads it anew, looks for the
//! pairs by their SKUs, and changes a row only where it still says what was known of it. The new file is written beside
//! the old one, flushed to disk and renamed over it: whatever happens, one of the two is there.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::review::{FILE, of_cells};
use crate::domain::{Sku, Written};
use crate::sheet::format;
use crate::sheet::formula::{guarded, unguarded};
use crate::sheet::places::{RowPlace, Rows, encoded};

/// The columns that are written, in the order of [`of_cells`].
const COLUMNS: [&str; 4] = ["decision", "kind", "ask", "say"];

/// What somebody changed of one pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Names the pair to whoever made the change.
    pub pair: u32,
    /// Its two items.
    pub skus: [Sku; 2],
    /// What the row said before.
    pub before: Written,
    /// What it is to say.
    pub after: Written,
}

/// What a save did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Somebody else wrote the file since it was last read or written here.
    pub by_others: bool,
    /// Pairs of which somebody else decided otherwise meanwhile, and what the file says. It holds.
    pub theirs: Vec<(u32, Written)>,
}

/// Why nothing was saved. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum NotSaved {
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// It is no file of pairs any more.
    #[error("{}: {what}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What it is instead.
        what: String,
    },
}

/// One pair on its way to the file.
#[derive(Debug)]
struct Entry {
    pair: u32,
    skus: [Sku; 2],
    /// What the row may say without anybody else having touched it: before the first change, and at the last save.
    known: [Written; 2],
    after: Written,
}

/// All changes of one sitting. They are applied together at each save, so that one that a spreadsheet wrote over with
/// what it had loaded before comes back.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    entries: HashMap<[String; 2], Entry>,
    /// Length and checksum of the file as it was last seen.
    seen: Option<(usize, u32)>,
}

impl Ledger {
    /// Begins, and remembers the file as it is.
    pub fn open(source: &Path) -> Result<Self, NotSaved> {
        let path = source.join(FILE);
        // Through a link, so that a file kept elsewhere stays linked.
        let path = fs::canonicalize(&path).unwrap_or(path);
        let mut ledger = Self { path, entries: HashMap::new(), seen: None };
        ledger.seen = Some(fingerprint(&[ledger.read()?.into()]));
        Ok(ledger)
    }

    /// Notes a change. Nothing is written before [`Ledger::save`].
    pub fn note(&mut self, change: Change) {
        let Change { pair, skus, before, after } = change;
        let entry = Entry { pair, known: [before.clone(), before], after: after.clone(), skus };
        self.entries.entry(key(&entry.skus)).or_insert(entry).after = after;
    }

    /// Writes everything that was noted.
    pub fn save(&mut self) -> Result<Saved, NotSaved> {
        if self.entries.is_empty() {
            return Ok(Saved::default());
        }
        let old = self.read()?;
        let by_others = self.seen.is_some_and(|seen| seen != fingerprint(&[Cow::Borrowed(&old)]));
        let mut saved = Saved { by_others, theirs: Vec::new() };
        let new = self.apply(&old, &mut saved)?;
        if new.len() > 1 {
            self.write(&new)?;
        }
        self.seen = Some(fingerprint(&new));
        for (pair, _) in &saved.theirs {
            self.entries.retain(|_, entry| entry.pair != *pair);
        }
        for entry in self.entries.values_mut() {
            entry.known[1] = entry.after.clone();
        }
        Ok(saved)
    }

    fn read(&self) -> Result<Vec<u8>, NotSaved> {
        fs::read(&self.path).map_err(|source| NotSaved::File { path: self.path.clone(), source })
    }

    fn write(&self, pieces: &[Cow<'_, [u8]>]) -> Result<(), NotSaved> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let write = || {
            let file = tempfile::Builder::new().prefix(".pairs-").suffix(".tmp").tempfile_in(folder)?;
            let mut out = io::BufWriter::new(file.as_file());
            pieces.iter().try_for_each(|piece| out.write_all(piece))?;
            out.flush()?;
            drop(out);
            file.as_file().set_permissions(fs::metadata(&self.path)?.permissions())?;
            file.as_file().sync_all()?;
            file.persist(&self.path).map_err(|error| error.error)?;
            // The new name has to be on disk as well. Not every system lets a folder be opened.
            let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
            Ok(())
        };
        write().map_err(|source| NotSaved::File { path: self.path.clone(), source })
    }

    /// The file with the changes in it, as pieces of the old one and new ones between them; one piece where none is new.
    fn apply<'a>(&self, old: &'a [u8], saved: &mut Saved) -> Result<Vec<Cow<'a, [u8]>>, NotSaved> {
        let unreadable = |what: &str| NotSaved::Unreadable { path: self.path.clone(), what: what.to_owned() };
        let format = format::detect(old).map_err(unreadable)?;
        let mut file = Rows::new(old, format);
        let header = file.next().ok_or_else(|| unreadable("file is empty"))?;
        let names: Vec<String> = header.cells.iter().map(|cell| file.text(cell).trim().to_lowercase()).collect();
        let find = |name: &str| names.iter().position(|known| known == name);
        let (Some(a), Some(b)) = (find("sku_a"), find("sku_b")) else {
            return Err(unreadable("no column sku_a and sku_b"));
        };
        let missing: Vec<&str> = COLUMNS.into_iter().filter(|name| find(name).is_none()).collect();
        let mut next_new = names.len();
        let columns = COLUMNS.map(|name| {
            find(name).unwrap_or_else(|| {
                next_new += 1;
                next_new - 1
            })
        });
        let mut pieces: Vec<Cow<'a, [u8]>> = Vec::new();
        let mut copied = 0;
        let mut put = |to: usize, new: Vec<u8>, next: usize| {
            pieces.push(Cow::Borrowed(&old[copied..to]));
            pieces.push(Cow::Owned(new));
            copied = next;
        };
        if !missing.is_empty() {
            let names = missing.iter().flat_map(|name| [&[format.delimiter], name.as_bytes()].concat()).collect();
            put(header.end, names, header.end);
        }
        let mut found = HashSet::new();
        while let Some(row) = file.next() {
            let (Some(cell_a), Some(cell_b)) = (row.cells.get(a), row.cells.get(b)) else { continue };
            let (sku_a, sku_b) = (file.text(cell_a), file.text(cell_b));
            let Some(entry) = self.entries.get(&ordered(unguarded(sku_a.trim()), unguarded(sku_b.trim()))) else {
                continue;
            };
            found.insert(entry.pair);
            let cells = columns.map(|column| row.cells.get(column).map_or(Cow::Borrowed(""), |cell| file.text(cell)));
            let now = of_cells([&cells[0], &cells[1], &cells[2], &cells[3]]);
            if now == entry.after {
                continue;
            }
            if !entry.known.contains(&now) {
                saved.theirs.push((entry.pair, now));
                continue;
            }
            put(row.start, changed(&row, &file, columns, &now, &entry.after), row.end);
        }
        let rest = self.appended(&file, next_new, [a, b], columns, &found);
        pieces.push(Cow::Borrowed(&old[copied..]));
        if !rest.is_empty() {
            pieces.push(Cow::Owned(rest));
        }
        Ok(pieces)
    }

    /// Pairs whose row is gone, since somebody mined again: their decision is kept in a row of its own.
    fn appended(
        &self,
        file: &Rows<'_>,
        width: usize,
        skus: [usize; 2],
        columns: [usize; 4],
        found: &HashSet<u32>,
    ) -> Vec<u8> {
        let gone = self.entries.values().filter(|entry| !found.contains(&entry.pair));
        let mut gone: Vec<&Entry> = gone.filter(|entry| entry.after != Written::default()).collect();
        gone.sort_by(|a, b| a.skus.iter().map(Sku::as_str).cmp(b.skus.iter().map(Sku::as_str)));
        let end: &[u8] = if file.bytes().windows(2).any(|two| two == b"\r\n") { b"\r\n" } else { b"\n" };
        let mut out = Vec::new();
        if !gone.is_empty() && !file.bytes().ends_with(b"\n") {
            out.extend_from_slice(end);
        }
        for entry in gone {
            let mut cells = vec![Vec::new(); width];
            for (column, sku) in skus.into_iter().zip(&entry.skus) {
                cells[column] = encoded(&guarded(sku.as_str()), file.delimiter(), false);
            }
            for (column, text) in columns.into_iter().zip(texts(&entry.after)) {
                cells[column] = encoded(&guarded(&text), file.delimiter(), false);
            }
            out.extend(cells.join(&file.delimiter()));
            out.extend_from_slice(end);
        }
        out
    }
}

/// A pair whichever way round.
fn key(skus: &[Sku; 2]) -> [String; 2] {
    ordered(skus[0].as_str(), skus[1].as_str())
}

fn ordered(a: &str, b: &str) -> [String; 2] {
    if a <= b { [a.to_owned(), b.to_owned()] } else { [b.to_owned(), a.to_owned()] }
}

fn fingerprint(pieces: &[Cow<'_, [u8]>]) -> (usize, u32) {
    let mut hasher = crc32fast::Hasher::new();
    for piece in pieces {
        hasher.update(piece);
    }
    (pieces.iter().map(|piece| piece.len()).sum(), hasher.finalize())
}

/// The cells as they are written.
fn texts(written: &Written) -> [String; 4] {
    let text = |text: &Option<crate::domain::CleanText>| text.as_ref().map_or_else(String::new, ToString::to_string);
    [
        written.ruling.map_or("", crate::domain::Ruling::word).to_owned(),
        written.kind.map_or("", crate::domain::LinkKind::word).to_owned(),
        text(&written.ask),
        text(&written.say),
    ]
}

/// The bytes of the row with those cells changed that are to say something else.
fn changed(row: &RowPlace, file: &Rows<'_>, columns: [usize; 4], now: &Written, after: &Written) -> Vec<u8> {
    let mut cells: Vec<Vec<u8>> = row.cells.iter().map(|cell| file.bytes()[cell.clone()].to_vec()).collect();
    for ((column, is), to_be) in columns.into_iter().zip(texts(now)).zip(texts(after)) {
        if is == to_be {
            continue;
        }
        if cells.len() <= column {
            cells.resize(column + 1, Vec::new());
        }
        let quoted = cells[column].first() == Some(&b'"');
        cells[column] = encoded(&guarded(&to_be), file.delimiter(), quoted);
    }
    cells.join(&file.delimiter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CleanText, LinkKind, Ruling};

    fn sku(text: &str) -> Sku {
        Sku::parse(text).unwrap()
    }

    fn accepted(say: &str) -> Written {
        let kind = Some(LinkKind::Accessory);
        Written { ruling: Some(Ruling::Accepted), kind, ask: None, say: CleanText::non_empty(say) }
    }

    fn change(skus: [&str; 2], before: Written, after: Written) -> Change {
        Change { pair: skus[0].len() as u32, skus: skus.map(sku), before, after }
    }

    struct File(tempfile::TempDir);

    impl File {
        fn of(text: &str) -> Self {
            let file = Self(tempfile::tempdir().unwrap());
            file.write(text);
            file
        }

        fn write(&self, text: &str) {
            fs::write(self.0.path().join(FILE), text).unwrap();
        }

        fn text(&self) -> String {
            fs::read_to_string(self.0.path().join(FILE)).unwrap()
        }

        fn ledger(&self) -> Ledger {
            Ledger::open(self.0.path()).unwrap()
        }
    }

    #[test]
    fn four_cells_change_and_every_other_byte_stays() {
        let table = [
            // what a spreadsheet in France saves: a mark, semicolons, CR LF, a column of its own, quotes kept
            (
                "\u{feff}sku_a;sku_b;n_ab;lift;Remarque;decision;kind;ask;say\r\n\"A\";B;12;5,20;\"à; voir\";;;;\"\"\r\n\r\nC;D;3;1;x;;;;",
                "\u{feff}sku_a;sku_b;n_ab;lift;Remarque;decision;kind;ask;say\r\n\"A\";B;12;5,20;\"à; voir\";accepted;accessory;;\"Both; so.\"\r\n\r\nC;D;3;1;x;;;;",
            ),
            // columns in any order, and a row shorter than its header
            (
                "say,decision,sku_b,sku_a,kind,ask\n,,B,A\n",
                "say,decision,sku_b,sku_a,kind,ask\nBoth; so.,accepted,B,A,accessory\n",
            ),
            // an analyst's file without the columns
            (
                "sku_a,sku_b,n_ab\nA,B,12\nC,D,3\n",
                "sku_a,sku_b,n_ab,decision,kind,ask,say\nA,B,12,accepted,accessory,,Both; so.\nC,D,3\n",
            ),
            ("sep=|\nsku_a|sku_b\nA|B", "sep=|\nsku_a|sku_b|decision|kind|ask|say\nA|B|accepted|accessory||Both; so."),
        ];
        for (before, after) in table {
            let file = File::of(before);
            let mut ledger = file.ledger();
            ledger.note(change(["A", "B"], Written::default(), accepted("Both; so.")));
            assert_eq!(ledger.save().unwrap(), Saved::default());
            assert_eq!(file.text(), after);
        }
    }

    #[test]
    fn what_others_wrote_meanwhile_stays_and_what_they_wrote_over_comes_back() {
        let head = "sku_a,sku_b,decision,kind,ask,say\n";
        let file = File::of(&format!("{head}A,B,,,,\nCC,D,,,,\n"));
        let mut ledger = file.ledger();
        ledger.note(change(["A", "B"], Written::default(), accepted("Ours.")));
        ledger.save().unwrap();
        // A spreadsheet that was open all the time saves what it had, with a decision of its own and a row more.
        file.write(&format!("{head}A,B,,,,\nCC,D,rejected,,,\nE,F,,,,\n"));
        ledger.note(change(["CC", "D"], Written::default(), accepted("Ours too.")));
        let saved = ledger.save().unwrap();
        let theirs = Written { ruling: Some(Ruling::Rejected), ..Written::default() };
        assert_eq!(saved, Saved { by_others: true, theirs: vec![(2, theirs)] });
        assert_eq!(file.text(), format!("{head}A,B,accepted,accessory,,Ours.\nCC,D,rejected,,,\nE,F,,,,\n"));
        assert_eq!(ledger.save().unwrap(), Saved::default());
    }

    #[test]
    fn a_decision_about_a_row_that_is_gone_gets_a_row() {
        let file = File::of("sku_a,sku_b,n_ab,decision,kind,ask,say\r\nA,B,9,,,,\r\n");
        let mut ledger = file.ledger();
        file.write("sku_a,sku_b,n_ab,decision,kind,ask,say\r\nE,F,9,,,,");
        ledger.note(change(["A", "B"], Written::default(), accepted("Ours.")));
        assert!(ledger.save().unwrap().by_others);
        let expected = "sku_a,sku_b,n_ab,decision,kind,ask,say\r\nE,F,9,,,,\r\nA,B,,accepted,accessory,,Ours.\r\n";
        assert_eq!(file.text(), expected);
    }

    #[test]
    fn what_cannot_be_saved_is_said_and_saved_later() {
        let file = File::of("sku_a,sku_b\nA,B\n");
        let mut ledger = file.ledger();
        ledger.note(change(["A", "B"], Written::default(), accepted("")));
        file.write("PK\u{3}\u{4}");
        assert!(ledger.save().unwrap_err().to_string().contains("file is a spreadsheet"));
        assert_eq!(file.text(), "PK\u{3}\u{4}");
        file.write("sku_a,sku_b\nA,B\n");
        ledger.save().unwrap();
        assert!(file.text().contains("A,B,accepted,accessory"));
    }
}
