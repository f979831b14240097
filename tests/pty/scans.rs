//! Scanners of every speed and ending, on every screen: exactly one line joins the sale, and nothing else happens.
//!
//! Where keys come with a gap between them the limits are wider than the defaults, so that a busy machine does not turn
//! a scan into typing. The defaults themselves are held in `scanner`, by a clock of the test's own.

use std::time::Duration;

use goeswith::domain::Outcome;

use crate::counter::{Counter, code, line};
use crate::sales::finish;
use crate::screen::{AT_ONCE, Window, key, pause};

const GAPS: [Duration; 5] =
    [AT_ONCE, Duration::from_millis(2), Duration::from_millis(8), Duration::from_millis(16), Duration::from_millis(30)];
/// What scanners send behind a code. The last one sends nothing.
const ENDS: [&str; 4] = ["\r", "\r\n", "\t", ""];
const PATIENT: &str = "[scanner]\ngap_ms = 120\nsilence_ms = 200\nanswer_wait_ms = 120\nenter_guard_ms = 120\n";

/// What stands on the search line.
fn typed(window: &Window) -> String {
    let line = window.screen().rows(0, 80).nth(2).unwrap();
    line.trim_matches(['│', ' ', '>']).to_owned()
}

/// Waits until the sale has so many items and its screen is in front.
fn wait_for_items(window: &mut Window, items: usize) {
    let total = format!(" {items} item");
    window.wait_until(&format!("{items} items on the sale screen"), |screen| {
        let text = screen.contents();
        // The search line has a frame; whatever lies over the sale would be another.
        text.matches('┌').count() == 1 && text.lines().any(|line| line.starts_with(&total))
    });
}

#[test]
fn a_scan_of_any_speed_and_end_is_one_line_and_leaves_typed_text_alone() {
    let counter = Counter::new().set(PATIENT);
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    let mut scans = 0;
    for gap in GAPS {
        for end in ENDS {
            window.send("lam");
            window.wait_for("Desk lamp");
            pause();
            window.send_paced(&format!("{}{end}", code::CUP), gap);
            scans += 1;
            wait_for_items(&mut window, scans);
            assert_eq!(typed(&window), "lam", "{gap:?} {end:?}\n{}", window.text());
            pause();
            window.send(key::ESC);
            window.wait_until("an empty line", |screen| !screen.contents().contains("> lam"));
            pause();
        }
    }
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 20)]]);
}

/// Opens a screen from the sale screen and waits until it is there.
type Open = fn(&mut Window);

const SCREENS: [(&str, Open); 10] = [
    ("the sale", |_| {}),
    ("help", |window| press(window, "?", "Help - scanning still works")),
    ("the menu", |window| {
        press(window, key::F8, "Everything you can do here");
    }),
    ("the menu, filtered", |window| {
        press(window, key::F8, "Everything you can do here");
        press(window, "drop", "Drop sale");
        window.wait_without("Took it");
    }),
    ("contexts", |window| {
        press(window, key::F5, "Customer: a digit switches it");
    }),
    ("details", |window| press(window, key::F4, "goes with Desk lamp")),
    ("a search", |window| {
        press(window, "stain", "items match");
        window.send(key::ESC);
        pause();
        press(window, "stain", "items match");
        window.send(&"\x7f".repeat(5));
        window.wait_without("items match");
    }),
    ("unknown codes", |window| {
        press(window, key::F8, "Everything you can do here");
        press(window, "unknown", "what was scanned and nobody knew");
        window.wait_without("Took it");
        press(window, key::ENTER, "Every code that was scanned is in the catalog.");
    }),
    ("several items", |window| {
        press(window, &format!("{}\r", code::GLUE), "which one is it?");
    }),
    ("drop this sale", |window| {
        press(window, key::F8, "Everything you can do here");
        press(window, "drop", "Drop sale");
        window.wait_without("Took it");
        press(window, key::ENTER, "Drop this sale?");
    }),
];

