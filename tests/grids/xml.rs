//! BMEcat catalogs and product feeds, and XML that is neither.

use goeswith::import::grid::{AND, PART, Written, xml};

use crate::{Seen, file};

pub(crate) const BMECAT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<BMECAT version="2005" xmlns="http://www.bmecat.org/bmecat/2005fd">
 <HEADER><CATALOG><LANGUAGE>deu</LANGUAGE><CURRENCY>EUR</CURRENCY></CATALOG></HEADER>
 <T_NEW_CATALOG>
  <CATALOG_GROUP_SYSTEM>
   <CATALOG_STRUCTURE type="root"><GROUP_ID>1</GROUP_ID><GROUP_NAME>Katalog</GROUP_NAME><PARENT_ID>0</PARENT_ID></CATALOG_STRUCTURE>
   <CATALOG_STRUCTURE type="node"><GROUP_ID>2</GROUP_ID><GROUP_NAME>Elektro</GROUP_NAME><PARENT_ID>1</PARENT_ID></CATALOG_STRUCTURE>
   <CATALOG_STRUCTURE type="leaf"><GROUP_ID>3</GROUP_ID><GROUP_NAME>Schalter</GROUP_NAME><PARENT_ID>2</PARENT_ID></CATALOG_STRUCTURE>
  </CATALOG_GROUP_SYSTEM>
  <PRODUCT mode="new">
   <SUPPLIER_PID>S-1</SUPPLIER_PID>
   <PRODUCT_DETAILS>
    <DESCRIPTION_SHORT lang="deu">Schalter &amp; Rahmen, wei&#223;</DESCRIPTION_SHORT>
    <DESCRIPTION_SHORT lang="eng">Switch</DESCRIPTION_SHORT>
    <DESCRIPTION_LONG><![CDATA[<p>Für <b>innen</b></p>]]></DESCRIPTION_LONG>
    <INTERNATIONAL_PID type="gtin">4006381333931</INTERNATIONAL_PID>
    <MANUFACTURER_PID>0815</MANUFACTURER_PID>
    <MANUFACTURER_NAME>Acme</MANUFACTURER_NAME>
    <KEYWORD>Taster</KEYWORD><KEYWORD>UP</KEYWORD>
   </PRODUCT_DETAILS>
   <PRODUCT_FEATURES>
    <FEATURE><FNAME>Breite</FNAME><FVALUE>80</FVALUE><FUNIT>mm</FUNIT></FEATURE>
    <FEATURE><FNAME>Farbe</FNAME><FVALUE>weiß</FVALUE><FVALUE>grau</FVALUE></FEATURE>
   </PRODUCT_FEATURES>
   <PRODUCT_PRICE_DETAILS>
    <PRODUCT_PRICE price_type="net_customer"><PRICE_AMOUNT>3.10</PRICE_AMOUNT></PRODUCT_PRICE>
    <PRODUCT_PRICE price_type="nrp"><PRICE_AMOUNT>9.95</PRICE_AMOUNT><PRICE_CURRENCY>CHF</PRICE_CURRENCY><TAX>0.19</TAX></PRODUCT_PRICE>
   </PRODUCT_PRICE_DETAILS>
   <PRODUCT_REFERENCE type="accessories"><PROD_ID_TO>S-2</PROD_ID_TO></PRODUCT_REFERENCE>
   <PRODUCT_REFERENCE type="similar"><PROD_ID_TO>S-3</PROD_ID_TO></PRODUCT_REFERENCE>
  </PRODUCT>
  <PRODUCT_TO_CATALOGGROUP_MAP><PROD_ID>S-1</PROD_ID><CATALOG_GROUP_ID>3</CATALOG_GROUP_ID></PRODUCT_TO_CATALOGGROUP_MAP>
 </T_NEW_CATALOG>
</BMECAT>
"#;

