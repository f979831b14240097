//! Customers who agreed to have their card linked: a CRM's file becomes a list of pseudonyms, counters take it, and whoever
//! asks to be forgotten is nowhere. What was suggested to them and left goes back to the CRM.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use goeswith::db::EventStore;
use goeswith::sync::customers::{Agreed, Counter, Customers, Refusal, Taken, Taker};
use goeswith::sync::signing::Signer;
use goeswith::travel::pseudonym::Key;
use program::{Answer, Dice, run};
use serde_json::Value;
use tempfile::TempDir;

const KEY: &str = "0123456789abcdef0123456789abcdef";
const CRM: &str = "\
token,name,e-mail,segments,consent,preferences
2900000000014,Ana Okafor,ana@example.com,trade|garden,yes,gift
2900000000021,Jo Brandt,jo@example.com,,yes,
2900000000038,Vera Lindmark,vera@example.com,trade,no,
";
const ITEMS: &str =
    "sku,name,price\nPRN-200,Inkjet printer,129.00\nINK-305,\"Ink 305, black\",17.99\n=CAB,USB cable,8.99\n";
const LINKS: &str =
    "item,add_on,kind,priority,segment\nPRN-200,INK-305,accessory,20,\nPRN-200,=CAB,accessory,10,Trade\n";
/// Of the mutations; a failure names it.
const SEED: u64 = 0x5eed_0c57;

/// Head office with a sync folder, and a counter that links cards.
struct Chain {
    folder: TempDir,
}

impl Chain {
    fn new() -> Self {
        let chain = Self { folder: tempfile::tempdir().unwrap() };
        let source = chain.path("source");
        fs::create_dir_all(&source).unwrap();
        let shop = "name = \"Corner\"\nchain_id = \"corner\"\ncurrency = \"EUR\"\n[contexts]\ngift = \"A gift\"\n";
        for (name, text) in [("shop.toml", shop), ("items.csv", ITEMS), ("links.csv", LINKS)] {
            fs::write(source.join(name), text).unwrap();
        }
        fs::write(chain.path("chain.key"), KEY).unwrap();
        fs::write(chain.path("crm.csv"), CRM).unwrap();
        fs::create_dir_all(chain.path("counter")).unwrap();
        let settings = format!("chain_key = '{}'\n[customers]\npattern = '29\\d{{11}}'\n", chain.text("chain.key"));
        fs::write(chain.path("counter/settings.toml"), settings).unwrap();
        for arguments in [
            vec!["catalog", "build", &chain.text("source"), "-o", &chain.text("shop.db")],
            vec!["catalog", "publish", &chain.text("shop.db"), "--to", &chain.text("sync")],
        ] {
            let done = chain.head_office(&arguments, "");
            assert_eq!(done.code, Some(0), "{}", done.err);
        }
        assert_eq!(chain.visit().code, Some(0));
        chain
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn head_office(&self, arguments: &[&str], input: &str) -> Answer {
        run(&self.path("office"), arguments, input)
    }

    fn publish(&self, more: &[&str]) -> Answer {
        let (crm, sync, key) = (self.text("crm.csv"), self.text("sync"), self.text("chain.key"));
        self.head_office(&[&["customers", "publish", &crm, "--to", &sync, "--key", &key], more].concat(), "")
    }

    fn forget(&self, token: &str) -> Answer {
        self.head_office(&["forget", "-", "--to", &self.text("sync"), "--key", &self.text("chain.key")], token)
    }

    fn visit(&self) -> Answer {
        run(&self.path("counter"), &["sync", "--once", "--sync-dir", &self.text("sync")], "")
    }

    fn agreed(&self, token: &str) -> Option<Agreed> {
        Customers::of(self.path("counter")).find(&pseudonym(token))
    }

    fn list(&self, number: u64) -> PathBuf {
        self.path("sync/customers").join(format!("customers-{number:010}.csv"))
    }
}

fn pseudonym(token: &str) -> String {
    Key::parse(KEY.as_bytes()).unwrap().pseudonym(token)
}

/// Every file below a folder that holds this text.
fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        if entry.file_type().unwrap().is_dir() {
            found.extend(holding(&entry.path(), text));
        } else if fs::read(entry.path()).unwrap().windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(entry.path());
        }
    }
    found
}

