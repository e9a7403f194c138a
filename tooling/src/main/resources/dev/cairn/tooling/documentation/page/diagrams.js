// ---- Diagrams -------------------------------------------------------------------------------------------------

function diagram(layout, draw, arrows, empty, legend) {
  const content = s('g', {});
  const svg = s('svg', { tabindex: '0', role: 'group', 'aria-label': 'Diagram' }, [
    s('defs', {}, [
      s('marker', { id: 'tip', viewBox: '0 0 8 8', refX: '7.5', refY: '4', markerWidth: '7', markerHeight: '7', orient: 'auto-start-reverse' },
        s('path', { class: 'tip', d: 'M0 0.500L8 4L0 7.500z' }))]),
    content]);
  const canvas = h('div', { class: 'canvas' }, svg);
  if (layout.boxes.length === 0) {
    canvas.appendChild(h('p', { class: 'empty' }, empty));
    return { element: canvas, ready: () => {} };
  }
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
    scale = Math.min(1.15, (width() - 60) / layout.width, (height() - 100) / layout.height);
    left = (width() - layout.width * scale) / 2;
    top = Math.max(24, (height() - 50 - layout.height * scale) / 2);
    move();
  }
  /** The whole diagram, if its texts are readable then; otherwise its beginning. */
  function begin() {
    fit();
    if (scale < .45) {
      scale = Math.max(scale, Math.min(.7, (width() - 60) / layout.width));
      scale = Math.max(scale, .45);
      left = Math.max(30, (width() - layout.width * scale) / 2);
      top = 30;
      move();
    }
  }
  function center(o) {
    const box = layout.boxes.find(one => one[0] === o);
    if (box) {
      scale = Math.max(.8, Math.min(1, scale));
      left = width() / 2 - (box[1] + box[3] / 2) * scale;
      top = height() / 2 - (box[2] + box[4] / 2) * scale;
      move();
    }
  }

  const elements = new Map();
  const lines = [];
  arrows.forEach(arrow => {
    lines.push({ from: arrow.from, to: arrow.to, element: content.appendChild(arrow.element) });
  });
  layout.boxes.forEach(box => {
    const element = draw(box);
    elements.set(box[0], element);
    element.addEventListener('mouseenter', () => focus(box[0]));
    element.addEventListener('mouseleave', () => focus(shown.diagram));
    element.addEventListener('focus', () => focus(box[0]));
    element.addEventListener('click', () => {
      if (!dragged) {
        location.hash = link(box[0]);
      }
    });
    element.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        location.hash = link(box[0]);
      }
    });
    content.appendChild(element);
  });
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
          (layout.transitive || at === o ? lines : []).forEach(line => {
            if (line[ends[0]] === at && !seen.has(line[ends[1]])) {
              seen.add(line[ends[1]]);
              on.add(line[ends[1]]);
              open.push(line[ends[1]]);
            }
          });
        }
        lines.forEach(line => { line.on = (ends[0] === 'to' && line.on) || (seen.has(line.from) && seen.has(line.to)
          && (layout.transitive || line.from === o || line.to === o)); });
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
  return {
    element: canvas,
    ready: o => {
      begin();
      if (o !== null) {
        center(o);
        elements.get(o).classList.add('at');
      }
      focus(o);
    }
  };
}
function cut(text, width, letter) {
  const most = Math.floor(width / letter);
  return text.length > most ? text.slice(0, most - 1) + '…' : text;
}
function boxElement(box, children) {
  const o = box[0];
  return s('g', {
    class: 'box k' + objects[o].kind, transform: 'translate(' + box[1] + ' ' + box[2] + ')', tabindex: '0', role: 'link',
    'aria-label': data.kinds[objects[o].kind][0] + ' ' + fullName(o), 'data-object': fullName(o)
  }, [
    s('title', {}, fullName(o) + (objects[o].comment ? '\n' + objects[o].comment : '')),
    s('rect', { class: 'back', width: box[3], height: box[4], rx: 6 })].concat(children));
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
  return data.kinds.map((kind, k) => boxes.some(box => objects[box[0]].kind === k)
    ? h('span', { class: 'k' + k }, [kindMark(k), kind[1]]) : null);
}
let withQueries = true;

