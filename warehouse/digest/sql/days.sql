-- The new papers by the day under which a reader looks for them, and by what else puts one first.
create or replace temp view digest_dated_papers as
select
    paper_overview.paper_id,
    -- A listing site shows a paper days after its first version.
    coalesce(paper_overview.first_listed_on, paper_overview.counted_on) as day,
    paper_overview.upvotes,
    paper_overview.code_status,
    paper_overview.primary_category,
    paper_overview.arxiv_id,
    paper_overview.title
from mart.paper_overview
semi join digest_new_papers using (paper_id);
