//! Brings catalog and ranking together: gathers the evidence for a basket, lets `rank` decide, and fetches the
//! sentences of what is shown. The screens, `suggest` and its batch all come through here.

use std::collections::{HashMap, HashSet};

use crate::db::{self, Catalog};
use crate::domain::{Item, ItemId, Link, LinkKind, Sku, Sold, Suggestion, TalkingPoint};
use crate::rank::{
    Advice, Answered, BasketItem, Candidates, CategoryEvidence, Choice, Chosen, Circumstances, Decision, Evidence,
    Limits, Mined, NotFitting, PairEvidence, Rules, Totals, choose, score,
};

/// Best sellers that are always among the candidates of the plain ranking.
const BEST_SELLERS: usize = 60;
/// So many of the best-scored candidates are read from the catalog, beyond the places that are wanted.
const SPARE: usize = 40;

/// A catalog with the rules of its shop and what holds for its whole history.
#[derive(Debug)]
pub struct Advisor {
    /// The catalog.
    pub catalog: Catalog,
    /// The shop's rules.
    pub rules: Rules,
    /// What holds for its whole history.
    pub totals: Totals,
    /// What answers taught of kinds of link; of what only sales propose under `None`.
    kinds: HashMap<Option<LinkKind>, f64>,
    best_sellers: Vec<(ItemId, Sold)>,
}

impl Advisor {
    /// Reads the rules and the best sellers of a catalog.
    pub fn new(catalog: Catalog) -> Result<Self, db::Error> {
        let rules = rules(&catalog);
        let totals = totals(&catalog);
        let best_sellers = catalog.best_sellers(BEST_SELLERS)?;
        let kinds = kinds(&catalog);
        Ok(Self { catalog, rules, totals, kinds, best_sellers })
    }

    /// The items of a basket by SKU and quantity; SKUs the catalog does not have are passed over.
    pub fn basket(&self, lines: &[(Sku, i64)]) -> Result<Vec<BasketItem>, db::Error> {
        let mut basket = Vec::with_capacity(lines.len());
        for (sku, quantity) in lines {
            basket.extend(self.catalog.item_by_sku(sku.as_str())?.map(|item| BasketItem { item, quantity: *quantity }));
        }
        Ok(basket)
    }

    /// Decides about a basket.
    pub fn choose(&self, basket: &[BasketItem], now: &Circumstances, limits: Limits) -> Result<Choice, db::Error> {
        Ok(choose(basket, &self.candidates(basket, limits, None)?, &self.rules, now, limits))
    }

    /// The items sold most often that are not known to be out: all that can be said for a basket of which the catalog
    /// knows nothing. Never shown to staff, since there is no link.
    pub fn best_sellers(&self, places: usize, now: &Circumstances) -> Result<Vec<Item>, db::Error> {
        let mut items = Vec::new();
        for (id, _) in &self.best_sellers {
            items.extend(self.catalog.item(*id)?.filter(|item| !item.stock.is_out(now.now, now.stock_max_age)));
        }
        items.truncate(places);
        Ok(items)
    }

    /// Decides about a basket and completes the list with its sentences in a language.
    pub fn advise(&self, basket: &[BasketItem], now: &Circumstances, language: &str) -> Result<Advice, db::Error> {
        let choice = self.choose(basket, now, Limits::Staff)?;
        let careful = choice.careful.iter().map(|link| self.not_fitting(link, basket, language));
        Ok(Advice {
            careful: careful.collect::<Result<_, _>>()?,
            quiet: choice.quiet,
            out_of_stock: choice.out_of_stock,
            suggestions: choice
                .chosen
                .into_iter()
                .map(|chosen| {
                    let talking = self.talking(&chosen, language, now)?;
                    let in_other_languages = self.in_other_languages(&chosen, language, &talking, now)?;
                    Ok(Suggestion { in_other_languages, ..chosen.with(talking) })
                })
                .collect::<Result<_, db::Error>>()?,
        })
    }

    /// The sentences of a suggestion: its own, else those of the two categories.
    pub fn talking(&self, chosen: &Chosen, language: &str, now: &Circumstances) -> Result<TalkingPoint, db::Error> {
        let variants: Vec<&str> = now.arms.iter().filter_map(|arm| arm.variant.as_deref()).collect();
        let said = |talk: u32| self.catalog.talking_in(talk, language, &variants);
        let of_categories = || self.catalog.category_talk(chosen.for_category, chosen.suggestion.add_on.category);
        let own = chosen.talk.map(said).transpose()?.unwrap_or_default();
        if own.ask.is_some() || own.say.is_some() {
            return Ok(own);
        }
        let shared = of_categories()?.map(said).transpose()?;
        // A category's WHY speaks of no pair in particular, so counts stay the reason where nobody wrote one.
        Ok(shared.map_or(own.clone(), |shared| TalkingPoint { why: own.why, ..shared }))
    }

