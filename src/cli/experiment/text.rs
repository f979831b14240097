//! The A/B tests and their reports for people.

use std::collections::BTreeMap;

use comfy_table::{Table, presets};

use super::super::count::{grouped, many};
use super::Shown;
use crate::domain::experiment::{Stage, Unit};
use crate::domain::text::clean;
use crate::domain::{Day, Experiment, Money};
use crate::report::experiment::overlap::Overlap;
use crate::report::experiment::{Advice, ArmReport, Comparison, Metric, Report, Verdict};
use crate::report::interval::Estimate;

/// How amounts of the shop are written.
pub struct Shop<'a> {
    /// An amount without its currency.
    pub money: &'a dyn Fn(Money) -> String,
    /// The currency's code.
    pub currency: &'a str,
}

/// All experiments, one a row.
pub fn list(experiments: &[Experiment], today: Day, sales: &BTreeMap<String, BTreeMap<String, u64>>) -> String {
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
            grouped(sales.get(&one.id).map_or(0, |arms| arms.values().sum())),
        ]);
    }
    lines(&table)
}

/// One experiment: its arms side by side, then each against the first.
pub fn show(shown: &Shown<'_>, today: Day, shop: &Shop<'_>) -> String {
    let Shown { experiment, gone, report, .. } = *shown;
    let stage = if gone { "no longer in the catalog".to_owned() } else { stage(experiment, today) };
    let mut text = format!(
        "{}  by {}, {} to {}, {stage}\n\n",
        experiment.id,
        match experiment.unit {
            Unit::Sale => "sale",
            Unit::TerminalWeek => "terminal and week",
        },
        experiment.from,
        experiment.to,
    );
    text += &arms(experiment, report, shop);
    for one in &report.comparisons {
        text += "\n\n";
        text += &comparison(one, shown, today, shop).join("\n");
    }
    text
}

/// What a reader should know besides; for standard error.
pub fn notes(shown: &Shown<'_>, shop: &Shop<'_>) -> Vec<String> {
    let Shown { experiment, gone, report, overlaps, reading } = *shown;
    let lines: u64 = report.arms.iter().map(|arm| arm.figures.lines).sum();
    let unpriced: u64 = report.arms.iter().map(|arm| arm.figures.unpriced).sum();
    let mut notes = vec!["\nin brackets 95 %: in the table at one look, in the comparison at every look".to_owned()];
    let mut say = |holds: bool, note: String| notes.extend(holds.then_some(note));
    let others = report.comparisons.len();
    say(others > 1, format!("the 5 % of wrong winners are shared by the {others} comparisons"));
    let better: Vec<&str> = better(report).collect();
    say(
        better.len() > 1,
        format!(
            "{} are better than {}; nothing is said of one against the other",
            better.join(" and "),
            report.arms[0].id
        ),
    );
    say(
        gone,
        "the catalog does not have this test any more: dates, unit and control are taken from its sales, what the arms \
         changed is not known"
            .to_owned(),
    );
    for arm in &report.vanished {
        let sales = many(arm.figures.sales, "sale", "sales");
        say(
            true,
            format!(
                "the test does not have the arm {} any more; it had {sales}, compared with nothing",
                clean(&arm.id).text
            ),
        );
    }
    for one in overlaps {
        say(true, overlap(one, report, reading.tally.sales(), shop));
    }
    say(
        unpriced > 0 && unpriced == lines,
        "no line of these sales has a price, so nothing is said of revenue".to_owned(),
    );
    let few = format!(
        "{} of {} have no price and add nothing to the revenue{}{}",
        grouped(unpriced),
        many(lines, "line", "lines"),
        if shop.currency.is_empty() { "" } else { " in " },
        shop.currency,
    );
    say(unpriced > 0 && unpriced < lines, few);
    say(
        report.shares_are_off,
        "the arms have not the shares that the test gives them: find out why before you believe any of this".to_owned(),
    );
    say(reading.voided > 0, format!("sales taken back, left out: {}", grouped(reading.voided)));
    let week = if experiment.unit == Unit::TerminalWeek { "; each counts in the week of that date" } else { "" };
    say(reading.in_doubt > 0, format!("sales whose date is in doubt: {}{week}", grouped(reading.in_doubt)));
    say(
        reading.outside > 0,
        format!(
            "sales dated before or after the test, where a clock was wrong or its days were changed: {}",
            grouped(reading.outside)
        ),
    );
    for note in reading.left_out.notes() {
        say(true, note);
    }
    notes
}

