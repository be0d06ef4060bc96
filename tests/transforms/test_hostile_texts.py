"""Keywords of texts that are broken, foreign, marked up, or no texts at all."""

from __future__ import annotations

import time
import unicodedata

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from transforms import record_keywords
from transforms.given_keywords import MOST_GIVEN, given_keywords
from transforms.parsed_records import RECORD
from transforms.record_keywords import extract_keywords
from transforms.tokens import LONGEST_TEXT, tokenize

TITLE = "Storm surge forecasting with a graph neural network"
ABSTRACT = (
    "Storm surge forecasting guards harbours. We train a graph neural network on tide gauge "
    "records and compare it with ocean models."
)
Paper = tuple[str | None, str | None]


def records(*papers: Paper) -> pl.DataFrame:
    rows = [
        {"record_number": number, "title": title, "abstract": abstract}
        for number, (title, abstract) in enumerate(papers, start=1)
    ]
    return pl.DataFrame(rows, schema=RECORD)


def keywords(title: str | None, abstract: str | None = None) -> list[str]:
    return extract_keywords(records((title, abstract))).get_column("keyword").to_list()


SAME = {
    "TeX fonts": (r"\textbf{Storm surge} {\em forecasting}", "Storm surge forecasting"),
    "TeX accents": (r"Schr\"{o}dinger and Erd\H{o}s graphs", "Schrödinger and Erdős graphs"),
    "TeX letters": (
        r"The {\L}ojasiewicz gradient, \O{}rsted data",
        "The Łojasiewicz gradient, Ørsted data",
    ),
    "TeX ties": ("storm~surge forecasting", "storm surge forecasting"),
    "TeX dashes between names": ("Navier--Stokes equations", "Navier–Stokes equations"),
    "TeX subscripts": ("H$_2$O masers", "H2O masers"),
    "TeX script l": (r"$\ell_1$ penalty", "l1 penalty"),
    "TeX links": (r"\href{https://kite.example/a}{tide gauge} drift", "tide gauge drift"),
    "escaped dollars": (
        r"Prices of \$5 in energy markets of \$7",
        "Prices of 5 in energy markets of 7",
    ),
    "prices": (
        "It costs $5 to build tide gauges, $9 to run",
        "It costs 5 to build tide gauges, 9 to run",
    ),
    "inline tags": ("CO<sub>2</sub> flux, <i>tide</i> gauges", "CO2 flux, tide gauges"),
    "entities": (
        "Schr&ouml;dinger bridge&#44; tide&nbsp;gauges",
        "Schrödinger bridge, tide gauges",
    ),
    "entities escaped again": ("Schr&amp;ouml;dinger bridge", "Schrödinger bridge"),
    "entities without end": ("tide gauges &quot graphs", 'tide gauges " graphs'),
    "tags escaped again": ("&amp;lt;p&amp;gt;Tide gauges&amp;lt;/p&amp;gt;", "Tide gauges"),
    "scripts and styles": ("<style>.a{color:red}</style> tide gauges", "tide gauges"),
    "comments": ("tide gauges <!-- hidden harbours -->", "tide gauges"),
    "long attributes": (f'<img src="data:{"A" * 500}" alt="x"/> tide gauges', "tide gauges"),
    "decomposed accents": (
        unicodedata.normalize("NFD", "Schrödinger bridges of Gödel"),
        "Schrödinger bridges of Gödel",
    ),
    "full-width letters": ("Ｇｒａｐｈ ｎｅｔｗｏｒｋｓ for tides", "Graph networks for tides"),
    "ligatures": ("eﬃcient ﬂow ﬁelds", "efficient flow fields"),
    "mathematical letters": ("𝐺𝑟𝑎𝑝ℎ 𝐧𝐞𝐮𝐫𝐚𝐥 networks", "Graph neural networks"),
    "lowered digits": ("CO₂ capture", "CO2 capture"),
    "soft hyphens": ("storm sur\u00adge fore\u00adcasting", "storm surge forecasting"),
    "zero-width signs": ("storm\u200b surge fore\u200dcasting\u2060", "storm surge forecasting"),
    "marks of direction": (
        "\u202astorm\u200e surge\u200f forecasting\u202c",
        "storm surge forecasting",
    ),
    "variation selectors": ("tide\ufe0e gauge\ufe0f drift", "tide gauge drift"),
    "wide blanks": ("storm\u00a0surge\u2009forecasting", "storm surge forecasting"),
    "misread UTF-8": ("schrÃ¶dinger bridges, naÃ¯ve Bayes", "schrödinger bridges, naïve Bayes"),
    "misread quotes": ("â€œtide gaugesâ€\x9d of harbours", "“tide gauges” of harbours"),
    "quotes of Windows": ("\x93tide gauges\x94 of harbours", "“tide gauges” of harbours"),
    "escapes of JSON": (r"\u00e9tale cohomology", "étale cohomology"),
    "words broken at a line end": (
        "a trans- former for neu-\nral net- works",
        "a transformer for neural networks",
    ),
    "compounds broken at a line end": ("a self- supervised method", "a self-supervised method"),
}


