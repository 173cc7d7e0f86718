import type { EventBody, PainKind, Region, Side, SkipMeaning, Step } from './api';

/*
  A routine as it is done: pure, `advance(state, input, now)` gives the next state and what to do outside. It counts
  by time and by the person's own tap; nothing here has seen the person move.
*/

export type Phase = 'ready' | 'lead_in' | 'moving' | 'paused' | 'hurt' | 'replanning' | 'finished' | 'over';

export interface Routine {
  id: string;
  steps: Step[];
  index: number;
  phase: Phase;
  /** What `resume` returns to. */
  paused_in: 'lead_in' | 'moving';
  /** Time spent in this phase of this step, up to `since_ms`. */
  elapsed_ms: number;
  /** Part of the step that an event has already told. */
  told_ms: number;
  since_ms: number;
  /** While the rest is planned anew: the time that was left for it. */
  left_s: number;
  finished_told: boolean;
}

export interface PainAnswer {
  region: Region;
  side: Side;
  intensity: number;
  kind: PainKind;
  stretch_only: boolean;
}

export type Input =
  | { kind: 'start' }
  | { kind: 'tick' }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'next' }
  | { kind: 'back' }
  | { kind: 'skip'; meaning: SkipMeaning }
  | { kind: 'hurt' }
  | { kind: 'pain'; answer: PainAnswer }
  /** What the program plans for the rest after pain; null when it cannot be asked. */
  | { kind: 'replanned'; steps: Step[] | null }
  | { kind: 'calm' }
  | { kind: 'hide' }
  | { kind: 'end' }
  | { kind: 'finish'; effort: number | null };

type Given = { [K in keyof EventBody]?: NonNullable<EventBody[K]> };
export type Effect = { record: Given } | { say: string } | { tone: 'begin' | 'end' } | { show: string };

export interface Advance {
  routine: Routine;
  effects: Effect[];
}

/** Time to read the name and take up the position, as it was planned. */
const leadInOf = (routine: Routine) => (findStep(routine)?.gap_s ?? 0) * 1000;
/** Who taps on so near the end has done the step. */
const doneFrom = 0.8;
/** A part shorter than this is a slip of the hand, not movement. */
const shortestPart_ms = 3000;
/** A longer silence between ticks means that the computer slept; a hidden page still ticks once a minute. */
const longestSilence_ms = 65000;

export function makeRoutine(id: string, steps: Step[]): Routine {
  return {
    id,
    steps,
    index: 0,
    phase: 'ready',
    paused_in: 'lead_in',
    elapsed_ms: 0,
    told_ms: 0,
    since_ms: 0,
    left_s: 0,
    finished_told: false,
  };
}

export function findStep(routine: Routine): Step | undefined {
  return routine.steps[routine.index];
}

/** Whether a step is done with less range. */
export function isEased(routine: Routine, step: Step | undefined = findStep(routine)): boolean {
  return step?.eased ?? false;
}

/** Seconds left in the lead-in or the step. */
export function computeRemaining(routine: Routine, now_ms: number): number {
  const running = routine.phase === 'lead_in' || routine.phase === 'moving';
  const elapsed = routine.elapsed_ms + (running ? Math.max(0, now_ms - routine.since_ms) : 0);
  const inLeadIn =
    routine.phase === 'lead_in' || (routine.phase === 'paused' && routine.paused_in === 'lead_in');
  const whole = inLeadIn ? leadInOf(routine) : (findStep(routine)?.seconds ?? 0) * 1000;
  return Math.max(0, whole - elapsed) / 1000;
}

/** Whether how much it hurts changes what follows: someone dizzy is not kept waiting with a question. */
export function needsRating(kind: PainKind): boolean {
  return kind !== 'dizzy';
}

/** What pain asks for: go on, go on with less range, leave the joint motions out, or stop and show advice. */
export function decideAfterPain(answer: PainAnswer): 'go_on' | 'ease' | 'leave_out' | 'stop' {
  if (answer.stretch_only) return 'go_on';
  if (['sharp', 'spreading', 'numb', 'dizzy'].includes(answer.kind)) return 'stop';
  if (answer.intensity > 5) return 'leave_out';
  if (answer.intensity >= 3 || answer.kind === 'pinching') return 'ease';
  return 'go_on';
}

const sideSpoken: Record<Side, string> = { left: ', left side', right: ', right side', both: '' };

function enterStep(routine: Routine, index: number, now_ms: number): Advance {
  if (index >= routine.steps.length) {
    return {
      routine: { ...routine, index, phase: 'finished', elapsed_ms: 0, told_ms: 0 },
      effects: [{ tone: 'end' }, { say: 'That is all for now.' }],
    };
  }
  const step = routine.steps[index];
  return {
    routine: { ...routine, index, phase: 'lead_in', elapsed_ms: 0, told_ms: 0, since_ms: now_ms },
    effects: step ? [{ say: `${step.name}${sideSpoken[step.side]}` }] : [],
  };
}

