//! Head office publishes, a folder is copied, a counter takes what came: whatever happens to the copy on its way, the
//! counter sells from the last good catalog and says in one line what happened.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::{Answer, Dice, program, run};
use tempfile::TempDir;

/// Head office with a sync folder, and a counter beside it.
struct Chain {
    folder: TempDir,
}

impl Chain {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// A catalog in which the kettle costs so much.
    fn catalog(&self, chain: &str, price: u32) -> String {
        let source = self.path(&format!("source-{chain}-{price}"));
        fs::create_dir_all(&source).unwrap();
        let shop = format!("name = \"Corner\"\nchain_id = \"{chain}\"\ncurrency = \"EUR\"\n");
        fs::write(source.join("shop.toml"), shop).unwrap();
        let items = format!("sku,name,price\nKET-1,Kettle,{price}.00\nDES-1,Descaler,4.99\n");
        fs::write(source.join("items.csv"), items).unwrap();
        fs::write(source.join("links.csv"), "item,add_on,kind\nKET-1,DES-1,accessory\n").unwrap();
        let file = self.text(&format!("{chain}-{price}.db"));
        let built = self.head_office(&["catalog", "build", &source.display().to_string(), "-o", &file]);
        assert_eq!(built.code, Some(0), "{}", built.err);
        file
    }

    fn head_office(&self, arguments: &[&str]) -> Answer {
        run(&self.path("head-office"), arguments, "")
    }

    fn publish(&self, price: u32, more: &[&str]) -> Answer {
        let file = self.catalog("corner", price);
        let sync = self.text("sync");
        let answer = self.head_office(&[&["catalog", "publish", &file, "--to", &sync], more].concat());
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        answer
    }

    fn counter(&self, arguments: &[&str]) -> Answer {
        run(&self.path("counter"), arguments, "")
    }

    /// One look into the folder.
    fn sync(&self) -> Answer {
        self.counter(&["sync", "--once", "--sync-dir", &self.text("sync")])
    }

    /// Version and digest of what is sold from.
    fn in_use(&self) -> Option<(u64, String)> {
        let status: serde_json::Value = serde_json::from_str(&self.counter(&["status", "--json"]).out).unwrap();
        Some((status["catalog"]["version"].as_u64()?, status["catalog"]["sha256"].as_str()?.to_owned()))
    }

    fn version(&self) -> u64 {
        self.in_use().map_or(0, |(version, _)| version)
    }

    /// The files of a version in the folder: snapshot, manifest, and its signature where there is one.
    fn files(&self, version: u64) -> Vec<PathBuf> {
        let folder = self.path("sync").join("catalog");
        let start = format!("catalog-{version:010}");
        let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with(&start));
        files.sort();
        files
    }

    fn snapshot(&self, version: u64) -> PathBuf {
        self.files(version).into_iter().find(|path| path.extension().unwrap() == "db").unwrap()
    }

    fn manifest(&self, version: u64) -> PathBuf {
        self.path("sync").join("catalog").join(format!("catalog-{version:010}.manifest.json"))
    }

    /// A key pair of head office: the secret file, and the public line.
    fn key(&self, name: &str) -> (String, String) {
        let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
        let path = self.path(name);
        fs::write(&path, pair.sk.to_box(None).unwrap().into_string()).unwrap();
        (path.display().to_string(), pair.pk.to_base64())
    }
}

fn copy_into(folder: &Path, files: &[PathBuf]) {
    fs::create_dir_all(folder).unwrap();
    for file in files {
        fs::copy(file, folder.join(file.file_name().unwrap())).unwrap();
    }
}

#[test]
fn a_counter_takes_what_head_office_publishes_and_goes_back_with_a_new_version() {
    let chain = Chain::new();
    chain.publish(30, &[]);
    let came = chain.sync();
    assert_eq!((came.code, came.err.contains("catalog 1")), (Some(0), true), "{}", came.err);
    let first = chain.in_use().unwrap();
    chain.publish(35, &[]);
    assert_eq!(chain.sync().code, Some(0));
    assert!(chain.counter(&["suggest", "DES-1"]).code == Some(0));
    let item = chain.counter(&["search", "kettle", "--json"]);
    assert!(item.out.contains("3500"), "{}", item.out);
    // Nothing new: nothing said.
    assert_eq!(chain.sync().err, "");
    chain.publish(30, &[]);
    chain.sync();
    let back = chain.in_use().unwrap();
    assert_eq!((back.0, back.1), (3, first.1), "the old content as a new version");
}

