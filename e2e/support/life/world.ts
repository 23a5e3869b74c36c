// Two zones of two districts, each with its prosecutor's office and the people of one measure, put in by an administrator.
import { request, type APIRequestContext } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { House } from '../house';
import { PASSWORD } from '../territory';

/** Who speaks which language in this run. */
export type Speaks = 'nl' | 'fr';

/** A signed-in client of the interface: for the administrator, and for what has no screen. */
export class Client {
  private constructor(private readonly http: APIRequestContext) {}

  static async open(url: string, login: string): Promise<Client> {
    const http = await request.newContext({ baseURL: url, ignoreHTTPSErrors: true, extraHTTPHeaders: { origin: url } });
    const client = new Client(http);
    await client.ask('POST', '/session', { login, password: PASSWORD });
    return client;
  }

  async ask<T>(method: string, path: string, data?: object): Promise<T> {
    const headers: Record<string, string> = method === 'GET' ? {} : { 'idempotency-key': randomUUID() };
    const answer = await this.http.fetch(`/api/v1${path}`, { method, headers, ...(data === undefined ? {} : { data }) });
    const body = await answer.text();
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${body}`);
    return (body === '' ? null : JSON.parse(body)) as T;
  }

  close(): Promise<void> {
    return this.http.dispose();
  }
}

export const OFFICES = { leie: 'Parket Leie', schelde: 'Parket Schelde' } as const;

/** Login, name, role, and the office or district where the role has one. The zones' own people are there already. */
const PEOPLE = [
  ['dina', 'Dina Dossier', 'case_officer', 'zone', 'schelde'],
  ['paul', 'Paul Parket', 'magistrate', 'office', 'leie'],
  ['petra', 'Petra Parket', 'magistrate', 'office', 'schelde'],
  ['dora', 'Dora Onthaal', 'victim_reception', 'office', 'leie'],
  ['dana', 'Dana Onthaal', 'victim_reception', 'office', 'schelde'],
  ['rik', 'Rik Referentie', 'reference_magistrate', 'office', 'leie'],
  ['sam', 'Sam Spoc', 'district_spoc', 'district', 'leie'],
] as const;

function places(zones: readonly string[], offices: readonly string[], language: Speaks): string {
  const zone = (id: string) => `[[zone]]\nid = "${id}"\nlanguage = "${language}"\nletterhead = { phone = "09 266 61 11", town = "Gent" }\n`;
  const office = (id: string) => `[[office]]\nid = "${id}"\nlanguage = "${language}"\n`;
  return [...zones.map(zone), ...offices.map(office)].join('\n');
}

/** Makes districts, offices and accounts, gives each zone its office, and says in which language places write. */
export async function prepare(house: House, language: Speaks): Promise<void> {
  const admin = await Client.open(house.url, 'beheer');
  try {
    const { zones } = await admin.ask<{ zones: { id: string; code: string }[] }>('GET', '/administration');
    const zoneOf = (code: string) => zones.find((one) => one.code === code)?.id ?? '';
    const made = { leie: { zone: zoneOf('9001'), office: randomUUID(), district: randomUUID() }, schelde: { zone: zoneOf('9002'), office: randomUUID(), district: randomUUID() } };
    for (const [key, { zone, office, district }] of Object.entries(made)) {
      await admin.ask('PUT', `/districts/${district}`, { code: key.toUpperCase(), name: key === 'leie' ? 'Leie' : 'Schelde' });
      await admin.ask('PUT', `/offices/${office}`, { code: key.toUpperCase(), name: OFFICES[key as 'leie' | 'schelde'], district, reference_magistrate: null });
      await admin.ask('PUT', `/zones/${zone}/office`, { office, in_force_since: '2024-01-01' });
    }
    for (const [login, name, role, at, where] of PEOPLE) {
      await admin.ask('PUT', `/accounts/${randomUUID()}`, { login, name, role, state: 'enabled', password: PASSWORD, [at]: made[where][at] });
    }
    const all = Object.values(made);
    const file = places(all.map((one) => one.zone), all.map((one) => one.office), language);
    await house.keepFile('places.file', 'places.toml', file);
  } finally {
    await admin.close();
  }
}
