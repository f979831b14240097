//! Windows that are closed, signals, kills in the middle of a sale, sizes that jump, output that goes nowhere: through a
//! real terminal.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use super::parcel::Parcel;
use super::run::Run;
use super::shop::ean13;
use super::{Fault, program};
use window::Window;

#[allow(dead_code, reason = "the tests of screens use the rest")]
#[path = "../../../tests/pty/screen.rs"]
mod window;

pub const FAULTS: [Fault; 5] = [
    Fault {
        id: "A11",
        what: "windows closed, every second one ignoring HUP",
        unit: "closes",
        units: [2, 40, 500],
        per_run: 2,
        never: &["alive after 5 s"],
        needs: &[],
        run: closed_windows,
    },
    Fault {
        id: "A11s",
        what: "TERM, INT, HUP, QUIT, suspended and resumed",
        unit: "of each",
        units: [1, 10, 200],
        per_run: 1,
        never: &["terminals left changed", "later than 2 s"],
        needs: &[],
        run: signals,
    },
    Fault {
        id: "A12",
        what: "kill -9 during sale entry",
        unit: "kills",
        units: [2, 20, 200],
        per_run: 2,
        never: &["drafts lost", "drafts counted as sales"],
        needs: &[],
        run: killed_during_a_sale,
    },
    Fault {
        id: "B20",
        what: "open counters find a catalog by themselves",
        unit: "counters",
        units: [0, 4, 20],
        per_run: 10,
        never: &["later than 30 s"],
        needs: &[],
        run: found_by_itself,
    },
    Fault {
        id: "C14",
        what: "tiny, huge and jumping sizes; full output",
        unit: "sizes",
        units: [20, 200, 1_000],
        per_run: 100,
        never: &["panics"],
        needs: &[],
        run: sizes,
    },
];

/// The program in a window, started by these words.
fn sell(run: &Run, before: &[&str]) -> Window {
    sell_from(run, &run.data(), before, &[])
}

/// The same with another data directory and more arguments.
fn sell_from(run: &Run, data: &Path, before: &[&str], more: &[&str]) -> Window {
    let binary = run.suite.binary.display().to_string();
    let words: Vec<&str> = before.iter().copied().chain([binary.as_str()]).chain(more.iter().copied()).collect();
    let mut command = CommandBuilder::new(words[0]);
    command.args(&words[1..]);
    command.args(["--data-dir", &data.display().to_string()]);
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", run.path("home"));
    command.env("TMPDIR", run.path("tmp"));
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.cwd(run.path("here"));
    Window::open(command, (80, 24))
}

fn scan(window: &mut Window, item: usize) {
    window.send(&format!("{}\r", ean13(item)));
    window.wait_for(&format!("Added: Thing {item} "));
}

fn closed_windows(run: &mut Run) {
    run.install_lot_0();
    for unit in 0..run.units {
        let deaf = ["sh", "-c", "trap '' HUP; exec \"$0\" \"$@\""];
        let mut window = sell(run, if unit % 2 == 0 { &[] } else { &deaf });
        window.wait_for("Scan");
        if run.dice.below(2) == 0 {
            scan(&mut window, unit + 1);
        }
        match window.close(Duration::from_secs(5)) {
            Some(lived) => run.most("slowest end ms", lived.as_millis() as u64),
            None => run.bad("alive after 5 s", 1, || "it lives on without a window".to_owned()),
        }
        let (_, line) = run.next_sales(1);
        assert_eq!(run.run(&["record"], &line).code, Some(0), "locks are free");
    }
}

fn signals(run: &mut Run) {
    run.install_lot_0();
    // Each goes on with the sale that the one before left open, so each scans something else.
    for (item, signal) in (3..).zip(["TERM", "INT", "HUP", "QUIT"]) {
        let mut window = sell(run, &["sh", "-c", "echo here; read go; exec \"$0\" \"$@\""]);
        window.wait_for("here");
        let before = window.settings();
        window.send("\r");
        window.wait_for("Scan");
        scan(&mut window, item);
        let taken = window.settings();
        if signal == "TERM" {
            window.signal("TSTP");
            window.wait_for_bytes("\x1b[?1049l");
            window.wait_until_stopped();
            let given_back = window.settings() == before;
            run.bad("terminals left changed", usize::from(!given_back), || "while suspended".to_owned());
            window.forget_raw();
            window.signal("CONT");
            window.wait_for_bytes("\x1b[?1049h");
            window.wait_for("Thing 3");
            assert_eq!(window.settings(), taken, "resumed");
        }
        let sent = Instant::now();
        window.signal(signal);
        window.wait_for_end();
        let late = sent.elapsed() > Duration::from_secs(2);
        run.most("slowest end ms", sent.elapsed().as_millis() as u64);
        run.bad("later than 2 s", usize::from(late), || format!("{signal}: {:?}", sent.elapsed()));
        let screen = window.screen();
        let as_before = !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste();
        let as_before = as_before && window.settings() == before;
        run.bad("terminals left changed", usize::from(!as_before), || signal.to_owned());
    }
}

