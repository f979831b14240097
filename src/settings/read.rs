//! `settings.toml` → settings, and every problem in it with its line. One bad line never resets the others.

use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{FILE, Settings, keys};
use crate::domain::problem::{Code, Problem};

/// Reads the settings of a configuration directory. Without a file everything keeps its default; with one that cannot
/// be read as well, and a problem says so.
pub fn read(directory: &Path) -> (Settings, Vec<Problem>) {
    let path = directory.join(FILE);
    let unreadable = |what: String| {
        let problem = Problem::new(Code::SettingsUnreadable, &what);
        (Settings::default(), vec![problem])
    };
    match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => (Settings::default(), Vec::new()),
        Err(error) => unreadable(format!("settings cannot be read, defaults hold: {}: {error}", path.display())),
        Ok(bytes) => match String::from_utf8(bytes) {
            Err(_) => unreadable(format!("settings are not UTF-8, defaults hold: {}", path.display())),
            Ok(text) => parse(&text),
        },
    }
}

/// Reads the text of a settings file.
pub fn parse(text: &str) -> (Settings, Vec<Problem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, settings: Settings::default(), problems: Vec::new() };
    for error in errors {
        let what = error.message().lines().next().unwrap_or("cannot be read").to_owned();
        reader.report(Code::SettingsSyntax, error.span().unwrap_or_default(), &what, None);
    }
    reader.section("", table.get_ref());
    reader.problems.sort_by_key(|problem| problem.line);
    reader
        .problems
        .dedup_by(|later, earlier| later.line == earlier.line && earlier.code == Code::SettingsSyntax.number());
    (reader.settings, reader.problems)
}

