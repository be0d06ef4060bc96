create or replace view mart.keyword_pairs as
with
    -- With the warehouse grows what counts as more than chance, so that the view stays small.
    papers as (
        select count(*) as paper_count, greatest(3, count(*) / 10000) as least_papers
        from main.papers
    ),

    carried as (
        select distinct keyword_id, paper_id
        from main.paper_keywords
    ),

    counts as (
        select keyword_id, count(*) as paper_count
        from carried
        group by keyword_id
        having count(*) >= (select least_papers from papers)
    ),

    frequent as (
        select carried.paper_id, carried.keyword_id
        from carried
        join counts using (keyword_id)
    ),

    pairs as (
        select
            one.keyword_id,
            other.keyword_id as other_keyword_id,
            count(*) as paper_count
        from frequent as one
        join frequent as other
            on other.paper_id = one.paper_id and other.keyword_id > one.keyword_id
        group by one.keyword_id, other.keyword_id
        having count(*) >= (select least_papers from papers)
    )

select
    pairs.keyword_id,
    keywords.keyword,
    pairs.other_keyword_id,
    other_keywords.keyword as other_keyword,
    pairs.paper_count,
    counts.paper_count as keyword_paper_count,
    other_counts.paper_count as other_keyword_paper_count,
    pairs.paper_count / (counts.paper_count + other_counts.paper_count - pairs.paper_count)
        as jaccard,
    mart.npmi(
        pairs.paper_count, counts.paper_count, other_counts.paper_count, papers.paper_count
    ) as npmi,
    mart.is_nested(keywords.keyword, other_keywords.keyword) as is_nested
from pairs
join counts using (keyword_id)
join counts as other_counts on other_counts.keyword_id = pairs.other_keyword_id
join main.keywords using (keyword_id)
join main.keywords as other_keywords on other_keywords.keyword_id = pairs.other_keyword_id
cross join papers;

comment on view mart.keyword_pairs is 'One row per two keywords that share at least three papers, and one in 10,000 of all; each two once.';
comment on column mart.keyword_pairs.keyword_id is 'The keyword with the lower id.';
comment on column mart.keyword_pairs.keyword is 'That keyword as it is most often written.';
comment on column mart.keyword_pairs.other_keyword_id is 'The keyword with the higher id.';
comment on column mart.keyword_pairs.other_keyword is 'That keyword as it is most often written.';
comment on column mart.keyword_pairs.paper_count is 'Papers that have both.';
comment on column mart.keyword_pairs.keyword_paper_count is 'Papers that have the first.';
comment on column mart.keyword_pairs.other_keyword_paper_count is 'Papers that have the other.';
comment on column mart.keyword_pairs.jaccard is 'The part of the papers with either that have both, 0 to 1.';
comment on column mart.keyword_pairs.npmi is 'Normalised pointwise mutual information: 1 if neither stands without the other, 0 if they meet by chance, below 0 if they avoid each other.';
comment on column mart.keyword_pairs.is_nested is 'Whether one of the two stands within the other, such as graph in graph neural network.';
