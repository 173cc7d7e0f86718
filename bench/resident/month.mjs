// A month of a working person's events, told to the running program as fast as it takes them.
import { randomUUID } from 'node:crypto';

import { look, sleep } from './desk.mjs';

const Days = 30;
const HoursADay = 8;

/** What one day leaves in the journal: spans, breaks, steps. */
function* eventsOf(day) {
  const at = (hour, minute) => new Date(Date.UTC(2026, 0, 5 + day, 8 + hour, minute));
  const entry = (when, event) => ({ id: randomUUID(), at: when.toISOString(), offset_min: 60, event });
  for (let hour = 0; hour < HoursADay; ++hour) {
    yield entry(at(hour, 50), { worked: { from: at(hour, 0).toISOString(), seconds: 3000 } });
    yield entry(at(hour, 52), { spent: { on: 'call', from: at(hour, 50).toISOString(), seconds: 120 } });
    yield entry(at(hour, 53), { break_happened: { outcome: 'put_off', minutes: 5 } });
    yield entry(at(hour, 58), { break_happened: { outcome: 'taken', minutes: 3 } });
  }
}

/** Lives through it and tells what the program holds before and after. */
export async function liveMonth(program, quiet_s) {
  const before = look(program.pid);
  let events = 0;
  for (let day = 0; day < Days; ++day) {
    const entries = [...eventsOf(day)];
    events += entries.length;
    await program.ask('/api/events', 'POST', { events: entries });
    for (let hour = 0; hour < HoursADay; ++hour) {
      for (const action of ['put_off', 'now', 'done', 'skip', 'pause', 'resume'])
        await program.ask('/api/breaks', 'POST', { action });
      await program.ask('/api/today');
    }
  }
  await sleep(quiet_s);
  const after = look(program.pid);
  const MB = (kb) => (kb / 1024).toFixed(2);
  return (
    `A month told at once (${events} events, ${Days * HoursADay * 6} commands, ${Days * HoursADay} routines): ` +
    `private dirty ${MB(before.dirty_kb)} MB before, ${MB(after.dirty_kb)} MB ${quiet_s} s after; ` +
    `resident ${MB(before.rss_kb)} and ${MB(after.rss_kb)} MB; threads ${before.threads} and ${after.threads}.`
  );
}
