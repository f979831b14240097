//! Exports of other programs → a source, and from there to what the counter says. The files are written for the purpose,
//! after what these programs are known to write.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shop;

use shop::{Run, Shop};

const WOO: &str = "\u{feff}ID,Type,SKU,\"GTIN, UPC, EAN, or ISBN\",Name,Published,\"Short description\",Stock,\"Sale price\",\"Regular price\",Categories,Tags,Parent,\"Grouped products\",Upsells,Cross-sells,\"Attribute 1 name\",\"Attribute 1 value(s)\"\n\
    10,simple,CAM-1,4006381333931,\"Camera <b>One</b> &amp; lens\",1,\"<p>Line\nbreak</p>\",3,,499.00,\"Photo > Cameras, New\",\"travel, light\",,,CAM-2,\"bag\\, l, id:14, SD-64\",,\n\
    11,simple,CAM-2,,Camera Two,1,,,,699,Photo > Cameras,,,,,,,\n\
    12,simple,\"BAG, L\",,Bag,1,,5,,39.90,Photo > Bags,,,,,,,\n\
    14,simple,,,Tripod,1,,,,59,Photo,,,,,,,\n\
    15,variable,SHIRT,,Shirt,1,,,,,Clothing,,,,,SD-64,Color,\"Red, Blue\"\n\
    16,variation,SHIRT-R,,Shirt - Red,1,,4,,19,,,SHIRT,,,,Color,Red\n\
    17,variation,SHIRT-B,,Shirt - Blue,1,,,15,19,,,id:15,,,,Color,Blue\n\
    18,grouped,SET,,Starter set,1,,,,,Photo,,,\"CAM-1, BAG\\, L\",,,,\n\
    19,simple,OLD,,Draft,-1,,,,5,,,,,,,,\n\
    20,simple,SD-64,,Memory card 64 GB,1,,,,'12.5,Photo,,,,,,,\n";

fn import(files: &[(&str, &str)], more: &[&str]) -> (Shop, Run) {
    let mut shop = Shop::new();
    for (name, text) in files {
        shop = shop.file(name, text);
    }
    let names = files.iter().map(|(name, _)| *name);
    let arguments: Vec<&str> =
        ["import"].into_iter().chain(names).chain(["-o", "my-shop"]).chain(more.iter().copied()).collect();
    let ran = shop.run(&arguments);
    (shop, ran)
}

fn text(shop: &Shop, name: &str) -> String {
    std::fs::read_to_string(shop.path().join("my-shop").join(name)).unwrap_or_default()
}

