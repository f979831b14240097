//! The terminal taken and given back. Giving back is safe to do twice and from any thread, and switches off everything
//! that taking switched on.

use std::io::{self, Stdout, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, execute, queue, style};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};

/// True while the terminal is ours. Process-wide, as the terminal is: a signal, a panic and the loop may all end it.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal as ratatui draws on it.
pub type Terminal = ratatui::Terminal<CrosstermBackend<Stdout>>;

/// Takes the terminal: raw mode, alternate screen, bracketed paste, the keypad in its plain mode (`ESC >`), and the
/// mouse only where settings ask for it.
pub fn take(mouse: bool) -> io::Result<Terminal> {
    // Colours are our own business: `NO_COLOR` is honoured by the theme, and crossterm's way of doing it loses reverse.
    style::force_color_output(true);
    install_panic_hook();
    enter(mouse)?;
    ratatui::Terminal::new(CrosstermBackend::new(io::stdout()))
}

/// Enters what [`give_back`] leaves; also after a suspension.
pub fn enter(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen, EnableBracketedPaste, style::Print("\x1b>"))?;
    if mouse {
        queue!(out, EnableMouseCapture)?;
    }
    out.flush()
}

/// Gives the terminal back, once. Errors are of no use to anybody here.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        cursor::Show,
        LeaveAlternateScreen
    );
    let _ = disable_raw_mode();
}

/// Draws one frame, wrapped so that terminals show it whole.
pub fn draw(terminal: &mut Terminal, render: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
    queue!(terminal.backend_mut(), BeginSynchronizedUpdate)?;
    let drawn = terminal.draw(render).map(|_| ());
    execute!(terminal.backend_mut(), EndSynchronizedUpdate)?;
    drawn
}

/// Clears the screen, so that the next frame is drawn whole. `Terminal::clear` asks the terminal where the cursor is,
/// and the thread that reads the keyboard would swallow the answer; giving the size does the same without asking.
pub fn clear(terminal: &mut Terminal) -> io::Result<()> {
    let size = terminal.size()?;
    terminal.resize(Rect::from((Position::ORIGIN, size)))
}

/// One BEL.
pub fn ring(terminal: &mut Terminal) -> io::Result<()> {
    execute!(terminal.backend_mut(), style::Print("\x07"))
}

/// A panic of the drawing thread gives the terminal back before anything is printed. One of another thread does not
/// touch it: the loop notices that its partner is gone and leaves in order.
fn install_panic_hook() {
    let drawing = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == drawing {
            give_back();
            before(info);
        } else if !TAKEN.load(Ordering::SeqCst) {
            before(info);
        }
    }));
}
