//! The loop: waits for the next message or deadline, takes all that has come, updates, draws once.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::key::Key;
use super::message::{Effect, Message};
use super::signals::{self, Calls, Lifeline};
use super::state::{Clock, State};
use super::surface::{Lines, Surface};
use super::terminal::Mouse;
use super::{terminal, update};

/// A message on its way to the loop. Keys carry the time they were pressed, others get the time they are taken.
#[derive(Debug)]
pub struct Inbound {
    pub(super) at: Option<Clock>,
    pub(super) message: Message,
}

impl Inbound {
    /// A message that gets its time when the loop takes it.
    pub fn now(message: Message) -> Self {
        Self { at: None, message }
    }
}

/// What the loop is given by whoever composes the program.
pub struct Partners {
    /// Reads the clock.
    pub clock: Arc<dyn Fn() -> Clock + Send + Sync>,
    /// Takes effects that want a catalog, a store or a file.
    pub effects: Box<dyn Fn(Effect)>,
    /// Messages from there.
    pub inbox: (Sender<Inbound>, Receiver<Inbound>),
    /// True for the line mode.
    pub lines: bool,
}

/// A channel for [`Partners::inbox`].
pub fn inbox() -> (Sender<Inbound>, Receiver<Inbound>) {
    unbounded()
}

/// Runs the screens until somebody quits, the terminal goes away or a signal comes. The terminal is given back in
/// every case. Returns what is not saved, in the store's words, where the last word of the store was no.
pub fn run(mut state: State, partners: &Partners) -> io::Result<Option<String>> {
    // Before the terminal is taken: from then on nothing may end us that does not give it back.
    signals::watch(&calls(&partners.inbox.0))?;
    let ended = show(&mut state, partners);
    terminal::give_back();
    ended.map(|()| state.banners.not_saved)
}

/// How the loop behind this queue is told to end, and to draw anew.
pub fn calls(inbox: &Sender<Inbound>) -> Calls<Inbound> {
    Calls { to: inbox.clone(), quit: || Inbound::now(Message::Quit), redraw: || Inbound::now(Message::Redraw) }
}

fn show(state: &mut State, partners: &Partners) -> io::Result<()> {
    let mut surface: Box<dyn Surface> = if partners.lines {
        terminal::take_keys()?;
        Box::new(Lines::new(io::stdout()))
    } else {
        Box::new(terminal::take()?)
    };
    turn(state, partners, surface.as_mut())
}

fn turn(state: &mut State, partners: &Partners, surface: &mut dyn Surface) -> io::Result<()> {
    state.clock = (partners.clock)();
    follow_mouse(state, surface)?;
    surface.show(state)?;
    watch_keys(partners.clock.clone(), &partners.inbox.0)?;
    loop {
        let first = wait(state, partners)?;
        let mut effects = Vec::new();
        for inbound in first.into_iter().chain(partners.inbox.1.try_iter()) {
            let clock = inbound.at.unwrap_or_else(|| (partners.clock)());
            if let Some(message) = placed(inbound.message, state, surface) {
                effects.extend(update(state, clock, message));
            }
        }
        perform(effects, partners, surface)?;
        if state.quit {
            return Ok(());
        }
        follow_mouse(state, surface)?;
        if state.drawable() {
            surface.show(state)?;
        }
    }
}

fn follow_mouse(state: &State, surface: &mut dyn Surface) -> io::Result<()> {
    surface.follow_mouse(if state.face.looks.mouse { Mouse::Ours } else { Mouse::Theirs })
}

/// A click as what it was on; nothing where it was on nothing, or on a picture that is out of date.
fn placed(message: Message, state: &State, surface: &dyn Surface) -> Option<Message> {
    match message {
        Message::Click { column, row } if state.drawable() => surface.spot(state, column, row).map(Message::Point),
        Message::Click { .. } => None,
        message => Some(message),
    }
}

/// The next message, or a tick when the state's deadline has passed.
fn wait(state: &State, partners: &Partners) -> io::Result<Option<Inbound>> {
    let now = (partners.clock)().ticks;
    let patience = Duration::from_millis(state.deadline().map_or(60_000, |at| at.saturating_sub(now)));
    match partners.inbox.1.recv_timeout(patience) {
        Ok(inbound) => Ok(Some(inbound)),
        Err(RecvTimeoutError::Timeout) => Ok(Some(Inbound::now(Message::Tick))),
        Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("the keyboard is gone")),
    }
}

/// Does what belongs to the terminal; everything else goes to the worker. Of several searches only the last counts.
fn perform(effects: Vec<Effect>, partners: &Partners, surface: &mut dyn Surface) -> io::Result<()> {
    let last_search = effects.iter().rposition(|effect| matches!(effect, Effect::Search { .. }));
    for (place, effect) in effects.into_iter().enumerate() {
        match effect {
            Effect::Bell => surface.ring()?,
            Effect::Redraw => surface.forget()?,
            Effect::Search { .. } if Some(place) != last_search => {}
            other => (partners.effects)(other),
        }
    }
    Ok(())
}

/// Sends what the keyboard says, stamped, to a loop.
pub(super) fn watch_keys(clock: Arc<dyn Fn() -> Clock + Send + Sync>, inbox: &Sender<Inbound>) -> io::Result<()> {
    watch_events(&calls(inbox), move |event| message_of(event).map(|message| Inbound { at: Some(clock()), message }))
}

/// Reads the terminal on a thread of its own, so that a read that never returns stops nobody else.
pub(super) fn watch_events<M: Send + 'static>(
    calls: &Calls<M>,
    mut heard: impl FnMut(Event) -> Option<M> + Send + 'static,
) -> io::Result<()> {
    let calls = calls.clone();
    signals::spawn("keys", move || {
        let line = Lifeline(calls);
        while let Ok(event) = event::read() {
            if heard(event).is_some_and(|message| line.0.to.send(message).is_err()) {
                return;
            }
        }
    })
}

fn message_of(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => key_of(key).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text)),
        // On Unix the signal says it, and the signal is never lost.
        Event::Resize(..) => cfg!(windows).then_some(Message::Redraw),
        Event::Mouse(MouseEvent { kind, column, row, .. }) => match kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Message::Click { column, row }),
            MouseEventKind::ScrollUp => Some(Message::Wheel(-1)),
            MouseEventKind::ScrollDown => Some(Message::Wheel(1)),
            _ => None,
        },
        Event::FocusGained | Event::FocusLost => None,
    }
}

/// Releases are dropped here and nowhere else. `AltGr`, which Windows reports as Ctrl and Alt, types text.
pub(super) fn key_of(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let key = match event.code {
        KeyCode::Char(c) if control && !alt => Key::Ctrl(c.to_ascii_lowercase()),
        KeyCode::Char(c) if alt && !control => Key::Alt(c),
        // ESC and a control byte; on Windows, where no such bytes come, it would be `AltGr`.
        KeyCode::Char(c @ '4'..='7') if control && cfg!(unix) => Key::Ctrl(c),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::F(number) => Key::F(number),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        _ => return None,
    };
    Some(key)
}
