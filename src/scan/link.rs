//! GS1 Digital Link: web addresses whose path holds application identifiers. No address is ever opened.

use super::{Ais, Kind, Scanned, dictionary};
use crate::domain::Gtin;

/// Reads a web address: GS1 data where its path holds a key of GS1, else a mere address. `None` for other text.
///
/// The rightmost key of the path counts, then what follows it in pairs, then the query; unknown words of the query and
/// the fragment do not. A GTIN may have 8, 12, 13 or 14 digits. Where the GTIN is right and something beside it is not,
/// the rest is flagged and left out; any other key must be right altogether.
pub fn read(text: &str) -> Option<Scanned> {
    let (scheme, rest) = text.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    // GS1 writes the scheme in small or in capital letters, never in both.
    let mixed = scheme.chars().any(char::is_lowercase) && scheme.chars().any(char::is_uppercase);
    let data = (!mixed).then(|| data_of(rest)).flatten();
    Some(data.unwrap_or_else(|| Scanned::of_kind(Kind::Url)))
}

fn data_of(address: &str) -> Option<Scanned> {
    let address = address.split('#').next()?;
    let (place, query) = address.split_once('?').unwrap_or((address, ""));
    let (host, path) = place.split_once('/')?;
    let segments: Vec<&str> = path.split('/').collect();
    if host.is_empty() || segments.len() > 100 {
        return None;
    }
    let (at, key, value) = (0..segments.len().saturating_sub(1)).rev().find_map(|at| {
        let key = segments[at];
        let value = value_of(key, &decoded(segments[at + 1], Plus::Stays))?;
        dictionary::entry(key).filter(|entry| entry.is_key).map(|_| (at, key, value))
    })?;
    let mut ais = Ais::from([(key.to_owned(), value)]);
    let mut flagged = false;
    for pair in segments[at + 2..].chunks(2) {
        match pair {
            [ai, value] => flagged |= !take(&mut ais, ai, &decoded(value, Plus::Stays)),
            _ => flagged = true,
        }
    }
    if flagged && key != "01" {
        return None;
    }
    for pair in query.split('&') {
        let (ai, value) = pair.split_once('=').unwrap_or((pair, ""));
        let is_ai = !ai.is_empty() && ai.bytes().all(|byte| byte.is_ascii_digit());
        flagged |= is_ai && !take(&mut ais, ai, &decoded(value, Plus::IsBlank));
    }
    Some(Scanned::data(ais, flagged))
}

/// Keeps a value that its identifier accepts; the first of two counts.
fn take(ais: &mut Ais, ai: &str, value: &str) -> bool {
    let value = value_of(ai, value);
    let taken = value.is_some();
    if let Some(value) = value {
        ais.entry(ai.to_owned()).or_insert(value);
    }
    taken
}

/// The value as it is kept: a GTIN with 14 digits, anything else as its identifier accepts it.
fn value_of(ai: &str, value: &str) -> Option<String> {
    let entry = dictionary::entry(ai)?;
    match ai {
        "01" => Gtin::parse(value).ok().map(|gtin| gtin.to_string()),
        _ => entry.accepts(value).then(|| value.to_owned()),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Plus {
    Stays,
    IsBlank,
}

/// Resolves `%2F` and, in a query, `+`. What is no such sequence stays as it is.
fn decoded(text: &str, plus: Plus) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let hex = |byte: &u8| char::from(*byte).to_digit(16);
        rest = behind;
        match (first, behind) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                let byte = hex(high).zip(hex(low)).map_or(0, |(high, low)| high * 16 + low);
                bytes.push(byte as u8);
                rest = after;
            }
            (b'+', _) if plus == Plus::IsBlank => bytes.push(b' '),
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, scan};

    fn read(input: &str) -> (Kind, String) {
        let scanned = scan(input, None);
        let ais = scanned.ais.unwrap_or_default().into_iter();
        (scanned.kind, ais.map(|(ai, value)| format!("({ai}){value}")).collect::<Vec<_>>().concat())
    }

    #[test]
    fn links_are_read_wherever_they_point() {
        let table = [
            ("https://id.gs1.org/01/04006381333931", "(01)04006381333931"),
            ("HTTPS://EXAMPLE.COM/01/4006381333931", "(01)04006381333931"),
            ("]Q1http://a:8080/shop/de/01/036000291452/", "(01)00036000291452"),
            ("https://a/01/96385074?17=271231&utm=x#top", "(01)00000096385074(17)271231"),
            ("https://a/01/4006381333931/22/A/10/L%2F7/21/S+1", "(01)04006381333931(10)L/7(21)S+1(22)A"),
            ("https://a/01/4006381333931/21/S/10/L", "(01)04006381333931(10)L(21)S"),
            ("https://a/01/4006381333931?&&3103=000482&&", "(01)04006381333931(3103)000482"),
            ("https://a/00/stem/01/4006381333931", "(01)04006381333931"),
            ("https://a/8004/4006381A1?01=4006381333931", "(01)04006381333931(8004)4006381A1"),
        ];
        for (input, ais) in table {
            assert_eq!(read(input), (Kind::Gtin, ais.to_owned()), "{input}");
        }
        assert_eq!(read("https://a/00/106141412345678908?37=2"), (Kind::Gs1, "(00)106141412345678908(37)2".to_owned()));
    }

    #[test]
    fn a_right_number_in_a_wrong_link_is_kept() {
        let table = [
            ("https://a/01/4006381333931/17/2027-12-31", "(01)04006381333931"),
            ("https://a/01/4006381333931/10", "(01)04006381333931"),
            ("https://a/01/4006381333931?17=000000&10=L7", "(01)04006381333931(10)L7"),
            ("https://a/01/4006381333931?99=A%00B", "(01)04006381333931"),
            ("https://a/01/4006381333931?999=1", "(01)04006381333931"),
        ];
        for (input, ais) in table {
            let scanned = scan(input, None);
            assert!(scanned.flagged, "{input}");
            assert_eq!(read(input), (Kind::Gtin, ais.to_owned()), "{input}");
        }
    }

    #[test]
    fn any_other_address_is_only_an_address() {
        for input in [
            "https://example.com/",
            "https://example.com/p/4006381333931",
            "https://a/01/4006381333932",
            "https://a/01//4006381333931",
            "https://01/4006381333931",
            "https:///01/4006381333931",
            "HtTpS://a/01/4006381333931",
            "https://a/gtin/4006381333931",
            "https://a/00/106141412345678908/",
            "http://",
        ] {
            assert_eq!(read(input), (Kind::Url, String::new()), "{input}");
        }
        assert_eq!(read("mailto:hello@example.com").0, Kind::Sku);
    }
}
