//! What staff notice while a new catalog is put into use: how long a search takes beside an installation and without one,
//! and how late the frame of a key comes.
//!
//! `cargo bench --bench installing -- [--items N] [--turns N]`. Searches: in this process, one after another without a
//! pause, while another thread at the courier's priority takes the next version out of a sync folder. Frames: the program in
//! a pseudo-terminal of 80x24, typed into while its own courier does the same. Every turn brings a version with one price
//! in a hundred changed, and is measured without an installation first.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)] // a measurement that cannot go on stops

#[allow(dead_code)] // each bench uses its part
mod figures;
#[allow(dead_code)]
mod goods;
#[path = "../tests/pty/screen.rs"]
#[allow(dead_code)] // the tests use more of it
mod screen;
#[allow(dead_code)]
mod typed;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use figures::{Figures, heading, on_processor, option};
use goeswith::cli::search::items;
use goeswith::db::Catalog;
use goeswith::sync::{IndexFile, Receiver, current, step_back};
use portable_pty::CommandBuilder;
use screen::{Window, key, pause};

const PROGRAM: &str = env!("CARGO_BIN_EXE_goeswith");
const IDLE: Duration = Duration::from_secs(2);
/// Typed on for so long once the catalog is in use, so that the screen has changed over.
const AFTER: Duration = Duration::from_millis(500);
/// Between two keys, so that their frames are two: faster than anybody types.
const APART: Duration = Duration::from_millis(3);

fn main() {
    let count = option("--items").map_or(100_000, |items| items.parse().unwrap());
    let turns: u64 = option("--turns").map_or(10, |turns| turns.parse().unwrap());
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let shop = Shop::build(folder.path(), count);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("items {count}, installations {turns} and {turns}, cores {cores}, times in milliseconds\n\n{}", heading());
    let texts = texts(&shop.versions[0]);

    let (searched, on_processor) = searches(&shop, &texts, turns);
    searched.say("a search");
    on_processor.say("a search, on the processor");
    let (letters, results) = frames(&shop, &texts, turns);
    letters.say("key to its frame");
    results.say("key to results");
    println!("{}", searched.installed.row("an installation", "ms"));
    println!("{}", letters.installed.row("the same at a counter", "ms"));
}

/// Two snapshots, and where they are published before they come into the sync folder.
struct Shop {
    folder: PathBuf,
    versions: [PathBuf; 2],
}

impl Shop {
    fn build(folder: &Path, items: usize) -> Self {
        let versions = ["before.db", "after.db"].map(|name| folder.join(name));
        let source = folder.join("source");
        goods::write(&source, &goods::Shop { items, baskets: items }).unwrap();
        let shop = Self { folder: folder.to_owned(), versions };
        let [source, before, after] =
            [&source, &shop.versions[0], &shop.versions[1]].map(|path| path.to_str().unwrap());
        shop.run(&["catalog", "build", source, "-o", before]);
        goods::raise_prices(Path::new(source)).unwrap();
        shop.run(&["catalog", "build", source, "-o", after, "--previous", before]);
        shop
    }

    fn run(&self, arguments: &[&str]) {
        let output = Command::new(PROGRAM).args(arguments).arg("--data-dir").arg(self.folder.join("office")).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Publishes the next version beside the sync folder.
    fn publish(&self, version: u64) {
        let file = self.versions[version as usize % 2].to_str().unwrap();
        self.run(&["catalog", "publish", file, "--to", self.folder.join("shelf").to_str().unwrap()]);
    }

    /// Puts what was published last into a sync folder, as a copying program would that is done with it.
    fn bring(&self, sync: &Path) {
        let to = sync.join("catalog");
        fs::create_dir_all(&to).unwrap();
        let mut names: Vec<_> =
            fs::read_dir(self.folder.join("shelf/catalog")).unwrap().map(|entry| entry.unwrap().path()).collect();
        // Snapshots before manifests.
        names.sort_by_key(|path| path.extension().is_some_and(|extension| extension == "json"));
        for path in names {
            let target = to.join(path.file_name().unwrap());
            if !target.exists() {
                fs::hard_link(&path, target).unwrap();
            }
        }
    }
}

/// Beginnings of words and words, as they are typed.
fn texts(catalog: &Path) -> Vec<String> {
    let (mut whole, beginnings) = typed::made(&Catalog::open(catalog).unwrap());
    whole.extend(beginnings);
    whole.into_iter().map(|line| line.query).collect()
}

/// The same without an installation and beside one.
struct Beside {
    idle: Figures,
    busy: Figures,
    installed: Figures,
}

impl Beside {
    fn of(idle: Vec<Duration>, busy: Vec<Duration>, installed: Vec<Duration>) -> Self {
        let [idle, busy, installed] = [idle, busy, installed].map(Figures::of_times);
        Self { idle, busy, installed }
    }

