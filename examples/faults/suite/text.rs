//! Text that means harm to a terminal, a screen or a spreadsheet, in every field there is.

use std::fmt::Write as _;
use std::fs;

use super::Fault;
use super::dice::Dice;
use super::program::Answer;
use super::run::Run;

pub const FAULTS: [Fault; 5] = [
    Fault {
        id: "C1",
        what: "control sequences in any field",
        unit: "strings",
        units: [100, 1_000, 5_000],
        per_run: 100,
        never: &["leaks"],
        needs: &[],
        run: control_sequences,
    },
    Fault {
        id: "C2",
        what: "bidi, zero width, tags, combining stacks",
        unit: "strings",
        units: [100, 300, 1_000],
        per_run: 100,
        never: &["leaks"],
        needs: &[],
        run: invisible,
    },
    Fault {
        id: "C5",
        what: "hostile or odd CSV at head office",
        unit: "files",
        units: [10, 100, 1_000],
        per_run: 10,
        never: &["panics", "hangs", "published on error"],
        needs: &[],
        run: odd_csv,
    },
    Fault {
        id: "C6",
        what: "formulas in exports",
        unit: "cells",
        units: [100, 500, 2_000],
        per_run: 100,
        never: &["formulas"],
        needs: &[],
        run: formulas,
    },
    Fault {
        id: "C13",
        what: "broken or hostile settings",
        unit: "files",
        units: [20, 200, 1_000],
        per_run: 20,
        never: &["panics", "overwritten"],
        needs: &[],
        run: settings,
    },
];

/// Control characters that mean something to a terminal: none of ours is printed by a command.
fn is_control(letter: char) -> bool {
    letter.is_control() && letter != '\n'
}

/// Characters that nobody sees and that change what is seen.
pub fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}' | '\u{e0000}'..='\u{e007f}')
}

/// What reaches a terminal of what a command prints.
fn look_for_leaks(run: &mut Run, answer: &Answer, what: &str) {
    for text in [answer.text(), answer.err.clone()] {
        let leak = text.chars().find(|letter| is_control(*letter) || is_invisible(*letter) || *letter == '\u{fffd}');
        let line = text.lines().find(|line| line.chars().any(|letter| is_control(letter) || is_invisible(letter)));
        run.bad("leaks", usize::from(leak.is_some()), || format!("{what}: {leak:?} in {line:?}"));
        let stack = text.split(|letter: char| !is_combining(letter)).map(|marks| marks.chars().count()).max();
        run.bad("leaks", usize::from(stack > Some(4)), || format!("{what}: {stack:?} combining marks"));
    }
}

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{1ab0}'..='\u{1aff}')
}

fn control_sequence(dice: &mut Dice) -> String {
    const FAMILIES: [&str; 24] = [
        "\u{1b}[2J",
        "\u{1b}[31;1m",
        "\u{1b}]0;title\u{7}",
        "\u{1b}]52;c;ZXZpbA==\u{7}",
        "\u{1b}]8;;http://evil\u{1b}\\link",
        "\u{1b}P$q\"p\u{1b}\\",
        "\u{1b}_apc\u{1b}\\",
        "\u{1b}^pm\u{1b}\\",
        "\u{1b}Xsos\u{1b}\\",
        "\u{9b}2J",
        "\u{9d}0;t\u{9c}",
        "\u{90}dcs\u{9c}",
        "\u{1b}c",
        "\u{1b}[6n",
        "\u{1b}[?1049l",
        "\u{1b}[",
        "\u{1b}]0;unterminated",
        "\u{8}\u{8}\u{8}",
        "\r",
        "\u{7}",
        "\u{0}",
        "\u{85}",
        "\u{7f}",
        "\u{1b}(0",
    ];
    let mut text = String::from("Ab");
    for _ in 0..dice.between(1, 4) {
        text += *dice.one::<&str>(&FAMILIES);
        text += *dice.one::<&str>(&["", "x", "Lamp", " ", "9"]);
    }
    if dice.below(4) == 0 {
        text.push(char::from_u32(dice.below(0x20) as u32).unwrap());
    }
    text
}

