// A walk past every screen and its main states, in one language: for checks that hold everywhere.
// Each walk has a house of its own; nobody types a password twice.
import type { MONITOR } from './centre';
import { opens } from './console';
import { expect, type BrowserContextOptions, type Locator, type Page } from '@playwright/test';
import { Handset } from './handset';
import type { House, Settings } from './house';
import type { CaseMade, Office } from './office';
import { StrangeHandset } from './protocol';
import type { Screens } from './screens';
import { IN_SCHELDELAND, PASSWORD, type Login } from './territory';
import { text, type Language } from './texts';

export const DESK_SIZE = { width: 1280, height: 720 };
export const PHONE_SIZE = { width: 390, height: 844 };
export const NAME = 'Nele Verzonnen';
const TEAM = 'Ploeg 12';

/** Nothing climbs while one looks. */
export const SLOW_LADDER: Settings = { 'alarm.own_room_s': 3600, 'alarm.neighbour_room_s': 7200, 'alarm.zone_duty_s': 10800 };
/** The last rung is there at once. */
export const QUICK_LADDER: Settings = { 'alarm.own_room_s': 1, 'alarm.neighbour_room_s': 2, 'alarm.zone_duty_s': 3 };

/** What is done at every stop. The name is short and the same in every language. */
export type Visit = (page: Page, name: string) => Promise<void>;

export interface Place {
  screens: Screens;
  house: House;
  office: Office;
}

export class Tour {
  constructor(
    readonly at: Place,
    readonly language: Language,
    readonly visit: Visit,
  ) {}

  t(key: string, values: Record<string, string | number> = {}): string {
    return text(this.language, key, values);
  }

  /** A screen in the language of this walk, with nobody at it. */
  async screen(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.at.screens.open({ viewport: DESK_SIZE, ...options });
    await page.addInitScript((language) => {
      if (location.protocol === 'https:') localStorage.setItem('hoeder.language', language);
    }, this.language);
    return page;
  }

  /** Somebody at a screen, signed in by the interface. */
  async enter(login: Login | typeof MONITOR, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.screen(options);
    const headers = { origin: this.at.house.url };
    const answer = await page.context().request.post('/api/v1/session', { data: { login, password: PASSWORD }, headers });
    expect(answer.ok(), `${login} signs in`).toBe(true);
    await page.goto(path);
    await this.settled(page);
    return page;
  }

  async settled(page: Page): Promise<void> {
    await expect(page.getByRole('list', { name: this.t('strip') })).toContainText(this.t('strip-live'));
    await expect(page.getByText(this.t('loading'))).toHaveCount(0);
  }

  async goTo(page: Page, path: string, name: string): Promise<void> {
    await page.goto(path);
    await this.settled(page);
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    await this.visit(page, name);
  }

  button(within: Page | Locator, key: string): Locator {
    return within.getByRole('button', { name: new RegExp(`^${escaped(this.t(key))}`) }).first();
  }

  /** Visits the dialog that is open now, and puts it away. */
  async dialog(page: Page, name: string): Promise<void> {
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await expect(dialog.getByText(this.t('loading'))).toHaveCount(0);
    await this.visit(page, name);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }

  async makeCase(number: string): Promise<{ one: CaseMade; code: string }> {
    const one = await this.at.office.makeCase(number, IN_SCHELDELAND);
    const person = await this.at.office.addPerson(one, { name: NAME });
    return { one, code: await this.at.office.pairingCode(one, person) };
  }

  /** A handset that speaks the protocol. */
  async handset(number: string): Promise<StrangeHandset> {
    return StrangeHandset.paired(this.at.house.url, (await this.makeCase(number)).code);
  }
}

function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

export async function pressed(handset: StrangeHandset): Promise<void> {
  expect((await handset.press(IN_SCHELDELAND)).type).toBe('held');
}

