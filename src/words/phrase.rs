//! Words for values: money, numbers, days, ages, stock and the reason of a suggestion.
//!
//! Rounding and what may be claimed are decided here: a rate is named per hundred only from a hundred sales on, and
//! always with the sales behind it.

use super::Words;
use crate::domain::{Currency, Day, Due, Money, Reason, Stock, UnixMillis, Weight};

const MINUTE: UnixMillis = 60_000;
const HOUR: UnixMillis = 60 * MINUTE;
const DAY: UnixMillis = 24 * HOUR;

/// Up to so many pieces, stock is said to be the last.
const LAST: i64 = 2;

impl Words {
    /// An amount with the decimal sign of the language: `31.99`, `31,99`.
    pub fn money(&self, currency: &Currency, amount: Money) -> String {
        currency.format(amount, self.decimal_sign)
    }

    /// A large amount, with the sign between thousands as well: `1,204.50`.
    pub fn amount(&self, currency: &Currency, amount: Money) -> String {
        let text = self.money(currency, amount);
        let (whole, rest) = text.split_at(text.find(self.decimal_sign).unwrap_or(text.len()));
        let grouped = self.number(whole.parse().unwrap_or(0));
        // Between -1 and 0 the whole part has lost its sign.
        let sign = if whole.starts_with('-') && !grouped.starts_with('-') { "-" } else { "" };
        format!("{sign}{grouped}{rest}")
    }

    /// A mean with two decimals: `0.61`.
    pub fn hundredths(&self, figure: f64) -> String {
        let hundredths = (figure.clamp(-1e13, 1e13) * 100.0).round() as i64;
        let sign = if hundredths < 0 { "-" } else { "" };
        let hundredths = hundredths.abs();
        format!("{sign}{}{}{:02}", self.number(hundredths / 100), self.decimal_sign, hundredths % 100)
    }

    /// A weight with the decimal sign of the language: `0.482 kg`.
    pub fn weight(&self, weight: Weight) -> String {
        weight.format(self.decimal_sign)
    }

    /// An amount with the currency's code: `31.99 EUR`. A price that is not known is nothing.
    pub fn price_with_code(&self, currency: &Currency, price: Option<Money>) -> String {
        price.map_or_else(String::new, |price| {
            let amount = self.money(currency, price);
            self.say("price", &[("amount", amount), ("code", currency.code.clone())])
        })
    }

    /// A whole number with the sign between thousands that the language uses: `18,204`.
    pub fn number(&self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut text = String::from(if number < 0 { "-" } else { "" });
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push_str(&self.group_sign);
            }
            text.push(digit);
        }
        text
    }

    /// A figure with one decimal under a hundred, else without: `5.2`, `140`.
    pub fn decimal(&self, figure: f64) -> String {
        let tenths = (figure.clamp(0.0, 1e15) * 10.0).round() as i64;
        match (tenths / 10, tenths % 10) {
            (whole, _) if whole >= 100 => self.number(whole),
            (whole, tenth) => format!("{whole}{}{tenth}", self.decimal_sign),
        }
    }

    /// `21 Nov` for `2026-11-21`, and nothing for what is no day.
    pub fn day_short(&self, iso: Option<&str>) -> String {
        self.day("day-short", iso)
    }

    /// `21 Nov 2026` for `2026-11-21`, and nothing for what is no day.
    pub fn day_long(&self, iso: Option<&str>) -> String {
        self.day("day-long", iso)
    }

    fn day(&self, id: &str, iso: Option<&str>) -> String {
        iso.and_then(Day::parse).map_or_else(String::new, |day| {
            let (year, month, day) = day.to_civil();
            let month = self.word(&format!("month-{month}"));
            self.say(id, &[("day", day.to_string()), ("month", month), ("year", year.to_string())])
        })
    }

    /// How long ago: `2 days ago`. What lies in the future is a minute ago, since a clock was set.
    pub fn age(&self, milliseconds: UnixMillis) -> String {
        match milliseconds.max(MINUTE) {
            days if days >= DAY => self.count("age-days", days / DAY, &[]),
            hours if hours >= HOUR => self.count("age-hours", hours / HOUR, &[]),
            minutes => self.count("age-minutes", minutes / MINUTE, &[]),
        }
    }

    /// `14 left`, `LAST 2`, `OUT`, nothing where the stock is not known. A count older than `max_age` says its age and
    /// is never the last or out, since nobody can know: `2 left, 3 days ago`.
    pub fn stock(&self, stock: &Stock, now: UnixMillis, max_age: UnixMillis) -> String {
        let Some(quantity) = stock.quantity else {
            return String::new();
        };
        let left = |id: &str| self.count(id, quantity.max(0), &[]);
        if stock.is_fresh(now, max_age) {
            return match quantity {
                ..=0 => left("stock-out"),
                1..=LAST => left("stock-last"),
                _ => left("stock-left"),
            };
        }
        let age = self.age(now.saturating_sub(stock.as_of.unwrap_or(now)));
        self.say("stock-old", &[("stock", left("stock-left")), ("age", age)])
    }

    /// Why a suggestion is here, in words a customer may read; nothing where a person made the link without a reason
    /// and sales say nothing. Counts are named per hundred (rounded) from a hundred sales on, else as they are.
    pub fn reason(&self, reason: &Reason) -> Option<String> {
        match reason {
            Reason::Written(text) => Some(text.as_str().to_owned()),
            Reason::Counts { together, of } => Some(self.rate(*together, *of)),
            Reason::Linked => None,
        }
    }

    /// What a customer buys again and again: how often, how regularly, when last.
    pub fn due(&self, due: &Due) -> String {
        let (low, high) = due.between;
        let every = self.count("due-every", due.every.into(), &[]);
        let range = |every: String| {
            self.say("due-range", &[("every", every), ("low", low.to_string()), ("high", high.to_string())])
        };
        let every = if low == high { every } else { range(every) };
        let ago = self.count("due-last", due.ago.into(), &[]);
        self.say("due", &[("times", due.times.to_string()), ("every", every), ("ago", ago)])
    }

    fn rate(&self, together: u64, of: u64) -> String {
        let sales = self.number(i64::try_from(of).unwrap_or(i64::MAX));
        if of < 100 {
            return self.say("reason-of-few", &[("together", together.to_string()), ("sales", sales)]);
        }
        let rate = (u128::from(together) * 200 + u128::from(of)) / (u128::from(of) * 2);
        if rate == 0 {
            return self.say("reason-rare", &[("sales", sales)]);
        }
        self.say("reason-of-100", &[("rate", rate.to_string()), ("sales", sales)])
    }
}

