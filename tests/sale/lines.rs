//! The line mode as a screen reader hears it: each change is a line, positions are words, nothing is said twice.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use goeswith::tui::surface::{Lines, Surface as _};

use crate::counter::Counter;

/// What was printed since it was last asked.
#[derive(Clone, Default)]
struct Ear(Rc<RefCell<Vec<u8>>>);

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Listener {
    counter: Counter,
    lines: Lines<Ear>,
    ear: Ear,
}

impl Listener {
    fn new() -> Self {
        let ear = Ear::default();
        let mut listener = Self { counter: Counter::open(), lines: Lines::new(ear.clone()), ear };
        listener.heard();
        listener
    }

    /// Draws after each word of a sentence of keys, as the loop does; the lines of all of it.
    fn hears(&mut self, keys: &str) -> Vec<String> {
        let mut heard = Vec::new();
        for word in keys.split_whitespace() {
            let bells = self.counter.bells;
            self.counter.keys(word);
            if self.counter.bells > bells {
                self.lines.ring().unwrap();
            }
            heard.extend(self.heard());
        }
        heard
    }

    fn heard(&mut self) -> Vec<String> {
        self.lines.show(&self.counter.state).unwrap();
        let bytes = self.ear.0.take();
        let text = String::from_utf8(bytes).unwrap().replace('\x07', "");
        assert!(text.is_empty() || text.ends_with("\r\n"), "{text:?}");
        assert!(!text.contains('\x1b'), "{text:?}");
        text.lines().map(str::to_owned).collect()
    }
}

#[test]
fn a_sale_is_heard_line_by_line() {
    let mut listener = Listener::new();
    assert_eq!(
        listener.hears("scan:9520000000011"),
        [
            "Added: Exterior wood stain, oak, 2.5 L. F6 takes it back.",
            "Exterior wood stain, oak, 2.5 L, 31.99 EUR, 14 left, Aisle 7B",
            "In the box: Stirring stick.",
            "Better: Pro wood stain, oak, 2.5 L, 49.99.",
            "3 add-ons go with it.",
            "Add-on 1 of 3, not asked: Stain brush 100 mm, 7.49 EUR, 22 left, Aisle 7C",
            "ASK: What are you putting it on with?",
            "SAY: A soft brush this wide does a fence panel in one pass, no lap marks.",
            "WHY: A stain needs a soft brush.",
            "Add-on 2 of 3, not asked: Wood cleaner 1 L, 9.99 EUR, LAST 2, Aisle 7B",
            "Add-on 3 of 3, not asked: Masking tape 50 m, 4.25 EUR, 60 left, Aisle 7A",
            "1 more not shown: out of stock here.",
            "1 x Exterior wood stain, oak, 2.5 L, 31.99",
            "1 item. List prices: 31.99 EUR",
        ]
    );
    assert_eq!(
        listener.hears("down"),
        [
            "Add-on 2 of 3, not asked: Wood cleaner 1 L, 9.99 EUR, LAST 2, Aisle 7B",
            "ASK: Has it been outside over winter?",
            "SAY: Stain only grips clean wood; ten minutes with a brush.",
            "WHY: Dirt keeps stain out of the wood.",
        ]
    );
    let took = listener.hears("+");
    assert_eq!(took[0], "Took: Wood cleaner 1 L. F6 takes it back.");
    assert!(took.iter().any(|line| line.starts_with("Add-on 2 of 3, took it: Wood cleaner")), "{took:#?}");
    assert!(took.iter().any(|line| line == "2 items, 1 add-on. List prices: 41.98 EUR"), "{took:#?}");
    assert!(!took.iter().any(|line| line.contains("Exterior wood stain, oak, 2.5 L, 31.99 EUR")), "{took:#?}");
    listener.hears("tab esc up");
    // The item's own choices, then the basket.
    let line = listener.hears("tab tab tab");
    assert!(line.iter().any(|line| line.starts_with("2 of 2: 1 x Wood cleaner 1 L, 9.99")), "{line:#?}");
}

#[test]
fn what_is_typed_and_found_is_heard_and_where_the_highlight_is() {
    let mut listener = Listener::new();
    let heard = listener.hears("twin");
    assert!(heard.contains(&"Typed: twin".to_owned()), "{heard:#?}");
    assert!(heard.iter().any(|line| line == "1 of 2: Twin hook, steel, 1.10 EUR, 30 left, Aisle 1"), "{heard:#?}");
    assert!(heard.iter().any(|line| line == "Twin hook, brass, 2.10 EUR, 30 left, Aisle 1"), "{heard:#?}");
    assert_eq!(listener.hears("down"), ["2 of 2: Twin hook, brass, 2.10 EUR, 30 left, Aisle 1"]);
    let heard = listener.hears("enter");
    assert_eq!(heard[0], "Added: Twin hook, brass. F6 takes it back.");
}

#[test]
fn every_page_is_heard() {
    let mut listener = Listener::new();
    listener.hears("scan:9520000000011");
    let mut missing = Vec::new();
    for (keys, line) in [
        ("f8", "1 of "),
        ("down", "2 of "),
        ("esc", "Add-on 1 of 3, not asked: Stain brush 100 mm"),
        ("?", "+ (or F2): customer took"),
        ("esc", "Add-on 1 of 3"),
        ("/", "Stain brush 100 mm - goes with Exterior wood stain"),
        ("right", "Add-on 2 of 3, not asked: Wood cleaner 1 L"),
        ("/", "1 of "),
        ("esc", "Add-on 2 of 3"),
        ("esc", "Add-on 2 of 3"),
        ("f5", "1, off: in a hurry"),
        ("1", "Customer: in a hurry"),
        ("f6", "Add-on 2 of 3, not asked"),
        ("f9", "Finish this sale"),
        ("down", "Add-on 2 of 3, not asked: Wood cleaner 1 L"),
        ("-", "Add-on 2 of 3, no thanks: Wood cleaner 1 L"),
        ("f9", "Finished: 1 item"),
        ("f7", "REPORT"),
        ("esc", "Scan the first item"),
        ("f8 unknown enter", "Scanned, and not in the catalog"),
        ("esc scan:4006381333931", "Not in the catalog: 4006381333931"),
    ] {
        let heard = listener.hears(keys);
        if !heard.iter().any(|heard| heard.contains(line)) {
            missing.push((keys, line, heard));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    // The same code again rings again, and is said again.
    let again = listener.hears("scan:4006381333931");
    assert_eq!(again.len(), 1, "{again:#?}");
}
