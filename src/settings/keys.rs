//! The table of every key of `settings.toml`: where it stands, what it expects, and how its value is taken.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use toml::de::DeValue;

use super::{LookName, Settings, ThemeName};
use crate::domain::CleanText;
use crate::feed::{self, Cards};
use crate::input::Source;

/// One key.
pub(super) struct Key {
    /// The name of its `[section]`; empty for the top of the file.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it expects, as the end of "... must be".
    pub expects: &'static str,
    /// Takes the value, or says no.
    pub take: fn(&mut Settings, &DeValue) -> Result<(), Wrong>,
}

/// The key of that name, if there is one.
pub(super) fn find(section: &str, name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.section == section && key.name == name)
}

/// True where a section of that name exists.
pub(super) fn is_section(name: &str) -> bool {
    !name.is_empty() && KEYS.iter().any(|key| key.section == name)
}

/// Every key, in the order of the annotated file.
#[rustfmt::skip]
const KEYS: [Key; 35] = [
    key("", "language", "\"auto\", \"en\", \"fr\" or the name of a language file", |s, v| put(&mut s.language, language(v))),
    key("", "terminal", "a name of up to 24 characters in quotes", |s, v| put(&mut s.terminal, terminal(v))),
    key("", "store", "1 to 32 of a-z, 0-9 and - in quotes", |s, v| put(&mut s.store, store(v))),
    key("", "chain_key", "the path of a file in quotes", |s, v| put(&mut s.chain_key, folder(v))),
    key("", "theme", "\"auto\", \"default\", \"high-contrast\" or \"mono\"", |s, v| put(&mut s.screen.theme, auto_or(v, ThemeName::of))),
    key("", "look", "\"auto\", \"normal\" or \"plain\"", |s, v| put(&mut s.screen.look, auto_or(v, LookName::of))),
    key("", "bell", "true or false", |s, v| put(&mut s.screen.bell, yes_or_no(v))),
    key("", "show_total", "true or false", |s, v| put(&mut s.screen.show_total, yes_or_no(v))),
    key("", "ask_reasons", "true or false", |s, v| put(&mut s.sale.ask_reasons, yes_or_no(v))),
    key("", "mouse", "true or false", |s, v| put(&mut s.screen.mouse, yes_or_no(v))),
    key("scanner", "gap_ms", "a whole number from 5 to 1000", |s, v| put(&mut s.scanner.gap_ms, whole(v, 5..=1000))),
    key("scanner", "silence_ms", "a whole number from 10 to 2000", |s, v| put(&mut s.scanner.silence_ms, whole(v, 10..=2000))),
    key("scanner", "answer_wait_ms", "a whole number from 0 to 500", |s, v| put(&mut s.scanner.answer_wait_ms, whole(v, 0..=500))),
    key("scanner", "repeat_ms", "a whole number from 0 to 2000", |s, v| put(&mut s.scanner.repeat_ms, whole(v, 0..=2000))),
    key("scanner", "enter_guard_ms", "a whole number from 0 to 2000", |s, v| put(&mut s.scanner.enter_guard_ms, whole(v, 0..=2000))),
    key("scanner", "min_length", "a whole number from 3 to 40", |s, v| put(&mut s.scanner.min_length, whole(v, 3..=40))),
    key("scanner", "prefix", "up to 4 characters in quotes", |s, v| put(&mut s.scanner.prefix, text(v, 4, |_| true))),
    key("scanner", "suffix", "up to 4 characters in quotes", |s, v| put(&mut s.scanner.suffix, text(v, 4, |_| true))),
    key("scanner", "layout", "\"auto\", or a layout such as \"us\" or \"fr\"", |s, v| put(&mut s.scanner.layout, layout(v))),
    key("scanner", "port", "the name of a serial port in quotes, such as '/dev/ttyACM0' or 'COM3'", |s, v| put(&mut s.scanner.port, text(v, 200, |c| !c.is_control()))),
    key("scanner", "speed", "a whole number from 300 to 4000000", |s, v| put(&mut s.scanner.speed, whole(v, 300..=4_000_000))),
    key("feed", "source", "a path, or 'serial:PORT@SPEED' with a speed from 300 to 4000000, in quotes", |s, v| put(&mut s.feed.source, source(v))),
    key("feed", "pattern", "a regular expression in single quotes, such as 'SALE +(\\S+)'", |s, v| put(&mut s.feed.patterns.code, pattern(v))),
    key("feed", "void", "a regular expression in single quotes, such as '^VOID'", |s, v| put(&mut s.feed.patterns.void, pattern(v))),
    key("feed", "end", "a regular expression in single quotes, such as '^TOTAL'", |s, v| put(&mut s.feed.patterns.end, pattern(v))),
    key("sale", "forgotten_minutes", "a whole number from 1 to 240", |s, v| put(&mut s.sale.forgotten_minutes, whole(v, 1..=240))),
    key("sale", "longest_minutes", "a whole number from 5 to 1440", |s, v| put(&mut s.sale.longest_minutes, whole(v, 5..=1440))),
    key("customers", "pattern", "a regular expression in single quotes such as '29\\d{11}', or several in [ ]", |s, v| put(&mut s.customers.cards, cards(v))),
    key("customers", "link_without_list", "true or false", |s, v| put(&mut s.customers.link_without_list, yes_or_no(v))),
    key("badges", "pattern", "a regular expression in single quotes such as '28\\d{11}', or several in [ ]", |s, v| put(&mut s.badges, cards(v))),
    key("slip", "command", "a program and its arguments, such as ['lp', '-']", |s, v| put(&mut s.slip.command, command(v))),
    key("slip", "width", "a whole number from 24 to 80", |s, v| put(&mut s.slip.width, whole(v, 24..=80))),
    key("stock", "max_age_hours", "a whole number from 1 to 720", |s, v| put(&mut s.stock_max_age_hours, whole(v, 1..=720))),
    key("sync", "dir", "the path of a folder in quotes", |s, v| put(&mut s.sync_dir, folder(v))),
    key("manager", "code", "up to 16 letters or digits in quotes", |s, v| put(&mut s.manager_code, text(v, 16, char::is_alphanumeric))),
];

