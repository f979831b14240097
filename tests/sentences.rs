//! Staff's better sentences, from the programs of two shops to the list that whoever writes sentences copies from.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;
mod shop;

use program::run;
use serde_json::Value;
use shop::Shop;
use tempfile::tempdir;

fn sentence(part: &str, text: &str, day: &str) -> String {
    let event = serde_json::json!({
        "kind": "sentence", "wall_utc": format!("2026-11-{day}T10:00:00Z"), "item": "STAIN", "add_on": "BRUSH",
        "part": part, "language": "en", "text": text, "staff": null,
    });
    format!("{event}\n")
}

#[test]
fn they_come_from_every_counter_and_stand_in_the_columns_of_the_spreadsheet() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let sync = path("sync").display().to_string();
    let of = [
        ("till-1", sentence("say", "One pass, no streaks.", "20") + &sentence("ask", "=Got a brush?", "21")),
        (
            "till-2",
            sentence("say", "One pass, no streaks.", "22") + &sentence("say", "It lasts,\u{202e} honestly.", "19"),
        ),
    ];
    std::fs::create_dir(path("sync")).unwrap();
    for (till, events) in &of {
        let answer = run(&path(till), &["record"], events);
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        let sent = run(&path(till), &["sync", "--once", "--sync-dir", &sync], "");
        assert_eq!(sent.code, Some(0), "{}", sent.err);
    }
    let all = path("all.db").display().to_string();
    assert_eq!(run(&path("office"), &["collect", &sync, "-o", &all], "").code, Some(0));

    let header = "\"item\",\"add_on\",\"language\",\"variant\",\"ask\",\"say\",\"if_too_expensive\",\"if_has_one\",\
                  \"if_not_now\",\"if_other\",\"why\",\"times\",\"last\"";
    let listed = run(&path("office"), &["sentences", &all], "");
    let lines: Vec<&str> = listed.out.lines().collect();
    assert_eq!(
        lines,
        [
            header,
            "\"STAIN\",\"BRUSH\",\"en\",,,\"One pass, no streaks.\",,,,,,2,\"2026-11-22\"",
            "\"STAIN\",\"BRUSH\",\"en\",,\"'=Got a brush?\",,,,,,,1,\"2026-11-21\"",
            "\"STAIN\",\"BRUSH\",\"en\",,,\"It lasts, honestly.\",,,,,,1,\"2026-11-19\"",
        ]
    );
    let json = run(&path("office"), &["sentences", &all, "--json"], "");
    let first: Value = serde_json::from_str(json.out.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["part"], &first["text"], &first["times"]),
        (&"say".into(), &"One pass, no streaks.".into(), &2.into())
    );
    // A counter's own, and what the export says of them.
    let own = run(&path("till-1"), &["sentences"], "");
    assert_eq!(own.out.lines().count(), 3, "{}", own.out);
    let export = run(&path("till-1"), &["export", "--format", "csv"], "");
    assert!(
        export.out.lines().nth(1).unwrap().ends_with(",\"say\",\"en\",\"One pass, no streaks.\""),
        "{}",
        export.out
    );

    // A row that is copied builds: what stands behind the columns of the spreadsheet is named and left out.
    let talk = format!("{header}\n{}\n", lines[1]);
    let shop = Shop::new()
        .file("shop.toml", "name = \"Fenwick\"\nchain_id = \"fenwick\"\ncurrency = \"EUR\"\n")
        .file("items.csv", "sku,name,price\nSTAIN,Wood stain,31.99\nBRUSH,Brush,7.49\n")
        .file("links.csv", "item,add_on,kind\nSTAIN,BRUSH,accessory\n")
        .file("talking_points.csv", &talk);
    let built = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let catalog = shop.path().join("shop.db").display().to_string();
    let suggested = run(&path("office"), &["suggest", "STAIN", "--catalog", &catalog], "");
    assert!(suggested.out.contains("One pass, no streaks."), "{}", suggested.out);
}

#[test]
fn a_sentence_that_says_nothing_or_who_somebody_is_is_not_stored() {
    let home = tempdir().unwrap();
    let bad = [
        sentence("say", " ", "20"),
        sentence("sing", "La la", "20"),
        sentence("ask", "Ask ana@example.com?", "20"),
        sentence("say", "Call 0170 1234567 for fitting.", "20"),
        sentence("say", &"word ".repeat(100), "20"),
        "{\"kind\":\"sentence\",\"text\":\"Half of it\"}\n".to_owned(),
    ];
    let answer = run(home.path(), &["record"], &bad.concat());
    assert_eq!(answer.code, Some(1));
    assert_eq!(answer.acknowledged(), Vec::<String>::new());
    assert_eq!(answer.err.lines().filter(|line| line.starts_with("stdin:")).count(), bad.len(), "{}", answer.err);
    for theirs in ["ana@example.com", "0170 1234567"] {
        assert!(!answer.err.contains(theirs), "{}", answer.err);
    }
    assert_eq!(run(home.path(), &["export"], "").out, "");
}

#[test]
fn what_another_program_means_by_these_keys_costs_no_sale() {
    let home = tempdir().unwrap();
    let sale = "{\"kind\":\"sale\",\"text\":7,\"part\":[1],\"item\":{\"a\":1},\"language\":null}\n";
    assert_eq!(run(home.path(), &["record"], sale).acknowledged().len(), 1);
    assert!(run(home.path(), &["export"], "").out.contains("\"part\":[1]"));
    let listed = run(home.path(), &["sentences"], "");
    assert_eq!((listed.code, listed.out.lines().count()), (Some(0), 1));
}

#[test]
fn doctor_says_why_no_shift_begins() {
    let home = tempdir().unwrap();
    std::fs::write(home.path().join("settings.toml"), "[badges]\npattern = '28\\d{11}'\n").unwrap();
    let doctor = run(home.path(), &["doctor"], "");
    assert!(doctor.out.contains("GW-308 no key of the chain is set: no badge begins a shift"), "{}", doctor.out);
    let key = home.path().join("chain.key");
    std::fs::write(&key, "0123456789abcdef0123456789abcdef").unwrap();
    let settings = format!("chain_key = '{}'\n[badges]\npattern = '28\\d{{11}}'\n", key.display());
    std::fs::write(home.path().join("settings.toml"), settings).unwrap();
    let doctor = run(home.path(), &["doctor"], "");
    assert!(doctor.out.contains("the chain's key for cards and badges is there"), "{}", doctor.out);
}
