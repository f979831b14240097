//! BMEcat 1.2 and 2005, the catalogs of suppliers. Where both have a thing, the older calls it ARTICLE and AID, the newer
//! PRODUCT and PID. Texts in several languages: the first.

use std::collections::HashMap;
use std::io::{self, BufRead};

use super::super::events::Fault;
use super::super::{Cell, PART};
use super::node::{Node, Records, Step};
use super::push;

/// The columns of a catalog. Several values have `INTERNATIONAL_PID` (which is `EAN` too), `KEYWORD`, `FEATURE` (name, value
/// with its unit), `PRODUCT_REFERENCE` (type, `SUPPLIER_PID`, the target's) and `CATALOG_GROUP` (the names from the top down,
/// each a part). `MODE` is `new`, `update` or `delete`, where it is said.
pub const BMECAT: &[&str] = &[
    "SUPPLIER_PID",
    "DESCRIPTION_SHORT",
    "DESCRIPTION_LONG",
    "INTERNATIONAL_PID",
    "KEYWORD",
    "MANUFACTURER_NAME",
    "MANUFACTURER_PID",
    "PRICE_AMOUNT",
    "PRICE_CURRENCY",
    "PRICE_TYPE",
    "TAX",
    "FEATURE",
    "PRODUCT_REFERENCE",
    "CATALOG_GROUP",
    "MODE",
];

const PID: &[&str] = &["SUPPLIER_PID", "SUPPLIER_AID"];
/// Groups within groups beyond this go in a circle.
const DEEPEST: usize = 16;
/// The price that is taken where there are several: what a customer is recommended to pay, then list prices.
const PRICES: [&str; 3] = ["nrp", "net_list", "gros_list"];

/// What stands beside the products of a catalog.
#[derive(Debug, Default)]
pub struct Catalog {
    /// Where a price has none of its own.
    currency: String,
    /// The names of groups from the top down, by id.
    groups: Vec<Vec<String>>,
    /// Products and the number of their group, by product.
    sorted: Vec<(String, u32)>,
}

impl Catalog {
    /// Reads what stands beside the products. What is wrong with the file is said when its products are read.
    pub fn read<R: BufRead>(mut records: Records<R>) -> io::Result<Self> {
        let names = ["CATALOG", "CATALOG_STRUCTURE", "PRODUCT_TO_CATALOGGROUP_MAP", "ARTICLE_TO_CATALOGGROUP_MAP"];
        let mut catalog = Self::default();
        let mut structure: HashMap<String, (String, String)> = HashMap::new();
        let mut maps = Vec::new();
        loop {
            let node = match records.next(&names) {
                Ok(Step::Record(node)) => node,
                Err((_, Fault::Read(error))) => return Err(error),
                Ok(Step::Over) | Err((_, Fault::Form(_))) => break,
            };
            match node.name.as_str() {
                "CATALOG" => catalog.currency = node.first_text(&["CURRENCY"]),
                "CATALOG_STRUCTURE" => {
                    let text = |name: &str| node.first_text(&[name]);
                    structure.insert(text("GROUP_ID"), (text("GROUP_NAME"), text("PARENT_ID")));
                }
                _ => maps.push((node.first_text(&["PROD_ID", "ART_ID"]), node.first_text(&["CATALOG_GROUP_ID"]))),
            }
        }
        let mut numbers: HashMap<String, u32> = HashMap::new();
        for (product, group) in maps {
            let next = catalog.groups.len() as u32;
            let number = *numbers.entry(group).or_insert_with_key(|group| {
                catalog.groups.push(path(&structure, group));
                next
            });
            catalog.sorted.push((product, number));
        }
        catalog.sorted.sort();
        Ok(catalog)
    }

    /// The groups of a product.
    fn groups(&self, product: &str) -> Vec<String> {
        let start = self.sorted.partition_point(|(known, _)| known.as_str() < product);
        let of_it = self.sorted[start..].iter().take_while(|(known, _)| known == product);
        let paths = of_it.filter_map(|(_, group)| self.groups.get(*group as usize));
        paths.filter(|path| !path.is_empty()).map(|path| path.join(&PART.to_string())).collect()
    }

