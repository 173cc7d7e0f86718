// What a person does with Endrange before it is measured: opens the page, plans, measures, breaks, closes.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { sleep } from './desk.mjs';

const root = new URL('../..', import.meta.url).pathname;
const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core');

export class Endrange {
  static async start(desk, binary) {
    const folder = join(desk.folder, 'data');
    const child = desk.start(binary, ['run', '--no-open', '--data', folder], 'pipe');
    const said = [];
    const origin = await new Promise((done, failed) => {
      child.once('exit', (code) => failed(new Error(`endrange ended with ${code}: ${said.join('')}`)));
      child.stderr.on('data', (chunk) => {
        said.push(String(chunk));
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said.join(''));
        if (address) done(address[0]);
      });
    });
    const program = new Endrange();
    Object.assign(program, { desk, child, folder, origin });
    return program;
  }

  get pid() {
    return this.child.pid;
  }

  async ask(path, method = 'GET', body = undefined) {
    const answer = await fetch(this.origin + path, {
      method,
      headers: {
        Authorization: `Bearer ${readFileSync(join(this.folder, 'token'), 'utf8').trim()}`,
        'Content-Type': 'application/json',
        Connection: 'close',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

/** Work at any hour, so that the hour of the measurement decides nothing. */
export async function workAllDay(program) {
  const kind = (every_min, length_min) => ({ is_on: true, every_min, length_min, most_a_day: 20 });
  const rhythm = {
    is_on: true,
    short_breaks: kind(25, 2),
    long_breaks: kind(60, 5),
    work: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from_min: 0, until_min: 24 * 60 })),
    quiet: [],
  };
  const event = { rhythm_changed: { rhythm } };
  const at = new Date(Date.now() - 1000).toISOString();
  await program.ask('/api/events', 'POST', { events: [{ id: randomUUID(), at, offset_min: 0, event }] });
}

/** Opens every page, plans, looks at figures and measures a short recording; then the browser is gone. */
export async function usePage(program) {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await browser.newPage();
    const { code } = await program.ask('/api/code', 'POST');
    await page.goto(`${program.origin}/#open=${code}`);
    await page.locator('h1').first().waitFor();
    for (const room of ['', 'body', 'progress', 'library', 'measure', 'settings']) {
      await page.goto(`${program.origin}/#/${room}`);
      await sleep(1);
    }
    await program.ask('/api/today?minutes=5');
    const { exercises } = await program.ask('/api/exercises');
    for (const { id, sides } of exercises.slice(0, 5))
      await program.ask(`/api/exercises/${id}/motion${sides === 'each_side' ? '?side=left' : ''}`);
    return await page.evaluate(measure, makeFrames());
  } finally {
    await browser.close();
  }
}

/** Twelve seconds of a body that raises both arms to the side, as the 33 landmarks of a webcam. */
function makeFrames() {
  const frames = [];
  for (let number = 0; number < 120; ++number) {
    const t_s = number / 10;
    const raised = (Math.PI / 180) * 150 * Math.min(1, Math.max(0, Math.min((t_s - 1) / 2, (11 - t_s) / 2)));
    const points = Array.from({ length: 33 }, () => ({ x: 0, y: -0.66, z: -0.1 }));
    [1, -1].forEach((side, offset) => {
      const put = (at, x, y, z = 0) => (points[at + offset] = { x: side * x, y, z });
      const along = (length) => [0.17 + length * Math.sin(raised), -0.5 + length * Math.cos(raised)];
      put(7, 0.075, -0.68);
      put(9, 0.03, -0.62, -0.09);
      put(11, 0.17, -0.5);
      put(13, ...along(0.3));
      put(15, ...along(0.56));
      for (const hand of [17, 19, 21]) put(hand, ...along(0.64));
      put(23, 0.09, 0);
      put(25, 0.09, 0.43);
      put(27, 0.09, 0.86);
      put(29, 0.09, 0.91, 0.04);
      put(31, 0.09, 0.92, -0.15);
    });
    const seen = ({ x, y, z }) => ({
      x: 0.5 + x * 0.3,
      y: 0.94 - (0.92 - y) * 0.4,
      z: z * 0.3,
      visibility: 0.99,
    });
    const stood = ({ x, y, z }) => ({ x, y, z, visibility: 0.99 });
    frames.push({ t_ms: t_s * 1000, image: points.map(seen), world: points.map(stood) });
  }
  return frames;
}

/** In the page: sends the frames as the camera would, and answers with what the program measured. */
function measure(frames) {
  return new Promise((done) => {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/live`);
    const say = (message) => socket.send(JSON.stringify(message));
    socket.onopen = () => {
      say({
        start: { protocol: 'shoulder.abduction', method: 'camera', width: 640, height: 480, model: 'made' },
      });
      for (const frame of frames) say({ frame });
      say({ stop: { discard: false } });
    };
    socket.onmessage = ({ data }) => {
      const { result, problem } = JSON.parse(data);
      if (!result && !problem) return;
      socket.close();
      done(problem ? problem.message : `${result.frames} frames, ${result.measurements.length} measurements`);
    };
  });
}

/** Waits for a break with hands at the keys, begins it from the notification, and ends it. */
export async function takeBreak(program) {
  const { desk } = program;
  desk.run('xdotool', ['key', 'a']);
  await program.ask('/api/breaks', 'POST', { action: 'put_off', minutes: 1 });
  const phase = async () => (await program.ask('/api/breaks')).phase;
  let shown = 'no notification was seen';
  for (let tries = 0; tries < 40; ++tries) {
    desk.run('xdotool', ['key', 'a']);
    await sleep(5);
    if (!['prelude', 'prompting'].includes(await phase())) continue;
    shown = `notification shown (${desk.run('dunstctl', ['count', 'displayed']).trim()})`;
    desk.run('dunstctl', ['action', '0']);
    await sleep(2);
    break;
  }
  if ((await phase()) !== 'on_break') await program.ask('/api/breaks', 'POST', { action: 'now' });
  await sleep(5);
  const during = await phase();
  await program.ask('/api/breaks', 'POST', { action: 'done' });
  desk.run('dunstctl', ['close-all']);
  return `${shown}; ${during}`;
}
