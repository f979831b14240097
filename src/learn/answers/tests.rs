//! What answers say of a pair: bounded, one way only, and leaning on others where they are few.

use proptest::prelude::*;

use super::*;

fn told(pair: (u32, u32), counts: [u64; 4]) -> Told {
    let [asked, accepted, unasked, taken] = counts;
    let pools = Pools { link: None, categories: Some((1, 2)), kind: Some(LinkKind::Accessory) };
    Told { pair, pools, promise: 1.0, tally: Tally { asked, accepted, unasked, taken } }
}

/// A shop in which other add-ons are taken by three of ten who are asked, and by one of fifty who are not.
fn shop() -> Vec<Told> {
    (0..20).map(|number| told((100, number), [50, 15, 100, 2])).collect()
}

fn factor(others: &[Told], one: Told) -> f64 {
    Answered::new(&[others, &[one]].concat()).factor(&one)
}

#[test]
fn what_is_as_always_moves_nothing() {
    let like_all = factor(&shop(), told((1, 1), [50, 15, 100, 2]));
    assert!((like_all - 1.0).abs() < 0.03, "{like_all}");
    let unknown = Answered::new(&shop()).factor(&told((1, 1), [0; 4]));
    assert!((unknown - 1.0).abs() < 0.02, "{unknown}");
    assert!((Answered::new(&[]).factor(&told((1, 1), [0; 4])) - 1.0).abs() < 1e-9);
    assert!((Answered::new(&shop()).of_kind(None) - 1.0).abs() < 1e-9);
}

#[test]
fn three_noes_say_little_and_three_hundred_say_much() {
    let after = |asked, accepted| factor(&shop(), told((1, 1), [asked, accepted, 0, 0]));
    assert!((0.8..1.0).contains(&after(3, 0)), "{}", after(3, 0));
    assert!((0.5..0.75).contains(&after(30, 0)), "{}", after(30, 0));
    assert!((after(300, 0) - LEAST).abs() < 1e-9);
    assert!((1.0..1.25).contains(&after(3, 3)), "{}", after(3, 3));
    assert!((after(300, 290) - MOST).abs() < 1e-9);
    // The same where the shop asked for nothing else yet.
    let alone = |asked, accepted| factor(&[], told((1, 1), [asked, accepted, 0, 0]));
    assert!((0.8..1.0).contains(&alone(3, 0)) && alone(300, 0) < 0.6 && alone(300, 200) > 1.5);
}

#[test]
fn what_everybody_takes_unasked_sinks_below_what_only_asking_sells() {
    // Seven of ten say yes to the bag, and six of ten take one anyway; four of ten say yes to the brush, and nobody would.
    let (bag, brush) = (told((1, 1), [100, 70, 200, 120]), told((1, 2), [100, 40, 200, 2]));
    let answered = Answered::new(&[shop(), vec![bag, brush]].concat());
    assert!(answered.factor(&bag) < 0.7, "{}", answered.factor(&bag));
    assert!(answered.factor(&brush) > 1.2, "{}", answered.factor(&brush));
}

#[test]
fn thin_pairs_lean_on_their_link_their_categories_and_their_kind() {
    let pools = |link, categories, kind| Pools { link, categories, kind };
    let kind = Some(LinkKind::Service);
    let refused =
        |number: u32| Told { pools: pools(Some(7), Some((3, 4)), kind), ..told((number, 50), [40, 1, 40, 0]) };
    let answered = Answered::new(&[shop(), (0..10).map(refused).collect()].concat());
    let of = |pools| answered.factor(&Told { pools, ..told((1, 1), [0; 4]) });
    let nested = [
        of(pools(None, None, None)),
        of(pools(None, None, kind)),
        of(pools(None, Some((3, 4)), kind)),
        of(pools(Some(7), Some((3, 4)), kind)),
    ];
    assert!(nested.is_sorted_by(|a, b| a >= b) && nested[0] > 0.9 && nested[3] < 0.6, "{nested:?}");
    assert!((nested[1] - answered.of_kind(kind)).abs() < 1e-12);
    assert!(answered.reaches(&pools(Some(7), None, None)) && answered.reaches(&pools(None, Some((3, 4)), None)));
    assert!(!answered.reaches(&pools(Some(8), Some((4, 3)), kind)));
    // Its own answers outweigh them.
    let loved = Told { pools: pools(Some(7), Some((3, 4)), kind), ..told((99, 50), [400, 300, 40, 0]) };
    assert!(factor(&(0..10).map(refused).chain(shop()).collect::<Vec<_>>(), loved) > 1.5);
}