@pytest.mark.parametrize(("odd", "plain"), SAME.values(), ids=SAME.keys())
def test_an_odd_spelling_gives_the_keywords_of_the_plain_one(odd: str, plain: str) -> None:
    assert keywords(odd) == keywords(plain) != []
    assert keywords(None, odd) == keywords(None, plain)


NOTICES = {
    "Elsevier": "© 2024 Elsevier B.V. All rights reserved.",
    "Elsevier, open access": (
        "© 2020 The Authors. Published by Elsevier Ltd. This is an open access article under the "
        "CC BY-NC-ND license (http://creativecommons.org/licenses/by-nc-nd/4.0/)."
    ),
    "Crown": "Crown Copyright (C) 2010 Published by Elsevier Ltd. All rights reserved.",
    "Wiley": "(c) 2009 Wiley Periodicals, Inc. J Polym Sci Part A: Polym Chem 47: 1-10, 2009",
    "Springer": (
        "© The Author(s), under exclusive licence to Springer Science+Business Media, LLC, part "
        "of Springer Nature 2023."
    ),
    "IEEE": "© 2019 IEEE. Personal use of this material is permitted.",
    "ACM": (
        "Permission to make digital or hard copies of all or part of this work for personal or "
        "classroom use is granted without fee."
    ),
    "MDPI": "Copyright © 2024 by the authors. Licensee MDPI, Basel, Switzerland.",
    "thanks": (
        "This work was supported by the Kite Science Foundation. We thank the anonymous reviewers."
        " The authors declare no conflict of interest."
    ),
    "fate": "Submitted to IEEE Transactions on Tides. To appear in JHEP.",
    "addresses": (
        "See github.com/kite-lab/surge-net, ftp://kite.example/data, kite-lab.github.io/surge, "
        "jo.doe@sea.example.org, jane(at)sea.example and jo [at] sea [dot] org."
    ),
    "a quoted address": 'See "github.com/kite-lab/surge-net".',
    "a bracketed address": "See [kite-lab.github.io/surge].",
    "a torn address": "See https:\n//github.com/kite-lab/surge-net.",
    "addresses of other schemes": "See git://kite.example/surge and s3://kite/surge-data.",
    "identifiers": "See doi:10.1000/xyz.123, arXiv:2301.01234v2 and arXiv preprint hep-th/9901001.",
    "a DOI of an archive": "See DOI: 10.5281/zenodo.17601357.",
    "a path on a line": "Run\n/usr/local/bin/tides.",
    "files": "See /usr/local/lib/tides, ./run.sh, ~/data/tide.nc, data.csv and README.md.",
    "cut words": "Schr\ufffddinger and Poincar\ufffd.",
    "a cut end": "The netw...",
}


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES.keys())
def test_what_is_not_of_the_subject_adds_no_keyword(notice: str) -> None:
    paper = "Tides", "Tide gauges measure tides."

    assert set(keywords(paper[0], f"{paper[1]} {notice}")) == set(keywords(*paper))


def test_a_notice_in_front_takes_nothing_of_the_abstract() -> None:
    notice = (
        "Copyright © 2015 John Doe et al. This is an open access article distributed under the "
        "Creative Commons Attribution License, which permits unrestricted use, provided the "
        "original work is properly cited."
    )

    assert set(keywords(TITLE, f"{notice} {ABSTRACT}")) == set(keywords(TITLE, ABSTRACT))


def test_copyright_may_be_the_subject() -> None:
    found = keywords("Copyright infringement detection", "We detect copyright infringement.")

    assert "copyright infringement" in [each.lower() for each in found]


