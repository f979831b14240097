//! The slip that a customer takes away: what was bought, what was left, and nobody's name.

use goeswith::settings::{Settings, SlipSettings};

use crate::counter::Counter;

fn printing(command: &[&str]) -> Counter {
    let command = command.iter().map(ToString::to_string).collect();
    Counter::with_settings(Settings { slip: SlipSettings { command, width: 32 }, ..Settings::default() })
}

#[test]
fn it_says_what_was_bought_and_what_may_be_wanted_later() {
    let mut counter = printing(&["sort"]);
    counter.keys("scan:9520000000011 2 * scan:9520000000066 + down - f8 slip enter");
    assert_eq!(counter.said(), "said-slip-printed");
    let text = &counter.printed[0].text;
    let without_day: Vec<&str> = text.lines().enumerate().filter(|(at, _)| *at != 1).map(|(_, line)| line).collect();
    assert_eq!(
        without_day.join("\n"),
        "\
Corner shop

1 Exterior wood stain,
  oak, 2.5 L               31.99
2 Torch 200 lumen          24.00
1 AA batteries, 4 pack      3.99
--------------------------------
List prices            59.98 EUR

You may want later:
- Stain brush 100 mm        7.49
  Aisle 7C
- Wood cleaner 1 L          9.99
  Aisle 7B
- Masking tape 50 m         4.25
  Aisle 7A

This is not a receipt."
    );
}

#[test]
fn at_the_end_of_a_sale_as_well_and_the_sale_goes_on() {
    let mut counter = printing(&["sort"]);
    counter.keys("scan:9520000000011 f9 f8 slip enter");
    assert!(counter.shows("The slip is printed."), "{}", counter.screen());
    counter.keys("f9");
    assert_eq!((counter.events().len(), counter.printed.len()), (1, 1));
    counter.keys("f8 slip enter");
    assert_eq!(counter.printed.len(), 1, "no sale, no slip");
}

#[test]
fn a_printer_that_fails_is_said_and_stops_nobody() {
    let mut counter = printing(&["no-such-printer", "-"]);
    counter.keys("scan:9520000000011 f8 slip enter");
    assert!(counter.shows("The slip was not printed: no-such-printer: "), "{}", counter.screen());
    counter.keys("scan:9520000000028 f9 f9");
    assert_eq!(counter.events()[0].lines.len(), 2);
}

#[test]
fn without_a_printer_the_menu_says_what_to_set() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 f8 slip");
    assert!(counter.shows("off: set [slip] command in settings.toml"), "{}", counter.screen());
    counter.keys("enter");
    assert!(counter.shows("No printer is set: give its command under [slip] in settings.toml"), "{}", counter.screen());
    assert_eq!(counter.printed, []);
}