fn press(window: &mut Window, keys: &str, seen: &str) {
    window.send(keys);
    window.wait_for(seen);
    pause();
}

#[test]
fn a_scan_works_on_every_screen() {
    let counter = Counter::new().set(PATIENT);
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    window.send(&format!("{}\r", code::LAMP));
    window.wait_for("NEEDS");
    pause();
    let mut items = 1;
    for (name, open) in SCREENS {
        // A code that begins with a doubled digit and one whose first digit is a choice of the contexts.
        for (code, end) in [(code::CUP, "\r\n"), (code::HOSE, "\t"), (code::CUP, ""), (code::HOSE, "\r")] {
            open(&mut window);
            window.send_paced(&format!("{code}{end}"), Duration::from_millis(2));
            items += 1;
            wait_for_items(&mut window, items);
            assert_eq!(typed(&window), "", "{name} {end:?}\n{}", window.text());
            pause();
            focus_the_lamp(&mut window);
        }
    }
    finish(&mut window);
    let scans = i64::try_from(SCREENS.len()).unwrap() * 2;
    assert_eq!(counter.sales(), [[line("LAMP", 1), line("CUP", scans), line("HOSE", scans)]]);
    assert_eq!(counter.events()[0].context, [] as [String; 0]);
    assert_eq!(counter.outcomes(), [("BULB".to_owned(), Outcome::NotAsked)]);
}

/// The lamp's bulb stays in front, whatever joins the sale.
fn focus_the_lamp(window: &mut Window) {
    window.wait_for("LED bulb E27");
}

#[test]
fn a_scan_on_the_finish_screen_starts_the_next_sale() {
    let counter = Counter::new();
    let mut window = counter.sell();
    for end in ENDS {
        window.send(&format!("{}\r", code::CUP));
        window.wait_for("Coffee cup");
        pause();
        window.send(key::F9);
        window.wait_for("Finish this sale");
        window.send(&format!("{}{end}", code::HOSE));
        window.wait_for("Garden hose 25 m");
        window.wait_without("Coffee cup");
        finish(&mut window);
    }
    let sales = counter.sales();
    assert_eq!(sales.len(), 8);
    for (place, sale) in sales.iter().enumerate() {
        let expected = if place % 2 == 0 { "CUP" } else { "HOSE" };
        assert_eq!(sale, &[line(expected, 1)]);
    }
}

#[test]
fn signs_inside_a_code_answer_nothing() {
    let counter = Counter::new().set(PATIENT);
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    window.send(&format!("{}\r", code::STAIN));
    window.wait_for("1 [ ] Stain brush 100 mm");
    for gap in GAPS {
        pause();
        window.send_paced("+A123BJC5D6E71\r", gap);
        window.wait_for("Not in the catalog: +A123BJC5D6E71.");
        pause();
        window.send_paced("-7730012\r", gap);
        window.wait_for("Not in the catalog: -7730012.");
        pause();
        window.send_paced("3-4711\r", gap);
        window.wait_for("Fence screw.");
        pause();
        window.send_paced("*55/12.7\r", gap);
        window.wait_for("Not in the catalog: *55/12.7.");
    }
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("STAIN", 1), line("3-4711", 5)]]);
    for (add_on, outcome) in counter.outcomes() {
        assert_eq!(outcome, Outcome::NotAsked, "{add_on}");
    }
}

#[test]
fn an_unknown_code_beeps_once_and_changes_nothing() {
    let counter = Counter::new();
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    window.send(&format!("{}\r", code::UNKNOWN));
    window.wait_for("Not in the catalog: 5901234000000.");
    assert_eq!(window.raw_text().matches('\x07').count(), 1);
    window.send(&format!("{}\r", code::CUP));
    window.wait_for("Added: Coffee cup.");
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 1)]]);
}

