//! Candidates → the list: hard filters, order, the bar, discipline, and a word for everything left out.

use std::collections::{HashMap, HashSet};

use super::arm::withheld;
use super::filter::{Filters, passes_bar};
use super::score::Scored;
use super::{BasketItem, Circumstances, Mined, Rules};
use crate::domain::counts::Tally;
use crate::domain::proposal::MOST_TIMES_THE_PRICE;
use crate::domain::{
    CleanText, Item, ItemId, Link, LinkKind, LinkTerms, Money, Reason, Suggestion, TalkingPoint, WhyNot,
};

/// Everything ranking has to know, gathered by whoever can read a catalog.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidates {
    /// Links of every item of the basket, in the order of the catalog.
    pub links: Vec<Link>,
    /// What sales say, best first.
    pub scored: Vec<Scored>,
    /// What people decided about mined pairs of the basket's items.
    pub decisions: Vec<Decision>,
    /// Items that have a link, or an accepted pair, to something in the basket as their add-on.
    pub bought_for: HashSet<ItemId>,
    /// What answers taught of pairs, by item and add-on.
    pub answers: HashMap<(ItemId, ItemId), Answered>,
    /// The same of kinds, for pairs without answers of their own or of their like; mined pairs have none.
    pub kinds: HashMap<Option<LinkKind>, f64>,
    /// Every item that a link names, and those of `scored` that may come to be shown.
    pub items: HashMap<ItemId, Item>,
}

/// What answers taught of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answered {
    /// Its own answers.
    pub tally: Tally,
    /// What its relevance counts for, 0.5 to 2; 1 for what is answered as everything is.
    pub factor: f64,
}

/// What a person decided about a mined pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The item of the basket.
    pub item: ItemId,
    /// The add-on.
    pub add_on: ItemId,
    /// Accepted or rejected.
    pub accepted: bool,
    /// As which kind of link.
    pub kind: LinkKind,
    /// With which sentences.
    pub talk: Option<u32>,
}

/// How much is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// The list for staff: the shop's cap, the bar, one of a category, quiet after noes.
    Staff,
    /// The plain ranking, so many places: hard filters only.
    Plain(usize),
}

/// A suggestion that still lacks its sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The suggestion, its `talking` empty and its reason from counts.
    pub suggestion: Suggestion,
    /// The sentences a person wrote for it; where there are none, those of the categories serve.
    pub talk: Option<u32>,
    /// Category of the item of the basket, to look those up.
    pub for_category: Option<u32>,
}

impl Chosen {
    /// The whole suggestion: a written reason comes before counts.
    pub fn with(self, talking: TalkingPoint) -> Suggestion {
        let reason = talking.why.clone().map_or(self.suggestion.reason.clone(), Reason::Written);
        Suggestion { reason, talking, ..self.suggestion }
    }
}

/// What [`choose`] decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// The list, best first.
    pub chosen: Vec<Chosen>,
    /// `not_with` links both sides of which are in the basket.
    pub careful: Vec<Link>,
    /// Why the list is shorter than it could be.
    pub quiet: Option<Quiet>,
    /// Links left out only because none is left here.
    pub out_of_stock: usize,
    /// Every candidate with its evidence and what became of it, in order.
    pub verdicts: Vec<Verdict>,
}

/// What is shown for a basket, complete.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    /// The list, best first.
    pub suggestions: Vec<Suggestion>,
    /// Things in the basket that do not fit each other.
    pub careful: Vec<NotFitting>,
    /// Why the list is shorter than it could be.
    pub quiet: Option<Quiet>,
    /// Add-ons left out because none is left here.
    pub out_of_stock: usize,
}

/// Two things in the basket that do not fit each other.
#[derive(Clone, Debug, PartialEq)]
pub struct NotFitting {
    /// The item the link starts at.
    pub item: CleanText,
    /// What does not fit it.
    pub other: CleanText,
    /// The link's reason: `Refill 305 XL does not fit this printer. It takes 304.`
    pub why: Option<CleanText>,
}

/// Why the list is shorter than it could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quiet {
    /// The customer said no as often as the shop's rule allows.
    Noes(usize),
    /// The customer is in a hurry.
    Hurry,
}

