//! A made-up shop of any size, the same at every run: names of the kind that catalogs hold, links between things that
//! go together, and baskets in which popular items are bought more often.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What is sold, what goes with it, and what it costs about, in cents.
const THINGS: [(&str, &str, usize, u64); 24] = [
    ("Wood stain", "Paint > Stain", 1, 2_900),
    ("Stain brush", "Paint > Brushes", 2, 800),
    ("Wood cleaner", "Paint > Cleaners", 1, 1_000),
    ("Wall paint", "Paint > Walls", 4, 3_500),
    ("Paint roller", "Paint > Rollers", 5, 900),
    ("Masking tape", "Paint > Tape", 3, 400),
    ("Cordless drill", "Tools > Drills", 7, 12_900),
    ("Drill bit set", "Tools > Bits", 8, 2_400),
    ("Wall plug box", "Fixings > Plugs", 9, 600),
    ("Chipboard screws", "Fixings > Screws", 7, 500),
    ("Inkjet printer", "Office > Printers", 11, 14_900),
    ("Ink cartridge", "Office > Ink", 12, 2_600),
    ("Printer paper", "Office > Paper", 11, 700),
    ("Leather shoe", "Shoes > Leather", 14, 8_900),
    ("Shoe cream", "Shoes > Care", 15, 700),
    ("Shoe tree", "Shoes > Care", 14, 1_900),
    ("Espresso machine", "Kitchen > Coffee machines", 17, 29_900),
    ("Coffee beans", "Kitchen > Coffee", 18, 1_200),
    ("Milk jug", "Kitchen > Jugs", 17, 1_500),
    ("City bicycle", "Bicycles > City", 20, 59_900),
    ("Inner tube", "Bicycles > Tubes", 21, 600),
    ("Tyre levers", "Bicycles > Tools", 20, 400),
    ("Garden hose", "Garden > Hoses", 23, 2_900),
    ("Hose connector set", "Garden > Hoses", 22, 1_500),
];
const BRANDS: [&str; 16] = [
    "Harrowdene",
    "Fenwick",
    "Altmark",
    "Bellweather",
    "Cordova",
    "Dunmore",
    "Eastlake",
    "Falkner",
    "Greystone",
    "Hollis",
    "Ironbridge",
    "Jasper",
    "Kestrel",
    "Lindqvist",
    "Marlowe",
    "Northway",
];
const MANNERS: [&str; 14] = [
    "matt",
    "satin",
    "professional",
    "compact",
    "heavy duty",
    "classic",
    "premium",
    "budget",
    "oak",
    "walnut",
    "black",
    "white",
    "reinforced",
    "universal",
];
const SIZES: [&str; 12] =
    ["2.5 L", "750 ml", "100 mm", "50 m", "25 m", "18 V", "A4", "size 42", "28 inch", "1 kg", "set of 10", "XL"];

/// How large the shop is.
pub struct Shop {
    pub items: usize,
    pub baskets: usize,
}

/// Builds the catalog of a made-up shop in a folder.
pub fn catalog(folder: &Path, shop: &Shop) -> PathBuf {
    let (source, catalog) = (folder.join("source"), folder.join("goods.db"));
    write(&source, shop).unwrap();
    let mut build = Command::new(env!("CARGO_BIN_EXE_goeswith"));
    build.args(["catalog", "build"]).arg(&source).arg("-o").arg(&catalog);
    assert!(build.stderr(Stdio::null()).status().unwrap().success());
    catalog
}

/// Writes the folder of spreadsheets that `goeswith catalog build` takes.
pub fn write(folder: &Path, shop: &Shop) -> std::io::Result<()> {
    let mut chance = Chance(952);
    fs::create_dir_all(folder.join("sales"))?;
    let settings = "name = \"Made up\"\nchain_id = \"made-up\"\ncurrency = \"EUR\"\n";
    fs::write(folder.join("shop.toml"), settings)?;
    fs::write(folder.join("items.csv"), items(shop, &mut chance))?;
    fs::write(folder.join("links.csv"), links(shop, &mut chance))?;
    fs::write(folder.join("sales/2026.csv"), sales(shop, &mut chance))
}

