//! README.md, ARCHITECTURE.md, CHANGELOG.md and the guide under `docs/` hold: what README and each page of the guide show is
//! run from top to bottom in an empty folder, the tables are those of the program, and what the documents name exists.
//!
//! A block marked `csv`, `toml` or `log` is written to the file that the paragraph above it begins with; a line of an `sh` block is
//! run and must end well; a `console` block is run and its output compared, where `...` stands for anything. Commands
//! that need a terminal or a toolchain are read by the program's own parser and not run.

#![allow(clippy::unwrap_used)] // helpers of tests may panic like tests

mod blocks;
mod documents;

use std::fs;
use std::path::Path;
use std::process::Command;

use blocks::{Block, matches, words};
use clap::Parser as _;
use clap::error::ErrorKind;
use goeswith::cli::{Args, Command as Subcommand, Exit};

const README: &str = include_str!("../../README.md");
/// What a reader runs with cargo; these start builds and are left to `.ci/run`.
const OF_CARGO: [&str; 5] = [
    "cargo run --release -- --demo",
    "cargo test",
    "cargo install --path . --locked",
    "cargo run --release --example faults -- --short",
    "cargo run --release --example faults -- --full --only A1,B2 --seed 7",
];

/// The folder of a reader who follows README from an empty one.
struct Reader {
    folder: tempfile::TempDir,
}

impl Reader {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        Self { folder }
    }

    /// Writes a file. Those of the settings stand where the program looks for them.
    fn write(&self, name: &str, text: &str) {
        let is_setting = matches!(name, "settings.toml" | "keys.toml");
        let folder = if is_setting { "data" } else { "" };
        let path = self.folder.path().join(folder).join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs a command as it stands and gives what it printed, data first.
    fn run(&self, command: &str) -> String {
        let words = words(command);
        let (program, arguments) = words.split_first().unwrap();
        assert_eq!(program, "goeswith", "{command}");
        let output = Command::new(env!("CARGO_BIN_EXE_goeswith"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("GOESWITH_DATA_DIR", self.folder.path().join("data"))
            .env("HOME", self.folder.path())
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME")
            .output()
            .unwrap();
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).unwrap();
        assert!(output.status.success(), "{command}: {}\n{printed}", output.status);
        printed
    }

    /// Runs a command, unless it is one that only has to be understood.
    fn follow(&self, command: &str) -> String {
        if command.starts_with("cargo ") {
            assert!(OF_CARGO.contains(&command), "not a command this test knows: {command}");
            if !command.contains("--example") {
                let ours = command.split_once(" -- ").map_or("", |(_, arguments)| arguments);
                parse(&format!("goeswith {ours}"));
            }
            String::new()
        } else if needs_terminal(command) {
            String::new()
        } else {
            self.run(command)
        }
    }
}

/// What is read by the program's own parser and not run.
fn needs_terminal(command: &str) -> bool {
    match parse(command) {
        None | Some(Subcommand::Sell(_)) => true,
        Some(Subcommand::Pairs(_)) => command.contains(" review "),
        Some(Subcommand::Doctor(_)) => command.contains("--"),
        Some(_) => false,
    }
}

/// What the program makes of a command line.
fn parse(command: &str) -> Option<Subcommand> {
    match Args::try_parse_from(words(command)) {
        Ok(args) => args.command,
        Err(error) => panic!("{command}: {error}"),
    }
}

/// The pages of the guide by name.
fn guide() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut pages = Vec::new();
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_some_and(|end| end == "md") {
            let name = format!("docs/{}", file.file_name().unwrap().to_str().unwrap());
            pages.push((name, fs::read_to_string(&file).unwrap()));
        }
    }
    pages.sort();
    pages
}

/// README and the pages of the guide.
fn documents() -> Vec<(String, String)> {
    [("README.md".to_owned(), README.to_owned())].into_iter().chain(guide()).collect()
}

/// Follows a document from an empty folder, and counts what was run.
fn follow(document: &str, text: &str) -> usize {
    let reader = Reader::new();
    let mut followed = 0;
    for Block { mark, name, line, text } in blocks::of(text) {
        match (mark.as_str(), name) {
            ("csv" | "toml" | "log", Some(name)) => reader.write(&name, &text),
            ("sh", _) => {
                for command in text.lines() {
                    reader.follow(command);
                    followed += 1;
                }
            }
            ("console", _) => {
                for said in text.split("$ ").filter(|said| !said.is_empty()) {
                    let (command, expected) = said.split_once('\n').unwrap();
                    let printed = reader.follow(command);
                    assert!(matches(expected, &printed), "{document}:{line}: {command} prints\n{printed}");
                    followed += 1;
                }
            }
            ("text", _) => assert!(text.lines().all(|row| row.chars().count() <= 80), "{document}:{line}"),
            (mark, name) => panic!("{document}:{line}: a block this test does not know: {mark} {name:?}"),
        }
    }
    followed
}

