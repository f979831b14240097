//! The guide under `docs/`: its pictures are what the program draws, and every page shows and links what there is.
//!
//! `UPDATE_DOCS=1 cargo test --test guide` draws the pictures anew. What its commands print is compared by the test that
//! reads README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "the tests of the sale use the rest")]
#[path = "../sale/counter.rs"]
mod counter;
#[allow(dead_code, reason = "the tests of the review use the rest")]
#[path = "../review/desk.rs"]
mod desk;
mod pictures;
#[path = "../shop/mod.rs"]
mod shop;
mod svg;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use pictures::{PICTURES, Picture};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// Name and text of every page.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = fs::read_dir(docs())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    pages.sort();
    pages
}

/// The folder of the pictures, each of them drawn anew first where that was asked for.
fn screens() -> PathBuf {
    static RENEWED: Once = Once::new();
    let folder = docs().join("screens");
    RENEWED.call_once(|| {
        if std::env::var_os("UPDATE_DOCS").is_some() {
            for picture in &PICTURES {
                fs::write(folder.join(picture.name).with_extension("svg"), drawn(picture)).unwrap();
            }
        }
    });
    folder
}

fn drawn(picture: &Picture) -> String {
    let (buffer, cursor) = picture.drawn();
    svg::picture(&buffer, cursor, picture.title)
}

#[test]
fn the_pictures_are_what_the_program_draws() {
    let is_kept = |picture: &&Picture| {
        let path = screens().join(picture.name).with_extension("svg");
        fs::read_to_string(path).unwrap_or_default() == drawn(picture)
    };
    let old: Vec<&str> = PICTURES.iter().filter(|picture| !is_kept(picture)).map(|picture| picture.name).collect();
    assert!(old.is_empty(), "no longer what the program draws: {old:?}; UPDATE_DOCS=1 cargo test --test guide");
}

#[test]
fn every_picture_is_shown_somewhere_and_no_page_shows_another() {
    let text: String = pages().into_iter().map(|(_, text)| text).collect();
    let mut files: Vec<String> =
        fs::read_dir(screens()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    let mut known: Vec<String> = PICTURES.iter().map(|picture| format!("{}.svg", picture.name)).collect();
    known.sort();
    assert_eq!(files, known);
    for file in &files {
        assert!(text.contains(&format!("](screens/{file})")), "no page shows {file}");
    }
    for (page, text) in pages() {
        for shown in text.split("![").skip(1) {
            let alt = shown.split(']').next().unwrap();
            assert!(alt.len() > 20, "{page}: a picture without words for those who do not see it: {alt}");
        }
    }
}

#[test]
fn links_of_the_guide_lead_somewhere() {
    screens();
    let mut seen = 0;
    for (page, text) in pages() {
        for target in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            if !target.starts_with("http") {
                let file = target.split('#').next().unwrap();
                assert!(docs().join(file).exists(), "{page}: {target}");
                seen += 1;
            }
        }
    }
    assert!(seen > PICTURES.len(), "{seen}");
    let index = fs::read_to_string(docs().join("README.md")).unwrap();
    for (page, _) in pages() {
        assert!(page == "README.md" || index.contains(&format!("]({page})")), "the index does not name {page}");
    }
}
