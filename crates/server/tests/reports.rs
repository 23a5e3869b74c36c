//! Reports over the interface: answer times with targets, the month, the noisiest causes; as JSON and as tables.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it does not hold")]

use crate::support::phone::press;
use crate::support::story::Story;
use crate::support::{House, code};
use hoeder_vocab::Role;
use hoeder_watch::service::Target;
use serde_json::{Value, json};
use uuid::Uuid;

/// An alarm that is taken and closed as false, and one that rings: no failure before it could not be taken in time any more.
async fn lived(house: House) -> Story {
    let mut story = Story::begins_in(house).await;
    story.a_team_goes().await;
    story.it_was_false().await;
    let ringing = Uuid::from_u128(2);
    story.protected.phone.says(&press(ringing)).await;
    story.desk.sees_alarm(ringing, |_| true).await;
    story.house.settled().await;
    story
}

/// Proves T-ARC-1, T-ARC-2: shares, percentiles and targets of the month and of twelve months, for those who may, also a wall.
#[tokio::test(flavor = "multi_thread")]
async fn answer_times_are_told_with_their_targets() {
    let house = crate::support::house_with(|config| {
        config.targets = Target::parse("nena").unwrap();
        config.targets.extend(Target::parse("never: 100 % in 1 s from taken to dispatched").unwrap());
    })
    .await;
    let story = lived(house).await;
    let (house, operator) = (&story.house, &story.operator);
    for role in [Role::Wall, Role::Supervisor, Role::ZoneDuty, Role::CaseOfficer, Role::Auditor] {
        let client = house.sign_in(role).await;
        let answer = client.get("/api/v1/reports/answer-times").await;
        assert_eq!(answer.status, 200, "{role:?} {}", answer.text());
        let report = answer.json();
        for period in ["month", "year"] {
            let of = &report[period];
            assert_eq!((&of["alarms"], &of["never_taken"]), (&json!(1), &json!(0)), "{role:?} {of}");
            for start in ["from_pressed", "from_delivered"] {
                let shares = of[start]["shares"].as_array().unwrap();
                assert_eq!(shares.len(), 8);
                assert_eq!(shares[7], json!({"within_s": 180, "share": 1.0, "count": 1}));
                assert!(of[start]["p98_5_ms"].is_u64() && of[start]["max_ms"].is_u64());
            }
            let targets = of["targets"].as_array().unwrap();
            let names: Vec<&str> = targets.iter().map(|t| t["name"].as_str().unwrap()).collect();
            assert_eq!(names, ["nena", "nena", "never"]);
            assert_eq!((&targets[1]["within_s"], &targets[1]["share_wanted"]), (&json!(20), &json!(0.95)));
            assert_eq!((&targets[1]["count"], &targets[1]["met"]), (&json!(1), &json!(true)));
            assert_eq!((&targets[2]["from"], &targets[2]["to"]), (&json!("taken"), &json!("dispatched")));
        }
        assert!(report["year"]["from"].as_str() < report["month"]["from"].as_str());
        assert_eq!(report["year"]["to"], report["month"]["to"]);
    }
    assert_eq!(operator.get("/api/v1/reports/answer-times").await.status, 403);
    let empty =
        house.sign_in(Role::Wall).await.get("/api/v1/reports/answer-times?until=2020-05").await.json();
    assert_eq!(
        (&empty["month"]["from"], &empty["month"]["to"]),
        (&json!("2020-05-01"), &json!("2020-05-31"))
    );
    assert_eq!((&empty["year"]["from"], &empty["month"]["alarms"]), (&json!("2019-06-01"), &json!(0)));
    assert_eq!(empty["month"]["targets"][0]["met"], Value::Null);
    story.ends().await;
}

