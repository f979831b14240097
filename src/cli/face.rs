//! What the screens show of settings, shop and catalog, put together from where each is known.

use std::path::Path;
use std::sync::Arc;

use super::clock;
use super::place::{Place, locale};
use crate::db::{self, Catalog};
use crate::domain::problem::Code;
use crate::domain::{Currency, Problem, UnixMillis};
use crate::settings::{self, LookName, Settings, ThemeName};
use crate::tui::keymap::Keymap;
use crate::tui::scanner::Gaps;
use crate::tui::state::{CatalogFace, Face, Fault, Looks, Ways};
use crate::words::{LANGUAGES, Words};

const MINUTE: i64 = 60_000;

/// Gathers the face of a run.
pub fn face(
    place: &Place,
    settings: &Settings,
    language: &str,
    catalog: Option<&Catalog>,
    session: &str,
) -> Result<Face, db::Error> {
    let words = words(&place.config_dir, language);
    let shop = catalog.map(Catalog::shop);
    let of_catalog = match catalog {
        None => CatalogFace::default(),
        Some(catalog) => CatalogFace {
            name: catalog.path().file_name().unwrap_or_default().to_string_lossy().into_owned(),
            items: catalog.item_count()?,
            day: published(place).or_else(|| catalog.shop().days.as_ref().map(|(_, last)| last.clone())),
            demo: place.demo.is_some(),
        },
    };
    let built_in = ["hurry", "business"].map(|name| (name.to_owned(), words.word(&format!("context-{name}"))));
    let own = shop.into_iter().flat_map(|shop| shop.contexts.clone());
    Ok(Face {
        terminal: settings.terminal.as_ref().map(ToString::to_string).unwrap_or_default(),
        shop: shop.map(|shop| shop.name.clone()).unwrap_or_default(),
        catalog: of_catalog,
        currency: shop.map_or(Currency { code: "EUR".to_owned(), exponent: 2 }, |shop| shop.currency.clone()),
        contexts: built_in.into_iter().chain(own).collect(),
        looks: looks(settings, language),
        ways: Ways {
            bell: settings.screen.bell,
            cards: !settings.customers.cards.is_empty(),
            ask_reasons: settings.sale.ask_reasons,
            forgotten_after: i64::from(settings.sale.forgotten_minutes) * MINUTE,
            longest: i64::from(settings.sale.longest_minutes) * MINUTE,
            stock_max_age: stock_max_age(settings),
            manager_code: settings.manager_code.clone(),
        },
        keymap: keymap(&place.config_dir).0,
        gaps: gaps(settings),
        words: Arc::new(words),
        session: session.replace('-', ""),
    })
}

/// The day on which head office published what is sold from, in ISO form.
pub fn published(place: &Place) -> Option<String> {
    let (installed, _) = place.installed.as_ref()?;
    installed.published.map(|published| clock::day_of(published).to_string())
}

/// The times of the scanner from settings.
fn gaps(settings: &Settings) -> Gaps {
    let scanner = &settings.scanner;
    Gaps {
        gap: scanner.gap_ms.into(),
        silence: scanner.silence_ms.into(),
        answer_wait: scanner.answer_wait_ms.into(),
        repeat: scanner.repeat_ms.into(),
        enter_guard: scanner.enter_guard_ms.into(),
        min_length: scanner.min_length as usize,
        prefix: scanner.prefix.clone(),
        suffix: scanner.suffix.clone(),
    }
}

/// The language of the screens: the one set, else the shop's first where the program has it, else the computer's.
pub fn language(settings: &Settings, catalog: Option<&Catalog>) -> String {
    let of_shop = catalog.and_then(|catalog| catalog.shop().languages.first().cloned());
    match of_shop.filter(|language| settings.language == "auto" && LANGUAGES.contains(&language.as_str())) {
        Some(language) => language,
        None => settings::resolve_language(&settings.language, locale().as_deref(), &LANGUAGES),
    }
}

/// The key table with what `keys.toml` changes, and what is wrong in that file.
pub fn keymap(config_dir: &Path) -> (Keymap, Vec<Problem>) {
    super::keys::read(&config_dir.join(settings::KEYS_FILE))
}

/// How old a stock count may be before it counts as unknown.
pub fn stock_max_age(settings: &Settings) -> UnixMillis {
    i64::from(settings.stock_max_age_hours) * 60 * MINUTE
}

/// A choice that could not be kept; it holds until the program ends.
pub fn not_remembered(error: &std::io::Error) -> Fault {
    let problem = Problem::new(Code::SettingsUnreadable, &format!("the choice could not be kept: {error}"));
    super::worker::fault(&problem)
}

/// The sentences of a language: the program's own, else those of a file beside the settings.
pub fn words(config_dir: &Path, language: &str) -> Words {
    if LANGUAGES.contains(&language) {
        return Words::new(language);
    }
    let file = settings::contents(&config_dir.join(format!("{language}.ftl"))).ok();
    match file.and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(text) => Words::from_file(&text),
        None => Words::new(language),
    }
}

/// Theme and look, as settings and environment say.
pub fn looks(settings: &Settings, language: &str) -> Looks {
    let no_color = std::env::var("NO_COLOR").ok();
    let theme = match settings::resolve_theme(settings.screen.theme, no_color.as_deref()) {
        ThemeName::Default => "default",
        ThemeName::HighContrast => "high-contrast",
        ThemeName::Mono => "mono",
    };
    let plain = settings::resolve_look(settings.screen.look, locale().as_deref()) == LookName::Plain;
    let (show_total, mouse) = (settings.screen.show_total, settings.screen.mouse);
    Looks { theme: theme.to_owned(), plain, language: language.to_owned(), show_total, mouse }
}
