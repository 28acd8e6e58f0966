import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PythonMissing } from './errors.ts';

const ASKED = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])';

/** The first of `python3.11` and `python3` that is of this version and can make environments. @throws PythonMissing */
export async function findPython(version: string): Promise<string> {
  const seen: string[] = [];
  for (const name of [`python${version}`, 'python3']) {
    const said = await answerOf(name);
    if (said === version) return name;
    seen.push(`${name}: ${said}`);
  }
  throw new PythonMissing(
    `Python ${version} with its venv module is wanted, found ${seen.join(', ')}: install it (Debian: apt install python${version} python${version}-venv)`,
  );
}

async function answerOf(name: string): Promise<string> {
  try {
    return (await promisify(execFile)(name, ['-c', ASKED], { timeout: 60_000 })).stdout.trim();
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: string };
    return code === 'ENOENT' ? 'absent' : (stderr?.trim().split('\n').at(-1) ?? 'no answer');
  }
}
