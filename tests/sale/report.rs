//! The figures on the screen: F7, its periods and rows, a row in full, CSV, and the manager's code before it.

use goeswith::settings::Settings;
use goeswith::tui::state::Screen;

use super::counter::Counter;

/// Twelve customers buy stain: eight are asked for a brush and take it, four do not.
fn busy() -> Counter {
    let mut counter = Counter::open();
    for number in 0..12 {
        let answer = if number % 3 == 0 { "-" } else { "+" };
        counter.keys(&format!("scan:9520000000011 {answer} f9 f9"));
    }
    counter
}

#[test]
fn f7_says_what_was_asked_and_taken() {
    let mut counter = busy();
    counter.keys("f7");
    for said in ["REPORT", "Last 28 days", "Sales 12", "With add-on 8 (67%)", "Asked 12", "12      8       67"] {
        assert!(counter.shows(said), "{said}: {}", counter.screen());
    }
    assert!(counter.shows("Only 12 sales"), "{}", counter.screen());
    counter.keys("esc");
    assert!(matches!(counter.state.screen, Screen::Sale));
}

#[test]
fn enter_opens_a_pair_with_its_sentence_and_its_answers() {
    let mut counter = busy();
    counter.keys("f7 enter");
    for said in ["Stain brush 100 mm", "Asked 12", "No 4", "What are you putting it on with?"] {
        assert!(counter.shows(said), "{said}: {}", counter.screen());
    }
    counter.keys("esc");
    assert!(counter.shows("Best and worst pairs"), "{}", counter.screen());
}

#[test]
fn tab_changes_the_rows_and_left_the_period() {
    let mut counter = busy();
    counter.keys("f7 tab");
    assert!(counter.shows("Items, by the money"), "{}", counter.screen());
    counter.keys("tab");
    assert!(counter.shows("Categories") && counter.shows("Paint > Stain"), "{}", counter.screen());
    counter.keys("shift+tab shift+tab ctrl+t");
    assert!(counter.shows("Last 91 days") && counter.shows("Best and worst pairs"), "{}", counter.screen());
    counter.keys("left");
    assert!(counter.shows("Sales 0") && counter.shows("No sales in this period"), "{}", counter.screen());
    counter.keys("right right");
    assert!(counter.shows("Sales 12"), "{}", counter.screen());
}

#[test]
fn a_context_filters_the_figures() {
    let mut counter = busy();
    counter.keys("scan:9520000000042 f5 1 f9 f9 f7 f5");
    assert!(counter.shows("Sales 1 ") && counter.shows("only:"), "{}", counter.screen());
    counter.keys("f5 f5 f5");
    assert!(counter.shows("Sales 13 "), "{}", counter.screen());
}

#[test]
fn a_scan_or_a_letter_is_for_the_sale() {
    let mut counter = busy();
    counter.keys("f7 torch");
    assert!(counter.shows("Torch 200 lumen"), "{}", counter.screen());
    counter.keys("esc esc f7 scan:9520000000066");
    assert_eq!(counter.basket(), ["1 TORCH"]);
    assert!(matches!(counter.state.screen, Screen::Sale));
}

#[test]
fn the_menu_saves_the_rows_as_csv() {
    let mut counter = busy();
    counter.keys("f7 f8 csv enter");
    assert_eq!(counter.said(), "said-report-saved");
    let saved = std::fs::read_dir(counter.path(".")).unwrap().map(|entry| entry.unwrap().path());
    let file = saved.into_iter().find(|path| path.extension().is_some_and(|end| end == "csv")).unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    assert!(
        text.lines().any(|line| line.starts_with("\"STAIN\",\"Exterior wood stain, oak, 2.5 L\",\"BRUSH\"")),
        "{text}"
    );
}

#[test]
fn the_managers_code_stands_before_the_figures() {
    let settings = Settings { manager_code: "4711".to_owned(), ..Settings::default() };
    let mut counter = Counter::with_settings(settings);
    counter.keys("f7");
    assert!(counter.shows("Manager's code"), "{}", counter.screen());
    counter.keys("4712");
    assert!(!counter.shows("4712") && counter.shows("****"), "{}", counter.screen());
    counter.keys("enter");
    assert!(counter.shows("another code"), "{}", counter.screen());
    counter.keys("47112 backspace enter");
    assert!(counter.shows("REPORT"), "{}", counter.screen());
    counter.keys("esc f7 scan:9520000000066");
    assert_eq!(counter.basket(), ["1 TORCH"], "a scan is for the sale, also while the code is asked for");
}
