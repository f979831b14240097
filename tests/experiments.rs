//! How often the analysis of A/B tests is wrong, and how soon it is right: thousands of shops, looked at every day. Every
//! number is drawn from a seed, so that a run is the same everywhere.

#![allow(clippy::struct_excessive_bools, clippy::similar_names)] // rows of a table
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stderr, reason = "the error rates, for who wants to see them")]

#[path = "../examples/experiments/shops.rs"]
mod shops;

use goeswith::report::experiment::plan::{Base, Plan};
use goeswith::report::experiment::{Tally, Verdict};
use shops::{Dice, Rates, Shop, TWO, experiment};

fn shop(acceptance: &[f64]) -> Shop {
    Shop { days: 60, terminals: 1, sales_a_day: 50, acceptance: acceptance.to_vec(), by_week: false }
}

#[test]
fn without_an_effect_a_winner_is_named_in_at_most_one_test_of_twenty_however_often_one_looks() {
    let by_add_ons = experiment("sale", TWO);
    let usual = Rates::of(&shop(&[0.2, 0.2]), &by_add_ons, 300);
    eprintln!("A/A by accepted add-ons: {usual:?}");
    assert!(usual.wrong <= 0.05 && usual.harm <= 0.05 && usual.wrong_naively > 0.15, "{usual:?}");
    let rare = Rates::of(&shop(&[0.02, 0.02]), &by_add_ons, 300);
    assert!(rare.wrong <= 0.05, "{rare:?}");
    let by_items = experiment("sale", r#"{"id":"a","share":0.5},{"id":"b","share":0.5,"max":0}"#);
    let items = Rates::of(&shop(&[0.2, 0.2]), &by_items, 300);
    assert!(items.wrong <= 0.05 && items.wrong_naively > 0.15, "{items:?}");
    let four = r#"{"id":"a","share":0.25},{"id":"b","share":0.25},{"id":"c","share":0.25},{"id":"d","share":0.25}"#;
    let four = Rates::of(&shop(&[0.2; 4]), &experiment("sale", four), 200);
    assert!(four.wrong <= 0.05, "{four:?}");
}

#[test]
fn the_interval_holds_what_is_true_at_every_look_with_and_without_an_effect() {
    for acceptance in [[0.2, 0.2], [0.2, 0.26]] {
        let rates = Rates::of(&shop(&acceptance), &experiment("sale", TWO), 200);
        eprintln!("held at every look {:.3}, that of one look at the end {:.3}", rates.held, rates.held_once);
        assert!(rates.held >= 0.95 && (0.9..0.99).contains(&rates.held_once) && rates.harm <= 0.05, "{rates:?}");
    }
}

#[test]
fn a_real_effect_is_found_by_the_day_that_was_planned() {
    let (wording, busy) = (experiment("sale", TWO), Shop { sales_a_day: 150, ..shop(&[0.2, 0.26]) });
    let rates = Rates::of(&busy, &wording, 100);
    assert!(rates.named > 0.9 && rates.wrong <= 0.02, "{rates:?}");
    // Three suggestions, half of them asked, one of five accepted: 0.3 a sale with a variance of 0.27.
    let base = Base::given(0.3, Some(0.27_f64.sqrt()), 150.0, true, None);
    let planned = Plan::new(&wording, base, 0.8).need(0.3).daily.unwrap().days.unwrap();
    let found = rates.named_by(planned as usize, 100);
    eprintln!(
        "20 % against 26 %: planned {planned} days, found by then {found:.2}, half of them by {:?}",
        rates.median()
    );
    assert!((0.8..=0.97).contains(&found), "{planned} {found}");
}

#[test]
fn what_is_said_to_be_missing_is_about_what_it_takes() {
    let wording = experiment("sale", TWO);
    let (mut dice, mut tally) = (Dice(3), Tally::default());
    let mut sell = |tally: &mut Tally, many: u64, acceptance: [f64; 2]| {
        for _ in 0..many {
            let arm = usize::from(dice.happens(0.5));
            let sale = dice.sale(acceptance[arm]);
            tally.add(["a", "b"][arm], "", sale);
        }
    };
    let verdict = |tally: &Tally| tally.report(&wording).comparisons[0].verdict;
    assert_eq!(verdict(&tally), Verdict::NotYet { sales: Some(200) });
    sell(&mut tally, 3_000, [0.2, 0.2]);
    let Verdict::NotYet { sales: Some(more) } = verdict(&tally) else { panic!("{:?}", verdict(&tally)) };
    assert!((1_000..60_000).contains(&more), "{more}");
    let more = more.max(40_000);
    sell(&mut tally, more, [0.2, 0.2]);
    assert_eq!(verdict(&tally), Verdict::Alike, "after {more}");
}

#[test]
fn what_is_drawn_by_terminal_and_week_is_counted_so_or_colleagues_would_win() {
    let eight =
        |effect: f64| Shop { terminals: 8, sales_a_day: 10, by_week: true, ..shop(&[0.2, 0.2 * (1.0 + effect)]) };
    let (weekly, by_sale) = (experiment("terminal-week", TWO), experiment("sale", TWO));
    let [clustered, as_sales] = [&weekly, &by_sale].map(|unit| Rates::of(&eight(0.0), unit, 150));
    eprintln!("A/A by terminal and week: {:.3}; as if sales had been drawn: {:.3}", clustered.wrong, as_sales.wrong);
    assert!(clustered.wrong <= 0.05 && clustered.held >= 0.95 && as_sales.wrong > 0.15, "{clustered:?} {as_sales:?}");
    let found = Rates::of(&eight(1.0), &weekly, 60);
    eprintln!("twice as many yeses by terminal and week: found in {:.2}", found.named);
    assert!(found.named > 0.8 && found.wrong <= 0.02, "{found:?}");
}
