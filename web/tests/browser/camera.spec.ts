// The same walk through getUserMedia: with Chromium's fake camera fed from the clip, with permission refused, and with
// no camera at all. Each must end in a clear next step. Software rendering reads about one picture a second, so the
// page keeps the pictures while the man moves and reads them afterwards: the clip runs at its own speed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasRecording, Program, recordings } from './program';
import { answerFirstStart, Visit } from './visit';

const clip = 'sports2d/demo.mp4';
/** A little more than the clip is long, so that all of it is in the trial wherever its loop began. */
const trial_ms = 9000;

async function openCamera(visit: Visit, program: Program): Promise<void> {
  await visit.page.goto(`${program.origin}/#/measure/shoulder.abduction`);
  await visit.page.getByRole('button', { name: 'Use the camera' }).click();
}

describe('measuring without a camera that works', () => {
  let program: Program;
  beforeAll(async () => {
    program = await Program.start();
  });
  afterAll(() => program.stop());

  it('says how to allow a camera that was refused', async () => {
    const visit = await Visit.open(program, {
      switches: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
      camera: 'refused',
    });
    await answerFirstStart(visit.page);
    await openCamera(visit, program);
    await visit.page.getByText('The camera is not allowed for this page.').waitFor();
    await visit.page.getByText('allow it for this page').waitFor();
    expect(await visit.page.getByRole('button', { name: /again/i }).count()).toBeGreaterThan(0);
    await visit.close();
  });

  it('says what to do where there is none', async () => {
    const visit = await Visit.open(program, { camera: 'granted' });
    await openCamera(visit, program);
    await visit.page.getByText('No camera was found.').waitFor();
    await visit.page.getByText('Plug one in').waitFor();
    await visit.close();
  });
});

describe.skipIf(!hasRecording(clip))('measuring with a camera', () => {
  let program: Program;
  let visit: Visit;
  const folder = mkdtempSync(join(tmpdir(), 'endrange-camera-'));

  beforeAll(async () => {
    const film = join(folder, 'camera.mjpeg');
    const made = spawnSync('ffmpeg', [
      '-loglevel',
      'error',
      '-i',
      join(recordings, clip),
      '-an',
      '-vf',
      'scale=960:-2',
      '-q:v',
      '3',
      '-f',
      'mjpeg',
      film,
    ]);
    expect(made.stderr.toString()).toBe('');
    program = await Program.start();
    visit = await Visit.open(program, {
      camera: 'granted',
      switches: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${film}`,
      ],
    });
    await answerFirstStart(visit.page);
  });
  afterAll(async () => {
    await visit.close();
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends in a result or in what to change, with the picture never leaving the browser', async () => {
    await openCamera(visit, program);
    const { page } = visit;
    const begin = page.getByRole('button', { name: 'Begin' });
    await begin.waitFor({ timeout: 60_000 });
    // It opens once the library has warmed up. The longest wait of this test.
    await begin.click({ timeout: 240_000 });
    const done = page.getByRole('button', { name: 'Done' });
    await done.waitFor({ timeout: 30_000 });
    await page.waitForTimeout(trial_ms);
    await done.click();
    const outcome = page.getByRole('region', { name: /side$/ }).or(page.getByText(/pictures in \d+ seconds/));
    await outcome.first().waitFor({ timeout: 420_000 });
    expect(visit.foreignRequests(program.origin)).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });
});
