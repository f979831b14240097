//! stub
use super::{Exit, Failure};
use crate::domain::{Changes, Experiment};

/// What the arms named as `EXPERIMENT=ARM` change.
pub fn changes(named: &[String], experiments: &[Experiment]) -> Result<Vec<Changes>, Failure> {
    named.iter().map(|one| named_arm(one, experiments)).collect()
}

fn named_arm(named: &str, experiments: &[Experiment]) -> Result<Changes, Failure> {
    let (id, arm) = named.split_once('=').ok_or_else(|| {
        Failure::new(Exit::Usage, format!("--arm is not EXPERIMENT=ARM: {named}")).hinted("for example --arm wording=b")
    })?;
    let experiment = find(id, experiments)?;
    let known = || experiment.arms.iter().map(|arm| arm.id.as_str()).collect::<Vec<_>>().join(", ");
    let found = experiment.arm(arm).ok_or_else(|| {
        Failure::new(Exit::Data, format!("{id} has no such arm: {arm}")).hinted(format!("its arms are {}", known()))
    })?;
    Ok(found.changes.clone())
}

/// The experiment of that id, or what there is instead.
fn find<'e>(id: &str, experiments: &'e [Experiment]) -> Result<&'e Experiment, Failure> {
    experiments.iter().find(|one| one.id == id).ok_or_else(|| {
        let known: Vec<&str> = experiments.iter().map(|one| one.id.as_str()).collect();
        let hint = match known.as_slice() {
            [] => "it has none; [[experiment]] in shop.toml defines one".to_owned(),
            known => format!("it has {}", known.join(", ")),
        };
        Failure::new(Exit::Data, format!("the catalog has no such experiment: {id}")).hinted(hint)
    })
}
