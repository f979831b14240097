//! What may stand for a customer or a colleague in an event: a pseudonym, which is an opaque token under the chain's key
//! (`travel::pseudonym`), and never anything that says by itself who somebody is.

/// What says by itself who somebody is. It is never quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaking {
    /// A mail address.
    Mail,
    /// A telephone number.
    Phone,
}

/// Looks for what says by itself who somebody is: mail addresses, and telephone numbers as people write them. A card's
/// number in digits alone passes, save with a leading 0, or as long as a number in North America, India or China.
pub fn speaking(text: &str) -> Option<Speaking> {
    let text = text.trim();
    if text.contains(['@', '＠']) {
        return Some(Speaking::Mail);
    }
    let without_call = text.strip_prefix("tel:").unwrap_or(text);
    let digits: String = without_call.chars().filter_map(|c| char::to_digit(c, 10)).map(|d| d.to_string()).collect();
    let is_written_so = without_call.chars().all(|c| c.is_ascii_digit() || " +-./()".contains(c));
    let is_bare = digits.len() == text.len();
    let calls = !is_bare
        || match digits.len() {
            10 => true,
            11 => digits.starts_with(['0', '1']),
            _ => digits.starts_with('0'),
        };
    (is_written_so && (7..=15).contains(&digits.len()) && calls).then_some(Speaking::Phone)
}

/// True for a code that is no code of goods but somebody's: a mail address, a number to call, a visiting card, words as on a
/// badge. Nobody may keep it as a code that nobody knew. Goods are numbered in digits, so digits alone are none of these.
pub fn is_somebodys(code: &str) -> bool {
    const CARDS: [&str; 5] = ["mailto:", "tel:", "smsto:", "mecard:", "begin:vcard"];
    let code = code.trim().to_lowercase();
    let is_mail = code.split(char::is_whitespace).any(|word| {
        let at = word.find(['@', '＠']).unwrap_or(0);
        at > 0 && word[at..].contains('.')
    });
    let is_number = code.starts_with('+') && speaking(&code).is_some();
    let is_words = code.contains(char::is_whitespace) && !code.contains(char::is_numeric);
    is_mail || is_words || is_number || CARDS.iter().any(|card| code.starts_with(card))
}

/// True where a sentence that somebody wrote holds a mail address or a number to call: no sentence of a shop needs one.
pub fn tells_of_somebody(text: &str) -> bool {
    let names_mail = text.split_whitespace().any(|word| word.contains(['@', '＠']) && is_somebodys(word));
    let is_number = |c: char| c.is_ascii_digit() || " +-./()".contains(c);
    let mut runs = text.split(|c| !is_number(c)).map(|run| run.trim_matches([' ', '.', '-', '/']));
    names_mail || runs.any(|run| speaking(run).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_who_somebody_is_is_no_token() {
        for mail in ["ana@example.com", "Ana <ana@example.com>", "ana＠example.com"] {
            assert_eq!(speaking(mail), Some(Speaking::Mail), "{mail}");
        }
        for phone in [
            "+49 170 1234567",
            "0049 170 1234567",
            "0170/1234567",
            "01701234567",
            "(212) 555-1234",
            "2125551234",
            "12125551234",
            "13800138000",
            "tel:+33123456789",
            "06.12.34.56.78",
        ] {
            assert_eq!(speaking(phone), Some(Speaking::Phone), "{phone}");
        }
        for card in
            ["2900000123456", "CARD-4711", "A12 345-67", "4711", "308712345", "c0ffee-0170-1234567", &"a".repeat(64)]
        {
            assert_eq!(speaking(card), None, "{card}");
        }
    }

    #[test]
    fn a_sentence_holds_no_address_and_no_number_to_call() {
        for theirs in [
            "Ask Ana, ana@example.com, about it.",
            "Call 0170 1234567 for fitting.",
            "Call +49 170 1234567.",
            "It is 2125551234",
        ] {
            assert!(tells_of_somebody(theirs), "{theirs}");
        }
        for usual in [
            "A soft brush this wide does a fence panel in one pass.",
            "2 x 100 mm, from 2024 to 2026?",
            "Fits 12-24 V, 1/2 inch, 10.5 mm.",
            "It takes four AA @ 1.5 V.",
        ] {
            assert!(!tells_of_somebody(usual), "{usual}");
        }
    }

    #[test]
    fn a_code_of_goods_is_nobodys() {
        for theirs in [
            "ana@example.com",
            "Ana <ana@example.com>",
            "MAILTO:ana@example.com",
            "tel:+33123456789",
            "+49 170 1234567",
            "BEGIN:VCARD\r\nN:Fenwick;Ana",
            "MECARD:N:Fenwick,Ana;;",
            "Ana Fenwick",
        ] {
            assert!(is_somebodys(theirs), "{theirs}");
        }
        for goods in [
            "4006381333931",
            "0170123456",
            "@SUM(A1)",
            "A@B",
            "PRN-200",
            "LAMP",
            "AB 12",
            "+A",
            "+1",
            "]C10104006381333931",
            "",
        ] {
            assert!(!is_somebodys(goods), "{goods}");
        }
    }
}
