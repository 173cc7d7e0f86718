import type { Entry, EventBody } from '../lib/api';
import { formatFigure } from '../measure/figures';
import { capitalise, formatDuration, formatEstimate, sideWords, toWords } from '../lib/words';

/** "640 bytes", "12 kB", "3.4 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The minutes since midnight of "09:30", or null. */
export function parseMinuteOfDay(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text);
  const minutes = found ? Number(found[1]) * 60 + Number(found[2]) : NaN;
  return minutes >= 0 && minutes < 24 * 60 && Number(found?.[2]) < 60 ? minutes : null;
}

/** "09:30", as a time field wants it. */
export function formatMinuteField(minutes: number): string {
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

const motionWords = (id: string) => toWords(id.replaceAll('.', ' '));

type Describe = { [K in keyof EventBody]: (event: NonNullable<EventBody[K]>) => string };

const describe: Describe = {
  profile_changed: (event) =>
    `You told about yourself: ${toWords(event.audience)}, ${event.minutes} minutes, ${toWords(event.place)}`,
  safety_answered: (event) =>
    event.answers.length === 1
      ? `Safety question answered: ${toWords(event.answers[0]?.question ?? '')}`
      : `${event.answers.length} safety questions answered`,
  cleared: (event) => `Seen by a professional: ${toWords(event.question || 'a report of pain')}`,
  measured: (event) => {
    const figure = event.usable ?? event.reached ?? event.available;
    const kind = event.usable ? 'usable' : event.reached ? 'reached' : 'available';
    return `Measured ${motionWords(event.joint_motion)}, ${sideWords[event.side]}: ${figure ? `${kind} ${formatEstimate(figure)}` : 'not observable'}`;
  },
  tested: (event) => {
    const [figure] = event.figures;
    return `Tested ${motionWords(event.protocol)}, ${sideWords[event.side]}: ${figure ? formatFigure(figure) : 'not observable'}`;
  },
  recording_kept: (event) => `Recording kept: ${event.recording}`,
  recording_deleted: (event) => `Recording deleted: ${event.recording}`,
  routine_started: (event) => `Routine begun: ${event.steps} steps, ${formatDuration(event.planned_s)}`,
  step_done: (event) =>
    `Moved: ${toWords(event.exercise).replaceAll('-', ' ')}, ${sideWords[event.side]}, ${formatDuration(event.seconds)}`,
  step_skipped: (event) =>
    `Left out: ${toWords(event.exercise).replaceAll('-', ' ')} (${toWords(event.meaning)})`,
  routine_finished: (event) =>
    `Routine finished${event.effort === null ? '' : `, effort ${event.effort} of 10`}`,
  pain_reported: (event) =>
    `Pain reported: ${toWords(event.region)}, ${event.intensity} of 10, ${toWords(event.kind)}`,
  morning_answered: (event) => `The morning after: ${toWords(event.feeling)}`,
  break_happened: (event) =>
    `${event.kind ? `${capitalise(event.kind)} break` : 'Break'} ${toWords(event.outcome)}${event.minutes > 0 ? `, ${Math.round(event.minutes)} minutes` : ''}`,
  worked: (event) => `Worked for ${formatDuration(event.seconds)}`,
  settings_changed: () => 'Settings changed',
  withdrawn: () => 'An entry was taken away',
  rhythm_changed: ({ rhythm }) => (rhythm.is_on ? 'Rhythm of breaks changed' : 'Breaks switched off'),
  programme_chosen: (event) =>
    event.programme
      ? `Programme chosen: ${toWords(event.programme.replaceAll('-', ' '))}`
      : 'Programme ended',
  goals_chosen: (event) =>
    event.goals.length === 0
      ? 'Goals put aside'
      : `Goals chosen: ${event.goals.map(({ goal }) => toWords(goal.replaceAll('-', ' '))).join(', ')}`,
  exercise_added: (event) => `Exercise of yours added: ${event.exercise.replaceAll('-', ' ')}`,
  exercise_removed: (event) => `Exercise of yours removed: ${event.exercise.replaceAll('-', ' ')}`,
  spent: (event) =>
    `${{ call: 'On a call', film: 'Watched', rest: 'Away' }[event.on]} for ${formatDuration(event.seconds)}`,
};

/** A journal entry in one line. */
export function describeEntry(entry: Entry): string {
  for (const kind of Object.keys(describe) as (keyof EventBody)[]) {
    const event = entry.event[kind];
    if (event) return capitalise((describe[kind] as (event: unknown) => string)(event));
  }
  return 'An entry of a later version';
}

/** The entries that a withdrawal on the same page names. */
export function listWithdrawn(entries: Entry[]): Set<string> {
  return new Set(entries.flatMap((entry) => (entry.event.withdrawn ? [entry.event.withdrawn.entry] : [])));
}
