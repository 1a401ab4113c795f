import path from 'node:path';
import { laggingRuntime, shippedZones } from './doctor/zones.ts';
import type { LocalSettings } from './settings.ts';

/** What a developer needs to know once everything runs. */
export function banner(settings: LocalSettings, seconds: number): string {
  const { endpoints, foreign } = settings;
  const owner = (service: 'dynamodb' | 'sqs' | 's3') => (foreign.includes(service) ? ' (yours)' : '');
  const zones = laggingRuntime(shippedZones);
  const rows = [
    ['API', `http://localhost:${settings.httpPort}`],
    ['Reference', `http://localhost:${settings.httpPort}/docs`],
    ['Mailbox', `http://localhost:${settings.mailboxPort}`],
    ['', `http://localhost:${settings.mailboxPort}/preview  (every template)`],
    ['DynamoDB', `${endpoints.dynamodb}${owner('dynamodb')}`],
    ['SQS', `${endpoints.sqs}${owner('sqs')}`],
    ['S3', `${endpoints.s3}${owner('s3')}`],
    ['SMTP', `smtp://127.0.0.1:${settings.smtpPort}`],
    ['Lambda', `http://127.0.0.1:${settings.lambdaPort}`],
    ['People', 'admin@polyclinic.test  user@polyclinic.test'],
    ['', 'doctor@polyclinic.test  doctor3@polyclinic.test  staff@polyclinic.test   (clinic North)'],
    ['', 'doctor2@polyclinic.test  doctor4@polyclinic.test  staff2@polyclinic.test  (clinic South)'],
    ['Password', 'Polyclinic1'],
    ['Data', `${path.relative(process.cwd(), settings.dataDir)}  (npm start -- --fresh begins anew)`],
    ...(zones ? [['Time zones', zones]] : []),
  ];
  const lines = rows.map(([name = '', value]) => `  ${name.padEnd(11)}${value}`);
  return ['', `Polyclinic is ready (${seconds.toFixed(1)} s)`, '', ...lines, ''].join('\n');
}
