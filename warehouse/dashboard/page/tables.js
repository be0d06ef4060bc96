// Tables: made from rows, sorted by a click on a head, shortened with a button for the rest.

// columns: [{ name, isNumber, cell(row): text or node, value(row): what it is sorted by, class }].
function table(caption, columns, rows) {
  const made = element("table", {},
    element("caption", { class: "hidden" }, caption),
    element("thead", {}, element("tr", {}, ...columns.map((column) =>
      element("th", { scope: "col", class: cellClass(column) }, column.name)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...columns.map((column) =>
      element("td", { class: cellClass(column), "data-value": column.value?.(row) }, column.cell(row)))))));
  makeSortable(made);
  return made;
}

const cellClass = (column) => [column.isNumber && "number", column.class].filter(Boolean).join(" ") || null;

function makeSortable(made) {
  made.querySelectorAll("thead th").forEach((head, at) => {
    if (!head.textContent) return;
    const button = element("button", { type: "button" }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener("click", () => sortBy(made, head, at));
  });
}

function sortBy(made, head, at) {
  const isNumber = head.classList.contains("number");
  const now = head.getAttribute("aria-sort");
  const order = now ? (now === "ascending" ? "descending" : "ascending") : isNumber ? "descending" : "ascending";
  made.querySelectorAll("th[aria-sort]").forEach((each) => each.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", order);
  const key = (row) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
  const compare = isNumber
    ? (one, other) => Number(key(one)) - Number(key(other)) || 0
    : (one, other) => key(one).localeCompare(key(other), "en", { sensitivity: "base" });
  const rows = [...made.tBodies[0].rows].sort((one, other) =>
    order === "ascending" ? compare(one, other) : compare(other, one));
  made.tBodies[0].append(...rows);
  made.dispatchEvent(new Event("sorted"));
}

// Shows the first rows only, until the reader asks for all.
function shorten(made, count) {
  const rows = () => [...made.tBodies[0].rows];
  if (rows().length <= count) return;
  let isShort = true;
  const show = () => rows().forEach((row, at) => { row.hidden = isShort && at >= count; });
  const button = element("button", { type: "button", class: "plain more" }, `Show all ${rows().length}`);
  button.addEventListener("click", () => { isShort = false; show(); button.remove(); });
  made.addEventListener("sorted", show);
  made.parentElement.after(button);
  show();
}
