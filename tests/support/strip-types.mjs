import { stripTypeScriptTypes } from 'node:module';

/** Jest's transform: types become blanks, so that line numbers and coverage need no source map. */
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
};
