//! The A/B tests and their reports for people.

use std::collections::BTreeMap;

use comfy_table::{Table, presets};

use super::super::count::{grouped, many};
use super::Reading;
use crate::domain::experiment::{Stage, Unit};
use crate::domain::{Day, Experiment, Money};
use crate::report::experiment::{ArmReport, Comparison, Metric, Report, Verdict};
use crate::report::interval::Estimate;

/// How amounts of the shop are written.
pub struct Shop<'a> {
    /// An amount without its currency.
    pub money: &'a dyn Fn(Money) -> String,
    /// The currency's code.
    pub currency: &'a str,
}

/// All experiments, one a row.
pub fn list(experiments: &[Experiment], today: Day, sales: &BTreeMap<String, u64>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["id", "unit", "from", "to", "stage", "arms", "sales"]);
    for one in experiments {
        let arms: Vec<String> = one.arms.iter().map(|arm| format!("{} {}", arm.id, percent(arm.share, 0))).collect();
        table.add_row([
            one.id.clone(),
            one.unit.word().to_owned(),
            one.from.to_string(),
            one.to.to_string(),
            stage(one, today),
            arms.join(", "),
            grouped(sales.get(&one.id).copied().unwrap_or(0)),
        ]);
    }
    lines(&table)
}

/// One experiment: its arms side by side, then each against the first.
pub fn show(experiment: &Experiment, today: Day, report: &Report, shop: &Shop<'_>) -> String {
    let mut text = format!(
        "{}  by {}, {} to {}, {}\n\n",
        experiment.id,
        match experiment.unit {
            Unit::Sale => "sale",
            Unit::TerminalWeek => "terminal and week",
        },
        experiment.from,
        experiment.to,
        stage(experiment, today)
    );
    text += &arms(experiment, report, shop);
    for one in &report.comparisons {
        text += "\n\n";
        text += &comparison(one, report, experiment.stage(today), shop).join("\n");
    }
    text
}

/// What a reader should know besides; for standard error.
pub fn notes(report: &Report, reading: Reading, currency: &str) -> Vec<String> {
    let lines: u64 = report.arms.iter().map(|arm| arm.figures.lines).sum();
    let unpriced: u64 = report.arms.iter().map(|arm| arm.figures.unpriced).sum();
    let mut notes = vec!["\nin brackets 95 %: in the table at one look, in the comparison at every look".to_owned()];
    let mut say = |holds: bool, note: String| notes.extend(holds.then_some(note));
    say(
        unpriced > 0 && unpriced == lines,
        "no line of these sales has a price, so nothing is said of revenue".to_owned(),
    );
    let few = format!(
        "{} of {} have no price and add nothing to the revenue in {currency}",
        grouped(unpriced),
        many(lines, "line", "lines")
    );
    say(unpriced > 0 && unpriced < lines, few);
    say(
        report.shares_are_off,
        "the arms have not the shares that the test gives them: find out why before you believe any of this".to_owned(),
    );
    say(
        report.unknown > 0,
        format!("sales in an arm that the test does not have, left out: {}", grouped(report.unknown)),
    );
    say(reading.voided > 0, format!("sales taken back, left out: {}", grouped(reading.voided)));
    say(reading.damaged > 0, format!("events that can no longer be read, left out: {}", grouped(reading.damaged)));
    say(reading.in_doubt > 0, format!("sales whose date is in doubt: {}", grouped(reading.in_doubt)));
    notes
}

fn stage(experiment: &Experiment, today: Day) -> String {
    match experiment.stage(today) {
        Stage::Planned => "planned".to_owned(),
        Stage::Over => "over".to_owned(),
        Stage::Running => match experiment.ramp_share(today) {
            share if share < 1.0 => format!("running with {}", percent(share, 0)),
            _ => "running".to_owned(),
        },
    }
}

fn arms(experiment: &Experiment, report: &Report, shop: &Shop<'_>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let names = report.arms.iter().enumerate().map(|(place, arm)| match place {
        0 => format!("{} (control)", arm.id),
        _ => arm.id.clone(),
    });
    table.set_header(std::iter::once(String::new()).chain(names));
    let mut row = |name: &str, cell: &dyn Fn(&ArmReport) -> String| {
        table.add_row(std::iter::once(name.to_owned()).chain(report.arms.iter().map(cell)));
    };
    let defined = |arm: &ArmReport| experiment.arm(&arm.id);
    row("changes", &|arm| defined(arm).map(|arm| arm.changes.to_string()).unwrap_or_default());
    row("share", &|arm| defined(arm).map(|arm| percent(arm.share, 0)).unwrap_or_default());
    if experiment.unit == Unit::TerminalWeek {
        row("weeks of terminals", &|arm| grouped(arm.units));
    }
    row("sales", &|arm| grouped(arm.figures.sales));
    row("suggestions shown", &|arm| grouped(arm.figures.shown));
    row("asked", &|arm| grouped(arm.figures.asked()));
    row("accepted", &|arm| grouped(arm.figures.accepted));
    row("  scanned afterwards", &|arm| grouped(arm.figures.confirmed));
    row("taken without asking", &|arm| grouped(arm.figures.taken_without_asking));
    for metric in Metric::ALL {
        let sign = if metric == report.decides { " *" } else { "" };
        row(&format!("{}{sign}", name(metric)), &|arm| {
            arm.estimate(metric).map_or_else(|| "-".to_owned(), |one| bracketed(metric, one, shop))
        });
    }
    format!("{}\n* decides", lines(&table))
}

