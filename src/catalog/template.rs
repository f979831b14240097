//! A first source to write over: small, commented, without a finding, ready to be built.

use std::path::Path;

use super::fresh::{self, Error};
use crate::domain::CleanText;

/// The files and what they hold; `@NAME@` and `@CHAIN@` stand for the shop's own.
const FILES: [(&str, &str); 5] = [
    ("shop.toml", include_str!("../../assets/template/shop.toml")),
    ("items.csv", include_str!("../../assets/template/items.csv")),
    ("links.csv", include_str!("../../assets/template/links.csv")),
    ("talking_points.csv", include_str!("../../assets/template/talking_points.csv")),
    ("README.md", include_str!("../../assets/template/README.md")),
];
/// What the shop is called where its folder has no name to go by.
const UNNAMED: &str = "my-shop";

/// Writes the files into `folder` and says their names. The shop is named after the folder.
pub fn write(folder: &Path) -> Result<Vec<&'static str>, Error> {
    let chain = chain_of(folder);
    let name = name_of(&chain);
    let own = |text: &str| text.replace("@NAME@", &name).replace("@CHAIN@", &chain).into_bytes();
    fresh::write(folder, &FILES.map(|(file, text)| (file, own(text))))?;
    Ok(FILES.map(|(file, _)| file).to_vec())
}

/// `Étoile & Fils` → `toile-fils`: letters that are safe in every file and path; the same folder gives the same one.
fn chain_of(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = absolute.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let chain = words.collect::<Vec<_>>().join("-");
    if chain.is_empty() { UNNAMED.to_owned() } else { chain.chars().take(64).collect() }
}

/// `my-shop` → `My shop`.
fn name_of(chain: &str) -> String {
    let mut letters = chain.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    let name: String = first.into_iter().chain(letters).collect();
    CleanText::new(&name.replace('-', " ")).as_str().to_owned()
}
