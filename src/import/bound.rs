//! A format laid over the columns of one file: which column is what, which relation stands where, and which are left out.

use super::format::{Field, Format, NamedBy, Tie};
use super::header;

/// A format bound to a header.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The columns of every field, in the order of the format's names.
    fields: Vec<(Field, Vec<usize>)>,
    /// Columns with relations.
    pub relations: Vec<BoundRelation>,
    /// Columns that become attributes, with their names.
    pub attributes: Vec<(usize, String)>,
    /// Pairs of columns, the name of an attribute and its value.
    pub named: Vec<(usize, usize)>,
    /// Columns with several attributes.
    pub lists: Vec<usize>,
    /// Columns of which nothing is read, and whether because they say who somebody is.
    pub left_out: Vec<(usize, bool)>,
    /// Names that stand twice: the later columns of them.
    pub twice: Vec<usize>,
}

/// A column with relations.
#[derive(Clone, Debug)]
pub struct BoundRelation {
    /// Where.
    pub column: usize,
    /// What they become; `None` where each value says it.
    pub tie: Option<Tie>,
    /// By what targets are named.
    pub named_by: Vec<NamedBy>,
    /// Characters between them.
    pub between: String,
    /// True where it points from the add-on to the item.
    pub reversed: bool,
    /// The column with positions.
    pub positions: Option<usize>,
}

impl Bound {
    /// Lays a format over a header.
    pub fn new(format: &Format, columns: &[String]) -> Self {
        let folded: Vec<String> = columns.iter().map(|name| header::folded(name)).collect();
        let twice: Vec<usize> = (0..folded.len())
            .filter(|&place| !folded[place].is_empty() && folded[..place].contains(&folded[place]))
            .collect();
        let find = |names: &[String], free: &dyn Fn(usize) -> bool| -> Vec<usize> {
            let mut found = Vec::new();
            for name in names {
                let known = wanted(name);
                for (place, column) in folded.iter().enumerate() {
                    if !column.is_empty()
                        && header::is(column, &known)
                        && !twice.contains(&place)
                        && !found.contains(&place)
                        && free(place)
                    {
                        found.push(place);
                    }
                }
            }
            found
        };
        let mut used = vec![false; columns.len()];
        let mut fields = Vec::new();
        // Names for anybody's table overlap; a known program's column may mean two things at once.
        let shared = format.name != "csv";
        for (&field, names) in &format.columns {
            let places = find(names, &|place| shared || !used[place]);
            places.iter().for_each(|&place| used[place] = true);
            if !places.is_empty() {
                fields.push((field, places));
            }
        }
        let mut attributes = Vec::new();
        for (name, names) in &format.attributes {
            for place in find(names, &|_| true) {
                used[place] = true;
                attributes.push((place, name.clone()));
            }
        }
        let mut named = Vec::new();
        for [name, value] in &format.attribute_pairs {
            let place = |header: &String| find(std::slice::from_ref(header), &|_| true).first().copied();
            if let (Some(name), Some(value)) = (place(name), place(value)) {
                used[name] = true;
                used[value] = true;
                named.push((name, value));
            }
        }
        let lists = find(&format.attribute_lists, &|_| true);
        lists.iter().for_each(|&place| used[place] = true);
        let mut relations = Vec::new();
        for relation in &format.relations {
            let tie = relation.kind.as_deref().and_then(Tie::parse);
            let positions = find(&relation.positions, &|_| true).first().copied();
            positions.into_iter().for_each(|place| used[place] = true);
            for column in find(&relation.columns, &|place| shared || !used[place]) {
                used[column] = true;
                relations.push(BoundRelation {
                    column,
                    tie,
                    named_by: relation.named_by.clone(),
                    between: relation.between.clone(),
                    reversed: relation.reversed,
                    positions,
                });
            }
        }
        let left_out = (0..columns.len())
            .filter(|&place| !used[place] && !folded[place].is_empty() && !twice.contains(&place))
            .map(|place| (place, header::is_personal(&folded[place])))
            .collect();
        Self { fields, relations, attributes, named, lists, left_out, twice }
    }

    /// The columns of a field.
    pub fn columns(&self, field: Field) -> &[usize] {
        self.fields.iter().find(|(known, _)| *known == field).map_or(&[], |(_, columns)| columns)
    }

    /// True where a field has a column.
    pub fn has(&self, field: Field) -> bool {
        !self.columns(field).is_empty()
    }

    /// True where every field of the format has a column.
    pub fn has_all(&self, format: &Format) -> bool {
        format.columns.keys().all(|&field| self.has(field))
    }

