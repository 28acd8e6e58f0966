import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const compiler = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));

/** A project of somebody else: a folder outside the workspace that knows nothing of it. */
export class FreshProject {
  readonly folder: string;

  constructor(manifest: Readonly<Record<string, unknown>>) {
    this.folder = mkdtempSync(join(tmpdir(), 'ground-colleague-'));
    this.write('package.json', JSON.stringify({ name: 'colleague', version: '1.0.0', ...manifest }));
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }

  /** From the file alone: whatever else it asked for could not be had. */
  async install(tarball: string): Promise<void> {
    await this.#run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball]);
  }

  /** What the file writes to standard output. */
  node(file: string): Promise<string> {
    return this.#run(process.execPath, [file]);
  }

  /** Compiles the folder with a tsconfig.json of its own; strict, and the types of packages are checked too. */
  async compile(options: Readonly<Record<string, unknown>>): Promise<void> {
    const compilerOptions = { target: 'es2022', lib: ['es2022'], types: [], strict: true, ...options };
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
    await this.#run(process.execPath, [compiler, '-p', '.']);
  }

  async #run(command: string, args: readonly string[]): Promise<string> {
    try {
      const { stdout } = await run(command, args, { cwd: this.folder, env: { PATH: process.env['PATH'] } });
      return stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`${command} ${args.join(' ')}: ${stdout ?? ''}${stderr ?? String(error)}`, {
        cause: error,
      });
    }
  }
}
