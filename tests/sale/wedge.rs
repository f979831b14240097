//! What keyboard wedges do to programs: control bytes, frames, prefixes, odd endings, and the bugs that other programs
//! had with them.

use goeswith::domain::text::is_kept;
use goeswith::settings::{ScannerSettings, Settings};
use goeswith::tui::state::{Clock, FirstRun, Overlay, Screen};
use goeswith::tui::{Key, Message};
use proptest::prelude::*;

use super::counter::Counter;

const STAIN: &str = "9520000000011";
const TORCH: &str = "9520000000066";

/// What a terminal makes of a scanner's bytes that come one by one.
fn keys_of(sent: &str) -> Vec<Key> {
    let key = |c: char| match c {
        '\r' => Key::Enter,
        '\t' => Key::Tab,
        '\0' => Key::Ctrl(' '),
        '\u{1}'..='\u{1a}' => Key::Ctrl(char::from(b'a' - 1 + u8::try_from(c).unwrap())),
        '\u{1b}' => Key::Esc,
        '\u{1c}'..='\u{1f}' => Key::Ctrl(char::from(b'4' - 0x1c + u8::try_from(c).unwrap())),
        '\u{7f}' => Key::Backspace,
        c => Key::Char(c),
    };
    sent.chars().map(key).collect()
}

/// Sends bytes with a gap between them and lets them be understood.
fn send(counter: &mut Counter, sent: &str, gap: u64) {
    for key in keys_of(sent) {
        counter.press(key, gap);
    }
    counter.pass(800);
}

fn with_scanner(prefix: &str, suffix: &str) -> Counter {
    let scanner =
        ScannerSettings { prefix: prefix.to_owned(), suffix: suffix.to_owned(), ..ScannerSettings::default() };
    Counter::with_settings(Settings { scanner, ..Settings::default() })
}

#[test]
fn whatever_stands_round_a_code_it_is_one_line_and_typed_text_stays() {
    let table = [
        ("", "", "CODE\r"),
        ("", "", "CODE\n"),
        ("", "", "CODE\r\n"),
        ("", "", "CODE\t"),
        ("", "", "CODE\t\r\n"),
        ("", "", "CODE"),
        ("", "", "\u{2}CODE\u{3}"),
        ("", "", "\u{2}CODE\u{3}\r\n"),
        ("", "", "\u{2}CODE\r\u{3}"),
        ("", "", "CODE\u{3}"),
        ("", "", "CODE\u{4}"),
        ("", "", "\u{1b}CODE\r"),
        ("", "", "\u{1d}CODE\r"),
        ("", "", "]E0CODE\r"),
        ("~", "", "~CODE\r"),
        ("~", "", "CODE\r"),
        ("~", "", "~CODE"),
        ("#a!~", "", "#a!~CODE\r\n"),
        ("A", "", "ACODE\t"),
        ("", "#", "CODE#"),
        ("", "#\r\n", "CODE#\r\n"),
        ("~", "#", "~CODE#\t"),
        ("\u{5}", "\u{6}", "\u{5}CODE\u{6}"),
    ];
    for (row, (prefix, suffix, sent)) in table.into_iter().enumerate() {
        for (column, gap) in [0, 2, 8, 16, 30].into_iter().enumerate() {
            let half = ["", "mas", "95"][(row + column) % 3];
            let mut counter = with_scanner(prefix, suffix);
            counter.keys(half);
            send(&mut counter, &sent.replace("CODE", STAIN), gap);
            let what = format!("{prefix:?} {suffix:?} {sent:?} at {gap} over {half:?}: {}", counter.said());
            assert_eq!((counter.basket(), counter.state.line.text()), (vec!["1 STAIN".to_owned()], half), "{what}");
            assert!(!counter.state.quit && counter.bells == 0, "{what}");
        }
    }
}

