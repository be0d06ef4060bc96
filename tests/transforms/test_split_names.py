import polars as pl
import pytest

from transforms.author_names import split_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kurt Berg; Ada Ng", ["Kurt Berg", "Ada Ng"]),
        ("Berg, Kurt; Ng, Ada; ", ["Kurt Berg", "Ada Ng"]),
        ("Kurt Berg|Ada Ng", ["Kurt Berg", "Ada Ng"]),
        ("Kurt Berg, Ada Ng, Li Wei", ["Kurt Berg", "Ada Ng", "Li Wei"]),
        ("Kurt Berg, Ada Ng and Li Wei", ["Kurt Berg", "Ada Ng", "Li Wei"]),
        ("Kurt Berg, Ada Ng, and Li Wei", ["Kurt Berg", "Ada Ng", "Li Wei"]),
        ("A, B and C", ["A", "B", "C"]),
        ("Kurt Berg & Ada Ng", ["Kurt Berg", "Ada Ng"]),
        ("Berg, Kurt and Ng, Ada", ["Kurt Berg", "Ada Ng"]),
        ("Berg, Kurt and Ng, Ada and Wei, Li", ["Kurt Berg", "Ada Ng", "Li Wei"]),
        ("Berg, Kurt and Ada Ng", ["Kurt Berg", "Ada Ng"]),
        ("Berg, K., Ng, A.", ["K. Berg", "A. Ng"]),
        ("Berg, K., Ng, A. and Wei, L.-M.", ["K. Berg", "A. Ng", "L.-M. Wei"]),
        ("Berg, Kurt A., Ng, Ada", ["Kurt A. Berg", "Ada Ng"]),
        ("Berg K., Ng A., Wei L.", ["K. Berg", "A. Ng", "L. Wei"]),
        ("KA Berg, A Ng, L Wei", ["KA Berg", "A Ng", "L Wei"]),
        ("Berg, Kurt", ["Kurt Berg"]),
        ("van der Berg, J. A.", ["J. A. van der Berg"]),
        ("Plato", ["Plato"]),
        ("Kurt Berg, Iván Ng, Li Wei", ["Kurt Berg", "Iván Ng", "Li Wei"]),
        ("K. -L. Berg, Ada~Ng", ["K.-L. Berg", "Ada Ng"]),
        (r"Jos\~{n}o Berg, Ada Ng", [r"Jos\~{n}o Berg", "Ada Ng"]),
        ("Kurt Berg,", ["Kurt Berg"]),
        ("Kurt Berg et al.", ["Kurt Berg"]),
        ("Kurt Berg, Ada Ng, et al", ["Kurt Berg", "Ada Ng"]),
        ("Berg, Kurt and others", ["Kurt Berg"]),
        ("K Berg, A Ng, …", ["K Berg", "A Ng"]),
        ("Berg, Jr., Kurt and Ng, Ada", ["Kurt Berg Jr.", "Ada Ng"]),
        ("Berg, Kurt, Jr.; Ng, Ada", ["Kurt Berg Jr.", "Ada Ng"]),
        ("Kurt Berg, Jr., Ada Ng, Li Wei", ["Kurt Berg Jr.", "Ada Ng", "Li Wei"]),
        ("Kurt Berg, Jr., Ada Ng", ["Kurt Berg Jr.", "Ada Ng"]),
        ("K B, Jr., A N", ["K B Jr.", "A N"]),
        ("Kurt Berg, Jr.", ["Kurt Berg Jr."]),
        ("Kurt Berg, Jr. and Ada Ng", ["Kurt Berg Jr.", "Ada Ng"]),
        ("Kurt Berg, III, Ada Ng, Li Wei", ["Kurt Berg III", "Ada Ng", "Li Wei"]),
        ("Berg, Jr., Kurt", ["Kurt Berg Jr."]),
        ("Berg Jr., Kurt A.", ["Kurt A. Berg Jr."]),
        ("van der Berg, Jr., Kurt", ["Kurt van der Berg Jr."]),
        ("van der Berg, Kurt Ada", ["Kurt Ada van der Berg"]),
        ("Berg Moreno, Kurt", ["Kurt Berg Moreno"]),
        ("Berg Moreno, K. A.", ["K. A. Berg Moreno"]),
        ("K. L. Berg, Banyi", ["K. L. Berg", "Banyi"]),
        ("Kurt L. Berg, Banyi", ["Kurt L. Berg", "Banyi"]),
        ("Berg, Kurt (57200000000); Ng, Ada (57200000001)", ["Kurt Berg", "Ada Ng"]),
        ("M&uuml;ller, Kurt; Ng, Ada", ["Kurt Müller", "Ada Ng"]),
        ("Kurt Berg，Ada Ng、Li Wei", ["Kurt Berg", "Ada Ng", "Li Wei"]),
        ('["Kurt Berg", "Ada O\'Ng"]', ["Kurt Berg", "Ada O'Ng"]),
        ("['Kurt Berg', \"Ada O'Ng\"]", ["Kurt Berg", "Ada O'Ng"]),
        ("['Kurt Berg' 'Ada Ng']", ["Kurt Berg", "Ada Ng"]),
        ("[Kurt Berg, Ada Ng]", ["Kurt Berg", "Ada Ng"]),
        ('["Berg, Kurt", "Zo\\u00eb Ng"]', ["Kurt Berg", "Zoë Ng"]),
        ('[{"name": "Kurt Berg", "at": {"name": "A Lab"}}]', ["Kurt Berg"]),
        ("[{'name': 'Kurt Berg'}, {'name': None}]", ["Kurt Berg"]),
        ('["A Collaboration", ":", "Kurt Berg"]', ["A Collaboration", "Kurt Berg"]),
        ("[]", None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_text_of_names_falls_apart_forenames_first(
    text: str | None, names: list[str] | None
) -> None:
    assert split_names(pl.Series("authors", [text], pl.String)).to_list() == [names]


def test_each_text_falls_apart_in_its_own_way() -> None:
    texts = ["Berg, Kurt; Ng, Ada", None, '["Li Wei"]', "Kurt Berg and Ada Ng"]
    assert split_names(pl.Series("authors", texts)).to_list() == [
        ["Kurt Berg", "Ada Ng"],
        None,
        ["Li Wei"],
        ["Kurt Berg", "Ada Ng"],
    ]
