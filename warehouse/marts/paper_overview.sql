create or replace table mart.paper_overview as
with
    listing as (
        select
            paper_id,
            count(*) as listing_count,
            max(upvotes) as upvotes,
            min(listed_on) as first_listed_on,
            max(listed_on) as last_listed_on,
            count(distinct listed_on) as listing_days
        from main.listings
        group by paper_id
    ),

    author as (
        select
            paper_id,
            count(*) as author_count,
            string_agg(author_name, '; ' order by position) as authors
        from main.paper_authors
        group by paper_id
    ),

    category as (
        select
            paper_id,
            string_agg(distinct category, '; ' order by category) as categories
        from main.paper_categories
        group by paper_id
    ),

    keyword as (
        select
            paper_keywords.paper_id,
            string_agg(keywords.keyword, '; ' order by paper_keywords.rank) as keywords
        from main.paper_keywords
        join main.keywords using (keyword_id)
        where paper_keywords.source = 'extracted' and paper_keywords.rank <= 5
        group by paper_keywords.paper_id
    ),

    repository as (
        select
            paper_id,
            count(*) as repository_count,
            first(url order by is_official desc nulls last, url) as repository_url
        from main.code_links
        where kind = 'repository'
        group by paper_id
    )

select
    papers.paper_id,
    papers.title,
    case
        when papers.published_on is not null then papers.published_on
        -- An old paper is not of the day on which a list of references was read.
        when papers.year is null or papers.year = year(listing.first_listed_on)
            then listing.first_listed_on
    end as counted_on,
    date_trunc('month', counted_on)::date as month,
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
    listing.listing_count,
    listing.upvotes,
    author.authors,
    coalesce(author.author_count, 0) as author_count,
    category.categories,
    listing.first_listed_on,
    listing.last_listed_on,
    coalesce(listing.listing_days, 0) as listing_days
from main.papers
left join listing using (paper_id)
left join author using (paper_id)
left join category using (paper_id)
left join keyword using (paper_id)
left join repository using (paper_id)
order by counted_on desc nulls last, papers.paper_id;

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
