-- For the marts alone, by number of paper.
create or replace temp table temp.categories_of_papers as
select
    numbered_papers.paper_number,
    numbered_papers.month,
    numbered_papers.code_status,
    paper_categories.scheme,
    paper_categories.category,
    paper_categories.is_primary
from main.paper_categories
join temp.numbered_papers using (paper_id);
