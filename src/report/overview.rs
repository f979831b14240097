//! Everything one look at the figures shows: the headline of a period, how it compares, day by day, and a table of rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::by::By;
use super::hold_out::{Added, HoldOut, added};
use super::measures::{Dimension, Measure, Measures};
use super::rates::LEAST_ASKED;
use super::returns::Returns;
use super::sums::{Figure, Span, Sums};
use crate::domain::Day;

/// The same weekdays of the year before: 52 weeks.
pub const YEAR: i32 = 364;
/// A customer came back who bought again within so many days.
pub const RETURN_DAYS: u32 = 90;
/// Below so many sales in a period its shares say little, which is said.
pub const FEW_SALES: i64 = 30;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Which days.
    pub span: Span,
    /// What a row is.
    pub by: By,
    /// Pairs asked fewer times are hidden; [`LEAST_ASKED`] unless somebody says otherwise.
    pub least_asked: i64,
    /// Today where it is asked, for sales with a later date.
    pub today: Day,
    /// The hold-outs of the catalog: arms without suggestions.
    pub hold_outs: Vec<HoldOut>,
    /// Experiments and arms that the catalog has.
    pub arms: Vec<(String, String)>,
}

impl Question {
    /// The usual question about a period.
    pub fn new(span: Span, by: By, today: Day) -> Self {
        Self { span, by, least_asked: LEAST_ASKED, today, hold_outs: Vec::new(), arms: Vec::new() }
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// Which days.
    pub span: Span,
    /// Their sums.
    pub whole: Measures,
    /// The period of the same length before; `None` where the records do not reach back to its beginning.
    pub before: Option<Past>,
    /// The same weeks of the year before, likewise.
    pub year_before: Option<Past>,
    /// Day by day, from the first to the last of the period; those without sales are zero.
    pub days: Vec<(Day, Measures)>,
    /// What a row is.
    pub by: By,
    /// The rows, in the order in which they are read.
    pub rows: Vec<Row>,
    /// Pairs that were left out because they were asked too few times.
    pub hidden: usize,
    /// What advice adds, by each hold-out that ran in the period.
    pub added: Vec<Added>,
    /// How many customers with a card came back: those whose [`RETURN_DAYS`] ended in the period. `None` where no card is linked.
    pub returns: Option<Returns>,
    /// What keeps figures from saying more than they should.
    pub remarks: Vec<Remark>,
}

/// An earlier period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Past {
    /// Which days.
    pub span: Span,
    /// Their sums.
    pub whole: Measures,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One word; item, add-on and kind for a pair; experiment and arm for an arm.
    pub key: Vec<String>,
    /// Its sums.
    pub measures: Measures,
    /// Those of the period before; `None` where there is none. For an hour the same hour, for a week the week before it.
    pub before: Option<Measures>,
    /// Of a pair: sales that held its item.
    pub item_sales: Option<i64>,
}

/// What has to be said beside the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Nothing was sold in the period; the last sale that has a date was on this day.
    NoSales(Option<Day>),
    /// So few sales that shares say little.
    FewSales(i64),
    /// Sales whose date is in doubt: they count in no period.
    InDoubt(i64),
    /// Sales dated after today: a clock was ahead.
    Ahead(i64),
    /// The records begin within or after the period before, so that nothing is compared.
    BeginsOn(Day),
    /// Lines without a price: they add nothing to revenue.
    Unpriced(i64),
    /// Pairs asked fewer times than the second number: so many are hidden.
    Hidden(usize, i64),
    /// The experiment with this place in [`Overview::added`] has too little for a word.
    HoldOutTooSmall(usize),
    /// Arms of no experiment of the catalog, among those that are shown.
    UnknownArms(usize),
    /// So many experiments ran: a sale may be in an arm of each.
    SeveralExperiments(usize),
    /// Events that this version cannot read.
    Unreadable(u64),
    /// Events that are no longer what was stored.
    Damaged(u64),
}

