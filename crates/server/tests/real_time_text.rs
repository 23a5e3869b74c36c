//! The promise: a person who cannot speak and a desk see each other's lines as they are typed, over the real wires, and what
//! was typed is kept.

use crate::support::desk::Desk;
use crate::support::story::Story;
use hoeder_vocab::handset::{DailyReport, Downlink, Microphone, Said, Typed, Uplink};
use hoeder_vocab::{AlarmId, MessageId, Purpose, Sensitive};
use serde_json::json;
use uuid::Uuid;

const LINE: Uuid = Uuid::from_u128(0x019a_ab54_cccc_7bbb_8ccc_0011_2233_4401);

fn typed(alarm: Uuid, edit: u32, text: &str) -> Uplink {
    let (alarm, message) = (AlarmId::from_uuid(alarm), MessageId::from_uuid(LINE));
    Uplink::Typing(Typed { alarm, message, edit, text: Sensitive::new(text.to_owned()) })
}

/// Proves AL-05: live lines both ways, the sent one takes the place of its line, the one that was erased is on the timeline.
#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_speak_is_read_as_they_type_and_reads_the_desk() {
    let mut story = Story::begins().await;
    let id = story.alarm;
    story.operator.does(id, "take", &json!({})).await;
    let phone = &mut story.protected.phone;
    let heard = phone.says(&typed(id, 1, "Hij heeft een mes")).await;
    assert!(matches!(heard, Downlink::Heard { .. }), "{heard:?}");
    let lines = story.desk.see(|frame| frame["type"] == "lines").await;
    assert_eq!((&lines["alarm"], &lines["lines"][0]["text"]), (&json!(id), &json!("Hij heeft een mes")));
    assert_eq!((&lines["lines"][0]["line"], &lines["lines"][0]["by"]), (&json!(LINE), &json!(null)));
    phone.says(&typed(id, 2, "")).await;
    let unsent = |a: &serde_json::Value| {
        a["timeline"].as_array().into_iter().flatten().any(|line| line["what"] == "message_unsent")
    };
    story.desk.sees_alarm(id, unsent).await;
    let gone = story.desk.see(|frame| frame["type"] == "lines").await;
    assert_eq!(gone["lines"], json!([]));

    let mut stream = phone.stream().await;
    // Its greeting is answered once downlinks go this way.
    stream.hears().await;
    let line = Uuid::from_u128(0x77);
    let types = |edit: u32, text: &str| json!({"type": "typing", "alarm": id, "line": line, "edit": edit, "text": text});
    story.desk.say(&types(1, "We zijn er o")).await;
    let seen = stream.hears_until(|d| matches!(d, Downlink::Typing(_))).await;
    let Downlink::Typing(seen) = seen else { panic!("{seen:?}") };
    assert_eq!((seen.message.as_uuid(), seen.edit), (line, 1));
    assert_eq!(seen.text.reveal(Purpose::Test), "We zijn er o");
    story.operator.does(id, "messages", &json!({"text": "We zijn er over 2 minuten", "line": line})).await;
    let said = stream.hears_until(|d| matches!(d, Downlink::Message { .. })).await;
    let Downlink::Message { message, said: Said::Text(text), .. } = said else { panic!("{said:?}") };
    assert_eq!((message.as_uuid(), text.reveal(Purpose::Test).as_str()), (line, "We zijn er over 2 minuten"));
    let seen = story.desk.sees_alarm(id, |a| a["messages"][0]["id"] == json!(line)).await;
    assert_eq!(seen["messages"].as_array().map(Vec::len), Some(1));
    story.ends().await;
}

/// A line that no field can hold ends the connection, like every frame that is not of the protocol.
#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_types_what_nobody_can_type_is_cut_off() {
    let story = Story::begins().await;
    let mut desk = Desk::open(&story.operator).await;
    let text = "x".repeat(301);
    desk.say(&json!({"type": "typing", "alarm": story.alarm, "line": LINE, "edit": 1, "text": text})).await;
    desk.is_closed().await;
    story.ends().await;
}

/// Proves AL-16: a handset that nobody could listen through says so once a day; the case shows it and the alert is there.
#[tokio::test(flavor = "multi_thread")]
async fn a_microphone_that_nobody_could_use_is_told_to_those_who_keep_the_case() {
    let mut story = Story::begins().await;
    let case = format!("/api/v1/cases/{}", story.protected.case);
    for (state, bad) in [(Microphone::Granted, false), (Microphone::Prompt, true), (Microphone::Denied, true)]
    {
        let report = DailyReport { microphone: Some(state), ..DailyReport::default() };
        let answer = story.protected.phone.says(&Uplink::DailyReport(report)).await;
        assert_eq!(answer, Downlink::ReportReceived);
        let seen = story.protected.officer.get(&case).await.json();
        let handset = &seen["handsets"][0];
        assert_eq!(handset["microphone"], json!(state.code()));
        assert_eq!(handset["alerts"].to_string().contains("report_bad"), bad, "{state:?}: {handset}");
    }
    story.ends().await;
}
