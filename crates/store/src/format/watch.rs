//! The stored form of what happens to the watch over a handset, format 1. Nothing of it identifies a person.
//!
//! Never here: rules about supervision (room `watch`).

use super::codes::{Code, Id, Ms, Word};
use super::{Form, Halves, Nothing, open_only};
use crate::error::FormatError;
use hoeder_vocab::handset::{DailyReport, Microphone, Trigger};
use hoeder_vocab::{AccountId, FixedAt, Percent, TestId};
use hoeder_watch::supervision::{AlertKind, SupervisionEvent};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct AlertOpen {
    alert: Word<AlertKind>,
}

#[derive(Serialize, Deserialize)]
struct AgedOpen {
    alert: Word<AlertKind>,
    level: u8,
}

#[derive(Serialize, Deserialize)]
struct OwnedOpen {
    alert: Word<AlertKind>,
    by: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
struct ClosedOpen {
    alert: Word<AlertKind>,
    by: Id<AccountId>,
    reason: String,
}

#[derive(Serialize, Deserialize)]
struct ReportOpen {
    button_battery: Option<u8>,
    phone_battery: Option<u8>,
    bluetooth_linked: Option<bool>,
    location_permitted: Option<bool>,
    location_accuracy_m: Option<u32>,
    /// What a reader of before looks at.
    microphone_permitted: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    microphone: Option<Word<Microphone>>,
    app_version: String,
    last_test: Option<Ms>,
    network: String,
    do_not_disturb: Option<bool>,
}

#[derive(Serialize, Deserialize)]
struct TestedOpen {
    test: Id<TestId>,
    sent_at: Ms,
    trigger: Word<Trigger>,
}

#[derive(Serialize, Deserialize)]
struct PlannedOpen {
    test: Id<TestId>,
    from: Ms,
    until: Ms,
}

#[derive(Serialize, Deserialize)]
struct PlanEndOpen {
    test: Id<TestId>,
}

impl Code for Microphone {
    fn code(self) -> &'static str {
        Self::code(self)
    }
    fn from_code(code: &str) -> Option<Self> {
        Self::from_code(code)
    }
}

fn alert(kind: AlertKind) -> AlertOpen {
    AlertOpen { alert: Word(kind) }
}

fn report(report: &DailyReport) -> ReportOpen {
    ReportOpen {
        button_battery: report.button_battery.map(Percent::get),
        phone_battery: report.phone_battery.map(Percent::get),
        bluetooth_linked: report.bluetooth_linked,
        location_permitted: report.location_permitted,
        location_accuracy_m: report.location_accuracy_m,
        microphone_permitted: report.microphone.map(|state| state == Microphone::Granted),
        microphone: report.microphone.map(Word),
        app_version: report.app_version.clone(),
        last_test: report.last_test.map(Ms::of),
        network: report.network.clone(),
        do_not_disturb: report.do_not_disturb,
    }
}

