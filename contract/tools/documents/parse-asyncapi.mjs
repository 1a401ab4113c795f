import { readFile } from 'node:fs/promises';
import { Parser } from '@asyncapi/parser';

// This prints what the parser says of a document, and ends with 1 where it takes it for none.
const { document, diagnostics } = await new Parser().parse(await readFile(process.argv[2], 'utf8'));
process.stdout.write(JSON.stringify(diagnostics));
process.exitCode = document ? 0 : 1;
