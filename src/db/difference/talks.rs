//! Sentences. They have numbers in each snapshot that mean nothing in the other, so they are compared by where they are
//! said: what a link said before with what it says after.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::named_params;

use super::half::Half;
use super::relations::sku;
use super::{Both, Difference, EXAMPLES, Reworded};
use crate::db::Error;

/// Which sentences stood where, by number.
#[derive(Debug, Default)]
pub(super) struct Talks {
    /// Before and after at the same place, and the first such place.
    met: BTreeMap<[i64; 2], Place>,
    came: BTreeSet<i64>,
    went: BTreeSet<i64>,
}

/// Where sentences are said.
#[derive(Clone, Debug)]
enum Place {
    /// Of an item with an add-on, by their numbers after.
    Items([i64; 2]),
    /// Of two categories, by their paths.
    Categories([String; 2]),
}

/// What is said in each language and variant.
type Sentences = BTreeMap<[String; 2], [Option<String>; 7]>;

impl Talks {
    /// A place that is in both.
    pub fn met(&mut self, before: Option<i64>, after: Option<i64>, items: [i64; 2]) {
        match (before, after) {
            (Some(before), Some(after)) => drop(self.met.entry([before, after]).or_insert(Place::Items(items))),
            (Some(_), None) => self.went(before),
            (None, _) => self.came(after),
        }
    }

    /// A place that is new.
    pub fn came(&mut self, after: Option<i64>) {
        self.came.extend(after);
    }

    /// A place that is gone.
    pub fn went(&mut self, before: Option<i64>) {
        self.went.extend(before);
    }

    /// A pair of categories.
    pub fn of_categories(&mut self, before: Option<i64>, after: Option<i64>, paths: &[String; 2]) {
        match (before, after) {
            (Some(before), Some(after)) => {
                self.met.entry([before, after]).or_insert_with(|| Place::Categories(paths.clone()));
            }
            (Some(_), None) => self.went(before),
            (None, _) => self.came(after),
        }
    }

    /// Compares them. Sentences that stand at a new place and at an old one are no new ones.
    pub fn compare(mut self, both: &Both<'_>, found: &mut Difference) -> Result<(), Error> {
        for [before, after] in self.met.keys() {
            self.went.remove(before);
            self.came.remove(after);
        }
        for after in self.came {
            found.sentences.added += read(&both.after, after)?.len() as u64;
        }
        for before in self.went {
            found.sentences.gone += read(&both.before, before)?.len() as u64;
        }
        for ([before, after], place) in self.met {
            let (before, after) = (read(&both.before, before)?, read(&both.after, after)?);
            found.sentences.gone += before.keys().filter(|key| !after.contains_key(*key)).count() as u64;
            for (key, now) in &after {
                match before.get(key) {
                    None => found.sentences.added += 1,
                    Some(was) if was != now => {
                        found.sentences.changed.count += 1;
                        if found.sentences.changed.examples.len() < EXAMPLES {
                            let [item, add_on] = place.named(both)?;
                            let (before, after) = told(was, now);
                            let language = key[0].clone();
                            found.sentences.changed.examples.push(Reworded { item, add_on, language, before, after });
                        }
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }
}

impl Place {
    fn named(&self, both: &Both<'_>) -> Result<[String; 2], Error> {
        match self {
            Self::Items([item, add_on]) => Ok([sku(&both.after, *item)?, sku(&both.after, *add_on)?]),
            Self::Categories(paths) => Ok(paths.clone()),
        }
    }
}

/// The parts that differ, before and after.
fn told(before: &[Option<String>; 7], after: &[Option<String>; 7]) -> (String, String) {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let differing = before.iter().zip(after).filter(|(before, after)| before != after);
    let (was, is): (Vec<String>, Vec<String>) = differing.map(|(was, is)| (text(was), text(is))).unzip();
    (was.join(" / "), is.join(" / "))
}

fn read(half: &Half<'_>, talk: i64) -> Result<Sentences, Error> {
    let sql = "SELECT language, variant, ask, say, if_too_expensive, if_has_one, if_not_now, if_other, why FROM talk
        WHERE id = :id";
    let rows = half.list(sql, named_params! { ":id": talk }, |row| {
        let part = |at| row.get::<_, Option<String>>(at);
        Ok(([row.get(0)?, row.get(1)?], [part(2)?, part(3)?, part(4)?, part(5)?, part(6)?, part(7)?, part(8)?]))
    })?;
    Ok(rows.into_iter().collect())
}
