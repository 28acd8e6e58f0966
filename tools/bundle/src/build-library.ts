import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type ts from 'typescript';
import { checkedProgram, refuseErrors } from './checked-program.ts';
import { workspaceOf } from './workspace-of.ts';

const EMIT: ts.CompilerOptions = {
  noEmit: false,
  allowImportingTsExtensions: false,
  rewriteRelativeImportExtensions: true,
  declaration: true,
  noEmitOnError: false,
};

/**
 * JavaScript and types of a library, file by file as its source has them, packages left as imports. The source of
 * other packages is read for its types only.
 * @throws LibraryNotBuilt naming the first errors
 */
export function buildLibrary(project: string, outFolder: string): void {
  const source = join(project, 'src');
  // Output is told by its place below this folder.
  const root = workspaceOf(project);
  const program = checkedProgram(project, { ...EMIT, rootDir: root, outDir: outFolder });
  const own = program.getSourceFiles().filter(({ fileName }) => isInside(source, fileName));
  const below = join(outFolder, relative(root, source));
  for (const file of own) {
    const { diagnostics } = program.emit(file, (path, text) => {
      write(join(outFolder, relative(below, path)), text);
    });
    refuseErrors(diagnostics, project);
  }
}

function isInside(folder: string, file: string): boolean {
  return resolve(file).startsWith(`${resolve(folder)}${sep}`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
