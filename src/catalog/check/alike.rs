//! Names and SKUs that look the same to somebody in a hurry, and names that differ by a slip of the hand.
//!
//! Every name becomes a number, and only names of one number are compared, so that a million of them take seconds.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::note::Notes;
use super::view::{View, of_item};

/// Letters of other scripts, and digits, that look like these (after Unicode's table of confusables, UTS 39).
const LOOKS: [(&str, char); 21] = [
    ("аα", 'a'),
    ("вβ", 'b'),
    ("сϲ", 'c'),
    ("ԁ", 'd'),
    ("еε", 'e'),
    ("һ", 'h'),
    ("1iіι|!", 'l'),
    ("јϳ", 'j'),
    ("кκ", 'k'),
    ("м", 'm'),
    ("нη", 'n'),
    ("0оο", 'o'),
    ("рρ", 'p'),
    ("ԛ", 'q'),
    ("ѕ", 's'),
    ("тτ", 't'),
    ("υ", 'u'),
    ("ν", 'v'),
    ("ԝω", 'w'),
    ("хχ", 'x'),
    ("уγ", 'y'),
];
/// Words shorter than this differ for a reason: M and L, red and bed.
const LEAST_LETTERS: usize = 5;
/// Names that are equal in all but one word, where there are more of them than this, are a series.
const SERIES: usize = 64;
/// So many words of a name are looked at.
const WORDS: usize = 8;

/// Checks all names and SKUs.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    let items = &view.source.items.list;
    groups(items.iter().map(|item| number(&seen(item.name.as_str()))), |group| {
        for (place, &index) in group.iter().enumerate().skip(1) {
            let (item, before) = (view.item(index), &group[..place]);
            let other = |same: bool| {
                let fits = |other: &&u32| {
                    let name = view.item(**other).name.as_str();
                    let looks = seen(name) == seen(item.name.as_str());
                    view.family(**other) != view.family(index) && looks && (name == item.name.as_str()) == same
                };
                before.iter().take(SERIES).find(fits).map(|other| view.item(*other))
            };
            if let Some(other) = other(true) {
                let what = format!("{} on line {} has this name too", other.sku, other.line);
                notes.add("same-name", of_item(item, "name"), what, item.name.as_str());
            } else if let Some(other) = other(false) {
                let what = format!("name looks like that of {} on line {}, {}", other.sku, other.line, other.name);
                notes.add("look-alike-name", of_item(item, "name"), what, item.name.as_str());
            }
        }
    });
    groups(items.iter().map(|item| number(&seen_sku(item.sku.as_str()))), |group| {
        for pair in group.windows(2) {
            let (item, other) = (view.item(pair[1]), view.item(pair[0]));
            if seen_sku(item.sku.as_str()) == seen_sku(other.sku.as_str()) {
                let what = format!("SKU looks like {} on line {}", other.sku, other.line);
                notes.add("look-alike-sku", of_item(item, "sku"), what, item.sku.as_str());
            }
        }
    });
    slips(view, notes);
}

/// Names with the same words in another order, and names in which one long word is misspelt.
fn slips(view: &View<'_>, notes: &mut Notes) {
    let items = &view.source.items.list;
    let names: Vec<String> = items.iter().map(|item| folded(item.name.as_str())).collect();
    let name = |index: u32| names[index as usize].as_str();
    let mut said: HashMap<u32, u32> = HashMap::new();
    let mut say = |index: u32, other: u32, how: &str| {
        if view.family(index) != view.family(other) && said.insert(index, other).is_none() {
            let (item, other) = (view.item(index), view.item(other));
            let what = format!("name is {how} that of {} on line {}, {}", other.sku, other.line, other.name);
            notes.add("near-name", of_item(item, "name"), what, item.name.as_str());
        }
    };
    let sorted = |name: &str| {
        let mut words: Vec<&str> = name.split(' ').collect();
        words.sort_unstable();
        words.join(" ")
    };
    groups(names.iter().map(|name| number(&sorted(name))), |group| {
        for pair in group.windows(2).filter(|_| group.len() <= SERIES) {
            let [other, index] = [name(pair[0]), name(pair[1])];
            if other != index && sorted(other) == sorted(index) {
                say(pair[1], pair[0], "in other order");
            }
        }
    });
    for place in 0..WORDS {
        let rest = |name: &String| {
            let mut words = name.split(' ');
            let long = words.nth(place).is_some_and(|word| word.len() >= LEAST_LETTERS);
            long.then(|| {
                number(
                    &name
                        .split(' ')
                        .enumerate()
                        .filter(|(at, _)| *at != place)
                        .map(|(_, word)| word)
                        .collect::<Vec<_>>(),
                )
            })
        };
        // Names without such a word are alone.
        let alone = |index: usize| number(&(index, "alone"));
        let numbers = names.iter().enumerate().map(|(index, name)| rest(name).unwrap_or_else(|| alone(index)));
        groups(numbers, |group| {
            for (at, &index) in group.iter().enumerate().filter(|_| group.len() <= SERIES) {
                let other = group[..at].iter().find(|&&other| is_slip(name(index), name(other), place));
                if let Some(&other) = other {
                    say(index, other, "nearly");
                }
            }
        });
    }
}

