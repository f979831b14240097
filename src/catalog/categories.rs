//! Categories as a tree: `Printers > Inkjet` lies within `Printers`. Compared without case.

use std::collections::HashMap;

use crate::domain::CleanText;

/// The tree. Indices follow the order in which categories were first named; parents come before children.
#[derive(Clone, Debug, Default)]
pub struct Categories {
    nodes: Vec<Node>,
    by_path: HashMap<(Option<u32>, String), u32>,
}

#[derive(Clone, Debug)]
struct Node {
    parent: Option<u32>,
    name: CleanText,
}

impl Categories {
    /// The index of a path, made where it is new. `None` for a path without names.
    pub fn intern(&mut self, path: &str) -> Option<u32> {
        let mut at = None;
        for name in names(path) {
            let next = self.nodes.len() as u32;
            let found = *self.by_path.entry((at, name.as_str().to_lowercase())).or_insert(next);
            if found == next {
                self.nodes.push(Node { parent: at, name });
            }
            at = Some(found);
        }
        at
    }

    /// The index of a path that is known.
    pub fn find(&self, path: &str) -> Option<u32> {
        let mut at = None;
        for name in names(path) {
            at = Some(*self.by_path.get(&(at, name.as_str().to_lowercase()))?);
        }
        at
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The category around one.
    pub fn parent(&self, index: u32) -> Option<u32> {
        self.nodes[index as usize].parent
    }

    /// The last part of its path.
    pub fn name(&self, index: u32) -> &CleanText {
        &self.nodes[index as usize].name
    }

    /// The category itself and all around it, from the inside out.
    pub fn ancestors(&self, index: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(index), |&index| self.parent(index))
    }

    /// Its path as people read it: `Printers > Inkjet`.
    pub fn path(&self, index: u32) -> String {
        let mut names: Vec<&str> = self.ancestors(index).map(|at| self.name(at).as_str()).collect();
        names.reverse();
        names.join(" > ")
    }

    /// Its path as a text that compares without case, for a stable order and for finding it in an older snapshot.
    pub fn key(&self, index: u32) -> String {
        let mut names: Vec<String> = self.ancestors(index).map(|at| self.name(at).as_str().to_lowercase()).collect();
        names.reverse();
        names.join(" > ")
    }
}

fn names(path: &str) -> impl Iterator<Item = CleanText> {
    path.split('>').filter_map(CleanText::non_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_category_however_it_is_written() {
        let mut categories = Categories::default();
        let inkjet = categories.intern("Printers > Inkjet");
        assert_eq!(categories.intern(" printers>INKJET "), inkjet);
        assert_eq!(categories.find("Printers"), Some(0));
        assert_eq!(categories.find("Inkjet"), None);
        assert_eq!(categories.find(" > "), None);
        assert_eq!(categories.ancestors(1).collect::<Vec<_>>(), [1, 0]);
        assert_eq!(categories.key(1), "printers > inkjet");
        assert_eq!((categories.len(), categories.name(1).as_str()), (2, "Inkjet"));
    }
}