@pytest.mark.parametrize(
    "placeholder",
    [
        "No abstract available.", "N/A", "n/a", "TBD", "nan", "None", "null", "-", "[No abstract]",
        "Abstract not provided", "Abstract is missing.", "Abstract unavailable", "See PDF",
        "Not available", "Coming soon", "International audience", "12 pages, 5 figures",
        "Comment: 12 pages", "To appear in Proc. of the Tide Conference 2026.",
        "This paper has been withdrawn by the author due to a crucial error in equation 5.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "", "  \n", None,
    ],
)  # fmt: skip
def test_a_placeholder_is_no_abstract(placeholder: str | None) -> None:
    assert keywords(TITLE, placeholder) == keywords(TITLE)


@pytest.mark.parametrize("title", ["Untitled", "[No title]", "Title not available", "n/a", None])
def test_a_placeholder_is_no_title(title: str | None) -> None:
    assert keywords(title) == []


STRUCTURED = {
    "medicine": "BACKGROUND: {} METHODS: {} RESULTS: {} CONCLUSIONS: {}",
    "business": "Purpose - {} Design/methodology/approach - {} Findings: {} Originality/value: {}",
    "outcomes": "Objective: {} Materials and methods: {} Main outcome measures: {} Discussion: {}",
    "blanks before colons": "Background : {} Methods : {} Results : {} Conclusions : {}",
    "short dashes": "Purpose – {} Methods – {} Findings – {} Originality – {}",
    "archive": "International audience: {} Abstract: {} Summary: {} Conclusion— {}",
}
SENTENCES = (
    "Storms flood docks.", "Tide gauges measure tides.", "Graphs hold gauges.", "Docks stay dry.",
)  # fmt: skip


@pytest.mark.parametrize("frame", STRUCTURED.values(), ids=STRUCTURED.keys())
def test_headings_in_an_abstract_are_no_keywords(frame: str) -> None:
    found = set(keywords("Tides", frame.format(*SENTENCES)))
    # Headings stand between the words, so a phrase on the brink may fall below it.
    assert found <= set(keywords("Tides", " ".join(SENTENCES)))
    assert {"Storms", "Tide gauges", "docks"} <= found


def test_a_line_of_keywords_counts_as_text_without_its_label() -> None:
    found = keywords("Tides", "We look. Keywords: storm surge; tide gauge; ocean model")

    assert {"storm surge", "tide gauge", "ocean model"} <= set(found)
    assert not [each for each in found if "eyword" in each]


LANGUAGES = {
    "Russian": (
        "Прогнозирование штормовых нагонов с помощью нейронных сетей. Рассматривается новый метод.",
        {"штормовых нагонов", "нейронных сетей"},
        {"помощью", "метод", "новый метод", "рассматривается", "штормовых", "нейронных"},
    ),
    "Arabic": (
        "التنبؤ بالعواصف باستخدام الشبكات العصبية في هذه الورقة",
        {"الشبكات العصبية", "التنبؤ بالعواصف"},
        {"باستخدام", "الورقة", "هذه"},
    ),
    "Hebrew": (
        "חיזוי סערות באמצעות רשתות נוירונים במאמר זה",
        {"חיזוי סערות", "רשתות נוירונים"},
        {"באמצעות", "במאמר"},
    ),
    "Persian with joiners": (
        "پیش‌بینی طوفان با استفاده از شبکه‌های عصبی",
        {"پیش‌بینی طوفان", "شبکه‌های عصبی"},
        {"استفاده"},
    ),
    "Hindi": (
        "तूफान पूर्वानुमान के लिए न्यूरल नेटवर्क है",
        {"तूफान पूर्वानुमान", "न्यूरल नेटवर्क"},
        {"के", "लिए"},
    ),
    "Korean": (
        "그래프 신경망을 이용하여 폭풍 해일을 예측하는 방법을 제안한다",
        {"그래프 신경망을", "폭풍 해일을"},
        {"이용하여", "제안한다", "예측하는", "방법을"},
    ),
    "Greek": (
        "Πρόβλεψη καταιγίδων με νευρωνικά δίκτυα για την ακτή",
        {"νευρωνικά δίκτυα", "Πρόβλεψη καταιγίδων"},
        {"με", "την", "για"},
    ),
    "German": (
        "In dieser Arbeit werden Sturmfluten durch neuronale Netze für Häfen vorhergesagt",
        {"Sturmfluten", "neuronale Netze"},
        {"dieser", "dieser Arbeit", "werden", "durch", "für"},
    ),
    "French": (
        "Nous présentons une méthode pour la prévision des tempêtes par l'apprentissage profond",
        {"apprentissage profond", "prévision"},
        {"présentons", "nous présentons", "pour", "l'apprentissage"},
    ),
    "Spanish": (
        "Presentamos las redes neuronales para la predicción de marejadas",
        {"redes neuronales", "predicción", "marejadas"},
        {"presentamos", "para", "las"},
    ),
    "Portuguese": (
        "Neste trabalho apresentamos as redes neurais para a previsão de ressacas",
        {"redes neurais", "previsão", "ressacas"},
        {"neste", "trabalho", "apresentamos"},
    ),
    "Turkish": (
        "Yapay sinir ağları ile fırtına tahmini için yeni bir yöntem",
        {"Yapay sinir ağları", "fırtına tahmini"},
        {"ile", "için", "bir"},
    ),
    "Vietnamese": (
        "Dự báo nước dâng bằng mạng nơ-ron đồ thị",
        {"mạng nơ-ron đồ thị"},
        {"bằng", "báo"},
    ),
}


