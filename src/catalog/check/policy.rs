//! What a pipeline makes of findings: some count as errors, some are not said.

use super::names::{self, CHECKS};
use super::note::Finding;
use crate::sheet::problem::{Gravity, nearest};

/// Which findings count, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    denied: Vec<&'static str>,
    allowed: Vec<&'static str>,
    least: Gravity,
}

/// A name that no check has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownName {
    /// Neither a check nor a level.
    #[error("no check has this name: {name}")]
    Nothing {
        /// As it was given.
        name: String,
        /// The one that may have been meant.
        near: Option<&'static str>,
    },
    /// An error stops the build, so that it cannot be allowed.
    #[error("an error cannot be allowed, it stops the build: {0}")]
    Error(&'static str),
}

impl Policy {
    /// Reads names of checks, or of a level for all checks of that level: `--deny warning`. A later name wins over an
    /// earlier one only between the two lists: what is denied is said even where its level is allowed.
    pub fn new(denied: &[String], allowed: &[String], least: Gravity) -> Result<Self, UnknownName> {
        let denied = denied.iter().map(|name| named(name)).collect::<Result<Vec<_>, _>>()?.concat();
        let allowed = allowed.iter().map(|name| named(name)).collect::<Result<Vec<_>, _>>()?.concat();
        let is_error = |name: &&&'static str| names::find(name).is_some_and(|check| check.gravity == Gravity::Error);
        if let Some(error) = allowed.iter().find(is_error) {
            return Err(UnknownName::Error(error));
        }
        Ok(Self { denied, allowed, least })
    }

    /// The findings that count, as grave as they are here.
    pub fn apply(&self, findings: Vec<Finding>) -> Vec<Finding> {
        findings.into_iter().filter_map(|finding| self.judge(finding)).collect()
    }

    fn judge(&self, mut finding: Finding) -> Option<Finding> {
        let name = finding.check.name;
        if self.denied.contains(&name) {
            finding.problem.gravity = Gravity::Error;
        } else if self.allowed.contains(&name) {
            return None;
        }
        (finding.problem.gravity <= self.least).then_some(finding)
    }
}

fn named(name: &str) -> Result<Vec<&'static str>, UnknownName> {
    if let Some(level) = Gravity::ALL.into_iter().find(|level| level.word() == name) {
        return Ok(CHECKS.iter().filter(|check| check.gravity == level).map(|check| check.name).collect());
    }
    if let Some(check) = names::find(name) {
        return Ok(vec![check.name]);
    }
    let near = nearest(name, CHECKS.iter().map(|check| check.name));
    let near = near.and_then(names::find).map(|check| check.name);
    Err(UnknownName::Nothing { name: name.to_owned(), near })
}
