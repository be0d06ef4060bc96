-- What the views and functions of keywords that occur together have in common.

create or replace macro mart.npmi(together, of_one, of_other, of_all) as
-- In all papers there is nothing to be known, and nothing to divide by.
case
    when together < of_all
        then ln(together * of_all / (of_one * of_other)) / -ln(together / of_all)
    else 1
end;

comment on macro mart.npmi is
'Normalised pointwise mutual information of two things by counts: of both, of each, of all (Bouma 2009).';

create or replace macro mart.is_nested(keyword, other_keyword) as
contains(' ' || lower(keyword), ' ' || lower(other_keyword))
or contains(' ' || lower(other_keyword), ' ' || lower(keyword));

comment on macro mart.is_nested is
'Whether one of two keywords stands within the other, from the start of a word.';

create or replace macro mart.z_score(part, of_all, other_part, of_others) as
-- Where either has nothing, or everything has it, there is nothing to compare.
(part / nullif(of_all, 0) - other_part / nullif(of_others, 0))
/ nullif(
    sqrt(
        (part + other_part) / (of_all + of_others)
        * (1 - (part + other_part) / (of_all + of_others))
        * (1 / nullif(of_all, 0) + 1 / nullif(of_others, 0))
    ),
    0
);

comment on macro mart.z_score is
'By how many standard errors the first of two shares is the larger one: above 2 it is hardly chance.';
