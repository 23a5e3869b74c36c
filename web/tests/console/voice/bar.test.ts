// The voice bar: what an operator reads in five seconds and does with one key, in every state.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import Desk from '../../../src/console/desk/Desk.svelte';
import { Order } from '../../../src/console/desk/order.svelte';
import PatrolCard from '../../../src/console/patrol/PatrolCard.svelte';
import { setCallSign } from '../../../src/console/patrol/callsign.svelte';
import { mayVoice } from '../../../src/console/rights';
import type { VoiceView } from '../../../src/console/voice/speech';
import VoiceBar from '../../../src/console/voice/VoiceBar.svelte';
import VoiceElsewhere from '../../../src/console/voice/VoiceElsewhere.svelte';
import { Voices } from '../../../src/console/voice/voices.svelte';
import ZoneAlarm from '../../../src/console/zone/ZoneAlarm.svelte';
import type { Alarm, Me } from '../../../src/lib/api/types';
import { heardServerTime } from '../../../src/lib/clock.svelte';
import { LANGUAGES, setLanguage, t } from '../../../src/lib/i18n/i18n.svelte';
import { anAlarm, at, id, me, taken } from '../alarms';
import { aDesk, aServer } from '../screens';
import { aListener, FakeWorld, heardAlarm, MINE, peer, refused, settled } from './rooms';

const ALARM = id(501);
let world: FakeWorld;
let voices: Voices;

beforeEach(() => {
  world = new FakeWorld();
  voices = new Voices(MINE, world.world(), world.microphone());
  heardServerTime(at(0));
});
afterEach(async () => {
  await setLanguage('en');
  heardServerTime(new Date().toISOString());
});

function bar(alarm: Alarm, over: { me?: Me; form?: 'full' | 'compact' } = {}) {
  const { live } = aDesk([alarm], { voice: voices, me: over.me });
  return render(VoiceBar, { live, alarm, order: new Order(), form: over.form ?? 'full', onchoose: () => undefined });
}
const inRoom = (room: Partial<VoiceView>) => bar(heardAlarm(1, room));
async function listening(room: Partial<VoiceView> = {}, who = me()) {
  voices.join(ALARM);
  await world.hear();
  return bar(heardAlarm(1, room), { me: who });
}
const key = (name: RegExp | string) => screen.getByRole('button', { name });
/** What is written, in sight, as the reason of a key. */
const reasonOf = (name: RegExp | string) =>
  (key(name).getAttribute('aria-describedby') ?? '').split(' ').map((about) => document.getElementById(about)?.textContent ?? '').join(' ');
const refusedNow = (name: RegExp | string) => key(name).getAttribute('aria-disabled') === 'true';

