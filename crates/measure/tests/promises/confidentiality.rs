//! 7.8.4-5: the suspect, and what stays out of the file.

use crate::common::*;
use hoeder_measure::confidentiality::{Filing, Secrecy, SuspectMeasure};
use hoeder_measure::effect::{DocumentKind, Effect};
use hoeder_measure::followup::AlarmOutcome;
use hoeder_measure::task::TaskKind;
use hoeder_measure::territory::Offence;
use hoeder_measure::{By, Command, Refusal};
use hoeder_vocab::DocumentId;

/// Proves MS-22: the ban lasts at least as long as the measure, also after an extension.
#[test]
fn a_contact_ban_lasts_as_long_as_the_measure_with_its_extensions() {
    let mut life = Life::running("2026-01-10");
    let short = ban(life.today, day("2026-10-09"));
    let refused = life.refuses(officer(), Command::TrackSuspect(short));
    assert_eq!(refused, (Refusal::BanTooShort { ends_on: day("2026-10-10") }, "7.8.4"));
    life.must(officer(), Command::TrackSuspect(ban(life.today, day("2026-10-10"))));
    assert_eq!(life.task(TaskKind::ExtendBan), None);
    let incident = alarm(1, life.today, AlarmOutcome::RealDanger);
    life.must(By::SYSTEM, Command::ReportIncident(incident));
    assert_eq!(life.task(TaskKind::ExtendBan).unwrap().due, Some(day("2026-10-10")));
    life.must(magistrate(), Command::TrackSuspect(ban(life.today, life.ends_on())));
    assert_eq!(life.task(TaskKind::ExtendBan), None);
}

/// Proves MS-22: when the facts are an offence, a ban is the least; the suspect is heard in any case.
#[test]
fn an_offence_asks_for_a_ban_and_every_suspect_is_heard() {
    let alleged = Offence::Alleged { districts: vec![DISTRICT], known_to: OFFICE };
    let granted = |offence: Offence| {
        let mut life = Life::requested_as("2026-01-10", |request| request.offence = offence).prepared();
        life = life.before_magistrate();
        life.must(magistrate(), rules(hoeder_measure::decision::Ruling::Grant, life.today));
        life
    };
    assert!(granted(alleged).words().contains(&"ban-contact"));
    let mut life = granted(Offence::None);
    assert!(!life.words().contains(&"ban-contact"));
    assert!(life.words().contains(&"hear-suspect"));
    let today = life.today;
    life.must(officer(), Command::TrackSuspect(heard_suspect(today)));
    assert!(!life.words().contains(&"hear-suspect"));
    let other = [
        SuspectMeasure::Arrested { on: today },
        SuspectMeasure::Signalled { on: today },
        SuspectMeasure::HomeBan { from: today, until: day("2026-01-24") },
    ];
    for measure in other {
        life.must(officer(), Command::TrackSuspect(measure));
    }
    assert_eq!(life.measure.file().suspect.len(), 4);
    let backwards = SuspectMeasure::HomeBan { from: today, until: day("2026-01-09") };
    assert!(matches!(life.refuses(officer(), Command::TrackSuspect(backwards)).0, Refusal::TooEarly { .. }));
}

/// Proves MS-23: of a whole life only the report of a visit is for the file, and a magistrate alone releases another.
#[test]
fn no_document_of_a_measure_is_for_the_file_unless_released_but_what_says_nothing_of_the_alarm() {
    let life = crate::story::whole_life();
    let documents: Vec<_> = life
        .iter()
        .filter_map(|effect| match effect {
            Effect::Document { kind, filing, .. } => Some((*kind, *filing)),
            Effect::Tell { .. } | Effect::Registration { .. } | Effect::OwesWord { .. } => None,
        })
        .collect();
    assert!(documents.len() > 8);
    for (kind, filing) in documents {
        let of_a_visit = kind == DocumentKind::RevisitAnnex;
        assert_eq!(filing == Filing::ForTheFile, of_a_visit, "{}", kind.word());
    }
    let mut life = Life::running("2026-01-10");
    let release = Command::Release { document: DocumentId::from_u128(1), reason: text("for the court") };
    assert!(matches!(life.refuses(officer(), release.clone()).0, Refusal::WrongHand { .. }));
    life.must(magistrate(), release.clone());
    assert_eq!(life.must(magistrate(), release), []);
    assert_eq!(life.measure.file().releases.len(), 1);
}

/// Proves MS-24: the hearing says which contact data stay out of the reports.
#[test]
fn the_hearing_says_which_contact_data_are_kept_out_of_reports() {
    let life = Life::granted("2026-01-10");
    let secrecy = life.measure.file().hearings.last().unwrap().secrecy;
    assert_eq!((secrecy.address, secrecy.contact), (Secrecy::Kept, Secrecy::Open));
}

#[test]
fn what_people_said_is_never_printed() {
    let life = Life::granted("2026-01-10");
    let printed = format!("{:?} {:?}", life.measure, life.log);
    for secret in ["asks for an alarm", "followed every day", "broke up", "after consultation", "1990"] {
        assert!(!printed.contains(secret), "{secret}");
    }
}
