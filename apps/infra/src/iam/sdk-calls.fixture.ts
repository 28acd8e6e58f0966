import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../../../..');

/**
 * Which commands of the AWS SDK can be reached from a function, read from the source by the compiler: calls are
 * followed through functions, classes, and the object literals that stand behind a port's members.
 */
export class SdkCalls {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  /** A member of a type -> what the repository's object literals put there. */
  readonly #behind = new Map<ts.Declaration, ts.Node[]>();

  /** @param entries files below the root */
  constructor(entries: readonly string[]) {
    const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), (path) =>
      ts.sys.readFile(path),
    ) as {
      config: { compilerOptions: object };
    };
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
    this.#program = ts.createProgram(
      entries.map((entry) => join(ROOT, entry)),
      { ...options, types: ['node'] },
    );
    this.#checker = this.#program.getTypeChecker();
    for (const file of this.#program.getSourceFiles()) if (isOurs(file)) this.#collect(file);
  }

  /** The names of the commands, sorted. @param entry file below the root @param name of an exported function */
  from(entry: string, name: string): readonly string[] {
    const file = this.#program.getSourceFile(join(ROOT, entry));
    const start = file?.statements.find(
      (one): one is ts.FunctionDeclaration => ts.isFunctionDeclaration(one) && one.name?.text === name,
    );
    // The body alone: the parameters' defaults are the wiring, which makes clients and calls nothing.
    if (!start?.body) throw new Error(`${entry} has no function ${name}`);
    const commands = new Set<string>();
    this.#walk(start.body, commands, new Set());
    return [...commands].sort();
  }

  #collect(node: ts.Node): void {
    if (ts.isObjectLiteralExpression(node)) for (const one of node.properties) this.#note(node, one);
    ts.forEachChild(node, (child) => this.#collect(child));
  }

  #note(literal: ts.ObjectLiteralExpression, property: ts.ObjectLiteralElementLike): void {
    for (const member of this.#membersOf(literal, property))
      this.#behind.set(member, [...(this.#behind.get(member) ?? []), property]);
  }

  /** The declarations, in a type of the repository, of the member that this property is. */
  #membersOf(
    literal: ts.ObjectLiteralExpression,
    property: ts.ObjectLiteralElementLike,
  ): readonly ts.Declaration[] {
    const type = property.name && this.#checker.getContextualType(literal);
    const member = type && ts.isIdentifier(property.name) ? type.getProperty(property.name.text) : undefined;
    return (member?.declarations ?? []).filter((one) => isOurs(one.getSourceFile()) && isTypeMember(one));
  }

  #walk(node: ts.Node, commands: Set<string>, seen: Set<ts.Node>): void {
    if (seen.has(node) || ts.isTypeNode(node)) return;
    // What stands behind a port's member is reached by naming the member, not by making the port.
    if (isFunctionMember(node) && this.#isBehind(node)) return;
    seen.add(node);
    if (ts.isIdentifier(node)) this.#follow(node, commands, seen);
    if (ts.isBindingElement(node)) this.#takeApart(node, commands, seen);
    ts.forEachChild(node, (child) => this.#walk(child, commands, seen));
  }

  #isBehind(node: ts.ObjectLiteralElementLike): boolean {
    return ts.isObjectLiteralExpression(node.parent) && this.#membersOf(node.parent, node).length > 0;
  }

  #follow(name: ts.Identifier, commands: Set<string>, seen: Set<ts.Node>): void {
    for (const declaration of this.#declarationsOf(name)) {
      const file = declaration.getSourceFile();
      if (isSdk(file)) addCommand(name.text, commands);
      else if (isOurs(file)) this.#enter(declaration, commands, seen);
    }
  }

  /** `const { read } = parts` names the member as much as `parts.read` does. */
  #takeApart(element: ts.BindingElement, commands: Set<string>, seen: Set<ts.Node>): void {
    const name = element.propertyName ?? element.name;
    if (!ts.isObjectBindingPattern(element.parent) || !ts.isIdentifier(name)) return;
    const member = this.#checker.getTypeAtLocation(element.parent).getProperty(name.text);
    for (const declaration of member?.declarations ?? [])
      if (isOurs(declaration.getSourceFile())) this.#enter(declaration, commands, seen);
  }

  #enter(declaration: ts.Declaration, commands: Set<string>, seen: Set<ts.Node>): void {
    const behind = this.#behind.get(declaration);
    // A member that holds no function calls nothing by being named.
    if (behind && this.#checker.getTypeAtLocation(declaration).getCallSignatures().length === 0) return;
    if (!behind) return this.#walk(declaration, commands, seen);
    for (const property of behind) {
      if (seen.has(property)) continue;
      seen.add(property);
      ts.forEachChild(property, (child) => this.#walk(child, commands, seen));
    }
  }

  #declarationsOf(name: ts.Identifier): readonly ts.Declaration[] {
    const symbol = this.#checker.getSymbolAtLocation(name);
    if (!symbol) return [];
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return (isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol).declarations ?? [];
  }
}

function isOurs({ fileName }: ts.SourceFile): boolean {
  return (
    fileName.startsWith(ROOT) && !fileName.includes('/node_modules/') && !fileName.includes('/in-memory/')
  );
}

function isSdk({ fileName }: ts.SourceFile): boolean {
  return fileName.includes('/node_modules/@aws-sdk/');
}

function isTypeMember(node: ts.Node): boolean {
  return ts.isPropertySignature(node) || ts.isMethodSignature(node);
}

function isFunctionMember(node: ts.Node): node is ts.ObjectLiteralElementLike {
  if (ts.isMethodDeclaration(node)) return ts.isObjectLiteralExpression(node.parent);
  return (
    ts.isPropertyAssignment(node) &&
    (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer))
  );
}

function addCommand(name: string, commands: Set<string>): void {
  if (/^[A-Z]\w+Command$/.test(name)) commands.add(name);
  else if (name.startsWith('paginate')) commands.add(`${name.slice('paginate'.length)}Command`);
}
