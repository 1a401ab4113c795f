import { samples } from '../../lib/domains/identity/mails/templates/samples.ts';

process.stdout.write(JSON.stringify(samples));