/// Answers a question from sums.
///
/// # Errors
/// Those of the sums.
pub fn overview<S: Sums>(sums: &S, question: &Question) -> Result<Overview, S::Error> {
    let span = question.span;
    let all = sums.by_day(Dimension::All, &[""], Span::EVER)?;
    let history = History { days: all.into_iter().collect() };
    let whole = history.of(span);
    let before = history.past(span.earlier(span.days()));
    let rows = rows(sums, question, &history, before.map(|past| past.span))?;
    let found = rows.len();
    let is_kept = |row: &Row| question.by != By::Pair || row.measures.asked() >= question.least_asked;
    let mut rows: Vec<Row> = rows.into_iter().filter(is_kept).collect();
    sort(&mut rows, question.by);
    let hidden = found - rows.len();
    let mut overview = Overview {
        span,
        whole,
        before,
        year_before: history.past(span.earlier(YEAR)),
        days: history.every_day(span),
        by: question.by,
        rows,
        hidden,
        added: question.hold_outs.iter().map(|one| added(sums, one, span)).collect::<Result<Vec<_>, _>>()?,
        returns: None,
        remarks: Vec::new(),
    };
    overview.added.retain(|one| one.sales_without > 0);
    overview.remarks = remarks(&overview, question, &history);
    Ok(overview)
}

/// Every sale by day, as far back as the records go.
struct History {
    days: BTreeMap<Day, Measures>,
}

impl History {
    fn of(&self, span: Span) -> Measures {
        let mut sum = Measures::default();
        if span.from <= span.to {
            for more in self.days.range(span.from..=span.to).map(|(_, more)| more) {
                sum.plus(more, 1);
            }
        }
        sum
    }

    /// The first day with a date that can be right.
    fn first(&self) -> Option<Day> {
        self.days.keys().copied().find(|day| day.0 > 0)
    }

    fn past(&self, span: Span) -> Option<Past> {
        let reaches = self.first().is_some_and(|first| first <= span.from);
        reaches.then(|| Past { span, whole: self.of(span) })
    }

    fn every_day(&self, span: Span) -> Vec<(Day, Measures)> {
        // A period without an end has the days on which there was something.
        if span.days() > 10 * 366 {
            return self.days.iter().filter(|(day, _)| day.0 > 0 && span.holds(**day)).map(|(d, m)| (*d, *m)).collect();
        }
        let day = |day: i32| (Day(day), self.days.get(&Day(day)).copied().unwrap_or_default());
        (span.from.0..=span.to.0).map(day).collect()
    }

    /// The weeks of a span, each cut to it, with the whole week before it.
    fn weeks(&self, span: Span) -> Vec<Row> {
        let held = self.days.keys().copied().filter(|day| day.0 > 0 && span.holds(*day));
        let mondays: std::collections::BTreeSet<Day> = held.map(Day::monday).collect();
        let row = |monday: Day| {
            let week = Span { from: monday, to: Day(monday.0 + 6) };
            let cut = Span { from: week.from.max(span.from), to: week.to.min(span.to) };
            Row {
                key: vec![monday.to_string()],
                measures: self.of(cut),
                before: self.past(cut.earlier(7)).map(|past| past.whole),
                item_sales: None,
            }
        };
        mondays.into_iter().map(row).collect()
    }
}

fn rows<S: Sums>(sums: &S, question: &Question, history: &History, before: Option<Span>) -> Result<Vec<Row>, S::Error> {
    let (by, span) = (question.by, question.span);
    match by {
        By::Week => return Ok(history.weeks(span)),
        By::Hour => {
            let figure = |(hour, measures): (u8, Measures)| Figure { key: vec![hour.to_string()], measures };
            let now = sums.by_hour(span)?.into_iter().map(figure).collect();
            let then = before.map(|before| sums.by_hour(before)).transpose()?;
            return Ok(joined(now, then.map(|then| then.into_iter().map(figure).collect()), None));
        }
        _ => {}
    }
    let now = sums.by_key(by.dimension(), span)?;
    let then = before.map(|before| sums.by_key(by.dimension(), before)).transpose()?;
    let items = match by {
        By::Pair => Some(sums.sales_by_key(Dimension::Item, span)?),
        _ => None,
    };
    let mut rows = joined(now, then, items);
    if by == By::Arm {
        for row in &mut rows {
            let split = row.key.first().and_then(|key| key.split_once('='));
            if let Some((experiment, arm)) = split {
                row.key = vec![experiment.to_owned(), arm.to_owned()];
            }
        }
    }
    Ok(rows)
}

