//! What a till's lines count as, as a person who sets it up sees it, and for any bytes at all.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;

use goeswith::feed::{Entry, Patterns, Rules};
use goeswith::input::{Lines, Manner};
use program::run;
use proptest::prelude::*;

#[test]
fn lines_are_read_as_they_would_be_sold() {
    let folder = tempfile::tempdir().unwrap();
    let journal =
        "\u{feff}SALE 4006381333931 CABLE 2 x 12.99\r\n\x1b@\x1b!\x08PRN-200\n\nHello \x1b[31mthere\nTOTAL 25.98";
    let answer = run(folder.path(), &["feed", "-"], journal);
    assert_eq!(
        answer.out,
        "sold  2 x 4006381333931   | SALE 4006381333931 CABLE 2 x 12.99\n\
         maybe 1 x PRN-200         | PRN-200\n\
         -                         | Hello there\n\
         end                       | TOTAL 25.98\n"
    );
    assert_eq!(
        answer.err,
        "2 lines count: 1 sold, 0 taken off, 1 end of a receipt; 1 maybe, where the catalog has the code; 1 mean nothing\n"
    );
    let answer = run(folder.path(), &["feed", "-", "--json"], "VOID 4006381333931\n");
    assert_eq!(
        answer.out,
        "{\"line\":\"VOID 4006381333931\",\"means\":\"void\",\"code\":\"4006381333931\",\"quantity\":1}\n"
    );
    assert_eq!(run(folder.path(), &["feed", "no such file"], "").code, Some(1));
}

#[test]
fn doctor_says_what_is_listened_to() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal.txt");
    let set = |text: &str| std::fs::write(folder.path().join("settings.toml"), text).unwrap();
    set(&format!("[feed]\nsource = '{}'\n", journal.display()));
    let lost = run(folder.path(), &["doctor"], "");
    assert!(lost.out.contains("problem  GW-402 the till cannot be heard: "), "{}", lost.out);
    assert!(lost.out.contains("journal.txt: it is not there"), "{}", lost.out);
    assert_eq!(lost.code, Some(1));
    std::fs::write(&journal, "OPEN\n").unwrap();
    let heard = run(folder.path(), &["doctor"], "");
    assert!(heard.out.contains("journal.txt: a file, last written less than a minute ago"), "{}", heard.out);
    set("[scanner]\nport = '/dev/no such port'\n");
    let lost = run(folder.path(), &["doctor"], "");
    let number = if cfg!(feature = "serial") { "GW-401" } else { "GW-403" };
    assert!(
        cfg!(windows) || lost.out.contains(&format!("problem  {number} the scanner cannot be heard: ")),
        "{}",
        lost.out
    );
}

/// Bytes like those of a till: digits, blanks, commands, noise.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        "[ -~]{0,20}".prop_map(String::into_bytes),
        "([0-9]{1,14}[ x*.,-]){0,4}".prop_map(String::into_bytes),
        "\\PC{0,8}".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..12),
        Just(b"4006381333931\r\n".to_vec()),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_lines_of_text_wherever_they_are_cut(bytes in bytes(), cut in any::<prop::sample::Index>()) {
        for manner in [Manner::Till, Manner::Scanner] {
            let mut whole = Lines::new(manner);
            let mut lines = whole.push(&bytes);
            lines.extend(whole.end());
            let (first, second) = bytes.split_at(cut.index(bytes.len() + 1));
            let mut parts = Lines::new(manner);
            let mut in_parts = parts.push(first);
            in_parts.extend(parts.push(second));
            in_parts.extend(parts.end());
            prop_assert_eq!(&lines, &in_parts);
            prop_assert!(lines.iter().all(|line| !line.is_empty() && !line.contains(['\r', '\n'])));
            let controls = |line: &String| line.bytes().any(|byte| byte < 0x20);
            prop_assert!(manner == Manner::Scanner || !lines.iter().any(controls), "{lines:?}");
        }
    }

    #[test]
    fn any_line_means_something_bounded(line in "\\PC{0,200}", digits in "[0-9 x.,*-]{0,60}") {
        let shop = Patterns { code: r"(?<quantity>-?[\d.,]*) ?x? ?(?<code>\S+)".to_owned(), ..Patterns::default() };
        for rules in [Rules::new(&Patterns::default()), Rules::new(&shop)] {
            for text in [line.clone(), digits.clone(), format!("{line}{digits}{line}")] {
                if let Some(Entry::Sold { code, quantity, .. } | Entry::Void { code, quantity }) = rules.read(&text) {
                    prop_assert!((1..=999).contains(&quantity) && !code.is_empty() && text.contains(&code));
                }
            }
        }
    }
}
