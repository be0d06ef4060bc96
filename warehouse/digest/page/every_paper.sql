select counted_on, title, arxiv_id, upvotes, code_status, repository_url
from mart.paper_overview
order by counted_on desc nulls last, paper_id;
