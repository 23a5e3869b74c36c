//! The error of a position: correlated, with spikes that the stated accuracy hides, other in each surrounding.
//!
//! Figures: `docs/detection.md`, section 'The noise'. Never here: when a device reports (`device`), where it is.

use super::course::Around;
use super::dice::Dice;
use hoeder_vocab::FixSource;

/// A 68 % radius for each metre of standard deviation on one axis.
pub(crate) const R68: f64 = 1.515;

/// What a position is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Env {
    Open,
    Canyon,
    IndoorGnss,
    Wifi,
    Cell,
    /// Nothing to be had.
    Nothing,
}

/// One row of the table of errors. Metres, seconds, events an hour, shares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) sigma: f64,
    pub(crate) tau: f64,
    pub(crate) white: f64,
    pub(crate) spikes_per_hour: f64,
    spike_median: f64,
    spike_log_sd: f64,
    spike_s: f64,
    hidden: f64,
    pub(crate) drop: f64,
    pub(crate) stated: f64,
}

impl Env {
    /// The row of this surrounding.
    pub(crate) const fn row(self) -> Row {
        const fn row(gm: (f64, f64, f64), spikes: (f64, f64, f64, f64, f64), drop: f64, stated: f64) -> Row {
            let (sigma, tau, white) = gm;
            let (spikes_per_hour, spike_median, spike_log_sd, spike_s, hidden) = spikes;
            Row {
                sigma,
                tau,
                white,
                spikes_per_hour,
                spike_median,
                spike_log_sd,
                spike_s,
                hidden,
                drop,
                stated,
            }
        }
        match self {
            Self::Open => row((3.0, 300.0, 1.5), (0.05, 60.0, 0.8, 20.0, 0.5), 0.01, 1.0),
            Self::Canyon => row((12.0, 60.0, 5.0), (4.0, 45.0, 0.7, 40.0, 0.5), 0.05, 0.75),
            Self::IndoorGnss => row((18.0, 600.0, 6.0), (0.25, 120.0, 0.9, 120.0, 0.5), 0.25, 0.7),
            Self::Wifi => row((22.0, 3_600.0, 8.0), (0.05, 150.0, 1.2, 240.0, 0.6), 0.05, 0.8),
            Self::Cell => row((450.0, 400.0, 60.0), (0.2, 1_500.0, 0.6, 180.0, 0.2), 0.1, 0.8),
            Self::Nothing => row((0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0, 0.0), 1.0, 1.0),
        }
    }
    /// What a device calls it.
    pub(crate) const fn source(self) -> FixSource {
        match self {
            Self::Open | Self::Canyon | Self::IndoorGnss => FixSource::Gnss,
            Self::Wifi => FixSource::Wifi,
            Self::Cell => FixSource::Cell,
            Self::Nothing => FixSource::Unknown,
        }
    }
}

/// Which surroundings a device meets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Mixture {
    /// Those of where its carrier is.
    Lived,
    /// One half of the time, those where its carrier is otherwise.
    Half(Env),
    /// One only.
    Only(Env),
}

/// Has an error a memory?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Memory {
    /// As measured on real devices.
    Correlated,
    /// The control set: the same sizes, each fix anew, no spikes.
    White,
}

/// How a device's errors are.
#[derive(Debug, Clone)]
pub(crate) struct Temper {
    pub(crate) mixture: Mixture,
    pub(crate) memory: Memory,
    /// Multiplies the spread.
    pub(crate) rough: f64,
    /// Multiplies the rate of spikes: a few devices are bad.
    pub(crate) flighty: f64,
    /// Multiplies the stated accuracy.
    pub(crate) honesty: f64,
    /// Share of Wi-Fi places that lie between two access points.
    pub(crate) ping_pong: f64,
    /// Share of cell positions that stay at one place for long.
    pub(crate) piecewise: f64,
    /// Share of time with fewer than six satellites among houses: errors with heavy tails.
    pub(crate) tails: f64,
}

