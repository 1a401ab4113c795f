import type { Language, Translations } from '../../../../languages.ts';

type Names = readonly (readonly [mark: RegExp, name: string])[];

/** The order matters, since a browser carries the marks of those that it descends from. */
const browsers: Names = [
  [/\b(Edg|EdgA|EdgiOS)\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: Names = [
  [/\bWindows\b/, 'Windows'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\b(Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** How a browser or an app on a system is called, where one of them is known at least. */
const phrases: Translations<{
  readonly browserOn: (browser: string, system: string) => string;
  readonly appOn: (system: string) => string;
  readonly unknown: string;
}> = {
  en: {
    browserOn: (browser, system) => `${browser} on ${system}`,
    appOn: (system) => `an app on ${system}`,
    unknown: 'an app or browser that we do not know',
  },
  de: {
    browserOn: (browser, system) => `${browser} ${onInGerman(system)}`,
    appOn: (system) => `eine App ${onInGerman(system)}`,
    unknown: 'eine uns unbekannte App oder ein uns unbekannter Browser',
  },
  es: {
    browserOn: (browser, system) => `${browser} ${onInSpanish(system)}`,
    appOn: (system) => `una aplicación ${onInSpanish(system)}`,
    unknown: 'una aplicación o un navegador que no conocemos',
  },
};

/** German says `unter` of a system, and `auf` of what one holds in the hand. */
function onInGerman(system: string): string {
  return isHeld(system) ? `auf einem ${system}` : `unter ${system}`;
}

/** Spanish gives an article to what one holds in the hand, and none to a system. */
function onInSpanish(system: string): string {
  return isHeld(system) ? `en un ${system}` : `en ${system}`;
}

function isHeld(system: string): boolean {
  return system === 'iPhone' || system === 'iPad';
}

/**
 * Names a device in our own words, `Firefox on Windows`, by its user agent. Nothing of that is repeated: an attacker who signs
 * in could choose it, and have us send the account's owner a text or a link.
 */
export function deviceName(userAgent: string, language: Language): string {
  const browser = nameIn(browsers, userAgent);
  const system = nameIn(systems, userAgent);
  const { browserOn, appOn, unknown } = phrases[language];
  if (browser && system) return browserOn(browser, system);
  return browser ?? (system ? appOn(system) : unknown);
}

function nameIn(names: Names, userAgent: string): string | undefined {
  return names.find(([mark]) => mark.test(userAgent))?.[1];
}
