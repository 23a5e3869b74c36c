//! The recording of an alarm: kept from the first packet, heard and taken out by who may, with a reason that is written down.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it does not hold")]

use crate::support::desk::in_time;
use crate::support::http::Client;
use crate::support::phone::now;
use crate::support::story::Story;
use crate::support::{House, code, house, house_with};
use core::time::Duration;
use hoeder_engine::voice::VoiceNews;
use hoeder_server::voice::recording::{Packet, RecordingSettings};
use hoeder_server::{OpenLog, StoreChoice};
use hoeder_store::faulty::{Faults, FaultyLog, LogFault};
use hoeder_store::recordings::{Loaded, SoundFault, compare, read_sound};
use hoeder_store::verify::{Report, verify};
use hoeder_store::{Log, SqliteLog, export};
use hoeder_vocab::{Actor, AlarmId, Role, UtcMillis};
use hoeder_watch::voice::RecordingPurpose;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

const HEARS: [Role; 5] =
    [Role::Operator, Role::Supervisor, Role::ZoneDuty, Role::CaseOfficer, Role::Magistrate];
const EXPORTS: [Role; 3] = [Role::Supervisor, Role::CaseOfficer, Role::Magistrate];
const HOLDS: [Role; 2] = [Role::CaseOfficer, Role::Magistrate];

fn path(alarm: Uuid, what: &str) -> String {
    format!("/api/v1/alarms/{alarm}/recording/{what}")
}

async fn hears(client: &Client, alarm: Uuid) -> crate::support::http::Response {
    client.post(&path(alarm, "hearings"), &json!({"purpose": "alarm"})).await
}

/// Sound of so many packets of 20 ms from then on, and then the microphone is lost.
fn sound(house: &House, alarm: Uuid, (from, packets): (UtcMillis, u64)) {
    let alarm = AlarmId::from_uuid(alarm);
    assert!(house.running.voice_says(alarm, VoiceNews::MicUp { at: from }));
    for n in 0..packets {
        let opus = [vec![31 << 3], vec![7; 79]].concat();
        let received_at = from.plus(Duration::from_millis(20 * n));
        house.running.recordings().packet(alarm, Packet { received_at, clock: 960 * n, opus });
    }
    house.running.recordings().lost(alarm);
}

/// What is heard once that many stretches are durable, the last with all its packets. Looked for on the disk: who asks a server in a
/// circle is told to slow down.
async fn hearing_of(
    (house, client): (&House, &Client),
    alarm: Uuid,
    (stretches, packets): (usize, u64),
) -> Value {
    let folder = house.running.recordings().folder();
    in_time(async {
        loop {
            let spans = Loaded::read(folder, AlarmId::from_uuid(alarm)).unwrap().map(|file| file.spans());
            let spans = spans.unwrap_or_default();
            if spans.len() == stretches && spans.last().is_some_and(|last| last.bytes > packets * 80) {
                break;
            }
            tokio::task::yield_now().await;
        }
    })
    .await;
    let answer = hears(client, alarm).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

async fn recorded(house: House) -> (Story, Value) {
    let story = Story::begins_in(house).await;
    assert_eq!(code(&hears(&story.operator, story.alarm).await), "recording.none");
    let from = now();
    sound(&story.house, story.alarm, (from, 120));
    let hearing = hearing_of((&story.house, &story.operator), story.alarm, (1, 120)).await;
    (story, hearing)
}

/// Proves AL-05 and GN-02: who may read the alarm hears what was recorded while it runs; a hearing is its account's own.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_recorded_is_heard_while_it_runs_by_the_one_who_said_why() {
    let (story, hearing) = recorded(house().await).await;
    assert_eq!(hearing["running"], true);
    let id = hearing["hearing"].as_str().unwrap();
    let sound_of = |number: u32| path(story.alarm, &format!("hearings/{id}/stretches/{number}"));
    let heard = story.operator.get(&sound_of(1)).await;
    assert_eq!((heard.status, heard.header("content-type")), (200, "audio/ogg"));
    assert_eq!(heard.header("cache-control"), "no-store");
    assert!(heard.body.starts_with(b"OggS") && heard.body.len() > 120 * 80, "{} bytes", heard.body.len());
    assert_eq!(code(&story.operator.get(&sound_of(2)).await), "recording.none");
    let again = story.operator.get(&path(story.alarm, &format!("hearings/{id}"))).await;
    assert_eq!(again.json()["stretches"], hearing["stretches"]);
    let supervisor = story.house.sign_in(Role::Supervisor).await;
    for stolen in [sound_of(1), path(story.alarm, &format!("hearings/{id}"))] {
        let answer = supervisor.get(&stolen).await;
        assert_eq!((answer.status, code(&answer)), (404, String::from("recording.no_hearing")));
    }
    let later = now().plus(Duration::from_secs(60));
    sound(&story.house, story.alarm, (later, 60));
    let more = hearing_of((&story.house, &story.operator), story.alarm, (2, 60)).await;
    assert_eq!(more["gaps"].as_array().unwrap().len(), 1, "{more}");
    // Asking until all is there began hearing after hearing, and the oldest of an account end: the newest one is used.
    let id = more["hearing"].as_str().unwrap();
    let second = path(story.alarm, &format!("hearings/{id}/stretches/2"));
    assert_eq!(story.operator.get(&second).await.status, 200, "play while it records");
    story.ends().await;
}

