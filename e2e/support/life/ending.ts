// The end of it: the evaluation, her own wish to stop, the device that comes back, and the months in which the police stays alert.
import { expect } from '@playwright/test';
import { choose, pick, pickWritten, report, say, sayMore, tick, type Entry } from './forms';
import { riskAnswers } from './intake';
import { paper } from './papers';
import { CASE, type Story } from './story';
import { daysAfter, monthsAfter, written, type Day } from './time';

/** The end that stands after one extension and after two. */
const endOf = (story: Story, terms: number): Day => Array.from({ length: terms }).reduce<Day>((day) => monthsAfter(day, 9), story.granted);

/** In the last month she is heard and assessed anew; the magistrate of the new office extends. */
export async function evaluation(story: Story): Promise<void> {
  await story.until(daysAfter(monthsAfter(endOf(story, 2), -1), 2));
  const dina = await story.officer('dina');
  await story.look('40-evaluation-due', dina.page);
  const yes = ['f-wants-it', 'f-no-contact', 'f-complaints', 'f-agreement', 'f-told-no-right'].map((question) => pick(question, 'answer-yes'));
  await dina.doTask('evaluate', 'form-hear', [
    report('GE.44.L1.001/2028', 'subsequent'), say('f-facts', 'Nog twee berichten dit jaar.'), say('f-relation-context', 'Geen contact meer.'), ...yes,
  ]);
  // The assessment opens by itself: an evaluation is both.
  await dina.handIn('form-assess', [
    ...(await riskAnswers(dina, 'answer-no')), pick('f-opposed', 'answer-no'), pick('f-shelter', 'answer-no'), pick('f-firearms', 'answer-no'),
    pick('f-firearms-by', 'f-firearms-zone'), pick('f-within', 'answer-yes'), say('f-within-why', 'Ex-partner.'), sayMore('f-subsidiarity', 'Nog altijd berichten.'),
  ]);
  const petra = await story.magistrate('petra');
  await petra.openWaiting(CASE);
  await story.look('41-evaluation-magistrate', petra.page);
  await petra.act('extend', [say('decide-reason', 'Het gevaar is niet geweken.')]);
  const [before, after] = [endOf(story, 2), endOf(story, 3)].map((day) => written(day, story.language));
  await dina.sees(dina.t('term-ends', { day: after ?? '' }));
  await paper(story, petra, 'extension-notice', { holds: [before ?? '', after ?? '', 'Petra Parket'] });
}

/** She asks to stop; only the magistrate ends it early, in writing. */
export async function earlyEnd(story: Story): Promise<void> {
  await story.until(story.calendar.day(40));
  const dina = await story.officer('dina');
  const phone = story.carried();
  await phone.askToStop('Hij is verhuisd; ik voel me weer veilig.');
  await story.look('42-asked-phone', phone.page);
  await dina.happened('end-asked');
  const petra = await story.magistrate('petra');
  await petra.openWaiting(CASE);
  await petra.confirm('confirm-asked-to-end');
  await story.look('42-end-asked', petra.page);
  const entries: Entry[] = [
    pickWritten(petra.t('decide-ground'), petra.t('ground-asked-by-person')), say('decide-marginal-note', 'KS 2028/17'), say('decide-reason', 'Op eigen verzoek, zonder druk.'),
  ];
  await petra.act('end-early', entries);
  await petra.sees(petra.t('mstage-ending'));
  const today = written(story.calendar.day(), story.language);
  await paper(story, petra, 'marginal-note', { holds: ['Scheldeland', today, 'Petra Parket'] });
  await paper(story, petra, 'end-notice', { says: [sayMore('paper-return-on', story.calendar.day(3)), say('paper-return-place', 'Politiehuis, 14 u')], holds: [today, 'Politiehuis, 14 u'] });
  await petra.done('tell-person-early-end (3)');
  await petra.done('tell-reception-early-end (3)');
  await petra.done('register-office-end', 'MACH-0003');
}

/** Off, back, on paper; then the measure is over, and the police stays alert for a while. */
export async function giveBack(story: Story): Promise<void> {
  const dina = await story.officer('dina');
  await story.look('43-ending', dina.page);
  await dina.doTask('switch-off', 'form-end-step');
  await dina.sees(dina.t('alarm-off'));
  await dina.doTask('take-back', 'form-end-step', [
    pick('f-back-how', 'f-back-returned'), say('f-check-number', '0470 12 34 56'), tick('f-check-receipt', dina.t('f-check-back-signed')),
  ]);
  const device = [choose('paper-device-kind', dina.t('paper-device-phone')), say('paper-device-number', 'TEL-0042'), sayMore('paper-device-condition', 'goed')];
  await paper(story, dina, 'device-receipt', { says: device, holds: ['TEL-0042', written(story.calendar.day(), story.language)] });
  await dina.doTask('end-pv', 'form-end-step', [say('f-pv-number', 'GE.44.L1.002/2028')]);
  await dina.sees(dina.t('mstage-ended'));
  await dina.sees(dina.t('term-supervised', { day: written(monthsAfter(story.calendar.day(), 3), story.language) }));
  await story.look('44-ended', dina.page);
  expect(story.measure).not.toBe('');
}
