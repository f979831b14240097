//! How often the rule of A/B tests is wrong when it is looked at every day, how often it finds what is there and how soon:
//! `cargo run --release --example experiments [SHOPS]` prints the table of `benches/README.md`.

#![allow(clippy::struct_excessive_bools, clippy::similar_names, clippy::match_bool)] // rows of a printed table
#![allow(clippy::unwrap_used, reason = "a definition that cannot be read is a mistake in here")]
#![allow(clippy::print_stdout, reason = "the table")]

mod shops;

use goeswith::report::experiment::plan::{Base, Plan};
use shops::{Dice, Rates, Shop, TWO, experiment};

/// Twenty tills for half a year: 72,800 sales.
const DAYS: usize = 182;
const TERMINALS: usize = 20;
const SALES_A_DAY: usize = 20;
const ACCEPTANCE: f64 = 0.2;

fn main() {
    let shops = std::env::args().nth(1).and_then(|shops| shops.parse().ok()).unwrap_or(1_000);
    println!(
        "{shops} shops each: {TERMINALS} tills, {} sales a day, {DAYS} days, looked at every day",
        TERMINALS * SALES_A_DAY
    );
    println!(
        "| unit | effect | a winner is named | a wrong one | by the interval of one look | median day | planned for 80 % | found by then | interval held at every look | interval of the table held | harm warned of |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (unit, by_week) in [("sale", false), ("terminal-week", true)] {
        let test = experiment(unit, TWO);
        for effect in [0.0, 0.05, 0.1, 0.2] {
            let shop = shop(by_week, vec![ACCEPTANCE, ACCEPTANCE * (1.0 + effect)]);
            let planned = Plan::new(&test, base(&shop), 0.8).need(effect).daily.and_then(|size| size.days);
            row(unit, effect, &Rates::of(&shop, &test, shops), planned.filter(|_| effect > 0.0), shops);
        }
    }
    let four = experiment(
        "sale",
        r#"{"id":"a","share":0.25},{"id":"b","share":0.25},{"id":"c","share":0.25},{"id":"d","share":0.25}"#,
    );
    row("sale, 4 arms", 0.0, &Rates::of(&shop(false, vec![ACCEPTANCE; 4]), &four, shops), None, shops);
    let as_sales = experiment("sale", TWO);
    row(
        "terminal-week taken for sales",
        0.0,
        &Rates::of(&shop(true, vec![ACCEPTANCE; 2]), &as_sales, shops),
        None,
        shops,
    );
}

fn shop(by_week: bool, acceptance: Vec<f64>) -> Shop {
    Shop { days: DAYS, terminals: TERMINALS, sales_a_day: SALES_A_DAY, acceptance, by_week }
}

/// What a shop knows of itself before a test: the figures of the weeks of many such shops without one.
fn base(shop: &Shop) -> Base {
    let mut units = goeswith::report::interval::Moments::default();
    let mut dice = Dice(7);
    for _ in 0..4_000 {
        let (differ, sales) = match shop.by_week {
            true => ((dice.bell() * 0.3 + dice.bell() * 0.3).exp(), 7 * shop.sales_a_day),
            false => (1.0, 1),
        };
        let accepted: u64 = (0..sales).map(|_| dice.sale(ACCEPTANCE * differ).accepted).sum();
        units.add(accepted as f64, sales as f64);
    }
    Base {
        rate: units.ratio().unwrap(),
        variance: units.variance().unwrap() * units.units,
        sales_a_unit: units.x / units.units,
        sales_a_day: (shop.terminals * shop.sales_a_day) as f64,
        of_add_ons: true,
    }
}

fn row(unit: &str, effect: f64, rates: &Rates, planned: Option<u32>, shops: u64) {
    let share = |share: f64| format!("{:.1} %", share * 100.0);
    let day = |day: Option<String>| day.unwrap_or_else(|| "-".to_owned());
    let by_then = planned.filter(|days| *days as usize <= DAYS).map(|days| share(rates.named_by(days as usize, shops)));
    println!(
        "| {unit} | {:+.0} % | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        effect * 100.0,
        share(rates.named),
        share(rates.wrong),
        share(rates.wrong_naively),
        day(rates.median().map(|days| days.to_string())),
        day(planned.map(|days| days.to_string())),
        day(by_then),
        share(rates.held),
        share(rates.held_once),
        share(rates.harm),
    );
}
