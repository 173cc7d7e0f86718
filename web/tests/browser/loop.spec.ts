// From the first question to a routine done, as a new user would walk it: the real program with an empty journal and
// Debian's Chromium. Oracle: the journal holds what happened, and no other host was asked for anything.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Journal, State } from '../../src/lib/api';
import { Program } from './program';
import { answerFirstStart, Visit } from './visit';

describe('the loop', () => {
  let program: Program;
  let visit: Visit;

  beforeAll(async () => {
    program = await Program.start();
    visit = await Visit.open(program);
  });
  afterAll(async () => {
    await visit.close();
    await program.stop();
  });

  const entries = async () => (await program.ask<Journal>('/api/journal?limit=200')).entries;

  it('takes the code out of the address and keeps no token in it', async () => {
    await visit.page.getByRole('heading', { name: 'A few minutes, most days' }).waitFor();
    expect(visit.page.url()).not.toContain('open=');
    const [cookie] = await visit.context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  });

  it('has the first routine ready after four questions', async () => {
    await answerFirstStart(visit.page, 1);
    await visit.page.getByRole('link', { name: 'Start', exact: true }).waitFor();
    const state = await program.ask<State>('/api/state');
    expect(state.first_start).toBe(false);
    expect(state.profile?.audience).toBe('desk_worker');
  });

  it('goes through a routine to its end', async () => {
    const { page } = visit;
    await page.getByRole('link', { name: 'Start', exact: true }).click();
    await page.getByRole('button', { name: /it hurts/i }).waitFor();
    await page.getByRole('heading', { name: 'Done.' }).waitFor({ timeout: 180_000 });
    await page.getByRole('radio', { name: '4', exact: true }).check({ force: true });
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    await page.waitForURL(/#\/today/);
    const kinds = (await entries()).map(({ event }) => Object.entries(event).find(([, value]) => value)?.[0]);
    expect(kinds).toContain('routine_started');
    expect(kinds).toContain('step_done');
    expect(kinds).toContain('routine_finished');
  });

  it('asked nothing of another host and broke nothing on the way', () => {
    expect(visit.foreignRequests(program.origin)).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });
});
