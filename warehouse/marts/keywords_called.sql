-- Questions about one keyword, as functions: by any of its spellings, its acronyms or its id.

create or replace macro quality.keywords_called(name) as table
with
    exactly as (
        select keyword_id
        from main.keyword_aliases
        where alias in (trim(name), lower(trim(name)))
        union
        select keyword_id
        from main.keywords
        where keyword_id = trim(name)
    ),

    -- No paper may have written it in just this number, or with this hyphen.
    nearly as (
        select keyword_id
        from main.keyword_aliases
        where
            alias in (
                replace(lower(trim(name)), '-', ' '),
                replace(lower(trim(name)), ' ', '-'),
                regexp_replace(lower(trim(name)), '[ -]', '', 'g'),
                replace(lower(trim(name)), '-', ' ') || 's',
                regexp_replace(replace(lower(trim(name)), '-', ' '), '([^s])s$', '\1')
            )
            and not exists (from exactly)
    )

from exactly
union
from nearly;

comment on macro table quality.keywords_called is
'The keywords of a spelling or an acronym, in any case, or of a keyword_id; an acronym may have several. If nobody writes it so: of the same words with other hyphens or in the other number.';

create or replace macro main.keyword_papers(name) as table
with
    carried as (
        select
            keyword_id,
            paper_id,
            min(rank) as rank,
            max(score) as score,
            string_agg(source, ', ' order by source) as sources,
            arg_min(surface, (rank, source)) as surface,
            max(occurrence_count) as occurrence_count,
            bool_or(in_title) as in_title
        from main.paper_keywords
        where keyword_id in (from quality.keywords_called(name))
        group by keyword_id, paper_id
    )

select
    keywords.keyword,
    carried.paper_id,
    paper_overview.title,
    paper_overview.counted_on,
    carried.sources,
    carried.rank,
    carried.score,
    carried.surface,
    carried.occurrence_count,
    carried.in_title
from carried
join main.keywords using (keyword_id)
join mart.paper_overview using (paper_id)
order by
    count(*) over (partition by carried.keyword_id) desc,
    keywords.keyword,
    carried.rank,
    carried.score desc nulls last,
    paper_overview.counted_on desc nulls last,
    paper_overview.title,
    carried.paper_id;

comment on macro table main.keyword_papers is
'The papers that have a keyword, named by any spelling or its id, best rank first; of an acronym the most frequent meaning first.';

create or replace macro main.keyword_trend(name) as table
with
    months as (
        select month, paper_count as month_paper_count
        from mart.papers_by_month
        where month is not null
    ),

    called as (
        select keyword_id, keyword_number
        from mart.keyword_counts
        where keyword_id in (from quality.keywords_called(name))
    ),

    counts as (
        select called.keyword_id, keywords_of_papers.month, count(*) as paper_count
        from mart.keywords_of_papers
        join called using (keyword_number)
        group by called.keyword_id, keywords_of_papers.month
    ),

    totals as (
        select keyword_id, min(month) as first_month, sum(paper_count) as total
        from counts
        group by keyword_id
    ),

    -- From the keyword's first month on, also the months without it.
    every_month as (
        select
            totals.keyword_id,
            months.month,
            coalesce(counts.paper_count, 0) as paper_count,
            months.month_paper_count,
            coalesce(counts.paper_count, 0) / months.month_paper_count as share
        from totals
        join months on months.month >= totals.first_month
        left join counts on counts.keyword_id = totals.keyword_id and counts.month = months.month
        union all
        select keyword_id, null, paper_count, null, null
        from counts
        where month is null
    )

select
    keywords.keyword,
    every_month.month,
    every_month.paper_count,
    every_month.month_paper_count,
    every_month.share,
    case
        when lag(every_month.month) over by_month = every_month.month - interval 1 month
            then every_month.share / nullif(lag(every_month.share) over by_month, 0) - 1
    end as growth
from every_month
join totals using (keyword_id)
join main.keywords using (keyword_id)
window by_month as (partition by every_month.keyword_id order by every_month.month)
order by totals.total desc, keywords.keyword, every_month.month nulls last;

comment on macro table main.keyword_trend is
'A keyword month by month from its first on, also the months without it; papers without a date last. As mart.keyword_trends, fast for one keyword by any spelling or its id.';

create or replace macro main.related_keywords(name) as table
with
    papers as (select count(*) as paper_count from main.papers),

    called as (
        select keyword_number, keyword, paper_count
        from mart.keyword_counts
        where keyword_id in (from quality.keywords_called(name))
    ),

    carried as (
        select keywords_of_papers.keyword_number, keywords_of_papers.paper_number
        from mart.keywords_of_papers
        join called using (keyword_number)
    ),

    pairs as (
        select
            carried.keyword_number,
            keywords_of_papers.keyword_number as other_keyword_number,
            count(*) as paper_count
        from mart.keywords_of_papers
        join carried using (paper_number)
        where keywords_of_papers.keyword_number <> carried.keyword_number
        group by carried.keyword_number, keywords_of_papers.keyword_number
        having count(*) > 1
    )

select
    called.keyword,
    others.keyword_id as related_keyword_id,
    others.keyword as related_keyword,
    pairs.paper_count,
    others.paper_count as related_paper_count,
    pairs.paper_count / called.paper_count as share,
    mart.npmi(
        pairs.paper_count, called.paper_count, others.paper_count, papers.paper_count
    ) as npmi,
    mart.is_nested(called.keyword, others.keyword) as is_nested
from pairs
join called using (keyword_number)
join mart.keyword_counts as others on others.keyword_number = pairs.other_keyword_number
cross join papers
-- Of a frequent keyword, what stands beside it a few times is chance.
where pairs.paper_count >= called.paper_count / 100
order by
    called.paper_count desc, called.keyword, npmi desc, pairs.paper_count desc, related_keyword;

comment on macro table main.related_keywords is
'What a keyword, named by any spelling or its id, occurs with in at least two papers and one in 100 of its own, strongest first by NPMI.';

create or replace macro main.keyword_spellings(name) as table
with
    called as (from quality.keywords_called(name)),

    counted as (
        select keyword_id, surface, paper_count
        from mart.keyword_surfaces
        where keyword_id in (from called)
    ),

    -- Keywords of one or two papers are not counted before they are asked for.
    rare as (
        select keyword_id, surface, count(distinct paper_id) as paper_count
        from main.paper_keywords
        where
            keyword_id in (from called)
            and keyword_id not in (select keyword_id from counted)
        group by keyword_id, surface
    ),

    written as (
        from counted
        union all
        from rare
    ),

    -- Such as an acronym that a paper puts in brackets and uses no more.
    never_written as (
        select keyword_id, alias as surface, 0 as paper_count
        from main.keyword_aliases
        where
            keyword_id in (from called)
            and (keyword_id, alias) not in (select (keyword_id, lower(surface)) from written)
    ),

    totals as (
        select keyword_id, sum(paper_count) as paper_count
        from written
        group by keyword_id
    )

select
    keywords.keyword,
    spellings.surface,
    spellings.paper_count,
    spellings.paper_count / totals.paper_count as share
from (from written union all from never_written) as spellings
join main.keywords using (keyword_id)
left join totals using (keyword_id)
order by
    totals.paper_count desc nulls last,
    keywords.keyword,
    spellings.paper_count desc,
    spellings.surface;

comment on macro table main.keyword_spellings is
'How papers and sources write a keyword, named by any spelling or its id: as mart.keyword_surfaces, and other known spellings with no paper.';