/** The event for the part of the step that has not been told yet; none when it is too short. */
function tellPart(routine: Routine, complete: boolean): Advance {
  const step = findStep(routine);
  const part_ms = routine.elapsed_ms - routine.told_ms;
  const wasMoving =
    routine.phase === 'moving' || (routine.phase === 'paused' && routine.paused_in === 'moving');
  if (!step || !wasMoving || part_ms <= 0 || (!complete && part_ms < shortestPart_ms))
    return { routine, effects: [] };
  return {
    routine: { ...routine, told_ms: routine.elapsed_ms },
    effects: [
      {
        record: {
          step_done: {
            routine: routine.id,
            exercise: step.exercise,
            side: step.side,
            seconds: Math.round(part_ms / 100) / 10,
            complete,
            eased: isEased(routine, step),
          },
        },
      },
    ],
  };
}

function followedBy(first: Advance, next: (routine: Routine) => Advance): Advance {
  const second = next(first.routine);
  return { routine: second.routine, effects: [...first.effects, ...second.effects] };
}

/** Adds the time since the last look, never more than the step has. */
function settle(routine: Routine, now_ms: number): Routine {
  if (routine.phase !== 'lead_in' && routine.phase !== 'moving') return routine;
  const whole = routine.phase === 'lead_in' ? leadInOf(routine) : (findStep(routine)?.seconds ?? 0) * 1000;
  const elapsed_ms = Math.min(whole, routine.elapsed_ms + Math.max(0, now_ms - routine.since_ms));
  return { ...routine, elapsed_ms, since_ms: now_ms };
}

/** Cues come at the beginning, after a third and after two thirds; near the end the last seconds are said. */
function findCue(step: Step, before_ms: number, after_ms: number): string | null {
  const whole = step.seconds * 1000;
  const passes = (at_ms: number) => before_ms < at_ms && after_ms >= at_ms;
  const parts = step.seconds >= 25 ? 3 : step.seconds >= 15 ? 2 : 1;
  for (let part = 1; part < parts; ++part) if (passes((whole * part) / parts)) return step.cues[part] ?? null;
  return step.seconds >= 12 && passes(whole - 5000) ? 'Five more seconds.' : null;
}

function tick(before: Routine, now_ms: number): Advance {
  if (
    now_ms - before.since_ms > longestSilence_ms &&
    (before.phase === 'moving' || before.phase === 'lead_in')
  ) {
    return { routine: { ...before, phase: 'paused', paused_in: before.phase }, effects: [] };
  }
  const routine = settle(before, now_ms);
  const step = findStep(routine);
  if (!step) return { routine, effects: [] };
  if (routine.phase === 'lead_in' && routine.elapsed_ms >= leadInOf(routine)) {
    const first = step.cues[0];
    return {
      routine: { ...routine, phase: 'moving', elapsed_ms: 0 },
      effects: [{ tone: 'begin' }, ...(first ? [{ say: first }] : [])],
    };
  }
  if (routine.phase === 'moving') {
    if (routine.elapsed_ms >= step.seconds * 1000) {
      return followedBy(tellPart(routine, true), (told) => {
        const next = enterStep(told, told.index + 1, now_ms);
        return {
          ...next,
          effects: [{ tone: 'end' }, ...next.effects.filter((effect) => !('tone' in effect))],
        };
      });
    }
    const cue = findCue(step, before.elapsed_ms, routine.elapsed_ms);
    return { routine, effects: cue ? [{ say: cue }] : [] };
  }
  return { routine, effects: [] };
}

function answerPain(routine: Routine, answer: PainAnswer): Advance {
  const step = findStep(routine);
  const record: Effect = {
    record: {
      pain_reported: {
        ...answer,
        routine: routine.id,
        exercise: step?.exercise ?? '',
        joint_motions: step?.joint_motions ?? [],
      },
    },
  };
  switch (decideAfterPain(answer)) {
    case 'stop':
      return { routine: { ...routine, phase: 'over' }, effects: [record] };
    case 'leave_out':
    case 'ease': {
      // Which steps load what hurts, only the program knows: what was planned before is dropped at once.
      const done = routine.steps.slice(0, routine.index);
      const left_ms = routine.steps
        .slice(routine.index)
        .reduce((sum, { seconds }) => sum + seconds * 1000, 0);
      const left_s = Math.max(0, left_ms - routine.elapsed_ms) / 1000;
      return { routine: { ...routine, steps: done, phase: 'replanning', left_s }, effects: [record] };
    }
    case 'go_on':
      return { routine: { ...routine, phase: 'paused', paused_in: 'moving' }, effects: [record] };
  }
}

