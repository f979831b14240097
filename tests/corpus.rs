//! Every input that was ever found worth keeping is read again: the seeds of the fuzz targets, and what made one of them
//! fail before it was mended.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;

#[test]
fn nothing_in_the_corpus_makes_the_program_fail() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, read) in targets::ALL {
        let mut seen = 0;
        for entry in fs::read_dir(corpus.join(name)).unwrap() {
            read(&fs::read(entry.unwrap().path()).unwrap());
            seen += 1;
        }
        assert!(seen > 1, "{name} has {seen} seeds");
    }
}

#[test]
fn every_target_is_built_and_every_folder_is_of_a_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let names = |folder: &str| {
        let entries = fs::read_dir(fuzz.join(folder)).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    let mut known: Vec<&str> = targets::ALL.iter().map(|(name, _)| *name).collect();
    known.sort_unstable();
    assert_eq!(names("fuzz_targets"), known);
    assert_eq!(names("corpus"), known);
}