const fn key(
    section: &'static str,
    name: &'static str,
    expects: &'static str,
    take: fn(&mut Settings, &DeValue) -> Result<(), Wrong>,
) -> Key {
    Key { section, name, expects, take }
}

/// The value does not fit its key.
#[derive(Debug)]
pub(super) struct Wrong;

fn put<T>(place: &mut T, value: Result<T, Wrong>) -> Result<(), Wrong> {
    *place = value?;
    Ok(())
}

fn yes_or_no(value: &DeValue) -> Result<bool, Wrong> {
    value.as_bool().ok_or(Wrong)
}

/// A whole number in any notation TOML has.
fn whole(value: &DeValue, range: RangeInclusive<u32>) -> Result<u32, Wrong> {
    let integer = value.as_integer().ok_or(Wrong)?;
    let number = u32::from_str_radix(integer.as_str(), integer.radix()).map_err(|_| Wrong)?;
    if range.contains(&number) { Ok(number) } else { Err(Wrong) }
}

/// A text of at most so many characters for which `is_good` holds.
fn text(value: &DeValue, longest: usize, is_good: fn(char) -> bool) -> Result<String, Wrong> {
    let text = value.as_str().ok_or(Wrong)?;
    if text.chars().count() <= longest && text.chars().all(is_good) { Ok(text.to_owned()) } else { Err(Wrong) }
}

fn auto_or<T>(value: &DeValue, of: fn(&str) -> Option<T>) -> Result<Option<T>, Wrong> {
    match value.as_str().ok_or(Wrong)? {
        "auto" => Ok(None),
        word => of(word).map(Some).ok_or(Wrong),
    }
}

/// A word or the bare name of a file: nothing that leads out of the folder of language files.
fn language(value: &DeValue) -> Result<String, Wrong> {
    let word = text(value, 64, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))?;
    if word.is_empty() || word.starts_with('.') { Err(Wrong) } else { Ok(word) }
}

/// The name of a keyboard layout; whether there is a table for it is not known here.
fn layout(value: &DeValue) -> Result<String, Wrong> {
    let name = text(value, 12, |c| matches!(c, 'a'..='z' | '-'))?;
    if name.is_empty() { Err(Wrong) } else { Ok(name) }
}

fn terminal(value: &DeValue) -> Result<Option<CleanText>, Wrong> {
    Ok(CleanText::non_empty(&text(value, 24, |_| true)?))
}

fn store(value: &DeValue) -> Result<Option<String>, Wrong> {
    let name = text(value, 32, |c| matches!(c, 'a'..='z' | '0'..='9' | '-'))?;
    Ok(Some(name).filter(|name| !name.is_empty()))
}

fn folder(value: &DeValue) -> Result<Option<PathBuf>, Wrong> {
    let path = text(value, 1_000, |c| !c.is_control())?;
    Ok(Some(path).filter(|path| !path.is_empty()).map(PathBuf::from))
}

fn source(value: &DeValue) -> Result<Option<Source>, Wrong> {
    match text(value, 1_000, |c| !c.is_control())?.as_str() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Wrong),
    }
}

/// The words of a command; none for no command.
fn command(value: &DeValue) -> Result<Vec<String>, Wrong> {
    let DeValue::Array(words) = value else { return Err(Wrong) };
    let words = words.iter().map(|word| text(word.get_ref(), 1_000, |c| !c.is_control()));
    let words = words.collect::<Result<Vec<String>, _>>()?;
    let is_one = words.len() <= 50 && words.first().is_none_or(|program| !program.is_empty());
    if is_one { Ok(words) } else { Err(Wrong) }
}

/// One pattern, or an array of them.
fn cards(value: &DeValue) -> Result<Cards, Wrong> {
    let texts: Vec<String> = match value {
        DeValue::Array(array) => {
            array.iter().map(|one| text(one.get_ref(), 2_000, |_| true)).collect::<Result<_, _>>()?
        }
        one => vec![text(one, 2_000, |_| true)?],
    };
    if texts.is_empty() || texts.len() > 20 { Err(Wrong) } else { Cards::new(&texts).ok_or(Wrong) }
}

fn pattern(value: &DeValue) -> Result<String, Wrong> {
    let text = text(value, 2_000, |_| true)?;
    if feed::is_pattern(&text) { Ok(text) } else { Err(Wrong) }
}
