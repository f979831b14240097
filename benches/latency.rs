//! How long staff wait: from the end of a scan to the add-ons on the screen, from a key to the results of a search.
//!
//! The program runs in a pseudo-terminal of 80x24. A time runs from before the write to the chunk of output after which
//! the expected text stands on the parsed screen. `cargo bench --bench latency -- [--catalog FILE.db] [--items N]`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)] // a measurement that cannot go on stops

#[allow(dead_code)] // each bench uses its part
mod figures;
#[allow(dead_code)]
mod goods;
#[path = "../tests/pty/screen.rs"]
#[allow(dead_code)] // the tests use more of it
mod screen;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use figures::{Figures, heading, megabytes, option};
use goeswith::db::Catalog;
use portable_pty::CommandBuilder;
use screen::{Window, key};

const PROGRAM: &str = env!("CARGO_BIN_EXE_goeswith");
const SCANS: usize = 600;
const KEYS: usize = 1_200;
const STARTS: usize = 15;
const APPENDS: usize = 300;
/// Between two measurements, so that their frames are two.
const APART: Duration = Duration::from_millis(3);

/// What a terminal is sent before and behind each frame, so that it shows it whole.
const BEGIN_OF_FRAME: &str = "\x1b[?2026h";
const END_OF_FRAME: &str = "\x1b[?2026l";

/// A scan and the beginning of the add-on's name that has to appear.
struct Subject {
    code: String,
    add_on: String,
}

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let catalog = option("--catalog").map_or_else(|| generated(folder.path()), PathBuf::from);
    let items = Catalog::open(&catalog).unwrap().item_count().unwrap();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("items {items}, cores {cores}, 80x24, times in milliseconds\n\n{}", heading());

    let (frames, results) = (0..STARTS).map(|_| first_search(folder.path(), &catalog)).unzip::<_, _, Vec<_>, Vec<_>>();
    println!("{}", Figures::of_times(frames).row("start to first usable frame", "ms"));
    println!("{}", Figures::of_times(results).row("start to first results", "ms"));
    let appends = Figures::of_times(appends(folder.path()));
    println!("{}", appends.row("one fsynced append, for comparison", "ms"));

    let subjects = subjects(folder.path(), &catalog);
    assert!(!subjects.is_empty(), "no item of this catalog has an add-on");
    let (mut window, _) = start(folder.path(), &catalog);
    // A shop's installed catalog comes with its index; one that is only named has it built first, on the same cores.
    first_results(&mut window);
    clear(&mut window);
    let (times, frames) = scans(&mut window, &subjects);
    println!("{}", Figures::of_times(times).row("scan to add-ons", "ms"));
    println!("{}", frames.row("bytes of a scan's frames", "bytes"));
    let (times, frames) = keys(&mut window, &texts(&catalog));
    println!("{}", Figures::of_times(times).row("key to results", "ms"));
    println!("{}", frames.row("bytes of a key's frames", "bytes"));
    for (which, what) in [("VmRSS", "resident"), ("VmHWM", "resident at most")] {
        match megabytes(window.process(), which) {
            Some(size) => println!("{what:<34} {size:>16.1}  MB"),
            None => println!("{what:<34} not known on this system"),
        }
    }
    window.send(key::CTRL_Q);
    window.wait_for_end();
}

/// A catalog of made-up goods.
fn generated(folder: &Path) -> PathBuf {
    let items = option("--items").map_or(20_000, |items| items.parse().unwrap());
    goods::catalog(folder, &goods::Shop { items, baskets: items })
}

/// Starts the sale screen; the time to the first frame on which it can be used.
fn start(folder: &Path, catalog: &Path) -> (Window, Duration) {
    let data = tempfile::tempdir_in(folder).unwrap().keep();
    let mut command = CommandBuilder::new(PROGRAM);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.args(["--data-dir", data.to_str().unwrap(), "--catalog", catalog.to_str().unwrap()]);
    let before = Instant::now();
    let mut window = Window::open(command, (80, 24));
    let seen = window.wait_for("? Help");
    (window, seen - before)
}

/// Starts the sale screen and types at once; the times from the start to the first frame and to the first results,
/// for which the names have to be read.
fn first_search(folder: &Path, catalog: &Path) -> (Duration, Duration) {
    let before = Instant::now();
    let (mut window, frame) = start(folder, catalog);
    let results = first_results(&mut window);
    window.send(key::CTRL_Q);
    window.wait_for_end();
    (frame, results - before)
}

/// Types the beginning of a name; when its results stood on the screen, those of an index.
fn first_results(window: &mut Window) -> Instant {
    window.send("pa");
    window.wait_until("results", |screen| {
        let text = screen.contents();
        text.contains("\"pa\" ") && !text.contains("Looking for") && !text.contains("being made ready")
    })
}

