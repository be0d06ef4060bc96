-- Which papers hold all words of a text in title or abstract, best first?
-- text: words, in any case, singular or plural; `diffus*` for all that begin so; the first twelve count (required)
-- rows: how many at most (default: 25)
select score, title, counted_on, code_status, arxiv_id, paper_id
from search_papers($text, rows := coalesce($rows::bigint, 25));
