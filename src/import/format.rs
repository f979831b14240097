//! What a program's export looks like, as data: which column means what, which columns hold relations and how these name
//! their targets. The formats we know are files like the `import.toml` that anybody can write for another one; they stand
//! in `assets/import`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::LinkKind;

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The shop's own number. Of several columns the first that is not empty.
    Sku,
    /// The name of the item.
    Name,
    /// What tells a variant from its siblings, a size or a colour; put behind the name.
    Option,
    /// Barcodes; of several columns all.
    Barcodes,
    /// The usual price; of several columns the first that is not empty.
    Price,
    /// What it costs the shop.
    Cost,
    /// The currency of the amounts, ISO 4217.
    Currency,
    /// Pieces left.
    Stock,
    /// Where staff find it.
    Location,
    /// The maker.
    Brand,
    /// The category, a path or its last part.
    Category,
    /// The base item of a variant, by its SKU, id or handle.
    VariantOf,
    /// Goods or service, or whatever the program calls its kinds.
    Type,
    /// Tags.
    Tags,
    /// For staff only.
    Note,
    /// The program's own number, to which relations may point.
    Id,
    /// A word by which the program knows a product, one for all its variants.
    Handle,
    /// Whether it is for sale; see [`Format::off`].
    Status,
    /// Set where the row is for one language or view of the shop: only what is missing is taken from it.
    View,
    /// Sales: the receipt.
    Basket,
    /// Sales: day and time.
    Timestamp,
    /// Sales: the day.
    Date,
    /// Sales: the time of day.
    Time,
    /// Sales: how many.
    Quantity,
    /// Sales: not empty where the sale was cancelled.
    Cancelled,
    /// Sales: `Refund` and the like.
    Event,
    /// Sales: what was added to the item, several with commas between.
    Modifiers,
    /// Sales: what was paid back of the whole.
    Refunded,
    /// Sales: what the whole came to.
    Total,
    /// Links: the item.
    Item,
    /// Links: what goes with it.
    AddOn,
    /// Links: the kind.
    Kind,
}

/// What a file brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Brings {
    /// Items, with their relations.
    Items,
    /// Relations alone.
    Links,
    /// Sales.
    Sales,
    /// Nothing of use here: customers, payments. It is named and left alone.
    Nothing,
}

/// What several rows of one product mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeats {
    /// The last row with an SKU wins.
    #[default]
    Last,
    /// Rows with the same handle are variants, or pictures where they say nothing else.
    Variants,
    /// A row without SKU and name goes on with the one before.
    Continued,
    /// Rows of further languages and views only fill what is missing.
    Views,
}

/// What a relation becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tie {
    /// A link of that kind.
    Link(LinkKind),
    /// No link: a pair for a person to decide about.
    Proposal,
    /// The target is a variant of this item.
    Variant,
}

impl Tie {
    /// Its word in a mapping: a kind, `proposal` or `variant`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "proposal" => Some(Self::Proposal),
            "variant" => Some(Self::Variant),
            _ => LinkKind::parse(word).map(Self::Link),
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Link(kind) => kind.word(),
            Self::Proposal => "proposal",
            Self::Variant => "variant",
        }
    }
}

/// By what a relation names its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NamedBy {
    /// The SKU; where none is equal, without regard to case.
    Sku,
    /// The program's own number, also as `id:17` or the last part of `gid://…/17`.
    Id,
    /// The handle.
    Handle,
    /// The name.
    Name,
    /// A barcode.
    Barcode,
}

/// A column that holds relations.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Its names.
    pub columns: Vec<String>,
    /// What they become; where it is missing each value has a word for it, which [`Format::kinds`] translates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// By what targets are named, tried in this order.
    pub named_by: Vec<NamedBy>,
    /// Characters between targets; a line break always is one.
    #[serde(default = "comma")]
    pub between: String,
    /// True where it points from the add-on to the item.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reversed: bool,
    /// A column with a position for each target: the lower, the earlier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<String>,
}

fn comma() -> String {
    ",".to_owned()
}

