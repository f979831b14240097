//! Keys with their times, one by one: what each run of them turns out to be.

use super::*;

/// Presses the characters of `code` with a gap between them, then `end`; returns what the last key turned out to be.
fn burst(scanner: &mut Scanner, code: &str, gap: u64, end: Option<Key>) -> Stroke {
    pressed(scanner, code.chars().map(Key::Char).chain(end), gap)
}

/// Presses keys with a gap between them; returns what the last one turned out to be.
fn pressed(scanner: &mut Scanner, keys: impl IntoIterator<Item = Key>, gap: u64) -> Stroke {
    let mut at = 1_000;
    let mut last = Stroke::Nothing;
    for key in keys {
        let holds = matches!(key, Key::Char('+' | '-' | '*'));
        last = scanner.press(key, at, holds);
        at += gap;
    }
    last
}

#[test]
fn bursts_of_every_speed_are_scans() {
    for gap in [0, 2, 8, 16, 30, 50] {
        for end in [Key::Enter, Key::Tab, Key::Ctrl('j')] {
            let stroke = burst(&mut Scanner::default(), "4006381333931", gap, Some(end));
            assert!(matches!(&stroke, Stroke::Scan { code, typed: 13, .. } if code == "4006381333931"), "{gap} {end}");
        }
    }
    assert_eq!(burst(&mut Scanner::default(), "4006381333931", 60, Some(Key::Enter)), Stroke::Key(Key::Enter));
    let short = Stroke::Short { code: "40063".to_owned(), typed: 5 };
    assert_eq!(burst(&mut Scanner::default(), "40063", 5, Some(Key::Enter)), short);
    assert_eq!(burst(&mut Scanner::default(), "40", 5, Some(Key::Enter)), Stroke::Key(Key::Enter));
}

#[test]
fn a_scan_without_an_end_key_ends_in_silence() {
    let mut scanner = Scanner::default();
    burst(&mut scanner, "96385074", 10, None);
    let last = 1_070;
    assert_eq!(scanner.silent(last + 99), None);
    assert_eq!(scanner.deadline(), Some(last + 100));
    assert_eq!(scanner.silent(last + 100), Some(("96385074".to_owned(), 8)));
    assert_eq!(scanner.silent(last + 200), None);
}

#[test]
fn the_line_feed_after_a_scan_is_eaten() {
    let mut scanner = Scanner::default();
    burst(&mut scanner, "4006381333931", 5, Some(Key::Enter));
    assert_eq!(scanner.press(Key::Ctrl('j'), 1_100, false), Stroke::Nothing);
    assert_eq!(scanner.press(Key::Enter, 1_500, false), Stroke::Key(Key::Enter));
}

#[test]
fn an_enter_is_eaten_behind_a_scan_but_not_behind_the_next_code() {
    let mut scanner = Scanner::default();
    burst(&mut scanner, "4006381333931", 0, Some(Key::Enter));
    assert_eq!(burst(&mut scanner, "4711", 0, Some(Key::Enter)), Stroke::Short { code: "4711".to_owned(), typed: 4 });
    assert_eq!(scanner.press(Key::Ctrl('j'), 1_002, false), Stroke::Nothing);
}

#[test]
fn a_code_that_begins_with_signs_is_no_answer() {
    for gap in [0, 2, 8, 16, 30] {
        for signs in ["+", "++", "--", "+-", "***"] {
            let mut scanner = Scanner::default();
            let code = format!("{signs}A12345");
            let typed = code.len();
            let ended = Stroke::Scan { code: code.clone(), typed, end: Key::Enter };
            assert_eq!(burst(&mut scanner, &code, gap, Some(Key::Enter)), ended, "{code} at {gap}");
        }
        let code = "3--4711";
        let stroke = burst(&mut Scanner::default(), code, gap, Some(Key::Enter));
        assert_eq!(stroke, Stroke::Scan { code: code.to_owned(), typed: 7, end: Key::Enter }, "{gap}");
    }
}

#[test]
fn an_answer_acts_after_its_wait_and_its_repeats_count_once() {
    let mut scanner = Scanner::default();
    assert_eq!(scanner.press(Key::Char('+'), 0, true), Stroke::Nothing);
    assert_eq!(scanner.release(49), None);
    assert_eq!(scanner.release(50), Some(Key::Char('+')));
    assert_eq!(scanner.press(Key::Char('+'), 100, true), Stroke::Nothing);
    assert_eq!(scanner.release(150), None);
    assert_eq!(scanner.press(Key::Char('+'), 400, true), Stroke::Nothing);
    assert_eq!(scanner.press(Key::Char('+'), 430, true), Stroke::Nothing);
    assert_eq!(scanner.release(480), Some(Key::Char('+')));
    assert_eq!(scanner.deadline(), None);
}

