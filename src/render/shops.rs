//! Links in the words of shop systems: Google's product data, `WooCommerce`'s and Shopify's tables of products.
//!
//! Each file holds what names a product, and its relations; nothing else of it, so that nothing else is changed where it is read.
//! Up-sells never stand among what goes with a product. What a system has no word for is left out and counted.

use std::collections::BTreeMap;

use super::cells::{Cell, row};
use crate::domain::LinkKind;
use crate::domain::text::printable;

/// A product as shop systems know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The shop's own number.
    pub sku: String,
    /// What it is called together with its variants: what their names begin with.
    pub title: String,
    /// The word in its address, where the catalog knows it.
    pub handle: Option<String>,
    /// A barcode of 8, 12, 13 or 14 digits.
    pub gtin: Option<String>,
}

/// A product with all that it is linked to, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked<'a> {
    /// The product.
    pub item: &'a Product,
    /// What goes with it, and as what.
    pub to: Vec<(&'a Product, LinkKind)>,
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// All of it.
    pub text: String,
    /// Products in it.
    pub products: u64,
    /// Links in it.
    pub links: u64,
    /// Links that are not in it, by reason.
    pub left_out: BTreeMap<&'static str, u64>,
    /// Products named by their SKU since the catalog does not know their handle.
    pub without_handle: u64,
}

impl Written {
    fn leave_out(&mut self, why: &'static str, links: usize) {
        if links > 0 {
            *self.left_out.entry(why).or_default() += links as u64;
        }
    }
}

/// At most so many related products of one: <https://support.google.com/merchants/answer/17085213>.
const MOST_OF_GOOGLE: usize = 30;

/// A supplemental file of Google Merchant Center, as text with tabs: `id` and `related_product`, the latter with
/// `relationship_type:identifier_type:identifier` after another, commas between them. A product is named by its id, which is its
/// SKU, where that has letters, digits, `_` and `-` alone, as Google asks; else by its GTIN.
pub fn google(all: &[Linked]) -> Written {
    let mut written = Written { text: "id\trelated_product\n".to_owned(), ..Written::default() };
    for linked in all {
        let mut related = Vec::new();
        for (add_on, kind) in &linked.to {
            let Some(word) = google_word(*kind) else {
                written.leave_out("up-sells, for which Google has no word", 1);
                continue;
            };
            match google_name(add_on) {
                Some(name) => related.push(format!("{word}:{name}")),
                None => written.leave_out("links to a SKU that Google does not take, without a GTIN", 1),
            }
        }
        written.leave_out(
            "links beyond the 30 that Google takes of one product",
            related.len().saturating_sub(MOST_OF_GOOGLE),
        );
        related.truncate(MOST_OF_GOOGLE);
        if !related.is_empty() {
            written.products += 1;
            written.links += related.len() as u64;
            let cells = [printable(&linked.item.sku).into_owned(), related.join(",")];
            written.text += &(cells.join("\t") + "\n");
        }
    }
    written
}

fn google_word(kind: LinkKind) -> Option<&'static str> {
    match kind {
        LinkKind::Required => Some("required_part"),
        LinkKind::Accessory | LinkKind::Service => Some("accessory"),
        LinkKind::Bundle => Some("part_of_set"),
        LinkKind::Substitute => Some("substitute"),
        LinkKind::Upgrade | LinkKind::Included | LinkKind::NotWith => None,
    }
}

fn google_name(product: &Product) -> Option<String> {
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if is_plain(&product.sku) {
        return Some(format!("id:{}", product.sku));
    }
    product.gtin.as_ref().map(|gtin| format!("gtin:{gtin}"))
}

/// A table for `WooCommerce`'s own importer, with "Update existing products": `SKU`, `Cross-sells` (shown with the cart) and `Upsells`
/// (shown instead of the product), lists of SKUs (<https://woocommerce.com/document/product-csv-importer-exporter/>). What is taken
/// instead and is no better has no column there.
pub fn woocommerce(all: &[Linked]) -> Written {
    let list = |products: &[&Product]| {
        let escaped = |product: &&Product| product.sku.replace(',', "\\,");
        products.iter().map(escaped).collect::<Vec<_>>().join(", ")
    };
    let header = ["SKU", "Cross-sells", "Upsells"].map(Cell::Text);
    let mut written = Written { text: row(&header), ..Written::default() };
    for linked in all {
        let (cross, up) = (of(linked, LinkKind::is_add_on), of(linked, |kind| kind == LinkKind::Upgrade));
        let other = of(linked, |kind| kind == LinkKind::Substitute);
        written.leave_out("substitutes, for which WooCommerce has no column", other.len());
        if cross.is_empty() && up.is_empty() {
            continue;
        }
        written.products += 1;
        written.links += (cross.len() + up.len()) as u64;
        let (cross, up) = (list(&cross), list(&up));
        written.text += &row(&[Cell::Text(&linked.item.sku), filled(&cross), filled(&up)]);
    }
    written
}