#[test]
fn scans_faster_than_the_program_are_all_taken() {
    let counter = Counter::new();
    let mut window = counter.sell();
    // More than a terminal or a read holds at once.
    let burst = [code::CUP, code::HOSE, code::TAPE].map(|code| format!("{code}\r\n")).concat().repeat(100);
    window.wait_for("Scan the first item");
    window.send(&burst);
    window.wait_for(" 300 items");
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 100), line("HOSE", 100), line("TAPE", 100)]]);
}

#[test]
fn whatever_stands_round_a_code_is_taken_off() {
    let counter = Counter::new().set(&format!("{PATIENT}prefix = \"~#\"\nsuffix = \"!\"\n"));
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    let sent = [
        "~#CODE\r",
        "~#CODE!\r\n",
        "CODE!",
        "\x02CODE\x03",
        "\x02CODE\x03\r\n",
        "CODE\x04\r",
        "\x1bCODE\r",
        "\x1dCODE\n",
        "]E0CODE\t\r",
    ];
    let mut scans = 0;
    for sent in sent {
        for gap in [AT_ONCE, Duration::from_millis(16)] {
            window.send("lam");
            window.wait_for("Desk lamp");
            pause();
            window.send_paced(&sent.replace("CODE", code::CUP), gap);
            scans += 1;
            wait_for_items(&mut window, scans);
            assert_eq!(typed(&window), "lam", "{sent:?} {gap:?}\n{}", window.text());
            pause();
            window.send(key::ESC);
            window.wait_until("an empty line", |screen| !screen.contents().contains("> lam"));
        }
    }
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 18)]]);
}

#[test]
fn a_scan_in_a_window_that_is_too_small_or_without_a_catalog_is_seen() {
    let counter = Counter::new();
    let mut window = counter.sell_in((40, 8));
    window.wait_for("60 by 16");
    window.send(&format!("{}\r", code::CUP));
    window.wait_for("Coffee cup");
    window.resize(80, 24);
    window.wait_for(" 1 item");
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 1)]]);
    let empty = Counter::empty();
    let data_dir = empty.data_dir().display().to_string();
    let mut window = Window::open(empty.in_window(crate::counter::PROGRAM, &["--data-dir", &data_dir]), (80, 24));
    window.wait_for("No catalog on this computer yet");
    window.send(&format!("{}\t", code::CUP));
    window.wait_for(code::CUP);
}

#[test]
fn megabytes_pasted_are_refused_with_a_sentence_and_selling_goes_on() {
    let counter = Counter::new();
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    for huge in ["4".repeat(2_000_000), format!("{}\r\n", code::CUP).repeat(150_000)] {
        window.send(&format!("\x1b[200~{huge}\x1b[201~"));
        window.wait_for("more than 500 codes at once");
        window.send(&format!("\x1b[200~{}\n{}\x1b[201~", code::CUP, code::HOSE));
        window.wait_without("more than 500 codes at once");
    }
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 2), line("HOSE", 2)]]);
}

#[test]
fn unknown_codes_are_in_the_status() {
    let counter = Counter::new();
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    for code in [code::UNKNOWN, "NOBODYS-CODE-FOR-THIS", code::UNKNOWN] {
        window.send(&format!("{code}\r"));
        window.wait_for(&format!("Not in the catalog: {code}."));
        window.send(&format!("{}\r", code::CUP));
        window.wait_for("Added: ");
    }
    finish(&mut window);
    let arguments = counter.arguments();
    let status = |json: &[&str]| {
        let output = counter.command().arg("status").args(&arguments).args(json).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(
        status(&[]).contains("unknown   2 codes that were scanned\n          5901234000000          2 times, last on ")
    );
    let json: serde_json::Value = serde_json::from_str(&status(&["--json"])).unwrap();
    let code = &json["unknown_codes"][0];
    assert_eq!((code["code"].as_str(), code["times"].as_u64()), (Some(code::UNKNOWN), Some(2)));
    let unknown = counter.events().into_iter().filter_map(|event| event.about.code).count();
    assert_eq!(unknown, 3);
}
