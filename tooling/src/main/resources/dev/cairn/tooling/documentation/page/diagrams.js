// ---- Diagrams -------------------------------------------------------------------------------------------------

/** The scale from which texts are readable. */
const READABLE = .85;

/**
 * A diagram that can be moved and zoomed.
 *
 * @param picture its boxes and arrows, and the box at which the reader begins
 */
function diagram(picture, draw, line, empty, legend) {
  const boxes = picture.boxes;
  const content = s('g', {});
  const svg = s('svg', { tabindex: '0', role: 'group', 'aria-label': 'Diagram' }, [
    s('defs', {}, [
      s('marker', { id: 'tip', viewBox: '0 0 8 8', refX: '7.5', refY: '4', markerWidth: '7', markerHeight: '7', orient: 'auto-start-reverse' },
        s('path', { class: 'tip', d: 'M0 0.500L8 4L0 7.500z' }))]),
    content]);
  const canvas = h('div', { class: 'canvas' }, svg);
  if (boxes.length === 0) {
    canvas.appendChild(h('p', { class: 'empty' }, empty));
    return { element: canvas, ready: () => {} };
  }
  let layout = null;
  let scale = 1;
  let left = 0;
  let top = 0;
  function move() {
    content.setAttribute('transform', 'translate(' + left.toFixed(1) + ' ' + top.toFixed(1) + ') scale(' + scale.toFixed(4) + ')');
  }
  const width = () => canvas.clientWidth || 1000;
  const height = () => canvas.clientHeight || 700;
  function zoom(factor, x, y) {
    const next = Math.min(2.5, Math.max(.04, scale * factor));
    left = x - (x - left) * next / scale;
    top = y - (y - top) * next / scale;
    scale = next;
    move();
  }
  function fit() {
    const above = picture.choices ? 64 : 24;
    const room = height() - above - 66;
    scale = Math.min(1.15, (width() - 60) / layout.width, room / layout.height);
    left = (width() - layout.width * scale) / 2;
    top = above + (room - layout.height * scale) / 2;
    move();
  }
  /** A place for the beginning of the diagram, without empty space before it, or behind it if the rest is longer. */
  function within(wanted, rest, before, behind) {
    return rest < before + behind ? Math.min(before, Math.max(rest - behind, wanted)) : rest / 2;
  }
  /** Shows the whole diagram, if its texts are readable then; otherwise the box that was asked for, or the beginning. */
  function begin() {
    fit();
    if (scale < READABLE) {
      scale = READABLE;
      const box = boxes.find(one => one.key === picture.at);
      left = within(box ? width() / 2 - (box.x + box.width / 2) * scale : 30, width() - layout.width * scale, 30, 30);
      top = within(box ? height() / 2 - (box.y + box.height / 2) * scale : Infinity, height() - layout.height * scale, picture.choices ? 64 : 30, 66);
      move();
    }
  }

  const elements = new Map();
  const lines = [];
  /** Places and draws the boxes, once the size of the canvas is known. */
  function fill() {
    layout = place(boxes, picture.arrows, (width() - 60) / (height() - 120));
    picture.arrows.forEach(arrow => {
      lines.push({ from: arrow.from, to: arrow.to, element: content.appendChild(line(arrow)) });
    });
    boxes.forEach(box => {
      const element = draw(box);
      const open = () => { location.hash = box.link; };
      elements.set(box.key, element);
      element.addEventListener('mouseenter', () => focus(box.key));
      element.addEventListener('mouseleave', () => focus(null));
      element.addEventListener('focus', () => focus(box.key));
      element.addEventListener('click', () => {
        if (!dragged) {
          open();
        }
      });
      element.addEventListener('keydown', event => {
        if (event.key === 'Enter') {
          open();
        }
      });
      content.appendChild(element);
    });
  }
  /** Emphasizes a box with everything that it is made of, and everything that is made of it. */
  function focus(o) {
    const on = new Set();
    if (o !== null && elements.has(o)) {
      on.add(o);
      [['from', 'to'], ['to', 'from']].forEach(ends => {
        const open = [o];
        const seen = new Set(open);
        while (open.length) {
          const at = open.pop();
          (picture.transitive || at === o ? lines : []).forEach(line => {
            if (line[ends[0]] === at && !seen.has(line[ends[1]])) {
              seen.add(line[ends[1]]);
              on.add(line[ends[1]]);
              open.push(line[ends[1]]);
            }
          });
        }
        lines.forEach(line => { line.on = (ends[0] === 'to' && line.on) || (seen.has(line.from) && seen.has(line.to)
          && (picture.transitive || line.from === o || line.to === o)); });
      });
    }
    mark(svg, 'focused', on.size > 0);
    elements.forEach((element, other) => mark(element, 'on', on.has(other)));
    lines.forEach(line => mark(line.element, 'on', on.size > 0 && line.on));
  }

  let dragged = false;
  const pointers = new Map();
  let apart = 0;
  function distance() {
    const two = Array.from(pointers.values());
    return Math.hypot(two[0].x - two[1].x, two[0].y - two[1].y);
  }
  svg.addEventListener('pointerdown', event => {
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, startX: event.clientX, startY: event.clientY });
    dragged = false;
    apart = pointers.size === 2 ? distance() : 0;
  });
  svg.addEventListener('pointermove', event => {
    const pointer = pointers.get(event.pointerId);
    if (!pointer) {
      return;
    }
    const dx = event.clientX - pointer.x;
    const dy = event.clientY - pointer.y;
    pointer.x = event.clientX;
    pointer.y = event.clientY;
    if (pointers.size === 2) {
      const now = distance();
      const area = svg.getBoundingClientRect();
      zoom(now / apart, event.clientX - area.left, event.clientY - area.top);
      apart = now;
      dragged = true;
    } else if (dragged || Math.hypot(event.clientX - pointer.startX, event.clientY - pointer.startY) > 4) {
      if (!dragged) {
        dragged = true;
        svg.setPointerCapture(event.pointerId);
        svg.classList.add('grabbing');
      }
      left += dx;
      top += dy;
      move();
    }
  });
  ['pointerup', 'pointercancel'].forEach(name => svg.addEventListener(name, event => {
    pointers.delete(event.pointerId);
    svg.classList.remove('grabbing');
  }));
  svg.addEventListener('wheel', event => {
    event.preventDefault();
    const area = svg.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * (event.ctrlKey ? .01 : .0016)), event.clientX - area.left, event.clientY - area.top);
  }, { passive: false });
  svg.addEventListener('keydown', event => {
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    if (steps[event.key]) {
      left += steps[event.key][0];
      top += steps[event.key][1];
      move();
      event.preventDefault();
    } else if (event.key === '+' || event.key === '=') {
      zoom(1.25, width() / 2, height() / 2);
    } else if (event.key === '-') {
      zoom(.8, width() / 2, height() / 2);
    } else if (event.key === '0') {
      fit();
    }
  });
  canvas.appendChild(h('div', { class: 'key-of-kinds' }, legend));
  canvas.appendChild(h('div', { class: 'tools' }, [
    h('button', { type: 'button', 'aria-label': 'Zoom in', onclick: () => zoom(1.25, width() / 2, height() / 2) }, '+'),
    h('button', { type: 'button', 'aria-label': 'Zoom out', onclick: () => zoom(.8, width() / 2, height() / 2) }, '−'),
    h('button', { type: 'button', 'aria-label': 'Show all', title: 'Show all', onclick: fit }, '⤢')]));
  if (picture.choices) {
    canvas.appendChild(h('div', { class: 'choices' }, picture.choices));
  }
  return {
    element: canvas,
    ready: () => {
      fill();
      begin();
      if (elements.has(picture.at)) {
        elements.get(picture.at).classList.add('at');
      }
    }
  };
}