/** The diagram of what is read; without the queries if the reader has chosen so, unless one of them is shown. */
function flow(shownObject) {
  const query = shownObject !== null && objects[shownObject].kind === QUERY;
  const layout = data.flowWithoutQueries && !withQueries && !query ? data.flowWithoutQueries : data.flow;
  const toggle = h('input', { type: 'checkbox', onchange: () => { withQueries = toggle.checked; route(); } });
  toggle.checked = layout === data.flow;
  const choice = data.flowWithoutQueries && !query ? h('label', {}, [toggle, 'Show queries']) : null;
  layout.transitive = true;
  const at = new Map(layout.boxes.map(box => [box[0], box]));
  const arrows = layout.arrows.map(arrow => {
    const a = at.get(arrow[0]);
    const b = at.get(arrow[1]);
    const back = a[1] > b[1]; // it closes a cycle
    const points = [[a[1] + (back ? 0 : a[3]), a[2] + a[4] / 2]].concat(arrow[2], [[b[1] + (back ? b[3] : 0), b[2] + b[4] / 2]]);
    return { from: arrow[0], to: arrow[1], element: s('path', {
      class: 'arrow', d: curve(points), 'marker-end': 'url(#tip)', 'marker-start': arrow[3] ? 'url(#tip)' : null
    }) };
  });
  return diagram(layout, box => boxElement(box, [
    kindShape(objects[box[0]].kind, box[4] / 2),
    s('text', { x: 29, y: box[4] / 2 + 4.5 }, cut(shortName(box[0]), box[3] - 38, data.letter))]),
  arrows, 'This schema has no objects.', kindsOf(layout.boxes).concat(choice));
}
const ROW = 20;
const HEAD = 34;

function entities() {
  const layout = data.entities;
  const at = new Map(layout.boxes.map(box => [box[0], box]));
  function end(o, column, right) {
    const box = at.get(o);
    const row = box[5].indexOf(column);
    const y = row < 0 ? HEAD / 2 : HEAD + 4 + row * ROW + ROW / 2;
    return [box[1] + (right ? box[3] : 0), box[2] + y];
  }
  const arrows = layout.arrows.map(arrow => {
    const relation = data.relationships[arrow[0]];
    const one = at.get(relation.to);
    const many = at.get(relation.from);
    const toRight = one[1] + one[3] <= many[1];
    const toLeft = many[1] + many[3] <= one[1];
    const foot = (x, y, length) => 'M' + x + ' ' + (y - 5) + 'L' + (x + length) + ' ' + y + 'L' + x + ' ' + (y + 5);
    let d = '';
    let ends = '';
    relation.fromIndexes.forEach((column, i) => {
      const a = end(relation.to, relation.toIndexes[i], !toLeft);
      const b = end(relation.from, column, toLeft || !toRight);
      const x = Math.max(a[0], b[0]) + 40;
      d += toLeft || toRight ? curve([a].concat(toLeft ? arrow[1].slice().reverse() : arrow[1], [b]))
        : 'M' + a[0] + ' ' + a[1] + 'C' + x + ' ' + a[1] + ' ' + x + ' ' + b[1] + ' ' + b[0] + ' ' + b[1];
      const stop = a[0] + (toLeft ? -7 : 7);
      ends += foot(b[0], b[1], toRight ? -9 : 9) + (relation.unique ? 'M' + stop + ' ' + (a[1] - 5) + 'L' + stop + ' ' + (a[1] + 5)
        : foot(a[0], a[1], toLeft ? -9 : 9));
    });
    return { from: relation.from, to: relation.to, element: s('g', { class: 'arrow' }, [
      s('title', {}, columnsText(relation.from, relation.fromColumns) + ' = ' + columnsText(relation.to, relation.toColumns)),
      s('path', { class: relation.declared ? null : 'dash', d: d }), s('path', { d: ends })]) };
  });
  const hidden = objects.filter(object => object.kind === 0).length - layout.boxes.filter(box => objects[box[0]].kind === 0).length;
  return diagram(layout, box => {
    const object = objects[box[0]];
    const rows = box[5].map((c, i) => {
      const column = object.columns[c];
      const y = HEAD + 4 + i * ROW + 14;
      const name = cut(column[0], box[3] - 40, 6.4);
      const rest = box[3] - 52 - name.length * 6.6;
      return s('g', {}, [
        column[2] & FLAG_KEY ? s('g', { class: column[2] & FLAG_UNIQUE ? 'key unique' : 'key', transform: 'translate(9 ' + (y - 11) + ') scale(.85)' }, keyMark(column[2]).lastChild) : null,
        s('text', { class: 'c', x: 27, y: y }, name),
        rest > 30 ? s('text', { class: 't', x: box[3] - 10, y: y, 'text-anchor': 'end' }, cut(column[1], rest, 6.7)) : null]);
    });
    const more = object.columns.length - box[5].length;
    return boxElement(box, [
      kindShape(object.kind, HEAD / 2),
      s('text', { x: 29, y: HEAD / 2 + 4.5 }, cut(shortName(box[0]), box[3] - 38, data.letter)),
      s('line', { x1: 0, x2: box[3], y1: HEAD, y2: HEAD })].concat(rows, [
      more || object.group ? s('text', { class: 'g', x: 27, y: HEAD + 4 + box[5].length * ROW + 14 },
        (more ? '+ ' + plural(more, 'column') : '') + (more && object.group ? ' · ' : '')
          + (object.group ? 'colocated in ' + object.group : '')) : null]));
  }, arrows, 'No relationships are known: no query joins tables by equal columns, and no foreign key is declared.', [
    h('span', {}, [h('i'), 'foreign key']), h('span', {}, [h('i', { class: 'dash' }), 'joined by queries']),
    hidden ? h('span', {}, plural(hidden, 'table') + ' without relationships not shown') : null]);
}
