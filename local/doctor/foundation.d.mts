import type { Finding } from './finding.mjs';

export function checkFoundation(folder?: string, userAgent?: string): Finding[];
export function checkNode(version: string): Finding;
export function checkNpm(version: string): Finding;
export function checkInstall(folder: string): Finding;
export function checkInstalledNode(folder: string): Finding;