fn comparison(one: &Comparison, report: &Report, stage: Stage, shop: &Shop<'_>) -> Vec<String> {
    let control = &report.arms[0].id;
    let mut lines = vec![format!("{} against {control}: {}", one.arm, verdict(one, report, stage))];
    if let Some(difference) = one.difference {
        lines.push(format!("  {:<22} {}", name(report.decides), signed(report.decides, difference, shop)));
    }
    if let Some(chance) = one.chance {
        let chance = match chance {
            chance if chance > 0.995 => "over 99 %".to_owned(),
            chance if chance < 0.005 => "under 1 %".to_owned(),
            chance => percent(chance, 0),
        };
        lines.push(format!("  chance to be better    {chance}"));
    }
    if let Some(basket) = one.basket {
        let harm = if one.shrinks_baskets() { "  HARM: smaller baskets" } else { "" };
        lines.push(format!("  {:<22} {}{harm}", name(Metric::Revenue), signed(Metric::Revenue, basket, shop)));
    }
    if let Some(noes) = one.noes {
        let harm = if one.annoys() { "  HARM: more noes" } else { "" };
        lines.push(format!("  {:<22} {}{harm}", name(Metric::Noes), signed(Metric::Noes, noes, shop)));
    }
    lines
}

fn verdict(one: &Comparison, report: &Report, stage: Stage) -> String {
    let control = report.arms[0].estimate(report.decides).map_or(0.0, |one| one.value);
    match (one.verdict, one.difference) {
        (Verdict::Better, _) => format!("{} is better", one.arm),
        (Verdict::Worse, _) => format!("{} is worse", one.arm),
        (Verdict::Alike, Some(difference)) if control > 0.0 => {
            let most = difference.low.abs().max(difference.high.abs()) / control;
            format!("no difference that matters, at most {} either way", percent(most, 1))
        }
        (Verdict::Alike, _) => "no difference that matters".to_owned(),
        (Verdict::NotYet { sales: Some(sales) }, _) if stage == Stage::Over => {
            format!("not enough data: it would have taken about {}", many(rounded(sales), "more sale", "more sales"))
        }
        (Verdict::NotYet { sales: Some(sales) }, _) => {
            format!("not enough data yet: about {}", many(rounded(sales), "more sale", "more sales"))
        }
        (Verdict::NotYet { sales: None }, _) => "not enough data yet".to_owned(),
    }
}

fn name(metric: Metric) -> &'static str {
    match metric {
        Metric::AddOns => "add-ons a sale",
        Metric::Items => "different items a sale",
        Metric::Revenue => "revenue a sale",
        Metric::Acceptance => "accepted of asked",
        Metric::Asked => "asked of shown",
        Metric::Attach => "sales with an add-on",
        Metric::Noes => "noes a sale",
    }
}

fn bracketed(metric: Metric, one: Estimate, shop: &Shop<'_>) -> String {
    let [value, low, high] = [one.value, one.low, one.high].map(|number| written(metric, number, shop));
    if one.low.is_finite() { format!("{value} ({low} to {high})") } else { value }
}

fn signed(metric: Metric, one: Estimate, shop: &Shop<'_>) -> String {
    let sign = |number: f64| if number > 0.0 { "+" } else { "" };
    let [value, low, high] =
        [one.value, one.low, one.high].map(|number| format!("{}{}", sign(number), written(metric, number, shop)));
    let unit = if metric == Metric::Revenue { format!(" {}", shop.currency) } else { String::new() };
    format!("{value}{unit} ({low} to {high})")
}

fn written(metric: Metric, number: f64, shop: &Shop<'_>) -> String {
    match metric {
        Metric::Acceptance | Metric::Asked | Metric::Attach => percent(number, 1),
        Metric::Revenue => (shop.money)(Money(number.round() as i64)),
        Metric::AddOns | Metric::Items | Metric::Noes => format!("{number:.3}"),
    }
}

fn percent(share: f64, decimals: usize) -> String {
    format!("{:.decimals$} %", share * 100.0)
}

/// Two digits that count, rounded up: more would promise what nobody knows.
fn rounded(sales: u64) -> u64 {
    let step = 10_u64.pow((sales.max(1).ilog10()).saturating_sub(1));
    sales.div_ceil(step) * step
}

fn lines(table: &Table) -> String {
    let line = |line: &str| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned();
    table.to_string().lines().map(line).collect::<Vec<_>>().join("\n")
}
