import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningCloud } from '../temporary-cloud.ts';
import type { ClientKind } from './client-kinds.ts';
import { compile, compilers } from './compilers.ts';
import type { Published } from './published.ts';
import { countTypes, type TypeCounts } from './type-counts.ts';
import type { Workshop } from './workshop.ts';

/** What came of a client: the counts of its types, what its journeys printed, by compiler, and what went wrong. */
export interface ClientResult {
  readonly name: string;
  readonly counts?: TypeCounts;
  readonly journeys: ReadonlyMap<string, string>;
  readonly faults: readonly string[];
}

/** What a client is proved with: the document lies in the workshop, too. */
export interface ClientProof {
  readonly workshop: Workshop;
  readonly cloud: Pick<RunningCloud, 'apiUrl' | 'mailboxUrl'>;
  readonly document: Published;
}

/** Generates a client from the document in the workshop, compiles its journey with each compiler, and runs what they made. */
export async function proveClient(kind: ClientKind, { workshop, cloud, document }: ClientProof): Promise<ClientResult> {
  const { name } = kind;
  const [file, ...args] = kind.generate;
  const generated = await workshop.run(file, args, { API_URL: cloud.apiUrl });
  const said = generated.stdout + generated.stderr;
  if (generated.code !== 0) return { name, journeys: new Map(), faults: [`generates nothing:\n${said}`] };
  const counts = countTypes(await readFile(path.join(workshop.folder, name, kind.types), 'utf8'), document);
  const [faults, journeys] = [[] as string[], new Map<string, string>()];
  for (const compiler of compilers) {
    const { journey, complaint } = await compile(workshop, name, compiler);
    if (journey === undefined) faults.push(`${compiler.name} does not compile it:\n${complaint}`);
    else {
      const { code, stdout, stderr } = await workshop.run(journey, [cloud.apiUrl, cloud.mailboxUrl]);
      if (code === 0) journeys.set(compiler.name, stdout);
      else faults.push(`its journey ends with ${code}, compiled by ${compiler.name}:\n${stdout}${stderr}`);
    }
  }
  return { name, counts, journeys, faults };
}
