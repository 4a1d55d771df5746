// Fills dist/ from installed npm packages: copies the built files unchanged and
// gathers the licences of everything inside them. How to run it: README.md.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const modules = process.argv[2];
if (!modules) throw new Error('usage: node build.mjs <node_modules>');
const dist = join(import.meta.dirname, 'dist');
const manifest = (name) => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));

const copied = {
  graphiql: ['graphiql.min.css', 'graphiql.min.js'],
  react: ['umd/react.production.min.js'],
  'react-dom': ['umd/react-dom.production.min.js'],
};
rmSync(dist, { recursive: true, force: true });
for (const [name, files] of Object.entries(copied)) {
  const folder = join(dist, `${name}-${manifest(name).version}`);
  mkdirSync(folder, { recursive: true });
  for (const file of files) cpSync(join(modules, name, file), join(folder, file.split('/').pop()));
}

// What GraphiQL's file is made of stands in its source map; the two fonts are in its style sheet.
const map = JSON.parse(readFileSync(join(modules, 'graphiql', 'graphiql.min.js.map'), 'utf8'));
const inside = map.sources.flatMap((source) => {
  const at = source.lastIndexOf('node_modules/');
  if (at < 0) return [];
  const parts = source.slice(at + 'node_modules/'.length).split('/');
  return [parts.slice(0, parts[0].startsWith('@') ? 2 : 1).join('/')];
});
const sameRepository = ['@graphiql/react', '@graphiql/toolkit', 'codemirror-graphql', 'graphql-language-service'];
const fonts = ['@fontsource/fira-code', '@fontsource/roboto'];
const names = [...new Set([...Object.keys(copied), ...sameRepository, ...inside, ...fonts])].sort();

const holders = new Map(); // licence text -> package names
for (const name of names) {
  const about = manifest(name);
  const file = readdirSync(join(modules, name)).find((f) => /^licen[cs]e/i.test(f));
  const author = (about.author?.name ?? about.author ?? 'its authors').replace(/ *[<(].*/, '');
  const text = file
    ? readFileSync(join(modules, name, file), 'utf8').replace(/\r\n/g, '\n').trim()
    : `${about.license} licence, by ${author}. The package carries no text of it; the words are those under graphiql.`;
  if (!file && about.license !== 'MIT') throw new Error(`${name}: no licence text`);
  holders.set(text, [...(holders.get(text) ?? []), name]);
}
const rule = '='.repeat(78);
const chapters = [...holders].map(([text, who]) => `${rule}\n${who.join('\n')}\n${rule}\n\n${text}\n`);
const head = 'The files beside this one contain the packages below, under these licences.\n'
  + 'The fonts Fira Code and Roboto are the ones embedded in the style sheet.\n';
writeFileSync(join(dist, 'LICENSES.txt'), [head, ...chapters].join('\n'));
