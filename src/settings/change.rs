//! Changes keys of `settings.toml`, line by line, so that comments and everything else stay as they are.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::{ANNOTATED, FILE, parse};

/// A key and what it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The name of its `[section]`; empty for the top of the file.
    pub section: &'static str,
    /// Its name.
    pub key: &'static str,
    /// What it is to be.
    pub value: Value,
}

/// A value. It shows itself as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// In quotes.
    Text(String),
    /// A whole number.
    Number(u32),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Number(number) => return write!(f, "{number}"),
            Self::Text(text) => text,
        };
        f.write_str("\"")?;
        for c in text.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                '\r' => f.write_str("\\r")?,
                '\n' => f.write_str("\\n")?,
                '\t' => f.write_str("\\t")?,
                c if c.is_control() => write!(f, "\\u{:04X}", u32::from(c))?,
                c => write!(f, "{c}")?,
            }
        }
        f.write_str("\"")
    }
}

/// Sets a key at the top of the file to a text, as the menu does.
pub fn set(directory: &Path, key: &'static str, value: &str) -> io::Result<()> {
    change(directory, &[Change { section: "", key, value: Value::Text(value.to_owned()) }])
}

/// Sets keys in the settings of a configuration directory. A missing file begins as the annotated one. The new file
/// replaces the old one in one step, or the old one stays.
///
/// # Errors
/// What the system says, and [`io::ErrorKind::InvalidData`] where the file says the same in a way that cannot be changed
/// line by line; it stays as it is then.
pub fn change(directory: &Path, changes: &[Change]) -> io::Result<()> {
    let path = directory.join(FILE);
    let old = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => ANNOTATED.to_owned(),
        Err(error) => return Err(error),
    };
    let new = changes.iter().fold(old.clone(), |text, change| with(&text, change));
    if parse(&new).1.len() > parse(&old).1.len() {
        let keys: Vec<_> = changes.iter().map(|change| format!("{} = {}", change.key, change.value)).collect();
        let what = format!("{} has to be changed by hand: {}", path.display(), keys.join(", "));
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    }
    fs::create_dir_all(directory)?;
    // Through a link, so that settings which IT keeps elsewhere stay linked.
    let target = fs::canonicalize(&path).unwrap_or(path);
    let folder = target.parent().unwrap_or(directory);
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(new.as_bytes())?;
    if let Ok(metadata) = fs::metadata(&target) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// The text with that key set: in place of the key, else in place of its commented default, else on top of its section,
/// which is begun at the end where there is none.
fn with(text: &str, change: &Change) -> String {
    let Change { section, key, value } = change;
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let Some(start) = start_of(&lines, section) else {
        lines.extend([String::new(), format!("[{section}]"), format!("{key} = {value}")]);
        return lines.join(end) + end;
    };
    let is_head = |line: &String| line.trim_start().starts_with('[');
    let stop = lines[start..].iter().position(is_head).map_or(lines.len(), |at| start + at);
    let is_key = |line: &str| {
        let rest = line.trim_start().strip_prefix(key);
        rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let is_default = |line: &str| line.strip_prefix('#').is_some_and(is_key);
    if let Some(at) = (start..stop).find(|&at| is_key(&lines[at])) {
        let comment = &lines[at][without_comment(&lines[at]).len()..];
        let gap = if comment.is_empty() { "" } else { " " };
        lines[at] = format!("{key} = {value}{gap}{comment}");
    } else if let Some(at) = (start..stop).find(|&at| is_default(&lines[at])) {
        lines[at] = format!("{key} = {value}");
    } else {
        lines.insert(start, format!("{key} = {value}"));
    }
    lines.join(end) + end
}

/// The line behind the head of a section.
fn start_of(lines: &[String], section: &str) -> Option<usize> {
    if section.is_empty() {
        return Some(0);
    }
    let head = format!("[{section}]");
    lines.iter().position(|line| without_comment(line).trim() == head).map(|at| at + 1)
}

/// A line up to the comment behind its value.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match quote {
            None if c == '#' => return &line[..at],
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(open) if c == open && !escaped => quote = None,
            _ => {}
        }
        escaped = quote == Some('"') && c == '\\' && !escaped;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{LookName, parse, read};

    fn look(value: &str) -> Change {
        Change { section: "", key: "look", value: Value::Text(value.to_owned()) }
    }

    #[test]
    fn one_line_changes_and_the_comments_stay() {
        let table = [
            ("# hello\nlook = 'normal' # mine\nbell = true\n", "# hello\nlook = \"plain\" # mine\nbell = true\n"),
            ("#look = \"auto\"\n[scanner]\n", "look = \"plain\"\n[scanner]\n"),
            ("[scanner]\r\nlook = 1\r\n", "look = \"plain\"\r\n[scanner]\r\nlook = 1\r\n"),
            ("", "look = \"plain\"\n"),
            ("looks = 1", "look = \"plain\"\nlooks = 1\n"),
            ("look = \"a # \\\" b\"#c", "look = \"plain\" #c\n"),
        ];
        for (before, after) in table {
            assert_eq!(with(before, &look("plain")), after);
        }
    }

    #[test]
    fn keys_of_a_section_stay_in_it() {
        let table = [
            ("[scanner]\ngap_ms = 70   # \"slow\"\n[sale]\n", "[scanner]\ngap_ms = 90 # \"slow\"\n[sale]\n"),
            ("[scanner] # here\n#gap_ms = 50\n", "[scanner] # here\ngap_ms = 90\n"),
            ("look = 1\n[scanner]\n[sale]\ngap_ms = 1\n", "look = 1\n[scanner]\ngap_ms = 90\n[sale]\ngap_ms = 1\n"),
            ("look = 1", "look = 1\n\n[scanner]\ngap_ms = 90\n"),
        ];
        for (before, after) in table {
            let change = Change { section: "scanner", key: "gap_ms", value: Value::Number(90) };
            assert_eq!(with(before, &change), after);
        }
    }

    #[test]
    fn any_text_is_read_as_it_was_set() {
        for suffix in ["\r", "\r\n", "\t", "#\"\\", "\u{3}\r", "'''", "é"] {
            let value = Value::Text(suffix.to_owned());
            let text = with(ANNOTATED, &Change { section: "scanner", key: "suffix", value });
            let (settings, problems) = parse(&text);
            assert_eq!((settings.scanner.suffix.as_str(), problems), (suffix, vec![]));
        }
    }

    #[test]
    fn a_file_that_says_it_otherwise_stays_as_it_is() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join(FILE);
        for text in ["scanner.gap_ms = 30\n", "scanner = { gap_ms = 30 }\n"] {
            fs::write(&file, text).unwrap();
            let changes = [Change { section: "scanner", key: "gap_ms", value: Value::Number(90) }];
            assert_eq!(change(directory.path(), &changes).unwrap_err().kind(), io::ErrorKind::InvalidData);
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
    }

    #[test]
    fn what_is_set_is_read_again() {
        let directory = tempfile::tempdir().unwrap();
        let config = directory.path().join("new");
        set(&config, "look", "plain").unwrap();
        set(&config, "language", "fr").unwrap();
        let (settings, problems) = read(&config);
        assert_eq!((settings.screen.look, settings.language.as_str()), (Some(LookName::Plain), "fr"));
        assert_eq!(problems, []);
        assert_eq!(fs::read_dir(&config).unwrap().count(), 1);
    }
}