#[test]
fn five_versions_stay_in_the_folder() {
    let chain = Chain::new();
    for price in 30..37 {
        chain.publish(price, &[]);
    }
    assert_eq!((chain.files(2).len(), chain.files(3).len(), chain.files(7).len()), (0, 2, 2));
    chain.sync();
    assert_eq!(chain.version(), 7);
    // A version is raised by hand, and never lowered.
    chain.publish(50, &["--version", "40"]);
    chain.publish(51, &["--version", "5"]);
    chain.sync();
    assert_eq!(chain.version(), 41);
}

#[test]
fn the_same_snapshot_published_at_the_same_time_gives_the_same_bytes() {
    let chain = Chain::new();
    let file = chain.catalog("corner", 30);
    for to in ["one", "two"] {
        let mut command =
            program(&chain.path("head-office"), &["catalog", "publish", &file, "--to", &chain.text(to), "--json"]);
        command.env("SOURCE_DATE_EPOCH", "1795357800");
        let said: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        assert_eq!((said["version"].as_u64(), said["signed"].as_bool()), (Some(1), Some(false)));
    }
    for name in fs::read_dir(chain.path("one").join("catalog")).unwrap() {
        let name = name.unwrap().file_name();
        let read = |folder: &str| fs::read(chain.path(folder).join("catalog").join(&name)).unwrap();
        assert_eq!(read("one"), read("two"), "{name:?}");
    }
}

#[test]
fn one_folder_serves_one_chain_and_a_counter_takes_no_other() {
    let chain = Chain::new();
    chain.publish(30, &[]);
    chain.sync();
    let other = chain.catalog("harbour", 40);
    let refused = chain.head_office(&["catalog", "publish", &other, "--to", &chain.text("sync")]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("harbour") && refused.err.contains("corner"), "{}", refused.err);
    chain.head_office(&["catalog", "publish", &other, "--to", &chain.text("elsewhere"), "--version", "9"]);
    let answer = chain.counter(&["sync", "--once", "--sync-dir", &chain.text("elsewhere")]);
    assert_eq!((answer.code, chain.version()), (Some(3), 1));
    assert!(answer.err.contains("GW-120"), "{}", answer.err);
}

#[test]
fn what_was_cut_short_is_waited_for_and_what_was_changed_is_refused() {
    let chain = Chain::new();
    chain.publish(30, &[]);
    chain.sync();
    let before = chain.in_use();
    chain.publish(35, &[]);
    let path = chain.snapshot(2);
    let whole = fs::read(&path).unwrap();
    for length in [0, 1, 100, 4096, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        let answer = chain.sync();
        assert_eq!((answer.code, chain.in_use()), (Some(0), before.clone()), "{}", answer.err);
        assert!(answer.err.contains("GW-124 New catalog 2 is still arriving"), "{}", answer.err);
    }
    let mut dice = Dice(20_261_122);
    for _ in 0..40 {
        let mut damaged = whole.clone();
        damaged[dice.below(whole.len())] ^= 1 << dice.below(8);
        fs::write(&path, &damaged).unwrap();
        let answer = chain.sync();
        assert_eq!((answer.code, chain.in_use()), (Some(3), before.clone()), "{}", answer.err);
        assert!(
            answer.err.starts_with("GW-112 New catalog 2 was refused: it is damaged, its checksum differs. You are still selling from catalog 1 ("),
            "{}",
            answer.err
        );
    }
    let status = chain.counter(&["status", "--json"]).out;
    assert!(status.contains("GW-112"), "{status}");
    fs::write(&path, [whole.as_slice(), b"more"].concat()).unwrap();
    assert_eq!(chain.sync().code, Some(3));
    fs::write(&path, &whole).unwrap();
    assert_eq!((chain.sync().code, chain.version()), (Some(0), 2));
    assert!(!chain.counter(&["status", "--json"]).out.contains("GW-112"));
}

