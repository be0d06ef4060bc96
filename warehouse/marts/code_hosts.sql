create or replace view mart.code_hosts as
select
    host,
    kind,
    count(*) as link_count,
    count(distinct paper_id) as paper_count
from main.code_links
group by host, kind;

comment on view mart.code_hosts is 'One row per host and kind of link.';
comment on column mart.code_hosts.host is 'The host.';
comment on column mart.code_hosts.kind is 'What the links lead to.';
comment on column mart.code_hosts.link_count is 'Links, one per paper and URL.';
comment on column mart.code_hosts.paper_count is 'Papers with such a link.';