#[test]
fn a_reader_can_follow_it_from_an_empty_folder() {
    let followed = follow("README.md", README);
    assert!(followed > 50, "{followed}");
}

#[test]
fn each_page_of_the_guide_can_be_followed_from_an_empty_folder() {
    for (document, text) in guide() {
        let followed = follow(&document, &text);
        let is_for_a_person =
            ["staff", "merchandiser", "manager", "it"].iter().any(|who| document == format!("docs/{who}.md"));
        assert!(followed >= 2 || !is_for_a_person, "{document}: {followed}");
    }
}

#[test]
fn the_settings_it_shows_are_right() {
    let reader = Reader::new();
    let mut shown = Vec::new();
    for block in documents().iter().flat_map(|(_, text)| blocks::of(text)) {
        match block.name.as_deref() {
            Some("settings.toml") => {
                let (_, problems) = goeswith::settings::parse(&block.text);
                assert!(problems.is_empty(), "{problems:?}");
                shown.push("settings.toml");
            }
            Some("keys.toml") => {
                reader.write("keys.toml", &block.text);
                let printed = reader.run("goeswith keys --json");
                let answer: serde_json::Value = serde_json::from_str(&printed).unwrap();
                assert_eq!(answer["problems"].as_array().unwrap().len(), 0, "{printed}");
                shown.push("keys.toml");
            }
            _ => {}
        }
    }
    assert_eq!(shown, ["settings.toml", "settings.toml", "settings.toml", "keys.toml", "settings.toml"]);
}

#[test]
fn commands_within_sentences_are_understood() {
    let mut seen = 0;
    let codes: Vec<String> = documents().iter().flat_map(|(_, text)| blocks::inline_code(text)).collect();
    for command in codes.iter().filter(|code| code.starts_with("goeswith ")) {
        match Args::try_parse_from(words(command)) {
            Ok(_) => {}
            // What is only called by its name is understood, and so are --help and a letter that stands for a number.
            Err(error) if matches!(error.kind(), ErrorKind::MissingRequiredArgument | ErrorKind::ValueValidation) => {}
            Err(error) => assert!(!error.use_stderr(), "{command}: {error}"),
        }
        seen += 1;
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn the_key_table_is_that_of_the_program() {
    let answer: serde_json::Value = serde_json::from_str(&Reader::new().run("goeswith keys --json")).unwrap();
    let expected: Vec<String> = answer["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let keys = entry["keys"].as_array().unwrap().iter();
            let keys: Vec<String> = keys.map(|key| format!("`{}`", key.as_str().unwrap())).collect();
            let (does, name) = (entry["does"].as_str().unwrap(), entry["name"].as_str().unwrap());
            assert!(!does.is_empty(), "no words for {name}");
            format!("| {} | {does} | `{name}` |", keys.join(", "))
        })
        .collect();
    let rows: Vec<&str> = README
        .lines()
        .skip_while(|line| !line.starts_with("| key |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_exit_codes_are_those_of_the_program() {
    let codes: Vec<u8> = README
        .lines()
        .skip_while(|line| !line.starts_with("| exit code |"))
        .skip(2)
        .map_while(|line| line.split('|').nth(1)?.trim().parse().ok())
        .collect();
    let known = [
        Exit::Data,
        Exit::Usage,
        Exit::Refused,
        Exit::NotSaved,
        Exit::Busy,
        Exit::StoreDamaged,
        Exit::TooNew,
        Exit::Interrupted,
    ];
    let known: Vec<u8> = std::iter::once(0).chain(known.map(|exit| exit as u8)).collect();
    assert_eq!(codes, known);
}

#[test]
fn every_command_has_a_manual_page_and_a_completion() {
    let reader = Reader::new();
    reader.run("goeswith man --dir pages");
    let page = |name: &str| fs::read_to_string(reader.folder.path().join("pages").join(name));
    assert!(page("goeswith-catalog-build.1").unwrap().contains("previous"));
    assert!(page("goeswith.1").unwrap().contains("suggest"));
    assert!(page("goeswith-sell.1").is_ok());
    assert!(Path::new(&reader.folder.path().join("pages/goeswith-keys.1")).exists());
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(reader.run(&format!("goeswith completions {shell}")).contains("install"), "{shell}");
    }
}
