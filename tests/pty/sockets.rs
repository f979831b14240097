//! The program opens no socket: every command there is, run under a trace of the system's calls.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use clap::CommandFactory as _;
use goeswith::cli::Args;
use portable_pty::CommandBuilder;

use crate::counter::PROGRAM;
use crate::screen::{Window, pause};

/// The calls without which no process reaches another one or the network. A pair of connected ends inside the process
/// (`socketpair`), by which a signal wakes the screen, is none of them.
const CALLS: &str = "trace=socket,connect,bind,listen,accept,accept4";

/// Every command, each with arguments and input that let it do its work; `@` stands for the folder of the test. A command
/// that is missing here fails the test. Screens are opened in a terminal, and left with Ctrl+Q.
const RUNS: &[(&str, &str, &str)] = &[
    ("catalog check", "@/source", ""),
    ("catalog build", "@/source -o @/shop.db", ""),
    ("catalog info", "@/shop.db", ""),
    ("catalog publish", "@/shop.db --to @/sync", ""),
    ("catalog diff", "@/shop.db @/sync", ""),
    ("catalog verify", "@/sync", ""),
    ("catalog explain", "@/source A B", ""),
    ("catalog export", "@/shop.db -o @/again", ""),
    ("init", "@/first", ""),
    ("import", "@/items.tsv -o @/imported", ""),
    ("stock publish", "@/stock.csv --store north --to @/sync", ""),
    ("customers publish", "@/crm.csv --to @/sync --key @/customers.key", ""),
    ("sync", "--once --sync-dir @/sync", ""),
    ("catalog install", "@/shop.db", ""),
    ("suggest", "A --explain", ""),
    ("suggest", "--batch -", "query_id,anchors\n1,A\n"),
    ("search", "cup", ""),
    ("search", "--batch -", "{\"id\":\"1\",\"query\":\"cup\"}\n"),
    ("scan", "https://example.com/01/04006381333931", ""),
    ("feed", "@/till.txt", ""),
    ("record", "", "{\"kind\":\"sale\",\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}\n"),
    ("collect", "@/sync -o @/all.db --acks @/sync", ""),
    ("fleet", "@/all.db", ""),
    ("report", "", ""),
    ("forget", "4711 --to @/sync --key @/customers.key", ""),
    ("follow-up", "--store @/all.db", ""),
    ("outcomes", "--store @/all.db", ""),
    ("links export", "@/shop.db --to google", ""),
    ("sentences", "@/all.db", ""),
    ("export", "", ""),
    ("export", "--format csv", ""),
    ("mine", "@/source/sales -o @/pairs.csv", ""),
    ("evaluate", "@/source", ""),
    ("pairs list", "@/source --all", ""),
    ("pairs accept", "@/source A B", ""),
    ("pairs reject", "@/source A B", ""),
    ("pairs review", "@/source", "\u{11}"),
    ("experiment list", "", ""),
    ("experiment show", "none", ""),
    ("experiment plan", "--rate 0.4 --sales-a-day 120", ""),
    ("keys", "", ""),
    ("trust", "", ""),
    ("status", "--json", ""),
    ("doctor", "", ""),
    ("doctor", "--keys", "\u{11}"),
    ("doctor", "--scanner", "\u{1b}"),
    ("sell", "--sync-dir @/sync --feed @/till.txt", "\u{11}"),
    ("completions", "bash", ""),
    ("man", "", ""),
];

/// The names of all commands that do something, `catalog build` and the like.
fn commands(of: &clap::Command, before: &str, names: &mut BTreeSet<String>) {
    for command in of.get_subcommands().filter(|command| command.get_name() != "help") {
        let name = format!("{before}{}", command.get_name());
        if command.has_subcommands() {
            commands(command, &format!("{name} "), names);
        } else {
            names.insert(name);
        }
    }
}