pub(super) fn halves(event: &SupervisionEvent) -> Result<Halves, FormatError> {
    match event {
        SupervisionEvent::Started => open_only("watch.started", &Nothing {}),
        SupervisionEvent::Stopped => open_only("watch.stopped", &Nothing {}),
        SupervisionEvent::AlertOpened { kind } => open_only("watch.alert-opened", &alert(*kind)),
        SupervisionEvent::AlertCleared { kind } => open_only("watch.alert-cleared", &alert(*kind)),
        SupervisionEvent::AlertReturned { kind } => open_only("watch.alert-returned", &alert(*kind)),
        SupervisionEvent::AlertAged { kind, level } => {
            open_only("watch.alert-aged", &AgedOpen { alert: Word(*kind), level: *level })
        }
        SupervisionEvent::AlertOwned { kind, by } => {
            open_only("watch.alert-owned", &OwnedOpen { alert: Word(*kind), by: Id(*by) })
        }
        SupervisionEvent::AlertClosed { kind, by, reason } => open_only(
            "watch.alert-closed",
            &ClosedOpen { alert: Word(*kind), by: Id(*by), reason: reason.clone() },
        ),
        SupervisionEvent::Reported(daily) => open_only("watch.reported", &report(daily)),
        SupervisionEvent::Tested { test, sent_at, trigger } => open_only(
            "watch.tested",
            &TestedOpen { test: Id(*test), sent_at: Ms::of(sent_at.0), trigger: Word(*trigger) },
        ),
        SupervisionEvent::TestPlanned { test, from, until } => open_only(
            "watch.test-planned",
            &PlannedOpen { test: Id(*test), from: Ms::of(*from), until: Ms::of(*until) },
        ),
        SupervisionEvent::PlannedTestAnswered { test } => {
            open_only("watch.planned-test-answered", &PlanEndOpen { test: Id(*test) })
        }
        SupervisionEvent::PlannedTestDropped { test } => {
            open_only("watch.planned-test-dropped", &PlanEndOpen { test: Id(*test) })
        }
    }
}

pub(super) fn event(form: &Form<'_>) -> Result<SupervisionEvent, FormatError> {
    Ok(match form.kind {
        "watch.started" => SupervisionEvent::Started,
        "watch.stopped" => SupervisionEvent::Stopped,
        "watch.alert-opened" => SupervisionEvent::AlertOpened { kind: form.open::<AlertOpen>()?.alert.0 },
        "watch.alert-cleared" => SupervisionEvent::AlertCleared { kind: form.open::<AlertOpen>()?.alert.0 },
        "watch.alert-returned" => SupervisionEvent::AlertReturned { kind: form.open::<AlertOpen>()?.alert.0 },
        "watch.alert-aged" => {
            let open: AgedOpen = form.open()?;
            SupervisionEvent::AlertAged { kind: open.alert.0, level: open.level }
        }
        "watch.alert-owned" => {
            let open: OwnedOpen = form.open()?;
            SupervisionEvent::AlertOwned { kind: open.alert.0, by: open.by.0 }
        }
        "watch.alert-closed" => {
            let open: ClosedOpen = form.open()?;
            SupervisionEvent::AlertClosed { kind: open.alert.0, by: open.by.0, reason: open.reason }
        }
        "watch.reported" => SupervisionEvent::Reported(daily(form.open()?)),
        "watch.tested" => {
            let open: TestedOpen = form.open()?;
            SupervisionEvent::Tested {
                test: open.test.0,
                sent_at: FixedAt(open.sent_at.time()),
                trigger: open.trigger.0,
            }
        }
        "watch.test-planned" => {
            let open: PlannedOpen = form.open()?;
            SupervisionEvent::TestPlanned {
                test: open.test.0,
                from: open.from.time(),
                until: open.until.time(),
            }
        }
        "watch.planned-test-answered" => {
            SupervisionEvent::PlannedTestAnswered { test: form.open::<PlanEndOpen>()?.test.0 }
        }
        "watch.planned-test-dropped" => {
            SupervisionEvent::PlannedTestDropped { test: form.open::<PlanEndOpen>()?.test.0 }
        }
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}

fn daily(open: ReportOpen) -> DailyReport {
    let of_before = |may: bool| if may { Microphone::Granted } else { Microphone::Denied };
    DailyReport {
        button_battery: open.button_battery.and_then(Percent::new),
        phone_battery: open.phone_battery.and_then(Percent::new),
        bluetooth_linked: open.bluetooth_linked,
        location_permitted: open.location_permitted,
        location_accuracy_m: open.location_accuracy_m,
        microphone: open.microphone.map(|word| word.0).or(open.microphone_permitted.map(of_before)),
        app_version: open.app_version,
        last_test: open.last_test.map(Ms::time),
        network: open.network,
        do_not_disturb: open.do_not_disturb,
    }
}
