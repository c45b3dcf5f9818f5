// SPDX-License-Identifier: Apache-2.0
// Adds up the result files of one ./test run and prints the closing line. Fails when anything failed or nothing ran.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
const total = { passed: 0, failed: 0, skipped: 0 }
const skippedReasons = new Map()

function add({ passed, failed, skipped }) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}

/** xunit's own XML: counts stand on each <assembly>; errors are failures outside a test. */
function fromXunit(text) {
  for (const [tag] of text.matchAll(/<assembly\s[^>]*>/g)) {
    const number = (name) => Number(tag.match(new RegExp(`\\s${name}="(\\d+)"`))?.[1] ?? 0)
    add({ passed: number('passed'), failed: number('failed') + number('errors'), skipped: number('skipped') })
  }
  for (const [, reason] of text.matchAll(/<reason><!\[CDATA\[(.*?)\]\]><\/reason>/gs)) {
    skippedReasons.set(reason, (skippedReasons.get(reason) ?? 0) + 1)
  }
}

function fromVitest(text) {
  const result = JSON.parse(text)
  // A file that cannot even be loaded has no tests, yet has failed.
  const brokenFiles = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  add({ passed: result.numPassedTests, failed: result.numFailedTests + brokenFiles, skipped: result.numPendingTests + result.numTodoTests })
}

for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())) {
  const text = readFileSync(join(folder, name), 'utf8')
  if (name.endsWith('.json')) add(JSON.parse(text))
  else if (name.endsWith('.xml')) fromXunit(text)
  else if (name.endsWith('.vitest')) fromVitest(text)
}

for (const [reason, count] of skippedReasons) console.log(`skipped ${count}: ${reason}`)
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
