//! Draws a state through the real view and writes down what stands on the screen: the text, and beside it the styles
//! as runs of columns.

use std::fmt::Write;

use goeswith::tui::state::State;
use goeswith::tui::theme::Theme;
use goeswith::tui::view;
use goeswith::words::Words;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::{Color, Modifier};

/// The three sizes that the pictures have.
pub const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (60, 16)];

/// Draws a state and gives the screen with the place of the cursor.
pub fn screen(state: &State, words: &Words, (width, height): (u16, u16)) -> (Buffer, (u16, u16)) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let theme = Theme::named(&state.face.looks.theme);
    terminal.draw(|frame| view::draw(frame, state, &theme, words)).unwrap();
    let cursor = terminal.get_cursor_position().unwrap();
    (terminal.backend().buffer().clone(), (cursor.x, cursor.y))
}

/// The text of a screen, line by line, without blanks at the ends, and under it where the cursor stands.
pub fn picture(state: &State, words: &Words, size: (u16, u16)) -> String {
    let (buffer, (x, y)) = screen(state, words, size);
    format!("{}cursor: row {y}, column {x}\n", text(&buffer))
}

pub fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for line in lines(buffer) {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

pub fn lines(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let mut lines = Vec::new();
    for y in 0..area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += symbol.cell_width().max(1);
        }
        lines.push(line);
    }
    lines
}

/// The styles of a screen: `row 7: 0..80 reverse`, one line a row, rows without any left out.
pub fn styles(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut all = String::new();
    for y in 0..area.height {
        let mut runs: Vec<(u16, u16, String)> = Vec::new();
        for x in 0..area.width {
            let cell = &buffer[(x, y)];
            let name = style_name(cell.fg, cell.bg, cell.modifier);
            match runs.last_mut() {
                Some((_, end, last)) if *end == x && *last == name => *end = x + 1,
                _ => runs.push((x, x + 1, name)),
            }
        }
        runs.retain(|(_, _, name)| !name.is_empty());
        if !runs.is_empty() {
            let runs: Vec<_> = runs.iter().map(|(start, end, name)| format!("{start}..{end} {name}")).collect();
            writeln!(all, "row {y}: {}", runs.join(", ")).unwrap();
        }
    }
    all
}

fn style_name(foreground: Color, background: Color, modifier: Modifier) -> String {
    let mut names = Vec::new();
    if foreground != Color::Reset {
        names.push(foreground.to_string().to_lowercase());
    }
    if background != Color::Reset {
        names.push(format!("on {background}").to_lowercase());
    }
    for (flag, name) in [
        (Modifier::BOLD, "bold"),
        (Modifier::UNDERLINED, "underline"),
        (Modifier::REVERSED, "reverse"),
        (Modifier::DIM, "dim"),
    ] {
        if modifier.contains(flag) {
            names.push(name.to_owned());
        }
    }
    names.join(" ")
}
