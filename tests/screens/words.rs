//! The sentences that screens and `update` count on, and a language of long words made of the English file: every
//! word of four letters and more gets a tail.

use goeswith::domain::Objection;
use goeswith::tui::keymap::{Place, TABLE};
use goeswith::tui::menu::ids;
use goeswith::words::{LANGUAGES, Words};

/// What `update` says, with what it puts in. The view adds the keys.
const SAID: &[(&str, &[&str])] = &[
    ("said-added", &["name"]),
    ("said-added-many", &["name", "quantity"]),
    ("said-confirmed", &["name"]),
    ("said-took", &["name"]),
    ("said-no-thanks", &["name"]),
    ("said-till-unknown", &["code"]),
    ("said-took-out", &["name"]),
    ("said-swapped", &["name", "out"]),
    ("said-undone", &[]),
    ("said-nothing-to-undo", &[]),
    ("said-unknown", &["code"]),
    ("said-seen-to", &["code"]),
    ("said-put-back", &["code"]),
    ("said-paste-too-long", &["most"]),
    ("said-look-only", &["name"]),
    ("said-finished", &["items", "add-ons"]),
    ("said-finished-forgotten", &["items"]),
    ("said-joined-again", &[]),
    ("said-reopened", &[]),
    ("said-dropped", &[]),
    ("said-kept-going", &["items"]),
    ("said-card-linked", &[]),
    ("said-card-linked-due", &["name"]),
    ("said-card-without-list", &[]),
    ("said-card-no-consent", &[]),
    ("said-card-no-key", &[]),
    ("said-card-off", &[]),
    ("said-card-scan", &[]),
    ("said-context-on", &["name"]),
    ("said-context-off", &["name"]),
    ("said-reason", &[]),
    ("said-answered-already", &["name"]),
    ("said-no-add-on", &[]),
    ("said-empty-sale", &[]),
    ("said-quit-kept", &[]),
    ("said-quit-again", &[]),
    ("said-times", &["quantity"]),
    ("said-code-not-answer", &["name"]),
    ("said-code-guessed", &["name"]),
    ("said-serial-number", &[]),
    ("said-web-address", &[]),
    ("said-no-item-in-code", &[]),
    ("said-language", &["name"]),
    ("said-look", &["name"]),
    ("said-theme", &["name"]),
    ("said-settings-read", &[]),
    ("said-office", &[]),
    ("said-sync-now", &[]),
    ("said-catalog", &["what"]),
    ("news-catalog", &["what"]),
    ("said-saving", &[]),
    ("said-no-catalog", &[]),
    ("said-not-saved", &["why"]),
    ("said-catalog-error", &["what"]),
    ("said-no-match", &["text"]),
    ("said-scan-check", &["code"]),
    ("said-choose-line", &[]),
    ("said-build-own", &[]),
    ("said-practice-does-not-fit", &["name"]),
    ("said-practice-does-not-fit-if", &["name"]),
    ("said-practice-has-one", &["name"]),
    ("said-practice-has-one-if", &["name"]),
    ("said-practice-later", &[]),
    ("said-practice-no-still", &["name"]),
    ("said-practice-nobody", &[]),
    ("said-practice-not-now", &["name"]),
    ("said-practice-not-now-if", &["name"]),
    ("said-practice-other", &["name"]),
    ("said-practice-other-if", &["name"]),
    ("said-practice-over", &[]),
    ("said-practice-report", &[]),
    ("said-practice-till", &[]),
    ("said-practice-too-expensive", &["name"]),
    ("said-practice-too-expensive-if", &["name"]),
    ("said-practice-yes", &["name"]),
    ("said-practice-yes-after-all", &["name"]),
    ("said-wording-sent", &["name"]),
    ("said-wording-practice", &["name"]),
    ("said-shift-begins", &[]),
    ("said-shift-goes-on", &[]),
    ("said-shift-over", &[]),
    ("said-badge-no-key", &[]),
    ("said-slip", &[]),
    ("said-slip-printed", &[]),
    ("said-slip-saved", &["path"]),
    ("said-no-figures", &[]),
    ("said-report-saved", &["path"]),
    ("said-report-not-saved", &["why"]),
    ("said-practice-later", &[]),
    ("said-practice-over", &[]),
    ("said-practice-nobody", &[]),
    ("said-practice-till", &[]),
    ("said-practice-report", &[]),
    ("said-practice-yes", &["name"]),
    ("said-practice-yes-after-all", &["name"]),
    ("said-practice-no-still", &["name"]),
    ("said-practice-has-one", &["name"]),
    ("said-practice-has-one-if", &["name"]),
    ("said-practice-too-expensive", &["name"]),
    ("said-practice-too-expensive-if", &["name"]),
    ("said-practice-not-now", &["name"]),
    ("said-practice-not-now-if", &["name"]),
    ("said-practice-does-not-fit", &["name"]),
    ("said-practice-does-not-fit-if", &["name"]),
    ("said-practice-other", &["name"]),
    ("said-practice-other-if", &["name"]),
    ("said-wording-sent", &["name"]),
    ("said-wording-practice", &["name"]),
    ("said-shift-begins", &[]),
    ("said-shift-goes-on", &[]),
    ("said-shift-over", &[]),
    ("said-badge-no-key", &[]),
    ("said-slip", &[]),
    ("said-slip-printed", &[]),
    ("said-slip-saved", &["path"]),
];