/// True where the count is fresh and few or none are left: what the screens show in the colour of low stock.
pub fn is_low(stock: &Stock, now: UnixMillis, max_age: UnixMillis) -> bool {
    stock.is_fresh(now, max_age) && stock.quantity.is_some_and(|quantity| quantity <= LAST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CleanText;

    fn euro() -> Currency {
        Currency { code: "EUR".to_owned(), exponent: 2 }
    }

    #[test]
    fn money_and_numbers_follow_the_language() {
        let (english, french) = (Words::new("en"), Words::new("fr_FR.UTF-8"));
        assert_eq!(english.price_with_code(&euro(), Some(Money(3199))), "31.99 EUR");
        assert_eq!(french.price_with_code(&euro(), Some(Money(3199))), "31,99 EUR");
        assert_eq!(english.price_with_code(&euro(), None), "");
        assert_eq!((english.number(18_204), french.number(18_204)), ("18,204".into(), "18 204".into()));
        assert_eq!((english.number(-1_000_000), english.number(999)), ("-1,000,000".into(), "999".into()));
    }

    #[test]
    fn days_are_short_and_nonsense_is_nothing() {
        let words = Words::new("en");
        assert_eq!(words.day_short(Some("2026-11-21")), "21 Nov");
        assert_eq!(words.day_long(Some("2026-11-21")), "21 Nov 2026");
        assert_eq!(words.day_short(Some("2026-13-21")), "");
        assert_eq!(words.day_short(None), "");
        assert_eq!(Words::new("fr").day_short(Some("2026-12-01")), "1 déc.");
    }

    #[test]
    fn what_is_bought_again_and_again_is_said_with_its_spread() {
        let due =
            |every, between, ago| Due { sku: crate::domain::Sku::parse("A").unwrap(), times: 4, every, between, ago };
        let (english, french) = (Words::new("en"), Words::new("fr"));
        let said = english.due(&due(30, (26, 35), 33));
        assert_eq!(said, "bought 4 times, about every 30 days (26-35), last 33 days ago");
        assert_eq!(english.due(&due(1, (1, 1), 1)), "bought 4 times, about every day, last yesterday");
        let said = french.due(&due(30, (26, 35), 33));
        assert_eq!(said, "acheté 4 fois, tous les 30 jours environ (26-35), la dernière il y a 33 jours");
    }

    #[test]
    fn stock_is_said_with_its_age() {
        let words = Words::new("en");
        let stock = |quantity, as_of| Stock { quantity, as_of, place: None };
        let table = [
            (stock(Some(14), None), "14 left"),
            (stock(Some(2), None), "LAST 2"),
            (stock(Some(1), Some(10 * DAY)), "LAST 1"),
            (stock(Some(0), None), "OUT"),
            (stock(Some(-3), None), "OUT"),
            (stock(None, None), ""),
            (stock(Some(14), Some(8 * DAY)), "14 left, 2 days ago"),
            (stock(Some(0), Some(8 * DAY)), "0 left, 2 days ago"),
        ];
        for (stock, expected) in table {
            assert_eq!(words.stock(&stock, 10 * DAY, DAY), expected, "{stock:?}");
        }
    }

    #[test]
    fn a_reason_claims_no_more_than_was_counted() {
        let words = Words::new("en");
        let counts = |together, of| words.reason(&Reason::Counts { together, of }).unwrap();
        assert_eq!(counts(255, 411), "62 of 100 who bought this also bought it (411 sales)");
        assert_eq!(counts(7, 23), "7 of the 23 who bought this also bought it");
        assert_eq!(counts(5, 2000), "Fewer than 1 of 100 who bought this also bought it (2,000 sales)");
        assert_eq!(words.reason(&Reason::Linked), None);
        let written = Reason::Written(CleanText::new("Stain needs a soft brush."));
        assert_eq!(words.reason(&written).as_deref(), Some("Stain needs a soft brush."));
    }
}
