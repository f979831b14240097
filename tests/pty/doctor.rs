//! `doctor --scanner`: three scans, what they say, and settings written only when somebody presses Enter.

use std::fs;
use std::time::Duration;

use crate::counter::{Counter, PROGRAM};
use crate::screen::{Window, key, pause};

const LABEL: &str = "9520134678018";

fn doctor(counter: &Counter) -> Window {
    let data_dir = counter.data_dir().display().to_string();
    let mut window =
        Window::open(counter.in_window(PROGRAM, &["doctor", "--scanner", "--data-dir", &data_dir]), (80, 40));
    window.wait_for("Scan this label three times: 9520134678018.");
    window.wait_for("Esc leaves without a change.");
    window
}

fn scan(window: &mut Window, keys: &str, number: usize) {
    window.send_paced(keys, Duration::from_millis(16));
    window.wait_for(&format!("{number}: "));
}

#[test]
fn three_scans_and_enter_set_the_settings() {
    let comment = "# ours\nbell = false # it hurts\n[scanner]\n# slow\ngap_ms = 60 # till 3\n";
    let counter = Counter::empty().set(comment);
    let mut window = doctor(&counter);
    for number in 1..=3 {
        scan(&mut window, &format!("~{LABEL}\t"), number);
    }
    window.wait_for("Press Enter to write it");
    assert!(window.text().contains("sends 9520134678018 with ~ in front and Tab behind it"), "{}", window.text());
    window.send(key::ENTER);
    assert!(window.wait_for_end().success());
    assert!(window.text().contains("Written to"), "{}", window.text());
    let written = fs::read_to_string(counter.data_dir().join("settings.toml")).unwrap();
    for kept in
        ["# ours\n", "bell = false # it hurts\n", "# slow\n", "# till 3\n", "prefix = \"~\"\n", "suffix = \"\\t\"\n"]
    {
        assert!(written.contains(kept), "{kept}\n{written}");
    }
}

#[test]
fn scans_that_differ_and_esc_change_nothing() {
    let counter = Counter::empty();
    let mut window = doctor(&counter);
    for (number, code) in [(1, LABEL), (2, LABEL), (3, "4006381333931")] {
        scan(&mut window, &format!("{code}\r"), number);
    }
    window.wait_for("The three scans are not the same");
    assert_eq!(window.wait_for_end().exit_code(), 1);
    for leave in [key::ESC, key::CTRL_C, "q"] {
        let mut window = doctor(&counter);
        scan(&mut window, &format!("{LABEL}\r"), 1);
        pause();
        window.send(leave);
        assert!(window.wait_for_end().success(), "{leave:?}");
        assert!(window.text().contains("Nothing was changed."), "{}", window.text());
    }
    assert!(!counter.data_dir().join("settings.toml").exists());
}

#[test]
fn without_a_terminal_it_says_so() {
    let counter = Counter::empty();
    let output = counter.command().args(["doctor", "--scanner"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("a scanner can only be tried in a terminal"));
}
