//! Rows of a file of links.

use crate::import::bound::Bound;
use crate::import::code::{self, Code};
use crate::import::format::{Field, Tie};
use crate::import::grid::Row;
use crate::import::parcel::{From, Parcel, Wish};
use crate::sheet::formula::unguarded;
use crate::sheet::problem::Problems;

/// Reads one file.
pub struct Reader<'a> {
    /// Its columns.
    pub bound: &'a Bound,
    /// Its name, for problems.
    pub file: &'a str,
    /// Its number.
    pub number: u16,
    /// Index of the rule of each kind it may name; a kind nobody knows is told.
    pub rule_of: &'a dyn Fn(&str) -> Option<(Tie, u32)>,
    /// Index of the rule of its first column of relations.
    pub relations: u32,
    /// Where everything goes.
    pub parcel: &'a mut Parcel,
}

impl Reader<'_> {
    /// Takes a row.
    pub fn row(&mut self, row: &Row, problems: &mut Problems) {
        let first = |field| self.bound.columns(field).first().copied();
        let Some(item) = first(Field::Item) else { return };
        if !self.bound.relations.is_empty() {
            self.wide(row, item, problems);
        }
        let Some(add_on) = first(Field::AddOn) else { return };
        let number = row.cells.get(item).is_some_and(|cell| cell.number);
        let (from, cell) = (row.text(item), row.text(add_on));
        if from.is_empty() || cell.is_empty() {
            self.parcel.tally.leave_out("link with one end");
            return;
        }
        let kind = first(Field::Kind).map_or("", |column| row.text(column));
        let Some((_, rule)) = (self.rule_of)(kind) else {
            let at = row.at(first(Field::Kind).unwrap_or(item));
            problems.warning(self.file, at, "unknown kind of link, row left out", kind);
            self.parcel.tally.leave_out("link of an unknown kind");
            return;
        };
        match code::sku(from, number) {
            Code::Whole(sku) | Code::Restored(sku, _) => self.parcel.wishes.push(Wish {
                from: From::Sku(sku.into()),
                rule,
                cell: cell.into(),
                positions: "".into(),
                file: self.number,
                at: row.at(add_on),
            }),
            Code::Lost(harm) => {
                self.parcel.tally.lost += 1;
                problems.warning(
                    self.file,
                    row.at(item),
                    format!("SKU stands here {}, row left out", harm.said()),
                    from,
                );
            }
        }
    }

    /// Takes an item with all its links side by side.
    fn wide(&mut self, row: &Row, item: usize, problems: &mut Problems) {
        let named = unguarded(row.text(item));
        let from = match code::sku(named, row.cells.get(item).is_some_and(|cell| cell.number)) {
            Code::Whole(sku) | Code::Restored(sku, _) => sku,
            Code::Lost(harm) => {
                self.parcel.tally.lost += 1;
                let what = format!("SKU stands here {}, row left out", harm.said());
                problems.warning(self.file, row.at(item), what, named);
                return;
            }
        };
        for (rule, relation) in (self.relations..).zip(&self.bound.relations) {
            let cell = unguarded(row.text(relation.column));
            if !from.is_empty() && !cell.is_empty() {
                self.parcel.wishes.push(Wish {
                    from: From::Sku(from.as_str().into()),
                    rule,
                    cell: cell.into(),
                    positions: "".into(),
                    file: self.number,
                    at: row.at(relation.column),
                });
            }
        }
    }
}
