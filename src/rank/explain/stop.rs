//! What left a candidate out, with the figures it was held against, and what a person could do about it.

use super::case::{Case, name, write_link};
use super::{Part, Step, Value};
use crate::domain::proposal::MOST_TIMES_THE_PRICE;
use crate::domain::{ContextRule, Item, LinkKind, WhyNot};
use crate::rank::Fate;
use crate::rank::choose::Verdict;

/// Filters and steps in the order in which a candidate meets them; those of sales alone stand before the others.
pub const WAY: [WhyNot; 25] = [
    WhyNot::RejectedPair,
    WhyNot::MinedNotShown,
    WhyNot::OtherWayRound,
    WhyNot::TooFewSales,
    WhyNot::NoRealLink,
    WhyNot::BelowBar,
    WhyNot::Included,
    WhyNot::NotWith,
    WhyNot::NotAnAddOn,
    WhyNot::InBasket,
    WhyNot::VariantInBasket,
    WhyNot::Declined,
    WhyNot::OutsideCampaign,
    WhyNot::OtherContext,
    WhyNot::OtherSegment,
    WhyNot::TooFewPieces,
    WhyNot::TooDear,
    WhyNot::OutOfStock,
    WhyNot::HoldOut,
    WhyNot::OtherArm,
    WhyNot::ShownAlready,
    WhyNot::Quiet,
    WhyNot::Hurry,
    WhyNot::SameCategory,
    WhyNot::OverCap,
];

/// Where on the way a candidate was stopped, from 0.
pub(super) fn position(why: WhyNot) -> usize {
    WAY.iter().position(|step| *step == why).unwrap_or(WAY.len())
}

/// The sentence of what left it out.
pub(super) fn stopped(case: &Case<'_>, why: WhyNot, verdict: &Verdict, add_on: &Item, item: &Item) -> Step {
    let terms = case.terms(verdict);
    let scored = verdict.scored;
    let the_item = ("item", name(item));
    let mut word = why.word();
    let values = match why {
        WhyNot::InBasket
        | WhyNot::Declined
        | WhyNot::RejectedPair
        | WhyNot::Hurry
        | WhyNot::HoldOut
        | WhyNot::OtherArm => Vec::new(),
        WhyNot::VariantInBasket => vec![("other", variant_of(case, add_on))],
        WhyNot::NotWith => vec![("other", pointing(case, LinkKind::NotWith, verdict))],
        WhyNot::Included => vec![("other", pointing(case, LinkKind::Included, verdict))],
        WhyNot::OutOfStock => vec![("stock", Value::Whole(add_on.stock.quantity.unwrap_or(0)))],
        WhyNot::TooDear => price_share(case, verdict, add_on, item),
        WhyNot::OtherContext => vec![
            ("contexts", contexts(terms.map_or(&[][..], |terms| &terms.contexts))),
            ("now", Value::List(case.now.contexts.clone())),
        ],
        WhyNot::OutsideCampaign => {
            let window = terms.map(|terms| terms.window).unwrap_or_default();
            vec![
                ("from", Value::Day(window.from)),
                ("to", Value::Day(window.to)),
                ("today", Value::Day(Some(case.now.today))),
            ]
        }
        WhyNot::TooFewPieces => {
            let least = terms.and_then(|terms| terms.min_quantity).unwrap_or(0);
            let pieces = case.joined(item.id).map_or(0, |joined| joined.quantity);
            vec![the_item, ("least", Value::Whole(least)), ("pieces", Value::Whole(pieces))]
        }
        WhyNot::OtherSegment => {
            vec![("segments", Value::List(terms.map(|terms| terms.segments.clone()).unwrap_or_default()))]
        }
        WhyNot::MinedNotShown => vec![("mined", Value::Text(case.rules.mined.word().to_owned()))],
        WhyNot::TooFewSales => vec![
            ("together", Value::Count(scored.map_or(0, |one| one.together))),
            ("least", Value::Count(case.rules.min_pair_count)),
        ],
        WhyNot::NoRealLink => vec![
            ("together", Value::Count(scored.map_or(0, |one| one.together))),
            ("chance", Value::Figure(scored.map_or(0.0, |one| one.chance))),
        ],
        WhyNot::BelowBar => vec![
            ("relevance", Value::Share(scored.map_or(0.0, |one| one.relevance) * verdict.factor())),
            ("bar", Value::Share(case.rules.minimum_relevance)),
        ],
        WhyNot::NotAnAddOn => vec![the_item, ("kind", Value::Kind(verdict.kind.unwrap_or(LinkKind::Substitute)))],
        WhyNot::OtherWayRound if case.candidates.bought_for.contains(&add_on.id) => vec![the_item],
        WhyNot::OtherWayRound => {
            word = "other_way_round_dearer";
            vec![the_item, ("times", Value::Whole(MOST_TIMES_THE_PRICE))]
        }
        WhyNot::SameCategory => vec![("other", shown_of_category(case, add_on))],
        WhyNot::ShownAlready => vec![("other", shown_for(case, verdict))],
        WhyNot::OverCap => vec![("max", Value::Count(case.rules.max as u64))],
        WhyNot::Quiet => vec![("noes", Value::Count(case.now.declined.len() as u64))],
    };
    Step::new(Part::Stopped, word, values)
}

