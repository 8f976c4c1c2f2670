// Reads objects strictly, twice: by the schemas of their types (values, patterns, what is missing) and by TypeScript, which
// also finds fields that a type does not have. In: a JSON array of objects. Out: a JSON array, for each what is wrong with it.
// Usage: node read.mjs < objects.json
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const HERE = dirname(fileURLToPath(import.meta.url))

/** Of API groups that are not Kubernetes' own. */
const PACKAGES = {
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'kafka.strimzi.io': '@kubernetes-models/strimzi-kafka-operator',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg',
}

const moduleOf = ({ apiVersion, kind }) => {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : ''
  return `${PACKAGES[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`
}

async function bySchema(object) {
  let type
  try {
    type = (await import(moduleOf(object)))[object.kind]
  } catch (error) {
    return [`no such type: ${error.message}`]
  }
  try {
    new type(object).validate()
    return []
  } catch (error) {
    return [error.message]
  }
}

/** All in one program: most of its time goes to reading the types. */
function byType(objects) {
  const options = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] }
  const sources = new Map(objects.map((object, number) => [
    join(HERE, `object-${number}.mts`),
    `import type { I${object.kind} } from '${moduleOf(object)}'\nexport const object: I${object.kind} = ${JSON.stringify(object, null, 2)}\n`,
  ]))
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (name) => sources.has(name) || fileExists(name)
  host.readFile = (name) => sources.get(name) ?? readFile(name)
  host.getSourceFile = (name, ...more) => sources.has(name)
    ? ts.createSourceFile(name, sources.get(name), options.target)
    : getSourceFile(name, ...more)
  const program = ts.createProgram([...sources.keys()], options, host)
  return [...sources.keys()].map((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')))
}

const objects = JSON.parse(readFileSync(0, 'utf8'))
const typed = byType(objects)
const found = await Promise.all(objects.map(async (object, number) => [...await bySchema(object), ...typed[number]]))
console.log(JSON.stringify(found))
