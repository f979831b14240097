//! The sample shop: built from the source inside the program into a throw-away directory, with weeks of answers, so
//! that everything can be tried. It goes when the program ends and never meets a shop's own data.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Exit, Failure, clock};
use crate::catalog;
use crate::catalog::answers::Answers;
use crate::db::snapshot::{self, Numbers};
use crate::db::store::{Incoming, Store};
use crate::domain::{Day, UnixMillis};

/// The files of the sample shop's source.
const SOURCE: [(&str, &str); 5] = [
    ("shop.toml", include_str!("../../assets/sample-shop/shop.toml")),
    ("items.csv", include_str!("../../assets/sample-shop/items.csv")),
    ("links.csv", include_str!("../../assets/sample-shop/links.csv")),
    ("talking_points.csv", include_str!("../../assets/sample-shop/talking_points.csv")),
    ("sales/2025-2026.csv", include_str!("../../assets/sample-shop/sales/2025-2026.csv")),
];
const ANSWERS: &str = include_str!("../../assets/sample-shop/answers.jsonl");
/// The last day of those answers; they are moved so that it is yesterday.
const LAST_ANSWERS: &str = "2026-11-21";
const DAY: UnixMillis = 86_400_000;

/// An installed sample shop.
#[derive(Debug)]
pub struct Demo {
    directory: tempfile::TempDir,
}

impl Demo {
    /// Builds it.
    pub fn open() -> Result<Self, Failure> {
        let broken = |error: &io::Error| {
            Failure::new(Exit::NotSaved, format!("the sample shop needs a little room for temporary files: {error}"))
                .hinted("free some disk space, or set TMPDIR to a directory you may write to")
        };
        let directory = tempfile::Builder::new().prefix("goeswith-demo-").tempdir().map_err(|error| broken(&error))?;
        let demo = Self { directory };
        demo.write_source().map_err(|error| broken(&error))?;
        demo.build()?;
        Ok(demo)
    }

    /// The snapshot.
    pub fn catalog(&self) -> PathBuf {
        self.directory.path().join("sample-shop.db")
    }

    /// Where its sales are kept.
    pub fn data_dir(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// Fills a store with the sample answers of the last weeks. Only reports look at them, so nobody waits for it.
    pub fn record_answers(&self, store: &mut Store, now: UnixMillis) -> Result<(), crate::db::Error> {
        let today = i32::try_from(now.div_euclid(DAY)).unwrap_or(0);
        let moved = Day::parse(LAST_ANSWERS).map_or(0, |last| today - 1 - last.0);
        let events: Vec<Incoming> =
            ANSWERS.lines().filter_map(|line| Incoming::parse(&shifted(line, moved), now).ok()).collect();
        store.record(&events, now).map(drop)
    }

    fn source(&self) -> PathBuf {
        self.directory.path().join("source")
    }

    fn write_source(&self) -> io::Result<()> {
        fs::create_dir_all(self.data_dir())?;
        for (name, text) in SOURCE {
            let path = self.source().join(name);
            fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
            fs::write(path, text)?;
        }
        Ok(())
    }

    fn build(&self) -> Result<(), Failure> {
        let stopped = || Failure::new(Exit::Data, "the sample shop could not be built");
        let mut silent = catalog::watch::Unwatched;
        let (source, problems) =
            catalog::source::read(&self.source(), clock::today(), &mut silent).ok_or_else(stopped)?;
        if problems.any_error() {
            let first = problems.list().first().map(ToString::to_string).unwrap_or_default();
            return Err(Failure::new(Exit::Data, format!("the sample shop could not be built: {first}")));
        }
        let rows = catalog::build::snapshot(source, &Numbers::default(), &Answers::default(), &mut silent)
            .ok_or_else(stopped)?;
        snapshot::write(&self.catalog(), &rows, &mut |_| true)?;
        Ok(())
    }
}

/// The line of an event with its day moved.
fn shifted(line: &str, days: i32) -> String {
    const KEY: &str = "\"wall_utc\":\"";
    let Some(start) = line.find(KEY).map(|at| at + KEY.len()) else {
        return line.to_owned();
    };
    match line.get(start..start + 10).and_then(Day::parse) {
        Some(day) => format!("{}{}{}", &line[..start], Day(day.0 + days), &line[start + 10..]),
        None => line.to_owned(),
    }
}
