//! Every screen and everything that can end it: gone in time, the terminal as before, and the next start finds all locks
//! free. What is asked for here in small numbers can be asked for in large ones: see [`SCREENS`] and [`gone_in_time`].

use std::fs;
use std::time::{Duration, Instant};

use crate::counter::{Counter, PROGRAM, code};
use crate::screen::{Window, stalled};

/// Whoever asked the program to end may expect it to be gone by then, with something added for a busy machine.
const GONE: Duration = Duration::from_secs(5);

/// Everything that takes the terminal: its name, its arguments, and what it shows when it is ready.
pub const SCREENS: [(&str, &[&str], &str); 5] = [
    ("sell", &["sell"], "List prices"),
    ("sell --plain", &["sell", "--plain"], "List prices"),
    ("pairs review", &["pairs", "review", "source"], "2 to decide"),
    ("doctor --keys", &["doctor", "--keys"], "Ctrl+C ends this"),
    ("doctor --scanner", &["doctor", "--scanner"], "Esc leaves"),
];

const PAIRS: &str = "sku_a,sku_b,n_a,n_b,n_ab,n,decision,kind,ask,say
BRUSH,CUP,500,400,200,5000,,,,
CUP,HOSE,400,300,100,5000,,,,
";

/// A counter on which each of [`SCREENS`] opens.
pub fn counter() -> Counter {
    let counter = Counter::new();
    fs::write(counter.path("source").join("pairs.csv"), PAIRS).unwrap();
    counter
}

/// One of [`SCREENS`], ready; `script` may start it, as `"$@"`.
pub fn open(counter: &Counter, script: Option<&str>, variables: &[(&str, &str)], arguments: &[&str]) -> Window {
    let own = counter.arguments();
    let all = arguments.iter().copied().chain(own.iter().map(String::as_str));
    let mut command = match script {
        None => counter.in_window(PROGRAM, &all.collect::<Vec<_>>()),
        Some(script) => {
            counter.in_window("sh", &["-c", script, "sh", PROGRAM].into_iter().chain(all).collect::<Vec<_>>())
        }
    };
    for (name, value) in variables {
        command.env(name, value);
    }
    Window::open(command, (80, 24))
}

/// Waits for the end; how long it took from now.
pub fn gone_in_time(window: &mut Window, why: &str) {
    let asked = Instant::now();
    window.wait_for_end();
    assert!(asked.elapsed() < GONE, "{why}: {:?}", asked.elapsed());
}

/// Switched off behind the program: the alternate screen, paste, mouse; the cursor is shown.
fn assert_given_back(window: &Window, before: &str, why: &str) {
    let screen = window.screen();
    assert!(!screen.alternate_screen(), "{why}: alternate screen");
    assert!(!screen.hide_cursor(), "{why}: cursor");
    assert!(!screen.bracketed_paste(), "{why}: paste");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "{why}");
    assert_eq!(window.settings(), before, "{why}");
}

fn before_the_program(counter: &Counter) -> String {
    let mut window = Window::open(counter.in_window("sh", &["-c", "echo here; read end"]), (80, 24));
    window.wait_for("here");
    window.settings()
}

#[test]
fn every_signal_ends_every_screen() {
    let counter = counter();
    let before = before_the_program(&counter);
    for (name, arguments, ready) in SCREENS {
        for signal in ["TERM", "INT", "HUP", "QUIT"] {
            let why = format!("{name}, {signal}");
            let mut window = open(&counter, None, &[], arguments);
            window.wait_for(ready);
            window.signal(signal);
            gone_in_time(&mut window, &why);
            assert_given_back(&window, &before, &why);
        }
    }
}

#[test]
fn a_vanished_window_ends_every_screen_also_where_hang_ups_are_ignored() {
    let counter = counter();
    for (name, arguments, ready) in SCREENS {
        for script in [None, Some("trap '' HUP; exec \"$@\"")] {
            let mut window = open(&counter, script, &[], arguments);
            window.wait_for(ready);
            let keys = if name == "doctor --scanner" { "5500000000024\r" } else { "x" };
            assert!(window.close_after(keys, GONE).is_some(), "{name} lives on without a window, {script:?}");
        }
    }
}

