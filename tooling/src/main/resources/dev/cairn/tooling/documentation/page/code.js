// ---- Code -----------------------------------------------------------------------------------------------------

const SQL_WORDS = ('add aggregate alter all and any as asc async auto_increment between buckets by case cast column comment create '
  + 'cross current_timestamp database default deferred delete desc distinct distributed drop duplicate else end engine every except '
  + 'exists false from full group having hash if in index inner insert intersect interval into is join key left less like limit '
  + 'manual materialized not null offset on or order outer over partition primary properties random range refresh replace right '
  + 'rollup security select set sum sync table than then true truncate union unique update using values view when where window '
  + 'with').split(' ');
const JAVA_WORDS = ('abstract boolean byte char class default double enum extends final float implements import int interface long '
  + 'new null package permits private protected public record return sealed short static super this throws true false var void')
  .split(' ');
const TOKEN = {
  sql: /(--[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")|(`[^`]*`)|(\b\d+(?:\.\d+)?\b)|([A-Za-z_]\w*)/g,
  java: /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|("""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(@\w+)|(\b\d[\w.]*\b)|([A-Za-z_]\w*)/g
};
function code(text, language) {
  const words = new Set(language === 'sql' ? SQL_WORDS : JAVA_WORDS);
  const pattern = new RegExp(TOKEN[language].source, 'g');
  const pre = h('pre', { tabindex: '0', 'data-language': language });
  let end = 0;
  let match = pattern.exec(text);
  while (match) {
    const word = match[0];
    const style = match[1] ? 'tc' : match[2] ? 'ts' : match[3] ? (language === 'java' ? 'tk' : '')
      : match[4] ? 'tn' : words.has(language === 'sql' ? word.toLowerCase() : word) ? 'tk' : '';
    if (style) {
      pre.appendChild(document.createTextNode(text.slice(end, match.index)));
      pre.appendChild(h('span', { class: style }, word));
      end = match.index + word.length;
    }
    match = pattern.exec(text);
  }
  pre.appendChild(document.createTextNode(text.slice(end)));
  return pre;
}
function codeTabs(tabs) {
  const place = h('div');
  const buttons = tabs.map((tab, i) =>
    h('button', { type: 'button', role: 'tab', 'aria-selected': 'false', onclick: () => choose(i) }, tab[0]));
  const copy = h('button', { type: 'button', class: 'copy', onclick: copyText }, 'Copy');
  let current = 0;
  function choose(i) {
    current = i;
    buttons.forEach((button, at) => button.setAttribute('aria-selected', String(at === i)));
    clear(place).appendChild(code(tabs[i][1], tabs[i][2]));
  }
  function copyText() {
    if (navigator.clipboard) {
      navigator.clipboard.writeText(tabs[current][1]).then(() => { copy.textContent = 'Copied'; });
    } else {
      window.getSelection().selectAllChildren(place);
    }
  }
  function print(all) {
    clear(place);
    if (all) {
      tabs.forEach(tab => [h('h3', {}, tab[0]), code(tab[1], tab[2])].forEach(element => place.appendChild(element)));
    } else {
      choose(current);
    }
  }
  if (tabs.length > 1) {
    place.setAttribute('data-tabs', '');
    place.print = print;
  }
  choose(0);
  return [h('div', { class: 'tabs', role: 'tablist' }, buttons.concat(copy)), place];
}
