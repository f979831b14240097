//! The terminal taken and given back. Giving back is safe to do twice and from any thread, and switches off everything
//! that taking switched on.

use std::io::{self, Stdout};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, style};
use ratatui::backend::CrosstermBackend;

/// True while the terminal is ours. Process-wide, as the terminal is: a signal, a panic and the loop may all end it.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// True where only the keys are ours and what is printed runs on: the line mode.
static LINES: AtomicBool = AtomicBool::new(false);

/// The terminal as ratatui draws on it.
pub type Terminal = ratatui::Terminal<CrosstermBackend<Stdout>>;

/// Takes the terminal: raw mode, alternate screen, bracketed paste, the keypad in its plain mode (`ESC >`). Never the
/// mouse: selecting and copying stays the terminal's.
pub fn take() -> io::Result<Terminal> {
    // Colours are our own business: `NO_COLOR` is honoured by the theme, and crossterm's way of doing it loses reverse.
    style::force_color_output(true);
    install_panic_hook();
    enter()?;
    ratatui::Terminal::new(CrosstermBackend::new(io::stdout()))
}

/// Takes the keys alone, for the line mode.
pub fn take_keys() -> io::Result<()> {
    LINES.store(true, Ordering::SeqCst);
    install_panic_hook();
    enter()
}

/// Enters what [`give_back`] leaves; also after a suspension.
pub fn enter() -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    if LINES.load(Ordering::SeqCst) {
        return Ok(());
    }
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, style::Print("\x1b>"))
}

/// Gives the terminal back, once. Errors are of no use to anybody here.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    if !LINES.load(Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = execute!(out, EndSynchronizedUpdate, DisableBracketedPaste, cursor::Show, LeaveAlternateScreen);
    }
    let _ = disable_raw_mode();
}

/// What a thread other than the drawing one said when it panicked while the terminal was ours.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// What went wrong on another thread, once the terminal is given back.
pub fn panic_of_partner() -> Option<String> {
    PANIC.lock().ok()?.take()
}

/// A panic of the drawing thread gives the terminal back before anything is printed. One of another thread does not
/// touch it: its words are kept, the loop notices that its partner is gone and leaves in order.
fn install_panic_hook() {
    let drawing = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == drawing {
            give_back();
            before(info);
        } else if TAKEN.load(Ordering::SeqCst) {
            if let Ok(mut kept) = PANIC.lock() {
                *kept = Some(info.to_string());
            }
        } else {
            before(info);
        }
    }));
}
