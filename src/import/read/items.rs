//! Rows of a file of items.

use std::collections::BTreeMap;

use super::cells;
use super::signs::Signs;
use crate::domain::Sku;
use crate::import::amount::Sign;
use crate::import::bound::Bound;
use crate::import::code::{self, Code};
use crate::import::format::{Field, Format, NamedBy, Repeats};
use crate::import::goods::{self, Meets};
use crate::import::grid::{AND, PART, Row};
use crate::import::parcel::{From, Parcel, Wish};
use crate::sheet::problem::Problems;

/// Values that programs write where a product has no variants.
const NO_OPTION: [&str; 3] = ["default title", "default", "regular"];

/// Reads one file.
pub struct Reader<'a> {
    /// Its format.
    pub format: &'a Format,
    /// Its columns.
    pub bound: &'a Bound,
    /// What its columns say together.
    pub signs: &'a Signs,
    /// The decimal sign where nothing says it.
    pub otherwise: Sign,
    /// Its name, for problems.
    pub file: &'a str,
    /// Its number.
    pub number: u16,
    /// Index of the first of its rules, in the order of its relations.
    pub rules: u32,
    /// Where everything goes.
    pub parcel: &'a mut Parcel,
    /// The product whose rows are being read.
    pub group: Group,
    /// Columns of the attributes, by name.
    pub attributes: BTreeMap<String, Option<usize>>,
}

/// A product that stands on several rows.
#[derive(Debug, Default)]
pub struct Group {
    handle: String,
    name: String,
    /// Cells that the first row has and the others leave empty.
    shared: Vec<(usize, String)>,
    /// Names of attributes by column, which stand on the first row alone.
    named: BTreeMap<usize, String>,
    base: Option<u32>,
    last: Option<u32>,
}