/// Keys that the view puts into every sentence of the message line.
const KEYS: [&str; 12] =
    ["undo", "back", "menu", "finish", "help", "customer", "next", "take-out", "quit", "interrupt", "details", "ask"];

#[test]
fn every_sentence_of_the_message_line_says_what_it_was_given() {
    for language in LANGUAGES {
        let words = Words::new(language);
        for &(id, names) in SAID {
            let with: Vec<_> =
                (41..).zip(names.iter().chain(&KEYS)).map(|(value, name)| (*name, value.to_string())).collect();
            let said = words.say(id, &with);
            assert_ne!(said, id, "{language}");
            for (name, value) in &with[..names.len()] {
                assert!(said.contains(value), "{language}, {id} does not say {name}: {said}");
            }
            assert!(!said.contains('!'), "{language}: {said}");
        }
    }
}

#[test]
fn update_says_nothing_else() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tui/update");
    for file in std::fs::read_dir(folder).unwrap() {
        let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for part in source.split("\"said-").skip(1) {
            let id = format!("said-{}", part.split('"').next().unwrap());
            assert!(SAID.iter().any(|(known, _)| *known == id), "{id}");
        }
    }
}

#[test]
fn every_key_and_reason_has_its_words() {
    for language in LANGUAGES {
        let words = Words::new(language);
        for entry in TABLE {
            let (label, why) = ids(entry.name);
            assert!(!entry.menu || (words.knows(&label) && words.knows(&why)), "{label}");
            let help = format!("help-{}", entry.name.replace('_', "-"));
            assert!(!entry.help || words.knows(&help), "{help}");
        }
        for (_, id, _) in Place::ALL.iter().flat_map(|place| place.hints()) {
            assert!(words.knows(id), "{id}");
        }
    }
    assert_eq!(Objection::ALL.len(), 5);
}

/// A language in which hardly anything fits.
pub fn stretched() -> Words {
    let english = include_str!("../../assets/lang/en.ftl");
    let lines = english.lines().map(|line| {
        let Some((id, text)) = line.split_once(" = ").filter(|_| !line.starts_with(['#', ' ', '}'])) else {
            return line.to_owned();
        };
        let is_text = !id.starts_with("language") && !id.starts_with("number") && !text.contains("->");
        format!("{id} = {}", if is_text { longer(text) } else { text.to_owned() })
    });
    Words::from_file(&lines.collect::<Vec<_>>().join("\n"))
}

fn longer(text: &str) -> String {
    let mut depth = 0;
    let words = text.split(' ').map(|word| {
        depth += i32::from(word.starts_with('{'));
        let inside = depth > 0;
        depth -= i32::from(word.contains('}'));
        let stretch = !inside && word.len() > 3 && word.chars().all(char::is_alphabetic);
        if stretch { format!("{word}ungsvermerk") } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}