/// Imports, checks and builds without an error, and gives the source.
fn good(files: &[(&str, &str)]) -> Shop {
    let (shop, ran) = import(files, &[]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let built = shop.run(&["catalog", "build", "my-shop", "-o", "shop.db"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    shop
}

/// What the source has, file by file.
fn whole(shop: &Shop) -> String {
    let mut all = String::new();
    for name in ["items.csv", "links.csv", "pairs.csv"] {
        if shop.has(&format!("my-shop/{name}")) {
            all += "== ";
            all += name;
            all += "\n";
            all += &text(shop, name);
        }
    }
    all
}

#[test]
fn woocommerce_products() {
    let shop = good(&[("products.csv", WOO)]);
    insta::assert_snapshot!(whole(&shop));
    let said = shop.run(&["--catalog", "shop.db", "suggest", "4006381333931"]).stdout;
    assert!(said.starts_with("1  Bag  39.90 USD  5 left  [BAG, L, accessory]"), "{said}");
}

#[test]
fn woocommerce_in_the_language_of_the_shop() {
    let shop = good(&[(
        "produkte.csv",
        "ID;Typ;Artikelnummer;Name;Regulärer Preis (€);Kategorien;Zusatzverkäufe;Querverkäufe\n\
         1;simple;A;Kanne;\"1.299,00\";Küche > Kannen;;B\n2;simple;B;Tasse;\"3,50\";Küche;A;\n",
    )]);
    insta::assert_snapshot!(whole(&shop));
}

#[test]
fn shopify_products_of_both_headings() {
    let shop = good(&[(
        "products_export.csv",
        "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Barcode,Image Src,Status,\"Complementary products (product.metafields.shopify--discovery--product_recommendation.complementary_products)\",\"Related products (product.metafields.shopify--discovery--product_recommendation.related_products)\"\n\
         mug,Mug,<p>x</p>,Clay & Co,Home > Kitchen,Mugs,\"gift, tea\",TRUE,Color,Red,Size,L,MUG-R,4,9.00,'0036000291452,a.jpg,active,\"coaster, tea-tin; gone\",teapot\n\
         mug,,,,,,,,,Blue,,L,MUG-B,0,9.50,,b.jpg,,,\n\
         mug,,,,,,,,,,,,,,,,c.jpg,,,\n\
         coaster,Coaster,,,,,,TRUE,Title,Default Title,,,,,3.00,,,active,,\n\
         tea-tin,Tea tin,,,,,,TRUE,Title,Default Title,,,TIN,,12.00,,,active,,\n\
         teapot,Teapot,,,,,,TRUE,Title,Default Title,,,POT,,32.00,,,active,,\n\
         old,Old thing,,,,,,TRUE,Title,Default Title,,,OLD,,1.00,,,archived,,\n",
    )]);
    insta::assert_snapshot!(whole(&shop));
    let shop = good(&[(
        "products.csv",
        "Title,URL handle,Description,Vendor,Product category,Type,Tags,Status,SKU,Barcode,Option1 name,Option1 value,Price,Cost per item,Inventory quantity\n\
         Scarf,scarf,,Wool,,Scarves,,Active,,,Colour,Grey,25,10,3\n,scarf,,,,,,,,,,Black,25,10,0\n",
    )]);
    insta::assert_snapshot!(whole(&shop));
}

#[test]
fn magento_products_and_their_files_of_links() {
    let shop = good(&[
        (
            "catalog_product.csv",
            "sku,store_view_code,attribute_set_code,product_type,categories,product_websites,name,product_online,price,additional_attributes,qty,related_skus,related_position,crosssell_skus,crosssell_position,upsell_skus,associated_skus,configurable_variations\n\
             24-MB01,,Bag,simple,\"Default Category/Gear,Default Category/Gear/Bags\",base,Duffle bag,1,34.0000,\"activity=Gym,material=Nylon\",100.0000,24-UG01,1,\"24-WG01,24-WG02\",\"2,1\",24-MB02,,\n\
             24-MB01,fr,Bag,simple,,,Sac,,,,,,,,,,,\n\
             24-MB02,,Bag,simple,Default Category/Gear/Bags,base,Messenger bag,1,45,,20,,,,,,,\n\
             24-UG01,,Gear,simple,Default Category/Gear,base,Foam brick,1,5,,3,,,,,,,\n\
             24-WG01,,Gear,simple,,base,Watch,1,54,,3,,,,,,,\n\
             24-WG02,,Gear,simple,,base,Clock,1,92,,3,,,,,,,\n\
             TEE,,Top,configurable,,base,Tee,1,,,,,,24-WG01,,,,\"sku=TEE-S,size=S|sku=TEE-M,size=M\"\n\
             TEE-S,,Top,simple,,base,Tee S,1,18,,1,,,,,,,\n\
             TEE-M,,Top,simple,,base,Tee M,1,18,,1,,,,,,,\n\
             KIT,,Gear,grouped,,base,Gym kit,1,,,,,,,,,\"24-UG01=1.0000,24-MB01=1.0000\",\n\
             OFF,,Gear,simple,,base,Not sold,2,1,,,,,,,,,\n",
        ),
        ("products_crosssell.csv", "sku,linked_sku\n24-MB02,\"24-WG01\n24-WG02\"\n"),
        ("products_upsell.csv", "sku,linked_sku\n24-WG01,24-WG02\n"),
    ]);
    insta::assert_snapshot!(whole(&shop));
}

#[test]
fn odoo_with_relations_on_rows_of_their_own() {
    let shop = good(&[(
        "product.template.csv",
        "id,name,default_code,barcode,list_price,standard_price,categ_id,detailed_type,accessory_product_ids/id,optional_product_ids,alternative_product_ids/id\n\
         p.desk,\"Desk, large\",DESK,4006381333931,\"1,200.50\",800,All / Furniture / Desks,product,p.lamp,Desk pad,p.desk2\n\
         ,,,,,,,,p.mount,\"Assembly, at home\",\n\
         p.desk2,Desk small,DESK-2,,700,,All / Furniture / Desks,product,,,\n\
         p.lamp,Lamp,LAMP,,30,,All / Light,product,,,\n\
         p.mount,Mount,,,15.25,,All,product,,,\n\
         p.pad,Desk pad,PAD,,9.99,,All,product,,,\n\
         p.ass,\"Assembly, at home\",ASSEMBLY,,49,,All,service,,,\n",
    )]);
    insta::assert_snapshot!(whole(&shop));
}

#[test]
fn odoo_by_the_names_it_shows() {
    let shop = good(&[(
        "products.csv",
        "External ID,Name,Internal Reference,Sales Price,Accessory Products\n\
         t1,Desk,DESK,750.00,\"[E-6] Corner Desk, right,Desk Organizer,[LAMP] Lamp (Steel, White)\"\n\
         t2,\"Corner Desk, right\",E-6,147.00,\nt3,Desk Organizer,ORG,5.10,\nt4,Lamp,LAMP,30.00,\n",
    )]);
    let links = text(&shop, "links.csv");
    for link in ["DESK,E-6,accessory", "DESK,ORG,accessory", "DESK,LAMP,accessory"] {
        assert!(links.contains(link), "{link}: {links}");
    }
}

#[test]
fn prestashop_products() {
    let shop = good(&[(
        "products.csv",
        "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax included;Wholesale price;Reference #;Manufacturer;EAN13;UPC;Quantity;Tags (x,y,z...);Accessories (x,y,z...)\n\
         1;1;Blouse;Home,Women > Tops;16,51;4,95;DEMO_1;Fashion;4006381333932;;36;red,cotton;DEMO_2,3\n\
         2;1;Belt;Accessories;9,90;;DEMO_2;;;;;;\n3;1;Hat;12;19,00;;;;;;;;\n4;0;Gone;12;19,00;;X;;;;;;\n",
    )]);
    insta::assert_snapshot!(whole(&shop));
}

#[test]
fn square_items_and_sales() {
    let shop = good(&[
        (
            "catalog.csv",
            "Token,Item Name,Variation Name,SKU,Description,Category,GTIN,Price,Current Quantity Main St,New Quantity Main St\n\
             T1,Latte,Small,LAT-S,,Coffee,,$3.50,,\nT2,Latte,Large,LAT-L,,Coffee,,$4.50,,\nT3,Muffin,Regular,,,Food,,$2.75,,\n",
        ),
        (
            "items.csv",
            "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Customer Name\n\
             05/14/24,09:12:01,Berlin,Coffee,Latte,1,Large,LAT-L,\"Oat milk, Extra shot\",$4.50,$0.00,$4.50,$0.30,TX1,P1,Till A,for Ana,http://x,Payment,Main St,Ana Secret\n\
             05/14/24,09:12:01,Berlin,Food,Muffin,2,Regular,,,$5.50,$0.00,$5.50,$0.30,TX1,P1,Till A,,http://x,Payment,Main St,Ana Secret\n\
             05/15/24,10:00:00,Berlin,Food,Muffin,1,Regular,,,$2.75,$0.00,$2.75,$0.30,TX2,P2,Till A,,http://x,Refund,Main St,\n",
        ),
    ]);
    insta::assert_snapshot!(format!("{}== sales\n{}", whole(&shop), text(&shop, "sales/square.csv")));
    nothing_of(&shop, "Ana");
}

/// No file of a source holds a text.
fn nothing_of(shop: &Shop, secret: &str) {
    for folder in ["my-shop", "my-shop/sales", "my-shop/imports"] {
        let Ok(entries) = std::fs::read_dir(shop.path().join(folder)) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            assert!(!std::fs::read_to_string(&path).unwrap().contains(secret), "{}", path.display());
        }
    }
}

#[test]
fn shopify_orders_know_items_by_name_and_keep_no_names_of_people() {
    let orders = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Street,Shipping Phone,Notes,Cancelled at,Refunded Amount,Employee,Id\n\
        #1001,ana@example.com,paid,x,GBP,12,12,2024-03-01 10:00:00 +0100,1,Mug - Red / L,9.00,,Ana Okafor,1 Mill Lane,+44 20 7946,ring Ana,,0.00,Staff Jo,55\n\
        #1001,ana@example.com,,,,,,2024-03-01 10:00:00 +0100,2,Coaster,3.00,COA,,,,,,,,\n\
        #1002,bo@example.com,paid,,GBP,9,9,2024-03-02 10:00:00 +0100,1,Mug - Red / L,9.00,,Bo,,,,2024-03-03,0.00,,\n\
        #1003,bo@example.com,refunded,,GBP,9,9,2024-03-04 10:00:00 +0100,1,Mug - Red / L,9.00,,Bo,,,,,9.00,,\n\
        #1004,bo@example.com,paid,,GBP,4,4,2024-03-05 10:00:00 +0100,1,Unknown thing,4.00,,Bo,,,,,0,,\n";
    let shop = good(&[
        (
            "products.csv",
            "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price\nmug,Mug,Color,Red,Size,L,MUG-R,9.00\ncoaster,Coaster,Title,Default Title,,,COA,3\n",
        ),
        ("orders.csv", orders),
    ]);
    insta::assert_snapshot!(format!("{}\n{}", text(&shop, "sales/shopify.csv"), text(&shop, "shop.toml")));
    for secret in ["Ana", "example.com", "Mill Lane", "7946", "Staff Jo"] {
        nothing_of(&shop, secret);
    }
    let again = shop.run(&["import", "orders.csv", "-o", "my-shop"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(again.stdout.contains("dropped at reading, kept nowhere: Email, Billing Name"), "{}", again.stdout);
    assert!(again.stdout.contains("0 receipts added, 1 came again"), "{}", again.stdout);
    assert!(!again.stdout.contains("Ana") && !again.stderr.contains("Ana"), "{}{}", again.stdout, again.stderr);
}

#[test]
fn odoo_point_of_sale() {
    let shop = good(&[
        ("products.csv", "id,name,default_code,list_price\np.1,Desk,DESK,100\np.2,Lamp,LAMP,20\n"),
        (
            "pos.csv",
            "Order Ref,Date,Lines/Product,lines/product_id,lines/qty,lines/price_unit,Customer\n\
             Shop/0001,2024-05-01 10:00:00,,[DESK] Desk,1,100,Bo\n,,,Lamp,2,20,\nShop/0002,2024-05-01 11:00:00,,Lamp,-1,20,\n",
        ),
    ]);
    insta::assert_snapshot!(text(&shop, "sales/odoo.csv"));
}

#[test]
fn lightspeed_of_both_series() {
    let shop = good(&[(
        "items.csv",
        "System ID,UPC,EAN,Custom SKU,Manufact. SKU,Item,Qty.,Price,Default Cost,Category,Brand\n\
         210000000001,036000291452,,RED-1,M-1,Red bike,2,\"$1,299.00\",$700.00,Bikes,Velo\n210000000002,,,,M-2,Blue bike,1,$999.00,,Bikes,Velo\n",
    )]);
    insta::assert_snapshot!(whole(&shop));
    let shop = good(&[(
        "product-export.csv",
        "id,handle,sku,composite_handle,composite_sku,composite_quantity,name,description,product_category,variant_option_one_name,variant_option_one_value,supply_price,retail_price,brand_name,inventory_Main\n\
         a1,tee,1001,,,,Tee,,Tops,Size,S,5,15,Cotton,3\na2,tee,1002,,,,Tee,,Tops,Size,M,5,15,Cotton,4\na3,pack,1003,,1001,2,Two tees,,Tops,,,10,28,Cotton,\n",
    )]);
    insta::assert_snapshot!(whole(&shop));
}

#[test]
fn google_feeds_as_text_and_as_xml() {
    let shop = good(&[(
        "feed.tsv",
        "id\ttitle\tprice\tgtin\tbrand\titem_group_id\tcolor\tproduct_type\tavailability\trelated_product\n\
         P1\tPrinter\t129.00 EUR\t4006381333931\tAcme\t\t\tOffice > Printers\tin stock\trequired_part:id:I1,accessory:gtin:4006381333948,often_bought_with:id:P2\n\
         I1\tInk\t15.00 EUR\t\tAcme\t\t\tOffice > Ink\tin stock\t\nC1\tCable\t5.00 EUR\t4006381333948\t\t\t\t\tin stock\t\n\
         P2\tShirt\t20 EUR\t\t\tG\tred\t\tin stock\t\nP3\tShirt\t20 EUR\t\t\tG\tblue\t\tin stock\tsubstitute:id:GONE\n",
    )]);
    insta::assert_snapshot!(whole(&shop));
    let shop = good(&[(
        "feed.xml",
        "<?xml version=\"1.0\"?><rss xmlns:g=\"http://base.google.com/ns/1.0\" version=\"2.0\"><channel><title>Shop</title>\
         <item><g:id>A</g:id><title>Tent &amp; poles</title><g:price>99.00 GBP</g:price>\
         <g:related_product><g:relationship_type>accessory</g:relationship_type><g:identifier_type>id</g:identifier_type><g:identifier>B</g:identifier></g:related_product>\
         <g:related_product><g:relationship_type>substitute</g:relationship_type><g:identifier_type>gtin</g:identifier_type><g:identifier>4006381333931</g:identifier></g:related_product></item>\
         <item><g:id>B</g:id><title>Pegs, ten</title><g:price>4.50 GBP</g:price></item>\
         <item><g:id>C</g:id><title>Big tent</title><g:price>199.00 GBP</g:price><g:gtin>4006381333931</g:gtin></item></channel></rss>",
    )]);
    insta::assert_snapshot!(whole(&shop));
}

#[test]
fn bmecat_of_both_versions() {
    let of_2005 = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><BMECAT version=\"2005\" xmlns=\"http://www.bmecat.org/bmecat/2005fd\"><HEADER><CATALOG><LANGUAGE>deu</LANGUAGE><CURRENCY>EUR</CURRENCY></CATALOG></HEADER><T_NEW_CATALOG>\
        <PRODUCT mode=\"new\"><SUPPLIER_PID>1001</SUPPLIER_PID><PRODUCT_DETAILS><DESCRIPTION_SHORT>Drill</DESCRIPTION_SHORT><INTERNATIONAL_PID type=\"ean\">4006381333931</INTERNATIONAL_PID><MANUFACTURER_NAME>Acme</MANUFACTURER_NAME></PRODUCT_DETAILS>\
        <PRODUCT_FEATURES><FEATURE><FNAME>Voltage</FNAME><FVALUE>18</FVALUE><FUNIT>V</FUNIT></FEATURE></PRODUCT_FEATURES>\
        <PRODUCT_PRICE_DETAILS><PRODUCT_PRICE price_type=\"net_list\"><PRICE_AMOUNT>129.00</PRICE_AMOUNT><PRICE_CURRENCY>EUR</PRICE_CURRENCY></PRODUCT_PRICE></PRODUCT_PRICE_DETAILS>\
        <PRODUCT_REFERENCE type=\"accessories\"><PROD_ID_TO>1002</PROD_ID_TO></PRODUCT_REFERENCE><PRODUCT_REFERENCE type=\"mandatory\"><PROD_ID_TO>1003</PROD_ID_TO></PRODUCT_REFERENCE><PRODUCT_REFERENCE type=\"sparepart\"><PROD_ID_TO>9999</PROD_ID_TO></PRODUCT_REFERENCE></PRODUCT>\
        <PRODUCT><SUPPLIER_PID>1002</SUPPLIER_PID><PRODUCT_DETAILS><DESCRIPTION_SHORT>Bits, ten</DESCRIPTION_SHORT></PRODUCT_DETAILS></PRODUCT>\
        <PRODUCT><SUPPLIER_PID>1003</SUPPLIER_PID><PRODUCT_DETAILS><DESCRIPTION_SHORT>Battery</DESCRIPTION_SHORT></PRODUCT_DETAILS></PRODUCT></T_NEW_CATALOG></BMECAT>";
    let of_1_2 = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><BMECAT version=\"1.2\"><HEADER/><T_NEW_CATALOG><ARTICLE><SUPPLIER_AID>A</SUPPLIER_AID><ARTICLE_DETAILS><DESCRIPTION_SHORT>S\u{e4}ge</DESCRIPTION_SHORT><EAN>4006381333931</EAN></ARTICLE_DETAILS>\
        <ARTICLE_REFERENCE type=\"accessories\"><ART_ID_TO>B</ART_ID_TO></ARTICLE_REFERENCE></ARTICLE><ARTICLE><SUPPLIER_AID>B</SUPPLIER_AID><ARTICLE_DETAILS><DESCRIPTION_SHORT>Blatt</DESCRIPTION_SHORT></ARTICLE_DETAILS></ARTICLE></T_NEW_CATALOG></BMECAT>";
    insta::assert_snapshot!(whole(&good(&[("catalog.xml", of_2005)])));
    let shop = Shop::new();
    shop.write("old.xml", &of_1_2.chars().map(|c| c as u8).collect::<Vec<_>>());
    let ran = shop.run(&["import", "old.xml", "-o", "my-shop"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    insta::assert_snapshot!(whole(&shop));
}

#[test]
fn schema_org_products_point_from_the_accessory() {
    let shop = good(&[(
        "products.jsonld",
        r#"[{"@type":"Product","sku":"CASE","name":"Case","offers":{"price":"9.90","priceCurrency":"EUR"},
            "isAccessoryOrSparePartFor":{"@type":"Product","sku":"PHONE"}},
           {"@type":"Product","sku":"PHONE","name":"Phone","offers":[{"price":499,"priceCurrency":"EUR"}],
            "isSimilarTo":[{"sku":"PHONE-2"},{"sku":"GONE"}]},
           {"@type":"Product","sku":"PHONE-2","name":"Phone two"}]"#,
    )]);
    let links = text(&shop, "links.csv");
    assert!(links.contains("PHONE,CASE,accessory") && links.contains("PHONE,PHONE-2,substitute"), "{links}");
}

#[test]
fn anybodys_table() {
    let shop = good(&[(
        "artikel.csv",
        "Artikelnummer;Bezeichnung;EAN;VK-Preis;Bestand;Warengruppe;Zubehör\n\
         0815;Bohrmaschine;4006381333931;\"1.299,00 €\";3;Werkzeug > Bohren;0816|Koffer, groß\n\
         0816;Bohrer;;2,49 €;120;Werkzeug;\n0817;\"Koffer, groß\";;19,00 €;;;\n",
    )]);
    insta::assert_snapshot!(whole(&shop));
}

#[test]
fn importing_again_lays_in_what_is_new_and_keeps_what_people_wrote() {
    let first = "ID,Type,SKU,Name,Regular price,Stock,Cross-sells,Upsells\n1,simple,A,Kettle,20,3,\"B, C, LATER\",\n2,simple,B,Filter,5,9,,\n3,simple,C,Cup,3,9,,\n4,simple,D,Pot,30,1,,\n";
    let shop = good(&[("products.csv", first)]);
    // A person at a spreadsheet: a sentence, a link taken out, a link made something else, a column, an item, a price's cost.
    shop.write(
        "my-shop/links.csv",
        b"item,add_on,kind,priority,ask,say\nA,B,required,5,Hard water?,\"It keeps, the taste.\"\nD,A,not_with,,,\n",
    );
    shop.write(
        "my-shop/items.csv",
        "sku;name;price;cost;stock;shelf colour\nC;Cup;3.00;;9;blue\nA;Kettle;20.00;11.00;3;red\nB;Filter;5.00;;9;\nD;Pot;30.00;;1;\nOWN;Own thing;1.00;;;\n".as_bytes(),
    );
    let second = "ID,Type,SKU,Name,Regular price,Stock,Cross-sells,Upsells\n1,simple,A,Kettle,22.5,3,\"B, C, LATER\",\n2,simple,B,Filter,5,,,\n3,simple,C,Cup,3,9,,\n5,simple,LATER,Descaler,4,1,,D\n6,simple,E,Tray,8,1,A,\n";
    shop.write("products.csv", second.as_bytes());
    let dry = shop.run(&["import", "products.csv", "-o", "my-shop", "--dry-run"]);
    let before = (text(&shop, "items.csv"), text(&shop, "links.csv"));
    let again = shop.run(&["import", "products.csv", "-o", "my-shop"]);
    assert_eq!((dry.code, again.code), (0, 0), "{}", again.stderr);
    assert_eq!(dry.stdout, again.stdout, "a dry run says the same");
    assert!(before.0.starts_with("sku;name;price;cost"), "and writes nothing");
    insta::assert_snapshot!(format!("{}\n{}", again.stdout, whole(&shop)));
    let third = shop.run(&["import", "products.csv", "-o", "my-shop"]);
    assert_eq!(third.code, 0);
    assert!(third.stdout.contains("0 added, 0 changed, 5 as they were"), "{}", third.stdout);
    let sales = "basket_id,sku,timestamp\n1,A,2026-01-01\n1,B,2026-01-01\n";
    shop.write("sales.csv", sales.as_bytes());
    let items = text(&shop, "items.csv");
    assert_eq!(shop.run(&["import", "sales.csv", "-o", "my-shop"]).code, 0);
    assert_eq!(text(&shop, "items.csv"), items, "sales wipe no items");
}

#[test]
fn what_waits_for_an_item_is_linked_when_it_comes() {
    let shop = good(&[("a.csv", "sku,name,price,accessories\nA,Kettle,20,LATER|LATER2\n")]);
    assert!(!shop.has("my-shop/links.csv"));
    shop.write("b.csv", b"sku,name,price\nLATER,Descaler,4\n");
    let ran = shop.run(&["import", "b.csv", "-o", "my-shop"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(text(&shop, "links.csv").contains("A,LATER,accessory"), "{}", text(&shop, "links.csv"));
    assert!(ran.stdout.contains("A \u{2192} LATER2"), "{}", ran.stdout);
}

#[test]
fn a_mapping_reads_what_no_format_does() {
    let table = "Lfd;Ding;Was es kostet;Dazu;Kundenname\nX-1;Leiter;1.299,00;X-2;Bo\nX-2;Gurt;19,50;;Ana\n";
    let shop = Shop::new().file("liste.csv", table);
    let unknown = shop.run(&["import", "liste.csv", "-o", "my-shop"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.stderr.contains("--suggest-mapping liste.csv"), "{}", unknown.stderr);
    assert!(!shop.has("my-shop"), "nothing is half imported");
    let suggested = shop.run(&["import", "--suggest-mapping", "liste.csv"]);
    assert_eq!(suggested.code, 0);
    insta::assert_snapshot!(suggested.stdout);
    let mapping = "brings = \"items\"\n[columns]\nsku = [\"Lfd\"]\nname = [\"Ding\"]\nprice = [\"Was es kostet\"]\n\n[[relation]]\ncolumns = [\"Dazu\"]\nkind = \"required\"\nnamed_by = [\"sku\"]\n";
    shop.write("import.toml", mapping.as_bytes());
    let ran = shop.run(&["import", "liste.csv", "-o", "my-shop", "--mapping", "import.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(text(&shop, "items.csv"), "sku,name,price\nX-1,Leiter,1299.00\nX-2,Gurt,19.50\n");
    assert!(text(&shop, "links.csv").contains("X-1,X-2,required"));
    shop.write("my-shop/import.toml", mapping.as_bytes());
    assert_eq!(
        shop.run(&["import", "liste.csv", "-o", "my-shop"]).code,
        0,
        "import.toml in the source is used by itself"
    );
    for (wrong, said) in [
        ("brings = \"items\"\n[columns]\nskuu = [\"Lfd\"]\n", "skuu"),
        ("brings = \"items\"\n[columns]\nname = [\"Ding\"]\n", "no column is described for one of: sku"),
        (
            "brings = \"items\"\n[columns]\nsku = [\"Lfd\"]\n[[relation]]\ncolumns = [\"Dazu\"]\nkind = \"friend\"\nnamed_by = [\"sku\"]\n",
            "\"friend\" is no kind",
        ),
        ("brings = ", "mapping import.toml"),
    ] {
        shop.write("import.toml", wrong.as_bytes());
        let ran = shop.run(&["import", "liste.csv", "-o", "other", "--mapping", "import.toml"]);
        assert!(ran.code == 1 && ran.stderr.contains(said), "{wrong}: {}", ran.stderr);
    }
}

#[test]
fn what_cannot_be_decided_is_asked_and_what_is_no_catalog_is_named() {
    let unclear = "sku,name,price\nA,Thing,1.299\n";
    let (shop, ran) = import(&[("a.csv", unclear)], &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("--decimal"), "{}", ran.stderr);
    assert!(!shop.has("my-shop"));
    let (shop, ran) = import(&[("a.csv", unclear)], &["--decimal", ",", "--currency", "eur"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(text(&shop, "items.csv").contains("A,Thing,1299.00"));
    let customers = "First Name,Last Name,Email,Accepts Email Marketing\nAna,Okafor,ana@example.com,yes\n";
    let (_, ran) = import(&[("customers.csv", customers)], &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("a list of customers") && !ran.stderr.contains("Okafor"), "{}", ran.stderr);
    let (_, ran) = import(&[("a.csv", "sku,name\nA,Thing\n")], &["--currency", "XYZ9"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let shop = Shop::new().file("a.csv", "sku,name\nA,Thing\n");
    let ran = shop.run(&["import", "shopify", "a.csv", "-o", "my-shop"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("the columns are not those of Shopify"), "{}", ran.stderr);
    assert_eq!(shop.run(&["import", "shopify"]).code, 2);
    assert_eq!(shop.run(&["import", "a.csv"]).code, 2, "without a folder");
    let missing = shop.run(&["import", "none.csv", "a.csv", "-o", "my-shop"]);
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("none.csv") && !shop.has("my-shop"), "{}", missing.stderr);
}

#[test]
fn sales_alone_make_items_and_several_files_one_source() {
    let shop = good(&[
        (
            "a.csv",
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n536365,85123A,WHITE HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom\n536365,71053,LANTERN,6,12/1/2010 8:26,3.39,17850,United Kingdom\n",
        ),
        (
            "b.csv",
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n536366,71053,LANTERN,1,12/13/2010 8:26,3.39,17851,France\n",
        ),
    ]);
    assert_eq!(text(&shop, "items.csv"), "sku,name,price\n85123A,WHITE HOLDER,2.55\n71053,LANTERN,3.39\n");
    assert!(
        text(&shop, "sales/csv.csv").contains("536366,2010-12-13T08:26:00,71053,1,3.39"),
        "{}",
        text(&shop, "sales/csv.csv")
    );
    nothing_of(&shop, "1785");
}

#[test]
fn a_formula_is_text_and_control_characters_go() {
    let shop = good(&[(
        "a.csv",
        "sku,name,price,brand\nA,\"=cmd|' /C calc'!A1\",1,\"\u{1b}[2JEvil\u{202e}\"\nB,'@home lamp,2,\n",
    )]);
    let items = text(&shop, "items.csv");
    assert!(!items.contains('\u{1b}') && !items.contains('\u{202e}'), "{items:?}");
    for line in items.lines() {
        assert!(!line.split(',').any(|cell| cell.trim_matches('"').starts_with(['=', '@'])), "{line}");
    }
    let found = shop.run(&["search", "home", "--catalog", "shop.db"]);
    assert!(found.stdout.contains("@home lamp") && !found.stdout.contains("'@home"), "{}", found.stdout);
}

#[test]
fn a_header_that_stands_twice_counts_once_and_is_said() {
    let (shop, ran) = import(&[("a.csv", "sku,name,Price,price\nA,Thing,1.00,9.00\n")], &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("a.csv:1:4: warning: column stands twice, the first counts: price"), "{}", ran.stderr);
    assert!(text(&shop, "items.csv").contains("A,Thing,1.00"));
}

#[test]
fn a_broken_file_leaves_the_source_as_it_was() {
    let shop = good(&[("a.csv", "sku,name,price\nA,Thing,1.00\n")]);
    let before = shop.entries("my-shop");
    let items = text(&shop, "items.csv");
    for (name, bytes) in [
        ("open.csv", &b"sku,name,price\nB,\"never closed,1.00\n"[..]),
        ("picture.csv", b"\x89PNG\r\n\x1a\n0000"),
        ("page.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>"),
        ("empty.csv", b""),
        ("header.csv", b"Date,Time,Item,Qty,SKU,Modifiers Applied,Gross Sales,Transaction ID\n"),
        ("book.xlsx", b"PK\x03\x04 cut off"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off"),
    ] {
        shop.write(name, bytes);
        let others: &[&str] = if name == "header.csv" { &[] } else { &["a.csv"] };
        let ran = shop.run(&[&["import"], others, &[name, "-o", "my-shop"]].concat());
        assert_eq!(ran.code, 1, "{name}: {}", ran.stderr);
        assert!(
            ran.stderr.contains(&format!("{name}:")) && ran.stderr.contains("nothing imported"),
            "{name}: {}",
            ran.stderr
        );
    }
    assert_eq!((shop.entries("my-shop"), text(&shop, "items.csv")), (before, items));
    shop.write("my-shop/items.csv", b"sku,name,price\nA,Thing,1.00\nA,Again,2.00\n");
    let ran = shop.run(&["import", "a.csv", "-o", "my-shop"]);
    assert!(ran.code == 1 && ran.stderr.contains("items.csv:3:1: error: SKU stands twice"), "{}", ran.stderr);
    assert!(text(&shop, "items.csv").contains("Again"), "what people wrote is not joined silently");
}
