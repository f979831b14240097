//! What `goeswith doctor` tries at the counter itself: `--keys`, here, shows what each key of this keyboard sends on this
//! terminal and what it means; `--scanner` finds out how a scanner sends: [`label`], `core` and `found` (what three scans
//! say), `trial` (the dialogue), [`scanner`] (the terminal).

mod core;
mod found;
pub mod label;
pub mod scanner;
mod trial;

pub use trial::{End, Step, Trial};

use std::io::{self, Write};
use std::time::Duration;

use crossbeam_channel::{Receiver, unbounded};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind};

use super::key::Key;
use super::keymap::{Keymap, name_of};
use super::run::{key_of, watch_events};
use super::signals::{self, Calls};
use super::terminal;
use crate::domain::text::{clean, printable};

/// Without a key for so long, the test ends by itself.
const PATIENCE: Duration = Duration::from_secs(60);

/// Prints a line for every key until Ctrl+C or Ctrl+Q comes, or nothing for a minute. The terminal is given back in
/// every case.
pub fn run(keymap: &Keymap, out: &mut dyn Write) -> io::Result<()> {
    let heard = hear(|| 0)?;
    let ended = terminal::take_keys().and_then(|()| listen(keymap, &heard, out));
    terminal::give_back();
    ended
}

/// What a trial hears.
enum Heard {
    /// Something of the terminal, and when, in ticks.
    Event(Event, u64),
    /// The end, from outside.
    Quit,
    /// Nothing: what was printed stays as it is.
    Redraw,
}

/// Listens to terminal and signals; `ticks` reads milliseconds.
fn hear(ticks: impl Fn() -> u64 + Send + 'static) -> io::Result<Receiver<Heard>> {
    let (to, heard) = unbounded();
    let calls = Calls { to, quit: || Heard::Quit, redraw: || Heard::Redraw };
    signals::watch(&calls)?;
    watch_events(&calls, move |event| Some(Heard::Event(event, ticks())))?;
    Ok(heard)
}

fn listen(keymap: &Keymap, heard: &Receiver<Heard>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "Press keys, or scan something. Ctrl+C ends this.\r\n")?;
    out.flush()?;
    while let Ok(heard) = heard.recv_timeout(PATIENCE) {
        let event = match heard {
            Heard::Event(event, _) => event,
            Heard::Redraw => continue,
            Heard::Quit => break,
        };
        let line = match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => continue,
            Event::Key(key) => line_of(key, keymap),
            Event::Paste(text) => format!("pasted text of {} characters", text.chars().count()),
            Event::Resize(columns, rows) => format!("the window is {columns}x{rows}"),
            _ => continue,
        };
        write!(out, "{}\r\n", printable(&line))?;
        out.flush()?;
        if line.starts_with("Ctrl+C ") || line.starts_with("Ctrl+Q ") {
            break;
        }
    }
    Ok(())
}

/// `+        is "took_it"`, `F11      is not used`.
fn line_of(event: KeyEvent, keymap: &Keymap) -> String {
    let Some(key) = key_of(event) else {
        return format!("{:<9} is not used: {}", "?", raw(event));
    };
    match (keymap.action(key), event.code) {
        (Some(action), _) => format!("{:<9} is \"{}\"", key.to_string(), name_of(action)),
        (None, KeyCode::Char(c)) if !matches!(key, Key::Ctrl(_) | Key::Alt(_)) && !c.is_control() => {
            format!("{:<9} is text", key.to_string())
        }
        _ => format!("{:<9} is not used", key.to_string()),
    }
}

fn raw(event: KeyEvent) -> String {
    clean(&format!("{:?} with {:?}", event.code, event.modifiers)).text
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;

    use super::*;

    #[test]
    fn each_key_says_what_it_means() {
        let keymap = Keymap::default();
        let line = |code, modifiers| line_of(KeyEvent::new(code, modifiers), &keymap);
        assert_eq!(line(KeyCode::Char('+'), KeyModifiers::NONE), "+         is \"took_it\"");
        assert_eq!(line(KeyCode::Char('z'), KeyModifiers::CONTROL), "Ctrl+Z    is \"undo\"");
        assert_eq!(line(KeyCode::Char('a'), KeyModifiers::NONE), "a         is text");
        assert_eq!(line(KeyCode::F(11), KeyModifiers::NONE), "F11       is not used");
        assert!(line(KeyCode::Char('x'), KeyModifiers::ALT).contains("is not used"));
    }
}
