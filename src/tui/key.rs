//! One key press, as the input thread hands it on: no release events, no kitty extras, and the control bytes of
//! scanners still recognisable.

use std::fmt;

/// A key. Keypad and main row are the same, since terminals do not tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Text, `AltGr` included.
    Char(char),
    /// Ctrl and a letter or digit, in lower case.
    Ctrl(char),
    /// Alt and a character. Bound to nothing: on a terminal it is also what ESC and a character look like.
    Alt(char),
    /// F1 to F12.
    F(u8),
    /// Enter.
    Enter,
    /// Esc.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// One character back.
    Backspace,
    /// Del.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home; the keypad's 7 with `NumLock` off.
    Home,
    /// End; the keypad's 1 with `NumLock` off.
    End,
}

impl Key {
    /// Reads a name as `keys.toml` and tests write it: `a`, `+`, `F9`, `Ctrl+Z`, `Enter`.
    pub fn parse(name: &str) -> Option<Self> {
        let mut chars = name.chars();
        if let (Some(only), None) = (chars.next(), chars.next()) {
            return Some(Self::Char(only));
        }
        if let Some(letter) = name.strip_prefix("Ctrl+") {
            let mut letters = letter.chars();
            return match (letters.next(), letters.next()) {
                (Some(only), None) => Some(Self::Ctrl(only.to_ascii_lowercase())),
                _ => None,
            };
        }
        if let Some(number) = name.strip_prefix('F').and_then(|number| number.parse().ok()) {
            return (1..=12).contains(&number).then_some(Self::F(number));
        }
        NAMES.iter().find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|&(key, _)| key)
    }
}

const NAMES: [(Key, &str); 15] = [
    (Key::Char(' '), "Space"),
    (Key::Enter, "Enter"),
    (Key::Esc, "Esc"),
    (Key::Tab, "Tab"),
    (Key::BackTab, "Shift+Tab"),
    (Key::Backspace, "Backspace"),
    (Key::Delete, "Del"),
    (Key::Up, "Up"),
    (Key::Down, "Down"),
    (Key::Left, "Left"),
    (Key::Right, "Right"),
    (Key::PageUp, "PgUp"),
    (Key::PageDown, "PgDn"),
    (Key::Home, "Home"),
    (Key::End, "End"),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, name)) = NAMES.iter().find(|(key, _)| key == self) {
            return f.pad(name);
        }
        match self {
            Self::Char(c) => f.pad(&c.to_string()),
            Self::Ctrl(c) => f.pad(&format!("Ctrl+{}", c.to_ascii_uppercase())),
            Self::Alt(c) => f.pad(&format!("Alt+{c}")),
            Self::F(number) => f.pad(&format!("F{number}")),
            _ => f.pad("?"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for key in [Key::Char('+'), Key::Char(' '), Key::Ctrl('z'), Key::F(12), Key::Esc, Key::BackTab, Key::Home] {
            assert_eq!(Key::parse(&key.to_string()), Some(key), "{key}");
        }
        for none in ["", "F13", "F0", "Ctrl+", "Alt+x", "Return"] {
            assert_eq!(Key::parse(none), None, "{none}");
        }
    }
}