fn better(report: &Report) -> impl Iterator<Item = &str> {
    report.comparisons.iter().filter(|one| one.verdict == Verdict::Better).map(|one| one.arm.as_str())
}

/// `412 of 2,000 sales are in advice as well, drawn independently; ...`
fn overlap(one: &Overlap, report: &Report, all: u64, shop: &Shop<'_>) -> String {
    let other = clean(&one.other).text;
    let start = format!(
        "{} of {} are in {other} as well, drawn independently, so that neither makes a winner of the other's",
        grouped(one.sales),
        many(all, "sale", "sales"),
    );
    let Some(found) = &one.interaction else {
        return format!("{start}; too few to tell whether they interact");
    };
    let change = signed(report.decides, found.change, shop);
    let arm = clean(&found.other_arm).text;
    let what = format!("what {} adds changes by {change} in {arm} of {other}", found.arm);
    if found.is_real() {
        format!("{start}; THEY INTERACT: {what}: judge each arm of the one by itself")
    } else {
        format!("{start}; no sign that they interact: {what}")
    }
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
    let gone = report.vanished.iter().map(|arm| format!("{} (gone)", clean(&arm.id).text));
    table.set_header(std::iter::once(String::new()).chain(names).chain(gone));
    let mut row = |name: &str, cell: &dyn Fn(&ArmReport) -> String| {
        let arms = report.arms.iter().chain(&report.vanished);
        table.add_row(std::iter::once(name.to_owned()).chain(arms.map(cell)));
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

fn comparison(one: &Comparison, shown: &Shown<'_>, today: Day, shop: &Shop<'_>) -> Vec<String> {
    let report = shown.report;
    let stage = if shown.gone { Stage::Over } else { shown.experiment.stage(today) };
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
    lines.extend(advice(one, control, stage, shown.reading.pace()).map(|advice| format!("  {advice}")));
    lines
}

/// What to do, in a sentence; none where the test is over and nothing came of it.
fn advice(one: &Comparison, control: &str, stage: Stage, pace: Option<f64>) -> Option<String> {
    let stop = if stage == Stage::Over { "" } else { "stop: " };
    let arm = &one.arm;
    Some(match (one.advice(), one.verdict) {
        (Advice::Harm, _) => {
            format!("{stop}baskets are smaller with {arm} than with {control}, whatever else is better")
        }
        (Advice::Take, _) if one.is_hold_out => format!("{stop}customers buy more where nothing is suggested"),
        (Advice::Take, _) => format!("{stop}take {arm}"),
        (Advice::Weigh, _) => {
            format!("{stop}{arm} sells more, and customers say no more often: weigh the one against the other")
        }
        (Advice::Keep, _) if one.is_hold_out => format!("{stop}suggestions add to the basket; keep {control}"),
        (Advice::Keep, _) => format!("{stop}keep {control}"),
        (Advice::Either, _) => format!("{stop}take whichever you like better"),
        (Advice::GoOn, Verdict::NotYet { sales: Some(sales) }) if stage == Stage::Running => {
            let days = pace.filter(|pace| *pace > 0.0).map(|pace| (sales as f64 / pace).ceil() as u64);
            let days =
                days.map(|days| format!(": about {} as it sells now", many(rounded(days), "more day", "more days")));
            format!("go on{}", days.unwrap_or_default())
        }
        (Advice::GoOn, _) => return None,
    })
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

/// What a metric is called.
pub fn name(metric: Metric) -> &'static str {
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

/// `5.0 %`
pub fn percent(share: f64, decimals: usize) -> String {
    format!("{:.decimals$} %", share * 100.0)
}

/// Two digits that count, rounded up: more would promise what nobody knows.
pub fn rounded(sales: u64) -> u64 {
    let step = 10_u64.pow((sales.max(1).ilog10()).saturating_sub(1));
    sales.div_ceil(step) * step
}

/// A table without the blanks that its cells begin and end with.
pub fn lines(table: &Table) -> String {
    let line = |line: &str| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned();
    table.to_string().lines().map(line).collect::<Vec<_>>().join("\n")
}
