-- Questions about one paper, as functions: why its records are one, and what is nearly one with it.

create or replace macro quality.records_of_papers(paper_ids) as table
with recursive
    joins as (
        select
            left_paper_id as paper_id,
            unnest([
                struct_pack(
                    dump_id := left_dump_id, record_number := left_record_number,
                    with_dump_id := right_dump_id, with_record_number := right_record_number
                ),
                struct_pack(
                    dump_id := right_dump_id, record_number := right_record_number,
                    with_dump_id := left_dump_id, with_record_number := left_record_number
                )
            ], recursive := true),
            rule,
            concat_ws(
                ', ',
                case when contains(evidence, ':') then evidence end,
                case
                    when title_similarity < 1 then format('titles {:.2f} alike', title_similarity)
                end,
                case
                    when author_overlap is not null
                        then format('{:.0f} % of the authors', 100 * author_overlap)
                end,
                case
                    when year_gap = 1 then '1 year apart'
                    when year_gap > 1 then format('{} years apart', year_gap)
                end
            ) as evidence
        from quality.paper_matches
        where decision = 'joined' and left_paper_id in (select unnest(paper_ids))
    ),

    join_counts as (
        select dump_id, record_number, count(*) as join_count
        from joins
        group by dump_id, record_number
    ),

    numbered as (
        select
            records.paper_id,
            records.dump_id,
            records.record_number,
            dumps.file_name,
            dumps.counted_in || ' ' || records.line_start as place,
            records.title,
            row_number() over (
                partition by records.paper_id
                order by
                    join_counts.join_count desc nulls last,
                    dumps.file_name, records.line_start, records.record_number, records.dump_id
            ) as number
        from raw.records
        join raw.dumps using (dump_id)
        left join join_counts using (dump_id, record_number)
        where records.paper_id in (select unnest(paper_ids))
    ),

    numbered_joins as (
        select joins.paper_id, one.number, other.number as joined_with, joins.rule, joins.evidence
        from joins
        join numbered as one using (dump_id, record_number)
        join numbered as other
            on other.dump_id = joins.with_dump_id
            and other.record_number = joins.with_record_number
    ),

    reached as (
        select paper_id, number, null::bigint as joined_with, '' as rule, '' as evidence
        from numbered
        where number = 1
        union
        select
            numbered_joins.paper_id,
            numbered_joins.number,
            numbered_joins.joined_with,
            numbered_joins.rule,
            numbered_joins.evidence
        from reached
        join numbered_joins
            on numbered_joins.paper_id = reached.paper_id
            and numbered_joins.joined_with = reached.number
            and numbered_joins.number is distinct from reached.joined_with
    )

select
    numbered.paper_id,
    numbered.number,
    numbered.file_name,
    numbered.place,
    numbered.title,
    reached.joined_with,
    reached.rule,
    reached.evidence
from numbered
left join reached using (paper_id, number)
order by paper_id, number;

comment on macro table quality.records_of_papers is
'One row per record of some papers: where it stands, its own title, and with which record it was joined, and why.';

create or replace macro quality.papers_called(name) as table
with
    named as (
        select
            [
                name,
                lower(name),
                regexp_replace(name, '^(?i:https?://)?(?i:(?:dx\.)?doi\.org/|doi:\s*)', '').lower(),
                regexp_replace(
                    name, '^(?i:https?://)?(?i:arxiv\.org/(?:abs|pdf)/|arxiv:\s*)|v\d+$', '', 'g'
                )
            ] as identifiers,
            split_part(name, ':', 1) as scheme,
            substr(name, strpos(name, ':') + 1) as value
    ),

    valued as (
        select scheme, value, paper_id
        from main.paper_identifiers
        where value in (select unnest(identifiers || [value]) from named)
    ),

    identified as (
        select paper_id from main.papers where paper_id = name
        union
        select paper_id from main.paper_aliases where alias_id = name
        union
        select valued.paper_id
        from valued
        cross join named
        where
            list_contains(named.identifiers, valued.value)
            or (valued.scheme = named.scheme and valued.value = named.value)
    )

from identified
union
-- To read all titles takes longest, and is not begun where nothing is asked for.
select paper_id
from main.papers
where lower(title) in (select lower(name) where not exists (from identified));

comment on macro table quality.papers_called is
'The papers of a paper_id, also one no longer in use, of an identifier or its address, or else of a title.';

create or replace macro main.why_one_paper(name) as table
from quality.records_of_papers((select list(paper_id) from quality.papers_called(name)));

comment on macro table main.why_one_paper is
'Why the records of a paper are one, by any of its ids, its identifiers or its title.';

create or replace macro main.nearly_one_paper(name) as table
with
    called as (from quality.papers_called(name)),

    near as (
        select
            left_paper_id as paper_id, right_paper_id as other_paper_id,
            right_dump_id as dump_id, right_record_number as record_number,
            * exclude (left_paper_id, right_paper_id)
        from quality.paper_matches
        where decision <> 'joined' and left_paper_id in (from called)
        union all
        select
            right_paper_id as paper_id, left_paper_id as other_paper_id,
            left_dump_id as dump_id, left_record_number as record_number,
            * exclude (left_paper_id, right_paper_id)
        from quality.paper_matches
        where decision <> 'joined' and right_paper_id in (from called)
    )

select
    near.paper_id,
    near.other_paper_id,
    dumps.file_name,
    dumps.counted_in || ' ' || records.line_start as place,
    records.title,
    near.rule,
    near.decision,
    near.reason,
    near.title_similarity,
    near.author_overlap,
    near.year_gap
from near
join raw.records using (dump_id, record_number)
join raw.dumps using (dump_id)
where near.paper_id is distinct from near.other_paper_id
order by title_similarity desc nulls last, author_overlap desc nulls last, file_name, place;

comment on macro table main.nearly_one_paper is
'Records of other papers that are nearly one with a paper, and what kept them apart.';
