//! The shop's own rules for in-store numbers: where a label carries the item, and where its weight, price or count.
//!
//! What prefix means what is national at best and the shop's business at worst, so nothing is built in.

use super::gtin::{Gtin, barcode_key};
use super::measure::{Measure, Unit, Weight};
use super::money::Currency;

/// One rule: a pattern over the digits of an EAN-13, UPC-A or EAN-8, in the style of Odoo's.
///
/// `22......{NNDD}.`: digits must be these; dots are the item; `N` and `D` in one pair of braces are the whole and the
/// decimal digits of the value; `?` is a digit that is not looked at, such as the inner check digit of German and British
/// labels; the dot at the end is the check digit, and may be left out behind a brace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarcodeRule {
    /// One for each of 14 digits.
    places: Vec<Place>,
    value: Value,
}

/// What the value of a label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A weight in that unit.
    Weight(Unit),
    /// A price in the shop's currency.
    Price,
    /// A number of pieces.
    Count,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Literal(u8),
    Item,
    Whole,
    Decimal,
    Ignored,
    Check,
}

/// What a rule reads in a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// What the item may be known by, likeliest first: the number with zeros for the value and a new check digit, the
    /// same with a zero for the check digit, prefix and item digits, the item digits, and those without zeros in front.
    pub keys: Vec<String>,
    /// The value; zero says nothing.
    pub measure: Measure,
}

/// Why a rule cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// A character that means nothing.
    #[error("pattern has a character other than digits, dots, ?, {{, }}, N and D")]
    Character,
    /// No braces, two pairs of them, nothing in them, or D before N.
    #[error("pattern has not one value like {{NNDD}}")]
    Value,
    /// Not the digits of EAN-13, UPC-A or EAN-8.
    #[error("pattern has not 8, 12 or 13 places")]
    Length,
    /// The last digit of these numbers is their check digit.
    #[error("pattern does not end in a dot for the check digit")]
    Check,
    /// Only dots can be the item.
    #[error("pattern has no dots for the item")]
    Item,
    /// `value` is another word.
    #[error("value is none of \"weight\", \"pounds\", \"price\", \"count\"")]
    Word,
    /// More decimals than the currency has.
    #[error("price has more decimals than the currency")]
    Decimals,
    /// A part of a piece.
    #[error("count has decimals")]
    Count,
}

impl BarcodeRule {
    /// Reads a rule. Without `value`, three decimals are a weight in kilograms and anything else is a price.
    pub fn parse(pattern: &str, value: Option<&str>, currency: &Currency) -> Result<Self, RuleError> {
        let places = places(pattern)?;
        let decimals = places.iter().filter(|place| **place == Place::Decimal).count();
        let value = match value {
            Some("weight") => Value::Weight(Unit::Kg),
            Some("pounds") => Value::Weight(Unit::Lb),
            Some("price") => Value::Price,
            Some("count") => Value::Count,
            Some(_) => return Err(RuleError::Word),
            None if decimals == 3 => Value::Weight(Unit::Kg),
            None => Value::Price,
        };
        match value {
            Value::Price if decimals > usize::from(currency.exponent) => Err(RuleError::Decimals),
            Value::Count if decimals > 0 => Err(RuleError::Count),
            _ => Ok(Self { places, value }),
        }
    }

    /// What the rule reads in a number; `None` where its digits do not fit.
    pub fn read(&self, gtin: Gtin, currency: &Currency) -> Option<Labelled> {
        let digits = gtin.to_string();
        let fits = |(place, digit): (&Place, u8)| !matches!(place, Place::Literal(wanted) if *wanted != digit);
        if !self.places.iter().zip(digits.bytes()).all(fits) {
            return None;
        }
        let picked = |wanted: fn(&Place) -> bool| -> String {
            self.places.iter().zip(digits.chars()).filter(|(place, _)| wanted(place)).map(|(_, digit)| digit).collect()
        };
        let number = picked(|place| matches!(place, Place::Whole | Place::Decimal)).parse().ok()?;
        let decimals = self.places.iter().filter(|place| **place == Place::Decimal).count() as u32;
        let item = picked(|place| *place == Place::Item);
        let masked: String = (self.places.iter().zip(digits.chars()))
            .filter(|(place, _)| **place != Place::Check)
            .map(|(place, digit)| if matches!(place, Place::Literal(_) | Place::Item) { digit } else { '0' })
            .collect();
        let padding = self.places.len() - self.shown();
        let prefixed: String = picked(|place| matches!(place, Place::Literal(_) | Place::Item));
        let mut keys: Vec<String> = Gtin::from_body(&masked).map(|gtin| gtin.to_string()).into_iter().collect();
        let others = [
            barcode_key(&format!("{masked}0")),
            prefixed.get(padding..).unwrap_or_default().to_owned(),
            item.clone(),
            item.trim_start_matches('0').to_owned(),
        ];
        for key in others {
            if !key.is_empty() && !keys.contains(&key) {
                keys.push(key);
            }
        }
        Some(Labelled { keys, measure: self.measure(number, decimals, currency) })
    }

