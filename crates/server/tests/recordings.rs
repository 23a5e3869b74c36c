//! The recording of an alarm: kept from the first packet, heard and taken out by who may, with a reason that is written down.

use crate::support::desk::in_time;
use crate::support::http::Client;
use crate::support::phone::now;
use crate::support::story::Story;
use crate::support::{House, code, house, house_with};
use core::time::Duration;
use hoeder_engine::voice::VoiceNews;
use hoeder_server::voice::recording::{Packet, RecordingSettings};
use hoeder_vocab::{AlarmId, Role, UtcMillis};
use serde_json::{Value, json};
use std::collections::BTreeSet;
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

/// Until that many stretches are durable, the last with all its packets.
async fn hearing_of(client: &Client, alarm: Uuid, (stretches, packets): (usize, u64)) -> Value {
    in_time(async {
        loop {
            let answer = hears(client, alarm).await;
            let is_there = answer.status == 201;
            assert!(is_there || code(&answer) == "recording.none", "{}", answer.text());
            let hearing = answer.json();
            let found = hearing.get("stretches").and_then(Value::as_array).cloned().unwrap_or_default();
            let last = found.last().and_then(|last| last.get("bytes"));
            let bytes = last.and_then(Value::as_u64).unwrap_or_default();
            if found.len() == stretches && bytes > packets * 80 {
                return hearing;
            }
        }
    })
    .await
}

async fn recorded(house: House) -> (Story, Value) {
    let story = Story::begins_in(house).await;
    assert_eq!(code(&hears(&story.operator, story.alarm).await), "recording.none");
    let from = now();
    sound(&story.house, story.alarm, (from, 120));
    let hearing = hearing_of(&story.operator, story.alarm, (1, 120)).await;
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
    let more = hearing_of(&story.operator, story.alarm, (2, 60)).await;
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
    let hearing = hearing_of(&operator, alarm, (2, 60)).await;
    let id = hearing["hearing"].as_str().unwrap();
    for number in [1, 2] {
        let answer = operator.get(&path(alarm, &format!("hearings/{id}/stretches/{number}"))).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    house.running.stop().await;
}
