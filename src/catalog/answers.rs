//! What staff heard at the counter → rows of the snapshot: for each pair of item and add-on how often it was asked for, what
//! came of it, and what that says for its place.
//!
//! Only a yes or a no counts as asked. What was shown and not asked tells what customers take unasked, and so do sales of a
//! hold-out, in which nothing was shown. Sales come in any order.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::numbers::Numbering;
use super::source::Source;
use crate::db::snapshot::{AnswerRow, Snapshot};
use crate::domain::counts::Tally;
use crate::domain::{Event, LinkKind, Outcome, Sku};
use crate::learn::answers::{self, Answered, Pools, Told};

/// So many rows are written at most for pairs that were never shown and have their factor from others.
const MOST_WITHOUT_ANSWERS: usize = 200_000;
/// And only where their factor is not within so many thousandths of that of their kind.
const LEAST_DIFFERENCE: u32 = 20;

/// Answers gathered from events, by index of the source.
#[derive(Debug, Default)]
pub struct Answers {
    pairs: BTreeMap<(u32, u32), Tally>,
    held_out: Vec<HeldOut>,
    unknown: BTreeSet<(Sku, Sku)>,
    /// Sales that were read.
    pub sales: u64,
    /// Sales that were taken back and teach nothing.
    pub voided: u64,
    /// Suggestions that were accepted or declined.
    pub asked: u64,
}

/// A sale of a hold-out.
#[derive(Debug)]
struct HeldOut {
    /// What was bought, in order.
    items: Vec<u32>,
    /// What was shown all the same: what is required.
    shown: Vec<(u32, u32)>,
}

impl Answers {
    /// Adds what a finished sale says.
    pub fn add(&mut self, source: &Source, event: &Event) {
        let index = |sku: &Sku| source.items.find(sku.as_str());
        self.sales += 1;
        let mut outcomes: BTreeMap<(u32, u32), Outcome> = BTreeMap::new();
        for one in &event.suggestions {
            let (Some(item), Some(add_on)) = (index(&one.item), index(&one.add_on)) else {
                self.unknown.insert((one.item.clone(), one.add_on.clone()));
                continue;
            };
            let kept = outcomes.entry((item, add_on)).or_insert(one.outcome);
            if weight(one.outcome) > weight(*kept) {
                *kept = one.outcome;
            }
        }
        // Shown for two items and asked for one: of the other nobody knows what would have been.
        let is_asked = |outcome: Outcome| matches!(outcome, Outcome::Accepted | Outcome::Declined);
        let asked: HashSet<u32> =
            outcomes.iter().filter(|(_, outcome)| is_asked(**outcome)).map(|((_, add_on), _)| *add_on).collect();
        for (&pair, &outcome) in &outcomes {
            if is_asked(outcome) {
                let tally = self.pairs.entry(pair).or_default();
                tally.asked += 1;
                tally.accepted += u64::from(outcome == Outcome::Accepted);
                self.asked += 1;
            } else if !asked.contains(&pair.1) {
                let tally = self.pairs.entry(pair).or_default();
                tally.unasked += 1;
                tally.taken += u64::from(outcome == Outcome::TakenWithoutAsking);
            }
        }
        if is_held_out(source, event) {
            let bought = event.lines.iter().filter(|line| line.quantity > 0);
            let items = bought.filter_map(|line| index(&line.sku)).collect();
            self.held_out.push(HeldOut { items, shown: outcomes.into_keys().collect() });
        }
    }

    /// Pairs of which an item is not in the source.
    pub fn unknown(&self) -> usize {
        self.unknown.len()
    }

    /// Everything that was heard of every pair. Sales of hold-outs speak for pairs that were shown elsewhere: where the item
    /// came first, the add-on would have been shown, and was bought or not.
    fn tallies(&self) -> BTreeMap<(u32, u32), Tally> {
        let mut pairs = self.pairs.clone();
        for HeldOut { items, shown } in &self.held_out {
            for (place, &item) in items.iter().enumerate().filter(|(place, item)| !items[..*place].contains(item)) {
                for ((_, add_on), tally) in pairs.range_mut((item, 0)..=(item, u32::MAX)) {
                    if !items[..place].contains(add_on) && !shown.contains(&(item, *add_on)) {
                        tally.unasked += 1;
                        tally.taken += u64::from(items[place..].contains(add_on));
                    }
                }
            }
        }
        pairs
    }
}

fn is_held_out(source: &Source, event: &Event) -> bool {
    source.shop.experiments.iter().any(|experiment| {
        let arm = event.arms.get(&experiment.id).and_then(|arm| experiment.arm(arm));
        arm.is_some_and(|arm| arm.changes.is_hold_out())
    })
}

/// The same suggestion twice in a sale counts once, with the outcome that says most.
fn weight(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotAsked => 0,
        Outcome::TakenWithoutAsking => 1,
        Outcome::Declined => 2,
        Outcome::Accepted => 3,
    }
}

