//! `goeswith doctor`: looks at everything a person could be asked about on the telephone, and moves a damaged store
//! aside.

use std::env;
use std::io::IsTerminal as _;
use std::path::Path;

use serde::Serialize;

use super::place::Place;
use super::{Exit, Failure, Globals, chain_key as key_file, clock, console, face, listen, place, problems, trial};
use crate::db::store::{self, Store};
use crate::domain::problem::{Code, Problem};
use crate::domain::text::clean;
use crate::input::{self, Source};
use crate::settings::{self, Settings, resolve_look, resolve_theme};
use crate::sync::{self, versions};

/// Look for everything that could be wrong here, and say what to do about it
///
/// A damaged store is moved aside, never deleted, and what can be read of it is taken over into a new one.
///
/// Exit code 0 where nothing is wrong, 6 where the store is damaged, else 1.
#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    /// Show what each key of this keyboard sends, until Ctrl+C
    #[arg(long)]
    keys: bool,

    /// Scan a label three times: find out how the scanner sends, and set settings.toml to it
    #[arg(long, conflicts_with = "keys")]
    scanner: bool,
}

/// What one look found.
#[derive(Debug, Serialize)]
struct Check {
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

#[derive(Debug, Default)]
struct Findings {
    checks: Vec<Check>,
}

impl Findings {
    fn fine(&mut self, what: String) {
        self.checks.push(Check { what, problem: None });
    }

    fn wrong(&mut self, problem: Problem) {
        let what = problem.sentence();
        self.checks.push(Check { what, problem: Some(problem) });
    }

    fn all_wrong(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            self.wrong(problem);
        }
    }

    fn has(&self, codes: &[Code]) -> bool {
        let problems = self.checks.iter().filter_map(|check| check.problem.as_ref());
        problems.into_iter().any(|problem| codes.iter().any(|code| code.number() == problem.code))
    }
}

/// Runs the command.
pub fn run(args: &DoctorArgs, globals: &Globals) -> Result<(), Failure> {
    if args.keys {
        return trial::keys(globals);
    }
    if args.scanner {
        return trial::scanner(globals);
    }
    let mut findings = Findings::default();
    sqlite(&mut findings);
    // The sample shop's own place, where that is meant; it goes when this returns.
    let demo = globals.demo.then(|| Place::of(globals)).transpose()?;
    let own = demo.as_ref().map(|place| place.data_dir.as_path()).or(globals.data_dir.as_deref());
    match settings::data_dir(own) {
        Err(error) => findings.wrong(Problem::new(Code::NoDirectory, &error.to_string())),
        Ok(data_dir) => {
            directory(&data_dir, &mut findings);
            catalog(&data_dir, &mut findings);
            store(&data_dir, &mut findings);
        }
    }
    match settings::config_dir(own) {
        Err(error) => findings.wrong(Problem::new(Code::NoDirectory, &error.to_string())),
        Ok(config_dir) => configuration(&config_dir, globals, &mut findings),
    }
    terminal(&mut findings);
    print(&findings, globals)?;
    verdict(&findings)
}

fn sqlite(findings: &mut Findings) {
    // Versions before hold the WAL-reset bug: https://sqlite.org/wal.html#walresetbug
    const OLDEST: i32 = 3_051_003;
    let (name, number) = store::sqlite_version();
    if number >= OLDEST {
        findings.fine(format!("SQLite {name}"));
    } else {
        let what = format!("the SQLite inside is {name} and may lose sales; 3.51.3 is the oldest without that fault");
        findings.wrong(Problem::new(Code::SqliteTooOld, &what));
    }
}

fn directory(data_dir: &Path, findings: &mut Findings) {
    match tempfile::tempfile_in(data_dir).and_then(|mut file| {
        std::io::Write::write_all(&mut file, b"can this be saved?")?;
        file.sync_all()
    }) {
        Ok(()) => findings.fine(format!("files are kept in {}", data_dir.display())),
        Err(error) => {
            let what = format!("nothing can be saved in {}: {error}", data_dir.display());
            findings.wrong(Problem::new(Code::NotSaved, &what));
        }
    }
    match (problems::disk(data_dir), store::room(data_dir)) {
        (Some(problem), _) => findings.wrong(problem),
        (None, Some(free)) => findings.fine(format!("{} MB free on that disk", free / 1_000_000)),
        (None, None) => {}
    }
}

