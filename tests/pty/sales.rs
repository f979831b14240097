//! Sales from the first scan to what is recorded, through kills and a second copy.

use goeswith::domain::{EventKind, Outcome};

use crate::counter::{Counter, code, line};
use crate::screen::{Window, key, pause};

/// Ends the sale that is open and waits until it is stored.
pub fn finish(window: &mut Window) {
    window.send(key::F9);
    window.wait_for("Finish this sale");
    window.send(key::F9);
    window.wait_for("Finished:");
}

fn scan(window: &mut Window, code: &str) {
    window.send(&format!("{code}{}", key::ENTER));
}

/// An answer key and what it says. Between two of them there is the time of a person, or they would be one.
fn answer(window: &mut Window, keys: &str, said: &str) {
    pause();
    window.send(keys);
    window.wait_for(said);
}

#[test]
fn a_sale_with_everything_is_recorded_as_it_stood() {
    let counter = Counter::new();
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    scan(&mut window, code::STAIN);
    window.wait_for("1 [ ] Stain brush 100 mm");
    answer(&mut window, "+", "Took: Stain brush 100 mm.");
    answer(&mut window, "2", "> 2");
    answer(&mut window, "-", "No thanks: Masking tape 50 m.");
    answer(&mut window, "2", "> 2");
    answer(&mut window, "+", "Took: Masking tape 50 m.");
    window.send(key::F6);
    window.wait_for("Taken back.");
    window.wait_for("2 [-] Masking tape 50 m");
    window.send(key::DOWN);
    window.wait_for(">3 [ ] Wood cleaner 1 L");
    answer(&mut window, "/", "Wood cleaner 1 L - goes with Wood stain, oak");
    window.wait_for("Stain only grips clean wood.");
    window.send(key::ESC);
    window.wait_for("This sale");
    answer(&mut window, "3", "> 3");
    answer(&mut window, "*", "3 x: now scan it");
    scan(&mut window, code::CUP);
    window.wait_for("Added: 3 x Coffee cup.");
    pause();
    window.send("hos");
    window.wait_for("Garden hose 25 m");
    window.send(key::ENTER);
    window.wait_for("Added: Garden hose 25 m.");
    finish(&mut window);
    scan(&mut window, code::TAPE);
    window.wait_for("Added: Masking tape 50 m.");
    finish(&mut window);
    assert_eq!(
        counter.sales(),
        [vec![line("STAIN", 1), line("BRUSH", 1), line("CUP", 3), line("HOSE", 1)], vec![line("TAPE", 1)]]
    );
    let first = &counter.events()[0];
    let outcomes: Vec<_> = first.suggestions.iter().map(|s| (s.add_on.as_str(), s.outcome)).collect();
    assert_eq!(outcomes, [("BRUSH", Outcome::Accepted), ("TAPE", Outcome::Declined), ("CLEAN", Outcome::NotAsked)]);
}

#[test]
fn a_killed_program_goes_on_with_the_sale() {
    let counter = Counter::new();
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    scan(&mut window, code::STAIN);
    window.wait_for("1 [ ] Stain brush 100 mm");
    answer(&mut window, "+", "Took: Stain brush 100 mm.");
    scan(&mut window, code::CUP);
    window.wait_for("Added: Coffee cup.");
    window.signal("KILL");
    window.wait_for_end();
    assert_eq!(counter.sales(), [] as [Vec<(String, i64)>; 0]);

    let mut window = counter.sell();
    window.wait_for("Going on with the open sale");
    window.wait_for("3 items, 1 add-on");
    scan(&mut window, code::HOSE);
    window.wait_for("Added: Garden hose 25 m.");
    window.signal("KILL");
    window.wait_for_end();

    let mut window = counter.sell();
    window.wait_for("4 items, 1 add-on");
    finish(&mut window);
    window.signal("KILL");
    window.wait_for_end();

    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    window.send(key::CTRL_Q);
    window.wait_for_end();
    assert_eq!(counter.sales(), [[line("STAIN", 1), line("BRUSH", 1), line("CUP", 1), line("HOSE", 1)]]);
    let brush = &counter.outcomes()[0];
    assert_eq!(brush, &("BRUSH".to_owned(), Outcome::Accepted));
}

#[test]
fn what_was_finished_can_be_taken_back_and_finished_again() {
    let counter = Counter::new();
    let mut window = counter.sell();
    scan(&mut window, code::CUP);
    window.wait_for("Added: Coffee cup.");
    finish(&mut window);
    window.send(key::F6);
    window.wait_for("The last sale is open again.");
    pause();
    scan(&mut window, code::HOSE);
    window.wait_for("2 items");
    finish(&mut window);
    let events = counter.events();
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Sale, EventKind::Void, EventKind::Sale]);
    assert_eq!(events[1].about.sale, events[0].event_id);
    assert_eq!(counter.sales()[1], [line("CUP", 1), line("HOSE", 1)]);
}

#[test]
fn two_copies_on_one_directory_sell_their_own_sales() {
    let counter = Counter::new();
    let mut left = counter.sell();
    left.wait_for("Scan the first item");
    scan(&mut left, code::CUP);
    left.wait_for("Added: Coffee cup.");
    let mut right = counter.sell();
    right.wait_for("Scan the first item");
    scan(&mut right, code::HOSE);
    right.wait_for("Added: Garden hose 25 m.");
    scan(&mut left, code::TAPE);
    left.wait_for("2 items");
    right.wait_for("1 item ");
    left.signal("KILL");
    left.wait_for_end();
    finish(&mut right);
    // Nobody works on the killed one's sale any more: whoever starts next goes on with it.
    let mut next = counter.sell();
    next.wait_for("Going on with the open sale");
    next.wait_for("2 items");
    finish(&mut next);
    assert_eq!(counter.sales(), [vec![line("HOSE", 1)], vec![line("CUP", 1), line("TAPE", 1)]]);
}
