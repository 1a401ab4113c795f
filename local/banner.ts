import path from 'node:path';
import { laggingRuntime, shippedZones } from './doctor/zones.ts';
import type { LocalSettings } from './settings.ts';

/** Who can sign in. */
const people = [
  ['People', 'admin@polyclinic.test  user@polyclinic.test'],
  ['', 'doctor@polyclinic.test  doctor3@polyclinic.test  staff@polyclinic.test   (clinic North)'],
  ['', 'doctor2@polyclinic.test  doctor4@polyclinic.test  staff2@polyclinic.test  (clinic South)'],
  ['Password', 'Polyclinic1'],
] as const;

function pages({ httpPort, mailboxPort }: LocalSettings) {
  return [
    ['API', `http://localhost:${httpPort}`],
    ['Reference', `http://localhost:${httpPort}/docs`],
    ['Mailbox', `http://localhost:${mailboxPort}`],
  ] as const;
}

/** What a developer needs to know once everything runs. */
export function banner(settings: LocalSettings, seconds: number): string {
  const { endpoints, foreign } = settings;
  const owner = (service: 'dynamodb' | 'sqs' | 's3') => (foreign.includes(service) ? ' (yours)' : '');
  const zones = laggingRuntime(shippedZones);
  const rows = [
    ...pages(settings),
    ['', `http://localhost:${settings.mailboxPort}/preview  (every template)`],
    ['DynamoDB', `${endpoints.dynamodb}${owner('dynamodb')}`],
    ['SQS', `${endpoints.sqs}${owner('sqs')}`],
    ['S3', `${endpoints.s3}${owner('s3')}`],
    ['SMTP', `smtp://127.0.0.1:${settings.smtpPort}`],
    ['Lambda', `http://127.0.0.1:${settings.lambdaPort}`],
    ...people,
    ['Data', `${path.relative(process.cwd(), settings.dataDir)}  (npm start -- --fresh begins anew)`],
    ...(zones ? [['Time zones', zones]] : []),
  ];
  return ['', `Polyclinic is ready (${seconds.toFixed(1)} s)`, '', ...rows.map(line), ''].join('\n');
}

/** The banner in short, for when it has been pushed away: what a developer opens, and who signs in. */
export function reminder(settings: LocalSettings): string {
  return ['', ...[...pages(settings), ...people].map(line), ''].join('\n');
}

function line([name = '', value]: readonly string[]): string {
  return `  ${name.padEnd(11)}${value}`;
}
