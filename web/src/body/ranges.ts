import type { Estimate, HistoryPoint, Measured, RangeKind, Side } from '../lib/api';
import { formatEstimate, halfInterval, toWords } from '../lib/words';
import { describePosition } from '../measure/figures';
import { formatDay } from './history';

/** The three ranges, the one that matters most first. */
export const rangeKinds = ['usable', 'reached', 'available'] as const satisfies RangeKind[];

const viewWords: Record<string, string> = { front: 'from the front', side: 'from the side', none: '' };

/** "by hand, phone", "camera, standing, from the front". Camera, video and recording see the same points. */
export function describeWay(measured: Pick<Measured, 'method' | 'set_up'>): string {
  if (measured.method === 'hand') return `by hand, ${toWords(measured.set_up.replace(/^hand\./, ''))}`;
  const [position = '', view] = measured.set_up.split('/');
  const seen = view === undefined ? [position] : [describePosition(position), viewWords[view] ?? view];
  return ['camera', ...seen].filter(Boolean).join(', ');
}

/** Measurements of one way may be joined by a line; those of two never are. */
const findWayId = ({ method, protocol, set_up, note }: Measured) =>
  method === 'hand' ? `hand|${protocol}|${set_up}|${note}` : `seen|${protocol}|${set_up}`;

export type Mark = 'disc' | 'triangle' | 'square' | 'diamond';
const seenMarks: Mark[] = ['disc', 'triangle'];
const handMarks: Mark[] = ['square', 'diamond'];

/** How some of the measurements were taken, and the mark that they stand under. */
export interface Way {
  id: string;
  words: string;
  mark: Mark;
}

/** One figure of a measurement, in fractions of the height from the top. */
export interface RangeFigure {
  kind: RangeKind;
  estimate: Estimate;
  y: number;
  low: number;
  high: number;
}

export interface RangePoint {
  entry: string;
  at: string;
  side: Side;
  way: Way;
  /** In fractions of the width from the left. */
  x: number;
  figures: RangeFigure[];
  words: string;
}

/** Points of one kind and one way, oldest first, at least two. */
export interface RangeLine {
  kind: RangeKind;
  points: { x: number; y: number }[];
}

export interface RangePanel {
  side: Side;
  points: RangePoint[];
  lines: RangeLine[];
}

export interface RangeChart {
  panels: RangePanel[];
  ways: Way[];
  /** Whole tens of degrees at the lower and upper edge, the same on both sides. */
  from_deg: number;
  to_deg: number;
  /** The oldest and the latest moment of either side. */
  first: string;
  last: string;
}

const listEstimates = (measured: Measured) =>
  rangeKinds.flatMap((kind) => {
    const estimate = measured[kind];
    return estimate ? [{ kind, estimate }] : [];
  });

const hasFigure = (point: HistoryPoint) => listEstimates(point.measured).length > 0;
const oldestFirst = (a: { at: string }, b: { at: string }) => a.at.localeCompare(b.at);

function listWays(history: HistoryPoint[]): Map<string, Way> {
  const ways = new Map<string, Way>();
  const taken = { seen: 0, hand: 0 };
  for (const { measured } of [...history].sort(oldestFirst)) {
    const id = findWayId(measured);
    if (ways.has(id)) continue;
    const isHand = measured.method === 'hand';
    const marks = isHand ? handMarks : seenMarks;
    const number = isHand ? taken.hand++ : taken.seen++;
    ways.set(id, { id, words: describeWay(measured), mark: marks[number % marks.length]! });
  }
  return ways;
}

function listLines(points: RangePoint[]): RangeLine[] {
  const lines = new Map<string, RangeLine>();
  for (const { way, x, figures } of points) {
    for (const { kind, y } of figures) {
      const id = `${kind}|${way.id}`;
      const line = lines.get(id) ?? { kind, points: [] };
      line.points.push({ x, y });
      lines.set(id, line);
    }
  }
  return [...lines.values()].filter((line) => line.points.length > 1);
}

/** "3 November, left: usable 126° ± 8°, reached 133° ± 8°; camera, standing, from the front; trend". */
function describePoint({ at, measured }: HistoryPoint, way: Way): string {
  const side = measured.side === 'both' ? '' : `, ${measured.side}`;
  const figures = listEstimates(measured).map(({ kind, estimate }) => `${kind} ${formatEstimate(estimate)}`);
  const grade = measured.grade === 'trend' ? '; trend' : '';
  return `${formatDay(at)}${side}: ${figures.join(', ')}; ${way.words}${grade}`;
}

/** Lays a joint motion out over time, each side beside the other on the same axes; nothing without a figure. */
export function makeRangeChart(sides: { side: Side; history: HistoryPoint[] }[]): RangeChart | null {
  const all = sides.flatMap(({ history }) => history.filter(hasFigure)).sort(oldestFirst);
  const [oldest] = all;
  const latest = all.at(-1);
  if (!oldest || !latest) return null;
  const spread = (estimate: Estimate) => halfInterval * estimate.se_deg;
  const estimates = all.flatMap(({ measured }) => listEstimates(measured).map(({ estimate }) => estimate));
  const from_deg = 10 * Math.floor(Math.min(...estimates.map((each) => each.mean_deg - spread(each))) / 10);
  const to_deg = 10 * Math.ceil(Math.max(...estimates.map((each) => each.mean_deg + spread(each))) / 10);
  const toY = (angle: number) => (to_deg - angle) / Math.max(10, to_deg - from_deg);
  const begin = Date.parse(oldest.at);
  const span = Date.parse(latest.at) - begin;
  const ways = listWays(all);

  const makePoint = (point: HistoryPoint): RangePoint => {
    const way = ways.get(findWayId(point.measured))!;
    return {
      entry: point.entry,
      at: point.at,
      side: point.measured.side,
      way,
      x: span === 0 ? 0.5 : (Date.parse(point.at) - begin) / span,
      figures: listEstimates(point.measured).map(({ kind, estimate }) => ({
        kind,
        estimate,
        y: toY(estimate.mean_deg),
        low: toY(estimate.mean_deg - spread(estimate)),
        high: toY(estimate.mean_deg + spread(estimate)),
      })),
      words: describePoint(point, way),
    };
  };
  return {
    panels: sides.map(({ side, history }) => {
      const points = history.filter(hasFigure).sort(oldestFirst).map(makePoint);
      return { side, points, lines: listLines(points) };
    }),
    ways: [...ways.values()],
    from_deg,
    to_deg,
    first: oldest.at,
    last: latest.at,
  };
}

/** The point nearest to a place along the time axis. */
export function findNearest(points: RangePoint[], x: number): number {
  let nearest = 0;
  points.forEach((point, index) => {
    if (Math.abs(point.x - x) < Math.abs((points[nearest]?.x ?? 0) - x)) nearest = index;
  });
  return nearest;
}