function takeNewPlan(routine: Routine, steps: Step[] | null): Advance {
  const isDone = (step: Step) =>
    routine.steps.some(({ exercise, side }) => exercise === step.exercise && side === step.side);
  const rest = (steps ?? []).filter((step) => !isDone(step));
  const replanned: Routine = { ...routine, steps: [...routine.steps, ...rest], elapsed_ms: 0, told_ms: 0 };
  if (rest.length > 0)
    return {
      routine: { ...replanned, phase: 'paused', paused_in: 'lead_in' },
      effects: [{ show: 'The rest is planned anew around it. Go on when you like.' }],
    };
  const why = steps
    ? 'Nothing else fits around it now, so this is all.'
    : 'The program did not answer, so nothing more is planned on what hurts.';
  return { routine: { ...replanned, phase: 'finished' }, effects: [{ show: why }] };
}

function isNearlyDone(routine: Routine): boolean {
  return routine.elapsed_ms >= doneFrom * (findStep(routine)?.seconds ?? Infinity) * 1000;
}

export function advance(given: Routine, input: Input, now_ms: number): Advance {
  if (input.kind === 'tick') return tick(given, now_ms);
  const routine = settle(given, now_ms);
  const still: Advance = { routine, effects: [] };
  const running = routine.phase === 'lead_in' || routine.phase === 'moving';

  switch (input.kind) {
    case 'start': {
      if (routine.phase !== 'ready') return still;
      const planned_s = Math.round(routine.steps.reduce((sum, step) => sum + step.seconds, 0));
      const started = { routine: routine.id, planned_s, steps: routine.steps.length };
      const entered = enterStep(routine, 0, now_ms);
      return { ...entered, effects: [{ record: { routine_started: started } }, ...entered.effects] };
    }
    case 'pause':
      if (routine.phase !== 'lead_in' && routine.phase !== 'moving') return still;
      return { routine: { ...routine, phase: 'paused', paused_in: routine.phase }, effects: [] };
    case 'resume':
      if (routine.phase !== 'paused') return still;
      return { routine: { ...routine, phase: routine.paused_in, since_ms: now_ms }, effects: [] };
    case 'next':
      if (!running && routine.phase !== 'paused') return still;
      // The person's own tap: the part done counts, and in the lead-in it begins the step at once.
      if (routine.phase === 'lead_in') {
        return tick({ ...routine, elapsed_ms: leadInOf(routine), since_ms: now_ms }, now_ms);
      }
      return followedBy(tellPart(routine, isNearlyDone(routine)), (told) =>
        enterStep(told, told.index + 1, now_ms),
      );
    case 'back':
      if (!running && routine.phase !== 'paused') return still;
      return followedBy(tellPart(routine, false), (told) =>
        enterStep(told, Math.max(0, told.index - 1), now_ms),
      );
    case 'skip': {
      const step = findStep(routine);
      if (!step || routine.phase === 'finished') return still;
      const skipped = {
        routine: routine.id,
        exercise: step.exercise,
        side: step.side,
        meaning: input.meaning,
        // What was done elsewhere counts for as long as it was to be done here.
        seconds: input.meaning === 'did_already' ? step.seconds : null,
      };
      return followedBy(tellPart(routine, false), (told) => {
        const isSame = (other: Step) => input.meaning === 'never' && other.exercise === step.exercise;
        const steps = told.steps.filter((other, index) => index <= told.index || !isSame(other));
        const next = enterStep({ ...told, steps }, told.index + 1, now_ms);
        return { ...next, effects: [{ record: { step_skipped: skipped } }, ...next.effects] };
      });
    }
    case 'hurt': {
      if (!running && routine.phase !== 'paused') return still;
      const told = tellPart(routine, false);
      // Before the step began there is nothing to go on from: it begins at its beginning.
      const begun =
        routine.phase === 'moving' || (routine.phase === 'paused' && routine.paused_in === 'moving');
      const elapsed_ms = begun ? told.routine.elapsed_ms : 0;
      return {
        routine: { ...told.routine, phase: 'hurt', elapsed_ms },
        effects: [...told.effects, { tone: 'end' }],
      };
    }
    case 'calm':
      return routine.phase === 'hurt'
        ? { routine: { ...routine, phase: 'paused', paused_in: 'moving' }, effects: [] }
        : still;
    case 'replanned':
      return routine.phase === 'replanning' ? takeNewPlan(routine, input.steps) : still;
    case 'pain':
      return routine.phase === 'hurt' ? answerPain(routine, input.answer) : still;
    case 'hide': {
      const told = tellPart(routine, false);
      if (!running) return told;
      return {
        ...told,
        routine: { ...told.routine, phase: 'paused', paused_in: routine.phase as 'lead_in' | 'moving' },
      };
    }
    case 'end':
      return followedBy(tellPart(routine, false), (told) => ({
        routine: { ...told, phase: 'finished', index: told.steps.length },
        effects: [],
      }));
    case 'finish':
      if (routine.phase !== 'finished' || routine.finished_told) return still;
      return {
        routine: { ...routine, phase: 'over', finished_told: true },
        effects: [{ record: { routine_finished: { routine: routine.id, effort: input.effort } } }],
      };
  }
}
