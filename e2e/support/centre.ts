// A monitoring centre that works by the interface: mandates, who carries what, devices; for tests whose story begins at the tracking desk.
import type { APIRequestContext } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { House } from './house';
import { Band, TrackerPhone } from './devices';
import { ask, signedIn } from './interface';
import { IN_LEIEDAL, PASSWORD } from './territory';

export const MONITOR = 'vcet';
export const WEARER = 'Bo Verzonnen';
const DAY_MS = 86_400_000;

/** Who is protected, and whether the device may ever notify. */
export interface ProtectedWish {
  name: string;
  age?: 'adult' | 'minor';
}

/** Two who must not meet: 500 m alarm, 1000 m warning. */
export interface Watched {
  mandate: string;
  reference: string;
  pair: string;
  offender: string;
  protectedOne: string;
  band: Band;
  phone: TrackerPhone;
}

export class Centre {
  private made = 0;
  private readonly devices: { close(): unknown }[] = [];

  private constructor(
    private readonly house: House,
    private readonly officer: APIRequestContext,
    /** At the interface as the monitoring centre. */
    readonly monitor: APIRequestContext,
    private readonly zone: string,
  ) {}

  /** Gives the centre its account. */
  static async open(house: House): Promise<Centre> {
    const administrator = await signedIn(house.url, 'beheer');
    await ask(administrator, 'PUT', `/accounts/${randomUUID()}`, { login: MONITOR, name: 'Vera Centrale', role: 'monitor', state: 'enabled', password: PASSWORD });
    await administrator.dispose();
    const officer = await signedIn(house.url, 'dirk');
    const { zone } = await ask<{ zone: string }>(officer, 'GET', '/session');
    return new Centre(house, officer, await signedIn(house.url, MONITOR), zone);
  }

  /** A mandate that runs, with both devices issued and connected. */
  async watch(wish: ProtectedWish): Promise<Watched> {
    this.made += 1;
    const nth = this.made;
    const { name, age = 'adult' } = wish;
    const [file, person, mandate, offender, protectedOne, pair] = Array.from({ length: 6 }, () => randomUUID()) as [string, string, string, string, string, string];
    const home = { lat: IN_LEIEDAL.latitude, lon: IN_LEIEDAL.longitude };
    const reference = `EM/2026/${nth}`;
    const officer = this.officer;
    await ask(officer, 'PUT', `/cases/${file}`, {
      number: `2026-03${nth}`, managing_zone: this.zone, state: 'active',
      card: {
        suspect: WEARER, suspect_description: '', weapons: 'unknown', weapons_note: '', vehicle: '', context: '', antecedents: '', instructions: '', children: '',
        duress_word: '', places: [{ kind: 'home', address: 'Lindelaan 5', position: home, when: '' }],
      },
    });
    await ask(officer, 'PUT', `/cases/${file}/persons/${person}`, { kind: 'protected', name, phone: '+32470123456', language: 'dutch', born: age === 'minor' ? 2015 : 1991 });
    await ask(officer, 'PUT', `/mandates/${mandate}`, {
      kind: 'contact_ban', state: 'granted', court: 'Raadkamer Gent', reference, case: file, zone: this.zone, group: 'stalking', scope: ['distance', 'places', 'alcohol'],
      from: new Date(Date.now() - DAY_MS).toISOString(), until: new Date(Date.now() + 90 * DAY_MS).toISOString(), conditions: 'No contact, no alcohol.',
      alcohol: { milligrams_per_litre: 200, every_s: 86_400, then_every_s: 3_600 },
    });
    await ask(officer, 'PUT', `/carriers/${offender}`, { mandate, side: 'offender', name: WEARER, age: 'adult', notice: 'allowed', fastest_kmh: 130 });
    await ask(officer, 'PUT', `/carriers/${protectedOne}`, { mandate, side: 'protected', person, age, notice: age === 'minor' ? 'never' : 'allowed', fastest_kmh: 130 });
    await ask(officer, 'PUT', `/pairs/${pair}`, {
      mandate, offender, protected: protectedOne, alarm_m: 500, warning_m: 1000, police_min: 10, state: 'active', reason: 'As the court ordered.',
    });
    await ask(officer, 'PUT', `/perimeters/${randomUUID()}`, {
      carrier: offender, label: 'School', kind: 'exclusion', outline: { type: 'circle', centre: { lat: 51.08, lon: 3.62 }, radius_m: 400 },
      week: { windows: [0, 1, 2, 3, 4].map((weekday) => ({ weekday, from_minute: 450, to_minute: 990 })), except: [] }, reason: 'As the court ordered.',
    });
    const imei = `35630704244101${nth}`;
    await this.issue({ number: imei, model: 'Band 4', can: ['strap', 'alcohol', 'commands'], secret: 'none' }, offender);
    const number = `tracker-${nth}`;
    const secret = await this.issue({ number, model: 'Tracker 2', can: ['notice', 'vibrate', 'commands'], secret: 'new' }, protectedOne);
    const band = await Band.login(this.house.listensAt('teltonika'), imei);
    const phone = await TrackerPhone.open(this.house.listensAt('http'), number, secret ?? '');
    this.devices.push(band, phone);
    return { mandate, reference, pair, offender, protectedOne, band, phone };
  }

  /** Registers a device and issues it; gives its secret. */
  private async issue(device: { number: string; model: string; can: readonly string[]; secret: 'new' | 'none' }, carrier: string): Promise<string | null> {
    const id = randomUUID();
    const { number, model, can, secret } = device;
    const told = await ask<{ secret: string | null }>(this.monitor, 'PUT', `/trackers/${id}`, { number, model, capabilities: can, interval_s: 30, class: 'close', secret });
    await ask(this.monitor, 'POST', `/trackers/${id}/issue`, { carriers: [carrier], urgent: 'Released this evening.' });
    return told.secret;
  }

  /** Asks for a message on the device of the protected person in the open incident of danger; gives the code of the refusal. */
  async tellsByDevice(): Promise<string> {
    const { incidents } = await ask<{ incidents: { id: string; queue: string }[] }>(this.monitor, 'GET', '/tracking');
    const incident = incidents.find((one) => one.queue === 'danger')?.id ?? '';
    const data = { instruction: { type: 'stay' }, channel: 'device' };
    const answer = await this.monitor.put(`/api/v1/incidents/${incident}/instructions/${randomUUID()}`, { data });
    return ((await answer.json()) as { code: string }).code;
  }

  /** The newest incident of a mandate as it is kept, and the code with which its positions are refused. */
  async lastIncident(one: Watched): Promise<{ stage: string; outcome: string; timeline: string; follow: string }> {
    const { incidents } = await ask<{ incidents: { id: string }[] }>(this.monitor, 'GET', `/mandates/${one.mandate}`);
    const id = incidents[0]?.id ?? '';
    const { stage, outcome, timeline } = await ask<{ stage: string; outcome: string; timeline: object[] }>(this.monitor, 'GET', `/incidents/${id}`);
    const refused = await this.monitor.get(`/api/v1/incidents/${id}/pairs/${one.pair}/track`);
    return { stage, outcome, timeline: JSON.stringify(timeline), follow: ((await refused.json()) as { code: string }).code };
  }

  async close(): Promise<void> {
    for (const device of this.devices) await device.close();
    await this.officer.dispose();
    await this.monitor.dispose();
  }
}
