//! A plan for people and for programs.

use comfy_table::{Table, presets};
use serde_json::{Value, json};

use super::super::super::count::{grouped, many};
use super::super::text::{lines, name, percent, rounded};
use super::Planned;
use crate::domain::Day;
use crate::domain::experiment::Unit;
use crate::report::experiment::plan::{LONGEST_DAYS, Size};

/// The table of effects.
pub fn text(planned: &Planned<'_>) -> String {
    let Planned { experiment, named, found, .. } = planned;
    let base = &found.base;
    let unit = match experiment.unit {
        Unit::Sale => "by sale",
        Unit::TerminalWeek => "by terminal and week",
    };
    let arms = many(experiment.arms.len(), "arm", "arms");
    let title = if *named {
        format!("{}  {unit}, {arms}, {} to {}\n", experiment.id, experiment.from, experiment.to)
    } else {
        format!("{unit}, {arms} alike\n")
    };
    let source = match &found.recorded {
        Some((sales, first, last)) => format!("{}, {first} to {last}: ", many(*sales, "sale", "sales")),
        None => String::new(),
    };
    let figures = format!("{:.3} {}, {:.1} sales a day", base.rate, name(planned.decides), base.sales_a_day);
    let terminals = found.terminals.map_or_else(String::new, |terminals| {
        format!(", {terminals} terminals with {:.0} sales a week each", base.sales_a_unit)
    });
    let mut table = Table::new();
    let of_weeks = experiment.unit == Unit::TerminalWeek;
    let mut header = vec!["effect", name(planned.decides), "sales in the test", "an arm", "days"];
    header.extend(of_weeks.then_some("weeks of terminals"));
    header.extend(named.then_some("until"));
    header.push("looked at once");
    table.load_style(presets::NOTHING).set_header(header);
    for need in &planned.needs {
        let size = |cell: &dyn Fn(Size) -> String| need.daily.map_or_else(|| "-".to_owned(), cell);
        let mut row = vec![
            format!(
                "+{}",
                percent(need.effect, usize::from(need.effect < 0.0995 && (need.effect * 100.0).fract() > 0.05))
            ),
            format!("{:.3}", base.rate * (1.0 + need.effect)),
            size(&|size| grouped(rounded(size.sales as u64))),
            size(&|size| of_arms(planned, size)),
            size(&|size| days(size)),
        ];
        row.extend(of_weeks.then(|| size(&|size| grouped(size.units as u64))));
        row.extend(
            named.then(|| size(&|size| until(planned, size).map_or_else(|| "-".to_owned(), |day| day.to_string()))),
        );
        row.push(
            need.once.map_or_else(
                || "-".to_owned(),
                |size| format!("{}, {}", grouped(rounded(size.sales as u64)), days(size)),
            ),
        );
        table.add_row(row);
    }
    format!("{title}{source}{figures}{terminals}\n\n{}", lines(&table))
}

/// What a reader should know besides; for standard error.
pub fn notes(planned: &Planned<'_>) -> Vec<String> {
    let Planned { experiment, plan, power, found, .. } = planned;
    let mut notes = vec![format!(
        "\nsales and days are enough with a probability of {}, looked at every day; the last column is for one look on that day",
        percent(*power, 0)
    )];
    let others = experiment.arms.len() - 1;
    if others > 1 {
        notes.push(format!(
            "for the smallest of {others} arms against the control; the 5 % of wrong winners are shared by all of them"
        ));
    }
    if experiment.unit == Unit::TerminalWeek && found.recorded.is_none() {
        notes.push(
            "how alike the sales of one week are decides here: 0.02 is a guess, --alike says it better".to_owned(),
        );
    }
    if planned.named {
        let last = experiment.to.min(Day(experiment.from.0.saturating_add(LONGEST_DAYS - 1)));
        let sales = grouped(rounded(plan.sales_by(last) as u64));
        let found = match plan.smallest_by(last) {
            Some(effect) => format!("an effect of {} is found", percent(effect, 1)),
            None => "no effect would be found".to_owned(),
        };
        let its_last = if last == experiment.to { "its last day, " } else { "" };
        notes.push(format!("by {its_last}{last} about {sales} sales are in it: {found}"));
    }
    notes
}

fn of_arms(planned: &Planned<'_>, size: Size) -> String {
    let sales = |arm: usize| rounded((size.sales * planned.plan.share(arm)) as u64);
    let arms = &planned.experiment.arms;
    if arms.iter().all(|arm| (arm.share - arms[0].share).abs() < 0.011) {
        return grouped(sales(arms.len() - 1));
    }
    let one = |(place, arm): (usize, &crate::domain::Arm)| format!("{} {}", arm.id, grouped(sales(place)));
    arms.iter().enumerate().map(one).collect::<Vec<_>>().join(", ")
}

fn days(size: Size) -> String {
    size.days.map_or_else(|| "over 10 years".to_owned(), |days| grouped(u64::from(days)))
}

fn until(planned: &Planned<'_>, size: Size) -> Option<Day> {
    let last = |days: i32| Day(planned.experiment.from.0.saturating_add(days - 1));
    size.days.and_then(|days| i32::try_from(days).ok()).map(last)
}

/// The same for programs.
pub fn json(planned: &Planned<'_>) -> Value {
    let Planned { experiment, found, plan, .. } = planned;
    let base = &found.base;
    let size = |size: Option<Size>| {
        size.map(|size| {
            let arms: serde_json::Map<String, Value> = (experiment.arms.iter().enumerate())
                .map(|(place, arm)| (arm.id.clone(), json!((size.sales * plan.share(place)).ceil())))
                .collect();
            json!({
                "units": size.units,
                "sales": size.sales,
                "sales_by_arm": arms,
                "days": size.days,
                "until": until(planned, size).filter(|_| planned.named).map(|day| day.to_string()),
            })
        })
    };
    let needs = planned.needs.iter().map(|need| {
        json!({
            "effect": need.effect,
            "rate": base.rate * (1.0 + need.effect),
            "looked_at_daily": size(need.daily),
            "looked_at_once": size(need.once),
        })
    });
    let recorded = found
        .recorded
        .map(|(sales, first, last)| json!({ "sales": sales, "from": first.to_string(), "to": last.to_string() }));
    json!({
        "experiment": planned.named.then_some(&experiment.id),
        "unit": experiment.unit.word(),
        "arms": experiment.arms,
        "decides": planned.decides.word(),
        "rate": base.rate,
        "variance_of_a_unit": base.variance,
        "sales_a_unit": base.sales_a_unit,
        "sales_a_day": base.sales_a_day,
        "terminals": found.terminals,
        "recorded": recorded,
        "power": planned.power,
        "needs": needs.collect::<Vec<_>>(),
        "smallest_effect_by_the_end": planned.named.then(|| plan.smallest_by(experiment.to)).flatten(),
    })
}
