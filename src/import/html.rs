//! Names that come with the markup of a web shop: tags taken out, entities decoded, line breaks made one blank.

use std::borrow::Cow;

/// The text without markup. `<` counts as the beginning of a tag only before a letter, `/` or `!`, so that `A < B` stays.
pub fn plain(raw: &str) -> Cow<'_, str> {
    let marked = raw.contains(['<', '&', '\n', '\r', '\t']) || raw.contains("  ");
    if !marked {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(place) = rest.find('<') {
        let (before, tag) = rest.split_at(place);
        text.push_str(before);
        let opens = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match tag.find('>').filter(|_| opens) {
            Some(end) => {
                text.push(' ');
                rest = &tag[end + 1..];
            }
            None => {
                text.push('<');
                rest = &tag[1..];
            }
        }
    }
    text.push_str(rest);
    let decoded = decode(&text);
    Cow::Owned(decoded.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Decodes entities once; what is none stays.
fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find('&') {
        decoded.push_str(&rest[..place]);
        let tail = &rest[place + 1..];
        match tail.find(';').filter(|&end| end <= 10).and_then(|end| Some((entity(&tail[..end])?, end))) {
            Some((c, end)) => {
                decoded.push(c);
                rest = &tail[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = tail;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let value = hex.map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16)).ok()?;
        return char::from_u32(value);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "lsquo" => '\u{2018}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "laquo" => '«',
        "raquo" => '»',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "euro" => '€',
        "pound" => '£',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "deg" => '°',
        "times" => '×',
        "frac12" => '½',
        "middot" => '·',
        "bull" => '•',
        "micro" => 'µ',
        "szlig" => 'ß',
        "aring" => 'å',
        "Aring" => 'Å',
        "aelig" => 'æ',
        "AElig" => 'Æ',
        "oslash" => 'ø',
        "Oslash" => 'Ø',
        "ccedil" => 'ç',
        "Ccedil" => 'Ç',
        "ntilde" => 'ñ',
        "Ntilde" => 'Ñ',
        other => return accented(other),
    })
}

/// `&eacute;` and its kin: a letter and what stands over it.
fn accented(name: &str) -> Option<char> {
    use unicode_normalization::char::compose;
    let mut letters = name.chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    let mark = match letters.as_str() {
        "acute" => '\u{301}',
        "grave" => '\u{300}',
        "circ" => '\u{302}',
        "uml" => '\u{308}',
        "tilde" => '\u{303}',
        _ => return None,
    };
    compose(letter, mark)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_goes_and_text_stays() {
        let table = [
            ("Mug", "Mug"),
            ("<p>Line one<br/>\nLine two &amp; more</p>", "Line one Line two & more"),
            ("A < B > C", "A < B > C"),
            ("caf&eacute; &#8364;3 &#x20AC;", "café €3 €"),
            ("R&D; &unknown; &", "R&D; &unknown; &"),
            ("3 <4", "3 <4"),
            ("<b>bold</b> <script", "bold <script"),
            ("&amp;lt;", "&lt;"),
            ("&Uuml;berzug", "Überzug"),
        ];
        for (raw, text) in table {
            assert_eq!(plain(raw), text, "{raw}");
        }
    }
}
