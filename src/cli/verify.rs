//! `goeswith catalog verify FILE.db|SYNC`: what a counter would make of it, before it is there.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::count::{grouped, many};
use super::progress::Progress;
use super::sync::sentence;
use super::{Exit, Failure, Globals, console};
use crate::catalog::watch::Watch as _;
use crate::domain::Problem;
use crate::domain::problem::Code;
use crate::domain::text::clean;
use crate::sync::verify::{self, Folder, Signed, Version};
use crate::sync::{Stage, Verdict};
use crate::travel::signature::Key;

/// Check a snapshot, or every version in a sync folder, as counters will
///
/// Every byte is looked at, on a private copy. Everything that is wrong is a line with its number; the exit code is 3
/// where something would be refused, and 1 where a file is missing or not whole.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// A snapshot, or a sync folder
    #[arg(value_name = "FILE.db|SYNC")]
    path: PathBuf,
    /// The public key that counters pin, or its .pub file; versions in the folder must be signed by one of them
    #[arg(long, value_name = "PUBLIC_KEY")]
    key: Vec<String>,
}

/// What `--json` prints of a snapshot.
#[derive(Serialize)]
struct SaidOfFile<'a> {
    sha256: &'a str,
    bytes: u64,
    rows: &'a crate::db::Rows,
}

/// What `--json` prints of a folder.
#[derive(Serialize)]
struct SaidOfFolder<'a> {
    versions: Vec<SaidOfVersion<'a>>,
    strays: &'a [String],
}

#[derive(Serialize)]
struct SaidOfVersion<'a> {
    version: u64,
    file: Option<&'a str>,
    sha256: Option<&'a str>,
    items: Option<u64>,
    signature: &'static str,
    problem: Option<Problem>,
}

/// Verifies.
pub fn run(args: &VerifyArgs, globals: &Globals) -> Result<(), Failure> {
    let keys = args.key.iter().map(|given| super::trust::read(given)).collect::<Result<Vec<_>, _>>()?;
    if args.path.is_dir() {
        let found = watched(|progress| verify::folder(&args.path, &keys, progress))?;
        return tell(&found, &args.path, &keys, globals);
    }
    if !keys.is_empty() {
        return Err(Failure::new(Exit::Usage, "a snapshot by itself has no signature")
            .hinted("signatures stand beside the manifests: give the sync folder"));
    }
    let good = watched(|progress| verify::file(&args.path, progress))?;
    if globals.json {
        let said = SaidOfFile { sha256: &good.sha256, bytes: good.bytes, rows: &good.rows };
        return console::json(&said);
    }
    let items = many(good.rows.get("item").copied().unwrap_or(0), "item", "items");
    console::out(&format!("good: {items}, {} bytes, sha256 {}", grouped(good.bytes), &good.sha256))
}

/// Under a progress bar.
fn watched<T>(
    work: impl FnOnce(&mut crate::sync::Progress<'_>) -> Result<T, crate::sync::Error>,
) -> Result<T, Failure> {
    let mut progress = Progress::start();
    let mut at: Option<Stage> = None;
    let done = work(&mut |stage, done, total| {
        if at != Some(stage) {
            progress.step(stage.into(), total);
            at = Some(stage);
        }
        progress.at(done)
    });
    progress.finish();
    done.map_err(|error| {
        let failure = Failure::from(error);
        // Nothing is in use here, so nothing has to be said of it.
        let hint = failure.hint.map(|hint| hint.replace("; the catalog in use stays as it is", ""));
        Failure { hint, ..failure }
    })
}

fn tell(found: &Folder, path: &Path, keys: &[Key], globals: &Globals) -> Result<(), Failure> {
    if globals.json {
        let versions = found.versions.iter().map(said).collect();
        let said = SaidOfFolder { versions, strays: &found.strays };
        console::json(&said)?;
    }
    for version in &found.versions {
        match problem(version) {
            None if globals.json => {}
            None => console::out(&good(version))?,
            Some(problem) => console::note(&format!("{} {} {}", problem.code, problem.what, sentence(&problem.todo))),
        }
    }
    for stray in &found.strays {
        console::note(&format!("{}: belongs to no version, counters pass it over", clean(stray).text));
    }
    if let Some(version) = unsigned(&found.versions).filter(|_| keys.is_empty()) {
        console::note(&format!("version {version} is not signed, others are: where a key is pinned it is refused"));
    }
    let count = |wrong: fn(&Verdict) -> bool| {
        found.versions.iter().filter(|version| version.verdict.as_ref().is_some_and(wrong)).count()
    };
    let (refused, missing) = (
        count(|verdict| matches!(verdict, Verdict::Refused(_))),
        count(|verdict| matches!(verdict, Verdict::Arriving(_))),
    );
    let all = many(found.versions.len() as u64, "version", "versions");
    let path = path.display();
    match (refused, missing) {
        (0, 0) if found.versions.is_empty() => {
            Err(Failure::new(Exit::Data, format!("no catalog was published here: {path}"))
                .hinted("`goeswith catalog publish FILE.db --to SYNC` does that"))
        }
        (0, 0) => Ok(()),
        (0, missing) => Err(Failure::new(Exit::Data, format!("{missing} of {all} not whole: {path}"))
            .hinted("where a tool is still copying, look again later; else publish again")),
        (refused, _) => Err(Failure::new(Exit::Refused, format!("{refused} of {all} would be refused: {path}"))
            .hinted("publish the catalog again: counters keep what they have until then")),
    }
}

/// `good: version 3, 8 items, 98,304 bytes, signed`.
fn good(version: &Version) -> String {
    let Some(manifest) = &version.manifest else { return String::new() };
    let items = many(manifest.rows.get("item").copied().unwrap_or(0), "item", "items");
    let signed = match version.signed {
        Signed::No => "not signed",
        Signed::Unchecked => "signed (--key PUBLIC_KEY checks it)",
        Signed::Good => "signed by this key",
    };
    format!("good: version {}, {items}, {} bytes, {signed}", version.version, grouped(manifest.bytes))
}

fn problem(version: &Version) -> Option<Problem> {
    let number = version.version;
    Some(match version.verdict.as_ref()? {
        Verdict::Refused(refusal) => {
            Problem::new(refusal.code(), &format!("Version {number} would be refused: {refusal}."))
        }
        Verdict::Arriving(None) => Problem::new(Code::StillArriving, &format!("Version {number} has half a manifest."))
            .with_todo(Code::ManifestUnreadable.todo()),
        Verdict::Arriving(Some((found, promised))) => {
            let what = format!("Version {number} is not whole: {found} of {promised} bytes.");
            Problem::new(Code::StillArriving, &what).with_todo("wait for the copying program, or publish it again")
        }
    })
}

fn said(version: &Version) -> SaidOfVersion<'_> {
    let manifest = version.manifest.as_ref();
    SaidOfVersion {
        version: version.version,
        file: manifest.map(|manifest| manifest.file.as_str()),
        sha256: manifest.map(|manifest| manifest.sha256.as_str()),
        items: manifest.and_then(|manifest| manifest.rows.get("item").copied()),
        signature: match version.signed {
            Signed::No => "none",
            Signed::Unchecked => "not checked",
            Signed::Good => "good",
        },
        problem: problem(version),
    }
}

/// The newest version, where it has no signature and an older one has.
fn unsigned(versions: &[Version]) -> Option<u64> {
    let (newest, older) = versions.split_first()?;
    let is_signed = |version: &Version| version.signed != Signed::No;
    (!is_signed(newest) && older.iter().any(is_signed)).then_some(newest.version)
}