#[test]
fn a_scan_leaves_every_screen_whatever_it_sends() {
    let before = [
        "?",
        "f8",
        "f8 look",
        "f5",
        "/",
        "tab",
        "f9",
        "f4",
        "mask",
        "tap",
        "3",
        "3*",
        "f8 drop enter",
        "x y",
        "tab tab",
        "f8 unknown enter",
        "scan:9520000000097",
        "f8 f8",
        "down /",
    ];
    let ends = ["CODE\r", "CODE\n", "CODE\r\n", "CODE\t", "CODE", "\u{2}CODE\u{3}", "\u{1b}CODE\r"];
    for (row, keys) in before.into_iter().enumerate() {
        for (column, sent) in ends.into_iter().enumerate() {
            let gap = [0, 8, 30][(row + column) % 3];
            let mut counter = Counter::open();
            counter.keys("scan:9520000000011").keys(keys);
            let half = counter.state.line.text().to_owned();
            send(&mut counter, &sent.replace("CODE", TORCH), gap);
            let torches = if keys == "3*" { "3 TORCH" } else { "1 TORCH" };
            let expected = if keys == "f9" { vec![torches] } else { vec!["1 STAIN", torches] };
            let what = format!("{sent:?} at {gap} after {keys}\n{}", counter.screen());
            assert_eq!(counter.basket(), expected, "{what}");
            assert_eq!(counter.state.line.text(), half, "{what}");
            assert!(counter.shows("This sale") && counter.state.overlay.is_none(), "{what}");
            assert!(counter.state.desk.basket.answers.is_empty(), "{what}");
        }
    }
}

#[test]
fn a_scan_on_the_first_screen_is_checked_and_closes_what_lies_over_it() {
    for open in ["", "f8", "?"] {
        for sent in ["CODE\r", "\u{2}CODE\u{3}", "CODE", "4711\r"] {
            let mut counter = Counter::open();
            counter.state.screen = Screen::FirstRun(FirstRun::default());
            counter.keys(open);
            send(&mut counter, &sent.replace("CODE", STAIN), 8);
            let Screen::FirstRun(first) = &counter.state.screen else { panic!("it is left") };
            let code = if sent == "4711\r" { "4711" } else { STAIN };
            if !(open == "f8" && code == "4711") {
                assert_eq!(first.scan.as_ref().map(|scan| scan.0.as_str()), Some(code), "{open} {sent:?}");
                assert!(counter.state.overlay.is_none() && counter.state.line.text().is_empty(), "{open} {sent:?}");
            }
        }
    }
}

#[test]
fn ctrl_c_quits_soon_after_a_scan_and_never_inside_one() {
    let mut counter = Counter::open();
    for _ in 0..10 {
        send(&mut counter, &format!("\u{2}{STAIN}\u{3}\u{3}"), 8);
    }
    assert!(!counter.state.quit && counter.state.waiting.interrupted.is_none());
    counter.press(Key::Ctrl('b'), 600);
    counter.keys("ctrl+c ctrl+c");
    assert!(counter.state.quit);
}

#[test]
fn short_codes_are_codes_where_the_catalog_knows_them() {
    for (before, after) in [("", ""), ("mas", "mas"), ("f8", ""), ("?", "")] {
        for gap in [0, 8, 30] {
            let mut counter = Counter::open();
            counter.keys(before);
            send(&mut counter, "TAPE\r\n", gap);
            assert_eq!(counter.basket(), ["1 TAPE"], "{before} at {gap}");
            assert_eq!(counter.state.line.text(), after, "{before} at {gap}");
        }
    }
    // What stands on the line is one code, typed fast at its end.
    let mut counter = Counter::open();
    counter.keys("CELLS");
    send(&mut counter, "PRO\r", 30);
    assert_eq!(counter.basket(), ["1 CELLSPRO"]);
    // And where nobody knows it, it is typing.
    let mut counter = Counter::open();
    counter.keys("nitr");
    send(&mut counter, "ile\r", 30);
    assert_eq!(counter.basket(), ["1 GLOVES"]);
}

// Others' bugs, by what their users saw (scanning.md section 9).

