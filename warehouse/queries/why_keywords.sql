-- Why does a paper have these keywords, in this order?
-- paper: a paper by any id, identifier, address or its title (required)
select
    source,
    rank,
    keyword,
    surface,
    score,
    in_title,
    occurrence_count,
    first_position,
    paper_count,
    other_spellings,
    paper_id
from why_keywords($paper);
