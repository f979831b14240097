//! The loop: waits for a key, an answer from the file, or the time, updates, draws once.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, select, unbounded};
use crossterm::execute;
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};

use super::state::{Deed, Effect, Input, Review};
use super::update::update;
use super::view;
use crate::tui::message::Message;
use crate::tui::run::{Inbound, calls, watch_keys};
use crate::tui::signals;
use crate::tui::state::Clock;
use crate::tui::surface::Surface as _;
use crate::tui::terminal::{self, Terminal};
use crate::tui::theme::Theme;

/// What the loop is given.
pub struct Partners {
    /// Reads the clock.
    pub clock: Arc<dyn Fn() -> Clock + Send + Sync>,
    /// Takes changes to the file.
    pub saves: Sender<Deed>,
    /// Answers from there.
    pub answers: Receiver<Input>,
}

/// Runs the screen until somebody leaves, the terminal goes away or a signal comes; the terminal is given back in every
/// case.
pub fn run(mut state: Review, partners: &Partners) -> io::Result<()> {
    let (to_loop, keys) = unbounded();
    signals::watch(&calls(&to_loop))?;
    let ended = terminal::take().and_then(|mut terminal| {
        show(&mut terminal, &state)?;
        watch_keys(partners.clock.clone(), &to_loop)?;
        turn(&mut state, partners, &keys, &mut terminal)
    });
    // A window that goes away takes no sentence with it that somebody was writing.
    let now = (partners.clock)().ticks;
    perform(update(&mut state, now, Input::Quit), partners);
    terminal::give_back();
    ended
}

fn turn(state: &mut Review, partners: &Partners, keys: &Receiver<Inbound>, terminal: &mut Terminal) -> io::Result<()> {
    let now = || (partners.clock)().ticks;
    while !state.is_over() {
        let patience = state.deadline().map_or(60_000, |at| at.saturating_sub(now()));
        let mut inputs: Vec<(u64, Input)> = Vec::new();
        let timed = |Inbound { at, message }: Inbound| {
            input_of(message).map(|input| (at.map_or_else(now, |clock| clock.ticks), input))
        };
        select! {
            recv(keys) -> inbound => {
                inputs.extend(timed(inbound.map_err(|_| io::Error::other("the keyboard is gone"))?));
            }
            recv(partners.answers) -> answer => {
                inputs.push((now(), answer.map_err(|_| io::Error::other("nobody writes the file any more"))?));
            }
            default(Duration::from_millis(patience)) => inputs.push((now(), Input::Tick)),
        }
        inputs.extend(keys.try_iter().filter_map(timed));
        inputs.extend(partners.answers.try_iter().map(|answer| (now(), answer)));
        for (at, input) in inputs {
            for effect in update(state, at, input) {
                if effect == Effect::Redraw {
                    terminal.forget()?;
                }
                perform(vec![effect], partners);
            }
        }
        state.now = now();
        if state.drawable() {
            show(terminal, state)?;
        }
    }
    Ok(())
}

fn perform(effects: Vec<Effect>, partners: &Partners) {
    for effect in effects {
        if let Effect::Save(deed) = effect {
            let _ = partners.saves.send(deed);
        }
    }
}

fn input_of(message: Message) -> Option<Input> {
    match message {
        Message::Key(key) => Some(Input::Key(key)),
        Message::Paste(text) => Some(Input::Paste(text)),
        Message::Redraw => Some(Input::Redraw),
        Message::Quit => Some(Input::Quit),
        _ => None,
    }
}

/// One frame, wrapped so that terminals show it whole.
fn show(terminal: &mut Terminal, state: &Review) -> io::Result<()> {
    queue!(terminal.backend_mut(), BeginSynchronizedUpdate)?;
    let theme = Theme::named(&state.face.looks.theme);
    let drawn = terminal.draw(|frame| view::draw(frame, state, &theme)).map(drop);
    execute!(terminal.backend_mut(), EndSynchronizedUpdate)?;
    drawn
}
