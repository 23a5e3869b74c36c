//! The stored form of incidents of tracked people, format 1. Fixes, places, ways and every word are sealed.
//!
//! Never here: rules about incidents (room `watch`).

use super::codes::{Id, Ms, Word};
use super::tracking::Words;
use super::{ERASED, Erasable, Form, Halves, both, open_only};
use crate::error::FormatError;
use hoeder_vocab::tracking::{Motion, TrackFix};
use hoeder_vocab::{
    AccountId, CarrierId, DecidedAt, Decimetres, FixSource, FixedAt, MessageId, PairId, PerimeterId,
    Position, Purpose, ReceivedAt, Sensitive, ZoneId,
};
use hoeder_watch::incident::{
    About, AlertFacts, Call, CallResult, Callee, Channel, Delivery, Figures, HandOff, IncidentEvent,
    Instruction, Outcome, Told,
};
use hoeder_watch::track::{AlertKey, AlertKind, Evidence, Queue, Severity};
use serde::{Deserialize, Serialize};

const WHY: Purpose = Purpose::Transport;

#[derive(Serialize, Deserialize)]
struct OpenedOpen {
    pair: Option<Id<PairId>>,
    carrier: Option<Id<CarrierId>>,
}

#[derive(Serialize, Deserialize)]
struct KeyForm {
    alert: Word<AlertKind>,
    pair: Option<Id<PairId>>,
    carrier: Id<CarrierId>,
    perimeter: Option<Id<PerimeterId>>,
}

