//! The house as data: which module may name which, where each crate may be named, and what no code below `cli` does.
//! Checked against every path in the code, not only `use` lines.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every module with the modules it may name. Arrows go one way: nothing here names what names it.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("scan", &["domain"]),
    ("feed", &["domain"]),
    ("search", &["domain"]),
    ("mine", &["domain"]),
    ("rank", &["domain"]),
    ("learn", &["domain", "mine", "rank"]),
    ("report", &["domain"]),
    ("words", &["domain", "rank"]),
    ("input", &[]),
    ("settings", &["domain", "feed", "input"]),
    ("travel", &["domain"]),
    ("db", &["domain", "report", "travel"]),
    ("sheet", &["domain"]),
    ("history", &["domain", "mine", "db", "sheet"]),
    ("import", &["domain", "sheet", "history"]),
    ("catalog", &["domain", "mine", "rank", "learn", "travel", "db", "sheet", "history"]),
    ("render", &["domain", "report", "sheet", "words"]),
    ("sync", &["domain", "travel", "db", "search"]),
    ("tui", &["domain", "feed", "search", "scan", "rank", "report", "settings", "words"]),
];

/// Crates that may be named in one place only, and that place; a crate named twice has two.
const HOMES: &[(&str, &str)] = &[
    ("rusqlite", "db"),
    ("ratatui", "tui"),
    ("crossterm", "tui"),
    ("tui_input", "tui"),
    ("fluent_bundle", "words"),
    ("unic_langid", "words"),
    ("fuzzy_matcher", "search"),
    ("directories", "settings"),
    ("serialport", "input"),
    ("regex_lite", "feed"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("comfy_table", "cli"),
    ("comfy_table", "render"),
    ("plotters", "render"),
    ("indicatif", "cli"),
    ("iso_currency", "catalog"),
    ("iso_currency", "import"),
    ("parquet", "history"),
    ("lzma_rust2", "history"),
    ("flate2", "history"),
    ("flate2", "import"),
    ("calamine", "import"),
    ("cfb", "import"),
    ("encoding_rs", "import"),
    ("quick_xml", "import"),
    ("zip::ZipArchive", "import"),
    ("zstd", "history"),
    ("zstd", "db"),
    ("minisign_verify", "travel"),
    ("rpassword", "cli"),
];

/// What the pure core must not touch at all.
const PURE: &[&str] =
    &["domain", "scan", "feed", "search", "mine", "rank", "learn", "report", "words", "render", "travel"];
const IMPURE: &[&str] = &["std::fs", "std::io", "std::env", "std::net", "std::process", "std::thread"];

/// Reading the clock is the business of `cli` alone.
const CLOCKS: &[&str] = &["SystemTime", "Instant::now", "Zoned::now", "Timestamp::now", "Utc::now", "Uuid::now_v7"];

#[test]
fn no_module_names_what_it_must_not_know() {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        let module = module_of(&file);
        if module == "cli" || module == "lib" || module == "main" {
            continue;
        }
        let Some(allowed) = arrows.get(module.as_str()) else {
            wrong.push(format!("{} is in no module of the table", file.display()));
            continue;
        };
        for named in named_modules(&code) {
            if named != module && !allowed.contains(&named.as_str()) {
                wrong.push(format!("{} names {named}", file.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_table_has_no_cycle() {
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<_> = ARROWS.to_vec();
    while !open.is_empty() {
        let before = open.len();
        open.retain(|(module, names)| {
            let ready = names.iter().all(|name| settled.contains(name));
            if ready {
                settled.insert(module);
            }
            !ready
        });
        assert!(open.len() < before, "a cycle among {open:?}");
    }
}

#[test]
fn every_crate_stays_at_home() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        let module = module_of(&file);
        for (name, home) in HOMES {
            let is_home = HOMES.contains(&(*name, module.as_str()));
            if !is_home && names_path(&code, name) {
                wrong.push(format!("{} names {name}, which belongs to {home}", file.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn nothing_below_cli_prints_or_asks_the_clock() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        let module = module_of(&file);
        if module == "cli" {
            continue;
        }
        for word in ["println!", "eprintln!", "print!(", "eprint!(", "dbg!("] {
            if code.contains(word) {
                wrong.push(format!("{} prints with {word}", file.display()));
            }
        }
        for word in CLOCKS {
            if code.contains(word) {
                wrong.push(format!("{} asks {word}", file.display()));
            }
        }
        if PURE.contains(&module.as_str()) {
            for word in IMPURE.iter().filter(|word| names_path(&code, word)) {
                wrong.push(format!("{} is pure and names {word}", file.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_the_console_prints() {
    let printers: Vec<_> = sources()
        .into_iter()
        .filter(|(_, code)| code.contains("io::stdout()") || code.contains("io::stderr()"))
        .map(|(file, _)| file.strip_prefix(root().join("src")).unwrap().display().to_string().replace('\\', "/"))
        .filter(|file| !file.starts_with("tui/"))
        .collect();
    let known = ["cli/console.rs", "cli/doctor.rs", "cli/progress.rs", "cli/sell.rs", "cli/trial.rs"];
    assert!(printers.iter().all(|file| known.contains(&file.as_str())), "{printers:?}");
}

#[test]
fn no_code_opens_a_socket() {
    for (file, code) in sources() {
        assert!(!names_path(&code, "std::net"), "{}", file.display());
    }
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for name in ["tokio", "hyper", "reqwest", "ureq", "rustls", "openssl"] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name}");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        gather(&root().join(folder), &mut files);
    }
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{}", file.display());
    }
}

#[test]
fn there_is_one_crossterm_and_one_ratatui() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for name in ["crossterm", "ratatui", "ratatui-core", "rusqlite", "unicode-width"] {
        assert_eq!(lock.matches(&format!("name = \"{name}\"\n")).count(), 1, "{name}");
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file with its code, comments and test modules taken out.
fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    gather(&root().join("src"), &mut files);
    assert!(files.len() > 50, "the sources were not found");
    files
        .into_iter()
        .filter(|file| !file.ends_with("tests.rs"))
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            (file, code_of(&text))
        })
        .collect()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The code of a file: no comments, and nothing from its `#[cfg(test)]` on, which stands at the end.
fn code_of(text: &str) -> String {
    let code: Vec<&str> = text
        .lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect();
    code.join("\n")
}

fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Modules of this crate that a text names: `crate::x`, and every branch of `use crate::{x, y::z}`.
fn named_modules(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            let mut first = true;
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        named.insert(std::mem::take(&mut word));
                        first = true;
                    }
                    ':' if depth == 0 => first = false,
                    c if depth == 0 && first && (c.is_alphanumeric() || c == '_') => word.push(c),
                    _ => {}
                }
            }
            named.insert(word);
        } else {
            named.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    named.retain(|name| ARROWS.iter().any(|(module, _)| module == name) || name == "cli");
    named
}

/// True where the text names a path that begins with `name`, as a word.
fn names_path(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + name.len()..].chars().next();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        !before.is_some_and(|c| is_word(c) || c == '"') && !after.is_some_and(is_word)
    })
}
