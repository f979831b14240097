//! What the loop draws on: the whole screen, or one printed line per change for screen readers.

use std::io::{self, Write};

use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue, style};
use ratatui::layout::{Position, Rect};

use super::keymap::Place;
use super::state::{Spot, State};
use super::terminal::{self, Mouse, Terminal};
use super::theme::Theme;
use super::view;
use super::view::spoken::{self, Part, Speech, Spoken};

/// Something that shows a state.
pub trait Surface {
    /// Shows it.
    fn show(&mut self, state: &State) -> io::Result<()>;
    /// Rings once.
    fn ring(&mut self) -> io::Result<()>;
    /// Makes the mouse ours, or gives it back.
    fn follow_mouse(&mut self, mouse: Mouse) -> io::Result<()>;
    /// What stands in a cell of what was shown.
    fn spot(&self, state: &State, column: u16, row: u16) -> Option<Spot>;
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

    fn follow_mouse(&mut self, mouse: Mouse) -> io::Result<()> {
        terminal::follow_mouse(mouse)
    }

    fn spot(&self, state: &State, column: u16, row: u16) -> Option<Spot> {
        let window = Rect::from((Position::ORIGIN, self.size().ok()?));
        view::spots::at(window, state, &state.face.words, Position::new(column, row))
    }

    /// `Terminal::clear` asks the terminal where the cursor is, and the thread that reads the keyboard would swallow
    /// the answer; giving the size does the same without asking.
    fn forget(&mut self) -> io::Result<()> {
        let size = self.size()?;
        self.resize(Rect::from((Position::ORIGIN, size)))
    }
}

/// The line mode, for screen readers: what a state says ([`spoken`]), each line printed once when it is new, and what lies
/// under the highlight whenever the highlight comes to it. Nothing is ever redrawn in place, and nothing but text, line ends
/// and the bell is written.
pub struct Lines<W> {
    out: W,
    before: Speech,
    /// The sale as it was last said, for whoever comes back to it.
    sale: Vec<Spoken>,
    /// True where the bell rang: the same message is said once more.
    rang: bool,
}

impl<W: Write> Lines<W> {
    /// Prints to `out`.
    pub fn new(out: W) -> Self {
        Self { out, before: Speech::default(), sale: Vec::new(), rang: false }
    }

    /// All lines of a state.
    pub fn of(state: &State) -> Vec<String> {
        let Speech { head, news, line, screen, over, .. } = spoken::speech(state);
        let parts = [Some(head), Some(news), Some(line), over, Some(screen)];
        parts.into_iter().flatten().flatten().map(|line| line.text).collect()
    }

    /// Prints the lines that were not there before; what lies under the highlight also where it was there elsewhere.
    fn print(&mut self, now: &[Spoken], before: &[Spoken], here_again: bool) -> io::Result<()> {
        let known = |line: &Spoken| {
            let same =
                |other: &Spoken| other.what == line.what && (line.part == Part::Elsewhere || other.part == Part::Here);
            !(here_again && line.part == Part::Here) && before.iter().any(same)
        };
        for line in now.iter().filter(|line| !known(line)) {
            write!(self.out, "{}\r\n", line.text)?;
        }
        Ok(())
    }
}

impl<W: Write> Surface for Lines<W> {
    fn show(&mut self, state: &State) -> io::Result<()> {
        let mut now = spoken::speech(state);
        let at_sale = now.place == Some(Place::Sale);
        let before = std::mem::take(&mut self.before);
        let moved = now.place != before.place;
        let rang = std::mem::take(&mut self.rang);
        self.print(&now.head, &before.head, false)?;
        self.print(&now.news, if rang { &[] } else { &before.news }, false)?;
        self.print(&now.line, &before.line, false)?;
        if let Some(over) = &now.over {
            self.print(over, before.over.as_deref().unwrap_or_default(), false)?;
            // The screen below is not heard meanwhile, and not again when it comes back as it was.
            (now.screen, now.place) = (before.screen, before.place);
        } else {
            let known = match (moved, at_sale) {
                (false, _) => before.screen,
                (true, true) => std::mem::take(&mut self.sale),
                (true, false) => Vec::new(),
            };
            self.print(&now.screen, &known, moved || before.over.is_some())?;
            if at_sale {
                self.sale.clone_from(&now.screen);
            }
        }
        self.before = now;
        self.out.flush()
    }

    fn ring(&mut self) -> io::Result<()> {
        self.rang = true;
        write!(self.out, "\x07")?;
        self.out.flush()
    }

    /// What runs on has no places.
    fn follow_mouse(&mut self, _mouse: Mouse) -> io::Result<()> {
        Ok(())
    }

    fn spot(&self, _state: &State, _column: u16, _row: u16) -> Option<Spot> {
        None
    }

    fn forget(&mut self) -> io::Result<()> {
        self.before = Speech::default();
        self.sale.clear();
        Ok(())
    }
}