describe('what holds now', () => {
  test('AL-05 before anybody heard, nobody may speak, and it says so', () => {
    bar(taken(1, MINE));
    expect(screen.getAllByText('Nobody has heard the phone yet: nobody may speak.').length).toBe(2);
    expect(screen.getByText('No sound of the phone yet')).toBeTruthy();
    expect(screen.getByText('You do not hear this phone.')).toBeTruthy();
    expect(screen.getByText('Recording begins with the first sound')).toBeTruthy();
    expect(refusedNow(/^Hold to speak/)).toBe(true);
    expect(screen.queryByRole('timer')).toBeNull();
  });

  test('AL-05 the silence counts down by the time of the server, and its end opens the key', async () => {
    await listening({ silent_until: at(15) });
    const timer = () => screen.queryByRole('timer', { name: 'Silence that is left' })?.textContent;
    expect(timer()).toBe('0:15');
    expect(refusedNow(/^Hold to speak/)).toBe(true);
    expect(reasonOf(/^Hold to speak/)).toContain('Nobody may speak yet.');
    heardServerTime(at(12));
    await tick();
    expect(timer()).toBe('0:03');
    heardServerTime(at(15));
    await tick();
    expect(timer()).toBeUndefined();
    expect(refusedNow(/^Hold to speak/)).toBe(false);
    expect(screen.getByText('First listen: is it safe?', { exact: false })).toBeTruthy();
  });

  test.each<[string, Partial<VoiceView>, string]>([
    ['do not speak', { speech_forbidden: true }, 'Somebody heard danger. Listen only.'],
    ['the sound is lost', { microphone: 'lost', lost_since: at(-12) }, 'No sound from the phone: nobody may speak.'],
    ['somebody speaks', { listeners: [aListener(1), aListener(2, { name: 'A. Colleague', speaks: true })] }, 'A. Colleague speaks.'],
    ['nothing was heard here', { listeners: [aListener(1, { hears: false })] }, 'Not now: you have heard nothing yet.'],
  ])('AL-05 %s: the key is refused and the reason stands there', async (_what, room, why) => {
    await listening(room);
    expect(refusedNow(/^Hold to speak/)).toBe(true);
    expect(reasonOf(/^Hold to speak/)).toContain(why);
    await fireEvent.pointerDown(key(/^Hold to speak/), { button: 0 });
    await settled();
    expect(world.asked.filter((one) => one.startsWith('speak'))).toEqual([]);
  });

  test('AL-05 who listens, from where and who speaks, and since when the sound is lost', () => {
    inRoom({ microphone: 'lost', lost_since: at(-12), listeners: [aListener(1), aListener(2, { name: 'Zone Kouterdal', seat: 'zone', hears: false }), aListener(3, { seat: 'patrol' })] });
    const who = within(screen.getByRole('list', { name: 'Who listens' })).getAllByRole('listitem').map((one) => one.textContent?.replace(/\s+/g, ' ').trim());
    expect(who).toEqual(['Operator 1 control room', 'Zone Kouterdal zone has heard nothing yet', 'Operator 3 patrol']);
    expect(screen.getByText('12 s ago')).toBeTruthy();
  });

  test('AL-05 a recording that stopped says why and that listening goes on, with its gaps', () => {
    inRoom({ recording: 'stopped', recording_fault: 'disk_full', gaps: [{ from: at(-60), until: at(-50) }], more_gaps: 2, held: true });
    expect(screen.getByText(/The disk is full\. Listening goes on\./)).toBeTruthy();
    expect(screen.getByText('gaps: 3')).toBeTruthy();
    expect(screen.getByText('kept for a court')).toBeTruthy();
    expect(screen.getByText('Last gap: 13:59:00 to 13:59:10')).toBeTruthy();
  });

  test('AL-05 quality is a word, and its figures stand behind it', async () => {
    await listening();
    world.last.says({ kind: 'figures', received: 900, lost: 100, jitter_ms: 12.5, level_dbov: -30, silent_ms: 20, path: 'tcp' });
    await tick();
    expect(screen.getByText('failing: much is missing')).toBeTruthy();
    expect(screen.getByText('10 %')).toBeTruthy();
    expect(screen.getByText('detour (TCP)')).toBeTruthy();
  });

  test('AL-05 a browser that plays nothing is told in words, with a key', async () => {
    world.browser = 'blocked';
    await listening();
    expect(screen.getByText('The browser plays no sound: you hear nothing.')).toBeTruthy();
    await fireEvent.click(key('Turn on sound'));
    await tick();
    expect(screen.queryByRole('button', { name: 'Turn on sound' })).toBeNull();
  });

  test('AL-05 a refusal of the server stands in the bar and can be tried again', async () => {
    world.answers.join = [refused('alarm.not_paged_here', 403)];
    voices.join(ALARM);
    await settled();
    bar(heardAlarm(1));
    expect(screen.getByText('Refused: alarm.not_paged_here')).toBeTruthy();
    await fireEvent.click(key('Try again'));
    await settled();
    expect(voices.linkOf(ALARM)?.phase).toBe('connecting');
  });

  test('AL-05 a server without live voice says so in a line, without a problem', async () => {
    world.answers.join = [refused('voice.off', 503)];
    voices.join(ALARM);
    await settled();
    bar(heardAlarm(1));
    expect(screen.getByText('Sound is off at this server: write, and call back when it is safe.')).toBeTruthy();
    expect(screen.queryByText('Refused: voice.off')).toBeNull();
  });

  test('WC-03 what changes what one may do is told to a screen reader, and the seconds are not', async () => {
    await listening({ silent_until: at(15) });
    const said = () => screen.getAllByRole('status').map((one) => one.textContent).join('|');
    const before = said();
    heardServerTime(at(3));
    await tick();
    expect(said()).toBe(before);
    heardServerTime(at(15));
    await tick();
    expect(said()).toContain('Speech is possible.');
  });

  test('GN-01 every state has its words in every language', async () => {
    await listening({ silent_until: at(9), recording: 'stopped', recording_fault: 'no_key', loudspeaker: true });
    for (const language of LANGUAGES) {
      await setLanguage(language);
      await tick();
      expect(screen.getByText(t('voice-silent'), { selector: 'strong' })).toBeTruthy();
      expect(document.body.textContent).not.toMatch(/voice-[a-z]/);
      for (const button of screen.getAllByRole('button')) expect(button.textContent?.trim() || button.getAttribute('aria-label')).toBeTruthy();
    }
  });
});

