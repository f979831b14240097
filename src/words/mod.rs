//! The sentences of the screens in the staff's language: English and French in the program, others by file.
//!
//! [`Words`] finds a sentence by its id and puts values in; [`phrase`] makes words of stock, money, days and reasons.
//! A sentence that a language lacks is said in English, and an id that nobody knows is shown as it is: a missing word
//! never stops a sale. Nothing here reads a file or knows a screen.

mod phrase;
mod reasoning;

pub use phrase::is_low;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::domain::text::printable;

/// The languages that are in the program, as [`Words::new`] takes them.
pub const LANGUAGES: [&str; 2] = ["en", "fr"];

const ENGLISH: &str = include_str!("../../assets/lang/en.ftl");
const FRENCH: &str = include_str!("../../assets/lang/fr.ftl");

/// Values that choose between singular and plural and therefore have to reach a sentence as numbers.
const COUNTED: [&str; 3] = ["items", "add-ons", "quantity"];

/// The sentences of one language, with English behind it.
pub struct Words {
    /// The chosen language first, English last.
    bundles: Vec<FluentBundle<FluentResource>>,
    decimal_sign: char,
    group_sign: String,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Words").field(&self.word("language-name")).finish()
    }
}

impl Words {
    /// A language of the program: `en`, `fr`, or a locale that begins so. Any other is English.
    pub fn new(language: &str) -> Self {
        if language.to_ascii_lowercase().starts_with("fr") {
            Self::over_english(FRENCH)
        } else {
            Self::of(vec![bundle(ENGLISH)])
        }
    }

    /// A language of a shop's own, from the text of its file. What it lacks, or writes wrong, is said in English.
    pub fn from_file(text: &str) -> Self {
        Self::over_english(text)
    }

    fn over_english(text: &str) -> Self {
        Self::of(vec![bundle(text), bundle(ENGLISH)])
    }

    fn of(bundles: Vec<FluentBundle<FluentResource>>) -> Self {
        let mut words = Self { bundles, decimal_sign: '.', group_sign: String::new() };
        words.decimal_sign = words.word("number-decimal").chars().next().unwrap_or('.');
        words.group_sign = words.word("number-group");
        words
    }

    /// The sentence `id` with values put in.
    pub fn say(&self, id: &str, with: &[(&str, String)]) -> String {
        let mut arguments = FluentArgs::with_capacity(with.len());
        for (name, value) in with {
            arguments.set(*name, value_of(name, value));
        }
        self.format(id, &arguments)
    }

    /// The sentence `id`, into which nothing has to be put.
    pub fn word(&self, id: &str) -> String {
        self.format(id, &FluentArgs::new())
    }

    /// The sentence `id` for `n` things: `n` chooses the plural, `number` is `n` as it is written.
    pub fn count(&self, id: &str, n: i64, with: &[(&str, String)]) -> String {
        let mut arguments = FluentArgs::with_capacity(with.len() + 2);
        for (name, value) in with {
            arguments.set(*name, value_of(name, value));
        }
        arguments.set("n", FluentValue::from(n));
        arguments.set("number", FluentValue::from(self.number(n)));
        self.format(id, &arguments)
    }

    /// True where this language, or English behind it, has the sentence.
    pub fn knows(&self, id: &str) -> bool {
        self.bundles.iter().any(|bundle| bundle.has_message(id))
    }

    fn format(&self, id: &str, arguments: &FluentArgs<'_>) -> String {
        let mut lacking = None;
        for bundle in &self.bundles {
            let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
                continue;
            };
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, Some(arguments), &mut errors);
            // A file of a shop's own may hold anything, also as an escape that becomes a character only now.
            let text = printable(&text).into_owned();
            if errors.is_empty() {
                return text;
            }
            lacking = Some(text);
        }
        lacking.unwrap_or_else(|| id.to_owned())
    }
}

/// Only counted things become numbers: a code must keep its leading zeros.
fn value_of<'a>(name: &str, value: &'a str) -> FluentValue<'a> {
    if COUNTED.contains(&name) { FluentValue::try_number(value) } else { FluentValue::from(value) }
}

