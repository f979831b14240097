//! Days and times as exports write them → ISO 8601, as sales are kept. Whether `05/01/2024` is in May or in January is
//! decided for a column: one day above the twelfth says it.

use crate::domain::Day;

/// Which of two numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `31.12.2024`
    DayFirst,
    /// `12/31/2024`
    MonthFirst,
}

/// What the cells of a column say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Votes {
    day_first: u64,
    month_first: u64,
    either: u64,
}

impl Votes {
    /// Takes a cell into account.
    pub fn hear(&mut self, raw: &str) {
        let Some((a, b, _, sign)) = split(raw.trim()) else { return };
        if sign == '.' || a > 12 {
            self.day_first += 1;
        } else if b > 12 {
            self.month_first += 1;
        } else {
            self.either += 1;
        }
    }

    /// The order; `None` where nothing says it though something asks.
    pub fn order(self) -> Option<Order> {
        match (self.day_first, self.month_first, self.either) {
            (0, 0, 1..) => None,
            (days, months, _) if months > days => Some(Order::MonthFirst),
            _ => Some(Order::DayFirst),
        }
    }
}

/// Reads a day, with a time behind it or in a cell of its own: `2024-01-05T10:20:30`, with the offset that was given.
pub fn read(raw: &str, time: &str, order: Order) -> Option<String> {
    let text = raw.trim();
    let (day, rest) = day(text, order)?;
    let rest = rest.trim_start_matches(['T', ',']).trim();
    let clock = if rest.is_empty() { clock(time.trim()) } else { clock(rest) };
    let (year, month, date) = day.to_civil();
    let day = format!("{year:04}-{month:02}-{date:02}");
    Some(match clock {
        Some(clock) => format!("{day}T{clock}"),
        None => day,
    })
}

fn day(text: &str, order: Order) -> Option<(Day, &str)> {
    if let Some(iso) = text.get(..10).filter(|_| text.as_bytes().get(4) == Some(&b'-'))
        && let Some(day) = Day::parse(iso)
    {
        return Some((day, &text[10..]));
    }
    if let Some((a, b, year, _)) = split(text) {
        let (date, month) = match order {
            _ if a > 12 => (a, b),
            _ if b > 12 => (b, a),
            Order::DayFirst => (a, b),
            Order::MonthFirst => (b, a),
        };
        let end = text.find([' ', 'T', ',']).unwrap_or(text.len());
        return Some((civil(year, month, date)?, &text[end..]));
    }
    let digits = text.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(digits) = digits
        && !text[8..].starts_with(|c: char| c.is_ascii_digit())
    {
        let part = |from: usize, to: usize| digits[from..to].parse().ok();
        return Some((civil(part(0, 4)?, part(4, 6)?, part(6, 8)?)?, &text[8..]));
    }
    if let Some(slashed) = text.get(..10).filter(|_| matches!(text.as_bytes().get(4), Some(b'/' | b'.'))) {
        return Some((Day::parse(&slashed.replace(['/', '.'], "-"))?, &text[10..]));
    }
    named(text)
}

/// `5 Jan 2024`, `Jan 5, 2024`.
fn named(text: &str) -> Option<(Day, &str)> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut words = text.splitn(4, [' ', '-']).map(|word| word.trim_end_matches([',', '.']));
    let (first, second, year) = (words.next()?, words.next()?, words.next()?);
    let rest = words.next().unwrap_or_default();
    let month_of = |word: &str| {
        let short = word.get(..3)?.to_lowercase();
        MONTHS.iter().position(|month| *month == short).map(|month| month as u32 + 1)
    };
    let (date, month) = match month_of(second) {
        Some(month) => (first, month),
        None => (second, month_of(first)?),
    };
    Some((civil(year.parse().ok()?, month, date.parse().ok()?)?, rest))
}

fn civil(year: u32, month: u32, date: u32) -> Option<Day> {
    let year = match year {
        0..=68 => 2000 + year,
        69..=99 => 1900 + year,
        _ => year,
    };
    Day::parse(&format!("{year:04}-{month:02}-{date:02}"))
}

