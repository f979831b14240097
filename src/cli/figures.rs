//! Figures of a store with the names that people know: for `goeswith report`, and for the report on the sale screen.

use std::collections::HashMap;
use std::path::PathBuf;

use super::collect::name as name_of_terminal;
use super::place::{Place, Snapshot};
use super::{Failure, clock, face};
use crate::db::{self, Catalog, EventStore};
use crate::domain::text::clean;
use crate::domain::{Currency, Day, Experiment, TalkingPoint};
use crate::render::report::Sheet;
use crate::report::by::By;
use crate::report::hold_out::HoldOut;
use crate::report::ledger::Keep;
use crate::report::measures::Measures;
use crate::report::overview::{Overview, Question, RETURN_DAYS, Remark, overview};
use crate::report::returns::Returns;
use crate::report::sums::{Span, Sums as _};
use crate::settings;
use crate::words::Words;

/// Sums by day.
pub type Days = Vec<(Day, Measures)>;

/// Where figures lie, and what names them.
#[derive(Clone, Debug)]
pub struct Where {
    /// The store.
    pub store: PathBuf,
    /// The catalog whose names are used, where there is one.
    pub catalog: Option<Snapshot>,
    /// The directory of the settings.
    pub config_dir: PathBuf,
    /// Where what is saved goes.
    pub papers: PathBuf,
}

impl Where {
    /// Those of a place; `store` instead of the one that is sold into.
    pub fn of(place: &Place, store: Option<PathBuf>) -> Self {
        let store = store.unwrap_or_else(|| place.store_file());
        let papers = settings::documents_dir().unwrap_or_else(|| place.data_dir.clone());
        Self { store, catalog: place.snapshot(), config_dir: place.config_dir.clone(), papers }
    }
}

/// A store that figures come from, and what they are called.
pub struct Figures {
    store: EventStore,
    stand: String,
    catalog: Option<Catalog>,
    terminals: HashMap<String, String>,
    /// Whose sales they are.
    pub scope: String,
    /// The language of the reader.
    pub words: Words,
}

impl Figures {
    /// Opens the store, and the catalog where there is one. `None` where there is no store.
    pub fn open(at: &Where) -> Result<Option<Self>, Failure> {
        let store = match EventStore::open_read_only(&at.store) {
            Err(db::Error::Missing(_)) => return Ok(None),
            other => other?,
        };
        let (settings, _) = settings::read(&at.config_dir);
        // Names are a comfort: a catalog that cannot be read takes nothing from the figures.
        let catalog = at.catalog.as_ref().and_then(|snapshot| snapshot.open().ok());
        let words = face::words(&at.config_dir, &face::language(&settings, catalog.as_ref()));
        let (terminals, scope) = match &store {
            EventStore::Terminal(terminal) => {
                let own = terminal.identity().terminal.clone();
                let name = settings.terminal.as_ref().map(ToString::to_string);
                let terminals = name.iter().map(|name| (own.clone(), name.clone())).collect();
                (terminals, name.unwrap_or_default())
            }
            EventStore::Collected(collected) => {
                let heard = collected.terminals()?;
                let count = i64::try_from(heard.len()).unwrap_or(i64::MAX);
                let named = heard.iter().map(|heard| (heard.terminal.clone(), name_of_terminal(heard))).collect();
                (named, words.count("report-terminals", count, &[]))
            }
        };
        let stand = settings.store.unwrap_or_default();
        Ok(Some(Self { store, stand, catalog, terminals, scope, words }))
    }

    /// Answers a question, with the hold-outs of the catalog.
    pub fn ask(&self, question: Question) -> Result<Overview, Failure> {
        Ok(self.look(question, None, None)?.0)
    }