/// One candidate and what became of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The add-on.
    pub add_on: ItemId,
    /// The item of the basket that proposes it.
    pub item: ItemId,
    /// The kind of link; `None` for a mined pair.
    pub kind: Option<LinkKind>,
    /// A person's priority.
    pub priority: i32,
    /// What sales say of it, where they say anything.
    pub scored: Option<Scored>,
    /// What answers taught of it, where anybody answered it or its like.
    pub answered: Option<Answered>,
    /// Shown at this place, or the first filter or step that left it out.
    pub fate: Fate,
}

impl Verdict {
    /// What answers make of its relevance; 1 where there are none.
    pub fn factor(&self) -> f64 {
        self.answered.map_or(1.0, |answered| answered.factor)
    }
}

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its place, from 1.
    Shown(usize),
    /// Why it is not shown.
    Left(WhyNot),
}

/// A candidate on its way through filters and order.
struct Candidate<'a> {
    verdict: Verdict,
    terms: Option<&'a LinkTerms>,
    talk: Option<u32>,
    /// How many items joined the basket after the one that proposes it.
    age: usize,
    /// Orders candidates of like kind, origin and priority.
    value: f64,
}

impl Candidate<'_> {
    fn curated(&self) -> bool {
        self.verdict.kind.is_some()
    }

    fn required(&self) -> bool {
        self.verdict.kind == Some(LinkKind::Required)
    }
}

/// Makes the list for a basket. Pure: the same arguments give the same list.
pub fn choose(
    basket: &[BasketItem],
    candidates: &Candidates,
    rules: &Rules,
    now: &Circumstances,
    limits: Limits,
) -> Choice {
    let rules = &rules.under(&now.arms);
    let filters = Filters::new(basket, &candidates.links, now);
    let mut all = gather(basket, candidates, rules, limits);
    for candidate in &mut all {
        if let Some(item) = candidates.items.get(&candidate.verdict.add_on) {
            let left = filters.reject(item, candidate.verdict.item, candidate.verdict.kind, candidate.terms);
            let left = withheld(&now.arms, candidate.verdict.kind, candidate.terms, left);
            if let (Some(why), Fate::Shown(_)) = (left, candidate.verdict.fate) {
                candidate.verdict.fate = Fate::Left(why);
            }
        }
    }
    all.sort_by(|a, b| order(a, b));
    let quiet = match limits {
        Limits::Staff => quiet(rules, now),
        Limits::Plain(_) => None,
    };
    let picked = pick(&mut all, candidates, rules, quiet, limits);
    let chosen = picked.iter().filter_map(|&index| complete(&all[index], basket, candidates, rules)).collect();
    let out =
        |candidate: &&Candidate<'_>| candidate.curated() && candidate.verdict.fate == Fate::Left(WhyNot::OutOfStock);
    Choice {
        chosen,
        careful: filters.careful(&candidates.links),
        quiet,
        out_of_stock: all.iter().filter(out).map(|candidate| candidate.verdict.add_on).collect::<HashSet<_>>().len(),
        verdicts: all.iter().map(|candidate| candidate.verdict).collect(),
    }
}

