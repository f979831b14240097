//! What leaves the program: no colour where none is wanted, and never a control sequence of somebody else.

use std::process::Output;

use crate::counter::{Counter, PROGRAM, code};
use crate::sales::finish;
use crate::screen::{Window, key, pause};

/// The numbers of every `ESC [ ... m` in the output.
fn styles(raw: &str) -> Vec<u16> {
    let sequences = raw.split("\x1b[").skip(1);
    let numbers = sequences.filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        rest[end..].starts_with('m').then(|| &rest[..end])
    });
    numbers.flat_map(|numbers| numbers.split(';')).map(|number| number.parse().unwrap_or(0)).collect()
}

/// A sale that shows colours wherever there are any: answers, low stock, a required add-on, popups.
fn colourful(window: &mut Window) {
    window.wait_for("LAST 2");
    pause();
    window.send("+");
    window.wait_for("1 [+] Stain brush");
    pause();
    window.send("2");
    window.wait_for("> 2");
    window.send("-");
    window.wait_for("2 [-] Masking tape");
    window.send("hos");
    window.wait_for("Garden hose");
    window.send(key::ESC);
    window.wait_without("Garden hose");
    window.send(key::F8);
    window.wait_for("Everything you can do here");
    finish(window);
}

#[test]
fn without_colour_the_marked_row_is_still_marked() {
    let counter = Counter::new();
    let [a, b, c, d] = counter.arguments();
    let mut command = counter.in_window(PROGRAM, &[&a, &b, &c, &d]);
    command.env("NO_COLOR", "1");
    let mut window = Window::open(command, (80, 24));
    window.wait_for("Scan the first item");
    window.send(&format!("{}\r", code::STAIN));
    window.wait_until("a marked row", |screen| {
        let rows = (0..24).filter(|&row| screen.cell(row, 1).is_some_and(vt100::Cell::inverse));
        let marked: Vec<u16> = rows.collect();
        matches!(marked[..], [row] if screen.rows(0, 80).nth(row.into()).unwrap().contains("Stain brush"))
    });
    colourful(&mut window);
    let numbers = styles(&window.raw_text());
    assert!(numbers.contains(&7));
    assert_eq!(numbers.into_iter().find(|&number| is_colour(number)), None);
}

#[test]
fn with_colour_the_same_sale_has_some() {
    let counter = Counter::new();
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    window.send(&format!("{}\r", code::STAIN));
    colourful(&mut window);
    assert!(styles(&window.raw_text()).into_iter().any(is_colour));
}

fn is_colour(number: u16) -> bool {
    matches!(number, 30..=38 | 40..=48 | 90..=97 | 100..=107)
}

/// Everything that text of others must not bring to a terminal: C0, DEL, C1, window titles, device strings, colours,
/// characters that turn the direction round or take no room, and marks that climb over other rows.
fn hostile(name: &str) -> String {
    let controls = ('\x01'..' ').chain('\x7f'..'\u{a0}').filter(|c| !matches!(c, '\r' | '\n'));
    let controls: String = controls.collect();
    let marks = "\u{301}".repeat(200);
    format!(
        "{name} \x1b]0;title\x07\x1b[31mred\x1b[0m\x1bPq#0\x1b\\\\{controls}\u{9b}2J\u{202e}turned\u{2066}\u{200b}\u{feff}e{marks} end"
    )
}

/// Text that is left of it on the screen.
const LEFT: &str = "Evil item";

fn hostile_counter() -> Counter {
    let items = format!(
        "sku,name,barcodes,price,stock,location,category\nEVIL,\"{}\",4006381333931,1.00,3,\"{}\",\"{}\"\nADD,\"{}\",,2.00,1,,\n",
        hostile("Evil item"),
        hostile("7B"),
        hostile("Paint"),
        hostile("Evil add-on"),
    );
    let links =
        format!("item,add_on,kind,ask,say\nEVIL,ADD,accessory,\"{}?\",\"{}.\"\n", hostile("Ask"), hostile("Say"));
    Counter::selling(&items, &links)
}

/// What a text may not hold, if it holds it: `controls` are the control characters that it may.
fn intruder(text: &str, controls: &[char]) -> Option<char> {
    let found = text.chars().find(|c| {
        let invisible =
            matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        invisible || (c.is_control() && !controls.contains(c))
    });
    let climbs = text.split(|c| c != '\u{301}').any(|marks| marks.chars().count() > 4);
    found.or(climbs.then_some('\u{301}'))
}

/// The output without the control sequences that the program has reason to send.
fn without_our_own(raw: &[u8]) -> String {
    let text = std::str::from_utf8(raw).expect("the output is UTF-8");
    let mut rest = text;
    let mut plain = String::new();
    while let Some((before, after)) = rest.split_once('\x1b') {
        plain.push_str(before);
        rest = our_own(after).unwrap_or_else(|| panic!("not ours: {:?}", after.chars().take(20).collect::<String>()));
    }
    plain + rest
}

