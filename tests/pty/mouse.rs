//! The mouse is the terminal's unless the settings say otherwise, and is given back however the program ends.

use crate::counter::{Counter, code};
use crate::screen::{Window, key, pause};

const ON: [&str; 2] = ["\x1b[?1000h", "\x1b[?1006h"];
const OFF: [&str; 2] = ["\x1b[?1000l", "\x1b[?1006l"];

fn ours(counter: &Counter) -> Window {
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    window
}

fn counter() -> Counter {
    Counter::new().set("mouse = true\n")
}

fn assert_given_back(window: &Window, why: &str) {
    let text = window.raw_text();
    for (on, off) in ON.into_iter().zip(OFF) {
        let (on, off) = (text.rfind(on).unwrap(), text.rfind(off));
        assert!(off.is_some_and(|off| off > on), "{why}");
    }
}

#[test]
fn a_click_highlights_an_add_on_and_adds_a_result() {
    let counter = counter();
    let mut window = ours(&counter);
    window.send(&format!("{}\r", code::STAIN));
    window.wait_for(">1 [ ] Stain brush");
    let row = (0..24).find(|&row| window.screen().rows(0, 80).nth(row).unwrap().contains("Masking tape")).unwrap();
    window.send(&format!("\x1b[<0;20;{}M\x1b[<0;20;{}m", row + 1, row + 1));
    window.wait_for(">2 [ ] Masking tape");
    window.send("\x1b[<64;20;9M");
    window.wait_for(">1 [ ] Stain brush");
    pause();
    window.send("hos");
    window.wait_for("Garden hose");
    let row = (0..24).find(|&row| window.screen().rows(0, 80).nth(row).unwrap().contains("Garden hose")).unwrap();
    window.send(&format!("\x1b[<0;20;{}M", row + 1));
    window.wait_for("Added: Garden hose");
    window.send(key::CTRL_Q);
    window.wait_for_end();
    assert_given_back(&window, "quit");
}

#[test]
fn it_is_given_back_by_every_way_out_and_when_the_setting_goes() {
    let counter = counter();
    for signal in ["TERM", "INT", "HUP", "QUIT"] {
        let mut window = ours(&counter);
        window.signal(signal);
        window.wait_for_end();
        assert_given_back(&window, signal);
    }
    let mut window = ours(&counter);
    let _counter = counter.set("mouse = false\n");
    window.send(key::F8);
    window.wait_for("Everything you can do");
    window.send("read");
    pause();
    window.send("\r");
    window.wait_for("settings");
    window.wait_for_bytes(OFF[0]);
}

#[test]
fn without_the_setting_it_stays_the_terminals() {
    let counter = Counter::new();
    let mut window = ours(&counter);
    window.send(key::CTRL_Q);
    window.wait_for_end();
    assert!(ON.iter().chain(&OFF).all(|sequence| !window.raw_text().contains(sequence)));
}
