//! What is full: a lane, a device's share, the engine's lane, the disk.

use super::*;
use hoeder_watch::track::Queue;

/// (FL-01, FL-20)
#[tokio::test]
async fn a_full_shard_tells_its_senders_to_wait_and_takes_everything_again_once_it_runs() {
    let house = house(|_| {});
    house.watch(&[1, 2, 3]);
    // 1 and 3 are in one shard, 2 in the other. Nothing is judged before the beginning.
    let mut waiting = Vec::new();
    for n in 0..4 {
        let (door, reports) = (house.tracking.door(), vec![report(JUST_NOW, n); 300]);
        waiting.push(tokio::spawn(async move { door.take(&number(1), reports, ReceivedAt(now())).await }));
    }
    while house.tracking.health().waiting < 900 {
        tokio::task::yield_now().await;
    }
    // Three batches fit; the fourth, and another device of the same shard, are told to wait ..
    assert_eq!(house.take(3, vec![report(JUST_NOW, 0); 300]).await, Err(Refused::Busy));
    let (door, other) = (house.tracking.door(), number(2));
    let elsewhere =
        tokio::spawn(
            async move { door.take(&other, vec![report(JUST_NOW, 0); 300], ReceivedAt(now())).await },
        );
    while house.tracking.health().waiting < 1_200 {
        tokio::task::yield_now().await;
    }
    house.tracking.begin();
    let mut answers = Vec::new();
    for wait in waiting {
        answers.push(wait.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 3);
    assert!(answers.contains(&Err(Refused::Busy)));
    // .. and the other shard was not touched.
    assert!(elsewhere.await.unwrap().is_ok());
    assert!(house.take(3, vec![report(JUST_NOW, 0); 300]).await.is_ok());
    assert_eq!(house.tracking.health().waiting, 0);
    assert!(house.tracking.stop());
}

/// A million fixes in a minute from one device: it is limited, the others do not notice (FL-01).
#[tokio::test]
async fn a_device_that_sends_fifty_times_too_much_is_limited_and_nobody_else_is() {
    let house = house(|config| config.queue_reports = 100_000);
    house.watch(&[1, 2, 3]);
    house.tracking.watch(Order::Pair(pair_order(1, 1, 2)));
    house.tracking.begin();
    let share = 600 * 30;
    let (mut taken, mut refused) = (0, 0);
    house.take(2, vec![report(JUST_NOW, 100)]).await.unwrap();
    for n in 0..50 * share / 1_000 {
        let flood: Vec<TrackReport> = (0..1_000)
            .map(|m| report(Duration::from_millis(u64::try_from(m).unwrap()), 50_000 + n))
            .collect();
        match house.take(3, flood).await {
            Ok(Accepted { count }) => taken += count,
            Err(Refused::Busy) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
        if n % 100 == 0 {
            assert!(house.take(1, vec![report(JUST_NOW, 90_000 + n)]).await.is_ok());
        }
    }
    // Its burst, and what its share grew by in the seconds of this test.
    let share = usize::try_from(share).unwrap();
    assert!((share - 1_000..2 * share).contains(&taken), "{taken}");
    assert!(refused > 800, "{refused}");
    assert!(house.take(1, vec![report(Duration::ZERO, 0)]).await.is_ok());
    assert!(house.ears.raised().contains(&AlertKind::Near));
    assert!(house.tracking.stop());
}

/// (GN-05)
#[tokio::test]
async fn alerts_that_the_engine_has_no_room_for_wait_and_come_danger_first() {
    let house = house(|_| {});
    house.watch(&[1, 2]);
    house.tracking.watch(Order::Pair(pair_order(1, 1, 2)));
    house.tracking.begin();
    *house.ears.deaf.lock().unwrap() = true;
    let low = [hoeder_vocab::tracking::Sign::StrapCut].into_iter().collect();
    house.take(2, vec![report(JUST_NOW, 100)]).await.unwrap();
    house.take(1, vec![TrackReport { began: low, ..report(Duration::from_secs(30), 90_000) }]).await.unwrap();
    house.take(1, vec![report(JUST_NOW, 0)]).await.unwrap();
    assert_eq!(house.ears.raised(), vec![]);
    *house.ears.deaf.lock().unwrap() = false;
    while !house.ears.raised().contains(&AlertKind::Near) {
        tokio::task::yield_now().await;
    }
    assert!(house.tracking.stop());
    let queues: Vec<Queue> = house.ears.raised().iter().map(|kind| kind.queue()).collect();
    assert!(queues.is_sorted(), "{queues:?}");
}

/// (GN-05, FL-20)
#[tokio::test]
async fn a_disk_without_room_acknowledges_nothing_and_stops_no_alert() {
    let house = house(|config| config.most_bytes = Some(1_000));
    house.watch(&[1, 2]);
    house.tracking.watch(Order::Pair(pair_order(1, 1, 2)));
    house.tracking.begin();
    assert_eq!(house.take(2, vec![report(JUST_NOW, 100)]).await, Err(Refused::StoreDown));
    assert_eq!(house.take(1, vec![report(JUST_NOW, 0)]).await, Err(Refused::StoreDown));
    assert!(house.ears.raised().contains(&AlertKind::Near));
    assert!(!house.tracking.health().keeping);
    assert_eq!(house.kept(1).await, vec![]);
    assert!(house.tracking.stop());
    // With room again, the same files go on.
    let tracking = started(&config(house.folder.path()), &house.ears);
    let house = House { tracking, ..house };
    house.watch(&[1]);
    house.tracking.begin();
    let one = report(JUST_NOW, 0);
    assert!(house.take(1, vec![one]).await.is_ok());
    assert_eq!(house.kept(1).await, vec![one]);
    assert!(house.tracking.health().keeping);
    assert!(house.tracking.stop());
}