/** The number of boxes from which groups are drawn in place of their members. */
const MOST_BOXES = 150;
const MOST_AROUND = 40;
const DEPTHS = [1, 2, 3];
const GROUP = 'group:';

/** Objects are grouped by their databases if they are in several, otherwise by the first word of their names. */
function groupNames(keys) {
  const several = new Set(keys.filter(o => objects[o].kind !== QUERY).map(o => objects[o].name[0])).size > 1;
  const groups = new Map();
  keys.forEach(o => append(groups, several ? objects[o].name[0] : objects[o].name[1].split(/[_.]/)[0], o));
  const names = new Map();
  groups.forEach((members, name) => members.forEach(o => names.set(o, members.length > 2 ? name : 'other')));
  return names;
}
/** The objects around one, by the number of arrows; along the arrows only, if they are transitive. */
function around(o, arrows, depth, transitive) {
  const found = new Set([o]);
  const ways = transitive ? [[['from', 'to']], [['to', 'from']]] : [[['from', 'to'], ['to', 'from']]];
  ways.forEach(ends => {
    let border = new Set([o]);
    for (let i = 0; i < depth && border.size; i++) {
      const next = new Set();
      ends.forEach(end => arrows.forEach(arrow => {
        if (border.has(arrow[end[0]]) && !found.has(arrow[end[1]])) {
          next.add(arrow[end[1]]);
        }
      }));
      next.forEach(one => found.add(one));
      border = next;
    }
  });
  return found;
}
/** Selects what is drawn: an object with its neighbours, the members of a group, everything, or the groups. */
function select(view, keys, arrows, transitive, request) {
  const picture = { at: null, transitive: transitive, keys: keys, arrows: arrows, names: null, choices: null };
  const back = h('a', { href: '#/' + view }, 'Whole diagram');
  if (request.object !== null && keys.indexOf(request.object) >= 0) {
    let depth = request.depth;
    let found = around(request.object, arrows, depth || 2, transitive);
    if (!depth) {
      depth = found.size > MOST_AROUND ? 1 : 2;
      found = around(request.object, arrows, depth, transitive);
    }
    picture.at = request.object;
    picture.keys = keys.filter(o => found.has(o));
    picture.arrows = arrows.filter(arrow => found.has(arrow.from) && found.has(arrow.to));
    const path = '#/' + view + '/' + encodeURIComponent(id(request.object)) + '/';
    picture.choices = [h('b', {}, shortName(request.object)), h('span', { class: 'depths' }, [h('span', {}, 'Steps')].concat(DEPTHS.map(d =>
      h('a', { href: path + d, 'aria-current': d === depth ? 'true' : null }, d)), [
      h('a', { href: path + 'all', 'aria-current': depth > 3 ? 'true' : null }, 'all')])), back];
    return picture;
  }
  const names = keys.length > MOST_BOXES ? groupNames(keys) : null;
  if (names === null || new Set(names.values()).size < 2) {
    return picture;
  }
  const keyOf = o => names.get(o) === request.group ? o : GROUP + names.get(o);
  const joined = new Map();
  arrows.forEach(arrow => {
    const from = keyOf(arrow.from);
    const to = keyOf(arrow.to);
    const counted = joined.get(from + ' ' + to) || joined.get(to + ' ' + from);
    const grouped = typeof from === 'string' || typeof to === 'string';
    if (from === to) {
      return;
    }
    if (grouped && counted) {
      counted.count++;
      counted.both = counted.both || counted.from !== from;
    } else {
      joined.set(from + ' ' + to + (grouped ? '' : ' ' + joined.size), Object.assign({}, arrow, { from: from, to: to, count: 1, grouped: grouped }));
    }
  });
  picture.names = names;
  picture.transitive = false;
  picture.arrows = Array.from(joined.values());
  picture.keys = Array.from(new Set(keys.map(keyOf)));
  // Groups that read one another have no order.
  const mutual = picture.arrows.some(arrow => arrow.both);
  picture.arrows.forEach(arrow => { arrow.loose = arrow.grouped && (arrow.both || (mutual && request.group === null)); });
  if (request.group !== null) {
    picture.keys = picture.keys.filter(key => typeof key === 'number'
      || picture.arrows.some(arrow => [arrow.from, arrow.to].indexOf(key) >= 0 && (typeof arrow.from === 'number' || typeof arrow.to === 'number')));
    const kept = new Set(picture.keys);
    picture.arrows = picture.arrows.filter(arrow => kept.has(arrow.from) && kept.has(arrow.to)
      && (typeof arrow.from === 'number' || typeof arrow.to === 'number'));
    picture.choices = [h('b', {}, request.group), back];
  } else {
    picture.choices = [h('span', {}, plural(keys.length, 'object') + ' in ' + plural(picture.keys.length, 'group') + '. A group opens on a click.')];
  }
  return picture;
}
function groupBox(view, key, names) {
  const name = key.slice(GROUP.length);
  const members = Array.from(names.keys()).filter(o => names.get(o) === name);
  const text = data.kinds.map((kind, k) => [kind, members.filter(o => objects[o].kind === k).length])
    .filter(pair => pair[1]).map(pair => pair[1] + ' ' + pair[0][pair[1] === 1 ? 0 : 1].toLowerCase()).join(' · ');
  return {
    key: key, name: name, text: text, height: 54, link: '#/' + view + '/' + encodeURIComponent(key),
    width: Math.ceil(Math.max(widthOf(name, 'name'), widthOf(text, 'note')) + 32)
  };
}
function groupElement(box) {
  return s('g', { class: 'box group', transform: at(box), tabindex: '0', role: 'link', 'aria-label': 'group ' + box.name, 'data-group': box.name }, [
    s('rect', { class: 'behind', x: 4, y: 4, width: box.width, height: box.height, rx: 6 }),
    s('rect', { class: 'back', width: box.width, height: box.height, rx: 6 }),
    s('text', { x: 16, y: 23 }, box.name),
    s('text', { class: 'g', x: 16, y: 41 }, box.text)]);
}
function at(box) {
  return 'translate(' + box.x + ' ' + box.y + ')';
}
function boxElement(box, children) {
  const o = box.key;
  return s('g', {
    class: 'box k' + objects[o].kind, transform: at(box), tabindex: '0', role: 'link',
    'aria-label': data.kinds[objects[o].kind][0] + ' ' + fullName(o), 'data-object': fullName(o)
  }, [
    s('title', {}, fullName(o) + (objects[o].comment ? '\n' + objects[o].comment : '')),
    s('rect', { class: 'back', width: box.width, height: box.height, rx: 6 })].concat(children));
}
function kindShape(kind, y) {
  if (kind === 1) {
    return s('circle', { class: 'mark', cx: 15, cy: y, r: 4.5, fill: 'var(--kind)' });
  }
  return kind === 2
    ? s('rect', { class: 'mark', x: 11, y: y - 4, width: 8, height: 8, transform: 'rotate(45 15 ' + y + ')' })
    : kind === 3 ? s('rect', { x: 12, y: y - 3, width: 6, height: 6, fill: 'none', stroke: 'var(--kind)', 'stroke-width': 2, transform: 'rotate(45 15 ' + y + ')' })
      : kind === QUERY ? s('rect', { class: 'mark', x: 10, y: y - 2.5, width: 10, height: 5, rx: 2.5 })
        : kind === 5 ? s('rect', { x: 11.5, y: y - 3.5, width: 7, height: 7, fill: 'none', stroke: 'var(--kind)', 'stroke-width': 2 })
          : s('rect', { class: 'mark', x: 10.5, y: y - 4.5, width: 9, height: 9, rx: 2 });
}
function curve(points) {
  let d = 'M' + points[0][0] + ' ' + points[0][1];
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1];
    const b = points[i];
    const bend = (b[0] - a[0]) / 2;
    d += 'C' + (a[0] + bend) + ' ' + a[1] + ' ' + (b[0] - bend) + ' ' + b[1] + ' ' + b[0] + ' ' + b[1];
  }
  return d;
}
function kindsOf(boxes) {
  return data.kinds.map((kind, k) => boxes.some(box => typeof box.key === 'number' && objects[box.key].kind === k)
    ? h('span', { class: 'k' + k }, [kindMark(k), kind[1]]) : null);
}
const WIDEST = 360;
const FLOW_HEIGHT = 34;
let withQueries = true;

