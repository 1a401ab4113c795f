import path from 'node:path';

/** Where Node keeps compiled sources, so that a start compiles no more than what was changed since the last one. */
export const compileCache = path.resolve(import.meta.dirname, '../node_modules/.cache/polyclinic');
