//! `goeswith pairs review SOURCE`: puts source, screen and file together.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::{desk, not_saved, open};
use crate::catalog::decide::{Change, Ledger, NotSaved};
use crate::catalog::review::FILE;
use crate::cli::{Exit, Failure, Globals, face, fault, place, sell, trial};
use crate::domain::Sku;
use crate::settings;
use crate::tui::review::run::{Partners, run as run_screen};
use crate::tui::review::{Face, Input, Review, state::Deed};
use crate::tui::state::Said;
use crate::words::LANGUAGES;

/// Runs it until somebody leaves.
pub fn run(source: &Path, globals: &Globals) -> Result<(), Failure> {
    if !trial::is_terminal() {
        return Err(Failure::new(Exit::Usage, "pairs are reviewed in a terminal, with keys and picture").hinted(format!(
            "start it in a terminal window; or open {FILE} with a spreadsheet and write accepted or rejected into the \
             column decision; `goeswith pairs list` prints the pairs"
        )));
    }
    let config_dir = settings::config_dir(globals.data_dir.as_deref())?;
    let (settings, problems) = settings::read(&config_dir);
    problems.iter().for_each(place::say);
    let read = open(source)?;
    let ledger = Ledger::open(source).map_err(|error| not_saved(&error))?;
    let of_shop = read.language.clone().filter(|language| LANGUAGES.contains(&language.as_str()));
    let language = match of_shop.filter(|_| settings.language == "auto") {
        Some(language) => language,
        None => face::language(&settings, None),
    };
    let face = Face {
        shop: read.shop.clone(),
        currency: read.currency.clone(),
        looks: face::looks(&settings, &language),
        keymap: face::keymap(&config_dir).0,
        words: Arc::new(face::words(&config_dir, &language)),
        least: read.least,
    };
    let said = match read.left_out {
        _ if is_in_use(source) => Some(Said::plain("review-said-in-use")),
        0 => None,
        rows => Some(Said::with("review-said-left-out", "quantity", rows.to_string())),
    };
    let mut state = Review::new(face, desk(read));
    state.said = said;

    let skus: Vec<Sku> = state.desk.partners.iter().map(|partner| partner.sku.clone()).collect();
    let items: Vec<[u32; 2]> = state.desk.proposals.iter().map(|proposal| proposal.items).collect();
    let (saves, deeds) = unbounded();
    let (answer, answers) = unbounded();
    let saving = std::thread::spawn(move || {
        let of = |pair: u32| items[pair as usize].map(|item| skus[item as usize].clone());
        save(ledger, &of, &deeds, &answer)
    });
    let partners = Partners { clock: Arc::new(sell::clock_since(Instant::now())), saves, answers };
    let ended = fault::caught(|| Ok(run_screen(state, &partners)));
    drop(partners);
    match saving.join() {
        Ok(Ok(())) => {}
        Ok(Err(error)) => return Err(not_saved(&error)),
        Err(_) => return Err(Failure::new(Exit::NotSaved, "not saved to the end; see what pairs.csv holds")),
    }
    ended?.map_err(|error| Failure::new(Exit::Data, format!("the terminal went away: {error}")))
}

/// Writes what comes, all that has come at once, and once more at the end, in case a spreadsheet wrote over it.
fn save(
    mut ledger: Ledger,
    skus: &dyn Fn(u32) -> [Sku; 2],
    deeds: &Receiver<Deed>,
    answer: &Sender<Input>,
) -> Result<(), NotSaved> {
    while let Ok(first) = deeds.recv() {
        let mut count = 0;
        for Deed { pair, before, after } in std::iter::once(first).chain(deeds.try_iter()) {
            ledger.note(Change { pair, skus: skus(pair), before, after });
            count += 1;
        }
        let saved = match ledger.save() {
            Ok(saved) => Input::Saved { deeds: count, by_others: saved.by_others, theirs: saved.theirs, failed: None },
            Err(error) => {
                Input::Saved { deeds: count, by_others: false, theirs: Vec::new(), failed: Some(error.to_string()) }
            }
        };
        let _ = answer.send(saved);
    }
    ledger.save().map(drop)
}

/// Spreadsheets leave a file of their own beside one that is open in them.
fn is_in_use(source: &Path) -> bool {
    [format!(".~lock.{FILE}#"), format!("~${FILE}")].iter().any(|name| source.join(name).exists())
}
