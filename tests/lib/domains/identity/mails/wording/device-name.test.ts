import { describe, expect, it } from '@jest/globals';
import { deviceName } from '../../../../../../lib/domains/identity/mails/wording/device-name.ts';

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';
const webKit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('deviceName', () => {
  it.each([
    ['Firefox on Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0'],
    ['Chrome on Linux', `Mozilla/5.0 (X11; Linux x86_64) ${chrome}`],
    ['Edge on Windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Edg/146.0.0.0`],
    ['Opera on macOS', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${chrome} OPR/130.0.0.0`],
    ['Safari on macOS', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webKit} Version/26.3 Safari/605.1.15`],
    ['Safari on iPhone', `Mozilla/5.0 (iPhone; CPU iPhone OS 19_3 like Mac OS X) ${webKit} Version/26.3 Safari/604.1`],
    ['Chrome on iPad', `Mozilla/5.0 (iPad; CPU OS 19_3 like Mac OS X) ${webKit} CriOS/146.0 Mobile Safari/604.1`],
    ['Chrome on Android', `Mozilla/5.0 (Linux; Android 16; Pixel 10) ${chrome}`],
    ['Samsung Internet on Android', `Mozilla/5.0 (Linux; Android 16; SM-S948B) SamsungBrowser/29.0 ${chrome}`],
    ['Chrome on ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${chrome}`],
    ['an app on Android', 'Polyclinic/1.4 (Android 16)'],
    ['Firefox', 'Firefox/148.0'],
    ['an app or browser that we do not know', 'node'],
    ['an app or browser that we do not know', ''],
  ])('calls it %s', (name, userAgent) => {
    expect(deviceName(userAgent, 'en')).toBe(name);
  });

  it('repeats nothing that whoever signs in could have written', () => {
    const name = deviceName('Call +1 555 0100 or go to https://evil.test Firefox/1 Windows <b>now</b>', 'en');

    expect(name).toBe('Firefox on Windows');
  });

  it.each([
    ['de', 'Firefox unter Windows', 'Safari auf einem iPhone', 'eine App unter Android', 'eine uns unbekannte App'],
    ['es', 'Firefox en Windows', 'Safari en un iPhone', 'una aplicación en Android', 'una aplicación o un navegador'],
  ] as const)('does so in %s', (language, desktop, phone, app, unknown) => {
    const agents = ['Windows Firefox/148.0', 'iPhone Safari/604.1', 'Polyclinic/1.4 (Android 16)', 'node'];

    const names = agents.map((agent) => deviceName(agent, language));

    expect(names).toEqual([desktop, phone, app, expect.stringContaining(unknown)]);
  });
});
