import polars as pl
import pytest

from transforms.venues import published_in


def applied(name: str | None) -> str | None:
    names = pl.DataFrame({"venue": [name]}, schema={"venue": pl.String})
    found: str | None = names.select(published_in(pl.col("venue"))).item()
    return found


@pytest.mark.parametrize(
    "name",
    [
        "arXiv",
        "arXiv.org",
        "ArXiv e-prints",
        "The arXiv",
        "arXiv.org e-Print archive",
        "arXiv (Cornell University)",
        "arXiv preprint arXiv:2101.00001",
        "arXiv preprint arXiv:2101.00001v2 (2021)",
        "arXiv:2101.00001 [cs.CL]",
        "arXiv:hep-th/9901001",
        "ArXiv abs/2101.00001",
        "arXiv: Computation and Language",
        "http://arxiv.org/abs/2101.00001",
        "CoRR",
        "CoRR, vol. abs/2101.00001, 2021",
        "Computing Research Repository",
        "Computing Research Repository (CoRR)",
        "bioRxiv",
        "medRxiv preprint",
    ],
)
def test_a_server_of_preprints_is_no_venue(name: str) -> None:
    assert applied(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "Kites",
        "J. Corr. Kites",
        "arXiv:2101.00001, J. Kites 3, 2021",
        "Proc. of the arXiv Workshop",
        "Journal of Preprints",
        "2021",
        None,
    ],
)
def test_any_other_name_is_one(name: str | None) -> None:
    assert applied(name) == name
