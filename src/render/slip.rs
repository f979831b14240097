//! The slip that a customer takes away, as lines for narrow paper. Nothing on it says who the customer is.

use textwrap::core::display_width;

use crate::domain::text::printable;
use crate::domain::{CleanText, Currency, Money};
use crate::words::Words;

/// What stands on a slip.
#[derive(Clone, Debug)]
pub struct Slip {
    /// The shop.
    pub shop: String,
    /// The day, in ISO form.
    pub day: String,
    /// Name, how many, price of one.
    pub bought: Vec<(CleanText, i64, Option<Money>)>,
    /// True where the sum of the list prices may be said.
    pub with_total: bool,
    /// Name, price, shelf.
    pub later: Vec<(CleanText, Option<Money>, Option<CleanText>)>,
}

/// The lines of a slip, each at most `width` columns, ends included. Prices stand at the right edge.
pub fn text(slip: &Slip, words: &Words, currency: &Currency, width: usize) -> String {
    let paper = Paper { words, currency, width };
    let mut lines = paper.wrapped(&slip.shop, "");
    lines.push(words.day_long(Some(&slip.day)));
    lines.push(String::new());
    for (name, quantity, price) in &slip.bought {
        let name = if *quantity == 1 { name.to_string() } else { format!("{quantity} x {name}") };
        lines.extend(paper.priced(&name, price.map(|price| price.times(*quantity))));
    }
    let prices = slip.bought.iter().map(|(_, quantity, price)| price.map(|price| price.times(*quantity)));
    if let Some(total) = prices.sum_of_known().filter(|_| slip.with_total && slip.bought.len() > 1) {
        lines.push("-".repeat(width));
        lines.extend(paper.priced(&words.word("slip-total"), Some(total)));
    }
    if !slip.later.is_empty() {
        lines.push(String::new());
        lines.extend(paper.wrapped(&words.word("slip-later"), ""));
    }
    for (name, price, place) in &slip.later {
        lines.extend(paper.priced(name.as_str(), *price));
        lines.extend(place.iter().flat_map(|place| paper.wrapped(place.as_str(), "  ")));
    }
    lines.iter().map(|line| printable(line.trim_end()).into_owned() + "\n").collect()
}

/// The sum of prices, where every one is known.
trait SumOfKnown {
    fn sum_of_known(self) -> Option<Money>;
}

impl<I: Iterator<Item = Option<Money>>> SumOfKnown for I {
    fn sum_of_known(mut self) -> Option<Money> {
        self.try_fold(Money(0), |sum, price| Some(sum.plus(price?)))
    }
}

struct Paper<'a> {
    words: &'a Words,
    currency: &'a Currency,
    width: usize,
}

impl Paper<'_> {
    fn wrapped(&self, text: &str, indent: &str) -> Vec<String> {
        let options = textwrap::Options::new(self.width).initial_indent(indent).subsequent_indent(indent);
        textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
    }

    /// A name over as many lines as it needs, the price behind its last, or on a line of its own.
    fn priced(&self, name: &str, price: Option<Money>) -> Vec<String> {
        let price = price.map(|price| self.words.amount(self.currency, price)).unwrap_or_default();
        let room = self.width.saturating_sub(display_width(&price) + 1).max(self.width / 2);
        let mut lines: Vec<String> = textwrap::wrap(name, room).into_iter().map(std::borrow::Cow::into_owned).collect();
        let last = lines.pop().unwrap_or_default();
        let blank = self.width.saturating_sub(display_width(&last) + display_width(&price));
        lines.push(format!("{last}{}{price}", " ".repeat(blank)));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fits_the_paper_and_says_where_the_rest_stands() {
        let name = |text: &str| CleanText::new(text);
        let slip = Slip {
            shop: "Corner shop".to_owned(),
            day: "2026-11-22".to_owned(),
            bought: vec![
                (name("Exterior wood stain, oak, 2.5 L"), 1, Some(Money(3199))),
                (name("Masking tape 50 m"), 2, Some(Money(425))),
            ],
            with_total: true,
            later: vec![
                (name("Wood cleaner 1 L"), Some(Money(999)), Some(name("Aisle 7B"))),
                (name("Fence painting"), None, None),
            ],
        };
        let currency = Currency { code: "EUR".to_owned(), exponent: 2 };
        let expected = "\
Corner shop
22 Nov 2026

Exterior wood stain, oak,
2.5 L                      31.99
2 x Masking tape 50 m       8.50
--------------------------------
List prices                40.49

You may want later:
Wood cleaner 1 L            9.99
  Aisle 7B
Fence painting
";
        assert_eq!(text(&slip, &Words::new("en"), &currency, 32), expected);
        for width in 24..=80 {
            for line in text(&slip, &Words::new("fr"), &currency, width).lines() {
                assert!(display_width(line) <= width, "{width}: {line}");
            }
        }
    }
}
