import { samples } from '../../lib/mail/templates/samples.ts';

process.stdout.write(JSON.stringify(samples));