/// Proves GN-02: by role, while it runs and after the close, for hearing, for taking out, and for the legal hold.
#[tokio::test(flavor = "multi_thread")]
async fn each_role_does_with_a_recording_what_its_rule_says() {
    let (story, _) = recorded(house().await).await;
    let purpose = json!({"purpose": "court"});
    let exports = path(story.alarm, "export");
    for closed in [false, true] {
        if closed {
            story.a_team_goes().await;
            story.it_was_false().await;
        }
        for role in Role::ALL {
            let client = story.house.sign_in(role).await;
            let heard = hears(&client, story.alarm).await.status;
            assert_eq!(
                heard,
                if HEARS.contains(&role) { 201 } else { 403 },
                "{role:?} hears, closed: {closed}"
            );
            let export = client.post(&exports, &purpose).await;
            match (EXPORTS.contains(&role), closed) {
                (false, _) => assert_eq!(export.status, 403, "{role:?} exports"),
                (true, false) => assert_eq!(code(&export), "recording.still_runs", "{role:?}"),
                (true, true) => {
                    assert_eq!(export.status, 200, "{role:?} {}", export.text());
                    assert!(export.body.starts_with(b"OggS"));
                    let name = export.header("content-disposition");
                    assert!(name.starts_with("attachment") && name.contains("audio-00000000.ogg"), "{name}");
                }
            }
            let held = client.put(&path(story.alarm, "hold"), &json!({"reason": "zaak 12"})).await;
            let freed = client.post(&path(story.alarm, "release"), &json!({"reason": "vonnis"})).await;
            let expected = if HOLDS.contains(&role) { 204 } else { 403 };
            assert_eq!((held.status, freed.status), (expected, expected), "{role:?}");
        }
    }
    let magistrate = story.house.sign_in(Role::Magistrate).await;
    let empty = magistrate.put(&path(story.alarm, "hold"), &json!({"reason": " "})).await;
    assert_eq!(empty.status, 422, "{}", empty.text());
    let no_purpose = magistrate.post(&exports, &json!({})).await;
    assert_eq!(no_purpose.status, 422);
    story.ends().await;
}

/// Proves GN-02: each hearing, each export and each refusal is a line in the access log.
#[tokio::test(flavor = "multi_thread")]
async fn each_hearing_and_each_export_is_written_down() {
    let (story, _) = recorded(house().await).await;
    let patrol = story.house.sign_in(Role::Patrol).await;
    assert_eq!(hears(&patrol, story.alarm).await.status, 403);
    story.a_team_goes().await;
    story.it_was_false().await;
    let officer = story.house.sign_in(Role::CaseOfficer).await;
    let answer = officer.post(&path(story.alarm, "export"), &json!({"purpose": "court"})).await;
    assert_eq!(answer.status, 200);
    let auditor = story.house.sign_in(Role::Auditor).await;
    let rows = crate::support::access_log(&auditor).await;
    let of = |action: &str| -> Vec<Value> {
        let mine = |row: &&Value| row["action"] == action && row["alarm"] == story.alarm.to_string();
        rows.as_array().unwrap().iter().filter(mine).cloned().collect()
    };
    let exports = of("recording.export");
    assert_eq!((exports.len(), &exports[0]["kind"]), (1, &json!("disclosure")));
    let kinds: BTreeSet<bool> = of("recording.listen").iter().map(|row| row["denied"].is_null()).collect();
    assert_eq!(kinds, BTreeSet::from([true, false]), "{rows}");
    story.ends().await;
}

