from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.code_urls import canonical_url
from warehouse.schema import CODE_LINKS, URL

KIND_VALUES = next(column.values for column in CODE_LINKS.columns if column.name == "kind")
REPOSITORY = "https://github.com/Ada-L/Engine_1"

SPELLINGS = {
    "plain": "https://github.com/Ada-L/Engine_1",
    "http": "http://github.com/Ada-L/Engine_1",
    "no scheme": "github.com/Ada-L/Engine_1",
    "www": "https://www.github.com/Ada-L/Engine_1",
    "host in capitals": "https://GitHub.com/Ada-L/Engine_1",
    "secure shell": "git@github.com:Ada-L/Engine_1.git",
    "full stop": "https://github.com/Ada-L/Engine_1.",
    "git suffix and full stop": "https://github.com/Ada-L/Engine_1.git.",
    "git suffix, parenthesis and full stop": "https://github.com/Ada-L/Engine_1.git).",
    "slash and full stop": "https://github.com/Ada-L/Engine_1/.",
    "comma": "https://github.com/Ada-L/Engine_1,",
    "closing parenthesis and text": "https://github.com/Ada-L/Engine_1)(video",
    "closing bracket": "https://github.com/Ada-L/Engine_1](https",
    "fragment": "https://github.com/Ada-L/Engine_1#readme",
    "query": "https://github.com/Ada-L/Engine_1?tab=readme-ov-file",
    "a second link glued on": "https://github.com/Ada-L/Engine_1,https://a.org/b",
    "latex underscore": r"https://github.com/Ada-L/Engine\_1",
    "latex underscore in braces": r"https://github.com/Ada-L/Engine{\_}1",
    "latex tie after it": r"https://github.com/Ada-L/Engine_1~\cite{x}",
    "zero-width space": "https://github.com/Ada-L/\u200bEngine_1",
    "hyphen of unicode": "https://github.com/Ada\u2011L/Engine_1",
    "space after the scheme": "https: //github.com/Ada-L/Engine_1",
    "line end in the scheme": "https:\n//github.com/Ada-L/Engine_1",
    "line end in the host": "https://github.\ncom/Ada-L/Engine_1",
    "space after the host": "https://github.com/ Ada-L/Engine_1",
    "line end after the owner": "https://github.com/Ada-L/\nEngine_1.",
    "space after a hyphen": "https://github.com/Ada- L/Engine_1",
    "spaces everywhere": "https: //\ngithub. com/ Ada-L/ Engine_1",
    "the next sentence glued on": "https://github.com/Ada-L/Engine_1.The",
    "raw file": "https://raw.githubusercontent.com/Ada-L/Engine_1/main/run.py",
    "notebook in colab": "https://colab.research.google.com/github/Ada-L/Engine_1/blob/main/a.ipynb",
}


