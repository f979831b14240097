//! How the program ends, and that the terminal is given back whatever ends it.

use std::time::Duration;

use crate::counter::{Counter, PROGRAM, code, line};
use crate::sales::finish;
use crate::screen::{Window, key};

/// A window that vanished has to take the program with it within so long.
const GONE: Duration = Duration::from_secs(5);

/// The counter with one item in an open sale.
fn with_a_sale(counter: &Counter) -> Window {
    let mut window = counter.sell();
    window.wait_for("List prices");
    window.send(&format!("{}\r", code::CUP));
    window.wait_for("Coffee cup");
    window
}

/// Switched off behind the program: the alternate screen, paste, mouse; the cursor is shown.
fn assert_given_back(window: &Window, why: &str) {
    let screen = window.screen();
    assert!(!screen.alternate_screen(), "{why}: alternate screen");
    assert!(!screen.hide_cursor(), "{why}: cursor");
    assert!(!screen.bracketed_paste(), "{why}: paste");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "{why}");
    let last = |bytes: &str| window.raw_text().rfind(bytes);
    for (on, off) in [
        ("\x1b[?1049h", "\x1b[?1049l"),
        ("\x1b[?2004h", "\x1b[?2004l"),
        ("\x1b[?2026h", "\x1b[?2026l"),
        ("\x1b[?25l", "\x1b[?25h"),
    ] {
        assert!(last(off).is_some() && last(on) < last(off), "{why}: {off:?}");
    }
}

#[test]
fn quitting_keeps_the_sale_and_gives_the_terminal_back() {
    let counter = Counter::new();
    let mut window = with_a_sale(&counter);
    window.send(key::CTRL_Q);
    assert!(window.wait_for_end().success());
    assert_given_back(&window, "Ctrl+Q");
    let mut window = counter.sell();
    window.wait_for("Going on with the open sale");
    window.wait_for("1 item ");
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 1)]]);
}

#[test]
fn ctrl_c_says_so_first() {
    let counter = Counter::new();
    let mut window = with_a_sale(&counter);
    window.send(key::CTRL_C);
    window.wait_for("Ctrl+C again quits. An open sale stays open.");
    window.send(key::CTRL_C);
    assert!(window.wait_for_end().success());
    assert_given_back(&window, "Ctrl+C");
}

#[test]
fn every_signal_gives_the_terminal_back_and_keeps_the_sale() {
    let counter = Counter::new();
    for (place, signal) in (1..).zip(["TERM", "INT", "HUP", "QUIT"]) {
        let before = before_the_program(&counter);
        let mut window = with_a_sale(&counter);
        assert_ne!(window.settings(), before, "{signal}");
        window.wait_for(&format!(" {place} item"));
        window.signal(signal);
        window.wait_for_end();
        assert_given_back(&window, signal);
        assert_eq!(window.settings(), before, "{signal}");
    }
    let mut window = counter.sell();
    window.wait_for(" 4 items");
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 4)]]);
}

/// What a terminal is set to while nothing was changed yet.
fn before_the_program(counter: &Counter) -> String {
    let mut window = Window::open(counter.in_window("sh", &["-c", "echo here; read end"]), (80, 24));
    window.wait_for("here");
    window.settings()
}

#[cfg(target_os = "linux")]
#[test]
fn a_suspended_program_gives_the_terminal_back_and_takes_it_again() {
    let counter = Counter::new();
    let before = before_the_program(&counter);
    let mut window = with_a_sale(&counter);
    let taken = window.settings();
    for _ in 0..3 {
        window.forget_raw();
        window.signal("TSTP");
        window.wait_for_bytes("\x1b[?1049l");
        window.wait_until_stopped();
        assert_given_back_again(&window, &before);
        window.forget_raw();
        window.signal("CONT");
        window.wait_for_bytes("\x1b[?1049h");
        window.wait_for("Coffee cup");
        assert_eq!(window.settings(), taken);
    }
    window.send(&format!("{}\r", code::HOSE));
    window.wait_for("2 items");
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 1), line("HOSE", 1)]]);
}

#[cfg(target_os = "linux")]
fn assert_given_back_again(window: &Window, before: &str) {
    let screen = window.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(window.settings(), before);
}

#[test]
fn a_closed_window_takes_the_program_with_it_although_hang_ups_are_ignored() {
    let counter = Counter::new();
    let [a, b, c, d] = counter.arguments();
    let script = "trap '' HUP; exec \"$0\" \"$@\"";
    for _ in 0..5 {
        let command = counter.in_window("sh", &["-c", script, PROGRAM, &a, &b, &c, &d]);
        let mut window = Window::open(command, (80, 24));
        window.wait_for("List prices");
        assert!(window.close(GONE).is_some(), "the program lives on without a window");
    }
}

/// Nobody sends a hang-up to a program in a session of its own: it has to notice by itself.
#[cfg(target_os = "linux")]
#[test]
fn a_closed_window_takes_a_program_with_it_that_hears_no_hang_up() {
    let counter = Counter::new();
    let [a, b, c, d] = counter.arguments();
    let script = "trap '' HUP; exec 3<&0; setsid -w \"$0\" \"$@\" <&3 & wait";
    let command = counter.in_window("sh", &["-c", script, PROGRAM, &a, &b, &c, &d]);
    let mut window = Window::open(command, (80, 24));
    window.wait_for("List prices");
    assert!(window.close(GONE).is_some(), "the program lives on without a window");
}
