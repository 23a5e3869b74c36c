//! The vectors of positions under a mandate.

use super::time;
use crate::common::{cell_key, handset, handset_key};
use hoeder_vocab::tracking::{Motion, Sign, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixSource, FixedAt, Percent, Position};
use hoeder_wire::handset::{TrackAnswer, encode_track, encode_track_answer, seal_body, seal_down_body};
use serde_json::{Value, json};

pub(super) const NAMES: [&str; 3] = ["reports", "none", "later"];

/// Positions under a mandate (section 6.2): reports, and the three answers.
pub(super) fn vectors() -> Vec<Value> {
    let answers = [
        ("reports", TrackAnswer::Tracked { every_s: 60 }),
        ("none", TrackAnswer::NotTracked),
        ("later", TrackAnswer::Later),
    ];
    let vector = |(counter, (name, answer)): (u64, (&str, TrackAnswer))| {
        let ask = if name == "none" { encode_track(&[]) } else { encode_track(&reports()) };
        let answer = encode_track_answer(answer);
        json!({
            "name": name, "counter": counter, "ask": ask, "answer": answer,
            "ask_envelope": seal_body(&handset_key(), handset(), counter, &ask),
            "answer_envelope": seal_down_body(&cell_key(), handset(), &answer),
        })
    };
    (70..).zip(answers).map(vector).collect()
}

fn reports() -> Vec<TrackReport> {
    let report = |ms_after: i64, fix: Option<TrackFix>| TrackReport {
        at: FixedAt(time(ms_after)),
        fix,
        began: if fix.is_none() { Signs::NONE.with(Sign::NoPosition) } else { Signs::NONE },
        ended: Signs::NONE.with(Sign::Charging),
        battery: Percent::new(71),
        sos: false,
        alcohol: None,
        buffered: fix.is_none(),
    };
    let fix = Position::from_e7(510_540_000, 37_250_000).ok().map(|position| TrackFix {
        position,
        accuracy: Some(Decimetres(50)),
        fixed_at: FixedAt(time(-2_000)),
        source: FixSource::Gnss,
        speed_cms: Some(140),
        heading_deg: Some(270),
        motion: Motion::Moving,
    });
    vec![report(0, fix), report(-60_000, None)]
}
