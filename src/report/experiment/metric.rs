//! What is compared between arms: each a ratio of two sums.

use super::super::figures::Figures;
use super::super::interval::Estimate;
use crate::domain::Experiment;

/// A number of an arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// Accepted add-ons a sale: all sales count, so that an arm gains nothing by asking less.
    AddOns,
    /// Different items a sale: what is left for a hold-out, where nothing can be accepted. An add-on that was promised
    /// and never scanned is among them; [`Figures::confirmed`] says how many were.
    Items,
    /// Revenue a sale in minor units: what the shop is after, and noisy.
    Revenue,
    /// Share of suggestions asked that were accepted.
    Acceptance,
    /// Share of suggestions shown that were asked.
    Asked,
    /// Share of sales with an accepted add-on.
    Attach,
    /// Noes a sale.
    Noes,
}

impl Metric {
    /// All of them, in order.
    pub const ALL: [Self; 7] =
        [Self::AddOns, Self::Items, Self::Revenue, Self::Acceptance, Self::Asked, Self::Attach, Self::Noes];

    /// The metric that decides an experiment: accepted add-ons a sale. With a hold-out different items a sale, since
    /// what was accepted there is none by definition, and what a customer takes only because somebody said so must show
    /// in the basket. Revenue a sale would be the best question and needs ten to a hundred times the sales.
    pub fn that_decides(experiment: &Experiment) -> Self {
        if experiment.has_hold_out() { Self::Items } else { Self::AddOns }
    }

    /// The word in `--json`.
    pub fn word(self) -> &'static str {
        match self {
            Self::AddOns => "add_ons_per_sale",
            Self::Items => "items_per_sale",
            Self::Revenue => "revenue_per_sale",
            Self::Acceptance => "acceptance",
            Self::Asked => "asked",
            Self::Attach => "attach",
            Self::Noes => "noes_per_sale",
        }
    }

    /// Amount and size of a unit.
    pub fn parts(self, unit: &Figures) -> (f64, f64) {
        let (amount, size) = match self {
            Self::AddOns => (unit.accepted as f64, unit.sales),
            Self::Items => (unit.items as f64, unit.sales),
            Self::Revenue => (unit.revenue as f64, unit.sales),
            Self::Acceptance => (unit.accepted as f64, unit.asked()),
            Self::Asked => (unit.asked() as f64, unit.shown),
            Self::Attach => (unit.with_add_on as f64, unit.sales),
            Self::Noes => (unit.declined as f64, unit.sales),
        };
        (amount, size as f64)
    }

    /// Hits and how many could be, for what is a share.
    pub fn share(self, all: &Figures) -> Option<(u64, u64)> {
        match self {
            Self::Acceptance => Some((all.accepted, all.asked())),
            Self::Asked => Some((all.asked(), all.shown)),
            Self::Attach => Some((all.with_add_on, all.sales)),
            Self::AddOns | Self::Items | Self::Revenue | Self::Noes => None,
        }
    }

    /// A difference of so much of the control's value matters to a shop: one of a tenth in what is accepted, one of a
    /// fiftieth in the whole basket.
    pub fn that_matters(self) -> f64 {
        match self {
            Self::Items | Self::Revenue => 0.02,
            _ => 0.1,
        }
    }

    pub(super) fn place(self) -> usize {
        Self::ALL.iter().position(|other| *other == self).unwrap_or(0)
    }

    /// False for revenue where no line has a price.
    pub(super) fn is_known(self, all: &Figures) -> bool {
        self != Self::Revenue || all.unpriced < all.lines
    }

    /// Nothing but revenue is below 0, and no share is above 1.
    pub(super) fn bounded(self, one: Estimate) -> Estimate {
        if one.low.is_infinite() {
            return one;
        }
        let low = if self == Self::Revenue { one.low } else { one.low.max(0.0) };
        let is_share = matches!(self, Self::Acceptance | Self::Asked | Self::Attach);
        Estimate { low, high: if is_share { one.high.min(1.0) } else { one.high }, ..one }
    }
}