/** The operator heard the check tone. */
export async function goOnDuty(tour: Tour, page: Page): Promise<void> {
  await tour.button(page, 'duty-start').click();
  await tour.button(page, 'duty-heard').click();
  await expect(page.getByRole('list', { name: tour.t('strip') })).toContainText(tour.t('duty-on'));
}

export async function tourOfTheDoor(tour: Tour): Promise<void> {
  const page = await tour.screen();
  await page.goto('/');
  await expect(page.getByLabel(tour.t('login'), { exact: true })).toBeVisible();
  await tour.visit(page, 'door');
}

/** The alarm desk: off duty, calm, ringing, each dialog, a team on the spot. */
export async function tourOfTheDesk(tour: Tour): Promise<void> {
  const handset = await tour.handset('2026-0101');
  const page = await tour.enter('els', '/desk');
  await expect(page.getByText(tour.t('desk-empty'))).toBeVisible();
  await tour.visit(page, 'desk-off-duty');
  await goOnDuty(tour, page);
  await tour.visit(page, 'desk-calm');
  await pressed(handset);
  const card = page.locator('#card');
  await expect(card.getByRole('heading', { name: NAME })).toBeVisible();
  await expect(page.locator('#place canvas')).toBeVisible();
  await tour.visit(page, 'desk-ringing');
  await page.keyboard.press('Enter');
  await expect(card.getByText(tour.t('stage-taken'), { exact: true }).first()).toBeVisible();
  for (const [key, name] of [['d', 'send'], ['n', 'note'], ['b', 'message'], ['h', 'hand-over'], ['c', 'close'], ['f', 'look-up'], ['?', 'help']] as const) {
    await opens(page, key);
    await tour.dialog(page, `desk-${name}`);
  }
  await opens(page, 'd');
  await page.getByRole('dialog').getByRole('textbox').fill(TEAM);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(card.getByText(tour.t('stage-dispatched'), { exact: true }).first()).toBeVisible();
  await opens(page, 's');
  await tour.dialog(page, 'desk-on-the-spot');
  await tour.visit(page, 'desk-team-sent');
  await handset.close();
}

/** What everybody sees when nobody took it. Needs the quick ladder. */
export async function tourOfTheLastRung(tour: Tour): Promise<void> {
  const handset = await tour.handset('2026-0102');
  const page = await tour.enter('els', '/desk');
  await pressed(handset);
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await tour.visit(page, 'everyone');
  await handset.close();
}

/** The zone's duty desk and the patrol's phone, calm and with an alarm; the wall beside them. */
export async function tourOfTheZone(tour: Tour): Promise<void> {
  const handset = await tour.handset('2026-0103');
  // A room in which nobody hears is passed over.
  const room = await tour.enter('els', '/desk');
  await goOnDuty(tour, room);
  const zone = await tour.enter('wacht.scheldeland', '/zone');
  await expect(zone.getByText(tour.t('zone-calm'))).toBeVisible();
  await expect(zone.getByRole('heading', { name: tour.t('zone-health') })).toBeVisible();
  const patrol = await tour.enter('ploeg.scheldeland', '/patrol', { viewport: PHONE_SIZE });
  await expect(patrol.getByText(tour.t('patrol-empty'))).toBeVisible();
  const wall = await tour.enter('wand', '/wall');
  await expect(wall.getByRole('heading', { level: 1 })).toBeVisible();
  await tour.visit(zone, 'zone-calm');
  await tour.visit(patrol, 'patrol-calm');
  await tour.visit(wall, 'wall-calm');
  await pressed(handset);
  await expect(zone.getByRole('heading', { name: NAME })).toBeVisible();
  await tour.visit(zone, 'zone-alarm');
  await expect(patrol.getByRole('heading', { name: NAME })).toBeVisible();
  await expect(patrol.locator('canvas')).toBeVisible();
  await tour.visit(patrol, 'patrol-alarm');
  await expect(wall.getByRole('listitem').filter({ hasText: tour.t('wall-ringing') })).toContainText('1');
  await tour.visit(wall, 'wall-ringing');
  await expect(room.locator('#card')).toBeVisible();
  await room.keyboard.press('Enter');
  await expect(room.locator('#card').getByText(tour.t('stage-taken'), { exact: true }).first()).toBeVisible();
  await opens(room, 'd');
  await room.getByRole('dialog').getByRole('textbox').fill(TEAM);
  await room.keyboard.press('Enter');
  await patrol.getByRole('group', { name: tour.t('patrol-we-are') }).getByRole('button', { name: TEAM }).click();
  await tour.button(patrol, 'patrol-on-the-way').click();
  await expect(patrol.getByText(tour.t('patrol-sending'))).toHaveCount(0);
  await tour.button(patrol, 'on-the-spot').click();
  await expect(room.locator('#card').getByText(tour.t('stage-on-scene'), { exact: true }).first()).toBeVisible();
  await tour.visit(patrol, 'patrol-on-the-spot');
  await tour.button(patrol, 'patrol-found').click();
  await tour.dialog(patrol, 'patrol-found');
  await tour.visit(zone, 'zone-team-out');
  await handset.close();
}