/// Rows with those of the period before, and for pairs with the sales of their items.
fn joined(now: Vec<Figure>, then: Option<Vec<Figure>>, items: Option<Vec<(String, i64)>>) -> Vec<Row> {
    let items: Option<HashMap<String, i64>> = items.map(|items| items.into_iter().collect());
    let then: Option<HashMap<Vec<String>, Measures>> =
        then.map(|then| then.into_iter().map(|figure| (figure.key, figure.measures)).collect());
    let row = |Figure { key, measures }: Figure| Row {
        before: then.as_ref().map(|then| then.get(&key).copied().unwrap_or_default()),
        item_sales: items.as_ref().map(|items| items.get(&key[0]).copied().unwrap_or(0)),
        key,
        measures,
    };
    now.into_iter().map(row).collect()
}

/// Pairs, kinds and reasons best first; goods by what their add-ons brought; places by their sales; times and names in order.
fn sort(rows: &mut [Row], by: By) {
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    match by {
        By::Pair | By::Kind | By::Reason => rows.sort_by(|a, b| {
            let value = |row: &Row| row.measures.acceptance().map_or(-1.0, |rate| rate.value);
            value(b).total_cmp(&value(a)).then_with(|| b.measures.asked().cmp(&a.measures.asked()))
        }),
        By::Item | By::Category => rows.sort_by_key(|row| {
            let of = |measure| std::cmp::Reverse(row.measures.get(measure));
            (of(Measure::AddOnRevenue), of(Measure::Accepted), of(Measure::Shown), of(Measure::Sales))
        }),
        By::Terminal | By::Store | By::Context => {
            rows.sort_by_key(|row| std::cmp::Reverse(row.measures.get(Measure::Sales)));
        }
        By::Hour => rows.sort_by_key(|row| row.key[0].parse::<u8>().unwrap_or(0)),
        By::Week | By::Arm => {}
    }
}

fn remarks(overview: &Overview, question: &Question, history: &History) -> Vec<Remark> {
    let sales = overview.whole.get(Measure::Sales);
    let count = |span: Span| history.of(span).get(Measure::Sales);
    let in_doubt = if question.span.holds(Day(0)) { 0 } else { count(Span::IN_DOUBT) };
    let ahead = count(Span { from: Day(question.today.0.saturating_add(1)), to: Day(i32::MAX) });
    let unpriced = overview.whole.get(Measure::Unpriced);
    let mut remarks = Vec::new();
    let mut say = |holds: bool, remark: Remark| {
        if holds {
            remarks.push(remark);
        }
    };
    let last = history.days.keys().next_back().copied().filter(|day| day.0 > 0);
    say(sales == 0, Remark::NoSales(last));
    say(sales > 0 && sales < FEW_SALES, Remark::FewSales(sales));
    say(in_doubt > 0, Remark::InDoubt(in_doubt));
    say(ahead > 0, Remark::Ahead(ahead));
    if let Some(first) = history.first().filter(|_| overview.before.is_none() && sales > 0) {
        say(question.span.from.0 > 0, Remark::BeginsOn(first));
    }
    if overview.by == By::Arm {
        let is_known =
            |row: &&Row| question.arms.iter().any(|(experiment, arm)| *row.key == [experiment.as_str(), arm]);
        let unknown = overview.rows.len() - overview.rows.iter().filter(is_known).count();
        say(unknown > 0, Remark::UnknownArms(unknown));
        let experiments: HashSet<&String> = overview.rows.iter().filter_map(|row| row.key.first()).collect();
        say(experiments.len() > 1, Remark::SeveralExperiments(experiments.len()));
    }
    say(unpriced > 0, Remark::Unpriced(unpriced));
    say(overview.hidden > 0, Remark::Hidden(overview.hidden, question.least_asked));
    for (place, one) in overview.added.iter().enumerate() {
        say(one.revenue.is_none() && one.items.is_none(), Remark::HoldOutTooSmall(place));
    }
    remarks
}
