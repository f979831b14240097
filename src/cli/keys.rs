//! `goeswith keys`: the key table, the file that changes it, and what is wrong in that file.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::place::Place;
use super::{Failure, Globals, console};
use crate::domain::Problem;
use crate::domain::problem::Code;
use crate::settings;
use crate::tui::keymap::{Keymap, TABLE, name_of};
use crate::tui::review;
use crate::words::Words;

/// Arguments of `goeswith keys`.
#[derive(Debug, clap::Args)]
pub struct KeysArgs {}

/// Prints the table as it holds on this computer.
pub fn run(_args: &KeysArgs, globals: &Globals) -> Result<(), Failure> {
    let place = Place::settings_only(globals)?;
    let file = place.join(settings::KEYS_FILE);
    let (keymap, problems) = read(&file);
    let words = Words::new("en");
    if globals.json {
        let table: Vec<_> = TABLE
            .iter()
            .filter(|entry| !entry.keys.is_empty())
            .map(|entry| {
                let keys: Vec<String> = keymap.keys(entry.action).iter().map(ToString::to_string).collect();
                serde_json::json!({ "name": entry.name, "keys": keys, "does": does(entry, &words) })
            })
            .collect();
        let review: Vec<_> = in_review(&keymap, &words)
            .map(|(name, keys, does)| serde_json::json!({ "name": name, "keys": keys, "does": does }))
            .collect();
        let file = file.display().to_string();
        let answer = serde_json::json!({ "file": file, "keys": table, "review": review, "problems": problems });
        return console::json(&answer);
    }
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_header(["name", "keys", "does"]);
    for entry in TABLE.iter().filter(|entry| !entry.keys.is_empty()) {
        let keys: Vec<String> = keymap.keys(entry.action).iter().map(ToString::to_string).collect();
        table.add_row([entry.name.to_owned(), keys.join("  "), does(entry, &words)]);
    }
    print(&table)?;
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_header(["name", "keys", "does in goeswith pairs review"]);
    for (name, keys, does) in in_review(&keymap, &words) {
        table.add_row([name.to_owned(), keys.join("  "), does]);
    }
    console::out("")?;
    print(&table)?;
    console::note(&format!("\nchange them in {}, for example:\n  finish = [\"F9\", \"F7\"]", file.display()));
    for problem in &problems {
        console::note(&format!("{}: {}\nhint: {}", problem.code, problem.sentence(), problem.todo));
    }
    Ok(())
}

fn print(table: &comfy_table::Table) -> Result<(), Failure> {
    let text: Vec<String> = table.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
    console::out(&text.join("\n"))
}

/// What keys do where pairs are reviewed: their name, the keys, and the words.
fn in_review(keymap: &Keymap, words: &Words) -> impl Iterator<Item = (&'static str, Vec<String>, String)> {
    review::KEYS.into_iter().map(|(action, id)| {
        let keys = keymap.keys(action).iter().map(ToString::to_string).collect();
        (name_of(action), keys, words.word(id))
    })
}

fn does(entry: &crate::tui::keymap::Entry, words: &Words) -> String {
    let name = entry.name.replace('_', "-");
    let ids = [format!("keys-{name}"), format!("help-{name}"), format!("menu-{name}-why")];
    ids.iter().find(|id| words.knows(id)).map(|id| words.word(id)).unwrap_or_default()
}

/// Reads `keys.toml`: a bad line keeps the default of that key and is reported, the others hold.
pub fn read(file: &Path) -> (Keymap, Vec<Problem>) {
    let mut keymap = Keymap::default();
    let mut problems = Vec::new();
    let name = settings::KEYS_FILE;
    let read = settings::contents(file);
    let text = match read.and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (keymap, problems),
        Err(error) => {
            let problem = Problem::new(Code::SettingsUnreadable, &format!("{name} cannot be read: {error}"));
            return (keymap, vec![problem]);
        }
    };
    let line_of = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in errors {
        let line = line_of(error.span().map_or(0, |span| span.start));
        problems.push(Problem::new(Code::SettingsSyntax, error.message()).at(name, line));
    }
    for (key, value) in table.get_ref() {
        let line = line_of(key.span().start);
        let keys: Option<Vec<&str>> = match value.get_ref() {
            DeValue::String(one) => Some(vec![one.as_ref()]),
            DeValue::Array(many) => many.iter().map(|one| one.get_ref().as_str()).collect(),
            _ => None,
        };
        let changed = match keys {
            Some(keys) => keymap.rebind(key.get_ref(), &keys).map_err(|error| error.to_string()),
            None => Err(format!("{} must be a key or a list of keys in quotes", key.get_ref())),
        };
        if let Err(what) = changed {
            let problem = Problem::new(Code::SettingsValue, &what).at(name, line);
            problems.push(problem.with_todo("correct the line; until then this key means what it always meant"));
        }
    }
    problems.sort_by_key(|problem| problem.line);
    (keymap, problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::Key;
    use crate::tui::keymap::Action;

    #[test]
    fn a_bad_line_is_named_and_the_others_hold() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys.toml");
        std::fs::write(&file, "finish = \"Ctrl+F\"\ntook_it = [\"y\"]\nfly = \"F9\"\nundo = 3\n").unwrap();
        let (keymap, problems) = read(&file);
        assert_eq!(keymap.action(Key::Ctrl('f')), Some(Action::Finish));
        assert_eq!(keymap.action(Key::Char('+')), Some(Action::TookIt));
        assert_eq!(
            problems.iter().map(Problem::sentence).collect::<Vec<_>>(),
            [
                "keys.toml:2: a letter, digit or blank is never a command: y",
                "keys.toml:3: no such action: fly",
                "keys.toml:4: undo must be a key or a list of keys in quotes",
            ]
        );
    }
}
