// A desktop of its own for one program: display, buses, tray, notifications, and folders that are nobody's.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Debian's own, which has Debian's modules. */
const python = '/usr/bin/python3';

export const isInstalled = (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

const busConfiguration = (
  folder,
) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=${folder}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`;

/** Programs that stand around the measured one. They are ended with the desk, by their process number. */
export class Desk {
  static async open(name) {
    const desk = new Desk();
    desk.name = name;
    desk.children = [];
    desk.folder = mkdtempSync(join(tmpdir(), `endrange-desk-${name}-`));
    const inside = (part) => {
      const path = join(desk.folder, part);
      mkdirSync(path, { recursive: true, mode: 0o700 });
      return path;
    };
    const { DISPLAY: _d, WAYLAND_DISPLAY: _w, XDG_SESSION_TYPE: _s, ...rest } = process.env;
    desk.environment = {
      ...rest,
      HOME: inside('home'),
      XDG_CONFIG_HOME: inside('home/.config'),
      XDG_DATA_HOME: inside('home/.local/share'),
      XDG_CACHE_HOME: inside('home/.cache'),
      XDG_STATE_HOME: inside('home/.local/state'),
      XDG_RUNTIME_DIR: inside('run'),
      BROWSER: 'true',
    };
    desk.environment.DISPLAY = `:${await desk.#firstLine('Xvfb', ['-displayfd', '1', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-noreset'])}`;
    desk.environment.DBUS_SESSION_BUS_ADDRESS = await desk.#bus(inside('session-bus'));
    // A bus that stands in for the system's: nothing of the real machine answers on it.
    desk.environment.DBUS_SYSTEM_BUS_ADDRESS = await desk.#bus(inside('system-bus'));
    desk.start('dunst', []);
    desk.start('trayer', ['--edge', 'top']);
    if (isInstalled('pipewire')) desk.start('pipewire', []);
    if (spawnSync(python, ['-c', 'import dbusmock']).status === 0)
      for (const template of ['logind', 'upower'])
        desk.start(python, ['-m', 'dbusmock', '--system', '--template', template]);
    await sleep(1);
    return desk;
  }

  /** Starts a program on this desk, saying nothing. */
  start(program, words, output = 'ignore') {
    const child = spawn(program, words, { env: this.environment, stdio: ['ignore', output, output] });
    child.on('error', (error) => console.error(`${program}: ${error.message}`));
    this.children.push(child);
    return child;
  }

  run(program, words) {
    return spawnSync(program, words, { env: this.environment, encoding: 'utf8' }).stdout;
  }

  /** Moves the pointer about nine times a second for so long. */
  async movePointer(seconds) {
    const ends = Date.now() + seconds * 1000;
    let moves = 0;
    for (; Date.now() < ends; ++moves) {
      this.run('xdotool', [
        'mousemove',
        String(200 + ((moves * 37) % 1200)),
        String(200 + ((moves * 23) % 700)),
      ]);
      await sleep(0.1);
    }
    return moves;
  }

  async close() {
    for (const child of this.children.reverse()) child.kill('SIGTERM');
    await sleep(1);
    for (const child of this.children) if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #bus(folder) {
    const file = join(folder, 'bus.conf');
    writeFileSync(file, busConfiguration(folder));
    return this.#firstLine('dbus-daemon', ['--nofork', '--print-address=1', `--config-file=${file}`]);
  }

  #firstLine(program, words) {
    const child = spawn(program, words, { env: this.environment, stdio: ['ignore', 'pipe', 'ignore'] });
    this.children.push(child);
    return new Promise((done, failed) => {
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`${program} ended with ${code}`)));
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
        if (said.includes('\n')) done(said.trim());
      });
    });
  }
}

/** What a process holds, in kB, and what it did since it began. Source: proc(5). */
export function look(process_id) {
  const of = (text, key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  const memory = readFileSync(`/proc/${process_id}/smaps_rollup`, 'utf8');
  const threads = readdirSync(`/proc/${process_id}/task`);
  const wakeups = threads.reduce(
    (sum, thread) =>
      sum + of(readFileSync(`/proc/${process_id}/task/${thread}/status`, 'utf8'), 'voluntary_ctxt_switches'),
    0,
  );
  const times = readFileSync(`/proc/${process_id}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return {
    rss_kb: of(memory, 'Rss'),
    pss_kb: of(memory, 'Pss'),
    dirty_kb: of(memory, 'Private_Dirty'),
    threads: threads.length,
    wakeups,
    // utime and stime, then those of children that were collected; fields 14 to 17, in hundredths of a second.
    cpu_ms: 10 * (Number(times[11]) + Number(times[12])),
    children_cpu_ms: 10 * (Number(times[13]) + Number(times[14])),
  };
}