/// Empties the line.
fn clear(window: &mut Window) {
    window.send(key::ESC);
    window.wait_until("an empty line", |screen| screen.contents().contains("Scan, or type a name"));
    std::thread::sleep(APART);
}

/// What the disk takes for the least that a saved sale needs.
fn appends(folder: &Path) -> Vec<Duration> {
    let mut file = fs::File::create(folder.join("appended")).unwrap();
    let append = |_| {
        let before = Instant::now();
        file.write_all(&[b'x'; 256]).unwrap();
        file.sync_data().unwrap();
        before.elapsed()
    };
    (0..APPENDS).map(append).collect()
}

/// What sells best and has an add-on.
fn subjects(folder: &Path, catalog: &Path) -> Vec<Subject> {
    let opened = Catalog::open(catalog).unwrap();
    let best = opened.best_sellers(200).unwrap();
    let items = best.into_iter().filter_map(|(id, _)| opened.item(id).unwrap());
    let subject = |code: &str| {
        let mut suggest = Command::new(PROGRAM);
        suggest.args(["suggest", code, "--json", "--catalog"]).arg(catalog);
        let output = suggest.arg("--data-dir").arg(folder).output().unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let name = answer["suggestions"][0]["name"].as_str()?;
        Some(Subject { code: code.to_owned(), add_on: name.chars().take(24).collect() })
    };
    let long_enough = items.filter(|item| item.sku.as_str().len() >= 6);
    long_enough.filter_map(|item| subject(item.sku.as_str())).collect()
}

/// Scans into an empty sale each time, since what stands on the screen already cannot appear.
fn scans(window: &mut Window, subjects: &[Subject]) -> (Vec<Duration>, Figures) {
    let mut sizes = Vec::new();
    let mut times = Vec::new();
    for subject in subjects.iter().cycle().take(SCANS) {
        window.forget_raw();
        let before = Instant::now();
        window.send(&format!("{}\r", subject.code));
        let add_on = format!("[ ] {}", subject.add_on);
        let seen = window.wait_until(&add_on, |screen| {
            let text = screen.contents();
            text.contains(&add_on) || text.contains(&format!("NEEDS  {}", subject.add_on))
        });
        times.push(seen - before);
        window.wait_for_bytes(END_OF_FRAME);
        sizes.extend(frames(window.raw()));
        std::thread::sleep(APART);
        window.send(key::F6);
        window.wait_for(" 0 items");
        std::thread::sleep(APART);
    }
    (times, Figures::of(sizes))
}

/// The beginnings of names, as staff type them.
fn texts(catalog: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    let catalog = Catalog::open(catalog).unwrap();
    let every = (catalog.item_count().unwrap() / 400).max(1);
    let mut place = 0;
    let each = catalog.each_search_row(|row| {
        place += 1;
        let words: Vec<String> = row.name.to_lowercase().split_whitespace().map(letters).collect();
        let long = words.iter().filter(|word| word.len() >= 3);
        // Two words of the name, in one or the other order.
        let mut two: Vec<&str> = long.map(|word| &word[..word.len().min(5)]).take(2).collect();
        if place % every == 0 && !two.is_empty() {
            if place % 2 == 0 {
                two.reverse();
            }
            texts.push(two.join(" "));
        }
        true
    });
    each.unwrap();
    texts
}

fn letters(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Types texts letter by letter and waits after each for the results of what stands on the line.
fn keys(window: &mut Window, texts: &[String]) -> (Vec<Duration>, Figures) {
    let mut sizes = Vec::new();
    let mut times = Vec::new();
    for text in texts.iter().cycle() {
        if times.len() >= KEYS {
            break;
        }
        for end in 1..=text.len() {
            let (typed, key) = (&text[..end], &text[end - 1..end]);
            // A blank at the end changes no result, and one digit opens no search.
            let is_search = key != " " && typed.chars().any(char::is_alphabetic);
            window.forget_raw();
            let before = Instant::now();
            window.send(key);
            if !is_search {
                window.wait_for(&format!("> {}", typed.trim_end()));
                std::thread::sleep(APART);
                continue;
            }
            let results = format!("\"{typed}\" ");
            let seen = window.wait_until(&results, |screen| {
                let text = screen.contents();
                text.contains(&results) && !text.contains("Looking for")
            });
            times.push(seen - before);
            sizes.extend(frames(window.raw()));
            std::thread::sleep(APART);
        }
        clear(window);
    }
    (times, Figures::of(sizes))
}

/// How many bytes each frame in the output has.
fn frames(raw: &[u8]) -> Vec<f64> {
    let text = String::from_utf8_lossy(raw);
    let begun = text.split(BEGIN_OF_FRAME).skip(1);
    let whole = begun.filter_map(|frame| frame.split_once(END_OF_FRAME));
    whole.map(|(frame, _)| frame.len() as f64).collect()
}