    /// The same in the shop's other languages, where somebody wrote it in them.
    fn in_other_languages(
        &self,
        chosen: &Chosen,
        language: &str,
        own: &TalkingPoint,
        now: &Circumstances,
    ) -> Result<Vec<(String, TalkingPoint)>, db::Error> {
        let mut others = Vec::new();
        for other in self.catalog.shop().languages.iter().filter(|other| *other != language) {
            let talking = self.talking(chosen, other, now)?;
            // What nobody translated comes in the shop's first language, which is there already.
            let is_own = (&talking.ask, &talking.say) == (&own.ask, &own.say);
            let known = others.iter().any(|(_, before)| *before == talking);
            if !is_own && !known && (talking.ask.is_some() || talking.say.is_some()) {
                others.push((other.clone(), talking));
            }
        }
        Ok(others)
    }

    /// Links of one kind from an item, with the item they point to and what can be said of it.
    pub fn linked(
        &self,
        links: &[Link],
        kind: LinkKind,
        now: &Circumstances,
        language: &str,
    ) -> Result<Vec<(Item, TalkingPoint)>, db::Error> {
        let mut seen = HashSet::new();
        let holds = |link: &&Link| link.kind == kind && link.terms.window.holds(now.today) && seen.insert(link.add_on);
        let mut linked = Vec::new();
        for link in links.iter().filter(holds) {
            let talking = link.talk.map(|talk| self.catalog.talking(talk, language)).transpose()?;
            linked.extend(self.catalog.item(link.add_on)?.map(|item| (item, talking.unwrap_or_default())));
        }
        Ok(linked)
    }

    /// What may go with a basket; `also` is read whatever its score, because somebody asks about it.
    pub fn candidates(
        &self,
        basket: &[BasketItem],
        limits: Limits,
        also: Option<ItemId>,
    ) -> Result<Candidates, db::Error> {
        let mut links = Vec::new();
        let mut decisions = Vec::new();
        for joined in basket {
            links.extend(self.catalog.links_of(joined.item.id)?);
            decisions.extend(self.decisions(joined.item.id)?);
        }
        let mut scored = score(&self.evidence(basket, &links, limits)?, &self.totals);
        let places = match limits {
            Limits::Staff => self.rules.max,
            Limits::Plain(places) => places,
        };
        let wanted = places.saturating_add(SPARE);
        if limits == Limits::Staff {
            // What can never pass the bar need not be read; what a person linked keeps its evidence all the same.
            let linked: HashSet<ItemId> = links.iter().map(|link| link.add_on).collect();
            let least = self.rules.min_pair_count;
            scored.retain(|one| linked.contains(&one.add_on) || one.together >= least || Some(one.add_on) == also);
        }
        let mut items: HashMap<ItemId, Item> = HashMap::new();
        let named = links.iter().map(|link| link.add_on).chain(decisions.iter().map(|decision| decision.add_on));
        let named: Vec<ItemId> = named.chain(also).chain(scored.iter().take(wanted).map(|one| one.add_on)).collect();
        for id in named {
            if let std::collections::hash_map::Entry::Vacant(place) = items.entry(id)
                && let Some(item) = self.catalog.item(id)?
            {
                place.insert(item);
            }
        }
        let bought_for = self.bought_for(basket, &links, &items, limits)?;
        let mut answers = HashMap::new();
        for joined in basket {
            let item = joined.item.id;
            let answered = |row: db::catalog::AnswerRow| Answered { tally: row.tally, factor: row.factor };
            answers.extend(self.catalog.answers_of(item)?.into_iter().map(|row| ((item, row.add_on), answered(row))));
        }
        let kinds = self.kinds.clone();
        Ok(Candidates { links, scored, decisions, bought_for, answers, kinds, items })
    }

    /// Of the items that only sales propose, those that have a link or an accepted pair to something in the basket as
    /// their add-on.
    fn bought_for(
        &self,
        basket: &[BasketItem],
        links: &[Link],
        items: &HashMap<ItemId, Item>,
        limits: Limits,
    ) -> Result<HashSet<ItemId>, db::Error> {
        let mut bought_for = HashSet::new();
        if limits != Limits::Staff {
            return Ok(bought_for);
        }
        let linked: HashSet<ItemId> = links.iter().map(|link| link.add_on).collect();
        for id in items.keys().filter(|id| !linked.contains(id)) {
            let in_basket = |add_on: ItemId| basket.iter().any(|joined| joined.item.id == add_on);
            let to_basket = |link: &Link| link.kind.is_add_on() && in_basket(link.add_on);
            let accepted = |decision: &Decision| decision.accepted && in_basket(decision.add_on);
            if self.catalog.links_of(*id)?.iter().any(to_basket) || self.decisions(*id)?.iter().any(accepted) {
                bought_for.insert(*id);
            }
        }
        Ok(bought_for)
    }

    fn decisions(&self, id: ItemId) -> Result<Vec<Decision>, db::Error> {
        let decision = |row: db::catalog::DecisionRow| Decision {
            item: id,
            add_on: row.add_on,
            accepted: row.accepted,
            kind: row.kind,
            talk: row.talk,
        };
        Ok(self.catalog.decisions_of(id)?.into_iter().map(decision).collect())
    }

