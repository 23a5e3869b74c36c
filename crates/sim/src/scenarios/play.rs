//! Plays one scenario: the truth, what the devices sent of it, and what each detector said.
//!
//! Never here: adding up (`figures`).

use super::catalogue::{Job, Layout, PAIR_DAYS, Scenario, USUAL_S};
use super::course::{Course, real};
use super::days::{DAY_S, Pair};
use super::detector::{Detector, Said};
use super::device::{Duty, Sent, observe, time};
use super::dice::Dice;
use super::score::{Episode, Met, Truth};
use super::stage::{Scene, Skies, Stage};
use super::stats::Outcome as So;
use super::town::Town;
use hoeder_vocab::UtcMillis;
use hoeder_vocab::tracking::Side;

/// Midnight of a Monday in March, in Belgium.
const MONDAY: UtcMillis = UtcMillis::from_unix_ms(1_773_010_800_000);

/// What a detector is told about the pair before it begins.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    /// The limit, in metres.
    pub limit: f64,
    /// Reports are asked for so often, in seconds.
    pub interval_s: f64,
    /// The scenario begins.
    pub base: UtcMillis,
}

/// Makes a detector for a pair.
pub type Make = Box<dyn Fn(&Setup) -> Box<dyn Detector> + Send + Sync>;

/// A detector by name, made anew for each scenario.
pub struct Entry {
    /// Its name in tables.
    pub name: String,
    /// Makes one.
    pub make: Make,
}

/// How one detector did in one scenario.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// The approaches that it had to find.
    pub met: Vec<Met>,
    /// Its alarms.
    pub alarms: Vec<Episode>,
    /// Its 'unknown, could be near'.
    pub unknowns: Vec<Episode>,
    /// Its probabilities against truth.
    pub reliability: Reliability,
}

/// Statements of one scenario that count in each tenth of [`Reliability`].
pub const MOST_STATEMENTS: usize = 5;

/// Stated chances in tenths: how many, the sum of what was stated, and how often it was so.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reliability(pub [Bin; 10]);

/// One tenth of [`Reliability`].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// Statements.
    pub count: usize,
    /// Sum of what was stated.
    pub stated: f64,
    /// How often it was so.
    pub so: usize,
}

impl Reliability {
    fn add(&mut self, chance: f64, so: So) {
        let place = super::course::second(chance * 10.0).min(9);
        if let Some(bin) = self.0.get_mut(place) {
            bin.count += 1;
            bin.stated += chance;
            bin.so += usize::from(so == So::Hit);
        }
    }
    /// Adds that of one scenario. Hours at one place are no hundreds of independent statements: of each tenth, no scenario
    /// counts for more than [`MOST_STATEMENTS`].
    pub fn join(&mut self, other: &Self) {
        for (bin, more) in self.0.iter_mut().zip(&other.0) {
            let count = more.count.min(MOST_STATEMENTS);
            if let Some(so) = (more.so * count).checked_div(more.count) {
                bin.count += count;
                bin.stated += more.stated * real(count) / real(more.count);
                bin.so += so;
            }
        }
    }
}

/// One job, played.
pub struct Record {
    /// What was played.
    pub job: Job,
    /// How long it lasted, in seconds.
    pub seconds: usize,
    /// For each detector, in the order of the entries.
    pub outcomes: Vec<Outcome>,
}

/// Both courses of a job with what was sent of them.
pub(crate) struct Staged {
    pub(crate) base: UtcMillis,
    pub(crate) limit: u32,
    pub(crate) interval: u32,
    pub(crate) offender: Course,
    pub(crate) protected: Course,
    pub(crate) sent: Vec<Sent>,
}

/// Prepares a job: the same job gives the same bytes.
pub(crate) fn stage(job: &Job, town: &Town) -> Staged {
    match job {
        Job::Tale(scenario, seed) => stage_tale(scenario, *seed, town),
        Job::Days(layout, seed) => stage_days(layout, *seed, town),
    }
}

fn stage_tale(scenario: &Scenario, seed: u64, town: &Town) -> Staged {
    let limit = f64::from(scenario.limit);
    // The same happens under each interval and each noise.
    let happens = Dice::of(seed, &format!("{}@{}", scenario.tale.name, scenario.limit));
    let mut noise = Dice::of(seed, &scenario.name());
    let mut stage = Stage::new(town, limit, happens, noise.fork());
    let scene = scenario.set.over((scenario.tale.tell)(&mut stage), limit, &mut noise);
    let sent = send(&scene, scenario.interval, &mut noise);
    Staged {
        base: scene.base,
        limit: scenario.limit,
        interval: scenario.interval,
        offender: scene.offender,
        protected: scene.protected,
        sent,
    }
}