#[test]
fn a_sign_held_down_acts_all_the_same() {
    let mut scanner = Scanner::default();
    let acted = (0..20).find_map(|n| {
        let at = 30 * n;
        let acted = scanner.release(at);
        scanner.press(Key::Char('+'), at, true);
        acted.map(|_| at)
    });
    assert_eq!(acted, Some(120));
}

#[test]
fn a_code_that_begins_with_a_digit_twice_is_no_choice() {
    let mut scanner = Scanner::default();
    let two = Key::Char('5');
    assert_eq!(scanner.press(two, 0, true), Stroke::Nothing);
    assert_eq!(scanner.press(two, 8, true), Stroke::Text("55".to_owned()));
}

#[test]
fn control_bytes_inside_a_scan_belong_to_it() {
    let table = [
        (Key::Ctrl('5'), '\u{1d}'),
        (Key::Ctrl(']'), '\u{1d}'),
        (Key::Ctrl('4'), '\u{1c}'),
        (Key::Ctrl('6'), '\u{1e}'),
        (Key::Ctrl('7'), '\u{1f}'),
    ];
    for (key, byte) in table {
        let mut scanner = Scanner::default();
        let keys = "0109520123456788".chars().map(Key::Char).chain([key]).chain("10A".chars().map(Key::Char));
        let code = format!("0109520123456788{byte}10A");
        let ended = Stroke::Scan { code, typed: 19, end: Key::Enter };
        assert_eq!(pressed(&mut scanner, keys.chain([Key::Enter]), 5), ended, "{key}");
    }
    // In front it stands for the FNC1 that some readers send.
    let keys = [Key::Ctrl('5')].into_iter().chain("0109520123456788".chars().map(Key::Char)).chain([Key::Enter]);
    let ended = Stroke::Scan { code: "\u{1d}0109520123456788".to_owned(), typed: 16, end: Key::Enter };
    assert_eq!(pressed(&mut Scanner::default(), keys, 5), ended);
}

#[test]
fn ctrl_c_is_the_scanners_while_a_run_is_open_and_ours_soon_after() {
    let mut scanner = Scanner::default();
    burst(&mut scanner, "40063", 5, None);
    assert_eq!(scanner.press(Key::Ctrl('c'), 1_160, false), Stroke::Nothing);
    assert_eq!(scanner.press(Key::Ctrl('c'), 1_171, false), Stroke::Key(Key::Ctrl('c')));
    for end in [Key::Ctrl('c'), Key::Ctrl('d')] {
        let ended = Stroke::Scan { code: "4006381333931".to_owned(), typed: 13, end };
        assert_eq!(burst(&mut scanner, "4006381333931", 5, Some(end)), ended);
        assert_eq!(scanner.press(Key::Ctrl('c'), 1_140, false), Stroke::Nothing);
        assert_eq!(scanner.press(Key::Ctrl('c'), 1_200, false), Stroke::Key(Key::Ctrl('c')));
    }
}

#[test]
fn stx_and_etx_decide_at_once_at_any_speed_and_length() {
    for gap in [0, 8, 30, 200, 400] {
        for code in ["4006381333931", "+1", "A"] {
            let keys = [Key::Ctrl('b')].into_iter().chain(code.chars().map(Key::Char)).chain([Key::Ctrl('c')]);
            let ended = Stroke::Scan { code: code.to_owned(), typed: code.len(), end: Key::Ctrl('c') };
            assert_eq!(pressed(&mut Scanner::default(), keys, gap), ended, "{code} at {gap}");
        }
    }
    let mut scanner = Scanner::default();
    let empty = Stroke::Scan { code: String::new(), typed: 0, end: Key::Ctrl('c') };
    assert_eq!(pressed(&mut scanner, [Key::Ctrl('b'), Key::Ctrl('c')], 5), empty);
    assert_eq!(scanner.press(Key::Enter, 1_010, false), Stroke::Nothing);
}

#[test]
fn a_lone_stx_does_not_keep_ctrl_c_for_ever() {
    let mut scanner = Scanner::default();
    scanner.press(Key::Ctrl('b'), 0, false);
    assert_eq!(scanner.press(Key::Ctrl('c'), 501, false), Stroke::Key(Key::Ctrl('c')));
}

