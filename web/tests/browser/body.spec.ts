// Body with a story behind it: two measurements set against each other, and a wrong one taken away and brought back.
// The real program and Debian's Chromium. Oracle: what the program itself says of the same journal.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { BodyView, Journal } from '../../src/lib/api';
import { Program } from './program';
import { tellStory } from './story';
import { answerFirstStart, Visit } from './visit';

describe('Body', () => {
  let program: Program;
  let visit: Visit;

  beforeAll(async () => {
    program = await Program.start();
    visit = await Visit.open(program, { width: 360 });
    await answerFirstStart(visit.page, 1);
    await tellStory(program);
    await visit.page.goto(`${program.origin}/#/body/shoulder.right`);
  });
  afterAll(async () => {
    await visit.close();
    await program.stop();
  });

  const findRight = async () => {
    const { joints } = await program.ask<BodyView>('/api/body');
    return joints.find((joint) => joint.joint_motion === 'shoulder.abduction' && joint.side === 'right')!;
  };
  const story = () => visit.page.getByRole('region', { name: 'Shoulder, out to the side, right' });

  it('shows left beside right, and walks through the measurements by keyboard', async () => {
    const right = story().getByRole('slider', { name: /right: measurements over time/ });
    await right.waitFor();
    expect(await story().getByRole('slider').count()).toBe(2);
    await right.press('Home');
    expect(await right.getAttribute('aria-valuetext')).toContain('usable 121°');
    await right.press('End');
    expect(await right.getAttribute('aria-valuetext')).toContain('usable 146°');
    await story().getByText('As a table').click();
    expect(await story().getByRole('row').count()).toBe(9);
    await story().getByText('by hand, phone').first().waitFor();
  });

  it('sets two dates against each other, and says how sure that is', async () => {
    await story().getByText('Compare two measurements').click();
    const [one, other] = [
      story().getByRole('combobox', { name: 'This one', exact: true }),
      story().getByRole('combobox', { name: 'With this one', exact: true }),
    ];
    const choices = await one.locator('option').allTextContents();
    const first = choices.findIndex((words) => words.includes('right: usable 121°'));
    const latest = choices.findIndex((words) => words.includes('right: usable 146°'));
    await one.selectOption({ index: first });
    await other.selectOption({ index: latest });
    await story().getByText('Changed', { exact: true }).waitFor();
    await story()
      .getByText(/^25° more usable on .* \(121° and 146°\): beyond the \d+° that measuring wobbles\.$/)
      .waitFor();
    await story()
      .getByText(/from published values/)
      .waitFor();
  });

  it('says why a camera and a phone do not compare', async () => {
    const other = story().getByRole('combobox', { name: 'With this one', exact: true });
    const choices = await other.locator('option').allTextContents();
    await other.selectOption({
      index: choices.findIndex((words) => words.includes('usable 150°') && words.includes('phone')),
    });
    await story().getByText('Not comparable', { exact: true }).waitFor();
    await story()
      .getByText(/one was seen by a camera, the other taken by hand/)
      .waitFor();
    await story()
      .getByText(/^Measure once more as on/)
      .waitFor();
  });

  it('sets left against right', async () => {
    await story().getByRole('button', { name: 'The latest left and right' }).click();
    await story()
      .getByText(/^Right is 5° less usable than left \(151° and 146°\): within/)
      .waitFor();
  });

  it('takes a measurement away, works everything out without it, and brings it back', async () => {
    const before = await findRight();
    const [away] = before.history.filter((point) => point.measured.usable?.mean_deg === 146);
    await story()
      .getByRole('button', { name: /^Take away/ })
      .first()
      .click();
    const undo = story().getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    const without = await findRight();
    expect(without.history.map((point) => point.entry)).not.toContain(away?.entry);
    expect(without.usable?.mean_deg).not.toBe(before.usable?.mean_deg);
    const dial = story().getByRole('img', { name: /^Shoulder, out to the side, right: usable/ });
    expect(await dial.getAttribute('aria-label')).toContain(
      `usable ${String(Math.round(without.usable!.mean_deg))}°`,
    );
    expect(await undo.evaluate((button) => button === document.activeElement)).toBe(true);

    await undo.click();
    await undo.waitFor({ state: 'detached' });
    const after = await findRight();
    // What is thought grows less sure by the second.
    expect(after.usable?.mean_deg).toBeCloseTo(before.usable!.mean_deg, 3);
    expect(after.usable?.se_deg).toBeCloseTo(before.usable!.se_deg, 3);
    expect(after.history.map(({ at, measured, verdict }) => [at, measured, verdict])).toEqual(
      before.history.map(({ at, measured, verdict }) => [at, measured, verdict]),
    );
    const { entries } = await program.ask<Journal>('/api/journal?limit=10');
    expect(entries.filter(({ event }) => event.withdrawn?.entry === away?.entry).length).toBe(1);
    expect(visit.complaints).toEqual([]);
  });
});
