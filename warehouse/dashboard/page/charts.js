// Drawing: small SVG charts with a tip under the pointer, the arrow keys, and a drag that zooms.

const tip = document.getElementById("tip");
const whole = new Intl.NumberFormat("en-US");
const short = new Intl.NumberFormat("en-US", { notation: "compact" });
const percent = (share) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)}\u00a0%` : "–");

// An HTML element. Text only ever becomes text, never markup.
function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function shape(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const noNumbers = (words) => element("p", { class: "empty" }, words);

// The end of an axis: a round number not far above the value, whose half is a whole number.
function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map((each) => Math.round(each * power))
    .find((each) => each >= value && each % 2 === 0) ?? 20 * power;
}

function describe(bin) {
  const total = sum(bin.counts);
  const share = total ? `\n${percent(bin.counts[0] / total)} with code linked` : "";
  return `${bin.name}\n${whole.format(total)} paper${total === 1 ? "" : "s"}${share}`;
}

// Puts a chart into its place.
// settings: label (what it shows), value(bin), top, tick(value), draw(svg, bins, x, y, width, floor).
function chart(place, shown, settings, onMonths) {
  const width = Math.max(place.clientWidth, 240);
  const height = settings.height;
  const left = 44, right = 6, above = 10, below = 24;
  const step = (width - left - right) / shown.length;
  const x = (at) => left + at * step;
  const y = (value) => above + (height - above - below) * (1 - value / settings.top);
  const svg = shape("svg", {
    viewBox: `0 0 ${width} ${height}`, height, tabindex: 0, role: "application",
    "aria-label": `${settings.label}. Arrow keys read it out, with Shift they choose a range, Enter looks closer.`,
  });
  for (const part of [0, 0.5, 1]) {
    const value = settings.top * part;
    svg.append(
      shape("line", { class: "rule", x1: left, x2: width - right, y1: y(value), y2: y(value) }),
      shape("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, settings.tick(value)));
  }
  const every = namedEvery(shown[0].length, 66 / step);
  shown.forEach((bin, at) => {
    const middle = x(at) + step / 2;
    if (bin.start % every === 0 && middle > 24 && middle < width - 24) {
      const isYear = bin.length * every >= 12 && bin.length <= 12;
      const name = isYear ? bin.name.slice(0, 4) : bin.name;
      svg.append(shape("text", { x: middle, y: height - 6, "text-anchor": "middle" }, name));
    }
  });
  const hover = shape("rect", { class: "hover", y: above, height: height - above - below, width: step, visibility: "hidden" });
  svg.append(hover);
  settings.draw(svg, shown, x, y, step);
  watch(svg, hover, shown, { left, step, width }, onMonths);
  const words = element("p", { class: "hidden", role: "status" });
  svg.addEventListener("read", (event) => { words.textContent = event.detail; });
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(svg, words);
  if (hadFocus) svg.focus({ preventScroll: true });
}

// Every how many bins a name has room, so that names stand at the turn of a year where they can.
function namedEvery(monthsOfBin, least) {
  const turns = { 1: [1, 2, 3, 6, 12, 24, 60, 120], 3: [1, 2, 4, 8, 20, 40] }[monthsOfBin] ?? [1, 2, 5, 10, 20];
  return turns.find((each) => each >= least) ?? turns.at(-1);
}

// Draws a place anew and gives the focus back to the button that had it.
function redraw(place, ...children) {
  const name = (button) => button.title || button.textContent;
  const focused = place.contains(document.activeElement) ? name(document.activeElement) : null;
  place.replaceChildren(...children);
  if (focused) [...place.querySelectorAll("button")].find((each) => name(each) === focused)?.focus();
}

function watch(svg, hover, shown, { left, step, width }, onMonths) {
  let current = -1;
  let pressed = -1;
  let isFirstTouch = false;
  const under = (event) => {
    const box = svg.getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) * (width / box.width) - left) / step);
    return Math.min(Math.max(at, 0), shown.length - 1);
  };
  const point = (at) => {
    current = at;
    const from = pressed < 0 ? at : Math.min(at, pressed);
    const to = pressed < 0 ? at : Math.max(at, pressed);
    hover.setAttribute("x", left + from * step);
    hover.setAttribute("width", (to - from + 1) * step);
    hover.setAttribute("class", pressed < 0 ? "hover" : "brush");
    hover.setAttribute("visibility", "visible");
    const box = svg.getBoundingClientRect();
    showTip(describe(shown[at]), box.left + ((left + (at + 0.5) * step) * box.width) / width, box.top);
  };
  const leave = () => {
    pressed = -1;
    hover.setAttribute("visibility", "hidden");
    tip.hidden = true;
  };
  const choose = (one, other) => {
    leave();
    onMonths(shown[Math.min(one, other)].from, shown[Math.max(one, other)].to);
  };
  svg.addEventListener("pointermove", (event) => point(under(event)));
  svg.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") leave(); });
  svg.addEventListener("pointercancel", leave);
  svg.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse") event.preventDefault();
    isFirstTouch = event.pointerType === "touch" && current !== under(event);
    pressed = under(event);
    point(pressed);
  });
  svg.addEventListener("pointerup", (event) => {
    if (pressed < 0) return;
    // A finger has no hover: its first touch reads, its second looks closer.
    if (isFirstTouch && pressed === under(event)) pressed = -1;
    else choose(pressed, under(event));
  });
  svg.addEventListener("blur", leave);
  svg.addEventListener("keydown", (event) => {
    const next = {
      ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: shown.length - 1,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      pressed = !event.shiftKey || current < 0 ? -1 : pressed < 0 ? current : pressed;
      point(Math.min(Math.max(next, 0), shown.length - 1));
      svg.dispatchEvent(new CustomEvent("read", { detail: describe(shown[current]).replaceAll("\n", ", ") }));
    } else if (event.key === "Enter" && current >= 0) {
      choose(pressed < 0 ? current : pressed, current);
    } else if (event.key === "Escape") leave();
  });
}

function showTip(words, x, y) {
  tip.textContent = words;
  tip.hidden = false;
  const most = document.documentElement.clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${Math.max(8, Math.min(x - tip.offsetWidth / 2, most)) + window.scrollX}px`;
  tip.style.top = `${Math.max(4, y - tip.offsetHeight - 4) + window.scrollY}px`;
}

