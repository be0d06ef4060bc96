// Counting: from the numbers in the page to those of a choice of months, category and keyword.
// A count by availability of code is [linked, promised, mentioned, none]; month -1 is no month shown.

const numbers = JSON.parse(document.getElementById("numbers").textContent);
const STATUSES = ["linked", "promised", "mentioned", "none"];
const STATUS_WORDS = ["Code linked", "Code promised", "Code mentioned", "No code known"];
const RISING_MONTHS = 3;
const RISING_PAPERS = 5;

const everything = { from: 0, to: numbers.month_count - 1, category: -1, keyword: -1 };
const isAllMonths = (choice) => choice.from === 0 && choice.to === numbers.month_count - 1;
const isInMonths = (month, choice) =>
  isAllMonths(choice) || (month >= choice.from && month <= choice.to);
const sum = (counts) => counts.reduce((total, each) => total + each, 0);

function monthName(month) {
  const [year, first] = numbers.first_month.split("-").map(Number);
  const months = year * 12 + first - 1 + month;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
}

// Calls visit(month, category, counts) for each count of the chosen category or keyword.
function eachCount(choice, visit) {
  const ofKeyword = choice.keyword >= 0;
  const cells = ofKeyword ? numbers.keyword_papers[choice.keyword] : numbers.papers;
  const width = ofKeyword ? 5 : 6;
  for (let at = 0; at < cells.length; at += width) {
    const category = ofKeyword ? -1 : cells[at + 1];
    if (!ofKeyword && choice.category >= 0 && category !== choice.category) continue;
    visit(cells[at], category, cells.slice(at + width - 4, at + width));
  }
}

function countByStatus(choice) {
  const total = [0, 0, 0, 0];
  eachCount(choice, (month, _, counts) => {
    if (isInMonths(month, choice)) counts.forEach((each, status) => (total[status] += each));
  });
  return total;
}

function countByMonth(choice) {
  const months = Array.from({ length: numbers.month_count }, () => [0, 0, 0, 0]);
  eachCount(choice, (month, _, counts) => {
    if (month >= 0) counts.forEach((each, status) => (months[month][status] += each));
  });
  return months;
}

function countByCategory(choice) {
  const categories = numbers.categories.map(() => 0);
  eachCount({ ...choice, category: -1, keyword: -1 }, (month, category, counts) => {
    if (isInMonths(month, choice)) categories[category] += sum(counts);
  });
  return categories;
}

function countByHost(choice) {
  const hosts = numbers.hosts.map(() => 0);
  const cells = numbers.host_papers;
  for (let at = 0; at < cells.length; at += 4) {
    const isOfCategory = choice.category < 0 || cells[at + 2] === choice.category;
    if (isOfCategory && isInMonths(cells[at + 1], choice)) hosts[cells[at]] += cells[at + 3];
  }
  return hosts;
}

// The chosen months in bins that a chart has room for: months, quarters or years.
function bins(choice, most) {
  const months = countByMonth(choice);
  const length = [1, 3, 12, 60].find((each) => (choice.to - choice.from) / each < most) ?? 120;
  const found = new Map();
  for (let month = choice.from; month <= choice.to; month += 1) {
    const [year, number] = monthName(month).split("-").map(Number);
    const start = Math.floor((year * 12 + number - 1) / length);
    if (!found.has(start)) found.set(start, { from: month, to: month, counts: [0, 0, 0, 0] });
    const bin = found.get(start);
    bin.to = month;
    months[month].forEach((each, status) => (bin.counts[status] += each));
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

const allPapersByMonth = countByMonth(everything).map(sum);
const keywordMonths = numbers.keywords.map((_, keyword) =>
  countByMonth({ ...everything, keyword }).map(sum));

function sumOver(months, from, to) {
  let total = 0;
  for (let month = Math.max(from, 0); month <= to; month += 1) total += months[month] ?? 0;
  return total;
}

// By how many standard errors a share is larger than another, as mart.z_score has it.
function zScore(part, all, otherPart, otherAll) {
  const pooled = (part + otherPart) / (all + otherAll);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / all + 1 / otherAll));
  return error ? (part / all - otherPart / otherAll) / error : NaN;
}

// Keywords with a larger share of the last months' papers than of as many months before, in the
// order of the question rising_keywords: by the z-score to one decimal, the papers and the name.
function risingKeywords(choice) {
  const start = choice.to - RISING_MONTHS + 1;
  const all = sumOver(allPapersByMonth, start, choice.to);
  const earlierAll = sumOver(allPapersByMonth, start - RISING_MONTHS, start - 1);
  if (!all || !earlierAll) return [];
  return keywordMonths
    .map((months, keyword) => {
      const papers = sumOver(months, start, choice.to);
      const earlier = sumOver(months, start - RISING_MONTHS, start - 1);
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
