//! An evaluation for people.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, Table, presets};

use super::super::count::{grouped, many};
use crate::learn::Task;
use crate::learn::evaluate::{Evaluation, Figures, Method, Side, View};
use crate::report::interval::wilson;

/// The tables.
pub fn of(evaluation: &Evaluation) -> String {
    let mut text = format!("learned from  {}\nheld against  {}\n", side(&evaluation.earlier), side(&evaluation.later));
    let staples = many(evaluation.staples as u64, "best seller", "best sellers");
    for (task, title) in [
        (Task::OneItem, "A  One item is scanned: what else is in its basket?"),
        (Task::Basket, "B  One item of a basket is hidden: which?"),
    ] {
        for view in [View::All, View::WithoutStaples] {
            let rows: Vec<(Method, &Figures)> = evaluation
                .outcomes
                .iter()
                .filter(|outcome| outcome.task == task)
                .map(|outcome| (outcome.method, outcome.figures(view)))
                .collect();
            let asked = rows.first().map_or(0, |row| row.1.questions);
            let what = match view {
                View::All => "all".to_owned(),
                View::WithoutStaples => format!("without the {staples}"),
            };
            let _ = write!(text, "\n{title}\n{} questions, {what}\n{}\n", grouped(asked), figures(&rows));
        }
    }
    text += &promises(evaluation);
    text += &shuffled(evaluation);
    text
}

fn side(side: &Side) -> String {
    let baskets = many(side.baskets as u64, "basket", "baskets");
    match (&side.first, &side.last) {
        (Some(first), Some(last)) => format!("{baskets}, {first} to {last}"),
        _ => format!("{baskets}, no dates"),
    }
}

fn figures(rows: &[(Method, &Figures)]) -> String {
    let mut table = Table::new();
    let header = ["method", "hit@1", "hit@3", "[95 %]", "hit@5", "rec@3", "nDCG@3", "nDCG@5", "MRR", "items"];
    table.load_style(presets::NOTHING).set_header(header);
    for (method, figures) in rows {
        let share = |hits: u64| wilson(hits, figures.questions);
        let hit = |hits: u64| share(hits).map_or_else(|| "-".to_owned(), |share| percent(share.value));
        let interval = share(figures.hits[1])
            .map_or_else(String::new, |share| format!("{}-{}", percent(share.low), percent(share.high)));
        table.add_row([
            method.name().to_owned(),
            hit(figures.hits[0]),
            hit(figures.hits[1]),
            interval,
            hit(figures.hits[2]),
            percent(figures.recall_3),
            percent(figures.ndcg[0]),
            percent(figures.ndcg[1]),
            percent(figures.mrr),
            grouped(figures.different as u64),
        ]);
    }
    lines(&mut table)
}

fn promises(evaluation: &Evaluation) -> String {
    let promises = &evaluation.promises;
    let shown = wilson(promises.questions_with_any, promises.questions);
    let mut text = format!(
        "\nWhat stands over the bar, and what comes true\nthere is something to show for {} % of scanned items\n",
        shown.map_or_else(|| "-".to_owned(), |share| percent(share.value))
    );
    let mut table = Table::new();
    let header = ["promised", "suggestions", "mean promise", "came true", "[95 %]"];
    table.load_style(presets::NOTHING).set_header(header);
    for bin in &promises.bins {
        let Some(share) = wilson(bin.came_true, bin.promises) else { continue };
        table.add_row([
            format!("{:.0}-{:.0} %", 100.0 * bin.above, 100.0 * bin.up_to),
            grouped(bin.promises),
            percent(bin.promised),
            percent(share.value),
            format!("{}-{}", percent(share.low), percent(share.high)),
        ]);
    }
    let _ = write!(
        text,
        "{}\nexpected calibration error {} % (before calibration {} %)\n",
        lines(&mut table),
        percent(promises.error),
        percent(promises.error_before)
    );
    text
}

fn shuffled(evaluation: &Evaluation) -> String {
    let shuffled = &evaluation.shuffled;
    format!(
        "\nMerely popular: of {}, {} pass the bar;\nin the same sales dealt out at random {}\n",
        many(shuffled.items as u64, "item", "items"),
        many(shuffled.as_it_is, "add-on", "add-ons"),
        grouped(shuffled.shuffled)
    )
}

/// Hits within three by week, task A without staples, as bars.
pub fn weeks(evaluation: &Evaluation, width: usize) -> String {
    let bar = (width.saturating_sub(40) / 2).min(50);
    let mut text = String::from("\nhit@3 by week, task A without staples\n");
    let most = evaluation
        .weeks
        .iter()
        .map(|week| week.ours.max(week.confidence) as f64 / week.questions.max(1) as f64)
        .fold(0.0, f64::max);
    let _ =
        writeln!(text, "{:<11}{:>9}   {:<space$}   confidence", "week of", "questions", "goeswith", space = bar + 6);
    for week in &evaluation.weeks {
        let drawn = |hits: u64| {
            let share = hits as f64 / week.questions.max(1) as f64;
            let bars = blocks(if most > 0.0 { share / most } else { 0.0 }, bar);
            format!("{bars} {}", percent(share))
        };
        let _ = writeln!(
            text,
            "{:<11}{:>9}   {:<space$}   {}",
            week.from,
            grouped(week.questions),
            drawn(week.ours),
            drawn(week.confidence),
            space = bar + 6
        );
    }
    text.trim_end().to_owned()
}

/// A bar in eighths of a column.
fn blocks(share: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * width as f64 * 8.0).round() as usize;
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// What a reader should know besides; for standard error.
pub fn notes(evaluation: &Evaluation) -> Vec<String> {
    let mut notes = Vec::new();
    let shop = &evaluation.estimate.parameters;
    notes.push(if evaluation.estimate.questions == 0 {
        "too few later baskets to estimate this shop's own parameters; the defaults stand".to_owned()
    } else {
        format!(
            "parameters from this shop's own sales: half-life {}, size {}, category {}, base {} and {}, lift {}, likeness \
             {}, sharpness {}",
            shop.half_life.map_or_else(|| "none".to_owned(), |share| format!("{share} of the history")),
            shop.size,
            shop.category,
            shop.base,
            shop.base_in_basket,
            shop.lift,
            shop.likeness,
            shop.sharpness
        )
    });
    if evaluation.earlier.last.is_none() {
        notes.push("no dates: the later baskets are the last ones of the files".to_owned());
    }
    notes
}

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

fn lines(table: &mut Table) -> String {
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
