-- Papers by month, category and availability of code.
select
    month_number,
    category,
    count(*) filter (where code_status = 'linked') as linked,
    count(*) filter (where code_status = 'promised') as promised,
    count(*) filter (where code_status = 'mentioned') as mentioned,
    count(*) filter (where code_status not in ('linked', 'promised', 'mentioned')) as none
from dashboard_papers
group by month_number, category
order by month_number, category;
