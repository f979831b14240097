//! The report: which period, which rows, which of them in full.

use super::super::message::Effect;
use super::super::state::{Board, Overlay, Report, ReportQuestion, Said, Screen, State};
use super::keys::moved;
use crate::report::by::By;

/// The longest code that is typed.
const LONGEST_CODE: usize = 16;

/// F7: the report, or the question for the manager's code before it.
pub fn open(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.screen, Screen::Report(_)) {
        state.overlay = None;
    } else if state.face.ways.manager_code.is_empty() {
        state.overlay = None;
        ask(state, ReportQuestion::default(), effects);
    } else {
        state.overlay = Some(Overlay::Code { typed: String::new(), wrong: false });
    }
}

/// Text typed while the code is asked for.
pub fn type_code(state: &mut State, text: &str) {
    if let Some(Overlay::Code { typed, wrong }) = &mut state.overlay {
        let free = LONGEST_CODE.saturating_sub(typed.chars().count());
        typed.extend(text.chars().filter(|c| c.is_alphanumeric()).take(free));
        *wrong = false;
    }
}

/// One character of the code back.
pub fn erase_code(state: &mut State) {
    if let Some(Overlay::Code { typed, .. }) = &mut state.overlay {
        typed.pop();
    }
}

/// Enter on the code.
pub fn enter_code(state: &mut State, typed: &str, effects: &mut Vec<Effect>) {
    if typed == state.face.ways.manager_code {
        ask(state, ReportQuestion::default(), effects);
    } else {
        state.overlay = Some(Overlay::Code { typed: String::new(), wrong: true });
    }
}

/// Asks for figures; what is there stands until they come.
fn ask(state: &mut State, question: ReportQuestion, effects: &mut Vec<Effect>) {
    state.waiting.last_id += 1;
    let id = state.waiting.last_id;
    let before = match std::mem::replace(&mut state.screen, Screen::Sale) {
        Screen::Report(report) => report,
        _ => Report::default(),
    };
    let same_rows = before.question.by == question.by;
    let row = if same_rows { before.row } else { 0 };
    effects.push(Effect::Report { id, question: question.clone() });
    state.screen = Screen::Report(Report { id, question, board: before.board, row });
}

/// The figures came.
pub fn answered(state: &mut State, id: u64, board: Option<Box<Board>>) {
    let Screen::Report(report) = &mut state.screen else { return };
    if report.id != id {
        return;
    }
    match board {
        Some(board) => {
            report.row = match &board.open {
                Some(open) => open.row,
                None => report.row.min(board.overview.rows.len().saturating_sub(1)),
            };
            report.board = Some(board);
        }
        None => state.said = Some(Said::plain("said-no-figures")),
    }
}

/// Changes the question, and asks it.
fn change(state: &mut State, effects: &mut Vec<Effect>, change: impl FnOnce(&mut ReportQuestion)) {
    let Screen::Report(report) = &state.screen else { return };
    let mut question = report.question.clone();
    change(&mut question);
    if question != report.question {
        ask(state, question, effects);
    }
}

/// Left and Right: the period before, the period after; while a row is open, the row before and after.
pub fn sideways(state: &mut State, by: i32, effects: &mut Vec<Effect>) {
    change(state, effects, |question| question.back = question.back.saturating_sub(by).max(0));
}

/// Tab: what a row is.
pub fn part(state: &mut State, forward: bool, effects: &mut Vec<Effect>) {
    change(state, effects, |question| {
        let place = By::ALL.iter().position(|by| *by == question.by).unwrap_or(0);
        let step = if forward { 1 } else { By::ALL.len() - 1 };
        question.by = By::ALL[(place + step) % By::ALL.len()];
        question.open = None;
    });
}

/// The next length of the period; it ends today again.
pub fn length(state: &mut State, effects: &mut Vec<Effect>) {
    change(state, effects, |question| {
        question.length = question.length.next();
        question.back = 0;
    });
}

/// The next context: all sales, then those of each.
pub fn context(state: &mut State, effects: &mut Vec<Effect>) {
    let names: Vec<String> = state.face.contexts.iter().map(|(name, _)| name.clone()).collect();
    change(state, effects, |question| {
        let place = question.context.as_ref().and_then(|on| names.iter().position(|name| name == on));
        question.context = names.get(place.map_or(0, |place| place + 1)).cloned();
    });
}

/// One row, or a page of them.
pub fn step(report: &mut Report, by: isize) {
    let rows = report.board.as_ref().map_or(0, |board| board.overview.rows.len());
    if report.question.open.is_none() {
        report.row = moved(report.row, by, rows);
    }
}

/// Enter: the row in full.
pub fn enter(state: &mut State, effects: &mut Vec<Effect>) {
    let Screen::Report(report) = &state.screen else { return };
    let key = report.board.as_ref().and_then(|board| board.overview.rows.get(report.row)).map(|row| row.key.clone());
    if key.is_some() && report.question.open.is_none() {
        change(state, effects, |question| question.open = key);
    }
}

/// Back: from a row to the table, from the table to the sale.
pub fn back(state: &mut State, effects: &mut Vec<Effect>) {
    match &state.screen {
        Screen::Report(report) if report.question.open.is_some() => {
            change(state, effects, |question| question.open = None);
        }
        _ => state.screen = Screen::Sale,
    }
}

/// The figures on the screen as CSV.
pub fn save(state: &mut State, effects: &mut Vec<Effect>) {
    if let Screen::Report(report) = &state.screen {
        effects.push(Effect::SaveReport(report.question.clone()));
    }
}

/// Where the figures were saved.
pub fn saved(state: &mut State, result: Result<String, String>) {
    state.said = Some(match result {
        Ok(path) => Said::with("said-report-saved", "path", path),
        Err(why) => Said::with("said-report-not-saved", "why", why),
    });
}
