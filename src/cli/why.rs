//! Gathers what an explanation needs beside the candidates: `suggest --explain` and the screen behind the details.

use std::collections::HashMap;

use super::advise::Advisor;
use crate::db;
use crate::domain::{Item, ItemId, WhyNot};
use crate::rank::explain::{Case, Explanation, Known, Outcome};
use crate::rank::{BasketItem, Candidates, Circumstances, Limits, choose};

impl Advisor {
    /// Every candidate for a basket, in the order of ranking, with why it is shown or not.
    pub fn explain(&self, basket: &[BasketItem], now: &Circumstances) -> Result<Vec<Explanation>, db::Error> {
        let candidates = self.candidates(basket, Limits::Staff, None)?;
        let choice = choose(basket, &candidates, &self.rules, now, Limits::Staff);
        let add_ons = choice.verdicts.iter().map(|verdict| verdict.add_on);
        let known = self.known(basket, add_ons, Vec::new())?;
        Ok(Case::new(basket, &candidates, &self.rules, now, &choice, &known).all())
    }

    /// Why any item of the catalog is shown or not for a basket.
    pub fn why(&self, basket: &[BasketItem], now: &Circumstances, add_on: &Item) -> Result<Explanation, db::Error> {
        let known = self.known(basket, [add_on.id].into_iter(), self.links_into(basket, add_on)?)?;
        let of = |candidates: &Candidates| {
            let choice = choose(basket, candidates, &self.rules, now, Limits::Staff);
            Case::new(basket, candidates, &self.rules, now, &choice, &known).why(add_on)
        };
        let explanation = of(&self.candidates(basket, Limits::Staff, None)?);
        if explanation.verdict.is_some() {
            return Ok(explanation);
        }
        // No candidate as ranking goes, since it reads only the best that sales propose: where those would not have left
        // room for it, it is as good as behind a full list.
        let explanation = of(&self.candidates(basket, Limits::Staff, Some(add_on.id))?);
        Ok(match explanation.outcome {
            Outcome::Shown(_) => explanation.left(WhyNot::OverCap, self.rules.max),
            _ => explanation,
        })
    }

    fn known(
        &self,
        basket: &[BasketItem],
        add_ons: impl Iterator<Item = ItemId>,
        bought_for: Vec<ItemId>,
    ) -> Result<Known, db::Error> {
        let mut sold = HashMap::new();
        for id in basket.iter().map(|joined| joined.item.id).chain(add_ons) {
            if let std::collections::hash_map::Entry::Vacant(place) = sold.entry(id) {
                place.insert(self.catalog.sold(id)?);
            }
        }
        Ok(Known { totals: self.totals.clone(), sold, bought_for })
    }

    /// Items of the basket that are add-ons of this one.
    fn links_into(&self, basket: &[BasketItem], add_on: &Item) -> Result<Vec<ItemId>, db::Error> {
        let links = self.catalog.links_of(add_on.id)?;
        let in_basket = |id: ItemId| basket.iter().any(|joined| joined.item.id == id);
        let into = links.iter().filter(|link| link.kind.is_add_on() && in_basket(link.add_on));
        Ok(into.map(|link| link.add_on).collect())
    }
}
