//! How often the analysis of A/B tests is wrong, and how soon it is right: thousands of shops, looked at every day. Every
//! number is drawn from a seed, so that a run is the same everywhere.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stderr, reason = "the error rates, for who wants to see them")]

use goeswith::domain::Experiment;
use goeswith::report::experiment::{Report, Tally, Verdict};
use goeswith::report::figures::Figures;

const DAYS: usize = 60;

/// `SplitMix64` (Steele, Lea and Flood 2014): small, and good enough for shops.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.next() < probability
    }

    /// About standard normal: twelve uniform numbers less six.
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }

    /// A sale with three suggestions, of which staff ask about half.
    fn sale(&mut self, acceptance: f64) -> Figures {
        let mut sale = Figures { sales: 1, shown: 3, lines: 1, ..Figures::default() };
        for _ in 0..3 {
            if self.happens(0.5) {
                if self.happens(acceptance) {
                    sale.accepted += 1;
                } else {
                    sale.declined += 1;
                }
            }
        }
        sale.with_add_on = u64::from(sale.accepted > 0);
        sale.items = 1 + sale.accepted;
        while self.happens(0.6) {
            sale.items += 1;
        }
        // Few large baskets and many small ones.
        sale.revenue = (1500.0 * sale.items as f64 * (0.8 * self.bell()).exp()) as i64;
        sale
    }
}

fn experiment(unit: &str, arms: &str) -> Experiment {
    let json = format!(
        r#"[{{"id":"test","unit":"{unit}","from":"2026-12-01","to":"2027-01-31","arms":[{{"id":"a","share":0.5}},{arms}]}}]"#
    );
    Experiment::read_all(&json).into_iter().next().unwrap()
}

fn names_a_winner(report: &Report) -> bool {
    report.comparisons.iter().any(|one| matches!(one.verdict, Verdict::Better | Verdict::Worse))
}

fn warns_of_harm(report: &Report) -> bool {
    report.comparisons.iter().any(|one| one.shrinks_baskets() || one.annoys())
}

/// What the usual interval of one look would say.
fn naively(report: &Report) -> bool {
    let [a, b] = [0, 1].map(|arm| report.arms[arm].estimate(report.decides));
    let (Some(a), Some(b)) = (a, b) else { return false };
    let error = |one: goeswith::report::interval::Estimate| (one.high - one.value) / 1.96;
    let error = error(a).hypot(error(b));
    report.arms[0].units.min(report.arms[1].units) >= 100 && (b.value - a.value).abs() > 1.96 * error
}

/// Runs shops of sales drawn one by one; the share of those in which on any day a winner is named by us, naively, and in
/// which harm is warned of.
fn shops_of_sales(experiment: &Experiment, shops: u64, a_day: usize, acceptance: &[f64]) -> [f64; 3] {
    let mut named = [0.0; 3];
    for shop in 0..shops {
        let mut dice = Dice(shop);
        let mut tally = Tally::new(experiment);
        let mut found = [false; 3];
        for _ in 0..DAYS {
            for _ in 0..a_day {
                let arm = (dice.next() * acceptance.len() as f64) as usize;
                let sale = dice.sale(acceptance[arm]);
                tally.add(&experiment.arms[arm].id, "", sale);
            }
            let report = tally.report();
            found[0] |= names_a_winner(&report);
            found[1] |= naively(&report);
            found[2] |= warns_of_harm(&report);
        }
        for (named, found) in named.iter_mut().zip(found) {
            *named += f64::from(u8::from(found)) / shops as f64;
        }
    }
    named
}

