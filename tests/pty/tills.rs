//! Beside a till: in a corner window the sale follows the till's journal, pipe or display, and a scanner on a port sells
//! without a keyboard.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use goeswith::domain::Outcome;

use crate::counter::{Counter, line};
use crate::screen::{key, pause};

fn append(path: &Path, text: &str) {
    let mut file = OpenOptions::new().append(true).create(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

/// A sale of the shop as its till writes it.
const SALE: &str = "2026-11-22 14:32:07 #4711 SALE 4006381333931 WOOD STAIN 1 x 31.99\n";

#[test]
fn a_journal_is_followed_answered_and_finished_without_a_scan() {
    let counter = Counter::new();
    let journal = counter.path("journal.txt");
    append(&journal, "2026-11-21 SALE 4012345678901 DESK LAMP 1 x 24.00\n2026-11-21 TOTAL 24.00\n");
    let mut window = counter.sell_beside("journal.txt", &[]);
    window.wait_for("Till OK");
    assert!(!window.text().contains("Desk lamp"), "{}", window.text());
    append(&journal, SALE);
    window.wait_for("A soft brush leaves no marks.");
    window.send("+");
    window.wait_for("Took: Stain brush");
    append(&journal, "2026-11-22 14:32:40 #4711 SALE 9520000001070 STAIN BRUSH 1 x 7.49\n");
    window.wait_for("Fetched: Stain brush");
    // Half a line waits for its end.
    append(&journal, "2026-11-22 14:33:01 #4711 SALE 96385");
    window.send("cup");
    window.wait_for("Coffee cup");
    append(&journal, "074 TAPE 2 x 4.25\n");
    window.wait_for("Added: 2 x Masking tape");
    assert!(window.text().contains("> cup"), "{}", window.text());
    append(&journal, "2026-11-22 14:33:02 #4711 VOID 96385074 TAPE\n2026-11-22 14:33:09 #4711 TOTAL 43.73\n");
    window.wait_for("Finished: 3 items");
    assert_eq!(counter.sales(), [[line("STAIN", 1), line("BRUSH", 1), line("TAPE", 1)]]);
    assert_eq!(counter.outcomes()[0], ("BRUSH".to_owned(), Outcome::Accepted));
}

#[test]
fn a_till_that_is_lost_is_said_and_the_words_go_when_it_is_back() {
    let counter = Counter::new();
    let journal = counter.path("journal.txt");
    let mut window = counter.sell_beside("journal.txt", &[]);
    window.wait_for("! till feed lost at ");
    window.wait_for("scan or type here. F8: more");
    // Nobody is kept from selling meanwhile.
    window.send("4012345678901\r");
    window.wait_for("Added: Desk lamp");
    append(&journal, SALE);
    window.wait_for("Till OK");
    window.wait_for("Added: Wood stain");
    window.wait_without("till feed lost");
    std::fs::remove_file(&journal).unwrap();
    window.wait_for("! till feed lost at ");
    window.send(key::F8);
    window.wait_for("Everything you can do");
    window.send("problems");
    pause();
    window.send("\r");
    window.wait_for("journal.txt: it is not there");
}

#[test]
fn a_pipe_is_followed_in_line_mode_too() {
    let counter = Counter::new();
    let pipe = counter.path("till.pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut window = counter.sell_beside("till.pipe", &["--plain"]);
    window.wait_for_bytes("Scan the first item");
    // A writer that goes away has ended its line.
    for (text, said) in
        [("4012345678901\n", "Added: Desk lamp"), ("5012345678900", "Added: LED bulb"), ("TOTAL 30.50", "Finished: 2")]
    {
        OpenOptions::new().write(true).open(&pipe).unwrap().write_all(text.as_bytes()).unwrap();
        window.wait_for_bytes(said);
    }
    assert_eq!(counter.sales(), [[line("LAMP", 1), line("BULB", 1)]]);
}

#[test]
fn settings_name_the_till_and_how_it_writes_and_are_read_again() {
    let counter = Counter::new();
    let journal = counter.path("journal.txt");
    let settings = |more: &str| {
        format!(
            "[feed]\nsource = '{}'\npattern = '^PLU (?<code>\\S+)( QTY (?<quantity>\\d+))?'\nvoid = '^VD'\n{more}",
            journal.display()
        )
    };
    append(&journal, "OPEN\n");
    let counter = counter.set(&settings("end = '(oops'\n"));
    let mut window = counter.sell();
    window.wait_for("settings.toml:5: end must be a regular expression");
    window.wait_for("Till OK");
    append(&journal, "PLU 3-4711 QTY 40 SCREW\n4012345678901\nPAY\n");
    window.wait_for("Added: 40 x Fence screw");
    let counter = counter.set(&settings("end = '^PAY'\n"));
    window.send(key::F8);
    window.wait_for("Everything you can do");
    window.send("read");
    pause();
    window.send("\r");
    window.wait_for("Settings read again");
    window.wait_without("settings.toml:5");
    // The listener of before has ended and the new one begins where the journal ends.
    let mut again = 0;
    while !window.text().contains("Finished") {
        append(&journal, "PAY\n");
        pause();
        window.look();
        again += 1;
        assert!(again < 100, "{}", window.text());
    }
    assert_eq!(counter.sales(), [[line("3-4711", 40)]]);
}

#[cfg(all(target_os = "linux", feature = "serial"))]
#[test]
fn a_scanner_and_a_display_on_ports_sell_without_a_keyboard() {
    use portable_pty::{PtySize, native_pty_system};

    let open = || native_pty_system().openpty(PtySize::default()).unwrap();
    let (scanner, display) = (open(), open());
    let name = |pair: &portable_pty::PtyPair| pair.master.tty_name().unwrap().display().to_string();
    let counter = Counter::new().set(&format!("[scanner]\nport = '{}'\nspeed = 115200\n", name(&scanner)));
    let mut window = counter.sell_beside(&format!("serial:{}@9600", name(&display)), &[]);
    window.wait_for("Till OK");
    let mut till = display.master.take_writer().unwrap();
    till.write_all(b"\x0c4006381333931\x1f$\x01\x02OAK         31.99").unwrap();
    window.wait_for("Added: Wood stain");
    // The scanner's port is emptied when it is opened; until then what is sent there is nobody's.
    let mut codes = scanner.master.take_writer().unwrap();
    while !window.text().contains("Desk lamp") {
        codes.write_all(b"4012345678901\r").unwrap();
        pause();
        window.look();
    }
    drop((scanner.slave, scanner.master, codes));
    window.wait_for("! scanner lost at ");
}

#[cfg(not(feature = "serial"))]
#[test]
fn a_build_without_ports_says_so() {
    let counter = Counter::new().set("[scanner]\nport = '/dev/ttyS0'\n");
    let mut window = counter.sell();
    window.wait_for("no serial ports in this build");
}

#[test]
fn a_source_that_is_none_is_said_before_anything_opens() {
    let counter = Counter::new();
    let sell = |source: &str| counter.command().args(["sell", "--feed", source]).output().unwrap();
    for (source, why) in [("serial:", "no port stands behind serial:"), ("serial:COM3@x", "a whole number from 300")] {
        let output = sell(source);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(why), "{output:?}");
    }
}
