//! A store's own prices, stock and shelves as its stock program exports them: CSV with `sku` and any of `price`, `stock`
//! and `location`, written as in `items.csv`. What is read goes into a store overlay (`travel::stock`).

use super::problem::{At, Problems};
use super::read::items::whole_number;
use crate::domain::{CleanText, Currency, Money, Sku};
use crate::sheet::table::{Row as Cells, Table};
use crate::travel::stock::{COLUMNS, LONGEST_PLACE, MOST_ROWS, MOST_STOCK, Row};

/// Reads every row and notes everything that is wrong. `file` is what problems call it; prices are read in `currency`.
pub fn read(file: &str, bytes: Vec<u8>, currency: &Currency, problems: &mut Problems) -> Vec<Row> {
    let Some(table) = Table::read(file, bytes, problems) else { return Vec::new() };
    table.header.warn_unknown(file, &COLUMNS, problems);
    if !table.header.check(file, &["sku"], problems) {
        return Vec::new();
    }
    let [sku, price, stock, place] = COLUMNS.map(|name| table.header.find(name));
    if price.or(stock).or(place).is_none() {
        problems.error(file, table.header.at(0), "no column price, stock or location", "");
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut places: Vec<At> = Vec::new();
    table.each_row(problems, |cells, problems| {
        let mut reader = Reader { file, cells, currency, problems };
        let read = Row {
            price: reader.money(price),
            stock: reader.pieces(stock),
            place: reader.location(place),
            sku: match reader.sku(sku) {
                Some(sku) => sku,
                None => return,
            },
        };
        if places.len() == MOST_ROWS {
            problems.error(file, cells.at(sku), "more than a million rows", "");
        }
        // One place more than there are rows, so that this is said once.
        places.extend((places.len() <= MOST_ROWS).then(|| cells.at(sku)));
        rows.extend((rows.len() < MOST_ROWS).then_some(read));
    });
    repeated(file, &rows, &places, problems);
    rows
}

/// Notes every SKU that stood there before.
fn repeated(file: &str, rows: &[Row], places: &[At], problems: &mut Problems) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_unstable_by(|a, b| rows[*a].sku.cmp(&rows[*b].sku).then(a.cmp(b)));
    for same in order.chunk_by(|a, b| rows[*a].sku == rows[*b].sku) {
        for &row in &same[1..] {
            let what = format!("SKU is also on line {}", places[same[0]].line);
            problems.error(file, places[row], what, rows[row].sku.as_str());
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    cells: &'a Cells,
    currency: &'a Currency,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn sku(&mut self, column: Option<usize>) -> Option<Sku> {
        let raw = self.cells.text(column);
        match Sku::parse(raw) {
            Ok(sku) => Some(sku),
            Err(error) => {
                self.problems.error(self.file, self.cells.at(column), error.to_string(), raw);
                None
            }
        }
    }

    fn money(&mut self, column: Option<usize>) -> Option<Money> {
        let raw = self.cells.text(column);
        let what = match self.currency.parse(raw) {
            _ if raw.is_empty() => return None,
            Ok(price) if price.0 >= 0 => return Some(price),
            Ok(_) => "price is below zero".to_owned(),
            Err(error) => format!("price {error}"),
        };
        self.problems.error(self.file, self.cells.at(column), what, raw);
        None
    }

    fn pieces(&mut self, column: Option<usize>) -> Option<i64> {
        let pieces = whole_number(self.cells, column, "stock", self.file, self.problems)?;
        // One piece more than this can be read from items.csv, and nobody has them.
        Some(pieces.clamp(-MOST_STOCK, MOST_STOCK))
    }

    fn location(&mut self, column: Option<usize>) -> Option<CleanText> {
        let place = self.cells.clean(column, self.file, self.problems)?;
        if place.as_str().chars().count() > LONGEST_PLACE {
            let what = format!("location is longer than {LONGEST_PLACE} characters");
            self.problems.error(self.file, self.cells.at(column), what, place.as_str());
            return None;
        }
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Row>, Vec<String>) {
        let euro = Currency { code: "EUR".to_owned(), exponent: 2 };
        let mut problems = Problems::default();
        let rows = super::read("stock.csv", text.as_bytes().to_vec(), &euro, &mut problems);
        problems.sort();
        (rows, problems.list().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_a_stock_program_exports_is_read() {
        let (rows, problems) = read("Stock;SKU;Location;Price\n4.0;PRN-200;Aisle 7B;129.00\n;A B;;\n");
        assert_eq!(problems, [] as [&str; 0]);
        let expected = Row {
            sku: Sku::parse("PRN-200").unwrap(),
            price: Some(Money(12_900)),
            stock: Some(4),
            place: CleanText::non_empty("Aisle 7B"),
        };
        assert_eq!(rows[0], expected);
        assert_eq!((rows[1].sku.as_str(), rows[1].price, rows[1].stock, &rows[1].place), ("A B", None, None, &None));
    }

    #[test]
    fn everything_that_is_wrong_is_said_with_its_place() {
        let (_, problems) =
            read("sku,price,stock,shelf\nA,\"12,9\",4,\nA,-1,4.5,\n,1.999,9999999999,\nB,1,1,x\nB|C,1,1,\n");
        assert_eq!(
            problems,
            [
                "stock.csv:1:4: warning: unknown column: shelf",
                "stock.csv:2:2: error: price is not a number: 12,9",
                "stock.csv:3:1: error: SKU is also on line 2: A",
                "stock.csv:3:2: error: price is below zero: -1",
                "stock.csv:3:3: error: stock is not a whole number: 4.5",
                "stock.csv:4:1: error: SKU is empty",
                "stock.csv:4:2: error: price has more decimals than the currency: 1.999",
                "stock.csv:4:3: error: stock is not a whole number: 9999999999",
                "stock.csv:6:1: error: SKU holds \"|\": B|C",
            ]
        );
        assert_eq!(read("sku,name\nA,x\n").1[0], "stock.csv:1:1: error: no column price, stock or location");
        assert_eq!(read("name,price\nA,1\n").1[0], "stock.csv:1:1: error: no column: sku");
        assert_eq!(read("PK\u{3}\u{4}rest").1.len(), 1);
    }
}
