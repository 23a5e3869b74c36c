import { expect, test } from 'vitest';
import { after, EMPTY_ROOM, reopened } from '../../src/console/desk/room';
import type { Frame } from '../../src/lib/api/types';
import { anAlarm, at, id, taken } from './alarms';

const play = (frames: Frame[], from = EMPTY_ROOM) => frames.reduce(after, from);
const alarm = (n: number, over = {}): Frame => ({ type: 'alarm', number: n, alarm: anAlarm(n, over) });
const complete: Frame = { type: 'complete', number: 9 };

test('GN-05 while the connection comes back, the alarms that were open stay on the screen', () => {
  const before = play([alarm(1), alarm(2), complete]);
  expect([...reopened(before).alarms.keys()]).toEqual([id(501), id(502)]);
  expect(reopened(before).complete).toBe(false);
});

test('GN-05 what the new connection does not send is gone once it has sent everything, and not before', () => {
  const back = play([alarm(2)], reopened(play([alarm(1), alarm(2), complete])));
  expect(back.alarms.size).toBe(2);
  expect([...after(back, complete).alarms.keys()]).toEqual([id(502)]);
});

test('AL-04 a position of a running alarm is added to its trail, at most 500', () => {
  const point = { lat: 50.74, lon: 4.31, accuracy_m: 8, fixed_at: at(5), received_at: at(5), source: 'gnss' as const };
  let room = play([alarm(1)]);
  for (let n = 0; n < 600; n += 1) room = after(room, { type: 'moved', number: n, alarm: id(501), point: { ...point, received_at: at(n) } });
  expect(room.alarms.get(id(501))?.trail).toHaveLength(500);
  expect(room.alarms.get(id(501))?.trail.at(-1)).toEqual({ ...point, received_at: at(599) });
});

test('AL-04 a position that the state of the alarm brought already is there once', () => {
  const point = { lat: 50.74, lon: 4.31, accuracy_m: 8, fixed_at: at(5), received_at: at(5), source: 'gnss' as const };
  const room = play([alarm(1, { trail: [point] })]);
  expect(after(room, { type: 'moved', number: 2, alarm: id(501), point })).toBe(room);
});

test('AL-08 where the teams are is what this connection last told, until none says it, the alarm ends or the connection breaks', () => {
  const point = { lat: 50.74, lon: 4.31, accuracy_m: 8, fixed_at: at(5), received_at: at(5), source: 'unknown' as const };
  const teams = (n: number, ...units: string[]): Frame => ({ type: 'teams', number: n, alarm: id(501), teams: units.map((unit) => ({ unit, point })) });
  const units = (room: typeof EMPTY_ROOM) => room.teams.get(id(501))?.map((team) => team.unit);
  const room = play([alarm(1), complete, teams(10, 'Ploeg 12', 'Ploeg 3')]);
  expect(units(room)).toEqual(['Ploeg 12', 'Ploeg 3']);
  expect(units(after(room, teams(11, 'Ploeg 3')))).toEqual(['Ploeg 3']);
  const ends: Frame[] = [teams(12), { type: 'gone', number: 12, alarm: id(501) }, alarm(1, { stage: 'closed' })];
  for (const end of ends) expect(units(after(room, end)), end.type).toBeUndefined();
  expect(units(reopened(room)), 'an old place would be taken for the place').toBeUndefined();
  expect(units(play([teams(1, 'Ploeg 12')])), 'of an alarm that is not here').toBeUndefined();
  expect(units(play([alarm(1, { stage: 'closed' }), teams(1, 'Ploeg 12')])), 'of one that is closed').toBeUndefined();
});

test('a position of an alarm that this screen does not have changes nothing', () => {
  const room = play([alarm(1)]);
  const point = { lat: 50, lon: 4, fixed_at: at(0), received_at: at(0), source: 'gnss' as const };
  expect(after(room, { type: 'moved', number: 3, alarm: id(599), point })).toBe(room);
});

test('AL-17 a self-test is kept apart from the alarms', () => {
  const room = play([alarm(1), { type: 'tested', number: 2, handset: id(900), at: at(3) }]);
  expect(room.alarms.size).toBe(1);
  expect(room.lastTest).toEqual({ handset: id(900), at: at(3) });
});

test('an alarm that is no longer for this screen leaves it, and only that one', () => {
  const room = play([alarm(1), { type: 'alarm', number: 2, alarm: taken(2, id(108)) }, { type: 'gone', number: 3, alarm: id(501) }]);
  expect([...room.alarms.keys()]).toEqual([id(502)]);
});
