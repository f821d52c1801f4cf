// lint.mjs FILE-OR-URL...: holds OpenAPI files to redocly's rules and AsyncAPI files to the parser's; any finding fails.
import { formatProblems, getTotals, lint, loadConfig } from '@redocly/openapi-core';
import parsing from '@asyncapi/parser';
import { fileURLToPath } from 'node:url';

const ALLOWED = new Set([
  // Document 3 wants AsyncAPI 2.6.0; 3.x says the same in other words.
  'asyncapi-latest-version',
  // A team of the shop has a name, which the manifest gives as owner, but no address that we could publish.
  'asyncapi-info-contact-properties',
]);

const rules = await loadConfig({ configPath: fileURLToPath(new URL('redocly.yaml', import.meta.url)) });
const parser = new parsing.Parser();

const openApi = async (place) => {
  const problems = await lint({ ref: place, config: rules });
  if (problems.length > 0) formatProblems(problems, { format: 'codeframe', totals: getTotals(problems), version: '' });
  return problems.length;
};

const asyncApi = async (place) => {
  const from = place.startsWith('http') ? parsing.fromURL : parsing.fromFile;
  const { document, diagnostics } = await from(parser, place).parse();
  const findings = diagnostics.filter((finding) => !ALLOWED.has(finding.code));
  for (const { code, message, path } of findings) console.error(`${place}: ${code} at ${path.join('.')}: ${message}`);
  return findings.length + (document === undefined && findings.length === 0 ? 1 : 0);
};

const places = process.argv.slice(2);
let findings = 0;
for (const place of places) findings += await (place.includes('asyncapi') ? asyncApi : openApi)(place);
console.log(`${places.length} files linted, ${findings} findings`);
process.exit(places.length > 0 && findings === 0 ? 0 : 1);
