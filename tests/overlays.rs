//! A store has prices, stock and shelves of its own: head office publishes them, a counter of that store shows them within
//! a visit, and whatever goes wrong on the way it keeps the last good ones and says so in one line.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use goeswith::db::Catalog;
use goeswith::domain::text::is_clean;
use goeswith::sync::stock::{Counter, Refusal, Taken, Taker, held};
use goeswith::travel::signature::Key;
use goeswith::travel::stock::Fault;
use program::{Answer, Dice, run};
use serde_json::Value;
use tempfile::TempDir;

const STORE: &str = "north-12";
const NOON: i64 = 1_577_966_400_000;
const AT_NOON: &str = "2020-01-02T12:00:00Z";

/// Of the mutations; a failure names it.
const SEED: u64 = 0x5eed_0b21;

const ITEMS: &str = "\
sku,name,price,cost,stock,location
PRN-200,Inkjet printer,129.00,80,4,Aisle 8A
INK-305,\"Ink 305, black\",17.99,8,24,Aisle 8B
PAP-80,Copy paper,5.99,3,70,Aisle 8C
CAB-18,USB cable,8.99,2,33,Aisle 11A
";
const LINKS: &str = "item,add_on,kind,max_price_share\nPRN-200,INK-305,accessory,0.2\nPRN-200,PAP-80,accessory,\n";

/// Head office with a sync folder, and a counter of one store beside it.
struct Chain {
    folder: TempDir,
    catalog: PathBuf,
}

impl Chain {
    fn new() -> Self {
        Self::in_currency("EUR", ITEMS)
    }