describe('speaking by hand', () => {
  test('AL-05 it is held with the finger, seen, and let go', async () => {
    await listening();
    await fireEvent.pointerDown(key(/^Hold to speak/), { button: 0 });
    await settled();
    await tick();
    expect(screen.getByText('What you say is heard at the phone.', { exact: false })).toBeTruthy();
    expect(key(/^Hold to speak/).getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByText('On air.', { selector: '[role=alert]' })).toBeTruthy();
    await fireEvent.pointerUp(key(/^Hold to speak/));
    expect([voices.speaking, world.last.track]).toEqual([false, null]);
  });

  test('AL-05 with the button under the focus, Space and Enter hold it; a focus that goes lets go', async () => {
    await listening();
    for (const name of [' ', 'Enter']) {
      await fireEvent.keyDown(key(/^Hold to speak/), { key: name });
      await settled();
      expect(voices.speaking).toBe(true);
      await fireEvent.keyUp(key(/^Hold to speak/), { key: name });
      expect(voices.speaking).toBe(false);
    }
    await fireEvent.keyDown(key(/^Hold to speak/), { key: ' ' });
    await fireEvent.blur(key(/^Hold to speak/));
    expect(voices.speaking).toBe(false);
  });

  test('WC-03 a screen reader, which cannot hold, begins with one press and ends with the next', async () => {
    await listening();
    await fireEvent.click(key(/^Hold to speak/), { detail: 0 });
    await settled();
    expect(voices.speaking).toBe(true);
    await fireEvent.click(key(/^Hold to speak/), { detail: 0 });
    expect(voices.speaking).toBe(false);
  });

  test('AL-05 a desk without a microphone is told what to do', async () => {
    world.gives = 'nothing';
    await listening();
    await fireEvent.pointerDown(key(/^Hold to speak/), { button: 0 });
    await settled();
    await tick();
    expect(screen.getByText(/The browser does not give your microphone/)).toBeTruthy();
  });
});

describe('do not speak, and the loudspeaker', () => {
  test('AL-05 do not speak ends own words at once, and is set for all', async () => {
    const asked = aServer(() => ({ status: 204 }));
    await listening();
    await fireEvent.pointerDown(key(/^Hold to speak/), { button: 0 });
    await settled();
    await fireEvent.click(key(/^Do not speak/));
    expect(voices.speaking).toBe(false);
    await waitFor(() => expect(asked).toEqual([{ method: 'PUT', path: `/api/v1/alarms/${ALARM}/voice/do-not-speak`, body: null }]));
  });

  test('AL-05 it is lifted by its button, which says what it does', async () => {
    const asked = aServer(() => ({ status: 204 }));
    await listening({ speech_forbidden: true });
    expect(screen.getByText('Somebody heard danger. Listen only.', { exact: false })).toBeTruthy();
    await fireEvent.click(key('Allow speech again'));
    await waitFor(() => expect(asked[0]?.method).toBe('DELETE'));
  });

  test('AL-05 the loudspeaker is turned on only after its warning, and off at once', async () => {
    const asked = aServer(() => ({ status: 204 }));
    const { rerender } = await listening();
    await fireEvent.click(key('Loudspeaker on'));
    expect(screen.getByText('Everybody near the phone will hear you, the suspect as well.')).toBeTruthy();
    expect(asked).toEqual([]);
    await fireEvent.click(key('Turn it on'));
    await waitFor(() => expect(asked).toEqual([{ method: 'PUT', path: `/api/v1/alarms/${ALARM}/voice/loudspeaker`, body: null }]));
    await rerender({ alarm: heardAlarm(1, { loudspeaker: true }) });
    expect(screen.getAllByText(/loudspeaker is on/).length).toBeGreaterThan(0);
    await fireEvent.click(key('Loudspeaker off'));
    await waitFor(() => expect(asked.at(-1)?.method).toBe('DELETE'));
  });

  test('AL-05 it is refused as speech is', async () => {
    await listening({ silent_until: at(15) });
    expect(refusedNow('Loudspeaker on')).toBe(true);
    await fireEvent.click(key('Loudspeaker on'));
    expect(screen.queryByText(/Everybody near the phone/)).toBeNull();
  });
});

