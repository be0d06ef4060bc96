"""Words that keyword extraction treats apart, by hand.

Here belong lists alone. Here must not be what is computed of words (`words`); figures from counts
are tables in `data`.
"""

from __future__ import annotations

from typing import Final

FUNCTION_WORDS: Final = frozenset(
    """
    a about above across after again against all almost along already also although always am amid
    among amongst an and another any anyone anything are around as at away be because been before
    behind being below beneath besides between beyond both but by can cannot could despite did do
    does doing done down due during each either else enough etc even ever every everyone everything
    except far few fewer first for from further had has have having he hence her here hers him his
    how however i if in indeed inside instead into is it its itself just last least less let like
    made make makes many may maybe me meanwhile might mine more moreover most much must my
    namely near neither never nevertheless next no nobody none nor not nothing now of off often on
    once one ones only onto or other others otherwise our ours ourselves out outside over own per
    perhaps please plus quite rather really same second several shall she should since so some
    someone something sometimes soon still such than that the their theirs them themselves then
    there thereby therefore these they third this those though through throughout thus till to
    together too toward towards twice two under unless unlike until up upon us versus very via vs
    was we well were what whatever when whenever where whereas whereby wherein whether which while
    whilst who whom whose why will with within without would yes yet you your yours
    three four five six seven eight nine ten hundred thousand million billion
    resp respectively spite e g ie eg al et cf ii iii iv th st nd rd
    au aux ces cette dans de del della der des des di dem den das dei du ein eine einen einer el en
    est et fur für il im la las le les lo los mit nach nicht och och para par por pour que sich sont
    sowie sur um und une von wir wird zur zum ist auf con como una uno unos unas nos nous
    """.split()  # noqa: SIM905  a table of words reads better as text
)
"""Words that only hold a sentence together; the last lines are other languages' commonest."""

PREPOSITIONS: Final = frozenset("by called for from in of on to using via with".split())  # noqa: SIM905
"""Words after which a noun group often says what a paper is about."""

SCHOLARLY_WORDS: Final = frozenset(
    """
    novel new existing previous prior recent current various different diverse numerous certain
    proposed propose proposes present presents presented introduce introduces introduced show shows
    shown demonstrate demonstrates demonstrated using used use uses given following
    significant significantly considerable substantial remarkable extensive comprehensive promising
    superior competitive outstanding impressive favorable excellent good great better best
    able available main major important crucial critical vital essential fundamental necessary
    possible potential similar suitable appropriate corresponding respective related relevant
    particular specific overall entire additional extra typical traditional conventional usual
    huge vast ample enormous limited final original latest
    paper article abstract author authors section chapter figure table appendix
    """.split()  # noqa: SIM905
)
"""Words with which papers speak of themselves: they neither open, fill nor close a keyword."""

EMPTY_HEADS: Final = frozenset(
    """
    result results experiments way ways number numbers amount amounts lot kind kinds type types case
    cases part parts variety range example examples issue issues aspect aspects fact idea ideas aim
    goals advantage advantages disadvantage disadvantages improvement improvements increase decrease
    insight insights contribution contributions effort efforts advance advances advancement
    advancements need needs use uses usage presence absence lack role addition contrast term terms
    manner basis nature extent impact today year years months days percent finding findings
    conclusion conclusions success progress limitation limitations drawback drawbacks effectiveness
    superiority comparison comparisons difficulty difficulties challenge challenges possibility
    consideration considerations work works evidence direction directions gains gain baseline
    baselines state-of-the-art art performance accuracy
    """.split()  # noqa: SIM905
)
"""Nouns that say nothing as the head of a keyword."""

EMPTY_ALONE: Final = EMPTY_HEADS | frozenset(
    """
    approach approaches study studies research set sets step steps attention interest interests
    choice choices order view views implementation requirement requirements ability abilities
    development developments technique techniques method methods methodology methodologies scheme
    schemes problem problems task tasks system systems framework frameworks model models algorithm
    algorithms data dataset datasets process processes procedure procedures solution solutions
    application applications property properties value values level levels size sizes group groups
    class classes strategy strategies information time times quality cost costs rate rates feature
    features structure structures function functions field fields area areas domain domains
    environment environments condition conditions effect effects factor factors change changes
    difference differences parameter parameters input inputs output outputs point points user users
    people researchers experiment literature relationship relationships form forms image images text
    test tests tool tools technology technologies resource resources object objects component
    components element elements mechanism mechanisms behavior behaviour concept concepts event
    events instance instances module modules unit units support operation operations line lines
    benchmark benchmarks evaluation evaluations analysis training generation understanding
    capability capabilities representation representations context contexts scenario scenarios code
    content sample samples version versions survey review action actions word words bias biases
    hand instruction document claim mask style topic perspective student head attribute relation
    mind judge entity conflict risk trade emergence guidance shape abstraction evolution search
    pixel response question refinement reflection feedback game conversation benchmarking depth
    thinking exploration gradient mixture attack expert movement position quantity item person
    human body world life nature science state stage phase space size speed scale range region
    source target query answer reference background theory rule rules law laws principle pair
    judgment decision decisions opinion belief collection summary page book volume series
    sequence list table chart letter message news story sentence paragraph
    color light sound voice face eye foot body skin meaning age place investigation creation
    character confidence edge learning language languages vision video videos network networks
    foundation foundations scene scenes latent thought thoughts title keyword keywords contact
    january february april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    wild fix frontier inadequacy interplay tandem necessity willingness trick disconnect era
    overview opportunity opportunities lesson lessons pitfall pitfalls prospect prospects pursuit
    quest dive conquer divide scratch talk piece pieces thing things workshop proceedings platform
    matter matters row rest rise guess push sight closing conjunction spotlight suite century
    centuries millisecond milliseconds machinery colleague colleagues unleashing unveiling
    unraveling unmasking taming redefining dissecting weaving envisioning incentivizing
    conceptualizing operationalizing persuade defend
    ghz mhz khz tev gev mev kev mbps gbps mpa gpa kpa
    """.split()  # noqa: SIM905
)
"""Nouns that say nothing as a keyword of one word."""