fn invisible_text(dice: &mut Dice) -> String {
    const PARTS: [&str; 14] = [
        "\u{202e}evil",
        "\u{202a}",
        "\u{2066}a\u{2069}",
        "\u{200b}",
        "\u{200d}",
        "\u{feff}",
        "\u{e0041}\u{e0042}",
        "\u{61c}",
        "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}",
        "\u{ff11}\u{ff12}",
        "\u{ff1d}1",
        "日本",
        "\u{1f469}\u{200d}\u{1f52c}",
        "\u{2060}",
    ];
    let mut text = String::from("Ab");
    for _ in 0..dice.between(1, 5) {
        text += *dice.one::<&str>(&PARTS);
        text += *dice.one::<&str>(&["", "x", "Lamp"]);
    }
    text
}

fn control_sequences(run: &mut Run) {
    everywhere(run, control_sequence);
}

fn invisible(run: &mut Run) {
    everywhere(run, invisible_text);
}

/// Strings in every column of a source, in events and in arguments; every command that prints them.
fn everywhere(run: &mut Run, of: fn(&mut Dice) -> String) {
    let source = run.path("source");
    fs::create_dir_all(&source).unwrap();
    let mut text = || of(&mut run.dice);
    let toml = format!("name = {}\nchain_id = \"fenwick\"\ncurrency = \"EUR\"\n", toml::Value::String(text()));
    fs::write(source.join("shop.toml"), toml).unwrap();
    let (mut items, mut links) = (csv::Writer::from_writer(Vec::new()), csv::Writer::from_writer(Vec::new()));
    let columns =
        ["sku", "name", "barcodes", "price", "stock", "location", "category", "brand", "tags", "note", "colour"];
    items.write_record(columns).unwrap();
    links.write_record(["item", "add_on", "kind", "ask", "say", "if_too_expensive", "why"]).unwrap();
    let count = run.units / 20;
    for item in 0..count {
        let row = [text(), text(), text(), text(), text(), text(), text(), text()];
        let [name, barcode, place, category, brand, tag, note, colour] = row.each_ref().map(String::as_str);
        // A barcode that is none is a warning, with its text.
        items
            .write_record([
                &format!("SKU-{item}"),
                name,
                barcode,
                "1.00",
                "5",
                place,
                category,
                brand,
                tag,
                note,
                colour,
            ])
            .unwrap();
        let other = format!("SKU-{}", (item + 1) % count);
        let words = [text(), text(), text(), text()];
        let [ask, say, expensive, why] = words.each_ref().map(String::as_str);
        links.write_record([&format!("SKU-{item}"), &other, "accessory", ask, say, expensive, why]).unwrap();
        links.write_record([&text(), &other, "accessory", "", "", "", ""]).unwrap();
    }
    fs::write(source.join("items.csv"), items.into_inner().unwrap()).unwrap();
    fs::write(source.join("links.csv"), links.into_inner().unwrap()).unwrap();
    let (folder, file) = (source.display().to_string(), run.path("shop.db").display().to_string());
    let mut commands: Vec<Vec<String>> = Vec::new();
    let mut push = |words: &[&str]| commands.push(words.iter().map(|word| (*word).to_owned()).collect());
    push(&["catalog", "check", &folder]);
    push(&["catalog", "check", &folder, "--json"]);
    push(&["catalog", "build", &folder, "-o", &file]);
    push(&["catalog", "info", &file]);
    push(&["catalog", "info", &file, "--json"]);
    push(&["catalog", "install", &file]);
    for item in 0..count {
        push(&["suggest", &format!("SKU-{item}")]);
        push(&["suggest", &format!("SKU-{item}"), "--json"]);
        push(&["suggest", &format!("SKU-{item}"), "--explain"]);
    }
    push(&["search", "ab"]);
    push(&["search", "lamp", "--json"]);
    push(&["status"]);
    push(&["doctor"]);
    for _ in 0..5 {
        let text = of(&mut run.dice).replace('\0', "");
        commands.push(vec!["search".to_owned(), text.clone()]);
        commands.push(vec!["scan".to_owned(), text.clone()]);
        commands.push(vec!["suggest".to_owned(), text.clone()]);
        commands.push(vec!["catalog".to_owned(), "check".to_owned(), text.clone()]);
        commands.push(vec!["trust".to_owned(), text]);
    }
    for words in commands {
        let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        let answer = run.run(&arguments, "");
        assert!(answer.code.is_some_and(|code| code < 4), "{words:?}: {}", answer.brief());
        look_for_leaks(run, &answer, &format!("{words:?}"));
        run.seen("commands", 1);
    }
    in_events(run, of);
}

