//! What one sale adds to the figures that are kept by day: for the whole chain, a terminal, a store, and for every pair,
//! item, category, kind of link, kind of reason, context and arm in it (product.md "Measuring", recommend.md "Counting
//! honestly").
//!
//! Whole numbers alone, so that what was added can be taken away again to the same figures, in any order.

use std::collections::BTreeMap;

use crate::domain::{Event, EventLine, EventSuggestion, LinkKind, Objection, Outcome, UnixMillis};

/// What the figures are kept by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// Every sale; the key is empty.
    All,
    /// The random name of the installation.
    Terminal,
    /// The store a terminal stands in, empty where it names none.
    Store,
    /// Item, add-on and kind of link of a suggestion.
    Pair,
    /// An item: what was sold of it, and what became of the add-ons suggested for it.
    Item,
    /// The category of an item, empty where it is not known; the same.
    Category,
    /// The kind of link of a suggestion.
    Kind,
    /// Who stands behind a suggestion: `curated` or `mined`.
    Reason,
    /// A context of the customer that was on; empty for sales without one.
    Context,
    /// `experiment=arm`.
    Arm,
}

impl Dimension {
    /// All of them; their places are the numbers that are stored.
    pub const ALL: [Self; 10] = [
        Self::All,
        Self::Terminal,
        Self::Store,
        Self::Pair,
        Self::Item,
        Self::Category,
        Self::Kind,
        Self::Reason,
        Self::Context,
        Self::Arm,
    ];

    /// The number that is stored.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Terminal => "terminal",
            Self::Store => "store",
            Self::Pair => "pair",
            Self::Item => "item",
            Self::Category => "category",
            Self::Kind => "kind",
            Self::Reason => "reason",
            Self::Context => "context",
            Self::Arm => "arm",
        }
    }

    /// True where rows are about suggestions alone.
    pub fn is_of_suggestions(self) -> bool {
        matches!(self, Self::Pair | Self::Kind | Self::Reason)
    }

    /// True where the figures are kept for every hour; for the others a day is one row.
    pub fn is_by_hour(self) -> bool {
        matches!(self, Self::All | Self::Terminal | Self::Store)
    }
}

/// What is counted. Where a row is about suggestions (pair, kind, reason), `Sales` are those in which there was one, and
/// nothing is sold; where it is about goods (item, category), `Sales` are those that hold one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Finished sales.
    Sales,
    /// Different items, summed over sales.
    Items,
    /// Lines.
    Lines,
    /// Quantities of the lines.
    Pieces,
    /// Lines without a price: they add nothing to the revenue.
    Unpriced,
    /// Prices at the time of sale times quantities, in minor units.
    Revenue,
    /// The part of the revenue whose cost is known.
    CostedRevenue,
    /// What that part cost the shop; the margin is the difference.
    Cost,
    /// Sales with an accepted add-on.
    WithAddOn,
    /// The revenue of these sales, all of it.
    WithAddOnRevenue,
    /// Sales in which nothing was suggested.
    NothingSuggested,
    /// Suggestions that stood on the screen.
    Shown,
    /// Those with a yes.
    Accepted,
    /// Those with a no.
    Declined,
    /// Of the noes: has one.
    HasOne,
    /// Of the noes: too expensive.
    TooExpensive,
    /// Of the noes: not now.
    NotNow,
    /// Of the noes: does not fit.
    DoesNotFit,
    /// Of the noes: another reason. What is left of the noes has none.
    OtherReason,
    /// Suggestions nobody asked about.
    NotAsked,
    /// Suggestions nobody asked about, and the customer bought it all the same.
    TakenWithoutAsking,
    /// Lines taken with a yes.
    Claimed,
    /// Those of them that were scanned afterwards.
    Confirmed,
    /// Revenue of the lines of accepted add-ons.
    AddOnRevenue,
    /// The part of it whose cost is known.
    AddOnCostedRevenue,
    /// What that part cost the shop.
    AddOnCost,
    /// Revenue of the lines of add-ons that were taken without asking.
    UnaskedRevenue,
}

impl Measure {
    /// Those that a pair, a kind or a reason can have; the others are 0 there.
    pub const OF_SUGGESTIONS: [Self; 16] = [
        Self::Sales,
        Self::WithAddOn,
        Self::Shown,
        Self::Accepted,
        Self::Declined,
        Self::HasOne,
        Self::TooExpensive,
        Self::NotNow,
        Self::DoesNotFit,
        Self::OtherReason,
        Self::NotAsked,
        Self::TakenWithoutAsking,
        Self::AddOnRevenue,
        Self::AddOnCostedRevenue,
        Self::AddOnCost,
        Self::UnaskedRevenue,
    ];
}