/// A terminal that takes no output holds whoever writes to it, the thread that draws first of all.
#[test]
fn a_terminal_that_stands_still_holds_nobody() {
    let counter = counter();
    let arguments = counter.arguments();
    let arguments: Vec<&str> = ["sell"].into_iter().chain(arguments.iter().map(String::as_str)).collect();
    for signal in ["TERM", "HUP"] {
        let lived = stalled(counter.in_window(PROGRAM, &arguments), signal, GONE);
        assert!(lived.is_some(), "{signal}: the program waits for its terminal");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn every_screen_can_be_suspended() {
    let counter = counter();
    let before = before_the_program(&counter);
    for (name, arguments, ready) in SCREENS {
        let mut window = open(&counter, None, &[], arguments);
        window.wait_for(ready);
        let taken = window.settings();
        window.signal("TSTP");
        window.wait_until_stopped();
        assert_eq!(window.settings(), before, "{name}");
        window.forget_raw();
        window.signal("CONT");
        window.wait_for_bytes("\x1b[?2004h");
        assert_eq!(window.settings(), taken, "{name}");
        // Ended while it is suspended: it does not take the terminal on its way out.
        window.signal("TSTP");
        window.wait_until_stopped();
        window.signal("TERM");
        window.signal("CONT");
        gone_in_time(&mut window, name);
        assert_given_back(&window, &before, name);
    }
}

/// What a panic may say: where it was, and nothing of what was being sold.
#[cfg(debug_assertions)]
#[test]
fn a_fault_of_any_thread_ends_the_screen_and_quotes_nothing() {
    let counter = counter();
    let before = before_the_program(&counter);
    for (thread, keys) in [("main", ""), ("keys", "x"), ("worker", "5500000000024\r"), ("finder", "cof")] {
        let wanted = format!("{thread} CUP-AND-SAUCER");
        let mut window = open(&counter, None, &[("GOESWITH_REHEARSE_FAULT", &wanted)], &["sell"]);
        if thread != "main" {
            window.wait_for("List prices");
        }
        if !keys.is_empty() {
            window.send(keys);
        }
        gone_in_time(&mut window, thread);
        let end = window.exit_code();
        assert_eq!(end, Some(4), "{thread}: {}", window.text());
        assert_given_back(&window, &before, thread);
        let said = window.raw_text();
        assert!(said.contains(&format!(", thread {thread}")), "{thread}: {said}");
        assert!(said.contains("error: the program had a fault"), "{thread}: {said}");
        assert!(!said.contains("CUP-AND-SAUCER") && !said.contains("RUST_BACKTRACE"), "{thread}: {said}");
    }
}

#[cfg(debug_assertions)]
#[test]
fn selling_goes_on_where_the_courier_has_a_fault() {
    let counter = counter();
    let data_dir = counter.data_dir().display().to_string();
    let install = ["catalog", "install", "shop.db", "--data-dir", &data_dir];
    let installed = counter.command().current_dir(counter.path("")).args(install).output().unwrap();
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
    let mut command = counter.in_window(PROGRAM, &["sell", "--data-dir", &data_dir]);
    command.env("GOESWITH_REHEARSE_FAULT", "courier");
    let mut window = Window::open(command, (80, 24));
    window.wait_for("the program had a fault in the sync folder");
    window.send(&format!("{}\r", code::CUP));
    window.wait_for("Coffee cup");
    window.send(crate::screen::key::CTRL_Q);
    gone_in_time(&mut window, "courier");
    assert!(window.raw_text().contains(", thread courier"), "{}", window.raw_text());
}

/// What every way of ending leaves behind: nothing that keeps the next one out.
#[test]
fn whatever_ended_a_sale_the_next_start_finds_it_and_every_lock_free() {
    let counter = counter();
    let data_dir = counter.data_dir().display().to_string();
    for (place, signal) in (1..).zip(["TERM", "KILL", "HUP", "KILL", "QUIT"]) {
        let mut window = open(&counter, None, &[], &["sell"]);
        window.wait_for("List prices");
        window.send(&format!("{}\r", code::CUP));
        window.wait_for(&format!(" {place} item"));
        window.signal(signal);
        gone_in_time(&mut window, signal);
        for arguments in [["catalog", "install", "shop.db"].as_slice(), &["record"], &["status"]] {
            let mut command = counter.command();
            command.current_dir(counter.path("")).args(arguments).args(["--data-dir", &data_dir]);
            let output = command.stdin(std::process::Stdio::null()).output().unwrap();
            assert!(output.status.success(), "{signal}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    assert_eq!(counter.sales(), Vec::<Vec<(String, i64)>>::new(), "an open sale is no sale");
}
