create or replace table mart.code_hosts as
-- A paper is of one month, so that the papers of the months add up.
select
    host,
    kind,
    sum(link_count)::bigint as link_count,
    sum(paper_count)::bigint as paper_count
from mart.hosts_by_month
group by host, kind
order by sum(link_count) desc, host, kind;

comment on table mart.code_hosts is 'One row per host and kind of link.';
comment on column mart.code_hosts.host is 'The host.';
comment on column mart.code_hosts.kind is 'What the links lead to.';
comment on column mart.code_hosts.link_count is 'Links, one per paper and URL.';
comment on column mart.code_hosts.paper_count is 'Papers with such a link.';
