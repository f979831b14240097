//! The terms of a link as the cells of `links.csv`, as people would write them.

use crate::domain::{ContextRule, Currency, Day, LinkTerms};

/// The columns behind the sentences, in the order of [`cells`].
pub const COLUMNS: [&str; 8] =
    ["context", "from", "to", "max_price_share", "bundle_price", "min_quantity", "segment", "tags"];

/// The cell `priority`; 0 is what an empty one means.
pub fn priority(terms: &LinkTerms) -> String {
    if terms.priority == 0 { String::new() } else { terms.priority.to_string() }
}

/// The cells of [`COLUMNS`]; empty where nothing is asked.
pub fn cells(terms: &LinkTerms, currency: &Currency) -> [String; 8] {
    let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    let context = |rule: &ContextRule| format!("{}{}", if rule.on { "" } else { "!" }, rule.name);
    [
        terms.contexts.iter().map(context).collect::<Vec<_>>().join(" & "),
        day(terms.window.from),
        day(terms.window.to),
        terms.max_price_share.map_or_else(String::new, |share| (f64::from(share.0) / 1000.0).to_string()),
        terms.bundle_price.map_or_else(String::new, |price| currency.format(price, '.')),
        terms.min_quantity.map_or_else(String::new, |least| least.to_string()),
        terms.segments.join("|"),
        terms.tags.join("|"),
    ]
}

/// What is asked, each column with its cell, `priority` first.
pub fn asked(terms: &LinkTerms, currency: &Currency) -> Vec<(&'static str, String)> {
    let rest = COLUMNS.into_iter().zip(cells(terms, currency));
    let all = [("priority", priority(terms))].into_iter().chain(rest);
    all.filter(|(_, cell)| !cell.is_empty()).collect()
}