    fn say(&self, what: &str) {
        println!("{}", self.idle.row(what, "ms"));
        println!("{}", self.busy.row("the same beside an installation", "ms"));
        println!("{:<34} {:>26} {:>9.2}", "  p99 to p99", "", self.busy.part(0.99) / self.idle.part(0.99));
    }
}

/// How long searches take, and of that on the processor: what other work on the machine takes from the thread is left out
/// there.
fn searches(shop: &Shop, texts: &[String], turns: u64) -> (Beside, Beside) {
    let (data, sync) = (shop.folder.join("searching"), shop.folder.join("sync-searching"));
    let mut receiver = Receiver::default();
    shop.publish(1);
    shop.bring(&sync);
    receiver.receive(&sync, &data, None, &mut |_, _, _| true).unwrap();
    let installed = current(&data).unwrap();
    let catalog = Catalog::open(&installed.path).unwrap();
    let index = IndexFile::of_installed(&installed).unwrap().read().unwrap();
    let mut place = 0;
    let mut search_until = |times: &mut Vec<(Duration, Duration)>, is_over: &dyn Fn() -> bool| {
        while !is_over() {
            place += 1;
            let before = (Instant::now(), on_processor().unwrap_or_default());
            black_box(items(&catalog, &index, &texts[place % texts.len()]).unwrap());
            times.push((before.0.elapsed(), on_processor().unwrap_or_default().saturating_sub(before.1)));
        }
    };
    // Every text once, so that what the catalog has to read is in memory.
    let warm = std::cell::Cell::new(0);
    search_until(&mut Vec::new(), &|| warm.replace(warm.get() + 1) > texts.len());
    let (mut idle, mut busy, mut took) = (Vec::new(), Vec::new(), Vec::new());
    for version in 2..turns + 2 {
        shop.publish(version);
        let begun = Instant::now();
        search_until(&mut idle, &|| begun.elapsed() > IDLE);
        shop.bring(&sync);
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let installing = scope.spawn(|| {
                step_back();
                let begun = Instant::now();
                let brought = receiver.receive(&sync, &data, None, &mut |_, _, _| true);
                done.store(true, Ordering::Relaxed);
                assert!(brought.unwrap().installed.is_some());
                begun.elapsed()
            });
            search_until(&mut busy, &|| done.load(Ordering::Relaxed));
            took.push(installing.join().unwrap());
        });
    }
    let ((idle, work_idle), (busy, work_beside)): ((Vec<_>, Vec<_>), (Vec<_>, Vec<_>)) =
        (idle.into_iter().unzip(), busy.into_iter().unzip());
    (Beside::of(idle, busy, took.clone()), Beside::of(work_idle, work_beside, took))
}

/// Times from a key to the frame with its letter, and to the frame with its results.
fn frames(shop: &Shop, texts: &[String], turns: u64) -> (Beside, Beside) {
    let (data, sync) = (shop.folder.join("typing"), shop.folder.join("sync-typing"));
    shop.bring(&sync);
    let arguments = ["--data-dir", data.to_str().unwrap(), "--sync-dir", sync.to_str().unwrap()];
    shop.run(&["catalog", "install", shop.versions[0].to_str().unwrap()]);
    let first = Command::new(PROGRAM).args(["sync", "--once"]).args(arguments).output().unwrap();
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let mut command = CommandBuilder::new(PROGRAM);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.args(arguments);
    let mut window = Window::open(command, (80, 24));
    window.wait_for("Scan, or type a name");
    let mut typist = Typist { window, texts, place: 0 };
    let (mut idle, mut busy, mut took) = (Typed::default(), Typed::default(), Vec::new());
    for version in turns + 2..2 * turns + 2 {
        shop.publish(version);
        let begun = Instant::now();
        typist.type_until(&mut idle, &|| begun.elapsed() > IDLE);
        shop.bring(&sync);
        typist.ask_for_a_visit();
        let begun = Instant::now();
        let changed = std::cell::Cell::new(None);
        typist.type_until(&mut busy, &|| {
            if changed.get().is_none() && current(&data).unwrap().version == version {
                changed.set(Some(Instant::now()));
            }
            changed.get().is_some_and(|changed| changed.elapsed() > AFTER)
        });
        took.extend(changed.get().map(|changed| changed - begun));
    }
    typist.window.send(key::CTRL_Q);
    typist.window.wait_for_end();
    (Beside::of(idle.letters, busy.letters, took.clone()), Beside::of(idle.results, busy.results, took))
}

#[derive(Default)]
struct Typed {
    letters: Vec<Duration>,
    results: Vec<Duration>,
}

struct Typist<'t> {
    window: Window,
    texts: &'t [String],
    place: usize,
}

impl Typist<'_> {
    fn ask_for_a_visit(&mut self) {
        self.window.send(key::F8);
        self.window.wait_for("Sync now");
        // As a person types: all at once would be a scan.
        self.window.send_paced("sync now", Duration::from_millis(70));
        pause();
        self.window.send(key::ENTER);
        self.window.wait_without("asks the sync folder");
    }

    /// Types texts letter by letter, and waits after each for its frame and its results.
    fn type_until(&mut self, times: &mut Typed, is_over: &dyn Fn() -> bool) {
        let is_plain = |text: &&String| text.len() >= 3 && text.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
        let texts: Vec<&String> = self.texts.iter().filter(is_plain).collect();
        while !is_over() {
            self.place += 1;
            let text = texts[self.place % texts.len()];
            for end in 1..=text.len() {
                let (typed, key) = (&text[..end], &text[end - 1..end]);
                let before = Instant::now();
                self.window.send(key);
                let line = format!("> {}", typed.trim_end());
                let seen = self.window.wait_until(&line, |screen| screen.contents().contains(&line));
                times.letters.push(seen - before);
                if key != " " {
                    let results = format!("\"{typed}\" ");
                    let seen = self.window.wait_until(&results, |screen| {
                        let text = screen.contents();
                        text.contains(&results) && !text.contains("Looking for")
                    });
                    times.results.push(seen - before);
                }
                std::thread::sleep(APART);
            }
            self.window.send(key::ESC);
            self.window.wait_until("an empty line", |screen| screen.contents().contains("Scan, or type a name"));
            std::thread::sleep(APART);
        }
    }
}
