"""Identity: which records are one paper.

Here belong the rules, from strong ids over titles to what follows from chains of them, each in a
module of its own; `resolve` puts them in order. Here must not be the keys of one record
(`transforms.record_keys`), nor the tables that are made of the result (`transforms.record_papers`,
`transforms.paper_aliases`, `transforms.paper_matches`).
"""
