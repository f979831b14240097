//! The forms of a report: a table for people, CSV that no spreadsheet computes, and a page that needs nothing from elsewhere.

use std::fs;

use serde_json::json;

use super::program::run;
use super::record;

/// A shop with a name that wants to be a formula, a tag and a script.
fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let events: Vec<String> = (0..40)
        .map(|number| {
            let outcome = ["accepted", "declined", "not_asked"][number % 3];
            json!({
                "kind": "sale", "wall_utc": format!("2026-11-{:02}T10:00:00Z", 1 + number % 20), "utc_offset_min": 0,
                "lines": [{ "sku": "=1+1", "quantity": 1, "price": 123_456 }],
                "suggestions": [{ "item": "=1+1", "add_on": "<script>alert(1)</script>", "link_kind": "accessory",
                    "rank": 1, "reason": "curated", "outcome": outcome }],
            })
            .to_string()
        })
        .collect();
    record(folder.path(), &events);
    folder
}

const PERIOD: [&str; 4] = ["--since", "2026-11-01", "--until", "2026-11-20"];

#[test]
fn the_page_is_one_file_in_which_nothing_runs() {
    let folder = hostile();
    let file = folder.path().join("report.html");
    let arguments = [&["report", "--format", "html", "-o", file.to_str().unwrap()][..], &PERIOD].concat();
    assert_eq!(run(folder.path(), &arguments, "").code, Some(0));
    let page = fs::read_to_string(file).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script"), "{page}");
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        let said = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!said.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("<svg ").count(), 2, "no add-on was bought, and nobody noted a reason");
    assert_eq!(page.matches("<svg ").count(), page.matches("role=\"img\" aria-label=").count());
    for (open, close) in [("<table>", "</table>"), ("<tr>", "</tr>"), ("<section", "</section>"), ("<svg", "</svg>")] {
        assert_eq!(page.matches(open).count(), page.matches(close).count(), "{open}");
    }
}

#[test]
fn cells_of_csv_are_never_computed() {
    let folder = hostile();
    let answer = run(folder.path(), &[&["report", "--format", "csv"][..], &PERIOD].concat(), "");
    let mut lines = answer.out.lines();
    assert!(lines.next().unwrap().starts_with("item,item_name,add_on,add_on_name,kind,sales,items,revenue,"));
    let row = lines.next().unwrap();
    assert!(row.starts_with("\"'=1+1\",\"'=1+1\",\"<script>alert(1)</script>\","), "{row}");
    assert!(answer.err.contains("no whole period before"), "{}", answer.err);
}

#[test]
fn the_table_is_read_by_people() {
    let folder = hostile();
    let answer = run(folder.path(), &[&["report"][..], &PERIOD].concat(), "");
    for said in ["1 to 20 Nov 2026", "Average basket", "1,234.56", "Took it, of every 100 asked", "Pairs, best first"] {
        let said = said.replace("1 to 20 Nov", "1 Nov to 20 Nov");
        assert!(answer.out.contains(&said), "{said}: {}", answer.out);
    }
}
