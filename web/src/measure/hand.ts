import type { FigureName, HandTool, Measured, ProtocolInfo, ProtocolKind, Side, Tested } from '../lib/api';
import { formatNumber, unitSigns } from './figures';

/** Which range was measured. */
export const handRanges = {
  usable: 'By myself, and held',
  reached: 'By myself, touched and left',
  available: 'With help',
} as const;
export type HandRange = keyof typeof handRanges;

/** What the form holds, as typed. */
export interface HandEntry {
  side: Side | '';
  /** A tool's id. */
  tool: string;
  range: HandRange | '';
  figure: string;
  hold: string;
}

export type HandProblems = Partial<Record<keyof HandEntry, string>>;

/** The figure that a person types for a test that is no range of motion. */
const handFigures: Partial<Record<ProtocolKind, FigureName>> = {
  circle: 'dead_octants',
  count: 'count',
  time: 'time',
  distance: 'distance',
};

/** A number as people type it: a comma is a point, a long minus a minus, and a unit is no harm. */
export function parseNumber(text: string): number | null {
  const cleaned = text
    .replace(',', '.')
    .replace(/[−–]/, '-')
    .replace(/(°|cm|s|sec|seconds|times)$/i, '')
    .trim();
  return /^-?\d+(\.\d+)?$/.test(cleaned) ? Number(cleaned) : null;
}

/** The tools that a test is done with by hand. */
export function findTools(protocol: ProtocolInfo, tools: HandTool[]): HandTool[] {
  return protocol.by_hand.tools.flatMap((id) => tools.find((tool) => tool.id === id) ?? []);
}

/** What the form begins with: where there is only one side or one tool, it is chosen. */
export function makeHandEntry(protocol: ProtocolInfo): HandEntry {
  return {
    side: protocol.sides.length === 1 ? (protocol.sides[0] ?? '') : '',
    tool: protocol.by_hand.tools.length === 1 ? (protocol.by_hand.tools[0] ?? '') : '',
    range: '',
    figure: '',
    hold: '',
  };
}

/** Degrees below zero that a joint which cannot come back to its anatomical position may stand at. */
const lowest_deg = -30;

/** Above the whole human range by this much a figure is taken for a slip of the finger. */
const slack_deg = 15;

const figureNames: Record<ProtocolKind, string> = {
  range: 'the degrees as a number, such as 92',
  circle: 'how many of the eight parts catch, 0 to 8',
  count: 'the count as a number, such as 14',
  time: 'the seconds as a number, such as 20',
  distance: 'the centimetres as a number, such as 11.5',
};

function findFigureProblem(entry: HandEntry, protocol: ProtocolInfo, human_deg: number): string {
  const figure = parseNumber(entry.figure);
  if (figure === null) return `Write ${figureNames[protocol.kind]}.`;
  const isRange = protocol.kind === 'range';
  const least = isRange ? lowest_deg : (protocol.by_hand.least ?? -Infinity);
  const most = isRange ? human_deg + slack_deg : (protocol.by_hand.most ?? Infinity);
  if (figure >= least && figure <= most) return '';
  const sign = unitSigns[protocol.by_hand.unit];
  const between = `${formatNumber(least)}${sign} and ${formatNumber(Math.round(most))}${sign}`;
  return isRange
    ? `This joint motion lies between ${between}. Count from the arm or leg at rest.`
    : `This test lies between ${between}.`;
}

/** What is missing or cannot be, by field. */
export function findHandProblems(entry: HandEntry, protocol: ProtocolInfo, human_deg: number): HandProblems {
  const problems: HandProblems = {};
  const isRange = protocol.kind === 'range';
  if (!entry.side) problems.side = 'Choose the side.';
  if (!entry.tool) problems.tool = 'Choose what you measured with.';
  if (isRange && !entry.range) problems.range = 'Choose how you moved.';
  const figure = findFigureProblem(entry, protocol, human_deg);
  if (figure) problems.figure = figure;
  if (isRange && entry.range === 'usable') {
    const hold = parseNumber(entry.hold);
    if (hold === null || hold <= 0) problems.hold = 'Write how many seconds you held it.';
    else if (hold < protocol.hold_s)
      problems.hold = `Usable means held for ${protocol.hold_s} seconds. Hold longer, or choose “touched and left”.`;
  }
  return problems;
}

/** The measurement of a range behind a form without problems. */
export function makeHandMeasurement(entry: HandEntry, protocol: ProtocolInfo, tool: HandTool): Measured {
  const estimate = { mean_deg: parseNumber(entry.figure) ?? 0, se_deg: tool.standard_error };
  const isHeld = entry.range === 'usable';
  return {
    joint_motion: protocol.joint_motion,
    side: entry.side as Side,
    protocol: protocol.id,
    method: 'hand',
    set_up_se_deg: 0,
    set_up: `hand.${tool.id}`,
    available: entry.range === 'available' ? estimate : null,
    // A range that was held has been reached.
    reached: entry.range === 'available' ? null : estimate,
    usable: isHeld ? estimate : null,
    hold_s: isHeld ? (parseNumber(entry.hold) ?? 0) : 0,
    steadiness_deg: null,
    grade: 'measured',
    grade_reason: `Entered by hand: ${tool.name.toLowerCase()}.`,
    repetitions: [],
    recording: '',
    note: '',
  };
}

/** The figure of a test behind a form without problems. */
export function makeHandTest(entry: HandEntry, protocol: ProtocolInfo, tool: HandTool): Tested {
  return {
    protocol: protocol.id,
    side: entry.side as Side,
    method: 'hand',
    set_up: `hand.${tool.id}`,
    figures: [
      {
        name: handFigures[protocol.kind] ?? 'distance',
        unit: protocol.by_hand.unit,
        value: parseNumber(entry.figure) ?? 0,
        standard_error: tool.standard_error,
      },
    ],
    grade: 'measured',
    grade_reason: `Entered by hand: ${tool.name.toLowerCase()}.`,
    recording: '',
    note: '',
  };
}