impl Temper {
    /// A device drawn from the ordinary ones.
    pub(crate) fn drawn(dice: &mut Dice) -> Self {
        Self {
            mixture: Mixture::Lived,
            memory: Memory::Correlated,
            rough: dice.lognormal(0.15),
            flighty: dice.lognormal(1.0),
            honesty: 1.0,
            ping_pong: 0.2,
            piecewise: 0.5,
            tails: 0.0,
        }
    }
}

/// One position as measured, relative to the truth.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Error {
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// The 68 % radius that the device states.
    pub(crate) stated: f64,
    pub(crate) env: Env,
}

#[derive(Debug, Clone, Copy)]
struct Spike {
    until: f64,
    x: f64,
    y: f64,
    /// Its size, where the stated accuracy owns up to it.
    shown: Option<f64>,
}

/// Where Wi-Fi and masts put a device for a while, beside the smooth error.
#[derive(Debug, Clone, Copy)]
enum Anchor {
    None,
    /// Two access points in turn: metres to either side of the truth.
    PingPong {
        x: f64,
        y: f64,
        /// 1 at the one, -1 at the other.
        turn: f64,
    },
    /// One mast: the same place until then.
    Mast {
        until: f64,
        x: f64,
        y: f64,
    },
}

/// The error of one device as it goes on.
#[derive(Debug)]
pub(crate) struct Air {
    temper: Temper,
    dice: Dice,
    env: Env,
    inside: Settled,
    until: f64,
    at: f64,
    drift: (f64, f64),
    spike: Option<Spike>,
    anchor: Anchor,
    few_satellites: bool,
}

impl Air {
    /// From second 0.
    pub(crate) fn new(temper: Temper, dice: Dice) -> Self {
        Self {
            temper,
            dice,
            env: Env::Nothing,
            inside: Settled::No,
            until: f64::NEG_INFINITY,
            at: 0.0,
            drift: (0.0, 0.0),
            spike: None,
            anchor: Anchor::None,
            few_satellites: false,
        }
    }

    /// The error at a moment; `None` when there is no position. `settled`: in a house for three minutes already.
    pub(crate) fn at(
        &mut self,
        t: f64,
        around: Around,
        canyon_share: f64,
        settled: Settled,
    ) -> Option<Error> {
        let inside = if around == Around::Inside { settled } else { Settled::No };
        if t >= self.until || inside != self.inside {
            self.inside = inside;
            self.enter(t, around, canyon_share);
        }
        let row = self.env.row();
        let dt = (t - self.at).max(0.0);
        self.at = t;
        self.move_on(dt, row);
        if self.dice.happens(row.drop) {
            return None;
        }
        let mut error = match self.anchor {
            Anchor::PingPong { x, y, turn } => self.ping_pong(x, y, turn),
            Anchor::Mast { until, x, y } => self.mast(t, until, x, y),
            Anchor::None => self.smooth(row),
        };
        if let Some(spike) = self.spike(t, dt, row) {
            error.x += spike.x;
            error.y += spike.y;
            error.stated = spike.shown.map_or(error.stated, |size| error.stated.hypot(size));
        }
        error.stated *= self.temper.honesty;
        Some(error)
    }

    /// New surroundings, or some time in the same ones.
    fn enter(&mut self, t: f64, around: Around, canyon_share: f64) {
        let indoors = self.inside == Settled::Yes;
        let share = self.dice.unit();
        let lived = if indoors {
            match share {
                s if s < 0.65 => Env::Wifi,
                s if s < 0.92 => Env::IndoorGnss,
                s if s < 0.97 => Env::Cell,
                _ => Env::Nothing,
            }
        } else if around == Around::Field && share > 0.05 || share >= canyon_share {
            Env::Open
        } else {
            Env::Canyon
        };
        let next = match self.temper.mixture {
            Mixture::Lived => lived,
            Mixture::Half(env) if self.dice.happens(0.5) => env,
            Mixture::Half(_) => lived,
            Mixture::Only(env) => env,
        };
        self.until = t + self.dice.exponential(if indoors { 1_800.0 } else { 240.0 });
        self.few_satellites = self.dice.happens(self.temper.tails);
        // The same source at the same place goes on with the same error.
        if next != self.env {
            self.env = next;
            self.begin(t);
        }
    }

