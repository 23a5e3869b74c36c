import { beforeEach, expect, test } from 'vitest';
import type { Protocol } from '../../src/lib/api/types';
import { setLanguage } from '../../src/lib/i18n/i18n.svelte';
import { heardProtocols, stepHint, stepTitle } from '../../src/console/live/protocols.svelte';
import { anAlarm } from './alarms';

const said = (en: string) => ({ nl: `${en} nl`, fr: `${en} fr`, de: `${en} de`, en });
const danger: Protocol = { kind: 'danger', steps: [{ id: 'call', title: said('Call'), hint: said('Softly') }, { id: 'wait', title: said('Wait'), hint: null }] };

beforeEach(() => setLanguage('en'));

test('FL-03 a step is named in the language of the screen, by the protocol of its kind of alarm', () => {
  heardProtocols([danger]);
  const alarm = anAlarm(1, { kind: 'danger' });
  expect([stepTitle(alarm, 'call'), stepHint(alarm, 'call'), stepHint(alarm, 'wait')]).toEqual(['Call', 'Softly', null]);
  expect(stepTitle(anAlarm(2, { kind: 'unidentified' }), 'call')).toBe('call');
});

test('a step of a protocol that the server no longer has is named by its id: nothing on the timeline is blank', () => {
  heardProtocols([]);
  expect(stepTitle(anAlarm(1), 'of-old')).toBe('of-old');
});