/// Proves GN-04: after its term the key of a closed alarm's recording is destroyed, unless somebody holds it.
#[tokio::test(flavor = "multi_thread")]
async fn after_its_term_nobody_hears_it_again_unless_it_is_held() {
    let with_no_term = |config: &mut hoeder_server::Config| {
        let folder = config.data.join("sound");
        config.recordings =
            Some(RecordingSettings { term: Duration::ZERO, ..RecordingSettings::new(folder) });
    };
    let (story, _) = recorded(house_with(with_no_term).await).await;
    story.a_team_goes().await;
    story.it_was_false().await;
    let magistrate = story.house.sign_in(Role::Magistrate).await;
    let hold = json!({"reason": "cour d'assises"});
    assert_eq!(magistrate.put(&path(story.alarm, "hold"), &hold).await.status, 204);
    let key = story.house.data.path().join(format!("sound/{}.key", story.alarm));
    story.house.running.recordings().look_for_terms();
    // What a look says is before this in the engine.
    assert_eq!(hears(&magistrate, story.alarm).await.status, 201);
    assert!(key.exists());
    let release = magistrate.post(&path(story.alarm, "release"), &hold).await;
    assert_eq!(release.status, 204, "{}", release.text());
    in_time(async {
        while key.exists() {
            story.house.running.recordings().look_for_terms();
            assert!([201, 409].contains(&hears(&magistrate, story.alarm).await.status));
        }
    })
    .await;
    assert_eq!(code(&hears(&magistrate, story.alarm).await), "recording.erased");
    story.ends().await;
}

