// ---- Elements -------------------------------------------------------------------------------------------------

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  Object.keys(attributes || {}).forEach(name => {
    const value = attributes[name];
    if (name.indexOf('on') === 0) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  });
  (children === undefined ? [] : Array.isArray(children) ? children : [children]).forEach(child => {
    if (child !== null && child !== undefined && child !== '') {
      element.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
    }
  });
  return element;
}
function h(tag, attributes, children) {
  return fill(document.createElement(tag), attributes, children);
}
function s(tag, attributes, children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}
function clear(element) {
  while (element.firstChild) {
    element.removeChild(element.firstChild);
  }
  return element;
}
function mark(element, name, on) {
  if (on) {
    element.classList.add(name);
  } else {
    element.classList.remove(name);
  }
}
function plural(count, word) {
  return count.toLocaleString('en') + ' ' + word + (count === 1 ? '' : 's');
}
/** A name or type that may be broken behind underscores, brackets and commas only. */
function breakable(text) {
  const parts = text.match(/[^_,(.]*[_,(.]|[^_,(.]+/g) || [];
  return parts.length < 2 ? text : h('span', {}, parts.reduce((all, part, i) => all.concat(i ? [h('wbr'), part] : [part]), []));
}
function kindMark(kind) {
  return h('span', { class: 'dot k' + kind, 'aria-hidden': 'true' });
}
function chips(list) {
  return h('ul', { class: 'chips' }, list.map(o =>
    h('li', {}, h('a', { class: 'k' + objects[o].kind, href: link(o), title: data.kinds[objects[o].kind][0] },
      [kindMark(objects[o].kind), shortName(o)]))));
}
function section(title, children, name) {
  return h('section', { 'data-section': name || title.toLowerCase() }, [h('h2', {}, title)].concat(children));
}
function sorted(set) {
  return Array.from(set).sort((a, b) => a - b);
}
