-- A warehouse of many papers from one of few, attached as `few`: as many copies as the variable
-- `copies` says, each under new ids. Months are shifted, so that ten years are filled. A third of
-- the rare keywords, of the authors and of the repositories are new in each copy, as in an archive
-- that grows. A tenth of the papers is listed on up to six days, with upvotes that grow.

create temp table copy as
select i as number from range(getvariable('copies')) r(i);

create temp macro in_copy(id, number) as left(md5(id || ' ' || number), 16);

create temp macro is_new(text) as substr(md5(text), 1, 1) < '5';

create temp macro shifted(day, number) as (day - to_months(16 * (number % 8)))::date;

create temp table rare_keyword as
select keyword_id
from few.main.paper_keywords
group by keyword_id
having count(*) <= 3 and is_new(keyword_id);

insert into main.papers by name
select
    papers.* replace (
        in_copy(paper_id, number) as paper_id,
        case when number > 0 then title || ', part ' || number else title end as title,
        shifted(published_on, number) as published_on,
        shifted(updated_on, number) as updated_on,
        case when number > 0 then arxiv_id || number end as arxiv_id,
        case when number > 0 then doi || '.' || number end as doi,
        coalesce(year(shifted(published_on, number)), year) as year
    )
from few.main.papers
cross join copy;

insert into main.paper_identifiers by name
select
    paper_identifiers.* replace (
        case when number > 0 then value || number else value end as value,
        in_copy(paper_id, number) as paper_id
    )
from few.main.paper_identifiers
cross join copy;

insert into main.paper_aliases by name
select in_copy(alias_id, number) as alias_id, in_copy(paper_id, number) as paper_id
from few.main.paper_aliases
cross join copy;

insert into main.paper_versions by name
select
    paper_versions.* replace (
        in_copy(paper_id, number) as paper_id,
        shifted(submitted_on, number) as submitted_on
    )
from few.main.paper_versions
cross join copy;

insert into main.paper_authors by name
select
    paper_authors.* replace (
        in_copy(paper_id, number) as paper_id,
        case
            when number > 0 and is_new(author_name) then author_name || ' ' || number
            else author_name
        end as author_name
    )
from few.main.paper_authors
cross join copy;

insert into main.paper_categories by name
select paper_categories.* replace (in_copy(paper_id, number) as paper_id)
from few.main.paper_categories
cross join copy;

insert into main.keywords by name
from few.main.keywords
union all
select in_copy(keyword_id, number) as keyword_id, keyword || ' ' || number as keyword
from few.main.keywords
join rare_keyword using (keyword_id)
cross join copy
where number > 0;

insert into main.keyword_aliases by name
select *
from (
    from few.main.keyword_aliases
    union all
    select alias || ' ' || number as alias, in_copy(keyword_id, number) as keyword_id
    from few.main.keyword_aliases
    join rare_keyword using (keyword_id)
    cross join copy
    where number > 0
)
order by alias, keyword_id;

insert into main.paper_keywords by name
select
    paper_keywords.* replace (
        in_copy(paper_id, number) as paper_id,
        case
            when number > 0 and rare_keyword.keyword_id is not null
                then in_copy(paper_keywords.keyword_id, number)
            else paper_keywords.keyword_id
        end as keyword_id
    )
from few.main.paper_keywords
left join rare_keyword using (keyword_id)
cross join copy
order by keyword_id, paper_id, source;

insert into main.code_links by name
select
    code_links.* replace (
        in_copy(paper_id, number) as paper_id,
        case when number > 0 and is_new(url) then url || number else url end as url,
        case when number > 0 and is_new(url) then repository || number else repository end
            as repository
    )
from few.main.code_links
cross join copy
order by paper_id, url;

insert into raw.dumps by name
from few.raw.dumps;

insert into raw.rejects by name
from few.raw.rejects;

insert into raw.records by name
select
    records.* replace (
        record_number + number * 10_000_000 as record_number,
        in_copy(paper_id, number) as paper_id
    )
from few.raw.records
cross join copy;

insert into main.listings by name
select
    listings.* replace (
        record_number + number * 10_000_000 as record_number,
        in_copy(paper_id, number) as paper_id
    )
from few.main.listings
cross join copy;

create temp table listed as
select
    days.*,
    md5('listing of ' || listed_on) || md5(listed_on || ' listed') as dump_id,
    row_number() over (partition by listed_on order by upvotes desc, paper_id) as record_number
from (
    select
        paper_id,
        title,
        (published_on + 1 + i::integer)::date as listed_on,
        (ascii(paper_id) + ascii(right(paper_id, 1))) % 60 + 7 * i as upvotes
    from main.papers
    cross join range(6) r(i)
    where right(md5(paper_id), 2) < '1a' and i <= ascii(paper_id) % 6
) as days
-- The listing rests on two days of the week.
where isodow(listed_on) < 6;

insert into raw.dumps by name
select
    dump_id,
    'listing_' || listed_on || '.txt' as file_name,
    'listing' as format,
    1000 * count(*) as size_bytes,
    listed_on,
    count(*) as record_count,
    0 as reject_count,
    'line' as counted_in,
    4 * count(*) as line_count,
    4 * count(*) as record_line_count,
    0 as chrome_line_count,
    0 as reject_line_count,
    false as is_cut_short
from listed
group by dump_id, listed_on;

insert into raw.records by name
select
    dump_id,
    record_number,
    4 * record_number - 3 as line_start,
    4 * record_number as line_end,
    title,
    paper_id
from listed;

insert into main.listings by name
select dump_id, record_number, paper_id, record_number as position, listed_on, upvotes
from listed;

-- Each listing is one paper with the first record of it.
insert into quality.paper_matches by name
select
    'same title' as rule,
    'joined' as decision,
    listed.title as evidence,
    first.dump_id as left_dump_id,
    first.record_number as left_record_number,
    listed.dump_id as right_dump_id,
    listed.record_number as right_record_number,
    listed.paper_id as left_paper_id,
    listed.paper_id as right_paper_id,
    1 as title_similarity
from listed
join (
    select paper_id, min(dump_id) as dump_id, arg_min(record_number, dump_id) as record_number
    from main.listings
    where listed_on is null
    group by paper_id
) as first using (paper_id);

insert into quality.check_results by name
from few.quality.check_results;
