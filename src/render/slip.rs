//! The take-away slip: what a customer bought, and what was suggested and left, as plain text for a narrow printer.
//!
//! Nothing of a person stands on it: no customer, no colleague, no number of the sale. It is no receipt, and says so.

use crate::domain::text::clean;
use crate::domain::{Basket, CleanText, Currency, Line, Money, Objection, Shown};
use crate::words::Words;

/// What a slip says.
#[derive(Clone, Debug)]
pub struct Slip<'a> {
    /// The shop's name; empty for none.
    pub shop: &'a str,
    /// The day, in ISO form.
    pub day: &'a str,
    /// What was bought.
    pub lines: &'a [Line],
    /// The shop's currency.
    pub currency: &'a Currency,
    /// The sum of the list prices, where it is shown.
    pub total: Option<Money>,
    /// What the customer may want later.
    pub later: Vec<Later>,
}

/// An add-on that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// Its name.
    pub name: CleanText,
    /// Its price, where it is known.
    pub price: Option<Money>,
    /// Where it stands.
    pub shelf: Option<CleanText>,
}

/// What was suggested in a sale and not taken, in the order shown, each add-on once. What goes with an item that left the
/// basket is left out, and so is what the customer has already or cannot use.
pub fn left(basket: &Basket) -> Vec<&Shown> {
    let mut left: Vec<&Shown> = Vec::new();
    for shown in &basket.shown {
        let why = basket.answer(&shown.add_on).and_then(|answer| answer.why);
        let of_use = !matches!(why, Some(Objection::HasOne | Objection::DoesNotFit));
        let stands = basket.line(&shown.item).is_some() && basket.line(&shown.add_on).is_none();
        if stands && of_use && !left.iter().any(|known| known.add_on == shown.add_on) {
            left.push(shown);
        }
    }
    left
}

/// The text of a slip in lines of at most `width` columns (20 or more), each with its line end.
pub fn text(slip: &Slip<'_>, words: &Words, width: usize) -> String {
    let mut paper = Paper { text: String::new(), width };
    paper.wrapped("", "", &clean(slip.shop).text);
    paper.wrapped("", "", &words.day_long(Some(slip.day)));
    paper.line("");
    let money = |amount: Option<Money>| amount.map(|amount| words.money(slip.currency, amount)).unwrap_or_default();
    for line in slip.lines {
        let weight = line.item.measure.and_then(|measure| measure.weight);
        let weight = weight.map(|weight| format!(", {}", words.weight(weight))).unwrap_or_default();
        let price = line.item.price.map(|price| price.times(line.quantity));
        paper.row(&format!("{} ", line.quantity), &format!("{}{weight}", line.item.name), &money(price));
    }
    if let Some(total) = slip.total {
        paper.line(&"-".repeat(width));
        paper.row("", &words.word("slip-total"), &words.price_with_code(slip.currency, Some(total)));
    }
    if !slip.later.is_empty() {
        paper.line("");
        paper.wrapped("", "", &words.word("slip-later"));
        for later in &slip.later {
            paper.row("- ", later.name.as_str(), &money(later.price));
            if let Some(shelf) = &later.shelf {
                paper.wrapped("  ", "  ", shelf.as_str());
            }
        }
    }
    paper.line("");
    paper.wrapped("", "", &words.word("slip-end"));
    paper.text
}

/// Text that grows line by line.
struct Paper {
    text: String,
    width: usize,
}

impl Paper {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A text broken between words; nothing where it is empty.
    fn wrapped(&mut self, first: &str, others: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let text = plain(text);
        let options = textwrap::Options::new(self.width).initial_indent(first).subsequent_indent(others);
        for line in textwrap::wrap(&text, options) {
            self.line(&line);
        }
    }