/** The arrows from what is read to its readers. A query that changes what it reads has an arrow with two tips. */
function flowArrows(keys) {
  const drawn = new Set(keys);
  const arrows = [];
  keys.forEach(reader => sorted(reads[reader]).forEach(o => {
    const both = reads[o].has(reader);
    if (drawn.has(o) && o !== reader && (!both || objects[reader].kind === QUERY)) {
      arrows.push({ from: o, to: reader, both: both });
    }
  }));
  return arrows;
}
/** The curve of an arrow from the edge of a box to that of another one. */
function way(from, to, bends) {
  const back = from.x > to.x; // it closes a cycle
  return curve([[from.x + (back ? 0 : from.width), from.y + from.height / 2]].concat(bends, [[to.x + (back ? to.width : 0), to.y + to.height / 2]]));
}
function bundle(boxes, arrow) {
  return s('path', {
    class: arrow.loose ? 'arrow loose' : 'arrow', d: way(boxes.get(arrow.from), boxes.get(arrow.to), arrow.bends),
    'stroke-width': arrow.count > 1 ? Math.min(5, 1 + Math.log2(arrow.count) / 1.5) : null,
    'marker-end': 'url(#tip)', 'marker-start': arrow.both ? 'url(#tip)' : null
  }, arrow.count > 1 ? s('title', {}, plural(arrow.count, 'arrow')) : null);
}