@pytest.mark.parametrize(("text", "wanted", "junk"), LANGUAGES.values(), ids=LANGUAGES.keys())
def test_other_languages_give_their_terms_and_not_their_function_words(
    text: str, wanted: set[str], junk: set[str]
) -> None:
    found = keywords(text)

    assert wanted <= set(found)
    assert not junk & {each.lower() for each in found}


@pytest.mark.parametrize(
    "text",
    [
        "基于深度学习的潮汐预测方法研究，实验结果表明该方法有效。",
        "深層学習による高潮予測データベース",
        "การพยากรณ์คลื่นพายุซัดฝั่ง ด้วยโครงข่ายประสาทกราฟ",
    ],
    ids=["Chinese", "Japanese", "Thai"],
)
def test_scripts_without_blanks_give_no_keywords(text: str) -> None:
    assert keywords(text, text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("本文提出Graph Neural Network模型，结合LSTM和注意力机制。", "Graph Neural Network"),
        ("ニューラルネットTransformerモデルによる予測", "Transformer"),
        ("การพยากรณ์ด้วยDeep Learningและ", "Deep Learning"),
    ],
    ids=["Chinese", "Japanese", "Thai"],
)
def test_english_terms_amid_unparted_letters_are_found(text: str, wanted: str) -> None:
    found = keywords(text)

    assert wanted in found
    assert all(each.isascii() for each in found)


