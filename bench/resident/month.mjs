// Months of a working person's events, told to the running program as fast as it takes them.
import { randomUUID } from 'node:crypto';

import { look, sleep } from './desk.mjs';

/** What the allocator keeps grows most in the first two and hardly after: two alone would look like a leak. */
const Months = 4;
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

async function live(program, firstDay) {
  let events = 0;
  for (let day = firstDay; day < firstDay + Days; ++day) {
    const entries = [...eventsOf(day)];
    events += entries.length;
    await program.ask('/api/events', 'POST', { events: entries });
    for (let hour = 0; hour < HoursADay; ++hour) {
      for (const action of ['put_off', 'now', 'done', 'skip', 'pause', 'resume'])
        await program.ask('/api/breaks', 'POST', { action });
      await program.ask('/api/today');
    }
  }
  return events;
}

/** Lives through the months and tells what the program holds before, between and after. */
export async function liveMonths(program, quiet_s) {
  const looks = [look(program.pid)];
  let events = 0;
  for (let month = 0; month < Months; ++month) {
    events += await live(program, month * Days);
    await sleep(quiet_s);
    looks.push(look(program.pid));
  }
  const list = (figure) => looks.map((one) => (one[figure] / 1024).toFixed(2)).join(', ');
  return (
    `${Months} months told one after the other (${events} events, ${Months * Days * HoursADay * 6} commands, ` +
    `${Months * Days * HoursADay} routines), looked at before, between and after, each time ${quiet_s} s later: ` +
    `private dirty ${list('dirty_kb')} MB, resident ${list('rss_kb')} MB, threads ${looks.map(({ threads }) => threads).join(', ')}.`
  );
}
