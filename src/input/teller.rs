//! Tells a listener what changed, once.

use super::{Heard, Listener, Loss, PAUSE, POLL};

/// A listener and what it was last told of its source.
pub struct Teller<'l> {
    listener: &'l mut dyn Listener,
    told: Option<Result<(), Loss>>,
}

impl<'l> Teller<'l> {
    /// Nothing is told yet.
    pub fn new(listener: &'l mut dyn Listener) -> Self {
        Self { listener, told: None }
    }

    /// True once nobody wants to hear more.
    pub fn is_over(&self) -> bool {
        self.listener.is_over()
    }

    /// The source is open.
    pub fn listening(&mut self) {
        if self.told != Some(Ok(())) {
            self.told = Some(Ok(()));
            self.listener.hear(Heard::Listening);
        }
    }

    /// The source cannot be heard.
    pub fn lost(&mut self, loss: Loss) {
        if self.told != Some(Err(loss.clone())) {
            self.told = Some(Err(loss.clone()));
            self.listener.hear(Heard::Lost(loss));
        }
    }

    /// True where this loss is what was last told.
    #[cfg(feature = "serial")]
    pub fn has_lost(&self, loss: &Loss) -> bool {
        self.told.as_ref().is_some_and(|told| told.as_ref() == Err(loss))
    }

    /// Whole lines.
    pub fn lines(&mut self, lines: impl IntoIterator<Item = String>) {
        for line in lines {
            self.listener.hear(Heard::Line(line));
        }
    }

    /// Waits before the next attempt, in steps, so that the end is not waited for.
    pub fn pause(&self) {
        let mut left = PAUSE;
        while !left.is_zero() && !self.is_over() {
            std::thread::sleep(POLL);
            left = left.saturating_sub(POLL);
        }
    }
}
