//! Two works beside each other, so that both see the same machine, and what is told of them.

use std::{fs, time::Instant};

use serde_json::{Value, json};

/// What two works took, in microseconds.
#[derive(Clone, Copy)]
pub struct Pair {
    pub ours: f64,
    pub peer: f64,
    pub runs: usize,
}

/// Of `times` medians of two works in turn, those of the quietest time. The processor of a shared machine changes its speed
/// by half and more from one second to the next; the time in which the peer was fastest is the one that counts, for both.
pub fn quietest(times: usize, runs: usize, mut ours: impl FnMut(), mut peer: impl FnMut()) -> Pair {
    fastest_peer((0..times).map(|_| in_turn(runs, &mut ours, &mut peer)))
}

/// As [`quietest`], but each work's runs follow one another: two page caches that are used in turn push each other out of the
/// processor's own.
pub fn quietest_apart(times: usize, runs: usize, mut ours: impl FnMut(), mut peer: impl FnMut()) -> Pair {
    fastest_peer((0..times).map(|_| Pair { ours: in_turn(runs, &mut ours, || ()).ours, peer: in_turn(runs, &mut peer, || ()).ours, runs }))
}

fn fastest_peer(pairs: impl Iterator<Item = Pair>) -> Pair {
    pairs.min_by(|one, other| one.peer.total_cmp(&other.peer)).unwrap()
}

/// Medians of `runs` single times, after a tenth as many that warm the caches.
fn in_turn(runs: usize, mut ours: impl FnMut(), mut peer: impl FnMut()) -> Pair {
    let mut times = (Vec::with_capacity(runs), Vec::with_capacity(runs));
    for round in 0..runs + runs / 10 {
        let start = Instant::now();
        ours();
        let middle = Instant::now();
        peer();
        if round >= runs / 10 {
            times.0.push((middle - start).as_secs_f64() * 1e6);
            times.1.push(middle.elapsed().as_secs_f64() * 1e6);
        }
    }
    Pair { ours: median(times.0), peer: median(times.1), runs }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

pub fn figure(median: f64, unit: &str, runs: usize, what: &str) -> Value {
    json!({"median": median, "unit": unit, "runs": runs, "what": what})
}

/// Memory of this process at its peak, in MB.
pub fn peak_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}
