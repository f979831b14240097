//! What goes into packages is there, says the same everywhere, and does what it says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use goeswith::cli::Args;

const MANIFEST: &str = include_str!("../Cargo.toml");
const ARCHIVE: &str = include_str!("../packaging/archive.py");
const INSTALLER: &str = include_str!("../packaging/windows/goeswith.nsi");
const DESKTOP: &str = include_str!("../packaging/linux/goeswith.desktop");
const LAUNCHER: &str = include_str!("../packaging/linux/goeswith-fullscreen");
const RELEASE: &str = include_str!("../.github/workflows/release.yml");

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Whether a path, or a pattern like `docs/*.md`, stands for some file.
fn is_there(pattern: &str) -> bool {
    let Some((folder, name)) = pattern.rsplit_once('/').filter(|(_, name)| name.contains('*')) else {
        return here(pattern).is_file();
    };
    let (start, end) = name.split_once('*').unwrap();
    let fits = |name: &str| name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end);
    fs::read_dir(here(folder))
        .is_ok_and(|mut files| files.any(|file| fits(file.unwrap().file_name().to_str().unwrap())))
}

/// The third word of each quoted triple under `assets`: from, to, rights.
fn deb_assets() -> Vec<[String; 3]> {
    let manifest: toml::Table = MANIFEST.parse().unwrap();
    let rows = manifest["package"]["metadata"]["deb"]["assets"].as_array().unwrap();
    let word = |row: &toml::Value, at: usize| row[at].as_str().unwrap().to_owned();
    rows.iter().map(|row| [0, 1, 2].map(|at| word(row, at))).collect()
}

/// Every `"name", "pattern"` of the archive's lists.
fn archive_files() -> Vec<(String, String)> {
    let rows = ARCHIVE.lines().filter_map(|line| line.strip_prefix("    (\"")?.strip_suffix("\"),"));
    rows.map(|row| row.split_once("\", \"").unwrap()).map(|(to, from)| (to.to_owned(), from.to_owned())).collect()
}

#[test]
fn every_file_of_the_packages_is_there() {
    let of_deb = deb_assets().into_iter().map(|[from, ..]| from);
    let of_archive = archive_files().into_iter().map(|(_, from)| from);
    let all: Vec<String> = of_deb.chain(of_archive).collect();
    assert!(all.len() > 25, "{all:?}");
    for path in all {
        // What is made before is looked for where it is made, below.
        assert!(path.starts_with("target/") || is_there(&path), "{path}");
    }
}

#[test]
fn the_installer_takes_what_the_archive_has_and_takes_all_of_it_away_again() {
    let in_archive: Vec<String> = archive_files()
        .into_iter()
        .map(|(to, from)| {
            let name = from.rsplit('/').next().unwrap();
            (if to.ends_with('/') { format!("{to}{name}") } else { to }).replace('/', "\\")
        })
        .chain(["goeswith.exe".to_owned()])
        .collect();
    let mut taken = 0;
    for line in INSTALLER.lines().map(str::trim) {
        if let Some(file) = line.strip_prefix("File \"${SOURCE}\\").and_then(|rest| rest.strip_suffix('"')) {
            assert!(in_archive.contains(&file.to_owned()), "not in the archive: {file}");
            let deleted =
                ["$INSTDIR", "$1"].iter().any(|place| INSTALLER.contains(&format!("Delete \"{place}\\{file}\"")));
            assert!(deleted, "stays behind: {file}");
            taken += 1;
        }
        if let Some(shortcut) = line.strip_prefix("CreateShortcut \"").and_then(|rest| rest.split('"').next()) {
            assert!(INSTALLER.contains(&format!("Delete \"{shortcut}\"")), "stays behind: {shortcut}");
        }
    }
    assert!(taken >= 10, "{taken}");
    assert!(!INSTALLER.contains("RMDir /r"), "what others put there stays");
}

#[test]
fn the_desktop_entry_starts_what_the_package_installs() {
    let installed: Vec<String> = deb_assets().into_iter().map(|[from, to, _]| format!("{to}|{from}")).collect();
    let mut started = 0;
    for exec in DESKTOP.lines().filter_map(|line| line.strip_prefix("Exec=").or(line.strip_prefix("TryExec="))) {
        let program = exec.split(' ').next().unwrap();
        let is_installed =
            installed.iter().any(|asset| asset.starts_with("usr/bin/|") && asset.ends_with(&format!("/{program}")));
        assert!(is_installed, "{exec}");
        started += 1;
    }
    assert!(started >= 3, "{started}");
    let icon = DESKTOP.lines().find_map(|line| line.strip_prefix("Icon=")).unwrap();
    assert!(
        installed.iter().any(|asset| asset.starts_with("usr/share/icons/") && asset.ends_with(&format!("/{icon}.svg")))
    );
    for action in DESKTOP.lines().find_map(|line| line.strip_prefix("Actions=")).unwrap().split_terminator(';') {
        assert!(DESKTOP.contains(&format!("\n[Desktop Action {action}]\n")), "{action}");
    }
    let profile: serde_json::Value =
        serde_json::from_str(include_str!("../packaging/windows/goeswith-terminal.json")).unwrap();
    assert_eq!(profile["profiles"][0]["commandline"], "goeswith.exe");
    assert_eq!(profile["profiles"][0]["name"], "goeswith");
    assert!(include_str!("../packaging/windows/goeswith-fullscreen.cmd").contains("--profile goeswith "));
}

