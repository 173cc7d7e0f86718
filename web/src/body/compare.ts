import type { ChangeVerdict, HistoryPoint, Measured, PickedComparison, Unlike } from '../lib/api';
import { formatEstimate, formatTime } from '../lib/words';
import { describePosition } from '../measure/figures';
import { findFigure, formatDay } from './history';
import { describeWay } from './ranges';

/** "3 November, left: usable 126° ± 8°, camera, standing, from the front". */
export function describeChoice(point: HistoryPoint): string {
  const figure = findFigure(point);
  const side = point.measured.side === 'both' ? '' : `, ${point.measured.side}`;
  const words = figure
    ? `${figure.kind} ${formatEstimate(figure.estimate)}`
    : 'nothing that could be measured';
  return `${formatDay(point.at)}${side}: ${words}, ${describeWay(point.measured)}`;
}

/** Two that are worth a look: the latest and the one before it in the same way, otherwise the latest two. */
export function chooseTwo(newestFirst: HistoryPoint[]): [string, string] {
  const [latest, next] = newestFirst;
  if (!latest || !next) return ['', ''];
  const way = describeWay(latest.measured);
  const alike = newestFirst.find(
    (point) =>
      point !== latest && point.measured.side === latest.measured.side && describeWay(point.measured) === way,
  );
  return [(alike ?? next).entry, latest.entry];
}

/** The latest left and right that were taken in one way, left first; nothing where there are none. */
export function chooseSides(newestFirst: HistoryPoint[]): [string, string] | null {
  for (const point of newestFirst) {
    const other = newestFirst.find(
      (each) =>
        each.measured.side !== point.measured.side &&
        each.measured.protocol === point.measured.protocol &&
        describeWay(each.measured) === describeWay(point.measured),
    );
    if (!other) continue;
    return point.measured.side === 'left' ? [point.entry, other.entry] : [other.entry, point.entry];
  }
  return null;
}

/** The verdict in one or two words. */
export function nameVerdict(verdict: ChangeVerdict, areSides: boolean): string {
  if (verdict === 'changed') return areSides ? 'Different' : 'Changed';
  if (verdict === 'not_comparable') return 'Not comparable';
  return areSides ? 'No difference that shows' : 'Too early to tell';
}

const viewWords: Record<string, string> = { front: 'from the front', side: 'from the side' };

function describeSetUp(measured: Measured, part: 0 | 1): string {
  const word = measured.set_up.split('/')[part] ?? measured.set_up;
  return part === 0 ? describePosition(word) : (viewWords[word] ?? word);
}

function describeUnlike(unlike: Unlike, first: Measured, second: Measured): string {
  switch (unlike) {
    case 'method':
      return first.method === 'hand'
        ? 'one was taken by hand, the other seen by a camera'
        : 'one was seen by a camera, the other taken by hand';
    case 'tool':
      return `two tools (${describeWay(first)}; ${describeWay(second)})`;
    case 'position':
      return `once ${describeSetUp(first, 0)}, once ${describeSetUp(second, 0)}`;
    case 'view':
      return `once seen ${describeSetUp(first, 1)}, once ${describeSetUp(second, 1)}`;
    case 'side':
      return 'one of them is of both sides together';
    case 'test':
      return 'two different tests';
    case 'joint_motion':
      return 'two different movements';
    case 'not_observable':
      return 'one of them could not be seen well enough';
    case 'figure':
      return 'they have no figure of the same kind';
  }
}

/** "3 November", with the time of day where the other was taken on the same day. */
function nameMoment(point: HistoryPoint, other: HistoryPoint): string {
  const day = formatDay(point.at);
  return day === formatDay(other.at) ? `${day}, ${formatTime(point.at)}` : day;
}

/** One sentence that a tired person understands. `first` and `second` are those that the comparison names. */
export function describeComparison(
  comparison: PickedComparison,
  first: HistoryPoint,
  second: HistoryPoint,
): string {
  const { difference_deg, mdc_deg, first_figure, second_figure, kind } = comparison;
  if (difference_deg === null || mdc_deg === null || !first_figure || !second_figure || !kind) {
    const reasons = comparison.unlike.map((each) => describeUnlike(each, first.measured, second.measured));
    return `These two don't compare: ${reasons.join(', and ')}.`;
  }
  const amount = Math.round(Math.abs(difference_deg));
  const wobble = Math.round(mdc_deg);
  const more = difference_deg > 0 ? 'more' : 'less';
  const figures = `${Math.round(first_figure.mean_deg)}° and ${Math.round(second_figure.mean_deg)}°`;
  const isChanged = comparison.verdict === 'changed';
  const end = isChanged
    ? `beyond the ${wobble}° that measuring wobbles`
    : `within what measuring wobbles (${wobble}°)`;
  if (first.measured.side !== second.measured.side) {
    if (amount === 0) return `Left and right are the same, ${end}.`;
    return `Right is ${amount}° ${more} ${kind} than left (${figures}): ${end}.`;
  }
  if (amount === 0)
    return `The same on ${nameMoment(second, first)} as on ${nameMoment(first, second)}, ${end}. Too early to tell.`;
  const tail = isChanged ? '' : ' Too early to tell.';
  return `${amount}° ${more} ${kind} on ${nameMoment(second, first)} than on ${nameMoment(first, second)} (${figures}): ${end}.${tail}`;
}

/** From what the smallest change was worked out. */
export function describeBasis(comparison: Pick<PickedComparison, 'repeats'>): string {
  return comparison.repeats > 0
    ? `from ${String(comparison.repeats)} repeats of your own, each within a week`
    : 'from published values, until you have five repeats of your own within a week of each other';
}

/** What makes two comparable next time. */
export function describeRemedy(second: HistoryPoint): string {
  return `Measure once more as on ${formatDay(second.at)} (${describeWay(second.measured)}), and compare with that.`;
}