#[test]
fn an_older_catalog_is_never_taken_again() {
    let chain = Chain::new();
    for price in [30, 35, 40] {
        chain.publish(price, &[]);
    }
    chain.sync();
    let before = chain.in_use();
    for file in chain.files(3) {
        fs::remove_file(file).unwrap();
    }
    let answer = chain.sync();
    assert_eq!((answer.code, chain.in_use()), (Some(3), before.clone()));
    assert!(answer.err.contains("GW-118") && answer.err.contains("(2 < 3)"), "{}", answer.err);
    // The same version with other content is no better.
    chain.publish(45, &[]);
    let answer = chain.sync();
    assert_eq!((answer.code, chain.in_use()), (Some(3), before), "{}", answer.err);
}

#[test]
fn a_version_that_is_far_ahead_needs_somebody_who_says_so() {
    let chain = Chain::new();
    chain.publish(30, &[]);
    chain.sync();
    chain.publish(35, &["--version", "2000000"]);
    let answer = chain.sync();
    assert_eq!((answer.code, chain.version()), (Some(3), 1));
    assert!(answer.err.contains("GW-119") && answer.err.contains("--accept-version"), "{}", answer.err);
    let answer = chain.counter(&["sync", "--once", "--sync-dir", &chain.text("sync"), "--accept-version", "2000000"]);
    assert_eq!((answer.code, chain.version()), (Some(0), 2_000_000), "{}", answer.err);
}

#[test]
fn where_a_key_is_pinned_only_what_it_signed_is_taken() {
    let chain = Chain::new();
    let (secret, public) = chain.key("chain.key");
    let (other_secret, other_public) = chain.key("other.key");
    chain.publish(30, &["--sign", &secret]);
    assert_eq!(chain.counter(&["trust", &public]).code, Some(0));
    assert_eq!((chain.sync().code, chain.version()), (Some(0), 1));
    chain.publish(35, &[]);
    let answer = chain.sync();
    assert_eq!((answer.code, chain.version(), answer.err.contains("GW-121")), (Some(3), 1, true), "{}", answer.err);
    chain.publish(36, &["--sign", &other_secret]);
    let answer = chain.sync();
    assert_eq!((answer.code, chain.version(), answer.err.contains("GW-122")), (Some(3), 1, true), "{}", answer.err);
    // Signed by the right key, but of another file.
    chain.publish(37, &["--sign", &secret]);
    let signature = chain.files(4).into_iter().find(|path| path.extension().unwrap() == "minisig").unwrap();
    let good = fs::read(&signature).unwrap();
    let manifest = fs::read_to_string(chain.manifest(4)).unwrap();
    fs::write(chain.manifest(4), manifest.replace("\"expires_hint_days\": 14", "\"expires_hint_days\": 15")).unwrap();
    assert_eq!((chain.sync().code, chain.version()), (Some(3), 1));
    fs::write(chain.manifest(4), &manifest).unwrap();
    for at in (0..good.len()).step_by(17) {
        let mut changed = good.clone();
        changed[at] ^= 1;
        fs::write(&signature, &changed).unwrap();
        // What stands in a comment that nobody signed may change.
        let answer = chain.sync();
        assert!(chain.version() == 1 || at < 60, "byte {at}: {}", answer.err);
        if chain.version() != 1 {
            return;
        }
    }
    fs::write(&signature, &good).unwrap();
    assert_eq!((chain.sync().code, chain.version()), (Some(0), 4));
    // Keys change: the old one announces the new one, then the new one signs.
    chain.publish(38, &["--sign", &secret, "--next-key", &other_public]);
    chain.sync();
    chain.publish(39, &["--sign", &other_secret]);
    assert_eq!((chain.sync().code, chain.version()), (Some(0), 6));
    let keys = chain.counter(&["trust"]).out;
    assert!(keys.contains(&public) && keys.contains(&other_public), "{keys}");
}

