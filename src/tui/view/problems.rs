//! What is wrong, in full: each fault with its code, and what to do about it.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, wrap};
use super::popup;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::words::Words;

/// The column of the texts.
const TEXT: u16 = 10;

/// Draws the faults.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let inside = popup::open(frame, area, &words.word("problems-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    let mut y = 0;
    if let Some(why) = &state.banners.not_saved {
        for line in wrap(&words.say("banner-not-saved", &[("why", why.clone())]), pen.width().saturating_sub(2)) {
            pen.text(1, y, &line, theme.fault);
            y += 1;
        }
        y += 1;
    }
    for fault in &state.banners.faults {
        pen.within(1, y, TEXT - 2, &fault.code, theme.text);
        for text in [&fault.what, &fault.todo] {
            for line in wrap(text, pen.width().saturating_sub(TEXT + 1)) {
                pen.text(TEXT, y, &line, theme.text);
                y += 1;
            }
        }
        y += 1;
    }
    if y == 0 {
        pen.text(1, 0, &words.word("problems-none"), theme.text);
    }
}

/// The same in lines: the code, what is wrong, and what to do.
pub fn spoken(state: &State, words: &Words) -> Vec<String> {
    let not_saved = state.banners.not_saved.iter().map(|why| words.say("banner-not-saved", &[("why", why.clone())]));
    let faults = state.banners.faults.iter().map(|fault| format!("{}: {} {}", fault.code, fault.what, fault.todo));
    let lines: Vec<String> = not_saved.chain(faults).collect();
    if lines.is_empty() { vec![words.word("problems-none")] } else { lines }
}
