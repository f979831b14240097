//! Baskets that the formula has not seen, as questions: what is shown of them, and what it should have found.

use std::collections::HashSet;

use crate::mine::Baskets;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What is on the counter.
    pub shown: Vec<u32>,
    /// What was bought besides.
    pub rest: Vec<u32>,
    /// The basket it comes from.
    pub basket: u32,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// One item is scanned; the rest of its basket is the truth.
    OneItem,
    /// One item is hidden; the rest of its basket is shown.
    Basket,
}

impl Task {
    /// Its letter in files.
    pub fn letter(self) -> char {
        match self {
            Self::OneItem => 'A',
            Self::Basket => 'B',
        }
    }
}

/// Draws questions from baskets of two items or more, always the same ones: at most `how_many`, spread over all of them.
/// Baskets without a day come as they stand.
pub fn draw(baskets: &Baskets, of: &[u32], task: Task, how_many: usize, seed: u64) -> Vec<Query> {
    let mut usable: Vec<(u64, u32)> = of
        .iter()
        .filter(|&&basket| baskets.items(basket as usize).len() > 1)
        .map(|&basket| (mixed(seed ^ u64::from(basket) << 20), basket))
        .collect();
    if usable.len() > how_many {
        usable.select_nth_unstable(how_many);
        usable.truncate(how_many);
    }
    usable.sort_unstable_by_key(|one| one.1);
    let query = |(drawn, basket): (u64, u32)| {
        let items = baskets.items(basket as usize);
        let one = items[(mixed(drawn) % items.len() as u64) as usize];
        let others: Vec<u32> = items.iter().copied().filter(|&item| item != one).collect();
        match task {
            Task::OneItem => Query { shown: vec![one], rest: others, basket },
            Task::Basket => Query { shown: others, rest: vec![one], basket },
        }
    };
    usable.into_iter().map(query).collect()
}

/// The best sellers of a history: twenty, but never more than a twentieth of what is sold. They hit often and help nobody.
pub fn staples(baskets: &Baskets, of: &[u32], items: usize) -> HashSet<u32> {
    let mut sold = vec![0_u32; items];
    for &basket in of {
        for &item in baskets.items(basket as usize) {
            sold[item as usize] += 1;
        }
    }
    let mut order: Vec<u32> = (0..items as u32).filter(|&item| sold[item as usize] > 0).collect();
    let most = 20.min(order.len() / 20);
    order.sort_unstable_by_key(|&item| (std::cmp::Reverse(sold[item as usize]), item));
    order.into_iter().take(most).collect()
}

/// A number that looks drawn (`SplitMix64`: Steele, Lea, Flood 2014).
pub fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