/// How many [`Measure`]s there are.
pub const MEASURES: usize = Measure::UnaskedRevenue as usize + 1;

/// What is counted, in the order of [`Measure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measures(pub [i64; MEASURES]);

impl Default for Measures {
    fn default() -> Self {
        Self([0; MEASURES])
    }
}

impl Measures {
    /// One of them.
    pub fn get(&self, measure: Measure) -> i64 {
        self.0[measure as usize]
    }

    fn add(&mut self, measure: Measure, more: i64) {
        self.0[measure as usize] += more;
    }

    /// Adds the figures of others, or takes them away where `sign` is -1. Sums wrap round rather than stop at a limit, or
    /// they would depend on the order; no sale adds enough for that (see [`MOST`]).
    pub fn plus(&mut self, other: &Self, sign: i64) {
        // Two plain loops: a product in them would keep them from being done four numbers at a time.
        if sign == 1 {
            self.0.iter_mut().zip(&other.0).for_each(|(sum, more)| *sum = sum.wrapping_add(*more));
        } else {
            self.0.iter_mut().zip(&other.0).for_each(|(sum, more)| *sum = sum.wrapping_add(more.wrapping_mul(sign)));
        }
    }

    /// True where nothing is counted.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|count| *count == 0)
    }
}

/// Amounts and quantities of a line beyond this are mistakes or worse: the line counts as one without a price, or as one
/// piece. Nine thousand million such lines fit into a sum.
pub const MOST: i64 = 1_000_000_000;

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// One word: a name, an SKU, a path.
    Word(&'a str),
    /// Two words that belong together: experiment and arm.
    Arm(&'a str, &'a str),
    /// Item, add-on, kind.
    Pair(&'a str, &'a str, LinkKind),
}

/// Where a sale was made.
#[derive(Clone, Copy, Debug)]
pub struct Stand<'a> {
    /// The installation.
    pub terminal: &'a str,
    /// Its store, or empty.
    pub store: &'a str,
}

/// The local day and hour of a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Days since 1970; 0 where the date is in doubt.
    pub day: i32,
    /// 0 to 23.
    pub hour: u8,
}

impl Moment {
    /// The day of a sale whose date is in doubt. It counts in all figures without a period, and in none with one.
    pub const IN_DOUBT: Self = Self { day: 0, hour: 0 };

    /// The day and hour at the shop, `ahead` minutes ahead of UTC; in doubt beyond the years 2000 to 2199.
    pub fn of(wall: UnixMillis, ahead: i32) -> Self {
        const HOUR: i64 = 3_600_000;
        let local = wall.saturating_add(i64::from(ahead) * 60_000);
        let day = local.div_euclid(24 * HOUR);
        if !(10_957..84_006).contains(&day) {
            return Self::IN_DOUBT;
        }
        Self { day: day as i32, hour: (local.rem_euclid(24 * HOUR) / HOUR) as u8 }
    }
}

/// Tells `each` every row that a sale adds to, with what it adds. A row may be told twice.
pub fn of_sale<'a>(event: &'a Event, stand: Stand<'a>, each: &mut impl FnMut(Dimension, Key<'a>, &Measures)) {
    let whole = whole(event);
    each(Dimension::All, Key::Word(""), &whole);
    each(Dimension::Terminal, Key::Word(stand.terminal), &whole);
    each(Dimension::Store, Key::Word(stand.store), &whole);
    for (at, context) in event.context.iter().enumerate() {
        if !event.context[..at].contains(context) {
            each(Dimension::Context, Key::Word(context), &whole);
        }
    }
    if event.context.is_empty() {
        each(Dimension::Context, Key::Word(""), &whole);
    }
    for (experiment, arm) in &event.arms {
        each(Dimension::Arm, Key::Arm(experiment, arm), &whole);
    }
    of_goods(event, each);
    of_suggestions(event, each);
}

/// The figures of the whole sale. An add-on shown for two items counts once, with its best outcome.
fn whole(event: &Event) -> Measures {
    let mut sum = Measures::default();
    let mut items: Vec<&str> = Vec::with_capacity(event.lines.len());
    for line in &event.lines {
        goods(&mut sum, line);
        if line.quantity > 0 && !items.contains(&line.sku.as_str()) {
            items.push(line.sku.as_str());
        }
    }
    sum.add(Measure::Sales, 1);
    sum.add(Measure::Items, items.len().cast_signed() as i64);
    sum.add(Measure::NothingSuggested, i64::from(event.suggestions.is_empty()));
    for suggestion in best(event) {
        answer(&mut sum, suggestion);
        add_on(&mut sum, event, suggestion);
    }
    if sum.get(Measure::Accepted) > 0 {
        sum.add(Measure::WithAddOn, 1);
        sum.add(Measure::WithAddOnRevenue, sum.get(Measure::Revenue));
    }
    sum
}