describe('the desk', () => {
  const onDesk = (alarms: Alarm[], who = me()) => {
    const { live } = aDesk(alarms, { voice: voices, me: who });
    render(Desk, { live });
  };
  const press = (name: string, code = `Key${name.toUpperCase()}`) => fireEvent.keyDown(document.body, { key: name, code });
  const letGo = (name: string, code = `Key${name.toUpperCase()}`) => fireEvent.keyUp(document.body, { key: name, code });

  test('AL-05 the key that takes the alarm opens its sound', async () => {
    aServer(() => ({ status: 204 }));
    onDesk([anAlarm(1)]);
    await press('Enter', 'Enter');
    await waitFor(() => expect(voices.linkOf(ALARM)?.open).toBe(true));
    await settled();
    expect(world.asked[0]).toBe(`join ${ALARM} our offer`);
  });

  test('AL-05 an alarm that a colleague had first is not listened to by that key', async () => {
    const asked = aServer(() => ({ status: 409, body: { code: 'alarm.owned_by_another' } }));
    onDesk([anAlarm(1)]);
    await press('Enter', 'Enter');
    await waitFor(() => expect(asked.length).toBeGreaterThan(0));
    await settled();
    expect(voices.links).toEqual([]);
  });

  test('AL-05 one key listens and leaves, one is held to speak, one forbids speech', async () => {
    const asked = aServer(() => ({ status: 204 }));
    onDesk([heardAlarm(1)]);
    await press('l');
    await world.hear();
    await press('v');
    await settled();
    expect(voices.speaking).toBe(true);
    await letGo('j');
    expect(voices.speaking, 'another key').toBe(true);
    await letGo('V', 'KeyV');
    expect(voices.speaking).toBe(false);
    await press('z');
    await waitFor(() => expect(asked.at(-1)?.path).toBe(`/api/v1/alarms/${ALARM}/voice/do-not-speak`));
    await press('l');
    expect(voices.links).toEqual([]);
  });

  test('AL-05 a held key that repeats asks once; one that goes to another alarm is let go', async () => {
    aServer(() => ({ status: 204 }));
    onDesk([heardAlarm(1), taken(2, MINE)]);
    voices.join(ALARM);
    await world.hear();
    await press('v');
    await fireEvent.keyDown(document.body, { key: 'v', code: 'KeyV', repeat: true });
    await settled();
    expect(world.asked.filter((one) => one.startsWith('speak'))).toEqual([`speak ${peer(1)}`]);
    await press('j');
    await tick();
    expect(voices.speaking).toBe(false);
  });

  test('AL-05 the key to forbid never lifts: what is hit by chance makes nothing worse', async () => {
    const asked = aServer(() => ({ status: 204 }));
    onDesk([heardAlarm(1, { speech_forbidden: true })]);
    await press('z');
    await settled();
    expect(asked).toEqual([]);
  });

  test('AL-05 a closed alarm has no voice room', () => {
    onDesk([heardAlarm(1, {}, { stage: 'closed' })]);
    expect(screen.queryByRole('heading', { name: 'Live voice' })).toBeNull();
  });

  test('AL-05 the others are listed: heard as well, or mine and not heard', async () => {
    const other = { ...heardAlarm(2), bearer: null };
    const { live } = aDesk([heardAlarm(1), other, taken(3, MINE)], { voice: voices });
    voices.join(ALARM);
    voices.join(id(502), 'beside');
    render(VoiceBar, { live, alarm: heardAlarm(1), order: new Order(), form: 'full', onchoose: () => undefined });
    const lines = within(screen.getByRole('list', { name: 'Other phones' })).getAllByRole('listitem').map((one) => one.textContent ?? '');
    expect(lines[0]).toContain('You hear:');
    expect(lines[1]).toContain('Yours, and you do not hear it:');
    await fireEvent.click(key(/^Listen Mila/));
    expect(voices.links.map((link) => link.alarm)).toEqual([id(503)]);
  });

  test('AL-05 on another page one still sees that a phone is heard, and can stop', async () => {
    const { live } = aDesk([heardAlarm(1)], { voice: voices });
    voices.join(ALARM);
    render(VoiceElsewhere, { live });
    expect(screen.getByText('You hear:')).toBeTruthy();
    await fireEvent.click(key(/^Stop listening/));
    expect(voices.links).toEqual([]);
  });
});

