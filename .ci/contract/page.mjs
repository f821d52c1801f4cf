// page.mjs URL PNG: opens the shop's pages in Chromium, cut off from everything but the shop, as a person would who builds on its contract.
// Every operation of /openapi.yaml has to be seen on /docs; a console error or a request to elsewhere fails. Keeps a picture.
import { chromium } from 'playwright-core';
import yaml from 'js-yaml';
import fs from 'node:fs';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((place) => fs.existsSync(place));
const [shop, picture] = process.argv.slice(2);
if (CHROMIUM === undefined) throw new Error('no Chromium: apt-get install chromium');

const contract = yaml.load(await (await fetch(`${shop}/openapi.yaml`)).text());
const operations = Object.values(contract.paths).flatMap((path) => METHODS.filter((method) => method in path).map((method) => path[method]));
const wrong = [];

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  // No name is looked up, and no address but the shop's is reached.
  args: ['--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.on('console', (message) => message.type() === 'error' && wrong.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => wrong.push(`page: ${error.message}`));
  await page.route('**/*', (route) => {
    if (new URL(route.request().url()).origin === new URL(shop).origin) return route.continue();
    wrong.push(`wanted ${route.request().url()}`);
    return route.abort();
  });
  await page.goto(`${shop}/docs`);
  const end = Date.now() + 60_000;
  for (const { operationId, summary } of operations) {
    await page.locator(`[id$="operation/${operationId}"] h2`, { hasText: summary })
      .waitFor({ state: 'visible', timeout: Math.max(100, end - Date.now()) })
      .catch(() => wrong.push(`${operationId} (${summary}) is not to be seen`));
  }
  await page.screenshot({ path: picture, fullPage: true });
  await visitProblems(page);
} finally {
  await browser.close();
}
wrong.forEach((what) => console.error(what));
console.log(`${operations.length} operations on ${shop}/docs, ${wrong.length} things wrong; ${picture}`);
process.exit(operations.length > 0 && wrong.length === 0 ? 0 : 1);

// Every kind of problem leads to a page that says what to do.
async function visitProblems(page) {
  await page.goto(`${shop}/docs/problems`);
  const kinds = await page.locator('li a').evaluateAll((links) => links.map((link) => link.href));
  if (kinds.length === 0) wrong.push('no kind of problem is listed');
  for (const kind of kinds) {
    await page.goto(kind);
    if (!(await page.getByRole('heading', { name: 'What to do' }).isVisible())) wrong.push(`${kind} does not say what to do`);
  }
}
