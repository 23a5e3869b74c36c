// An invented territory: two zones side by side in Belgium, two control rooms, and an account for every role.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hoeder } from './program';

export const PASSWORD = 'een-lang-wachtwoord-voor-tests';

export interface Spot {
  latitude: number;
  longitude: number;
}
/** In the western zone. */
export const IN_LEIEDAL: Spot = { latitude: 51.05, longitude: 3.68 };
/** In the eastern zone. */
export const IN_SCHELDELAND: Spot = { latitude: 51.05, longitude: 3.82 };
export const LILLE: Spot = { latitude: 50.6292, longitude: 3.0573 };

export const LEIEDAL = '9001 Leiedal';
export const SCHELDELAND = '9002 Scheldeland';

function zone(code: string, name: string, west: number, east: number): object {
  const [south, north] = [51.0, 51.1];
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  return { type: 'Feature', properties: { code, name }, geometry: { type: 'Polygon', coordinates: [ring] } };
}

const ZONES = {
  type: 'FeatureCollection',
  features: [zone('9001', 'Leiedal', 3.6, 3.75), zone('9002', 'Scheldeland', 3.75, 3.9)],
};

/** Login, name, role, and the room or zone where the role has one. */
const ACCOUNTS: readonly (readonly [login: string, name: string, role: string, ...where: string[]])[] = [
  ['els', 'Els Operator', 'operator', '--room', 'Oost'],
  ['omar', 'Omar Operator', 'operator', '--room', 'Oost'],
  ['wim', 'Wim Buur', 'operator', '--room', 'West'],
  ['sofie', 'Sofie Supervisor', 'supervisor', '--room', 'Oost'],
  ['wacht.leiedal', 'Wacht Leiedal', 'zone-duty', '--zone', '9001'],
  ['wacht.scheldeland', 'Wacht Scheldeland', 'zone-duty', '--zone', '9002'],
  ['ploeg.scheldeland', 'Ploeg Scheldeland', 'patrol', '--zone', '9002'],
  ['dirk', 'Dirk Dossier', 'case-officer', '--zone', '9001'],
  ['mara', 'Mara Parket', 'magistrate'],
  ['beheer', 'Bea Beheer', 'administrator'],
  ['controle', 'Cas Controle', 'auditor'],
  ['wand', 'Wand', 'wall'],
];
export type Login = (typeof ACCOUNTS)[number][0];

/** Where a log is: the arguments that name it. */
export type Place = readonly string[];

/** Puts rooms, zones and accounts in by the command line, as an administrator would. */
export async function furnish(place: Place): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hoeder-e2e-'));
  const [zones, password] = [join(folder, 'zones.geojson'), join(folder, 'password')];
  try {
    await writeFile(zones, JSON.stringify(ZONES));
    await writeFile(password, `${PASSWORD}\n`, { mode: 0o600 });
    const run = (...args: string[]) => hoeder([...args, ...place, '--no-input']);
    await run('room', 'add', '--name', 'Oost', '--own');
    await run('room', 'add', '--name', 'West', '--neighbour', 'Oost');
    await run('room', 'add', '--name', 'Oost', '--own', '--neighbour', 'West');
    await run('import', 'zones', zones);
    for (const [login, name, role, ...where] of ACCOUNTS) {
      await run('account', 'add', '--login', login, '--name', name, '--role', role, ...where, '--password-file', password);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
