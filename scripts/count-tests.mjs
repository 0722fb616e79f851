// Adds up the JUnit reports whose files are named and prints one line. Status 1 if one failed or none ran.
import { readFileSync } from 'node:fs';

const reports = process.argv.slice(2);
const total = { tests: 0, failures: 0, errors: 0, skipped: 0 };
for (const report of reports) {
  for (const [suite] of readFileSync(report, 'utf8').matchAll(/<testsuite\s[^>]*>/g)) {
    for (const name of Object.keys(total)) {
      total[name] += Number(suite.match(new RegExp(`\\s${name}="(\\d+)"`))?.[1] ?? 0);
    }
  }
}
const failed = total.failures + total.errors;
const passed = total.tests - failed - total.skipped;
console.log(`${passed} passed, ${failed} failed, ${total.skipped} skipped`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
