// How soon a press is heard: from the moment that the phone's page counts as the press to the first sound out of the desk's loudspeaker, with a
// real Chromium at both ends, and at the desk an operator who takes each alarm as soon as its key is there.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { chromium, request, type APIRequestContext } from '@playwright/test';
import { Desk } from '../support/console';
import { LAUNCH } from '../support/browser';
import { Handset } from '../support/handset';
import { Screens } from '../support/screens';
import { expect, test } from '../support/test';
import { IN_LEIEDAL, PASSWORD } from '../support/territory';
import { text } from '../support/texts';
import { forget, heard, sitDown } from './sound';
import { percentile } from './watch';

const PRESSES = Number(process.env['HOEDER_BENCH_PRESSES'] ?? 40);
/** Not timed: the first ones fill what a browser keeps. */
const WARM_UP = 2;
/** The desk shows that it is over before the next one comes. */
const BETWEEN_MS = 1_500;

test.use({ settings: { 'voice.listen': '127.0.0.1:0', 'limits.requests_per_second': 100_000 } });

/** Speech without its pauses: what is measured must not wait for a word. */
function speech(folder: string): string {
  const [raw, file] = [join(folder, 'raw.wav'), join(folder, 'speech.wav')];
  execFileSync('espeak-ng', ['-v', 'nl', '-s', '160', '-w', raw, 'Hij staat voor de deur en hij slaat erop met zijn vuisten en ik ben boven met de kinderen']);
  execFileSync('sox', [raw, '-r', '48000', '-c', '1', '-b', '16', file, 'norm', '-3', 'silence', '-l', '1', '0.01', '1%', '-1', '0.02', '1%']);
  return file;
}

interface Line {
  id: string;
  stage: string;
}

/** The alarm that is open, with the moment of its press. */
async function open(operator: APIRequestContext): Promise<{ id: string; pressedAt: number }> {
  const lines = (await (await operator.get('/api/v1/alarms')).json()) as Line[];
  const one = lines.find((line) => line.stage !== 'closed');
  const whole = one ? await (await operator.get(`/api/v1/alarms/${one.id}`)).text() : '';
  const pressedAt = Date.parse(/"pressed_at":"([^"]+)"/.exec(whole)?.[1] ?? '');
  if (!one || Number.isNaN(pressedAt)) throw new Error(`no alarm is open: ${whole}`);
  return { id: one.id, pressedAt };
}

async function end(operator: APIRequestContext, alarm: string): Promise<void> {
  for (const [what, data] of [
    ['dispatch', { unit: 'Ploeg 1' }],
    ['close', { outcome: 'false_alarm', pv: { type: 'number', number: 'GE.1.2026' }, note: '' }],
  ] as const) {
    const answer = await operator.post(`/api/v1/alarms/${alarm}/${what}`, { data });
    if (!answer.ok()) throw new Error(`${what}: ${answer.status()} ${await answer.text()}`);
  }
}

test('voice', async ({ house, office, contextOptions, locale, timezoneId, ignoreHTTPSErrors }) => {
  const folder = await mkdtemp(join(tmpdir(), 'hoeder-bench-'));
  const args = [
    ...(LAUNCH.args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-audio-capture=${speech(folder)}`,
    '--disable-features=WebRtcHideLocalIpsWithMdns',
  ];
  const options = { ...contextOptions, locale, timezoneId, ignoreHTTPSErrors };
  const browsers = [await chromium.launch({ ...LAUNCH, args }), await chromium.launch({ ...LAUNCH, args })] as const;
  const [phones, desks] = [new Screens(browsers[0], () => house.url, options), new Screens(browsers[1], () => house.url, options)];

  const one = await office.makeCase('2026-0100', IN_LEIEDAL);
  const phone = await phones.open({ ...Handset.at(IN_LEIEDAL), permissions: ['geolocation', 'microphone'] });
  await phone.goto('/handset/');
  const handset = new Handset(phone);
  await handset.pair(await office.pairingCode(one, await office.addPerson(one, { name: 'Nele Verzonnen' })));
  const page = await desks.open({ permissions: ['microphone'] });
  await sitDown(page, text('en', 'take-it'));
  await Desk.open(page, 'els');
  const operator = await request.newContext({ baseURL: house.url, ignoreHTTPSErrors: true, extraHTTPHeaders: { origin: house.url } });
  const door = await operator.post('/api/v1/session', { data: { login: 'els', password: PASSWORD } });
  expect(door.ok(), 'sign-in').toBe(true);

  const [toAudio, toTaken] = [[] as number[], [] as number[]];
  for (let press = 0; press < PRESSES + WARM_UP; press += 1) {
    await forget(page);
    await handset.holdDown();
    const { takenAt, audibleAt } = await heard(page);
    await phone.mouse.up();
    const alarm = await open(operator);
    if (press >= WARM_UP) {
      toAudio.push(audibleAt - alarm.pressedAt);
      toTaken.push(takenAt - alarm.pressedAt);
    }
    await end(operator, alarm.id);
    await expect(handset.surface.getByRole('img')).toHaveAccessibleName(/^1 of 3/);
    const ended = performance.now();
    await expect.poll(() => performance.now() - ended).toBeGreaterThan(BETWEEN_MS);
  }
  const figures: Record<string, number> = { press_to_audio_presses: toAudio.length };
  for (const [name, values] of [['press_to_audio_ms', toAudio], ['press_to_taken_ms', toTaken]] as const) {
    figures[`${name}_p50`] = percentile(values, 50);
    figures[`${name}_p99`] = percentile(values, 99);
  }
  await operator.dispose();
  for (const browser of browsers) await browser.close();
  await rm(folder, { recursive: true, force: true });
  const out = process.env['HOEDER_BENCH_OUT'];
  if (out) writeFileSync(out, JSON.stringify(figures));
  console.log(JSON.stringify(figures));
});