/** The pages beside the alarm desk. */
export async function tourOfTheOffice(tour: Tour): Promise<void> {
  tour.at.screens.expectTrouble(/status of 403/);
  const { one } = await tour.makeCase('2026-0104');
  const officer = await tour.enter('dirk', '/cases');
  await expect(officer.getByRole('link', { name: one.number })).toBeVisible();
  await tour.visit(officer, 'cases');
  await tour.goTo(officer, '/cases/new', 'case-new');
  await tour.goTo(officer, `/cases/${one.id}`, 'case');
  await tour.button(officer, 'pair').click();
  await expect(officer.getByRole('dialog').locator('output')).toBeVisible();
  await tour.dialog(officer, 'case-pair');
  await tour.goTo(officer, '/tasks', 'tasks-calm');
  await tour.goTo(officer, '/hotspots', 'hotspots-none');
  await tour.button(officer, 'hotspot-new').click();
  await tour.dialog(officer, 'hotspot-new');
  await tour.button(officer, 'hotspot-new').click();
  const form = officer.getByRole('dialog');
  await form.getByLabel(tour.t('address'), { exact: true }).last().fill('Verzonnenlaan 12, Scheldeland');
  await form.getByLabel(tour.t('what-to-do')).fill('Ring the neighbour first.');
  await tour.button(form, 'save').click();
  await expect(form).toBeHidden();
  await expect(officer.getByRole('row').filter({ hasText: 'Verzonnenlaan 12' })).toBeVisible();
  await tour.visit(officer, 'hotspots');
  await tour.button(officer.getByRole('row').filter({ hasText: 'Verzonnenlaan 12' }), 'hotspot-end').click();
  await tour.dialog(officer, 'hotspot-end');
  await tour.goTo(officer, '/reports', 'reports');
  await tour.goTo(officer, '/history', 'history-none');
  await tour.goTo(officer, '/administration', 'no-right');
}

