// A Bluetooth radio with buttons that nobody has to buy (docs/fakeblue.md), and a real browser that takes it for its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { LAUNCH } from './browser';
import { Screens } from './screens';
import { expect, test as base } from './test';

const BUILT = fileURLToPath(new URL('../../target/debug/hoeder-fakeblue', import.meta.url));
/** How long the radio may take to say something that is waited for, milliseconds. */
const PATIENCE_MS = 30_000;

export interface Said {
  said: string;
  button?: number;
  address?: string;
  why?: string;
  characteristic?: string;
  value?: string;
  frame?: string;
}
export type Press = 'short' | 'double' | 'long';

function program(): string {
  const path = process.env['HOEDER_FAKEBLUE_BIN'] ?? BUILT;
  if (!existsSync(path)) throw new Error(`${path} is not there: cargo build --package hoeder-sim --features fakeblue`);
  return path;
}

export class Radio {
  private readonly heard: Said[] = [];
  private wake: () => void = () => {};

  private constructor(private readonly child: ChildProcess) {
    if (!child.stdout) throw new Error('the radio has no output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.heard.push(JSON.parse(line) as Said);
      this.wake();
    });
  }

  /** On the air with these buttons: `valrt`, `itag`, `bthome` or `bthome:KEY`. */
  static start(...buttons: string[]): Radio {
    const args = buttons.flatMap((button) => ['--button', button]);
    return new Radio(spawn(program(), args, { stdio: ['pipe', 'pipe', 'ignore'] }));
  }

  /** Waits for something that it says; what was said before counts once. */
  async said(what: string, matches: (said: Said) => boolean = () => true): Promise<Said> {
    const end = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const at = this.heard.findIndex((said) => said.said === what && matches(said));
      const found = at < 0 ? undefined : this.heard.splice(at, 1)[0];
      if (found) return found;
      await new Promise<void>((resolve, reject) => {
        this.wake = resolve;
        end.addEventListener('abort', () => reject(new Error(`the radio never said ${what}; it said ${JSON.stringify(this.heard)}`)));
      });
    }
  }

  private async order(order: object): Promise<void> {
    this.child.stdin?.write(`${JSON.stringify(order)}\n`);
    await this.said('done');
  }

  press(press: Press, button = 0): Promise<void> {
    return this.order({ do: 'press', press, button });
  }
  replay(button = 0): Promise<void> {
    return this.order({ do: 'replay', button });
  }
  battery(percent: number, button = 0): Promise<void> {
    return this.order({ do: 'battery', percent, button });
  }
  leave(button = 0): Promise<void> {
    return this.order({ do: 'leave', button });
  }
  comeBack(button = 0): Promise<void> {
    return this.order({ do: 'return', button });
  }

  async off(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** Answers the browser's own list of devices with the one of this name, once: a second answer ends the browser. */
export async function chooseByName(page: Page, name: RegExp): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('DeviceAccess.enable');
  let answered = false;
  session.on('DeviceAccess.deviceRequestPrompted', ({ id, devices }) => {
    const device = devices.find((one) => name.test(one.name));
    if (answered || !device) return;
    answered = true;
    void session.send('DeviceAccess.selectPrompt', { id, deviceId: device.id });
  });
}

interface Chosen extends Window {
  chosen?: EventTarget;
}

/** Remembers the device that the person will choose, for `hear`. Before the choice. */
export async function rememberChosen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const radio = (navigator as unknown as { bluetooth: { requestDevice: (options: object) => Promise<EventTarget> } }).bluetooth;
    const choose = radio.requestDevice.bind(radio);
    radio.requestDevice = async (options) => ((window as Chosen).chosen = await choose(options));
  });
}

/** Hands the page what an advertising button said: Chromium on Linux gives its pages no advertisements (docs/fakeblue.md). */
export async function hear(page: Page, said: Said): Promise<void> {
  await page.evaluate((digits) => {
    const { chosen } = window as Chosen;
    if (!chosen) throw new Error('no button was chosen');
    const bytes = Uint8Array.from({ length: digits.length / 2 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
    const serviceData = new Map([['0000fcd2-0000-1000-8000-00805f9b34fb', new DataView(bytes.buffer)]]);
    chosen.dispatchEvent(Object.assign(new Event('advertisementreceived'), { serviceData }));
  }, said.frame ?? '');
}

interface WithRadio {
  buttons: string[];
  radio: Radio;
  /** Screens of phones that have this radio. */
  phones: Screens;
}

/** A test in which phones have a radio. */
export const test = base.extend<WithRadio>({
  buttons: [['valrt'], { option: true }],
  radio: async ({ buttons }, use) => {
    const radio = Radio.start(...buttons);
    await use(radio);
    await radio.off();
  },
  phones: async ({ radio, house, contextOptions, locale, timezoneId, ignoreHTTPSErrors }, use) => {
    const { address } = await radio.said('ready');
    const args = [...(LAUNCH.args ?? []), '--enable-features=WebBluetooth,WebBluetoothNewPermissionsBackend'];
    const browser: Browser = await chromium.launch({ ...LAUNCH, args, env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: address ?? '' } as Record<string, string> });
    const phones = new Screens(browser, () => house.url, { ...contextOptions, locale, timezoneId, ignoreHTTPSErrors });
    await use(phones);
    const trouble = phones.trouble();
    await phones.close();
    await browser.close();
    expect(trouble, 'no phone complained').toEqual([]);
  },
});

export { expect };
