//! The figures behind the report screen: read on a thread of their own, so that a long look never stands between a key and
//! a saved sale.

use crossbeam_channel::Receiver;

use super::clock;
use super::figures::{Figures, Where};
use super::report::write;
use crate::domain::{Day, TalkingPoint};
use crate::render::report::{self, column};
use crate::report::by::By;
use crate::report::overview::Question;
use crate::report::sums::Span;
use crate::tui::message::{Effect, Message};
use crate::tui::state::{Board, OpenRow, ReportQuestion};

/// Where the figures lie, and what is asked of them.
pub type Request = (Where, Effect);

/// Answers until nobody asks any more; of several looks that wait only the last is taken.
pub fn serve(requests: &Receiver<Request>, answer: impl Fn(Message)) {
    while let Ok(mut request) = requests.recv() {
        while let (Effect::Report { .. }, Ok(newer)) = (&request.1, requests.try_recv()) {
            request = newer;
        }
        if let Some(message) = answer_to(&request.0, &request.1, clock::today()) {
            answer(message);
        }
    }
}

/// The answer to one request on a day; `None` to an effect that is none.
pub fn answer_to(at: &Where, effect: &Effect, today: Day) -> Option<Message> {
    match effect {
        Effect::Report { id, question } => {
            let figures = Figures::open(at).ok().flatten();
            let board = figures.and_then(|figures| board(&figures, question, today));
            Some(Message::Reported { id: *id, board: board.map(Box::new) })
        }
        Effect::SaveReport(question) => Some(Message::ReportSaved(save(at, question, today))),
        _ => None,
    }
}

/// The period of a question.
fn span(question: &ReportQuestion, today: Day) -> Span {
    let days = question.length.days();
    Span::ending(today, days).earlier(days.saturating_mul(question.back))
}

fn board(figures: &Figures, question: &ReportQuestion, today: Day) -> Option<Board> {
    let asked = Question::new(span(question, today), question.by, today);
    let (overview, days) = figures.look(asked, question.context.clone(), question.open.as_deref()).ok()?;
    let (names, remarks) = figures.sheet(&overview, |sheet| {
        let shown = || column::keys(overview.by).iter().filter(|key| key.is_shown);
        let names = overview.rows.iter().map(|row| shown().map(|key| (key.text)(sheet, row)).collect());
        let mut remarks = sheet.added();
        remarks.extend(sheet.remarks());
        (names.collect::<Vec<Vec<String>>>(), remarks)
    });
    let open = question.open.as_ref().and_then(|key| {
        let row = overview.rows.iter().position(|row| row.key == *key)?;
        Some(OpenRow { row, days, talking: talking(figures, question.by, key) })
    });
    Some(Board { overview, names, remarks, open })
}

/// What staff say of a pair.
fn talking(figures: &Figures, by: By, key: &[String]) -> Option<TalkingPoint> {
    let (By::Pair, [item, add_on, _]) = (by, key) else { return None };
    figures.talking(item, add_on)
}

/// Saves the rows of a question as CSV where people look for their papers, and says where.
fn save(at: &Where, question: &ReportQuestion, today: Day) -> Result<String, String> {
    let figures = Figures::open(at).map_err(|failure| failure.message)?;
    let figures = figures.ok_or_else(|| "nothing is stored yet".to_owned())?;
    let asked = Question::new(span(question, today), question.by, today);
    let (overview, _) = figures.look(asked, question.context.clone(), None).map_err(|failure| failure.message)?;
    let text = figures.sheet(&overview, report::csv);
    let span = overview.span;
    let file = at.papers.join(format!("goeswith {} {} to {}.csv", question.by.word(), span.from, span.to));
    write(&file, &text).map_err(|failure| failure.message)?;
    Ok(file.display().to_string())
}
