//! Collecting from folders, in any order and state.