function drawPapers(place, shown, onMonths) {
  const top = niceTop(Math.max(2, ...shown.map((bin) => sum(bin.counts))));
  chart(place, shown, {
    label: "Papers over time", height: 250, top, tick: (value) => (top < 10000 ? whole : short).format(value),
    draw: (svg, all, x, y, step) => all.forEach((bin, at) => {
      const gap = step > 6 ? Math.min(step * 0.25, 8) : 0;
      const width = Math.min(step - gap, 90);
      const linked = bin.counts[0];
      const total = sum(bin.counts);
      const bar = (name, from, to) => to > from && svg.append(shape("rect", {
        class: name, x: x(at) + (step - width) / 2, width, y: y(to), height: y(from) - y(to),
        rx: step > 10 && to === total ? 2 : 0,
      }));
      bar("linked", 0, linked);
      bar("none", linked, total);
    }),
  }, onMonths);
}

function drawCodeShare(place, shown, onMonths) {
  const share = (bin) => bin.counts[0] / sum(bin.counts);
  const known = shown.map(share).filter(Number.isFinite);
  chart(place, shown, {
    label: "Share of papers with a link to code", height: 170,
    top: niceTop(100 * Math.max(...known)) / 100, tick: (value) => `${+(100 * value).toFixed(1)}\u00a0%`,
    draw: (svg, all, x, y, step) => {
      let run = [];
      const end = () => {
        const line = run.map(([atX, atY]) => `${atX},${atY}`).join("L");
        if (run.length > 1) {
          svg.append(
            shape("path", { class: "area", d: `M${run[0][0]},${y(0)}L${line}L${run.at(-1)[0]},${y(0)}Z` }),
            shape("path", { class: "line", d: `M${line}` }));
        }
        if (run.length && (run.length === 1 || all.length < 40)) {
          run.forEach(([cx, cy]) => svg.append(shape("circle", { class: "dot", cx, cy, r: 4 })));
        }
        run = [];
      };
      all.forEach((bin, at) => {
        if (Number.isFinite(share(bin))) run.push([x(at) + step / 2, y(share(bin))]);
        else end();
      });
      end();
    },
  }, onMonths);
}

function drawCode(place, counts) {
  const total = sum(counts);
  const bar = element("div", { class: "stack", "aria-hidden": "true" });
  counts.forEach((each, status) => {
    if (!each) return;
    const part = element("span", { class: STATUSES[status] });
    part.style.flexGrow = String(each / total);
    bar.append(part);
  });
  place.replaceChildren(bar, element("ul", { class: "legend" }, ...counts.map((each, status) =>
    element("li", {}, element("i", { class: STATUSES[status], "aria-hidden": "true" }), STATUS_WORDS[status],
      element("span", { class: "number" }, element("b", {}, percent(each / total)), ` · ${whole.format(each)}`)))));
}

// rows: [{ name, value, onclick, pressed }], the largest first; none is clickable without onclick.
function drawBars(place, rows) {
  const top = Math.max(...rows.map((row) => row.value));
  redraw(place, element("ul", { class: "bars" }, ...rows.map((row) => {
    const bar = element("i", { "aria-hidden": "true" });
    bar.style.width = `${(100 * row.value) / top}%`;
    return element("li", {}, element(row.onclick ? "button" : "div", {
      class: "bar", title: row.name, onclick: row.onclick, type: row.onclick ? "button" : null,
      "aria-pressed": row.onclick ? String(row.pressed) : null,
    }, element("span", {}, element("bdi", {}, row.name)), element("span", {}, bar),
    element("span", { class: "number" }, whole.format(row.value))));
  })));
}

function spark(values) {
  if (!values.length) return "";
  const top = Math.max(...values) || 1;
  const step = 126 / Math.max(values.length - 1, 1);
  const points = values.map((value, at) => `${(2 + at * step).toFixed(1)},${(23 - (20 * value) / top).toFixed(1)}`);
  return shape("svg", { class: "spark", viewBox: "0 0 130 26", "aria-hidden": "true" },
    shape("path", { d: `M${points.join("L")}` }));
}
