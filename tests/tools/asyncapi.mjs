// Validates AsyncAPI 3.0 documents against the specification's own JSON Schema: node tests/tools/asyncapi.mjs FILE
// Prints what is wrong, a line each, and exits 1; needs `tests/tools/get asyncapi`.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(new URL('../../.tools/asyncapi/', import.meta.url));
const ajv = new (require('ajv').default)({ allErrors: true, strict: false });
require('ajv-formats').default(ajv);

const validate = ajv.compile(require('@asyncapi/specs/schemas/3.0.0-without-$id.json'));
if (!validate(JSON.parse(readFileSync(process.argv[2], 'utf8')))) {
  for (const { instancePath, message } of validate.errors) console.log(`${instancePath || '/'} ${message}`);
  process.exitCode = 1;
}