fn in_events(run: &mut Run, of: fn(&mut Dice) -> String) {
    let mut lines = String::new();
    for _ in 0..run.units / 4 {
        let mut text = || serde_json::Value::String(of(&mut run.dice));
        let event = serde_json::json!({
            "kind": "sale", "lines": [{ "sku": text(), "quantity": 1 }], "context": [text()], "customer": text(), "note": text(),
        });
        let _ = writeln!(lines, "{event}");
        let _ = writeln!(lines, "{{\"kind\":\"unknown_code\",\"code\":{}}}", text());
        let _ = writeln!(lines, "{}", of(&mut run.dice).replace('\n', " "));
    }
    let recorded = run.run(&["record"], &lines);
    assert!([Some(0), Some(1)].contains(&recorded.code), "{}", recorded.brief());
    for arguments in [vec!["export"], vec!["export", "--format", "csv"], vec!["status"], vec!["status", "--json"]] {
        let answer = run.run(&arguments, "");
        assert_eq!(answer.code, Some(0), "{}", answer.brief());
        let mut shown = answer;
        // A spreadsheet wants its lines to end like this.
        shown.out.retain(|byte| *byte != b'\r' || arguments.len() < 3);
        look_for_leaks(run, &shown, &format!("{arguments:?}"));
    }
    look_for_leaks(run, &recorded, "record");
}

/// Sources that are wrong in any way: problems with their places, and nothing is written where there is an error.
fn odd_csv(run: &mut Run) {
    for _ in 0..run.units {
        let source = run.path("source");
        let _ = fs::remove_dir_all(&source);
        super::shop::write_source(&source, 30, 0);
        let name = *run.dice.one(&[
            "items.csv",
            "items.csv",
            "links.csv",
            "talking_points.csv",
            "sales/a.csv",
            "pairs.csv",
            "shop.toml",
        ]);
        let path = source.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let bytes = odd_table(run, fs::read(&path).unwrap_or_default(), name);
        fs::write(&path, &bytes).unwrap();
        let (folder, file) = (source.display().to_string(), run.path("odd.db"));
        let _ = fs::remove_file(&file);
        let check = run.run(&["catalog", "check", &folder], "");
        let slow = check.took > std::time::Duration::from_secs(5);
        let start = String::from_utf8_lossy(&bytes).chars().take(80).collect::<String>();
        run.bad("hangs", usize::from(slow), || format!("{name}, {} bytes: {start:?}: {:?}", bytes.len(), check.took));
        assert!([Some(0), Some(1)].contains(&check.code), "{name}: {}", check.brief());
        let build = run.run(&["catalog", "build", &folder, "-o", &file.display().to_string()], "");
        assert!([Some(0), Some(1)].contains(&build.code), "{name}: {}", build.brief());
        run.bad("published on error", usize::from(file.exists() != (build.code == Some(0))), || build.brief());
        run.seen("built", usize::from(build.code == Some(0)));
        if build.code == Some(0) {
            let install = run.run(&["catalog", "install", &file.display().to_string()], "");
            assert_eq!(install.code, Some(0), "{name}: what was built is installed: {}", install.brief());
        }
        if name != "items.csv" {
            continue;
        }
        let mine = run.run(&["mine", &path.display().to_string(), "-o", "-"], "");
        assert!([Some(0), Some(1)].contains(&mine.code), "{}", mine.brief());
    }
}

fn odd_table(run: &mut Run, mut bytes: Vec<u8>, name: &str) -> Vec<u8> {
    let dice = &mut run.dice;
    match dice.below(14) {
        0 => dice.bytes(3_000),
        1 => vec![b'"'; dice.between(1, 200_000)],
        2 => vec![b','; dice.between(1, 200_000)],
        3 => b"sku\tname\n1\ta\n".to_vec(),
        4 => [&b"\xff\xfe"[..], &bytes.iter().flat_map(|byte| [*byte, 0]).collect::<Vec<_>>()].concat(),
        5 => [b"\xef\xbb\xbf", bytes.as_slice()].concat(),
        6 => bytes.iter().map(|byte| if *byte == b'\n' { b'\r' } else { *byte }).collect(),
        7 => {
            let at = dice.below(bytes.len().max(1)).min(bytes.len());
            bytes.splice(at..at, vec![b'x'; 2_000_000]);
            bytes
        }
        8 => {
            let at = dice.below(bytes.len().max(1)).min(bytes.len());
            bytes.insert(at, 0);
            bytes
        }
        9 => format!("{}\n{}", "sku,name,".repeat(3_000), "a,".repeat(9_000)).into_bytes(),
        10 if name == "links.csv" => {
            let rows: String = (0..3_000)
                .fold(String::new(), |rows, row| rows + &format!("SKU-{},SKU-{},accessory\n", row % 30, row / 30 % 30));
            format!("item,add_on,kind\n{rows}category:Tools,category:Tools,required\n").into_bytes()
        }
        11 => "sku,name,price,stock\nA,b,99999999999999999999999999,1e999\nA,b,-0,NaN\n,,,\n".as_bytes().to_vec(),
        _ => {
            for _ in 0..dice.between(1, 20) {
                super::damage::mutate(dice, &mut bytes);
            }
            bytes
        }
    }
}

