//! A catalog source as an import finds it: its items, which pairs people have linked, what came from where before. Nothing
//! here is changed; [`super::merge`] writes.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use hashbrown::{HashMap, HashSet};

use super::format::{NamedBy, Tie};
use super::goods::{Goods, Meets, key};
use super::relate::Pending;
use crate::domain::LinkKind;
use crate::sheet::problem::{At, Problems};
use crate::sheet::table::Table;
use crate::sheet::{delimiter, formula};

/// What an import lays its parcel into.
#[derive(Debug, Default)]
pub struct Source {
    /// Its folder.
    pub folder: PathBuf,
    /// The currency of `shop.toml`, where there is one.
    pub currency: Option<String>,
    /// True where there is a `shop.toml`.
    pub has_shop: bool,
    /// Its items.
    pub items: Goods,
    /// The header of `items.csv` as written, and its delimiter; `None` where there is no such file.
    pub header: Option<(Vec<String>, u8)>,
    /// Pairs that stand in `links.csv`, by [`key`] of item and add-on, and the kinds they have there, a bit each.
    pub linked: HashMap<u64, u16>,
    /// Pairs that stand in `pairs.csv`, by [`key`].
    pub paired: HashSet<u64>,
    /// Links that imports brought before: by format, [`key`] of item, add-on and kind.
    pub before: BTreeMap<String, HashSet<u64>>,
    /// Relations that wait for their targets, by format.
    pub pending: BTreeMap<String, Vec<Pending>>,
}

/// The folder of what imports remember.
pub const MEMORY: &str = "imports";
/// The columns of a memory: an item where there is no add-on, a waiting relation where `waits_for` says for what.
pub const MEMORY_HEADER: [&str; 5] = ["item", "add_on", "kind", "waits_for", "named_by"];

impl Source {
    /// Reads a source that may not be there yet. What is wrong with it is told: it is mended before anything is laid in.
    pub fn read(folder: &Path, problems: &mut Problems) -> Self {
        let mut source = Self { folder: folder.to_owned(), items: Goods::new(), ..Self::default() };
        source.shop(problems);
        source.read_items(problems);
        source.read_links(problems);
        source.read_pairs(problems);
        source.read_memory(problems);
        source
    }

    fn shop(&mut self, problems: &mut Problems) {
        match std::fs::read_to_string(self.folder.join("shop.toml")) {
            Ok(text) => {
                self.has_shop = true;
                match text.parse::<toml::Table>() {
                    Ok(table) => self.currency = table.get("currency").and_then(toml::Value::as_str).map(str::to_owned),
                    Err(error) => problems.error("shop.toml", At::START, error.message(), ""),
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => problems.error("shop.toml", At::START, crate::sheet::table::cannot_read(&error), ""),
        }
    }

    fn read_items(&mut self, problems: &mut Problems) {
        const FILE: &str = "items.csv";
        let Some(table) = Table::open_optional(&self.folder, FILE, problems) else { return };
        if !table.header.check(FILE, &["sku"], problems) {
            return;
        }
        let names: Vec<String> = table.header.names.iter().map(ToString::to_string).collect();
        let sku = table.header.find("sku");
        let columns: Vec<Option<usize>> = names
            .iter()
            .enumerate()
            .map(|(place, name)| if Some(place) == sku || name.is_empty() { None } else { self.items.column(name) })
            .collect();
        table.each_row(problems, |row, problems| {
            let text = row.text(sku);
            let cells: Vec<(usize, String)> = columns
                .iter()
                .enumerate()
                .filter_map(|(place, column)| Some(((*column)?, row.text(Some(place)).to_owned())))
                .collect();
            if text.is_empty() {
                problems.error(FILE, row.at(sku), "row without an SKU; mend it before anything is laid in", "");
            } else if self.items.put(text, &cells, Meets::Fills).1 {
                problems.error(FILE, row.at(sku), "SKU stands twice; mend it before anything is laid in", text);
            }
        });
        self.header = Some((names, delimiter(&self.folder.join(FILE))));
    }

    fn read_links(&mut self, problems: &mut Problems) {
        each(&self.folder, "links.csv", ["item", "add_on", "kind"], problems, |[item, add_on, kind]| {
            *self.linked.entry(key([&item, &add_on])).or_default() |= bit(&kind.to_lowercase());
        });
    }

    fn read_pairs(&mut self, problems: &mut Problems) {
        each(&self.folder, "pairs.csv", ["sku_a", "sku_b"], problems, |[a, b]| {
            self.paired.insert(key([formula::unguarded(&a), formula::unguarded(&b)]));
        });
    }

    fn read_memory(&mut self, problems: &mut Problems) {
        let folder = self.folder.join(MEMORY);
        let Ok(entries) = std::fs::read_dir(&folder) else { return };
        let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort();
        for name in names {
            let Some(format) = name.strip_suffix(".csv") else { continue };
            let before = self.before.entry(format.to_owned()).or_default();
            let mut pending = Vec::new();
            each(&folder, &name, MEMORY_HEADER, problems, |[item, add_on, kind, waits_for, named_by]| {
                if !waits_for.is_empty() {
                    pending.extend(waiting(item, &kind, waits_for, &named_by));
                } else if !add_on.is_empty() {
                    before.insert(key([&item, &add_on, &kind]));
                }
            });
            self.pending.insert(format.to_owned(), pending);
        }
    }

    /// What the last import of a format brought, one by one: items, whose other texts are empty, and links with their kind.
    pub fn each_remembered(&self, format: &str, mut take: impl FnMut(&str, &str, &str)) {
        let folder = self.folder.join(MEMORY);
        let columns = [MEMORY_HEADER[0], MEMORY_HEADER[1], MEMORY_HEADER[2], MEMORY_HEADER[3]];
        each(
            &folder,
            &format!("{format}.csv"),
            columns,
            &mut Problems::default(),
            |[item, add_on, kind, waits_for]| {
                if waits_for.is_empty() {
                    take(&item, &add_on, &kind);
                }
            },
        );
    }

    /// True where nothing of a catalog is there.
    pub fn is_new(&self) -> bool {
        !self.has_shop && self.header.is_none()
    }
}

/// The bit of a kind in [`Source::linked`]; words that are none share one.
pub fn bit(kind: &str) -> u16 {
    let place = LinkKind::ALL.iter().position(|known| known.word() == kind).unwrap_or(15);
    1 << place
}

fn waiting(item: String, kind: &str, target: String, named_by: &str) -> Option<Pending> {
    let (kind, reversed) = match kind.strip_suffix(" of") {
        Some(kind) => (kind, true),
        None => (kind, false),
    };
    let named_by = named_by.split(' ').filter_map(by).collect();
    Some(Pending { item, target, tie: Tie::parse(kind)?, named_by, reversed })
}

fn by(word: &str) -> Option<NamedBy> {
    Some(match word {
        "sku" => NamedBy::Sku,
        "id" => NamedBy::Id,
        "handle" => NamedBy::Handle,
        "name" => NamedBy::Name,
        "barcode" => NamedBy::Barcode,
        _ => return None,
    })
}

/// Hands over the cells of the named columns, row by row; a file that is not there has none.
fn each<const N: usize>(
    folder: &Path,
    file: &str,
    columns: [&str; N],
    problems: &mut Problems,
    mut take: impl FnMut([String; N]),
) {
    let Some(table) = Table::open_optional(folder, file, problems) else { return };
    if !table.header.check(file, &columns[..2], problems) {
        return;
    }
    let places = columns.map(|name| table.header.find(name));
    table.each_row(problems, |row, _| take(places.map(|place| row.text(place).to_owned())));
}
