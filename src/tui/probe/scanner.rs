//! `goeswith doctor --scanner` on a real terminal: draws the label, hands keys with their times to the trial, prints what
//! it says.

use std::io::{self, Write};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};
use crossterm::event::Event;
use crossterm::style::{Attribute, Color, Print, SetAttribute, SetBackgroundColor, SetForegroundColor};
use crossterm::{queue, style};

use super::trial::{End, Step, Trial};
use super::{Heard, hear, label};
use crate::domain::text::printable;
use crate::tui::run::key_of;
use crate::tui::terminal;

/// Rows of the bars.
const HEIGHT: usize = 7;
/// Without a key for so long, the trial ends by itself, in ticks.
const PATIENCE: u64 = 180_000;

/// How the label can be drawn here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint {
    /// The terminal has block characters.
    pub blocks: bool,
    /// Colours are wanted; else light and dark are the terminal's own, exchanged.
    pub colours: bool,
}

/// Runs the trial until it is over; `ticks` reads milliseconds. The terminal is given back in every case.
pub fn run<W: Write>(
    mut trial: Trial,
    paint: Paint,
    ticks: impl Fn() -> u64 + Copy + Send + 'static,
    out: &mut W,
) -> io::Result<End> {
    let heard = hear(ticks)?;
    let ended = terminal::take_keys().and_then(|()| listen(&mut trial, paint, &heard, ticks, out));
    terminal::give_back();
    ended
}

fn listen<W: Write>(
    trial: &mut Trial,
    paint: Paint,
    heard: &Receiver<Heard>,
    ticks: impl Fn() -> u64,
    out: &mut W,
) -> io::Result<End> {
    let number = if paint.blocks { label::EAN_13 } else { label::EAN_8 };
    say(&format!("Scan this label three times: {number}. Any item of the shop serves too."), out)?;
    say("Esc leaves without a change.", out)?;
    say("", out)?;
    draw(paint, out)?;
    write!(out, "{:28}{number}\r\n\r\n", "")?;
    out.flush()?;
    let mut last = ticks();
    loop {
        let due = trial.deadline().unwrap_or(last + PATIENCE);
        let step = match heard.recv_timeout(Duration::from_millis(due.saturating_sub(ticks()))) {
            Ok(Heard::Event(event, at)) => {
                last = at;
                match event {
                    Event::Key(key) => {
                        if let Some(key) = key_of(key) {
                            trial.press(key, at);
                        }
                        Step::default()
                    }
                    Event::Paste(text) => trial.paste(&text),
                    _ => Step::default(),
                }
            }
            Ok(Heard::Redraw) => Step::default(),
            Err(RecvTimeoutError::Timeout) if trial.deadline().is_some() => trial.tick(ticks()),
            Ok(Heard::Quit) | Err(_) => return Ok(End::Left),
        };
        for line in step.lines {
            say(&line, out)?;
        }
        out.flush()?;
        if let Some(end) = step.end {
            return Ok(end);
        }
    }
}

/// A sentence, broken by words where the window is narrow.
fn say<W: Write>(line: &str, out: &mut W) -> io::Result<()> {
    let columns = crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns.max(20)));
    for row in textwrap::wrap(line, columns - 1) {
        write!(out, "{}\r\n", printable(&row))?;
    }
    Ok(())
}

/// Dark on light, whatever the terminal's own colours are.
fn draw<W: Write>(paint: Paint, out: &mut W) -> io::Result<()> {
    style::force_color_output(true);
    for _ in 0..HEIGHT {
        if paint.blocks {
            write!(out, "    ")?;
            ink(paint, false, out)?;
            queue!(out, Print(label::in_blocks(label::EAN_13)), SetAttribute(Attribute::Reset))?;
        } else {
            for (columns, dark) in label::in_blanks(label::EAN_8) {
                ink(paint, dark, out)?;
                queue!(out, Print(" ".repeat(columns)), SetAttribute(Attribute::Reset))?;
            }
        }
        write!(out, "\r\n")?;
    }
    Ok(())
}

/// A dark cell, or a light one on which dark is drawn.
fn ink<W: Write>(paint: Paint, dark: bool, out: &mut W) -> io::Result<()> {
    match (paint.colours, dark) {
        (true, true) => queue!(out, SetBackgroundColor(Color::Black)),
        (true, false) => queue!(out, SetForegroundColor(Color::Black), SetBackgroundColor(Color::White)),
        (false, true) => Ok(()),
        (false, false) => queue!(out, SetAttribute(Attribute::Reverse)),
    }
}