fn stage_days(layout: &Layout, seed: u64, town: &Town) -> Staged {
    let name = Job::Days(*layout, seed).name();
    let mut dice = Dice::of(seed, &name);
    let pair = Pair::new(town, layout.apart * f64::from(layout.limit), &mut dice);
    let [mut offender, mut protected] = [Course::default(), Course::default()];
    for _ in 0..PAIR_DAYS {
        for (course, person) in [&mut offender, &mut protected].into_iter().zip(&pair.people) {
            course.append(&person.day(town, &mut dice).course, DAY_S);
        }
    }
    let [his, hers] = pair.people.map(|person| person.device);
    let scene = Scene { base: MONDAY, offender, protected, devices: [his, hers], skies: Skies::Own };
    let sent = send(&scene, USUAL_S, &mut dice);
    let Scene { base, offender, protected, .. } = scene;
    Staged { base, limit: layout.limit, interval: USUAL_S, offender, protected, sent }
}

/// What both devices send, in order of arrival.
fn send(scene: &Scene, interval: u32, dice: &mut Dice) -> Vec<Sent> {
    let interval_s = f64::from(interval);
    let [his, hers] = &scene.devices;
    let mut first = dice.fork();
    let mut second = if scene.skies == Skies::Shared { first.clone() } else { dice.fork() };
    let phases = [dice.within(0.0, interval_s), dice.within(0.0, interval_s)];
    let duty = |side, phase_s| Duty { side, base: scene.base, interval_s, phase_s };
    let [phase, other] = phases;
    let mut sent = observe(&scene.offender, his, &duty(Side::Offender, phase), &mut first);
    let other = if scene.skies == Skies::Shared { phase } else { other };
    sent.extend(observe(&scene.protected, hers, &duty(Side::Protected, other), &mut second));
    sent.sort_by_key(|one| (one.received, one.side));
    sent
}

/// Plays a job with every detector.
pub(crate) fn play(job: &Job, town: &Town, entries: &[Entry]) -> Record {
    let staged = stage(job, town);
    let limit = f64::from(staged.limit);
    let truth = Truth::new(staged.base, limit, &staged.offender, &staged.protected);
    let approaches = truth.mandatory();
    let chances: Vec<_> =
        approaches.iter().map(|approach| (approach, truth.chance(approach, &staged.sent))).collect();
    let setup = Setup { limit, interval_s: f64::from(staged.interval), base: staged.base };
    let end = time(staged.base, real(truth.seconds()) + 60.0);
    let outcomes = entries
        .iter()
        .map(|entry| {
            let said = hear((entry.make)(&setup).as_mut(), &staged.sent, end);
            let met = chances.iter().map(|(approach, chance)| truth.met(approach, chance, &said)).collect();
            let reliability = reliability(&said, &truth, &staged.sent);
            Outcome {
                met,
                alarms: truth.episodes(&said.alarms),
                unknowns: truth.episodes(&said.unknowns),
                reliability,
            }
        })
        .collect();
    Record { job: *job, seconds: truth.seconds(), outcomes }
}

/// What was stated against where the two truly were when each of the two positions was made.
fn reliability(said: &Said, truth: &Truth<'_>, sent: &[Sent]) -> Reliability {
    let mut reliability = Reliability::default();
    let mut measured: [Option<f64>; 2] = [None, None];
    let mut coming = sent.iter().peekable();
    for (at, chance) in &said.chances {
        while let Some(one) = coming.next_if(|one| one.received.0 <= *at) {
            let [his, hers] = &mut measured;
            let slot = if one.side == Side::Offender { his } else { hers };
            if one.genuine {
                *slot = Some(slot.map_or(one.measured, |last| last.max(one.measured)));
            }
        }
        if let [Some(his), Some(hers)] = measured {
            let metres = truth.offender.at_time(his).distance(truth.protected.at_time(hers));
            reliability.add(*chance, So::from(metres < truth.limit));
        }
    }
    reliability
}

/// Lets a detector hear everything, and time pass to the end.
pub(crate) fn hear(detector: &mut dyn Detector, sent: &[Sent], end: UtcMillis) -> Said {
    let mut said = Said::default();
    for one in sent.iter().take_while(|one| one.received.0 <= end) {
        detector.pass(one.received.0, &mut said);
        detector.hear(one.side, &one.report, one.received, &mut said);
    }
    detector.pass(end, &mut said);
    said
}
