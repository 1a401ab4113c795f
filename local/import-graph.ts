import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The imports among our files, learnt while they are loaded. */
export interface ImportGraph {
  /** A file and all that it imports, directly or not. */
  closureOf(file: string): string[];
}

/** Watches the imports of this process from now on. */
export function recordImports(): ImportGraph {
  const imports = new Map<string, Set<string>>();
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (isOurs(resolved.url) && context.parentURL && isOurs(context.parentURL)) {
        const from = fileURLToPath(context.parentURL);
        imports.set(from, (imports.get(from) ?? new Set()).add(fileURLToPath(resolved.url)));
      }
      return resolved;
    },
  });
  return {
    closureOf(file) {
      const closure = new Set([file]);
      for (const each of closure) for (const imported of imports.get(each) ?? []) closure.add(imported);
      return [...closure];
    },
  };
}

function isOurs(url: string): boolean {
  return url.startsWith('file:') && !url.includes('/node_modules/');
}
