import { app } from '../lib/app.svelte';
import { call } from '../lib/client';
import { forgetMotions } from '../lib/motions';
import { makeHash } from '../lib/router';

/** What was just done with an exercise of one's own. */
export interface OwnNews {
  what: 'added' | 'replaced' | 'removed';
  exercise: string;
  name: string;
  /** The journal's entry of it. */
  entry: string;
}

/** What the parts of Library share about exercises of one's own. */
class Own {
  /** Told once, on the next view, with the way back. */
  news = $state<OwnNews | null>(null);
  /** Another number whenever the library may have changed. */
  version = $state(0);

  /** Goes where the change is seen, before anything that is there no more is asked for. */
  change(exercise: string, news: OwnNews | null, rest: string[]): void {
    location.hash = makeHash('library', rest);
    app.followHash();
    forgetMotions(exercise);
    this.news = news;
    this.version += 1;
    if (news) app.announce(describeNews(news));
  }

  async remove(exercise: string): Promise<void> {
    const { name, entry } = await call('DELETE /api/exercises/{id}', { path: { id: exercise } });
    this.change(exercise, { what: 'removed', exercise, name, entry }, []);
  }

  async restore(exercise: string): Promise<void> {
    await call('POST /api/exercises/{id}/restore', { path: { id: exercise } });
    this.change(exercise, null, [exercise]);
  }

  /** Takes back what was just done. */
  async undo(): Promise<void> {
    const { news } = this;
    if (!news) return;
    if (news.what === 'removed') return this.restore(news.exercise);
    await app.withdraw(news.entry, 'adding an exercise was taken back');
    this.change(news.exercise, null, news.what === 'added' ? [] : [news.exercise]);
  }
}

export const own = new Own();

export function describeNews({ what, name }: OwnNews): string {
  return `${{ added: 'Added', replaced: 'Replaced', removed: 'Removed' }[what]}: ${name}`;
}

/** Where a file of the program's is: the browser keeps it as a download. */
export const templateAddress = '/api/exercise-template';
export const fileAddress = (exercise: string) => `/api/exercises/${encodeURIComponent(exercise)}/file`;

/** Files longer than this are no exercises; the program says the same of what it is sent. */
export const longestFile_bytes = 16 * 1024;
