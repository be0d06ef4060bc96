-- For how many papers is code linked, promised, mentioned or absent?
select
    code_status,
    count(*) as paper_count,
    round(100.0 * count(*) / sum(count(*)) over (), 1) as percent
from main.papers
group by code_status
order by paper_count desc, code_status;
