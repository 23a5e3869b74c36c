import { describe, expect, test } from 'vitest';
import { callingEveryone, inOrder, queueOf } from '../../src/console/desk/queue';
import { QueueView } from '../../src/console/desk/view.svelte';
import { aBearer, aCard, anAlarm, at, id, me, taken } from './alarms';
import { aDesk } from './screens';

const mine = me().account;
const ids = (alarms: { id: string }[]) => alarms.map((alarm) => alarm.id);

describe('the order of the queue', () => {
  test('AL-03 a danger alarm stands before an unidentified press, however old that is', () => {
    const queue = queueOf([anAlarm(1, { kind: 'unidentified', gravity: 'unidentified', bearer: null, received_at: at(-900) }), anAlarm(2)], mine);
    expect(ids(queue.ringing)).toEqual([id(502), id(501)]);
  });

  test('FL-07 duress stands first, then weapons, then the oldest', () => {
    const unarmed = aBearer({ card: aCard({ weapons: 'no' }), record: { alarms: 0, real: 0, false_alarms: 0, misuse: 0 } });
    const queue = queueOf(
      [
        anAlarm(1, { bearer: unarmed, received_at: at(-50) }),
        anAlarm(2, { bearer: unarmed, received_at: at(-60) }),
        anAlarm(3, { received_at: at(-5) }),
        anAlarm(4, { duress: true, gravity: 'duress', bearer: unarmed }),
      ],
      mine,
    );
    expect(ids(queue.ringing)).toEqual([id(504), id(503), id(502), id(501)]);
  });

  test('AL-09 weapons that are not known count as graver than none', () => {
    const card = (weapons: 'no' | 'unknown') => aBearer({ card: aCard({ weapons }) });
    const queue = queueOf([anAlarm(1, { bearer: card('no') }), anAlarm(2, { bearer: card('unknown') })], mine);
    expect(ids(queue.ringing)).toEqual([id(502), id(501)]);
  });

  test('FL-01 of 700 alarms at once every one is in the queue, and the gravest is first although it came last', () => {
    const alarms = Array.from({ length: 700 }, (_, n) => anAlarm(n, { received_at: at(n), ...(n === 699 ? { gravity: 'duress' as const } : {}) }));
    const queue = queueOf(alarms, mine);
    expect(queue.ringing).toHaveLength(700);
    expect(queue.ringing[0]?.id).toBe(id(500 + 699));
  });

  test('FL-06 an alarm whose owner was lost rings again among those that nobody has', () => {
    const lost = taken(1, id(108), { stage: 'dispatched', ringing: true, owner: null });
    expect(ids(queueOf([lost], mine).ringing)).toEqual([id(501)]);
  });

  test('what is mine, with colleagues and closed stands in its own section', () => {
    const queue = queueOf([taken(1, mine), taken(2, id(108)), taken(3, mine, { stage: 'closed' })], mine);
    expect([ids(queue.mine), ids(queue.others), ids(queue.closed)]).toEqual([[id(501)], [id(502)], [id(503)]]);
  });
});

describe('the choice', () => {
  const viewOf = (...alarms: Parameters<typeof aDesk>[0]) => new QueueView(aDesk(alarms).live);

  test('AL-03 a graver alarm that comes in does not move the choice', () => {
    const view = viewOf(anAlarm(1), anAlarm(2, { gravity: 'duress' }));
    view.chosen = id(501);
    expect(view.selected).toBe(id(501));
  });

  test('AL-03 without a choice the first that nobody has is shown', () => {
    expect(viewOf(taken(1, mine), anAlarm(2)).selected).toBe(id(502));
    expect(viewOf(taken(1, id(108))).selected).toBeNull();
  });

  test('the arrows walk the queue as it stands on the screen and stop at its ends', () => {
    const view = viewOf(anAlarm(1), taken(2, mine), taken(3, id(108)));
    expect(inOrder(view.rows)).toHaveLength(3);
    const from = (chosen: string, by: 1 | -1) => {
      view.chosen = chosen;
      return view.step(by);
    };
    expect([from(id(501), 1), from(id(503), 1), from(id(501), -1)]).toEqual([id(502), id(503), id(501)]);
  });
});

test('FL-06 only an alarm on the last rung that nobody has calls everyone', () => {
  const calling = callingEveryone([anAlarm(1, { rung: 'everyone' }), anAlarm(2, { rung: 'zone_duty' }), taken(3, mine, { rung: 'everyone' })]);
  expect(ids(calling)).toEqual([id(501)]);
});
