//! What speaks for a candidate, what it passed on its way, and what decides about its place.

use std::collections::HashSet;

use super::case::Case;
use super::stop::{contexts, position, price_share};
use super::{Part, Step, Value};
use crate::domain::{Item, ItemId, LinkKind, WhyNot};
use crate::rank::choose::{Answered, Verdict, margin};
use crate::rank::{Fate, Figures};

/// Names said of those that come before, at most.
const NAMED: usize = 3;

/// Who or what speaks for it.
pub(super) fn evidence(case: &Case<'_>, verdict: &Verdict, figures: Figures) -> Vec<Step> {
    let said = |word, values| Step::new(Part::Evidence, word, values);
    let mut steps = vec![match (verdict.kind, case.link(verdict)) {
        (Some(kind), Some(link)) => {
            let values = vec![("kind", Value::Kind(kind)), ("priority", Value::Whole(link.terms.priority.into()))];
            said("link", values)
        }
        (Some(kind), None) => said("accepted", vec![("kind", Value::Kind(kind))]),
        (None, _) => said("sales_alone", Vec::new()),
    }];
    let Some(one) = verdict.scored else {
        let any = case.known.totals.sales > 0;
        steps.push(said(if any { "not_together" } else { "no_history" }, Vec::new()));
        steps.extend(verdict.answered.as_ref().map(answers));
        return steps;
    };
    if one.together > 0 {
        steps.push(said(
            "together",
            vec![
                ("item", case.name_of(one.because)),
                ("together", Value::Count(one.together)),
                ("of", Value::Count(one.of)),
                ("chance", Value::Figure(figures.chance)),
                ("lift", Value::Figure(figures.lift)),
                ("llr", Value::Figure(figures.llr)),
            ],
        ));
    } else {
        steps.push(said("not_together", Vec::new()));
    }
    let values = vec![("relevance", Value::Share(one.relevance))];
    steps.push(said(if one.together > 0 { "relevance" } else { "relevance_category" }, values));
    steps.extend(verdict.answered.as_ref().map(answers));
    steps
}

/// What customers answered.
fn answers(answered: &Answered) -> Step {
    let tally = answered.tally;
    let factor = ("factor", Value::Share(answered.factor));
    if tally.is_empty() {
        return Step::new(Part::Evidence, "answers_like", vec![factor]);
    }
    let values = vec![
        ("asked", Value::Count(tally.asked)),
        ("accepted", Value::Count(tally.accepted)),
        ("unasked", Value::Count(tally.unasked)),
        ("taken", Value::Count(tally.taken)),
        factor,
    ];
    Step::new(Part::Evidence, "answers", values)
}

