create or replace table mart.keywords_of_papers as
with
    extracted as (
        select keyword_id, paper_id, rank, in_title
        from main.paper_keywords
        where source = 'extracted'
    ),

    given as (
        select keyword_id, paper_id, min(rank) as rank, bool_or(in_title) as in_title
        from main.paper_keywords
        where source <> 'extracted'
        group by keyword_id, paper_id
    ),

    -- Much faster than to group all rows by paper: what is extracted stands once per paper.
    carried as (
        select
            keyword_id,
            paper_id,
            least(extracted.rank, given.rank) as rank,
            extracted.rank as text_rank,
            coalesce(extracted.in_title, false) or coalesce(given.in_title, false) as in_title,
            given.paper_id is not null as is_given
        from extracted
        full join given using (keyword_id, paper_id)
    )

select
    numbered_papers.paper_number,
    keyword_numbers.keyword_number,
    numbered_papers.month,
    carried.rank,
    carried.text_rank,
    carried.in_title,
    carried.is_given,
    numbered_papers.code_status
from carried
join temp.numbered_papers using (paper_id)
join temp.keyword_numbers using (keyword_id)
order by numbered_papers.paper_number, carried.rank, keyword_numbers.keyword_number;

comment on table mart.keywords_of_papers is 'One row per keyword of a paper, whatever sources give it, in short keys; the newest paper first.';
comment on column mart.keywords_of_papers.paper_number is 'The paper: its paper_number in the overview of papers.';
comment on column mart.keywords_of_papers.keyword_number is 'The keyword: its keyword_number among the counts of keywords.';
comment on column mart.keywords_of_papers.month is 'The first day of the month under which the paper counts; missing where no date is known.';
comment on column mart.keywords_of_papers.rank is 'The keyword''s best rank in the paper by any source, from 1.';
comment on column mart.keywords_of_papers.text_rank is 'Its rank among the keywords found in the text, from 1; missing where a source alone gives it.';
comment on column mart.keywords_of_papers.in_title is 'Whether the title holds it.';
comment on column mart.keywords_of_papers.is_given is 'Whether an author, a listing or an index gives it.';
comment on column mart.keywords_of_papers.code_status is 'Of the paper: linked, promised, mentioned or none.';
