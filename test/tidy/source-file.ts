/** The tree as the rules see it: each file's text, imports and functions. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vite'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export type SourceFile = {
  /** Relative to the repository, with slashes: `src/domain/ids.ts`. */
  readonly path: string
  readonly text: string
  /** Relative imports, resolved to paths. */
  readonly imports: readonly string[]
  /** Other imports: packages and `node:` modules. */
  readonly packages: readonly string[]
  readonly functions: readonly { readonly name: string; readonly lines: number }[]
}

/** All TypeScript below a folder, tests included. */
export function readTree(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown }

export function parseSource(path: string, text: string): SourceFile {
  // Every node of the tree has a type and a place.
  const program = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node
  const specifiers: string[] = []
  const functions: { name: string; lines: number }[] = []
  visit(program, '', (node, name) => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) specifiers.push(specifier)
    if (/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type))
      functions.push({ name, lines: text.slice(node.start, node.end).split('\n').length })
  })
  const relative = specifiers.filter((s) => s.startsWith('.'))
  return {
    path,
    text,
    imports: relative.map((s) => posix.join(posix.dirname(path), s)),
    packages: specifiers.filter((s) => !s.startsWith('.')),
    functions,
  }
}

function specifierOf(node: Node): string | undefined {
  if (!/^(ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression)$/.test(node.type))
    return undefined
  const source = node['source']
  if (!isNode(source)) return undefined
  return typeof source['value'] === 'string' ? source['value'] : undefined
}

function visit(node: Node, name: string, see: (node: Node, name: string) => void): void {
  const own = nameOf(node) ?? name
  see(node, own)
  for (const value of Object.values(node)) {
    if (isNode(value)) visit(value, own, see)
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) visit(item, own, see)
  }
}

function nameOf(node: Node): string | undefined {
  const id = node['id'] ?? node['key']
  return isNode(id) && typeof id['name'] === 'string' ? id['name'] : undefined
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
