//! A mined pair as a person at head office decides about it, and which of its two items is then proposed for which.
//!
//! A pair has one row, one kind and one sentence, and no direction: [`ways`] is the one rule that gives it one, for the
//! catalog that is built and for the screen on which people decide.

use super::counts::Counts;
use super::day::Day;
use super::link::LinkKind;
use super::money::Money;
use super::sku::Sku;
use super::text::CleanText;

/// What costs more than so many times an item is no add-on of it.
pub const MOST_TIMES_THE_PRICE: i64 = 3;
/// From so many times as often as by chance on, a pair is more than two things that sell well.
const CLEARLY_MORE: f64 = 2.0;
/// Above this log-likelihood ratio chance alone brings a pair once in a thousand times (chi squared, one degree).
const BEYOND_CHANCE: f64 = 10.83;

/// An item, as far as deciding needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Partner {
    /// The shop's own number.
    pub sku: Sku,
    /// Its name.
    pub name: CleanText,
    /// Its category as people read it; empty where it has none.
    pub category: CleanText,
    /// Price of one.
    pub price: Option<Money>,
    /// Work somebody does, no goods.
    pub service: bool,
    /// The same number for all variants of an item.
    pub variant_group: u32,
}

/// A row of `pairs.csv`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    /// The two items, as indices of the list of [`Partner`]s, in the order of the row.
    pub items: [u32; 2],
    /// How often they sold; a is the first.
    pub counts: Counts,
    /// The first and the last sale with both.
    pub seen: [Option<Day>; 2],
    /// The kind by which `links.csv` proposes the second for the first, and the first for the second.
    pub linked: [Option<LinkKind>; 2],
}

/// What a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ruling {
    /// It goes together.
    Accepted,
    /// It never comes up again.
    Rejected,
}

impl Ruling {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Accepted, Self::Rejected];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }

    /// The ruling behind a word of a file, in lower case.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ruling| ruling.word() == word)
    }
}

/// What people wrote into a row; nothing at first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// What was decided; `None` where nobody did.
    pub ruling: Option<Ruling>,
    /// As what it is shown; `None` is an accessory.
    pub kind: Option<LinkKind>,
    /// What staff ask.
    pub ask: Option<CleanText>,
    /// What staff say.
    pub say: Option<CleanText>,
}

impl Written {
    /// True where there is something to read aloud.
    pub fn is_spoken(&self) -> bool {
        self.ask.is_some() || self.say.is_some()
    }
}

/// How much a pair has to say for itself. The order is that in which people are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// At least twice as often as by chance.
    Clear,
    /// More often than by chance, but not by much: often two things that everybody buys.
    Faint,
    /// The shop's own links say it already.
    Linked,
    /// Too few sales, no more than chance, or two variants of one item: nobody is asked.
    Weak,
}

impl Proposal {
    /// How much it has to say for itself, where a pair needs `least` sales.
    pub fn standing(&self, partners: [&Partner; 2], least: u64) -> Standing {
        let lift = self.counts.lift();
        let variants = partners[0].variant_group == partners[1].variant_group;
        if self.counts.n_ab < least.max(1) || lift <= 1.0 || variants || self.counts.llr() < BEYOND_CHANCE {
            Standing::Weak
        } else if self.linked.iter().any(Option::is_some) {
            Standing::Linked
        } else if lift < CLEARLY_MORE {
            Standing::Faint
        } else {
            Standing::Clear
        }
    }

    /// The same pair with its items exchanged.
    #[must_use]
    pub fn turned(&self) -> Self {
        let Counts { n_a, n_b, n_ab, n } = self.counts;
        let ([a, b], [there, back]) = (self.items, self.linked);
        Self { items: [b, a], counts: Counts { n_a: n_b, n_b: n_a, n_ab, n }, seen: self.seen, linked: [back, there] }
    }
}

/// The kind to begin with: what `links.csv` says, a service where one of the two is, else an accessory.
pub fn likely_kind(partners: [&Partner; 2], linked: [Option<LinkKind>; 2]) -> LinkKind {
    let of_links = linked.into_iter().flatten().find(|kind| kind.is_add_on());
    of_links.unwrap_or(if partners[0].service == partners[1].service { LinkKind::Accessory } else { LinkKind::Service })
}

/// What decides the direction of an accepted pair.
#[derive(Clone, Copy, Debug)]
pub struct Direction {
    /// The prices of the two.
    pub prices: [Option<Money>; 2],
    /// Which of the two is a service.
    pub services: [bool; 2],
    /// Where `links.csv` has the second as an add-on of the first, and the first of the second.
    pub linked: [bool; 2],
    /// As what the pair was accepted.
    pub kind: LinkKind,
    /// Somebody wrote a sentence for it.
    pub spoken: bool,
}

/// Whether an accepted pair proposes the second item for the first, and the first for the second. In this order: a link
/// one way keeps the pair to that way; a service is proposed for goods; the cheaper item is proposed for the dearer one
/// where it is three times dearer, where the kind is `required`, or where somebody wrote a sentence, since a sentence
/// speaks of one purchase only. In all other cases both ways hold, as they do in the sales.
pub fn ways(direction: &Direction) -> [bool; 2] {
    let Direction { prices, services, linked, kind, spoken } = *direction;
    if linked[0] != linked[1] {
        return linked;
    }
    if services[0] != services[1] {
        return [services[1], services[0]];
    }
    match prices {
        [Some(a), Some(b)] if a != b => {
            let (dear, cheap) = (a.max(b), a.min(b));
            let one_way = spoken || kind == LinkKind::Required || dear > cheap.times(MOST_TIMES_THE_PRICE);
            if one_way { [a > b, b > a] } else { [true, true] }
        }
        _ => [true, true],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accepted_pair_goes_the_way_a_person_would_take_it() {
        let plain = Direction {
            prices: [Some(Money(1000)), Some(Money(900))],
            services: [false; 2],
            linked: [false; 2],
            kind: LinkKind::Accessory,
            spoken: false,
        };
        let table = [
            (plain, [true, true]),
            (Direction { spoken: true, ..plain }, [true, false]),
            (Direction { kind: LinkKind::Required, ..plain }, [true, false]),
            (Direction { prices: [Some(Money(900)), Some(Money(3000))], ..plain }, [false, true]),
            (Direction { prices: [Some(Money(900)), Some(Money(2700))], ..plain }, [true, true]),
            (Direction { prices: [None, Some(Money(2700))], spoken: true, ..plain }, [true, true]),
            (Direction { services: [false, true], spoken: true, ..plain }, [true, false]),
            (Direction { services: [true, false], ..plain }, [false, true]),
            (Direction { linked: [false, true], spoken: true, ..plain }, [false, true]),
            (Direction { linked: [true, true], ..plain }, [true, true]),
        ];
        for (direction, expected) in table {
            assert_eq!(ways(&direction), expected, "{direction:?}");
        }
    }
}
