type Join = { readonly 'Fn::Join': readonly [string, readonly unknown[]] };

/** A template's text with its references in angle brackets, as cdk-nag tells findings apart. */
export function flatText(node: unknown): string {
  if (typeof node === 'string') return node;
  if (typeof node !== 'object' || node === null) return JSON.stringify(node);
  if ('Fn::Join' in node) {
    const [between, parts] = (node as Join)['Fn::Join'];
    return parts.map(flatText).join(between);
  }
  if ('Ref' in node) return `<${flatText(node.Ref)}>`;
  if ('Fn::GetAtt' in node) return `<${(node['Fn::GetAtt'] as readonly unknown[]).map(flatText).join('.')}>`;
  return JSON.stringify(node);
}