/// Links first, then what sales propose; each add-on by every way that leads to it.
fn gather<'a>(basket: &[BasketItem], candidates: &'a Candidates, rules: &Rules, limits: Limits) -> Vec<Candidate<'a>> {
    let scored: HashMap<ItemId, Scored> = candidates.scored.iter().map(|one| (one.add_on, *one)).collect();
    let age = |id: ItemId| basket.iter().rev().position(|joined| joined.item.id == id).unwrap_or(0);
    let answered = |item: ItemId, add_on: ItemId, kind: Option<LinkKind>| {
        let of_kind = || candidates.kinds.get(&kind).map(|&factor| Answered { tally: Tally::default(), factor });
        candidates.answers.get(&(item, add_on)).copied().or_else(of_kind)
    };
    let value = |add_on: ItemId, age: usize, answered: Option<Answered>| {
        let relevance = scored.get(&add_on).map_or(0.0, |one| one.relevance);
        let factor = answered.map_or(1.0, |answered| answered.factor);
        // Of what sales do not know answers can still lift a link, up to the bar.
        let relevance = relevance * factor + rules.minimum_relevance * (factor - 1.0).max(0.0);
        let margin = candidates.items.get(&add_on).map_or(0.0, margin);
        relevance * (1.0 + rules.margin_weight * margin) * 0.5_f64.powi(i32::try_from(age).unwrap_or(i32::MAX))
    };
    let written = |item: ItemId, add_on: ItemId, kind: LinkKind, talk: Option<u32>, terms: Option<&'a LinkTerms>| {
        let answered = answered(item, add_on, Some(kind));
        Candidate {
            verdict: Verdict {
                add_on,
                item,
                kind: Some(kind),
                priority: terms.map_or(0, |terms| terms.priority),
                scored: scored.get(&add_on).copied(),
                answered,
                fate: Fate::Shown(0),
            },
            terms,
            talk,
            age: age(item),
            value: value(add_on, age(item), answered),
        }
    };
    let of_links =
        candidates.links.iter().map(|link| written(link.item, link.add_on, link.kind, link.talk, Some(&link.terms)));
    let accepted = candidates
        .decisions
        .iter()
        .filter(|decision| decision.accepted)
        .map(|decision| written(decision.item, decision.add_on, decision.kind, decision.talk, None));
    let mined = candidates.scored.iter().filter(|one| candidates.items.contains_key(&one.add_on)).map(|one| {
        let answered = answered(one.because, one.add_on, None);
        let factor = answered.map_or(1.0, |answered| answered.factor);
        let decided = |accepted| {
            candidates
                .decisions
                .iter()
                .any(|d| d.add_on == one.add_on && d.item == one.because && d.accepted == accepted)
        };
        let left = match rules.mined {
            _ if decided(false) => Some(WhyNot::RejectedPair),
            Mined::Fill => None,
            Mined::Proposals | Mined::Off => Some(WhyNot::MinedNotShown),
        };
        let left = left.or_else(|| match limits {
            Limits::Staff if is_other_way_round(one, basket, candidates) => Some(WhyNot::OtherWayRound),
            Limits::Staff => passes_bar(one, factor, rules),
            Limits::Plain(_) => None,
        });
        Candidate {
            verdict: Verdict {
                add_on: one.add_on,
                item: one.because,
                kind: None,
                priority: 0,
                scored: Some(*one),
                answered,
                fate: left.map_or(Fate::Shown(0), Fate::Left),
            },
            terms: None,
            talk: None,
            age: age(one.because),
            value: one.order
                * factor
                * (1.0 + rules.margin_weight * candidates.items.get(&one.add_on).map_or(0.0, margin)),
        }
    });
    let mined: Vec<Candidate<'a>> = match limits {
        Limits::Staff => mined.collect(),
        // The plain ranking is that of relevance: margin has no say in a back-test.
        Limits::Plain(_) => mined
            .map(|candidate| {
                let factor = candidate.verdict.factor();
                Candidate { value: candidate.verdict.scored.map_or(0.0, |one| one.order * factor), ..candidate }
            })
            .collect(),
    };
    of_links.chain(accepted).chain(mined).collect()
}

/// A printer sells with its ink, but is no add-on of it.
fn is_other_way_round(one: &Scored, basket: &[BasketItem], candidates: &Candidates) -> bool {
    let price_of = |id: ItemId| basket.iter().find(|joined| joined.item.id == id).and_then(|joined| joined.item.price);
    let add_on = candidates.items.get(&one.add_on).and_then(|item| item.price);
    let dearer =
        price_of(one.because).zip(add_on).is_some_and(|(item, add_on)| add_on > item.times(MOST_TIMES_THE_PRICE));
    dearer || candidates.bought_for.contains(&one.add_on)
}

/// `required` first, then what people wrote before what sales propose, then priority, then value, then what answers taught
/// where sales say nothing; the item that joined last and the order of the catalog break ties (the sort is stable).
fn order(a: &Candidate<'_>, b: &Candidate<'_>) -> std::cmp::Ordering {
    b.required()
        .cmp(&a.required())
        .then(b.curated().cmp(&a.curated()))
        .then(b.verdict.priority.cmp(&a.verdict.priority))
        .then(b.value.total_cmp(&a.value))
        .then(b.verdict.factor().total_cmp(&a.verdict.factor()))
        .then(a.age.cmp(&b.age))
}

fn quiet(rules: &Rules, now: &Circumstances) -> Option<Quiet> {
    if now.contexts.iter().any(|context| context == "hurry") {
        Some(Quiet::Hurry)
    } else if rules.quiet_after_noes > 0 && now.declined.len() >= rules.quiet_after_noes {
        Some(Quiet::Noes(now.declined.len()))
    } else {
        None
    }
}

