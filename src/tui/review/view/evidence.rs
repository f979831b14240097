//! The counts of a pair in words, for the screen and for `goeswith pairs list`.
//!
//! A rate is named per hundred only from a hundred sales on, and always with the sales behind it.

use crate::domain::{Counts, Day, Proposal};
use crate::words::Words;

/// What is known of a pair: of the sales with the first how many have the second, the other way round, and how far that
/// is from chance, each a sentence. `names` are those of its two items.
pub fn sentences(pair: &Proposal, names: [&str; 2], words: &Words) -> [String; 3] {
    let turned = pair.turned();
    let way = |counts: &Counts, [item, other]: [&str; 2]| {
        let with = [
            ("share", share(counts, words)),
            ("item", item.to_owned()),
            ("other", other.to_owned()),
            ("sales", number(counts.n_a, words)),
        ];
        let id = if counts.n_a < 100 { "review-way-few" } else { "review-way" };
        words.say(id, &with)
    };
    let together = [
        ("sales", number(pair.counts.n_ab, words)),
        ("times", words.decimal(pair.counts.lift())),
        ("span", span(pair.seen, words)),
    ];
    [way(&pair.counts, names), way(&turned.counts, [names[1], names[0]]), words.say("review-together", &together)]
}

/// `62 of 100`; under a hundred sales the sales themselves: `7 of 23`.
pub fn share(counts: &Counts, words: &Words) -> String {
    let Counts { n_a, n_ab, .. } = *counts;
    if n_a < 100 {
        return words.say("review-share", &[("part", number(n_ab, words)), ("of", number(n_a, words))]);
    }
    let hundredth = (u128::from(n_ab) * 200 + u128::from(n_a)) / (u128::from(n_a) * 2);
    match hundredth {
        0 => words.word("review-share-rare"),
        part => words.say("review-share", &[("part", part.to_string()), ("of", "100".to_owned())]),
    }
}

/// `, 3 Jan 2025 to 30 Oct 2026`, as far as the days are known.
pub fn span(seen: [Option<Day>; 2], words: &Words) -> String {
    let [Some(first), Some(last)] = seen else { return String::new() };
    let day = |day: Day| words.day_long(Some(&day.to_string()));
    words.say("review-span", &[("from", day(first)), ("to", day(last))])
}

fn number(count: u64, words: &Words) -> String {
    words.number(i64::try_from(count).unwrap_or(i64::MAX))
}
