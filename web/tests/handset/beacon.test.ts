// @vitest-environment node
// The machine does, step by step, what the reference does: docs/vectors/beacon-traces.json.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Beacon } from '../../src/handset/beacon/machine';
import type { Input, OutboxImage, Output } from '../../src/handset/beacon/types';
import type { Fix, Settings } from '../../src/handset/protocol/messages';

interface Step {
  at_ms: number;
  input: ({ give: 'start' } | { give: 'restart'; seed: string } | Input) & { in_belgium?: boolean };
  outputs: unknown[];
  timeout_ms: number | null;
}
interface Scenario {
  name: string;
  seed: string;
  app_version: string;
  settings: Settings;
  steps: Step[];
}
const traces = JSON.parse(readFileSync(new URL('../../../docs/vectors/beacon-traces.json', import.meta.url), 'utf8')) as {
  version: number;
  scenarios: Scenario[];
};

/** Absent fields are 'not known': written out as JSON they vanish. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function drain(beacon: Beacon): Output[] {
  const outputs: Output[] = [];
  for (let output = beacon.pollOutput(); output; output = beacon.pollOutput()) outputs.push(output);
  return outputs;
}

function replay(scenario: Scenario): void {
  const answers = new Map<string, boolean>();
  const place = (fix: Fix) => `${fix.lat_e7},${fix.lon_e7}`;
  for (const { input } of scenario.steps) if (input.give === 'fixed') answers.set(place(input.fix), input.in_belgium ?? true);
  let stored: OutboxImage | null = null;
  const start = (seed: string, now: number) =>
    new Beacon(
      {
        seed: BigInt(seed), app_version: scenario.app_version, settings: scenario.settings, restored: stored,
        inBelgium: (fix) => answers.get(place(fix)) ?? true,
      },
      now,
    );
  let beacon = start(scenario.seed, scenario.steps[0]?.at_ms ?? 0);
  for (const [at, step] of scenario.steps.entries()) {
    if (step.input.give === 'restart') beacon = start(step.input.seed, step.at_ms);
    else if (step.input.give !== 'start') beacon.handle(step.input, step.at_ms);
    const outputs = drain(beacon);
    for (const output of outputs) if (output.do === 'persist') stored = plain(output.image) as OutboxImage;
    const said = `step ${at}, ${step.input.give}`;
    expect(plain(outputs), said).toEqual(step.outputs);
    expect(beacon.pollTimeout(), said).toBe(step.timeout_ms);
  }
}

/** What each scenario of the reference proves. */
const PROVES: [RegExp, string][] = [
  [/a hold, held/, 'FL-08, GN-05'],
  [/nobody answers|without a path/, 'AL-15, GN-05'],
  [/word never ends/, 'FL-07'],
  [/self-test/, 'AL-17, FL-05'],
  [/positions follow/, 'AL-04, GN-03'],
  [/restart|revoked while/, 'GN-05'],
  [/abroad/, 'AL-14'],
  [/silence/, 'FL-10, FL-11'],
  [/daily report/, 'AL-16'],
  [/haptics off/, 'FL-08'],
  [/safety timer|missed check-in|check-in missing/, 'FL-07, GN-03'],
  [/conversation|button says/, 'AL-02, FL-07'],
  [/seen as it is typed/, 'AL-02, AL-05'],
  [/two paths that are watched/, 'FL-10'],
  [/test by appointment/, 'AL-02, AL-17'],
];
const proves = (name: string) => PROVES.filter(([pattern]) => pattern.test(name)).map(([, ids]) => ids).join(', ');

describe('the beacon is a faithful port (AL-02, AL-04, AL-14, AL-15, AL-16, AL-17, FL-05, FL-07, FL-08, FL-10, FL-11, GN-03, GN-05)', () => {
  test('the traces are of the version that this port knows', () => {
    expect(traces.version).toBe(2);
    expect(traces.scenarios.length).toBeGreaterThan(15);
  });
  for (const scenario of traces.scenarios) test(`${scenario.name} ${proves(scenario.name)}`.trim(), () => replay(scenario));
});

describe('discreet mode', () => {
  // Proves AL-02
  test('while an alarm runs no trace changes the screen or tells the person anything (AL-02)', () => {
    for (const scenario of traces.scenarios) {
      let running = false;
      for (const output of scenario.steps.flatMap((step) => step.outputs) as Output[]) {
        if (output.do === 'persist') running = output.image.alarm !== undefined;
        if (running && output.do === 'show') expect(output.screen, scenario.name).toBe('neutral');
        if (running) expect(output.do, scenario.name).not.toBe('notice');
      }
    }
  });
});
