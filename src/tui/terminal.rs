//! The terminal taken, lent and given back. Giving back is safe to do twice and from any thread, and switches off everything
//! that taking switched on. Signals, panics and the loop may all do it, in any order: one lock says who was first.

use std::io::{self, Stdout};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, style};
use ratatui::backend::CrosstermBackend;

/// Who has the terminal. Process-wide, as the terminal is.
static HOLD: Mutex<Hold> = Mutex::new(Hold::Free);

/// The terminal as ratatui draws on it.
pub type Terminal = ratatui::Terminal<CrosstermBackend<Stdout>>;

#[derive(Clone, Copy)]
enum Hold {
    /// Whoever had it before us.
    Free,
    /// We.
    Taken(Taken),
    /// Whoever started us, while we are suspended.
    Lent(Taken),
}

#[derive(Clone, Copy)]
struct Taken {
    how: How,
    mouse: Mouse,
    /// The thread that draws.
    by: ThreadId,
}

/// What of the terminal is ours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// All of it.
    Screen,
    /// The keys alone; what is printed runs on.
    Keys,
}

/// Whose the mouse is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// Ours: clicks and the wheel come as messages.
    Ours,
    /// The terminal's, for selecting and copying.
    Theirs,
}

/// Takes the terminal: raw mode, alternate screen, bracketed paste, the keypad in its plain mode (`ESC >`). The mouse stays
/// the terminal's until [`follow_mouse`].
pub fn take() -> io::Result<Terminal> {
    // Colours are our own business: `NO_COLOR` is honoured by the theme, and crossterm's way of doing it loses reverse.
    style::force_color_output(true);
    begin(How::Screen)?;
    ratatui::Terminal::new(CrosstermBackend::new(io::stdout()))
}

/// Takes the keys and pasted text alone, for what prints line by line.
pub fn take_keys() -> io::Result<()> {
    begin(How::Keys)
}

fn begin(how: How) -> io::Result<()> {
    let mut hold = hold();
    *hold = Hold::Taken(Taken { how, mouse: Mouse::Theirs, by: thread::current().id() });
    enter(how)
}

/// Makes the mouse ours while the terminal is, or gives it back before the rest.
pub fn follow_mouse(mouse: Mouse) -> io::Result<()> {
    match &mut *hold() {
        Hold::Taken(taken) if taken.mouse != mouse => {
            taken.mouse = mouse;
            match mouse {
                Mouse::Ours => execute!(io::stdout(), EnableMouseCapture),
                Mouse::Theirs => execute!(io::stdout(), DisableMouseCapture),
            }
        }
        // Lent, it is as it was once we have it again.
        Hold::Taken(_) | Hold::Lent(_) | Hold::Free => Ok(()),
    }
}

/// Gives the terminal back, once. Errors are of no use to anybody here.
pub fn give_back() {
    let mut hold = hold();
    if let Hold::Taken(taken) = *hold {
        leave(taken);
    }
    *hold = Hold::Free;
}

/// The same where it is the drawing thread that panics, before anything is said about it. Another thread's panic does not
/// touch the terminal: the loop notices that its partner is gone and leaves in order.
pub fn give_back_by_panic() {
    let is_ours = match *hold() {
        Hold::Taken(taken) | Hold::Lent(taken) => taken.by == thread::current().id(),
        Hold::Free => false,
    };
    if is_ours {
        give_back();
    }
}

/// Gives the terminal back until [`resume`].
#[cfg(unix)]
pub(super) fn lend() {
    let mut hold = hold();
    if let Hold::Taken(taken) = *hold {
        leave(taken);
        *hold = Hold::Lent(taken);
    }
}

/// Takes the terminal again where it was lent, and only there: the loop may have ended meanwhile.
#[cfg(unix)]
pub(super) fn resume() {
    let mut hold = hold();
    if let Hold::Lent(taken) = *hold {
        *hold = Hold::Taken(taken);
        let _ = enter(taken.how);
        if taken.mouse == Mouse::Ours {
            let _ = execute!(io::stdout(), EnableMouseCapture);
        }
    }
}

fn hold() -> MutexGuard<'static, Hold> {
    HOLD.lock().unwrap_or_else(PoisonError::into_inner)
}

fn enter(how: How) -> io::Result<()> {
    enable_raw_mode()?;
    match how {
        How::Screen => execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, style::Print("\x1b>")),
        How::Keys => execute!(io::stdout(), EnableBracketedPaste),
    }
}

fn leave(taken: Taken) {
    // First what needs nobody to read: a terminal that takes no more output is to have its line mode back all the same.
    let _ = disable_raw_mode();
    let mut out = io::stdout();
    if taken.mouse == Mouse::Ours {
        let _ = execute!(out, DisableMouseCapture);
    }
    let _ = match taken.how {
        How::Screen => {
            execute!(out, EndSynchronizedUpdate, DisableBracketedPaste, cursor::Show, LeaveAlternateScreen)
        }
        How::Keys => execute!(out, DisableBracketedPaste),
    };
}