/// Every cell of the export, as a spreadsheet would read it.
fn formulas(run: &mut Run) {
    let mut lines = String::new();
    for _ in 0..run.units {
        let start = *run.dice.one(&[
            "=", "+", "-", "@", "\t=", "\r=", " =", "  @", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}", "\u{a0}=",
            "'=", "\"=", ";=", "\n=", "\u{0}=",
        ]);
        let text = format!("{start}cmd|' /C calc'!A{}", run.dice.below(99));
        let event = serde_json::json!({
            "kind": "sale", "customer": text, "staff": text, "context": [text], "arms": { &text: text },
            "lines": [{ "sku": text, "quantity": 1 }],
            "suggestions": [{ "item": text, "add_on": text, "link_kind": "accessory", "rank": 1, "reason": text, "outcome": "accepted" }],
        });
        let _ = writeln!(lines, "{event}");
        let _ = writeln!(lines, "{}", serde_json::json!({ "kind": "unknown_code", "code": text }));
    }
    let recorded = run.run(&["record"], &lines);
    run.seen("events", recorded.acknowledged().len());
    let export = run.run(&["export", "--format", "csv"], "");
    assert_eq!(export.code, Some(0), "{}", export.brief());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(export.out.as_slice());
    let mut cells = 0;
    for row in reader.records() {
        for cell in &row.unwrap() {
            cells += 1;
            let first = cell.chars().find(|letter| !letter.is_whitespace() && !letter.is_control());
            let number = cell.parse::<f64>().is_ok();
            let computed = first.is_some_and(|first| "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(first)) && !number;
            run.bad("formulas", usize::from(computed), || format!("{cell:?}"));
        }
    }
    run.seen("cells looked at", cells);
}

/// Defaults and a message; the file stays as it is.
fn settings(run: &mut Run) {
    run.install_lot_0();
    let printed = include_str!("../../../assets/settings.toml");
    for _ in 0..run.units {
        let mut bytes = printed.replace("\n# ", "\n").into_bytes();
        for _ in 0..run.dice.between(1, 6) {
            super::damage::mutate(&mut run.dice, &mut bytes);
        }
        if run.dice.below(4) == 0 {
            bytes = format!("look = {}\n{}", odd_value(&mut run.dice), String::from_utf8_lossy(&bytes)).into_bytes();
        }
        let path = run.data().join("settings.toml");
        fs::write(&path, &bytes).unwrap();
        let status = run.run(&["status"], "");
        assert!([Some(0)].contains(&status.code), "{}", status.brief());
        look_for_leaks_of_settings(run, &status);
        let suggest = run.run(&["suggest", "SKU-1"], "");
        assert_eq!(suggest.code, Some(0), "{}", suggest.brief());
        let kept = fs::read(&path).unwrap() == bytes;
        run.bad("overwritten", usize::from(!kept), || "settings.toml changed".to_owned());
    }
}

fn look_for_leaks_of_settings(run: &mut Run, answer: &Answer) {
    let leak = answer.text().chars().find(|letter| is_control(*letter));
    run.bad("leaks", usize::from(leak.is_some()), || format!("{leak:?} in {}", answer.text()));
}

fn odd_value(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => "[".repeat(dice.between(1, 5_000)),
        1 => format!("\"{}\"", "x".repeat(dice.between(1, 100_000))),
        2 => "99999999999999999999999".to_owned(),
        _ => "{ a = { b = { c = 1 } } }".to_owned(),
    }
}
