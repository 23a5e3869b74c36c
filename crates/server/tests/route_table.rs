//! Every route has its rule of access and its kind of art. 25, and the table is what stands at the door.

use crate::support::story::Story;
use crate::support::{LAT_E7, LON_E7, described};
use hoeder_engine::access;
use hoeder_server::routes::{Door, ROUTES};
use hoeder_vocab::Role;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Proves GN-02: a route without a rule and a kind of art. 25 fails here.
#[test]
fn every_route_has_its_rule_and_its_kind_of_article_25() {
    let table: BTreeSet<(String, String)> =
        ROUTES.iter().map(|row| (row.method.to_owned(), row.path.to_owned())).collect();
    assert_eq!(table.len(), ROUTES.len(), "a row stands twice");
    let own_files = ["/", "/{*path}", "/openapi.json"];
    for route in described() {
        assert!(table.contains(&route), "{route:?} has no row in the table");
    }
    for row in ROUTES {
        let described = described().contains(&(row.method.to_owned(), row.path.to_owned()));
        assert!(described || own_files.contains(&row.path), "{} {} is not described", row.method, row.path);
        match row.door {
            Door::Public(why) => {
                assert!(!why.is_empty() && !row.path.starts_with("/api/v1/c"), "{}", row.path)
            }
            Door::SignedIn(why) => assert!(!why.is_empty() && row.log_kind().is_some(), "{}", row.path),
            Door::Handset => assert!(row.path.starts_with("/handset/v1/") && row.log_kind().is_some()),
            Door::Rules(actions) => {
                assert_eq!(row.log_kind(), actions.first().map(|action| action.rule().kind));
                assert!(row.log_kind().is_some(), "{}", row.path);
            }
            Door::Rule(action) | Door::Secret(action) => assert_eq!(row.log_kind(), Some(action.rule().kind)),
        }
    }
    for rule in access::rules() {
        let routed = ROUTES.iter().any(|row| match row.door {
            Door::Rule(action) => action.rule() == rule,
            Door::Rules(actions) => actions.iter().any(|action| action.rule() == rule),
            Door::Public(_) | Door::Handset | Door::SignedIn(_) | Door::Secret(_) => false,
        });
        // Where a team is, its page says over the stream of its desk.
        let said = rule.action == "alarm.team_place";
        assert!(routed || said, "no route asks for {}", rule.action);
    }
}

#[test]
fn the_description_in_the_documents_is_the_one_that_is_served() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written.trim_end() == hoeder_server::openapi_json().trim_end(), "run: cargo xtask openapi");
}

fn example(path: &str) -> String {
    path.replace("{kind}", "silent")
        .replace("{number}", "1")
        .replace("{file}", "x")
        .replace("{layer}", "x")
        .split('/')
        .fold(String::new(), |whole, part| match part {
            "" => whole,
            part if part.starts_with('{') => format!("{whole}/{}", Uuid::from_u128(7)),
            part => format!("{whole}/{part}"),
        })
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_behind_a_door_is_given_without_a_sign_in() {
    let house = crate::support::house().await;
    let client = house.client();
    for row in ROUTES.iter().filter(|row| !matches!(row.door, Door::Public(_) | Door::Handset)) {
        let answer = client.raw(row.method, &example(row.path), "application/json", "{}").await;
        assert_eq!(answer.status, 401, "{} {}", row.method, row.path);
    }
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_without_a_rule_is_refused_on_every_reading_route() {
    let house = crate::support::house().await;
    for role in Role::ALL {
        let client = house.sign_in(role).await;
        for row in ROUTES.iter().filter(|row| row.method == "GET") {
            let Door::Rule(action) = row.door else { continue };
            let answer = client.get(&example(row.path)).await;
            if !action.rule().roles.contains(&role) {
                let refused = [403, 404].contains(&answer.status);
                assert!(refused, "{role:?} {} gave {} {}", row.path, answer.status, answer.text());
            }
        }
    }
    house.running.stop().await;
}

/// Proves GN-03: outside an alarm no answer holds a position of the person, whoever asks whatever.
#[tokio::test(flavor = "multi_thread")]
async fn no_position_is_in_any_answer_outside_an_alarm() {
    let story = Story::begins().await;
    assert!(leaks(&story.ringing.to_string()), "while it rings, the place is there");
    story.a_team_goes().await;
    story.it_was_false().await;
    for role in Role::ALL {
        let client = story.house.sign_in(role).await;
        for row in ROUTES.iter().filter(|row| row.method == "GET" && row.path.starts_with("/api/")) {
            if row.path == "/api/v1/desk" {
                continue;
            }
            let path = row
                .path
                .replace("{alarm}", &story.alarm.to_string())
                .replace("{case}", &story.protected.case.to_string())
                .replace("{layer}", "x");
            let answer = client.get(&path).await;
            assert!(!leaks(&answer.text()), "{role:?} {path}: {}", answer.text());
        }
    }
    story.ends().await;
}

fn leaks(text: &str) -> bool {
    let lat = f64::from(LAT_E7) / 1e7;
    let lon = f64::from(LON_E7) / 1e7;
    text.contains(&lat.to_string()) || text.contains(&lon.to_string())
}
