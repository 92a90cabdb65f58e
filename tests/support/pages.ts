/** Pages of a test file's own site: one browser for all its tests; after each, its pages closed and its site removed. */
import type { Browser, BrowserContextOptions, Page } from "playwright";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchBrowser } from "./browser.ts";
import type { OwnSite } from "./ownSite.ts";

export type Pages = {
  /** A page on nothing yet, in a context of its own. */
  blank: (options?: BrowserContextOptions) => Promise<Page>;
  /** A page of the site that fails its test on an error nobody caught. */
  opened: (hash: string, options?: BrowserContextOptions) => Promise<Page>;
};

/** To be called once, outside tests; `site` is asked for the site of the test that runs. */
export function pagesOf(site: () => OwnSite): Pages {
  let browser: Browser;
  const pages: Page[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    await site().remove();
  });
  afterAll(() => browser.close());

  async function blank(options: BrowserContextOptions = {}): Promise<Page> {
    const viewport = { width: 1440, height: 1000 };
    const context = await browser.newContext({ viewport, ...options });
    const page = await context.newPage();
    pages.push(page);
    return page;
  }
  return {
    blank,
    opened: async (hash, options) => {
      const page = await blank(options);
      page.on("pageerror", (error) => {
        throw error;
      });
      await page.goto(`${site().origin}/${hash}`);
      return page;
    },
  };
}
