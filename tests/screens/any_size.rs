//! Any window from 1x1 to 200x60 and any state: nothing panics, help and total stay in sight, and only what can be
//! printed reaches the screen.

use goeswith::domain::{CleanText, Due, Money, Objection, Reason, Step, TalkingPoint};
use goeswith::tui::State;
use goeswith::tui::state::{DueItem, Focus, Overlay, Said, Screen, line_item};
use goeswith::tui::theme::THEMES;
use goeswith::words::Words;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};

use crate::{paint, scenes, states};

/// Names as shops have them: long, wide, with marks, empty.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9,. -]{0,70}",
        "[木材着色剤ｱｲｳﾞ가나다]{0,40}",
        "[a-e\u{300}-\u{304}\u{5d0}-\u{5d4}\u{644}\u{627} ]{0,40}",
        "\\PC{0,50}",
    ]
}

#[derive(Clone, Debug)]
struct Wild {
    scene: usize,
    overlay: usize,
    names: Vec<String>,
    basket: Vec<(String, i64, i64)>,
    answers: Vec<u8>,
    focus: (bool, usize),
    typed: String,
    faces: (usize, bool, bool),
}

fn wild() -> impl Strategy<Value = Wild> {
    (
        (0..200_usize, 0..40_usize),
        proptest::collection::vec(name(), 0..=5),
        proptest::collection::vec((name(), 1..2000_i64, -5..10_000_000_000_i64), 0..25),
        proptest::collection::vec(0..4_u8, 5),
        (any::<bool>(), 0..30_usize),
        name(),
        (0..3_usize, any::<bool>(), any::<bool>()),
    )
        .prop_map(|((scene, overlay), names, basket, answers, focus, typed, faces)| Wild {
            scene,
            overlay,
            names,
            basket,
            answers,
            focus,
            typed,
            faces,
        })
}

/// A scene whose names, lines, answers and highlight are replaced by any.
fn state_of(wild: &Wild) -> State {
    let mut all = scenes::all();
    let (_, mut state) = all.swap_remove(wild.scene % all.len());
    let mut over = scenes::overlays();
    if wild.overlay < over.len() {
        state.overlay = over.swap_remove(wild.overlay).1.overlay;
    }
    state.desk.rows = wild.names.iter().zip(1..).map(|(name, number)| suggestion(name, number)).collect();
    for (number, (name, quantity, price)) in (100..).zip(&wild.basket) {
        let mut goods = states::item(number, "", *price, 3, "");
        goods.name = CleanText::new(name);
        states::step(&mut state, states::add(&goods, *quantity));
    }
    for (row, answer) in state.desk.rows.clone().iter().zip(&wild.answers) {
        match answer {
            1 => {
                let for_item = row.for_item.clone();
                let add_on = line_item(&row.add_on);
                states::step(&mut state, Step::Take { add_on, for_item });
            }
            2 => states::decline(&mut state, row),
            _ => {}
        }
    }
    if wild.faces.2 {
        state.face.ways.cards = true;
        let step = Step::Customer { pseudonym: Some("c".repeat(64)), contexts: vec!["business".to_owned()] };
        states::step(&mut state, step);
        let due = |name: &String| DueItem {
            name: CleanText::new(name),
            due: Due { sku: states::item(7, "", 1, 1, "").sku, times: 4, every: 30, between: (26, 35), ago: 33 },
        };
        state.desk.due = wild.names.iter().map(due).collect();
        for row in state.desk.rows.iter_mut().skip(1) {
            row.due = Some(due(&row.add_on.name.to_string()).due);
        }
    }
    state.desk.focus = if wild.focus.0 { Focus::Line(wild.focus.1) } else { Focus::AddOn(wild.focus.1) };
    state.line.input = wild.typed.clone().into();
    if let Some(Overlay::Menu(menu)) = &mut state.overlay {
        menu.filter.clone_from(&wild.typed);
    }
    state.said = Some(Said::with("said-took", "name", CleanText::new(&wild.typed).to_string()));
    THEMES[wild.faces.0].clone_into(&mut state.face.looks.theme);
    state.face.looks.plain = wild.faces.1;
    state
}

fn suggestion(name: &str, number: u32) -> goeswith::domain::Suggestion {
    let text = CleanText::new(name);
    let mut row = states::suggestion(
        states::item(number, "", 499, i64::from(number) - 1, name),
        TalkingPoint {
            ask: Some(text.clone()),
            say: Some(CleanText::new(&format!("{name} {name} {name}"))),
            answers: vec![(Objection::ALL[number as usize % 5], text.clone())],
            why: None,
        },
    );
    row.add_on.name = text;
    row.kind = goeswith::domain::LinkKind::ALL[number as usize % 4];
    row.saves = Some(Money(i64::from(number)));
    row.reason = Reason::Counts { together: 7, of: 23 };
    row
}

fn shows_total(state: &State) -> bool {
    let page = matches!(
        state.overlay,
        Some(
            Overlay::Help
                | Overlay::Menu(_)
                | Overlay::Problems
                | Overlay::Why(_)
                | Overlay::Unknown { .. }
                | Overlay::Wording(_)
        )
    );
    matches!(state.screen, Screen::Sale) && !page && state.face.looks.show_total
}

fn only_printable(buffer: &Buffer) -> Result<(), TestCaseError> {
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            prop_assert!(!symbol.is_empty() && !symbol.contains(char::is_control), "{symbol:?} at {x}, {y}");
            if symbol.cell_width() > 1 {
                prop_assert!(x + 1 < buffer.area.width, "{symbol:?} reaches out of the window");
                prop_assert_eq!(buffer[(x + 1, y)].symbol(), " ", "something stands on {:?}", symbol);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_state_can_be_drawn_at_any_size(wild in wild(), width in 1..=200_u16, height in 1..=60_u16) {
        let state = state_of(&wild);
        let words = Words::new(if wild.faces.2 { "fr" } else { "en" });
        let (buffer, (x, y)) = paint::screen(&state, &words, (width, height));
        only_printable(&buffer)?;
        prop_assert!(x < width && y < height, "the cursor is out of the window");
        let lines = paint::lines(&buffer);
        let over = state.overlay.as_ref();
        let has_help = !matches!(over, Some(
            Overlay::Help | Overlay::Problems | Overlay::Unknown { .. } | Overlay::Contexts | Overlay::Reasons { .. } | Overlay::Drop { .. }
                | Overlay::Kept { .. } | Overlay::Wording(_)
        ));
        if width >= 40 && height >= 4 && has_help {
            let help = format!("? {}", words.word("foot-help"));
            prop_assert!(lines.last().is_some_and(|line| line.contains(&help)), "no help: {:?}", lines.last());
        }
        if width >= 60 && height >= 16 && shows_total(&state) {
            let total = words.money(&state.face.currency, state.desk.basket.total());
            prop_assert!(lines.iter().any(|line| line.trim_end().ends_with(&total)), "no total {total}");
        }
    }
}
