-- Texts that are put together must fit into memory, so this is done for a part of the papers at a
-- time.
create or replace temp macro temp.overview_of_part(part) as table
with
    numbered as (
        select *
        from temp.numbered_papers
        where paper_number * 8 // (select count(*) + 1 from temp.numbered_papers) = part
    ),

    author as (
        select
            numbered.paper_number,
            count(*) as author_count,
            string_agg(paper_authors.author_name, '; ' order by paper_authors.position) as authors
        from main.paper_authors
        join numbered using (paper_id)
        group by numbered.paper_number
    ),

    category as (
        select
            numbered.paper_number,
            array_to_string(list_sort(list_distinct(list(paper_categories.category))), '; ')
                as categories
        from main.paper_categories
        join numbered using (paper_id)
        group by numbered.paper_number
    ),

    best as (
        select
            keywords_of_papers.paper_number,
            keywords_of_papers.text_rank,
            keyword_numbers.keyword
        from mart.keywords_of_papers
        join temp.keyword_numbers using (keyword_number)
        where
            keywords_of_papers.text_rank <= 5
            and keywords_of_papers.paper_number between
                (select min(paper_number) from numbered)
                and (select max(paper_number) from numbered)
    ),

    -- Several times faster than an ordered aggregate.
    keyword as (
        select
            paper_number,
            concat_ws(
                '; ',
                max(keyword) filter (where text_rank = 1),
                max(keyword) filter (where text_rank = 2),
                max(keyword) filter (where text_rank = 3),
                max(keyword) filter (where text_rank = 4),
                max(keyword) filter (where text_rank = 5)
            ) as keywords
        from best
        group by paper_number
    ),

    repository as (
        select
            numbered.paper_number,
            count(*) as repository_count,
            coalesce(
                min(code_links.url) filter (where code_links.is_official),
                min(code_links.url) filter (where not code_links.is_official),
                min(code_links.url)
            ) as repository_url
        from main.code_links
        join numbered using (paper_id)
        where code_links.kind = 'repository'
        group by numbered.paper_number
    )

select
    papers.paper_id,
    papers.title,
    numbered.counted_on,
    numbered.month,
    papers.published_on,
    papers.year,
    papers.venue,
    papers.arxiv_id,
    papers.doi,
    papers.primary_category,
    papers.is_retracted,
    papers.code_status,
    coalesce(repository.repository_count, 0) as repository_count,
    repository.repository_url,
    keyword.keywords,
    numbered.listing_count,
    numbered.upvotes,
    author.authors,
    coalesce(author.author_count, 0) as author_count,
    category.categories,
    numbered.first_listed_on,
    numbered.last_listed_on,
    numbered.listing_days,
    numbered.paper_number
from numbered
join main.papers using (paper_id)
left join author using (paper_number)
left join category using (paper_number)
left join keyword using (paper_number)
left join repository using (paper_number)
order by numbered.paper_number;

create or replace table mart.paper_overview as from temp.overview_of_part(0);
insert into mart.paper_overview from temp.overview_of_part(1);
insert into mart.paper_overview from temp.overview_of_part(2);
insert into mart.paper_overview from temp.overview_of_part(3);
insert into mart.paper_overview from temp.overview_of_part(4);
insert into mart.paper_overview from temp.overview_of_part(5);
insert into mart.paper_overview from temp.overview_of_part(6);
insert into mart.paper_overview from temp.overview_of_part(7);

comment on table mart.paper_overview is 'One row per paper, ready for a spreadsheet.';
comment on column mart.paper_overview.paper_id is 'The paper.';
comment on column mart.paper_overview.title is 'The title, in one line.';
comment on column mart.paper_overview.counted_on is 'The day of the first version, or else of the first listing if that is in the year of publication or no year is known; missing where neither is known.';
comment on column mart.paper_overview.published_on is 'The day of the first version.';
comment on column mart.paper_overview.year is 'The year of publication.';
comment on column mart.paper_overview.venue is 'Where it was published, as a dump says.';
comment on column mart.paper_overview.arxiv_id is 'The arXiv id without its version.';
comment on column mart.paper_overview.doi is 'The DOI, in lower case.';
comment on column mart.paper_overview.primary_category is 'The main subject category.';
comment on column mart.paper_overview.is_retracted is 'Whether a dump says that it was retracted or withdrawn.';
comment on column mart.paper_overview.code_status is 'linked, promised, mentioned or none.';
comment on column mart.paper_overview.repository_count is 'Repositories linked.';
comment on column mart.paper_overview.repository_url is 'One of the repositories: an official one before others, then the first by alphabet.';
comment on column mart.paper_overview.keywords is 'The five best keywords found in its text, the best first.';
comment on column mart.paper_overview.listing_count is 'Appearances in dumps.';
comment on column mart.paper_overview.upvotes is 'The most upvotes that any listing shows.';
comment on column mart.paper_overview.authors is 'The authors in the paper''s order.';
comment on column mart.paper_overview.author_count is 'Authors known.';
comment on column mart.paper_overview.categories is 'All its subject categories, by alphabet.';
comment on column mart.paper_overview.first_listed_on is 'The first day on which it was listed; missing where no day is known.';
comment on column mart.paper_overview.last_listed_on is 'The last day on which it was listed; missing where no day is known.';
comment on column mart.paper_overview.listing_days is 'On how many known days it was listed.';
comment on column mart.paper_overview.month is 'The first day of the month under which it counts; missing where no date is known.';
comment on column mart.paper_overview.paper_number is 'Its place here, the newest paper first: a short key for this release, another in the next.';