@pytest.mark.parametrize("raw", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_every_spelling_of_a_repository_is_one_url(raw: str) -> None:
    link = canonical_url(raw)
    assert link is not None
    assert link.url == REPOSITORY
    assert (link.host, link.owner, link.repository) == ("github.com", "Ada-L", "Engine_1")
    assert link.kind == "repository"


def test_a_ligature_in_a_link_is_written_out() -> None:
    link = canonical_url("https://github.com/ada/e\ufb00icient")
    assert link is not None
    assert link.url == "https://github.com/ada/efficient"


PARTS = [
    ("https://github.com/a/b/tree/main/x", "https://github.com/a/b", "a", "b", "tree/main/x"),
    ("https://gitlab.com/a/b/c/-/tree/main", "https://gitlab.com/a/b/c", "a/b", "c", "-/tree/main"),
    ("https://gitlab.inst.edu/a/b.git", "https://gitlab.inst.edu/a/b", "a", "b", None),
    ("https://git.inst.edu/a/b", "https://git.inst.edu/a/b", "a", "b", None),
    ("https://bitbucket.org/a/b/src", "https://bitbucket.org/a/b", "a", "b", "src"),
    ("https://gitee.com/a/b", "https://gitee.com/a/b", "a", "b", None),
    ("https://codeberg.org/a/b", "https://codeberg.org/a/b", "a", "b", None),
    ("https://sourceforge.net/p/b/code", "https://sourceforge.net/projects/b", None, "b", "code"),
    ("https://gist.github.com/a/0f1e", "https://gist.github.com/a/0f1e", "a", "0f1e", None),
    (
        "https://github.com/huggingface/b",
        "https://github.com/huggingface/b",
        "huggingface",
        "b",
        None,
    ),
]


@pytest.mark.parametrize(
    ("raw", "url", "owner", "name", "subpath"), PARTS, ids=[p[0] for p in PARTS]
)
def test_a_repository_is_cut_to_owner_and_name(
    raw: str, url: str, owner: str | None, name: str, subpath: str | None
) -> None:
    link = canonical_url(raw)
    assert link is not None
    assert (link.url, link.owner, link.repository, link.subpath) == (url, owner, name, subpath)
    assert link.kind == "repository"


KINDS = [
    ("https://hf.co/a/b/tree/main", "https://huggingface.co/a/b", "model"),
    ("https://huggingface.co/datasets/a/b", "https://huggingface.co/datasets/a/b", "dataset"),
    ("https://huggingface.co/datasets/b", "https://huggingface.co/datasets/b", "dataset"),
    ("https://huggingface.co/spaces/a/b", "https://huggingface.co/spaces/a/b", "project_page"),
    ("https://www.modelscope.cn/models/a/b", "https://modelscope.cn/models/a/b", "model"),
    ("https://www.kaggle.com/datasets/a/b", "https://kaggle.com/datasets/a/b", "dataset"),
    ("https://Ada.github.io/Engine/", "https://ada.github.io/Engine", "project_page"),
    ("https://ada.gitlab.io/engine", "https://ada.gitlab.io/engine", "project_page"),
    ("colab.research.google.com/drive/1", "https://colab.research.google.com/drive/1", "other"),
    ("https://sites.google.com/view/x", "https://sites.google.com/view/x", "project_page"),
    ("https://zenodo.org/record/12?a=b", "https://zenodo.org/records/12", "archive"),
    ("https://doi.org/10.5281/zenodo.12", "https://zenodo.org/records/12", "archive"),
    ("10.5281/zenodo.12.", "https://zenodo.org/records/12", "archive"),
    ("doi.org/10.17605/OSF.IO/AB1CD", "https://osf.io/ab1cd", "archive"),
    (
        "https://anonymous.4open.science/r/x-1/a.md",
        "https://anonymous.4open.science/r/x-1",
        "anonymous",
    ),
    ("https://lab.edu/~ada/engine/index.html", "https://lab.edu/~ada/engine/index.html", "other"),
    (r"https://lab.edu/\~ada/x", "https://lab.edu/~ada/x", "other"),
    ("https://lab.edu:8080/x", "https://lab.edu:8080/x", "other"),
    ("https://lab.edu/?id=3&utm_source=x", "https://lab.edu/?id=3", "other"),
    ("https://lab.edu/a(b)/c", "https://lab.edu/a(b)/c", "other"),
    ("https://github.com/ada", "https://github.com/ada", "other"),
    ("https://github.com/ada/ soon.", "https://github.com/ada", "other"),
    (
        "https://huggingface.co/collections/a/b-1",
        "https://huggingface.co/collections/a/b-1",
        "other",
    ),
]


@pytest.mark.parametrize(("raw", "url", "kind"), KINDS, ids=[k[0] for k in KINDS])
def test_a_host_tells_the_kind(raw: str, url: str, kind: str) -> None:
    link = canonical_url(raw)
    assert link is not None
    assert (link.url, link.kind) == (url, kind)


REFUSED = {
    "bare host": "https://github.com",
    "bare host with a word after it": "https://github.com/ and",
    "a page of the host": "https://github.com/features/actions",
    "topics": "https://github.com/topics/nlp",
    "an organisation's page": "https://github.com/orgs/ada",
    "the footer of Hugging Face": "https://github.com/huggingface",
    "a paper on Hugging Face": "https://huggingface.co/papers/2401.00001",
    "arxiv": "https://arxiv.org/abs/2401.00001",
    "a paper's doi": "https://doi.org/10.1145/1234567",
    "publisher": "https://link.springer.com/book/1",
    "video": "https://youtu.be/abc",
    "api": "https://api.github.com/repos/a/b",
    "badge": "https://img.shields.io/github/stars/a/b",
    "workflow badge": "https://github.com/a/b/actions/workflows/ci/badge.svg",
    "colab badge": "https://colab.research.google.com/assets/colab-badge.svg",
    "image": "https://lab.edu/figure.png",
    "article": "https://lab.edu/paper.pdf",
    "no host": "http://http://",
    "address in numbers": "http://10.0.0.1/x",
    "host cut at a hyphen": "https://lab-",
    "no text": "",
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_what_leads_to_no_code_is_refused(raw: str) -> None:
    assert canonical_url(raw) is None


def test_a_long_link_is_read_as_fast_as_a_short_one() -> None:
    link = canonical_url("https: //" + "a-" * 5000 + "b.edu/x")
    assert link is not None
    assert link.host.endswith("-b.edu")


HOSTS = [
    "github.com",
    "gitlab.com",
    "huggingface.co",
    "doi.org",
    "zenodo.org",
    "kaggle.com",
    "osf.io",
]
PATHS = st.lists(
    st.one_of(
        st.text("abZ9._~-()%&=?,:*\\{}\ufb01\u200b é", max_size=8),
        st.sampled_from(
            ["datasets", "records", "10.5281", "zenodo.1", "a.git", "b.git.The", "&amp;"]
        ),
    ),
    max_size=5,
)


@given(
    st.one_of(
        st.text(max_size=40),
        st.builds(
            lambda scheme, host, path: f"{scheme}{host}/{'/'.join(path)}",
            st.sampled_from(["", "https://", "http://www.", "https: //"]),
            st.sampled_from([*HOSTS, "lab.edu", "gitlab.lab.edu", "ada.github.io"]),
            PATHS,
        ),
    )
)
def test_the_canonical_url_of_a_canonical_url_is_itself(raw: str) -> None:
    link = canonical_url(raw)
    if link is not None:
        again = canonical_url(link.url)
        assert again is not None
        assert again._replace(subpath=link.subpath) == link
        assert re.fullmatch(URL, link.url)
        assert link.kind in KIND_VALUES