    fn in_currency(currency: &str, items: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("source");
        fs::create_dir_all(&source).unwrap();
        let shop = format!("name = \"Corner\"\nchain_id = \"corner\"\ncurrency = \"{currency}\"\n");
        fs::write(source.join("shop.toml"), shop).unwrap();
        fs::write(source.join("items.csv"), items).unwrap();
        fs::write(source.join("links.csv"), LINKS).unwrap();
        let catalog = folder.path().join("shop.db");
        let chain = Self { folder, catalog };
        let built = chain.head_office(&["catalog", "build", &text(&source), "-o", &text(&chain.catalog)], "");
        assert_eq!(built.code, Some(0), "{}", built.err);
        let installed = chain.counter(&["catalog", "install", &text(&chain.catalog)]);
        assert_eq!(installed.code, Some(0), "{}", installed.err);
        chain.settings(&format!("store = \"{STORE}\"\n"));
        chain
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn settings(&self, settings: &str) {
        fs::write(self.path("counter").join("settings.toml"), settings).unwrap();
    }

    fn head_office(&self, arguments: &[&str], input: &str) -> Answer {
        run(&self.path("head-office"), arguments, input)
    }

    fn counter(&self, arguments: &[&str]) -> Answer {
        run(&self.path("counter"), arguments, "")
    }

    /// Publishes a CSV from standard input.
    fn publish(&self, csv: &str, more: &[&str]) -> Answer {
        let to = text(&self.path("sync"));
        let usual = ["stock", "publish", "-", "--store", STORE, "--to", &to, "--as-of", AT_NOON];
        self.head_office(&[&usual[..], more].concat(), csv)
    }

    fn published(&self, csv: &str) {
        let answer = self.publish(csv, &[]);
        assert_eq!(answer.code, Some(0), "{}", answer.err);
    }

    fn sync(&self) -> Answer {
        self.counter(&["sync", "--once", "--sync-dir", &text(&self.path("sync"))])
    }

    fn store(&self) -> PathBuf {
        self.path("sync").join("stores").join(STORE)
    }

    fn file(&self, number: u64) -> PathBuf {
        self.store().join(format!("stock-{number:010}.csv"))
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.store()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Takes what is in the folder, as an open counter does.
    fn take(&self, taker: &mut Taker, in_use: Option<u64>, keys: &[Key]) -> Taken {
        let catalog = Catalog::open(&self.catalog).unwrap();
        let data_dir = self.path("counter");
        let counter = Counter { store: STORE, data_dir: &data_dir, keys, catalog: &catalog, in_use, now: NOON };
        taker.take(&self.path("sync"), &counter).unwrap()
    }

    /// What is laid over by what the counter keeps: number and price of the printer.
    fn held(&self) -> Option<(u64, i64)> {
        let catalog = Catalog::open(&self.catalog).unwrap();
        let overlay = held(&self.path("counter"), STORE, &catalog).overlay?;
        Some((overlay.label().number, overlay.find("PRN-200")?.price?.0))
    }

    fn overlay(&self) -> Value {
        serde_json::from_str::<Value>(&self.counter(&["status", "--json"]).out).unwrap()["overlay"].clone()
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Prices of the printer under which a list is told from others.
fn priced(price: u32) -> String {
    format!("sku,price,stock,location\nPRN-200,{price}.00,4,Aisle 7B\nINK-305,,2,\n")
}

fn refusals(taken: &Taken) -> Vec<(u64, &Refusal)> {
    taken.found.iter().map(|found| (found.number, &found.refusal)).collect()
}

#[test]
fn a_counter_shows_what_its_store_has() {
    let chain = Chain::new();
    let answer = chain.publish("SKU;Location;Price;Stock\nPRN-200;Bay 2;119.5;7\nINK-305;;;3\nOLD-1;;1;1\n", &[]);
    assert_eq!(
        (answer.code, answer.out.as_str()),
        (Some(0), "published stock-0000000001.csv for north-12: 3 rows, unsigned\n")
    );
    assert_eq!(
        fs::read_to_string(chain.file(1)).unwrap().lines().take(5).collect::<Vec<_>>(),
        [
            "# goeswith stock 1; store=north-12; as_of=2020-01-02T12:00:00Z",
            "sku,price,stock,location",
            "INK-305,,3,",
            "OLD-1,1.00,1,",
            "PRN-200,119.50,7,Bay 2",
        ]
    );
    let visit = chain.sync();
    let said = "stock list 1 of store north-12 is in use now: 3 rows, 1 SKU is not in the catalog\n";
    assert_eq!((visit.code, visit.err.as_str()), (Some(0), said));
    let found: Value = serde_json::from_str(&chain.counter(&["search", "PRN-200", "--json"]).out).unwrap();
    assert_eq!((&found["items"][0]["price"], &found["items"][0]["stock"]), (&11950.into(), &7.into()));
    let suggested = chain.counter(&["suggest", "PRN-200"]).out;
    // The count is as old as the list, and older than a day.
    assert!(suggested.contains("Ink 305, black  17.99 EUR  3 left, "), "{suggested}");
    assert!(suggested.contains("Aisle 8B"), "an empty cell leaves the catalog's shelf: {suggested}");
    let overlay = chain.overlay();
    assert_eq!((&overlay["number"], &overlay["rows"], &overlay["unknown"]), (&1.into(), &3.into(), &1.into()));
    assert_eq!((&overlay["store"], &overlay["as_of"]), (&STORE.into(), &NOON.into()));
    let status = chain.counter(&["status"]).out;
    assert!(status.contains("stock     north-12, number 1, counted "), "{status}");
    assert_eq!(chain.sync().err, "", "nothing new, nothing to say");
    chain.settings("store = \"south-1\"\n");
    assert_eq!(chain.overlay(), Value::Null, "another store has none");
}

#[test]
fn ranking_goes_by_the_prices_and_the_stock_of_the_store() {
    let chain = Chain::new();
    let names = |chain: &Chain| {
        let out = chain.counter(&["suggest", "PRN-200", "--json"]).out;
        ["INK-305", "PAP-80"].map(|sku| out.contains(&format!("\"add_on\":\"{sku}\"")))
    };
    assert_eq!(names(&chain), [true, true]);
    let fresh = chain.head_office(
        &["stock", "publish", "-", "--store", STORE, "--to", &text(&chain.path("sync"))],
        "sku,stock,price\nPAP-80,0,\nINK-305,,30.00\n",
    );
    assert_eq!(fresh.code, Some(0), "{}", fresh.err);
    chain.sync();
    assert_eq!(names(&chain), [false, false], "paper is out here, and ink is over a fifth of the printer's price");
    chain.published("sku,stock,price\nPAP-80,0,\nINK-305,,20.00\n");
    chain.sync();
    assert_eq!(names(&chain), [true, true], "a count of yesterday and before says nothing");
}

#[test]
fn the_last_three_stay_and_no_number_is_given_twice() {
    let chain = Chain::new();
    for price in 1..=5 {
        chain.published(&priced(price));
    }
    assert_eq!(chain.names(), ["stock-0000000003.csv", "stock-0000000004.csv", "stock-0000000005.csv"]);
    let same = chain.publish(&priced(5), &["--json"]);
    let told: Value = serde_json::from_str(&same.out).unwrap();
    assert_eq!((&told["number"], &told["rows"], &told["signed"]), (&6.into(), &2.into(), &false.into()));
    assert_eq!(fs::read(chain.file(5)).unwrap(), fs::read(chain.file(6)).unwrap(), "the same rows, the same bytes");
    assert_eq!(chain.publish(&priced(5), &["--number", "90"]).code, Some(0));
    assert!(chain.file(90).exists());
}

#[test]
fn a_list_with_a_slip_is_not_published() {
    let chain = Chain::new();
    let answer =
        chain.publish("sku,price,stock,shelf\nA,\"12,9\",4,\nA,1.999,x,\n", &["--catalog", &text(&chain.catalog)]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(1), ""));
    assert_eq!(
        answer.err,
        "standard input:1:4: warning: unknown column: shelf\n\
         standard input:2:2: error: price is not a number: 12,9\n\
         standard input:3:1: error: SKU is also on line 2: A\n\
         standard input:3:2: error: price has more decimals than the currency: 1.999\n\
         standard input:3:3: error: stock is not a whole number: x\n\
         error: not published: 4 errors\n\n\
         hint: put this right and publish again; nothing was written\n"
    );
    assert!(!chain.path("sync").exists());
    for (arguments, code) in [
        (["--store", "North 12", "--as-of", AT_NOON], 2),
        (["--store", STORE, "--as-of", "noon"], 2),
        (["--store", STORE, "--as-of", "2062-01-01T00:00:00Z"], 2),
    ] {
        let to = text(&chain.path("sync"));
        let answer =
            chain.head_office(&[&["stock", "publish", "-", "--to", &to], &arguments[..]].concat(), "sku,stock\nA,1\n");
        assert_eq!(answer.code, Some(code), "{}", answer.err);
    }
    assert_eq!(chain.publish("sku,stock\nA,1\n", &["--sign", "none.key"]).code, Some(1));
    assert!(!chain.path("sync").exists());
}

#[test]
fn nothing_is_taken_of_a_list_that_ends_early() {
    let chain = Chain::new();
    chain.published(&priced(1));
    assert_eq!(chain.take(&mut Taker::default(), None, &[]).overlay.unwrap().label().number, 1);
    chain.published(&priced(2));
    let whole = fs::read(chain.file(2)).unwrap();
    let ends = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let mut cuts = 0;
    for cut in ends.filter(|end| *end < whole.len()).chain([0, 1, whole.len() - 1, whole.len() - 70]) {
        fs::write(chain.file(2), &whole[..cut]).unwrap();
        let taken = chain.take(&mut Taker::default(), Some(1), &[]);
        assert!(taken.overlay.is_none());
        assert_eq!(refusals(&taken), [(2, &Refusal::Bytes(Fault::Cut))], "cut at {cut}");
        cuts += 1;
    }
    assert_eq!((cuts, chain.held()), (8, Some((1, 100))));
    let visit = chain.sync();
    assert_eq!(visit.code, Some(0), "what arrives still is no fault");
    assert_eq!(
        visit.err,
        "GW-134 Stock list 2 of store north-12 is not taken yet: it has no last line: still arriving, or cut short. \
         Stock list 1 stays in use. Nothing: they are looked at again every few seconds.\n"
    );
    fs::write(chain.file(2), &whole).unwrap();
    chain.sync();
    assert_eq!(chain.held(), Some((2, 200)));
}

#[test]
fn of_a_thousand_mutations_none_is_taken() {
    let chain = Chain::new();
    chain.published(&priced(1));
    assert!(chain.take(&mut Taker::default(), None, &[]).overlay.is_some());
    let rows: Vec<String> = (0..40).map(|n| format!("SKU-{n},{n}.99,{n},Aisle {n}\n")).collect();
    chain.published(&format!("sku,price,stock,location\n{}PRN-200,2.00,,\n", rows.concat()));
    let whole = fs::read(chain.file(2)).unwrap();
    let other = fs::read(chain.file(1)).unwrap();
    let mut dice = Dice(SEED);
    let catalog = Catalog::open(&chain.catalog).unwrap();
    let data_dir = chain.path("counter");
    for turn in 0..1_000 {
        let mut bytes = whole.clone();
        let at = dice.below(bytes.len());
        let to = (at + 1 + dice.below(60)).min(bytes.len());
        match turn % 8 {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..to)),
            3 => bytes.insert(at, u8::try_from(dice.below(256)).unwrap()),
            4 => bytes[at..to].fill(0),
            5 => bytes.splice(at..to, other.iter().copied().take(to - at)).for_each(drop),
            6 => {
                let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
                let (first, second) = (dice.below(lines.len()), dice.below(lines.len()));
                let mut lines = lines;
                lines.swap(first, second);
                bytes = lines.concat();
            }
            _ => bytes.extend_from_slice(&whole[at..to]),
        }
        if bytes == whole {
            continue;
        }
        fs::write(chain.file(2), &bytes).unwrap();
        let counter =
            Counter { store: STORE, data_dir: &data_dir, keys: &[], catalog: &catalog, in_use: Some(1), now: NOON };
        let taken = Taker::default().take(&chain.path("sync"), &counter).unwrap();
        assert!(taken.overlay.is_none(), "seed {SEED:#x}, turn {turn}");
        let problem = taken.found[0].problem(STORE, Some(1));
        assert!(problem.code.starts_with("GW-13") && is_clean(&problem.what), "{problem:?}");
    }
    assert_eq!(chain.held(), Some((1, 100)), "the one before holds");
    fs::write(chain.file(2), &whole).unwrap();
    assert!(chain.take(&mut Taker::default(), Some(1), &[]).overlay.is_some());
    assert_eq!(chain.held(), Some((2, 200)));
}

#[test]
fn a_bad_newest_list_keeps_nobody_from_a_good_one_below_it() {
    let chain = Chain::new();
    for price in 1..=3 {
        chain.published(&priced(price));
    }
    fs::write(chain.file(3), fs::read_to_string(chain.file(3)).unwrap().replace("3.00", "0.03")).unwrap();
    let visit = chain.sync();
    assert_eq!(visit.code, Some(3));
    assert_eq!(
        visit.err,
        "stock list 2 of store north-12 is in use now: 2 rows\n\
         GW-130 Stock list 3 of store north-12 was refused: it is damaged, its checksum differs. Stock list 2 stays in \
         use. Head office: publish the stock of this store again.\n\
         error: something was refused; what was in use stays in use\n"
    );
    assert_eq!(chain.held(), Some((2, 200)));
    chain.published(&priced(4));
    assert_eq!((chain.sync().code, chain.held()), (Some(0), Some((4, 400))));
}

#[test]
fn the_list_of_another_store_an_older_one_and_a_leap_are_refused() {
    let chain = Chain::new();
    let to = text(&chain.path("sync"));
    let south = ["stock", "publish", "-", "--store", "south-1", "--to", &to, "--as-of", AT_NOON];
    assert_eq!(chain.head_office(&south, &priced(9)).code, Some(0));
    (1..=5).for_each(|price| chain.published(&priced(price)));
    chain.sync();
    let foreign = chain.path("sync/stores/south-1/stock-0000000001.csv");
    fs::copy(&foreign, chain.file(6)).unwrap();
    let visit = chain.sync();
    assert!(
        visit.err.starts_with("GW-131 Stock list 6 of store north-12 was refused: it belongs to the store south-1.")
    );
    fs::remove_file(chain.file(6)).unwrap();
    fs::remove_file(chain.file(5)).unwrap();
    let visit = chain.sync();
    assert_eq!(visit.code, Some(3));
    assert!(
        visit
            .err
            .starts_with("GW-133 Stock list 4 of store north-12 was refused: it is older than the one in use (4 < 5).")
    );
    fs::copy(chain.file(4), chain.file(9_000_000)).unwrap();
    assert!(chain.sync().err.starts_with("GW-119 "));
    assert_eq!(chain.held(), Some((5, 500)));
}

#[test]
fn a_pinned_counter_takes_only_what_its_key_signed_for_that_number() {
    let chain = Chain::new();
    let key = |name: &str| {
        let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
        fs::write(chain.path(name), pair.sk.to_box(None).unwrap().into_string()).unwrap();
        pair.pk.to_base64()
    };
    let (ours, _theirs) = (key("ours.key"), key("theirs.key"));
    let (our_key, their_key) = (text(&chain.path("ours.key")), text(&chain.path("theirs.key")));
    assert_eq!(chain.publish(&priced(1), &["--sign", &our_key]).code, Some(0));
    assert_eq!(chain.names(), ["stock-0000000001.csv", "stock-0000000001.csv.minisig"]);
    assert_eq!(chain.counter(&["trust", &ours]).code, Some(0));
    assert_eq!((chain.sync().code, chain.held()), (Some(0), Some((1, 100))));
    let refused = |what: &str| {
        let visit = chain.sync();
        assert_eq!((visit.code, chain.held()), (Some(3), Some((1, 100))), "{}", visit.err);
        assert!(
            visit.err.starts_with(&format!("GW-132 Stock list 2 of store north-12 was refused: {what}")),
            "{}",
            visit.err
        );
    };
    chain.published(&priced(2));
    refused("it is not signed, and a key is pinned on this computer.");
    fs::remove_file(chain.file(2)).unwrap();
    assert_eq!(chain.publish(&priced(2), &["--sign", &their_key]).code, Some(0));
    refused("its signature is not good");
    // What was good as number 1 is not good as number 2.
    let signature = |number| PathBuf::from(format!("{}.minisig", text(&chain.file(number))));
    fs::copy(chain.file(1), chain.file(2)).unwrap();
    fs::copy(signature(1), signature(2)).unwrap();
    refused("its signature is not good: it is for another file.");
    fs::copy(foreign_bytes(&chain), chain.file(2)).unwrap();
    refused("its signature is not good");
    fs::remove_file(chain.file(2)).unwrap();
    fs::remove_file(signature(2)).unwrap();
    assert_eq!(chain.publish(&priced(2), &["--sign", &our_key]).code, Some(0));
    assert_eq!((chain.sync().code, chain.held()), (Some(0), Some((2, 200))));
}

/// A whole list of this store that nobody signed.
fn foreign_bytes(chain: &Chain) -> PathBuf {
    let to = text(&chain.path("elsewhere"));
    let answer =
        chain.head_office(&["stock", "publish", "-", "--store", STORE, "--to", &to, "--as-of", AT_NOON], &priced(3));
    assert_eq!(answer.code, Some(0));
    chain.path("elsewhere").join("stores").join(STORE).join("stock-0000000001.csv")
}

#[test]
fn prices_are_read_in_the_currency_of_the_catalog() {
    let yen = Chain::in_currency("JPY", &ITEMS.replace(".00", "").replace(".99", ""));
    yen.published("sku,price\nPRN-200,14000\n");
    assert_eq!(fs::read_to_string(yen.file(1)).unwrap().lines().nth(2), Some("PRN-200,14000.00,,"));
    assert_eq!((yen.sync().code, yen.held()), (Some(0), Some((1, 14_000))));
    yen.published("sku,price\nPRN-200,14000.50\n");
    let visit = yen.sync();
    let said = "GW-130 Stock list 2 of store north-12 was refused: line 3: price has more decimals than the currency: 14000.50.";
    assert!(visit.err.starts_with(said), "{}", visit.err);
    assert_eq!(yen.held(), Some((1, 14_000)));
    let checked = yen.publish("sku,price\nPRN-200,14000.50\n", &["--catalog", &text(&yen.catalog)]);
    assert_eq!(checked.code, Some(1), "head office sees it first where it has the catalog");
    let dinar = Chain::in_currency("TND", ITEMS);
    dinar.published("sku,price\nPRN-200,1.125\n");
    assert_eq!((dinar.sync().code, dinar.held()), (Some(0), Some((1, 1_125))));
}

#[test]
fn what_is_no_plain_file_of_bearable_size_is_refused_unread() {
    let chain = Chain::new();
    chain.published(&priced(1));
    chain.sync();
    let huge = fs::File::create(chain.file(2)).unwrap();
    huge.set_len(3 << 30).unwrap();
    fs::create_dir(chain.file(3)).unwrap();
    fs::write(chain.store().join("stock-0000000004.sync-conflict-20261122.csv"), "x").unwrap();
    fs::write(chain.store().join("stock-4.csv"), "x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(chain.file(1), chain.file(4)).unwrap();
    let visit = chain.sync();
    assert_eq!(visit.code, Some(3));
    let lines: Vec<&str> = visit.err.lines().filter(|line| line.starts_with("GW-130")).collect();
    assert_eq!(lines.len(), if cfg!(unix) { 3 } else { 2 }, "{}", visit.err);
    assert!(lines.last().unwrap().contains("it is longer than 67108864 bytes"), "{}", visit.err);
    assert_eq!(chain.held(), Some((1, 100)));
}

#[test]
fn what_was_taken_outlives_restart_folder_and_the_next_catalog() {
    let chain = Chain::new();
    chain.published(&priced(7));
    chain.sync();
    fs::remove_dir_all(chain.path("sync")).unwrap();
    let items = ITEMS.replace("PAP-80", "PAP-90").replace("129.00", "99.00");
    fs::write(chain.path("source").join("items.csv"), items).unwrap();
    fs::remove_file(chain.path("source").join("links.csv")).unwrap();
    let next = text(&chain.path("next.db"));
    assert_eq!(chain.head_office(&["catalog", "build", &text(&chain.path("source")), "-o", &next], "").code, Some(0));
    assert_eq!(chain.counter(&["catalog", "install", &next]).code, Some(0));
    let price = |catalog: &[&str]| {
        let found = chain.counter(&[&["search", "PRN-200", "--json"], catalog].concat());
        serde_json::from_str::<Value>(&found.out).unwrap()["items"][0]["price"].clone()
    };
    assert_eq!(price(&[]), 700);
    // A catalog of another chain has SKUs of its own, whatever they look like.
    let shop = "name = \"Other\"\nchain_id = \"other\"\ncurrency = \"EUR\"\n";
    fs::write(chain.path("source").join("shop.toml"), shop).unwrap();
    let other = text(&chain.path("other.db"));
    assert_eq!(chain.head_office(&["catalog", "build", &text(&chain.path("source")), "-o", &other], "").code, Some(0));
    assert_eq!(price(&["--catalog", &other]), 9900);
}

#[test]
fn what_changed_on_this_disk_is_told_and_taken_again() {
    let chain = Chain::new();
    chain.published(&priced(1));
    chain.sync();
    chain.published(&priced(2));
    chain.sync();
    let kept = chain.path("counter").join("stock").join("store-north-12").join("0000000002.overlay");
    let mut bytes = fs::read(&kept).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&kept, bytes).unwrap();
    let status = chain.counter(&["status"]).out;
    assert!(
        status.contains("GW-130    Stock list 2 of store north-12 changed on this disk. Stock list 1 is in use"),
        "{status}"
    );
    assert_eq!(chain.held(), Some((1, 100)));
    let visit = chain.sync();
    assert_eq!(visit.err, "stock list 2 of store north-12 is in use now: 2 rows\n");
    assert_eq!(chain.held(), Some((2, 200)));
}

#[test]
fn a_second_program_learns_what_the_first_one_took() {
    let chain = Chain::new();
    chain.published(&priced(1));
    let (mut first, mut second) = (Taker::default(), Taker::default());
    assert!(chain.take(&mut first, None, &[]).overlay.is_some());
    assert_eq!(chain.take(&mut second, None, &[]).overlay.unwrap().label().number, 1);
    chain.published(&priced(2));
    assert!(chain.take(&mut first, Some(1), &[]).overlay.is_some());
    assert_eq!(chain.take(&mut second, Some(1), &[]).overlay.unwrap().label().number, 2);
    assert!(chain.take(&mut second, Some(2), &[]).overlay.is_none());
}