JUNK = {
    "formulas": (
        r"Tide gauges bound $$\int_0^1 f(x)\,dx$$ by \(xyz^2\) and \[ foo = bar \] in docks",
        {"tide gauges"}, {"dx", "foo", "bar", "xyz", "int"},
    ),
    "environments": (
        r"Tide gauges \begin{equation} foo = bar \end{equation} \begin{itemize} \item docks",
        {"tide gauges", "docks"}, {"equation", "foo", "bar", "itemize", "item"},
    ),
    "citations of TeX": (
        r"Tide gauges \citep[see][p.~3]{doe2021} of Eq.~\eqref{eq:main} and \Cref{tab:res} help",
        {"tide gauges"}, {"doe2021", "eq", "tab", "tab res", "eq main", "main"},
    ),
    "blocks of JATS": (
        "<jats:title>Methods</jats:title><jats:p>Graphs hold tide gauges</jats:p>",
        {"tide gauges"}, {"methods graphs", "jats", "title"},
    ),
    "instructions of XML": (
        '<?xml version="1.0"?> <!DOCTYPE html> <![CDATA[Tide gauges]]> help',
        {"tide gauges"}, {"xml version", "doctype html", "cdata", "xml"},
    ),
    "snake case": (
        "The surge_net model reads tide gauges of graph_neural_network_v2.",
        {"tide gauges"}, {"surge", "net", "net model", "graph", "neural", "v2"},
    ),
    "handles": ("RT @kite_lab: tide gauges, says @jo", {"tide gauges"}, {"lab", "kite", "jo"}),
    "data": (
        "Tide gauges ACGTACGTACGTTT d41d8cd98f00b204e9800998ecf8427e 0xDEADBEEF99 " + "wx" * 80,
        {"tide gauges"},
        {"acgtacgtacgttt", "d41d8cd98f00b204e9800998ecf8427e", "0xdeadbeef99", "wx" * 80},
    ),
    "references": (
        "Tide gauges (Smith et al., 2020) help [12, 13], see Fig. 2, Sec. IV and Eq. (3).",
        {"tide gauges"}, {"fig", "sec", "eq", "et", "et al", "iv"},
    ),
    "units": (
        "Tide gauges at 5 GHz, 7 TeV, 10 mg/kg and 100 Mbps.",
        {"tide gauges"}, {"ghz", "tev", "mbps", "mg", "kg"},
    ),
    "days": (
        "Tide gauges of Monday, 12 January 2024.",
        {"tide gauges"}, {"monday", "january", "january 2024"},
    ),
    "signs": (
        "• tide gauges ◦ docks → ✓ \uf0b7 🌊🌊 \x07\x1b \U0010fffd ===== ~~~ ??? …",
        {"tide gauges", "docks"}, {"•", "→", "\uf0b7", "🌊", "="},
    ),
    "short hyphens": (
        "Tide gauges with pre- and post-processing, short- and long-term memory",
        {"tide gauges"}, {"preand", "pre-and", "shortand", "short-and"},
    ),
    "slashes": ("Tide gauges w/o training", {"tide gauges"}, {"o training", "w"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "junk"), JUNK.values(), ids=JUNK.keys())
def test_markup_and_data_give_no_keywords(text: str, wanted: set[str], junk: set[str]) -> None:
    found = {each.lower() for each in keywords(None, text)}

    assert wanted <= found
    assert not junk & found


TERMS = {
    "formulas of substances": ("Oxidation of TiO2 by C6H12O6", {"TiO2", "C6H12O6"}),
    "genes": ("BRCA1 and TP53 mutations in NF-κB signaling", {"BRCA1", "TP53 mutations"}),
    "versions": (
        "Python for GPT-4, ResNet-50 and 5G networks",
        {"GPT-4", "ResNet-50", "5G networks"},
    ),
    "ampersands": ("R&amp;D spending of states", {"R&D spending"}),
    "Greek letters": ("α-synuclein and σ-algebra", {"α-synuclein", "σ-algebra"}),
    "hashtags": ("We count #StormSurge", {"StormSurge"}),
    "acronyms like foreign words": ("NAS and DOS in SEC filings", {"NAS", "DOS", "SEC filings"}),
}


@pytest.mark.parametrize(("text", "wanted"), TERMS.values(), ids=TERMS.keys())
def test_odd_terms_stay_whole(text: str, wanted: set[str]) -> None:
    assert wanted <= set(keywords(text))


def test_shouted_texts_give_keywords_in_small_letters() -> None:
    assert keywords(TITLE.upper(), ABSTRACT.upper()) == keywords(TITLE.lower(), ABSTRACT.lower())


def test_an_abstract_that_is_the_title_again_says_no_more() -> None:
    assert set() < set(keywords(TITLE, TITLE)) <= set(keywords(TITLE))


def test_a_text_repeated_500_times_gives_each_phrase_once() -> None:
    found = keywords(TITLE, f"{ABSTRACT} " * 500)

    assert len(found) == len({each.lower() for each in found})
    assert {"graph neural network", "storm surge forecasting"} <= {each.lower() for each in found}


def test_of_100000_words_the_first_are_read() -> None:
    words = [f"gauge{number % 977} drift of the" for number in range(25_000)]
    text = " ".join(words)

    start = text[:LONGEST_TEXT].rsplit(" ", 1)[0]
    assert keywords("Tides", text) == keywords("Tides", start) != keywords("Tides")


EVIL = (
    "$", "<", "&", "\\", "(", "-", "a-", "((((", "'", "a", "a ", "a.", "@", "a@a.", "{", "a_", "/",
    "\\begin{equation}", "\\cite{", "<a ", "<!--", "<a b='", "&#", "&amp;", "$x", "\\(", "© a. ",
    "`", "\\'{", "a\u0301", "\ufffd", "Ã", "Ã¶", "中a", "\u200d", "1.", "a- ", "...", "a.com/",
    "\\href{", "\n", "\x00", "🌊", "ﬁ", "All rights reserved. ", "n/a ", "./a ", "@a ", "A--B",
)  # fmt: skip


@pytest.mark.parametrize("piece", EVIL)
def test_a_megabyte_of_signs_costs_no_time_and_no_memory(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    papers = records((text, text))

    started = time.process_time()
    assert tokenize(papers).height <= 2 * LONGEST_TEXT
    extract_keywords(papers)

    assert time.process_time() - started < 10


EVERYTHING: list[Paper] = [
    (None, None),
    *((odd, odd) for odd, _ in SAME.values()),
    *((TITLE, notice) for notice in NOTICES.values()),
    *((text, text) for text, _, _ in LANGUAGES.values()),
    *((None, text) for text, _, _ in JUNK.values()),
    *((text, None) for text, _ in TERMS.values()),
    *((TITLE, frame.format(*SENTENCES)) for frame in STRUCTURED.values()),
    *((None, piece * 300) for piece in EVIL),
    ("&ltx and &lt y", "pre- of, pre- offering, spre- of, trans- form, trans- former &amplifier"),
]


def test_a_text_s_keywords_depend_on_no_other_text(monkeypatch: pytest.MonkeyPatch) -> None:
    together = extract_keywords(records(*EVERYTHING))

    monkeypatch.setattr(record_keywords, "BATCH", 1)
    one_by_one = extract_keywords(records(*EVERYTHING))

    assert together.height > 250
    assert_frame_equal(together, one_by_one)


def test_no_keyword_holds_what_is_not_of_words() -> None:
    found = extract_keywords(records(*EVERYTHING)).get_column("keyword")

    broken = found.filter(
        found.str.contains(
            r"[\p{Cc}\p{Co}\p{So}\x{fffd}<>{}\[\]()$\\|~_@*=;:!?\x22]|^\s|\s$|\s\s|Ã"
        )
    )
    assert broken.to_list() == []


def given(*texts: str | None, source: str = "author") -> list[str]:
    listed = [{"keyword": text, "source": source, "score": None} for text in texts]
    row = {"record_number": 1, "title": TITLE, "keywords": listed}
    found = given_keywords(pl.DataFrame([row], schema=RECORD)).sort("rank")
    return found.get_column("keyword").to_list()


LISTS = {
    "semicolons": (
        "storm surge; tide gauge;ocean model;",
        ["storm surge", "tide gauge", "ocean model"],
    ),
    "commas": (
        "storm surge, tide gauge, and ocean model",
        ["storm surge", "tide gauge", "ocean model"],
    ),
    "lines": (
        "storm surge\ntide gauge\r\nocean model",
        ["storm surge", "tide gauge", "ocean model"],
    ),
    "bullets": ("• storm surge • tide gauge", ["storm surge", "tide gauge"]),
    "Chinese signs": ("潮汐预测；风暴潮、海洋", ["潮汐预测", "风暴潮", "海洋"]),
    "a label": ("Keywords: storm surge; tide gauge", ["storm surge", "tide gauge"]),
    "entities": ("R&amp;D; Schr&ouml;dinger bridge", ["R&D", "Schrödinger bridge"]),
    "acronyms": ("neural network (NN); tide gauge (TG)", ["neural network", "tide gauge"]),
    "one comma": ("Diabetes Mellitus, Type 2", ["Diabetes Mellitus, Type 2"]),
    "commas in brackets": ("graphs (small, large, odd)", ["graphs (small, large, odd)"]),
    "locants": ("2,4,6-trinitrotoluene", ["2,4,6-trinitrotoluene"]),
    "categories": ("cs.LG; stat.ML; tides", ["tides"]),
}


@pytest.mark.parametrize(("text", "parts"), LISTS.values(), ids=LISTS.keys())
def test_given_keywords_in_one_text_are_parted(text: str, parts: list[str]) -> None:
    assert given(text) == parts


def test_the_commas_of_an_index_stay() -> None:
    topic = "Ecology, Evolution, Behavior and Systematics"

    assert given(topic, source="index") == [topic]


@pytest.mark.parametrize(
    "nothing",
    ["n/a", "None", "keywords", "null", "No keywords", "not available", "10.1000/tides", "", None],
)
def test_a_placeholder_is_no_given_keyword(nothing: str | None) -> None:
    assert given(nothing, "tides") == ["tides"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("CO<sub>2</sub> capture", "CO2 capture"),
        ("schrÃ¶dinger bridge", "schrödinger bridge"),
        ("Ｇｒａｐｈ　ｎｅｔｗｏｒｋｓ", "Graph networks"),
        ("storm\x00surge", "storm surge"),
        ("#tides", "tides"),
    ],
    ids=["tags", "misread UTF-8", "full-width letters", "control characters", "a hashtag"],
)
def test_an_odd_given_keyword_is_written_plainly(text: str, written: str) -> None:
    assert given(text) == [written]


def test_a_term_and_the_same_term_amid_unparted_letters_are_two_keywords() -> None:
    assert given("Transformer模型", "Transformer") == ["Transformer模型", "Transformer"]


def test_of_5000_given_keywords_the_first_are_kept() -> None:
    numbers = [f"tide gauge {number}" for number in range(5_000)]

    assert given("; ".join(numbers)) == given(*numbers) == numbers[:MOST_GIVEN]