#[test]
fn without_an_effect_a_winner_is_named_in_at_most_one_test_of_twenty_however_often_one_looks() {
    let by_add_ons = experiment("sale", r#"{"id":"b","share":0.5,"variant":"short"}"#);
    let [ours, naive, harm] = shops_of_sales(&by_add_ons, 300, 50, &[0.2, 0.2]);
    eprintln!("A/A by accepted add-ons: {ours:.3} here, {naive:.3} with the interval of one look; harm in {harm:.3}");
    assert!(ours <= 0.05 && harm <= 0.05 && naive > 0.15, "{ours} {naive} {harm}");
    let rare = shops_of_sales(&by_add_ons, 300, 50, &[0.02, 0.02])[0];
    eprintln!("A/A with rare add-ons: {rare:.3}");
    assert!(rare <= 0.05, "{rare}");
    let by_items = experiment("sale", r#"{"id":"b","share":0.5,"max":0}"#);
    let [ours, naive, _] = shops_of_sales(&by_items, 300, 50, &[0.2, 0.2]);
    eprintln!("A/A by items: {ours:.3} here, {naive:.3} with the interval of one look");
    assert!(ours <= 0.05 && naive > 0.15, "{ours} {naive}");
    let four = experiment("sale", r#"{"id":"b","share":0.2},{"id":"c","share":0.2},{"id":"d","share":0.1}"#);
    let ours = shops_of_sales(&four, 200, 50, &[0.2; 4])[0];
    eprintln!("A/A/A/A: {ours:.3}");
    assert!(ours <= 0.05, "{ours}");
}

#[test]
fn a_real_effect_is_found() {
    let wording = experiment("sale", r#"{"id":"b","share":0.5,"variant":"short"}"#);
    let found = shops_of_sales(&wording, 100, 150, &[0.2, 0.26])[0];
    eprintln!("acceptance 20 % against 26 %, 9,000 sales: found in {found:.2}");
    assert!(found > 0.9, "{found}");
}

#[test]
fn what_is_said_to_be_missing_is_about_what_it_takes() {
    let wording = experiment("sale", r#"{"id":"b","share":0.5,"variant":"short"}"#);
    let (mut dice, mut tally) = (Dice(3), Tally::new(&wording));
    let mut sell = |tally: &mut Tally<'_>, many: u64, acceptance: [f64; 2]| {
        for _ in 0..many {
            let arm = usize::from(dice.happens(0.5));
            let sale = dice.sale(acceptance[arm]);
            tally.add(["a", "b"][arm], "", sale);
        }
    };
    let verdict = |tally: &Tally<'_>| tally.report().comparisons[0].verdict;
    assert_eq!(verdict(&tally), Verdict::NotYet { sales: Some(200) });
    sell(&mut tally, 3_000, [0.2, 0.2]);
    let Verdict::NotYet { sales: Some(more) } = verdict(&tally) else { panic!("{:?}", verdict(&tally)) };
    assert!((1_000..60_000).contains(&more), "{more}");
    let more = more.max(40_000);
    sell(&mut tally, more, [0.2, 0.2]);
    assert_eq!(verdict(&tally), Verdict::Alike, "after {more}");
}

/// Shops of eight terminals, where one colleague sells better than another and each week is different. The share in
/// which a winner is named on any day: by terminal and week as drawn, and as if sales had been drawn.
fn shops_of_weeks(shops: u64, effect: f64) -> [f64; 2] {
    let weekly = experiment("terminal-week", r#"{"id":"b","share":0.5}"#);
    let by_sale = experiment("sale", r#"{"id":"b","share":0.5}"#);
    let mut named = [0.0; 2];
    for shop in 0..shops {
        let mut dice = Dice(shop + 1_000_000);
        let mut tallies = [Tally::new(&weekly), Tally::new(&by_sale)];
        let mut found = [false; 2];
        let staff: Vec<f64> = (0..8).map(|_| dice.bell() * 0.3).collect();
        let mut weeks = [(0, 0.0); 8];
        for day in 0..DAYS {
            for terminal in 0..8 {
                if day % 7 == 0 {
                    weeks[terminal] = (usize::from(dice.happens(0.5)), dice.bell() * 0.3);
                }
                let (arm, week) = weeks[terminal];
                let acceptance = 0.2 * (staff[terminal] + week + effect * arm as f64).exp();
                let unit = format!("till-{terminal} {}", day / 7);
                for _ in 0..10 {
                    let sale = dice.sale(acceptance);
                    for tally in &mut tallies {
                        tally.add(["a", "b"][arm], &unit, sale);
                    }
                }
            }
            for (found, tally) in found.iter_mut().zip(&tallies) {
                *found |= names_a_winner(&tally.report());
            }
        }
        for (named, found) in named.iter_mut().zip(found) {
            *named += f64::from(u8::from(found)) / shops as f64;
        }
    }
    named
}

#[test]
fn what_is_drawn_by_terminal_and_week_is_counted_so_or_colleagues_would_win() {
    let [clustered, by_sale] = shops_of_weeks(200, 0.0);
    eprintln!("A/A by terminal and week: {clustered:.3}; as if sales had been drawn: {by_sale:.3}");
    assert!(clustered <= 0.05 && by_sale > 0.15, "{clustered} {by_sale}");
    let [found, _] = shops_of_weeks(60, 0.8);
    eprintln!("a large effect by terminal and week: found in {found:.2}");
    assert!(found > 0.8, "{found}");
}
