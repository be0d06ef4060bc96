-- Where does the code live?
select host, kind, link_count, paper_count
from mart.code_hosts
order by link_count desc, host, kind;
