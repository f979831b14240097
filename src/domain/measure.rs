//! What a label says of the piece it is on, beyond which item it is: what it weighs, what it costs, how many are inside.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::money::{Currency, Money};

/// What a label says of its piece; nothing of it where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// What it weighs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
    /// What it costs, in minor units: goes before weight times price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// How many are inside; they become the quantity of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
}

/// A weight in millionths of its unit, as exact as GS1's identifiers can say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Weight {
    millionths: i64,
    unit: Unit,
}

/// What is weighed in. An item's price is for one of it, in the unit that the shop's labels use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Kilograms.
    Kg,
    /// Pounds.
    Lb,
}

/// Why a text is no [`Weight`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a weight like 0.482 kg")]
pub struct WeightError;

impl Measure {
    /// The measure, where it says anything.
    pub fn non_empty(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }

    /// What the piece costs: as the label says, else its weight times the item's price, rounded to the nearest minor
    /// unit (half a unit goes up), else the item's price.
    pub fn price_of(&self, item: Option<Money>) -> Option<Money> {
        self.price.or_else(|| {
            let price = item?;
            Some(self.weight.map_or(price, |weight| weight.times(price)))
        })
    }

    /// What the application identifiers of an element string say: net weight (310n in kilograms, 320n in pounds), amount
    /// payable (392n, in the shop's currency), count (30). The last digit of the identifier is the number of decimals.
    /// What does not fit the currency is left out, and so is zero, which labels use for "not said".
    pub fn from_ais<'a>(ais: impl IntoIterator<Item = (&'a str, &'a str)>, currency: &Currency) -> Self {
        let mut measure = Self::default();
        for (ai, value) in ais {
            let Ok(number) = value.parse::<i64>() else { continue };
            let decimals = ai.bytes().last().map_or(0, |digit| u32::from(digit.wrapping_sub(b'0')));
            match ai.get(..3) {
                Some("310") => measure.weight = Weight::new(number, decimals, Unit::Kg),
                Some("320") => measure.weight = Weight::new(number, decimals, Unit::Lb),
                Some("392") => measure.price = currency.scaled(number, decimals).filter(|price| price.0 > 0),
                _ if ai == "30" => measure.count = Some(number).filter(|count| *count > 0),
                _ => {}
            }
        }
        measure
    }
}

impl Weight {
    /// `number` with so many `decimals`; `None` for zero and for what is too large or too exact.
    pub fn new(number: i64, decimals: u32, unit: Unit) -> Option<Self> {
        let millionths = number.checked_mul(10_i64.checked_pow(6_u32.checked_sub(decimals)?)?)?;
        (millionths > 0).then_some(Self { millionths, unit })
    }

    /// This weight at a price for one unit, rounded to the nearest minor unit, half a unit up.
    #[must_use]
    pub fn times(self, price: Money) -> Money {
        let exact = i128::from(self.millionths) * i128::from(price.0);
        Money(i64::try_from((exact + 500_000).div_euclid(1_000_000)).unwrap_or(i64::MAX))
    }

    /// With the decimal sign of a language and three decimals or more: `0.482 kg`.
    pub fn format(self, decimal_sign: char) -> String {
        let (whole, rest) = (self.millionths / 1_000_000, self.millionths % 1_000_000);
        let decimals = format!("{rest:06}");
        let (three, beyond) = decimals.split_at(3);
        format!("{whole}{decimal_sign}{three}{} {}", beyond.trim_end_matches('0'), self.unit.word())
    }
}

impl Unit {
    /// The word on labels.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kg => "kg",
            Self::Lb => "lb",
        }
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.format('.'))
    }
}

impl From<Weight> for String {
    fn from(weight: Weight) -> Self {
        weight.to_string()
    }
}

impl TryFrom<String> for Weight {
    type Error = WeightError;

    /// Reads what [`Weight::format`] writes with a dot.
    fn try_from(text: String) -> Result<Self, WeightError> {
        let (number, unit) = text.split_once(' ').ok_or(WeightError)?;
        let unit = [Unit::Kg, Unit::Lb].into_iter().find(|known| known.word() == unit).ok_or(WeightError)?;
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{whole}{decimals}");
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| plain).ok_or(WeightError)?;
        Self::new(number, u32::try_from(decimals.len()).unwrap_or(u32::MAX), unit).ok_or(WeightError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro() -> Currency {
        Currency { code: "EUR".to_owned(), exponent: 2 }
    }

    fn kg(number: i64, decimals: u32) -> Weight {
        Weight::new(number, decimals, Unit::Kg).unwrap()
    }

    #[test]
    fn weights_are_written_and_read_exactly() {
        let table = [(482, 3, "0.482 kg"), (1, 0, "1.000 kg"), (123_456, 5, "1.23456 kg"), (48, 2, "0.480 kg")];
        for (number, decimals, text) in table {
            let weight = kg(number, decimals);
            assert_eq!(weight.to_string(), text);
            assert_eq!(Weight::try_from(text.to_owned()), Ok(weight));
        }
        assert_eq!(kg(482, 3).format(','), "0,482 kg");
        assert_eq!(Weight::new(0, 3, Unit::Kg), None);
        for text in ["0.482", "x kg", "0.-48 kg", "0.482 stone", "0.0000001 kg", "99999999999999999999 kg"] {
            assert_eq!(Weight::try_from(text.to_owned()), Err(WeightError), "{text}");
        }
    }

    #[test]
    fn a_piece_costs_its_weight_rounded_half_up() {
        let table = [(482, 1590, 766), (500, 1, 1), (499, 1, 0), (1000, 1599, 1599), (333, 300, 100)];
        for (grams, price, paid) in table {
            assert_eq!(kg(grams, 3).times(Money(price)), Money(paid), "{grams} g at {price}");
        }
        let label = Measure { weight: Some(kg(482, 3)), price: Some(Money(700)), count: None };
        assert_eq!(label.price_of(Some(Money(1590))), Some(Money(700)));
        assert_eq!(Measure { price: None, ..label }.price_of(None), None);
        assert_eq!(Measure::default().price_of(Some(Money(5))), Some(Money(5)));
        assert_eq!(kg(i64::MAX / 1_000_000, 0).times(Money(i64::MAX)), Money(i64::MAX));
    }

    #[test]
    fn identifiers_say_weight_price_and_count() {
        let ais = [("01", "04006381333931"), ("3103", "000482"), ("3922", "0766"), ("30", "6"), ("10", "7")];
        let measure = Measure::from_ais(ais, &euro());
        assert_eq!(measure, Measure { weight: Some(kg(482, 3)), price: Some(Money(766)), count: Some(6) });
        let yen = Currency { code: "JPY".to_owned(), exponent: 0 };
        assert_eq!(Measure::from_ais([("3922", "0766")], &yen), Measure::default());
        assert_eq!(Measure::from_ais([("3920", "766")], &euro()).price, Some(Money(76_600)));
        assert_eq!(
            Measure::from_ais([("3202", "000106")], &euro()).weight.map(|w| w.to_string()),
            Some("1.060 lb".to_owned())
        );
        assert_eq!(Measure::from_ais([("3103", "000000"), ("30", "0")], &euro()).non_empty(), None);
    }
}
