// A measure that was granted and agreed, by the interface: for tests whose story begins at the person's page.
import type { APIRequestContext } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { ask, signedIn } from './interface';
import type { CaseMade } from './office';
import { PASSWORD } from './territory';

const PROSECUTOR = 'paula';

export interface Agreed {
  id: string;
  endsOn: string;
  /** Words of the file that are nobody's but the desks'. */
  secrets: readonly string[];
}

/** Today in Belgium. */
export const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' }).format(new Date());

/** The zone of the officer lies in an office where the alarm is in force, and that office has a magistrate. */
async function placeZone(url: string, zone: string): Promise<void> {
  const administrator = await signedIn(url, 'beheer');
  const [district, office] = [randomUUID(), randomUUID()];
  await ask(administrator, 'PUT', `/districts/${district}`, { code: 'O', name: 'Verzonnen Oost' });
  await ask(administrator, 'PUT', `/offices/${office}`, { code: 'O', name: 'Parket Verzonnen Oost', district, reference_magistrate: null });
  await ask(administrator, 'PUT', `/zones/${zone}/office`, { office, in_force_since: '2023-04-03' });
  await ask(administrator, 'PUT', `/accounts/${randomUUID()}`, {
    login: PROSECUTOR, name: 'Paula Parket', role: 'magistrate', office, state: 'enabled', password: PASSWORD,
  });
  await administrator.dispose();
}

/** A pupil of fourteen, to whom the agreement was explained: requested, heard, assessed, granted in urgency, agreed. */
export async function agreed(url: string, one: CaseMade, person: string): Promise<Agreed> {
  const officer = await signedIn(url, 'dirk');
  const { zone } = await ask<{ zone: string }>(officer, 'GET', '/session');
  await placeZone(url, zone);
  const magistrate = await signedIn(url, PROSECUTOR);
  const on = today();
  const { measure } = await ask<{ measure: string }>(officer, 'POST', '/measures', {
    type: 'request', case: one.id, person, born: `${Number(on.slice(0, 4)) - 14}-01-02`, origin: { type: 'person' }, made_on: on,
    pv: { kind: 'initial', number: 'GE.43.L1.7/2026' }, residence: zone, relation: 'descendant', honour: 'not-related',
    offence: { type: 'none' }, summary: 'Followed by Bo Verzonnen',
  });
  const does = (http: APIRequestContext, command: object) => ask(http, 'POST', `/measures/${measure}/commands`, { expected: null, command });
  const yes = { answer: 'yes', note: 'Rifle club' };
  await does(officer, {
    type: 'hear', on, pv: { kind: 'subsequent', number: 'GE.43.L1.8/2026' }, facts: 'Followed to school', relation: 'ended', wants_it: 'yes', no_contact: 'yes',
    complaints: 'yes', agreement: 'yes', told_no_right: 'told', able: 'yes', secrecy: { address: 'kept', contact: 'kept' },
  });
  await does(officer, {
    type: 'assess', on,
    eight: { fears_for_life: yes, break_up_not_accepted: yes, death_threats: yes, earlier_violence: yes, affinity_with_weapons: yes, much_effort: yes,
      great_anger: yes, destroyed_belongings: yes },
    attention: { opposed_intentions: 'yes', secret_shelter: 'no' }, firearms: { answer: 'yes', note: 'Rifle club' },
    scope: { within: 'yes', why: 'a daughter' }, subsidiarity: 'A ban was broken',
  });
  await does(officer, { type: 'put_before', procedure: 'urgent' });
  await does(magistrate, { type: 'rule', ruling: { type: 'grant' }, procedure: 'urgent', on, reason: 'Serious harm is likely' });
  const { term } = await ask<{ term: { ends_on: string } }>(officer, 'GET', `/measures/${measure}`);
  await does(officer, { type: 'agree', on, assent: { type: 'explained' }, version: '2023-03', told_end: term.ends_on });
  await officer.dispose();
  await magistrate.dispose();
  return { id: measure, endsOn: term.ends_on, secrets: ['Bo Verzonnen', 'Rifle', 'GE.43', 'zonnebloem', 'Paula', 'Dirk', 'Serious harm'] };
}

/** What the desk of the zone has to do with this measure, by name, and what the person told. */
export async function atTheZone(url: string, measure: string): Promise<{ tasks: string[]; text: string }> {
  const officer = await signedIn(url, 'dirk');
  const whole = await ask<{ tasks: { key: string }[] }>(officer, 'GET', `/measures/${measure}`);
  await officer.dispose();
  return { tasks: whole.tasks.map((task) => task.key), text: JSON.stringify(whole) };
}