/// Proves ARC-05: the month by day and room, by case, by outcome, and by noise; a wall sees none of it.
#[tokio::test(flavor = "multi_thread")]
async fn the_month_is_told_case_by_case() {
    let house = crate::support::house().await;
    let story = lived(house).await;
    let house = &story.house;
    let supervisor = house.sign_in(Role::Supervisor).await;
    let report = supervisor.get("/api/v1/reports/monthly").await.json();
    let day = &report["response"][0];
    assert_eq!((&day["room"], &day["alarms"], &day["never_taken"]), (&json!("Gent"), &json!(1), &json!(0)));
    assert!(day["p50_ms"].is_u64() && day["from_pressed"]["p50_ms"].is_u64(), "{day}");
    let persons = json!([{"case_number": "2026-0412", "alarms": 2, "tests": 0, "false_alarms": 1, "real": 0, "misuse": 0}]);
    assert_eq!(report["persons"], persons);
    assert_eq!(report["verified"], json!([{"outcome": "false_alarm", "count": 1, "share": 1.0}]));
    let noise = json!([{"cause": "alarm.false_alarm", "case_number": "2026-0412", "count": 1, "share": 1.0}]);
    assert_eq!(report["noisiest"], noise);
    assert_eq!(supervisor.get("/api/v1/reports/noisiest").await.json(), noise);
    let wall = house.sign_in(Role::Wall).await;
    for path in ["monthly", "monthly.csv", "noisiest", "noisiest.csv"] {
        assert_eq!(wall.get(&format!("/api/v1/reports/{path}")).await.status, 403, "{path}");
    }
    let auditor = house.sign_in(Role::Auditor).await;
    let log = crate::support::access_log(&auditor).await;
    let read = |row: &&Value| row["action"] == "report.monthly" && row["denied"].is_null();
    let by: Vec<&Value> = log.as_array().unwrap().iter().filter(read).map(|row| &row["by_name"]).collect();
    assert_eq!(by, ["Colleague 1"], "who read it is on record, by name (GN-02)");
    let strange = |row: &&Value| row["by"]["type"] != "account" && !row["by_name"].is_null();
    assert_eq!(log.as_array().unwrap().iter().filter(strange).count(), 0);
    story.ends().await;
}

/// Proves ARC-05: the same as a table that a spreadsheet opens, in its own dialect.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_a_table_too() {
    let house = crate::support::house().await;
    let story = lived(house).await;
    let house = &story.house;
    let officer = house.sign_in(Role::CaseOfficer).await;
    let table = officer.get("/api/v1/reports/monthly.csv?part=persons&bom=true&separator=semicolon").await;
    assert_eq!(table.status, 200, "{}", table.text());
    assert!(table.header("content-type").starts_with("text/csv"));
    assert!(table.header("content-disposition").starts_with("attachment; filename=\"monthly-"));
    let expected = "\u{feff}case_number;alarms;tests;false_alarms;real;misuse\r\n2026-0412;2;0;1;0;0\r\n";
    assert_eq!(table.text(), expected);
    let whole = officer.get("/api/v1/reports/monthly.csv").await.text();
    for part in [
        "response\r\nday,room,",
        "\r\n\r\npersons\r\ncase_number,",
        "\r\n\r\nverified\r\n",
        "noisiest\r\ncause,",
    ] {
        assert!(whole.contains(part), "{part} in {whole}");
    }
    let waits = officer.get("/api/v1/reports/answer-times.csv?part=waits").await.text();
    assert!(waits.starts_with("period,from,to,start,alarms,never_taken,within_10_s,"));
    assert_eq!(waits.lines().count(), 5, "the month and the year, from the press and from the console");
    let targets = officer.get("/api/v1/reports/answer-times.csv?part=targets").await.text();
    assert_eq!(targets.lines().count(), 1 + 2 * 8, "four standards of two limits each");
    let noise = officer.get("/api/v1/reports/noisiest.csv?week=2020-W53").await;
    assert_eq!(noise.text(), "cause,case_number,count,share\r\n");
    story.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_or_week_that_is_none_is_refused() {
    let house = crate::support::house().await;
    let client = house.sign_in(Role::Supervisor).await;
    for path in [
        "answer-times?until=2026-13",
        "answer-times?until=x",
        "monthly?month=2026",
        "noisiest?week=2026-W54",
        "noisiest?week=2026-11-22",
    ] {
        let answer = client.get(&format!("/api/v1/reports/{path}")).await;
        assert_eq!((answer.status, code(&answer).as_str()), (422, "invalid"), "{path}");
    }
    let part = client.get("/api/v1/reports/monthly.csv?part=everything").await;
    assert_eq!(part.status, 422, "{}", part.text());
    house.running.stop().await;
}
