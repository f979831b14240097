//! The commands without a screen, and the way of a decision from a spreadsheet to the counter.

use crate::desk::{PAIRS, source};
use crate::shop::{Run, Shop};

fn suggest(shop: &Shop, sku: &str) -> String {
    let built = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    shop.run(&["suggest", sku, "--catalog", "shop.db"]).stdout
}

fn decided(row: &str, cells: &str) -> String {
    assert!(PAIRS.contains(row));
    PAIRS.replace(&format!("{row},,,,"), &format!("{row},{cells}"))
}

const INK: &str = "INK-305,PRN-200,530,411,255,5000,0.051,2025-01-03,2026-10-30";
const PAPER: &str = "PAP-A4,PRN-200,600,411,140,5000,0.028,2025-01-03,2026-10-30";

#[test]
fn a_rejected_pair_stays_away_from_both_sides() {
    let shop = source();
    assert!(suggest(&shop, "PRN-200").contains("Ink 305"));
    assert!(suggest(&shop, "INK-305").contains("Printer 200"));
    shop.write("pairs.csv", decided(INK, "Rejected,,,").as_bytes());
    assert!(!suggest(&shop, "PRN-200").contains("Ink 305"));
    assert!(!suggest(&shop, "INK-305").contains("Printer 200"));
    let explained = shop.run(&["suggest", "PRN-200", "--explain", "--catalog", "shop.db"]).stdout;
    assert!(explained.contains("rejected"), "{explained}");
}

#[test]
fn an_accepted_pair_has_its_sentence_and_goes_one_way() {
    let shop = source();
    shop.write("pairs.csv", decided(INK, "accepted,accessory,How much do you print?,It prints 400 pages.").as_bytes());
    let printer = suggest(&shop, "PRN-200");
    assert!(
        printer.contains("INK-305, accessory]\n   ASK  How much do you print?\n   SAY  It prints 400 pages.\n"),
        "{printer}"
    );
    // The printer is no add-on of the ink, neither as accepted nor as found in the sales.
    let ink = suggest(&shop, "INK-305");
    assert!(!ink.contains("Printer 200"), "{ink}");
    let info = shop.run(&["catalog", "info", "shop.db"]).stdout;
    assert!(info.contains("1 accepted"), "{info}");
}

#[test]
fn an_accepted_pair_without_a_sentence_goes_as_the_sales_do() {
    let shop = source();
    shop.write("pairs.csv", decided(INK, "accepted,,,").as_bytes());
    assert!(suggest(&shop, "PRN-200").contains("INK-305, accessory"));
    assert!(suggest(&shop, "INK-305").contains("PRN-200, accessory"));
    // Ten times dearer: a printer is not for somebody who buys paper.
    shop.write("pairs.csv", decided(PAPER, "accepted,,,").as_bytes());
    assert!(suggest(&shop, "PRN-200").contains("PAP-A4, accessory"));
    assert!(!suggest(&shop, "PAP-A4").contains("Printer 200"));
}

#[test]
fn the_list_is_a_table_or_lines_of_json() {
    let shop = source();
    let Run { code, stdout, stderr } = shop.run(&["pairs", "list", "."]);
    insta::assert_snapshot!(format!("{code}\n{stdout}{stderr}"));
    let run = shop.run(&["pairs", "list", ".", "--limit", "2"]);
    assert_eq!(run.stderr, "2 of 5 pairs to decide; --limit 0 prints all\n");
    let run = shop.run(&["pairs", "list", ".", "--all", "--json", "--limit", "0"]);
    let rows: Vec<serde_json::Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 7);
    assert_eq!(
        (&rows[0]["item"], &rows[0]["add_on"], &rows[0]["n_together"]),
        (&"PRN-200".into(), &"INK-305".into(), &255.into())
    );
    assert_eq!(rows[4]["linked"], serde_json::json!(["accessory", null]));
    assert_eq!(rows[6]["standing"], "weak");
    assert_eq!(shop.run(&["pairs", "list", ".", "--accepted"]).stderr, "no pairs accepted\n");
}

#[test]
fn scripts_accept_and_reject() {
    let shop = source();
    let run = shop.run(&[
        "pairs",
        "accept",
        ".",
        "PRN-200",
        "INK-305",
        "--kind",
        "required",
        "--say",
        "Nothing prints without, so.",
    ]);
    assert_eq!(run.stdout, "accepted: Printer 200 + Ink 305, black, as required: INK-305 for PRN-200\n");
    let run = shop.run(&["pairs", "reject", ".", "BAG", "PAP-A4"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "rejected: Paper A4, 500 sheets + Carrier bag\n"));
    let expected = decided(INK, "accepted,required,,\"Nothing prints without, so.\"")
        .replace("2026-10-31,,,,,", "2026-10-31,rejected,,,,");
    assert_eq!(shop.text("pairs.csv"), expected);
    let none = shop.run(&["pairs", "reject", ".", "BAG", "STP-1"]);
    assert_eq!(
        (none.code, none.stderr.lines().next()),
        (1, Some("error: pairs.csv has no row for these two: BAG, STP-1"))
    );
    assert_eq!(shop.run(&["pairs", "accept", ".", "BAG", "PAP-A4", "--kind", "upgrade"]).code, 2);
}

#[test]
fn what_is_in_the_way_is_said_before_anything_opens() {
    let no_pairs = source().without("pairs.csv").run(&["pairs", "list", "."]);
    assert_eq!(no_pairs.code, 1);
    assert!(
        no_pairs.stderr.contains("no pairs.csv in .") && no_pairs.stderr.contains("goeswith mine"),
        "{}",
        no_pairs.stderr
    );
    let no_items = source().without("items.csv").run(&["pairs", "list", "."]);
    assert!(
        no_items.code == 1 && no_items.stderr.contains("items.csv:1:1: error: no such file"),
        "{}",
        no_items.stderr
    );
    let wrong = PAIRS
        .replace("255,5000", "many,5000")
        .replace("2026-10-31,,", "2026-10-31,acepted,")
        .replace("2026-10-29,,,", "2026-10-29,,addon,");
    let wrong = source().file("pairs.csv", &wrong).run(&["pairs", "list", "."]);
    assert_eq!(wrong.code, 1);
    assert_eq!(
        wrong.stderr,
        "pairs.csv:2:10: error: unknown decision, is it accepted?: acepted
pairs.csv:4:11: error: unknown kind: addon
pairs.csv:6:5: error: n_ab is not a whole number: many
error: pairs not opened: 3 of 17 rows are wrong

hint: fix this first; nothing was written
"
    );
    let piped = source().run(&["pairs", "review", "."]);
    assert_eq!(piped.code, 2);
    assert!(piped.stderr.contains("spreadsheet") && piped.stderr.contains("column decision"), "{}", piped.stderr);
    assert_eq!(source().run(&["pairs", "list", "nowhere"]).code, 1);
}