/// True where two names differ in the word at `place` alone, by one letter that is missing, wrong or swapped.
fn is_slip(a: &str, b: &str, place: usize) -> bool {
    let (one, other): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let differ =
        one.len() == other.len() && one.iter().zip(&other).enumerate().all(|(at, (a, b))| (a == b) != (at == place));
    let (Some(word), Some(meant)) = (one.get(place), other.get(place)) else { return false };
    let letters = |word: &str| word.chars().count() >= LEAST_LETTERS && word.chars().all(char::is_alphabetic);
    let near = || one_step(word, meant);
    differ && letters(word) && letters(meant) && word.chars().next() == meant.chars().next() && near()
}

fn one_step(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([_, a @ ..], b) if a == b => true,
        (a, [_, b @ ..]) if a == b => true,
        ([a1, a2, a @ ..], [b1, b2, b @ ..]) => a1 == b2 && a2 == b1 && a == b,
        _ => false,
    }
}

/// Calls `each` with the places of all that have one number, rising, where there are two or more.
fn groups(numbers: impl Iterator<Item = u64>, mut each: impl FnMut(&[u32])) {
    let mut all: Vec<(u64, u32)> = numbers.zip(0..).collect();
    all.sort_unstable();
    let mut group = Vec::new();
    for same in all.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        group.clear();
        group.extend(same.iter().map(|(_, place)| place));
        each(&group);
    }
}

/// The same at every run, so that findings never change their order.
fn number(value: &(impl Hash + ?Sized)) -> u64 {
    FixedState::with_seed(0).hash_one(value)
}

/// Words in lower case, without accents and signs, one blank between them.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut apart = false;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if apart && !folded.is_empty() {
                folded.push(' ');
            }
            apart = false;
            folded.push(c);
        } else {
            apart = true;
        }
    }
    folded
}

/// What a hurried eye makes of a text: letters that look alike are one, blanks and signs are nothing but between digits.
fn seen(text: &str) -> String {
    let folded = folded(text);
    let mut seen = String::with_capacity(folded.len());
    let mut before = None;
    let mut letters = folded.chars().peekable();
    while let Some(c) = letters.next() {
        if c == ' ' {
            let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            if digits(before) && digits(letters.peek().copied()) {
                seen.push(' ');
            }
            continue;
        }
        before = Some(c);
        let look = LOOKS.iter().find(|(like, _)| !matches!(c, 'a'..='h' | '2'..='9') && like.contains(c));
        seen.push(look.map_or(c, |(_, look)| *look));
    }
    seen
}

/// The same of a SKU; zeros in front of a number are nothing.
fn seen_sku(sku: &str) -> String {
    let digits = sku.bytes().all(|byte| byte.is_ascii_digit());
    seen(if digits { sku.trim_start_matches('0') } else { sku })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        for (a, b) in [
            ("Cable USB-C", "cable usbc"),
            ("O2 sensor", "02 sensor"),
            ("XL1", "XLl"),
            ("Oak stain", "Оak stain"),
            ("Crème", "Creme"),
            ("Wood  stain", "Wood stain"),
        ] {
            assert_eq!(seen(a), seen(b), "{a}, {b}");
        }
        for (a, b) in [("Screw 4x40", "Screw 4x50"), ("Cable 1 0.5", "Cable 10.5"), ("Shirt S", "Shirt M")] {
            assert_ne!(seen(a), seen(b), "{a}, {b}");
        }
        assert_eq!(seen_sku("00123"), seen_sku("123"));
    }

    #[test]
    fn a_slip_of_the_hand_is_one_letter_of_a_long_word() {
        let table = [
            ("stian brush 100", "stain brush 100", 0, true),
            ("wood stain", "wood stains", 1, true),
            ("wood stain oak", "wood strain oak", 1, true),
            ("cap grey", "cap gray", 1, false),
            ("cable type a", "cable type b", 2, false),
            ("screw 10040", "screw 10050", 1, false),
            ("harrow", "barrow", 0, false),
        ];
        for (a, b, place, slip) in table {
            assert_eq!(is_slip(a, b, place), slip, "{a}, {b}");
        }
    }
}
