//! An A/B test: which sales are in it, in which arm, and what the arm changes.
//!
//! Definitions stand in `shop.toml` and travel in the catalog, so that every terminal draws alike ([`draw`]). What an
//! arm changes is applied by `rank` and the sentences; what came of it is counted by `report`.

pub mod draw;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::text::clean;

/// The arm of each experiment a sale is in: experiment id → arm id, as events have it.
pub type Arms = BTreeMap<String, String>;

/// Shares of arms may miss 1 by so much: a third is written 0.33.
pub const SHARE_TOLERANCE: f64 = 0.0101;
/// The longest id of an experiment or an arm, in characters.
const LONGEST_ID: usize = 32;

/// An experiment that can be run: ids are good and unique, there are two arms or more, every share is above 0.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Experiment {
    /// Its name in events and commands; also the key of its draw.
    pub id: String,
    /// What is drawn.
    pub unit: Unit,
    /// Its first day.
    #[serde(serialize_with = "as_text")]
    pub from: Day,
    /// Its last day.
    #[serde(serialize_with = "as_text")]
    pub to: Day,
    /// The first is the control, with which each other is compared.
    pub arms: Vec<Arm>,
    /// Which share of units is in the test at all, by date; empty is all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ramp: Vec<RampStep>,
}

/// What is drawn, and therefore what an analysis counts as one observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Each sale by itself.
    Sale,
    /// All sales of one terminal in one ISO week: where staff would learn sentence A and say it in sale B.
    TerminalWeek,
}

/// One way to do it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Its name in events and commands.
    pub id: String,
    /// Its share of the units in the test; read as a share of the sum over the arms.
    pub share: f64,
    /// What differs from the shop's usual.
    #[serde(flatten)]
    pub changes: Changes,
}

/// What an arm changes; what is `None` stays as it is in the shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// Sentences of this variant, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// Suggestions at once, 1 to 5; 0 is the hold-out: only what an item will not work without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<usize>,
    /// How far margin may reorder, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin_weight: Option<f64>,
    /// The bar, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_relevance: Option<f64>,
    /// Only links with one of these tags; pairs without a link have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_links: Option<Vec<String>>,
    /// No links with one of these tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_links: Option<Vec<String>>,
}

/// From a day on, so many of the units are in the test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RampStep {
    /// The first day of this share.
    #[serde(serialize_with = "as_text")]
    pub from: Day,
    /// 0 to 1.
    pub share: f64,
}

/// Where an experiment stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It has not begun.
    Planned,
    /// It runs.
    Running,
    /// It is over.
    Over,
}

impl Unit {
    /// The word in `shop.toml`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::TerminalWeek => "terminal-week",
        }
    }

    /// The unit behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Sale, Self::TerminalWeek].into_iter().find(|unit| unit.word() == word)
    }
}

impl Arm {
    /// Without anything in its texts that a terminal would obey.
    fn cleaned(mut self) -> Self {
        let tags = [&mut self.changes.only_links, &mut self.changes.without_links];
        let texts = self.changes.variant.iter_mut().chain(tags.into_iter().flatten().flatten());
        for text in texts {
            *text = clean(text).text;
        }
        self
    }
}

impl Changes {
    /// True for the arm that shows what advice adds: nothing is proposed in it.
    pub fn is_hold_out(&self) -> bool {
        self.max == Some(0)
    }

    /// The keys this arm sets; both lists of tags are one thing.
    pub fn sets(&self) -> impl Iterator<Item = &'static str> {
        let set = [
            ("variant", self.variant.is_some()),
            ("max", self.max.is_some()),
            ("margin_weight", self.margin_weight.is_some()),
            ("minimum_relevance", self.minimum_relevance.is_some()),
            ("links", self.only_links.is_some() || self.without_links.is_some()),
        ];
        set.into_iter().filter_map(|(key, is_set)| is_set.then_some(key))
    }
}

