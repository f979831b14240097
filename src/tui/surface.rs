//! What the loop draws on: the whole screen, or one printed line per change for screen readers.

use std::io::{self, Write};

use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue, style};
use ratatui::backend::TestBackend;
use ratatui::layout::{Position, Rect};

use super::state::State;
use super::terminal::Terminal;
use super::theme::Theme;
use super::view;

/// Something that shows a state.
pub trait Surface {
    /// Shows it.
    fn show(&mut self, state: &State) -> io::Result<()>;
    /// Rings once.
    fn ring(&mut self) -> io::Result<()>;
    /// Forgets what is there, so that the next [`Surface::show`] shows everything.
    fn forget(&mut self) -> io::Result<()>;
}

impl Surface for Terminal {
    /// One frame, wrapped so that terminals show it whole.
    fn show(&mut self, state: &State) -> io::Result<()> {
        queue!(self.backend_mut(), BeginSynchronizedUpdate)?;
        let theme = Theme::named(&state.face.looks.theme);
        let drawn = self.draw(|frame| view::draw(frame, state, &theme, &state.face.words)).map(drop);
        execute!(self.backend_mut(), EndSynchronizedUpdate)?;
        drawn
    }

    fn ring(&mut self) -> io::Result<()> {
        execute!(self.backend_mut(), style::Print("\x07"))
    }

    /// `Terminal::clear` asks the terminal where the cursor is, and the thread that reads the keyboard would swallow
    /// the answer; giving the size does the same without asking.
    fn forget(&mut self) -> io::Result<()> {
        let size = self.size()?;
        self.resize(Rect::from((Position::ORIGIN, size)))
    }
}

/// The line mode: the same screens, drawn where nobody sees them, and every line that was not there before printed
/// once. Nothing is ever redrawn in place.
pub struct Lines<W> {
    out: W,
    before: Vec<String>,
}

/// The picture the lines are taken from: wide enough for prices, high enough that nothing is left out.
const WIDTH: u16 = 80;
const HEIGHT: u16 = 35;

impl<W: Write> Lines<W> {
    /// Prints to `out`.
    pub fn new(out: W) -> Self {
        Self { out, before: Vec::new() }
    }

    /// The lines of a state, without frames, header and footer.
    pub fn of(state: &State) -> Vec<String> {
        let Ok(mut terminal) = ratatui::Terminal::new(TestBackend::new(WIDTH, HEIGHT));
        let theme = Theme::named("mono");
        let Ok(_) = terminal.draw(|frame| view::draw(frame, state, &theme, &state.face.words));
        let buffer = terminal.backend().buffer();
        let row = |y: u16| (0..WIDTH).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (1..HEIGHT - 1).map(|y| without_frame(&row(y))).filter(|line| !line.is_empty()).collect()
    }
}

impl<W: Write> Surface for Lines<W> {
    fn show(&mut self, state: &State) -> io::Result<()> {
        let now = Self::of(state);
        for line in now.iter().filter(|line| !self.before.contains(line)) {
            write!(self.out, "{line}\r\n")?;
        }
        self.before = now;
        self.out.flush()
    }

    fn ring(&mut self) -> io::Result<()> {
        write!(self.out, "\x07")?;
        self.out.flush()
    }

    fn forget(&mut self) -> io::Result<()> {
        self.before.clear();
        Ok(())
    }
}

/// A row without the characters that draw boxes and rules, and with runs of blanks made two. Where a popup lies over a
/// screen, only what stands in the popup counts.
fn without_frame(row: &str) -> String {
    let inside = [("\u{250c}", "\u{2510}"), ("\u{2502}", "\u{2502}"), ("+-", "-+"), ("|", "|")]
        .into_iter()
        .find_map(|(left, right)| between(row, left, right))
        .unwrap_or(row);
    let is_rule = |c: char| ('\u{2500}'..='\u{257f}').contains(&c) || c == ' ';
    let mut text = inside.trim_matches(is_rule);
    if text.starts_with("--") || inside.len() < row.len() {
        text = text.trim_start_matches('-');
    }
    if text.ends_with("--") {
        text = text.trim_end_matches('-');
    }
    let words: Vec<&str> =
        text.trim_matches(is_rule).split("  ").map(str::trim).filter(|part| !part.is_empty()).collect();
    words.join("  ")
}

fn between<'a>(row: &'a str, left: &str, right: &str) -> Option<&'a str> {
    let start = row.find(left)? + left.len();
    let end = row.rfind(right)?;
    row.get(start..end)
}

#[cfg(test)]
mod tests {
    use super::without_frame;

    #[test]
    fn frames_are_not_read_aloud() {
        let table = [
            ("+- Scan, or type a name -------------+", "Scan, or type a name"),
            ("| > bru                              |", "> bru"),
            ("-- This sale ------------------------", "This sale"),
            ("-------------------------------------", ""),
            ("\u{2500}\u{2500} Goes with it \u{2500}\u{2500}", "Goes with it"),
            (" 3 [-] Tape   no thanks        4.25 EUR", "3 [-] Tape  no thanks  4.25 EUR"),
            (" Hom+- 9 items match ------------+8A", "9 items match"),
            ("3 [|  Label tape 12 mm   12.99     |11A", "Label tape 12 mm  12.99"),
            ("3 [\u{2502}  Label tape 12 mm   12.99     \u{2502}11A", "Label tape 12 mm  12.99"),
            ("+------------------------------------+", ""),
            ("+ Took it   - No thanks", "+ Took it  - No thanks"),
        ];
        for (row, line) in table {
            assert_eq!(without_frame(row), line);
        }
    }
}