#[test]
fn nothing_happens_without_a_suffix() {
    let mut counter = Counter::open();
    send(&mut counter, STAIN, 8);
    assert_eq!(counter.basket(), ["1 STAIN"]);
}

#[test]
fn one_scan_is_split_in_two() {
    // The window is drawn again and resized in the middle of it.
    let mut counter = Counter::open();
    for (n, key) in keys_of(&format!("{STAIN}\r")).into_iter().enumerate() {
        counter.press(key, 8);
        if n == 5 {
            counter.take(Message::Redraw);
        }
    }
    assert_eq!(counter.basket(), ["1 STAIN"]);
}

#[test]
fn digits_of_the_scan_are_taken_for_a_quantity() {
    for code in [STAIN, "3-4711"] {
        let mut counter = Counter::open();
        send(&mut counter, &format!("{code}\r"), 30);
        assert_eq!(counter.state.desk.basket.pieces(), 1, "{code}");
    }
}

#[test]
fn the_scanners_enter_fires_a_button_or_picks_the_first_entry() {
    for open in ["f8 drop enter", "f8", "scan:9520000000097", "stain", "f9", "f8 unknown enter"] {
        for tail in ["\r", "\r\n", "\r\r", "\n", "\t\r"] {
            let mut counter = Counter::open();
            counter.keys("scan:9520000000011").keys(open);
            send(&mut counter, &format!("{TORCH}{tail}"), 5);
            let last = counter.basket().pop();
            assert_eq!(
                (last.as_deref(), counter.basket().len()),
                (Some("1 TORCH"), if open == "f9" { 1 } else { 2 }),
                "{open} {tail:?}"
            );
        }
    }
}

#[test]
fn every_second_enter_is_lost() {
    let mut counter = Counter::open();
    for code in [STAIN, "TAPE", TORCH, "TAPE", "3-4711", "TAPE"] {
        for key in keys_of(&format!("{code}\r\n")) {
            counter.press(key, 1);
        }
    }
    counter.pass(500);
    assert_eq!(counter.basket(), ["1 STAIN", "3 TAPE", "1 TORCH", "1 3-4711"]);
}

#[test]
fn scans_pile_up_behind_a_slow_search() {
    let mut counter = Counter::open();
    counter.hold = true;
    for code in [STAIN, TORCH, "9520000000042", STAIN] {
        for key in keys_of(&format!("{code}\r")) {
            counter.press(key, 5);
        }
    }
    counter.hold = false;
    for _ in 0..40 {
        counter.release();
    }
    assert_eq!(counter.basket(), ["2 STAIN", "1 TORCH", "1 TAPE"]);
}

#[test]
fn the_scan_hook_swallows_typing() {
    let mut counter = Counter::open();
    for key in keys_of("exterior wood") {
        counter.press(key, 30);
    }
    counter.pass(1_000);
    assert_eq!(counter.state.line.text(), "exterior wood");
    counter.keys("enter");
    assert_eq!(counter.basket(), ["1 STAIN"]);
}

#[test]
fn codes_with_a_hyphen_or_doubled_signs_lose_them() {
    for code in ["3-4711", "++A123456", "--7730012", "*55/12.7", "+-+12345", "..123456", "-"] {
        for gap in [0, 2, 8, 16, 30] {
            let mut counter = Counter::open();
            counter.keys("scan:9520000000011");
            send(&mut counter, &format!("{code}\r"), gap);
            if code == "3-4711" {
                assert_eq!(counter.basket(), ["1 STAIN", "1 3-4711"]);
            } else if code != "-" {
                assert_eq!(counter.events().last().and_then(|event| event.about.code.as_deref()), Some(code), "{gap}");
                assert!(counter.state.desk.basket.answers.is_empty(), "{code} at {gap}");
            }
        }
    }
}

