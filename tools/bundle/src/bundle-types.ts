import { rollup, type OutputChunk } from 'rollup';
import { dts } from 'rollup-plugin-dts';

export class TypesNotBundled extends Error {
  override readonly name = 'TypesNotBundled';
}

/** The types of an entry as one file that imports nothing. @throws TypesNotBundled with the first error */
export async function bundleTypes(entry: string, tsconfig: string): Promise<string> {
  const { code, imports } = await typesOf(entry, tsconfig);
  if (imports.length > 0)
    throw new TypesNotBundled(`${entry}: its types import ${imports.join(', ')}, which others do not have`);
  return code;
}

async function typesOf(entry: string, tsconfig: string): Promise<OutputChunk> {
  try {
    // Types of other packages come along, where `respectExternal` is left out they stay imports.
    const plugins = [dts({ tsconfig, respectExternal: true })];
    const bundle = await rollup({ input: entry, plugins, logLevel: 'silent' });
    const { output } = await bundle.generate({ format: 'es' });
    await bundle.close();
    return output[0];
  } catch (error) {
    throw new TypesNotBundled(`${entry}: ${(error as Error).message}`, { cause: error });
  }
}
