// The page: what the reader chose, kept in the address, and every panel drawn anew after a choice.

const REST = ["other categories", "no category"];
const byId = (id) => document.getElementById(id);
let choice = { ...everything };
let keywordView = risingKeywords(everything).length ? "rising" : "common";
let papersShown = 8;
const SHOWN_TAGS = 3;

function choose(changes) {
  choice = { ...choice, ...changes };
  // A page of this size holds categories and keywords apart.
  const isClash = choice.category >= 0 && choice.keyword >= 0;
  if (isClash && changes.keyword >= 0) choice.category = -1;
  else if (isClash) choice.keyword = -1;
  if (choice.from > choice.to) [choice.from, choice.to] = [choice.to, choice.from];
  papersShown = 8;
  const words = new URLSearchParams();
  if (choice.from >= 0) words.set("from", monthName(choice.from));
  if (choice.to < numbers.month_count) words.set("to", monthName(choice.to));
  if (choice.isLong) words.set("months", "all");
  if (choice.category >= 0) words.set("category", numbers.categories[choice.category]);
  if (choice.keyword >= 0) words.set("keyword", numbers.keywords[choice.keyword]);
  history.replaceState(null, "", `#${words}`);
  draw();
  if (isClash) remark(`Of all ${changes.keyword >= 0 ? "categories" : "keywords"}: this page counts the two apart.`);
}

function choiceInAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  const months = Array.from({ length: numbers.month_count }, (_, month) => monthName(month));
  const month = (name, otherwise) => {
    const at = months.indexOf(words.get(name));
    return at < 0 ? otherwise : at;
  };
  const keyword = numbers.keywords.indexOf(words.get("keyword"));
  const from = month("from", everything.from), to = month("to", everything.to);
  const isReversed = from !== everything.from && to !== everything.to && from > to;
  return {
    from: isReversed ? to : from, to: isReversed ? from : to,
    isLong: words.get("months") === "all", keyword,
    category: keyword < 0 ? numbers.categories.indexOf(words.get("category")) : -1,
  };
}

function draw() {
  const counts = countByStatus(choice);
  const total = sum(counts);
  drawFilters(counts, total);
  drawTime();
  if (total) drawCode(byId("code-bar"), counts);
  else byId("code-bar").replaceChildren(noNumbers("No papers in this choice."));
  drawCategories();
  drawKeywords();
  drawHosts();
  drawNewest();
}

function drawFilters(counts, total) {
  byId("from").value = choice.from;
  byId("to").value = choice.to;
  byId("category").value = choice.category;
  byId("keyword").value = choice.keyword < 0 ? "" : numbers.keywords[choice.keyword];
  byId("selection").replaceChildren(
    element("b", { id: "chosen-papers" }, whole.format(total)), total === 1 ? " paper" : " papers",
    ...(total ? [" · ", element("b", {}, percent(counts[0] / total)), " with code linked"] : []));
}

const remark = (words) => byId("selection").prepend(element("span", { class: "remark" }, words));

function drawTime() {
  const places = ["papers-chart", "code-chart", "papers-table", "code-table"].map(byId);
  const room = byId("papers-chart").clientWidth;
  const shown = bins(choice, Math.max(12, Math.floor(room / 15)));
  drawFoot();
  if (!sum(shown.map((bin) => sum(bin.counts)))) {
    places.forEach((place) => place.replaceChildren(noNumbers("No papers of this choice are in these months.")));
    return;
  }
  const onMonths = (from, to) => choose({ from, to });
  drawPapers(places[0], shown, onMonths);
  drawCodeShare(places[1], bins(choice, Math.max(8, Math.floor(room / 30))), onMonths);
  const count = (name, status) => ({
    name, isNumber: true, value: (bin) => bin.counts[status], cell: (bin) => whole.format(bin.counts[status]),
  });
  const time = { name: "Time", cell: (bin) => bin.name };
  places[2].replaceChildren(table("Papers over time", [
    time, { name: "Papers", isNumber: true, value: (bin) => sum(bin.counts), cell: (bin) => whole.format(sum(bin.counts)) },
  ], shown));
  places[3].replaceChildren(table("Code availability over time",
    [time, ...["Linked", "Promised", "Mentioned", "None"].map(count)], shown));
}

