/**
 * The address of a worker thread's file. Node 20 starts no thread from TypeScript: run from src/ (as tests do), the thread is
 * the built one in dist/.
 */
export function builtEntry(of: string, file: string): URL {
  return new URL(file.replace(/\.ts$/, '.js'), of.replace(/\/src\/((?:(?!\/src\/).)*)$/, '/dist/$1'))
}
