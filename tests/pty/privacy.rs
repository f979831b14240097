//! A day at a counter at which people leave what says who they are, on purpose and by mistake: nothing of it is in any file
//! of the program, in what it sends, or in what it prints. A pseudonym is, until it is forgotten.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use goeswith::travel::pseudonym::Key;

use crate::counter::{Counter, PROGRAM, code};
use crate::sales::finish;
use crate::screen::{Window, key, pause};

const KEY: &str = "9d1f60c4a7be48d2a35c77e01f4b6a90";
const TOKEN: &str = "CARD-8834172";
/// What says who somebody is. Each is put in somewhere.
const SECRETS: [&str; 12] = [
    KEY,
    TOKEN,
    "ana.okafor@example.com",
    "Okafor",
    "+49 170 7712345",
    "0170 7712346",
    "(212) 555-7734",
    "jo.brandt@example.org",
    "Brandt",
    "+33612345678",
    "vera@example.net",
    "Vera Lindmark",
];

/// Every file below a folder that holds this text, plainly or as UTF-16.
fn holding(folder: &Path, text: &str, found: &mut Vec<PathBuf>) {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    holding_bytes(folder, text.as_bytes(), found);
    holding_bytes(folder, &wide, found);
}

/// Every file below a folder that holds these bytes.
fn holding_bytes(folder: &Path, part: &[u8], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        if entry.file_type().unwrap().is_dir() {
            holding_bytes(&entry.path(), part, found);
        } else if fs::read(entry.path()).unwrap().windows(part.len()).any(|window| window == part) {
            found.push(entry.path());
        }
    }
}