    fn measure(&self, number: i64, decimals: u32, currency: &Currency) -> Measure {
        let mut measure = Measure::default();
        match self.value {
            Value::Weight(unit) => measure.weight = Weight::new(number, decimals, unit),
            Value::Price => measure.price = currency.scaled(number, decimals).filter(|price| price.0 > 0),
            Value::Count => measure.count = Some(number).filter(|count| *count > 0),
        }
        measure
    }

    /// How many places the pattern itself had; zeros in front fill the rest of 14.
    fn shown(&self) -> usize {
        self.places.len() - self.places.iter().take_while(|place| **place == PADDING).count()
    }
}

/// Fills the places before the pattern; no literal of a pattern, since those hold ASCII digits.
const PADDING: Place = Place::Literal(b'0');

fn places(pattern: &str) -> Result<Vec<Place>, RuleError> {
    let mut places = Vec::new();
    let mut braces = 0;
    let mut open = false;
    for c in pattern.chars() {
        match c {
            '{' if !open => {
                (open, braces) = (true, braces + 1);
            }
            '}' if open => open = false,
            'N' if open && places.last() != Some(&Place::Decimal) => places.push(Place::Whole),
            'D' if open => places.push(Place::Decimal),
            'N' | 'D' | '{' | '}' => return Err(RuleError::Value),
            _ if open => return Err(RuleError::Value),
            '0'..='9' => places.push(Place::Literal(c as u8)),
            '.' => places.push(Place::Item),
            '?' => places.push(Place::Ignored),
            _ => return Err(RuleError::Character),
        }
    }
    if braces != 1 || open || pattern.contains("{}") {
        return Err(RuleError::Value);
    }
    if pattern.ends_with('}') {
        places.push(Place::Check);
    } else if places.last() == Some(&Place::Item) {
        places.pop();
        places.push(Place::Check);
    } else {
        return Err(RuleError::Check);
    }
    if !matches!(places.len(), 8 | 12 | 13) {
        return Err(RuleError::Length);
    }
    if !places.contains(&Place::Item) {
        return Err(RuleError::Item);
    }
    let padding = 14 - places.len();
    places.splice(0..0, std::iter::repeat_n(PADDING, padding));
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Money;

    fn euro() -> Currency {
        Currency { code: "EUR".to_owned(), exponent: 2 }
    }

    fn read(pattern: &str, value: Option<&str>, body: &str) -> Option<Labelled> {
        BarcodeRule::parse(pattern, value, &euro()).unwrap().read(Gtin::from_body(body).unwrap(), &euro())
    }

    #[test]
    fn weight_price_and_count_are_read_where_the_pattern_says() {
        let weight = |number| Measure { weight: Weight::new(number, 3, Unit::Kg), ..Measure::default() };
        let price = |minor| Measure { price: Some(Money(minor)), ..Measure::default() };
        let table = [
            ("21.....{NNDDD}.", None, "211234500482", weight(482)),
            ("21.....{NNDDD}", None, "211234501482", weight(1482)),
            ("22......{NNDD}.", None, "221234560766", price(766)),
            ("20....?{NNNDD}.", Some("price"), "201234901299", price(1299)),
            ("25....?{NNNNN}.", Some("count"), "251234700012", Measure { count: Some(12), ..Measure::default() }),
            ("2.....{NNNDD}.", None, "21234501299", price(1299)),
            ("22......{NNDD}.", None, "221234560000", Measure::default()),
        ];
        for (pattern, value, body, measure) in table {
            assert_eq!(read(pattern, value, body).map(|labelled| labelled.measure), Some(measure), "{pattern} {body}");
        }
        assert_eq!(read("21.....{NNDDD}.", None, "221234500482"), None);
        assert_eq!(read("2.....{NNNDD}.", None, "212345012991"), None);
    }

    #[test]
    fn an_item_is_looked_for_under_every_number_that_shops_store() {
        let keys = read("21.....{NNDDD}.", None, "210034500482").map(|labelled| labelled.keys);
        let masked = Gtin::from_body("210034500000").unwrap().to_string();
        let wanted = [masked.as_str(), "02100345000000", "2100345", "00345", "345"].map(str::to_owned);
        assert_eq!(keys, Some(wanted.to_vec()));
    }

    #[test]
    fn rules_that_cannot_be_used_say_why() {
        let table = [
            ("22......{NNDD}.", Some("mass"), RuleError::Word),
            ("22..........", None, RuleError::Value),
            ("22......{DDNN}.", None, RuleError::Value),
            ("22....{NN}{DD}.", None, RuleError::Value),
            ("22......{}...", None, RuleError::Value),
            ("22......{NNDD", None, RuleError::Value),
            ("22......{NNDD}*", None, RuleError::Character),
            ("22.....{NNDD}.", Some("count"), RuleError::Count),
            ("22.....{NDDDD}.", Some("price"), RuleError::Decimals),
            ("22..{NNDD}.", None, RuleError::Length),
            ("22......{NNDD}5", None, RuleError::Check),
            ("22123456{NNDD}.", None, RuleError::Item),
            ("", None, RuleError::Value),
        ];
        for (pattern, value, why) in table {
            assert_eq!(BarcodeRule::parse(pattern, value, &euro()), Err(why), "{pattern}");
        }
    }
}
