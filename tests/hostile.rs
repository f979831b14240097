//! Text that wants to do something to the terminal, the spreadsheet or the reader, in every field and every input: nothing
//! leaves the program that a terminal obeys or a person cannot see.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::ffi::OsStringExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use program::Dice;

/// One of every family that terminals know, and of those that deceive readers.
const FAMILIES: [(&str, &str); 24] = [
    ("CSI", "a\x1b[31mred\x1b[0m"),
    ("CSI that clears", "a\x1b[2J\x1b[H"),
    ("CSI unterminated", "a\x1b[38;5"),
    ("OSC title", "a\x1b]0;owned\x07b"),
    ("OSC link", "a\x1b]8;;http://x\x1b\\b\x1b]8;;\x1b\\"),
    ("OSC clipboard", "a\x1b]52;c;aGk=\x07"),
    ("OSC unterminated", "a\x1b]0;never ends"),
    ("DCS", "a\x1bP1$qm\x1b\\b"),
    ("APC", "a\x1b_Gf=100;AAAA\x1b\\b"),
    ("PM", "a\x1b^private\x1b\\b"),
    ("SOS", "a\x1bXstring\x1b\\b"),
    ("reset", "a\x1bcb"),
    ("C1", "a\u{9b}31mb\u{9d}0;t\u{9c}c\u{90}d\u{9e}e\u{9f}f\u{98}"),
    ("BEL, BS, VT, FF, SO, DEL", "a\x07b\x08c\x0bd\x0ce\x0ef\x7f"),
    ("CR", "a long and harmless text\rowned"),
    ("bidi", "a\u{202e}txt.exe\u{202c}\u{2066}b\u{2069}\u{200f}"),
    ("zero width", "a\u{200b}b\u{200c}c\u{200d}d\u{2060}e\u{feff}f\u{ad}"),
    ("tags", "a\u{e0001}\u{e0041}\u{e007f}"),
    ("variation", "a\u{fe0f}b\u{e0100}c\u{180e}"),
    ("stack", "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}"),
    ("wide", "a\u{ff21}\u{3042}\u{20000}\u{1f525}b"),
    ("digits that look alike", "a\u{ff11}\u{ff12}\u{664}\u{1d7d9}"),
    ("private and no characters", "a\u{e000}\u{fdd0}\u{fffe}\u{10ffff}b"),
    ("separators", "a\u{2028}b\u{2029}c\u{85}d\te"),
];

/// The same for who takes any text, some of every family after another, and others made from pieces of them.
fn strings(count: usize) -> Vec<String> {
    let seed = 0x5eed_0c1c_2c11_u64;
    let mut dice = Dice(seed);
    let pieces: Vec<char> = FAMILIES.iter().flat_map(|(_, text)| text.chars()).collect();
    let own = FAMILIES.iter().map(|(_, text)| (*text).to_owned());
    let made = (FAMILIES.len()..count).map(|number| {
        let length = 1 + dice.below(24);
        format!("{number} ") + &(0..length).map(|_| pieces[dice.below(pieces.len())]).collect::<String>()
    });
    own.chain(made).collect()
}

/// True for what must never leave the program, by rules of its own: not those that the program cleans by.
fn is_forbidden(c: char) -> bool {
    match c {
        '\n' => false,
        c if (c as u32) < 0x20 || (0x7f..0xa0).contains(&(c as u32)) => true,
        '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{e0000}'..='\u{10ffff}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fffe}' => true,
        _ => false,
    }
}

fn assert_harmless(bytes: &[u8], why: &str) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{why}: not UTF-8: {error}"));
    if let Some((at, c)) = text.char_indices().find(|(_, c)| is_forbidden(*c)) {
        let around: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
        panic!("{why}: U+{:04X} behind {around:?}", c as u32);
    }
    let mut marks = 0;
    for c in text.chars() {
        marks = if ('\u{300}'..='\u{36f}').contains(&c) { marks + 1 } else { 0 };
        assert!(marks <= 4, "{why}: a stack of marks");
    }
}

/// What a command printed, after a look at it. It may refuse, but not fall over.
fn look(mut command: Command, input: &[u8]) -> Output {
    let why = format!("{:?}", command.get_args().collect::<Vec<_>>());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || drop(std::io::Write::write_all(&mut stdin, &input)));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    let code = output.status.code();
    assert!(code.is_some_and(|code| code != 101), "{why}: {code:?}");
    assert_harmless(&output.stdout, &format!("{why} stdout"));
    assert_harmless(&output.stderr, &format!("{why} stderr"));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("had a fault"), "{why}");
    output
}

/// Runs the program in a data directory.
fn run(directory: &Path, arguments: &[&str], input: &[u8]) -> Output {
    look(program::program(directory, arguments), input)
}

