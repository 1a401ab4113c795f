import { afterEach, describe, expect, it } from '@jest/globals';
import { configureOffline, type Serverless } from '../../local/offline.ts';
import { localSettings } from '../../local/settings.ts';

const { TZ } = process.env;

afterEach(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

describe('serverless-offline', () => {
  it('counts its timetables in UTC, as EventBridge does, wherever the machine stands', async () => {
    const serverless: Serverless = {
      serviceDir: '.',
      service: { functions: {}, provider: {} },
      pluginManager: { getPlugins: () => [] },
    };
    process.env.TZ = 'Asia/Kolkata';

    await configureOffline(serverless, localSettings({}), 'http://localhost:5173');

    expect(process.env.TZ).toBe('UTC');
  });
});