/// What follows a control sequence of ours.
fn our_own(after: &str) -> Option<&str> {
    if let Some(rest) = after.strip_prefix('>') {
        return Some(rest);
    }
    let after = after.strip_prefix('[')?;
    let (private, after) = match after.strip_prefix('?') {
        Some(after) => (true, after),
        None => (false, after),
    };
    let end = after.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    let (numbers, rest) = after.split_at(end);
    let known = if private {
        ["25", "1049", "2004", "2026", "1000", "1002", "1003", "1006", "1015"].contains(&numbers)
            && rest.starts_with(['h', 'l'])
    } else {
        rest.starts_with(['m', 'H', 'J'])
    };
    known.then(|| &rest[1..])
}

#[test]
fn names_from_outside_bring_no_control_sequence_to_the_screen() {
    let counter = hostile_counter();
    for size in [(80, 24), (120, 36), (40, 8)] {
        let mut window = counter.sell_in(size);
        window.wait_for("0.00");
        window.send(&format!("{}\r", code::STAIN));
        window.wait_for(LEFT);
        pause();
        window.send(key::F4);
        window.wait_until("the details", |screen| !screen.contents().contains("List prices") || size.1 < 16);
        window.send("evi");
        window.wait_for("evi");
        window.send(&hostile("").replace(['\r', '\n', '\x03', '\x11'], ""));
        window.send("\x1b[200~");
        window.send(&hostile("Pasted").replace('\x1b', ""));
        window.send("\x1b[201~");
        pause();
        window.send("\x0c");
        pause();
        window.signal("TERM");
        window.wait_for_end();
        let plain = without_our_own(window.raw());
        assert_eq!(intruder(&plain, &['\r', '\n', '\x07']), None, "{size:?}\n{plain:?}");
    }
}

#[test]
fn names_from_outside_bring_no_control_character_to_any_output() {
    let counter = hostile_counter();
    let source = counter.path("source");
    let run = |arguments: &[&str]| -> Output {
        let [a, b, c, d] = counter.arguments();
        let mut command = counter.command();
        command.args(arguments).args([a, b, c, d]).current_dir(&source);
        command.output().unwrap()
    };
    let bad = format!("sku,name,price\nX,\"{}\",\"{}\"\n", hostile("X"), hostile("no price"));
    for arguments in [
        &["suggest", "EVIL", "--json"][..],
        &["suggest", "EVIL"],
        &["suggest", "EVIL", "--explain"],
        &["search", "evil"],
        &["search", "evil", "--json"],
        &["catalog", "build", ".", "-o", "again.db"],
        &["catalog", "check", "."],
        &["catalog", "info", "again.db"],
    ] {
        let output = run(arguments);
        assert!(output.status.success(), "{arguments:?}");
        assert_clean(&output, arguments);
    }
    std::fs::write(source.join("items.csv"), bad).unwrap();
    for arguments in [&["catalog", "check", "."][..], &["catalog", "build", ".", "-o", "bad.db"]] {
        let output = run(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert_clean(&output, arguments);
    }
}

fn assert_clean(output: &Output, arguments: &[&str]) {
    for bytes in [&output.stdout, &output.stderr] {
        let text = std::str::from_utf8(bytes).unwrap();
        assert_eq!(intruder(text, &['\n']), None, "{arguments:?}\n{text:?}");
    }
}

/// What a screen reader's terminal gets in line mode, besides text: pasted text switched to arrive as such, and back.
const OF_LINES: [&str; 2] = ["\x1b[?2004h", "\x1b[?2004l"];

#[test]
fn line_mode_prints_lines_and_nothing_that_moves_a_cursor() {
    let counter = Counter::new();
    let mut window = counter.sell_in_lines();
    window.wait_for_bytes("Scan the first item");
    window.send(&format!("{}\r", code::STAIN));
    window.wait_for_bytes("Add-on 1 of ");
    for (keys, line) in [
        (key::DOWN, "Add-on 2 of "),
        ("+", "took it: "),
        (key::F8, "Everything you can do here"),
        (key::ESC, "Add-on 2 of "),
        ("?", "Help - scanning still works"),
        (key::ESC, "Add-on 2 of "),
        ("hos", "Typed: hos"),
        (key::ESC, "Scan, or type a name"),
        (key::F9, "Finish this sale"),
        (key::F9, "Finished: "),
        (key::F7, "Report"),
    ] {
        pause();
        window.send(keys);
        window.wait_for_bytes(line);
    }
    window.send(key::CTRL_Q);
    window.wait_for_end();
    let mut text = window.raw_text();
    for sequence in OF_LINES {
        assert_eq!(text.matches(sequence).count(), 1, "{sequence:?}");
        text = text.replace(sequence, "");
    }
    assert_eq!(intruder(&text, &['\r', '\n', '\x07']), None, "{text:?}");
    assert!(text.split("\r\n").all(|line| !line.contains(['\r', '\n'])), "every line ends once: {text:?}");
}
