//! `goeswith record` and `export`: what another program may rely on.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod program;

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::thread;

use program::{finish, program, run, sale, sale_id, stored_ids};
use tempfile::tempdir;

#[test]
fn what_is_recorded_is_exported() {
    let home = tempdir().unwrap();
    let lines = concat!(
        r#"{"event_id":"0190f3c2-0000-7000-8000-000000000001","kind":"sale","wall_utc":"2026-11-22T14:00:00Z","till":{"b":1,"a":2},"lines":[{"sku":"A","quantity":2,"price":150,"weight":3}]}"#,
        "\n",
        r#"{"event_id":"0190f3c2-0000-7000-8000-000000000002","kind":"void","wall_utc":"2026-11-22T14:01:00Z","sale":"0190f3c2-0000-7000-8000-000000000001"}"#,
        "\n",
    );
    let recorded = run(home.path(), &["record"], lines);
    assert_eq!(recorded.code, Some(0), "{}", recorded.err);
    assert_eq!(recorded.out, "ACK 0190f3c2-0000-7000-8000-000000000001\nACK 0190f3c2-0000-7000-8000-000000000002\n");
    assert_eq!(run(home.path(), &["export"], "").out, lines);

    let elsewhere = tempdir().unwrap();
    run(elsewhere.path(), &["record"], lines);
    assert_eq!(run(elsewhere.path(), &["export"], "").out, lines, "an export can be recorded elsewhere");
}

