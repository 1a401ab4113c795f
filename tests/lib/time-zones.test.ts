import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { zoneByName } from '../../lib/time-zones.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a time zone', () => {
  it('is known by its name in any case', () => {
    expect(['EUROPE/KYIV', 'Mars/Olympus'].map(zoneByName)).toEqual(['Europe/Kyiv', undefined]);
  });

  it('is known when the table has it, whether or not the runtime does', () => {
    jest.spyOn(Intl, 'DateTimeFormat').mockImplementation(() => {
      throw new RangeError('Invalid time zone specified');
    });

    expect(zoneByName('America/Coyhaique')).toBe('America/Coyhaique');
  });
});
