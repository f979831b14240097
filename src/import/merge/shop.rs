//! A first `shop.toml`.

use std::path::Path;

use crate::domain::CleanText;

/// What is put into a `shop.toml` where there is none.
#[derive(Clone, Debug, Default)]
pub struct Guess {
    /// ISO 4217.
    pub currency: String,
    /// The staff's language.
    pub language: String,
}

/// The file. The shop is called like its folder, until somebody says better.
pub fn text(folder: &Path, guess: &Guess) -> String {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().map(|name| CleanText::new(&name.to_string_lossy()).to_string()).unwrap_or_default();
    let name = if name.is_empty() { "My shop".to_owned() } else { name };
    let spaced = name.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    format!(
        "# Written by `goeswith import`; put in what is right for your shop.\n\
         name = {title}                 # as staff and customers know it\n\
         chain_id = {chain}             # the same in all shops of a chain: a catalog of another chain is never installed\n\
         currency = {currency}\n\
         languages = [{language}]       # the first is the staff's\n",
        title = quoted(&title),
        chain = quoted(&chain_id(&name)),
        currency = quoted(&guess.currency),
        language = quoted(&guess.language),
    )
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Small letters, digits and hyphens.
fn chain_id(name: &str) -> String {
    let plain: String =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let id: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let id: String = id.join("-").chars().take(32).collect();
    if id.is_empty() { "my-shop".to_owned() } else { id }
}