fn prepare(folder: &Path) {
    let source = folder.join("source");
    fs::create_dir_all(source.join("sales")).unwrap();
    let mut sales = "basket_id,sku,timestamp\n".to_owned();
    for basket in 0..40 {
        let day = 1 + basket % 28;
        writeln!(sales, "{basket},A,2026-10-{day:02}\n{basket},B,2026-10-{day:02}").unwrap();
    }
    for (name, text) in [
        ("source/shop.toml", "name = \"F\"\nchain_id = \"f\"\ncurrency = \"EUR\"\n"),
        ("source/items.csv", "sku,name,price\nA,Cup,1.50\nB,Saucer,2.50\n"),
        ("source/pairs.csv", "sku_a,sku_b,n_a,n_b,n_ab,n,decision,kind,ask,say\nA,B,40,40,40,80,,,,\n"),
        ("source/sales/a.csv", &sales),
        ("stock.csv", "sku,price,stock,location\nA,1.40,3,7B\n"),
        ("crm.csv", "token,segments,consent\n4711,trade,yes\n"),
        ("customers.key", "a key of more than thirty-two characters\n"),
        ("till.txt", "PLU A 1\n"),
        ("items.tsv", "sku\tname\tprice\nA\tCup\t1.50\n"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// Where there is no strace: said loudly, and in CI a failure.
#[allow(clippy::print_stderr, reason = "what was not looked at is said loudly")]
fn has_strace() -> bool {
    let works = |status: std::io::Result<std::process::ExitStatus>| status.is_ok_and(|status| status.success());
    let found = works(Command::new("strace").args(["-f", "-e", CALLS, "true"]).stderr(Stdio::null()).status());
    assert!(
        found || std::env::var_os("CI").is_none(),
        "strace is missing or may not trace: install it (apt-get install strace)"
    );
    if !found {
        eprintln!("NOT TESTED: strace is missing or may not trace, so nobody looked whether a command opens a socket");
    }
    found
}

#[test]
fn no_command_opens_a_socket() {
    let mut all = BTreeSet::new();
    commands(&Args::command(), "", &mut all);
    let tried: BTreeSet<String> = RUNS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(tried, all, "RUNS has to have every command there is");
    if !has_strace() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    prepare(home.path());
    let [folder, data_dir, trace] = ["", "data", "trace.txt"]
        .map(|name| home.path().join(name).display().to_string().trim_end_matches('/').to_owned());
    for &(name, arguments, input) in RUNS {
        let arguments: Vec<String> = name
            .split(' ')
            .chain(arguments.split(' ').filter(|word| !word.is_empty()))
            .map(|word| word.replace('@', &folder))
            .collect();
        let strace = ["strace", "-f", "-qq", "-e", CALLS, "-e", "signal=none", "-o", &trace, PROGRAM];
        let all = strace
            .iter()
            .map(|word| (*word).to_owned())
            .chain(arguments.iter().cloned())
            .chain(["--data-dir".to_owned(), data_dir.clone()]);
        let all: Vec<String> = all.collect();
        let is_screen = input.starts_with(char::is_control);
        let code = if is_screen { in_terminal(&all, input) } else { alone(&all, input) };
        assert!(code == Some(0) || name == "experiment show", "{name}: {code:?}");
        let calls = fs::read_to_string(&trace).unwrap();
        assert_eq!(calls, "", "{name} {arguments:?}");
    }
}

fn alone(all: &[String], input: &str) -> Option<i32> {
    let mut child = Command::new(&all[0])
        .args(&all[1..])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    child.wait().unwrap().code()
}

/// Waits for the first picture, then presses the key.
fn in_terminal(all: &[String], key: &str) -> Option<i32> {
    let mut command = CommandBuilder::new(&all[0]);
    command.args(&all[1..]);
    command.env("TERM", "xterm-256color");
    let mut window = Window::open(command, (80, 40));
    window.wait_until("its first picture", |screen| {
        let text = screen.contents();
        ["List prices", "to decide", "Ctrl+C ends", "Esc leaves"].iter().any(|word| text.contains(word))
    });
    // The courier's first visit to the sync folder is part of what is looked at.
    pause();
    window.send(key);
    window.wait_for_end();
    window.exit_code()?.try_into().ok()
}
