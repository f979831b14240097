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

/// The words of a folded text: runs of letters and digits, a decimal sign between two digits included (`2.5`, and `2,5`
/// as `2.5`).
pub fn words(folded: &str) -> impl Iterator<Item = String> + '_ {
    let mut rest = folded;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        rest = &rest[start..];
        let mut end = rest.len();
        let mut before = ' ';
        for (at, c) in rest.char_indices() {
            let next = rest[at + c.len_utf8()..].chars().next();
            let decimal = matches!(c, '.' | ',') && before.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
            if !c.is_alphanumeric() && !decimal {
                end = at;
                break;
            }
            before = c;
        }
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word.replace(',', "."))
    })
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
        let split = |text: &str| words(&fold(text)).collect::<Vec<_>>();
        assert_eq!(split("Wood stain, oak, 2.5 L"), ["wood", "stain", "oak", "2.5", "l"]);
        assert_eq!(split("Peinture 2,5 l, 10 m."), ["peinture", "2.5", "l", "10", "m"]);
        assert_eq!(split("  -- "), Vec::<String>::new());
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".*") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