    /// The same of sales in one context, with the days of one row.
    pub fn look(
        &self,
        mut question: Question,
        context: Option<String>,
        row: Option<&[String]>,
    ) -> Result<(Overview, Days), Failure> {
        let arms = |one: &Experiment| one.arms.iter().map(|arm| (one.id.clone(), arm.id.clone())).collect::<Vec<_>>();
        question.arms = self.experiments().iter().flat_map(arms).collect();
        question.hold_outs = self.experiments().iter().filter_map(hold_out).collect();
        let spans = vec![question.span, question.span.earlier(question.span.days())];
        let of = question.by.dimension();
        let keep = Keep { spans, row: row.map(|key| (of, key.to_vec())), context };
        let figures = self.store.figures(&self.stand, clock::utc_offset(), &keep)?;
        let mut overview = overview(&figures, &question)?;
        overview.returns = self.returns(overview.span)?;
        let (unreadable, damaged) = figures.left_out()?;
        overview.remarks.extend((unreadable > 0).then_some(Remark::Unreadable(unreadable)));
        overview.remarks.extend((damaged > 0).then_some(Remark::Damaged(damaged)));
        let days = match (row, question.by) {
            (None, _) | (_, By::Hour) => Vec::new(),
            (Some(key), By::Week) => {
                let monday = key.first().and_then(|day| Day::parse(day)).unwrap_or_default();
                overview.days.iter().filter(|(day, _)| day.monday() == monday).copied().collect()
            }
            (Some(key), By::Arm) => figures.by_day(of, &[&key.join("=")], question.span)?,
            (Some(key), _) => {
                let key: Vec<&str> = key.iter().map(String::as_str).collect();
                figures.by_day(of, &key, question.span)?
            }
        };
        Ok((overview, days))
    }

    /// How many customers with a card came back, of those whose days to do so ended in the span.
    fn returns(&self, span: Span) -> Result<Option<Returns>, Failure> {
        let days = i32::try_from(RETURN_DAYS).unwrap_or(i32::MAX);
        let first = if span == Span::EVER { span } else { span.earlier(days) };
        let returns = self.store.returns(first.from.0, first.to.0, RETURN_DAYS)?;
        let counted = [returns.took, returns.left, returns.not_advised].iter().any(|group| group.customers > 0);
        Ok(counted.then_some(returns))
    }

    /// The A/B tests of the catalog.
    pub fn experiments(&self) -> &[Experiment] {
        self.catalog.as_ref().map_or(&[], |catalog| &catalog.shop().experiments)
    }

    /// What staff say of a pair, in the language of the reader; `None` where the catalog does not have it, or nothing to say.
    pub fn talking(&self, item: &str, add_on: &str) -> Option<TalkingPoint> {
        let catalog = self.catalog.as_ref()?;
        let item = catalog.item_by_sku(item).ok()??.id;
        let add_on = catalog.item_by_sku(add_on).ok()??.id;
        let linked = catalog.links_of(item).ok()?.into_iter().find(|link| link.add_on == add_on);
        let accepted = || catalog.decisions_of(item).ok()?.into_iter().find(|row| row.add_on == add_on && row.accepted);
        let talk = linked.and_then(|link| link.talk).or_else(|| accepted()?.talk)?;
        catalog.talking(talk, &self.words.word("language-tag")).ok()
    }

    /// What an item is called by its SKU, or a terminal by its random name.
    pub fn name(&self, key: &str) -> Option<String> {
        if let Some(name) = self.terminals.get(key) {
            return Some(clean(name).text);
        }
        let item = self.catalog.as_ref()?.item_by_sku(key).ok()??;
        Some(item.name.to_string())
    }

    /// The currency of the catalog; without one, cents without a name.
    pub fn currency(&self) -> Currency {
        let known = self.catalog.as_ref().map(|catalog| catalog.shop().currency.clone());
        known.unwrap_or(Currency { code: String::new(), exponent: 2 })
    }

    /// Hands an overview with all it needs to be read to `show`.
    pub fn sheet<T>(&self, overview: &Overview, show: impl FnOnce(&Sheet<'_>) -> T) -> T {
        let currency = self.currency();
        let of_shop = self.catalog.as_ref().map(|catalog| catalog.shop().name.clone()).unwrap_or_default();
        let name = |key: &str| self.name(key);
        let (scope, words) = (self.scope.as_str(), &self.words);
        show(&Sheet { overview, shop: &of_shop, scope, currency: &currency, words, name: &name })
    }
}

/// The arms with and without suggestions, where an experiment has both.
fn hold_out(experiment: &Experiment) -> Option<HoldOut> {
    let ids = |held: bool| -> Vec<String> {
        let arms = experiment.arms.iter().filter(|arm| (arm.changes.max == Some(0)) == held);
        arms.map(|arm| arm.id.clone()).collect()
    };
    let (without, with) = (ids(true), ids(false));
    (!without.is_empty() && !with.is_empty()).then(|| HoldOut { experiment: experiment.id.clone(), without, with })
}
