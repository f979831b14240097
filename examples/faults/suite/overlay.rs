//! A store's own prices arrive cut, damaged, forged, old or for somebody else: the list before stays.

use std::fs;
use std::path::PathBuf;

use super::Fault;
use super::damage::mutate;
use super::parcel::keys;
use super::run::Run;

pub const FAULTS: [Fault; 1] = [Fault {
    id: "B21",
    what: "a store's list cut, damaged, forged, older",
    unit: "mutations",
    units: [20, 200, 1_000],
    per_run: 50,
    never: &["taken", "panics"],
    needs: &[],
    run: bad_lists,
}];

/// A list in which everything has one price, and its path in the sync folder.
fn publish(run: &mut Run, price: &str) -> PathBuf {
    let rows: String = (0..60).fold(String::new(), |rows, item| rows + &format!("SKU-{item},{price},5,Own shelf\n"));
    let (file, sync) = (run.path("own.csv").display().to_string(), run.sync().display().to_string());
    fs::write(&file, format!("sku,price,stock,location\n{rows}")).unwrap();
    let answer = run.run(&["stock", "publish", &file, "--store", "north-12", "--to", &sync], "");
    assert_eq!(answer.code, Some(0), "stock publish: {}", answer.brief());
    let mut lists: Vec<_> =
        fs::read_dir(run.path("sync/stores/north-12")).unwrap().map(|entry| entry.unwrap().path()).collect();
    lists.sort();
    lists.pop().unwrap()
}

/// Which of these prices the counter says.
fn says(run: &mut Run, price: &str) -> bool {
    let item = run.dice.below(60);
    let answer = run.run(&["suggest", &format!("SKU-{item}")], "");
    assert_eq!(answer.code, Some(0), "{}", answer.brief());
    answer.text().contains(price)
}

fn bad_lists(run: &mut Run) {
    run.install_lot_0();
    fs::write(run.data().join("settings.toml"), "store = \"north-12\"\n").unwrap();
    publish(run, "777.77");
    assert_eq!(run.visit().code, Some(0));
    assert!(says(run, "777.77"), "the first list is in use");
    let good = publish(run, "888.88");
    let whole = fs::read(&good).unwrap();
    let text = String::from_utf8(whole.clone()).unwrap();
    if run.number % 4 == 3 {
        assert_eq!(run.run(&["trust", &keys().1], "").code, Some(0));
    }
    for _ in 0..run.units {
        let mut bytes = whole.clone();
        let what = match run.dice.below(10) {
            0 => {
                bytes.truncate(run.dice.below(whole.len()));
                "cut".to_owned()
            }
            1 => {
                bytes = text.replace("north-12", "south-7").into_bytes();
                "for another store".to_owned()
            }
            2 => {
                bytes = text.replacen("888.88", "888.89", 1).into_bytes();
                "a price".to_owned()
            }
            3 => {
                bytes = text.replace("rows=60", "rows=61").into_bytes();
                "rows".to_owned()
            }
            _ => mutate(&mut run.dice, &mut bytes),
        };
        if bytes == whole {
            continue;
        }
        fs::write(&good, &bytes).unwrap();
        let answer = run.visit();
        assert!([Some(0), Some(3), Some(7)].contains(&answer.code), "{what}: {}", answer.brief());
        let own: Vec<_> = answer.err.lines().filter(|line| line.starts_with("GW-13")).collect();
        assert_eq!(own.len(), 1, "one line about it: {what}: {}", answer.err);
        let taken = !says(run, "777.77");
        run.bad("taken", usize::from(taken), || format!("{what}: {}", answer.brief()));
        run.seen("refused", usize::from(answer.code == Some(3)));
    }
    if run.number % 4 != 3 {
        fs::write(&good, &whole).unwrap();
        assert_eq!(run.visit().code, Some(0));
        assert!(says(run, "888.88"), "the whole one is taken");
    }
}