/** The diagram of what is read; without the queries if the reader has chosen so, unless one of them is shown. */
function flow(request) {
  const query = request.object !== null && objects[request.object].kind === QUERY;
  const queries = objects.some(object => object.kind === QUERY);
  const toggle = h('input', { type: 'checkbox', onchange: () => { withQueries = toggle.checked; route(); } });
  toggle.checked = withQueries || query;
  const keys = objects.map((object, o) => o).filter(o => isInFlow(o) && (toggle.checked || objects[o].kind !== QUERY));
  const picture = select('flow', keys, flowArrows(keys), true, request);
  picture.boxes = picture.keys.map(key => typeof key === 'string' ? groupBox('flow', key, picture.names) : {
    key: key, link: link(key), height: FLOW_HEIGHT, width: Math.min(WIDEST, Math.max(90, Math.ceil(widthOf(shortName(key), 'name') + 44)))
  });
  const boxes = new Map(picture.boxes.map(box => [box.key, box]));
  return diagram(picture, box => typeof box.key === 'string' ? groupElement(box) : boxElement(box, [
    kindShape(objects[box.key].kind, box.height / 2),
    s('text', { x: 29, y: box.height / 2 + 4.5 }, cut(shortName(box.key), box.width - 40, 'name'))]),
  arrow => bundle(boxes, arrow), 'This schema has no objects.',
  kindsOf(picture.boxes).concat(queries && !query ? h('label', {}, [toggle, 'Show queries']) : null));
}
const ROW = 20;
const HEAD = 34;
const MOST_ROWS = 12;
const MOST_IN_DETAIL = 12;

