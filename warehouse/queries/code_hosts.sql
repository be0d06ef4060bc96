-- Where does the code live?
-- rows: how many at most (default: 100)
select host, kind, link_count, paper_count
from mart.code_hosts
order by link_count desc, host, kind
limit greatest(coalesce($rows::bigint, 100), 0);
