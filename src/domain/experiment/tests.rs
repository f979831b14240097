//! Experiments out of a catalog, and who is drawn into which arm.

use super::draw::{Begun, draw_all};
use super::*;

const WORDING: &str = r#"{"id":"wording","unit":"sale","from":"2026-12-01","to":"2027-01-31",
    "arms":[{"id":"a","share":0.5},{"id":"b","share":0.3,"variant":"short"},{"id":"c","share":0.2,"max":0}]"#;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn experiment(rest: &str) -> Experiment {
    Experiment::read_all(&format!("[{WORDING}{rest}}}]")).into_iter().next().unwrap()
}

fn arm_of(experiment: &Experiment, sale: usize, on: &str) -> Option<String> {
    let sale = format!("0190f3c2-0000-7000-8000-{sale:012}");
    experiment.draw(Begun { sale: &sale, terminal: None, day: day(on) }).map(|arm| arm.id.clone())
}

#[test]
fn what_is_written_is_read_back_the_same() {
    let one = experiment(r#","ramp":[{"from":"2026-12-01","share":0.1},{"from":"2026-12-08","share":1}]"#);
    assert_eq!(one.arms[2].changes, Changes { max: Some(0), ..Changes::default() });
    assert_eq!(
        one.arms.iter().map(|arm| arm.changes.to_string()).collect::<Vec<_>>(),
        ["nothing changed", "variant short", "no suggestions"]
    );
    let hostile = format!("[{WORDING}}}]").replace("short", "s\\u001b[31mhort");
    assert_eq!(Experiment::read_all(&hostile)[0].arms[1].changes.variant.as_deref(), Some("s[31mhort"));
    let json = serde_json::to_string(&[&one]).unwrap();
    assert_eq!(Experiment::read_all(&json), [one]);
}

#[test]
fn what_this_version_cannot_read_is_not_run() {
    let good = format!("{WORDING}}}");
    let bad = [
        good.replace("\"max\":0", "\"colour\":\"red\""),
        good.replace("\"sale\"", "\"customer\""),
        good.replace("2026-12-01", "1 December"),
        good.replace("\"share\":0.5", "\"share\":0"),
        good.replace("\"share\":0.5", "\"share\":-1"),
        good.replace("\"id\":\"b\"", "\"id\":\"a\""),
        good.replace("\"max\":0", "\"max\":9"),
        good.replace("wording", "Wörding"),
        r#"{"id":"x","arms":[]}"#.to_owned(),
        "7".to_owned(),
    ];
    for one in bad {
        assert_eq!(Experiment::read_all(&format!("[{one}]")), [], "{one}");
        assert_eq!(Experiment::read_all(&format!("[{one},{good},{good}]")).len(), 1, "{one}");
    }
    for none in ["", "{}", "[", "null"] {
        assert_eq!(Experiment::read_all(none), []);
    }
}

#[test]
fn arms_have_their_shares_and_the_same_sale_has_the_same_arm() {
    let one = experiment("");
    let drawn: Vec<String> = (0..20_000).map(|sale| arm_of(&one, sale, "2026-12-24").unwrap()).collect();
    for arm in &one.arms {
        let share = drawn.iter().filter(|id| **id == arm.id).count() as f64 / drawn.len() as f64;
        assert!((share - arm.share).abs() < 0.01, "{} has {share}", arm.id);
    }
    assert!((0..100).all(|sale| arm_of(&one, sale, "2026-12-30").unwrap() == drawn[sale]));
    for outside in ["2026-11-30", "2027-02-01"] {
        assert_eq!(arm_of(&one, 1, outside), None);
    }
}

#[test]
fn a_draw_is_the_same_for_ever() {
    // Were it to change with a version, sales would change arms in the middle of a test.
    let one = experiment("");
    let drawn: String = (0..24).map(|sale| arm_of(&one, sale, "2026-12-24").unwrap()).collect();
    assert_eq!(drawn, "baaaababcabaacbcbccaaaab");
}

#[test]
fn two_experiments_draw_independently() {
    let (one, mut other) = (experiment(""), experiment(""));
    other.id = "cap".to_owned();
    let mut both = 0;
    let (mut first, mut second) = (0, 0);
    for sale in 0..20_000 {
        let is_a = |one: &Experiment| arm_of(one, sale, "2026-12-24").as_deref() == Some("a");
        first += usize::from(is_a(&one));
        second += usize::from(is_a(&other));
        both += usize::from(is_a(&one) && is_a(&other));
    }
    let expected = first as f64 * second as f64 / 20_000.0;
    assert!((both as f64 - expected).abs() < 200.0, "{both} instead of {expected}");
}

#[test]
fn a_growing_ramp_takes_in_and_moves_nobody() {
    let ramp = |shares: [f64; 3]| {
        let steps = ["2026-12-01", "2026-12-08", "2026-12-15"].iter().zip(shares);
        let steps = steps.map(|(from, share)| format!(r#"{{"from":"{from}","share":{share}}}"#));
        experiment(&format!(r#","ramp":[{}]"#, steps.collect::<Vec<_>>().join(",")))
    };
    let one = ramp([0.1, 0.4, 1.0]);
    let mut inside = [0; 3];
    for sale in 0..5_000 {
        let arms = ["2026-12-02", "2026-12-14", "2026-12-15"].map(|on| arm_of(&one, sale, on));
        for (count, arm) in inside.iter_mut().zip(&arms) {
            *count += usize::from(arm.is_some());
        }
        for pair in arms.windows(2) {
            assert!(pair[0].is_none() || pair[0] == pair[1], "{arms:?}");
        }
    }
    assert!((400..600).contains(&inside[0]) && (1850..2150).contains(&inside[1]), "{inside:?}");
    assert_eq!(inside[2], 5_000);
    let later = experiment(r#","ramp":[{"from":"2026-12-08","share":1}]"#);
    assert_eq!(arm_of(&later, 1, "2026-12-07"), None);
}

#[test]
fn a_terminal_keeps_its_arm_for_a_week_also_where_the_ramp_grows_in_it() {
    let weekly = Experiment {
        unit: Unit::TerminalWeek,
        ramp: vec![RampStep { from: day("2026-12-01"), share: 0.3 }, RampStep { from: day("2026-12-10"), share: 1.0 }],
        ..experiment("")
    };
    let arm = |terminal: &str, sale: &str, on: i32| {
        let begun = Begun { sale, terminal: Some(terminal), day: Day(on) };
        weekly.draw(begun).map(|arm| arm.id.clone())
    };
    let mut seen = std::collections::BTreeSet::new();
    for terminal in 0..200 {
        let terminal = format!("till-{terminal}");
        // 7 to 13 December 2026 is a week in which the share grows; the one after has everybody.
        for monday in [day("2026-12-07").0, day("2026-12-14").0] {
            let first = arm(&terminal, "x", monday);
            assert!((0..7).all(|after| arm(&terminal, &after.to_string(), monday + after) == first));
            seen.insert(first);
        }
        assert!(arm(&terminal, "x", day("2026-12-14").0).is_some());
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
    assert_eq!(weekly.draw(Begun { sale: "x", terminal: None, day: day("2026-12-20") }), None);
}

#[test]
fn a_sale_may_be_in_several_experiments() {
    let (one, mut other) = (experiment(""), experiment(""));
    other.id = "cap".to_owned();
    other.from = day("2027-01-01");
    let begun = |on: &str| Begun { sale: "x", terminal: None, day: day(on) };
    let both = [one, other];
    assert_eq!(draw_all(&both, begun("2026-12-24")).into_keys().collect::<Vec<_>>(), ["wording"]);
    assert_eq!(draw_all(&both, begun("2027-01-02")).into_keys().collect::<Vec<_>>(), ["cap", "wording"]);
}
