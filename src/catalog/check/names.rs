//! Every check by its name: a short word that stays the same, for `--deny` and `--allow`, how grave it is, what it finds
//! and what to do about it.

use crate::sheet::problem::Gravity::{self, Error, Hint, Warning};

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// `dead-link`: lower case and hyphens, never changed once released.
    pub name: &'static str,
    /// How grave a finding is where nobody says otherwise.
    pub gravity: Gravity,
    /// What it finds, for `--list`.
    pub finds: &'static str,
    /// What to do, said once beside the first finding; may be empty.
    pub todo: &'static str,
}

const fn check(name: &'static str, gravity: Gravity, finds: &'static str, todo: &'static str) -> Check {
    Check { name, gravity, finds, todo }
}

/// All checks, by gravity, then by file.
pub const CHECKS: &[Check] = &[
    check("unreadable-file", Error, "a file that is missing or is no table of text", ""),
    check("missing-column", Error, "a required column is not there, or stands twice", ""),
    check("missing-cell", Error, "a required cell is empty", ""),
    check("unreadable-value", Error, "a number, date, kind or setting that cannot be read", ""),
    check("bad-selector", Error, "a selector or `same` that cannot be read", ""),
    check("too-many-links", Error, "a row that stands for more than a million links", ""),
    check("duplicate-sku", Error, "a SKU that stands twice", ""),
    check("duplicate-pair", Error, "a pair of pairs.csv that stands twice", ""),
    check(
        "removed-characters",
        Warning,
        "characters that cannot be shown",
        "`goeswith catalog check --fix` takes them out",
    ),
    check("unknown-column", Warning, "a column nobody reads, or a misspelt one", ""),
    check("unknown-key", Warning, "a key of shop.toml nobody reads", ""),
    check("empty-file", Warning, "a file with a header and no rows", ""),
    check("no-name", Warning, "an item without a name", ""),
    check("variant-of", Warning, "variant_of points nowhere, at itself or round in a ring", ""),
    check("check-digit", Warning, "a barcode that fails its check digit", ""),
    check(
        "lost-digits",
        Warning,
        "a barcode that a spreadsheet made an exponent of",
        "type it again, in a cell formatted as text",
    ),
    check(
        "lost-zeros",
        Warning,
        "a barcode whose zeros in front a spreadsheet took",
        "`goeswith catalog check --fix` writes them again",
    ),
    check("shared-barcode", Warning, "a barcode on several items", "staff are asked which one it is at every scan"),
    check(
        "placeholder-barcode",
        Warning,
        "a barcode like 1234567890128 that belongs to nothing",
        "leave the cell empty",
    ),
    check("barcode-is-sku", Warning, "a barcode that is the SKU of another item", "a scan finds the SKU first"),
    check("same-name", Warning, "two items of one name", "say in the name what is different: size, colour, pack"),
    check("cost-above-price", Warning, "an item that costs the shop more than it brings", ""),
    check("category-separator", Warning, "a category written with another sign than >", "write A > B; --fix does it"),
    check("dead-link", Warning, "a row that names no item of items.csv", "correct the SKU, or take the row out"),
    check("empty-selector", Warning, "a selector that no item matches", ""),
    check(
        "wide-selector",
        Warning,
        "a selector that (nearly) every item matches",
        "name the category, brand or tag it is meant for",
    ),
    check("never-shows", Warning, "a link that can never show, and why", ""),
    check("contradiction", Warning, "links that say the opposite of one another", "keep the one that is true"),
    check(
        "ring",
        Warning,
        "upgrade, required or included links that go round in a circle",
        "take the link out that points back",
    ),
    check("duplicate-link", Warning, "a link that stands twice", ""),
    check("expired", Warning, "a campaign that is over", ""),
    check(
        "overlapping-campaigns",
        Warning,
        "two campaigns for the same link on the same days",
        "let one end before the other begins",
    ),
    check("unknown-context", Warning, "a context that shop.toml does not have", ""),
    check("no-bundle-price", Warning, "a bundle without its price", ""),
    check("no-saving", Warning, "a bundle that costs as much as its parts", ""),
    check("cheaper-upgrade", Warning, "an upgrade that is not dearer", "a cheaper choice is a substitute"),
    check("no-sentence", Warning, "a link with nothing to ask or say", ""),
    check("missing-language", Warning, "links without sentences in one of the shop's languages", ""),
    check("unknown-language", Warning, "a language that shop.toml does not have", ""),
    check("unused-sentence", Warning, "a sentence that no link or accepted pair uses", ""),
    check(
        "duplicate-sentence",
        Warning,
        "two rows of sentences for the same pair",
        "the later row is used; take one out",
    ),
    check("empty-row", Warning, "a row that says nothing", ""),
    check("placeholder-text", Warning, "TODO, lorem ipsum and the like", "staff would read it aloud"),
    check("long-sentence", Warning, "a sentence with too many words or characters", ""),
    check("no-question-mark", Warning, "an ASK that is no question", ""),
    check("exclamation-mark", Warning, "a SAY that shouts", ""),
    check("price-in-sentence", Warning, "a price or stock in a sentence, which the screen shows live", ""),
    check("many-answers", Warning, "more than two answers to objections", ""),
    check("self-pair", Warning, "a pair of an item with itself", ""),
    check("sales", Warning, "sales with times, numbers or SKUs that cannot be used", ""),
    check("experiment", Warning, "an A/B test that is over, overlaps or names what is nowhere", ""),
    check("other", Warning, "anything else", ""),
    check(
        "look-alike-name",
        Hint,
        "two names that look the same: case, blanks, O and 0",
        "make one of them different, or both the same",
    ),
    check("near-name", Hint, "two names that differ by a slip of the hand", "correct one, or join the items"),
    check("look-alike-sku", Hint, "two SKUs that look the same", ""),
    check("look-alike-category", Hint, "two categories that are meant to be one", "write both alike"),
    check("barcode-length", Hint, "a number that is no barcode of 8, 12, 13 or 14 digits", ""),
    check(
        "in-store-barcode",
        Hint,
        "a number of the in-store range, with no rule that reads it",
        "a [[barcode_rule]] of shop.toml says what its digits mean",
    ),
    check("no-price", Hint, "an item without a price where nearly all have one", ""),
    check("zero-price", Hint, "an item that costs nothing", ""),
    check("unoffered-service", Hint, "a service that no link offers", "link it to what it serves"),
    check("service-kind", Hint, "kind and type do not agree: a service as an accessory, goods as a service", ""),
    check("two-kinds", Hint, "the same pair linked as two kinds", ""),
    check(
        "rejected-pair",
        Hint,
        "a link between two items that pairs.csv rejects",
        "the link shows all the same; correct one of the two",
    ),
    check("other-terms", Hint, "the same link twice with different terms", ""),
    check("not-begun", Hint, "a campaign that has not begun", ""),
    check("useless-condition", Hint, "a condition that changes nothing", ""),
    check("below-item-price", Hint, "a set cheaper than one of its parts", ""),
    check(
        "behind-others",
        Hint,
        "a link that shows only where those before it are not wanted",
        "raise its priority, or take a link before it out",
    ),
    check("out-of-stock", Hint, "a link whose add-ons are all out of stock", ""),
    check(
        "no-add-on",
        Hint,
        "an item that sells often and has no link",
        "write a link, or see `goeswith pairs review`",
    ),
    check("untranslated", Hint, "a sentence that is the same in two languages", ""),
    check("same-sentence", Hint, "ASK and SAY that are the same", ""),
    check("unused-variant", Hint, "sentences of a variant that no experiment shows", ""),
];

