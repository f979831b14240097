//! What the last visit to the sync folder found, for `status`, which visits nothing itself.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::domain::problem::Problem;
use crate::domain::{UnixMillis, problem};

const FILE: &str = "last-visit.json";

/// What the last visit found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastVisit {
    /// When.
    pub at: UnixMillis,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

#[derive(Deserialize)]
struct Written {
    at: UnixMillis,
    problems: Vec<WrittenProblem>,
}

#[derive(Deserialize)]
struct WrittenProblem {
    code: String,
    what: String,
    todo: String,
}

impl LastVisit {
    /// What is written in a data directory; a file that cannot be read says nothing.
    pub fn read(data_dir: &Path) -> Option<Self> {
        let written: Written = serde_json::from_str(&fs::read_to_string(data_dir.join(FILE)).ok()?).ok()?;
        let known = |problem: WrittenProblem| {
            let code = problem::Code::of(&problem.code)?;
            let todo = crate::domain::text::clean(&problem.todo).text;
            Some(Problem::new(code, &problem.what).with_todo(todo))
        };
        Some(Self { at: written.at, problems: written.problems.into_iter().filter_map(known).collect() })
    }

    /// Replaces what the visit before found.
    pub fn write(&self, data_dir: &Path) -> io::Result<()> {
        let mut draft = tempfile::Builder::new().prefix(".last-visit-").tempfile_in(data_dir)?;
        draft.write_all(serde_json::to_string(self)?.as_bytes())?;
        draft.persist(data_dir.join(FILE)).map(drop).map_err(|error| error.error)
    }
}