/// Every filter that it passed.
pub(super) fn passed(case: &Case<'_>, verdict: &Verdict, figures: Figures, add_on: &Item, item: &Item) -> Vec<Step> {
    let end = match verdict.fate {
        Fate::Shown(_) => usize::MAX,
        Fate::Left(why) => position(why),
    };
    let beyond = |why: WhyNot| end > position(why);
    let mut steps = Vec::new();
    let mut pass = |holds: bool, word, values| {
        if holds {
            steps.push(Step::new(Part::Passed, word, values));
        }
    };
    if let (None, Some(one)) = (verdict.kind, verdict.scored) {
        pass(beyond(WhyNot::MinedNotShown), "wanted", Vec::new());
        pass(beyond(WhyNot::OtherWayRound), "direction", Vec::new());
        let together = ("together", Value::Count(one.together));
        let least = ("least", Value::Count(case.rules.min_pair_count));
        pass(beyond(WhyNot::TooFewSales), "count", vec![together.clone(), least]);
        pass(beyond(WhyNot::NoRealLink), "real", vec![together, ("chance", Value::Figure(figures.chance))]);
        let bar = ("bar", Value::Share(case.rules.minimum_relevance));
        pass(beyond(WhyNot::BelowBar), "bar", vec![("relevance", Value::Share(one.relevance * verdict.factor())), bar]);
    }
    pass(beyond(WhyNot::Declined), "basket", Vec::new());
    if let Some(terms) = case.terms(verdict) {
        let window = terms.window;
        let days = vec![("from", Value::Day(window.from)), ("to", Value::Day(window.to))];
        let campaign = window.from.is_some() || window.to.is_some();
        pass(beyond(WhyNot::OutsideCampaign) && campaign, "campaign", days);
        let asked = vec![("contexts", contexts(&terms.contexts))];
        pass(beyond(WhyNot::OtherContext) && !terms.contexts.is_empty(), "contexts", asked);
        let segments = vec![("segments", Value::List(terms.segments.clone()))];
        pass(beyond(WhyNot::OtherSegment) && !terms.segments.is_empty(), "segments", segments);
        let pieces = vec![("least", Value::Whole(terms.min_quantity.unwrap_or(0)))];
        pass(beyond(WhyNot::TooFewPieces) && terms.min_quantity.is_some(), "pieces", pieces);
        let priced = terms.max_price_share.is_some() && item.price.is_some() && add_on.price.is_some();
        pass(beyond(WhyNot::TooDear) && priced, "share", price_share(case, verdict, add_on, item));
    }
    let in_stock = beyond(WhyNot::OutOfStock) && !add_on.stock.is_out(case.now.now, case.now.stock_max_age);
    match add_on.stock.quantity {
        Some(left) => pass(in_stock, "stock", vec![("stock", Value::Whole(left))]),
        None => pass(in_stock, "stock_unknown", Vec::new()),
    }
    pass(beyond(WhyNot::OtherArm) && !case.now.arms.is_empty(), "test", Vec::new());
    steps
}

/// What decides about its place, where it came so far.
pub(super) fn order(case: &Case<'_>, at: usize, add_on: &Item) -> Vec<Step> {
    let verdict = &case.choice.verdicts[at];
    let runs = |verdict: &Verdict| match verdict.fate {
        Fate::Shown(_) => true,
        Fate::Left(why) => position(why) > position(WhyNot::ShownAlready),
    };
    if !runs(verdict) {
        return Vec::new();
    }
    let said = |word, values| Step::new(Part::Order, word, values);
    let mut steps = vec![match verdict.kind {
        Some(LinkKind::Required) => said("required", Vec::new()),
        Some(_) => said("link", vec![("priority", Value::Whole(verdict.priority.into()))]),
        None => said("sales", Vec::new()),
    }];
    let margin = margin(add_on);
    let lift = case.rules.margin_weight * margin;
    if lift > 0.0 && verdict.scored.is_some_and(|one| one.relevance > 0.0) {
        steps.push(said("margin", vec![("margin", Value::Share(margin)), ("lift", Value::Share(lift))]));
    }
    // Each add-on counts once, by whichever way it runs.
    let running = |verdicts: &[Verdict]| {
        let mut seen = HashSet::new();
        let runs = |verdict: &&Verdict| runs(verdict) && verdict.add_on != add_on.id && seen.insert(verdict.add_on);
        verdicts.iter().filter(runs).map(|verdict| verdict.add_on).collect::<Vec<ItemId>>()
    };
    let before = running(&case.choice.verdicts[..at]);
    let count = ("count", Value::Count(running(&case.choice.verdicts).len() as u64 + 1));
    if before.is_empty() {
        steps.push(said("first", vec![count]));
    } else {
        let names = before.iter().rev().take(NAMED).rev().filter_map(|id| match case.name_of(*id) {
            Value::Text(name) => Some(name),
            _ => None,
        });
        let place = ("place", Value::Count(before.len() as u64 + 1));
        steps.push(said("place", vec![place, count, ("before", Value::List(names.collect()))]));
    }
    let full_before = |verdict: &Verdict| verdict.fate == Fate::Left(WhyNot::OverCap);
    let shown = matches!(verdict.fate, Fate::Shown(_));
    if shown && case.choice.verdicts[..at].iter().any(full_before) {
        steps.push(said("newest", vec![("item", case.name_of(verdict.item))]));
    }
    steps
}
