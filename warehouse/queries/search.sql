-- Which papers hold all words of a text in title or abstract, best first?
-- text: words or beginnings of words, in any case; the first eight count (required)
-- rows: how many at most (default: 25)
with
    asked as (
        select list_distinct(regexp_extract_all(lower($text), '[\p{L}\p{N}]+')[:8]) as words
    ),

    papers as (
        select
            paper_id,
            lower(coalesce(title, '')) as title,
            lower(concat_ws(' ', title, abstract)) as text
        from main.papers
    ),

    -- Letters are quick to look for, also within other words.
    holding as materialized (
        select papers.paper_id, papers.title, papers.text
        from papers
        cross join asked
        where
            len(asked.words) > 0
            and len(list_filter(asked.words, lambda word: not contains(papers.text, word))) = 0
    ),

    -- Of frequent words, only the papers that seem to hold them most often are read word by word.
    likely as (
        select
            holding.paper_id,
            regexp_extract_all(holding.title, '[\p{L}\p{N}]+') as title_words,
            regexp_extract_all(holding.text, '[\p{L}\p{N}]+') as text_words
        from (
            select holding.paper_id, holding.title, holding.text
            from holding
            cross join asked
            order by
                list_sum(list_transform(
                    asked.words,
                    lambda word:
                        3 * contains(' ' || holding.title, ' ' || word)::integer
                        + least(
                            5,
                            (
                                strlen(holding.text)
                                - strlen(replace(holding.text, ' ' || word, ' '))
                            ) / strlen(word)
                        )
                )) desc,
                holding.paper_id
            limit 1000
        ) as holding
    ),

    -- How rare a word is, by the titles: to read all abstracts again takes too long.
    rarities as (
        select
            words.word,
            ln(1 + (count(*) - count(*) filter (where contains(papers.title, words.word)) + 0.5)
                / (count(*) filter (where contains(papers.title, words.word)) + 0.5)) as rarity
        from (select unnest(words) as word from asked) as words
        cross join (select lower(title) as title from main.papers) as papers
        group by words.word
    ),

    -- The text begins with the title, so that a word of the title counts three times.
    counts as (
        select
            likely.paper_id,
            rarities.rarity,
            len(likely.text_words) as text_length,
            len(list_filter(likely.text_words, lambda found: starts_with(found, rarities.word)))
            + 2 * len(
                list_filter(likely.title_words, lambda found: starts_with(found, rarities.word))
            ) as frequency
        from likely
        cross join rarities
    ),

    -- Okapi BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza 2009).
    scores as (
        select
            paper_id,
            sum(
                rarity * frequency * 2.2
                / (frequency + 1.2 * (0.25 + 0.75 * text_length / average_length))
                order by rarity, frequency
            ) as score
        from (select *, avg(text_length) over () as average_length from counts)
        group by paper_id
        having min(frequency) > 0
    )

select
    round(scores.score, 2) as score,
    papers.title,
    dated_papers.counted_on,
    papers.code_status,
    papers.arxiv_id,
    papers.paper_id
from scores
join main.papers using (paper_id)
join mart.dated_papers using (paper_id)
order by scores.score desc, papers.paper_id
limit greatest(coalesce($rows::bigint, 25), 0);
