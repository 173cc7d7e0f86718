/** The person would rather do another exercise than one that was planned. */
export interface Swap {
  from: string;
  to: string;
}

/** As the program reads it: `from:to,from:to`, in the order in which they were made. */
export function writeSwaps(swaps: Swap[]): string {
  return swaps.map(({ from, to }) => `${from}:${to}`).join(',');
}
