//! Products as schema.org describes them, in JSON-LD: a list, an `@graph`, an `ItemList`, or one object a line. Whatever is a
//! `Product`, however deep, is a row.
//!
//! The files are those of a shop's own pages, so that they are read whole, up to [`LONGEST`] bytes.

use serde_json::{Map, Value};

use super::{AND, Cell, Row};

/// Longer files are refused.
pub const LONGEST: u64 = 64 << 20;

/// The columns of a row.
pub const COLUMNS: &[&str] = &[
    "@id",
    "sku",
    "productID",
    "gtin",
    "name",
    "brand",
    "category",
    "price",
    "priceCurrency",
    "color",
    "size",
    "material",
    "isVariantOf",
    "isAccessoryOrSparePartFor",
    "isConsumableFor",
    "isRelatedTo",
    "isSimilarTo",
];
/// The names of one number.
const GTINS: [&str; 5] = ["gtin", "gtin13", "gtin12", "gtin14", "gtin8"];
/// Types that are products.
const PRODUCTS: [&str; 4] = ["Product", "IndividualProduct", "ProductModel", "SomeProducts"];

/// The products of a file; the error is a sentence.
pub fn read(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "JSON that is not UTF-8".to_owned())?;
    let text = text.trim_start_matches('\u{feff}');
    let mut rows = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let value = value.map_err(|error| format!("JSON that is damaged ({error})"))?;
        walk(&value, &mut rows);
    }
    if rows.is_empty() {
        return Err("JSON without a Product of schema.org; export the list as CSV, XLSX or XML".to_owned());
    }
    Ok(rows)
}

/// Everything below a value. How deep values stand in one another is bounded where JSON is read.
fn walk(value: &Value, rows: &mut Vec<Row>) {
    match value {
        Value::Array(list) => list.iter().for_each(|one| walk(one, rows)),
        Value::Object(object) => {
            // What a product only points to has a number and little else.
            if is_product(object) && object.contains_key("name") {
                rows.push(row(object, rows.len() as u64 + 1));
            }
            for (name, inner) in object {
                if !COLUMNS[12..].contains(&name.as_str()) {
                    walk(inner, rows);
                }
            }
        }
        _ => {}
    }
}

fn is_product(object: &Map<String, Value>) -> bool {
    let is = |word: &Value| {
        let word = word.as_str().unwrap_or_default();
        PRODUCTS.contains(&word.rsplit(['/', ':', '#']).next().unwrap_or_default())
    };
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(is),
        Some(one) => is(one),
        None => false,
    }
}

fn row(object: &Map<String, Value>, line: u64) -> Row {
    let offers = object.get("offers").map(|offers| match offers {
        Value::Array(list) => list.first().unwrap_or(&Value::Null),
        one => one,
    });
    let offer = |name: &str| offers.and_then(|offer| offer.get(name)).map_or_else(String::new, plain);
    let cell = |name: &&str| match *name {
        "gtin" => GTINS.iter().find_map(|gtin| object.get(*gtin)).map_or_else(String::new, plain),
        "price" => [offer("price"), offer("lowPrice")].into_iter().find(|price| !price.is_empty()).unwrap_or_default(),
        "priceCurrency" => offer(name),
        pointer if COLUMNS[12..].contains(&pointer) => object.get(pointer).map_or_else(String::new, targets),
        name => object.get(name).map_or_else(String::new, plain),
    };
    let cells = COLUMNS.iter().map(|name| Cell { text: cell(name), line, number: false });
    Row { line, cells: cells.collect() }
}

/// A value as text: of an object its name, of a list the first.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => {
            ["name", "value", "@value"].iter().find_map(|name| object.get(*name)).map_or_else(String::new, plain)
        }
        Value::Array(list) => list.first().map_or_else(String::new, plain),
        Value::Bool(_) | Value::Null => String::new(),
    }
}

/// What a relation points to, each by the number that says most.
fn targets(value: &Value) -> String {
    let one = |value: &Value| match value {
        Value::Object(object) => {
            let named = ["sku", "productID"].iter().chain(&GTINS).chain(&["@id", "productGroupID", "name", "url"]);
            named.into_iter().find_map(|name| object.get(*name)).map_or_else(String::new, plain)
        }
        other => plain(other),
    };
    let all: Vec<String> = match value {
        Value::Array(list) => list.iter().map(one).collect(),
        other => vec![one(other)],
    };
    all.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(&AND.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_found_wherever_they_stand() {
        let page = br#"{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},
            {"@type":["Product","Thing"],"sku":"A","name":"Case","gtin13":"4006381333931","brand":{"@type":"Brand","name":"Acme"},
             "offers":{"@type":"Offer","price":12.5,"priceCurrency":"EUR"},
             "isAccessoryOrSparePartFor":[{"@type":"Product","sku":"B"},{"@id":"https://x/c"}]}]}"#;
        let rows = read(page).unwrap();
        assert_eq!(rows.len(), 1);
        let text = |name: &str| rows[0].text(COLUMNS.iter().position(|known| *known == name).unwrap()).to_owned();
        assert_eq!([text("sku"), text("gtin"), text("brand"), text("price")], ["A", "4006381333931", "Acme", "12.5"]);
        assert_eq!(text("isAccessoryOrSparePartFor"), format!("B{AND}https://x/c"));
        let lines = b"{\"@type\":\"Product\",\"name\":\"One\"}\n{\"@type\":\"Product\",\"name\":\"Two\"}\n";
        assert_eq!(read(lines).unwrap().len(), 2);
        assert!(read(b"{\"sku\":1}").unwrap_err().contains("without a Product"));
        assert!(read(b"{\"sku\":").unwrap_err().contains("damaged"));
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }
}
