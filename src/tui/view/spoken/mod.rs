//! A state in spoken lines, for the line mode: the same facts as the picture, in whole sentences, with positions in words
//! and without frames, columns and bars.
//!
//! What lies under the highlight is [`Part::Here`]: it is said whenever the highlight comes to it. Everything else is said
//! when it is new. Nothing is decided here but words; which lines are printed is [`crate::tui::surface::Lines`].

mod lists;
mod pages;
mod sale;

use super::pen::without_climbers;
use super::{banners, feedback, footer, header, line, message, report};
use crate::domain::text::printable;
use crate::tui::keymap::Place;
use crate::tui::state::{Overlay, Screen, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// What is said.
    pub text: String,
    /// The same without its place in a list: what tells it from other lines.
    pub what: String,
    /// Whether it is where the highlight stands.
    pub part: Part,
}

/// How a line belongs to the highlight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Under the highlight.
    Here,
    /// Anywhere else.
    Elsewhere,
}

/// A state in lines: what there is to say first, the screen, and what lies over it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// Which terminal and catalog this is.
    pub head: Vec<Spoken>,
    /// The message and the banners.
    pub news: Vec<Spoken>,
    /// The search line.
    pub line: Vec<Spoken>,
    /// The screen.
    pub screen: Vec<Spoken>,
    /// Which one it is.
    pub place: Option<Place>,
    /// What lies over it.
    pub over: Option<Vec<Spoken>>,
}

/// The lines of a state.
pub fn speech(state: &State) -> Speech {
    let words = &*state.face.words;
    Speech {
        head: head(state, words),
        news: news(state, words),
        line: typed(state, words),
        screen: screen(state, words),
        place: Some(footer::of_screen(state)),
        over: state.overlay.as_ref().map(|overlay| lists::over(state, words, overlay)),
    }
}

/// Lines that grow.
#[derive(Debug, Default)]
struct Teller(Vec<Spoken>);

impl Teller {
    fn tell(&mut self, text: impl AsRef<str>) {
        self.push(text.as_ref(), text.as_ref(), Part::Elsewhere);
    }

    fn tell_all<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) {
        for text in texts {
            self.tell(text);
        }
    }

    fn here(&mut self, text: impl AsRef<str>) {
        self.push(text.as_ref(), text.as_ref(), Part::Here);
    }

    /// A row of a list: its place is said where the highlight is.
    fn row(&mut self, words: &Words, (place, count): (usize, usize), chosen: usize, text: &str) {
        if place == chosen {
            self.push(&words.say("spoken-place", &with(place, count, text)), text, Part::Here);
        } else {
            self.tell(text);
        }
    }

    fn push(&mut self, text: &str, what: &str, part: Part) {
        let (text, what) = (joined(text), joined(what));
        if !text.is_empty() {
            self.0.push(Spoken { text, what, part });
        }
    }
}

fn with(place: usize, count: usize, text: &str) -> [(&'static str, String); 3] {
    [("place", (place + 1).to_string()), ("count", count.to_string()), ("text", text.to_owned())]
}

/// A text without the gaps that part columns: a comma, where nothing else ends what stands before.
fn joined(text: &str) -> String {
    let mut joined = String::new();
    for part in text.split("  ").map(str::trim).filter(|part| !part.is_empty()) {
        if !joined.is_empty() {
            let goes_on = joined.ends_with(['.', ',', ':', ';', '!', '?']) || part.starts_with('(');
            joined.push_str(if goes_on { " " } else { ", " });
        }
        joined.push_str(part);
    }
    without_climbers(&printable(&joined).replace('\n', " ")).into_owned()
}

/// Texts that are there, with commas between.
fn listed<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let texts = texts.into_iter().filter(|text| !text.as_ref().is_empty());
    texts.map(|text| text.as_ref().to_owned()).collect::<Vec<_>>().join(", ")
}

fn head(state: &State, words: &Words) -> Vec<Spoken> {
    let mut teller = Teller::default();
    teller.tell_all(header::spoken(state, words));
    teller.0
}

fn news(state: &State, words: &Words) -> Vec<Spoken> {
    let mut teller = Teller::default();
    if let Some(said) = &state.said {
        teller.tell(message::sentence(said, state, words));
    }
    for (text, _) in banners::lines(state, &Theme::named("mono"), words) {
        teller.tell(text);
    }
    teller.0
}

/// What is typed, else what may be.
fn typed(state: &State, words: &Words) -> Vec<Spoken> {
    let mut teller = Teller::default();
    let (title, text) = line::spoken(state, words);
    if text.is_empty() {
        teller.tell(title);
    } else {
        teller.tell(words.say("spoken-typed", &[("text", text)]));
    }
    teller.0
}

fn screen(state: &State, words: &Words) -> Vec<Spoken> {
    let mut teller = Teller::default();
    match &state.screen {
        Screen::FirstRun(first) => pages::first_run(&mut teller, state, words, first),
        Screen::Sale => sale::sale(&mut teller, state, words),
        Screen::Details(screen) => pages::details(&mut teller, state, words, screen),
        Screen::Finish(finish) => sale::finish(&mut teller, state, words, finish),
        Screen::Feedback(open) => {
            let texts = feedback::spoken(words, open);
            teller.tell(words.word("practice-title"));
            teller.tell(feedback::summary(words, open));
            for (place, text) in texts.iter().enumerate() {
                teller.row(words, (place, texts.len()), open.row, text);
            }
        }
        Screen::Report(open) => {
            let (lines, chosen) = report::spoken(state, words, open);
            let rows = lines.rows.len();
            teller.tell_all(&lines.before);
            for (place, text) in lines.rows.iter().enumerate() {
                teller.row(words, (place, rows), chosen, text);
            }
            teller.tell_all(&lines.after);
        }
    }
    teller.tell(footer::spoken(state, words, footer::of_screen(state)));
    teller.0
}

/// True where the keys of what lies over the screen are said with it; while somebody types they would be in the way.
fn says_its_keys(overlay: &Overlay) -> bool {
    !matches!(overlay, Overlay::Search(_))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn columns_become_a_sentence() {
        let table = [
            ("Sales 5   With add-on 2   Asked 3", "Sales 5, With add-on 2, Asked 3"),
            (" Took: Masking tape 50 m.   F6 takes it back. ", "Took: Masking tape 50 m. F6 takes it back."),
            ("", ""),
            ("one", "one"),
        ];
        for (text, said) in table {
            assert_eq!(joined(text), said);
        }
    }
}
