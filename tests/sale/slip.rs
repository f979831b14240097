//! The slip that a customer takes away: to a printer, or among the documents.

use goeswith::settings::{Settings, SlipSettings};

use crate::counter::Counter;

fn printing(command: &[&str]) -> Counter {
    let command = command.iter().map(|word| (*word).to_owned()).collect();
    Counter::with_settings(Settings { slip: SlipSettings { command, width: 32 }, ..Settings::default() })
}

#[cfg(unix)]
fn printed(keys: &str) -> String {
    let paper = tempfile::tempdir().unwrap();
    let file = paper.path().join("paper");
    let mut counter = printing(&["dd", &format!("of={}", file.display())]);
    counter.keys(keys);
    assert_eq!(counter.said(), "said-slip-printed", "{}", counter.screen());
    std::fs::read_to_string(file).unwrap()
}

#[cfg(unix)]
#[test]
fn it_says_what_was_bought_and_what_may_be_wanted_later() {
    let during = printed("scan:9520000000011 + f8 slip enter");
    let lines: Vec<&str> = during.lines().collect();
    assert_eq!(lines[0], "Corner shop");
    assert_eq!(
        lines[3..],
        [
            "Exterior wood stain, oak,",
            "2.5 L                      31.99",
            "Stain brush 100 mm          7.49",
            "--------------------------------",
            "List prices                39.48",
            "",
            "You may want later:",
            "Wood cleaner 1 L            9.99",
            "  Aisle 7B",
            "Masking tape 50 m           4.25",
            "  Aisle 7A",
        ]
    );
    let after = printed("scan:9520000000011 + f9 f9 f8 slip enter");
    assert_eq!(after, during, "and the same after the finish");
}

#[cfg(unix)]
#[test]
fn a_printer_that_fails_is_a_banner_and_selling_goes_on() {
    for (command, why) in [
        (&["false"][..], "The slip was not printed: false: exit status: 1. You can keep selling."),
        (&["/nowhere/print"], "The slip was not printed: /nowhere/print: No such file or directory"),
        // Not a shell: this is a program of that name.
        (&["lp - | tee x"], "The slip was not printed: lp - | tee x: No such file"),
    ] {
        let mut counter = printing(command);
        counter.keys("scan:9520000000011 f8 slip enter");
        let fault = counter.state.banners.faults.iter().find(|fault| fault.code == "GW-404").unwrap();
        assert!(fault.what.starts_with(why), "{}", fault.what);
        counter.keys("scan:9520000000042 f9 f9");
        assert_eq!(counter.events().len(), 1);
    }
}

#[test]
fn without_a_printer_it_is_saved_and_none_is_written_over() {
    let mut counter = printing(&[]);
    counter.keys("scan:9520000000011 f8 slip enter f8 slip enter");
    assert_eq!(counter.said(), "said-slip-saved");
    let names = std::fs::read_dir(counter.path("")).unwrap().map(|entry| entry.unwrap().path());
    let slips: Vec<_> = names.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    assert_eq!(slips.len(), 2);
    for slip in slips {
        assert!(std::fs::read_to_string(slip).unwrap().starts_with("Corner shop\n"));
    }
}

#[test]
fn there_is_none_of_an_empty_sale_nor_in_practice() {
    let mut counter = printing(&[]);
    counter.keys("f8 slip");
    assert!(!counter.shows("what was bought and what may be wanted later"), "{}", counter.screen());
    let mut counter = Counter::open().practising(1);
    counter.keys("f8 practice enter scan:9520000000011 f8 slip");
    assert!(!counter.shows("what was bought and what may be wanted later"), "{}", counter.screen());
}
