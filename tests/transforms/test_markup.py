import polars as pl
import pytest

from transforms.markup import plain_texts

MATH = (
    '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:semantics><mml:msup>'
    "<mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup>"
    '<mml:annotation encoding="application/x-tex">x^2</mml:annotation></mml:semantics></mml:math>'
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("CO<sub>2</sub> in <i>vitro</i>", "CO2 in vitro", id="tags within words"),
        pytest.param("<jats:p>We fly.</jats:p><p>Far.</p>", " We fly.  Far. ", id="blocks"),
        pytest.param("a<br/>b", "a b", id="a line break"),
        pytest.param(f"The {MATH} law", "The x2 law", id="a formula, told once"),
        pytest.param("p<q and r>s", "p<q and r>s", id="signs of inequality"),
        pytest.param("if a<b then c>d", "if a<b then c>d", id="a sign before the name of a tag"),
        pytest.param(
            'see <a href="https://github.com/kite-lab/gap">this https\nURL.</a>',
            "see https://github.com/kite-lab/gap.",
            id="an address without a label",
        ),
        pytest.param(
            "<a class='x' href='https://kites.example.org/' >kites.example.org</a>",
            "https://kites.example.org/",
            id="an address as its label",
        ),
        pytest.param(
            'by <jats:ext-link xlink:href="https://kites.example.org/?a=1&amp;b=2">our <i>page'
            "</i></jats:ext-link>",
            "by our page (https://kites.example.org/?a=1&b=2)",
            id="an address with a label",
        ),
        pytest.param('see <a href="#note">the note</a>', "see the note", id="a link within"),
        pytest.param("the mean <p> of <u>", "the mean <p> of <u>", id="no tag is closed"),
        pytest.param("by <i>x", "by <i>x", id="a tag left open"),
        pytest.param('by <span class="x">x', "by x", id="a tag with attributes left open"),
        pytest.param("the <unk> and <mask> tokens", "the <unk> and <mask> tokens", id="tokens"),
        pytest.param("R&amp;D, G&ouml;del&#8217;s &#x3B2;", "R&D, Gödel’s β", id="references"),
        pytest.param("&amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt;", "x", id="tags escaped twice"),
        pytest.param("x &lt; y", "x < y", id="an escaped sign"),
        pytest.param("Black &amp White", "Black & White", id="a reference without its end"),
        pytest.param("AT&T and R&D; &unheard;", "AT&T and R&D; &unheard;", id="no references"),
        pytest.param(None, None, id="missing"),
    ],
)
def test_markup_goes_and_text_stays(text: str | None, expected: str | None) -> None:
    assert plain_texts(pl.Series("text", [text, "plain"], pl.String)).to_list() == [
        expected,
        "plain",
    ]
