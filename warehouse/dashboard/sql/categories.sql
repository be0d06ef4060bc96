-- The categories that the page names, the largest first and the rest at the end.
select category
from dashboard_papers
group by category
order by category = 'no category', category = 'other categories', count(*) desc, category;
