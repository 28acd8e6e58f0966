import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const source = fileURLToPath(new URL('kernels.ts', import.meta.url));
const FLAGS = [
  '-O3',
  '--noAssert',
  '--runtime=stub',
  '--enable=simd,threads',
  '--sharedMemory',
  '--importMemory',
  '--initialMemory=0',
  '--maximumMemory=65536',
];

/** The module's text as it stands in src/kernels/kernels.ts. */
export async function kernelsSource() {
  let bytes;
  const { error, stderr } = await main([source, ...FLAGS, '--outFile=kernels.wasm', '--baseDir=/'], {
    writeFile: (name, contents) => {
      if (name.endsWith('kernels.wasm')) bytes = contents;
    },
  });
  if (error) throw new Error(`${error.message}\n${stderr}`);
  const text = Buffer.from(bytes).toString('base64');
  const lines = text.match(/.{1,100}/g).map((line) => `  '${line}',`);
  return `/** assembly/kernels.ts, compiled by \`nx run numeric:kernels\`. */\nexport const KERNELS = [\n${lines.join('\n')}\n].join('');\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('../src/kernels/kernels.ts', import.meta.url), await kernelsSource());
