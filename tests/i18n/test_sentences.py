"""Sentences from codes: in every language, for every event that there can be, and right to the case."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from i18n.said import SECTORS, STATUSES, event, figure, party, spoken, statement

from dragoman import ontology
from dragoman.actors.names import english_names
from dragoman.i18n import LANGUAGES, locale
from dragoman.i18n.patterns import patterns

KINDS = [(t, m) for t in ontology.types() for m in ("", *ontology.modes(t))]
WHO = (
    (["KAZ"], ["USA"]),
    ([":REB"], ["DEU:MIL"]),
    (["KAZ"], []),
    (["KAZ", "USA"], []),
    (["KAZ", "DEU:COP"], ["USA", "TUR", "EU"]),
    ([], ["USA"]),
    ([], [":CVL", ":MED"]),
    ([":"], []),
    ([], []),
)
FOREIGN = {"ar", "ru", "kk", "zh"}  # scripts other than the Latin one


def sound(code, said):
    """Whether a text is a sentence: no slot, no code, no stray space; a capital where there are capitals; in its script."""
    assert said and said == said.strip() and not set(said) & set("{}|@?") and "  " not in said, said
    assert said[0] == said[0].upper() and not said.endswith((".", "。")), said
    if code in FOREIGN:
        assert not any("a" <= c <= "z" for c in said.lower()), said
    return said


@pytest.mark.parametrize("code", spoken("summary.toml"))
def test_every_event_has_a_sentence(code):
    loc = locale(code)
    for kind, mode in KINDS:
        for status in STATUSES:
            for actors, recipients in WHO:
                sound(code, loc.summary(event(kind, mode, (), status, actors, recipients)))


@pytest.mark.parametrize("code", spoken("summary.toml"))
def test_every_pattern_of_a_context_gives_a_sentence(code):
    loc = locale(code)
    for key in patterns(code).sentences:
        if "+" in key:
            head, context = key.split("+")
            kind, _, mode = head.partition("/")
            for status in STATUSES:
                for actors, recipients in WHO:
                    sound(code, loc.summary(event(kind, mode, (context,), status, actors, recipients)))


@pytest.mark.parametrize("code", spoken("summary.toml"))
def test_types_modes_and_statuses_are_told_apart(code):
    loc = locale(code)
    said = {(k, m, s): loc.summary(event(k, m, (), s, ["KAZ"], ["USA"])) for k, m in KINDS for s in STATUSES if s != "historical"}
    for kind, mode in KINDS:
        assert len({said[kind, mode, s] for s in ("actual", "future", "negated", "hypothetical")}) == 4, (kind, mode)
    actual = {key: text for key, text in said.items() if key[2] == "actual"}
    assert len(set(actual.values())) > 0.9 * len(actual)


@pytest.mark.parametrize("code", spoken("summary.toml"))
def test_what_is_past_is_told_like_what_happened(code):
    loc = locale(code)
    assert loc.summary(event("AID", "", (), "historical", ["KAZ"], ["USA"])) == loc.summary(
        event("AID", "", (), "actual", ["KAZ"], ["USA"])
    )


OR = {"en": " or ", "ar": " أو ", "fr": " ou ", "ru": " или ", "es": " o ", "zh": "或", "kk": " немесе ", "de": " oder ", "tr": " veya "}
WIDE = [  # codes that hold two things, with what of them is told
    ("SANCTION", "expel", WHO[:4] + WHO[5:6]),
    ("SANCTION", "discontinue", WHO[:4] + WHO[5:6]),
    ("RETREAT", "access", WHO[:4] + WHO[5:6]),
    ("COERCE", "martial-law", WHO[:3] + WHO[5:6]),
    ("SUPPORT", "", WHO[3:4]),
]


@pytest.mark.parametrize("code", spoken("summary.toml"))
def test_a_headline_says_no_more_than_its_code(code):
    for kind, mode, who in WIDE:
        for status in ("actual", "future", "hypothetical"):
            for actors, recipients in who:
                said = locale(code).summary(event(kind, mode, (), status, actors, recipients))
                assert OR[code] in said, (kind, mode, status, said)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "Russia expelled representatives of France or recalled its own"),
        ("ar", "طردت روسيا ممثلين عن فرنسا أو استدعت ممثليها"),
        ("fr", "La Russie a expulsé des représentants de la France ou rappelé les siens"),
        ("ru", "Россия выслала представителей Франции или отозвала своих"),
        ("es", "Rusia expulsó a representantes de Francia o retiró a los suyos"),
        ("zh", "俄罗斯驱逐法国代表或召回己方代表"),
        ("kk", "Ресей Франция өкілдерін елден шығарды немесе өз өкілдерін кері шақырды"),
        ("de", "Russland wies Vertreter Frankreichs aus oder zog eigene ab"),
        ("tr", "Rusya, Fransa'nın temsilcilerini sınır dışı etti veya kendi temsilcilerini geri çağırdı"),
    ],
)
def test_a_recalled_ambassador_is_not_said_to_be_expelled(code, said):
    assert locale(code).summary(event("SANCTION", "expel", (), "actual", ["RUS"], ["FRA"])) == said


parties = st.lists(st.tuples(st.sampled_from([*english_names(), "", "XYZ"]), st.sampled_from(["", *SECTORS])), max_size=4)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(spoken("summary.toml")),
    st.sampled_from(KINDS),
    st.sampled_from(STATUSES),
    st.lists(st.sampled_from(sorted(ontology.contexts())), max_size=3, unique=True),
    parties,
    parties,
)
def test_no_event_is_without_words(code, kind, status, contexts, actors, recipients):
    row = event(*kind, contexts, status) | {"actors": [party(*a) for a in actors], "recipients": [party(*r) for r in recipients]}
    said = locale(code).summary(row)
    assert said and not set(said) & set("{}|@") and "  " not in said and said[0] == locale(code).capital(said[0])


HUMANITARIAN = {
    "en": "Kazakhstan sent humanitarian aid to Ukraine",
    "ar": "أرسلت كازاخستان مساعدات إنسانية إلى أوكرانيا",
    "fr": "Le Kazakhstan a apporté une aide humanitaire à l'Ukraine",
    "ru": "Казахстан направил гуманитарную помощь Украине",
    "es": "Kazajistán envió ayuda humanitaria a Ucrania",
    "zh": "哈萨克斯坦向乌克兰提供人道主义援助",
    "kk": "Қазақстан Украинаға гуманитарлық көмек жіберді",
    "de": "Kasachstan leistete der Ukraine humanitäre Hilfe",
    "tr": "Kazakistan, Ukrayna'ya insani yardım sağladı",
}


@pytest.mark.parametrize("code", spoken("summary.toml"))
def test_humanitarian_aid(code):
    assert locale(code).summary(event("AID", "", ["human_security"], "actual", ["KAZ"], ["UKR"])) == HUMANITARIAN[code]


@pytest.mark.parametrize(
    ("code", "row", "said"),
    [
        # the verb agrees with the actor: number, gender
        ("en", event("SANCTION", "", (), "future", ["EU"], [":BUS"]), "The EU is to impose sanctions on companies or cut ties with them"),
        ("en", event("ASSAULT", "", (), "future", [":REB"], ["USA"]), "Rebels are to attack the United States"),
        ("fr", event("ACCUSE", "disapprove", (), "actual", ["USA"], ["FRA"]), "Les États-Unis ont critiqué la France"),
        ("es", event("ACCUSE", "disapprove", (), "actual", ["CUB", "ESP"], ["USA"]), "Cuba y España criticaron a Estados Unidos"),
        ("de", event("ACCUSE", "disapprove", (), "actual", ["USA"], ["TUR"]), "Die USA kritisierten die Türkei"),
        ("ru", event("AID", "", (), "actual", ["DEU"], ["KAZ"]), "Германия оказала помощь Казахстану"),
        ("ru", event("AID", "", (), "actual", ["USA"], ["DEU"]), "США оказали помощь Германии"),
        # in Arabic the verb stands first and agrees with the first actor
        ("ar", event("CONSULT", "", (), "actual", ["KAZ", "LBN"]), "أجرت كازاخستان ولبنان محادثات"),
        ("ar", event("CONSULT", "", (), "actual", ["LBN", "KAZ"]), "أجرى لبنان وكازاخستان محادثات"),
        # every member of a list is in its case
        ("de", event("ASSAULT", "", (), "actual", [":REB"], ["MLI:MIL"]), "Rebellen griffen das Militär Malis an"),
        ("ru", event("CONSULT", "", (), "negated", ["KAZ"], ["DEU", "FRA"]), "Казахстан не провёл переговоров с Германией и Францией"),
        ("kk", event("AID", "", (), "actual", ["KAZ"], ["UKR", "TUR"]), "Қазақстан Украинаға және Түркияға көмек көрсетті"),
        # prepositions melt with articles
        ("fr", event("AID", "", (), "actual", ["FRA"], ["KAZ", "USA"]), "La France a apporté une aide au Kazakhstan et aux États-Unis"),
        ("ar", event("SUPPORT", "", (), "hypothetical", ["KAZ"], ["JOR"]), "قد تبدي كازاخستان تأييدا للأردن"),
        # words before their neighbours
        ("ru", event("CONSULT", "", (), "actual", ["KAZ"], ["SWE"]), "Казахстан провёл переговоры со Швецией"),
        ("ru", event("CONSULT", "", (), "actual", ["KAZ"], ["USA"]), "Казахстан провёл переговоры с США"),
        ("es", event("ACCUSE", "disapprove", (), "actual", ["RUS", "IRN"], ["USA"]), "Rusia e Irán criticaron a Estados Unidos"),
        ("ru", event("CONSULT", "", (), "actual", ["KAZ"], [":MED"]), "Казахстан провёл переговоры со СМИ"),
        ("ru", event("REQUEST", "assist", (), "actual", [], ["WB"]), "Ко Всемирному банку обратились за помощью"),
        # a side that is not named leaves no doubt who did what, though "США" has one form for all cases
        ("ru", event("AID", "", (), "negated", [], ["USA"]), "США не получили помощи"),
        ("ru", event("ACCUSE", "", (), "actual", [], ["USA"]), "В адрес США прозвучали обвинения"),
        ("kk", event("AID", "", (), "future", ["KAZ"], ["USA"]), "Қазақстан АҚШ-қа көмек көрсетпек"),
        ("kk", event("AID", "", (), "hypothetical", [], ["SAU"]), "Сауд Арабиясына көмек көрсетілуі мүмкін"),
        # people are arrested, not states
        ("en", event("COERCE", "arrest", (), "actual", [], ["DEU"]), "People from Germany were arrested"),
        (
            "ru",
            event("COERCE", "arrest", (), "actual", ["TUR:COP"], ["DEU", ":REF"]),
            "Полиция Турции задержала граждан Германии и беженцев",
        ),
        ("kk", event("COERCE", "arrest", (), "actual", ["TUR:COP"], ["DEU:MED"]), "Түркия полициясы Германия журналистерін ұстады"),
        ("es", event("RETREAT", "release", (), "actual", ["TUR"], ["DEU:MED"]), "Turquía liberó a periodistas de Alemania"),
        # a sector of a state, and one of nobody's
        ("en", event("COERCE", "arrest", (), "actual", ["TUR:COP"], ["DEU:MED"]), "The police of Türkiye arrested journalists of Germany"),
        ("fr", event("COERCE", "arrest", (), "actual", ["TUR:COP"], ["DEU:MED"]), "La police turque a arrêté des journalistes allemands"),
        ("tr", event("ASSAULT", "", (), "actual", [":REB"], ["MLI:MIL"]), "İsyancılar, Mali ordusuna saldırdı"),
        ("zh", event("COERCE", "arrest", (), "actual", ["TUR:COP"], ["DEU:MED"]), "土耳其警方逮捕德国媒体人员"),
        # nobody known who did it
        ("en", event("ASSAULT", "drone", (), "actual", [], ["UKR"]), "Ukraine was attacked with drones"),
        ("de", event("ASSAULT", "drone", (), "actual", [], ["UKR"]), "Die Ukraine wurde mit Drohnen angegriffen"),
        ("ar", event("THREATEN", "", (), "actual"), "وجه مجهولون تهديدات"),
        ("en", event("THREATEN", "", (), "actual"), "Unknown persons made threats"),
        # a state with itself, and one that is named twice
        ("en", event("AID", "", (), "actual", ["KAZ"], ["KAZ"]), "Kazakhstan gave aid"),
        ("en", event("CONSULT", "", (), "actual", ["KAZ", "KAZ", "UZB"]), "Kazakhstan and Uzbekistan held talks with each other"),
        (
            "en",
            event("COERCE", "arrest", (), "actual", ["KAZ:COP"], ["KAZ:CVL"]),
            "The police of Kazakhstan arrested civilians from Kazakhstan",
        ),
    ],
)
def test_grammar(code, row, said):
    assert locale(code).summary(row) == said


def test_an_unknown_id_stands_for_itself():
    assert locale("en").summary(event("AID", "", (), "actual", ["XYZ"], ["UKR"])) == "XYZ gave aid to Ukraine"


def test_the_most_special_pattern_is_taken():
    en = locale("en")
    both = {"actors": ["KAZ"], "recipients": ["UKR"]}
    assert en.summary(event("AID", "", ["crime"], **both)) == "Kazakhstan gave aid to Ukraine"
    assert en.summary(event("AID", "", ["crime", "disasters"], **both)) == "Kazakhstan sent disaster relief to Ukraine"
    # a shape that the mode lacks is told by what the mode has, not by the type
    assert "phone" in en.summary(event("CONSULT", "phone", (), "actual", [], ["UKR"]))


def test_capitals_follow_the_language():
    assert locale("tr").capital("isyancılar") == "İsyancılar"
    assert locale("de").capital("isländer") == "Isländer"
    assert locale("kk").capital("ішкі істер") == "Ішкі істер"
    assert locale("ar").capital("مدنيون") == "مدنيون"
    assert locale("en").capital("") == ""


# --- figures and statements


SIDES = ((["EU"], ["KAZ"]), (["EU"], []), ([], ["KAZ"]), ([], []), (["KAZ", "UZB"], ["USA"]))


@pytest.mark.parametrize("code", spoken("summary.toml"))
def test_every_figure_has_a_sentence(code):
    loc = locale(code)
    for kind in loc._terms["figure"]:
        for givers, takers in SIDES:
            for bound in ("exact", "at_least", "at_most", "about"):
                said = loc.figure(figure(kind, 45.0, "USD", bound, givers, takers))
                assert "45" in said
                if bound != "exact":
                    assert loc._terms["bound"][bound] in said.lower(), said
                assert said == said.strip() and not set(said) & set("{}|@?") and "  " not in said and said[0] == said[0].upper()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "Investment: at least 160 billion US dollars, from the EU to Kazakhstan"),
        ("ar", "استثمار: ما لا يقل عن 160 مليار دولار أمريكي، من الاتحاد الأوروبي إلى كازاخستان"),
        ("de", "Investitionen der EU in Kasachstan: mindestens 160 Milliarden US-Dollar"),
        ("tr", "AB'den Kazakistan'a yatırım: en az 160 milyar ABD doları"),
    ],
)
def test_an_investment(code, said):
    assert locale(code).figure(figure("investment", 160e9, "USD", "at_least", ["EU"], ["KAZ"])) == said


def test_what_is_counted_is_named_in_the_readers_language():
    row = figure("companies", 45, "компаний", "exact", ["GBR"], ["KAZ"])
    assert locale("en").figure(row) == "45 companies from the United Kingdom in Kazakhstan"
    for code in spoken("summary.toml"):
        if code != "ru":
            assert "компаний" not in locale(code).figure(row)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "3 billion cubic metres"),
        ("ar", "3 مليار متر مكعب"),
        ("fr", "3 milliards de mètres cubes"),
        ("ru", "3 миллиарда кубометров"),
        ("es", "3 mil millones de metros cúbicos"),
        ("zh", "30亿立方米"),
        ("kk", "3 миллиард текше метр"),
        ("de", "3 Milliarden Kubikmeter"),
        ("tr", "3 milyar metreküp"),
    ],
)
def test_units_are_told_in_the_readers_language(code, said):
    assert said in locale(code).figure(figure("energy", 3e9, "cubic metres", "exact", ["RUS"], ["KAZ"])).replace("\xa0", " ")


@pytest.mark.parametrize("code", spoken("summary.toml"))
def test_every_statement_has_a_sentence(code):
    loc = locale(code)
    said = {}
    for stance in loc._terms["stance"]:
        for about in (["EU"], ["EU", "USA"], []):
            for speaker, sector in (("KAZ", "GOV"), ("", "OPP"), ("USA", "LEG"), ("", "")):
                text = loc.statement(statement(speaker, stance, about, None, "", sector))
                sound(code, text)
                said.setdefault((tuple(about), speaker, sector), []).append(text)
    assert all(len(set(texts)) >= len(texts) - 1 for texts in said.values())  # stances are told apart


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "Kassym-Jomart Tokayev (Kazakhstan) speaks in support of the EU: “We agree”"),
        ("ar", "أعرب قاسم جومارت توكاييف (كازاخستان) عن تأييد للاتحاد الأوروبي: «We agree»"),
        ("fr", "Kassym-Jomart Tokaïev (Kazakhstan) exprime son soutien à l'Union européenne\xa0: «\xa0We agree\xa0»"),
        ("ru", "Касым-Жомарт Токаев (Казахстан) поддерживает Евросоюз: «We agree»"),
        ("de", "Kassym-Schomart Tokajew (Kasachstan) sprach sich für die EU aus: „We agree“"),
    ],
)
def test_a_statement_of_a_person(code, said):
    row = statement("KAZ", "support", ["EU"], "“We agree”", "Kassym-Jomart Tokayev")
    assert locale(code).statement(row).replace("\u202f", "\xa0") == said


def test_a_person_of_no_state():
    assert locale("en").statement(statement("", "warn", ["EU"], None, "Ann Other", "")) == "Ann Other warns the EU"


@pytest.mark.parametrize("code", LANGUAGES)
def test_persons_are_written_as_the_press_writes_them(code):
    loc = locale(code)
    assert loc.person("Nobody Known") == "Nobody Known"
    for name in ("Vladimir Putin", "Xi Jinping", "Kassym-Jomart Tokayev"):
        written = loc.person(name)
        assert not set(written) & set("~*()|")
        assert (written == name) if code == "en" else code not in FOREIGN or not any("a" <= c <= "z" for c in written.lower())
