//! No audio leaves the room without right: real sound through the real doors, for each role, each state of the alarm, and after it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it does not hold"
)]

use crate::support::desk::{Desk, in_time};
use crate::support::http::{Client, Response};
use crate::support::phone::Phone;
use crate::support::sound::{Offer, Page, Way};
use crate::support::story::Story;
use crate::support::{House, OTHER_ZONE, PASSWORD, code, house_with, login};
use core::time::Duration;
use hoeder_engine::input::RosterOrder;
use hoeder_engine::roster::{Account, AccountState, Room};
use hoeder_server::Config;
use hoeder_vocab::{AccountId, AlarmId, Role, RoomId, Sensitive, ZoneId};
use hoeder_wire::SigningKey;
use hoeder_wire::handset::{
    VoiceAnswer, VoiceOffer, decode_voice_answer, encode_voice, open_down_envelope, seal_body,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Whose packets they are.
const PERSON: u8 = 0;
const COLLEAGUE: u8 = 1;
const STRANGER: u8 = 2;

const HOUR: Duration = Duration::from_secs(3_600);

/// A house in which nobody's screen is missed and no further rung is climbed while a test listens to something else.
fn patient(config: &mut Config) {
    config.limits.desk_silent = HOUR;
    config.voice.silent_phase = Duration::from_secs(10);
    let times = config.cell.alarm_times.get_or_insert_default();
    times.not_shown = HOUR;
    (times.own_room, times.neighbour_room, times.zone_duty) = (HOUR, HOUR * 2, HOUR * 3);
}

/// One in which soon everyone is called.
fn alarmed(config: &mut Config) {
    patient(config);
    let second = Duration::from_secs(1);
    let times = config.cell.alarm_times.get_or_insert_default();
    (times.own_room, times.neighbour_room, times.zone_duty) = (second, second * 2, second * 3);
}

async fn everyone_is_called() -> Story {
    let mut story = Story::begins_in(house_with(alarmed).await).await;
    story.desk.sees_alarm(story.alarm, |alarm| alarm["rung"] == "everyone").await;
    story
}

fn connections(alarm: Uuid) -> String {
    format!("/api/v1/alarms/{alarm}/voice/connections")
}

async fn offers(phone: &mut Phone, alarm: Uuid) -> (Offer, VoiceAnswer) {
    let offer = Offer::new();
    phone.counter += 1;
    let envelope = seal_body(&phone.key, phone.id, phone.counter, &body(alarm, &offer));
    let answer = phone.client.raw("POST", "/handset/v1/voice", "application/json", envelope).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let opened = open_down_envelope(&answer.body).unwrap();
    assert_eq!(opened.handset(), phone.id);
    (offer, decode_voice_answer(opened.verify(&phone.cell_key).unwrap()).unwrap())
}

fn body(alarm: Uuid, offer: &Offer) -> String {
    encode_voice(&VoiceOffer { alarm: AlarmId::from_uuid(alarm), sdp: Sensitive::new(offer.sdp.clone()) })
}

async fn phone_of(phone: &mut Phone, alarm: Uuid, way: Way) -> Page {
    let (offer, answer) = offers(phone, alarm).await;
    let VoiceAnswer::Open { sdp } = answer else { panic!("its alarm is open") };
    offer.answered(&sdp, way).await.opens().await
}

async fn asks(client: &Client, alarm: Uuid) -> (Offer, Response) {
    let offer = Offer::new();
    let answer = client.post(&connections(alarm), &json!({"sdp": offer.sdp})).await;
    (offer, answer)
}

/// A colleague who may listen in.
struct Listener {
    peer: String,
    page: Page,
    answer: String,
}

async fn joins(client: &Client, alarm: Uuid) -> Listener {
    let (offer, answer) = asks(client, alarm).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let said = answer.json();
    let text = |member: &str| said[member].as_str().unwrap().to_owned();
    let (peer, answer) = (text("peer"), text("sdp"));
    let page = offer.answered(&answer, Way::Udp).await.opens().await;
    Listener { peer, page, answer }
}

/// The media thread counted so many connections: who is to be out is out.
async fn connected(house: &House, count: u32) {
    in_time(async {
        while (house.figure("hoeder_voice_connections") - f64::from(count)).abs() > 0.1 {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

async fn voice_of(client: &Client, alarm: Uuid) -> Value {
    client.get(&format!("/api/v1/alarms/{alarm}")).await.json()["voice"].clone()
}

fn account(number: u128, role: Role, place: (Option<RoomId>, Option<ZoneId>)) -> Account {
    let hash = hoeder_server::hash_password(&Sensitive::new(String::from(PASSWORD))).unwrap();
    Account {
        id: AccountId::from_u128(number),
        login: format!("other-{}", login(role)),
        name: Sensitive::new(format!("Elsewhere {number}")),
        role,
        room: place.0,
        zone: place.1,
        state: AccountState::Enabled,
        password: Some(Sensitive::new(hash)),
        office: None,
        district: None,
    }
}

/// One colleague of each role in whose territory the alarm is, and those of elsewhere.
async fn everybody(house: &House) -> Vec<(String, Client)> {
    let room = RoomId::from_u128(0x2222);
    let elsewhere = Some(ZoneId::from_u128(OTHER_ZONE));
    let name = String::from("Hasselt");
    house.order(RosterOrder::PutRoom(Room { id: room, name, neighbours: Vec::new() })).await;
    let mut all = Vec::new();
    for role in Role::ALL {
        all.push((login(role), house.sign_in(role).await));
    }
    let others = [
        account(1, Role::Operator, (Some(room), None)),
        account(2, Role::Supervisor, (Some(room), None)),
        account(3, Role::ZoneDuty, (None, elsewhere)),
        account(4, Role::Patrol, (None, elsewhere)),
    ];
    for other in others {
        let name = other.login.clone();
        house.order(RosterOrder::PutAccount(other)).await;
        let mut client = house.client();
        assert_eq!(client.sign_in(&name, PASSWORD).await.status, 200);
        all.push((name, client));
    }
    all
}

/// Each tries to listen in; the person sounds twice; heard is it by `hear` and by nobody else.
async fn only_these_hear(
    (story, phone): (&Story, &Page),
    (all, hear): (&[(String, Client)], &[&str]),
    number: u8,
) {
    let alarm = story.alarm;
    let witness = joins(&story.operator, alarm).await;
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for (name, client) in all {
        let (offer, answer) = asks(client, alarm).await;
        if hear.contains(&name.as_str()) {
            assert_eq!(answer.status, 201, "{name}: {}", answer.text());
            let said = answer.json();
            let page = offer.answered(said["sdp"].as_str().unwrap(), Way::Udp).await.opens().await;
            inside.push((name, client, said["peer"].as_str().unwrap().to_owned(), page));
        } else {
            assert_eq!(answer.status, 403, "{name}: {}", answer.text());
            assert!(answer.json().get("sdp").is_none(), "{name}");
            outside.push((name, offer.knocks(&witness.answer).await));
        }
    }
    assert_eq!(inside.len(), hear.len());
    let mut witness = witness;
    for n in [number, number + 1] {
        phone.sounds(PERSON, n);
        witness.page.sees(|seen| seen.heard(PERSON, n)).await;
    }
    for (name, client, peer, mut page) in inside {
        page.sees(|seen| seen.heard(PERSON, number + 1)).await;
        let left = client.delete(&format!("{}/{peer}", connections(alarm))).await;
        assert_eq!(left.status, 204, "{name}: {}", left.text());
    }
    for (name, mut page) in outside {
        assert!(page.sees(|seen| seen.sent > 0).await.sent > 0, "{name} knocked");
        let seen = page.reads().await;
        assert_eq!((seen.packets, seen.sound.len(), seen.open), (0, 0, false), "{name}");
    }
    let left = story.operator.delete(&format!("{}/{}", connections(alarm), witness.peer)).await;
    assert_eq!(left.status, 204, "{}", left.text());
    connected(&story.house, 1).await;
}

const EVERYONE: [&str; 7] = [
    "operator",
    "supervisor",
    "zoneduty",
    "caseofficer",
    "other-operator",
    "other-supervisor",
    "other-zoneduty",
];
const AT_ONCE: [&str; 3] = ["operator", "supervisor", "zoneduty"];
const WITH_A_TEAM: [&str; 4] = ["operator", "supervisor", "zoneduty", "patrol"];

/// Proves AL-05, GN-02: for each role and state of an alarm, who may hear does, nobody else is sent a single packet, and each
/// refusal is written down.
#[tokio::test(flavor = "multi_thread")]
async fn each_role_hears_what_its_right_says_and_nobody_else_is_sent_a_packet() {
    let mut story = Story::begins_in(house_with(patient).await).await;
    let all = everybody(&story.house).await;
    let alarm = story.alarm;
    let phone = phone_of(&mut story.protected.phone, alarm, Way::Udp).await;
    only_these_hear((&story, &phone), (&all, &AT_ONCE), 10).await;
    story.a_team_goes().await;
    only_these_hear((&story, &phone), (&all, &AT_ONCE), 20).await;
    let patrol = &all.iter().find(|(name, _)| name == "patrol").unwrap().1;
    patrol.does(alarm, "on-the-way", &json!({"unit": "Gent 12"})).await;
    only_these_hear((&story, &phone), (&all, &WITH_A_TEAM), 30).await;
    story.it_was_false().await;
    for (name, client) in &all {
        let (_, answer) = asks(client, alarm).await;
        assert_eq!(answer.status, 403, "{name} after the close: {}", answer.text());
    }
    let auditor = story.house.sign_in(Role::Auditor).await;
    let rows = crate::support::access_log(&auditor).await;
    let of = |name: &str, denied: bool| {
        let mine = |row: &&Value| {
            row["action"] == "voice.listen"
                && row["alarm"] == alarm.to_string()
                && row["by_name"] == name
                && row["denied"].is_string() == denied
        };
        rows.as_array().unwrap().iter().filter(mine).count()
    };
    for (name, client) in &all {
        let shown = client.get("/api/v1/session").await.json()["name"].as_str().unwrap().to_owned();
        let (allowed, denied) = match name.as_str() {
            // The witness is the operator's as well.
            "operator" => (6, 1),
            "supervisor" | "zoneduty" => (3, 1),
            "patrol" => (1, 3),
            _ => (0, 4),
        };
        assert_eq!((of(&shown, false), of(&shown, true)), (allowed, denied), "{name}: {rows}");
    }
    story.ends().await;
}

/// Proves AL-05, GN-02: when everyone is called, colleagues of elsewhere hear; teams that do not go there, and who runs no alarms, do not.
#[tokio::test(flavor = "multi_thread")]
async fn when_everyone_is_called_the_rooms_and_zones_of_elsewhere_hear_as_well() {
    let mut story = everyone_is_called().await;
    let all = everybody(&story.house).await;
    let phone = phone_of(&mut story.protected.phone, story.alarm, Way::Udp).await;
    only_these_hear((&story, &phone), (&all, &EVERYONE), 10).await;
    story.ends().await;
}

/// The person sounds; who is still in hears it, and these do not, whatever they heard before.
async fn no_longer(phone: &Page, witness: &mut Page, out: &[&Page], number: u8) {
    for n in [number, number + 1] {
        phone.sounds(PERSON, n);
        witness.sees(|seen| seen.heard(PERSON, n)).await;
    }
    for page in out {
        let seen = page.reads().await;
        assert!(!seen.heard(PERSON, number) && !seen.heard(PERSON, number + 1), "{:?}", seen.sound);
    }
}

/// Proves AL-05, GN-02: the right to hear ends with the alarm at hand, with the account, with the sign-in, and for all with the
/// alarm; from then on no packet goes there.
#[tokio::test(flavor = "multi_thread")]
async fn who_loses_the_right_hears_no_further_packet() {
    let mut story = everyone_is_called().await;
    let alarm = story.alarm;
    let mut phone = phone_of(&mut story.protected.phone, alarm, Way::Udp).await;
    story.a_team_goes().await;
    let mut witness = joins(&story.operator, alarm).await.page;
    // A team that did not say that it goes there hears only as the owner.
    let team = story.house.sign_in(Role::Patrol).await;
    let _at_a_screen = Desk::open(&team).await;
    let id_of = async |client: &Client| client.get("/api/v1/session").await.json()["account"].clone();
    let (mine, theirs) = (id_of(&story.operator).await, id_of(&team).await);
    story.operator.does(alarm, "hand-over", &json!({"to": theirs})).await;
    let supervisor = story.house.sign_in(Role::Supervisor).await;
    let duty = story.house.sign_in(Role::ZoneDuty).await;
    let mut owner = joins(&team, alarm).await.page;
    let mut revoked = joins(&supervisor, alarm).await.page;
    let mut signed_out = joins(&duty, alarm).await.page;
    phone.sounds(PERSON, 1);
    for page in [&mut witness, &mut owner, &mut revoked, &mut signed_out] {
        page.sees(|seen| seen.heard(PERSON, 1)).await;
    }
    connected(&story.house, 5).await;

    team.does(alarm, "hand-over", &json!({"to": mine})).await;
    connected(&story.house, 4).await;
    no_longer(&phone, &mut witness, &[&owner], 2).await;
    revoked.sees(|seen| seen.heard(PERSON, 3)).await;

    let mut disabled =
        account(0, Role::Supervisor, (Some(hoeder_server::CellConfig::default().own_room), None));
    disabled.id = AccountId::from_uuid(id_of(&supervisor).await.as_str().unwrap().parse().unwrap());
    disabled.state = AccountState::Disabled;
    story.house.order(RosterOrder::PutAccount(disabled)).await;
    connected(&story.house, 3).await;
    no_longer(&phone, &mut witness, &[&owner, &revoked], 4).await;
    signed_out.sees(|seen| seen.heard(PERSON, 5)).await;

    assert_eq!(duty.delete("/api/v1/session").await.status, 204);
    connected(&story.house, 2).await;
    no_longer(&phone, &mut witness, &[&owner, &revoked, &signed_out], 6).await;
    let listeners = voice_of(&story.operator, alarm).await["listeners"].as_array().unwrap().len();
    assert_eq!(listeners, 1, "and the room knows it");

    story.it_was_false().await;
    connected(&story.house, 0).await;
    let received = || story.house.figure("hoeder_voice_packets_total{what=\"received\"}");
    let all = received();
    let strange = || story.house.figure("hoeder_voice_packets_total{what=\"strange\"}");
    let before = strange();
    phone.sounds(PERSON, 8);
    phone.sees(|seen| seen.sent > 0).await;
    in_time(async {
        while strange() <= before {
            tokio::task::yield_now().await;
        }
    })
    .await;
    for page in [&witness, &owner, &revoked, &signed_out] {
        assert!(!page.reads().await.heard(PERSON, 8));
    }
    assert!((received() - all).abs() < 0.1, "after the close nothing comes in either");
    story.ends().await;
}

async fn speaks(client: &Client, alarm: Uuid, peer: &str) -> String {
    let answer = client.put(&format!("{}/{peer}/speech", connections(alarm)), &json!({})).await;
    if answer.status == 204 { String::new() } else { code(&answer) }
}

/// Lets the person go on sounding until the figures of another second come, so that nothing here waits by the clock.
async fn another_second(phone: &Page, desk: &mut Page, number: &mut u8) {
    let figures = |words: &[String]| words.iter().filter(|said| said.contains(r#""received""#)).count();
    let before = figures(&desk.seen().words);
    *number += 1;
    let n = *number;
    phone.sounds(PERSON, n);
    desk.sees(|seen| seen.heard(PERSON, n) && figures(&seen.words) > before).await;
}

/// Proves AL-02, AL-05: what a desk says reaches the handset with the key held after the silent phase, and at no other moment.
#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_heard_at_the_handset_only_while_the_key_is_held_after_the_silent_phase() {
    let mut story = Story::begins_in(house_with(patient).await).await;
    let alarm = story.alarm;
    let client = story.operator.clone();
    story.a_team_goes().await;
    let mut phone = phone_of(&mut story.protected.phone, alarm, Way::Udp).await;
    let Listener { peer, page: mut desk, .. } = joins(&client, alarm).await;
    let mut number = 0;
    another_second(&phone, &mut desk, &mut number).await;
    assert_eq!(speaks(&client, alarm, &peer).await, "voice.nobody_heard");
    for n in 0..5 {
        desk.sounds(COLLEAGUE, n);
    }
    desk.says(r#"{"kind":"heard"}"#);
    in_time(async {
        while voice_of(&client, alarm).await["silent_until"].is_null() {
            another_second(&phone, &mut desk, &mut number).await;
        }
    })
    .await;
    assert_eq!(phone.reads().await.of(COLLEAGUE), 0, "said before that word, by the same way");
    assert_eq!(speaks(&client, alarm, &peer).await, "voice.silent_phase");
    let forbid = format!("/api/v1/alarms/{alarm}/voice/do-not-speak");
    assert_eq!(client.put(&forbid, &json!({})).await.status, 204);
    assert_eq!(speaks(&client, alarm, &peer).await, "voice.do_not_speak");
    assert_eq!(client.delete(&forbid).await.status, 204);
    let duty = story.house.sign_in(Role::ZoneDuty).await;
    assert_eq!(speaks(&duty, alarm, &peer).await, "voice.not_in", "with a colleague's connection");
    in_time(async {
        loop {
            desk.sounds(COLLEAGUE, 9);
            another_second(&phone, &mut desk, &mut number).await;
            match speaks(&client, alarm, &peer).await.as_str() {
                "" => return,
                refusal => assert_eq!(refusal, "voice.silent_phase"),
            }
        }
    })
    .await;
    let plays = |speaking: bool| format!(r#"{{"kind":"play","loudspeaker":false,"speaking":{speaking}}}"#);
    phone.sees(|seen| seen.words.last() == Some(&plays(true))).await;
    assert_eq!(phone.reads().await.of(COLLEAGUE), 0, "not a packet of all that was said before");
    for n in 10..15 {
        desk.sounds(COLLEAGUE, n);
        phone.sees(|seen| seen.heard(COLLEAGUE, n)).await;
    }
    let let_go = client.delete(&format!("{}/{peer}/speech", connections(alarm))).await;
    assert_eq!(let_go.status, 204, "{}", let_go.text());
    phone.sees(|seen| seen.words.last() == Some(&plays(false))).await;
    for n in 20..25 {
        desk.sounds(COLLEAGUE, n);
    }
    // By the same way, after them: the room is without a listener when they have been dealt with.
    desk.hangs_up();
    in_time(async {
        while voice_of(&client, alarm).await["listeners"] != json!([]) {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(phone.reads().await.of(COLLEAGUE), 5);
    story.ends().await;
}

/// Proves AL-05, FL-20: a handset is heard in its own open alarm; of anybody else's sound nothing is recorded and nothing is heard.
#[tokio::test(flavor = "multi_thread")]
async fn only_the_handset_that_pressed_is_heard_and_only_while_its_alarm_is_open() {
    let mut story = Story::begins_in(house_with(patient).await).await;
    let alarm = story.alarm;
    let mut witness = joins(&story.operator, alarm).await;
    let (_, unknown) = offers(&mut story.protected.phone, Uuid::from_u128(0xBAD)).await;
    assert_eq!(unknown, VoiceAnswer::Later);
    let mut other = another_phone(&story).await;
    let (offer, answer) = offers(&mut other, alarm).await;
    assert_eq!(answer, VoiceAnswer::Later, "the alarm of another");
    let beside = offer.knocks(&witness.answer).await;
    let phone = &story.protected.phone;
    let forged = SigningKey::from_seed(&[9; 32]);
    let envelope = seal_body(&forged, phone.id, phone.counter + 1, &body(alarm, &Offer::new()));
    let refused = phone.client.raw("POST", "/handset/v1/voice", "application/json", envelope).await;
    assert_eq!((refused.status, code(&refused).as_str()), (403, "handset.not_proven"));
    beside.sounds(STRANGER, 1);
    let hearings = format!("/api/v1/alarms/{alarm}/recording/hearings");
    let hears = async || story.operator.post(&hearings, &json!({"purpose": "alarm"})).await;
    assert_eq!(code(&hears().await), "recording.none");

    let phone = phone_of(&mut story.protected.phone, alarm, Way::Udp).await;
    phone.sounds(PERSON, 1);
    let seen = witness.page.sees(|seen| seen.heard(PERSON, 1)).await;
    assert_eq!(seen.sound.len(), 1, "nothing of a stranger");
    assert_eq!(beside.reads().await.packets, 0, "and the stranger is not answered");
    // The recorder writes while this asks.
    let hearing = in_time(async {
        loop {
            let answer = hears().await;
            let is_there = answer.status == 201;
            let not_yet = ["recording.none", "too_many"].contains(&code(&answer).as_str());
            assert!(is_there || not_yet, "{}", answer.text());
            if is_there && answer.json()["stretches"] != json!([]) {
                return answer.json();
            }
        }
    })
    .await;
    story.a_team_goes().await;
    story.it_was_false().await;
    let (_, closed) = offers(&mut story.protected.phone, alarm).await;
    assert_eq!(closed, VoiceAnswer::Later, "as for one that is not known yet");
    let stretches = hearing["stretches"].as_array().unwrap();
    assert_eq!(stretches.len(), 1, "{hearing}");
    let path = format!("{hearings}/{}/stretches/1", hearing["hearing"].as_str().unwrap());
    let ogg = story.operator.get(&path).await.body;
    let holds = |whose: u8| ogg.windows(3).any(|bytes| bytes == [0xf8, whose, 1]);
    assert!(holds(PERSON) && !holds(STRANGER));
    story.ends().await;
}

/// A handset of another person, which pressed nothing.
async fn another_phone(story: &Story) -> Phone {
    let (case, person) = (story.protected.case, Uuid::from_u128(0x9E76));
    let body = json!({"kind": "protected", "name": "Bo Ander", "language": "dutch", "phone": "+32470000001"});
    let officer = &story.protected.officer;
    let put = officer.put(&format!("/api/v1/cases/{case}/persons/{person}"), &body).await;
    assert_eq!(put.status, 204, "{}", put.text());
    let opened = officer.post(&format!("/api/v1/cases/{case}/persons/{person}/pairing"), &json!({})).await;
    assert_eq!(opened.status, 201, "{}", opened.text());
    Phone::pair_with(story.house.client(), opened.json()["code"].as_str().unwrap(), [8; 32]).await
}

/// Proves AL-02, AL-05: where no UDP passes, the sound comes by TCP, and whoever listens is told so.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_can_send_nothing_by_udp_is_heard_by_tcp() {
    let mut story = Story::begins_in(house_with(patient).await).await;
    let mut desk = joins(&story.operator, story.alarm).await.page;
    let mut phone = phone_of(&mut story.protected.phone, story.alarm, Way::Tcp).await;
    for n in 0..50 {
        phone.sounds(PERSON, n);
        desk.sees(|seen| seen.heard(PERSON, n)).await;
    }
    desk.sees(|seen| seen.words.iter().any(|said| said.contains(r#""path":"tcp""#))).await;
    phone.sees(|seen| seen.words.iter().any(|said| said.contains(r#""kind":"play""#))).await;
    assert_eq!(voice_of(&story.operator, story.alarm).await["microphone"], "live");
    story.ends().await;
}

/// Proves FL-06: with the port of sound taken, alarms go on as ever, and whoever asks for sound is told that there is none.
#[tokio::test(flavor = "multi_thread")]
async fn where_the_port_of_sound_is_taken_alarms_go_on_without_it() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap();
    let house = house_with(|config| {
        patient(config);
        config.voice.listen = at;
    })
    .await;
    let mut story = Story::begins_in(house).await;
    let (_, answer) = asks(&story.operator, story.alarm).await;
    assert_eq!((answer.status, code(&answer)), (503, String::from("voice.off")));
    let ready = story.house.client().get("/readyz").await;
    assert_eq!((ready.status, ready.text().contains("without sound")), (200, true), "{}", ready.text());
    let wall = story.operator.get("/api/v1/wall").await.json();
    assert_eq!((&wall["sound_off"], &wall["recordings_stopped"]), (&json!(true), &json!(0)), "{wall}");
    let (_, later) = offers(&mut story.protected.phone, story.alarm).await;
    assert_eq!(later, VoiceAnswer::Later);
    story.a_team_goes().await;
    story.it_was_false().await;
    story.ends().await;
}
