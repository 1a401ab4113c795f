import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

/** Calls back with the files that changed, once a burst of changes (an editor's save, a checkout) is over. */
export function watchFiles(root: string, folders: readonly string[], changed: (files: string[]) => void): () => void {
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function note(file: string): void {
    pending.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...pending];
      pending.clear();
      changed(files);
    }, 50);
  }

  const watchers: FSWatcher[] = folders.map((folder) =>
    watch(path.join(root, folder), { recursive: true }, (_event, name) => {
      if (name && isSource(name)) note(path.join(root, folder, name));
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** Whether a file is no swap file or backup of an editor. */
function isSource(name: string): boolean {
  return /(^|[\\/])[a-z0-9][\w.-]*\.(ts|json|html|css|js|mjs)$/i.test(name);
}
