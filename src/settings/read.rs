//! `settings.toml` → settings, and every problem in it with its line. One bad line never resets the others.

use std::fs;
use std::io::{self, ErrorKind, Read as _};
use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{FILE, Settings, keys};
use crate::domain::problem::{Code, Problem};

/// Longer files are no settings.
const LONGEST: u64 = 64 << 10;

/// Reads the settings of a configuration directory. Without a file everything keeps its default; with one that cannot
/// be read as well, and a problem says so.
pub fn read(directory: &Path) -> (Settings, Vec<Problem>) {
    let path = directory.join(FILE);
    let unreadable = |what: String| {
        let problem = Problem::new(Code::SettingsUnreadable, &what);
        (Settings::default(), vec![problem])
    };
    let bytes = match contents(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return (Settings::default(), Vec::new()),
        Err(error) => {
            return unreadable(format!("settings cannot be read, defaults hold: {}: {error}", path.display()));
        }
    };
    match String::from_utf8(bytes) {
        Err(error) => {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let what = format!("settings are not UTF-8, defaults hold: {}", path.display());
            let problem = Problem::new(Code::SettingsUnreadable, &what).at(FILE, line_behind(before));
            (Settings::default(), vec![problem])
        }
        Ok(text) => parse(&text),
    }
}

/// The bytes of a file that people write for the program: settings, keys, a language.
///
/// # Errors
/// What the system says, and what is no file or longer than 64 KiB: a pipe would make the program wait, and nobody writes so
/// much by hand.
pub fn contents(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Err(io::Error::other(format!("it is longer than {LONGEST} bytes")));
    }
    Ok(bytes)
}

/// The line in which this byte of the text stands, from 1.
fn line_at(text: &str, at: usize) -> usize {
    line_behind(&text.as_bytes()[..at.min(text.len())])
}

/// The line that comes behind this text, from 1.
fn line_behind(text: &[u8]) -> usize {
    text.split(|byte| *byte == b'\n').count()
}

