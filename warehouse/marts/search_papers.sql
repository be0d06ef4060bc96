-- Search as a function, ranked; by the rules of `transforms.search_terms`.

create or replace macro main.search_papers(question, rows := 25) as table
with
    cut as (
        select regexp_extract_all(
            regexp_replace(
                left(question, 2000), '([\p{Han}\p{Hiragana}\p{Katakana}])', ' \1 ', 'g'
            ),
            '[\p{L}\p{N}][\p{L}\p{M}\p{N}]*\*?'
        ) as words
    ),

    -- Letters, length and plurals as in `transforms.search_terms`.
    plain as (
        select
            translate(lower(strip_accents(unnest(words[:12]))), 'øłđðıς', 'olddiσ') as folded,
            replace(replace(replace(replace(folded, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
                as word
        from cut
    ),

    asked as materialized (
        select
            ends_with(word, '*') as is_beginning,
            left(rtrim(word, '*'), 40) as letters,
            case
                when is_beginning then letters
                else
                    regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                        letters,
                        '(.[^aeiou])ies$', '\1y'),
                        '(ly|the)ses$', '\1sis'),
                        '(ss|sh|ch|x|bias|virus)es$', '\1'),
                        '(..)([^aius]|[^i]a)s$', '\1\2')
            end as term
        from plain
        where letters <> ''
    ),

    held as materialized (
        select term, terms.paper_count, terms.paper_numbers, terms.weights
        from search.terms
        join (select distinct term from asked where not is_beginning) as asked using (term)
    ),

    -- A word that no paper holds stands for those that begin so.
    begun as materialized (
        select asked.term, terms.paper_count, terms.paper_numbers, terms.weights
        from search.terms
        join (
            select distinct term from asked where term not in (select term from held)
        ) as asked
            on terms.term >= asked.term and terms.term < asked.term || chr(1114111)
    ),

    blocks as not materialized (
        from held
        union all
        from begun
    ),

    counts as (
        select
            blocks.term,
            least(sum(blocks.paper_count), papers.number) as paper_count,
            papers.number as of_papers
        from blocks
        cross join (select count(*) as number from search.papers) as papers
        group by blocks.term, papers.number
    ),

    -- What most papers hold tells nothing beside other words, and takes long where it is millions.
    words as materialized (
        select
            term,
            row_number() over (order by paper_count, term) as place,
            ln(1 + (of_papers - paper_count + 0.5) / (paper_count + 0.5)) as rarity
        from counts
        qualify place = 1 or paper_count < greatest(0.9 * of_papers, 100000)
    ),

    -- Every paper found holds the rarest word. Of very many, those that speak most of it are looked
    -- at.
    rarest as materialized (
        select
            unnest(blocks.paper_numbers) as paper_number,
            unnest(blocks.weights) as weight
        from blocks
        join words using (term)
        where words.place = 1
    ),

    by_weight as (
        select weight, count(*) as paper_count from rarest group by weight
    ),

    candidates as materialized (
        select paper_number, weight
        from rarest
        where weight in (
            select weight
            from by_weight
            qualify sum(paper_count) over (order by weight desc) - paper_count < 50000
        )
    ),

    others as (
        select
            words.place,
            words.rarity,
            unnest(blocks.paper_numbers) as paper_number,
            unnest(blocks.weights) as weight
        from blocks
        join words using (term)
        where words.place > 1
    ),

    -- Parts of a score are whole thousandths: their sum is the same in whatever order they come.
    parts as (
        select
            candidates.paper_number,
            words.place,
            round(1000 * words.rarity * candidates.weight)::bigint as part
        from candidates
        cross join words
        where words.place = 1
        union all
        select
            others.paper_number,
            others.place,
            round(1000 * others.rarity * others.weight)::bigint as part
        from others
        semi join candidates using (paper_number)
    ),

    scores as materialized (
        select paper_number, bit_count(bit_or(1 << place)) as word_count, sum(part) as score
        from parts
        group by paper_number
    ),

    -- If no paper holds all words, those that hold most of them.
    best as materialized (
        select paper_number, score
        from scores
        where word_count = (select max(word_count) from scores)
    ),

    shown as (
        select paper_number, score
        from best
        where score >= (
            select min(score)
            from (
                select score
                from best
                order by score desc
                limit greatest(coalesce(rows, 25), 0)
            )
        )
    )

select
    -- The largest weight, 63, stands for 2.2 in BM25 with k1 = 1.2.
    round(shown.score * 2.2 / 63000, 2) as score,
    papers.title,
    papers.counted_on,
    papers.code_status,
    papers.arxiv_id,
    papers.paper_id
from shown
join search.papers as numbered using (paper_number)
join mart.paper_overview as papers using (paper_id)
order by shown.score desc, papers.counted_on desc nulls last, papers.paper_id
limit greatest(coalesce(rows, 25), 0);

comment on macro table main.search_papers is
'The papers that hold all words of a text in title or abstract, best first: in any case, singular or plural; diffus* finds all that begin so. `rows` says how many at most.';
