import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

import type { Program } from './program';

const executablePath =
  ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path)) ?? '';

export interface VisitOptions {
  /** More switches for Chromium, such as a fake camera. */
  switches?: string[];
  /** The camera's answer to the page. */
  camera?: 'granted' | 'refused';
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  /** A script that every document gets, outside the page's policy. */
  script?: string;
}

/** One person at one browser: the page, and everything that it asked of any host. */
export class Visit {
  readonly requests: string[] = [];
  readonly complaints: string[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async open(program: Program, options: VisitOptions = {}): Promise<Visit> {
    const browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-gl=angle',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        ...(options.switches ?? []),
      ],
    });
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
      colorScheme: options.theme ?? 'light',
      permissions: options.camera === 'granted' ? ['camera'] : [],
    });
    if (options.script !== undefined) await context.addInitScript(options.script);
    const page = await context.newPage();
    const visit = new Visit(browser, context, page);
    page.on('request', (request) => visit.requests.push(request.url()));
    page.on('websocket', (socket) => visit.requests.push(socket.url()));
    page.on('pageerror', (error) => visit.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') visit.complaints.push(message.text());
    });
    await page.goto(await program.entrance());
    return visit;
  }

  /** Everything asked of another host than the program's own. */
  foreignRequests(origin: string): string[] {
    const own = new URL(origin).host;
    return this.requests.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== own);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** Answers first start with nothing special: a desk worker without locks, and as many minutes as asked. */
export async function answerFirstStart(page: Page, minutes: 1 | 3 | 5 | 10 = 1): Promise<void> {
  await page.getByRole('heading', { name: 'A few minutes, most days' }).waitFor();
  await page.getByRole('radio', { name: /work at a desk/ }).check({ force: true });
  await page
    .getByRole('radio', { name: minutes === 1 ? '1 minute' : `${String(minutes)} minutes`, exact: true })
    .check({ force: true });
  await page.getByRole('radio', { name: /room to stand/i }).check({ force: true });
  await page.getByRole('button', { name: 'On to safety' }).click();
  await page
    .getByRole('group', { name: /^Right now or in the last days/ })
    .getByRole('radio', { name: 'No', exact: true })
    .check({ force: true });
  await page.getByRole('button', { name: 'No to all the rest' }).click();
  await page.getByRole('button', { name: 'Show my first routine' }).click();
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'safe' }).waitFor();
}