#[test]
fn a_damaged_list_of_keys_is_not_taken_for_none() {
    let chain = Chain::new();
    let (_, public) = chain.key("chain.key");
    chain.counter(&["trust", &public]);
    fs::write(chain.path("counter").join("trust.json"), "{").unwrap();
    chain.publish(30, &[]);
    let answer = chain.sync();
    assert_eq!((answer.code, chain.version()), (Some(3), 0));
    assert!(answer.err.contains("GW-129"), "{}", answer.err);
}

#[test]
fn whatever_the_order_of_arrival_there_is_one_swap_and_no_noise() {
    let chain = Chain::new();
    chain.publish(30, &[]);
    chain.sync();
    chain.publish(35, &[]);
    copy_into(&chain.path("spare"), &chain.files(2));
    let files: Vec<PathBuf> = fs::read_dir(chain.path("spare")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let sync = chain.path("sync").join("catalog");
    let stray = [
        "catalog-0000000002.manifest.sync-conflict-20261122-140000-ABCDEFG.json",
        ".syncthing.catalog-0000000002.manifest.json.tmp",
        "catalog-0000000003.manifest (conflicted copy).json",
        "catalog-3.manifest.json",
        "desktop.ini",
        ".DS_Store",
        "~catalog-0000000002.manifest.json",
    ];
    let mut dice = Dice(7);
    for _ in 0..12 {
        fs::remove_dir_all(chain.path("counter")).unwrap();
        fs::remove_dir_all(&sync).unwrap();
        fs::create_dir_all(&sync).unwrap();
        // Half of each file, then all of it, with strays between, in any order.
        let mut steps: Vec<(String, Vec<u8>)> = Vec::new();
        for file in &files {
            let (name, bytes) = (file.file_name().unwrap().to_string_lossy().into_owned(), fs::read(file).unwrap());
            steps.push((name.clone(), Vec::new()));
            steps.push((name.clone(), bytes[..bytes.len() / 2].to_vec()));
            steps.push((name, bytes));
        }
        steps.extend(stray.iter().map(|name| ((*name).to_owned(), b"{\"version\": 3}".to_vec())));
        let mut swaps = 0;
        let mut done: Vec<(String, usize)> = Vec::new();
        while !steps.is_empty() {
            // Of one file the shorter states come first.
            let at = dice.below(steps.len());
            let name = steps[at].0.clone();
            let at = steps.iter().position(|step| step.0 == name).unwrap();
            let (name, bytes) = steps.remove(at);
            fs::write(sync.join(&name), &bytes).unwrap();
            done.push((name, bytes.len()));
            let before = chain.version();
            let answer = chain.sync();
            assert_eq!(answer.code, Some(0), "{done:?}: {}", answer.err);
            assert!(answer.err.lines().count() <= 1, "{}", answer.err);
            swaps += u32::from(chain.version() != before);
        }
        assert_eq!((swaps, chain.version()), (1, 2), "{done:?}");
    }
}

#[test]
fn a_catalog_that_breaks_the_rules_for_content_is_refused_though_its_manifest_fits() {
    let chain = Chain::new();
    chain.publish(30, &[]);
    chain.sync();
    let before = chain.in_use();
    for (version, sql, what) in [
        (2, "UPDATE item SET name = 'Ket' || char(27) || '[31mtle' WHERE sku = 'KET-1'", "table item"),
        (3, "UPDATE item SET name = CAST(x'4bff' AS TEXT) WHERE sku = 'KET-1'", "not UTF-8"),
        (4, "UPDATE item SET name = 'Ket' || char(0) || 'tle' WHERE sku = 'KET-1'", "table item"),
        (5, "UPDATE price SET p1 = -1", "out of range"),
        (6, "UPDATE price SET p1 = 9223372036854775807", "out of range"),
        (7, "UPDATE item SET category = 77", "nowhere"),
        (8, "CREATE VIEW v AS SELECT 1", "does not belong there"),
        (9, "UPDATE item SET name = 'Ket' || char(8238) || 'tle'", "table item"),
        (10, "DELETE FROM link", "rows"),
        (11, "PRAGMA auto_vacuum = FULL; VACUUM", "header"),
        (12, "DELETE FROM shop WHERE key = 'currency'", "currency is missing"),
    ] {
        let path = chain.path("changed.db");
        fs::copy(chain.snapshot(1), &path).unwrap();
        let changed = rusqlite::Connection::open(&path).unwrap();
        changed.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        drop(changed);
        let bytes = fs::read(&path).unwrap();
        let manifest = fs::read_to_string(chain.manifest(1)).unwrap();
        let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        let sha256 = goeswith::travel::digest::of(&bytes);
        let name = goeswith::travel::names::snapshot(version, &sha256);
        manifest["version"] = version.into();
        manifest["bytes"] = bytes.len().into();
        manifest["file"] = name.clone().into();
        manifest["sha256"] = sha256.into();
        fs::write(chain.path("sync").join("catalog").join(name), bytes).unwrap();
        fs::write(chain.manifest(version), manifest.to_string()).unwrap();
        let answer = chain.sync();
        assert_eq!((answer.code, chain.in_use()), (Some(3), before.clone()), "{sql}: {}", answer.err);
        assert!(answer.err.contains(what), "{sql}: {}", answer.err);
    }
}

#[test]
fn a_snapshot_longer_than_its_manifest_says_is_refused_whatever_its_checksum() {
    let chain = Chain::new();
    chain.publish(30, &[]);
    let manifest = fs::read_to_string(chain.manifest(1)).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    manifest["bytes"] = 4096.into();
    fs::write(chain.manifest(1), manifest.to_string()).unwrap();
    let answer = chain.sync();
    assert_eq!((answer.code, chain.version()), (Some(3), 0), "{}", answer.err);
    assert!(answer.err.contains("bytes instead of 4096"), "{}", answer.err);
}

#[test]
fn a_folder_that_is_not_there_and_files_that_are_none_make_nobody_wait() {
    let chain = Chain::new();
    let answer = chain.sync();
    assert_eq!(answer.code, Some(1));
    assert!(answer.err.contains("GW-125"), "{}", answer.err);
    fs::create_dir_all(chain.path("sync")).unwrap();
    let answer = chain.sync();
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "nothing was published yet");
    chain.publish(30, &[]);
    let (snapshot, manifest) = (chain.snapshot(1), chain.manifest(1));
    fs::remove_file(&snapshot).unwrap();
    fs::create_dir(&snapshot).unwrap();
    assert_eq!(chain.sync().code, Some(3));
    fs::remove_dir(&snapshot).unwrap();
    fs::remove_file(&manifest).unwrap();
    fs::create_dir(&manifest).unwrap();
    let answer = chain.sync();
    assert_eq!((answer.code, chain.version()), (Some(3), 0), "{}", answer.err);
}

