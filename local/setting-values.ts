import { baseUrl } from '../lib/base-url.ts';

/** Variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable of the local settings cannot be used as it is. */
export class SettingMalformed extends Error {
  override readonly name = 'SettingMalformed';
}

export function numberOf(environment: Environment, variable: string, least: number, most: number): number | undefined {
  const text = environment[variable];
  if (!text) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new SettingMalformed(`${variable} must be a whole number from ${least} to ${most}`);
}

/** A part of a whole, from 0 to 1; none unless it is said. */
export function shareOf(environment: Environment, variable: string): number {
  const value = Number(environment[variable] || '0');
  if (value >= 0 && value <= 1) return value;
  throw new SettingMalformed(`${variable} must be a number from 0 to 1`);
}

export function urlOf(environment: Environment, variable: string, preset: string): string {
  const parsed = baseUrl().safeParse(environment[variable] || preset);
  if (parsed.success) return parsed.data;
  throw new SettingMalformed(`${variable} must be a URL as ${preset}`);
}

/** On unless it is said to be off. */
export function isOn(environment: Environment, variable: string): boolean {
  const text = environment[variable] || 'on';
  if (text === 'on' || text === 'off') return text === 'on';
  throw new SettingMalformed(`${variable} must be on or off`);
}
