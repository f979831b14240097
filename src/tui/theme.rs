//! Theme and look: which colours and attributes a role has, and which characters draw frames. The two are chosen
//! independently.
//!
//! Only the sixteen named colours, on the terminal's own background, so that a light or a dark terminal keeps its
//! meaning. Every role has a sign or a word beside its colour; nothing depends on dim, and red never stands against
//! green. `NO_COLOR` is read elsewhere: here it is just the theme `mono`.

use ratatui::style::{Color, Modifier, Style};

/// A style for each role on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Names, prices, and all that has no other role.
    pub text: Style,
    /// What staff read aloud: ASK and SAY.
    pub aloud: Style,
    /// The highlighted row, whose sign is `>`.
    pub highlight: Style,
    /// `[+]`, took it.
    pub took: Style,
    /// `[-]`, no thanks.
    pub no_thanks: Style,
    /// `[ ]`, not asked.
    pub not_asked: Style,
    /// `LAST 2`, `OUT`.
    pub low_stock: Style,
    /// The banner that begins with `i`, and words that tell what holds now.
    pub news: Style,
    /// The banner that begins with `!`, `CAREFUL`, `NOT SAVED`.
    pub fault: Style,
    /// Frames and rules.
    pub frame: Style,
    /// Characters of a name that match what was typed.
    pub matched: Style,
}

/// The names of the themes in the order in which F8 goes through them.
pub const THEMES: [&str; 3] = ["default", "high-contrast", "mono"];

const PLAIN: Style = Style::new();
const BOLD: Style = PLAIN.add_modifier(Modifier::BOLD);
const REVERSED: Style = PLAIN.add_modifier(Modifier::REVERSED);
const REVERSED_BOLD: Style = BOLD.add_modifier(Modifier::REVERSED);
const UNDERLINED: Style = PLAIN.add_modifier(Modifier::UNDERLINED);

impl Theme {
    /// The theme of that name; an unknown name is `default`.
    pub const fn named(name: &str) -> Self {
        match name.as_bytes() {
            b"high-contrast" => Self::HIGH_CONTRAST,
            b"mono" => Self::MONO,
            _ => Self::DEFAULT,
        }
    }

    /// Cyan against yellow, the rest as the terminal has it.
    pub const DEFAULT: Self = Self {
        text: PLAIN,
        aloud: BOLD,
        highlight: REVERSED,
        took: PLAIN.fg(Color::Cyan),
        no_thanks: PLAIN.fg(Color::Yellow),
        not_asked: PLAIN,
        low_stock: PLAIN.fg(Color::Yellow),
        news: PLAIN.fg(Color::Cyan),
        fault: BOLD.fg(Color::Yellow),
        frame: PLAIN,
        matched: BOLD,
    };

    /// No colours, bold letters.
    pub const HIGH_CONTRAST: Self = Self {
        text: BOLD,
        aloud: BOLD,
        highlight: REVERSED_BOLD,
        took: BOLD,
        no_thanks: PLAIN,
        not_asked: PLAIN,
        low_stock: BOLD,
        news: REVERSED,
        fault: REVERSED_BOLD,
        frame: BOLD,
        matched: BOLD.add_modifier(Modifier::UNDERLINED),
    };

    /// No colours at all, for `NO_COLOR` and terminals with one.
    pub const MONO: Self = Self {
        text: PLAIN,
        aloud: BOLD,
        highlight: REVERSED,
        took: BOLD,
        no_thanks: PLAIN,
        not_asked: PLAIN,
        low_stock: BOLD,
        news: UNDERLINED,
        fault: REVERSED,
        frame: PLAIN,
        matched: BOLD,
    };
}

/// The characters that draw frames and rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// A line from left to right.
    pub across: char,
    /// A line from top to bottom.
    pub down: char,
    /// The corners: top left, top right, bottom left, bottom right.
    pub corners: [char; 4],
}

impl Look {
    /// Box drawing, for terminals that know UTF-8.
    pub const NORMAL: Self = Self { across: '─', down: '│', corners: ['┌', '┐', '└', '┘'] };

    /// `+ - |`, which every terminal can draw.
    pub const PLAIN: Self = Self { across: '-', down: '|', corners: ['+'; 4] };

    /// The look that the settings ask for.
    pub const fn of(looks: &super::state::Looks) -> Self {
        if looks.plain { Self::PLAIN } else { Self::NORMAL }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(theme: &Theme) -> [Style; 11] {
        [
            theme.text,
            theme.aloud,
            theme.highlight,
            theme.took,
            theme.no_thanks,
            theme.not_asked,
            theme.low_stock,
            theme.news,
            theme.fault,
            theme.frame,
            theme.matched,
        ]
    }

    #[test]
    fn only_the_default_theme_has_colours_and_they_are_cyan_and_yellow() {
        for name in THEMES {
            for style in roles(&Theme::named(name)) {
                assert_eq!(style.bg, None, "{name}");
                assert!(!style.add_modifier.contains(Modifier::DIM), "{name}");
                match style.fg {
                    None => {}
                    Some(Color::Cyan | Color::Yellow) => assert_eq!(name, "default"),
                    Some(other) => panic!("{name}: {other}"),
                }
            }
        }
    }

    #[test]
    fn the_highlight_is_reversed_in_every_theme() {
        for name in THEMES {
            assert!(Theme::named(name).highlight.add_modifier.contains(Modifier::REVERSED), "{name}");
        }
        assert_eq!(Theme::named("no such theme"), Theme::DEFAULT);
    }
}
