import { checkChromium, checkDynamoDb } from './doctor/binaries.ts';
import { checkDataFolder } from './doctor/data-folder.ts';
import { bad, type Finding, render } from './doctor/finding.mjs';
import { checkFoundation } from './doctor/foundation.mjs';
import { checkDisk, checkPorts } from './doctor/machine.ts';
import { checkPrivateFiles } from './doctor/private-files.ts';
import { checkRootKey } from './doctor/root-key.ts';
import { checkZones, shippedZones } from './doctor/zones.ts';
import { root } from './install.mjs';
import { SettingMalformed } from './setting-values.ts';
import { type LocalSettings, localSettings, portWishes } from './settings.ts';

const findings = [
  ...checkFoundation(),
  await checkDisk('disk', root),
  checkChromium(process.env.CHROMIUM ?? '/usr/bin/chromium'),
  checkZones(shippedZones, new Date()),
  ...(await withSettings(checkLocalCloud)),
];
process.stdout.write(render(findings));
process.exitCode = findings.some(({ state }) => state === 'bad') ? 1 : 0;

async function checkLocalCloud(settings: LocalSettings): Promise<Finding[]> {
  return [
    checkDynamoDb(root, settings.foreign),
    checkDataFolder(settings.dataDir),
    checkPrivateFiles(settings.dataDir),
    checkRootKey(settings.dataDir),
    await checkDisk('data disk', settings.dataDir),
    ...(await checkPorts(portWishes(settings))),
  ];
}

async function withSettings(check: (settings: LocalSettings) => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check(localSettings());
  } catch (error) {
    if (!(error instanceof SettingMalformed)) throw error;
    return [bad('settings', error.message, 'Correct it, or unset it for its default.')];
  }
}
