-- How did the size of the warehouse and its checks change from release to release?
select
    release,
    released_on,
    paper_count,
    paper_change,
    code_link_count,
    keyword_count,
    record_count,
    reject_count,
    round(100 * reject_share, 2) as reject_percent,
    check_count,
    warned_count,
    unexpected_row_count
from mart.quality_by_release
order by release desc;