/// What was sold of each item and category, and what became of what was suggested for them.
fn of_goods<'a>(event: &'a Event, each: &mut impl FnMut(Dimension, Key<'a>, &Measures)) {
    let mut categories: BTreeMap<&str, Measures> = BTreeMap::new();
    let path = |sku: &str| {
        let line = event.lines.iter().find(|line| line.sku.as_str() == sku);
        line.and_then(|line| line.category.as_deref()).unwrap_or_default()
    };
    let mut done: Vec<&str> = Vec::with_capacity(event.lines.len());
    let named = event.lines.iter().map(|line| line.sku.as_str());
    for sku in named.chain(event.suggestions.iter().map(|suggestion| suggestion.item.as_str())) {
        if done.contains(&sku) {
            continue;
        }
        done.push(sku);
        let mut item = Measures::default();
        let mut sold = false;
        for line in event.lines.iter().filter(|line| line.sku.as_str() == sku) {
            goods(&mut item, line);
            sold |= line.quantity > 0;
        }
        for suggestion in event.suggestions.iter().filter(|suggestion| suggestion.item.as_str() == sku) {
            answer(&mut item, suggestion);
            add_on(&mut item, event, suggestion);
        }
        item.add(Measure::Sales, i64::from(sold));
        item.add(Measure::Items, i64::from(sold));
        item.add(Measure::WithAddOn, i64::from(item.get(Measure::Accepted) > 0));
        each(Dimension::Item, Key::Word(sku), &item);
        let category = categories.entry(path(sku)).or_default();
        let (sales, with_add_on) = (category.get(Measure::Sales), category.get(Measure::WithAddOn));
        category.plus(&item, 1);
        // However many of its items a sale holds, it is one sale of the category.
        category.0[Measure::Sales as usize] = sales.max(item.get(Measure::Sales));
        category.0[Measure::WithAddOn as usize] = with_add_on.max(item.get(Measure::WithAddOn));
    }
    for (path, sum) in categories {
        each(Dimension::Category, Key::Word(path), &sum);
    }
}

/// What became of each pair, and by kind and reason, where an add-on counts once.
fn of_suggestions<'a>(event: &'a Event, each: &mut impl FnMut(Dimension, Key<'a>, &Measures)) {
    for (at, suggestion) in event.suggestions.iter().enumerate() {
        let same = |other: &EventSuggestion| {
            (&other.item, &other.add_on, other.link_kind)
                == (&suggestion.item, &suggestion.add_on, suggestion.link_kind)
        };
        if event.suggestions[..at].iter().any(same) {
            continue;
        }
        let mut pair = Measures::default();
        answer(&mut pair, suggestion);
        add_on(&mut pair, event, suggestion);
        once(&mut pair);
        let key = Key::Pair(suggestion.item.as_str(), suggestion.add_on.as_str(), suggestion.link_kind);
        each(Dimension::Pair, key, &pair);
    }
    let mut kinds: Vec<(LinkKind, Measures)> = Vec::new();
    let mut reasons: Vec<(&str, Measures)> = Vec::new();
    for suggestion in best(event) {
        let mut one = Measures::default();
        answer(&mut one, suggestion);
        add_on(&mut one, event, suggestion);
        gather(&mut kinds, suggestion.link_kind, &one);
        gather(&mut reasons, &suggestion.reason, &one);
    }
    for (kind, mut sum) in kinds {
        once(&mut sum);
        each(Dimension::Kind, Key::Word(kind.word()), &sum);
    }
    for (reason, mut sum) in reasons {
        once(&mut sum);
        each(Dimension::Reason, Key::Word(reason), &sum);
    }
}

fn gather<K: PartialEq>(sums: &mut Vec<(K, Measures)>, key: K, more: &Measures) {
    match sums.iter_mut().find(|(known, _)| *known == key) {
        Some((_, sum)) => sum.plus(more, 1),
        None => sums.push((key, *more)),
    }
}

/// One sale, and one with an add-on where there was a yes.
fn once(sum: &mut Measures) {
    sum.add(Measure::Sales, 1);
    sum.add(Measure::WithAddOn, i64::from(sum.get(Measure::Accepted) > 0));
}