/// Cargo.toml alone says the version; everything else asks.
#[test]
fn no_package_has_a_version_of_its_own() {
    let manifest: toml::Table = MANIFEST.parse().unwrap();
    let version = manifest["package"]["version"].as_str().unwrap();
    assert_eq!(Args::command().get_version(), Some(version));
    for folder in ["packaging", "packaging/linux", "packaging/windows", "packaging/debian", ".github/workflows"] {
        for file in fs::read_dir(here(folder)).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains(version), "{} says the version", file.display());
        }
    }
}

#[test]
fn the_release_profile_lets_a_fault_give_the_terminal_back() {
    let manifest: toml::Table = MANIFEST.parse().unwrap();
    let release = &manifest["profile"]["release"];
    assert_eq!(release["panic"].as_str(), Some("unwind"));
    assert!(release.get("lto").is_some() && release.get("strip").is_some(), "{release}");
}

#[test]
fn the_release_workflow_has_few_rights_and_builds_what_the_packages_need() {
    assert!(RELEASE.contains("\npermissions:\n  contents: read\n"));
    assert_eq!(RELEASE.matches("contents: write").count(), 1);
    assert!(!RELEASE.contains("secrets."));
    assert!(RELEASE.contains("uses: ./.github/workflows/ci.yml"), "a release passes what every change passes");
    for uses in RELEASE.lines().filter_map(|line| line.trim().strip_prefix("- uses: ")) {
        assert!(uses.starts_with("actions/") && uses.contains("@v"), "{uses}");
    }
    let order = [
        "cargo build --release --locked",
        "packaging/assets.sh",
        "packaging/archive.py",
        "cargo deb --no-build",
        "makensis",
    ];
    let places: Vec<usize> = order.iter().map(|step| RELEASE.find(step).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// What runs the scripts themselves: they are for computers on which packages are made.
#[cfg(target_os = "linux")]
mod made {
    use std::collections::BTreeSet;
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::{Command, Output};

    use super::*;

    fn done(command: &mut Command) -> String {
        let Output { status, stdout, stderr } = command.output().unwrap();
        let said = String::from_utf8_lossy(&stdout).into_owned();
        assert!(status.success(), "{command:?}: {said}{}", String::from_utf8_lossy(&stderr));
        said
    }

    fn names(folder: &Path) -> BTreeSet<String> {
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// The names of every command, `catalog-build` for one below another.
    fn commands() -> Vec<String> {
        let mut commands = Vec::new();
        for command in Args::command().get_subcommands() {
            commands.push(command.get_name().to_owned());
            commands
                .extend(command.get_subcommands().map(|below| format!("{}-{}", command.get_name(), below.get_name())));
        }
        commands
    }

    #[test]
    fn completions_and_manual_pages_know_every_command() {
        let folder = tempfile::tempdir().unwrap();
        let mut script = Command::new("bash");
        done(script.arg(here("packaging/assets.sh")).arg(env!("CARGO_BIN_EXE_goeswith")).arg(folder.path()));
        for [from, ..] in deb_assets() {
            if let Some(name) = from.strip_prefix("target/packaging/").filter(|name| !name.contains('*')) {
                assert!(folder.path().join(name).is_file(), "{name} is not made");
            }
        }
        let commands = commands();
        assert!(commands.len() > 25, "{commands:?}");
        for file in names(&folder.path().join("completions")) {
            let text = fs::read_to_string(folder.path().join("completions").join(&file)).unwrap();
            for command in &commands {
                assert!(text.contains(command.rsplit('-').next().unwrap()), "{file} does not know {command}");
            }
        }
        let pages = names(&folder.path().join("man"));
        assert_eq!(pages.len(), commands.len() + 1, "{pages:?}");
        for command in &commands {
            assert!(pages.contains(&format!("goeswith-{command}.1")), "no page for {command}");
        }
        let notices = fs::read_to_string(folder.path().join("THIRD-PARTY.txt")).unwrap();
        for name in ["ratatui", "rusqlite", "serialport", "option-ext", "zstd-sys"] {
            assert!(notices.contains(&format!("\n{name} ")), "{name}");
        }
        for text in ["Mozilla Public License Version 2.0", "SQLite (public domain", "GS1 Barcode Syntax Dictionary"] {
            assert!(notices.contains(text), "{text}");
        }
        assert!(!notices.contains("\nproptest ") && !notices.contains(env!("CARGO_MANIFEST_DIR")));
    }

    /// A copy of what the archive takes from the project, with stand-ins for what is made before.
    fn project() -> tempfile::TempDir {
        let copy = tempfile::tempdir().unwrap();
        let files: Vec<String> = archive_files().into_iter().map(|(_, from)| from).collect();
        for path in files.iter().map(String::as_str).chain(["packaging/archive.py", "Cargo.toml"]) {
            let made = path.starts_with("target/");
            let path = if path.contains('*') && !made {
                format!("{}/x{}", path.rsplit_once('/').unwrap().0, &path[path.rfind('.').unwrap()..])
            } else {
                path.replace('*', "x")
            };
            let to = copy.path().join(&path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(&to, fs::read(here(&path)).unwrap_or_else(|_| path.clone().into_bytes())).unwrap();
        }
        copy
    }

    #[test]
    fn the_same_files_give_the_same_archive() {
        let project = project();
        let pack = |target: &str, out: &str| {
            let mut script = Command::new("python3");
            script.arg("-B").arg(project.path().join("packaging/archive.py")).arg(here("Cargo.toml"));
            let path = done(script.arg(target).arg(project.path().join(out)).env("SOURCE_DATE_EPOCH", "1795444023"));
            fs::read(path.trim()).unwrap()
        };
        for target in ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc", "aarch64-apple-darwin"] {
            assert_eq!(pack(target, "first"), pack(target, "second"), "{target}");
        }
        let packed = project
            .path()
            .join("first")
            .join(format!("goeswith-{}-x86_64-unknown-linux-gnu.tar.gz", env!("CARGO_PKG_VERSION")));
        let listed = done(Command::new("tar").arg("-tvzf").arg(packed));
        assert!(listed.lines().all(|line| line.contains(" 0/0 ")), "{listed}");
        for (name, rights) in
            [("goeswith", "-rwxr-xr-x"), ("goeswith-fullscreen", "-rwxr-xr-x"), ("LICENSE-MIT", "-rw-r--r--")]
        {
            let row = listed.lines().find(|line| line.ends_with(&format!("-gnu/{name}"))).unwrap();
            assert!(row.starts_with(rights), "{row}");
        }
    }

    /// Terminals that only say how they were started, one word a line.
    fn terminals(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names.iter().chain(&["goeswith"]) {
            let path = folder.path().join(name);
            fs::write(&path, format!("#!/bin/sh\nprintf '%s\\n' {name} \"$@\"\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        folder
    }

    fn started(terminals: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Vec<String> {
        let mut launcher = Command::new("/bin/sh");
        launcher.arg(here("packaging/linux/goeswith-fullscreen")).args(arguments).env_clear();
        // The few tools that the script uses come from the system, and none of its terminals.
        let tools = terminals.join("tools");
        fs::create_dir_all(&tools).unwrap();
        for tool in ["dirname", "readlink"] {
            let place =
                ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(tool)).into_iter().find(|path| path.exists());
            let _ = std::os::unix::fs::symlink(place.unwrap(), tools.join(tool));
        }
        launcher.env("PATH", format!("{}:{}", terminals.display(), tools.display())).envs(environment.iter().copied());
        done(&mut launcher).lines().map(ToOwned::to_owned).collect()
    }

    const X11: (&str, &str) = ("DISPLAY", ":0");

    #[test]
    fn the_launcher_hands_every_word_to_each_terminal_as_it_is() {
        let known = LAUNCHER.lines().find_map(|line| line.strip_prefix("terminals=\"")?.strip_suffix('"')).unwrap();
        let awkward = ["--", "--catalog", "my shop; $(rm) 'x' \"y\".db", "*"];
        for terminal in known.split(' ') {
            let folder = terminals(&[terminal]);
            let said = started(folder.path(), &[("WAYLAND_DISPLAY", "w"), X11], &awkward);
            assert_eq!(said[0], terminal);
            assert_eq!(said[said.len() - 4..], ["goeswith", awkward[1], awkward[2], awkward[3]], "{said:?}");
            assert!(
                said.iter().any(|word| word.to_lowercase().contains("fullscreen") || word == "--full-screen"),
                "{said:?}"
            );
            assert!(said.iter().any(|word| word.contains("19") || word.contains("1.5")), "no large letters: {said:?}");
            let window = started(folder.path(), &[("WAYLAND_DISPLAY", "w"), X11], &["--window"]);
            assert!(!window.iter().any(|word| word.to_lowercase().contains("screen")), "{window:?}");
            assert_eq!(window.last().unwrap(), "goeswith");
        }
    }

    #[test]
    fn the_launcher_takes_the_first_terminal_or_the_one_that_is_named() {
        let folder = terminals(&["foot", "konsole", "xterm"]);
        assert_eq!(started(folder.path(), &[X11], &[])[0], "konsole", "foot needs Wayland");
        assert_eq!(started(folder.path(), &[("WAYLAND_DISPLAY", "w")], &[])[0], "foot");
        let named = [X11, ("GOESWITH_TERMINAL", "xterm"), ("GOESWITH_LETTERS", "33")];
        let xterm = [
            "xterm",
            "-fullscreen",
            "-u8",
            "-class",
            "goeswith",
            "-title",
            "goeswith",
            "-fa",
            "Monospace",
            "-fs",
            "33",
            "-e",
            "goeswith",
        ];
        assert_eq!(started(folder.path(), &named, &[]), xterm);
        // On a console there is no window to open.
        assert_eq!(started(folder.path(), &[], &["--demo"]), ["goeswith", "--demo"]);
    }
}
