//! `pairs review` in a terminal: what is decided there is in the file, whatever becomes of the window.

use std::fs;
use std::path::PathBuf;

use crate::counter::{Counter, PROGRAM};
use crate::screen::{Window, key, pause};

const PAIRS: &str = "sku_a,sku_b,n_a,n_b,n_ab,n,decision,kind,ask,say
BRUSH,CUP,500,400,200,5000,,,,
CUP,HOSE,400,300,100,5000,,,,
";

/// The shop's source with two pairs, and the screen on it.
fn review(counter: &Counter, variables: &[(&str, &str)]) -> (Window, PathBuf) {
    let file = counter.path("source").join("pairs.csv");
    fs::write(&file, PAIRS).unwrap();
    let source = counter.path("source").display().to_string();
    let data_dir = counter.data_dir().display().to_string();
    let mut command = counter.in_window(PROGRAM, &["pairs", "review", &source, "--data-dir", &data_dir]);
    for (name, value) in variables {
        command.env(name, value);
    }
    let mut window = Window::open(command, (80, 24));
    window.wait_for("2 to decide");
    (window, file)
}

#[test]
fn what_is_decided_is_in_the_file_and_the_terminal_is_given_back() {
    let counter = Counter::new();
    let (mut window, file) = review(&counter, &[]);
    window.send("+");
    window.wait_for("Accepted: Coffee cup + Stain brush 100 mm.");
    assert!(fs::read_to_string(&file).unwrap().contains("BRUSH,CUP,500,400,200,5000,accepted,accessory,,\n"));
    pause();
    window.send("-");
    window.wait_for("Rejected: ");
    window.send(key::F6);
    window.wait_for("Taken back: ");
    window.send("\t");
    window.wait_for("0 of 10 words");
    window.send("Thirsty?\r");
    window.wait_for("0 of 20 words");
    window.send(key::CTRL_Q);
    assert!(window.wait_for_end().success());
    let expected =
        PAIRS.replace("200,5000,,,,", "200,5000,accepted,accessory,,").replace("100,5000,,,,", "100,5000,,,Thirsty?,");
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    assert!(window.raw_text().contains("\u{1b}[?1049l"), "the alternate screen is left");
}

#[test]
fn a_killed_program_has_lost_no_decision() {
    let counter = Counter::new();
    let (mut window, file) = review(&counter, &[]);
    window.send("-");
    window.wait_for("1 rejected");
    window.signal("KILL");
    window.wait_for_end();
    assert_eq!(fs::read_to_string(&file).unwrap(), PAIRS.replace("200,5000,,,,", "200,5000,rejected,,,"));
}

#[test]
fn a_sentence_survives_the_end_of_the_window() {
    let counter = Counter::new();
    let (mut window, file) = review(&counter, &[]);
    window.send("\tThirsty?");
    window.wait_for("Thirsty?");
    window.signal("HUP");
    window.wait_for_end();
    assert!(fs::read_to_string(&file).unwrap().contains(",,,Thirsty?,\n"));
}

#[test]
fn without_colour_the_highlight_is_still_reversed() {
    let counter = Counter::new();
    let (mut window, _) = review(&counter, &[("NO_COLOR", "1")]);
    window.wait_until("a reversed row", |screen| screen.cell(5, 10).is_some_and(vt100::Cell::inverse));
    window.send("+");
    window.wait_for("[+]");
    let raw = window.raw_text();
    assert!(!raw.contains("\u{1b}[36m") && !raw.contains("\u{1b}[38;5;6m"), "no colour");
}