/// Each add-on once, with the suggestion that came furthest; of equals the first.
fn best(event: &Event) -> impl Iterator<Item = &EventSuggestion> {
    event.suggestions.iter().enumerate().filter_map(|(at, one)| {
        let beats = |(place, other): (usize, &EventSuggestion)| {
            let (mine, others) = (weight(one.outcome), weight(other.outcome));
            other.add_on == one.add_on && (others > mine || (others == mine && place < at))
        };
        (!event.suggestions.iter().enumerate().any(beats)).then_some(one)
    })
}

fn weight(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotAsked => 0,
        Outcome::TakenWithoutAsking => 1,
        Outcome::Declined => 2,
        Outcome::Accepted => 3,
    }
}

/// What a line brought: its amount where it has one that can be.
fn amounts(line: &EventLine) -> Option<(i64, Option<i64>)> {
    let times = |amount: i64| amount.checked_mul(line.quantity).filter(|amount| amount.abs() <= MOST);
    let amount = times(line.price?.0)?;
    Some((amount, line.cost.and_then(|cost| times(cost.0))))
}

fn goods(sum: &mut Measures, line: &EventLine) {
    sum.add(Measure::Lines, 1);
    sum.add(Measure::Pieces, if line.quantity.unsigned_abs() <= MOST.unsigned_abs() { line.quantity } else { 1 });
    sum.add(Measure::Claimed, i64::from(line.confirmed.is_some()));
    sum.add(Measure::Confirmed, i64::from(line.confirmed == Some(true)));
    match amounts(line) {
        None => sum.add(Measure::Unpriced, 1),
        Some((revenue, cost)) => {
            sum.add(Measure::Revenue, revenue);
            if let Some(cost) = cost {
                sum.add(Measure::CostedRevenue, revenue);
                sum.add(Measure::Cost, cost);
            }
        }
    }
}

fn answer(sum: &mut Measures, suggestion: &EventSuggestion) {
    sum.add(Measure::Shown, 1);
    match suggestion.outcome {
        Outcome::Accepted => sum.add(Measure::Accepted, 1),
        Outcome::NotAsked => sum.add(Measure::NotAsked, 1),
        Outcome::TakenWithoutAsking => sum.add(Measure::TakenWithoutAsking, 1),
        Outcome::Declined => {
            sum.add(Measure::Declined, 1);
            match suggestion.why {
                Some(Objection::HasOne) => sum.add(Measure::HasOne, 1),
                Some(Objection::TooExpensive) => sum.add(Measure::TooExpensive, 1),
                Some(Objection::NotNow) => sum.add(Measure::NotNow, 1),
                Some(Objection::DoesNotFit) => sum.add(Measure::DoesNotFit, 1),
                Some(Objection::Other) => sum.add(Measure::OtherReason, 1),
                None => {}
            }
        }
    }
}

