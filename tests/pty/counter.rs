//! A small shop with its counter: a catalog of a dozen items, a data directory, and what was recorded there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use goeswith::domain::{Event, EventKind, Outcome};
use portable_pty::CommandBuilder;

use crate::screen::Window;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_goeswith");

const SHOP: &str = "name = \"Fenwick\"\nchain_id = \"fenwick\"\ncurrency = \"EUR\"\n";
const ITEMS: &str = "sku,name,barcodes,price,stock,location,category
STAIN,\"Wood stain, oak\",4006381333931,31.99,14,7B,Paint
BRUSH,Stain brush 100 mm,9520000001070,7.49,22,7C,Paint > Brushes
TAPE,Masking tape 50 m,96385074,4.25,60,7A,Paint > Tape
CLEAN,Wood cleaner 1 L,5901234123457,9.99,2,7B,Paint > Cleaner
LAMP,Desk lamp,4012345678901,24.00,5,2A,Light
BULB,LED bulb E27,5012345678900,6.50,80,2A,Light > Bulbs
CUP,Coffee cup,5500000000024,3.80,40,4C,Kitchen
HOSE,Garden hose 25 m,4000000000006,29.90,7,9A,Garden
GLUE-A,Glue stick,4311501043783,1.20,90,1A,Office
GLUE-B,Glue stick twin,4311501043783,2.10,70,1A,Office
3-4711,Fence screw,,0.35,400,8D,Screws
";
const LINKS: &str = "item,add_on,kind,ask,say
STAIN,BRUSH,accessory,What are you putting it on with?,A soft brush leaves no marks.
STAIN,TAPE,accessory,Any glass next to the wood?,Peels clean after 14 days.
STAIN,CLEAN,accessory,Has it been outside over winter?,Stain only grips clean wood.
LAMP,BULB,required,Have you got a bulb for it?,It comes without one.
";

/// Barcodes of the shop above.
pub mod code {
    pub const STAIN: &str = "4006381333931";
    pub const LAMP: &str = "4012345678901";
    pub const CUP: &str = "5500000000024";
    pub const HOSE: &str = "4000000000006";
    pub const TAPE: &str = "96385074";
    /// Two items carry it.
    pub const GLUE: &str = "4311501043783";
    pub const UNKNOWN: &str = "5901234000000";
}

/// The counter of a test.
pub struct Counter {
    folder: tempfile::TempDir,
}

impl Counter {
    /// With the catalog of this file.
    pub fn new() -> Self {
        Self::selling(ITEMS, LINKS)
    }

    /// With other items and links.
    pub fn selling(items: &str, links: &str) -> Self {
        let counter = Self::empty();
        let source = counter.path("source");
        fs::create_dir(&source).unwrap();
        for (name, text) in [("shop.toml", SHOP), ("items.csv", items), ("links.csv", links)] {
            fs::write(source.join(name), text).unwrap();
        }
        let catalog = counter.catalog();
        let build = counter.command().args(["catalog", "build"]).arg(&source).arg("-o").arg(&catalog).output().unwrap();
        assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
        counter
    }

    /// Without any catalog.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        Self { folder }
    }

    /// Changes settings.
    pub fn set(self, settings: &str) -> Self {
        let path = self.data_dir().join("settings.toml");
        fs::create_dir_all(self.data_dir()).unwrap();
        fs::write(path, settings).unwrap();
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn catalog(&self) -> PathBuf {
        self.path("shop.db")
    }

    pub fn data_dir(&self) -> PathBuf {
        self.path("data")
    }

    /// A command without a window, that knows nothing of who runs the test.
    pub fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env_clear().envs(self.environment());
        command
    }

    /// What such a command needs of the environment.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let home = self.path("home").display().to_string();
        let path = std::env::var("PATH").unwrap_or_default();
        vec![("HOME", home), ("PATH", path), ("TERM", "xterm-256color".to_owned()), ("LANG", "C.UTF-8".to_owned())]
    }

    /// The program in a window, started by hand.
    pub fn in_window(&self, program: &str, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command.cwd(self.folder.path());
        command.args(arguments);
        command
    }

    /// The arguments of selling from here.
    pub fn arguments(&self) -> [String; 4] {
        let text = |path: &Path| path.display().to_string();
        ["--data-dir".to_owned(), text(&self.data_dir()), "--catalog".to_owned(), text(&self.catalog())]
    }

    /// The sale screen at 80x24.
    pub fn sell(&self) -> Window {
        self.sell_in((80, 24))
    }

    /// The sale screen in another size.
    pub fn sell_in(&self, size: (u16, u16)) -> Window {
        let arguments = self.arguments();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Window::open(self.in_window(PROGRAM, &arguments), size)
    }

    /// The sale in line mode.
    pub fn sell_in_lines(&self) -> Window {
        let arguments = self.arguments();
        let arguments = ["sell", "--plain"].into_iter().chain(arguments.iter().map(String::as_str));
        Window::open(self.in_window(PROGRAM, &arguments.collect::<Vec<_>>()), (80, 24))
    }

    /// The sale screen of a corner window, listening to a till.
    pub fn sell_beside(&self, till: &str, more: &[&str]) -> Window {
        let mut arguments = vec!["sell".to_owned(), "--feed".to_owned(), till.to_owned()];
        arguments.extend(self.arguments());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
        Window::open(self.in_window(PROGRAM, &arguments), (60, 16))
    }

    /// What `goeswith export` prints, in order.
    pub fn events(&self) -> Vec<Event> {
        let data_dir = self.data_dir();
        let export = self.command().arg("export").arg("--data-dir").arg(data_dir).output().unwrap();
        assert!(export.status.success(), "{}", String::from_utf8_lossy(&export.stderr));
        let lines = String::from_utf8(export.stdout).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The lines of each finished sale, as SKU and quantity.
    pub fn sales(&self) -> Vec<Vec<(String, i64)>> {
        let events = self.events().into_iter();
        let sales = events.filter(|event| event.kind == EventKind::Sale);
        let lines = |event: &Event| {
            let lines = event.lines.iter();
            lines.map(|line| (line.sku.as_str().to_owned(), line.quantity)).collect()
        };
        sales.map(|event| lines(&event)).collect()
    }

    /// What became of the add-ons of the last sale, as SKU and outcome.
    pub fn outcomes(&self) -> Vec<(String, Outcome)> {
        let last = self.events().pop().unwrap();
        let suggestions = last.suggestions.iter();
        suggestions.map(|suggestion| (suggestion.add_on.as_str().to_owned(), suggestion.outcome)).collect()
    }
}

/// A line as [`Counter::sales`] gives it.
pub fn line(sku: &str, quantity: i64) -> (String, i64) {
    (sku.to_owned(), quantity)
}
