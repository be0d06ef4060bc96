-- What a release holds, in five numbers; asked of the release before too.
select
    (select count(*) from main.papers) as papers,
    (select count(*) from main.papers where code_status = 'linked') as papers_with_code,
    (
        select count(distinct (host, lower(owner), lower(repository)))
        from main.code_links
        where kind = 'repository'
    ) as repositories,
    (select count(*) from main.keywords) as keywords,
    (select count(*) from raw.dumps) as dumps;
