//! What a name is found by: its words, and what people write in one word where the name has two.

use super::fold::{Word, words};

/// Letters a glued word may have at most.
const LONGEST: usize = 32;
/// Parts that are glued at most: `a-b-c-d` has four.
const MOST_PARTS: usize = 6;
/// Letters that a word behind a number may have to be taken for its unit.
const UNIT: usize = 5;

/// A word of a name as it is indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// Its text, folded.
    pub text: String,
    /// True where it was put together from the words before it.
    pub glued: bool,
}

/// The terms of a folded name, in its order, each glued one behind the last of its parts: `usb-c 2 m` gives `usb`, `c`,
/// `usbc`, `2`, `m`, `2m`.
pub(super) fn terms(folded: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut chain: Vec<Word> = Vec::new();
    for word in words(folded) {
        if !word.glued || chain.last().is_some_and(|before| !sticks(&before.text, &word.text)) {
            chain_ends(&mut terms, &chain);
            if let Some(unit) = chain.last().and_then(|number| measure(&number.text, &word.text)) {
                terms.push(plain(&word.text));
                terms.push(Term { text: unit, glued: true });
                chain = vec![word];
                continue;
            }
            chain.clear();
        }
        terms.push(plain(&word.text));
        if let Some(before) = chain.last() {
            push_glued(&mut terms, &[before, &word]);
        }
        chain.push(word);
    }
    chain_ends(&mut terms, &chain);
    terms
}

/// Two figures side by side are two numbers (`18-55mm`); with a letter between they are one word (`nn-st452`).
fn sticks(before: &str, after: &str) -> bool {
    !(before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit()))
}

/// The whole of a chain of three or more; pairs are there already.
fn chain_ends(terms: &mut Vec<Term>, chain: &[Word]) {
    if (3..=MOST_PARTS).contains(&chain.len()) {
        push_glued(terms, &chain.iter().collect::<Vec<_>>());
    }
}

fn push_glued(terms: &mut Vec<Term>, parts: &[&Word]) {
    let text: String = parts.iter().map(|part| part.text.as_str()).collect();
    if text.chars().count() <= LONGEST {
        terms.push(Term { text, glued: true });
    }
}

/// `8` and `kg` as `8kg`.
fn measure(number: &str, unit: &str) -> Option<String> {
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_unit = unit.len() <= UNIT && unit.chars().all(char::is_alphabetic);
    (is_number && is_unit).then(|| format!("{number}{unit}"))
}

fn plain(text: &str) -> Term {
    Term { text: text.to_owned(), glued: false }
}

/// A word without its vowels, save a first one: `undercounter` is `undrcntr`. `None` where nothing is left out, or where
/// it is no word of Latin letters.
pub(super) fn skeleton(word: &str) -> Option<String> {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let bones: String = word.char_indices().filter(|&(at, c)| at == 0 || !is_vowel(c)).map(|(_, c)| c).collect();
    (bones.len() < word.len() && bones.len() >= 2).then_some(bones)
}

/// True of what somebody typed who leaves vowels out: three letters or more, none of them a vowel but perhaps the first.
pub(super) fn is_skeleton(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && !word.chars().skip(1).any(is_vowel)
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        terms(text).into_iter().map(|term| if term.glued { format!("={}", term.text) } else { term.text }).collect()
    }

    #[test]
    fn what_is_written_apart_is_found_in_one_word() {
        assert_eq!(split("usb-c 2 m"), ["usb", "c", "=usbc", "2", "m", "=2m"]);
        assert_eq!(split("wd90j6a10aw/eu 9kg"), ["wd90j6a10aw", "eu", "=wd90j6a10aweu", "9kg"]);
        assert_eq!(split("a-b-c"), ["a", "b", "=ab", "c", "=bc", "=abc"]);
    }

    #[test]
    fn two_numbers_stay_two() {
        assert_eq!(split("18-55mm"), ["18", "55mm"]);
        assert_eq!(split("1/2 pieza"), ["1", "2", "pieza", "=2pieza"]);
        assert_eq!(split("1.2 m"), ["1.2", "m", "=1.2m"]);
    }

    #[test]
    fn bones() {
        assert_eq!(skeleton("undercounter").as_deref(), Some("undrcntr"));
        assert_eq!(skeleton("einbau").as_deref(), Some("enb"));
        assert_eq!(skeleton("blck"), None);
        assert!(is_skeleton("blck") && is_skeleton("enb") && !is_skeleton("black") && !is_skeleton("b2c"));
    }
}
