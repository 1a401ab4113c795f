import { describe, expect, it } from '@jest/globals';
import { dues } from '../../lib/domains/dues.ts';
import { events } from '../../lib/domains/events.ts';
import type { EventDefinition } from '../../lib/events/definition.ts';
import { folders, readSources, type SourceFile, sourceFile } from './source-files.ts';

/** What collects the declarations of all domains, or is of a laptop, and who may know it: a bundle holds what it names. */
const collections: Readonly<Record<string, RegExp>> = {
  'lib/domains/events.ts': /^(functions\/queues\/(dispatch|sweep)-events\.ts|infra\/|tests\/)/,
  'lib/domains/dues.ts': /^(functions\/queues\/((dispatch|sweep)-events|hand-over-due-items)\.ts|infra\/|tests\/)/,
  'lib/domains/mails.ts':
    /^(lib\/domains\/live-mail-delivery\.ts|functions\/notifications\/send-[a-z-]+\.ts|local\/mailbox\/|tests\/)/,
  // Who a person is says what they may try.
  'lib/domains/declared/permissions.ts': /^(lib\/domains\/identity\/(users|api-keys)\/|infra\/|tests\/)/,
  // The audit tells what all others put on record.
  'lib/domains/declared/audit-actions.ts': /^(lib\/domains\/operations\/audit\/schema\.ts|infra\/|tests\/)/,
  'lib/domains/declared/metrics.ts': /^(infra\/|tests\/)/,
  'lib/domains/clinic/seeds/clinics.ts':
    /^(lib\/domains\/clinic\/seeds\/|local\/seed\.ts|local\/chaos\/|infra\/requests\/tried-on\.ts|bench\/|tests\/)/,
  'lib/domains/clinic/seeds/patients.ts': /^(local\/seed-patients\.ts|tests\/)/,
  // The password of every seeded person is public.
  'lib/domains/identity/seeds/people.ts':
    /^(local\/seed\.ts|local\/chaos\/|infra\/requests\/people\.ts|bench\/|tests\/)/,
};

const sources = folders.flatMap(readSources);

/** The files that know a collection and may not. */
function strangersTo(collection: string, files: readonly SourceFile[]): string[] {
  const allowed = collections[collection];
  return files
    .filter(({ file, imports }) => imports.includes(collection) && !allowed?.test(file))
    .map(({ file }) => file);
}

describe.each(Object.keys(collections))('what is not for every bundle, %s,', (collection) => {
  it('is known to those alone that work on all of it', () => {
    expect(sources.filter(({ imports }) => imports.includes(collection))).not.toEqual([]);
    expect(strangersTo(collection, sources)).toEqual([]);
  });

  it('is seen where a service knows it', () => {
    const file = 'lib/domains/identity/sessions/service.ts';
    const service = sourceFile(file, `import { x } from '../../${collection.replace('lib/domains/', '')}';`);

    expect(strangersTo(collection, [service])).toEqual([file]);
  });
});

describe.each([
  ['events', 'defineEvent', events],
  ['things to be done at an instant', 'defineDue', dues],
] as const)('the %s', (_, define, collected: readonly EventDefinition[]) => {
  it('are all that a domain declares', () => {
    const declaration = new RegExp(`= ${define}\\(\\{[\\s\\S]*?\\btype: '([^']+)'`, 'g');
    const declared = sources
      .filter(({ file }) => file.startsWith('lib/domains/'))
      .flatMap(({ text }) => [...text.matchAll(declaration)].map(([, type]) => type));

    expect(declared.sort()).toEqual(collected.map(({ type }) => type).sort());
  });
});

/** What a stack or a mechanism declares under each of these names, and who collects all of it. */
const collectors: Readonly<Record<string, string>> = {
  'permissions.ts': 'lib/domains/declared/permissions.ts',
  'audit-actions.ts': 'lib/domains/declared/audit-actions.ts',
  'metrics.ts': 'lib/domains/declared/metrics.ts',
};

/** What plants seeds, and seeds, since one may be made of others. */
const seeding = /^local\/seed(-patients)?\.ts$|^lib\/domains\/[a-z]+\/seeds\//;

/** Declarations that nobody collects. */
function forgottenIn(files: readonly SourceFile[]): string[] {
  const importsOf = (name: string) => files.find(({ file }) => file === name)?.imports ?? [];
  const planted = new Set(files.filter(({ file }) => seeding.test(file)).flatMap(({ imports }) => imports));
  const isSeed = (file: string) => /^lib\/domains\/[a-z]+\/seeds\//.test(file);
  return files
    .map(({ file }) => file)
    .filter(
      (file) => /^lib\/(domains\/[a-z]+|due|http)\/[a-z-]+\.ts$|\/seeds\//.test(file) && !file.includes('/declared/'),
    )
    .filter((file) => {
      if (isSeed(file)) return !planted.has(file);
      const collector = collectors[file.slice(file.lastIndexOf('/') + 1)];
      return collector !== undefined && !importsOf(collector).includes(file);
    });
}

describe('the permissions, audit actions, counts and seeds', () => {
  it('are collected from every stack', () => {
    expect(forgottenIn(sources)).toEqual([]);
  });

  it('are missed where a stack is forgotten', () => {
    const declared = ['permissions', 'audit-actions', 'metrics', 'seeds/patients'].map(
      (name) => `lib/domains/clinic/${name}.ts`,
    );

    expect(forgottenIn(declared.map((file) => sourceFile(file, '')))).toEqual(declared);
  });
});