    /// The cells of a product, in the order of [`BMECAT`].
    pub fn cells(&self, product: &Node, cells: &mut Vec<Cell>) {
        let pid = product.first_text(PID);
        let details = product.first(&["PRODUCT_DETAILS", "ARTICLE_DETAILS"]);
        let texts = |names: &[&str]| details.map(|details| details.texts(names)).unwrap_or_default();
        let price = price(product);
        let of_price = |name: &str| price.map(|price| price.first_text(&[name])).unwrap_or_default();
        let line = |names: &[&str]| {
            details
                .and_then(|details| details.first(names))
                .or(product.first(names))
                .map_or(product.line, |node| node.line)
        };
        for &name in BMECAT {
            let one = |text: String| if text.is_empty() { Vec::new() } else { vec![text] };
            let first = |names: &[&str]| texts(names).into_iter().take(1).collect();
            let (names, values): (&[&str], Vec<String>) = match name {
                "SUPPLIER_PID" => (PID, one(pid.clone())),
                "INTERNATIONAL_PID" => {
                    let names = &["INTERNATIONAL_PID", "INTERNATIONAL_AID", "EAN"];
                    let mut numbers = texts(names);
                    numbers.dedup();
                    (names, numbers)
                }
                "KEYWORD" => (&["KEYWORD"], texts(&["KEYWORD"])),
                "MANUFACTURER_PID" => {
                    let names = &["MANUFACTURER_PID", "MANUFACTURER_AID"];
                    (names, first(names))
                }
                "PRICE_AMOUNT" | "TAX" => (&[], one(of_price(name))),
                "PRICE_CURRENCY" => {
                    let own = of_price(name);
                    let is_priced = price.is_some();
                    (&[], one(if own.is_empty() && is_priced { self.currency.clone() } else { own }))
                }
                "PRICE_TYPE" => {
                    (&[], one(price.and_then(|price| price.attribute("price_type")).unwrap_or("").to_owned()))
                }
                "FEATURE" => (&["PRODUCT_FEATURES", "ARTICLE_FEATURES"], features(product)),
                "PRODUCT_REFERENCE" => (&["PRODUCT_REFERENCE", "ARTICLE_REFERENCE"], references(product)),
                "CATALOG_GROUP" => (&[], self.groups(&pid)),
                "MODE" => (&[], one(product.attribute("mode").unwrap_or("").to_owned())),
                "DESCRIPTION_SHORT" => (&["DESCRIPTION_SHORT"], first(&["DESCRIPTION_SHORT"])),
                "DESCRIPTION_LONG" => (&["DESCRIPTION_LONG"], first(&["DESCRIPTION_LONG"])),
                name => (&[], first(&[name])),
            };
            push(cells, line(names), &values);
        }
    }
}

/// The names of a group and of those it is in, from the top down; the root, which holds everything, has no meaning.
fn path(structure: &HashMap<String, (String, String)>, group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = group;
    for _ in 0..DEEPEST {
        let Some((name, parent)) = structure.get(at) else { break };
        let is_root = parent.is_empty() || parent == "0" && !structure.contains_key("0");
        let holds_all = is_root && !names.is_empty();
        if !holds_all && !name.is_empty() {
            names.push(name.clone());
        }
        if is_root {
            break;
        }
        at = parent;
    }
    names.reverse();
    names
}

/// The price that is shown to a customer, or else the first.
fn price(product: &Node) -> Option<&Node> {
    let details = || product.all(&["PRODUCT_PRICE_DETAILS", "ARTICLE_PRICE_DETAILS"]);
    let prices = || details().flat_map(|details| details.all(&["PRODUCT_PRICE", "ARTICLE_PRICE"]));
    let of_type = |wanted: &str| prices().find(|price| price.attribute("price_type") == Some(wanted));
    PRICES.iter().find_map(|wanted| of_type(wanted)).or_else(|| prices().next())
}

fn features(product: &Node) -> Vec<String> {
    let groups = product.all(&["PRODUCT_FEATURES", "ARTICLE_FEATURES"]);
    let features = groups.flat_map(|group| group.all(&["FEATURE"]));
    let pair = |feature: &Node| {
        let (name, unit) = (feature.first_text(&["FNAME"]), feature.first_text(&["FUNIT"]));
        let value = feature.texts(&["FVALUE"]).join(", ");
        let value = if unit.is_empty() { value } else { format!("{value} {unit}") };
        (!name.is_empty() && !value.is_empty()).then(|| format!("{name}{PART}{value}"))
    };
    features.filter_map(pair).collect()
}

fn references(product: &Node) -> Vec<String> {
    let references = product.all(&["PRODUCT_REFERENCE", "ARTICLE_REFERENCE"]);
    let parts = |reference: &Node| {
        let target = reference.first_text(&["PROD_ID_TO", "ART_ID_TO"]);
        let kind = reference.attribute("type").unwrap_or("others");
        (!target.is_empty()).then(|| format!("{kind}{PART}SUPPLIER_PID{PART}{target}"))
    };
    references.filter_map(parts).collect()
}
