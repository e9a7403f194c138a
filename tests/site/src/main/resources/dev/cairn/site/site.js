// The buttons, the versions and the search of each page. Everything works from a disk, too, so the index is a script and not fetched.
(function () {
'use strict';

const html = document.documentElement;
const root = html.dataset.root;

function stored(key) {
  try { return localStorage.getItem(key); } catch (refused) { return null; }
}
function store(key, value) {
  try { localStorage.setItem(key, value); } catch (refused) { /* A browser may refuse to store anything: the choice holds for this page. */ }
}
if (stored('theme')) {
  html.dataset.theme = stored('theme');
}

function load(address) {
  const script = document.createElement('script');
  script.src = address;
  document.head.appendChild(script);
}
function element(name, attributes, content) {
  const created = document.createElement(name);
  Object.keys(attributes).forEach(key => created.setAttribute(key, attributes[key]));
  [].concat(content || []).forEach(part => created.append(part));
  return created;
}

// ---- Versions -------------------------------------------------------------------------------------------------

window.cairnVersions = versions => {
  const select = document.getElementById('versions');
  const here = html.dataset.version;
  select.replaceChildren(...versions.map(version => element('option', { value: version }, version)));
  select.value = here;
  select.addEventListener('change', () => {
    const way = location.href.split('#')[0].split('/');
    const page = way.slice(way.length - 1 - root.split('/').length + 1).join('/');
    // A page that the other version lacks is an error of the server; its first page always exists.
    const target = root + '../' + select.value + '/';
    fetch(target + page, { method: 'HEAD' })
      .then(response => { location.href = target + (response.ok ? page : 'index.html'); })
      .catch(() => { location.href = target + 'index.html'; });
  });
};

// ---- Search ---------------------------------------------------------------------------------------------------

const COMMON = new Set(('a an and are be by can do does during for from get happen happens has have how i in is it mean means my need needs of on or should that'
  + ' the this to use was were what when where which while will with').split(' '));
/** Words of other roots with the same meaning here. */
const SAME = { rebuilt: 'rebuild', written: 'write', wrote: 'write', permission: 'privilege', permissions: 'privilege' };
let sections = null;
let begun = false;
let chosen = 0;

/** Words that differ only by their ending are the same: rename, renamed and renaming. */
function stem(written) {
  const word = Object.hasOwn(SAME, written) ? SAME[written] : written;
  return word.length > 4 ? word.replace(/(?:ings?|ed|es|s|e)$/, '') : word.length > 3 ? word.replace(/s$/, '') : word;
}
function wordsOf(text) {
  return (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) || []);
}
window.cairnSearch = entries => {
  sections = entries.map(([address, page, heading, text]) => ({
    address: address, page: page, heading: heading, text: text,
    head: wordsOf(heading).map(stem), above: wordsOf(page).map(stem), words: new Set(wordsOf(text).map(stem))
  }));
  find();
};
function score(section, terms, phrase) {
  let total = 0;
  let missing = 0;
  for (const term of terms) {
    const begins = word => word.startsWith(term);
    if (section.head.includes(term)) {
      total += 12;
    } else if (section.head.some(begins)) {
      total += 8;
    } else if (section.above.includes(term)) {
      total += 5;
    } else if (section.words.has(term)) {
      total += 2;
    } else if (term.length > 2 && Array.from(section.words).some(begins)) {
      total += 1;
    } else {
      missing++;
    }
  }
  // A question has words that no answer has; two thirds of them decide.
  if (missing * 3 > terms.length) {
    return 0;
  }
  total -= 4 * missing;
  if (section.heading.includes('-') && phrase.split(' ').includes(section.heading.toLowerCase())) {
    total += 20; // a code
  }
  if (section.heading.toLowerCase() === phrase) {
    total += 30;
  }
  if (section.text.toLowerCase().includes(phrase)) {
    total += 3;
  }
  // A topic comes before its sections, and these before the codes and the changelog.
  const kind = section.address.startsWith('changelog') ? -6 : section.address.includes('/') ? -4 : section.address.includes('#') ? 0 : 1;
  return total + kind - section.head.length / 10;
}
function found(text) {
  const phrase = text.toLowerCase().replace(/[\[\]]/g, '').trim();
  const all = wordsOf(phrase);
  const important = all.filter(word => !COMMON.has(word));
  const terms = (important.length ? important : all).map(stem);
  if (!terms.length) {
    return [];
  }
  return sections.map(section => [score(section, terms, phrase), section]).filter(hit => hit[0] > 0)
    .sort((one, other) => other[0] - one[0]).slice(0, 30).map(hit => hit[1]);
}
function excerpt(text, terms) {
  const lower = text.toLowerCase();
  const at = Math.max(0, Math.min(...terms.map(term => lower.indexOf(term)).map(i => i < 0 ? Infinity : i)));
  const start = Number.isFinite(at) ? Math.max(0, lower.lastIndexOf(' ', Math.max(0, at - 40)) + 1) : 0;
  return (start ? '\u2026 ' : '') + text.slice(start, start + 160);
}
function marked(text, terms) {
  const pattern = new RegExp('(' + terms.map(term => term.replace(/[^\p{L}\p{N}]/gu, '\\$&')).join('|') + ')', 'giu');
  return text.split(pattern).map((part, i) => i % 2 ? element('mark', {}, part) : part);
}
function find() {
  const input = document.getElementById('search');
  const results = document.getElementById('results');
  const text = input.value.trim();
  results.hidden = !text;
  input.setAttribute('aria-expanded', String(Boolean(text)));
  if (!text || !sections) {
    return;
  }
  const terms = wordsOf(text).filter(word => !COMMON.has(word)).map(stem);
  const hits = found(text);
  results.replaceChildren(...hits.map((hit, i) => element('a', {
    class: 'hit', role: 'option', id: 'hit' + i, href: root + hit.address, 'aria-selected': 'false', tabindex: '-1'
  }, [element('b', {}, marked(hit.heading, terms.length ? terms : [' '])), element('span', {}, hit.page),
    element('p', {}, marked(excerpt(hit.text, terms), terms.length ? terms : [' ']))])));
  if (!hits.length) {
    results.append(element('div', { class: 'none' }, 'Nothing found. Try fewer or other words.'));
  }
  choose(0);
}
function choose(i) {
  const hits = document.querySelectorAll('.hit');
  if (hits.length) {
    chosen = (i + hits.length) % hits.length;
    hits.forEach((hit, at) => hit.setAttribute('aria-selected', String(at === chosen)));
    document.getElementById('search').setAttribute('aria-activedescendant', 'hit' + chosen);
    if (i) {
      hits[chosen].scrollIntoView({ block: 'nearest' });
    }
  }
}

// ---- The page -------------------------------------------------------------------------------------------------

document.addEventListener('DOMContentLoaded', () => {
  const side = document.getElementById('side');
  const menu = document.getElementById('menu');
  const input = document.getElementById('search');
  const openSide = open => {
    side.classList.toggle('open', open);
    menu.setAttribute('aria-expanded', String(open));
  };
  menu.addEventListener('click', () => openSide(!side.classList.contains('open')));
  const current = side.querySelector('[aria-current]');
  if (current) {
    side.scrollTop = current.offsetTop - side.clientHeight / 3;
  }
  if (window.innerWidth < 1360) {
    document.querySelectorAll('.sections details').forEach(details => { details.open = false; });
  }
  document.getElementById('theme').addEventListener('click', () => {
    const dark = html.dataset.theme ? html.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    html.dataset.theme = dark ? 'light' : 'dark';
    store('theme', html.dataset.theme);
  });
  document.querySelectorAll('.example').forEach(example => {
    const button = element('button', { class: 'copy', type: 'button' }, 'Copy');
    button.addEventListener('click', () => {
      const code = example.querySelector('pre');
      if (navigator.clipboard) {
        navigator.clipboard.writeText(code.textContent).then(() => {
          button.textContent = 'Copied';
          setTimeout(() => { button.textContent = 'Copy'; }, 1500);
        });
      } else {
        window.getSelection().selectAllChildren(code);
      }
    });
    example.append(button);
  });
  const begin = () => {
    if (!begun) {
      begun = true;
      load(root + 'search.js');
    }
  };
  input.addEventListener('focus', begin);
  input.addEventListener('input', () => { begin(); find(); });
  input.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
      event.preventDefault();
    } else if (event.key === 'Enter' && document.getElementById('hit' + chosen)) {
      document.getElementById('hit' + chosen).click();
      document.getElementById('results').hidden = true;
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !/^(?:INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      input.focus();
      event.preventDefault();
    } else if (event.key === 'Escape') {
      openSide(false);
      document.getElementById('results').hidden = true;
      input.blur();
    }
  });
  document.addEventListener('click', event => {
    if (!event.target.closest('.find')) {
      document.getElementById('results').hidden = true;
    }
    if (!event.target.closest('#side, #menu')) {
      openSide(false);
    }
  });
  load(root + '../versions.js');
});
}());
