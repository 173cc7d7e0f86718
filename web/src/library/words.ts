import type { Dose, Equipment } from '../lib/api';
import { formatDuration, toWords } from '../lib/words';
import { toSentence } from './findings';

/** The glossary's word for a kind of exercise. */
const terms: Record<string, string> = {
  circle: 'circle',
  dynamic: 'dynamic',
  hold: 'end-range-hold',
  push_pull: 'push-pull',
  lift_off: 'lift-off',
  assisted: 'assisted',
};

export function findKindTerm(kind: string): string {
  return terms[kind.replaceAll('-', '_')] ?? '';
}

export function describeKind(kind: string): string {
  return toWords(kind).replace('push pull', 'push and pull').replace('lift off', 'lift-off');
}

/** "2 sets of 3, holding 20 seconds, at a third of your strength". */
export function describeDose(dose: Dose): string {
  const parts = [
    dose.sets > 1
      ? `${dose.sets} sets of ${dose.repetitions}`
      : `${dose.repetitions} ${dose.repetitions === 1 ? 'time' : 'times'}`,
  ];
  if (dose.hold_s > 0) parts.push(`holding ${formatDuration(dose.hold_s)}`);
  if (dose.effort_percent > 0) parts.push(`at about ${dose.effort_percent} % of your strength`);
  return parts.join(', ');
}

/** "with a strap", where the position does not tell it already. */
export function describeEquipment(items: Equipment[], position: string): string {
  const held = items.filter((item) => !position.includes(item));
  return held.length > 0 ? `with a ${held.join(' and a ')}` : '';
}

/** "hip.internal_rotation.left" as "hip internal rotation". */
export function describeJointMotion(id: string): string {
  return toWords(id.replace(/\.(left|right|both|front|rear|working|other)$/, '').replaceAll('.', ' '));
}

/** Why an exercise is left out, as a sentence. */
export function describeLeftOut(reason: string): string {
  return toSentence(/^left out/i.test(reason) ? reason : `Left out for you: ${reason}`);
}
