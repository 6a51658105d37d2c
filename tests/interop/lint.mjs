// lint.mjs redocly|spectral FILE - what the recommended rules of the linter say of an API document;
// ends with 1 when they say anything, be it a hint.
import { readFileSync } from 'node:fs';

const linters = {
  async redocly(source) {
    const { createConfig, lintFromString } = await import('@redocly/openapi-core');
    const config = await createConfig({ extends: ['recommended'] });
    const said = await lintFromString({ source, absoluteRef: '/openapi.json', config });
    return said.map((p) => `${p.ruleId}: ${p.location[0]?.pointer ?? ''} ${p.message}`);
  },
  async spectral(source) {
    const { Document, Spectral } = (await import('@stoplight/spectral-core')).default;
    const { Json } = (await import('@stoplight/spectral-parsers')).default;
    const { oas } = (await import('@stoplight/spectral-rulesets')).default;
    const spectral = new Spectral();
    spectral.setRuleset({ extends: [[oas, 'recommended']] });
    const said = await spectral.run(new Document(source, Json, 'openapi.json'));
    return said.map((p) => `${p.code}: ${p.path.join('/')} ${p.message}`);
  },
};

const [, , name, file] = process.argv;
const said = await linters[name](readFileSync(file, 'utf8'));
for (const line of said.slice(0, 20)) console.log(line);
console.log(`${name}: ${said.length} warnings`);
process.exit(said.length ? 1 : 0);
