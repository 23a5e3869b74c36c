// Months in which the alarm runs: a real press and what it sets going, a visit, a trip, a move to another district.
import { expect } from '@playwright/test';
import { Desk } from '../console';
import { PASSWORD, SCHELDELAND } from '../territory';
import { choose, pick, report, say } from './forms';
import { paper } from './papers';
import { CASE, PERSON, type Story } from './story';
import { daysAfter, monthsAfter, written } from './time';

/** Weeks later she holds the screen; a team goes there; the room closes the alarm with its report. */
export async function alarm(story: Story): Promise<void> {
  await story.until(daysAfter(story.granted, 20));
  const desk = await Desk.open(await story.machine({ viewport: { width: 1366, height: 900 } }), 'els', PASSWORD, story.language);
  await story.carried().press();
  await expect(desk.row(PERSON)).toBeVisible();
  await story.look('30-alarm', desk.page);
  await desk.take();
  await desk.send('Ploeg 12');
  await desk.arrive('Ploeg 12');
  await desk.close('outcome-real-danger', 'GE.37.L1.100/2026', 'Verdachte gevlucht.');
  await expect(desk.section('closed')).toContainText(PERSON);
}

/** The alarm added nine months by itself, and everybody who has to know is told. */
export async function extension(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  const [today, before, after] = [story.calendar.day(), monthsAfter(story.granted, 9), monthsAfter(monthsAfter(story.granted, 9), 9)].map((day) => written(day, story.language));
  await dirk.sees(dirk.t('term-ends', { day: after ?? '' }));
  await dirk.sees(dirk.t('term-extended-incident', { on: today ?? '', to: after ?? '' }));
  await story.look('31-extended', dirk.page);
  await dirk.settle('consult-after');
  const paul = await story.magistrate('paul');
  await paul.sees(paul.taskText('confirm-incident'));
  await paul.openWaiting(CASE);
  await story.look('32-magistrate-incident', paul.page);
  await paul.confirm('confirm-incident');
  await paper(story, paul, 'extension-notice', { holds: [today ?? '', before ?? '', after ?? ''] });
  await paper(story, paul, 'extension-notice', { says: [pick('paper-for', 'paper-for-reception')], holds: [after ?? ''] });
  await paul.done('tell-person-extension');
  await paul.done('tell-reception-extension');
  await paul.done('register-office', 'MACH-0002');
  const dora = await story.magistrate('dora');
  await dora.openWaiting(CASE);
  await dora.done('support-after');
}

/** The first visit: its annex goes to the criminal file and knows nothing of an alarm. */
export async function revisit(story: Story): Promise<void> {
  await story.until(daysAfter(story.granted, 31));
  const dirk = await story.officer('dirk');
  await story.look('33-revisit-due', dirk.page);
  await dirk.doTask('revisit', 'form-revisit', [report('GE.43.L1.004/2026', 'subsequent'), say('f-found', story.language === 'nl' ? 'Rustig sinds vorige maand.' : 'Calme depuis le mois passé.')]);
  await dirk.happened('revisited');
  await paper(story, dirk, 'revisit-annex', { says: [pick('paper-place', 'paper-place-residence')], holds: ['GE.43.L1.004/2026', written(story.calendar.day(), story.language)], reader: 'criminal-file' });
}

/** A week in the other zone: told in time, and passed on. */
export async function trip(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  await dirk.enter('form-trip', [
    say('f-first-night', story.calendar.day(8)), say('f-back-on', story.calendar.day(15)), pick('f-to', 'f-to-zone'), choose('zone', SCHELDELAND),
    say('f-trip-place', 'Bij haar moeder; bereikbaar op haar gewone nummer.'),
  ]);
  await dirk.happened('trip-announced');
  await dirk.settle('inform-trip');
  const dina = await story.clerk('dina');
  await dina.menu('nav-inbox');
  await dina.sees(dina.t('notice-trip'));
  await story.look('34-inbox', dina.page);
}

/** She moves: the file follows her to another zone, another office, another district. */
export async function move(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  await dirk.enter('form-move', [
    say('f-moves-on', story.calendar.day(20)), pick('f-to', 'f-to-zone'), choose('zone', SCHELDELAND), say('f-new-address', 'Bij haar moeder.'),
  ]);
  await dirk.happened('move-announced');
  const dina = await story.clerk('dina');
  await dina.menu('nav-measures');
  await dina.page.getByRole('link', { name: CASE }).click();
  await dina.sees(dina.t('hand-over-to-you'));
  await dina.doTask('confirm-hand-over (2)', 'form-receipt');
  const petra = await story.magistrate('petra');
  await petra.openWaiting(CASE);
  await petra.confirm('confirm-hand-over (3)');
  await dirk.sees(dirk.t('measure-left'));
  await dina.sees('Parket Schelde');
  await story.look('35-moved', dina.page);
}