impl fmt::Display for Changes {
    /// `variant short, max 2`; `nothing changed` for an arm like the shop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |name: &str, value: Option<f64>| value.map(|value| format!("{name} {value}"));
        let tags =
            |name: &str, tags: &Option<Vec<String>>| tags.as_ref().map(|tags| format!("{name} {}", tags.join(" ")));
        let parts = [
            self.variant.as_ref().map(|variant| format!("variant {variant}")),
            self.max.map(|max| if max == 0 { "no suggestions".to_owned() } else { format!("max {max}") }),
            number("margin_weight", self.margin_weight),
            number("minimum_relevance", self.minimum_relevance),
            tags("only_links", &self.only_links),
            tags("without_links", &self.without_links),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        f.write_str(if parts.is_empty() { "nothing changed" } else { "" })?;
        f.write_str(&parts.join(", "))
    }
}

impl Experiment {
    /// The experiments of a catalog, as its `shop` table has them. One that this version cannot read as a whole is left
    /// out: half a treatment would spoil the test.
    pub fn read_all(json: &str) -> Vec<Self> {
        let written: Vec<serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
        let mut read: Vec<Self> = Vec::new();
        for value in written {
            let one = serde_json::from_value::<Written>(value).ok().and_then(Written::experiment);
            read.extend(one.filter(|one| read.iter().all(|other| other.id != one.id)));
        }
        read
    }

    /// The arm of that name.
    pub fn arm(&self, id: &str) -> Option<&Arm> {
        self.arms.iter().find(|arm| arm.id == id)
    }

    /// True where an arm shows nothing.
    pub fn has_hold_out(&self) -> bool {
        self.arms.iter().any(|arm| arm.changes.is_hold_out())
    }

    /// Where it stands on a day.
    pub fn stage(&self, day: Day) -> Stage {
        if day < self.from {
            Stage::Planned
        } else if day > self.to {
            Stage::Over
        } else {
            Stage::Running
        }
    }

    /// The share of units in the test on a day of it; before the first step of a ramp none.
    pub fn ramp_share(&self, day: Day) -> f64 {
        if self.ramp.is_empty() {
            return 1.0;
        }
        self.ramp.iter().rev().find(|step| step.from <= day).map_or(0.0, |step| step.share)
    }

    /// True where all of it is as the type promises.
    fn is_sound(&self) -> bool {
        let share = |share: f64| (0.0..=1.0).contains(&share);
        let unique = |arm: &Arm| self.arms.iter().filter(|other| other.id == arm.id).count() == 1;
        is_id(&self.id)
            && self.arms.len() >= 2
            && self.arms.iter().all(|arm| is_id(&arm.id) && unique(arm) && arm.share > 0.0 && share(arm.share))
            && self.arms.iter().all(|arm| arm.changes.max.is_none_or(|max| max <= 5))
            && self
                .arms
                .iter()
                .flat_map(|arm| [arm.changes.margin_weight, arm.changes.minimum_relevance])
                .flatten()
                .all(share)
            && self.ramp.iter().all(|step| share(step.share))
            && self.ramp.is_sorted_by(|a, b| a.from < b.from)
    }
}

/// True for what may name an experiment or an arm: 1 to 32 of `a-z`, `0-9` and `-`.
pub fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// An experiment as it stands in the table: dates as texts.
#[derive(Deserialize)]
struct Written {
    id: String,
    #[serde(default = "every_sale")]
    unit: Unit,
    from: String,
    to: String,
    arms: Vec<Arm>,
    #[serde(default)]
    ramp: Vec<WrittenStep>,
}

#[derive(Deserialize)]
struct WrittenStep {
    from: String,
    share: f64,
}

impl Written {
    fn experiment(self) -> Option<Experiment> {
        let step = |step: WrittenStep| Some(RampStep { from: Day::parse(&step.from)?, share: step.share });
        let experiment = Experiment {
            id: self.id,
            unit: self.unit,
            from: Day::parse(&self.from)?,
            to: Day::parse(&self.to)?,
            arms: self.arms.into_iter().map(Arm::cleaned).collect(),
            ramp: self.ramp.into_iter().map(step).collect::<Option<_>>()?,
        };
        experiment.is_sound().then_some(experiment)
    }
}

fn every_sale() -> Unit {
    Unit::Sale
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn as_text<S: serde::Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}
