//! How far a long piece of work is, and whether to go on: told to whoever started it.

/// The steps of checking and building, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reading the histories; counted in bytes.
    ReadSales,
    /// Reading the answers of stores; counted in events.
    ReadAnswers,
    /// Reading the sales of a store; counted in events.
    ReadEvents,
    /// Looking for what can be repaired; counted in files.
    Repair,
    /// Resolving selectors; counted in links.
    ResolveLinks,
    /// Estimating what stands in the formula of relevance; counted in items.
    Estimate,
    /// Holding what was learned against later baskets; not counted.
    Evaluate,
    /// Counting pairs; counted in items.
    CountPairs,
    /// Writing the snapshot; counted in rows.
    Write,
    /// Copying a snapshot into use; counted in bytes.
    Copy,
    /// Looking at every row of a snapshot; not counted.
    Verify,
    /// Comparing two snapshots; counted in items, each twice.
    Compare,
    /// Building the search index of a snapshot; counted in items.
    Index,
    /// Merging what terminals sent; counted in bytes.
    Collect,
    /// Reading other people's files; counted in rows, of an unknown number.
    Import,
}

/// Told of the work's progress.
pub trait Watch {
    /// A step begins, of so many units.
    fn step(&mut self, step: Step, total: u64);

    /// So many units of the step are done; `false` asks to stop and leave nothing behind.
    fn at(&mut self, done: u64) -> bool;
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn step(&mut self, _step: Step, _total: u64) {}

    fn at(&mut self, _done: u64) -> bool {
        true
    }
}