#[test]
fn an_empty_scan_does_something() {
    for sent in ["\r", "\n", "\r\n", "\t\r\n", "\u{2}\u{3}", "\u{2}\r\u{3}", "~\r", "~\r\n", "\u{2}~\u{3}"] {
        for open in ["", "f8 drop enter", "3*", "mas"] {
            let mut counter = with_scanner("~", "");
            counter.keys("scan:9520000000011").keys(open);
            let (said, text) = (counter.state.said.clone(), counter.state.line.text().to_owned());
            send(&mut counter, sent, 5);
            if open == "mas" && sent.trim().is_empty() {
                continue; // that Enter could be a person's
            }
            assert_eq!((counter.basket(), counter.bells), (vec!["1 STAIN".to_owned()], 0), "{sent:?} after {open}");
            assert_eq!(
                (&counter.state.said, counter.state.line.text()),
                (&said, text.as_str()),
                "{sent:?} after {open}"
            );
            assert!(!counter.state.quit && !matches!(counter.state.overlay, Some(Overlay::Kept(_))));
        }
    }
}

#[test]
fn control_characters_are_left_in_the_field() {
    let mut counter = Counter::open();
    for c in ('\0'..='\u{1f}').chain(['\u{7f}', '\u{9b}', '\u{202e}']).filter(|c| !"\r\n\t\u{3}\u{11}".contains(*c)) {
        send(&mut counter, &c.to_string(), 300);
    }
    assert_eq!(counter.state.line.text(), "");
    send(&mut counter, &format!("\u{1d}{STAIN}\u{1d}\u{1e}\r"), 8);
    assert_eq!((counter.basket(), counter.state.line.text()), (vec!["1 STAIN".to_owned()], ""));
}

#[test]
fn an_enormous_paste_or_code_is_answered_with_a_sentence() {
    let mut counter = Counter::open();
    counter.keys("mas");
    for huge in ["9".repeat(4_000_000), format!("{STAIN}\r\n").repeat(400_000), "\n".repeat(4_000_000)] {
        counter.take(Message::Paste(huge));
        assert_eq!((counter.said(), counter.basket().len()), ("said-paste-too-long", 0));
    }
    counter.take(Message::Paste("\r\n \t\0".to_owned()));
    assert_eq!((counter.said(), counter.state.line.text()), ("said-paste-too-long", "mas"));
    // One code as long as no label is, key by key.
    send(&mut counter, &format!("{}\r", "7".repeat(10_000)), 0);
    assert_eq!((counter.said(), counter.state.line.text()), ("said-unknown", "mas"));
    assert!(counter.events()[0].about.code.as_ref().is_some_and(|code| code.len() <= 80));
    send(&mut counter, &format!("{STAIN}\r"), 0);
    assert_eq!((counter.basket(), counter.state.line.text()), (vec!["1 STAIN".to_owned()], "mas"));
}

#[test]
fn pasted_codes_lose_what_the_scanner_sends_round_them() {
    let mut counter = with_scanner("~", "#");
    counter.keys("mas");
    counter.take(Message::Paste(format!("~{STAIN}#\r\n\r\n~{TORCH}#\r{STAIN}\n~#\n")));
    assert_eq!(
        (counter.basket(), counter.state.line.text()),
        (vec!["2 STAIN".to_owned(), "1 TORCH".to_owned()], "mas")
    );
}

/// Keys as people press them, with what opens every screen.
fn anything() -> impl Strategy<Value = Key> {
    let letters = prop::sample::select("stainbrupe 0123+-*/?.,".chars().collect::<Vec<_>>()).prop_map(Key::Char);
    let named = prop::sample::select(vec![
        Key::Enter,
        Key::Esc,
        Key::Tab,
        Key::BackTab,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::Delete,
        Key::Backspace,
        Key::Home,
        Key::F(4),
        Key::F(5),
        Key::F(6),
        Key::F(8),
        Key::F(9),
    ]);
    prop_oneof![3 => letters, 2 => named]
}

/// What any scanner may send round a code.
fn ends() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("", "\r"),
        ("", "\n"),
        ("", "\r\n"),
        ("", "\t"),
        ("", ""),
        ("\u{2}", "\u{3}"),
        ("~", "\r"),
        ("\u{1b}", "\r\n"),
        ("]E0", "\r"),
        ("\u{1d}", "\t"),
    ])
}

