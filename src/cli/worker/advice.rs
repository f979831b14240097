//! What the worker says of a basket: what goes with it, why something does or does not, and everything about an item.

use super::Worker;
use crate::cli::advise::Advisor;
use crate::cli::drawn;
use crate::db;
use crate::domain::{Arms, LinkKind, Sku};
use crate::rank::{Advice, Circumstances};
use crate::tui::message::{Asked, Message};
use crate::tui::state::Details;

impl Worker {
    pub(super) fn suggest(&mut self, id: u64, asked: Asked, subject: Option<&Sku>) -> Result<Message, db::Error> {
        let customer = asked.customer.clone();
        let (now, drawn) = self.circumstances(&asked)?;
        let lines = asked.lines;
        let due = customer.map(|pseudonym| self.due(&pseudonym, &lines)).transpose()?.unwrap_or_default();
        let mut advice = match &self.advisor {
            Some(advisor) => advisor.advise(&advisor.basket(&lines)?, &now, &self.language)?,
            None => Advice::default(),
        };
        for row in &mut advice.suggestions {
            row.due = due.iter().find(|one| one.due.sku == row.add_on.sku).map(|one| one.due.clone());
        }
        let subject = subject.map(|sku| self.details(sku.as_str())).transpose()?.flatten();
        Ok(Message::Advised { id, subject: subject.map(Box::new), drawn, due, advice: Box::new(advice) })
    }

    pub(super) fn explain(&self, id: u64, asked: Asked, add_on: &Sku) -> Result<Message, db::Error> {
        let (now, _) = self.circumstances(&asked)?;
        let lines = asked.lines;
        let why = |advisor: &Advisor| -> Result<_, db::Error> {
            let Some(item) = advisor.catalog.item_by_sku(add_on.as_str())? else { return Ok(None) };
            Ok(Some(Box::new(advisor.why(&advisor.basket(&lines)?, &now, &item)?)))
        };
        let explanation = self.advisor.as_ref().map(why).transpose()?.flatten();
        Ok(Message::Explained { id, explanation })
    }

    /// What holds for the customer of a basket, and the arms that its sale is drawn into just now.
    fn circumstances(&self, asked: &Asked) -> Result<(Circumstances, Option<Arms>), db::Error> {
        // Nobody practises in an arm that shows nothing.
        let catalog = self.catalog().filter(|_| self.practice.is_none());
        let experiments = catalog.map_or(&[][..], |catalog| &catalog.shop().experiments);
        let (arms, drawn) = drawn::arms(experiments, self.store.as_ref(), &asked.sale);
        let agreed = asked.customer.as_ref().map(|pseudonym| self.agreed(pseudonym)).transpose()?.flatten();
        let segments = agreed.map(|agreed| agreed.segments).unwrap_or_default();
        let (contexts, declined) = (asked.contexts.clone(), asked.declined.clone());
        Ok((Circumstances { contexts, segments, declined, arms, ..self.now() }, drawn))
    }

    /// An item with what is in its box, what is better, and what can be taken instead.
    pub(super) fn details(&self, sku: &str) -> Result<Option<Details>, db::Error> {
        let Some(advisor) = &self.advisor else { return Ok(None) };
        let Some(item) = advisor.catalog.item_by_sku(sku)? else {
            return Ok(None);
        };
        let links = advisor.catalog.links_of(item.id)?;
        let now = self.now();
        let linked = |kind| advisor.linked(&links, kind, &now, &self.language);
        let included = linked(LinkKind::Included)?.into_iter().map(|(item, _)| item).collect();
        Ok(Some(Details {
            facts: advisor.catalog.facts(item.id)?,
            included,
            better: linked(LinkKind::Upgrade)?,
            instead: linked(LinkKind::Substitute)?,
            item,
        }))
    }
}
