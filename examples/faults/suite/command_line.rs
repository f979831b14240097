//! The suite as a program: its arguments, a name space of its own, the lines and the table.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use super::{Scale, Suite, Verdict, all};

const USAGE: &str = "\
usage: faults [--tiny|--short|--full] [--only A1,B2] [--seed N] [--run N] [--jobs N] [--binary PATH]
       faults --list

--short takes minutes and is done where nothing is said, --full hours; --list names every fault with how often it is
done. A failure names its seed and run: give them again with --only, --seed and --run.";
/// Set for the copy of this program that runs in a name space of its own.
const INSIDE: &str = "GOESWITH_FAULTS_INSIDE";

struct Arguments {
    suite: Suite,
    only: Vec<String>,
    list: bool,
}

/// Runs what the arguments ask for.
pub fn main() -> ExitCode {
    if std::env::args().skip(1).any(|word| word == "--help" || word == "-h") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let arguments = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(wrong) => {
            eprintln!("{wrong}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    if arguments.list {
        for fault in all() {
            let [_, short, full] = fault.units;
            println!("{:<4} {:<44} {short:>6} short {full:>6} full  {}", fault.id, fault.what, fault.unit);
        }
        return ExitCode::SUCCESS;
    }
    if !arguments.suite.binary.is_file() {
        eprintln!(
            "there is no program at {}; build it, or give another with --binary",
            arguments.suite.binary.display()
        );
        return ExitCode::FAILURE;
    }
    own_name_space();
    report(&arguments)
}

fn report(Arguments { suite, only, .. }: &Arguments) -> ExitCode {
    let start = Instant::now();
    println!("program {}, seed {}, {} at a time", suite.binary.display(), suite.seed, suite.jobs);
    let mut verdicts: Vec<Verdict> = Vec::new();
    std::panic::set_hook(Box::new(|_| {}));
    let chosen = all().into_iter().filter(|fault| only.is_empty() || only.iter().any(|id| id == fault.id));
    for fault in chosen.filter(|fault| fault.units[suite.scale as usize] > 0) {
        let verdict = suite.verdict(fault);
        println!("{}", verdict.line(suite.seed));
        for said in &verdict.found.said {
            println!("     {said}");
        }
        verdicts.push(verdict);
    }
    let minutes = start.elapsed().as_secs_f64() / 60.0;
    let failed = verdicts.iter().filter(|verdict| verdict.left_out.is_none() && !verdict.is_good()).count();
    let left_out = verdicts.iter().filter(|verdict| verdict.left_out.is_some()).count();
    println!("\n| | fault | done | found | |\n| --- | --- | --- | --- | --- |");
    for verdict in &verdicts {
        println!("{}", verdict.row());
    }
    println!("\n{} faults in {minutes:.1} min: {failed} failed, {left_out} not run", verdicts.len());
    println!("largest process {} MB, at most 512 allowed", peak_megabytes());
    // What cannot be run on somebody's machine is said; where everything has to hold it is a failure.
    let strict = std::env::var_os("CI").is_some();
    let good = failed == 0 && peak_megabytes() <= 512 && !verdicts.is_empty() && (left_out == 0 || !strict);
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The largest resident size of all processes that were waited for.
pub fn peak_megabytes() -> u64 {
    use nix::sys::resource::{UsageWho, getrusage};
    getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0, |usage| u64::try_from(usage.max_rss()).unwrap_or(0) / 1024)
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let (mut scale, mut only, mut binary, mut list, mut only_run) = (None, Vec::new(), None, false, None);
    let mut seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |now| now.as_secs());
    let mut jobs = std::thread::available_parallelism().map_or(1, usize::from);
    while let Some(word) = given.next() {
        let mut value = || given.next().ok_or(format!("{word} needs a value"));
        let number = |text: String| text.parse::<u64>().map_err(|_| format!("not a number: {text}"));
        match word.as_str() {
            "--tiny" => scale = Some(Scale::Tiny),
            "--short" => scale = Some(Scale::Short),
            "--full" => scale = Some(Scale::Full),
            "--only" => only = value()?.split(',').map(str::to_owned).collect(),
            "--seed" => seed = number(value()?)?,
            "--run" => only_run = Some(number(value()?)? as usize),
            "--jobs" => jobs = number(value()?)? as usize,
            "--binary" => binary = Some(PathBuf::from(value()?)),
            "--list" => list = true,
            other => return Err(format!("not understood: {other}")),
        }
    }
    if let Some(unknown) = only.iter().find(|id| !all().iter().any(|fault| fault.id == *id)) {
        return Err(format!("there is no fault {unknown}"));
    }
    let scale = scale.unwrap_or(Scale::Short);
    let binary = std::path::absolute(binary.unwrap_or_else(beside)).map_err(|error| error.to_string())?;
    let suite = Suite { jobs, only_run, ..Suite::new(binary, scale, seed) };
    Ok(Arguments { suite, only, list })
}

/// The program of the same build. Started by cargo, it is built anew first, so that what is tested is what stands there.
fn beside() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    let folder = own.parent().and_then(Path::parent).unwrap_or(Path::new("."));
    if let Some(cargo) = std::env::var_os("CARGO").filter(|_| std::env::var_os(INSIDE).is_none()) {
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--bin", "goeswith"]);
        if folder.ends_with("release") {
            build.arg("--release");
        }
        let _ = build.status();
    }
    folder.join("goeswith")
}

/// Goes on as another process that may mount file systems without being root, where the system allows it.
fn own_name_space() {
    if std::env::var_os(INSIDE).is_some() {
        return;
    }
    for how in [["--map-root-user", "--mount"], ["--propagation", "private"]] {
        let mut trial = Command::new("unshare");
        let mut arguments: Vec<&str> = how.to_vec();
        if !arguments.contains(&"--mount") {
            arguments.push("--mount");
        }
        trial.args(&arguments).args(["--", "true"]).stderr(std::process::Stdio::null());
        if trial.status().is_ok_and(|status| status.success()) {
            let own = std::env::current_exe().unwrap_or_default();
            let mut inside = Command::new("unshare");
            inside.args(&arguments).arg("--").arg(own).args(std::env::args_os().skip(1)).env(INSIDE, "1");
            let error = inside.exec();
            eprintln!("unshare: {error}");
        }
    }
}