struct Reader<'t> {
    text: &'t str,
    settings: Settings,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn section(&mut self, section: &str, table: &DeTable) {
        for (name, value) in table {
            let (at, name) = (name.span(), name.get_ref().as_ref());
            match value.get_ref() {
                DeValue::Table(inner) if section.is_empty() && keys::is_section(name) => self.section(name, inner),
                value => match keys::find(section, name) {
                    None => self.report(Code::SettingsUnknownKey, at, &format!("unknown key: {name}"), None),
                    Some(key) if (key.take)(&mut self.settings, value).is_err() => {
                        let what = format!("{name} must be {}; its default holds", key.expects);
                        self.report(Code::SettingsValue, at, &what, Some(format!("write {}", key.expects)));
                    }
                    Some(_) => {}
                },
            }
        }
    }

    fn report(&mut self, code: Code, at: Range<usize>, what: &str, todo: Option<String>) {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = 1 + before.bytes().filter(|byte| *byte == b'\n').count();
        let problem = Problem::new(code, what).at(FILE, line);
        self.problems.push(match todo {
            Some(todo) => problem.with_todo(todo),
            None => problem,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{ANNOTATED, LookName, ThemeName};

    fn places(problems: &[Problem]) -> Vec<(&str, usize)> {
        problems.iter().map(|problem| (problem.code, problem.line.unwrap())).collect()
    }

    #[test]
    fn the_annotated_file_says_the_defaults() {
        assert_eq!(parse(ANNOTATED), (Settings::default(), vec![]));
        let uncomment = |line: &str| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') => rest.to_owned(),
            _ => line.to_owned(),
        };
        let open: Vec<String> = ANNOTATED.lines().map(uncomment).collect();
        assert_eq!(open.iter().filter(|line| line.contains(" = ") && !line.starts_with('#')).count(), 28);
        assert_eq!(parse(&open.join("\n")), (Settings::default(), vec![]));
    }

    #[test]
    fn every_key_is_taken() {
        let text = "language = 'fr'\nterminal = 'Till 3'\nstore = 'north-12'\ntheme = 'mono'\nlook = 'plain'\n\
                    bell = false\nshow_total = false\nask_reasons = true\n[scanner]\ngap_ms = 30\n\
                    silence_ms = 200\nanswer_wait_ms = 0\nrepeat_ms = 0x10\nenter_guard_ms = 5\nmin_length = 8\n\
                    prefix = '~'\nsuffix = \"\\r\\n\"\nlayout = 'fr'\nport = 'COM3'\nspeed = 115200\n[feed]\nsource = 'serial:/dev/ttyS0@19200'\n\
                    pattern = 'PLU (\\d+)'\nvoid = '^V'\nend = ''\n[sale]\nforgotten_minutes = 5\nlongest_minutes = 60\n[stock]\nmax_age_hours = 48\n\
                    [manager]\ncode = '4711'\n";
        let (settings, problems) = parse(text);
        assert_eq!(problems, []);
        assert_eq!(settings.terminal.as_ref().map(AsRef::as_ref), Some("Till 3"));
        assert_eq!(settings.store.as_deref(), Some("north-12"));
        assert_eq!((settings.screen.theme, settings.screen.look), (Some(ThemeName::Mono), Some(LookName::Plain)));
        assert_eq!((settings.scanner.repeat_ms, settings.scanner.prefix.as_str()), (16, "~"));
        assert_eq!((settings.scanner.suffix.as_str(), settings.scanner.layout.as_str()), ("\r\n", "fr"));
        assert_eq!((settings.scanner.port.as_str(), settings.scanner.speed), ("COM3", 115_200));
        assert_eq!(settings.feed.source, Some("serial:/dev/ttyS0@19200".parse().unwrap()));
        let patterns = &settings.feed.patterns;
        assert_eq!((patterns.code.as_str(), patterns.void.as_str(), patterns.end.as_str()), (r"PLU (\d+)", "^V", ""));
        assert_eq!((settings.sale.longest_minutes, settings.stock_max_age_hours), (60, 48));
        assert_eq!(settings.manager_code, "4711");
    }

    #[test]
    fn a_wrong_line_keeps_its_default_and_names_itself() {
        let table: [(&str, &[(&str, usize)]); 11] = [
            (
                "ask_reasons = true\n[feed]\nend = '(total'\nvoid = '[a-'\npattern = 7",
                &[("GW-505", 3), ("GW-505", 4), ("GW-505", 5)],
            ),
            ("ask_reasons = true\n[feed]\nsource = 'serial:COM3@fast'", &[("GW-505", 3)]),
            ("\nbell = 'no'\nask_reasons = true", &[("GW-505", 2)]),
            ("ask_reasons = true\n[scanner]\ngap_ms = 4\n", &[("GW-505", 3)]),
            ("ask_reasons = true\n[scanner]\ngap_ms = 1.5\ntempo = 3", &[("GW-505", 3), ("GW-504", 4)]),
            ("ask_reasons = true\ncolour = 'red'", &[("GW-504", 2)]),
            ("ask_reasons = true\nscanner = 3", &[("GW-504", 2)]),
            ("ask_reasons = true\n[tills]\nname = 1", &[("GW-504", 2)]),
            ("theme = blue\nask_reasons = true", &[("GW-503", 1)]),
            ("ask_reasons = true\nstore = 'North 12'", &[("GW-505", 2)]),
            ("ask_reasons = true\nlanguage = '../../etc/passwd'", &[("GW-505", 2)]),
        ];
        for (text, expected) in table {
            let (settings, problems) = parse(text);
            assert_eq!(places(&problems), expected, "{text}: {problems:?}");
            assert!(settings.sale.ask_reasons, "{text}");
            assert_eq!(Settings { sale: crate::settings::SaleSettings::default(), ..settings }, Settings::default());
        }
    }

    #[test]
    fn a_file_that_is_no_text_leaves_the_defaults() {
        let directory = tempfile::tempdir().unwrap();
        assert_eq!(read(directory.path()), (Settings::default(), vec![]));
        fs::write(directory.path().join(FILE), b"ask_reasons = true\n\xff\xfe").unwrap();
        let (settings, problems) = read(directory.path());
        assert_eq!((settings, problems[0].code), (Settings::default(), "GW-502"));
        fs::remove_file(directory.path().join(FILE)).unwrap();
        fs::create_dir(directory.path().join(FILE)).unwrap();
        assert_eq!(read(directory.path()).1[0].code, "GW-502");
    }
}
