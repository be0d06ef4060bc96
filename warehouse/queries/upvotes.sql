-- How did the upvotes of papers grow from listing to listing?
select papers.title, listings.listed_on, max(listings.upvotes) as upvotes
from main.papers
join main.listings using (paper_id)
where listings.upvotes is not null and listings.listed_on is not null
group by papers.paper_id, papers.title, listings.listed_on
order by max(max(listings.upvotes)) over (partition by papers.paper_id) desc,
    papers.title, listings.listed_on;
