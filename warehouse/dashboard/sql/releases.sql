-- The last 12 releases: what they held and how their checks ended.
select
    release,
    strftime(released_on, '%Y-%m-%d') as released_on,
    paper_count,
    paper_change,
    code_link_count,
    reject_count,
    reject_share,
    check_count,
    passed_count
from mart.quality_by_release
order by release desc
limit 12;