GENERAL_HEADS: Final = frozenset(
    """
    algorithm algorithms application applications approach approaches architecture architectures
    benchmark benchmarks component components dataset datasets framework frameworks implementation
    implementations mechanism mechanisms method methods model models module modules paradigm
    paradigms pipeline pipelines procedure procedures scheme schemes setting settings solution
    solutions strategies strategy studies study task tasks technique techniques technologies
    technology tool tools
    """.split()  # noqa: SIM905
)
"""Nouns that name a thing or a way of any kind: as the head of a keyword they say little.

Not those that form names: `recommender system`, `diffusion process`, `travelling salesman problem`.
"""

RUSSIAN_AND_ARABIC: Final = frozenset(
    """
    это как так для или при что она они был быть были было есть этот этого этой эти том также
    более между после через если когда только может можно которые который которая которых
    является являются рассматривается предлагается работе статье данной данный
    في من على إلى عن مع هذا هذه التي الذي ذلك بين كما أن إن كان كانت هو هي ما لا قد أو ثم
    """.split()  # noqa: SIM905
)
"""The commonest function words of two scripts that have no table of word classes."""

ABBREVIATIONS: Final = frozenset(
    "fig figs eq eqs sec secs ref refs vol resp viz approx proc dept univ".split()  # noqa: SIM905
)
"""Abbreviations that lead to something else; in capitals they are acronyms."""

OTHER_LANGUAGES: Final = frozenset(
    """
    aber auch bei beim beziehungsweise dass daß deren dessen diese diesem diesen dieser dieses durch
    einem eines gegen haben hier ihre ihrer kann kein keine können mittels nicht oder ohne seine
    über unter unseren vom vor werden wird wurde wurden während zeigen zwischen arbeit beitrag
    ergebnisse stellen vorgestellt
    afin aussi autres avec avons cet comme dont elle entre été être leur leurs lors
    notre nous peut permet permettent plusieurs proposons présente présentons qui sans ses sous
    travail résultats montrent montrons nouvelle nouveau très à où
    así cada cuando del donde ella entre esta estas esto estos hasta más
    muestran mediante nuestra nuestro otros pero porque presenta presentamos proponemos puede
    sobre también tiene trabajo resultados está están
    apresenta apresentamos através cada com como desta deste entre essa esse
    mostram não nesta neste nos numa ou pela pelo pode propomos quando
    são seu sua também trabalho uma é
    alla anche che dalla degli dei delle dello essere gli hanno lavoro nella nelle nostro
    nuovo sono più presentiamo proponiamo questa questo risultati sul sulla viene è
    ancak bir çalışma çalışmada daha gibi için ile ise kadar olan olarak öneriyoruz sonuçları
    veya yeni
    bài báo bằng các có của được để không là mới một này những trong và với
    dengan dari dapat ini pada penelitian untuk yang
    oraz przedstawiono przez się został została który która które użyciem pracy
    від для його вона вони між розглянуто роботі статті також яка який які запропоновано дозволяє
    помощью основе новый новая новое новые метод методы показывают показано результаты
    αυτή αυτό για είναι και με μια ένα που στη στην στο στον στα στις της την τις του τους των από
    παρουσιάζουμε εργασία
    אנו אנחנו באמצעות במאמר הזה זה זו חדש חדשה מציגים מציעים על של שלנו עם את
    के का की को में से पर और है हैं यह इस एक लिए नई नया प्रस्तुत बेहतर गया
    این آن از برای به با را در که است شده شود می‌شود ارائه استفاده جدید مقاله
    باستخدام أظهرت النتائج نقدم تقدم الورقة جديدة جديد أفضل
    본 이 그 및 또한 통해 위한 대한
    논문은 논문에서 논문에서는 연구에서는 이용한 이용하여 사용하여
    기존 결과 실험 방법을 방법이
    """.split()  # noqa: RUF001, SIM905
)
"""The commonest words by which texts in other languages hold together and speak of themselves.

In capitals they are acronyms.
"""

BINDING_WORDS: Final = frozenset({"aided", "assisted", "based", "driven", "enabled", "oriented"})
"""Participles that also bind a compound written without hyphens: `content based retrieval`."""

NOUNS_LIKE_ADJECTIVES: Final = frozenset(
    "characteristic derivative magic metric objective proposal terminal tutorial".split()  # noqa: SIM905
)
"""Words that end like adjectives, and are used as such too, but are nouns."""

SUBJECTS_LIKE_VERBS: Final = frozenset({"inpainting", "probing"})
"""Words in -ing that are mostly verbs, and yet name a subject."""

CLOSING_SUFFIXES: Final = frozenset(
    """
    agnostic assisted augmented aware based dependent driven enabled enhanced free guided induced
    inspired like only oriented powered related specific style wise
    """.split()  # noqa: SIM905
)
"""Words that, glued by a hyphen, may be left off: `attention-based` is about attention."""