    /// Another source of positions: the error is drawn anew.
    fn begin(&mut self, t: f64) {
        let sigma = self.env.row().sigma * self.temper.rough;
        self.drift = (sigma * self.dice.normal(), sigma * self.dice.normal());
        self.anchor = Anchor::None;
        if self.temper.memory == Memory::White {
            return;
        }
        if self.env == Env::Wifi && self.dice.happens(self.temper.ping_pong) {
            let (half, direction) = (self.dice.within(25.0, 50.0), self.dice.direction());
            self.anchor =
                Anchor::PingPong { x: half * direction.cos(), y: half * direction.sin(), turn: 1.0 };
        } else if self.env == Env::Cell && self.dice.happens(self.temper.piecewise) {
            self.anchor = Anchor::Mast { until: t, x: 0.0, y: 0.0 };
        }
    }

    /// The Gauss-Markov part.
    fn move_on(&mut self, dt: f64, row: Row) {
        let sigma = row.sigma * self.temper.rough;
        let keeps = match self.temper.memory {
            Memory::Correlated => (-dt / row.tau).exp(),
            Memory::White => 0.0,
        };
        let fresh = sigma * (1.0 - keeps * keeps).max(0.0).sqrt();
        self.drift.0 = self.drift.0 * keeps + fresh * self.dice.normal();
        self.drift.1 = self.drift.1 * keeps + fresh * self.dice.normal();
    }

    fn smooth(&mut self, row: Row) -> Error {
        let (mut x, mut y) =
            (self.drift.0 + row.white * self.dice.normal(), self.drift.1 + row.white * self.dice.normal());
        let mut radius = R68 * self.temper.rough.max(0.5) * row.sigma.hypot(row.white);
        if self.few_satellites && matches!(self.env, Env::Canyon | Env::IndoorGnss) {
            let nu = self.dice.within(1.0, 2.0);
            x += 20.0 * self.dice.student(nu);
            y += 20.0 * self.dice.student(nu);
            radius = radius.hypot(30.0);
        }
        let stated = radius * row.stated * self.dice.lognormal(0.3);
        Error { x, y, stated, env: self.env }
    }

    /// One access point is always at the same place, the other wanders; nearly every fix takes the other one.
    fn ping_pong(&mut self, x: f64, y: f64, turn: f64) -> Error {
        let turn = if self.dice.happens(0.85) { -turn } else { turn };
        self.anchor = Anchor::PingPong { x, y, turn };
        let (wander, stated) = if turn < 0.0 { (0.5, 30.0) } else { (0.0, 38.0) };
        let (drift_x, drift_y) = self.drift;
        Error { x: turn * x + wander * drift_x, y: turn * y + wander * drift_y, stated, env: self.env }
    }

    fn mast(&mut self, t: f64, until: f64, x: f64, y: f64) -> Error {
        let (x, y) = if t >= until {
            let sigma = Env::Cell.row().sigma;
            let next = (sigma * self.dice.normal(), sigma * self.dice.normal());
            let until = t + self.dice.exponential(1_200.0);
            self.anchor = Anchor::Mast { until, x: next.0, y: next.1 };
            next
        } else {
            (x, y)
        };
        Error { x, y, stated: 697.0, env: self.env }
    }

    fn spike(&mut self, t: f64, dt: f64, row: Row) -> Option<Spike> {
        if self.temper.memory == Memory::White {
            return None;
        }
        self.spike = self.spike.filter(|spike| spike.until > t);
        let rate = row.spikes_per_hour * self.temper.flighty / 3_600.0;
        if self.spike.is_none() && self.dice.happens(1.0 - (-rate * dt.min(300.0)).exp()) {
            let size = row.spike_median * self.dice.lognormal(row.spike_log_sd);
            let direction = self.dice.direction();
            let hidden = self.dice.happens(row.hidden);
            self.spike = Some(Spike {
                until: t + self.dice.exponential(row.spike_s),
                x: size * direction.cos(),
                y: size * direction.sin(),
                shown: (!hidden).then_some(size),
            });
        }
        self.spike
    }
}

/// Has the carrier been in a house, at rest, for three minutes?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    Yes,
    No,
}
