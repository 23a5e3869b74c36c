import { describe, expect, test } from 'vitest';
import { Conductor, EVERY_MS, MUTE_MS, OVERTONES, partOf, PATTERNS, RISE, voices, WHILE_LISTENING, type Facts } from '../../src/console/live/sounds';

const quiet: Facts = { danger: 0, everyone: 0, unidentified: 0, overdue: 0, deaf: 0, staffing: 'enough', muted: 'no' };
const gaps = (name: keyof typeof PATTERNS) => {
  const starts = PATTERNS[name].pulses.map((pulse) => pulse.at);
  return starts.slice(1).map((start, n) => start - (starts[n] ?? 0));
};

describe('the three classes of sound', () => {
  test('AL-03 an alarm is three pulses, a gap and two pulses at 600 Hz, and nothing else has that pattern', () => {
    const { pulses } = PATTERNS.danger;
    expect(pulses).toHaveLength(5);
    expect(new Set(pulses.map((pulse) => pulse.hertz))).toEqual(new Set([600]));
    expect(Math.max(...gaps('danger'))).toBe(gaps('danger')[2]);
    const others = Object.entries(PATTERNS).filter(([name]) => name !== 'danger');
    expect(others.every(([, pattern]) => pattern.pulses.length < 5 && pattern.pulses.every((pulse) => pulse.hertz !== 600))).toBe(true);
  });

  test('class 2 is three pulses, class 3 one or two, and a deaf desk is a falling pair', () => {
    expect(PATTERNS.attention.pulses).toHaveLength(3);
    expect([PATTERNS.single.pulses.length, PATTERNS.pair.pulses.length]).toEqual([1, 2]);
    const [high, low] = PATTERNS.deaf.pulses.map((pulse) => pulse.hertz);
    expect(high).toBeGreaterThan(low ?? 0);
  });

  test('AL-03 each pulse has at least four overtones between 300 and 4000 Hz, within 15 dB of the fundamental', () => {
    for (const { pulses } of [PATTERNS.danger, PATTERNS.attention]) {
      const heard = OVERTONES.filter(([multiple, strength]) => {
        const hertz = multiple * (pulses[0]?.hertz ?? 0);
        return hertz > 300 && hertz < 4000 && 20 * Math.log10(strength) >= -15;
      });
      expect(heard.length).toBeGreaterThanOrEqual(5);
    }
    expect(RISE).toBeGreaterThanOrEqual(0.1);
    expect(RISE).toBeLessThanOrEqual(0.2);
  });

  test('the check tone is as loud as an alarm: who hears it would hear one', () => {
    expect(PATTERNS.check.loudness).toBe(PATTERNS.danger.loudness);
    expect(Math.max(...[PATTERNS.attention, PATTERNS.pair, PATTERNS.single, PATTERNS.deaf].map((pattern) => pattern.loudness))).toBeLessThan(PATTERNS.danger.loudness);
  });
});

describe('what calls', () => {
  test('AL-03 an alarm calls as long as somebody must take it', () => {
    expect(voices({ ...quiet, danger: 1 })).toEqual(['danger']);
    expect(voices(quiet)).toEqual([]);
  });

  test('an unidentified press, a deaf desk, an owner who was reminded and low staffing call in the second class', () => {
    expect(voices({ ...quiet, unidentified: 1 })).toEqual(['attention']);
    expect(voices({ ...quiet, overdue: 1 })).toEqual(['attention']);
    expect(voices({ ...quiet, deaf: 1, staffing: 'low' })).toEqual(['deaf', 'staffing']);
  });

  test('silence lasts 30 seconds for every class; FL-06 the last rung sounds through it', () => {
    expect(MUTE_MS).toBe(30_000);
    expect(voices({ ...quiet, danger: 2, unidentified: 1, deaf: 1, muted: 'yes' })).toEqual([]);
    expect(voices({ ...quiet, danger: 1, everyone: 1, muted: 'yes' })).toEqual(['danger']);
  });
});

describe('when it is heard', () => {
  test('AL-03 an alarm is heard at once and every four seconds, an attention every thirty', () => {
    const conductor = new Conductor();
    expect([conductor.due(['danger'], 0), conductor.due(['danger'], 3999), conductor.due(['danger'], 4000)]).toEqual(['danger', null, 'danger']);
    const other = new Conductor();
    expect([other.due(['attention'], 0), other.due(['attention'], 29_999), other.due(['attention'], 30_000)]).toEqual(['attention', null, 'attention']);
  });

  test('a graver voice keeps the others quiet until it ends', () => {
    const conductor = new Conductor();
    conductor.due(['danger', 'attention'], 0);
    expect(conductor.due(['danger', 'attention'], 2000)).toBeNull();
    expect(conductor.due(['attention'], 2001)).toBe('attention');
  });

  test('AL-03 a second alarm does not wait for the turn of the first', () => {
    const conductor = new Conductor();
    conductor.due(['danger'], 0);
    conductor.again('danger');
    expect(conductor.due(['danger'], 100)).toBe('danger');
  });

  test('after a silence that ended it is heard at once', () => {
    const conductor = new Conductor();
    conductor.due(['danger'], 0);
    conductor.due([], 1000);
    expect(conductor.due(['danger'], 1001)).toBe('danger');
  });

  test('what nobody at the desk can mend is said again, but not every half minute', () => {
    expect(EVERY_MS.staffing).toBeGreaterThan(EVERY_MS.attention);
  });
});

describe('beside the sound of a phone', () => {
  const besides = { hears: 'no', speaks: 'no', everyone: 0 } as const;

  test('AL-05 ARC-06 the desk lowers its own sound while it hears a phone, but not the last rung nor the tone that must be heard (FL-06)', () => {
    const hearing = { ...besides, hears: 'yes' } as const;
    expect([partOf('danger', besides), partOf('danger', hearing), partOf('attention', hearing)]).toEqual([1, WHILE_LISTENING, WHILE_LISTENING]);
    expect([partOf('danger', { ...hearing, everyone: 1 }), partOf('check', hearing)]).toEqual([1, 1]);
    expect(PATTERNS.danger.loudness * WHILE_LISTENING, 'still louder than a soft tone').toBeGreaterThan(PATTERNS.single.loudness);
  });

  test('AL-02 AL-05 while somebody speaks into a phone, nothing of the desk sounds: it would come out there', () => {
    for (const everyone of [0, 2]) expect(partOf('danger', { hears: 'yes', speaks: 'yes', everyone })).toBe(0);
  });
});