#[test]
fn what_sales_promise_is_expected() {
    // Asked for equally well, the one of which sales promise more does worse than expected.
    let answered = Answered::new(&shop());
    let of = |promise| answered.factor(&Told { promise, ..told((1, 1), [100, 30, 0, 0]) });
    assert!(of(4.0) < of(1.0) && of(1.0) < of(0.25));
    for promise in [0.0, f64::NAN, f64::INFINITY, 1e300, -1.0] {
        assert!((LEAST..=MOST).contains(&of(promise)), "{promise}");
    }
}

#[test]
fn pairs_that_differ_much_lean_less() {
    let alike: Vec<Told> = (0..40).map(|number| told((100, number), [100, 30, 0, 0])).collect();
    let unlike: Vec<Told> =
        (0..40).map(|number| told((100, number), [100, 60 * u64::from(number / 2 % 2), 0, 0])).collect();
    let (alike, unlike) = (factor(&alike, told((1, 1), [20, 0, 0, 0])), factor(&unlike, told((1, 1), [20, 0, 0, 0])));
    assert!(unlike < alike - 0.1, "{unlike} {alike}");
}

fn counts() -> impl Strategy<Value = [u64; 4]> {
    (0_u64..200, 0.0..=1.0, 0_u64..200, 0.0..=1.0).prop_map(|(asked, yes, unasked, took)| {
        [asked, (asked as f64 * yes) as u64, unasked, (unasked as f64 * took) as u64]
    })
}

fn any_told() -> impl Strategy<Value = Told> {
    let kind = prop_oneof![Just(None), Just(Some(LinkKind::Accessory)), Just(Some(LinkKind::Service))];
    let pools = (proptest::option::of(0_u32..3), proptest::option::of((0_u32..2, 0_u32..2)), kind);
    ((0_u32..30, 0_u32..30), pools, 0.0..5.0, counts()).prop_map(|(pair, (link, categories, kind), promise, counts)| {
        Told { pools: Pools { link, categories, kind }, promise, ..told(pair, counts) }
    })
}

proptest! {
    #[test]
    fn one_more_yes_never_lowers_and_one_more_no_never_raises(
        others in proptest::collection::vec(any_told(), 0..12),
        one in any_told(),
        more in 1_u64..50,
    ) {
        let others: Vec<Told> = others.into_iter().filter(|other| other.pair != one.pair).collect();
        let with = |change: fn(&mut Tally, u64)| {
            let mut changed = one;
            change(&mut changed.tally, more);
            factor(&others, changed)
        };
        let now = factor(&others, one);
        prop_assert!((LEAST..=MOST).contains(&now));
        let yes = with(|counts, more| (counts.asked, counts.accepted) = (counts.asked + more, counts.accepted + more));
        let no = with(|counts, more| counts.asked += more);
        let took = with(|counts, more| (counts.unasked, counts.taken) = (counts.unasked + more, counts.taken + more));
        let left = with(|counts, more| counts.unasked += more);
        prop_assert!(yes >= now && no <= now, "{now}: {yes} with yes, {no} with no");
        prop_assert!(took <= now && left >= now, "{now}: {took} taken unasked, {left} left unasked");
    }

    #[test]
    fn the_order_of_pairs_does_not_matter(told in proptest::collection::vec(any_told(), 1..12)) {
        let mut seen = std::collections::HashSet::new();
        let told: Vec<Told> = told.into_iter().filter(|one| seen.insert(one.pair)).collect();
        let back: Vec<Told> = told.iter().rev().copied().collect();
        let (one, other) = (Answered::new(&told), Answered::new(&back));
        for told in &told {
            prop_assert!((one.factor(told) - other.factor(told)).abs() < 1e-9);
        }
    }
}