/// The same, and every line on standard output has to be JSON.
fn run_json(directory: &Path, arguments: &[&str], input: &[u8]) -> Vec<serde_json::Value> {
    let output = run(directory, arguments, input);
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{arguments:?}: {error}")))
        .collect()
}

/// A shop in use, for commands that want one.
fn install_a_shop(home: &Path) {
    let source = home.join("shop");
    fs::create_dir(&source).unwrap();
    let shop = "name = \"F\"\nchain_id = \"f\"\ncurrency = \"EUR\"\n";
    let items = "sku,name,price\nPRN-200,Printer,129.00\nINK-305,Ink,19.00\n";
    for (file, text) in
        [("shop.toml", shop), ("items.csv", items), ("links.csv", "item,add_on,kind\nPRN-200,INK-305,required\n")]
    {
        fs::write(source.join(file), text).unwrap();
    }
    let [source, db] = [source, home.join("shop.db")].map(|path| path.display().to_string());
    assert!(run(home, &["catalog", "build", &source, "-o", &db], b"").status.success());
    assert!(run(home, &["catalog", "install", &db], b"").status.success());
}

/// A text as a cell: in quotes, whatever is in it.
fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// As TOML writes any text.
fn toml(text: &str) -> String {
    serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007f")
}

#[test]
fn a_source_full_of_it_becomes_a_clean_catalog() {
    let home = tempfile::tempdir().unwrap();
    let source = home.path().join("source");
    fs::create_dir_all(source.join("sales")).unwrap();
    let strings = strings(400);
    let mut items = "sku,name,price,location,brand,category,tags,note,barcodes,\x1b[31mcolour\n".to_owned();
    let mut links = "item,add_on,kind,ask,say,why,nonsense\u{202e}\n".to_owned();
    let mut sales = "basket_id,sku,customer\n".to_owned();
    for (number, text) in strings.iter().enumerate() {
        let c = cell(text);
        writeln!(items, "S{number},{c},1.50,{c},{c},{c},{c},{c},,{c}").unwrap();
        writeln!(links, "S{number},S{},accessory,{c},{c},{c},{c}", (number + 1) % strings.len()).unwrap();
        writeln!(sales, "{c},S{number},{c}").unwrap();
    }
    let name = toml(FAMILIES[3].1);
    let shop = format!("name = {name}\nchain_id = \"fenwick\"\ncurrency = \"EUR\"\n[contexts]\ngift = {name}\n");
    for (file, text) in [("shop.toml", &shop), ("items.csv", &items), ("links.csv", &links), ("sales/a.csv", &sales)] {
        fs::write(source.join(file), text).unwrap();
    }
    let [source, db] = [&source, &home.path().join("shop.db")].map(|path| path.display().to_string());
    run(home.path(), &["catalog", "check", &source], b"");
    let built = run(home.path(), &["catalog", "build", &source, "-o", &db], b"");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    for arguments in [
        ["catalog", "info", &db].as_slice(),
        &["catalog", "info", &db, "--json"],
        &["catalog", "install", &db],
        &["suggest", "S1"],
        &["suggest", "S1", "S7", "--explain"],
        &["search", "a"],
        &["search", "a", "--json"],
        &["status"],
        &["status", "--json"],
        &["doctor"],
        &["experiment", "list"],
    ] {
        run(home.path(), arguments, b"");
    }
    for item in 0..60 {
        run_json(home.path(), &["suggest", &format!("S{item}"), "--json"], b"");
    }
    let queries: String =
        strings.iter().map(|text| serde_json::json!({"id": text, "query": text}).to_string() + "\n").collect();
    assert_eq!(run_json(home.path(), &["search", "--batch", "-"], queries.as_bytes()).len(), strings.len());
    let mut baskets = "query_id,anchors\n".to_owned();
    for (number, text) in strings.iter().enumerate() {
        writeln!(baskets, "{},S{number}|{}", cell(text), text.replace(['"', '\n', '\r', ','], "")).unwrap();
    }
    run(home.path(), &["suggest", "--batch", "-"], baskets.as_bytes());
    run(home.path(), &["mine", &format!("{source}/sales"), "-o", "-"], b"");
    run(home.path(), &["evaluate", &source], b"");
}