/// Two numbers and a year with one sign between: `5/1/24`, `05.01.2024 10:20`.
fn split(text: &str) -> Option<(u32, u32, u32, char)> {
    let date = text.split([' ', 'T', ',']).next()?;
    let sign = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.' | '-'))?;
    let mut parts = date.split(sign);
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    let right = a.len() <= 2 && b.len() <= 2 && matches!(year.len(), 2 | 4) && parts.next().is_none();
    right.then_some((a.parse().ok()?, b.parse().ok()?, year.parse().ok()?, sign))
}

/// `10:20`, `10:20:30`, `9:05 PM`, `10:20:30 -0500`, `10:20:30.123Z` → `10:20:30` and the offset with a colon.
fn clock(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let mut numbers = text[..end].split(':').map(str::parse::<u32>);
    let (hour, minute) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let second = numbers.next().and_then(Result::ok).unwrap_or(0);
    let mut rest = &text[end..];
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let rest = rest.trim();
    let upper = rest.to_uppercase();
    let hour = match hour {
        12 if upper.starts_with('A') => 0,
        1..=11 if upper.starts_with('P') => hour + 12,
        hour => hour,
    };
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let zone: String = rest.chars().filter(char::is_ascii_digit).take(4).collect();
    let offset = match rest.chars().next() {
        Some('Z' | 'z') => "Z".to_owned(),
        _ if upper.starts_with("UTC") || upper.starts_with("GMT") => "Z".to_owned(),
        Some(sign @ ('+' | '-')) if zone.len() == 4 => format!("{sign}{}:{}", &zone[..2], &zone[2..]),
        Some(sign @ ('+' | '-')) if zone.len() == 2 => format!("{sign}{zone}:00"),
        _ => String::new(),
    };
    Some(format!("{hour:02}:{minute:02}:{:02}{offset}", second.min(59)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_all_countries_become_iso() {
        use Order::{DayFirst, MonthFirst};
        let table = [
            ("2024-01-05 10:20:30 -0500", "", DayFirst, Some("2024-01-05T10:20:30-05:00")),
            ("2024-01-05T10:20:30Z", "", DayFirst, Some("2024-01-05T10:20:30Z")),
            ("2024-01-05", "9:05 PM", DayFirst, Some("2024-01-05T21:05:00")),
            ("01/05/24", "10:20:30", MonthFirst, Some("2024-01-05T10:20:30")),
            ("12/1/2010 8:26", "", MonthFirst, Some("2010-12-01T08:26:00")),
            ("05.01.2024 10:20", "", DayFirst, Some("2024-01-05T10:20:00")),
            ("31/12/99", "", MonthFirst, Some("1999-12-31")),
            ("20240105", "", DayFirst, Some("2024-01-05")),
            ("2024/01/05", "", DayFirst, Some("2024-01-05")),
            ("Jan 5, 2024", "", DayFirst, Some("2024-01-05")),
            ("5 January 2024 12:00 AM", "", DayFirst, Some("2024-01-05T00:00:00")),
            ("2024-02-30", "", DayFirst, None),
            ("soon", "", DayFirst, None),
            ("", "10:00", DayFirst, None),
            ("ééééé", "", DayFirst, None),
        ];
        for (raw, time, order, expected) in table {
            assert_eq!(read(raw, time, order).as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn one_day_above_the_twelfth_says_the_order() {
        let order = |cells: &[&str]| {
            let mut votes = Votes::default();
            cells.iter().for_each(|cell| votes.hear(cell));
            votes.order()
        };
        assert_eq!(order(&["1/5/24", "1/13/24"]), Some(Order::MonthFirst));
        assert_eq!(order(&["1/5/24", "13/1/24"]), Some(Order::DayFirst));
        assert_eq!(order(&["1.5.24"]), Some(Order::DayFirst));
        assert_eq!(order(&["1/5/24"]), None);
        assert_eq!(order(&["2024-01-05"]), Some(Order::DayFirst));
    }
}
