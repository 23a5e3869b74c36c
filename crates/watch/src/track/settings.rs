//! Every number that the rules rest on; the default is the shipped point of operation (docs/detection.md).
//!
//! Never here: what a mandate asks (`order`).

use core::time::Duration;

/// The parameters of the guard. A scenario suite may sweep them; a site keeps the default.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Which fixes are usable, and how sure they are.
    pub fixes: FixSettings,
    /// Direct: one usable fix inside the limit and its margin.
    pub direct: DirectSettings,
    /// Predicted: on course to come inside.
    pub predicted: PredictedSettings,
    /// Unknown, could be near.
    pub unknown: UnknownSettings,
    /// Perimeters of one carrier.
    pub perimeters: PerimeterSettings,
    /// Devices and their carriers.
    pub supervision: SupervisionSettings,
}

/// Which fixes are usable, and how sure they are.
#[derive(Debug, Clone, PartialEq)]
pub struct FixSettings {
    /// A fix can raise a direct alarm when its accuracy is below this share of the alarm distance ..
    pub gate_share: f64,
    /// .. or below this many metres where that is more ..
    pub gate_least_m: f64,
    /// .. and never when it is above this many metres.
    pub gate_most_m: f64,
    /// From this alarm distance on ..
    pub gate_far_from_m: f64,
    /// .. the most is this share of it, if that is more: a cell fix can be good enough for five kilometres.
    pub gate_far_share: f64,
    /// Accuracies of satellite fixes are that much too small.
    pub gnss_factor: f64,
    /// Accuracies of all other fixes are that much too small, where the chance is computed.
    pub network_factor: f64,
    /// A chance that is stated counts so many metres of deviation per axis for each metre of accuracy of a satellite fix ..
    pub chance_gnss: f64,
    /// .. of a mast's ..
    pub chance_cell: f64,
    /// .. of any other network's: what these state is nearer to a radius of 95 % ..
    pub chance_network: f64,
    /// .. and at least so many metres for both together ..
    pub chance_floor_m: f64,
    /// .. of which this share is wrong ..
    pub chance_tail: f64,
    /// .. by so many times as much ..
    pub chance_tail_times: f64,
    /// .. and the limit so many deviations further: people who come near come all the way, so a measured distance at the
    /// limit is a little more often inside than not. All are fitted on the tuning seeds of the scenario suite
    /// (docs/detection.md).
    pub chance_shift: f64,
    /// What is taken for the accuracy of a fix that says none.
    pub unknown_accuracy_m: f64,
    /// A device's clock may be so far ahead of ours; beyond, its fixes count as made on arrival.
    pub ahead: Duration,
    /// A fix that claims to be this far in the future is refused.
    pub future: Duration,
    /// A fix older than this on arrival is refused.
    pub ancient: Duration,
    /// A jump of more than this many times both accuracies, from a device that is still, is held ..
    pub hold_jump: f64,
    /// .. for at most so many fixes in a row; 0 holds nothing ..
    pub hold_fixes: u8,
    /// .. satellite fixes only when they say a speed below this, metres a second ..
    pub hold_slow_mps: f64,
    /// .. and come within this time of the last that was believed: one of them waits for the next ..
    pub hold_slow_gap: Duration,
    /// .. and only when the device has been still for this long.
    pub hold_still: Duration,
    /// A device that is still for so long stands at the mean of its fixes since, and has no velocity ..
    pub rest_after: Duration,
    /// .. until so many fixes in a row say that it moves ..
    pub rest_moves: u8,
    /// .. or one lies further from that mean than both accuracies and this many metres ..
    pub rest_away_m: f64,
    /// .. of fixes by networks, whose places may be wrong for minutes, only so many in a row ..
    pub rest_strays: u8,
    /// .. or after a gap of this long, unless it is still there.
    pub rest_gap: Duration,
    /// A jump that nobody can make raises, and is believed for the rest after so many fixes.
    pub doubt_fixes: u8,
    /// After a gap of this long nothing is held: approaches often arrive as a jump after a silence.
    pub hold_gap: Duration,
}

