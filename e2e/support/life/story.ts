// One story from the first call to the last report: the house, its people, the day, and what is known of the measure.
import type { Page } from '@playwright/test';
import { Handset } from '../handset';
import type { House } from '../house';
import type { Screens } from '../screens';
import { IN_LEIEDAL, type Spot } from '../territory';
import { text } from '../texts';
import { Clerk } from './clerk';
import { Magistrate } from './magistrate';
import { Calendar, type Day } from './time';
import type { Speaks } from './world';

export const PERSON = 'Nele Verzonnen';
export const SUSPECT = 'Bo Verzonnen';
export const CASE = '2026-0101';
/** Known to the police only, and never in a paper that others read. */
export const SECRET_ADDRESS = 'Schuilstraat 77, 9000 Gent';
export const PHONE = '+32470123456';

export class Story {
  readonly calendar = new Calendar();
  measure = '';
  private phone: Handset | null = null;
  /** The day of the grant. */
  granted: Day = '';
  private readonly at = new Map<string, Clerk>();
  private machines: Page[] = [];

  constructor(
    readonly house: House,
    readonly screens: Screens,
    readonly language: Speaks,
  ) {}

  t(key: string, values: Record<string, string | number> = {}): string {
    return text(this.language, key, values);
  }

  /** A picture of a screen for whoever wants to look: into the folder that HOEDER_LOOK names. */
  async look(name: string, page: Page): Promise<void> {
    const folder = process.env['HOEDER_LOOK'];
    if (folder === undefined) return;
    const { width, height } = await page.evaluate(() => ({ width: document.body.scrollWidth, height: document.body.scrollHeight }));
    // A phone is read by the glass: in slices that an eye can take.
    const slice = width < 600 ? 1500 : height;
    for (let y = 0; y < height; y += slice) {
      const clip = { x: 0, y, width, height: Math.min(slice, height - y) };
      await page.screenshot({ path: `${folder}/${this.language}-${name}${y === 0 ? '' : `-${y / slice}`}.png`, fullPage: true, clip });
    }
  }

  /** A new machine, on whose clock it is the day of the story. */
  async machine(options: Parameters<Screens['open']>[0] = {}): Promise<Page> {
    const page = await this.screens.open({ locale: `${this.language}-BE`, ...options });
    await page.context().clock.install({ time: this.calendar.now() });
    this.machines.push(page);
    return page;
  }

  /** The phone of the person, switched on. Its places have the time of the story. */
  async carry(spot: Spot = IN_LEIEDAL): Promise<Handset> {
    const page = await this.machine(Handset.at(spot));
    await page.context().addInitScript(() => {
      const { geolocation } = navigator;
      const later = (told: PositionCallback): PositionCallback => ({ coords }) => told({ coords, timestamp: Date.now() } as GeolocationPosition);
      const watch = geolocation.watchPosition.bind(geolocation);
      const ask = geolocation.getCurrentPosition.bind(geolocation);
      geolocation.watchPosition = (told, ...more) => watch(later(told), ...more);
      geolocation.getCurrentPosition = (told, ...more) => ask(later(told), ...more);
    });
    await page.goto('/handset/');
    this.phone = new Handset(page, this.language);
    return this.phone;
  }

  /** The phone that was given to her. */
  carried(): Handset {
    if (this.phone === null) throw new Error('no phone was handed out yet');
    return this.phone;
  }

  /** The desk of an officer; the same one until days pass. */
  async clerk(login: string): Promise<Clerk> {
    const known = this.at.get(login);
    if (known) return known;
    const clerk = await Clerk.open(await this.machine({ viewport: { width: 1366, height: 900 } }), login, this.language);
    this.at.set(login, clerk);
    return clerk;
  }

  /** The desk of a magistrate or of the reception of victims. */
  async magistrate(login: string, options: Parameters<Screens['open']>[0] = { viewport: { width: 1366, height: 900 } }): Promise<Magistrate> {
    const known = this.at.get(login);
    if (known instanceof Magistrate) return known;
    const { page } = await Clerk.open(await this.machine(options), login, this.language);
    const magistrate = new Magistrate(page, login, this.language);
    this.at.set(login, magistrate);
    return magistrate;
  }

  /** An officer with the file open. */
  async officer(login: string): Promise<Clerk> {
    const clerk = await this.clerk(login);
    if (!clerk.page.url().endsWith(this.measure)) await clerk.page.goto(`/measures/${this.measure}`);
    return clerk;
  }

  /** Somebody leaves the desk. */
  async goesHome(login: string): Promise<void> {
    await this.at.get(login)?.page.context().close();
    this.at.delete(login);
  }

  /** Days pass. Everyone goes home; the server is stopped and finds all of it again in its log. */
  async until(day: Day): Promise<void> {
    for (const page of this.machines) if (page !== this.phone?.page) await page.context().close();
    this.machines = this.phone === null ? [] : [this.phone.page];
    this.at.clear();
    await this.phone?.page.goto('about:blank');
    await this.house.stop();
    this.calendar.pass(day);
    await this.house.again(this.calendar.environment);
    if (this.phone === null) return;
    await this.phone.page.context().clock.setSystemTime(this.calendar.now());
    await this.phone.page.goto('/handset/');
  }

  /** The server begins in the story, today. */
  async begin(): Promise<void> {
    await this.house.stop();
    await this.house.again(this.calendar.environment);
  }
}
