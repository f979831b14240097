//! What an explanation is drawn from, and which explanations there are.

use std::collections::HashMap;

use super::stop::{position, stopped, todo};
use super::way::{evidence, order, passed};
use super::{Explanation, Outcome, Part, Step, Value};
use crate::domain::{Item, ItemId, Link, LinkTerms, Sold, WhyNot};
use crate::rank::{BasketItem, Candidates, Choice, Circumstances, Fate, Rules, Totals, Verdict};

/// Why an add-on was not even a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lacking {
    /// Nothing is in the basket.
    EmptyBasket,
    /// An item of the basket is an add-on of it, not it of an item.
    OtherDirection,
    /// No link, and the catalog knows no sales at all.
    NoSales,
    /// No link, and it was never sold.
    NeverSold,
    /// No link, and nothing in the basket was ever sold.
    ItemsNeverSold,
    /// No link, and no sales with anything in the basket on record.
    NoLink,
}

impl Lacking {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::EmptyBasket, Self::OtherDirection, Self::NoSales, Self::NeverSold, Self::ItemsNeverSold, Self::NoLink];

    /// The word in `--json`.
    pub fn word(self) -> &'static str {
        match self {
            Self::EmptyBasket => "empty_basket",
            Self::OtherDirection => "other_direction",
            Self::NoSales => "no_sales",
            Self::NeverSold => "never_sold",
            Self::ItemsNeverSold => "items_never_sold",
            Self::NoLink => "no_link",
        }
    }
}

/// What the catalog knows beside the candidates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// What holds for the whole history.
    pub totals: Totals,
    /// Sales of the basket's items and of the add-ons asked about.
    pub sold: HashMap<ItemId, Sold>,
    /// Items of the basket that the add-on asked about has a link to.
    pub bought_for: Vec<ItemId>,
}

/// A basket that was decided about.
#[derive(Debug)]
pub struct Case<'a> {
    pub(super) basket: &'a [BasketItem],
    pub(super) candidates: &'a Candidates,
    pub(super) rules: Rules,
    pub(super) now: &'a Circumstances,
    pub(super) choice: &'a Choice,
    pub(super) known: &'a Known,
}

impl<'a> Case<'a> {
    /// The case of a choice made from these candidates, under the shop's rules.
    pub fn new(
        basket: &'a [BasketItem],
        candidates: &'a Candidates,
        rules: &Rules,
        now: &'a Circumstances,
        choice: &'a Choice,
        known: &'a Known,
    ) -> Self {
        Self { basket, candidates, rules: rules.under(&now.arms), now, choice, known }
    }

    /// Every candidate in the order of ranking, by every way that leads to it.
    pub fn all(&self) -> Vec<Explanation> {
        (0..self.choice.verdicts.len()).filter_map(|at| self.candidate(at)).collect()
    }

    /// Why an add-on is shown or not; of several ways that lead to it, the one that got furthest.
    pub fn why(&self, add_on: &Item) -> Explanation {
        let ways = self.choice.verdicts.iter().enumerate().filter(|(_, verdict)| verdict.add_on == add_on.id);
        let got = |verdict: &Verdict| match verdict.fate {
            Fate::Shown(_) => usize::MAX,
            Fate::Left(why) => position(why),
        };
        let furthest = ways.rev().max_by_key(|(_, verdict)| got(verdict)).map(|(at, _)| at);
        furthest.and_then(|at| self.candidate(at)).unwrap_or_else(|| self.no_candidate(add_on))
    }

    fn candidate(&self, at: usize) -> Option<Explanation> {
        let verdict = self.choice.verdicts.get(at)?;
        let add_on = self.candidates.items.get(&verdict.add_on)?;
        let item = self.joined(verdict.item)?.item.clone();
        let figures = verdict.scored.map(|one| one.figures(self.sold(add_on.id), &self.known.totals));
        let head = match verdict.fate {
            Fate::Shown(place) => {
                let values = vec![("place", Value::Count(place as u64)), ("max", Value::Count(self.rules.max as u64))];
                Step::new(Part::Shown, "place", values)
            }
            Fate::Left(why) => stopped(self, why, verdict, add_on, &item),
        };
        let mut steps = vec![head];
        steps.extend(evidence(self, verdict, figures.unwrap_or_default()));
        steps.extend(passed(self, verdict, figures.unwrap_or_default(), add_on, &item));
        steps.extend(order(self, at, add_on));
        if let Fate::Left(why) = verdict.fate {
            steps.extend(todo(self, why, verdict, add_on, &item));
        }
        let outcome = verdict.fate.into();
        Some(Explanation { add_on: add_on.clone(), item: Some(item), verdict: Some(*verdict), figures, outcome, steps })
    }