/// Fills the rows of answers; `snapshot` has its links, decisions and pairs already.
pub fn fill(snapshot: &mut Snapshot, source: &Source, numbering: &Numbering, answers: &Answers) {
    let tallies = answers.tallies();
    if tallies.is_empty() {
        return;
    }
    let places = Places::new(snapshot, source, numbering);
    let told: Vec<Told> = tallies.iter().map(|(&pair, &tally)| places.told(pair, tally)).collect();
    let answered = Answered::new(&told);
    let word = |kind: Option<LinkKind>| kind.map_or("mined", LinkKind::word);
    let kinds: BTreeMap<&str, u32> =
        kinds().map(|kind| (word(kind), thousandths(answered.of_kind(kind)))).filter(|one| one.1 != 1000).collect();
    let row = |told: &Told| AnswerRow {
        item: numbering.items[told.pair.0 as usize],
        add_on: numbering.items[told.pair.1 as usize],
        tally: told.tally,
        factor: thousandths(answered.factor(told)),
    };
    let mut rows: Vec<AnswerRow> = told.iter().map(row).collect();
    // Others of the same link or the same categories: links first, then what sales propose, the likeliest first.
    let silent =
        places.all().filter(|pair| !tallies.contains_key(pair)).map(|pair| places.told(pair, Tally::default()));
    let differs = |row: &AnswerRow, told: &Told| {
        let of_kind = kinds.get(word(told.pools.kind)).copied().unwrap_or(1000);
        row.factor.abs_diff(of_kind) >= LEAST_DIFFERENCE
    };
    let others = silent.filter(|told| answered.reaches(&told.pools)).map(|told| (row(&told), told));
    rows.extend(others.filter(|(row, told)| differs(row, told)).map(|(row, _)| row).take(MOST_WITHOUT_ANSWERS));
    rows.sort_unstable_by_key(|row| (row.item, row.add_on));
    drop(places);
    snapshot.answers = rows;
    snapshot.shop.insert("taught_answers", answers.asked.to_string());
    snapshot.shop.insert("taught_kinds", serde_json::to_string(&kinds).unwrap_or_default());
}

/// Every kind that may be proposed, and `None` for what only sales propose.
fn kinds() -> impl Iterator<Item = Option<LinkKind>> {
    LinkKind::ALL.into_iter().filter(|kind| kind.is_add_on()).map(Some).chain([None])
}

fn thousandths(factor: f64) -> u32 {
    (factor * 1000.0).round() as u32
}

/// What the source says of pairs, by index.
struct Places<'s> {
    source: &'s Source,
    /// Pair → row of its link.
    links: HashMap<(u32, u32), u32>,
    /// Pair → kind, of what a person accepted.
    accepted: HashMap<(u32, u32), LinkKind>,
    /// Pair → relevance in millionths, of what may come to be shown.
    relevance: HashMap<(u32, u32), u32>,
    /// The mean of these.
    usual: f64,
    /// Pairs that only sales propose, the likeliest first.
    mined: Vec<(u32, u32)>,
}

impl<'s> Places<'s> {
    fn new(snapshot: &Snapshot, source: &'s Source, numbering: &Numbering) -> Self {
        let index: HashMap<_, u32> = numbering.items.iter().zip(0..).map(|(id, index)| (*id, index)).collect();
        let pair = |item, add_on| Some((*index.get(&item)?, *index.get(&add_on)?));
        let mut links = HashMap::new();
        for link in source.resolved.links.iter().filter(|link| source.links[link.row as usize].kind.is_add_on()) {
            links.entry((link.item, link.add_on)).or_insert(link.row);
        }
        let decided = snapshot.decisions.iter().filter(|row| row.accepted);
        let accepted = decided.filter_map(|row| Some((pair(row.item, row.add_on)?, row.kind))).collect();
        // No factor lifts a mined pair of less than half the bar.
        let rules = &source.shop.rules;
        let least = (rules.minimum_relevance * 1e6 / answers::MOST) as u32;
        let reaches = |row: &&crate::db::snapshot::PairRow| {
            row.relevance >= least && u64::from(row.together) >= rules.min_pair_count
        };
        let relevance: HashMap<(u32, u32), u32> = snapshot
            .pairs
            .iter()
            .filter_map(|row| Some((pair(row.item, row.add_on)?, row)))
            .filter(|(pair, row)| reaches(row) || links.contains_key(pair))
            .map(|(pair, row)| (pair, row.relevance))
            .collect();
        let usual = relevance.values().map(|one| u64::from(*one)).sum::<u64>() as f64 / relevance.len().max(1) as f64;
        let mut mined: Vec<(u32, u32)> = relevance.keys().filter(|pair| !links.contains_key(pair)).copied().collect();
        mined.sort_unstable_by_key(|pair| (std::cmp::Reverse(relevance.get(pair)), *pair));
        Self { source, links, accepted, relevance, usual, mined }
    }

    fn told(&self, pair: (u32, u32), tally: Tally) -> Told {
        let link = self.links.get(&pair).copied();
        let category = |index: u32| self.source.items.list[index as usize].category;
        let written = link.map(|row| self.source.links[row as usize].kind);
        let pools = Pools {
            link,
            categories: category(pair.0).zip(category(pair.1)),
            kind: written.or_else(|| self.accepted.get(&pair).copied()),
        };
        let relevance = self.relevance.get(&pair).filter(|one| **one > 0 && self.usual > 0.0);
        Told { pair, pools, promise: relevance.map_or(1.0, |one| f64::from(*one) / self.usual), tally }
    }

    /// Every pair that may come to be shown, in the order in which rows are worth having.
    fn all(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut links: Vec<(u32, u32)> = self.links.keys().copied().collect();
        links.sort_unstable();
        links.into_iter().chain(self.mined.iter().copied())
    }
}