impl KeyForm {
    fn of(key: &AlertKey) -> Self {
        Self {
            alert: Word(key.kind),
            pair: key.pair.map(Id),
            carrier: Id(key.carrier),
            perimeter: key.perimeter.map(Id),
        }
    }
    fn key(&self) -> AlertKey {
        AlertKey {
            kind: self.alert.0,
            pair: self.pair.map(|id| id.0),
            carrier: self.carrier.0,
            perimeter: self.perimeter.map(|id| id.0),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct FiguresForm {
    distance_dm: Option<u32>,
    limit_dm: Option<u32>,
    margin_dm: Option<u32>,
    closing_cms: Option<i32>,
    contact_s: Option<u32>,
    chance_permille: Option<u16>,
    reach_dm: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct AlertOpen {
    key: KeyForm,
    severity: Word<Severity>,
    since: Ms,
    guard_at: Ms,
    late: bool,
    figures: FiguresForm,
}

/// One side of what an alert rests on.
#[derive(Serialize, Deserialize)]
struct EvidenceForm {
    carrier: Id<CarrierId>,
    received_at: Ms,
    lat_e7: i32,
    lon_e7: i32,
    accuracy_dm: Option<u32>,
    fixed_at: Ms,
    source: Word<FixSource>,
    speed_cms: Option<u16>,
    heading_deg: Option<u16>,
    motion: Word<Motion>,
}

#[derive(Serialize, Deserialize)]
struct AlertSealed {
    evidence: [Option<EvidenceForm>; 2],
}

impl Erasable for AlertSealed {
    fn erased() -> Self {
        Self { evidence: [None, None] }
    }
}

impl EvidenceForm {
    fn of(evidence: &Evidence) -> Self {
        let fix = &evidence.fix;
        Self {
            carrier: Id(evidence.carrier),
            received_at: Ms::of(evidence.received_at.0),
            lat_e7: fix.position.lat_e7(),
            lon_e7: fix.position.lon_e7(),
            accuracy_dm: fix.accuracy.map(|accuracy| accuracy.0),
            fixed_at: Ms::of(fix.fixed_at.0),
            source: Word(fix.source),
            speed_cms: fix.speed_cms,
            heading_deg: fix.heading_deg,
            motion: Word(fix.motion),
        }
    }
    /// `None` when the position lies outside the earth.
    fn evidence(&self) -> Option<Evidence> {
        let fix = TrackFix {
            position: Position::from_e7(self.lat_e7, self.lon_e7).ok()?,
            accuracy: self.accuracy_dm.map(Decimetres),
            fixed_at: FixedAt(self.fixed_at.time()),
            source: self.source.0,
            speed_cms: self.speed_cms,
            heading_deg: self.heading_deg,
            motion: self.motion.0,
        };
        Some(Evidence { carrier: self.carrier.0, fix, received_at: ReceivedAt(self.received_at.time()) })
    }
}

fn alert(kind: &'static str, facts: &AlertFacts) -> Result<Halves, FormatError> {
    let figures = &facts.figures;
    let open = AlertOpen {
        key: KeyForm::of(&facts.key()),
        severity: Word(facts.severity),
        since: Ms::of(facts.since.0),
        guard_at: Ms::of(facts.guard_at.0),
        late: facts.late,
        figures: FiguresForm {
            distance_dm: figures.distance_dm,
            limit_dm: figures.limit_dm,
            margin_dm: figures.margin_dm,
            closing_cms: figures.closing_cms,
            contact_s: figures.contact_s,
            chance_permille: figures.chance_permille,
            reach_dm: figures.reach_dm,
        },
    };
    let evidence = facts.evidence.map(|side| side.map(|side| EvidenceForm::of(side.reveal(WHY))));
    both(kind, &open, &AlertSealed { evidence })
}

fn facts(form: &Form<'_>) -> Result<Box<AlertFacts>, FormatError> {
    let open: AlertOpen = form.open()?;
    let sealed: AlertSealed = form.sealed()?;
    let mut evidence = [None, None];
    for (kept, side) in evidence.iter_mut().zip(&sealed.evidence) {
        if let Some(side) = side {
            let side = side.evidence().ok_or_else(|| form.malformed("sealed", 0))?;
            *kept = Some(Sensitive::new(side));
        }
    }
    let (key, figures) = (open.key.key(), open.figures);
    Ok(Box::new(AlertFacts {
        kind: key.kind,
        severity: open.severity.0,
        pair: key.pair,
        carrier: key.carrier,
        perimeter: key.perimeter,
        since: FixedAt(open.since.time()),
        guard_at: DecidedAt(open.guard_at.time()),
        late: open.late,
        evidence,
        figures: Figures {
            distance_dm: figures.distance_dm,
            limit_dm: figures.limit_dm,
            margin_dm: figures.margin_dm,
            closing_cms: figures.closing_cms,
            contact_s: figures.contact_s,
            chance_permille: figures.chance_permille,
            reach_dm: figures.reach_dm,
        },
    }))
}

#[derive(Serialize, Deserialize)]
struct ClearedOpen {
    key: KeyForm,
}

#[derive(Serialize, Deserialize)]
struct RevisedOpen {
    key: KeyForm,
    was: Ms,
    /// None is 'not borne out'.
    now: Option<Ms>,
}

#[derive(Serialize, Deserialize)]
struct GrewOpen {
    key: KeyForm,
    level: u8,
}

#[derive(Serialize, Deserialize)]
struct SetAsideOpen {
    key: KeyForm,
    by: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
struct RoseOpen {
    to: Word<Queue>,
}

#[derive(Serialize, Deserialize)]
struct ByOpen {
    by: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
struct FromToOpen {
    from: Id<AccountId>,
    to: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
struct StepOpen {
    by: Id<AccountId>,
    step: String,
}

#[derive(Serialize, Deserialize)]
struct CalledOpen {
    by: Id<AccountId>,
    whom: Word<Callee>,
    result: Word<CallResult>,
}

#[derive(Serialize, Deserialize)]
struct HandOffOpen {
    by: Id<AccountId>,
    zone: Option<Id<ZoneId>>,
    direction_deg: Option<u16>,
    minutes: Option<u16>,
}

#[derive(Serialize, Deserialize)]
struct HandOffSealed {
    place: String,
    position_e7: Option<(i32, i32)>,
    reference: String,
}

impl Erasable for HandOffSealed {
    fn erased() -> Self {
        Self { place: String::from(ERASED), position_e7: None, reference: String::from(ERASED) }
    }
}

/// Which of the three instructions; the way, where there is one, is sealed.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum InstructionForm {
    Stay,
    LeaveTowards,
    AllClear,
}

#[derive(Serialize, Deserialize)]
struct InstructedOpen {
    by: Id<AccountId>,
    message: Id<MessageId>,
    instruction: InstructionForm,
    channel: Word<Channel>,
}

#[derive(Serialize, Deserialize)]
struct DeliveryOpen {
    message: Id<MessageId>,
    delivery: Word<Delivery>,
}

#[derive(Serialize, Deserialize)]
struct ClosedOpen {
    by: Id<AccountId>,
    outcome: Word<Outcome>,
}

type Made = Result<Halves, FormatError>;

pub(super) fn halves(event: &IncidentEvent) -> Made {
    match event {
        IncidentEvent::Opened { about } => opened(*about),
        IncidentEvent::AlertRaised(facts) => alert("incident.alert-raised", facts),
        IncidentEvent::AlertWorse(facts) => alert("incident.alert-worse", facts),
        IncidentEvent::AlertCleared { key } => {
            open_only("incident.alert-cleared", &ClearedOpen { key: KeyForm::of(key) })
        }
        IncidentEvent::AlertRevised { key, was, now } => {
            let now = now.map(|now| Ms::of(now.0));
            let open = RevisedOpen { key: KeyForm::of(key), was: Ms::of(was.0), now };
            open_only("incident.alert-revised", &open)
        }
        IncidentEvent::AlertGrew { key, level } => {
            open_only("incident.alert-grew", &GrewOpen { key: KeyForm::of(key), level: *level })
        }
        IncidentEvent::AlertSetAside { key, by, reason } => {
            let open = SetAsideOpen { key: KeyForm::of(key), by: Id(*by) };
            both("incident.alert-set-aside", &open, &Words::of(reason))
        }
        IncidentEvent::Rose { to } => open_only("incident.rose", &RoseOpen { to: Word(*to) }),
        IncidentEvent::Taken { by } => by_open("incident.taken", *by),
        IncidentEvent::OwnerLost { owner } => by_open("incident.owner-lost", *owner),
        IncidentEvent::OwnerReminded { owner } => by_open("incident.owner-reminded", *owner),
        IncidentEvent::OwnershipReturned { owner } => by_open("incident.ownership-returned", *owner),
        IncidentEvent::StillOnIt { by } => by_open("incident.still-on-it", *by),
        IncidentEvent::HandedOver { from, to } => {
            open_only("incident.handed-over", &FromToOpen { from: Id(*from), to: Id(*to) })
        }
        IncidentEvent::NotTaken => open_only("incident.not-taken", &super::Nothing {}),
        IncidentEvent::StepDone { by, step } => {
            open_only("incident.step-done", &StepOpen { by: Id(*by), step: step.clone() })
        }
        IncidentEvent::Called { by, call } => {
            let open = CalledOpen { by: Id(*by), whom: Word(call.whom), result: Word(call.result) };
            both("incident.called", &open, &Words::of(&call.note))
        }
        IncidentEvent::Noted { by, text } => {
            both("incident.noted", &ByOpen { by: Id(*by) }, &Words::of(text))
        }
        IncidentEvent::HandedToPolice { by, hand_off } => handed_to_police(*by, hand_off),
        IncidentEvent::Instructed { by, told } => instructed(*by, told),
        IncidentEvent::InstructionDelivery { message, delivery } => {
            let open = DeliveryOpen { message: Id(*message), delivery: Word(*delivery) };
            open_only("incident.instruction-delivery", &open)
        }
        IncidentEvent::Closed { by, outcome, reason } => {
            let open = ClosedOpen { by: Id(*by), outcome: Word(*outcome) };
            both("incident.closed", &open, &Words::of(reason))
        }
    }
}

fn opened(about: About) -> Made {
    let open = match about {
        About::Pair(pair) => OpenedOpen { pair: Some(Id(pair)), carrier: None },
        About::Carrier(carrier) => OpenedOpen { pair: None, carrier: Some(Id(carrier)) },
    };
    open_only("incident.opened", &open)
}

fn by_open(kind: &'static str, by: AccountId) -> Made {
    open_only(kind, &ByOpen { by: Id(by) })
}

fn handed_to_police(by: AccountId, hand_off: &HandOff) -> Made {
    let open = HandOffOpen {
        by: Id(by),
        zone: hand_off.zone.map(Id),
        direction_deg: hand_off.direction_deg,
        minutes: hand_off.minutes,
    };
    let position_e7 = hand_off.position.as_ref().map(|position| {
        let position = position.reveal(WHY);
        (position.lat_e7(), position.lon_e7())
    });
    let sealed = HandOffSealed {
        place: hand_off.place.reveal(WHY).clone(),
        position_e7,
        reference: hand_off.reference.clone(),
    };
    both("incident.handed-to-police", &open, &sealed)
}

fn instructed(by: AccountId, told: &Told) -> Made {
    let open = |instruction| InstructedOpen {
        by: Id(by),
        message: Id(told.message),
        instruction,
        channel: Word(told.channel),
    };
    match &told.instruction {
        Instruction::Stay => open_only("incident.instructed", &open(InstructionForm::Stay)),
        Instruction::AllClear => open_only("incident.instructed", &open(InstructionForm::AllClear)),
        Instruction::LeaveTowards(way) => {
            both("incident.instructed", &open(InstructionForm::LeaveTowards), &Words::of(way))
        }
    }
}

pub(super) fn event(form: &Form<'_>) -> Result<IncidentEvent, FormatError> {
    let by = || form.open::<ByOpen>().map(|open| open.by.0);
    let words = || form.sealed::<Words>().map(Words::text);
    Ok(match form.kind {
        "incident.opened" => {
            let open: OpenedOpen = form.open()?;
            let pair = open.pair.map(|id| About::Pair(id.0));
            let about = pair.or_else(|| open.carrier.map(|id| About::Carrier(id.0)));
            IncidentEvent::Opened { about: about.ok_or_else(|| form.malformed("open", 0))? }
        }
        "incident.alert-raised" => IncidentEvent::AlertRaised(facts(form)?),
        "incident.alert-worse" => IncidentEvent::AlertWorse(facts(form)?),
        "incident.alert-cleared" => {
            IncidentEvent::AlertCleared { key: form.open::<ClearedOpen>()?.key.key() }
        }
        "incident.alert-revised" => {
            let open: RevisedOpen = form.open()?;
            let (was, now) = (FixedAt(open.was.time()), open.now.map(|now| FixedAt(now.time())));
            IncidentEvent::AlertRevised { key: open.key.key(), was, now }
        }
        "incident.alert-grew" => {
            let open: GrewOpen = form.open()?;
            IncidentEvent::AlertGrew { key: open.key.key(), level: open.level }
        }
        "incident.alert-set-aside" => {
            let open: SetAsideOpen = form.open()?;
            IncidentEvent::AlertSetAside { key: open.key.key(), by: open.by.0, reason: words()? }
        }
        "incident.rose" => IncidentEvent::Rose { to: form.open::<RoseOpen>()?.to.0 },
        "incident.taken" => IncidentEvent::Taken { by: by()? },
        "incident.owner-lost" => IncidentEvent::OwnerLost { owner: by()? },
        "incident.owner-reminded" => IncidentEvent::OwnerReminded { owner: by()? },
        "incident.ownership-returned" => IncidentEvent::OwnershipReturned { owner: by()? },
        "incident.still-on-it" => IncidentEvent::StillOnIt { by: by()? },
        "incident.handed-over" => {
            let open: FromToOpen = form.open()?;
            IncidentEvent::HandedOver { from: open.from.0, to: open.to.0 }
        }
        "incident.not-taken" => {
            form.open::<super::Nothing>()?;
            IncidentEvent::NotTaken
        }
        "incident.step-done" => {
            let open: StepOpen = form.open()?;
            IncidentEvent::StepDone { by: open.by.0, step: open.step }
        }
        "incident.called" => {
            let open: CalledOpen = form.open()?;
            let call = Call { whom: open.whom.0, result: open.result.0, note: words()? };
            IncidentEvent::Called { by: open.by.0, call }
        }
        "incident.noted" => IncidentEvent::Noted { by: by()?, text: words()? },
        "incident.handed-to-police" => hand_off(form)?,
        "incident.instructed" => told(form)?,
        "incident.instruction-delivery" => {
            let open: DeliveryOpen = form.open()?;
            IncidentEvent::InstructionDelivery { message: open.message.0, delivery: open.delivery.0 }
        }
        "incident.closed" => {
            let open: ClosedOpen = form.open()?;
            IncidentEvent::Closed { by: open.by.0, outcome: open.outcome.0, reason: words()? }
        }
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}

fn hand_off(form: &Form<'_>) -> Result<IncidentEvent, FormatError> {
    let open: HandOffOpen = form.open()?;
    let sealed: HandOffSealed = form.sealed()?;
    let position = match sealed.position_e7 {
        None => None,
        Some((lat, lon)) => {
            let position = Position::from_e7(lat, lon).map_err(|_| form.malformed("sealed", 0))?;
            Some(Sensitive::new(position))
        }
    };
    let hand_off = HandOff {
        zone: open.zone.map(|id| id.0),
        place: Sensitive::new(sealed.place),
        position,
        direction_deg: open.direction_deg,
        minutes: open.minutes,
        reference: sealed.reference,
    };
    Ok(IncidentEvent::HandedToPolice { by: open.by.0, hand_off: Box::new(hand_off) })
}

fn told(form: &Form<'_>) -> Result<IncidentEvent, FormatError> {
    let open: InstructedOpen = form.open()?;
    let instruction = match open.instruction {
        InstructionForm::Stay => Instruction::Stay,
        InstructionForm::AllClear => Instruction::AllClear,
        InstructionForm::LeaveTowards => Instruction::LeaveTowards(form.sealed::<Words>()?.text()),
    };
    let told = Told { message: open.message.0, instruction, channel: open.channel.0 };
    Ok(IncidentEvent::Instructed { by: open.by.0, told })
}