describe('by right', () => {
  const patrol = { ...me('patrol'), account: id(130) };
  const zone = { ...me('zone_duty'), account: id(131) };

  test('AL-05 whoever hears may forbid speech; to speak is for those who run the alarm', () => {
    const alarm = heardAlarm(1);
    expect([me(), zone, patrol, me('auditor')].map((who) => mayVoice(who, 'listen', { ...alarm, owner: id(7) }))).toEqual([true, true, true, false]);
    expect([me(), zone, patrol].map((who) => mayVoice(who, 'speak', { ...alarm, owner: id(7) }))).toEqual([true, true, false]);
    expect(mayVoice(patrol, 'forbid', alarm)).toBe(true);
    expect(mayVoice(patrol, 'speak', { ...alarm, owner: patrol.account })).toBe(true);
    expect(mayVoice(me(), 'listen', { ...alarm, stage: 'closed' })).toBe(false);
  });

  test('AL-05 a patrol listens once it said that it goes there, and does not speak', async () => {
    setCallSign('Ploeg 12');
    const alarm = heardAlarm(1, {}, { owner: id(7), units: ['Ploeg 12'], stage: 'dispatched' });
    const { live } = aDesk([alarm], { voice: voices, me: patrol });
    const { rerender } = render(PatrolCard, { live, alarm, onchoose: () => undefined });
    expect(screen.getByText('You can listen in once you said that you are on your way.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Listen' })).toBeNull();
    await rerender({ live, alarm: { ...alarm, on_the_way: ['Ploeg 12'] }, onchoose: () => undefined });
    await fireEvent.click(key('Listen'));
    await world.hear();
    await tick();
    expect(screen.queryByRole('button', { name: /^Hold to speak/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Do not speak' })).toBeTruthy();
    expect(screen.getByText(/The control room speaks\./)).toBeTruthy();
    setCallSign('');
  });

  test('AL-05 the zone sees who listens, and opens the rest with one press', async () => {
    const alarm = { ...heardAlarm(1, { listeners: [aListener(7), aListener(8)] }), owner: id(7) };
    const { live } = aDesk([alarm], { voice: voices, me: zone });
    render(ZoneAlarm, { live, alarm });
    expect(screen.getByText('Listening: 2')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Hold to speak' })).toBeNull();
    await fireEvent.click(key('Listen'));
    await settled();
    await tick();
    expect(screen.getByRole('button', { name: 'Hold to speak' })).toBeTruthy();
  });
});

test('AL-05 the meter says how loud it is here', async () => {
  await listening();
  world.sink.loud = 0.62;
  await world.pass(200);
  await tick();
  expect(screen.getByRole('meter', { name: 'How loud it is' }).getAttribute('aria-valuenow')).toBe('62');
});
