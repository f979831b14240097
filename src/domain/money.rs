//! Money as whole minor units, so that no cent is ever lost to a fraction.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in minor units (cents) of the shop's one currency. Sums are checked; a sum that does not fit stays at the
/// largest amount rather than wrap round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    /// The sum, saturating.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, saturating.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// So many times this amount, saturating.
    #[must_use]
    pub fn times(self, quantity: i64) -> Self {
        Self(self.0.saturating_mul(quantity))
    }
}

/// The shop's currency: its ISO 4217 code and how many decimals its amounts have (EUR 2, JPY 0, TND 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Currency {
    /// Three capital letters.
    pub code: String,
    /// Decimals of the minor unit, 0 to 4.
    pub exponent: u8,
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Letters, two signs, a decimal comma: anything that is not digits with at most one dot.
    #[error("is not a number")]
    NotANumber,
    /// More decimals than the currency has.
    #[error("has more decimals than the currency")]
    TooPrecise,
    /// Beyond a million million units.
    #[error("is too large")]
    TooLarge,
}

impl Currency {
    /// Reads `12.90` as this currency's minor units: digits, at most one dot, a sign in front. Zeros beyond the
    /// currency's decimals are let pass, other digits there are not.
    pub fn parse(&self, raw: &str) -> Result<Money, MoneyError> {
        let text = raw.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !is_digits(whole) || !is_digits(fraction) {
            return Err(MoneyError::NotANumber);
        }
        let decimals = usize::from(self.exponent);
        let (kept, beyond) = fraction.split_at(fraction.len().min(decimals));
        if beyond.bytes().any(|byte| byte != b'0') {
            return Err(MoneyError::TooPrecise);
        }
        let padded = format!("{}{kept:0<decimals$}", if whole.is_empty() { "0" } else { whole });
        let minor: i64 = padded.parse().map_err(|_| MoneyError::TooLarge)?;
        if minor > 1_000_000_000_000_000 {
            return Err(MoneyError::TooLarge);
        }
        Ok(Money(if negative { -minor } else { minor }))
    }

    /// `number` with so many `decimals` as this currency's minor units; `None` where it is more exact than the currency,
    /// or too large.
    pub fn scaled(&self, number: i64, decimals: u32) -> Option<Money> {
        let shift = |by: u32| 10_i64.checked_pow(by);
        if let Some(more) = u32::from(self.exponent).checked_sub(decimals) {
            return number.checked_mul(shift(more)?).map(Money);
        }
        let less = shift(decimals - u32::from(self.exponent))?;
        (number % less == 0).then(|| Money(number / less))
    }

    /// Writes an amount with the decimals of this currency and the decimal sign of a language, without the code:
    /// `1,204.50` has no thousands sign here, `1204.50` it is.
    pub fn format(&self, amount: Money, decimal_sign: char) -> String {
        let decimals = usize::from(self.exponent);
        let sign = if amount.0 < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", amount.0.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}{decimal_sign}{fraction}") }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro() -> Currency {
        Currency { code: "EUR".to_owned(), exponent: 2 }
    }

    #[test]
    fn amounts_are_read_exactly() {
        let table = [
            ("12.90", Ok(1290)),
            ("12.9", Ok(1290)),
            ("12", Ok(1200)),
            (".5", Ok(50)),
            ("12.900", Ok(1290)),
            ("-3.00", Ok(-300)),
            ("12,90", Err(MoneyError::NotANumber)),
            ("12.905", Err(MoneyError::TooPrecise)),
            ("", Err(MoneyError::NotANumber)),
            (".", Err(MoneyError::NotANumber)),
            ("1e5", Err(MoneyError::NotANumber)),
            ("99999999999999999999", Err(MoneyError::TooLarge)),
        ];
        for (raw, expected) in table {
            assert_eq!(euro().parse(raw), expected.map(Money), "{raw:?}");
        }
    }

    #[test]
    fn amounts_are_written_with_their_decimals() {
        assert_eq!(euro().format(Money(1290), '.'), "12.90");
        assert_eq!(euro().format(Money(5), ','), "0,05");
        assert_eq!(euro().format(Money(-120), '.'), "-1.20");
        assert_eq!(Currency { code: "JPY".to_owned(), exponent: 0 }.format(Money(500), '.'), "500");
        assert_eq!(Currency { code: "TND".to_owned(), exponent: 3 }.format(Money(500), '.'), "0.500");
    }
}
