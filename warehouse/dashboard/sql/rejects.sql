-- Why pieces of dumps were refused, the 10 most frequent reasons.
select left(reason, 160) as reason, count(*) as reject_count, count(distinct dump_id) as dump_count
from raw.rejects
group by left(reason, 160)
order by reject_count desc, reason
limit 10;
