//! Where the devices of the demo go: yesterday, and from the moment on that somebody looks.
//!
//! Today's day comes round again, so that who looks later sees it too. Never here: how a device speaks.

use super::mandates::{ANNA, BERT, KEVIN, MARC, NADIA, PASCAL, SOPHIE, THIERRY, TOM};
use super::plan::{Happening, Plan};
use crate::demo::town::{Spot, Town};
use hoeder_vocab::CarrierId;

/// Metres a second: in a car, hurrying, slowly, on foot.
const DRIVES: f64 = 18.0;
const RIDES: f64 = 7.0;
const CREEPS: f64 = 4.0;
const WALKS: f64 = 1.4;

const HOUR: u64 = 3_600;
/// When the stories of yesterday begin, seconds after that day.
pub(super) const BERT_COMES: u64 = 9 * HOUR;
pub(super) const MARC_PASSES: u64 = 12 * HOUR + 1_800;
pub(super) const KEVIN_CUTS: u64 = 16 * HOUR + 1_800;
pub(super) const THIERRY_DRINKS: u64 = 20 * HOUR;

/// Marc lives in the hills, outside the map.
const FARM: Spot = Spot::new(4_200.0, 600.0);

/// Where each begins and ends its days: crossings of the town.
fn home(town: &Town, carrier: CarrierId) -> Spot {
    let beside = |crossing| {
        let spot = town.spot(crossing);
        Spot::new(spot.east_m + 18.0, spot.north_m + 12.0)
    };
    match carrier {
        BERT => town.spot(29),
        ANNA => beside(14),
        THIERRY => town.spot(17),
        SOPHIE | TOM => beside(23),
        KEVIN => town.spot(31),
        PASCAL => town.spot(33),
        NADIA => beside(13),
        _ => FARM,
    }
}

/// From two kilometres along the Spoorlaan to within 400 m of the Kerkstraat; there he lingers, and turns away.
fn approach(plan: Plan, town: &Town) -> Plan {
    let spot = |crossing| town.spot(crossing);
    let ring = spot(22).towards(spot(15), 0.39);
    let near = spot(15).towards(spot(14), 0.25);
    plan.go(&[spot(22), ring], DRIVES)
        .go(&[spot(15), near], CREEPS)
        .stay(60)
        .go(&[spot(15), spot(22), spot(29)], DRIVES)
}

/// Rides towards the Rue de l'Écluse; the last word is from twelve hundred metres, and closing.
fn closes_silently(plan: Plan, town: &Town) -> Plan {
    let spot = |crossing| town.spot(crossing);
    let last = spot(32).towards(spot(26), 0.85);
    plan.go(&[spot(32), last], RIDES)
        .falls_silent(300)
        .go(&[spot(26)], RIDES)
        .stay(420)
        .go(&[spot(32), spot(33)], RIDES)
}

/// To school, to the bakery and home, on foot.
fn goes_about(plan: Plan, town: &Town) -> Plan {
    let spot = |crossing| town.spot(crossing);
    plan.stay(60)
        .go(&[spot(22)], WALKS)
        .stay(300)
        .go(&[spot(16)], WALKS)
        .stay(600)
        .go(&[spot(22), spot(23)], WALKS)
        .go(&[home(town, TOM)], WALKS)
}

/// What a device does today.
pub(super) fn today(carrier: CarrierId) -> Plan {
    let town = Town::new();
    let plan = Plan::at(home(&town, carrier));
    match carrier {
        BERT => approach(plan, &town).round(45 * 60),
        PASCAL => closes_silently(plan.stay(120), &town).round(60 * 60),
        KEVIN => {
            let cut = plan.notices(150, Happening::StrapCut);
            cut.notices(1_350, Happening::StrapFitted).round(75 * 60)
        }
        THIERRY => {
            let readings = [(20, 0), (240, 820), (1_740, 310), (3_240, 0), (4_740, 0)];
            let plan = readings
                .into_iter()
                .fold(plan, |plan, (second, reading)| plan.notices(second, Happening::Reading(reading)));
            plan.round(90 * 60)
        }
        TOM => goes_about(plan, &town).round(60 * 60),
        _ => plan,
    }
}

/// What it did yesterday.
pub(super) fn yesterday(carrier: CarrierId) -> Plan {
    let town = Town::new();
    let plan = Plan::at(home(&town, carrier));
    match carrier {
        BERT => approach(plan.stay_until(BERT_COMES), &town),
        // Along the road over the hills: within the ring of a warning, and on to the market.
        MARC => plan
            .stay_until(MARC_PASSES)
            .go(&[Spot::new(3_900.0, -1_500.0), Spot::new(2_850.0, -1_600.0)], DRIVES)
            .go(&[Spot::new(2_850.0, 2_000.0)], 12.0)
            .go(&[Spot::new(4_200.0, 1_800.0), FARM], DRIVES),
        KEVIN => {
            let cut = plan.notices(KEVIN_CUTS, Happening::StrapCut);
            cut.notices(KEVIN_CUTS + 2_700, Happening::StrapFitted)
        }
        THIERRY => {
            // Every hour, and tighter after the one that was too much (EM-07).
            let hourly = (0..24).map(|hour| hour * HOUR + 1_800).filter(|at| *at != THIERRY_DRINKS + 1_800);
            let sober = hourly.map(|at| (at, 0));
            let drunk = [(THIERRY_DRINKS, 640), (THIERRY_DRINKS + 1_500, 260), (THIERRY_DRINKS + 3_000, 90)];
            sober
                .chain(drunk)
                .fold(plan, |plan, (second, reading)| plan.notices(second, Happening::Reading(reading)))
        }
        TOM => goes_about(plan.stay_until(7 * HOUR), &town),
        _ => plan,
    }
}
