//! A value of a spreadsheet as text.

use calamine::{Data, DataRef, ExcelDateTime};

/// Whole numbers beyond it are not exact any more (2^53).
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, a date, `true` or `false`; empty for no value.
    Text(String),
    /// A number, without an exponent.
    Number(String),
    /// An error: `#N/A`.
    Error(String),
}

impl From<DataRef<'_>> for Value {
    fn from(data: DataRef) -> Self {
        match data {
            DataRef::SharedString(text) => Self::Text(text.to_owned()),
            data => Data::from(data).into(),
        }
    }
}

impl From<Data> for Value {
    fn from(data: Data) -> Self {
        match data {
            Data::Int(number) => Self::Number(number.to_string()),
            Data::Float(number) => number_of(number),
            Data::String(text) => Self::Text(text),
            Data::Bool(is_true) => Self::Text(is_true.to_string()),
            Data::DateTime(time) => date(time),
            Data::DateTimeIso(text) | Data::DurationIso(text) => Self::Text(text),
            Data::Error(error) => Self::Error(error.to_string()),
            Data::Empty => Self::Text(String::new()),
        }
    }
}

/// A number as a spreadsheet shows it: whole ones digit by digit, others with the fifteen digits that are sure.
pub fn number_of(number: f64) -> Value {
    if !number.is_finite() {
        return Value::Error(number.to_string());
    }
    let is_exact = number.fract() == 0.0 && number.abs() <= EXACT;
    let number = if is_exact { number } else { rounded(number) };
    // Zero may be negative.
    Value::Number((number + 0.0).to_string())
}

/// With fifteen digits: `31.990000000000002` is what is left of a sum.
fn rounded(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

/// A day, a day with its time, or a time alone, after ISO 8601.
fn date(time: ExcelDateTime) -> Value {
    let seconds = (time.as_f64() * 86_400.0).round();
    if !seconds.is_finite() || seconds < 0.0 {
        return number_of(time.as_f64());
    }
    if time.is_duration() || seconds < 86_400.0 {
        let seconds = seconds as u64;
        return Value::Text(format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    Value::Text(if (hour, minute, second) == (0, 0, 0) {
        day
    } else {
        format!("{day} {hour:02}:{minute:02}:{second:02}")
    })
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_are_written_without_exponents() {
        let table = [
            (0.0, "0"),
            (-0.0, "0"),
            (-0.5, "-0.5"),
            (4_006_381_333_931.0, "4006381333931"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (1e21, "1000000000000000000000"),
            (31.990_000_000_000_002, "31.99"),
            (0.000_001, "0.000001"),
            (-12.5, "-12.5"),
            (-10.0, "-10"),
        ];
        for (number, text) in table {
            assert_eq!(number_of(number), Value::Number(text.to_owned()));
        }
        assert_eq!(number_of(f64::NAN), Value::Error("NaN".to_owned()));
    }

    #[test]
    fn dates_are_those_of_iso() {
        let table = [
            (46_348.0, "2026-11-22"),
            (46_348.605_555_555_55, "2026-11-22 14:32:00"),
            (0.605_555_555_555, "14:32:00"),
            (60.0, "1900-02-29"),
        ];
        for (number, text) in table {
            let time = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, false);
            assert_eq!(Value::from(Data::DateTime(time)), Value::Text(text.to_owned()));
        }
        let lasts = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(Value::from(Data::DateTime(lasts)), Value::Text("36:00:00".to_owned()));
    }
}