#[test]
fn a_bad_line_is_named_and_stops_no_other() {
    let home = tempdir().unwrap();
    let long = format!(r#"{{"kind":"sale","note":"{}"}}"#, "x".repeat(70_000));
    let lines = [
        "{\"kind\":\"sale\"}",
        "half a li",
        "",
        "   ",
        "[1,2]",
        "{\"kind\":\"refund\"}",
        "{\"kind\":\"sale\",\"practice\":true}",
        "{\"kind\":\"sale\",\"event_id\":\"none\"}",
        "{\"kind\":\"sale\",\"lines\":[{\"sku\":\"A\",\"quantity\":\"1\"}]}",
        &long,
        "{\"kind\":\"void\"}",
        "\u{1b}]0;title\u{7}",
        "{\"kind\":\"unknown_code\",\"code\":\"5901234123457\"}\r",
    ];
    let mut input = lines.join("\n").into_bytes();
    input.extend(b"\n\xff\xfe{}\n");
    input.extend(b"{\"kind\":\"sale\"}");
    let answer = finish(program(home.path(), &["record"]), &input);
    assert_eq!(answer.code, Some(1));
    let answers: Vec<_> = answer.out.lines().map(|line| line.strip_prefix("NAK ").unwrap_or("ACK")).collect();
    assert_eq!(answers, ["ACK", "2", "5", "6", "7", "8", "9", "10", "11", "12", "ACK", "14", "ACK"]);
    let said: Vec<_> = answer.err.lines().collect();
    assert_eq!(said[0], "stdin:2: not JSON: expected value at line 1 column 1");
    assert_eq!(said[6], "stdin:10: longer than 65536 bytes");
    assert_eq!(said[8], "stdin:12: not JSON: expected value at line 1 column 1");
    assert_eq!(said[9], "stdin:14: not UTF-8");
    assert_eq!(said[10], "error: 10 of 13 lines were not stored");
    assert!(!answer.err.contains('\u{1b}'));
    assert_eq!(stored_ids(home.path()).len(), 3);
}

#[test]
fn a_repeated_id_is_acknowledged_and_stored_once() {
    let home = tempdir().unwrap();
    let input = sale(1, 1) + &sale(1, 2) + &sale(1, 1);
    for _ in 0..2 {
        let answer = run(home.path(), &["record"], &input);
        assert_eq!(answer.acknowledged(), [sale_id(1, 1), sale_id(1, 2), sale_id(1, 1)]);
    }
    let in_capitals = sale(1, 1).replace("0190f3c2", "0190F3C2");
    assert_eq!(run(home.path(), &["record"], &in_capitals).code, Some(0));
    assert_eq!(stored_ids(home.path()), [sale_id(1, 1), sale_id(1, 2)]);
}

#[test]
fn an_event_without_an_id_gets_one_of_its_own() {
    let home = tempdir().unwrap();
    let answer = run(home.path(), &["record"], &"{\"kind\":\"sale\"}\n".repeat(100));
    let acknowledged = answer.acknowledged();
    assert_eq!(acknowledged.iter().collect::<HashSet<_>>().len(), 100);
    assert_eq!(stored_ids(home.path()), acknowledged);
}

#[test]
fn who_waits_for_each_answer_gets_it_at_once() {
    let home = tempdir().unwrap();
    let mut child = program(home.path(), &["record"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for number in 0..20 {
        stdin.write_all(sale(1, number).as_bytes()).unwrap();
        assert_eq!(answers.next().unwrap().unwrap(), format!("ACK {}", sale_id(1, number)));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn ten_thousand_events_are_stored_in_order() {
    let home = tempdir().unwrap();
    let input: String = (0..10_000).map(|number| sale(1, number)).collect();
    let answer = run(home.path(), &["record"], &input);
    let expected: Vec<_> = (0..10_000).map(|number| sale_id(1, number)).collect();
    assert_eq!(answer.code, Some(0));
    assert_eq!(answer.acknowledged(), expected);
    assert_eq!(stored_ids(home.path()), expected);
    let status = run(home.path(), &["status", "--json"], "");
    let status: serde_json::Value = serde_json::from_str(&status.out).unwrap();
    assert_eq!(status["store"], serde_json::json!({ "events": 10_000, "unsent": 10_000 }));
    assert_eq!(status["catalog"], serde_json::Value::Null);
}

#[test]
fn several_programs_record_at_once() {
    let home = tempdir().unwrap();
    let runs = 4;
    let workers: Vec<_> = (0..runs)
        .map(|number| {
            let directory = home.path().to_owned();
            thread::spawn(move || {
                let input: String = (0..250).map(|event| sale(number, event)).collect();
                run(&directory, &["record"], &input)
            })
        })
        .collect();
    for worker in workers {
        let answer = worker.join().unwrap();
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
        assert_eq!(answer.acknowledged().len(), 250);
    }
    let stored = stored_ids(home.path());
    assert_eq!((stored.len(), stored.iter().collect::<HashSet<_>>().len()), (1000, 1000));
}

#[test]
fn a_spreadsheet_gets_text_and_never_a_formula() {
    let home = tempdir().unwrap();
    let lines = concat!(
        r#"{"event_id":"0190f3c2-0000-7000-8000-000000000001","kind":"sale","wall_utc":"2026-11-22T14:00:00Z","lines":[{"sku":"=HYPERLINK(\"x\")","quantity":-2,"price":150},{"sku":"INK","quantity":1,"price":null,"weight":"0.482 kg","confirmed":true}],"suggestions":[{"item":"A","add_on":"INK","link_kind":"required","rank":1,"reason":"curated","outcome":"accepted"}],"context":["business","hurry"]}"#,
        "\n",
        r#"{"event_id":"0190f3c2-0000-7000-8000-000000000002","kind":"unknown_code","wall_utc":"2026-11-22T14:01:00Z","code":"@59"}"#,
        "\n",
    );
    run(home.path(), &["record"], lines);
    let export = run(home.path(), &["export", "--format", "csv"], "");
    let mut reader = csv::ReaderBuilder::new().from_reader(export.out.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let picked: Vec<_> = rows
        .iter()
        .map(|row| ["row", "sku", "quantity", "price", "confirmed", "outcome", "code"].map(|name| &row[column(name)]))
        .collect();
    assert_eq!(
        picked,
        [
            ["line", "'=HYPERLINK(\"x\")", "-2", "150", "", "", ""],
            ["line", "INK", "1", "", "true", "", ""],
            ["suggestion", "INK", "", "", "", "accepted", ""],
            ["event", "", "", "", "", "", "'@59"],
        ]
    );
    assert_eq!(&rows[0][column("wall_utc")], "2026-11-22T14:00:00.000Z");
    assert_eq!(&rows[0][column("context")], "business hurry");
    assert_eq!((&rows[0][column("weight")], &rows[1][column("weight")]), ("", "0.482 kg"));
}

#[test]
fn nothing_to_read_is_no_error() {
    let home = tempdir().unwrap();
    let fresh = home.path().join("made/when/missing");
    assert_eq!(run(&fresh, &["record"], "").code, Some(0));
    assert_eq!(run(&fresh, &["export"], "").out, "");
    let never_used = home.path().join("never");
    let export = run(&never_used, &["export"], "");
    assert_eq!((export.code, export.err.as_str()), (Some(0), "nothing is stored yet\n"));
    assert_eq!(std::fs::read_dir(&never_used).unwrap().count(), 0, "reading makes nothing");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::path::Path;
    use std::process::Command;

    /// Runs the program as a shell would with something done to its files first.
    fn in_shell(directory: &Path, arguments: &str, input: &str) -> program::Answer {
        let mut shell = Command::new("sh");
        shell
            .arg("-c")
            .arg(format!("exec \"$0\" {arguments}"))
            .arg(env!("CARGO_BIN_EXE_goeswith"))
            .env("GOESWITH_DATA_DIR", directory);
        finish(shell, input.as_bytes())
    }

    #[test]
    fn closed_input_and_output_are_survived() {
        let home = tempdir().unwrap();
        assert_eq!(in_shell(home.path(), "record <&-", "").code, Some(0));
        assert_eq!(in_shell(home.path(), "record >&-", &sale(1, 1)).code, Some(0));
        assert_eq!(in_shell(home.path(), "record 2>&-", "bad\n").code, Some(1));
        assert_eq!(stored_ids(home.path()), [sale_id(1, 1)]);
        for arguments in ["export >&-", "status >&-", "status --json >&-", "doctor >&- 2>&-"] {
            assert_eq!(in_shell(home.path(), arguments, "").code, Some(0), "{arguments}");
        }
        let directory_as_input = in_shell(home.path(), "record </", "");
        assert_eq!(directory_as_input.code, Some(1));
        assert!(directory_as_input.err.starts_with("error: standard input cannot be read"));
    }

    #[test]
    fn a_reader_that_goes_away_ends_the_export_quietly() {
        let home = tempdir().unwrap();
        let input: String = (0..3000).map(|number| sale(1, number)).collect();
        run(home.path(), &["record"], &input);
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "\"$0\" export | head -n 1"])
            .arg(env!("CARGO_BIN_EXE_goeswith"))
            .env("GOESWITH_DATA_DIR", home.path());
        let answer = finish(shell, b"");
        assert_eq!((answer.out.lines().count(), answer.err.as_str()), (1, ""));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_answer_that_cannot_be_written_is_said() {
        let home = tempdir().unwrap();
        let answer = in_shell(home.path(), "record >/dev/full", &sale(1, 1));
        assert_eq!(answer.code, Some(4));
        assert!(answer.err.starts_with("error: output could not be written"), "{}", answer.err);
    }
}
