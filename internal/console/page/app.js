'use strict';

const words = {
  zh: { tag: 'zh-CN', account: '账号', none: '没有演示账号', role: '身份', unit: '单位' },
  en: { tag: 'en', account: 'Account', none: 'No demo accounts', role: 'Role', unit: 'Unit' },
};

const root = ReactDOM.createRoot(document.getElementById('graphiql'));
const picker = document.getElementById('account');
const who = document.getElementById('who');
const languages = document.querySelectorAll('#languages button');

let accounts = [];
let account;
let query = '';
let variables = '';
let language = recall('language');
if (!(language in words)) language = navigator.language.startsWith('zh') ? 'zh' : 'en';

// What was chosen outlives a reload, where the browser allows it; tokens are never kept.
function recall(name) {
  try {
    return localStorage.getItem(`kaoping:${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`kaoping:${name}`, value);
  } catch {
    // A private window: then not.
  }
}

async function read(path, as, otherwise) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer[as]() : otherwise;
  } catch {
    return otherwise;
  }
}

function chip(label, value) {
  const name = document.createElement('b');
  name.textContent = label;
  const box = document.createElement('span');
  box.append(name, value);
  return box;
}

function option(text, value) {
  return new Option(text, value, false, value === account?.login);
}

// show draws the header and gives GraphiQL a fetcher for the account and the
// language, upon which it reads the schema anew.
function show() {
  const say = words[language];
  document.documentElement.lang = say.tag;
  document.querySelector('[data-word=account]').textContent = say.account;
  for (const button of languages) button.setAttribute('aria-pressed', button.value === language);

  picker.disabled = accounts.length === 0;
  picker.replaceChildren(...(accounts.length === 0
    ? [option(say.none, '')]
    : accounts.map((a) => option([a.name, a.role].filter(Boolean).join(' · '), a.login))));
  picker.title = account?.login ?? '';
  who.replaceChildren(...['role', 'unit'].filter((key) => account?.[key]).map((key) => chip(say[key], account[key])));

  const headers = { 'Accept-Language': say.tag };
  if (account?.token) headers.Authorization = `Bearer ${account.token}`;
  root.render(React.createElement(
    GraphiQL,
    {
      fetcher: GraphiQL.createFetcher({ url: '/graphql', headers, enableIncrementalDelivery: false }),
      defaultQuery: query,
      defaultTabs: [{ query, variables }],
      showPersistHeadersSettings: false,
    },
    React.createElement(GraphiQL.Logo, null, ' '),
  ));
}

async function start() {
  [accounts, query, variables] = await Promise.all([
    read('/demo/accounts.json', 'json', []),
    read('/console/start.graphql', 'text', ''),
    read('/demo/variables.json', 'text', ''),
  ]);
  const last = recall('account');
  account = accounts.find((a) => a.login === last) ?? accounts[0];
  picker.addEventListener('change', () => {
    account = accounts.find((a) => a.login === picker.value);
    remember('account', account.login);
    show();
  });
  for (const button of languages) {
    button.addEventListener('click', () => {
      if (button.value === language) return;
      language = button.value;
      remember('language', language);
      show();
    });
  }
  show();
}

start();
