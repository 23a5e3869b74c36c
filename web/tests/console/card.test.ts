import { cleanup, render, screen } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import AlarmCard from '../../src/console/card/AlarmCard.svelte';
import Timeline from '../../src/console/card/Timeline.svelte';
import QueueRow from '../../src/console/desk/QueueRow.svelte';
import { aBearer, aCard, anAlarm, at, id } from './alarms';
import { aDesk } from './screens';

function show(alarm = anAlarm(1)) {
  const onchoose = vi.fn();
  const view = render(AlarmCard, { live: aDesk([alarm]).live, alarm, onchoose });
  return { onchoose, words: view.container.textContent?.replace(/\s+/g, ' ') ?? '' };
}

describe('the card', () => {
  test('AL-06 who, danger, what to do, where, suspect, vehicle, children and places stand on it without a search', () => {
    const { words } = show();
    for (const part of ['Mila Peeters', 'Dutch', '+32470123456', 'Hunting rifle', 'Two teams. Do not ring the bell.', 'R. Vermaelen', 'Grey van 1-ABC-234', 'Lotte (9)', 'Lindestraat 12', 'Assault 2023']) {
      expect(words).toContain(part);
    }
  });

  test('MS-24 where the person lives stands on the card, also when it is secret, and no line stands there when nothing is told', () => {
    const { words } = show(anAlarm(1, { bearer: aBearer({ address: 'Verzonnenlaan 12, 9000 Gent' }) }));
    expect(words).toContain('Address Verzonnenlaan 12, 9000 Gent');
    expect(show().words).not.toContain('Address');
  });

  test('AL-06 weapons come before the suspect, and "not known" is said', () => {
    const { words } = show(anAlarm(1, { bearer: aBearer({ card: aCard({ weapons: 'unknown', weapons_note: '' }) }) }));
    expect(words).toContain('Not known');
    expect(words.indexOf('Weapons')).toBeLessThan(words.indexOf('Suspect'));
  });

  test('AL-07 the zone of intervention and the managing zone are both shown', () => {
    const { words } = show();
    expect(words).toContain('Zone of intervention 5901 Kouterdal');
    expect(words).toContain('Managing zone 5902 Maasbroek');
  });

  test('AL-14 a press outside Belgium without a known zone says so and still has its whole card', () => {
    const { words } = show(anAlarm(1, { doubts: ['abroad', 'no_zone'], zones: [] }));
    expect(words).toContain('Outside Belgium.');
    expect(words).toContain('Mila Peeters');
  });

  test('AL-04 the place comes with its accuracy and its age in words', () => {
    expect(show().words).toMatch(/50\.73000, 4\.30000 accurate to 12 m/);
  });

  test('AL-20 another alarm of the household is one press away', async () => {
    const bearer = aBearer({ household: [{ person: id(400), name: 'Oma Jeanne', kind: 'household', alarm: id(502), carries: true }] });
    const { onchoose } = show(anAlarm(1, { bearer }));
    screen.getByRole('button', { name: /Also in alarm/ }).click();
    expect(onchoose).toHaveBeenCalledWith(id(502));
  });

  test('AL-03 an alarm that came back because nobody did anything says so, until somebody takes it anew', () => {
    const line = (what: string, seconds: number) => ({ at: at(seconds), what, by: { type: 'system' as const } });
    const back = [line('raised', 0), line('taken', 5), line('ownership_returned', 900)];
    expect(show(anAlarm(1, { timeline: back })).words).toContain('Back in the list: nobody did anything');
    cleanup();
    expect(show(anAlarm(1, { timeline: [...back, line('taken', 905)] })).words).not.toContain('Back in the list');
  });

  test('FL-05 the record of earlier alarms is shown', () => {
    expect(show().words).toContain('Earlier alarms: 3, of which real 2, false 1, misuse 0');
  });

  test('FL-07 "mistake" is shown with the word that a team goes all the same, and duress as duress', () => {
    const { words } = show(anAlarm(1, { said_mistake: true, duress: true }));
    expect(words).toContain('A team goes all the same.');
    expect(words).toContain('Under duress.');
  });

  test('FL-07 the duress word itself is never on the card of an alarm', () => {
    expect(show(anAlarm(1, { duress: true })).words).not.toContain('sunflower');
  });

  test('an unidentified press has its own card and is to be treated as real', () => {
    const { words } = show(anAlarm(1, { kind: 'unidentified', gravity: 'unidentified', bearer: null, trail: [], doubts: ['missing'] }));
    expect(words).toContain('Treat it as real until shown otherwise.');
    expect(words).toContain('No place received.');
  });

  test('GN-03 the positions of a closed alarm are said to be gone', () => {
    expect(show(anAlarm(1, { stage: 'closed', ringing: false, trail: [], outcome: 'false_alarm', pv: { type: 'to_follow' } })).words).toContain('The positions are gone');
  });
});

test('AL-03 a row of the queue says "mobile stalking alarm" in words and has a shape beside its colour', () => {
  const alarm = anAlarm(1);
  const { container } = render(QueueRow, { live: aDesk([alarm]).live, alarm, chosen: 'yes', onchoose: () => undefined });
  expect(screen.getByText('Mobile stalking alarm')).toBeTruthy();
  expect(container.querySelector('svg path')).toBeTruthy();
});

test('FL-32 the timeline shows a time per hop, and both clocks when they differ', () => {
  const { container } = render(Timeline, { alarm: anAlarm(1, { pressed_at: at(-7200) }) });
  const words = container.textContent?.replace(/\s+/g, ' ') ?? '';
  expect(words).toMatch(/Received\s*14:00:00/);
  expect(words).toContain("The phone's clock differs by -2 h 00 min from ours.");
  expect(words).toContain("Pressed (phone's clock)");
});