fn catalog(data_dir: &Path, findings: &mut Findings) {
    match sync::current(data_dir) {
        Some(catalog) => findings.fine(format!("catalog version {} is installed", catalog.version)),
        None => findings.fine("no catalog is installed; `goeswith catalog install FILE.db` installs one".to_owned()),
    }
}

fn store(data_dir: &Path, findings: &mut Findings) {
    let path = data_dir.join(store::FILE);
    let earlier = problems::moved_aside(data_dir);
    if !path.exists() && earlier.is_empty() {
        findings.fine("no sale is stored yet".to_owned());
        return;
    }
    findings.all_wrong(earlier);
    match Store::open_thoroughly(&path, clock::now()) {
        Err(error) => findings.wrong(problems::of_store(&error)),
        Ok((store, notice)) => {
            findings.all_wrong(notice);
            events(&store, findings);
            findings.all_wrong(problems::clock(&store, clock::now()));
        }
    }
}

/// Reads every event: the pages of a store can be in order and a text on them be changed all the same.
fn events(store: &Store, findings: &mut Findings) {
    let (mut events, mut damaged) = (0_u64, 0_u64);
    for event in store.events(0) {
        match event {
            Err(error) => return findings.wrong(problems::of_store(&error)),
            Ok(event) => damaged += u64::from(!event.intact),
        }
        events += 1;
    }
    if damaged == 0 {
        findings.fine(format!("the store is whole: {events} events"));
    } else {
        let what = format!("{damaged} of {events} events in the store can no longer be read");
        findings.wrong(Problem::new(Code::EventDamaged, &what));
    }
}

fn configuration(config_dir: &Path, globals: &Globals, findings: &mut Findings) {
    let file = config_dir.join(settings::FILE);
    let (settings, problems) = settings::read(config_dir);
    if problems.is_empty() {
        let which = if file.exists() { "are read from" } else { "are the defaults; they would be read from" };
        findings.fine(format!("settings {which} {}", file.display()));
    }
    findings.all_wrong(problems);
    if let Some(sync_dir) = super::sync::folder(globals, &settings) {
        synced(&sync_dir, findings);
    }
    listening(&settings, findings);
    chain_key(&settings, findings);
    let keys = config_dir.join(settings::KEYS_FILE);
    let (_, problems) = face::keymap(config_dir);
    if !problems.is_empty() {
        return findings.all_wrong(problems);
    }
    let which = if keys.exists() { "are changed by" } else { "are the defaults; they would be changed by" };
    findings.fine(format!("keys {which} {}", keys.display()));
}

/// The folder that joins this computer with head office: what has arrived, and whether sales can leave.
fn synced(sync_dir: &Path, findings: &mut Findings) {
    if let Err(error) = std::fs::read_dir(sync_dir) {
        let what = clean(&format!("the sync folder {} cannot be read: {error}", sync_dir.display())).text;
        return findings.wrong(Problem::new(Code::SyncFolderGone, &what));
    }
    let newest = versions::catalogs(sync_dir).and_then(|folder| versions::newest(&folder)).ok().flatten();
    let newest =
        newest.map_or_else(|| "no catalog yet".to_owned(), |version| format!("its newest catalog is {version}"));
    findings.fine(format!("sync folder {}: {newest}", sync_dir.display()));
    if let Err(error) = tempfile::tempfile_in(sync_dir) {
        let what = clean(&format!("sales cannot be copied into {}: {error}", sync_dir.display())).text;
        findings.wrong(Problem::new(Code::OutboxUnwritable, &what));
    }
}

/// Cards and badges need the chain's key.
fn chain_key(settings: &Settings, findings: &mut Findings) {
    let what = match (settings.customers.cards.is_empty(), settings.badges.is_empty()) {
        (true, true) => return,
        (false, true) => "no card is linked",
        (true, false) => "no badge begins a shift",
        (false, false) => "no card is linked and no badge begins a shift",
    };
    match key_file::read(settings) {
        Ok(Some(_)) => findings.fine("the chain's key for cards and badges is there".to_owned()),
        Ok(None) => findings.wrong(Problem::new(Code::ChainKey, &format!("no key of the chain is set: {what}"))),
        Err(failure) => findings.wrong(Problem::new(Code::ChainKey, &format!("{}: {what}", failure.message))),
    }
}

