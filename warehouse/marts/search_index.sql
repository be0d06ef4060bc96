-- What the question `search` reads. It is filled from Parquet before the marts are made, so it stays.
create schema if not exists search;

create table if not exists search.papers (
    paper_number integer,
    paper_id varchar
);

-- Not compressed, a term is found several times as fast, for a twentieth more of the index.
create table if not exists search.terms (
    term varchar using compression uncompressed,
    paper_count integer,
    paper_numbers integer[],
    weights utinyint[]
);

comment on table search.papers is 'One row per paper: its number in the search index.';
comment on column search.papers.paper_number is 'The number, from 0.';
comment on column search.papers.paper_id is 'The paper.';
comment on table search.terms is 'One row per term, block of papers and 4,096 papers: which of them hold the term. The question `search` reads it; its layout may change.';
comment on column search.terms.term is 'A word of titles and abstracts, without accents, case and plural.';
comment on column search.terms.paper_count is 'Papers of the row.';
comment on column search.terms.paper_numbers is 'Their numbers, ascending.';
comment on column search.terms.weights is 'How much each of them speaks of it, from 1 to 63: its part of a BM25 score, before the term''s rarity.';
