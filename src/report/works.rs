//! Which links work: those that customers take often enough when they are asked.

use super::interval::wilson;

/// A link works where its lower bound reaches this part of what is usual.
const PART_OF_USUAL: f64 = 0.5;

/// What became of a link, or of all of them: answers with a yes or a no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// With a yes.
    pub accepted: u64,
    /// With a yes or a no.
    pub asked: u64,
}

/// True for a link that was asked at least `least` times, and that is surely better than half of what is usual in the shop: the
/// lower end of Wilson's 95 % interval of its acceptance is at least half the acceptance of all suggestions together. A shop
/// whose customers take much asks more of a link than one whose customers take little; ten answers are enough for what half of
/// them take, and forty for what is as good as the rest of a shop in which one of four is taken.
pub fn works(link: Answers, all: Answers, least: u64) -> bool {
    let usual = if all.asked == 0 { 0.0 } else { all.accepted as f64 / all.asked as f64 };
    link.asked >= least
        && wilson(link.accepted, link.asked)
            .is_some_and(|found| link.accepted > 0 && found.low >= PART_OF_USUAL * usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_works_once_it_is_surely_better_than_half_the_usual() {
        let all = Answers { accepted: 250, asked: 1_000 };
        let table = [
            ((5, 10), true),
            ((2, 10), false),
            ((10, 40), true),
            ((10, 100), false),
            ((9, 9), false),
            ((0, 500), false),
        ];
        for ((accepted, asked), expected) in table {
            assert_eq!(works(Answers { accepted, asked }, all, 10), expected, "{accepted} of {asked}");
        }
        assert!(works(Answers { accepted: 1, asked: 10 }, Answers::default(), 10));
        assert!(!works(Answers { accepted: 0, asked: 10 }, Answers::default(), 10));
    }
}