function drawFoot() {
  const { undrawn, older, later, undated } = countNotDrawn(choice);
  const last = numbers.month_count - 1;
  const left = [
    [undrawn, numbers.month_count ? `of other months from ${monthName(0)} to ${monthName(last)}` : ""],
    [older, `from before ${numbers.first_month}`],
    [later, numbers.month_count ? `from after ${monthName(last)}` : ""],
    [undated, "without a known month"],
  ].filter(([count]) => count).map(([count, words]) => `${whole.format(count)} ${words}`);
  byId("papers-foot").replaceChildren(
    element("span", { class: "key" }, swatch("linked"), "with code linked"),
    element("span", { class: "key" }, swatch("none"), "without"),
    element("span", { id: "not-drawn" }, left.length ? `Counted but not drawn: ${left.join(", ")}.` : ""));
  byId("long").hidden = !undrawn && !choice.isLong;
  byId("long").textContent = choice.isLong ? "Draw the usual months" : "Draw all months";
}

const swatch = (name) => {
  const made = shape("svg", { width: 11, height: 11, viewBox: "0 0 11 11", "aria-hidden": "true" });
  made.append(shape("rect", { class: name, width: 11, height: 11, rx: 3 }));
  return made;
};

function drawCategories() {
  const rows = countByCategory(choice)
    .map((value, category) => ({
      name: numbers.categories[category], value, pressed: category === choice.category,
      isRest: REST.includes(numbers.categories[category]),
      onclick: () => choose({ category: category === choice.category ? -1 : category }),
    }))
    .filter((row) => row.value > 0 || row.pressed)
    .sort((one, other) => one.isRest - other.isRest || other.value - one.value);
  byId("category-hint").textContent = choice.keyword < 0 ? "Click one to filter" : "Of all keywords";
  const shown = rows.filter((row, at) => at < 14 || row.pressed || row.isRest);
  if (rows.length) drawBars(byId("category-bars"), shown);
  else byId("category-bars").replaceChildren(noNumbers("No papers in these months."));
}

function drawHosts() {
  const rows = countByHost(choice)
    .map((value, host) => ({ name: numbers.hosts[host], value }))
    .filter((row) => row.value > 0)
    .sort((one, other) => other.value - one.value);
  byId("host-hint").textContent = choice.keyword < 0 ? "Papers with a link there" : "Papers with a link there, of all keywords";
  if (rows.length) drawBars(byId("host-bars"), rows);
  else byId("host-bars").replaceChildren(noNumbers("No links in this choice."));
}

function drawKeywords() {
  const isRising = keywordView === "rising";
  const rows = (isRising ? risingKeywords(choice) : commonKeywords(choice)).slice(0, 25);
  byId("rising").setAttribute("aria-pressed", String(isRising));
  byId("common").setAttribute("aria-pressed", String(!isRising));
  const scope = choice.category >= 0 ? " Of all categories." : "";
  byId("keyword-hint").textContent = !numbers.month_count || !isRising
    ? `Of the ${whole.format(numbers.keywords.length)} keywords that this page follows.${scope}`
    : `Larger share of papers in the ${RISING_MONTHS} months to ${monthName(lastMonth(choice))} than in the ${RISING_MONTHS} before.${scope}`;
  byId("keyword-table").parentElement.querySelector(".more")?.remove();
  if (!rows.length) {
    byId("keyword-table").replaceChildren(noNumbers(isRising
      ? `No keyword rises: it takes ${RISING_PAPERS} papers with it, and papers in the months before.`
      : "No keywords in these months."));
    return;
  }
  const name = (row) => numbers.keywords[row.keyword];
  const columns = [
    { name: "Keyword", value: name, cell: (row) => element("button", {
      type: "button", class: "word", onclick: () => choose({ keyword: row.keyword }),
    }, element("bdi", {}, name(row))) },
    { name: "Papers", isNumber: true, value: (row) => row.papers, cell: (row) => whole.format(row.papers) },
    { name: "Share", isNumber: true, class: "narrow-out", value: (row) => row.share, cell: (row) => percent(row.share) },
    isRising
      ? { name: "Growth", isNumber: true, value: (row) => row.times, cell: (row) => (row.earlier ? `${row.times.toFixed(1)} ×` : "new") }
      : { name: "Code linked", isNumber: true, value: (row) => row.linked, cell: (row) => percent(row.linked) },
    { name: "", class: "narrow-out", cell: (row) => spark(sparkValues(row.keyword)) },
  ];
  const made = table(isRising ? "Rising keywords" : "Most common keywords", columns, rows);
  redraw(byId("keyword-table"), made);
  shorten(made, 10);
}