pub(crate) const FEED: &str = r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>The shop</title><link>https://example.com</link>
<item>
 <g:id>A1</g:id><title>Wood stain</title><g:title>Wood stain</g:title><link>https://example.com/a1</link>
 <description><![CDATA[Oak, 2.5 l]]></description><g:gtin>4006381333931</g:gtin><g:price>31.99 EUR</g:price>
 <g:product_type>Paint &gt; Stain</g:product_type><g:product_type>Garden</g:product_type>
 <g:related_product><g:relationship_type>accessory</g:relationship_type><g:identifier_type>id</g:identifier_type><g:identifier>B2</g:identifier></g:related_product>
 <g:related_product><g:relationship_type>substitute</g:relationship_type><g:identifier_type>gtin</g:identifier_type><g:identifier>40123455</g:identifier></g:related_product>
</item>
<item><g:id>B2</g:id><title>Brush</title></item>
</channel></rss>
"#;

fn named(seen: &Seen, row: usize) -> Vec<(&str, String)> {
    let readable = |text: &str| text.replace(AND, " && ").replace(PART, " / ");
    let header = seen.headers[0].2.split('|');
    let cells = seen.rows[row].1.split('|');
    header.zip(cells).filter(|(_, cell)| !cell.is_empty()).map(|(name, cell)| (name, readable(cell))).collect()
}

fn pairs<'a>(pairs: &[(&'a str, &str)]) -> Vec<(&'a str, String)> {
    pairs.iter().map(|&(name, text)| (name, text.to_owned())).collect()
}

#[test]
fn a_catalog_of_a_supplier_is_read() {
    let seen = file("catalog.xml", BMECAT.as_bytes());
    assert_eq!((seen.written.as_slice(), seen.said.len()), (&[Written::Bmecat][..], 0));
    assert_eq!(seen.headers[0], ("catalog.xml".to_owned(), 0, xml::BMECAT.join("|")));
    assert_eq!(seen.rows[0].0, 10);
    let expected = [
        ("SUPPLIER_PID", "S-1"),
        ("DESCRIPTION_SHORT", "Schalter & Rahmen, weiß"),
        ("DESCRIPTION_LONG", "<p>Für <b>innen</b></p>"),
        ("INTERNATIONAL_PID", "4006381333931"),
        ("KEYWORD", "Taster && UP"),
        ("MANUFACTURER_NAME", "Acme"),
        ("MANUFACTURER_PID", "0815"),
        ("PRICE_AMOUNT", "9.95"),
        ("PRICE_CURRENCY", "CHF"),
        ("PRICE_TYPE", "nrp"),
        ("TAX", "0.19"),
        ("FEATURE", "Breite / 80 mm && Farbe / weiß, grau"),
        ("PRODUCT_REFERENCE", "accessories / SUPPLIER_PID / S-2 && similar / SUPPLIER_PID / S-3"),
        ("CATALOG_GROUP", "Elektro / Schalter"),
        ("MODE", "new"),
    ];
    assert_eq!(named(&seen, 0), pairs(&expected));
}

