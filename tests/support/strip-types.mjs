import { stripTypeScriptTypes } from 'node:module';
import { withCounters } from './coverage-counters.mjs';

/** Jest's transform: types become blanks, so that line numbers need no source map; counters are put in for coverage. */
export default {
  canInstrument: true,
  process: (source, filename, { instrument }) => {
    const code = stripTypeScriptTypes(source, { mode: 'strip' });
    return { code: instrument ? withCounters(code, filename) : code };
  },
};
