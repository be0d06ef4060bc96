create or replace table mart.category_keywords as
with
    -- Case apart, and whatever schemes have it.
    inside as (
        select distinct lower(category) as folded, paper_number
        from temp.categories_of_papers
    ),

    named as (
        select
            lower(category) as folded,
            min(category) as category,
            row_number() over (order by folded) as category_number
        from temp.categories_of_papers
        group by folded
    ),

    numbered as (
        select named.category_number, inside.paper_number
        from inside
        join named using (folded)
    ),

    sizes as (
        select category_number, count(*) as paper_count
        from numbered
        group by category_number
    ),

    counts as (
        select numbered.category_number, keywords_of_papers.keyword_number, count(*) as paper_count
        from numbered
        join mart.keywords_of_papers using (paper_number)
        -- A keyword that is nowhere twice needs no counting.
        where keywords_of_papers.keyword_number in (
            select keyword_number from mart.keyword_counts where paper_count > 1
        )
        group by numbered.category_number, keywords_of_papers.keyword_number
        having count(*) > 1
    ),

    total as (select count(*) as paper_count from main.papers)

select
    named.category,
    keyword_counts.keyword_id,
    keyword_counts.keyword,
    counts.paper_count,
    sizes.paper_count as category_paper_count,
    counts.paper_count / sizes.paper_count as share,
    keyword_counts.paper_count - counts.paper_count as other_paper_count,
    (keyword_counts.paper_count - counts.paper_count)
    / nullif(total.paper_count - sizes.paper_count, 0) as other_share,
    mart.z_score(
        counts.paper_count,
        sizes.paper_count,
        keyword_counts.paper_count - counts.paper_count,
        total.paper_count - sizes.paper_count
    ) as z_score
from counts
join sizes using (category_number)
join named using (category_number)
join mart.keyword_counts using (keyword_number)
cross join total
where counts.paper_count >= sizes.paper_count / 1000
order by counts.category_number, counts.paper_count desc, counts.keyword_number;

comment on table mart.category_keywords is 'One row per subject category and keyword of at least two of its papers and one in 1,000; categories that differ in case or scheme alone are one.';
comment on column mart.category_keywords.category is 'The category, such as cs.CL.';
comment on column mart.category_keywords.keyword_id is 'The keyword''s id.';
comment on column mart.category_keywords.keyword is 'The keyword as it is most often written.';
comment on column mart.category_keywords.paper_count is 'Papers of the category that have it.';
comment on column mart.category_keywords.category_paper_count is 'All papers of the category.';
comment on column mart.category_keywords.share is 'The part of the category''s papers that have it, 0 to 1.';
comment on column mart.category_keywords.other_paper_count is 'Papers outside of the category that have it.';
comment on column mart.category_keywords.other_share is 'The part of the papers outside that have it, 0 to 1; missing where there are none.';
comment on column mart.category_keywords.z_score is 'By how many standard errors its share is larger inside than outside: above 2 it is hardly chance.';
