import { describe, expect, it } from '@jest/globals';
import { resolve } from '../../../infra/contract/json.ts';

describe('a reference', () => {
  const document = {
    paths: { '/v1/a~b': { $ref: '#/components/pathItems/a' } },
    components: { pathItems: { a: { get: {} } } },
  };

  it('is followed through others, and by names with a slash in them', () => {
    expect(resolve(document, { $ref: '#/paths/~1v1~1a~0b' })).toEqual({ get: {} });
  });

  it('is refused where it leads nowhere', () => {
    expect(() => resolve(document, { $ref: '#/paths/x' })).toThrow('#/paths/x leads nowhere.');
  });
});