/// Goes down the order and takes what discipline allows; writes the fate of the others.
fn pick(
    all: &mut [Candidate<'_>],
    candidates: &Candidates,
    rules: &Rules,
    quiet: Option<Quiet>,
    limits: Limits,
) -> Vec<usize> {
    let max = match limits {
        Limits::Staff => rules.max,
        Limits::Plain(places) => places,
    };
    let mut picked: Vec<usize> = Vec::new();
    let mut over_cap: Vec<usize> = Vec::new();
    let mut seen = HashSet::new();
    let mut categories = HashSet::new();
    for (index, candidate) in all.iter_mut().enumerate() {
        let Fate::Shown(_) = candidate.verdict.fate else {
            continue;
        };
        let category = candidates.items.get(&candidate.verdict.add_on).and_then(|item| item.category);
        let category = category.filter(|_| limits == Limits::Staff && !candidate.required());
        let left = if seen.contains(&candidate.verdict.add_on) {
            Some(WhyNot::ShownAlready)
        } else if quiet.is_some() && !candidate.required() {
            Some(if quiet == Some(Quiet::Hurry) { WhyNot::Hurry } else { WhyNot::Quiet })
        } else if category.is_some_and(|category| categories.contains(&category)) {
            Some(WhyNot::SameCategory)
        } else if picked.len() >= max {
            over_cap.push(index);
            Some(WhyNot::OverCap)
        } else {
            None
        };
        if let Some(why) = left {
            candidate.verdict.fate = Fate::Left(why);
            continue;
        }
        seen.insert(candidate.verdict.add_on);
        categories.extend(category);
        picked.push(index);
    }
    if limits == Limits::Staff {
        give_newest_a_say(all, &mut picked, &over_cap);
    }
    for (place, &index) in picked.iter().enumerate() {
        all[index].verdict.fate = Fate::Shown(place + 1);
    }
    picked
}

/// The item just scanned is what the customer is thinking of: where a person linked something to it and older items
/// fill the list, its best link takes the last place that is not `required`.
fn give_newest_a_say(all: &mut [Candidate<'_>], picked: &mut [usize], over_cap: &[usize]) {
    let newest_speaks = picked.iter().any(|&index| all[index].age == 0);
    let best = over_cap.iter().copied().find(|&index| all[index].age == 0 && all[index].curated());
    let last = picked.last().copied().filter(|&index| !all[index].required());
    if let (false, Some(best), Some(last)) = (newest_speaks, best, last) {
        all[last].verdict.fate = Fate::Left(WhyNot::OverCap);
        if let Some(place) = picked.last_mut() {
            *place = best;
        }
    }
}

fn complete(
    candidate: &Candidate<'_>,
    basket: &[BasketItem],
    candidates: &Candidates,
    rules: &Rules,
) -> Option<Chosen> {
    let verdict = &candidate.verdict;
    let add_on = candidates.items.get(&verdict.add_on)?.clone();
    let item = &basket.iter().find(|joined| joined.item.id == verdict.item)?.item;
    let counts = verdict.scored.filter(|one| one.because == verdict.item && one.together >= rules.min_pair_count);
    let reason = match counts {
        Some(one) => Reason::Counts { together: one.together, of: one.of },
        None => Reason::Linked,
    };
    let apart = item.price.zip(add_on.price).map(|(item, add_on)| item.plus(add_on));
    let bundle = candidate.terms.and_then(|terms| terms.bundle_price);
    let saves = apart.zip(bundle).map(|(apart, set)| apart.minus(set)).filter(|saves| *saves > Money(0));
    Some(Chosen {
        suggestion: Suggestion {
            add_on,
            for_item: item.sku.clone(),
            for_name: item.name.clone(),
            kind: verdict.kind.unwrap_or(LinkKind::Accessory),
            curated: candidate.curated(),
            reason,
            talking: TalkingPoint::default(),
            in_other_languages: Vec::new(),
            due: None,
            saves,
            relevance: verdict.scored.map_or(0.0, |one| one.relevance),
        },
        talk: candidate.talk,
        for_category: item.category,
    })
}

/// Share of an item's price that the shop keeps, 0 to 1; 0 where it is not known.
pub(super) fn margin(item: &Item) -> f64 {
    match (item.price, item.cost) {
        (Some(Money(price)), Some(Money(cost))) if price > 0 => {
            (price.saturating_sub(cost) as f64 / price as f64).clamp(0.0, 1.0)
        }
        _ => 0.0,
    }
}