/// The program without a window; everything it prints is kept in `said`.
fn run(counter: &Counter, arguments: &[&str], input: &str, said: &mut String) -> Option<i32> {
    let mut command = counter.command();
    command
        .current_dir(counter.path(""))
        .args(arguments)
        .args(["--data-dir", &counter.data_dir().display().to_string()]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    for bytes in [output.stdout, output.stderr] {
        writeln!(said, "{arguments:?}: {}", String::from_utf8_lossy(&bytes)).unwrap();
    }
    output.status.code()
}

#[test]
fn nothing_that_says_who_somebody_is_stays_anywhere() {
    let counter = Counter::new();
    let mut said = String::new();
    // A history with its customers, as tills export them.
    let sales = "basket_id,timestamp,sku,quantity,customer,note\n\
                 1,2026-03-01,STAIN,1,ana.okafor@example.com,Okafor\n1,2026-03-01,BRUSH,1,ana.okafor@example.com,Okafor\n\
                 2,2026-03-02,STAIN,1,+49 170 7712345,call (212) 555-7734\n2,2026-03-02,BRUSH,1,+49 170 7712345,\n";
    fs::create_dir(counter.path("source/sales")).unwrap();
    fs::write(counter.path("source/sales/a.csv"), sales).unwrap();
    fs::write(counter.path("chain.key"), KEY).unwrap();
    // A CRM's customers, of whom one agreed; cards are linked at this counter.
    let crm = format!("token,name,mail,consent\n{TOKEN},Okafor,ana.okafor@example.com,yes\nCARD-1,Brandt,,no\n");
    fs::write(counter.path("crm.csv"), crm).unwrap();
    let chain_key = counter.path("chain.key").display().to_string();
    fs::create_dir_all(counter.data_dir()).unwrap();
    let settings = format!("chain_key = '{chain_key}'\n[customers]\npattern = 'CARD-\\d+'\n");
    fs::write(counter.data_dir().join("settings.toml"), settings).unwrap();
    let mut does = |arguments: &[&str], input: &str| run(&counter, arguments, input, &mut said);
    for arguments in [
        ["catalog", "build", "source", "-o", "shop.db"].as_slice(),
        &["mine", "source/sales", "-o", "pairs.csv"],
        &["catalog", "publish", "shop.db", "--to", "sync"],
        &["customers", "publish", "crm.csv", "--to", "sync", "--key", "chain.key"],
        &["sync", "--once", "--sync-dir", "sync"],
    ] {
        assert_eq!(does(arguments, ""), Some(0), "{arguments:?}");
    }

    // At the counter: typed, scanned off cards and telephones, and printed by the till.
    let journal = counter.path("journal.txt");
    fs::write(&journal, "").unwrap();
    let data_dir = counter.data_dir().display().to_string();
    let arguments = ["sell", "--data-dir", &data_dir, "--sync-dir", "sync", "--feed", "journal.txt"];
    let mut command = counter.in_window(PROGRAM, &arguments);
    command.cwd(counter.path(""));
    let mut window = Window::open(command, (80, 24));
    window.wait_for("Till OK");
    for card in [
        "jo.brandt@example.org",
        "+33612345678",
        "MECARD:N:Lindmark,Vera Lindmark;EMAIL:vera@example.net;;",
        "Jo Brandt",
    ] {
        window.send(&format!("{card}\r"));
        window.wait_until("an answer", |screen| {
            !screen.contents().contains("> ") || screen.contents().contains("Scan, or type")
        });
        // Apart from what comes next, or it is taken for one key with Alt.
        pause();
        window.send(key::ESC);
        pause();
    }
    window.send_paced("Jo Brandt", Duration::from_millis(60));
    window.wait_for("> Jo Brandt");
    window.send(key::ENTER);
    pause();
    window.send(key::ESC);
    window.wait_for("Scan, or type a name");
    let till = "CUSTOMER ana.okafor@example.com Okafor 0170 7712346\nSALE 4006381333931 WOOD STAIN 1 x 31.99\n";
    fs::OpenOptions::new().append(true).open(&journal).unwrap().write_all(till.as_bytes()).unwrap();
    window.wait_for("Wood stain, oak");
    window.send(&format!("{}\r", code::CUP));
    window.wait_for("Coffee cup");
    window.send("CARD-1\r");
    window.wait_for("No consent: nothing is remembered");
    pause();
    window.send(&format!("{TOKEN}\r"));
    window.wait_for("Customer card linked");
    finish(&mut window);
    window.send(key::CTRL_Q);
    window.wait_for_end();

    // By another program, rightly and wrongly.
    let pseudonym = Key::parse(KEY.as_bytes()).unwrap().pseudonym(TOKEN);
    let mut sale = |key: &str, who: &str| {
        let line = serde_json::json!({ "kind": "sale", "lines": [{ "sku": "CUP", "quantity": 1 }], key: who });
        does(&["record"], &format!("{line}\n"))
    };
    assert_eq!(sale("customer", &pseudonym), Some(0));
    for key in ["customer", "staff"] {
        for who in ["vera@example.net", "+33612345678", "0170 7712346", "(212) 555-7734", "Vera <vera@example.net>"] {
            assert_eq!(sale(key, who), Some(1), "{key}");
        }
    }
    let visit = ["sync", "--once", "--sync-dir", "sync"];
    assert_eq!(does(&visit, ""), Some(0));
    for folder in ["sync/outbox", "sync/customers", "data/customers"] {
        let mut found = Vec::new();
        let bytes: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(&pseudonym[2 * at..2 * at + 2], 16).unwrap()).collect();
        holding(&counter.path(folder), &pseudonym, &mut found);
        holding_bytes(&counter.path(folder), &bytes, &mut found);
        assert!(!found.is_empty(), "{folder} says by which pseudonym");
    }
    assert_eq!(does(&["collect", "sync", "-o", "office/store.db", "--acks", "sync"], ""), Some(0));
    assert_eq!(does(&["forget", "-", "--to", "sync", "--key", "chain.key"], TOKEN), Some(0));
    for arguments in [
        visit.as_slice(),
        &["collect", "sync", "-o", "office/store.db"],
        &["export"],
        &["export", "--format", "csv"],
        &["export", "--store", "office/store.db"],
        &["follow-up"],
        &["follow-up", "--store", "office/store.db"],
        &["fleet", "office/store.db"],
        &["status"],
        &["status", "--json"],
        &["doctor"],
        &["catalog", "verify", "sync"],
    ] {
        assert_eq!(does(arguments, ""), Some(0), "{arguments:?}");
    }

    // What people put in stays theirs; everything else is ours.
    for file in ["chain.key", "crm.csv", "journal.txt", "source/sales/a.csv"] {
        fs::remove_file(counter.path(file)).unwrap();
    }
    for secret in SECRETS {
        let mut found = Vec::new();
        holding(&counter.path(""), secret, &mut found);
        assert_eq!(found, Vec::<PathBuf>::new(), "{secret}");
        assert!(!said.contains(secret), "{secret} in {said}");
    }
    for folder in ["data", "sync/outbox", "sync/customers"] {
        let mut found = Vec::new();
        let bytes: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(&pseudonym[2 * at..2 * at + 2], 16).unwrap()).collect();
        holding(&counter.path(folder), &pseudonym, &mut found);
        holding_bytes(&counter.path(folder), &bytes, &mut found);
        assert_eq!(found, Vec::<PathBuf>::new(), "what was to be forgotten");
    }
}