/// What an add-on brought that was accepted, or taken without asking.
fn add_on(sum: &mut Measures, event: &Event, suggestion: &EventSuggestion) {
    let accepted = match suggestion.outcome {
        Outcome::Accepted => true,
        Outcome::TakenWithoutAsking => false,
        Outcome::Declined | Outcome::NotAsked => return,
    };
    for line in event.lines.iter().filter(|line| line.sku == suggestion.add_on) {
        let Some((revenue, cost)) = amounts(line) else { continue };
        if !accepted {
            sum.add(Measure::UnaskedRevenue, revenue);
            continue;
        }
        sum.add(Measure::AddOnRevenue, revenue);
        if let Some(cost) = cost {
            sum.add(Measure::AddOnCostedRevenue, revenue);
            sum.add(Measure::AddOnCost, cost);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(line: &str) -> BTreeMap<(Dimension, String), Measures> {
        let event: Event = serde_json::from_str(line).unwrap();
        let mut rows: BTreeMap<_, Measures> = BTreeMap::new();
        of_sale(&event, Stand { terminal: "t", store: "north" }, &mut |dimension, key, more| {
            let key = match key {
                Key::Word(word) => word.to_owned(),
                Key::Arm(experiment, arm) => format!("{experiment}={arm}"),
                Key::Pair(item, add_on, kind) => format!("{item} {add_on} {kind}"),
            };
            rows.entry((dimension, key)).or_default().plus(more, 1);
        });
        rows
    }

    const SALE: &str = r#"{"kind":"sale","lines":[
        {"sku":"A","quantity":2,"price":150,"cost":100,"category":"X > Y"},{"sku":"A","quantity":1},
        {"sku":"B","quantity":1,"price":399,"confirmed":true,"cost":300,"category":"X > Y"},
        {"sku":"C","quantity":1,"price":100,"category":"Z"}],"suggestions":[
        {"item":"A","add_on":"B","link_kind":"accessory","rank":1,"reason":"curated","outcome":"accepted"},
        {"item":"C","add_on":"B","link_kind":"required","rank":2,"reason":"mined","outcome":"not_asked"},
        {"item":"A","add_on":"D","link_kind":"service","rank":3,"reason":"curated","outcome":"declined","why":"not_now"},
        {"item":"A","add_on":"C","link_kind":"accessory","rank":3,"reason":"mined","outcome":"taken_without_asking"}],
        "context":["hurry"],"arms":{"wording":"b"}}"#;

    #[test]
    fn a_sale_adds_to_every_row_it_is_about() {
        use Measure::{
            Accepted, AddOnCost, AddOnRevenue, Claimed, Confirmed, Cost, CostedRevenue, Declined, Items, Lines, NotNow,
            Pieces, Revenue, Sales, Shown, TakenWithoutAsking, UnaskedRevenue, Unpriced, WithAddOn, WithAddOnRevenue,
        };
        let rows = rows(SALE);
        let of = |dimension, key: &str, wanted: &[(Measure, i64)]| {
            let row = rows.get(&(dimension, key.to_owned())).unwrap();
            for (measure, count) in wanted {
                assert_eq!(row.get(*measure), *count, "{dimension:?} {key} {measure:?}");
            }
        };
        let whole = [
            (Sales, 1),
            (Items, 3),
            (Lines, 4),
            (Pieces, 5),
            (Unpriced, 1),
            (Revenue, 799),
            (CostedRevenue, 699),
            (Cost, 500),
            (WithAddOn, 1),
            (WithAddOnRevenue, 799),
            (Shown, 3),
            (Accepted, 1),
            (Declined, 1),
            (NotNow, 1),
            (TakenWithoutAsking, 1),
            (Claimed, 1),
            (Confirmed, 1),
            (AddOnRevenue, 399),
            (AddOnCost, 300),
            (UnaskedRevenue, 100),
        ];
        for (dimension, key) in [
            (Dimension::All, ""),
            (Dimension::Terminal, "t"),
            (Dimension::Store, "north"),
            (Dimension::Context, "hurry"),
            (Dimension::Arm, "wording=b"),
        ] {
            of(dimension, key, &whole);
        }
        of(
            Dimension::Pair,
            "A B accessory",
            &[(Sales, 1), (Shown, 1), (Accepted, 1), (AddOnRevenue, 399), (Revenue, 0)],
        );
        of(Dimension::Pair, "C B required", &[(Shown, 1), (Accepted, 0), (AddOnRevenue, 0)]);
        of(Dimension::Item, "A", &[(Sales, 1), (Lines, 2), (Revenue, 300), (Shown, 3), (Accepted, 1), (Unpriced, 1)]);
        of(Dimension::Category, "X > Y", &[(Sales, 1), (Items, 2), (Revenue, 699), (Cost, 500), (Shown, 3)]);
        of(Dimension::Category, "Z", &[(Sales, 1), (Revenue, 100), (Cost, 0), (Shown, 1)]);
        of(Dimension::Kind, "accessory", &[(Sales, 1), (Shown, 2), (Accepted, 1), (TakenWithoutAsking, 1)]);
        of(Dimension::Reason, "curated", &[(Sales, 1), (Shown, 2), (Accepted, 1), (Declined, 1)]);
        assert!(!rows.contains_key(&(Dimension::Kind, "required".to_owned())));
    }

    #[test]
    fn what_cannot_be_an_amount_is_none() {
        let rows = rows(
            r#"{"kind":"sale","lines":[{"sku":"A","quantity":9223372036854775807,"price":9223372036854775807},
            {"sku":"B","quantity":-1,"price":500}]}"#,
        );
        let all = rows[&(Dimension::All, String::new())];
        let counted = [Measure::Lines, Measure::Unpriced, Measure::Revenue, Measure::Pieces].map(|one| all.get(one));
        assert_eq!((counted, all.get(Measure::NothingSuggested)), ([2, 1, -500, 0], 1));
    }

    #[test]
    fn a_day_is_the_shops_own() {
        let wall = 1_795_390_200_000; // 2026-11-22T23:30Z
        assert_eq!(Moment::of(wall, 0), Moment { day: 20_779, hour: 23 });
        assert_eq!(Moment::of(wall, 60), Moment { day: 20_780, hour: 0 });
        assert_eq!(Moment::of(0, 0), Moment::IN_DOUBT);
        assert_eq!(Moment::of(i64::MAX, 60), Moment::IN_DOUBT);
    }
}
