-- Papers of each keyword by month and availability of code.
select
    keyword_number,
    month_number,
    count(*) filter (where code_status = 'linked') as linked,
    count(*) filter (where code_status = 'promised') as promised,
    count(*) filter (where code_status = 'mentioned') as mentioned,
    count(*) filter (where code_status not in ('linked', 'promised', 'mentioned')) as none
from dashboard_keyword_papers
group by keyword_number, month_number
order by keyword_number, month_number;