/// Reads the text of a settings file.
pub fn parse(text: &str) -> (Settings, Vec<Problem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    let spoiled = errors.iter().map(|error| line_at(text, error.span().unwrap_or_default().start)).collect();
    let mut reader = Reader { text, spoiled, settings: Settings::default(), problems: Vec::new() };
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
    /// Lines that are no TOML: what was made of a value there is a guess.
    spoiled: Vec<usize>,
    settings: Settings,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn section(&mut self, section: &str, table: &DeTable) {
        for (name, value) in table {
            let (at, name) = (name.span(), name.get_ref().as_ref());
            let lines = line_at(self.text, at.start)..=line_at(self.text, value.span().end.saturating_sub(1));
            let is_spoiled = self.spoiled.iter().any(|line| lines.contains(line));
            match value.get_ref() {
                DeValue::Table(inner) if section.is_empty() && keys::is_section(name) => self.section(name, inner),
                value => match keys::find(section, name) {
                    None => self.report(Code::SettingsUnknownKey, at, &format!("unknown key: {name}"), None),
                    Some(_) if is_spoiled => {}
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
        let problem = Problem::new(code, what).at(FILE, line_at(self.text, at.start));
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
        assert_eq!(open.iter().filter(|line| line.contains(" = ") && !line.starts_with('#')).count(), 35);
        assert_eq!(parse(&open.join("\n")), (Settings::default(), vec![]));
    }

    #[test]
    fn every_key_is_taken() {
        let text = "language = 'fr'\nterminal = 'Till 3'\nstore = 'north-12'\nchain_key = '/k'\ntheme = 'mono'\nlook = 'plain'\n\
                    bell = false\nshow_total = false\nmouse = true\nask_reasons = true\n[scanner]\ngap_ms = 30\n\
                    silence_ms = 200\nanswer_wait_ms = 0\nrepeat_ms = 0x10\nenter_guard_ms = 5\nmin_length = 8\n\
                    prefix = '~'\nsuffix = \"\\r\\n\"\nlayout = 'fr'\nport = 'COM3'\nspeed = 115200\n[feed]\nsource = 'serial:/dev/ttyS0@19200'\n\
                    pattern = 'PLU (\\d+)'\nvoid = '^V'\nend = ''\n[sale]\nforgotten_minutes = 5\nlongest_minutes = 60\n\
                    [customers]\npattern = ['29\\d+', 'C-(.*)']\nlink_without_list = true\n[badges]\npattern = '28\\d+'\n\
                    [slip]\ncommand = ['lp', '-d', 'slips', '-']\nwidth = 40\n[stock]\nmax_age_hours = 48\n\
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
        assert_eq!(settings.chain_key, Some("/k".into()));
        assert_eq!(settings.customers.cards.token("C-7"), Some("7"));
        assert!(settings.customers.link_without_list);
        assert_eq!(settings.badges.token("2812"), Some("2812"));
        assert_eq!((settings.slip.command.join(" ").as_str(), settings.slip.width), ("lp -d slips -", 40));
        assert!(settings.screen.mouse);
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

    /// A value that is none, in place of every default in turn: its own line is named, and the others hold.
    #[test]
    fn whatever_stands_behind_a_key_its_line_is_named_and_the_others_hold() {
        let open: Vec<String> =
            ANNOTATED.lines().map(|line| line.strip_prefix('#').unwrap_or(line).to_owned()).collect();
        let is_key = |line: &String| line.contains(" = ") && !line.starts_with(' ');
        let values = [
            "[]",
            "{}",
            "{ a = { b = [1, 2] } }",
            "99999999999999999999999",
            "-1",
            "nan",
            "1979-05-27",
            "",
            "'",
            "\"\\q\"",
        ];
        let long = [format!("'{}'", "x".repeat(50_000)), "[".repeat(10_000), "{a=".repeat(10_000)];
        for at in (0..open.len()).filter(|at| is_key(&open[*at])) {
            for value in values.into_iter().chain(long.iter().map(String::as_str)) {
                let (key, default) = open[at].split_once(" = ").unwrap();
                if default == value {
                    continue;
                }
                let mut lines = ["bell = false".to_owned()]
                    .into_iter()
                    .chain(ANNOTATED.lines().map(str::to_owned))
                    .collect::<Vec<_>>();
                lines[at + 1] = format!("{key} = {value}");
                if key == "bell" {
                    lines[0] = String::new();
                }
                let (settings, problems) = parse(&lines.join("\n"));
                let short = &value[..value.len().min(20)];
                assert_eq!(
                    problems.first().and_then(|problem| problem.line),
                    Some(at + 2),
                    "{key} = {short}: {problems:?}"
                );
                assert_eq!(settings.screen.bell, key == "bell", "{key} = {short}");
                let screen = crate::settings::ScreenSettings::default();
                assert_eq!(Settings { screen, ..settings }, Settings::default(), "{key} = {short}");
            }
        }
    }

    /// A thousand and more ways in which a file can be broken.
    #[test]
    fn no_file_keeps_the_program_from_its_settings() {
        let mut seed = 0x00c1_3c13_u64;
        let mut below = move |end: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed >> 11).unwrap() % end.max(1)
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let whole = ANNOTATED.replace("\n#", "\n");
        for turn in 0..2_000 {
            let mut bytes = if turn % 10 == 0 {
                (0..below(4_000)).map(|_| below(256) as u8).collect()
            } else {
                whole.clone().into_bytes()
            };
            for _ in 0..below(6) {
                let at = below(bytes.len());
                match below(5) {
                    0 => bytes.truncate(at),
                    1 => bytes
                        .splice(at..at, std::iter::repeat_n(b"[{\"'=#\n"[below(7)], 1 + below(3_000)))
                        .for_each(drop),
                    2 => bytes.splice(at..at, (0..below(40)).map(|_| below(256) as u8)).for_each(drop),
                    3 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << below(8)),
                    _ => {
                        let end = at + below(bytes.len() - at);
                        bytes.drain(at..end);
                    }
                }
            }
            fs::write(&path, &bytes).unwrap();
            let (settings, problems) = read(folder.path());
            let lines = line_behind(&bytes);
            for problem in &problems {
                assert!(problem.line.is_some_and(|line| (1..=lines).contains(&line)), "turn {turn}: {problem:?}");
            }
            assert!(!problems.is_empty() || std::str::from_utf8(&bytes).is_ok(), "turn {turn}");
            drop(settings);
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
    }

    #[test]
    fn a_file_that_is_no_text_leaves_the_defaults() {
        let directory = tempfile::tempdir().unwrap();
        assert_eq!(read(directory.path()), (Settings::default(), vec![]));
        fs::write(directory.path().join(FILE), b"ask_reasons = true\n\xff\xfe").unwrap();
        let (settings, problems) = read(directory.path());
        assert_eq!((settings, problems[0].code, problems[0].line), (Settings::default(), "GW-502", Some(2)));
        fs::write(directory.path().join(FILE), "#".repeat(70_000)).unwrap();
        assert_eq!(read(directory.path()).1[0].code, "GW-502");
        fs::remove_file(directory.path().join(FILE)).unwrap();
        fs::create_dir(directory.path().join(FILE)).unwrap();
        assert_eq!(read(directory.path()).1[0].code, "GW-502");
    }
}
