create view mart.keyword_counts as
select
    keywords.keyword_id,
    keywords.keyword,
    count(distinct paper_keywords.paper_id) as paper_count,
    count(distinct paper_keywords.paper_id) filter (where paper_keywords.in_title) as title_count,
    count(distinct paper_keywords.paper_id) filter (where paper_keywords.source <> 'extracted')
        as given_count,
    count(distinct code_links.paper_id) as linked_paper_count
from main.keywords
join main.paper_keywords using (keyword_id)
left join (select distinct paper_id from main.code_links) as code_links using (paper_id)
group by keywords.keyword_id, keywords.keyword;

comment on view mart.keyword_counts is 'One row per keyword: how many papers have it.';
comment on column mart.keyword_counts.keyword_id is 'The keyword''s id.';
comment on column mart.keyword_counts.keyword is 'The keyword as it is most often written.';
comment on column mart.keyword_counts.paper_count is 'Papers that have it.';
comment on column mart.keyword_counts.title_count is 'Papers that have it in the title.';
comment on column mart.keyword_counts.given_count is 'Papers to which an author, a listing or an index gives it.';
comment on column mart.keyword_counts.linked_paper_count is 'Papers that have it and link code.';