/// The check of that name.
pub fn find(name: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.name == name)
}

/// What reading a source says, by how the sentence goes; the first that fits names it. Readers stay plain that way.
const SAID: &[(&str, &str)] = &[
    ("no such file", "unreadable-file"),
    ("is a folder, not a file", "unreadable-file"),
    ("file cannot be read", "unreadable-file"),
    ("file is ", "unreadable-file"),
    ("text is not UTF-8", "unreadable-file"),
    ("no column", "missing-column"),
    ("column stands twice", "missing-column"),
    ("required ", "missing-cell"),
    ("SKU stands twice", "duplicate-sku"),
    ("pair stands twice", "duplicate-pair"),
    ("selector cannot be read", "bad-selector"),
    ("same cannot be read", "bad-selector"),
    ("row stands for more than", "too-many-links"),
    ("removed ", "removed-characters"),
    ("unknown column", "unknown-column"),
    ("column ", "unknown-column"),
    ("unknown key", "unknown-key"),
    ("file has a header and no rows", "empty-file"),
    ("name is empty", "no-name"),
    ("item is a variant of itself", "variant-of"),
    ("variant_of ", "variant-of"),
    ("barcode fails its check digit", "check-digit"),
    ("barcode lost digits", "lost-digits"),
    ("barcode is also on", "shared-barcode"),
    ("SKU is not in items.csv, row left out", "dead-link"),
    ("link can never show, no item", "empty-selector"),
    ("link can never show, items.csv has no column", "empty-selector"),
    ("row can never be used", "empty-selector"),
    ("link can never show", "never-shows"),
    ("link stands twice", "duplicate-link"),
    ("campaign is over", "expired"),
    ("context is not in shop.toml", "unknown-context"),
    ("bundle has no bundle_price", "no-bundle-price"),
    ("no ASK and no SAY in", "no-sentence"),
    ("language is not one of", "unknown-language"),
    ("no link or accepted pair", "unused-sentence"),
    ("row says nothing", "empty-row"),
    ("more than 2 answers", "many-answers"),
    ("pair of an item with itself", "self-pair"),
    ("experiment ", "experiment"),
    ("sets ", "experiment"),
    ("no sentence has this variant", "experiment"),
    ("no link has this tag", "experiment"),
    ("share of the ramp", "experiment"),
    ("step of the ramp", "experiment"),
];
/// The same by how the sentence ends, or what stands in it.
const SAID_WITHIN: &[(&str, &str)] = &[
    ("links have no ASK and no SAY in this language", "missing-language"),
    (" words, more than ", "long-sentence"),
    (" is longer than ", "long-sentence"),
    ("does not end with a question mark", "no-question-mark"),
    ("has an exclamation mark", "exclamation-mark"),
    ("holds a price or stock", "price-in-sentence"),
];

/// The name of what reading said in `file`.
pub fn of_said(file: &str, gravity: Gravity, what: &str) -> &'static str {
    let begins = SAID.iter().find(|(start, _)| what.starts_with(start));
    let holds = || SAID_WITHIN.iter().find(|(part, _)| what.contains(part));
    let known = begins.or_else(holds).map(|(_, name)| *name);
    let fits = |name: &&str| find(name).is_some_and(|check| check.gravity == gravity);
    let in_sales = gravity == Warning && file.starts_with("sales");
    match known.filter(fits) {
        Some(name) if !in_sales => name,
        _ if in_sales => "sales",
        _ if gravity == Error => "unreadable-value",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_check() {
        for (place, check) in CHECKS.iter().enumerate() {
            assert!(check.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", check.name);
            assert!(CHECKS[..place].iter().all(|other| other.name != check.name), "{}", check.name);
            assert!(!check.finds.is_empty());
        }
        assert!(CHECKS.is_sorted_by_key(|check| check.gravity));
        for (_, name) in SAID.iter().chain(SAID_WITHIN) {
            assert!(find(name).is_some(), "{name}");
        }
    }
}
