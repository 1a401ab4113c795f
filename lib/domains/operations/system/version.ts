import packageJson from '../../../../package.json' with { type: 'json' };

/** The version of the product, from package.json. */
export const version: string = packageJson.version;

/** Seconds since this instance started. */
export function uptimeSeconds(): number {
  return Math.round(process.uptime() * 10) / 10;
}