/// Bytes, most of them such as mean something.
fn byte() -> impl Strategy<Value = char> {
    prop_oneof![
        4 => (0_u8..=0x1f).prop_map(char::from),
        4 => prop::sample::select("0123456789+-*/?.,~#[]OA".chars().collect::<Vec<_>>()),
        2 => any::<char>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_scan_put_anywhere_adds_exactly_one_line_and_leaves_typed_text_alone(
        before in proptest::collection::vec(anything(), 0..14),
        after in "[a-z ]{0,4}",
        gap in 0_u64..31,
        (front, end) in ends(),
    ) {
        let mut counter = with_scanner(if front == "~" { "~" } else { "" }, "");
        counter.keys("scan:9520000000011");
        for key in before {
            counter.press(key, 200);
        }
        let text = counter.state.line.text().to_owned();
        let finishing = matches!(counter.state.screen, Screen::Finish(_));
        let old = counter.state.desk.sale.steps.iter().filter(|step| is_add(step)).count();
        let pieces = counter.state.desk.basket.pieces();
        let times = counter.state.line.times.unwrap_or(1);
        send(&mut counter, &format!("{front}{TORCH}{end}"), gap);
        let new = counter.state.desk.sale.steps.iter().filter(|step| is_add(step)).count();
        prop_assert_eq!(new, if finishing { 1 } else { old + 1 });
        prop_assert_eq!(counter.state.desk.basket.pieces(), if finishing { times } else { pieces + times });
        prop_assert_eq!(counter.state.line.text(), &text);
        prop_assert!(counter.state.overlay.is_none() && matches!(counter.state.screen, Screen::Sale));
        let cursor = counter.state.line.input.cursor();
        for c in after.chars() {
            counter.press(Key::Char(c), 200);
        }
        let (left, right): (String, String) = (text.chars().take(cursor).collect(), text.chars().skip(cursor).collect());
        prop_assert_eq!(counter.state.line.text(), format!("{left}{after}{right}"));
    }

    #[test]
    fn any_bytes_never_panic_and_never_reach_the_screen_raw(
        bytes in proptest::collection::vec((byte(), 0_u64..80), 0..120),
        pasted in proptest::option::of("\\PC{0,10}[\\x00-\\x1f\\x7f-\\x9f]{0,8}\\PC{0,30}"),
        prefix in "[~#\\x00-\\x1f]{0,2}",
        (width, height) in (1_u16..100, 1_u16..30),
    ) {
        let mut counter = with_scanner(&prefix, "#");
        for (c, gap) in bytes {
            for key in keys_of(&c.to_string()) {
                counter.press(key, gap);
            }
        }
        if let Some(text) = pasted {
            counter.take(Message::Paste(text));
        }
        let unprintable = |screen: &str| screen.chars().find(|&c| c != '\n' && c != ' ' && !is_kept(c));
        prop_assert_eq!(unprintable(&counter.screen_of(width, height)), None);
        prop_assert_eq!(unprintable(&counter.screen()), None);
        prop_assert!(counter.state.line.text().chars().all(is_kept));
        for event in counter.events() {
            prop_assert!(event.about.code.is_none_or(|code| code.chars().all(is_kept)));
        }
    }
}

fn is_add(step: &goeswith::domain::TimedStep) -> bool {
    matches!(step.step, goeswith::domain::Step::Add { .. })
}

#[test]
fn a_clock_that_stands_still_loses_no_scan() {
    // Everything a read brought has the same time.
    let mut counter = Counter::open();
    let clock = Clock { ticks: 20_000, ..counter.state.clock };
    for key in keys_of(&format!("{STAIN}\r\n{TORCH}\r\n")) {
        for effect in goeswith::tui::update(&mut counter.state, clock, Message::Key(key)) {
            for answer in counter.answer(effect) {
                counter.take(answer);
            }
        }
    }
    counter.pass(500);
    assert_eq!(counter.basket(), ["1 STAIN", "1 TORCH"]);
}
