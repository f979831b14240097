//! What leaves the program: no colour where none is wanted, and never a control sequence of somebody else.

use crate::counter::{Counter, PROGRAM, code};
use crate::sales::finish;
use crate::screen::{Window, key};

/// The numbers of every `ESC [ ... m` in the output.
fn styles(raw: &str) -> Vec<u16> {
    let sequences = raw.split("\x1b[").skip(1);
    let numbers = sequences.filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        rest[end..].starts_with('m').then(|| &rest[..end])
    });
    numbers
        .flat_map(|numbers| numbers.split(';'))
        .map(|number| number.parse().unwrap_or(0))
        .collect()
}

/// A sale that shows colours wherever there are any: answers, low stock, a required add-on, popups.
fn colourful(window: &mut Window) {
    window.wait_for("Scan the first item");
    window.send(&format!("{}\r", code::STAIN));
    window.wait_for("LAST 2");
    window.pause();
    window.send("+");
    window.wait_for("1 [+] Stain brush");
    window.pause();
    window.send("2");
    window.wait_for("> 2");
    window.send("-");
    window.wait_for("2 [-] Masking tape");
    window.send("hos");
    window.wait_for("Garden hose");
    window.send(key::ESC);
    window.wait_without("Garden hose");
    window.send(key::F8);
    window.wait_for("Everything you can do here");
    finish(window);
}

#[test]
fn without_colour_the_marked_row_is_still_marked() {
    let counter = Counter::new();
    let [a, b, c, d] = counter.arguments();
    let mut command = counter.in_window(PROGRAM, &[&a, &b, &c, &d]);
    command.env("NO_COLOR", "1");
    let mut window = Window::open(command, (80, 24));
    window.wait_for("Scan the first item");
    window.send(&format!("{}\r", code::STAIN));
    window.wait_until("a marked row", |screen| {
        let rows = (0..24).filter(|&row| screen.cell(row, 1).is_some_and(vt100::Cell::inverse));
        let marked: Vec<u16> = rows.collect();
        matches!(marked[..], [row] if screen.rows(0, 80).nth(row.into()).unwrap().contains("Stain brush"))
    });
    window.send(key::F6);
    window.wait_for("Taken back.");
    window.send("\x0c");
    window.wait_for("Scan the first item");
    colourful_from_the_start(&counter);
    let numbers = styles(&window.raw_text());
    assert!(numbers.contains(&7));
    assert_eq!(numbers.into_iter().find(|&number| is_colour(number)), None);
}

/// The same keys with colours, so that the test above cannot pass for want of any.
fn colourful_from_the_start(counter: &Counter) {
    let other = counter.sell();
    let mut window = other;
    colourful(&mut window);
    assert!(styles(&window.raw_text()).into_iter().any(is_colour));
}

fn is_colour(number: u16) -> bool {
    matches!(number, 30..=38 | 40..=48 | 90..=97 | 100..=107)
}