#[test]
fn no_control_byte_inside_a_scan_acts() {
    for c in ('a'..='z').filter(|c| !matches!(c, 'b' | 'c' | 'd' | 'i' | 'j' | 'm')) {
        let keys = "40063813".chars().map(Key::Char).chain([Key::Ctrl(c)]).chain("33931".chars().map(Key::Char));
        let ended = Stroke::Scan { code: "4006381333931".to_owned(), typed: 13, end: Key::Enter };
        assert_eq!(pressed(&mut Scanner::default(), keys.chain([Key::Enter]), 8), ended, "Ctrl+{c}");
    }
}

#[test]
fn esc_in_front_of_a_code_does_not_go_back() {
    for gap in [0, 8, 30] {
        // At once it arrives as Alt and the first character, slowly as Esc.
        for first in [&[Key::Esc, Key::Char('4')] as &[Key], &[Key::Alt('4')]] {
            let keys = first.iter().copied().chain("006381333931".chars().map(Key::Char)).chain([Key::Enter]);
            let ended = Stroke::Scan { code: "4006381333931".to_owned(), typed: 13, end: Key::Enter };
            assert_eq!(pressed(&mut Scanner::default(), keys, gap), ended, "{first:?} at {gap}");
        }
    }
    let mut scanner = Scanner::default();
    scanner.press(Key::Esc, 0, false);
    assert_eq!(scanner.release(50), Some(Key::Esc));
    scanner.press(Key::Alt('x'), 100, false);
    assert_eq!((scanner.release(150), scanner.deadline()), (None, None));
}

#[test]
fn a_torn_escape_types_nothing_and_goes_nowhere() {
    let mut scanner = Scanner::default();
    assert_eq!(scanner.press(Key::Esc, 0, false), Stroke::Nothing);
    assert_eq!(scanner.press(Key::Char('['), 1, false), Stroke::Nothing);
    assert_eq!(scanner.press(Key::Char('A'), 2, false), Stroke::Nothing);
    assert_eq!(scanner.release(60), None);
    assert_eq!(scanner.press(Key::Char('A'), 69, false), Stroke::Text("A".to_owned()));
}

#[test]
fn a_prefix_decides_at_once() {
    for prefix in ["~", "~a", "#12~"] {
        let gaps = Gaps { prefix: prefix.to_owned(), ..Gaps::default() };
        let mut scanner = Scanner::new(gaps);
        let ended = Stroke::Scan { code: "A1".to_owned(), typed: prefix.len() + 2, end: Key::Enter };
        assert_eq!(burst(&mut scanner, &format!("{prefix}A1"), 400, Some(Key::Enter)), ended);
        // Somebody types until the scanner begins.
        let keys = format!("lam{prefix}A1");
        assert_eq!(burst(&mut scanner, &keys, 20, Some(Key::Enter)), ended);
        let empty = Stroke::Scan { code: String::new(), typed: prefix.len(), end: Key::Enter };
        assert_eq!(burst(&mut scanner, prefix, 20, Some(Key::Enter)), empty);
    }
}

#[test]
fn a_letter_for_a_prefix_takes_no_typing_for_a_scan() {
    let gaps = Gaps { prefix: "A".to_owned(), ..Gaps::default() };
    let mut scanner = Scanner::new(gaps);
    assert_eq!(burst(&mut scanner, "Apple", 120, Some(Key::Enter)), Stroke::Key(Key::Enter));
    let ended = Stroke::Scan { code: "4A11".to_owned(), typed: 5, end: Key::Enter };
    assert_eq!(burst(&mut scanner, "A4A11", 8, Some(Key::Enter)), ended);
}

#[test]
fn a_suffix_of_text_ends_a_scan_and_is_taken_off() {
    let gaps = Gaps { suffix: "#\r".to_owned(), ..Gaps::default() };
    let mut scanner = Scanner::new(gaps);
    let ended = Stroke::Scan { code: "4006381333931".to_owned(), typed: 13, end: Key::Char('#') };
    assert_eq!(burst(&mut scanner, "4006381333931#", 8, None), ended);
    assert_eq!(scanner.press(Key::Enter, 1_115, false), Stroke::Nothing);
}

#[test]
fn a_run_without_end_is_bounded() {
    let mut scanner = Scanner::default();
    burst(&mut scanner, &"7".repeat(1_000_000), 0, None);
    let Stroke::Scan { code, typed, .. } = scanner.press(Key::Enter, 1_000, false) else { panic!("no scan") };
    assert_eq!((code.len(), typed), (4_096, 1_000_000));
}