/** A district, its office and the zones of that office: no measure can be asked for before. */
async function tourOfTheProsecution(tour: Tour, page: Page): Promise<void> {
  const saved = async () => {
    await tour.button(page.getByRole('dialog'), 'save').click();
    await expect(page.getByRole('dialog')).toBeHidden();
  };
  const name = () => page.getByRole('dialog').getByLabel(tour.t('name'), { exact: true });
  await tour.button(page, 'district-new').click();
  await name().fill('Oost-Vlaanderen');
  await tour.dialog(page, 'district-new');
  await tour.button(page, 'district-new').click();
  await name().fill('Oost-Vlaanderen');
  await saved();
  await tour.button(page, 'prosecutor-new').click();
  await tour.dialog(page, 'prosecutor-new');
  await tour.button(page, 'prosecutor-new').click();
  await name().fill('Gent');
  await saved();
  await tour.button(page, 'zone-place').click();
  await tour.dialog(page, 'zone-place');
  await tour.button(page.getByRole('row').filter({ hasText: '9001' }), 'change').click();
  await page.getByRole('dialog').getByLabel(tour.t('zone-since')).fill('2023-04-03');
  await tour.dialog(page, 'zone-place-one');
  await tour.button(page.getByRole('row').filter({ hasText: '9001' }), 'change').click();
  await page.getByRole('dialog').getByLabel(tour.t('zone-since')).fill('2023-04-03');
  await saved();
  await expect(page.getByRole('row').filter({ hasText: '9001' })).toContainText('Gent');
  await tour.visit(page, 'administration-placed');
}

/** Those who look at the system and not at cases. */
export async function tourOfTheHouse(tour: Tour): Promise<void> {
  const administrator = await tour.enter('beheer', '/administration');
  await expect(administrator.getByRole('heading', { name: tour.t('accounts') })).toBeVisible();
  await tour.visit(administrator, 'administration');
  for (const name of ['account-new', 'room-new']) {
    await tour.button(administrator, name).click();
    await tour.dialog(administrator, name);
  }
  await tourOfTheProsecution(tour, administrator);
  const auditor = await tour.enter('controle', '/log');
  await expect(auditor.getByRole('row').nth(1)).toBeVisible();
  await tour.visit(auditor, 'log');
  await tour.goTo(auditor, '/no-such-page', 'unknown');
}

/** The phone of a protected person. */
export async function tourOfTheHandset(tour: Tour): Promise<void> {
  const { code } = await tour.makeCase('2026-0105');
  const geolocation = { ...IN_SCHELDELAND, accuracy: 8 };
  const page = await tour.screen({ viewport: PHONE_SIZE, permissions: ['geolocation'], geolocation });
  const handset = new Handset(page, tour.language);
  await page.goto('/handset/');
  await expect(page.getByLabel(tour.t('handset-pair-code'))).toBeVisible();
  await tour.visit(page, 'handset-pairing');
  await handset.pair(code);
  await tour.visit(page, 'handset-home');
  const details = () => page.getByRole('button', { name: tour.t('handset-details') }).click();
  const back = () => page.getByRole('button', { name: tour.t('handset-back') }).click();
  const open = async (key: string) => {
    await tour.button(page.getByRole('navigation', { name: tour.t('handset-more') }), key).click();
    await expect(page.getByRole('heading', { level: 1, name: tour.t(key) })).toBeVisible();
  };
  await details();
  await expect(page.getByRole('heading', { level: 1, name: tour.t('handset-details') })).toBeVisible();
  await tour.visit(page, 'handset-details');
  for (const name of ['button', 'trip', 'text', 'timer']) {
    await open(`handset-${name}`);
    await tour.visit(page, `handset-${name}`);
    if (name !== 'timer') await back();
  }
  await tour.button(page, 'handset-timer-start').click();
  await expect(page.getByText(tour.t('handset-timer-held'))).toBeVisible();
  await tour.visit(page, 'handset-timer-runs');
  await tour.button(page, 'handset-timer-check-in').click();
  await expect(page.getByText(tour.t('handset-timer-ended'))).toBeVisible();
  await back();
  await back();
  await handset.press();
  await tour.visit(page, 'handset-home-alarm');
  await details();
  await open('handset-text');
  await expect(page.getByRole('region', { name: tour.t('handset-text-ready') })).toBeVisible();
  await tour.visit(page, 'handset-text-alarm');
  await back();
  await page.getByLabel(tour.t('handset-looks-on')).check();
  await page.reload();
  await expect(page.getByRole('button', { name: tour.t('handset-cover-title') })).toBeVisible();
  await tour.visit(page, 'handset-cover');
}
