//! What the documents name exists.

use std::path::{Path, PathBuf};

use crate::README;
use crate::blocks::inline_code;

const ARCHITECTURE: &str = include_str!("../../ARCHITECTURE.md");
const CHANGELOG: &str = include_str!("../../CHANGELOG.md");
const MANIFEST: &str = include_str!("../../Cargo.toml");
const LIB: &str = include_str!("../../src/lib.rs");

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn links_lead_somewhere() {
    let mut seen = 0;
    for document in [README, ARCHITECTURE, CHANGELOG] {
        for target in document.split("](").skip(1) {
            let target = target.split(')').next().unwrap();
            if let Some(anchor) = target.strip_prefix('#') {
                assert!(document.lines().any(|line| heading(line).as_deref() == Some(anchor)), "{target}");
                seen += 1;
            } else if !target.starts_with("http") {
                assert!(here(target).exists(), "{target}");
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "{seen}");
}

/// A heading as links name it: small letters, blanks as hyphens, signs left out.
fn heading(line: &str) -> Option<String> {
    let text = line.strip_prefix('#')?.trim_start_matches('#').trim();
    let kept =
        text.to_lowercase().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-')).collect::<String>();
    Some(kept.replace(' ', "-"))
}

#[test]
fn paths_in_the_text_exist() {
    let roots = ["src/", "tests/", "assets/", "benches/", "examples/", ".ci/", ".github/"];
    let mut seen = 0;
    for document in [README, ARCHITECTURE] {
        for path in inline_code(document).filter(|code| roots.iter().any(|root| code.starts_with(root))) {
            assert!(here(&path).exists(), "{path}");
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn every_module_is_on_the_map() {
    let modules: Vec<&str> = LIB.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.len() > 10, "{modules:?}");
    for module in modules {
        assert!(ARCHITECTURE.contains(&format!("\n| `{module}` | ")), "{module}");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = MANIFEST.parse().unwrap();
    let mut names: Vec<&String> = Vec::new();
    let tables = [manifest.get("dependencies"), manifest.get("dev-dependencies")];
    names.extend(tables.into_iter().flatten().flat_map(|table| table.as_table().unwrap().keys()));
    for target in manifest["target"].as_table().unwrap().values() {
        names.extend(target["dependencies"].as_table().unwrap().keys());
    }
    assert!(names.len() > 30, "{names:?}");
    for name in &names {
        assert!(ARCHITECTURE.contains(&format!("`{name}`")), "no reason for {name}");
    }
    let table = ARCHITECTURE.lines().skip_while(|line| !line.starts_with("| crate |")).skip(2);
    for row in table.take_while(|line| line.starts_with('|')) {
        for named in inline_code(row.split('|').nth(1).unwrap()) {
            assert!(names.contains(&&named), "not in Cargo.toml: {named}");
        }
    }
}

#[test]
fn the_changelog_has_a_place_for_what_comes_next() {
    assert!(CHANGELOG.contains("\n## [Unreleased]\n"));
}

#[test]
fn the_architecture_page_stays_short() {
    assert!(ARCHITECTURE.lines().count() <= 150);
}

#[test]
fn what_ci_runs_ends_on_the_tests_and_is_the_same_everywhere() {
    let steps = include_str!("../../.ci/run");
    let last = steps.lines().rfind(|line| !line.is_empty()).unwrap();
    assert_eq!(last, "cargo test --locked");
    let workflow = include_str!("../../.github/workflows/ci.yml");
    assert!(workflow.contains("run: bash .ci/run"));
    for system in ["ubuntu-latest", "windows-latest", "macos-latest"] {
        assert!(workflow.contains(system), "{system}");
    }
    let manifest: toml::Table = MANIFEST.parse().unwrap();
    let oldest = manifest["package"]["rust-version"].as_str().unwrap();
    assert!(workflow.contains(&format!("cargo +{oldest} check")) && README.contains(&format!("{oldest} or newer")));
}