    fn no_candidate(&self, add_on: &Item) -> Explanation {
        let newest = self.basket.last().map(|joined| joined.item.clone());
        let variant = self.basket.iter().find(|joined| joined.item.variant_group == add_on.variant_group);
        let (outcome, head) = if let Some(joined) = variant {
            let same = joined.item.id == add_on.id;
            let why = if same { WhyNot::InBasket } else { WhyNot::VariantInBasket };
            let values = if same { Vec::new() } else { vec![("other", name(&joined.item))] };
            (Outcome::Left(why), Step::new(Part::Stopped, why.word(), values))
        } else {
            let lacking = self.lacking(add_on);
            (Outcome::Lacking(lacking), Step::new(Part::Stopped, lacking.word(), self.lacking_values(lacking)))
        };
        let mut steps = vec![head];
        let item = self.known.bought_for.first().and_then(|id| self.joined(*id)).map(|joined| joined.item.clone());
        if let Outcome::Lacking(lacking) = outcome {
            if matches!(lacking, Lacking::NoLink | Lacking::OtherDirection) && self.known.totals.sales > 0 {
                steps.extend(self.expected(add_on));
            }
            steps.extend(item.as_ref().or(newest.as_ref()).map(|item| write_link(item, add_on)));
        }
        Explanation { add_on: add_on.clone(), item, verdict: None, figures: None, outcome, steps }
    }

    fn lacking(&self, add_on: &Item) -> Lacking {
        let never = |id: ItemId| self.sold(id).baskets == 0;
        if self.basket.is_empty() {
            Lacking::EmptyBasket
        } else if !self.known.bought_for.is_empty() {
            Lacking::OtherDirection
        } else if self.known.totals.sales == 0 {
            Lacking::NoSales
        } else if never(add_on.id) {
            Lacking::NeverSold
        } else if self.basket.iter().all(|joined| never(joined.item.id)) {
            Lacking::ItemsNeverSold
        } else {
            Lacking::NoLink
        }
    }

    fn lacking_values(&self, lacking: Lacking) -> Vec<(&'static str, Value)> {
        match lacking {
            Lacking::NeverSold | Lacking::ItemsNeverSold => vec![("sales", Value::Count(self.known.totals.sales))],
            Lacking::OtherDirection => {
                let item = self.known.bought_for.first().and_then(|id| self.joined(*id));
                vec![("item", item.map_or(Value::Text(String::new()), |joined| name(&joined.item)))]
            }
            Lacking::EmptyBasket | Lacking::NoSales | Lacking::NoLink => Vec::new(),
        }
    }

    /// In how many sales with the basket's items chance alone would bring it; the newest items first.
    fn expected<'b>(&'b self, add_on: &'b Item) -> impl Iterator<Item = Step> + 'b {
        const ITEMS: usize = 3;
        let totals = &self.known.totals;
        let of = self.sold(add_on.id);
        let sold = vec![("sold", Value::Count(of.baskets)), ("sales", Value::Count(totals.sales))];
        let beside = move |joined: &BasketItem| {
            let item = self.sold(joined.item.id);
            let chance = item.chance(of, totals.sales, totals.lines);
            let values = vec![
                ("item", name(&joined.item)),
                ("of", Value::Count(item.baskets)),
                ("chance", Value::Figure(chance)),
            ];
            Step::new(Part::Evidence, "expected", values)
        };
        std::iter::once(Step::new(Part::Evidence, "sold", sold)).chain(
            self.basket.iter().rev().filter(|joined| self.sold(joined.item.id).baskets > 0).take(ITEMS).map(beside),
        )
    }

    pub(super) fn sold(&self, id: ItemId) -> Sold {
        self.known.sold.get(&id).copied().unwrap_or_default()
    }

    pub(super) fn joined(&self, id: ItemId) -> Option<&'a BasketItem> {
        self.basket.iter().find(|joined| joined.item.id == id)
    }

    /// The name of an item of the basket or of a candidate.
    pub(super) fn name_of(&self, id: ItemId) -> Value {
        let item = self.joined(id).map(|joined| &joined.item).or_else(|| self.candidates.items.get(&id));
        item.map_or(Value::Text(String::new()), name)
    }

    /// The link that a verdict is about.
    pub(super) fn link(&self, verdict: &Verdict) -> Option<&'a Link> {
        let is_it = |link: &&Link| {
            link.item == verdict.item
                && link.add_on == verdict.add_on
                && Some(link.kind) == verdict.kind
                && link.terms.priority == verdict.priority
        };
        self.candidates.links.iter().find(is_it)
    }

    pub(super) fn terms(&self, verdict: &Verdict) -> Option<&'a LinkTerms> {
        self.link(verdict).map(|link| &link.terms)
    }
}

pub(super) fn name(item: &Item) -> Value {
    Value::Text(item.name.to_string())
}

/// What always helps: a person's link.
pub(super) fn write_link(item: &Item, add_on: &Item) -> Step {
    let values = vec![("item", Value::Text(item.sku.to_string())), ("add-on", Value::Text(add_on.sku.to_string()))];
    Step::new(Part::Todo, "link", values)
}
