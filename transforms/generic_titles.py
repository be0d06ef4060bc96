"""Titles that many different papers carry, by their keys: a word list, and nothing else."""

from __future__ import annotations

GENERIC_TITLES = frozenset(
    """
    abouttheauthors acknowledgement acknowledgements acknowledgment acknowledgments announcement
    announcements authorsreply bibliography bookreviewcolumn callforpapers callforparticipation
    chairmansmessage chairsmessage conferenceprogram contributors contributorsinthisissue
    correspondence editorialboard editorialboardandtableofcontents editorialcomment
    editorialcomments editorialintroduction editorialnote editorialpreface editorscomments
    editorscorner editorsforeword editorsintroduction editorsmessage editorsnotes editorspreface
    extendedabstract extendedabstracts finalthoughts forthcomingpapers fromtheeditor
    fromtheeditorinchief fromtheeditors fromtheguesteditors generalchairsmessage generaldiscussion
    guesteditorial guesteditorialintroduction guesteditors guesteditorsforeword
    guesteditorsintroduction guesteditorspreface informationdirectorsmessage informationforauthors
    introduction introductiontothespecialissue invitedpaper invitedpapers invitedspeakers
    invitedtalks issueinformation keynoteaddress keynotespeakers keywordindex letterfromtheeditor
    lettersfromthechair letterstotheeditor lettertotheeditor listofauthors listofcontributors
    listoffigures listofparticipants listofreviewers meetingreport messagefromthechair
    messagefromthechairs messagefromtheeditor messagefromtheeditorinchief
    messagefromthegeneralchair messagefromthepresident messagefromtheprogramchairs miscellaneous
    newsandviews notavailable notesandcomments notestocontributors openingremarks openproblems
    organization organizingcommittee paneldiscussion paperabstracts participants perspectives
    posterabstract posterabstracts postersession prefacetothespecialissue presidentsletter
    presidentsmessage problemsandsolutions programcochairsmessage programcommittee
    programcommitteemembers publicationsreceived publishersnote questionsandanswers
    reminiscencesoninfluentialpapers replytocomments replytothecomments retractionnotice
    reviewarticle softwarereview specialissue specialsection subjectindex supplementaryinformation
    supplementarymaterial supplementarymaterials symposiumreport tableofcontents technicalprogram
    treasurersmessage unknowntitle welcomeaddress welcomefromthechairs welcomemessage
    welcomemessagefromthechairs workshopintroduction workshopreport workshopsummary
    """.split()  # noqa: SIM905  a table of words reads better as text
)
"""Title keys (`transforms.title_key`) that are long and yet say nothing of which paper it is."""