/// Raises one price in a hundred of a written source, anywhere in it.
pub fn raise_prices(folder: &Path) -> std::io::Result<()> {
    let path = folder.join("items.csv");
    let mut chance = Chance(417);
    let mut text = String::new();
    let written = fs::read_to_string(&path)?;
    let mut rows = written.lines();
    text += rows.next().unwrap_or_default();
    text += "\n";
    let rows: Vec<&str> = rows.collect();
    for hundred in rows.chunks(100) {
        let raised = chance.below(hundred.len() as u64) as usize;
        for (at, row) in hundred.iter().enumerate() {
            // The name is quoted and may hold commas; the price is the second cell behind it.
            let (name, rest) = row.rsplit_once("\",").unwrap_or_default();
            let mut cells: Vec<&str> = rest.split(',').collect();
            let price = format!("1{}", cells[1]);
            if at == raised {
                cells[1] = &price;
            }
            writeln!(text, "{name}\",{}", cells.join(",")).unwrap_or_default();
        }
    }
    fs::write(path, text)
}

pub fn items(shop: &Shop, chance: &mut Chance) -> String {
    let mut text = "sku,name,barcodes,price,stock,location,brand,category\n".to_owned();
    for item in 0..shop.items {
        let (thing, category, _, about) = THINGS[item % THINGS.len()];
        let (brand, manner, size) = (chance.of(&BRANDS), chance.of(&MANNERS), chance.of(&SIZES));
        let price = about * (70 + chance.below(60)) / 100;
        let (stock, aisle) = (chance.below(60), 1 + chance.below(30));
        writeln!(
            text,
            "{},\"{brand} {thing}, {manner}, {size}\",{},{}.{:02},{stock},Aisle {aisle},{brand},{category}",
            sku(item),
            barcode(item),
            price / 100,
            price % 100,
        )
        .unwrap_or_default();
    }
    text
}

/// Three items in ten have links, each to three items of the thing that goes with it.
fn links(shop: &Shop, chance: &mut Chance) -> String {
    let mut text = "item,add_on,kind,ask,say\n".to_owned();
    for item in 0..shop.items {
        if item / THINGS.len() % 10 >= 3 {
            continue;
        }
        let (_, _, partner, _) = THINGS[item % THINGS.len()];
        let with = THINGS[partner].0;
        let rows = shop.items / THINGS.len();
        let first = chance.below(rows as u64) as usize;
        for next in 0..3 {
            let add_on = (first + next) % rows * THINGS.len() + partner;
            writeln!(
                text,
                "{},{},accessory,Have you got the {} for it?,A {} saves a second way.",
                sku(item),
                sku(add_on),
                with.to_lowercase(),
                with.to_lowercase(),
            )
            .unwrap_or_default();
        }
    }
    text
}

fn sales(shop: &Shop, chance: &mut Chance) -> String {
    let mut text = "basket_id,timestamp,sku,quantity,price\n".to_owned();
    for basket in 0..shop.baskets {
        let (month, day) = (1 + basket * 12 / shop.baskets, 1 + chance.below(28));
        let mut item = chance.popular(shop.items);
        for _ in 0..=chance.below(5) {
            let quantity = 1 + chance.below(2);
            writeln!(text, "B{basket},2026-{:02}-{day:02}T10:00:00,{},{quantity},1.00", month.min(10), sku(item))
                .unwrap_or_default();
            item = if chance.below(2) == 0 {
                item / THINGS.len() * THINGS.len() + THINGS[item % THINGS.len()].2
            } else {
                chance.popular(shop.items)
            };
            item = item.min(shop.items - 1);
        }
    }
    text
}

pub fn sku(item: usize) -> String {
    format!("MU-{item:06}")
}

/// Under the prefix that GS1 keeps for demonstrations.
fn barcode(item: usize) -> String {
    let digits = format!("952{item:09}");
    let weighted = digits.bytes().zip([1, 3].into_iter().cycle());
    let sum: u32 = weighted.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// `SplitMix64` (Steele, Lea and Flood 2014).
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn of<'t>(&mut self, table: &[&'t str]) -> &'t str {
        table[self.below(table.len() as u64) as usize]
    }

    /// An item; the first ones far more often than the last.
    fn popular(&mut self, items: usize) -> usize {
        let part = self.below(1_000) as f64 / 1_000.0;
        ((part * part * part * items as f64) as usize + self.below(24) as usize).min(items - 1)
    }
}