/// The headings of Shopify's Search & Discovery in its table of products.
const SHOPIFY: [&str; 4] = [
    "Handle",
    "Title",
    "Complementary products (product.metafields.shopify--discovery--product_recommendation.complementary_products)",
    "Related products (product.metafields.shopify--discovery--product_recommendation.related_products)",
];

/// A table for Shopify's import of products, with "Overwrite products with matching handles": what goes with a product is complementary,
/// what is better or taken instead is related; lists of handles. A product without a known handle is named by its SKU, in small
/// letters. Variants are one product there, and have its links together.
pub fn shopify(all: &[Linked]) -> Written {
    let mut written = Written { text: row(&SHOPIFY.map(Cell::Text)), ..Written::default() };
    let mut products: Vec<(String, &Product, [Vec<String>; 2])> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for linked in all {
        let handle = handle(linked.item);
        let place = *places.entry(handle.clone()).or_insert(products.len());
        if place == products.len() {
            written.without_handle += u64::from(linked.item.handle.is_none());
            products.push((handle.clone(), linked.item, Default::default()));
        }
        for (add_on, kind) in &linked.to {
            let column = usize::from(!kind.is_add_on());
            let (target, lists) = (self::handle(add_on), &mut products[place].2);
            if target != handle && !lists[column].contains(&target) {
                lists[column].push(target);
            }
        }
    }
    for (handle, product, [complementary, related]) in products {
        if complementary.is_empty() && related.is_empty() {
            continue;
        }
        written.products += 1;
        written.links += (complementary.len() + related.len()) as u64;
        let [complementary, related] = [complementary, related].map(|list| list.join("; "));
        written.text +=
            &row(&[Cell::Text(&handle), Cell::Text(&product.title), filled(&complementary), filled(&related)]);
    }
    written
}

fn handle(product: &Product) -> String {
    product.handle.clone().unwrap_or_else(|| product.sku.to_lowercase())
}

/// What a product is linked to by kinds.
fn of<'a>(linked: &Linked<'a>, wanted: impl Fn(LinkKind) -> bool) -> Vec<&'a Product> {
    linked.to.iter().filter(|(_, kind)| wanted(*kind)).map(|(product, _)| *product).collect()
}

fn filled(text: &str) -> Cell<'_> {
    Some(text).filter(|text| !text.is_empty()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(sku: &str, handle: Option<&str>, gtin: Option<&str>) -> Product {
        let owned = |text: Option<&str>| text.map(ToOwned::to_owned);
        Product { sku: sku.to_owned(), title: format!("The {sku}"), handle: owned(handle), gtin: owned(gtin) }
    }

    #[test]
    fn each_system_gets_its_own_words_and_hears_what_it_has_none_for() {
        let printer = product("PRN-1", Some("printer"), None);
        let ink = product("INK 1, black", Some("ink"), Some("4006381333931"));
        let bag = product("BAG/2", None, None);
        let better = product("PRN-2", None, None);
        let to = vec![
            (&ink, LinkKind::Required),
            (&bag, LinkKind::Accessory),
            (&better, LinkKind::Upgrade),
            (&better, LinkKind::Substitute),
        ];
        let all = [Linked { item: &printer, to }];
        let google = google(&all);
        assert_eq!(google.text, "id\trelated_product\nPRN-1\trequired_part:gtin:4006381333931,substitute:id:PRN-2\n");
        assert_eq!((google.links, google.left_out.values().sum::<u64>()), (2, 2));
        let woocommerce = woocommerce(&all);
        let wanted = "\"SKU\",\"Cross-sells\",\"Upsells\"\n\"PRN-1\",\"INK 1\\, black, BAG/2\",\"PRN-2\"\n";
        assert_eq!((woocommerce.text.as_str(), woocommerce.left_out.len()), (wanted, 1));
        let shopify = shopify(&all);
        assert!(shopify.text.ends_with("\n\"printer\",\"The PRN-1\",\"ink; bag/2\",\"prn-2\"\n"), "{}", shopify.text);
        assert_eq!((shopify.products, shopify.without_handle), (1, 0));
    }

    #[test]
    fn thirty_related_products_are_the_most_that_google_takes() {
        let item = product("A", None, None);
        let others: Vec<Product> = (0..33).map(|number| product(&format!("B{number}"), None, None)).collect();
        let to = others.iter().map(|other| (other, LinkKind::Accessory)).collect();
        let written = google(&[Linked { item: &item, to }]);
        assert_eq!((written.links, written.left_out.values().copied().collect::<Vec<_>>()), (30, vec![3]));
    }
}