/// What a person could do so that it is shown; nothing where it is as it should be.
pub(super) fn todo(case: &Case<'_>, why: WhyNot, verdict: &Verdict, add_on: &Item, item: &Item) -> Option<Step> {
    let step = |word, values| Some(Step::new(Part::Todo, word, values));
    let skus = || vec![("item", Value::Text(item.sku.to_string())), ("add-on", Value::Text(add_on.sku.to_string()))];
    match why {
        WhyNot::InBasket | WhyNot::Declined | WhyNot::ShownAlready | WhyNot::Hurry => None,
        WhyNot::VariantInBasket => step("variant", Vec::new()),
        WhyNot::NotWith | WhyNot::Included => {
            let kind = if why == WhyNot::NotWith { LinkKind::NotWith } else { LinkKind::Included };
            step(
                "wrong_link",
                vec![("kind", Value::Text(kind.word().to_owned())), ("add-on", Value::Text(add_on.sku.to_string()))],
            )
        }
        WhyNot::NotAnAddOn => step("kind", skus()),
        WhyNot::OutOfStock => step("stock", Vec::new()),
        WhyNot::OutsideCampaign => step("campaign", skus()),
        WhyNot::OtherContext => step("contexts", skus()),
        WhyNot::OtherSegment => step("segments", skus()),
        WhyNot::TooFewPieces => step("pieces", skus()),
        WhyNot::TooDear => step("share", skus()),
        WhyNot::MinedNotShown => step("mined", skus()),
        WhyNot::RejectedPair => step("rejected", skus()),
        WhyNot::TooFewSales if verdict.scored.is_none_or(|one| one.together < 2) => Some(write_link(item, add_on)),
        WhyNot::TooFewSales => {
            let together = verdict.scored.map_or(0, |one| one.together);
            let mut values = skus();
            values.extend([("least", Value::Count(case.rules.min_pair_count)), ("together", Value::Count(together))]);
            step("count", values)
        }
        WhyNot::BelowBar => {
            let mut values = skus();
            let relevance = verdict.scored.map_or(0.0, |one| one.relevance) * verdict.factor();
            values.extend([
                ("bar", Value::Setting(case.rules.minimum_relevance)),
                ("relevance", Value::Setting(relevance)),
            ]);
            step("bar", values)
        }
        WhyNot::NoRealLink | WhyNot::OtherWayRound => Some(write_link(item, add_on)),
        WhyNot::SameCategory | WhyNot::OverCap if verdict.kind.is_none() => Some(write_link(item, add_on)),
        WhyNot::SameCategory => step("priority", vec![("priority", Value::Whole(verdict.priority.into()))]),
        WhyNot::OverCap => {
            let values =
                vec![("priority", Value::Whole(verdict.priority.into())), ("max", Value::Count(case.rules.max as u64))];
            step("cap", values)
        }
        WhyNot::Quiet => step("quiet", vec![("noes", Value::Count(case.rules.quiet_after_noes as u64))]),
        WhyNot::HoldOut | WhyNot::OtherArm => step("test", Vec::new()),
    }
}

/// What the link's share of the price is about.
pub(super) fn price_share(
    case: &Case<'_>,
    verdict: &Verdict,
    add_on: &Item,
    item: &Item,
) -> Vec<(&'static str, Value)> {
    let share =
        case.terms(verdict).and_then(|terms| terms.max_price_share).map_or(0.0, |share| f64::from(share.0) / 1000.0);
    vec![
        ("price", Value::Money(add_on.price.unwrap_or_default())),
        ("share", Value::Share(share)),
        ("item", name(item)),
        ("item-price", Value::Money(item.price.unwrap_or_default())),
    ]
}

/// Contexts as a link asks for them: `gift`, `!business`.
pub(super) fn contexts(rules: &[ContextRule]) -> Value {
    let written = |rule: &ContextRule| format!("{}{}", if rule.on { "" } else { "!" }, rule.name);
    Value::List(rules.iter().map(written).collect())
}

fn variant_of(case: &Case<'_>, add_on: &Item) -> Value {
    let joined = case.basket.iter().find(|joined| joined.item.variant_group == add_on.variant_group);
    joined.map_or(Value::Text(String::new()), |joined| name(&joined.item))
}

/// The item whose link of a kind rules the add-on out.
fn pointing(case: &Case<'_>, kind: LinkKind, verdict: &Verdict) -> Value {
    let link = case.candidates.links.iter().find(|link| link.kind == kind && link.add_on == verdict.add_on);
    case.name_of(link.map_or(verdict.item, |link| link.item))
}

/// The one of its category that came before it.
fn shown_of_category(case: &Case<'_>, add_on: &Item) -> Value {
    let same = |verdict: &&Verdict| {
        let item = case.candidates.items.get(&verdict.add_on);
        let ran = matches!(verdict.fate, Fate::Shown(_) | Fate::Left(WhyNot::OverCap));
        ran && verdict.kind != Some(LinkKind::Required) && item.is_some_and(|item| item.category == add_on.category)
    };
    let first = case.choice.verdicts.iter().find(same);
    first.map_or(Value::Text(String::new()), |verdict| case.name_of(verdict.add_on))
}

fn shown_for(case: &Case<'_>, verdict: &Verdict) -> Value {
    let shown = case
        .choice
        .verdicts
        .iter()
        .find(|other| other.add_on == verdict.add_on && matches!(other.fate, Fate::Shown(_)));
    case.name_of(shown.map_or(verdict.item, |shown| shown.item))
}
