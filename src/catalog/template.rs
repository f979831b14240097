//! A first source to write over: small, commented, without a finding, ready to be built.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is something in the folder, or the path is a file.
    #[error("{what}: {}", path.display())]
    Taken {
        /// What is there.
        what: &'static str,
        /// Where.
        path: PathBuf,
    },
    /// The system did not let it.
    #[error("{}: {source}", path.display())]
    NotSaved {
        /// What could not be written.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
}

/// Writes the files into `folder`, which is made where it is missing and must be empty otherwise; says their names. The
/// shop is named after the folder. Where one file cannot be written, none is left.
pub fn write(folder: &Path) -> Result<Vec<&'static str>, Error> {
    let path = folder.to_owned();
    match fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(true) => return Err(Error::Taken { what: "folder is not empty", path }),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Error::Taken { what: "not a folder", path });
        }
        _ => {}
    }
    fs::create_dir_all(folder).map_err(|source| Error::NotSaved { path, source })?;
    let chain = chain_of(folder);
    let name = name_of(&chain);
    for (place, (file, text)) in FILES.into_iter().enumerate() {
        let path = folder.join(file);
        let text = text.replace("@NAME@", &name).replace("@CHAIN@", &chain);
        let written = File::create_new(&path).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        if let Err(source) = written {
            for (file, _) in &FILES[..=place] {
                let _ = fs::remove_file(folder.join(file));
            }
            return Err(Error::NotSaved { path, source });
        }
    }
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
