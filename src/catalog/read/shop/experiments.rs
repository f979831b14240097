//! `[[experiment]]`: which sales are in a test, in which arm, and what the arm changes. An experiment with any error is
//! left out, so that what is built can be run.

use toml::de::{DeTable, DeValue};

use super::{Reader, Value, Whole};
use crate::catalog::problem::{At, Problems};
use crate::catalog::read::{links::LinkRow, talking::TalkRow};
use crate::domain::experiment::{RampStep, SHARE_TOLERANCE, Stage, Unit, is_id};
use crate::domain::{Arm, Changes, CleanText, Day, Experiment};

const KEYS: [&str; 6] = ["id", "unit", "from", "to", "arms", "ramp"];
const ARM: [&str; 8] =
    ["id", "share", "variant", "max", "margin_weight", "minimum_relevance", "only_links", "without_links"];
const STEP: [&str; 2] = ["from", "share"];

/// What an arm names and another file has to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    at: At,
    name: String,
    what: Named,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Variant,
    Tag,
}

/// Warns of variants that no sentence has, and of tags that no link has: such an arm is like the shop's usual.
pub fn warn_unknown(mentions: &[Mention], links: &[LinkRow], talking: &[TalkRow], problems: &mut Problems) {
    for Mention { at, name, what } in mentions {
        let (known, said) = match what {
            Named::Variant => (talking.iter().any(|row| &row.variant == name), "no sentence has this variant"),
            Named::Tag => (links.iter().any(|row| row.terms.tags.contains(name)), "no link has this tag"),
        };
        if !known {
            problems.warning(super::FILE, *at, said, name);
        }
    }
}

/// An experiment with the places that others may have to be compared with.
struct Read {
    experiment: Experiment,
    at: At,
}