// The share of a keyword over three years, to the last chosen month.
function sparkValues(keyword) {
  const last = lastMonth(choice);
  const shares = [];
  for (let month = Math.max(0, usualFrom > last ? 0 : usualFrom, last - 35); month <= last; month += 1) {
    const at = month - UNDATED;
    shares.push(papersOfKeyword[keyword][at] / (papersByMonth[at] || 1));
  }
  return shares;
}

function drawNewest() {
  const papers = numbers.newest.filter(([, month, , , category, , , keywords]) =>
    isInMonths(month, choice)
    && (choice.category < 0 || category === choice.category)
    && (choice.keyword < 0 || keywords.includes(choice.keyword)));
  const most = choice.keyword >= 0 ? 4 : choice.category >= 0 ? 8 : 50;
  const shown = papers.slice(0, Math.min(papersShown, most));
  byId("newest-hint").textContent = choice.to < everything.to
    ? "Of those that this page carries" : "Titles lead to arXiv or to the DOI";
  redraw(byId("newest"), ...(shown.length ? shown.map(paperItem) : [
    element("li", { class: "empty" }, "The page carries only the newest papers, and none of them is of this choice.")]));
  byId("newest-more").hidden = shown.length >= Math.min(papers.length, most);
}

function paperItem([day, , title, url, category, status, codeUrl, keywords]) {
  const name = element("bdi", {}, title ?? "Untitled");
  const code = STATUS_WORDS[STATUSES.indexOf(status)] ?? "No code known";
  const about = element("span", { class: "about" },
    `${day} · `, element("bdi", {}, numbers.categories[category]), ` · ${code}`);
  if (isWebAddress(codeUrl)) about.append(link(codeUrl, "", "repository"));
  // Rare ones say more than common ones, which come first.
  const tags = element("span", { class: "tags" }, ...keywords.slice(-SHOWN_TAGS).reverse().map((keyword) =>
    element("button", { type: "button", class: "tag", onclick: () => choose({ keyword }) },
      element("bdi", {}, numbers.keywords[keyword]))));
  return element("li", {}, isWebAddress(url) ? link(url, "title", name) : element("span", { class: "title" }, name), about,
    keywords.length ? tags : "");
}

const isWebAddress = (url) => /^https?:\/\//.test(url ?? "");
const link = (href, name, words) =>
  element("a", { href, class: name || null, rel: "noopener noreferrer", target: "_blank" }, words);

function setUpFilters() {
  const months = () => Array.from({ length: numbers.month_count }, (_, month) =>
    element("option", { value: month }, monthName(month)));
  byId("from").append(element("option", { value: everything.from }, "Any"), ...months());
  byId("to").append(...months(), element("option", { value: everything.to }, "Any"));
  for (const id of ["from", "to"]) {
    byId(id).addEventListener("change", (event) => choose({ [id]: Number(event.target.value) }));
  }
  byId("category").append(element("option", { value: -1 }, "All categories"),
    ...numbers.categories.map((name, category) => element("option", { value: category }, name)));
  byId("category").addEventListener("change", (event) => choose({ category: Number(event.target.value) }));
  byId("keyword-names").append(...numbers.keywords.map((name) => element("option", { value: name })));
  byId("keyword").addEventListener("change", (event) => {
    const words = event.target.value.trim().toLowerCase();
    const keyword = words ? numbers.keywords.findIndex((name) => name.toLowerCase() === words) : -1;
    choose({ keyword });
    if (words && keyword < 0) {
      remark(`This page does not follow “${words}”.`);
    }
  });
  byId("reset").addEventListener("click", () => choose(everything));
  byId("long").addEventListener("click", () => choose({ isLong: !choice.isLong }));
  for (const id of ["rising", "common"]) {
    byId(id).addEventListener("click", () => { keywordView = id; drawKeywords(); });
  }
  byId("newest-more").addEventListener("click", () => { papersShown = 50; drawNewest(); });
}

function setUpTheme() {
  const root = document.documentElement;
  const button = byId("theme");
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (prefersDark.matches ? "dark" : "light")) === "dark";
  const show = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} colours`);
  };
  button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; show(); });
  prefersDark.addEventListener("change", show);
  button.hidden = false;
  show();
}

setUpTheme();
document.querySelectorAll("table.sortable").forEach((made) => {
  makeSortable(made);
  if (made.dataset.shown) shorten(made, Number(made.dataset.shown));
});
if (numbers.categories.length) {
  byId("filters").hidden = false;
  byId("charts").hidden = false;
  setUpFilters();
  choice = choiceInAddress();
  draw();
  window.addEventListener("hashchange", () => { choice = choiceInAddress(); draw(); });
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth !== width) { width = window.innerWidth; draw(); }
  });
}
