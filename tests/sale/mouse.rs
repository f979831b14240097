//! The mouse, where a shop turned it on: what is clicked is what stands there, and it does no more than a key.

use goeswith::tui::message::Message;
use goeswith::tui::state::{Focus, Spot};
use goeswith::tui::view::spots;
use ratatui::layout::{Position, Rect};

use crate::counter::Counter;

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 36), (60, 16), (100, 30)];

/// The cell in which a text begins on the screen.
fn find(counter: &Counter, (width, height): (u16, u16), text: &str) -> Option<(u16, u16)> {
    let screen = counter.screen_of(width, height);
    (0..).zip(screen.lines()).find_map(|(y, row)| {
        let before = &row[..row.find(text)?];
        Some((u16::try_from(before.chars().count()).unwrap(), y))
    })
}

fn click(counter: &mut Counter, size: (u16, u16), (column, row): (u16, u16)) -> Option<Spot> {
    let state = &counter.state;
    let window = Rect::new(0, 0, size.0, size.1);
    let spot = spots::at(window, state, &state.face.words, Position::new(column, row));
    spot.clone().into_iter().for_each(|spot| counter.take(Message::Point(spot)));
    spot
}

#[test]
fn a_click_on_an_add_on_highlights_it_in_any_window() {
    for size in SIZES {
        let mut counter = Counter::open();
        counter.keys("scan:9520000000011");
        for (place, name) in [(2, "Masking tape 50 m"), (0, "Stain brush 100 mm"), (1, "Wood cleaner 1 L")] {
            let cell = find(&counter, size, name).unwrap();
            assert!(
                click(&mut counter, size, cell).is_some(),
                "{size:?} {name}\n{}",
                counter.screen_of(size.0, size.1)
            );
            assert_eq!(counter.state.desk.focus, Focus::AddOn(place), "{size:?} {name}");
        }
        // Its sentences are a part of it; header, item and total are not.
        if let Some(cell) = find(&counter, size, "SAY  Stain only grips") {
            assert_eq!(click(&mut counter, size, cell), Some(spot(&counter, 1)), "{size:?}");
        }
        for cell in
            [(0, 0), find(&counter, size, "Exterior wood stain").unwrap(), find(&counter, size, "1 item").unwrap()]
        {
            assert_eq!(click(&mut counter, size, cell), None, "{size:?} {cell:?}");
        }
        counter.keys("+");
        assert_eq!(counter.rows()[1], "[+] CLEANER");
    }
}

fn spot(counter: &Counter, place: usize) -> Spot {
    Spot::AddOn(counter.state.desk.rows[place].add_on.sku.clone())
}

#[test]
fn a_click_on_a_result_adds_it() {
    for size in SIZES {
        let mut counter = Counter::open();
        counter.keys("twin");
        let cell = find(&counter, size, "Twin hook, brass").unwrap();
        click(&mut counter, size, cell).unwrap();
        assert_eq!(counter.basket(), ["1 TWIN2"], "{size:?}");
        counter.keys("scan:9520000000097");
        let cell = find(&counter, size, "Twin hook, steel").unwrap();
        click(&mut counter, size, cell).unwrap();
        assert_eq!(counter.basket(), ["1 TWIN2", "1 TWIN1"], "{size:?}");
    }
}

#[test]
fn the_wheel_moves_the_highlight() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011");
    counter.take(Message::Wheel(1));
    counter.take(Message::Wheel(1));
    assert_eq!(counter.state.desk.focus, Focus::AddOn(2));
    counter.take(Message::Wheel(-1));
    assert_eq!(counter.state.desk.focus, Focus::AddOn(1));
    counter.keys("f8");
    counter.take(Message::Wheel(1));
    assert!(counter.shows("> No thanks"), "{}", counter.screen());
}

#[test]
fn what_lies_over_the_sale_hides_it_from_the_mouse() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011");
    let cell = find(&counter, (80, 24), "Masking tape 50 m").unwrap();
    counter.keys("?");
    assert_eq!(click(&mut counter, (80, 24), cell), None);
    // A click on something that is gone meanwhile does nothing.
    counter.keys("esc");
    let gone = spot(&counter, 2);
    counter.keys("f9 f9");
    counter.take(Message::Point(gone));
    assert_eq!(counter.state.desk.focus, Focus::AddOn(0));
}