/// Proves FL-31: what was recorded before a stop is there after it, and goes on in the same file.
#[tokio::test(flavor = "multi_thread")]
async fn a_recording_goes_on_after_a_restart_in_another_stretch() {
    let (story, _) = recorded(house().await).await;
    let (alarm, House { running, data }) = (story.alarm, story.house);
    running.stop().await;
    let config = hoeder_server::Config::local(data.path().to_path_buf());
    let house = House { running: hoeder_server::start(config).await.unwrap(), data };
    sound(&house, alarm, (now().plus(Duration::from_secs(30)), 60));
    let operator = house.sign_in(Role::Operator).await;
    let hearing = hearing_of((&house, &operator), alarm, (2, 60)).await;
    let id = hearing["hearing"].as_str().unwrap();
    for number in [1, 2] {
        let answer = operator.get(&path(alarm, &format!("hearings/{id}/stretches/{number}"))).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    house.running.stop().await;
}

/// The log of a house that is shut now, checked without a key.
async fn log_of(House { running, data }: House) -> Report {
    running.stop().await;
    let mut log = SqliteLog::open(data.path()).unwrap();
    let cell = log.cells().unwrap()[0];
    let mut out = Vec::new();
    export::export(&mut log, cell, &mut out, &mut |_| ()).unwrap();
    let report = verify(out.as_slice()).unwrap();
    assert_eq!(report.problem, None);
    report
}

/// Proves FL-31 and GN-02: what a court gets is one file with its chain, known again byte for byte by what the log says of who took it.
#[tokio::test(flavor = "multi_thread")]
async fn the_file_that_is_taken_out_twice_is_the_same_and_the_log_knows_it_again() {
    let (story, _) = recorded(house().await).await;
    let later = now().plus(Duration::from_secs(60));
    sound(&story.house, story.alarm, (later, 60));
    hearing_of((&story.house, &story.operator), story.alarm, (2, 60)).await;
    story.a_team_goes().await;
    story.it_was_false().await;
    let mut files = Vec::new();
    for (role, purpose) in [(Role::Magistrate, "court"), (Role::CaseOfficer, "investigation")] {
        let client = story.house.sign_in(role).await;
        let answer = client.post(&path(story.alarm, "export"), &json!({"purpose": purpose})).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        files.push(answer.body);
    }
    assert!(files[0] == files[1], "the same recording gives the same bytes");
    let line = json!("voice_recording_handed_out");
    let history = story.operator.get(&format!("/api/v1/alarms/{}", story.alarm)).await.json();
    let lines = history["timeline"].as_array().unwrap();
    assert_eq!(lines.iter().filter(|shown| shown["what"] == line).count(), 2, "{history}");
    let alarm = AlarmId::from_uuid(story.alarm);
    let log = log_of(story.house).await;
    let handed = &log.recordings[&alarm].handed_out;
    let sha256: [u8; 32] = Sha256::digest(&files[0]).into();
    assert!(handed.iter().all(|one| (one.file.sha256, one.file.bytes) == (sha256, files[0].len() as u64)));
    let who: Vec<(Option<Role>, RecordingPurpose)> =
        handed.iter().map(|one| (role_of(one.by), one.why)).collect();
    let expected = [
        (Some(Role::Magistrate), RecordingPurpose::Court),
        (Some(Role::CaseOfficer), RecordingPurpose::Investigation),
    ];
    assert_eq!(who, expected);
    let file = read_sound(files[0].as_slice()).unwrap();
    let found = compare(&file, &log.recordings);
    assert_eq!((found.faults.as_slice(), found.handed_out.len(), found.alarm), (&[][..], 2, Some(alarm)));
    assert_eq!(found.stand, log.recordings[&alarm].segments.len() as u64);
    let last = files[0].len() - 1;
    files[0][last] ^= 1;
    let altered = read_sound(files[0].as_slice()).unwrap();
    assert!(compare(&altered, &log.recordings).faults.contains(&SoundFault::OtherBytes));
}

fn role_of(actor: Actor) -> Option<Role> {
    if let Actor::Account(_, role) = actor { Some(role) } else { None }
}

/// Proves FL-31: the last packets before the close are in the file, however soon it is asked for.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_asked_for_at_the_close_holds_the_last_second_and_the_log_names_all_of_it() {
    let (story, _) = recorded(house().await).await;
    story.a_team_goes().await;
    let magistrate = story.house.sign_in(Role::Magistrate).await;
    let alarm = AlarmId::from_uuid(story.alarm);
    let from = now().plus(Duration::from_secs(60));
    assert!(story.house.running.voice_says(alarm, VoiceNews::MicUp { at: from }));
    for n in 0..10 {
        let opus = [vec![31 << 3], vec![7; 79]].concat();
        let received_at = from.plus(Duration::from_millis(20 * n));
        story.house.running.recordings().packet(alarm, Packet { received_at, clock: 960 * n, opus });
    }
    story.it_was_false().await;
    let answer = magistrate.post(&path(story.alarm, "export"), &json!({"purpose": "court"})).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let log = log_of(story.house).await;
    let file = read_sound(answer.body.as_slice()).unwrap();
    assert_eq!(file.streams.len(), 2, "ten packets that no second had made durable");
    assert_eq!(compare(&file, &log.recordings).faults, []);
}

/// Proves GN-02, GN-05: without a durable record of the file no sound is given, and it says what to do.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_whose_record_does_not_become_durable_does_not_leave() {
    let faults = Faults::new();
    let steered = faults.clone();
    let house = house_with(|config| {
        let folder = config.data.clone();
        std::fs::create_dir_all(&folder).unwrap();
        let open = move || {
            let log = SqliteLog::open(&folder)?;
            Ok(Box::new(FaultyLog::new(log, steered.clone())) as Box<dyn Log>)
        };
        config.store = StoreChoice::Given(OpenLog(Arc::new(open)));
        config.limits.reply_timeout = Duration::from_secs(4);
    });
    let (story, _) = recorded(house.await).await;
    story.a_team_goes().await;
    story.it_was_false().await;
    let magistrate = story.house.sign_in(Role::Magistrate).await;
    let purpose = json!({"purpose": "court"});
    faults.set(LogFault::StalledAt("voice.recording-handed-out"));
    let refused = magistrate.post(&path(story.alarm, "export"), &purpose).await;
    assert_eq!((refused.status, code(&refused)), (503, String::from("not_durable")));
    assert!(refused.text().contains("try again"), "{}", refused.text());
    faults.set(LogFault::None);
    let given = magistrate.post(&path(story.alarm, "export"), &purpose).await;
    assert_eq!((given.status, given.header("content-type")), (200, "audio/ogg"));
    story.ends().await;
}