impl Reader<'_> {
    /// Takes a row.
    pub fn row(&mut self, row: &Row, problems: &mut Problems) {
        self.parcel.tally.item_rows += 1;
        if self.is_off(row) {
            self.parcel.tally.leave_out("not for sale any more, or not yet");
            return;
        }
        match self.format.repeats {
            Repeats::Variants if self.goes_on(row) => self.variant(row, problems),
            Repeats::Continued if self.is_rest(row) => {
                if let Some(item) = self.group.last {
                    self.wishes(row, item);
                }
            }
            _ => self.product(row, problems),
        }
    }

    fn first<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        let columns = self.bound.columns(field).iter();
        columns.map(|&column| row.text(column)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn is_off(&self, row: &Row) -> bool {
        let word = self.first(row, Field::Status).to_lowercase();
        !word.is_empty() && self.format.off.contains(&word)
    }

    /// A further row of the product that is being read.
    fn goes_on(&self, row: &Row) -> bool {
        let handle = self.first(row, Field::Handle);
        self.group.base.is_some() && (handle.is_empty() || handle == self.group.handle) && !self.group.handle.is_empty()
    }

    /// A row that only has more of the lists of the one before.
    fn is_rest(&self, row: &Row) -> bool {
        self.group.last.is_some()
            && [Field::Sku, Field::Name, Field::Id, Field::Barcodes]
                .iter()
                .all(|&field| self.first(row, field).is_empty())
    }

    fn product(&mut self, row: &Row, problems: &mut Problems) {
        self.group = Group::default();
        let handle = self.first(row, Field::Handle).to_owned();
        let name = cells::first_text(row, self.bound.columns(Field::Name), &mut self.parcel.tally);
        let cells = self.cells(row, &name, problems);
        let shared = [goods::BRAND, goods::CATEGORY, goods::TAGS, goods::TYPE];
        self.group = Group {
            shared: cells.iter().filter(|(column, _)| shared.contains(column)).cloned().collect(),
            handle,
            name,
            named: self.bound.named.iter().map(|&(column, _)| (column, row.text(column).to_owned())).collect(),
            base: None,
            last: None,
        };
        let Some(item) = self.put(row, &cells, problems) else { return };
        self.group.base = Some(item);
        self.group.last = Some(item);
        self.wishes(row, item);
    }

    fn variant(&mut self, row: &Row, problems: &mut Problems) {
        let says = [Field::Sku, Field::Option, Field::Price, Field::Barcodes];
        if says.iter().all(|&field| self.first(row, field).is_empty()) {
            self.parcel.tally.pictures += 1;
            return;
        }
        let name = cells::first_text(row, self.bound.columns(Field::Name), &mut self.parcel.tally);
        let name = if name.is_empty() { self.group.name.clone() } else { name };
        let mut cells = self.cells(row, &name, problems);
        for (column, text) in &self.group.shared {
            if !cells.iter().any(|(known, _)| known == column) {
                cells.push((*column, text.clone()));
            }
        }
        let base = self.group.base.unwrap_or_default();
        let base_sku = self.parcel.goods.sku(base).to_owned();
        cells.push((goods::VARIANT_OF, base_sku));
        if let Some(item) = self.put(row, &cells, problems) {
            if item == base {
                self.parcel.goods.set(item, goods::VARIANT_OF, "");
            }
            self.wishes(row, base);
        }
    }

    /// The values of a row, without those that are empty.
    fn cells(&mut self, row: &Row, name: &str, problems: &mut Problems) -> Vec<(usize, String)> {
        let (bound, format, file, signs, otherwise) = (self.bound, self.format, self.file, self.signs, self.otherwise);
        let tally = &mut self.parcel.tally;
        let sign = |column: usize| signs.sign(column, otherwise);
        let option = options(row, bound.columns(Field::Option), tally);
        let full = match option.as_str() {
            "" => name.to_owned(),
            option if name.is_empty() || name.contains(option) => name.to_owned(),
            option => format!("{name}, {option}"),
        };
        let own = bound.columns(Field::Id).first().map_or("", |&column| row.text(column));
        let stock = match bound.columns(Field::Stock) {
            &[column] => cells::pieces(row.text(column), sign(column)).map(|pieces| pieces.to_string()),
            _ => None,
        };
        let kind =
            self.format.services.iter().any(|word| {
                bound.columns(Field::Type).iter().any(|&column| row.text(column).eq_ignore_ascii_case(word))
            });
        let categories = bound.columns(Field::Category).iter();
        let category = categories
            .map(|&column| cells::category(row.text(column), format, tally))
            .find(|path| !path.is_empty())
            .unwrap_or_default();
        let mut cells = vec![
            (goods::NAME, full),
            (goods::BARCODES, cells::barcodes(row, bound.columns(Field::Barcodes), own, file, tally, problems)),
            (goods::PRICE, cells::money(row, bound.columns(Field::Price), sign, file, tally, problems)),
            (goods::COST, cells::money(row, bound.columns(Field::Cost), sign, file, tally, problems)),
            (goods::STOCK, stock.unwrap_or_default()),
            (goods::LOCATION, cells::first_text(row, bound.columns(Field::Location), tally)),
            (goods::BRAND, cells::first_text(row, bound.columns(Field::Brand), tally)),
            (goods::CATEGORY, category),
            (goods::TYPE, if kind { "service".to_owned() } else { String::new() }),
            (goods::NOTE, cells::first_text(row, bound.columns(Field::Note), tally)),
        ];
        let tags: Vec<String> =
            bound.columns(Field::Tags).iter().map(|&column| cells::tags(row.text(column), tally)).collect();
        cells.push((goods::TAGS, tags.into_iter().filter(|tags| !tags.is_empty()).collect::<Vec<_>>().join("|")));
        cells.extend(self.attribute_cells(row));
        cells.retain(|(_, text)| !text.is_empty());
        cells
    }

    fn attribute_cells(&mut self, row: &Row) -> Vec<(usize, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for (column, name) in &self.bound.attributes {
            found.push((name.clone(), row.text(*column).to_owned()));
        }
        for &(name, value) in &self.bound.named {
            let written = match row.text(name) {
                "" => self.group.named.get(&name).map_or("", String::as_str),
                written => written,
            };
            found.push((written.to_owned(), row.text(value).to_owned()));
        }
        for &column in &self.bound.lists {
            for part in cells::values(row.text(column), ",") {
                if let Some((name, value)) = part.split_once([PART, '=']) {
                    found.push((name.to_owned(), value.to_owned()));
                }
            }
        }
        let mut cells: Vec<(usize, String)> = Vec::new();
        for (name, value) in found {
            let value = cells::text(&value.replace([AND, ',', ';'], "|"), &mut self.parcel.tally);
            let value: Vec<&str> = value.split('|').map(str::trim).filter(|value| !value.is_empty()).collect();
            if value.is_empty() || value.iter().any(|value| NO_OPTION.contains(&value.to_lowercase().as_str())) {
                continue;
            }
            if let Some(column) = self.attribute(&name)
                && !cells.iter().any(|(known, _)| *known == column)
            {
                cells.push((column, value.join("|")));
            }
        }
        cells
    }

    /// The column of an attribute: named as in selectors, in small letters. Columns with a meaning of their own are none.
    fn attribute(&mut self, name: &str) -> Option<usize> {
        if let Some(known) = self.attributes.get(name) {
            return *known;
        }
        let clean = crate::domain::CleanText::new(name).as_str().to_lowercase();
        let folded = clean.split_whitespace().collect::<Vec<_>>().join("_").replace(['|', '&', '='], "_");
        let own = folded == "sku" || goods::COLUMNS.contains(&folded.as_str());
        let folded = if own { format!("{folded}_") } else { folded };
        let column = if folded.is_empty() || folded == "title" { None } else { self.parcel.goods.column(&folded) };
        self.attributes.insert(name.to_owned(), column);
        column
    }

    /// Puts an item down under its SKU; `None` where it can have none.
    fn put(&mut self, row: &Row, cells: &[(usize, String)], problems: &mut Problems) -> Option<u32> {
        let sku = self.sku(row, cells, problems)?;
        let has_name = cells.iter().any(|(column, _)| *column == goods::NAME);
        if !has_name
            && self.parcel.goods.find(&sku).is_none()
            && !cells.iter().any(|(column, _)| *column == goods::CATEGORY)
        {
            let column = self.bound.columns(Field::Name).first().copied().unwrap_or_default();
            problems.warning(self.file, row.at(column), "item without a name, row left out", &sku);
            self.parcel.tally.leave_out("without a name");
            return None;
        }
        let view = self.format.repeats == Repeats::Views && !self.first(row, Field::View).is_empty();
        let (item, again) = self.parcel.goods.put(&sku, cells, if view { Meets::Fills } else { Meets::Wins });
        if again && view {
            self.parcel.tally.pictures += 1;
        } else if again {
            self.parcel.tally.again += 1;
            let column = self.bound.columns(Field::Sku).first().copied().unwrap_or_default();
            problems.warning(self.file, row.at(column), "SKU stands twice, the last row counts", &sku);
        }
        self.keys(row, item);
        self.variant_of(row, item);
        Some(item)
    }

    fn keys(&mut self, row: &Row, item: u32) {
        for (by, field) in [(NamedBy::Id, Field::Id), (NamedBy::Handle, Field::Handle)] {
            for &column in self.bound.columns(field) {
                self.parcel.keys.add(by, row.text(column), item);
            }
        }
    }

    fn variant_of(&mut self, row: &Row, item: u32) {
        let group = self.first(row, Field::VariantOf);
        if !group.is_empty() {
            let key = format!("{}\u{1f}{group}", self.format.name);
            self.parcel.variants.push((item, key));
        }
    }

    /// The item's SKU: what stands in its column, or what else says which item it is, always the same.
    fn sku(&mut self, row: &Row, cells: &[(usize, String)], problems: &mut Problems) -> Option<String> {
        for &column in self.bound.columns(Field::Sku) {
            let cell = row.cells.get(column);
            let raw = row.text(column);
            if raw.is_empty() {
                continue;
            }
            let text = match code::sku(raw, cell.is_some_and(|cell| cell.number)) {
                Code::Whole(text) => text,
                Code::Restored(text, harm) => {
                    *self.parcel.tally.restored.entry(harm).or_default() += 1;
                    text
                }
                Code::Lost(harm) => {
                    self.parcel.tally.lost += 1;
                    self.parcel.tally.leave_out("with an SKU that a spreadsheet spoilt");
                    let what = format!("SKU stands here {}, row left out", harm.said());
                    problems.warning(self.file, row.at(column), what, raw);
                    return None;
                }
            };
            return match Sku::parse(crate::domain::CleanText::new(&text).as_ref()) {
                Ok(sku) => Some(sku.as_str().to_owned()),
                Err(error) => {
                    self.parcel.tally.leave_out("with an SKU that cannot be one");
                    problems.warning(self.file, row.at(column), format!("{error}; row left out"), raw);
                    None
                }
            };
        }
        self.stand_in(row, cells, problems)
    }

    fn stand_in(&mut self, row: &Row, cells: &[(usize, String)], problems: &mut Problems) -> Option<String> {
        let handle = match self.first(row, Field::Handle) {
            "" => self.group.handle.as_str(),
            handle => handle,
        };
        let option = options(row, self.bound.columns(Field::Option), &mut self.parcel.tally);
        let barcode = cells.iter().find(|(column, _)| *column == goods::BARCODES);
        let id = self.first(row, Field::Id);
        let text = match () {
            () if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) => format!("id:{id}"),
            () if !id.is_empty() => id.to_owned(),
            () if !handle.is_empty() && option.is_empty() => handle.to_owned(),
            () if !handle.is_empty() => format!("{handle}-{}", option.to_lowercase().replace([',', ' ', '/'], "-")),
            () => barcode.map(|(_, codes)| codes.split('|').next().unwrap_or_default().to_owned()).unwrap_or_default(),
        };
        let mut text = crate::domain::CleanText::new(&text).to_string().replace('|', "-");
        while text.contains("--") {
            text = text.replace("--", "-");
        }
        if text.chars().count() > 64 {
            // Cut words would meet; the end tells them apart.
            let digest = crc32fast::hash(text.as_bytes());
            text = format!("{}-{digest:08x}", text.chars().take(55).collect::<String>());
        }
        if Sku::parse(&text).is_ok() {
            self.parcel.tally.stand_ins += 1;
            return Some(text);
        }
        let empty = row.cells.iter().filter(|cell| !cell.text.trim().is_empty()).count() < 2;
        self.parcel.tally.leave_out(if empty { "almost empty" } else { "without an SKU" });
        if !empty {
            let column = self.bound.columns(Field::Sku).first().copied().unwrap_or_default();
            problems.warning(
                self.file,
                row.at(column),
                "item without an SKU, row left out",
                self.first(row, Field::Name),
            );
        }
        None
    }

    /// Remembers the relations of a row.
    fn wishes(&mut self, row: &Row, from: u32) {
        for (place, relation) in (0_u32..).zip(&self.bound.relations) {
            let cell = row.text(relation.column);
            if !cell.is_empty() {
                self.parcel.wishes.push(Wish {
                    from: From::Item(from),
                    rule: self.rules + place,
                    cell: cell.into(),
                    positions: relation.positions.map_or("", |column| row.text(column)).into(),
                    file: self.number,
                    at: row.at(relation.column),
                });
            }
        }
    }
}

/// What tells a variant from its siblings: `red, L`.
fn options(row: &Row, columns: &[usize], tally: &mut crate::import::parcel::Tally) -> String {
    let values = columns.iter().map(|&column| cells::text(row.text(column), tally));
    let kept: Vec<String> =
        values.filter(|value| !value.is_empty() && !NO_OPTION.contains(&value.to_lowercase().as_str())).collect();
    kept.join(", ")
}