#[test]
fn a_crms_file_reaches_the_counter_as_pseudonyms_alone() {
    let chain = Chain::new();
    let said = chain.publish(&[]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    assert_eq!(
        said.out,
        "published customers-0000000001.csv: 2 customers, unsigned; 1 without consent left out; not read: name, e-mail\n"
    );
    let list = fs::read_to_string(chain.list(1)).unwrap();
    let lines: Vec<&str> = list.lines().collect();
    assert!(lines[0].starts_with("# goeswith customers 1; chain=corner; key="), "{list}");
    assert!(lines[2] < lines[3] && lines[4].starts_with("# end; rows=2; sha256="), "{list}");
    assert!(list.contains(&format!("{},garden|trade,gift,\n", pseudonym("2900000000014"))), "{list}");
    let visit = chain.visit();
    assert_eq!(visit.code, Some(0));
    assert!(visit.err.contains("customers list 1 is in use now: 2 customers"), "{}", visit.err);
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let ana = Agreed { segments: words(&["garden", "trade"]), preferences: words(&["gift"]), ..Agreed::default() };
    assert_eq!(chain.agreed("2900000000014"), Some(ana));
    assert_eq!(chain.agreed("2900000000021"), Some(Agreed::default()));
    assert_eq!(chain.agreed("2900000000038"), None, "she did not agree");
    fs::remove_file(chain.path("crm.csv")).unwrap();
    for secret in ["2900000000014", "2900000000038", "Okafor", "ana@", "Vera", &pseudonym("2900000000038"), KEY] {
        let mut found = holding(chain.folder.path(), secret);
        found.retain(|path| path != &chain.path("chain.key"));
        assert_eq!(found, Vec::<PathBuf>::new(), "{secret}");
    }
    let status = run(&chain.path("counter"), &["status"], "");
    assert!(status.out.contains("cards     customers list 1: 2 customers\n"), "{}", status.out);
    assert!(status.out.contains("problems  none"), "{}", status.out);
    // Nothing new, nothing said; the next one replaces it, and the last three stay.
    assert_eq!(chain.visit().err, "");
    fs::write(chain.path("crm.csv"), "Token;Consent\n2900000000045;oui\n").unwrap();
    for number in 2..=5 {
        let told: Value = serde_json::from_str(&chain.publish(&["--json"]).out).unwrap();
        assert_eq!((&told["number"], &told["customers"], &told["signed"]), (&number.into(), &1.into(), &false.into()));
    }
    assert_eq!(fs::read_dir(chain.path("sync/customers")).unwrap().count(), 3);
    assert!(chain.visit().err.contains("customers list 5 is in use now: 1 customer"));
    assert_eq!((chain.agreed("2900000000014"), chain.agreed("2900000000045")), (None, Some(Agreed::default())));
}

#[test]
fn a_counter_that_links_no_cards_takes_no_list() {
    let chain = Chain::new();
    fs::remove_file(chain.path("counter/settings.toml")).unwrap();
    assert_eq!(chain.publish(&[]).code, Some(0));
    assert_eq!(chain.visit().err, "");
    assert!(!chain.path("counter/customers").exists());
    assert!(!run(&chain.path("counter"), &["status"], "").out.contains("cards"));
}

#[test]
fn a_key_that_is_not_the_lists_is_named() {
    let chain = Chain::new();
    let status = || run(&chain.path("counter"), &["status"], "").out;
    assert!(status().contains("cards     no customers list came yet\n"), "{}", status());
    chain.publish(&[]);
    chain.visit();
    fs::write(chain.path("chain.key"), "another key, of as many characters as it takes").unwrap();
    assert!(status().contains("GW-308    The customers list was made with another key"), "{}", status());
    fs::remove_file(chain.path("chain.key")).unwrap();
    assert!(status().contains("GW-308    The chain's key cannot be read"), "{}", status());
}

#[test]
fn everything_that_is_wrong_with_the_file_is_said_and_nothing_written() {
    let chain = Chain::new();
    fs::write(
        chain.path("crm.csv"),
        "token,consent,name\nana@example.com,yes,Ana\n+49 170 7712345,yes,Jo\n4711,maybe,Vera\n4712,yes,Mo\n4712,no,Mo\n",
    )
    .unwrap();
    let said = chain.publish(&[]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert_eq!(
        said.err,
        "crm.csv:2:1: error: token is a mail address; give the number of the card\n\
         crm.csv:3:1: error: token is a telephone number, or looks like one; give the number of the card\n\
         crm.csv:4:2: error: consent is neither yes nor no: maybe\n\
         crm.csv:6:1: error: token is also on line 5\n\
         error: not published: 4 of 5 rows are wrong\n\n\
         hint: put this right and publish again; nothing was written\n"
    );
    assert!(!chain.path("sync/customers").exists());
    fs::write(chain.path("chain.key"), "short").unwrap();
    let said = chain.publish(&[]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("the chain's key is too short"), "{}", said.err);
}

#[test]
fn who_is_to_be_forgotten_is_on_no_list() {
    let chain = Chain::new();
    chain.publish(&[]);
    chain.visit();
    let gone = pseudonym("2900000000014");
    let said = chain.forget("2900000000014");
    assert_eq!(
        said.out,
        "published erasure list 1, and customers list 2 without it, unsigned; counters take it at their next visit\n",
        "{}",
        said.err
    );
    assert_eq!(holding(&chain.path("sync/customers"), &gone), Vec::<PathBuf>::new());
    assert!(!chain.list(1).exists() && chain.list(2).exists());
    // The counter forgets by the erasure list alone, also where the new customers list does not come.
    fs::remove_file(chain.list(2)).unwrap();
    assert_eq!(chain.visit().code, Some(0));
    assert_eq!((chain.agreed("2900000000014"), chain.agreed("2900000000021")), (None, Some(Agreed::default())));
    // And nobody brings her back: not the CRM, and not an old list.
    let said = chain.publish(&["--number", "7"]);
    assert!(
        said.out.contains("1 customer, unsigned; 1 without consent left out; 1 to be forgotten left out"),
        "{}",
        said.out
    );
    let mut packed = Vec::new();
    packed.extend(goeswith::travel::customers::write(
        "corner",
        &Key::parse(KEY.as_bytes()).unwrap().mark(),
        vec![goeswith::travel::customers::Row { pseudonym: gone.clone(), ..Default::default() }],
    ));
    fs::write(chain.list(8), packed).unwrap();
    chain.visit();
    assert_eq!(chain.agreed("2900000000014"), None);
}

#[test]
fn whatever_happens_to_a_list_on_its_way_the_one_before_stays() {
    let chain = Chain::new();
    chain.publish(&[]);
    chain.visit();
    chain.publish(&[]);
    let whole = fs::read(chain.list(2)).unwrap();
    let counter = chain.path("counter");
    let take = |taker: &mut Taker, chain_id: &str| {
        let counter = Counter { data_dir: &counter, keys: &[], chain_id, forgotten: &[] };
        taker.take(&chain.path("sync"), &counter).unwrap()
    };
    let mut dice = Dice(SEED);
    for turn in 0..300 {
        let mut bytes = whole.clone();
        match turn % 3 {
            0 => bytes.truncate(dice.below(whole.len())),
            1 => bytes[dice.below(whole.len())] ^= 1 << dice.below(8),
            _ => drop(bytes.splice(dice.below(whole.len()).., (0..dice.below(90)).map(|_| dice.below(256) as u8))),
        }
        if bytes == whole {
            continue;
        }
        fs::write(chain.list(2), &bytes).unwrap();
        let Taken { number, found, .. } = take(&mut Taker::default(), "corner");
        assert_eq!((number, found.len()), (None, 1), "turn {turn} of seed {SEED:x}");
        assert!(chain.agreed("2900000000014").is_some());
    }
    // Named once and for all to see, with its number.
    fs::write(chain.list(2), String::from_utf8(whole.clone()).unwrap().replace("garden", "gardes")).unwrap();
    let visit = chain.visit();
    assert_eq!(visit.code, Some(3), "{}", visit.err);
    assert!(visit.err.contains("GW-305 Customers list 2 was refused: it is damaged"), "{}", visit.err);
    assert!(visit.err.contains("Customers list 1 stays in use."), "{}", visit.err);
    let status = run(&counter, &["status"], "");
    assert!(status.out.contains("Customers list 2"), "{}", status.out);
    // Of another chain, and a jump.
    fs::write(chain.list(2), &whole).unwrap();
    let found = take(&mut Taker::default(), "another").found;
    assert!(matches!(found[0].refusal, Refusal::Bytes(_)), "{found:?}");
    fs::rename(chain.list(2), chain.list(9_000_000)).unwrap();
    let found = take(&mut Taker::default(), "corner").found;
    assert!(matches!(found[0].refusal, Refusal::Number { .. }), "{found:?}");
    fs::rename(chain.list(9_000_000), chain.list(2)).unwrap();
    assert_eq!(take(&mut Taker::default(), "corner").number, Some(2));
    // What the disk forgot is taken again.
    let kept = counter.join("customers/0000000002.cards");
    let mut bytes = fs::read(&kept).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&kept, bytes).unwrap();
    assert_eq!(Customers::of(counter.clone()).label().unwrap().number, 1);
    assert_eq!(take(&mut Taker::default(), "corner").number, Some(2));
    assert_eq!(Customers::of(counter.clone()).label().unwrap().number, 2);
}

#[test]
fn where_a_key_is_pinned_a_list_must_be_signed_by_it() {
    let chain = Chain::new();
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let secret = chain.path("sign.key");
    fs::write(&secret, pair.sk.to_box(None).unwrap().into_string()).unwrap();
    let key = Signer::open(&secret, None).unwrap().key().unwrap();
    assert_eq!(run(&chain.path("counter"), &["trust", key.as_str()], "").code, Some(0));
    chain.publish(&[]);
    let visit = chain.visit();
    assert!(visit.err.contains("Customers list 1 was refused: it is not signed"), "{}", visit.err);
    assert!(chain.publish(&["--sign", &chain.text("sign.key")]).out.contains("2 customers, signed"));
    chain.visit();
    assert!(chain.agreed("2900000000014").is_some());
}

#[test]
fn a_link_of_a_segment_is_suggested_to_its_customers() {
    let chain = Chain::new();
    let suggest = |more: &[&str]| run(&chain.path("counter"), &[&["suggest", "PRN-200"], more].concat(), "").out;
    assert!(!suggest(&[]).contains("USB cable"));
    assert!(!suggest(&["--segment", "garden"]).contains("USB cable"));
    assert!(suggest(&["--segment", "garden", "--segment", "trade"]).contains("USB cable"));
    let explained = suggest(&["--explain", "--segment", "trade"]);
    assert!(explained.contains("Its link is for customers of Trade, and this one is."), "{explained}");
    assert!(suggest(&["--explain"]).contains("Its link is for customers of Trade, and nothing says"));
}

#[test]
fn what_was_left_goes_back_to_the_crm() {
    let chain = Chain::new();
    let (ana, jo) = (pseudonym("2900000000014"), pseudonym("2900000000021"));
    let sale = |day: &str, customer: &str, skus: &[&str], left: &[(&str, &str, Option<&str>)]| {
        let lines: Vec<_> = skus.iter().map(|sku| serde_json::json!({ "sku": sku, "quantity": 1 })).collect();
        let suggestion = |(add_on, outcome, why): &(&str, &str, Option<&str>)| {
            serde_json::json!({ "item": "PRN-200", "add_on": add_on, "link_kind": "accessory", "rank": 1,
                "reason": "curated", "outcome": outcome, "why": why })
        };
        let suggestions: Vec<_> = left.iter().map(suggestion).collect();
        let sale = serde_json::json!({ "kind": "sale", "wall_utc": format!("2026-{day}T10:00:00Z"), "lines": lines,
            "suggestions": suggestions, "customer": Some(customer).filter(|one| !one.is_empty()) });
        let recorded = run(&chain.path("counter"), &["record"], &format!("{sale}\n"));
        assert_eq!(recorded.code, Some(0), "{}", recorded.err);
    };
    let not_now = Some("not_now");
    sale("08-01", &ana, &["PRN-200"], &[("INK-305", "declined", not_now), ("=CAB", "not_asked", None)]);
    sale("08-02", &jo, &["PRN-200"], &[("INK-305", "declined", Some("has_one")), ("=CAB", "declined", None)]);
    sale("08-03", "", &["PRN-200"], &[("INK-305", "not_asked", None)]);
    sale("09-01", &ana, &["INK-305"], &[]);
    chain.visit();
    let collected = chain.head_office(&["collect", &chain.text("sync"), "-o", &chain.text("all.db")], "");
    assert_eq!(collected.code, Some(0), "{}", collected.err);
    let (all, shop) = (chain.text("all.db"), chain.text("shop.db"));
    let list = |more: &[&str]| {
        let said = chain.head_office(&[&["follow-up", "--store", &all, "--catalog", &shop], more].concat(), "");
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
        said.out
    };
    let csv = list(&[]);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 3, "{csv}");
    assert_eq!(
        lines[0].replace('"', ""),
        "pseudonym,date,store,terminal,item,add_on,link_kind,outcome,why,price,currency"
    );
    assert!(lines[1].starts_with(&format!("\"{ana}\",\"2026-08-01\",,")), "{csv}");
    assert!(lines[1].ends_with(",\"PRN-200\",\"'=CAB\",\"accessory\",\"not_asked\",,899,\"EUR\""), "{csv}");
    assert!(lines[2].contains(&jo) && lines[2].contains("\"declined\",,899"), "{csv}");
    assert_eq!(list(&["--since", "2026-08-02"]).lines().count(), 2);
    assert_eq!(list(&["--until", "2026-07-31"]).lines().count(), 1);
    let json = list(&["--format", "jsonl", "--until", "2026-08-01"]);
    let one: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&one["add_on"], &one["price"], &one["why"]), (&"=CAB".into(), &899.into(), &Value::Null));
    let file = chain.text("list.csv");
    let said = chain.head_office(&["follow-up", "--store", &all, "--catalog", &shop, "-o", &file], "");
    assert_eq!((said.out.as_str(), said.err), ("", format!("{file}: 2 suggestions\n")));
    assert_eq!(fs::read_to_string(&file).unwrap(), csv);
    assert_eq!(chain.head_office(&["follow-up", "--since", "2026-02-30"], "").code, Some(2));

    // Head office knows what is bought on all tills.
    for day in ["06-01", "07-01", "07-31"] {
        sale(day, &jo, &["INK-305", "=CAB"], &[]);
    }
    chain.visit();
    chain.head_office(&["collect", &chain.text("sync"), "-o", &all], "");
    assert_eq!(chain.publish(&["--events", &all]).code, Some(0));
    let published = fs::read_to_string(chain.list(1)).unwrap();
    assert!(published.contains(&format!("{jo},,,=CAB=3/30/30/30/20665|INK-305=3/30/30/30/20665\n")), "{published}");
    chain.visit();
    assert_eq!(chain.agreed("2900000000021").unwrap().bought[1].figures, [3, 30, 30, 30]);
    assert_eq!(chain.agreed("2900000000014").unwrap().bought, []);

    // The same sales say who came back: at head office and on the counter alike.
    let day = |iso: &str| goeswith::domain::Day::parse(iso).unwrap().0;
    for store in [chain.path("all.db"), chain.path("counter/store.db")] {
        let store = EventStore::open_read_only(&store).unwrap();
        let within = |days| store.returns(day("2026-08-01"), day("2026-08-31"), days).unwrap();
        assert_eq!((within(30).left.customers, within(30).left.returned, within(30).not_yet), (2, 0, 0));
        assert_eq!((within(31).left.customers, within(31).left.returned, within(31).not_yet), (1, 1, 1));
        assert_eq!((within(31).took.customers, within(31).left.share()), (0, None));
    }

    // Who is forgotten is on no list, and came back nowhere.
    assert_eq!(chain.forget("2900000000014").code, Some(0));
    chain.visit();
    chain.head_office(&["collect", &chain.text("sync"), "-o", &all], "");
    assert_eq!(list(&[]).lines().count(), 2);
    for store in [chain.path("all.db"), chain.path("counter/store.db")] {
        let store = EventStore::open_read_only(&store).unwrap();
        let returns = store.returns(day("2026-08-01"), day("2026-08-31"), 30).unwrap();
        assert_eq!(returns.left.customers, 1);
    }
    assert_eq!(holding(&chain.path("counter"), &ana), Vec::<PathBuf>::new());
}