    /// A text with a mark before it and an amount at the right end of its last line, or below it where that is full.
    fn row(&mut self, mark: &str, text: &str, amount: &str) {
        let amount = plain(amount);
        let indent = " ".repeat(mark.len());
        let room = self.width.saturating_sub(if amount.is_empty() { 0 } else { 2 + columns(&amount) });
        let text = plain(text);
        let options = textwrap::Options::new(room.max(self.width / 2)).initial_indent(mark).subsequent_indent(&indent);
        let mut lines = textwrap::wrap(&text, options);
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            self.line(&line);
        }
        let gap = self.width.saturating_sub(columns(&last) + columns(&amount));
        if gap > 0 || amount.is_empty() {
            self.line(&format!("{last}{}{amount}", " ".repeat(gap)));
        } else {
            self.line(&last);
            self.line(&format!("{amount:>width$}", width = self.width));
        }
    }
}

fn columns(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// Blanks of every kind as the one that every printer knows.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LineItem, LineState, LinkKind, Sku, Step};

    fn item(sku: &str, name: &str, price: Option<i64>) -> LineItem {
        LineItem {
            sku: Sku::parse(sku).unwrap(),
            name: CleanText::new(name),
            price: price.map(Money),
            place: None,
            measure: None,
        }
    }

    fn shown(item: &str, add_on: &str) -> Shown {
        Shown {
            item: Sku::parse(item).unwrap(),
            add_on: Sku::parse(add_on).unwrap(),
            name: CleanText::new(add_on),
            price: Some(Money(425)),
            link_kind: LinkKind::Accessory,
            rank: 1,
            reason: "curated".to_owned(),
        }
    }

    #[test]
    fn every_line_fits_the_paper() {
        let euro = Currency { code: "EUR".to_owned(), exponent: 2 };
        let line =
            |name: &str, price, quantity| Line { item: item("A", name, price), quantity, state: LineState::Added };
        let lines = [
            line("Exterior wood stain, oak, 2.5 L", Some(3199), 1),
            line("Donaudampfschifffahrtsgesellschaftskapitän", Some(1), 12),
            line("木材着色剤木材着色剤木材着色剤木材着色剤", Some(999_999_999_999), 3),
            line("", None, 1),
        ];
        let later = Later { name: CleanText::new("Masking tape 50 m"), price: Some(Money(425)), shelf: None };
        let shelf = CleanText::non_empty("Aisle 7A, behind the paint");
        let words = Words::new("en");
        for width in [20, 24, 32, 48, 120] {
            let later = vec![later.clone(), Later { shelf: shelf.clone(), ..later.clone() }];
            let slip = Slip {
                shop: "Corner\u{1b}[2J shop",
                day: "2026-11-22",
                lines: &lines,
                currency: &euro,
                total: Some(Money(123)),
                later,
            };
            let text = text(&slip, &words, width);
            assert!(text.lines().all(|line| columns(line) <= width), "{width}\n{text}");
            assert!(!text.contains('\u{1b}') && text.ends_with('\n'), "{text}");
        }
    }

    #[test]
    fn what_was_left_is_for_later_and_what_is_of_no_use_is_not() {
        let sku = |text: &str| Sku::parse(text).unwrap();
        let decline = |add_on: &str| Step::Decline { add_on: sku(add_on), for_item: sku("STAIN") };
        let object = |add_on: &str, why| Step::Object { add_on: sku(add_on), why: Some(why) };
        let show = ["BRUSH", "TAPE", "CLEANER", "GLOVES", "LAMP", "TAPE"].map(|add_on| shown("STAIN", add_on));
        let steps = [
            Step::Add { item: item("STAIN", "Stain", None), quantity: 1 },
            Step::Add { item: item("LAMP", "Lamp", None), quantity: 1 },
            Step::Show { shown: show.into_iter().chain([shown("GONE", "CELLS")]).collect() },
            Step::Take { add_on: item("BRUSH", "Brush", None), for_item: sku("STAIN") },
            decline("CLEANER"),
            object("CLEANER", Objection::TooExpensive),
            decline("GLOVES"),
            object("GLOVES", Objection::HasOne),
        ];
        let basket = Basket::replay(&steps);
        let left: Vec<&str> = left(&basket).iter().map(|shown| shown.add_on.as_str()).collect();
        assert_eq!(left, ["TAPE", "CLEANER"]);
    }
}
