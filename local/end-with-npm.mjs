import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

// npm started this process, through a shell that passes no signal on. Once npm is gone nobody could stop the process any more,
// so that it ends as by Ctrl-C.
const npm = process.env.npm_lifecycle_event && process.platform !== 'win32' ? findNpm(process.ppid) : undefined;
if (npm) {
  const watch = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}

/** Finds npm: the parent, or its parent where a shell stands between; some shells are replaced by the program. */
function findNpm(parent) {
  const { command, parent: grandparent } = describe(parent);
  return /^(\S*\/)?(ba|da|z|k|a)?sh\b/.test(command) ? grandparent : parent;
}

function describe(pid) {
  try {
    const [, command = '', parent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { command, parent: Number(parent) };
  } catch {
    const line = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
    const [, parent, command = ''] = /^\s*(\d+)\s+(.*)/.exec(line) ?? [];
    return { command, parent: Number(parent) };
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
