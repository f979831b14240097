//! Practice in a real terminal: a sale that was left open waits, and nothing of the practice is there afterwards.

use crate::counter::{Counter, PROGRAM, code};
use crate::screen::{Window, key, pause};

fn practise(counter: &Counter) -> Window {
    let own = counter.arguments();
    let arguments = ["sell", "--practice", "--seed", "1"].into_iter().chain(own.iter().map(String::as_str));
    Window::open(counter.in_window(PROGRAM, &arguments.collect::<Vec<_>>()), (80, 24))
}

#[test]
fn a_practice_leaves_nothing_behind_and_touches_no_open_sale() {
    let counter = Counter::new();
    let mut window = counter.sell();
    window.wait_for("List prices");
    window.send(&format!("{}\r", code::STAIN));
    window.wait_for("31.99 EUR");
    window.send(key::CTRL_Q);
    window.wait_for_end();

    let mut window = practise(&counter);
    window.wait_for("PRACTICE");
    window.wait_for("A customer puts down: ");
    window.wait_for("0 items");
    window.send(&format!("{}\r", code::LAMP));
    window.wait_for(">1 [ ] NEEDS  LED bulb E27");
    pause();
    window.send(key::ENTER);
    window.wait_for("LED bulb E27? Yes, please.");
    window.send("+");
    window.wait_for("Took: LED bulb E27.");
    window.send(key::F9);
    window.wait_for("Practice: how it went");
    window.wait_for("Everything was asked about, 1 taken.");
    window.send(key::F9);
    window.wait_for("0 items");
    // Killed in the middle of the next one, nothing is offered afterwards but what was open before.
    window.send(&format!("{}\r", code::CUP));
    window.wait_for("Added: Coffee cup");
    window.signal("KILL");
    window.wait_for_end();

    assert_eq!(counter.events().len(), 0);
    let mut window = counter.sell();
    window.wait_for("Going on with the open sale, 1 item");
    assert!(window.text().contains("Wood stain, oak"), "{}", window.text());
    assert!(window.text().starts_with(" GOESWITH"), "{}", window.text());
}