#[test]
fn every_cell_that_is_refused_is_quoted_harmlessly() {
    let home = tempfile::tempdir().unwrap();
    let shop = "name = \"F\"\nchain_id = \"fenwick\"\ncurrency = \"EUR\"\n";
    for (number, (family, text)) in FAMILIES.into_iter().enumerate() {
        let source = home.path().join(number.to_string());
        fs::create_dir(&source).unwrap();
        let c = cell(text);
        let items =
            format!("sku,name,price,stock,barcodes,type,{c}\nA,{c},{c},{c},{c},{c},{c}\n{c},B,1,1,,,\nA,,,,,,\n");
        let links =
            format!("item,add_on,kind,from,priority,same,{c}\nA,{c},{c},{c},{c},{c},{c}\n{c},A,accessory,,,,\n");
        let pairs = format!("sku_a,sku_b,n_ab,decision,kind,weight\nA,B,{c},{c},{c},{c}\n{c},A,1,,,\n");
        for (file, text) in [("shop.toml", shop), ("items.csv", &items), ("links.csv", &links), ("pairs.csv", &pairs)] {
            fs::write(source.join(file), text).unwrap();
        }
        let source = source.display().to_string();
        let check = run(home.path(), &["catalog", "check", &source], b"");
        assert!(!check.status.success(), "{family}");
        run(home.path(), &["pairs", "list", &source], b"");
        fs::write(
            Path::new(&source).join("shop.toml"),
            format!("name = {}\n{text} = 1\ncurrency = {}", toml(text), toml(text)),
        )
        .unwrap();
        run(home.path(), &["catalog", "build", &source, "-o", "x.db"], b"");
    }
}

#[test]
fn arguments_and_names_of_files_are_quoted_harmlessly() {
    let home = tempfile::tempdir().unwrap();
    install_a_shop(home.path());
    let mut texts: Vec<OsString> = FAMILIES.iter().map(|(_, text)| OsString::from(text)).collect();
    texts.push(OsString::from_vec(b"a\xff\xfe\x9b31mb\xc0\xaf".to_vec()));
    let everything: String = FAMILIES.iter().map(|(_, text)| *text).collect();
    texts.push(OsString::from(everything));
    // `@` stands for the text.
    let table: [&[&str]; 34] = [
        &["@"],
        &["--@"],
        &["suggest", "@"],
        &["suggest", "PRN-200", "--arm", "@"],
        &["suggest", "PRN-200", "--why", "@", "--json"],
        &["suggest", "--batch", "@"],
        &["search", "@"],
        &["search", "@", "--json"],
        &["search", "--batch", "@"],
        &["scan", "@"],
        &["scan", "@", "--json"],
        &["scan", "--batch", "@"],
        &["feed", "@"],
        &["catalog", "@"],
        &["catalog", "build", "@", "-o", "@"],
        &["catalog", "check", "@"],
        &["catalog", "info", "@"],
        &["catalog", "install", "@"],
        &["catalog", "publish", "@", "--to", "@", "--sign", "@"],
        &["stock", "publish", "@", "--store", "@", "--to", "@"],
        &["mine", "@", "-o", "@"],
        &["mine", "@", "-o", "x", "--half-life", "@"],
        &["evaluate", "@", "--split", "@"],
        &["pairs", "list", "@"],
        &["pairs", "accept", "@", "@", "@", "--say", "@"],
        &["export", "--format", "@"],
        &["experiment", "show", "@"],
        &["sync", "--once", "--sync-dir", "@"],
        &["sync", "--once", "--sync-dir", "@", "--json"],
        &["trust", "@"],
        &["status", "--catalog", "@"],
        &["completions", "@"],
        &["man", "--dir", "@"],
        &["sell", "--feed", "@"],
    ];
    for (turn, text) in texts.iter().enumerate() {
        for (place, arguments) in table.iter().enumerate() {
            // Some of each with each; all of the last, which holds all.
            if (turn + place) % 6 != 0 && turn + 1 != texts.len() {
                continue;
            }
            let mut command = program::program(home.path(), &[]);
            command.current_dir(home.path());
            for argument in *arguments {
                command.arg(match *argument {
                    "@" => text.clone(),
                    "--@" => [OsString::from("--"), text.clone()].into_iter().collect(),
                    plain => plain.into(),
                });
            }
            look(command, b"");
        }
    }
}

