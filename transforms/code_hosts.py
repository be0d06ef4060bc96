"""The hosts of code, data and papers: which leads to what, and which never leads to code.

Here belong lists of hosts and of the names that a host keeps for itself. Here must not be how an
address is read (`transforms.code_urls`).
"""

from __future__ import annotations

import re

GIT_HOSTS = ("github.com", "gist.github.com", "bitbucket.org", "codeberg.org", "gitee.com")
"""Hosts on which an address starts with a repository's owner and name."""

RAW_HOSTS = ("raw.githubusercontent.com", "raw.github.com", "codeload.github.com")
"""Hosts that serve the files of a repository on GitHub, owner and name first."""

SELF_HOSTED_GIT = re.compile(r"git(?:lab)?[.-](?!io$).+|.+\.gitlab\.(?!io$).+")
"""GitLab, also on a host of its own, or a server like it."""

FOLDER_KINDS = {
    "huggingface.co": {
        "datasets": "dataset",
        "spaces": "project_page",
        "collections": "other",
    },
    "modelscope.cn": {"models": "model", "datasets": "dataset", "studios": "project_page"},
    "kaggle.com": {"datasets": "dataset", "models": "model", "code": "other"},
}
"""What `host/folder/owner/name` leads to."""

HOST_ALIASES = {
    "hf.co": "huggingface.co",
    "huggingface.com": "huggingface.co",
    "hf-mirror.com": "huggingface.co",
    "modelscope.ai": "modelscope.cn",
    "dx.doi.org": "doi.org",
}

PAGE_HOSTS = re.compile(
    r"(?:.+\.)?(?:github\.io|gitlab\.io|gitee\.io|codeberg\.page|sourceforge\.(?:io|net)"
    r"|sites\.google\.com|netlify\.app|vercel\.app|pages\.dev|web\.app|readthedocs\.io"
    r"|gitbook\.io|hf\.space|streamlit\.app|herokuapp\.com|onrender\.com)"
)
"""Hosts of project pages and demos."""

ARCHIVE_HOSTS = re.compile(
    r"(?:.+\.)?(?:zenodo\.org|figshare\.com|osf\.io|softwareheritage\.org|datadryad\.org|dryad\.org"
    r"|data\.mendeley\.com|ieee-dataport\.org|physionet\.org|synapse\.org|openneuro\.org"
    r"|dataverse\.[a-z.]+|pangaea\.de|rodare\.hzdr\.de|codeocean\.com)"
)
"""Archives of code and data."""

ARCHIVE_DOI = re.compile(
    r"10\.(?:5281/zenodo\.|6084/m9\.figshare|5061/dryad|17605/osf|7910/dvn|57967/hf|21227/|17632/"
    r"|13026/|1594/pangaea|24433/co|18112/|7303/syn|34740/|5683/|25405/data)\S*",
    re.IGNORECASE,
)
"""DOIs that archives of code and data give out; every other DOI is taken for a paper's."""

REFUSED_HOSTS = re.compile(
    r"(?:.+\.)?(?:arxiv\.org|alphaxiv\.org|(?:bio|med|chem|tech)rxiv\.org|openreview\.net"
    r"|aclanthology\.org|aclweb\.org|thecvf\.com|neurips\.cc|nips\.cc|iclr\.cc|icml\.cc|mlr\.press"
    r"|jmlr\.org|acm\.org|ieee\.org|computer\.org|springer\.com|springernature\.com|nature\.com"
    r"|sciencedirect\.com|elsevier\.com|wiley\.com|tandfonline\.com|mdpi\.com|frontiersin\.org"
    r"|plos\.org|pnas\.org|science\.org|sagepub\.com|oup\.com|cambridge\.org|iop\.org|aaai\.org"
    r"|ijcai\.org|usenix\.org|isca-speech\.org|isca-archive\.org|ceur-ws\.org|scitepress\.org"
    r"|spiedigitallibrary\.org|optica\.org|dagstuhl\.de|jcgt\.org|melba-journal\.org|hal\.science"
    r"|ssrn\.com|semanticscholar\.org|researchgate\.net|academia\.edu|scholar\.google\.[a-z.]+"
    r"|dblp\.org|(?:ncbi|pubmed)\.[a-z.]*nih\.gov|openalex\.org|crossref\.org|paperswithcode\.com"
    r"|handle\.net|preprints\.org|easychair\.org|slideslive\.com|overleaf\.com|orcid\.org"
    r"|web\.archive\.org|youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|b23\.tv|twitter\.com|x\.com"
    r"|t\.co|linkedin\.com|facebook\.com|instagram\.com|reddit\.com|medium\.com|substack\.com"
    r"|discord\.gg|slack\.com|t\.me|weixin\.qq\.com|zhihu\.com|wikipedia\.org|creativecommons\.org"
    r"|w3\.org|gnu\.org|opensource\.org|forms\.gle|shields\.io|badgen\.net|badge\.fury\.io"
    r"|example\.(?:com|org)|api\.[^/]+)|.+\.github\.com|.+\.huggingface\.co"
)
"""Publishers, indexes, videos, news, licences and badges: never a code link."""

RESERVED = {
    "github.com": re.compile(
        r"about|account|apps|blog|collections|contact|customer-stories|dashboard|enterprise|events"
        r"|explore|features|github-copilot|huggingface|issues|join|login|logout|marketplace|mobile"
        r"|new|notifications|nonprofit|organizations|orgs|pricing|pulls|readme|search|security"
        r"|sessions|settings|signup|site|solutions|sponsors|stars|team|topics|trending|users"
        r"|watching|xxx",
        re.IGNORECASE,
    ),
    "gitlab.com": re.compile(r"-|api|dashboard|explore|groups|help|search|users", re.IGNORECASE),
    "huggingface.co": re.compile(
        r"about|api|blog|brand|chat|contact|docs|enterprise|huggingface|inference|join|learn|login"
        r"|models|organizations|papers|posts|pricing|privacy|search|settings|storage|tasks"
        r"|terms-of-service",
        re.IGNORECASE,
    ),
}
"""First parts of a path that are no owner, by host; every GitLab keeps the same as gitlab.com.
`huggingface` alone, without a repository, is the link in the footer of Hugging Face's own pages."""

SUBPATH_STARTS = frozenset({"-", "tree", "blob", "raw", "src", "issues", "wikis", "commit"})
"""Where the path of a GitLab project, whose groups may be nested, ends."""
