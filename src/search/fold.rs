//! Folding: what two spellings of one word have in common. Case and accents go, everything else stays.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents: `Crème BRÛLÉE` is `creme brulee`, `Straße` is `strasse`. Folding twice changes nothing.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            c if is_combining_mark(c) => {}
            c => folded.push(c),
        }
    }
    folded
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its letters and digits.
    pub text: String,
    /// True where a sign but no blank stands between it and the word before: the `c` of `usb-c`.
    pub glued: bool,
}

/// The words of a folded text: runs of letters and digits, a decimal sign between two digits included (`2.5`, and `2,5`
/// as `2.5`). Scripts that are written without blanks give a word for each sign.
pub fn words(folded: &str) -> impl Iterator<Item = Word> + '_ {
    let mut rest = folded;
    let mut first = true;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        let gap = &rest[..start];
        let glued = !first && !gap.is_empty() && !gap.contains(char::is_whitespace);
        first = false;
        rest = &rest[start..];
        let mut end = rest.len();
        let mut before = ' ';
        for (at, c) in rest.char_indices() {
            let next = rest[at + c.len_utf8()..].chars().next();
            let decimal = matches!(c, '.' | ',') && before.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
            let apart = at > 0 && (is_ideograph(c) || is_ideograph(before));
            if apart || (!c.is_alphanumeric() && !decimal) {
                end = at;
                break;
            }
            before = c;
        }
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(Word { text: word.replace(',', "."), glued })
    })
}

/// Han, kana, Thai, Lao, Khmer and Burmese: written without blanks between words.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (text, folded) in
            [("Crème BRÛLÉE", "creme brulee"), ("Straße", "strasse"), ("Œuf", "oeuf"), ("USB-C", "usb-c")]
        {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn words_keep_decimals_whole() {
        let split = |text: &str| words(&fold(text)).map(|word| word.text).collect::<Vec<_>>();
        assert_eq!(split("Wood stain, oak, 2.5 L"), ["wood", "stain", "oak", "2.5", "l"]);
        assert_eq!(split("Peinture 2,5 l, 10 m."), ["peinture", "2.5", "l", "10", "m"]);
        assert_eq!(split("  -- "), Vec::<String>::new());
        assert_eq!(split("延長コード 3m"), ["延", "長", "コ", "ー", "ト", "3m"]);
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".*") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