/// Reads a language file; lines that are no sentences are passed over, and the rest holds.
fn bundle(text: &str) -> FluentBundle<FluentResource> {
    let resource = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let tag: LanguageIdentifier = language_tag(text).parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

/// What the line `language-tag = fr` says: it decides the plural rules and is needed before the sentences are read.
fn language_tag(text: &str) -> &str {
    text.lines()
        .find_map(|line| line.strip_prefix("language-tag"))
        .and_then(|rest| rest.trim_start().strip_prefix('='))
        .map_or("en", str::trim)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Each id with the values its sentence takes, read from the text of a language file.
    fn sentences(text: &str) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut current = None;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                let id = line.split(" =").next().unwrap();
                assert!(found.insert(id, BTreeSet::new()).is_none(), "twice: {id}");
                current = Some(id);
            }
            if let Some(values) = current.and_then(|id| found.get_mut(id)) {
                let names = line.split('$').skip(1).map(|rest| rest.split([' ', '}']).next().unwrap());
                values.extend(names);
            }
        }
        found
    }

    #[test]
    fn english_and_french_say_the_same_things() {
        let english = sentences(ENGLISH);
        let french = sentences(FRENCH);
        for (id, values) in &english {
            let wanted: BTreeSet<_> = values.iter().filter(|name| !["n", "number"].contains(*name)).collect();
            let got = french.get(id).unwrap_or_else(|| panic!("French lacks {id}"));
            let got: BTreeSet<_> = got.iter().filter(|name| !["n", "number"].contains(*name)).collect();
            assert_eq!(got, wanted, "{id}");
            assert_eq!(french[id].contains("n"), values.contains("n"), "{id}");
        }
        let extra: Vec<_> = french.keys().filter(|id| !english.contains_key(*id)).collect();
        assert_eq!(extra, Vec::<&&str>::new());
    }

    #[test]
    fn every_sentence_can_be_said() {
        for (language, text) in [("en", ENGLISH), ("fr", FRENCH)] {
            assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{language}");
            let words = Words::new(language);
            for (id, values) in sentences(text) {
                let with: Vec<_> = values
                    .iter()
                    .filter(|name| !["n", "number"].contains(*name))
                    .map(|name| (*name, "7".to_owned()))
                    .collect();
                let said = words.count(id, 7, &with);
                assert_ne!(said, id, "{language}");
                assert!(!said.contains(['{', '}', '$', '\n']), "{language}: {said}");
                assert!(said.chars().all(|c| (' '..='~').contains(&c) || ('\u{a1}'..='\u{ff}').contains(&c)), "{said}");
                assert!(language != "en" || said.is_ascii(), "{said}");
            }
        }
    }

    #[test]
    fn a_language_by_file_falls_back_to_english_line_by_line() {
        let words =
            Words::from_file("language-tag = de\nfoot-help = Hilfe\nfoot-undo\nsaid-took = { $nobody } { $name }\n");
        assert_eq!(words.word("foot-help"), "Hilfe");
        assert_eq!(words.word("foot-undo"), "Undo");
        let with = [("name", "Tape".to_owned()), ("undo", "F6".to_owned())];
        assert_eq!(words.say("said-took", &with), "Took: Tape.   F6 takes it back.");
        assert_eq!(words.word("no-such-line"), "no-such-line");
    }

    #[test]
    fn a_value_is_never_read_as_part_of_the_sentence() {
        let words = Words::new("en");
        let with = [("name", "{ $x }".to_owned()), ("undo", "F6".to_owned())];
        assert_eq!(words.say("said-took", &with), "Took: { $x }.   F6 takes it back.");
    }

    #[test]
    fn counted_values_choose_their_plural() {
        let words = Words::new("en");
        let finished = |items: &str, add_ons: &str| {
            words.say(
                "said-finished",
                &[("items", items.to_owned()), ("add-ons", add_ons.to_owned()), ("undo", "F6".to_owned())],
            )
        };
        assert_eq!(finished("1", "0"), "Finished: 1 item, 0 add-ons.   F6 opens it again.");
        assert_eq!(finished("2", "1"), "Finished: 2 items, 1 add-on.   F6 opens it again.");
    }
}