/** The objects that are joined, reference one another, or are colocated with others. */
function entityKeys() {
  const groups = new Map();
  objects.forEach((object, o) => {
    if (object.group) {
      append(groups, object.group, o);
    }
  });
  return objects.map((object, o) => o).filter(o => relations[o].length || (objects[o].group && groups.get(objects[o].group).length > 1));
}
/** The columns that a box shows: those of the relationships, those of the key, and then others up to a number. */
function entityRows(o, relationships, most) {
  const shownRows = new Set();
  relationships.forEach(relation => {
    (relation.from === o ? relation.fromIndexes : []).concat(relation.to === o ? relation.toIndexes : []).forEach(c => shownRows.add(c));
  });
  shownRows.delete(-1);
  objects[o].columns.forEach((column, c) => {
    if (column[2] & FLAG_KEY) {
      shownRows.add(c);
    }
  });
  for (let c = 0; c < objects[o].columns.length && shownRows.size < most; c++) {
    shownRows.add(c);
  }
  return sorted(shownRows);
}
function entityBox(o, relationships, most) {
  const object = objects[o];
  const rows = entityRows(o, relationships, most);
  const foot = (object.columns.length > rows.length ? '+ ' + plural(object.columns.length - rows.length, 'column') : '')
    + (object.columns.length > rows.length && object.group ? ' · ' : '') + (object.group ? 'colocated in ' + object.group : '');
  const width = rows.reduce((widest, c) => Math.max(widest, widthOf(object.columns[c][0], 'column') + widthOf(object.columns[c][1], 'type') + 53),
    Math.max(widthOf(shortName(o), 'name') + 44, widthOf(foot, 'note') + 37));
  return {
    key: o, link: link(o), rows: rows, foot: foot, width: Math.ceil(Math.min(WIDEST, Math.max(120, width))),
    height: HEAD + 10 + ROW * (rows.length + (foot ? 1 : 0))
  };
}
function entityElement(box) {
  const object = objects[box.key];
  const rows = box.rows.map((c, i) => {
    const column = object.columns[c];
    const y = HEAD + 4 + i * ROW + 14;
    const name = cut(column[0], box.width - 37, 'column');
    const rest = box.width - 45 - widthOf(name, 'column');
    return s('g', {}, [
      column[2] & FLAG_KEY ? s('g', { class: column[2] & FLAG_UNIQUE ? 'key unique' : 'key', transform: 'translate(9 ' + (y - 11) + ') scale(.85)' }, keyMark(column[2]).lastChild) : null,
      s('text', { class: 'c', x: 27, y: y }, name),
      rest > 24 ? s('text', { class: 't', x: box.width - 10, y: y, 'text-anchor': 'end' }, cut(column[1], rest, 'type')) : null]);
  });
  return boxElement(box, [
    kindShape(object.kind, HEAD / 2),
    s('text', { x: 29, y: HEAD / 2 + 4.5 }, cut(shortName(box.key), box.width - 40, 'name')),
    s('line', { x1: 0, x2: box.width, y1: HEAD, y2: HEAD })].concat(rows, [
    box.foot ? s('text', { class: 'g', x: 27, y: HEAD + 4 + box.rows.length * ROW + 14 }, cut(box.foot, box.width - 37, 'note')) : null]));
}
function relationElement(boxes, arrow) {
  const relation = arrow.relation;
  const one = boxes.get(relation.to);
  const many = boxes.get(relation.from);
  function end(box, column, right) {
    const row = box.rows.indexOf(column);
    return [box.x + (right ? box.width : 0), box.y + (row < 0 ? HEAD / 2 : HEAD + 4 + row * ROW + ROW / 2)];
  }
  const toRight = one.x + one.width <= many.x;
  const toLeft = many.x + many.width <= one.x;
  const foot = (x, y, length) => 'M' + x + ' ' + (y - 5) + 'L' + (x + length) + ' ' + y + 'L' + x + ' ' + (y + 5);
  let d = '';
  let ends = '';
  relation.fromIndexes.forEach((column, i) => {
    const a = end(one, relation.toIndexes[i], !toLeft);
    const b = end(many, column, toLeft || !toRight);
    const x = Math.max(a[0], b[0]) + 40;
    d += toLeft || toRight ? curve([a].concat(arrow.bends, [b]))
      : 'M' + a[0] + ' ' + a[1] + 'C' + x + ' ' + a[1] + ' ' + x + ' ' + b[1] + ' ' + b[0] + ' ' + b[1];
    const stop = a[0] + (toLeft ? -7 : 7);
    ends += foot(b[0], b[1], toRight ? -9 : 9) + (relation.unique ? 'M' + stop + ' ' + (a[1] - 5) + 'L' + stop + ' ' + (a[1] + 5)
      : foot(a[0], a[1], toLeft ? -9 : 9));
  });
  return s('g', { class: 'arrow' }, [
    s('title', {}, columnsText(relation.from, relation.fromColumns) + ' = ' + columnsText(relation.to, relation.toColumns)),
    s('path', { class: relation.declared ? null : 'dash', d: d }), s('path', { d: ends })]);
}
function entities(request) {
  const keys = entityKeys();
  const arrows = data.relationships.map(relation => ({ from: relation.to, to: relation.from, relation: relation }));
  const picture = select('entities', keys, arrows, false, request);
  const relationships = picture.arrows.filter(arrow => !arrow.grouped).map(arrow => arrow.relation);
  const most = picture.keys.length > MOST_IN_DETAIL ? 0 : MOST_ROWS;
  picture.boxes = picture.keys.map(key => typeof key === 'string' ? groupBox('entities', key, picture.names)
    : entityBox(key, relationships, key === picture.at ? MOST_ROWS : most));
  const boxes = new Map(picture.boxes.map(box => [box.key, box]));
  const hidden = objects.filter((object, o) => object.kind === 0 && keys.indexOf(o) < 0).length;
  return diagram(picture, box => typeof box.key === 'string' ? groupElement(box) : entityElement(box),
    arrow => arrow.grouped ? bundle(boxes, arrow) : relationElement(boxes, arrow),
    'No relationships are known: no query joins tables by equal columns, and no foreign key is declared.', [
      h('span', {}, [h('i'), 'foreign key']), h('span', {}, [h('i', { class: 'dash' }), 'joined by queries']),
      hidden && picture.at === null ? h('span', {}, plural(hidden, 'table') + ' without relationships not shown') : null]);
}