/// Direct: one usable fix inside the limit and its margin.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectSettings {
    /// The margin in standard deviations of the distance ..
    pub margin_sigma: f64,
    /// .. and metres ..
    pub margin_m: f64,
    /// .. and at least this share of the limit.
    pub margin_share: f64,
    /// It is over when the distance, less `leave_sigma` deviations, is above the limit times this ..
    pub leave_share: f64,
    /// .. in standard deviations ..
    pub leave_sigma: f64,
    /// .. for so long.
    pub leave_for: Duration,
    /// A fix too coarse to be usable raises when its whole circle is so far inside the limit, in shares of its accuracy;
    /// infinite: never.
    pub coarse_circle: f64,
    /// The warning ring in standard deviations: an alert of it needs no margin beyond that.
    pub warning_sigma: f64,
}

/// Predicted: on course to come inside.
#[derive(Debug, Clone, PartialEq)]
pub struct PredictedSettings {
    /// Velocity is taken between fixes at least so far apart ..
    pub base_least: Duration,
    /// .. and at most so far.
    pub base_most: Duration,
    /// The weight of the newest velocity in the smoothed one, 0 to 1.
    pub newest_weight: f64,
    /// They close faster than this, metres a second ..
    pub closing_mps: f64,
    /// .. and than so many standard deviations of it.
    pub closing_sigma: f64,
    /// The distance has shrunk by at least this many metres ..
    pub shrunk_m: f64,
    /// .. and standard deviations of it ..
    pub shrunk_sigma: f64,
    /// .. within this time.
    pub shrunk_within: Duration,
    /// The nearest point of the straight course is inside this share of the limit ..
    pub inside_share: f64,
    /// .. and the limit is reached within this time ..
    pub ahead: Duration,
    /// .. or within this one, when contact would be sooner than the police.
    pub ahead_of_police: Duration,
    /// Only from nearer than this many limits ..
    pub from_share: f64,
    /// .. or than this many, when they head for the other straight on ..
    pub aimed_from_share: f64,
    /// .. so that the straight course passes within this share of the limit.
    pub aimed_inside_share: f64,
    /// With fixes that are younger than this.
    pub fresh: Duration,
    /// So many predicted hits in a row.
    pub hits: u8,
    /// It is over when no longer predicted for so long.
    pub leave_for: Duration,
}

/// Unknown, could be near.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownSettings {
    /// Silent for this long while closing.
    pub silent_closing: Duration,
    /// Faster than this, metres a second, counts as closing at the last word ..
    pub closing_mps: f64,
    /// .. and than this share of the own speed: who passes by is not closing.
    pub closing_share: f64,
    /// Who was slower than this, metres a second, at the last word ..
    pub stopped_mps: f64,
    /// .. counts as closing by the way of this time before ..
    pub closing_within: Duration,
    /// .. when they moved this short a time before it: a stop at a crossing is no arrival.
    pub closing_stop: Duration,
    /// What a silent carrier can have come is its last speed times this, and time ..
    pub reach_factor: f64,
    /// .. at least this, metres a second.
    pub reach_least_mps: f64,
    /// A silent carrier that was not closing is thought of after this long, when it moved at its last word ..
    pub reach_moving: Duration,
    /// .. and after this long when it was still.
    pub reach_still: Duration,
    /// Fixes too coarse to use count when the chance of being inside is above this ..
    pub coarse_chance: f64,
    /// .. in so many of them in a row.
    pub coarse_hits: u8,
    /// Only within this many limits of the last known place, or as far as it can come in two minutes.
    pub from_share: f64,
}

/// Perimeters of one carrier.
#[derive(Debug, Clone, PartialEq)]
pub struct PerimeterSettings {
    /// It is over when outside, whole circle, for so long.
    pub leave_for: Duration,
    /// The way between two fixes is taken as straight when they are at most so far apart.
    pub straight: Duration,
}

