//! A source → everything a careful colleague would say of it: what reading found, and what only a look at the whole shows.
//!
//! What reading found keeps its words and its place; here it gets a name. Checks of one thing stand in one file each, are
//! told nothing but the source and today, and note what they find. None of them is needed for a build.

mod alike;
mod campaigns;
pub(super) mod categories;
pub(super) mod codes;
mod conditions;
mod contradictions;
mod goods;
mod lonely;
mod names;
mod note;
mod policy;
mod rings;
mod said;
mod shadow;
mod view;

pub use names::{CHECKS, Check};
pub use note::Finding;
pub use policy::{Policy, UnknownName};

use std::path::Path;

use super::source::Source;
use crate::domain::Day;
use crate::sheet::Problems;

use note::Notes;
use view::View;

/// Everything there is to say of the source in `folder`, in the order of files and lines, the gravest first on each.
/// `problems` is what reading said of it.
pub fn check(folder: &Path, source: &Source, problems: Problems, today: Day) -> Vec<Finding> {
    let mut notes = Notes::default();
    let view = View::new(source, today);
    goods::check(&view, &mut notes);
    categories::check(&view, &mut notes);
    codes::check(&view, &mut notes);
    alike::check(&view, &mut notes);
    conditions::check(&view, &mut notes);
    contradictions::check(&view, &mut notes);
    campaigns::check(&view, &mut notes);
    rings::check(&view, &mut notes);
    shadow::check(&view, &mut notes);
    said::check(&view, &mut notes);
    lonely::check(&view, &mut notes);
    let read = problems.into_list().into_iter().map(Finding::of_reading);
    let mut findings: Vec<Finding> = read.chain(notes.placed(folder)).collect();
    findings.sort_by(|a, b| a.place().cmp(&b.place()));
    findings
}