impl Reader<'_> {
    pub(super) fn experiments(&mut self, value: &Value<'_>, today: Day) -> (Vec<Experiment>, Vec<Mention>) {
        let Some(written) = value.get_ref().as_array() else {
            self.wrong(value, "is written [[experiment]]");
            return Default::default();
        };
        let mut ids: Vec<(String, u64)> = Vec::new();
        let (mut read, mut mentions): (Vec<Read>, Vec<Mention>) = Default::default();
        for one in written {
            let errors = self.problems.errors();
            let found = self.experiment(one, &mut ids, &mut mentions);
            let Some(experiment) = found.filter(|_| self.problems.errors() == errors) else { continue };
            let at = self.at(Some(one.span()));
            if experiment.stage(today) == Stage::Over {
                self.problems.warning(super::FILE, at, "experiment is over", &experiment.to.to_string());
            } else {
                self.warn_overlap(&read, &experiment, at, today);
            }
            read.push(Read { experiment, at });
        }
        (read.into_iter().map(|read| read.experiment).collect(), mentions)
    }

    fn experiment(
        &mut self,
        written: &Value<'_>,
        ids: &mut Vec<(String, u64)>,
        mentions: &mut Vec<Mention>,
    ) -> Option<Experiment> {
        let Some(table) = written.get_ref().as_table() else {
            self.wrong(written, "is written [[experiment]]");
            return None;
        };
        self.unknown_keys(table, &KEYS);
        for key in ["id", "from", "to", "arms"] {
            if table.get(key).is_none() {
                self.error(Some(written.span()), &format!("experiment has no {key}"), "");
            }
        }
        let id = self.id(table, ids);
        let unit = match table.get("unit") {
            None => Some(Unit::Sale),
            Some(value) => {
                let unit = value.get_ref().as_str().and_then(Unit::parse);
                if unit.is_none() {
                    self.wrong(value, "unit is none of \"sale\", \"terminal-week\"");
                }
                unit
            }
        };
        let (from, to) = (self.day(table, "from"), self.day(table, "to"));
        if let (Some(from), Some(to), Some(value)) = (from, to, table.get("to"))
            && to < from
        {
            self.wrong(value, "to is before from");
        }
        let arms = table.get("arms").map(|value| self.arms(value, mentions));
        let ramp = table.get("ramp").map(|value| self.ramp(value, from.zip(to))).unwrap_or_default();
        Some(Experiment { id: id?, unit: unit?, from: from?, to: to?, arms: arms?, ramp })
    }

    /// An id that no other has; `ids` are those of before with their lines.
    fn id(&mut self, table: &DeTable<'_>, ids: &mut Vec<(String, u64)>) -> Option<String> {
        let value = table.get("id")?;
        let Some(id) = value.get_ref().as_str().filter(|id| is_id(id)) else {
            self.wrong(value, "id is not 1 to 32 of a-z, 0-9 and -");
            return None;
        };
        if let Some((_, line)) = ids.iter().find(|(other, _)| other == id) {
            self.wrong(value, &format!("id stands twice, first on line {line}"));
            return None;
        }
        ids.push((id.to_owned(), self.at(Some(value.span())).line));
        Some(id.to_owned())
    }

    fn day(&mut self, table: &DeTable<'_>, key: &str) -> Option<Day> {
        let value = table.get(key)?;
        let day = match value.get_ref() {
            DeValue::Datetime(date) => Day::parse(&date.to_string()),
            DeValue::String(text) => Day::parse(text),
            _ => None,
        };
        if day.is_none() {
            self.wrong(value, &format!("{key} is not a date like 2026-12-01"));
        }
        day
    }

    fn arms(&mut self, value: &Value<'_>, mentions: &mut Vec<Mention>) -> Vec<Arm> {
        let Some(written) = value.get_ref().as_array() else {
            self.wrong(value, "arms is not a list like [ { id = \"a\", share = 0.5 }, { id = \"b\", share = 0.5 } ]");
            return Vec::new();
        };
        if written.len() < 2 {
            self.error(Some(value.span()), "experiment has fewer than two arms", "");
        }
        let mut ids = Vec::new();
        let arms: Vec<Option<Arm>> = written.iter().map(|arm| self.arm(arm, &mut ids, mentions)).collect();
        let arms: Option<Vec<Arm>> = arms.into_iter().collect();
        let sum: f64 = arms.iter().flatten().map(|arm| arm.share).sum();
        if arms.as_ref().is_some_and(|arms| arms.len() > 1) && (sum - 1.0).abs() > SHARE_TOLERANCE {
            self.error(Some(value.span()), "shares of the arms do not sum to 1", &format!("{}", round(sum)));
        }
        arms.unwrap_or_default()
    }

    fn arm(&mut self, value: &Value<'_>, ids: &mut Vec<(String, u64)>, mentions: &mut Vec<Mention>) -> Option<Arm> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value, "arm is not written like { id = \"a\", share = 0.5 }");
            return None;
        };
        self.unknown_keys(table, &ARM);
        for key in ["id", "share"] {
            if table.get(key).is_none() {
                self.error(Some(value.span()), &format!("arm has no {key}"), "");
            }
        }
        let id = self.id(table, ids);
        let share = self.number(table, "share", 0.0, 1.0, Whole::No);
        if let (Some(0.0), Some(value)) = (share, table.get("share")) {
            self.wrong(value, "share is not above 0");
        }
        let changes = Changes {
            variant: self.string(table, "variant").map(|variant| variant.as_str().to_owned()),
            max: self.number(table, "max", 0.0, 5.0, Whole::Yes).map(|max| max as usize),
            margin_weight: self.number(table, "margin_weight", 0.0, 1.0, Whole::No),
            minimum_relevance: self.number(table, "minimum_relevance", 0.0, 1.0, Whole::No),
            only_links: self.tags(table, "only_links", mentions),
            without_links: self.tags(table, "without_links", mentions),
        };
        if let (Some(name), Some(value)) = (&changes.variant, table.get("variant")) {
            mentions.push(Mention { at: self.at(Some(value.span())), name: name.clone(), what: Named::Variant });
        }
        Some(Arm { id: id?, share: share?, changes })
    }

    fn tags(&mut self, table: &DeTable<'_>, key: &str, mentions: &mut Vec<Mention>) -> Option<Vec<String>> {
        let value = table.get(key)?;
        let tags: Option<Vec<(CleanText, At)>> = value.get_ref().as_array().and_then(|tags| {
            let tag =
                |tag: &Value<'_>| Some((CleanText::non_empty(tag.get_ref().as_str()?)?, self.at(Some(tag.span()))));
            tags.iter().map(tag).collect()
        });
        let Some(tags) = tags.filter(|tags| !tags.is_empty()) else {
            self.wrong(value, &format!("{key} is not a list of tags like [\"outdoor\"]"));
            return None;
        };
        let mention = |(tag, at): &(CleanText, At)| Mention { at: *at, name: tag.to_string(), what: Named::Tag };
        mentions.extend(tags.iter().map(mention));
        Some(tags.into_iter().map(|(tag, _)| tag.to_string()).collect())
    }

    fn ramp(&mut self, value: &Value<'_>, days: Option<(Day, Day)>) -> Vec<RampStep> {
        let Some(written) = value.get_ref().as_array() else {
            self.wrong(value, "ramp is not a list like [ { from = 2026-12-01, share = 0.1 } ]");
            return Vec::new();
        };
        let mut steps: Vec<RampStep> = Vec::new();
        for one in written {
            let Some(table) = one.get_ref().as_table() else {
                self.wrong(one, "step of the ramp is not written like { from = 2026-12-01, share = 0.1 }");
                continue;
            };
            self.unknown_keys(table, &STEP);
            for key in STEP {
                if table.get(key).is_none() {
                    self.error(Some(one.span()), &format!("step of the ramp has no {key}"), "");
                }
            }
            let (from, share) = (self.day(table, "from"), self.number(table, "share", 0.0, 1.0, Whole::No));
            let (Some(from), Some(share), Some(at)) = (from, share, table.get("from")) else { continue };
            if steps.last().is_some_and(|last| last.from >= from) {
                self.wrong(at, "dates of the ramp do not rise");
            }
            let place = self.at(Some(one.span()));
            if steps.last().is_some_and(|last| last.share > share) {
                self.problems.warning(super::FILE, place, "share of the ramp falls", &share.to_string());
            }
            if days.is_some_and(|(first, last)| from < first || from > last) {
                self.problems.warning(super::FILE, place, "step of the ramp is outside the test", &from.to_string());
            }
            steps.push(RampStep { from, share });
        }
        steps
    }

    /// Two experiments may run at once; where both set the same thing, nobody can tell whose effect is seen.
    fn warn_overlap(&mut self, before: &[Read], one: &Experiment, at: At, today: Day) {
        let sets = |one: &Experiment, key: &str| one.arms.iter().any(|arm| arm.changes.sets().any(|set| set == key));
        for Read { experiment: other, at: first } in before {
            let meet = other.from <= one.to && one.from <= other.to && other.stage(today) != Stage::Over;
            for key in ["variant", "max", "margin_weight", "minimum_relevance", "links"] {
                if meet && sets(one, key) && sets(other, key) {
                    let what = format!("sets {key} on the same days as the experiment on line {}", first.line);
                    self.problems.warning(super::FILE, at, what, &one.id);
                }
            }
        }
    }
}

/// Without the last digits of a sum of fractions.
fn round(sum: f64) -> f64 {
    (sum * 1e6).round() / 1e6
}