#[test]
fn a_catalog_of_version_1_2_in_latin_1_is_read() {
    let text = "<?xml version='1.0' encoding='ISO-8859-1'?><!DOCTYPE BMECAT SYSTEM 'bmecat_new_catalog_1_2.dtd'>\n\
        <b:BMECAT xmlns:b='x' version='1.2'><b:HEADER><b:CATALOG><b:CURRENCY>EUR</b:CURRENCY></b:CATALOG></b:HEADER>\
        <b:T_NEW_CATALOG><b:ARTICLE>\n<b:SUPPLIER_AID>7</b:SUPPLIER_AID><b:ARTICLE_DETAILS><b:DESCRIPTION_SHORT>Größe</b:DESCRIPTION_SHORT>\
        <b:EAN>40123455</b:EAN></b:ARTICLE_DETAILS><b:ARTICLE_PRICE_DETAILS><b:ARTICLE_PRICE price_type='net_list'>\
        <b:PRICE_AMOUNT>1</b:PRICE_AMOUNT></b:ARTICLE_PRICE></b:ARTICLE_PRICE_DETAILS>\
        <b:ARTICLE_REFERENCE type='mandatory'><b:ART_ID_TO>8</b:ART_ID_TO></b:ARTICLE_REFERENCE></b:ARTICLE></b:T_NEW_CATALOG></b:BMECAT>";
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let expected = [
        ("SUPPLIER_PID", "7"),
        ("DESCRIPTION_SHORT", "Größe"),
        ("INTERNATIONAL_PID", "40123455"),
        ("PRICE_AMOUNT", "1"),
        ("PRICE_CURRENCY", "EUR"),
        ("PRICE_TYPE", "net_list"),
        ("PRODUCT_REFERENCE", "mandatory / SUPPLIER_PID / 8"),
    ];
    let seen = file("catalog.xml", &bytes);
    assert_eq!(seen.said, [] as [&str; 0]);
    assert_eq!(named(&seen, 0), pairs(&expected));
    let wide: Vec<u8> = text.replace("ISO-8859-1", "UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(named(&file("catalog.xml", &[b"\xff\xfe", &wide[..]].concat()), 0), pairs(&expected));
}

#[test]
fn a_feed_is_read_with_its_relations() {
    let seen = file("feed.xml", FEED.as_bytes());
    assert_eq!((seen.written.as_slice(), seen.said.len(), seen.rows.len()), (&[Written::Feed][..], 0, 2));
    let expected = [
        ("id", "A1"),
        ("title", "Wood stain"),
        ("description", "Oak, 2.5 l"),
        ("link", "https://example.com/a1"),
        ("gtin", "4006381333931"),
        ("price", "31.99 EUR"),
        ("product_type", "Paint > Stain && Garden"),
        ("related_product", "accessory / id / B2 && substitute / gtin / 40123455"),
    ];
    assert_eq!(named(&seen, 0), pairs(&expected));
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:g='x'><entry><g:id>A</g:id><title>Caf&#xe9;&nbsp;</title>\
        <link href='https://example.com/a'/><summary>S</summary></entry></feed>";
    let expected = [("id", "A"), ("title", "Café&nbsp;"), ("description", "S"), ("link", "https://example.com/a")];
    assert_eq!(named(&file("atom.xml", atom.as_bytes()), 0), pairs(&expected));
}

#[test]
fn a_feed_that_is_cut_gives_what_is_whole_and_says_so() {
    let cut = FEED.find("<item><g:id>B2").unwrap() + 20;
    let seen = file("feed.xml", &FEED.as_bytes()[..cut]);
    assert_eq!(seen.rows.len(), 1);
    assert_eq!(seen.said, ["feed.xml:10:1: error: file ends within an element; fetch it again"]);
}

#[test]
fn xml_that_is_neither_or_wants_to_grow_is_refused() {
    let said = |text: &str| file("t.xml", text.as_bytes()).said;
    let neither =
        "t.xml:1:1: error: file is an XML file, neither BMEcat nor a product feed: its first element is order";
    assert_eq!(said("<?xml version='1.0'?><!-- x --><o:order xmlns:o='x'/>"), [neither]);
    let laughs = "<!DOCTYPE rss [\n<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>\n]><rss><item><id>&b;</id></item></rss>";
    assert_eq!(said(laughs), ["t.xml:3:1: error: file declares entities of its own, which are not expanded"]);
    let deep = format!("<rss>\n<item>{}", "<x>".repeat(100));
    assert_eq!(said(&deep), ["t.xml:2:1: error: elements stand more than 64 deep in one another"]);
    let long =
        format!("<rss><item>\n<id>1</id><title>{}</title></item><item><id>2</id></item></rss>", "x".repeat(70_000));
    let seen = file("t.xml", long.as_bytes());
    assert_eq!((seen.rows.len(), seen.said), (1, vec!["t.xml:2:2: error: text is longer than 64 KiB".to_owned()]));
    let sheet = "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>";
    assert!(said(sheet)[0].contains("Excel 2003"));
}
