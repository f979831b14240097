//! What "auto" means, from what the environment says. The caller reads the environment.

use super::{LookName, ThemeName};

/// `normal` where the locale (`LC_ALL`, else `LC_CTYPE`, else `LANG`) says UTF-8, or where there is no such thing as a
/// locale (`None`, as on Windows).
pub fn resolve_look(set: Option<LookName>, locale: Option<&str>) -> LookName {
    let is_utf8 = |locale: &str| {
        let lower = locale.to_ascii_lowercase();
        lower.contains("utf-8") || lower.contains("utf8")
    };
    match (set, locale) {
        (Some(look), _) => look,
        (None, Some(locale)) if !is_utf8(locale) => LookName::Plain,
        (None, _) => LookName::Normal,
    }
}

/// `mono` where `NO_COLOR` is set and not empty; a theme that somebody chose wins over it. <https://no-color.org>
pub fn resolve_theme(set: Option<ThemeName>, no_color: Option<&str>) -> ThemeName {
    match (set, no_color) {
        (Some(theme), _) => theme,
        (None, Some(value)) if !value.is_empty() => ThemeName::Mono,
        (None, _) => ThemeName::Default,
    }
}

/// The language of "auto": the first two letters of the locale where we have it (`known`), else English.
pub fn resolve_language(set: &str, locale: Option<&str>, known: &[&str]) -> String {
    if set != "auto" {
        return set.to_owned();
    }
    let wanted = locale.and_then(|locale| locale.get(..2)).unwrap_or("en").to_ascii_lowercase();
    if known.contains(&wanted.as_str()) { wanted } else { "en".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_chose_wins() {
        assert_eq!(resolve_theme(None, None), ThemeName::Default);
        assert_eq!(resolve_theme(None, Some("")), ThemeName::Default);
        assert_eq!(resolve_theme(None, Some("1")), ThemeName::Mono);
        assert_eq!(resolve_theme(Some(ThemeName::HighContrast), Some("1")), ThemeName::HighContrast);
        assert_eq!(resolve_look(None, None), LookName::Normal);
        assert_eq!(resolve_look(None, Some("de_DE.UTF-8")), LookName::Normal);
        assert_eq!(resolve_look(None, Some("C.utf8")), LookName::Normal);
        assert_eq!(resolve_look(None, Some("POSIX")), LookName::Plain);
        assert_eq!(resolve_look(Some(LookName::Normal), Some("C")), LookName::Normal);
        for (set, locale, language) in [
            ("auto", Some("fr_CA.UTF-8"), "fr"),
            ("auto", Some("ja_JP.UTF-8"), "en"),
            ("auto", Some("C"), "en"),
            ("auto", None, "en"),
            ("fr", Some("en_GB"), "fr"),
        ] {
            assert_eq!(resolve_language(set, locale, &["en", "fr"]), language);
        }
    }
}
