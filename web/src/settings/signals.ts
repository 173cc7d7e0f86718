import type { LeftOutSignals, SignalName, SignalState } from '../lib/api';

export const signalWords: Record<SignalName, string> = {
  microphone: 'A microphone is in use',
  camera: 'A camera is in use',
  screencast: 'The screen is shared',
  presentation: 'A presentation runs',
  full_screen: 'A window fills the screen',
  do_not_disturb: 'Do not disturb is on',
  playing: 'Something plays, or keeps the screen awake',
  asleep: 'The computer sleeps',
  locked: 'The screen is locked',
  lid_closed: 'The lid is closed',
  battery_low: 'The battery is low: then no window opens',
};

/** What a signal tells now, in one short line. */
export function describeSignal(signal: SignalState, wanted: boolean): string {
  if (!wanted) return 'Not listened to.';
  if (signal.is_on) return signal.by ? `Now: ${signal.by}.` : 'Now.';
  const heard = signal.origins.filter(({ problem }) => problem === '');
  if (heard.length > 0) return `Not now. Heard from ${heard.map(({ from }) => from).join(', ')}.`;
  const problems = signal.origins.map(({ problem }) => problem).filter((problem) => problem !== '');
  return problems.length > 0 ? `Not heard: ${problems.join('; ')}.` : 'Nothing tells it on this desktop.';
}

/** The signals that are left out, with one of them switched on or off. */
export function changeLeftOut(
  leftOut: LeftOutSignals | null,
  signal: SignalName,
  wanted: boolean,
): LeftOutSignals | null {
  const others = (leftOut?.signals ?? []).filter((other) => other !== signal);
  const signals = wanted ? others : [...others, signal];
  return signals.length > 0 ? { signals } : null;
}
