//! Starts that cannot be as wanted: no terminal, no home, no catalog, a directory that takes nothing. Each says what
//! happened and what to do.

use std::fs;
use std::process::{Command, Output, Stdio};

use crate::counter::{Counter, PROGRAM, code};
use crate::sales::finish;
use crate::screen::{Window, key, pause};

/// Starts the sale screen by a line of shell, without a window.
fn start(counter: &Counter, line: &str) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", line, PROGRAM]).env_clear().envs(counter.environment());
    command.stdin(Stdio::null()).output().unwrap()
}

fn assert_refused(output: &Output, code: i32, sentence: &str) {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.starts_with("error: ") && said.contains(sentence), "{said}");
    assert!(said.contains("\n\nhint: "), "{said}");
    assert_eq!(output.stdout, b"");
}

const NEEDS_A_TERMINAL: &str = "the sale screen needs a terminal";

#[test]
fn without_a_terminal_the_sale_screen_says_so() {
    let counter = Counter::new();
    for line in ["\"$0\"", "\"$0\" sell", "\"$0\" sell <&-", "\"$0\" sell >&-", "\"$0\" --demo </dev/null"] {
        assert_refused(&start(&counter, line), 2, NEEDS_A_TERMINAL);
    }
    // Nobody can be told, and nothing breaks.
    assert_eq!(start(&counter, "\"$0\" sell <&- >&- 2>&-").status.code(), Some(2));
}

#[test]
fn half_a_terminal_is_not_enough() {
    let counter = Counter::new();
    for line in ["\"$0\" sell </dev/null", "\"$0\" sell <&-", "\"$0\" sell >/dev/null", "\"$0\" sell >&-"] {
        let mut window = Window::open(counter.in_window("sh", &["-c", line, PROGRAM]), (80, 24));
        assert_eq!(window.wait_for_end().exit_code(), 2, "{line}");
        assert!(window.text().contains(NEEDS_A_TERMINAL), "{line}\n{}", window.text());
        assert!(!window.raw_text().contains('\x1b'), "{line}\n{}", window.text());
    }
}

#[test]
fn without_a_home_the_program_asks_for_a_directory() {
    let counter = Counter::new();
    // A home below a file: nothing can be made there by anybody, not even by the system's own user.
    let home = counter.catalog().join("home");
    let mut command = counter.in_window(PROGRAM, &[]);
    command.env("HOME", &home);
    let mut window = Window::open(command, (80, 24));
    assert_eq!(window.wait_for_end().exit_code(), 4);
    assert!(window.text().contains("error: the directory cannot be used"), "{}", window.text());
    assert!(window.text().contains("hint: use --data-dir"), "{}", window.text());
    assert!(!window.raw_text().contains('\x1b'));
}

#[test]
fn a_store_that_takes_nothing_keeps_selling_and_keeps_saying_so() {
    let counter = Counter::new();
    fs::create_dir_all(counter.data_dir().join("store.db/in-the-way")).unwrap();
    sells_unsaved(&counter, &counter.data_dir().display().to_string());
}

/// Not even the system's own user can write here.
#[cfg(target_os = "linux")]
#[test]
fn a_directory_that_takes_nothing_keeps_selling_and_keeps_saying_so() {
    sells_unsaved(&Counter::new(), "/proc");
}

fn sells_unsaved(counter: &Counter, data_dir: &str) {
    let [.., option, catalog] = counter.arguments();
    let arguments = ["--data-dir", data_dir, &option, &catalog];
    let mut window = Window::open(counter.in_window(PROGRAM, &arguments), (80, 24));
    window.wait_for("Scan the first item");
    window.send(&format!("{}\r", code::STAIN));
    window.wait_for("! NOT SAVED");
    window.wait_for("Stain brush 100 mm");
    pause();
    window.send("+");
    window.wait_for("2 items, 1 add-on");
    window.send(&format!("{}\r", code::CUP));
    window.wait_for("3 items, 1 add-on");
    let marked = |text: &str| text.lines().filter(|line| line.contains("  NOT SAVED")).count();
    window.wait_until("three marked lines", |screen| marked(&screen.contents()) == 3);
    window.send(key::F9);
    window.wait_for("Finish this sale");
    window.wait_for("! NOT SAVED");
    window.send(key::F9);
    window.wait_for("! NOT SAVED");
    window.wait_for("0 items");
    pause();
    window.send(&format!("{}\r", code::HOSE));
    window.wait_for("1 item ");
    window.wait_for("! NOT SAVED");
    window.send(key::CTRL_Q);
    window.wait_for_end();
}

#[test]
fn the_first_start_checks_keys_and_scanner_and_opens_the_sample_shop() {
    let counter = Counter::empty();
    let data_dir = counter.data_dir();
    let arguments = ["--data-dir", data_dir.to_str().unwrap()];
    let mut window = Window::open(counter.in_window(PROGRAM, &arguments), (80, 24));
    window.wait_for("No catalog on this computer yet");
    window.send("+");
    window.wait_for("+ seen");
    window.send("-");
    window.wait_for("- seen");
    window.send("4006381333931\r");
    window.wait_for("seen 4006381333931 then Enter");
    pause();
    window.send("96385074\t");
    window.wait_for("seen 96385074 then Tab");
    pause();
    window.send("5901234123457");
    window.wait_for("seen 5901234123457, no end key");
    pause();
    window.send(key::DOWN);
    window.wait_for("> Try the sample shop");
    window.send(key::ENTER);
    window.wait_for("SAMPLE SHOP");
    window.wait_for("Scan the first item");
    window.send("9520000001070\r");
    window.wait_for("White wall paint");
    finish(&mut window);
    window.send(key::CTRL_Q);
    assert!(window.wait_for_end().success());
    assert_eq!(counter.sales(), [] as [Vec<(String, i64)>; 0]);
}
