import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

export class LibraryNotBuilt extends Error {
  override readonly name = 'LibraryNotBuilt';
}

const EMIT: ts.CompilerOptions = {
  noEmit: false,
  allowImportingTsExtensions: false,
  rewriteRelativeImportExtensions: true,
  declaration: true,
  noEmitOnError: false,
};

/** Files that serve the tests of a library and are no part of it. */
const FOR_TESTS = /\.(test|contract|fixture)\.ts$/;

/**
 * JavaScript and types of a library, file by file as its source has them, packages left as imports. The source of
 * other packages is read for its types only.
 * @throws LibraryNotBuilt naming the first errors
 */
export function buildLibrary(project: string, outFolder: string): void {
  const { fileNames, options } = readProject(project);
  const source = join(project, 'src');
  const root = workspaceOf(project);
  const program = ts.createProgram(
    fileNames.filter((file) => !FOR_TESTS.test(file)),
    { ...options, ...EMIT, rootDir: root, outDir: outFolder },
  );
  refuseErrors(ts.getPreEmitDiagnostics(program), project);
  const own = program.getSourceFiles().filter(({ fileName }) => isInside(source, fileName));
  const below = join(outFolder, relative(root, source));
  for (const file of own) {
    const { diagnostics } = program.emit(file, (path, text) => {
      write(join(outFolder, relative(below, path)), text);
    });
    refuseErrors(diagnostics, project);
  }
}

/** Output is told by its place below this folder, so it has to hold the sources of all packages. */
function workspaceOf(project: string): string {
  let folder = project;
  while (!existsSync(join(folder, 'tsconfig.base.json')) && dirname(folder) !== folder)
    folder = dirname(folder);
  return folder;
}

function readProject(project: string): ts.ParsedCommandLine {
  const path = join(project, 'tsconfig.json');
  const read = ts.readConfigFile(path, (file) => ts.sys.readFile(file));
  if (read.error) throw new LibraryNotBuilt(`${project} is no project: ${textOf(read.error)}`);
  return ts.parseJsonConfigFileContent(read.config, ts.sys, project);
}

function isInside(folder: string, file: string): boolean {
  return resolve(file).startsWith(`${resolve(folder)}${sep}`);
}

function refuseErrors(diagnostics: readonly ts.Diagnostic[], project: string): void {
  const errors = diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error);
  if (errors.length === 0) return;
  throw new LibraryNotBuilt(`${project} was not built: ${errors.slice(0, 5).map(textOf).join('; ')}`);
}

function textOf({ file, start, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (!file || start === undefined) return text;
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1} ${text}`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
