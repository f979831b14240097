//! The table of every key of `settings.toml`: where it stands, what it expects, and how its value is taken.

use std::ops::RangeInclusive;

use toml::de::DeValue;

use super::{LookName, Settings, ThemeName};
use crate::domain::CleanText;

/// One key.
pub(super) struct Key {
    /// The name of its `[section]`; empty for the top of the file.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it expects, as the end of "... must be".
    pub expects: &'static str,
    /// Takes the value, or says no.
    pub take: fn(&mut Settings, &DeValue) -> Option<()>,
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
const KEYS: [Key; 20] = [
    key("", "language", "\"auto\", \"en\", \"fr\" or the name of a language file", |s, v| put(&mut s.language, language(v)?)),
    key("", "terminal", "a name of up to 24 characters in quotes", |s, v| put(&mut s.terminal, terminal(v)?)),
    key("", "store", "1 to 32 of a-z, 0-9 and - in quotes", |s, v| put(&mut s.store, store(v)?)),
    key("", "theme", "\"auto\", \"default\", \"high-contrast\" or \"mono\"", |s, v| put(&mut s.screen.theme, auto_or(v, ThemeName::of)?)),
    key("", "look", "\"auto\", \"normal\" or \"plain\"", |s, v| put(&mut s.screen.look, auto_or(v, LookName::of)?)),
    key("", "mouse", "true or false", |s, v| put(&mut s.screen.mouse, v.as_bool()?)),
    key("", "bell", "true or false", |s, v| put(&mut s.screen.bell, v.as_bool()?)),
    key("", "show_total", "true or false", |s, v| put(&mut s.screen.show_total, v.as_bool()?)),
    key("", "ask_reasons", "true or false", |s, v| put(&mut s.sale.ask_reasons, v.as_bool()?)),
    key("scanner", "gap_ms", "a whole number from 5 to 1000", |s, v| put(&mut s.scanner.gap_ms, whole(v, 5..=1000)?)),
    key("scanner", "silence_ms", "a whole number from 10 to 2000", |s, v| put(&mut s.scanner.silence_ms, whole(v, 10..=2000)?)),
    key("scanner", "answer_wait_ms", "a whole number from 0 to 500", |s, v| put(&mut s.scanner.answer_wait_ms, whole(v, 0..=500)?)),
    key("scanner", "repeat_ms", "a whole number from 0 to 2000", |s, v| put(&mut s.scanner.repeat_ms, whole(v, 0..=2000)?)),
    key("scanner", "enter_guard_ms", "a whole number from 0 to 2000", |s, v| put(&mut s.scanner.enter_guard_ms, whole(v, 0..=2000)?)),
    key("scanner", "min_length", "a whole number from 3 to 40", |s, v| put(&mut s.scanner.min_length, whole(v, 3..=40)?)),
    key("scanner", "prefix", "up to 4 characters in quotes", |s, v| put(&mut s.scanner.prefix, short(v, 4)?)),
    key("sale", "forgotten_minutes", "a whole number from 1 to 240", |s, v| put(&mut s.sale.forgotten_minutes, whole(v, 1..=240)?)),
    key("sale", "longest_minutes", "a whole number from 5 to 1440", |s, v| put(&mut s.sale.longest_minutes, whole(v, 5..=1440)?)),
    key("stock", "max_age_hours", "a whole number from 1 to 720", |s, v| put(&mut s.stock_max_age_hours, whole(v, 1..=720)?)),
    key("manager", "code", "up to 16 letters or digits in quotes", |s, v| put(&mut s.manager_code, code(v)?)),
];

const fn key(
    section: &'static str,
    name: &'static str,
    expects: &'static str,
    take: fn(&mut Settings, &DeValue) -> Option<()>,
) -> Key {
    Key {
        section,
        name,
        expects,
        take,
    }
}

fn put<T>(place: &mut T, value: T) -> Option<()> {
    *place = value;
    Some(())
}

/// A whole number in any notation TOML has.
fn whole(value: &DeValue, range: RangeInclusive<u32>) -> Option<u32> {
    let integer = value.as_integer()?;
    let number = u32::from_str_radix(integer.as_str(), integer.radix()).ok()?;
    range.contains(&number).then_some(number)
}

fn auto_or<T>(value: &DeValue, of: fn(&str) -> Option<T>) -> Option<Option<T>> {
    match value.as_str()? {
        "auto" => Some(None),
        word => of(word).map(Some),
    }
}

/// A word or the bare name of a file: nothing that leads out of the folder of language files.
fn language(value: &DeValue) -> Option<String> {
    let word = value.as_str()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let good = (1..=64).contains(&word.len()) && word.chars().all(is_plain) && !word.starts_with('.');
    good.then(|| word.to_owned())
}

fn terminal(value: &DeValue) -> Option<Option<CleanText>> {
    let name = CleanText::new(value.as_str()?);
    (name.as_str().chars().count() <= 24).then_some(Some(name).filter(|name| !name.is_empty()))
}

fn store(value: &DeValue) -> Option<Option<String>> {
    let name = value.as_str()?;
    let good = name.len() <= 32 && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    good.then(|| Some(name.to_owned()).filter(|name| !name.is_empty()))
}

fn short(value: &DeValue, longest: usize) -> Option<String> {
    let text = value.as_str()?;
    (text.chars().count() <= longest).then(|| text.to_owned())
}

fn code(value: &DeValue) -> Option<String> {
    let code = short(value, 16)?;
    code.chars().all(char::is_alphanumeric).then_some(code)
}
