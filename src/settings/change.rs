//! Changes one key at the top of `settings.toml`, line by line, so that comments and everything else stay as they are.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::{ANNOTATED, FILE};

/// Sets `key` to the text `value` in the settings of a configuration directory. A missing file begins as the annotated
/// one. The new file replaces the old one in one step, or the old one stays.
///
/// Only keys above the first `[section]` whose values are texts can be set, which is all that the menu changes.
pub fn set(directory: &Path, key: &str, value: &str) -> io::Result<()> {
    let path = directory.join(FILE);
    let old = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => ANNOTATED.to_owned(),
        Err(error) => return Err(error),
    };
    fs::create_dir_all(directory)?;
    // Through a link, so that settings which IT keeps elsewhere stay linked.
    let target = fs::canonicalize(&path).unwrap_or(path);
    let folder = target.parent().unwrap_or(directory);
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(with_key(&old, key, value).as_bytes())?;
    if let Ok(metadata) = fs::metadata(&target) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// The text with that key set: in place of the key, else in place of its commented default, else on top.
fn with_key(text: &str, key: &str, value: &str) -> String {
    let line = format!("{key} = {}", toml::Value::String(value.to_owned()));
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<&str> = text.lines().collect();
    let top = lines.iter().position(|line| line.trim_start().starts_with('[')).unwrap_or(lines.len());
    let is_key = |line: &str| {
        let rest = line.trim_start().strip_prefix(key);
        rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let is_default = |line: &str| line.strip_prefix('#').is_some_and(&is_key);
    let place = (0..top).find(|&at| is_key(lines[at])).or_else(|| (0..top).find(|&at| is_default(lines[at])));
    match place {
        Some(at) => lines[at] = &line,
        None => lines.insert(0, &line),
    }
    lines.join(end) + end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{LookName, parse, read};

    #[test]
    fn one_line_changes_and_the_comments_stay() {
        let table = [
            ("# hello\nlook = 'normal' # mine\nbell = true\n", "# hello\nlook = \"plain\"\nbell = true\n"),
            ("#look = \"auto\"\n[scanner]\n", "look = \"plain\"\n[scanner]\n"),
            ("[scanner]\r\nlook = 1\r\n", "look = \"plain\"\r\n[scanner]\r\nlook = 1\r\n"),
            ("", "look = \"plain\"\n"),
            ("looks = 1", "look = \"plain\"\nlooks = 1\n"),
        ];
        for (before, after) in table {
            assert_eq!(with_key(before, "look", "plain"), after);
        }
        assert_eq!(parse(&with_key(ANNOTATED, "language", "it's \"x\"")).1.len(), 1);
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
