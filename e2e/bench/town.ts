// A town with a case, a person and a phone behind every door, and somebody at the desk who works through its alarms.
import { request, type APIRequestContext } from '@playwright/test';
import { Office } from '../support/office';
import { StrangeHandset, freshId } from '../support/protocol';
import { fixAt } from '../support/protocol';
import { IN_LEIEDAL, PASSWORD, type Spot } from '../support/territory';

/** Requests under way at a time: enough to keep the server busy, few enough for two cores. */
const AT_ONCE = 8;

async function inTurn<T, R>(items: readonly T[], work: (item: T, n: number) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map((item, n) => work(item, from + n)))));
  }
  return done;
}

export class Inhabitant {
  constructor(
    private readonly handset: StrangeHandset,
    private readonly at: Spot,
  ) {}

  async press(): Promise<string> {
    const alarm = freshId();
    const answer = await this.handset.press(this.at, alarm);
    if (answer.type !== 'held') throw new Error(`a press was answered with ${JSON.stringify(answer)}`);
    return alarm;
  }

  async walk(alarm: string, steps: number): Promise<void> {
    for (let n = 1; n <= steps; n += 1) {
      const spot = { latitude: this.at.latitude + n * 1e-4, longitude: this.at.longitude };
      await this.handset.send({ type: 'moved', alarm, fix: fixAt(spot), battery_pct: 60 });
    }
  }

  close(): Promise<void> {
    return this.handset.close();
  }
}

export class Town {
  private constructor(
    private readonly inhabitants: readonly Inhabitant[],
    private readonly operator: APIRequestContext,
  ) {}

  static async settle(url: string, size: number): Promise<Town> {
    const office = await Office.open(url);
    const doors = Array.from({ length: size }, (_, n) => n);
    const inhabitants = await inTurn(doors, async (n) => {
      const at = { latitude: IN_LEIEDAL.latitude + (n % 40) * 5e-4, longitude: IN_LEIEDAL.longitude + Math.floor(n / 40) * 5e-4 };
      const one = await office.makeCase(`2026-${1000 + n}`, at);
      const person = await office.addPerson(one, { name: `Persoon ${n}` });
      return new Inhabitant(await StrangeHandset.paired(url, await office.pairingCode(one, person)), at);
    });
    await office.close();
    const operator = await request.newContext({ baseURL: url, ignoreHTTPSErrors: true, extraHTTPHeaders: { origin: url } });
    const door = await operator.post('/api/v1/session', { data: { login: 'els', password: PASSWORD } });
    if (!door.ok()) throw new Error(`sign-in: ${door.status()}`);
    return new Town(inhabitants, operator);
  }

  people(from: number, to: number): readonly Inhabitant[] {
    return this.inhabitants.slice(from, to);
  }

  async pressAll(from: number, to: number): Promise<void> {
    await inTurn(this.people(from, to), (one) => one.press());
  }

  private async act(alarm: string, what: string, data: object): Promise<void> {
    const answer = await this.operator.post(`/api/v1/alarms/${alarm}/${what}`, { data });
    if (!answer.ok()) throw new Error(`${what}: ${answer.status()} ${await answer.text()}`);
  }

  private async end(alarm: string, stage: string): Promise<void> {
    if (stage === 'ringing') await this.act(alarm, 'take', {});
    if (stage === 'ringing' || stage === 'taken') await this.act(alarm, 'dispatch', { unit: 'Ploeg 1' });
    await this.act(alarm, 'close', { outcome: 'false_alarm', pv: { type: 'number', number: 'GE.1.2026' }, note: '' });
  }

  /** Ends every alarm that is open. */
  async closeAll(): Promise<void> {
    const answer = await this.operator.get('/api/v1/alarms');
    const lines = (await answer.json()) as { alarms?: { id: string; stage: string }[] } | { id: string; stage: string }[];
    const open = (Array.isArray(lines) ? lines : (lines.alarms ?? [])).filter((line) => line.stage !== 'closed');
    await inTurn(open, (line) => this.end(line.id, line.stage));
  }

  /** That many alarms from press to close, each with a walk. */
  async shift(alarms: number, steps: number): Promise<void> {
    for (const one of this.people(0, alarms)) {
      const alarm = await one.press();
      await one.walk(alarm, steps);
      await this.end(alarm, 'ringing');
    }
  }

  async leave(): Promise<void> {
    await Promise.all(this.inhabitants.map((one) => one.close()));
    await this.operator.dispose();
  }
}
