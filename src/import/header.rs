//! Names of columns as they are compared: `Preis (EUR)`, ` PREIS ` and `preis` are one.

/// A name without case, blanks, byte order mark, `*`, `#` and `?` around it, and with `_` as a blank.
pub fn folded(name: &str) -> String {
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '*' | '#' | '?' | ':' | '"'));
    let blank = name.replace(['_', '\u{a0}'], " ");
    blank.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The same without what stands in brackets at its end: a unit, or the values that are allowed.
pub fn bare(folded_name: &str) -> &str {
    match folded_name.rfind(" (").or_else(|| folded_name.rfind('(')) {
        Some(place) if folded_name.ends_with(')') && place > 0 => {
            folded_name[..place].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '#'))
        }
        _ => folded_name,
    }
}

/// Whether a column (folded) is the one that `known` names (folded). `*` at an end of `known` stands for anything.
pub fn is(column: &str, known: &str) -> bool {
    match (known.strip_prefix('*'), known.strip_suffix('*')) {
        (Some(_), Some(_)) if known.len() > 2 => column.contains(&known[1..known.len() - 1]),
        (Some(end), None) => column.ends_with(end),
        (None, Some(start)) => column.starts_with(start),
        _ => column == known || bare(column) == known,
    }
}

/// Columns that say who somebody is or how to reach them: named in the report as left out for that reason.
pub fn is_personal(column: &str) -> bool {
    const WORDS: [&str; 31] = [
        "email",
        "e-mail",
        "mail",
        "phone",
        "telephone",
        "telefon",
        "mobile",
        "address",
        "adresse",
        "street",
        "strasse",
        "straße",
        "city",
        "zip",
        "postcode",
        "postal",
        "plz",
        "billing",
        "client",
        "firstname",
        "lastname",
        "surname",
        "vorname",
        "nachname",
        "birthday",
        "iban",
        "pan",
        "employee",
        "cashier",
        "kassierer",
        "verkäufer",
    ];
    const WHOLE: [&str; 14] = [
        "first name",
        "last name",
        "company",
        "note",
        "notes",
        "note attributes",
        "payment reference",
        "ip",
        "user",
        "staff",
        "device name",
        "device id",
        "card",
        "card number",
    ];
    const STEMS: [&str; 6] = ["kunde", "customer", "telefon", "adress", "email", "phone"];
    const OF_AN_ADDRESS: [&str; 7] = ["name", "company", "street", "address", "city", "province", "country"];
    let words = || column.split(|c: char| !c.is_alphanumeric() && c != '-');
    // `Allow customer reviews` says nothing of anybody, `Customer Name` does.
    let begins = STEMS.iter().any(|stem| column.starts_with(stem));
    let ships =
        column.strip_prefix("shipping ").is_some_and(|of| OF_AN_ADDRESS.iter().any(|word| of.starts_with(word)));
    WHOLE.contains(&column) || begins || ships || words().any(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_column_by_any_of_its_spellings() {
        for (name, known) in [
            ("\u{feff}SKU ", "sku"),
            ("Regular price (€)", "regular price"),
            ("regular_price", "regular price"),
            ("Name *", "name"),
            ("Categories (x,y,z...)", "categories"),
            (
                "Complementary products (product.metafields.shopify--discovery--product_recommendation.complementary_products)",
                "*product recommendation.complementary products)",
            ),
            ("Current Quantity Main Street", "current quantity*"),
            ("(x)", "(x)"),
        ] {
            assert!(is(&folded(name), known), "{name}: {}", folded(name));
        }
        assert!(!is(&folded("Price tax excluded"), "price"));
        assert!(is_personal(&folded("Billing Name")) && is_personal("customer id") && !is_personal("name"));
        for plain in ["Allow customer reviews?", "Variant Requires Shipping", "Gift Card", "Shipping class", "Capacity"]
        {
            assert!(!is_personal(&folded(plain)), "{plain}");
        }
        for personal in ["Shipping Name", "Kundenkarte", "Kassierer", "Email", "Device Name", "Notes", "Shipping Zip"] {
            assert!(is_personal(&folded(personal)), "{personal}");
        }
    }
}