#[test]
fn folders_and_the_environment_are_quoted_harmlessly() {
    let home = tempfile::tempdir().unwrap();
    let mut texts: Vec<OsString> = FAMILIES.iter().map(|(_, text)| OsString::from(text)).collect();
    texts.push(OsString::from_vec(b"a\xff\x9b31mb".to_vec()));
    for text in texts {
        let folder = home.path().join(&text);
        let json = [["status", "--json"], ["doctor", "--json"]];
        for arguments in [["status", ""], ["doctor", ""], ["keys", ""], json[0], json[1]] {
            let arguments = arguments.iter().filter(|argument| !argument.is_empty());
            let mut command = Command::new(env!("CARGO_BIN_EXE_goeswith"));
            command.args(arguments.clone()).env("GOESWITH_DATA_DIR", &folder);
            for name in ["TERM", "LANG", "LC_ALL", "NO_COLOR", "GOESWITH_SIGN_PASSWORD"] {
                command.env(name, &text);
            }
            let output = look(command, b"");
            if arguments.clone().any(|argument| *argument == "--json") {
                let value: Result<serde_json::Value, _> = serde_json::from_slice(&output.stdout);
                assert!(value.is_ok(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
            }
        }
        // As the name of the program itself.
        let program = home.path().join("bin").join(&text);
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_goeswith"), &program).unwrap();
        let mut command = Command::new(&program);
        command.arg("--nonsense");
        look(command, b"");
    }
}

#[test]
fn settings_keys_and_languages_are_quoted_harmlessly() {
    let home = tempfile::tempdir().unwrap();
    install_a_shop(home.path());
    for (_, text) in FAMILIES {
        let value = toml(text);
        let settings = format!(
            "terminal = {value}\nlanguage = 'xx'\ntheme = {value}\nstore = {value}\n{value} = {value}\nbell = {text}\n\
             [feed]\nsource = {value}\npattern = {value}\n[scanner]\nprefix = {value}\nlayout = {value}\nport = {value}\n[{value}]\nx = 1\n"
        );
        fs::write(home.path().join("settings.toml"), settings).unwrap();
        fs::write(home.path().join("keys.toml"), format!("finish = [{value}]\n{value} = [\"F9\"]\nundo = {text}\n"))
            .unwrap();
        fs::write(
            home.path().join("xx.ftl"),
            format!("add-ons-nothing = {text} {{\"\\u001B\"}}[2J\nlanguage-tag = {text}\n"),
        )
        .unwrap();
        for arguments in [["status", ""], ["doctor", ""], ["keys", ""], ["suggest", "PRN-200"], ["sync", "--once"]] {
            let arguments: Vec<&str> = arguments.into_iter().filter(|argument| !argument.is_empty()).collect();
            run(home.path(), &arguments, b"");
            run_json(home.path(), &[arguments.as_slice(), &["--json"]].concat(), b"");
        }
    }
}

#[test]
fn events_scans_and_lines_of_a_till_come_out_harmless() {
    let home = tempfile::tempdir().unwrap();
    install_a_shop(home.path());
    let strings = strings(5000);
    let events: String = strings
        .iter()
        .map(|text| {
            serde_json::json!({
                "kind": "unknown_code", "code": text, "context": [text], "arms": {text: text}, text: {text: [text]},
                "suggestions": [{"item": "A", "add_on": "B", "link_kind": "accessory", "rank": 1, "reason": text, "outcome": "accepted"}],
            })
            .to_string()
                + "\n"
        })
        .collect();
    run(home.path(), &["record"], events.as_bytes());
    let raw: Vec<u8> =
        strings.iter().flat_map(|text| [text.as_bytes(), b"\n"].concat()).chain(*b"\xff\xfe\x9b\n").collect();
    run(home.path(), &["record"], &raw);
    assert!(run_json(home.path(), &["export"], b"").len() > 4000);
    run(home.path(), &["export", "--format", "csv"], b"");
    run(home.path(), &["status"], b"");
    run_json(home.path(), &["status", "--json"], b"");
    run(home.path(), &["doctor"], b"");

    let scans: String =
        strings.iter().map(|text| serde_json::json!({"input": text, "symbology": text}).to_string() + "\n").collect();
    assert_eq!(run_json(home.path(), &["scan", "--batch", "-"], scans.as_bytes()).len(), strings.len());
    run(home.path(), &["scan", "--batch", "-"], &raw);
    run(home.path(), &["search", "--batch", "-"], &raw);
    fs::write(home.path().join("till.txt"), &raw).unwrap();
    let till = home.path().join("till.txt").display().to_string();
    run(home.path(), &["feed", &till], b"");
    run_json(home.path(), &["feed", &till, "--json"], b"");
}

#[test]
fn what_looks_like_digits_is_no_price() {
    let home = tempfile::tempdir().unwrap();
    let source = home.path().join("source");
    fs::create_dir(&source).unwrap();
    fs::write(source.join("shop.toml"), "name = \"F\"\nchain_id = \"f\"\ncurrency = \"EUR\"\n").unwrap();
    for digits in ["\u{ff11}2", "\u{664}", "\u{1d7d9}.50", "1\u{200b}2\u{301}", "1\u{2f}2", "l2", "1O"] {
        fs::write(source.join("items.csv"), format!("sku,name,price\nA,Cup,{digits}\n")).unwrap();
        let check = run(home.path(), &["catalog", "check", &source.display().to_string()], b"");
        assert_eq!(check.status.code(), Some(1), "{digits:?}");
    }
}