/// A format.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// The word for it on the command line, and the name of what it leaves in `imports/`.
    #[serde(skip)]
    pub name: String,
    /// What people call it.
    #[serde(default)]
    pub title: String,
    /// What it brings.
    pub brings: Brings,
    /// It is only this format where each of these is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Field>,
    /// And at least one of these headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_by: Vec<String>,
    /// What several rows of one product mean.
    #[serde(default)]
    pub repeats: Repeats,
    /// The names of the columns by what they mean.
    #[serde(default)]
    pub columns: BTreeMap<Field, Vec<String>>,
    /// Attributes of items, each with the names of its column.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Vec<String>>,
    /// Pairs of columns: the name of an attribute, and its value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribute_pairs: Vec<[String; 2]>,
    /// Columns with several attributes: `name=value,name=value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribute_lists: Vec<String>,
    /// Words of [`Field::Status`], in small letters, for what is not for sale.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub off: Vec<String>,
    /// It is only this format where one of these is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs_one: Vec<Field>,
    /// Columns with relations.
    #[serde(default, rename = "relation", skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// Their words for kinds → ours (or `proposal`, `variant`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, String>,
    /// Where the name of the file says the kind: a part of the name → ours.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds_by_file: BTreeMap<String, String>,
    /// Between the steps of a category's path, and between paths where an item has several.
    #[serde(default = "steps")]
    pub category_steps: String,
    /// Between categories.
    #[serde(default = "paths")]
    pub category_paths: String,
    /// Categories whose first step is one of these lose it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category_roots: Vec<String>,
    /// Words of [`Field::Type`] that mean a service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// The decimal sign, where it shall not be found out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
}

fn steps() -> String {
    ">".to_owned()
}

fn paths() -> String {
    "|".to_owned()
}

/// The formats that are known, in the order in which they win a draw.
const KNOWN: [(&str, &str); 21] = [
    ("woocommerce", include_str!("../../assets/import/woocommerce.toml")),
    ("woocommerce", include_str!("../../assets/import/woocommerce-links.toml")),
    ("shopify", include_str!("../../assets/import/shopify.toml")),
    ("shopify", include_str!("../../assets/import/shopify-orders.toml")),
    ("shopify", include_str!("../../assets/import/shopify-links.toml")),
    ("magento", include_str!("../../assets/import/magento.toml")),
    ("magento", include_str!("../../assets/import/magento-links.toml")),
    ("odoo", include_str!("../../assets/import/odoo.toml")),
    ("odoo", include_str!("../../assets/import/odoo-pos.toml")),
    ("prestashop", include_str!("../../assets/import/prestashop.toml")),
    ("square", include_str!("../../assets/import/square.toml")),
    ("square", include_str!("../../assets/import/square-sales.toml")),
    ("lightspeed", include_str!("../../assets/import/lightspeed.toml")),
    ("google", include_str!("../../assets/import/google.toml")),
    ("google", include_str!("../../assets/import/google-links.toml")),
    ("bmecat", include_str!("../../assets/import/bmecat.toml")),
    ("schema-org", include_str!("../../assets/import/schema-org.toml")),
    ("csv", include_str!("../../assets/import/csv.toml")),
    ("csv", include_str!("../../assets/import/csv-links.toml")),
    ("csv", include_str!("../../assets/import/csv-sales.toml")),
    ("customers", include_str!("../../assets/import/customers.toml")),
];

/// Words for formats on the command line.
pub const WORDS: [&str; 10] =
    ["csv", "woocommerce", "shopify", "magento", "odoo", "prestashop", "square", "lightspeed", "google", "bmecat"];

/// All that are known.
pub fn known() -> Vec<Format> {
    KNOWN.iter().filter_map(|(name, text)| parse(name, text).ok()).collect()
}

/// Reads a format; the error says where it is wrong.
pub fn parse(name: &str, text: &str) -> Result<Format, toml::de::Error> {
    let mut format: Format = toml::from_str(text)?;
    name.clone_into(&mut format.name);
    if format.title.is_empty() {
        format.title = format!("{name}'s");
    }
    Ok(format)
}

impl Format {
    /// What a relation's own word becomes; `None` for words nobody translated.
    pub fn tie(&self, word: &str) -> Option<Tie> {
        let folded = super::header::folded(word);
        let ours = self.kinds.iter().find(|(theirs, _)| super::header::folded(theirs) == folded)?.1;
        Tie::parse(ours)
    }

    /// The kind that the name of a file says.
    pub fn tie_by_file(&self, file: &str) -> Option<Tie> {
        let file = file.to_lowercase();
        let ours = self.kinds_by_file.iter().find(|(part, _)| file.contains(part.as_str()))?.1;
        Tie::parse(ours)
    }

    /// What is wrong with it as a mapping that somebody wrote: kinds that are none.
    pub fn faults(&self) -> Vec<String> {
        let relations = self.relations.iter().filter_map(|relation| relation.kind.as_ref());
        let words = relations.chain(self.kinds.values()).chain(self.kinds_by_file.values());
        words
            .filter(|word| Tie::parse(word).is_none())
            .map(|word| format!("{word:?} is no kind: accessory, required, service, bundle, upgrade, substitute, included, not_with, proposal, variant"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_can_be_read() {
        for (name, text) in KNOWN {
            let format = parse(name, text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(format.faults(), [] as [String; 0], "{name}");
            assert!(!format.title.is_empty() && !format.columns.is_empty(), "{name}");
        }
        assert_eq!(known().len(), KNOWN.len());
        for word in WORDS {
            assert!(known().iter().any(|format| format.name == word), "{word}");
        }
    }
}
