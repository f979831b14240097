//! Standard input, output and error that are closed, full, or gone in the middle: nothing panics, and what could not be
//! written is not called written.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use program::sale;

const PROGRAM: &str = env!("CARGO_BIN_EXE_goeswith");

const COMMANDS: [&str; 16] = [
    "status",
    "status --json",
    "doctor",
    "doctor --json",
    "keys",
    "--help",
    "catalog build --help",
    "--version",
    "nonsense",
    "completions bash",
    "man",
    "export",
    "export --format csv",
    "scan 4006381333931",
    "catalog check source",
    "record",
];

/// A shell line with the program as `$0`; its exit code and what it said.
fn shell(folder: &Path, line: &str) -> (Option<i32>, String) {
    let output = Command::new("bash")
        .args(["-c", line, PROGRAM])
        .current_dir(folder)
        .env("GOESWITH_DATA_DIR", folder.join("data"))
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("panicked") && !said.contains("had a fault"), "{line}: {said}");
    assert!(output.status.code().is_some_and(|code| code < 100), "{line}: {:?} {said}", output.status);
    (output.status.code(), said)
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("source")).unwrap();
    let shop = "name = \"F\"\nchain_id = \"f\"\ncurrency = \"EUR\"\n";
    fs::write(folder.path().join("source/shop.toml"), shop).unwrap();
    fs::write(folder.path().join("source/items.csv"), "sku,name,price\nA,Cup,1.50\n").unwrap();
    fs::write(folder.path().join("sales.jsonl"), (0..2000).map(|number| sale(1, number)).collect::<String>()).unwrap();
    shell(folder.path(), "\"$0\" record < sales.jsonl");
    folder
}

#[test]
fn closed_files_are_no_reason_to_fall_over() {
    let folder = folder();
    for command in COMMANDS {
        for closed in [">&-", "2>&-", "<&-", "<&- >&- 2>&-"] {
            shell(folder.path(), &format!("\"$0\" {command} {closed}"));
        }
    }
}

#[test]
fn a_reader_that_leaves_ends_the_output_quietly() {
    let folder = folder();
    for command in COMMANDS {
        let (_, said) = shell(
            folder.path(),
            &format!("\"$0\" {command} < /dev/null | head -1 > /dev/null; exit ${{PIPESTATUS[0]}}"),
        );
        assert!(!said.contains("written"), "{command}: {said}");
    }
    let (code, said) = shell(folder.path(), "\"$0\" export 2> /dev/null | true; exit ${PIPESTATUS[0]}");
    assert_eq!((code, said.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_full_disk_did_not_take_is_not_called_written() {
    let folder = folder();
    for command in ["status", "status --json", "keys", "export", "export --format csv", "man", "completions bash"] {
        let (code, said) = shell(folder.path(), &format!("\"$0\" {command} > /dev/full"));
        assert_eq!(code, Some(4), "{command}: {said}");
        assert!(said.contains("output could not be written"), "{command}: {said}");
    }
    for command in ["--help", "--version"] {
        shell(folder.path(), &format!("\"$0\" {command} > /dev/full"));
    }
    shell(folder.path(), "\"$0\" status 2> /dev/full");
}