/// Devices and their carriers.
#[derive(Debug, Clone, PartialEq)]
pub struct SupervisionSettings {
    /// Faster than this between two fixes, metres a second, cannot be.
    pub impossible_mps: f64,
    /// So many fixes in a row on the very same place from a device that moves are frozen.
    pub frozen_fixes: u8,
    /// Reports of one carrier in one minute; more are limited.
    pub reports_a_minute: u16,
    /// A reading of alcohol may come so much later than it is due.
    pub reading_grace: Duration,
    /// A battery at or below this many percent is low.
    pub battery_low_pct: u8,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            fixes: FixSettings::default(),
            direct: DirectSettings::default(),
            predicted: PredictedSettings::default(),
            unknown: UnknownSettings::default(),
            perimeters: PerimeterSettings {
                leave_for: Duration::from_secs(60),
                straight: Duration::from_secs(600),
            },
            supervision: SupervisionSettings {
                impossible_mps: 340.0,
                frozen_fixes: 10,
                reports_a_minute: 10_000,
                reading_grace: Duration::from_secs(300),
                battery_low_pct: 15,
            },
        }
    }
}

impl Default for FixSettings {
    fn default() -> Self {
        Self {
            gate_share: 1.0 / 3.0,
            gate_least_m: 75.0,
            gate_most_m: 150.0,
            gate_far_from_m: 2_000.0,
            gate_far_share: 0.14,
            gnss_factor: 1.3,
            network_factor: 1.3,
            chance_gnss: 0.55,
            chance_cell: 0.66,
            chance_network: 0.22,
            chance_floor_m: 6.0,
            chance_tail: 0.03,
            chance_tail_times: 6.0,
            chance_shift: 0.13,
            unknown_accuracy_m: 100.0,
            ahead: Duration::from_secs(5),
            future: Duration::from_secs(86_400),
            ancient: Duration::from_secs(20 * 86_400),
            hold_jump: 2.5,
            hold_fixes: 20,
            hold_slow_mps: 2.0,
            hold_slow_gap: Duration::from_secs(45),
            rest_after: Duration::from_secs(120),
            rest_moves: 2,
            rest_away_m: 150.0,
            rest_strays: 20,
            rest_gap: Duration::from_secs(150),
            doubt_fixes: 3,
            hold_still: Duration::from_secs(60),
            hold_gap: Duration::from_secs(150),
        }
    }
}

impl Default for DirectSettings {
    fn default() -> Self {
        Self {
            margin_sigma: 0.3,
            margin_m: 0.0,
            margin_share: 0.15,
            leave_share: 1.25,
            leave_sigma: 0.8,
            leave_for: Duration::from_secs(180),
            coarse_circle: 1.0,
            warning_sigma: 0.8,
        }
    }
}

impl Default for PredictedSettings {
    fn default() -> Self {
        Self {
            base_least: Duration::from_secs(20),
            base_most: Duration::from_secs(200),
            newest_weight: 0.6,
            closing_mps: 1.0,
            closing_sigma: 1.5,
            shrunk_m: 60.0,
            shrunk_sigma: 2.5,
            shrunk_within: Duration::from_secs(120),
            inside_share: 0.9,
            ahead: Duration::from_secs(120),
            ahead_of_police: Duration::from_secs(120),
            from_share: 1.35,
            aimed_from_share: 1.35,
            aimed_inside_share: 0.2,
            fresh: Duration::from_secs(120),
            hits: 1,
            leave_for: Duration::from_secs(180),
        }
    }
}

impl Default for UnknownSettings {
    fn default() -> Self {
        Self {
            silent_closing: Duration::from_secs(90),
            closing_mps: 0.6,
            closing_share: 0.2,
            stopped_mps: 2.0,
            closing_within: Duration::from_secs(180),
            closing_stop: Duration::from_secs(90),
            reach_factor: 1.3,
            reach_least_mps: 1.5,
            reach_moving: Duration::from_secs(360),
            reach_still: Duration::from_secs(86_400),
            coarse_chance: 0.5,
            coarse_hits: 4,
            from_share: 3.0,
        }
    }
}
