"""The digest: what a release has that the one before had not, as a page and as Markdown.

`sql` asks for it, `news` collects it, `texts` makes it readable, `page` says how it looks, and
`write` puts it into two files. Here must not be a mart (`warehouse/marts`), a question of an
analyst (`warehouse/queries`) or the sending of mail.
"""
