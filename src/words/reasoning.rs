//! Sentences of an explanation: what `rank::explain` found out, in the staff's language.

use super::Words;
use crate::domain::Currency;
use crate::rank::explain::{Part, Step, Value};

impl Words {
    /// The sentence of a step.
    pub fn step(&self, step: &Step, currency: &Currency) -> String {
        let with: Vec<_> = step.values.iter().map(|(name, value)| (*name, self.value(value, currency))).collect();
        self.say(&id(step), &with)
    }

    /// The label in front of a part.
    pub fn part(&self, part: Part) -> String {
        self.word(&format!("why-label-{}", part.word()))
    }

    fn value(&self, value: &Value, currency: &Currency) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::List(list) if list.is_empty() => self.word("why-none"),
            Value::List(list) => list.join("; "),
            Value::Kind(kind) => self.word(&format!("kind-{}", kind.word().replace('_', "-"))),
            Value::Count(count) => self.number(i64::try_from(*count).unwrap_or(i64::MAX)),
            Value::Whole(number) => self.number(*number),
            Value::Figure(figure) if *figure < 0.1 => self.to_places(*figure, 2),
            Value::Figure(figure) => self.decimal(*figure),
            Value::Share(share) => self.of_hundred(*share),
            Value::Setting(share) => setting(*share),
            Value::Money(amount) => self.price_with_code(currency, Some(*amount)),
            Value::Day(None) => self.word("why-open"),
            Value::Day(Some(day)) => self.day_long(Some(&day.to_string())),
        }
    }

    /// A share of a hundred, finer where it is small: `33`, `4.1`, `1.97`, `0.05`.
    fn of_hundred(&self, share: f64) -> String {
        let hundredths = share * 100.0;
        let fine = match hundredths {
            10.0.. => return self.to_places(hundredths, 0),
            3.0.. => self.to_places(hundredths, 1),
            _ => self.to_places(hundredths, 2),
        };
        fine.trim_end_matches('0').trim_end_matches(self.decimal_sign).to_owned()
    }

    fn to_places(&self, figure: f64, places: usize) -> String {
        format!("{figure:.places$}").replace('.', &self.decimal_sign.to_string())
    }
}

/// The name of a step's sentence.
fn id(step: &Step) -> String {
    format!("why-{}-{}", step.part.word(), step.word.replace('_', "-"))
}

/// A share as it stands in `shop.toml`, rounded down, so that what is named lies over the bar that is proposed.
fn setting(share: f64) -> String {
    let text = format!("{:.4}", (share * 10_000.0 + 1e-6).floor() / 10_000.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_said_as_finely_as_they_need() {
        let words = Words::new("en");
        for (share, said) in
            [(0.331, "33"), (0.0414, "4.1"), (0.0197, "1.97"), (0.02, "2"), (0.0005, "0.05"), (0.0, "0"), (1.0, "100")]
        {
            assert_eq!(words.of_hundred(share), said);
        }
        assert_eq!(Words::new("fr").of_hundred(0.0197), "1,97");
        assert_eq!([0.02, 0.01299, 0.0].map(setting), ["0.02", "0.0129", "0"]);
    }
}
