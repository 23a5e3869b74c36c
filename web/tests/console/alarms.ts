// Alarms and people for the tests of the console. All invented.
import type { Alarm, Bearer, Card, Me, Message, Role, Step, Wall } from '../../src/lib/api/types';

export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 22, 13, 0, 0) + seconds * 1000).toISOString();

export function aCard(over: Partial<Card> = {}): Card {
  return {
    suspect: 'R. Vermaelen', suspect_description: 'Tall, bald', weapons: 'yes', weapons_note: 'Hunting rifle', vehicle: 'Grey van 1-ABC-234',
    context: 'Ex-partner', antecedents: 'Assault 2023', instructions: 'Two teams. Do not ring the bell.', children: 'Lotte (9)',
    places: [{ kind: 'home', address: 'Lindestraat 12', position: { lat: 50.73, lon: 4.3 }, when: 'at night' }], duress_word: 'sunflower', ...over,
  };
}

export function aBearer(over: Partial<Bearer> = {}): Bearer {
  return {
    case: id(200), case_number: '2026-0410', person: id(300), name: 'Mila Peeters', phone: '+32470123456', language: 'dutch', born: 1989, address: null,
    card: aCard(), has_photo: false, managing_zone: { id: id(2), code: '5902', name: 'Maasbroek' }, household: [],
    record: { alarms: 3, real: 2, false_alarms: 1, misuse: 0 }, ...over,
  };
}

export function anAlarm(n: number, over: Partial<Alarm> = {}): Alarm {
  return {
    id: id(500 + n), call: 'mobile_stalking_alarm', kind: 'danger', gravity: 'danger', stage: 'ringing', rung: 'own_room', ringing: true,
    owner: null, owner_name: null, duress: false, said_mistake: false, presses: 1, bearer: aBearer(), claimed: id(900 + n),
    pressed_at: at(-0.6), received_at: at(0), battery: 67, doubts: [], zones: [{ id: id(1), code: '5901', name: 'Kouterdal' }],
    trail: [{ lat: 50.73, lon: 4.3, accuracy_m: 12, fixed_at: at(-1), received_at: at(0), source: 'gnss' }],
    reached: [
      { milestone: 'pressed', at: at(-0.6), by: { type: 'handset', handset: id(900 + n) }, lag: { type: 'first' } },
      { milestone: 'received', at: at(0), by: { type: 'gateway' }, lag: { type: 'across_clocks', ms: 600 } },
      { milestone: 'held', at: at(0.004), by: { type: 'store' }, lag: { type: 'measured', ms: 4 } },
    ],
    timeline: [{ at: at(0), what: 'raised', by: { type: 'handset', handset: id(900 + n) } }], units: [], linked: [],
    owned_since: null, take_over_until: null, reminded: false, idle_until: null, steps: [], on_the_way: [], arrived: [], findings: [], messages: [],
    trigger: 'button', hotspots: [], trip: null, ...over,
  };
}

export const taken = (n: number, owner: string, over: Partial<Alarm> = {}): Alarm =>
  anAlarm(n, { stage: 'taken', ringing: false, owner, owner_name: 'A. Colleague', ...over });

export function me(role: Role = 'operator'): Me {
  return { account: id(100), login: 'op', name: 'An Operator', role, room: id(50), zone: null, office: null, cell: id(9), exercise: false, idle_until: at(0), ends_at: at(0) };
}

export function aStep(n: number, over: Partial<Step> = {}): Step {
  return { id: `step-${n}`, act: null, due_at: null, done_at: null, done_by: null, late: false, ...over };
}

export function aMessage(n: number, over: Partial<Message> = {}): Message {
  return { id: id(700 + n), from: 'desk', by_name: 'An Operator', template: null, text: `Text ${n}`, asks: false, answer: null, at: at(n), seen_at: null, ...over };
}

export function aWall(over: Partial<Wall> = {}): Wall {
  return {
    as_of: at(0), ringing: 0, owned: 0, desks: 3, desks_own_room: 2, handsets: 12, handsets_proven: 12, handsets_revoked: 0, oldest_proof: at(-60),
    alerts: 0, alerts_unowned: 0, pv_to_follow: 0, recordings_stopped: 0, sound_off: false, store: 'up', desks_lost: 0, operators_on_duty: 2, staffing_low: false, desk_alerts: [], my_desk: null,
    shown_10m: 0, shown_60m: 0, rate_10m_per_desk: 0, flood: null, norm: { average_per_hour: 6, peak_per_hour: 15 }, zones: [],
    unowned: { alarms: 0, alerts: 0, reports: 0 }, ...over,
  };
}
