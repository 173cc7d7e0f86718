// What break programs cost while nothing happens, side by side: `./dev bench resident [--write] [--alone]`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

import { Desk, isInstalled, look, sleep } from './desk.mjs';
import { liveMonths } from './month.mjs';
import { Endrange, takeBreak, usePage, workAllDay } from './use.mjs';

const root = new URL('../..', import.meta.url).pathname;
const binary = process.env.ENDRANGE_BINARY ?? join(root, 'build/release/bin/endrange');
const has = (word) => process.argv.includes(word);
/** Of each measurement, and before the first. */
const seconds = Number(process.env.RESIDENT_SECONDS ?? 60);
/** After everything was closed. */
const quiet_s = 2 * seconds;

/** What the issue asks of Endrange. */
const Limits = { rss_kb: 15 * 1024, dirty_kb: 5 * 1024, wakeups: 2 };

/** Clicks away a welcome, which would stand there for ever: its button is at the lower right. */
async function dismiss(desk, name) {
  await sleep(10);
  for (const id of desk.run('xdotool', ['search', '--onlyvisible', '--class', name]).trim().split('\n')) {
    const [, width, height] =
      /Geometry: (\d+)x(\d+)/.exec(desk.run('xdotool', ['getwindowgeometry', id])) ?? [];
    if (Number(width) < 300) continue;
    desk.run('xdotool', ['mousemove', '--window', id, String(width - 50), String(height - 24), 'click', '1']);
  }
}

const Peers = [
  { name: 'Workrave', program: 'workrave' },
  { name: 'SafeEyes', program: 'safeeyes' },
  { name: 'RSIBreak', program: 'rsibreak', welcomes: true },
];

async function startPeer({ name, program, welcomes }) {
  const desk = await Desk.open(program);
  const child = desk.start(program, []);
  if (welcomes) await dismiss(desk, program);
  return { name, desk, pid: child.pid };
}

/** From one look to the next, a minute. */
const perMinute = (before, after) => ({
  ...after,
  wakeups: Math.round(((after.wakeups - before.wakeups) * 60) / seconds),
  cpu_ms: Math.round(
    ((after.cpu_ms - before.cpu_ms + after.children_cpu_ms - before.children_cpu_ms) * 60) / seconds,
  ),
});

/** All at once, so that each has the same neighbours. */
async function measureAll(programs, whileMeasured) {
  const before = programs.map(({ pid }) => look(pid));
  await Promise.all([sleep(seconds), ...programs.map(whileMeasured)]);
  return programs.map(({ pid }, at) => perMinute(before[at], look(pid)));
}

const MB = (kb) => (kb / 1024).toFixed(1);
const row = (name, idle, cameBack, moved) =>
  `| ${[name, MB(idle.rss_kb), MB(idle.pss_kb), MB(idle.dirty_kb), idle.threads, idle.wakeups, cameBack?.wakeups ?? '', moved?.wakeups ?? '', idle.cpu_ms, moved?.cpu_ms ?? ''].join(' | ')} |`;

const lines = [];
const print = (line) => {
  lines.push(line);
  console.log(line);
};
const note = (line) => console.error(line);

async function main() {
  const desk = await Desk.open('endrange');
  const desks = [desk];
  try {
    const endrange = await Endrange.start(desk, binary);
    await workAllDay(endrange);
    await sleep(seconds / 2);
    const fresh = look(endrange.pid);
    note('using Endrange: page, routine, recording');
    const measured = await usePage(endrange);
    note(`using Endrange: a break (${measured})`);
    const broke = await takeBreak(endrange);
    note(`closed (${broke}); peers are started`);
    const busy = look(endrange.pid);
    const programs = [{ name: 'Endrange', pid: endrange.pid, desk }];
    for (const peer of has('--alone') ? [] : Peers) {
      if (!isInstalled(peer.program)) {
        note(`${peer.program} is not installed`);
        continue;
      }
      const started = await startPeer(peer);
      desks.push(started.desk);
      programs.push(started);
    }
    await sleep(quiet_s);
    const idle = await measureAll(programs, () => undefined);
    note('the pointer moves');
    let moves = 0;
    const move = async (one) => {
      moves = Math.max(moves, await one.desk.movePointer(seconds));
    };
    const cameBack = await measureAll(programs, move);
    const moved = await measureAll(programs, move);

    print(
      `${cpus()[0]?.model ?? 'processor'}, ${cpus().length} cores; ${seconds} s each, ${moves} moves of the pointer`,
    );
    print('');
    print(
      '| program | RSS, MB | PSS, MB | private dirty, MB | threads | wake-ups in an idle minute | in the minute of coming back | in the next, the pointer moving | CPU of the idle minute, ms | of the last, ms |',
    );
    print('|---|---|---|---|---|---|---|---|---|---|');
    programs.forEach(({ name }, at) => print(row(name, idle[at], cameBack[at], moved[at])));
    print(row('Endrange, just started', { ...fresh, wakeups: '', cpu_ms: '' }));
    print(row('Endrange, just used', { ...busy, wakeups: '', cpu_ms: '' }));
    print('');
    print(`Before it was measured: ${measured}; ${broke}.`);
    const misses = Object.entries(Limits)
      .filter(([figure, most]) => Math.max(idle[0][figure], moved[0][figure]) > most)
      .map(([figure, most]) => `${figure} ${Math.max(idle[0][figure], moved[0][figure])} (at most ${most})`);
    print(
      misses.length === 0
        ? 'Limits (15 MB resident, 5 MB private dirty, 2 wake-ups a minute): kept.'
        : `Limits missed: ${misses.join(', ')}.`,
    );
    print('');
    print(await liveMonths(endrange, quiet_s));
  } finally {
    for (const one of desks) await one.close();
  }
  if (has('--write')) write();
}

/** Puts what was printed in place of the section, and leaves the rest of the page alone. */
function write() {
  const page = join(root, 'docs/benchmarks.md');
  const heading = '## What stays in memory';
  const method = readFileSync(join(root, 'bench/resident/method.md'), 'utf8');
  const text = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const before = text.split(`\n${heading}\n`)[0].trimEnd();
  writeFileSync(page, `${before}\n\n${heading}\n\n${method.trim()}\n\n${lines.join('\n')}\n`);
  note('wrote docs/benchmarks.md');
}

await main();
process.exit(0);