    /// Reads what sales know. For staff only pairs and linked add-ons can come to be shown, so that what sells with the
    /// categories is read only where there are links; the plain ranking has it always, and the best sellers besides.
    fn evidence(&self, basket: &[BasketItem], links: &[Link], limits: Limits) -> Result<Vec<Evidence>, db::Error> {
        let totals = &self.totals;
        if totals.sales == 0 {
            return Ok(Vec::new());
        }
        let linked: HashSet<ItemId> = links.iter().map(|link| link.add_on).collect();
        let mut categories: HashMap<u32, Vec<CategoryEvidence>> = HashMap::new();
        let mut evidence = Vec::with_capacity(basket.len());
        for joined in basket {
            let sold = self.catalog.sold(joined.item.id)?;
            let pairs = self.catalog.pairs_of(joined.item.id)?.iter().map(pair_evidence).collect();
            let speaks = limits != Limits::Staff && (basket.len() == 1 || totals.speaks_by_category(sold));
            let mut category = Vec::new();
            if speaks || !linked.is_empty() {
                category = match joined.item.category {
                    Some(of) => self.category(of, &mut categories)?,
                    None => Vec::new(),
                };
                if category.is_empty() && limits != Limits::Staff {
                    category.extend(self.best_sellers.iter().map(|(id, sold)| totals.best_seller(*id, *sold)));
                }
            }
            if !speaks {
                category.retain(|one| linked.contains(&one.add_on));
            }
            evidence.push(Evidence { item: joined.item.id, sold, pairs, category });
        }
        Ok(evidence)
    }

    /// What sells with a category, read once for a basket.
    fn category(
        &self,
        category: u32,
        read: &mut HashMap<u32, Vec<CategoryEvidence>>,
    ) -> Result<Vec<CategoryEvidence>, db::Error> {
        if let Some(known) = read.get(&category) {
            return Ok(known.clone());
        }
        let rows = self.catalog.category_pairs(category)?;
        let evidence = |row: &db::catalog::CategoryPairRow| CategoryEvidence {
            prior: Some(row.prior),
            ..self.totals.best_seller(row.add_on, row.sold)
        };
        let evidence: Vec<CategoryEvidence> = rows.iter().map(evidence).collect();
        read.insert(category, evidence.clone());
        Ok(evidence)
    }

    fn not_fitting(&self, link: &Link, basket: &[BasketItem], language: &str) -> Result<NotFitting, db::Error> {
        let name = |id: ItemId| {
            basket.iter().find(|joined| joined.item.id == id).map(|joined| joined.item.name.clone()).unwrap_or_default()
        };
        let talking = link.talk.map(|talk| self.catalog.talking(talk, language)).transpose()?.unwrap_or_default();
        Ok(NotFitting { item: name(link.item), other: name(link.add_on), why: talking.why })
    }
}

/// What answers taught of kinds, as the snapshot carries it.
fn kinds(catalog: &Catalog) -> HashMap<Option<LinkKind>, f64> {
    let text = catalog.shop().settings.get("taught_kinds").map(String::as_str).unwrap_or_default();
    let known: HashMap<String, u32> = serde_json::from_str(text).unwrap_or_default();
    known.into_iter().map(|(kind, factor)| (LinkKind::parse(&kind), f64::from(factor) / 1e3)).collect()
}

/// What holds for the whole history, and what was learned from it.
fn totals(catalog: &Catalog) -> Totals {
    let shop = catalog.shop();
    let learned = |key: &str| shop.settings.get(key).map(String::as_str).unwrap_or_default();
    Totals {
        sales: shop.sales,
        weight: shop.sales_weight,
        lines: shop.sales_lines,
        parameters: serde_json::from_str(learned("parameters")).unwrap_or_default(),
        calibration: serde_json::from_str(learned("calibration")).unwrap_or_default(),
    }
}

fn pair_evidence(row: &db::catalog::PairRow) -> PairEvidence {
    PairEvidence {
        add_on: row.add_on,
        together: row.together,
        relevance: row.relevance,
        alone: row.alone,
        in_basket: row.in_basket,
        chance: row.chance,
    }
}

/// The rules of `[suggestions]` as the snapshot carries them.
fn rules(catalog: &Catalog) -> Rules {
    let shop = catalog.shop();
    let default = Rules::default();
    Rules {
        max: shop.setting("max").unwrap_or(default.max).clamp(1, 5),
        mined: shop.settings.get("mined").and_then(|word| Mined::parse(word)).unwrap_or(default.mined),
        min_pair_count: shop.setting("min_pair_count").unwrap_or(default.min_pair_count),
        minimum_relevance: shop.setting("minimum_relevance").unwrap_or(default.minimum_relevance),
        margin_weight: shop.setting("margin_weight").unwrap_or(default.margin_weight),
        quiet_after_noes: shop.setting("quiet_after_noes").unwrap_or(default.quiet_after_noes),
    }
}
