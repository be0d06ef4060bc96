-- Which papers promise code, or mention it, without a link?
select code_status, title
from main.papers
where code_status in ('promised', 'mentioned')
order by code_status desc, title;