/// What was shown is offered again, and is no sale.
fn killed_during_a_sale(run: &mut Run) {
    run.install_lot_0();
    for unit in 0..run.units {
        let mut window = sell(run, &[]);
        window.wait_for("Scan");
        let items = run.dice.between(1, 5);
        for item in 0..items {
            scan(&mut window, unit * 10 + item);
        }
        std::thread::sleep(Duration::from_micros(run.dice.below(20_000) as u64));
        window.signal("KILL");
        window.wait_for_end();
        let events = run.stored().len();
        run.bad("drafts counted as sales", events.saturating_sub(unit), || format!("{events} events, {unit} sales"));
        let mut window = sell(run, &[]);
        window.wait_for("Going on with the open sale");
        let shown = window.text().contains(&format!("{items} item"));
        run.bad("drafts lost", usize::from(!shown), || window.text());
        window.send("\x1b[20~");
        window.wait_for("Finish this sale");
        window.send("\x1b[20~");
        window.wait_for("Finished:");
        window.send("\x11");
        window.wait_for_end();
    }
}

/// Each with a data directory of its own, all with one sync folder.
fn found_by_itself(run: &mut Run) {
    run.install_lot_0();
    let sync = run.sync().display().to_string();
    fs::create_dir_all(run.path("sync/catalog")).unwrap();
    let mut counters = Vec::new();
    for counter in 0..run.units {
        let data = run.path(&format!("data-{counter}"));
        super::shop::copy(&run.data(), &data);
        let mut window = sell_from(run, &data, &[], &["--sync-dir", &sync]);
        window.wait_for("Scan");
        counters.push((window, data));
    }
    Parcel::of(2, &run.suite.shop().lots[1]).put(&run.sync());
    let arrived = Instant::now();
    let lot_1 = run.lot(1).to_owned();
    for (window, data) in &mut counters {
        loop {
            let pointer = fs::read_to_string(data.join("current.json")).unwrap_or_default();
            if pointer.contains(&lot_1) || arrived.elapsed() > Duration::from_secs(60) {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
            window.look();
        }
        let took = arrived.elapsed();
        run.most("slowest swap ms", took.as_millis() as u64);
        run.bad("later than 30 s", usize::from(took > Duration::from_secs(30)), || format!("{took:?}"));
        // Nobody is served: the counter has it as soon as it hears of it.
        std::thread::sleep(Duration::from_secs(1));
        scan(window, 7);
        run.bad("later than 30 s", usize::from(!window.text().contains("lot1")), || window.text());
        window.send("\x11");
        window.wait_for_end();
    }
}

fn sizes(run: &mut Run) {
    run.install_lot_0();
    let mut window = sell(run, &[]);
    window.wait_for("Scan");
    for size in 0..run.units {
        let (columns, rows) = (run.dice.between(1, 300) as u16, run.dice.between(1, 90) as u16);
        window.resize(columns, rows);
        if size % 7 == 0 {
            window.send(run.dice.one::<&str>(&["lamp", "\x1b", "thing 3", "\r", "\x1bOP", "\x1b[19~", "?", "\x1b[B"]));
        }
        window.look();
    }
    window.send("\x1b");
    window.resize(80, 24);
    window.wait_until("a screen of its own", |screen| screen.contents().lines().count() > 10);
    assert!(!window.raw_text().contains("panicked"));
    drop(window);
    for (shell, codes) in [
        ("\"$0\" status >&- 2>&-; exit $?", 0..=4),
        ("\"$0\" status > /dev/full; exit $?", 1..=4),
        ("\"$0\" suggest SKU-1 < /dev/null > /dev/null; exit $?", 0..=0),
        ("TERM=dumb LANG=C LC_ALL=C \"$0\" suggest SKU-1 --data-dir \"$1\"; exit $?", 0..=0),
        ("\"$0\" search thing | head -c 1 > /dev/null; exit ${PIPESTATUS:-0}", 0..=4),
    ] {
        let data = run.data().display().to_string();
        let shell = shell.replacen("\"$0\"", "\"$0\" --data-dir \"$1\"", usize::from(!shell.contains("$1")));
        let mut command = program::command(std::path::Path::new("sh"), &run.path(""));
        command.args(["-c", &shell]).arg(&run.suite.binary).arg(data);
        let answer = run.finish(command, b"");
        assert!(answer.code.is_some_and(|code| codes.contains(&code)), "{shell}: {}", answer.brief());
    }
}
