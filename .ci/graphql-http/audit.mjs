// Holds a running server against the audits of GraphQL over HTTP.
//
//   node audit.mjs URL DIRECTOR-TOKEN REPORTER-TOKEN
//
// The director may read the schema and must pass all audits. For the reporter
// three must fail, which ask for the schema's own types.
import { auditServer } from 'graphql-http';

const [url, director, reporter] = process.argv.slice(2);
const all = 61;
const asksForTypes = ['28B9', '6A70', 'D6D5'];

async function failures(token) {
  const results = await auditServer({
    url,
    fetchFn: (to, init = {}) => fetch(to, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } }),
  });
  if (results.length !== all) throw new Error(`${results.length} audits, expected ${all}`);
  return results.filter((r) => r.status !== 'ok');
}

let wrong = 0;
for (const [who, token, expected] of [['director', director, []], ['reporter', reporter, asksForTypes]]) {
  const failed = await failures(token);
  console.log(`${who}: ${all - failed.length} of ${all}`);
  for (const r of failed) {
    if (!expected.includes(r.id)) {
      wrong++;
      console.error(`${r.status} ${r.id} ${r.name}\n  ${r.reason}`);
    }
  }
  for (const id of expected) {
    if (!failed.some((r) => r.id === id)) {
      wrong++;
      console.error(`${id} passed: somebody who may not read the schema read it`);
    }
  }
}
process.exitCode = wrong ? 1 : 0;
