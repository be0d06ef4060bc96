create or replace table mart.keyword_pairs as
with
    -- With the warehouse grows what counts as more than chance, so that the table stays small.
    papers as (
        select count(*) as paper_count, greatest(3, count(*) / 10000) as least_papers
        from main.papers
    ),

    frequent as (
        select keywords_of_papers.paper_number, keywords_of_papers.keyword_number
        from mart.keywords_of_papers
        join mart.keyword_counts using (keyword_number)
        where keyword_counts.paper_count >= (select least_papers from papers)
    ),

    pairs as (
        select
            one.keyword_number,
            other.keyword_number as other_keyword_number,
            count(*) as paper_count
        from frequent as one
        join frequent as other
            on other.paper_number = one.paper_number and other.keyword_number > one.keyword_number
        group by one.keyword_number, other.keyword_number
        having count(*) >= (select least_papers from papers)
    )

select
    counts.keyword_id,
    counts.keyword,
    other_counts.keyword_id as other_keyword_id,
    other_counts.keyword as other_keyword,
    pairs.paper_count,
    counts.paper_count as keyword_paper_count,
    other_counts.paper_count as other_keyword_paper_count,
    pairs.paper_count / (counts.paper_count + other_counts.paper_count - pairs.paper_count)
        as jaccard,
    mart.npmi(
        pairs.paper_count, counts.paper_count, other_counts.paper_count, papers.paper_count
    ) as npmi,
    mart.is_nested(counts.keyword, other_counts.keyword) as is_nested
from pairs
join mart.keyword_counts as counts using (keyword_number)
join mart.keyword_counts as other_counts
    on other_counts.keyword_number = pairs.other_keyword_number
cross join papers
order by pairs.keyword_number, pairs.other_keyword_number;

comment on table mart.keyword_pairs is 'One row per two keywords that share at least three papers, and one in 10,000 of all; each two once.';
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