#[test]
fn the_doctor_looks_into_the_folder() {
    let chain = Chain::new();
    let look = || chain.counter(&["doctor", "--sync-dir", &chain.text("sync")]);
    let gone = look();
    assert_eq!((gone.code, gone.out.contains("GW-125")), (Some(1), true), "{}", gone.out);
    fs::create_dir(chain.path("sync")).unwrap();
    assert!(look().out.contains("no catalog yet"));
    chain.publish(30, &[]);
    let found = look();
    assert_eq!((found.code, found.out.contains("its newest catalog is 1")), (Some(0), true), "{}", found.out);
}

#[test]
fn an_installed_catalog_that_changed_on_the_disk_is_set_aside_and_taken_again() {
    let chain = Chain::new();
    chain.publish(30, &[]);
    chain.sync();
    chain.publish(35, &[]);
    chain.sync();
    let good = chain.in_use().unwrap();
    let folder = chain.path("counter").join("catalogs");
    let name = format!("{:010}-{}", good.0, &good.1[..16]);
    let path = folder.join(name).join("catalog.db");
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 4;
    fs::write(&path, bytes).unwrap();
    let answer = chain.sync();
    assert!(answer.err.contains("GW-128"), "{}", answer.err);
    assert_eq!(chain.in_use().unwrap(), good, "the same version came again from the folder");
    assert!(chain.path("counter").join("damaged").read_dir().unwrap().count() > 0);
}
