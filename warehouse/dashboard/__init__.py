"""The dashboard: one HTML file that shows what a published warehouse holds.

`sql` asks the warehouse for counts, `numbers` collects them, `page` is what a reader sees, and
`write` puts both into one file. Here must not be a mart (`warehouse/marts`) or a question of an
analyst (`warehouse/queries`).
"""