/// What is listened to beside the keyboard. Nothing is opened: another copy may be listening.
fn listening(settings: &Settings, findings: &mut Findings) {
    if let Some(scanner) = listen::scanner(settings) {
        match input::look(&scanner) {
            Ok(_) => findings.fine(format!("scanner on {scanner}: the port is there")),
            Err(loss) => {
                let what = clean(&format!("the scanner cannot be heard: {scanner}: {loss}")).text;
                findings.wrong(Problem { what, ..listen::scanner_lost(&scanner, &loss) });
            }
        }
    }
    let Some(till) = &settings.feed.source else { return };
    match input::look(till) {
        Ok(input::Kind::Port) => findings.fine(format!("till feed from {till}: the port is there")),
        Ok(input::Kind::Pipe) => findings.fine(format!("till feed from {till}: a named pipe")),
        Ok(input::Kind::Folder) => findings.fine(format!("till feed from {till}: a folder, its newest file")),
        Ok(input::Kind::File) => findings.fine(format!("till feed from {till}: {}", last_written(till))),
        Err(loss) => {
            let what = clean(&format!("the till cannot be heard: {till}: {loss}")).text;
            findings.wrong(Problem { what, ..listen::till_lost(till, &loss) });
        }
    }
}

fn last_written(till: &Source) -> String {
    let Source::Path(path) = till else { return String::new() };
    let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified());
    let ago = modified.ok().and_then(|at| at.elapsed().ok()).map(|ago| ago.as_secs() / 60);
    match ago {
        None => "a file".to_owned(),
        Some(0) => "a file, last written less than a minute ago".to_owned(),
        Some(minutes) if minutes < 120 => format!("a file, last written {minutes} min ago"),
        Some(minutes) if minutes < 48 * 60 => format!("a file, last written {} h ago", minutes / 60),
        Some(minutes) => format!("a file, last written {} days ago", minutes / (24 * 60)),
    }
}

/// Facts about the terminal; which of them is wrong only a person can see.
fn terminal(findings: &mut Findings) {
    let variable = |name: &str| env::var(name).ok();
    let locale = place::locale();
    let look = resolve_look(None, locale.as_deref());
    let theme = resolve_theme(None, variable("NO_COLOR").as_deref());
    let size = size().map_or_else(|| "of unknown size".to_owned(), |(columns, rows)| format!("{columns}x{rows}"));
    let is_terminal = if std::io::stdout().is_terminal() { "a terminal" } else { "no terminal" };
    findings.fine(format!(
        "output goes to {is_terminal} {size}; TERM={}, locale {}, NO_COLOR={}: look {look:?}, theme {theme:?}",
        variable("TERM").as_deref().unwrap_or("not set"),
        locale.as_deref().unwrap_or("not set"),
        variable("NO_COLOR").as_deref().unwrap_or("not set"),
    ));
}

fn size() -> Option<(u16, u16)> {
    #[cfg(unix)]
    {
        let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
        Some((size.ws_col, size.ws_row))
    }
    #[cfg(not(unix))]
    None
}

fn print(findings: &Findings, globals: &Globals) -> Result<(), Failure> {
    if globals.json {
        let json = serde_json::json!({ "checks": findings.checks, "program": env!("CARGO_PKG_VERSION") });
        return console::json(&json);
    }
    for check in &findings.checks {
        match &check.problem {
            None => console::out(&format!("ok       {}", clean(&check.what).text))?,
            Some(problem) => {
                console::out(&format!("problem  {} {}\n         {}", problem.code, check.what, problem.todo))?;
            }
        }
    }
    Ok(())
}

fn verdict(findings: &Findings) -> Result<(), Failure> {
    let problems = findings.checks.iter().filter(|check| check.problem.is_some()).count();
    let (exit, hint) = if findings.has(&[Code::StoreDamaged, Code::StoreMovedAside, Code::EventDamaged]) {
        (Exit::StoreDamaged, "nothing was deleted; what to do stands beside each problem")
    } else {
        (Exit::Data, "what to do stands beside each problem")
    };
    match problems {
        0 => Ok(()),
        1 => Err(Failure::new(exit, "1 problem was found").hinted(hint)),
        many => Err(Failure::new(exit, format!("{many} problems were found")).hinted(hint)),
    }
}
