// One whole life of a measure, from the first call to the day the button goes back, at the real screens of everyone in it.
import { test } from './support/test';
import { earlyEnd, evaluation, giveBack } from './support/life/ending';
import { activate, agree, completeTheFile, firstPapers, grantAtNight, keepTheAddress, pairAndTest, tellReception } from './support/life/granting';
import { assess, confirmHandOver, hear, putBefore, requestAtTheWrongZone } from './support/life/intake';
import { alarm, extension, move, revisit, trip } from './support/life/running';
import { Story } from './support/life/story';
import { prepare, type Speaks } from './support/life/world';

// A minute and a half with the machine to itself.
test.describe.configure({ timeout: 420_000 });

// Proves MS-03, MS-11, MS-14, MS-18, MS-21, MS-23, MS-24, MS-30, MS-31, MS-32, MS-33, MS-35, MS-36, MS-37, MS-38, AL-10, AL-11, AL-12, GN-01, FL-35.
for (const language of ['nl', 'fr'] satisfies Speaks[]) {
  test(`one measure lives from a request at the wrong zone to the return of the device (${language})`, async ({ house, screens }) => {
    await prepare(house, language);
    const story = new Story(house, screens, language);
    await story.begin();
    await test.step('a third party asks at the wrong zone', () => requestAtTheWrongZone(story));
    await test.step('the right zone confirms', () => confirmHandOver(story));
    await test.step('the person is heard', () => hear(story));
    await test.step('the danger is assessed, and there is a bomb', () => assess(story));
    await test.step('it goes to the magistrate at once', () => putBefore(story));
    await test.step('who grants it at night, on a phone', () => grantAtNight(story));
    await test.step('what was missing is completed', () => completeTheFile(story));
    await test.step('where she lives is known to few', () => keepTheAddress(story));
    await test.step('a phone is paired and tested', () => pairAndTest(story));
    await test.step('she agrees, and signs', () => agree(story));
    await test.step('the first papers', () => firstPapers(story));
    await test.step('the alarm is switched on', () => activate(story));
    await test.step('the reception of victims is told', () => tellReception(story));
    await test.step('weeks later she presses, and a team goes there', () => alarm(story));
    await test.step('the alarm adds nine months', () => extension(story));
    await test.step('the first visit', () => revisit(story));
    await test.step('a week elsewhere', () => trip(story));
    await test.step('a move to another district', () => move(story));
    await test.step('the evaluation', () => evaluation(story));
    await test.step('she asks to stop', () => earlyEnd(story));
    await test.step('the device comes back', () => giveBack(story));
  });
}
