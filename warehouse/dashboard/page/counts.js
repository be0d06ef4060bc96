// Counting: from the numbers in the page to those of a choice of months, category and keyword.
// A count by availability of code is [linked, promised, mentioned, none]. The page's months are 0 and up;
// -1 stands for all before them, `month_count` for all after them, and -2 for no known month.

const numbers = JSON.parse(document.getElementById("numbers").textContent);
const STATUSES = ["linked", "promised", "mentioned", "none"];
const STATUS_WORDS = ["Code linked", "Code promised", "Code mentioned", "No code known"];
const RISING_MONTHS = 3;
const RISING_PAPERS = 5;

const UNDATED = -2;

const everything = { from: -1, to: numbers.month_count, category: -1, keyword: -1, isLong: false };
const [usualFrom, usualTo] = numbers.usual_months;
const isAllMonths = (choice) => choice.from < 0 && choice.to >= numbers.month_count;
const isInMonths = (month, choice) =>
  isAllMonths(choice) || (month >= choice.from && month <= choice.to);
const sum = (counts) => counts.reduce((total, each) => total + each, 0);

function monthName(month) {
  const [year, first] = numbers.first_month.split("-").map(Number);
  const months = year * 12 + first - 1 + month;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
}

// A row of counts by month, the first of month -2; in the page -n stands for n months with none.
function decode(runs) {
  const row = new Int32Array(numbers.month_count + 3);
  let at = 0;
  for (const each of runs) {
    if (each < 0) at -= each;
    else row[at++] = each;
  }
  return row;
}

const addUp = (rows) => decode([]).map((_, at) => sum(rows.map((row) => row[at])));

const rowsOfCategory = numbers.papers.map((rows) => rows.map(decode));
const rowsOfKeyword = numbers.keyword_papers.map((rows) => rows.map(decode));
const rowsOfHost = numbers.host_papers.map((rows) => rows.map(decode));
const rowsOfAll = STATUSES.map((_, status) => addUp(rowsOfCategory.map((rows) => rows[status])));

// The rows of the chosen category or keyword, one for each availability of code.
function rowsOf(choice) {
  if (choice.keyword >= 0) return rowsOfKeyword[choice.keyword];
  return choice.category >= 0 ? rowsOfCategory[choice.category] : rowsOfAll;
}

function sumOver(row, from, to) {
  let total = 0;
  for (let month = Math.max(from, UNDATED); month <= to; month += 1) total += row[month - UNDATED];
  return total;
}

const sumChosen = (row, choice) =>
  sumOver(row, isAllMonths(choice) ? UNDATED : choice.from, choice.to);

const countByStatus = (choice) => rowsOf(choice).map((row) => sumChosen(row, choice));

const countByCategory = (choice) =>
  rowsOfCategory.map((rows) => sum(rows.map((row) => sumChosen(row, choice))));

const countByHost = (choice) => rowsOfHost.map((rows) => sum(rows
  .filter((_, category) => choice.category < 0 || category === choice.category)
  .map((row) => sumChosen(row, choice))));

// The months that a chart draws: those chosen, at an open end no further than where nearly all
// papers are, so that one date typed wrong does not stretch it over decades.
function drawnMonths(choice) {
  const last = numbers.month_count - 1;
  const hasFrom = choice.from >= 0;
  const hasTo = choice.to <= last;
  const to = hasTo ? choice.to : choice.isLong || (hasFrom && choice.from > usualTo) ? last : usualTo;
  const from = hasFrom ? choice.from : choice.isLong || to < usualFrom ? 0 : usualFrom;
  return { from, to };
}

// Papers of the choice that no chart over time shows, by why.
function countNotDrawn(choice) {
  const drawn = drawnMonths(choice);
  const last = numbers.month_count - 1;
  const found = { undrawn: 0, older: 0, later: 0, undated: 0 };
  for (let month = UNDATED; month <= last + 1; month += 1) {
    if (!isInMonths(month, choice) || (month >= drawn.from && month <= drawn.to)) continue;
    const why = month === UNDATED ? "undated" : month < 0 ? "older" : month > last ? "later" : "undrawn";
    found[why] += sum(rowsOf(choice).map((row) => row[month - UNDATED]));
  }
  return found;
}

// The chosen months in bins that a chart has room for: months, quarters or years.
function bins(choice, most) {
  const rows = rowsOf(choice);
  const drawn = drawnMonths(choice);
  const length = [1, 3, 12, 60].find((each) => (drawn.to - drawn.from) / each < most) ?? 120;
  const found = new Map();
  for (let month = drawn.from; month <= drawn.to; month += 1) {
    const [year, number] = monthName(month).split("-").map(Number);
    const start = Math.floor((year * 12 + number - 1) / length);
    if (!found.has(start)) found.set(start, { start, length, from: month, to: month, counts: [0, 0, 0, 0] });
    const bin = found.get(start);
    bin.to = month;
    rows.forEach((row, status) => (bin.counts[status] += row[month - UNDATED]));
  }
  return [...found.values()].map((bin) => ({ ...bin, name: binName(bin, length) }));
}

function binName(bin, length) {
  const first = monthName(bin.from);
  if (length === 1) return first;
  const [year, month] = first.split("-").map(Number);
  if (length === 3) return `${year} Q${Math.ceil(month / 3)}`;
  return length === 12 ? `${year}` : `${year}–${monthName(bin.to).slice(0, 4)}`;
}

const papersByMonth = addUp(rowsOfAll);
const papersOfKeyword = rowsOfKeyword.map(addUp);

const lastMonth = (choice) => (choice.to < numbers.month_count ? choice.to : usualTo);

// By how many standard errors a share is larger than another, as mart.z_score has it.
function zScore(part, all, otherPart, otherAll) {
  const pooled = (part + otherPart) / (all + otherAll);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / all + 1 / otherAll));
  return error ? (part / all - otherPart / otherAll) / error : NaN;
}

// Keywords with a larger share of the last months' papers than of as many months before, in the
// order of the question rising_keywords: by the z-score to one decimal, the papers and the name.
function risingKeywords(choice) {
  const last = lastMonth(choice);
  const start = Math.max(last - RISING_MONTHS + 1, 0);
  const before = Math.max(start - RISING_MONTHS, 0);
  const all = sumOver(papersByMonth, start, last);
  const earlierAll = sumOver(papersByMonth, before, start - 1);
  if (!all || !earlierAll) return [];
  return papersOfKeyword
    .map((row, keyword) => {
      const papers = sumOver(row, start, last);
      const earlier = sumOver(row, before, start - 1);
      const times = earlier ? papers / all / (earlier / earlierAll) : Infinity;
      return { keyword, papers, share: papers / all, earlier, times, z: zScore(papers, all, earlier, earlierAll) };
    })
    .filter((each) => each.papers >= RISING_PAPERS && each.z > 0)
    .sort((one, other) => Math.round(10 * other.z) - Math.round(10 * one.z)
      || other.papers - one.papers
      || (numbers.keywords[one.keyword] < numbers.keywords[other.keyword] ? -1 : 1));
}

function commonKeywords(choice) {
  const all = sum(countByStatus({ ...choice, category: -1, keyword: -1 }));
  return numbers.keywords
    .map((_, keyword) => {
      const counts = countByStatus({ ...choice, category: -1, keyword });
      const papers = sum(counts);
      return { keyword, papers, share: papers / all, linked: counts[0] / papers };
    })
    .filter((each) => each.papers > 0)
    .sort((one, other) => other.papers - one.papers);
}
