//! Which letters of a row on screen matched, for the eye only: nothing is ranked by this.

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::fold::{fold, words};

/// Names are cut here before they are matched, since the matcher's time grows with their square.
const MAX_CHARS: usize = 120;

/// The characters of `name`, by index, that the words of `text` matched, ascending.
pub fn marks(name: &str, text: &str) -> Vec<usize> {
    let matcher = SkimMatcherV2::default().ignore_case();
    // One folded character stands for one of the name, so that indices mean the same in both.
    let folded: String =
        name.chars().take(MAX_CHARS).map(|c| fold(&c.to_string()).chars().next().unwrap_or(c)).collect();
    let mut marks: Vec<usize> = words(&fold(text))
        .take(8)
        .filter_map(|word| matcher.fuzzy_indices(&folded, &word.text))
        .flat_map(|(_, indices)| indices)
        .collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_that_matched_are_marked() {
        assert_eq!(marks("Paint roller", "roll pa"), [0, 1, 6, 7, 8, 9]);
        assert_eq!(marks("Crème brûlée", "bru"), [6, 7, 8]);
        assert_eq!(marks("Paint", "xyz"), Vec::<usize>::new());
        assert_eq!(marks("", "a"), Vec::<usize>::new());
    }
}
