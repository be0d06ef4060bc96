-- Which papers promise code, or mention it, without a link, the newest first?
-- status: promised or mentioned only (default: both)
-- rows: how many at most (default: 1000)
select counted_on, title, code_status, primary_category, arxiv_id, paper_id
from mart.paper_overview
where
    code_status in ('promised', 'mentioned')
    and code_status = coalesce(lower(trim($status)), code_status)
order by paper_number
limit greatest(coalesce($rows::bigint, 1000), 0);
