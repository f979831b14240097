//! Product feeds as shopping services take them: RSS with `item`, Atom with `entry`, the names with a prefix or none.

use super::super::{Cell, PART};
use super::node::Node;
use super::push;

/// The columns of a feed. `product_type` may have several values; `related_product` is, for each, the type of the relation,
/// what names its target, and the target.
pub const FEED: &[&str] = &[
    "id",
    "title",
    "description",
    "link",
    "gtin",
    "mpn",
    "brand",
    "price",
    "sale_price",
    "cost_of_goods_sold",
    "availability",
    "item_group_id",
    "product_type",
    "google_product_category",
    "color",
    "size",
    "material",
    "pattern",
    "custom_label_0",
    "custom_label_1",
    "custom_label_2",
    "custom_label_3",
    "custom_label_4",
    "related_product",
];

/// The cells of an item, in the order of [`FEED`].
pub fn cells(item: &Node, cells: &mut Vec<Cell>) {
    for &name in FEED {
        let names: &[&str] = match name {
            "description" => &["description", "summary", "content"],
            _ => &[name],
        };
        let line = item.first(names).map_or(item.line, |node| node.line);
        let values = match name {
            "related_product" => item.all(names).filter_map(relation).collect(),
            "product_type" => item.texts(names),
            "link" => link(item).into_iter().collect(),
            _ => item.texts(names).into_iter().take(1).collect(),
        };
        push(cells, line, &values);
    }
}

/// The address of an item: Atom writes it as an attribute.
fn link(item: &Node) -> Option<String> {
    let text = item.first_text(&["link"]);
    if !text.is_empty() {
        return Some(text);
    }
    item.first(&["link"])?.attribute("href").map(str::to_owned)
}

fn relation(node: &Node) -> Option<String> {
    let part = |name: &str| node.first_text(&[name]);
    let target = part("identifier");
    (!target.is_empty())
        .then(|| format!("{}{PART}{}{PART}{target}", part("relationship_type"), part("identifier_type")))
}