    /// How many columns are understood.
    pub fn understood(&self) -> usize {
        self.fields.iter().map(|(_, columns)| columns.len()).sum::<usize>() + self.relations.len()
    }
}

/// A name of a format as it is compared; a `*` at its ends stays.
fn wanted(name: &str) -> String {
    let (start, end) = (name.starts_with('*'), name.ends_with('*') && name.len() > 1);
    let folded = header::folded(name);
    format!("{}{folded}{}", if start { "*" } else { "" }, if end { "*" } else { "" })
}

/// The format of a file by its columns, among those that may be: all that a format needs has to be there, and of several
/// the one that understands the most columns is taken, of equals the first. The error names what was nearest.
pub fn detect<'a>(formats: impl IntoIterator<Item = &'a Format>, columns: &[String]) -> Option<(&'a Format, Bound)> {
    let folded: Vec<String> = columns.iter().map(|name| header::folded(name)).collect();
    let mut best: Option<(usize, &Format, Bound)> = None;
    for format in formats {
        let known = format.known_by.is_empty()
            || format.known_by.iter().any(|name| folded.iter().any(|column| header::is(column, &wanted(name))));
        if !known {
            continue;
        }
        let bound = Bound::new(format, columns);
        let one = format.needs_one.is_empty() || format.needs_one.iter().any(|&field| bound.has(field));
        if !one || !format.needs.iter().all(|&field| bound.has(field)) || bound.understood() == 0 {
            continue;
        }
        // What is known by a mark of its own goes before what anybody's table may be.
        let marks =
            format.known_by.iter().filter(|name| folded.iter().any(|column| header::is(column, &wanted(name)))).count();
        let score = bound.understood() + 2 * marks;
        if best.as_ref().is_none_or(|(before, ..)| score > *before) {
            best = Some((score, format, bound));
        }
    }
    best.map(|(_, format, bound)| (format, bound))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::format::known;

    fn named(header: &str) -> Option<String> {
        let columns: Vec<String> = header.split(',').map(str::to_owned).collect();
        let formats = known();
        detect(&formats, &columns).map(|(format, _)| format.title.clone())
    }

    #[test]
    fn a_format_is_known_by_its_columns() {
        let table = [
            ("ID,Type,SKU,Name,Published,Regular price,Categories,Parent,Upsells,Cross-sells", "WooCommerce products"),
            ("ID,Typ,Artikelnummer,Name,Regulärer Preis,Kategorien,Zusatzverkäufe", "WooCommerce products"),
            ("Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Variant Price", "Shopify products"),
            ("Title,URL handle,Description,Vendor,SKU,Barcode,Option1 name,Option1 value,Price", "Shopify products"),
            ("Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku", "Shopify orders"),
            (
                "sku,store_view_code,attribute_set_code,product_type,categories,name,price,related_skus",
                "Magento products",
            ),
            ("sku,linked_sku", "Magento links"),
            ("id,name,default_code,barcode,list_price,accessory_product_ids/id", "Odoo products"),
            ("External ID,Name,Internal Reference,Sales Price,Optional Products", "Odoo products"),
            (
                "Product ID,Name *,Categories (x\u{201a}y\u{201a}z...),Price tax excluded,Reference #,EAN13",
                "PrestaShop products",
            ),
            ("Token,Item Name,Variation Name,SKU,Description,Category,GTIN,Price", "Square item library"),
            ("Date,Time,Category,Item,Qty,SKU,Modifiers Applied,Gross Sales,Transaction ID", "Square item sales"),
            ("System ID,UPC,EAN,Custom SKU,Manufact. SKU,Item,Price", "Lightspeed items"),
            ("id,handle,sku,composite_handle,composite_sku,name,retail_price,supply_price", "Lightspeed items"),
            ("id,title,description,link,price,availability,gtin,brand", "Google product feed"),
            ("Artikelnummer,Bezeichnung,EAN,Preis,Bestand,Zubehör", "a table of items"),
            ("SKU,Name,EAN,Price", "a table of items"),
            ("sku,name,price", "a table of items"),
            ("basket_id,timestamp,sku,quantity,price,customer", "a table of sales"),
            ("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country", "a table of sales"),
            ("item,add_on,kind,ask,say", "a table of links"),
            ("First Name,Last Name,Email,Accepts Email Marketing,Company", "a list of customers"),
        ];
        for (header, title) in table {
            assert_eq!(named(header).as_deref(), Some(title), "{header}");
        }
        assert_eq!(named("temperature,humidity"), None);
    }
}
