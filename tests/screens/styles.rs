//! Styles of what must be seen, for each theme, as runs of columns beside the rows they are on.

use std::fmt::Write;

use goeswith::tui::theme::THEMES;
use goeswith::words::Words;

use crate::{paint, scenes};

/// Scenes that show every role: highlight, sentences, answers, low stock, banners, marks.
const SCENES: [&str; 7] = ["sale", "answered", "banners", "not_saved", "careful", "search", "finish"];

#[test]
fn every_role_has_its_style_in_every_theme() {
    for theme in THEMES {
        let mut all = String::new();
        for (name, mut state) in scenes::all() {
            if !SCENES.contains(&name) {
                continue;
            }
            state.face.looks.theme = theme.to_owned();
            let (buffer, _) = paint::screen(&state, &Words::new("en"), (80, 24));
            writeln!(all, "{name}\n{}", paint::styles(&buffer)).unwrap();
        }
        insta::assert_snapshot!(format!("styles_{theme}"), all);
    }
}

#[test]
fn a_screen_without_colours_has_only_attributes() {
    for theme in ["high-contrast", "mono"] {
        for (name, mut state) in scenes::all() {
            state.face.looks.theme = theme.to_owned();
            let styles = paint::styles(&paint::screen(&state, &Words::new("en"), (80, 24)).0);
            for colour in ["cyan", "yellow", "red", "green", "dim", "on "] {
                assert!(!styles.contains(colour), "{theme}, {name}: {colour}");
            }
        }
    }
}
