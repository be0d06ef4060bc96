import polars as pl
import pytest

from transforms.formats.tex_texts import plain_tex


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        ("{\\\"O}l and K{\\'e}z", "Öl and Kéz"),
        ("\\'e \\'{e} {\\'e} {\\'{e}} \\' e", "é é é é é"),
        ("\\v{c} \\c{s} \\c s \\H{o} \\u{g} \\k{a} \\r{a} \\=o \\.z", "č ş ş ő ğ ą å ō ż"),
        ("Stra{\\ss}e, \\O{}re, {\\L}\\'od\\'z, \\AA ngstr\\\"om", "Straße, Øre, Łódź, Ångström"),
        ("na{\\\"\\i}ve \\'\\i", "naïve í"),
        ("{SpaceTools: A {BERT} {S}tudy}", "SpaceTools: A BERT Study"),
        ("{unbalanced", "unbalanced"),
        ("AT$^{2}$ in $O(n^{\\log n})$ of {$H_2$O}", "AT$^{2}$ in $O(n^{\\log n})$ of $H_2$O"),
        ("\\(x_{i}\\) and $$y$$", "\\(x_{i}\\) and $$y$$"),
        ("\\emph{Deep} \\textbf{and} {\\it wide} \\texttt{a\\_b}", "Deep and wide a_b"),
        ("Fish \\& Chips, 100\\% \\#1 \\$5", "Fish & Chips, 100% #1 $5"),
        ("100% of {it}", "100% of it"),
        ("5~\\textmu{}m, \\alpha-rays", "5 µm, α-rays"),
        ("pages 1--2 --- ``quoted''", "pages 1–2 — “quoted”"),
        ("\\href{https://example.org}{Kites} at \\url{example.org}", "Kites at example.org"),
        ("Kites\\thanks{of a sponsor} at \\textcolor{red}{sea}", "Kites at sea"),
        ("{\\TeX} and \\LaTeX", "TeX and LaTeX"),
        ("\\mybench: A Benchmark", "\\mybench: A Benchmark"),
        ("\\mybench{} and \\myfont{Kites}", "\\mybench{} and Kites"),
        ("hyphen\\-ation", "hyphenation"),
        ("two\\\\lines\\ here", "two lines here"),
        ("\\today", "\\today"),
        ("\\", "\\"),
        ("costs $5 or {more}", "costs $5 or more"),
        ("plain (text) [here]", "plain (text) [here]"),
    ],
)
def test_tex_becomes_plain_text(tex: str, plain: str) -> None:
    assert plain_tex(pl.Series([tex])).to_list() == [plain]


def test_texts_keep_their_order_and_what_is_missing() -> None:
    texts = pl.Series("title", ["{A}", None, "b", "{A}"], dtype=pl.String)
    plain = plain_tex(texts)
    assert plain.to_list() == ["A", None, "b", "A"]
    assert plain.name == "title"


@pytest.mark.parametrize("texts", [[], [None]], ids=["none", "a missing one"])
def test_nothing_stays_nothing(texts: list[None]) -> None:
    assert plain_tex(pl.Series(texts, dtype=pl.String)).to_list() == texts
