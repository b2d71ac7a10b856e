#!/usr/bin/env python3
"""Write the bundled corpora: English-French pairs, tagged sentences, parses.

    python3 scripts/make_data.py [OUTPUT_DIRECTORY]      (default: data/)

One grammar builds each phrase in both languages at once, so that the French
side is determined by the English one: word order, agreement, elision and
contraction follow from the same choices.  The English side is a tree, which
also gives the tags and the parses.

The output depends on nothing but this file: the random numbers are made here,
and no set or hash order is ever iterated over.
"""

import os
import sys
import unicodedata
from collections import Counter

# ---------------------------------------------------------------- randomness


class Rng:
    """splitmix64: the same numbers on every machine and Python version."""

    MASK = (1 << 64) - 1

    def __init__(self, seed):
        self.state = seed & self.MASK
        self.used = Counter()

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & self.MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & self.MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & self.MASK
        return z ^ (z >> 31)

    def below(self, n):
        return self.next() % n

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, items):
        return items[self.below(len(items))]

    def weighted(self, pairs):
        """Pick from (item, integer weight) pairs."""
        roll = self.below(sum(weight for _, weight in pairs))
        for item, weight in pairs:
            roll -= weight
            if roll < 0:
                return item
        raise AssertionError("weights do not add up")

    def fresh(self, items):
        """Pick the less used of two candidates, so that no word stays rare."""
        one, two = self.pick(items), self.pick(items)
        best = one if self.used[one.key] <= self.used[two.key] else two
        self.used[best.key] += 1
        return best


# ------------------------------------------------------------ French morphology

# Persons of a conjugation table: je, il/elle, nous, ils/elles.
JE, IL, NOUS, ILS = range(4)

IMPERFECT = ("ais", "ait", "ions", "aient")
FUTURE = ("ai", "a", "ons", "ont")

# infinitive: the four present forms, the participle, the stem of the future
IRREGULAR = {
    "être": ("suis est sommes sont", "été", "ser"),
    "avoir": ("ai a avons ont", "eu", "aur"),
    "aller": ("vais va allons vont", "allé", "ir"),
    "faire": ("fais fait faisons font", "fait", "fer"),
    "dire": ("dis dit disons disent", "dit", "dir"),
    "voir": ("vois voit voyons voient", "vu", "verr"),
    "prendre": ("prends prend prenons prennent", "pris", "prendr"),
    "comprendre": ("comprends comprend comprenons comprennent", "compris", "comprendr"),
    "apprendre": ("apprends apprend apprenons apprennent", "appris", "apprendr"),
    "venir": ("viens vient venons viennent", "venu", "viendr"),
    "revenir": ("reviens revient revenons reviennent", "revenu", "reviendr"),
    "souvenir": ("souviens souvient souvenons souviennent", "souvenu", "souviendr"),
    "pouvoir": ("peux peut pouvons peuvent", "pu", "pourr"),
    "vouloir": ("veux veut voulons veulent", "voulu", "voudr"),
    "savoir": ("sais sait savons savent", "su", "saur"),
    "devoir": ("dois doit devons doivent", "dû", "devr"),
    "lire": ("lis lit lisons lisent", "lu", "lir"),
    "écrire": ("écris écrit écrivons écrivent", "écrit", "écrir"),
    "boire": ("bois boit buvons boivent", "bu", "boir"),
    "croire": ("crois croit croyons croient", "cru", "croir"),
    "connaître": ("connais connaît connaissons connaissent", "connu", "connaîtr"),
    "courir": ("cours court courons courent", "couru", "courr"),
    "dormir": ("dors dort dormons dorment", "dormi", "dormir"),
    "partir": ("pars part partons partent", "parti", "partir"),
    "ouvrir": ("ouvre ouvre ouvrons ouvrent", "ouvert", "ouvrir"),
    "offrir": ("offre offre offrons offrent", "offert", "offrir"),
    "recevoir": ("reçois reçoit recevons reçoivent", "reçu", "recevr"),
    "conduire": ("conduis conduit conduisons conduisent", "conduit", "conduir"),
    "construire": ("construis construit construisons construisent", "construit", "construir"),
    "suivre": ("suis suit suivons suivent", "suivi", "suivr"),
    "rire": ("ris rit rions rient", "ri", "rir"),
    "peindre": ("peins peint peignons peignent", "peint", "peindr"),
    "envoyer": ("envoie envoie envoyons envoient", "envoyé", "enverr"),
}

# -er verbs whose stem changes before a silent ending: plain stem, changed stem,
# and whether the future takes the changed stem too (préférer does not).
STEM_CHANGE = {
    "acheter": ("achet", "achèt", True),
    "lever": ("lev", "lèv", True),
    "préférer": ("préfér", "préfèr", False),
    "espérer": ("espér", "espèr", False),
    "essayer": ("essay", "essai", True),
}

ETRE_VERBS = ("aller", "venir", "revenir", "arriver", "partir", "entrer", "rester", "tomber")


def soften(stem, ending):
    """Keep the soft g and c of manger, commencer before a and o."""
    if ending[0] in "ao" and stem.endswith("g"):
        return stem + "e" + ending
    if ending[0] in "ao" and stem.endswith("c"):
        return stem[:-1] + "ç" + ending
    return stem + ending


def regular_forms(infinitive):
    """Present forms, participle and future stem of a regular verb."""
    stem = infinitive[:-2]
    if infinitive.endswith("er"):
        plain, strong, future_too = STEM_CHANGE.get(infinitive, (stem, stem, False))
        present = (strong + "e", strong + "e", soften(plain, "ons"), strong + "ent")
        future = (strong if future_too else plain) + "er"
        return present, plain + "é", future
    if infinitive.endswith("ir"):
        return (stem + "is", stem + "it", stem + "issons", stem + "issent"), stem + "i", infinitive
    return (stem + "s", stem, stem + "ons", stem + "ent"), stem + "u", infinitive[:-1]


class FrVerb:
    """A conjugated French verb."""

    cache = {}

    def __init__(self, infinitive):
        self.infinitive = infinitive
        if infinitive in IRREGULAR:
            present, self.participle, self.future = IRREGULAR[infinitive]
            self.present = tuple(present.split())
        else:
            self.present, self.participle, self.future = regular_forms(infinitive)

    @classmethod
    def get(cls, infinitive):
        if infinitive not in cls.cache:
            cls.cache[infinitive] = cls(infinitive)
        return cls.cache[infinitive]

    def finite(self, tense, person):
        if tense == "present":
            return self.present[person]
        if tense == "future":
            return self.future + FUTURE[person]
        stem = "ét" if self.infinitive == "être" else self.present[NOUS][:-3]
        if stem.endswith("ge") or stem.endswith("ç"):
            stem = stem[:-1] + ("c" if stem.endswith("ç") else "")
        return soften(stem, IMPERFECT[person])

    def agreed(self, gender, plural):
        """The participle agreeing with gender and number."""
        masculine = "du" if self.participle == "dû" and (plural or gender == "f") else self.participle
        word = masculine + ("e" if gender == "f" else "")
        return word if plural is False or word.endswith("s") else word + "s"


def fr_plural(word):
    if word[-1] in "sxz":
        return word
    if word.endswith(("eau", "eu")) and word != "bleu":
        return word + "x"
    return word[:-2] + "aux" if word.endswith("al") else word + "s"


def fr_feminine(word):
    if word.endswith("e"):
        return word
    for ending, feminine in (("eux", "euse"), ("er", "ère"), ("f", "ve"), ("ien", "ienne")):
        if word.endswith(ending):
            return word[: -len(ending)] + feminine
    return word + "e"


# Markers that wait for the next word; lower-case "le", "la" are the clitics,
# which never contract with "de" and "à".
LIAISON = {
    "CE": ("ce", "cet"), "MA": ("ma", "mon"), "SA": ("sa", "son"),
    "BEAU": ("beau", "bel"), "NOUVEAU": ("nouveau", "nouvel"), "VIEUX": ("vieux", "vieil"),
}
ELIDED = ("le", "la", "de", "que", "ne", "je", "me", "se", "LE", "LA")
CONTRACTED = {("de", "LE"): "du", ("de", "LES"): "des", ("à", "LE"): "au", ("à", "LES"): "aux"}
ASPIRED = ("huit", "onze", "haut", "haute", "hauts", "hautes")


def starts_with_vowel(word):
    first = unicodedata.normalize("NFD", word[0].lower().replace("œ", "o"))[0]
    return word == "y" or (first in "aeiouh" and word.lower() not in ASPIRED)


def join_french(tokens):
    """Elide, contract and punctuate; return the sentence without capital."""
    words = [word for token in tokens for word in token.split()] + ["."]
    out, i = "", 0
    while i < len(words) - 1:
        word, following = words[i], words[i + 1]
        after = words[i + 2] if i + 2 < len(words) else "."
        if (word, following) in CONTRACTED and not (following == "LE" and starts_with_vowel(after)):
            out += CONTRACTED[word, following] + " "
            i += 2
            continue
        vowel = starts_with_vowel(following)
        if word in LIAISON:
            out += LIAISON[word][vowel] + " "
        elif word in ELIDED and vowel:
            out += word[:-1].lower() + "'"
        elif word == "si" and following in ("il", "ils"):
            out += "s'"
        else:
            out += (word.lower() if word in ("LE", "LA", "LES") else word) + " "
        i += 1
    return out.strip().replace(" ,", ",").replace(" .", ".")


# ----------------------------------------------------------- English morphology

# Verbs that double their last consonant before -ed and -ing.
DOUBLING = ("swim", "run", "get", "forget", "begin", "prefer")


def en_plural(word):
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word[-1] == "y" and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


class EnVerb:
    """The five forms of an English verb, from "eat ate eaten" or "wash"."""

    def __init__(self, text):
        parts = text.split()
        self.base = base = parts[0]
        self.third = "has" if base == "have" else "goes" if base == "go" else en_plural(base)
        doubled = base + base[-1] if base in DOUBLING else base
        if len(parts) == 3:
            self.past, self.participle = parts[1:]
        else:
            self.past = self.participle = self.regular_past(base, doubled)
        self.gerund = doubled[:-1] + "ing" if base.endswith("e") and base not in ("be", "see") else doubled + "ing"
        self.modal = base in ("can", "must")
        self.be = base == "be"

    @staticmethod
    def regular_past(base, doubled):
        if base.endswith("e"):
            return base + "d"
        if base[-1] == "y" and base[-2] not in "aeiou":
            return base[:-1] + "ied"
        return doubled + "ed"

    def finite(self, tense, agr):
        """The one-word present or past."""
        if self.be:
            if tense == "past":
                return "were" if agr.plural else "was"
            return "are" if agr.plural else "am" if agr.person == 1 else "is"
        if self.modal:
            return "could" if tense == "past" else self.base
        if tense == "past":
            return self.past
        return self.base if agr.plural or agr.person == 1 else self.third


class Agr:
    """Person, number and gender; the gender of "I" and "we" is not known."""

    def __init__(self, gender="m", plural=False, person=3):
        self.gender, self.plural, self.person = gender, plural, person
        self.row = (NOUS if plural else JE) if person == 1 else (ILS if plural else IL)


# ----------------------------------------------------------------- trees, output


def leaf(tag, word):
    return (tag, word)


def node(label, *children):
    """A tree; lists among the children are spliced, None is left out."""
    flat = []
    for child in children:
        if isinstance(child, list):
            flat.extend(child)
        elif child is not None:
            flat.append(child)
    return (label, flat)


def leaves(tree):
    if isinstance(tree[1], str):
        return [tree]
    return [item for child in tree[1] for item in leaves(child)]


def english_tokens(tree):
    """The tokens of a tree with a/an settled and the first one capitalised."""
    words = [word for _, word in leaves(tree)]
    for i, word in enumerate(words):
        if word == "A":
            vowel = words[i + 1][0].lower() in "aeiou" and words[i + 1] != "useful"
            words[i] = "an" if vowel else "a"
    words[0] = words[0][0].upper() + words[0][1:]
    return words


def join_english(words):
    text = " ".join(words)
    for mark in (",", ".", "?", ";", "'s", "'"):
        text = text.replace(" " + mark + " ", mark + " ")
        if text.endswith(" " + mark):
            text = text[: -len(mark) - 1] + mark
    return text


def bracketed(tree, words):
    """The tree as brackets, its leaves taken in order from the iterator."""
    if isinstance(tree[1], str):
        return "(%s %s)" % (tree[0], next(words))
    return "(%s %s)" % (tree[0], " ".join(bracketed(child, words) for child in tree[1]))


# ----------------------------------------------------------------------- lexicon
#
# A noun is "english:french gender"; a slash gives a plural that is not regular,
# a star marks a word without plural here.

NOUNS = {
    "man": """man/men:homme m; boy:garçon m; king:roi m; prince:prince m; actor:acteur m;
        waiter:serveur m; doctor:médecin m; teacher:professeur m; baker:boulanger m;
        butcher:boucher m; farmer:fermier m; student:étudiant m; painter:peintre m;
        writer:écrivain m; musician:musicien m; policeman/policemen:policier m;
        fisherman/fishermen:pêcheur m; gardener:jardinier m; lawyer:avocat m;
        engineer:ingénieur m; journalist:journaliste m; soldier:soldat m;
        postman/postmen:facteur m; tourist:touriste m; child/children:enfant m""",
    "woman": """woman/women:femme f; girl:fille f; queen:reine f; princess:princesse f;
        actress:actrice f; waitress:serveuse f; nurse:infirmière f; lady:dame f;
        saleswoman/saleswomen:vendeuse f; schoolgirl:écolière f""",
    "kin": """mother:mère f*; father:père m*; sister:sœur f; brother:frère m; uncle:oncle m;
        aunt:tante f; grandmother:grand-mère f*; grandfather:grand-père m*;
        niece:nièce f; nephew:neveu m; neighbour:voisin m; friend:ami m""",
    "animal": """dog:chien m; cat:chat m; horse:cheval m; cow:vache f; bird:oiseau m;
        rabbit:lapin m; mouse/mice:souris f; hen:poule f; goat:chèvre f; duck:canard m;
        donkey:âne m; pig:cochon m""",
    "food": """apple:pomme f; pear:poire f; cake:gâteau m; egg:œuf m; tomato/tomatoes:tomate f;
        carrot:carotte f; orange:orange f; sandwich:sandwich m; biscuit:biscuit m;
        tart:tarte f; strawberry:fraise f; onion:oignon m; cherry:cerise f; peach:pêche f;
        lemon:citron m""",
    "foodmass": """bread:pain m*; cheese:fromage m*; meat:viande f*; soup:soupe f*; rice:riz m*;
        butter:beurre m*; chocolate:chocolat m*; ham:jambon m*; honey:miel m*""",
    "drink": """water:eau f*; milk:lait m*; wine:vin m*; coffee:café m*; tea:thé m*; beer:bière f*""",
    "text": """book:livre m; letter:lettre f; newspaper:journal m; novel:roman m; poem:poème m;
        article:article m; report:rapport m; message:message m""",
    "thing": """key:clé f; lamp:lampe f; chair:chaise f; knife/knives:couteau m; bag:sac m;
        umbrella:parapluie m; watch:montre f; ring:bague f; phone:téléphone m;
        basket:panier m; candle:bougie f; blanket:couverture f; ball:ballon m;
        toy:jouet m; doll:poupée f; pen:stylo m""",
    "gift": """flower:fleur f; present:cadeau m""",
    "fragile": """vase:vase m; plate:assiette f; cup:tasse f; mirror:miroir m; glass:verre m""",
    "machine": """computer:ordinateur m; clock:horloge f; radio:radio f; camera:caméra f""",
    "openable": """door:porte f; window:fenêtre f; box:boîte f; suitcase:valise f; drawer:tiroir m;
        cupboard:placard m""",
    "clothes": """coat:manteau m; hat:chapeau m; dress:robe f; shirt:chemise f; skirt:jupe f;
        scarf/scarves:écharpe f; glove:gant m; jacket:veste f; boot:botte f; tie:cravate f""",
    "vehicle": """car:voiture f; bicycle:vélo m; boat:bateau m; motorbike:moto f; lorry:camion m""",
    "transit": """train:train m; bus:bus m; plane:avion m""",
    "building": """house:maison f; castle:château m; church:église f; bridge:pont m; tower:tour f;
        wall:mur m""",
    "idea": """question:question f; problem:problème m; idea:idée f; answer:réponse f;
        lesson:leçon f; rule:règle f""",
    "tale": """story:histoire f; song:chanson f; film:film m; secret:secret m""",
    "place": """market:marché m; station:gare f; school:école f; hospital:hôpital m;
        library:bibliothèque f; museum:musée m; restaurant:restaurant m; bakery:boulangerie f;
        office:bureau m; hotel:hôtel m; factory:usine f; theatre:théâtre m; farm:ferme f;
        airport:aéroport m""",
    "room": """kitchen:cuisine f; bedroom:chambre f; garden:jardin m; park:parc m;
        village:village m; forest:forêt f; street:rue f; cellar:cave f; attic:grenier m""",
    "surface": """table:table f; bed:lit m; shelf/shelves:étagère f; armchair:fauteuil m; desk:pupitre m""",
    "instrument": """piano:piano m*; violin:violon m*; guitar:guitare f*; flute:flûte f*""",
}

# Names of groups of classes, as used by verbs and adjectives.
GROUPS = {
    "human": ("man", "woman", "kin"),
    "portable": ("thing", "gift", "fragile"),
    "goods": ("food", "foodmass", "drink", "text", "thing", "gift", "fragile", "machine", "clothes"),
    "edible": ("food", "foodmass"),
    "object": ("text", "thing", "fragile", "machine", "clothes", "vehicle", "openable", "surface"),
    "spot": ("place", "room"),
}

MEN = "Paul Pierre Jean Luc Marc Antoine Simon Louis Thomas Nicolas".split()
WOMEN = "Marie Anne Sophie Julie Claire Alice Emma Louise Juliette Isabelle".split()

CITIES = [("Paris", "Paris"), ("London", "Londres"), ("Rome", "Rome"), ("Lyon", "Lyon"),
          ("Brussels", "Bruxelles"), ("Geneva", "Genève")]
COUNTRIES = [("France", "France"), ("Italy", "Italie"), ("Spain", "Espagne"),
             ("Germany", "Allemagne"), ("England", "Angleterre")]

# english | french masculine[/feminine] | position | classes | comparative
# position: pre or post the noun, pred after "être" only.
# comparative: er (taller), more (more expensive), - none.
ADJECTIVES = """
young|jeune|pre|man woman|er
old|vieux/vieille|pre|man woman animal building text vehicle clothes machine|er
tall|grand|pre|man woman|er
small|petit|pre|animal food portable clothes building vehicle openable surface spot|er
big|grand|pre|animal food portable building vehicle openable surface spot|er
beautiful|beau/belle|pre|woman animal thing clothes building vehicle tale|more
pretty|joli|pre|girl thing fragile clothes room|er
new|nouveau/nouvelle|pre|text machine vehicle rule idea place|-
good|bon/bonne|pre|edible drink text tale idea profession|-
bad|mauvais|pre|idea tale text profession|-
long|long/longue|pre|text tale clothes building|er
rich|riche|post|human|er
poor|pauvre|pred|human|er
happy|heureux|post|human|er
sad|triste|post|human tale|er
tired|fatigué|post|human animal|more
ill|malade|post|human animal|-
shy|timide|post|human|-
polite|poli|post|human|more
brave|courageux|post|human|er
lazy|paresseux|post|human animal|er
famous|célèbre|post|profession building text tale|more
strong|fort|post|man animal|er
clever|intelligent|post|human animal|more
nervous|nerveux|post|human animal|more
curious|curieux|post|human animal|more
calm|calme|post|human animal|er
proud|fier|post|human|more
French|français|post|man woman edible clothes text tale|-
Italian|italien|post|man woman clothes vehicle text tale|-
German|allemand|post|man woman vehicle machine text|-
red|rouge|post|thing fragile clothes vehicle openable|-
blue|bleu|post|thing fragile clothes vehicle openable|-
green|vert|post|thing fragile clothes vehicle openable|-
yellow|jaune|post|thing fragile clothes vehicle openable|-
white|blanc/blanche|post|thing fragile clothes vehicle openable animal building|-
black|noir|post|thing clothes vehicle animal|-
grey|gris|post|clothes animal building|-
heavy|lourd|post|lamp chair bag basket box suitcase drawer vase mirror computer table desk armchair|er
expensive|cher|post|thing gift fragile clothes vehicle machine drink|more
dirty|sale|post|bag blanket umbrella ball basket toy fragile clothes vehicle openable|more
empty|vide|post|fragile openable room|-
round|rond|post|surface fragile|-
broken|cassé|post|fragile machine toy openable|-
fresh|frais/fraîche|post|apple pear egg tomato carrot strawberry cherry bread cheese butter meat milk|-
cold|froid|post|soup drink|er
hot|chaud|post|soup drink|er
delicious|délicieux|post|edible|more
ripe|mûr|post|apple pear tomato orange strawberry cherry peach lemon|-
interesting|intéressant|post|text tale idea|more
short|court|post|text tale clothes|er
difficult|difficile|post|idea|more
simple|simple|post|idea|er
strange|étrange|post|text tale idea building|more
important|important|post|text idea|more
modern|moderne|post|machine vehicle building place|more
useful|utile|post|text machine thing idea|more
quiet|tranquille|post|spot|er
elegant|élégant|post|clothes woman man|more
"""

NUMBERS = list(zip(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty".split(),
    "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente cinquante".split()))

DAYS = list(zip("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
                "lundi mardi mercredi jeudi vendredi samedi dimanche".split()))
MONTHS = list(zip(("January February March April May June July August September October "
                   "November December").split(),
                  "janvier février mars avril mai juin juillet août septembre octobre "
                  "novembre décembre".split()))
YEARS = "1985 1990 1998 2001 2004 2010".split()
PRICES = "8 12 20 45 150".split()

# Expressions of time for each time frame, as tagged English and French.
TIMES = {
    "past": [("yesterday/NOUN", "hier"), ("last/ADJ week/NOUN", "LA semaine dernière"),
             ("last/ADJ year/NOUN", "LA année dernière"), ("last/ADJ month/NOUN", "LE mois dernier"),
             ("this/DET morning/NOUN", "ce matin"), ("yesterday/NOUN evening/NOUN", "hier soir")],
    "pres": [("today/NOUN", "aujourd'hui"), ("every/DET day/NOUN", "chaque jour"),
             ("every/DET week/NOUN", "chaque semaine"), ("in/ADP the/DET morning/NOUN", "LE matin"),
             ("in/ADP the/DET evening/NOUN", "LE soir"), ("every/DET summer/NOUN", "chaque été"),
             ("on/ADP Sundays/PROPN", "LE dimanche")],
    "fut": [("tomorrow/NOUN", "demain"), ("next/ADJ week/NOUN", "LA semaine prochaine"),
            ("next/ADJ year/NOUN", "LA année prochaine"), ("next/ADJ month/NOUN", "LE mois prochain"),
            ("this/DET evening/NOUN", "ce soir"), ("tomorrow/NOUN morning/NOUN", "demain matin")],
}

FREQUENCY = [("often", "souvent"), ("always", "toujours"), ("sometimes", "parfois"),
             ("rarely", "rarement")]
MANNER = [("quickly", "rapidement"), ("slowly", "lentement"), ("carefully", "soigneusement"),
          ("quietly", "silencieusement"), ("calmly", "calmement"), ("happily", "joyeusement")]
PLACE_PREPOSITIONS = [("in front of", "devant"), ("behind", "derrière"), ("near", "près de"),
                      ("opposite", "en face de")]


class Noun:
    def __init__(self, text, kind):
        english, french = text.split(":")
        french, gender = french.rsplit(" ", 1)
        self.kind, self.gender = kind, gender[0]
        self.single = gender.endswith("*") or kind in ("place", "room", "transit")
        self.mass = kind in ("foodmass", "drink")
        self.en = english.split("/")
        self.en += [] if len(self.en) == 2 else [en_plural(self.en[0])]
        self.fr = [french, fr_plural(french)]
        self.key = "noun " + self.en[0]


class Adjective:
    def __init__(self, text):
        self.en, french, self.position, classes, self.degree = text.split("|")
        forms = french.split("/")
        masculine, feminine = forms[0], forms[1] if len(forms) == 2 else fr_feminine(forms[0])
        self.forms = {("m", False): masculine, ("m", True): fr_plural(masculine),
                      ("f", False): feminine, ("f", True): feminine + "s"}
        self.neutral = masculine == feminine
        self.kinds = expand(classes)
        self.key = "adjective " + self.en

    def fr(self, agr):
        return self.forms[agr.gender, agr.plural]

    def before_noun(self, agr):
        """As fr, but leaving beau/bel and its like to the next word."""
        form = self.fr(agr)
        return form.upper() if form.upper() in LIAISON else form

    def suits(self, noun):
        if self.en == "old" and noun.en[0] in ("boy", "girl", "child", "schoolgirl"):
            return False
        if noun.en[0] in self.kinds or noun.kind in self.kinds:
            return True
        return "profession" in self.kinds and noun.en[0] in PROFESSIONS

    def comparative(self):
        """The English comparative as leaves."""
        if self.degree == "more":
            return [leaf("ADV", "more"), leaf("ADJ", self.en)]
        word = self.en
        if word.endswith("y"):
            word = word[:-1] + "i"
        elif word in ("big", "sad", "hot"):
            word += word[-1]
        return [leaf("ADJ", word + ("r" if word.endswith("e") else "er"))]


def expand(classes):
    """Class names with groups replaced by their members, in order."""
    out = []
    for name in classes.split():
        out.extend(GROUPS.get(name, (name,)))
    return tuple(part for name in out for part in GROUPS.get(name, (name,)))


PROFESSIONS = ("actor waiter doctor teacher baker butcher farmer student painter writer musician "
               "policeman fisherman gardener lawyer engineer journalist soldier postman actress "
               "waitress nurse saleswoman").split()
NOUN_LIST = {kind: [Noun(item.strip(), kind) for item in table.split(";")]
             for kind, table in NOUNS.items()}
ADJECTIVE_LIST = [Adjective(line) for line in ADJECTIVES.split("\n") if line]
ADJECTIVES_OF = {noun.key: [adjective for adjective in ADJECTIVE_LIST if adjective.suits(noun)]
                 for nouns in NOUN_LIST.values() for noun in nouns}


class Verb:
    """A verb of both languages with what it takes and who may do it."""

    def __init__(self, en, fr, subjects, objects="", en_tail="", en_prep="", fr_tail="",
                 fr_prep="", stative=False, manner=False, place=False, generic=False,
                 passive=False, listable=False):
        self.en, self.key = EnVerb(en), "verb " + en + en_tail + en_prep + objects
        self.reflexive = fr.startswith("se ")
        self.fr = FrVerb.get(fr[3:] if self.reflexive else fr)
        self.subjects, self.objects = expand(subjects), expand(objects)
        self.en_tail = [leaf(*word.split("/")[::-1]) for word in en_tail.split()]
        self.en_prep, self.fr_tail, self.fr_prep = en_prep, fr_tail.split(), fr_prep
        self.stative, self.manner, self.place = stative, manner, place
        self.generic, self.passive, self.listable = generic, passive, listable
        self.etre = self.reflexive or fr in ETRE_VERBS


# The everyday transitive verbs: French takes a direct object.
TRANSITIVE = [
    Verb("eat ate eaten", "manger", "human animal", "edible", manner=True, place=True,
         passive=True, listable=True),
    Verb("drink drank drunk", "boire", "human", "drink", manner=True, place=True),
    Verb("buy bought bought", "acheter", "human", "goods vehicle animal", passive=True, listable=True),
    Verb("sell sold sold", "vendre", "human", "goods vehicle animal", passive=True, listable=True),
    Verb("see saw seen", "voir", "human animal", "human animal vehicle", place=True, listable=True),
    Verb("hear heard heard", "entendre", "human animal", "human animal vehicle", place=True),
    Verb("look", "chercher", "human", "thing text clothes animal", en_prep="for", place=True,
         manner=True, listable=True),
    Verb("find found found", "trouver", "human", "thing text clothes animal", place=True,
         passive=True, listable=True),
    Verb("lose lost lost", "perdre", "human", "thing clothes text", place=True, listable=True),
    Verb("read read read", "lire", "human", "text", manner=True, place=True, passive=True, listable=True),
    Verb("write wrote written", "écrire", "human", "text", manner=True, place=True, passive=True,
         listable=True),
    Verb("know knew known", "connaître", "human", "human tale place", stative=True, listable=True),
    Verb("look", "regarder", "human animal", "human animal building vehicle", en_prep="at", manner=True,
         listable=True),
    Verb("listen", "écouter", "human", "human bird tale radio", en_prep="to", place=True),
    Verb("wait", "attendre", "human", "human transit", en_prep="for", place=True),
    Verb("like", "aimer", "human", "edible drink animal tale text", stative=True, generic=True,
         listable=True),
    Verb("hate", "détester", "human", "edible drink animal clothes", stative=True, generic=True,
         listable=True),
    Verb("prefer", "préférer", "human", "edible drink clothes vehicle", stative=True, generic=True),
    Verb("wash", "laver", "human", "fragile clothes vehicle", manner=True, passive=True, listable=True),
    Verb("open", "ouvrir", "human", "openable", manner=True, passive=True),
    Verb("close", "fermer", "human", "openable", manner=True, passive=True),
    Verb("break broke broken", "casser", "human animal", "fragile", place=True, passive=True, listable=True),
    Verb("repair", "réparer", "human", "machine vehicle surface", manner=True, passive=True, listable=True),
    Verb("paint", "peindre", "human", "building openable surface", manner=True, passive=True),
    Verb("prepare", "préparer", "human", "soup sandwich cake tart coffee tea lesson", manner=True,
         place=True, passive=True, listable=True),
    Verb("carry", "porter", "human", "thing suitcase box", manner=True, listable=True),
    Verb("wear wore worn", "porter", "human", "clothes", stative=True, listable=True),
    Verb("choose chose chosen", "choisir", "human", "goods vehicle", passive=True, listable=True),
    Verb("finish", "finir", "human", "text lesson soup", manner=True),
    Verb("forget forgot forgotten", "oublier", "human", "thing clothes text tale", place=True, listable=True),
    Verb("invite", "inviter", "human", "human", passive=True, listable=True),
    Verb("help", "aider", "human", "human", place=True, passive=True),
    Verb("meet met met", "rencontrer", "human", "human", place=True),
    Verb("visit", "visiter", "human", "castle church museum farm factory", passive=True, listable=True),
    Verb("follow", "suivre", "human animal", "human animal vehicle", manner=True, passive=True),
    Verb("thank", "remercier", "human", "human", passive=True),
    Verb("admire", "admirer", "human", "building clothes animal vehicle", listable=True),
    Verb("understand understood understood", "comprendre", "human", "idea tale"),
    Verb("learn", "apprendre", "human", "lesson song rule poem"),
    Verb("receive", "recevoir", "human", "text present flower", listable=True),
    Verb("drive drove driven", "conduire", "human", "car lorry", manner=True),
    Verb("build built built", "construire", "human", "building boat", passive=True),
    Verb("take took taken", "prendre", "human", "portable transit clothes"),
    Verb("hide hid hidden", "cacher", "human animal", "portable food", place=True, passive=True),
    Verb("keep kept kept", "garder", "human", "portable clothes text secret", listable=True),
    Verb("leave left left", "quitter", "human", "place village castle house", manner=True),
]

# Verbs whose object French marks with a preposition.
OBLIQUE = [
    Verb("phone", "téléphoner", "human", "human", fr_prep="à"),
    Verb("answer", "répondre", "human", "human question letter message", fr_prep="à", manner=True),
    Verb("obey", "obéir", "human dog horse", "man woman", fr_prep="à"),
    Verb("talk", "parler", "human", "human", en_prep="to", fr_prep="à", place=True),
    Verb("talk", "parler", "human", "text tale idea animal vehicle", en_prep="about", fr_prep="de"),
    Verb("think thought thought", "penser", "human", "human idea tale", en_prep="about", fr_prep="à"),
    Verb("remember", "se souvenir", "human", "human tale text idea building", fr_prep="de", stative=True),
    Verb("need", "avoir", "human", "machine thing text clothes vehicle", fr_tail="besoin", fr_prep="de",
         stative=True),
    Verb("be", "avoir", "human animal", "animal policeman soldier king", en_tail="afraid/ADJ",
         en_prep="of", fr_tail="peur", fr_prep="de", stative=True),
    Verb("dream", "rêver", "human", "castle boat house horse", en_prep="of", fr_prep="de"),
    Verb("enter", "entrer", "human animal", "room castle church place", fr_prep="dans", manner=True),
    Verb("play", "jouer", "human", "instrument", fr_prep="de", place=True),
]

INTRANSITIVE = [
    Verb("sleep slept slept", "dormir", "human animal", place=True),
    Verb("work", "travailler", "human", manner=True, place=True),
    Verb("sing sang sung", "chanter", "human bird", manner=True, place=True),
    Verb("dance", "danser", "human", manner=True, place=True),
    Verb("laugh", "rire", "human"),
    Verb("cry", "pleurer", "human"),
    Verb("swim swam swum", "nager", "human duck dog", manner=True),
    Verb("run ran run", "courir", "human animal", place=True),
    Verb("walk", "marcher", "human animal", manner=True, place=True),
    Verb("arrive", "arriver", "human transit"),
    Verb("leave left left", "partir", "human transit", manner=True),
    Verb("get got got", "se lever", "human", en_tail="up/ADP", manner=True),
    Verb("rest", "se reposer", "human animal", place=True),
    Verb("hurry", "se dépêcher", "human"),
    Verb("fall fell fallen", "tomber", "human animal", place=True),
    Verb("be", "avoir", "human animal", en_tail="hungry/ADJ", fr_tail="faim", stative=True),
    Verb("be", "avoir", "human animal", en_tail="thirsty/ADJ", fr_tail="soif", stative=True),
    Verb("be", "avoir", "human", en_tail="sleepy/ADJ", fr_tail="sommeil", stative=True),
    Verb("be", "avoir", "human", en_tail="right/ADJ", fr_tail="raison", stative=True),
    Verb("be", "avoir", "human", en_tail="wrong/ADJ", fr_tail="tort", stative=True),
]

# Verbs with a thing and somebody who gets it.
DITRANSITIVE = [
    Verb("give gave given", "donner", "human", "goods animal", listable=True),
    Verb("send sent sent", "envoyer", "human", "text present flower clothes", listable=True),
    Verb("show showed shown", "montrer", "human", "text thing clothes vehicle animal", listable=True),
    Verb("lend lent lent", "prêter", "human", "book thing clothes car bicycle", listable=True),
    Verb("offer", "offrir", "human", "thing clothes edible drink", listable=True),
    Verb("bring brought brought", "apporter", "human", "goods", listable=True),
    Verb("tell told told", "raconter", "human", "story secret"),
]

# Verbs followed by an infinitive, with the French preposition.
INFINITIVAL = [
    Verb("want", "vouloir", "human animal", stative=True),
    Verb("can", "pouvoir", "human", stative=True),
    Verb("must", "devoir", "human", stative=True),
    Verb("hope", "espérer", "human", stative=True),
    Verb("try", "essayer", "human animal", fr_prep="de"),
    Verb("begin began begun", "commencer", "human", fr_prep="à"),
    Verb("refuse", "refuser", "human animal", fr_prep="de"),
    Verb("decide", "décider", "human", fr_prep="de"),
    Verb("forget forgot forgotten", "oublier", "human", fr_prep="de"),
]

REPORTING = [
    Verb("say said said", "dire", "human"),
    Verb("think thought thought", "penser", "human", stative=True),
    Verb("believe", "croire", "human", stative=True),
    Verb("know knew known", "savoir", "human", stative=True),
]

BE = Verb("be", "être", "human", stative=True)
HAVE_AGE = Verb("be", "avoir", "human", stative=True)
GO = Verb("go went gone", "aller", "human")
RETURN = Verb("come came come", "revenir", "human", en_tail="back/ADV")
LIVE = Verb("live", "habiter", "human", stative=True)
STAY = Verb("stay", "rester", "human animal")
COST = Verb("cost cost cost", "coûter", "thing", stative=True)
TELL = Verb("tell told told", "dire", "human")

# "I" and "we" meet the one-word future and imperfect, or even the present, with
# these verbs only: otherwise too many forms would be rare.
FULL_PARADIGM = "être avoir".split()
FULL_PRESENT = ("être avoir aller vouloir pouvoir savoir devoir espérer penser croire dire aimer "
                "détester préférer connaître manger acheter voir lire rester habiter porter").split()

# ----------------------------------------------------------------------- clauses

NEGATION = {"not": "pas", "never": "jamais", "no longer": "plus", "nothing": "rien", "nobody": None}
NOTHING_VERBS = "eat drink buy sell see hear find forget understand learn receive write read".split()
NOBODY_VERBS = "see hear invite help meet thank know follow".split()
POSSESSIVES = {"my": ("mon", "MA", "mes"), "our": ("notre", "notre", "nos"),
               "his": ("son", "SA", "ses"), "her": ("son", "SA", "ses"),
               "their": ("leur", "leur", "leurs")}
# The order of the pronouns before a French verb.
CLITIC_RANK = {"me": 0, "se": 0, "nous": 0, "le": 1, "la": 1, "les": 1, "lui": 2, "leur": 2,
               "y": 3, "en": 4}
# Tenses in which the French participle, if any, would agree with the subject.
COMPOUND = ("past", "already", "plup", "never past")


class Phrase:
    """A noun phrase of both languages and what other words must know of it."""

    def __init__(self, en, fr, agr, human=False, kind="", heavy=False, fr_agr=None):
        self.en, self.fr, self.agr, self.human = en, fr, agr, human
        self.kind, self.heavy = kind, heavy
        self.fr_agr = fr_agr or agr
        self.pronominal = self.simple = False
        self.noun, self.adjectives = None, []

    def owner(self):
        """The English possessive of this phrase; none for animals and things."""
        if not self.human:
            return None
        if self.agr.person == 1:
            return "our" if self.agr.plural else "my"
        if self.agr.plural:
            return "their"
        return "his" if self.agr.gender == "m" else "her"


class Predicate:
    """All that follows the verb, in both languages."""

    def __init__(self):
        self.en, self.fr, self.clitics = [], [], []
        self.manner = None         # (english, french) adverb
        self.preceding = None      # agreement of a direct object before the verb
        self.object = None         # the direct object, if a pronoun may stand for it later
        self.heavy = False

    def add(self, en, fr):
        self.en.append(en)
        self.fr.extend(fr)

    def english(self):
        """The English nodes; a manner adverb follows the object."""
        if not self.manner:
            return self.en
        adverb = node("ADVP", leaf("ADV", self.manner[0]))
        return self.en[:1] + [adverb] + self.en[1:]

    def french(self):
        """The French words; a manner adverb comes straight after the verb."""
        return ([self.manner[1]] if self.manner else []) + self.fr


def adverb_leaves(text):
    tag = "PART" if text == "not" else "ADV"
    return [leaf(tag, word) for word in text.split()]


def verb_chain(verb, tense, agr, support):
    """The English verb group as leaves; support asks for do, does, did."""
    en = verb.en
    main = "AUX" if en.be or en.modal else "VERB"
    be = EnVerb("be")
    if tense in ("pres", "past"):
        kind = "past" if tense == "past" else "present"
        if not support or en.be or en.modal:
            return [leaf(main, en.finite(kind, agr))]
        do = "did" if tense == "past" else EnVerb("do").base if agr.plural or agr.person == 1 else "does"
        return [leaf("AUX", do), leaf(main, en.base)]
    has = leaf("AUX", "have" if agr.plural or agr.person == 1 else "has")
    if tense in ("impf", "prog"):
        kind = "past" if tense == "impf" else "present"
        return [leaf("AUX", be.finite(kind, agr)), leaf(main, en.gerund)]
    if tense == "used":
        return [leaf("VERB", "used"), leaf("PART", "to"), leaf(main, en.base)]
    if tense == "fut":
        return [leaf("AUX", "will"), leaf(main, en.base)]
    if tense == "going":
        return [leaf("AUX", be.finite("present", agr)), leaf("VERB", "going"), leaf("PART", "to"),
                leaf(main, en.base)]
    if tense == "plup":
        return [leaf("AUX", "had"), leaf(main, en.participle)]
    if tense in ("just", "already"):
        return [has, leaf("ADV", tense), leaf(main, en.participle)]
    raise ValueError(tense)


def french_chain(verb, tense, agr, clitics):
    """The finite verb, the words after the negation, and which of them takes
    the pronouns: "before" the finite verb or "inside" before the infinitive."""
    fr, row = verb.fr, agr.row
    inside = clitics + [fr.infinitive]
    if tense == "going":
        return [FrVerb.get("aller").present[row]], inside
    if tense == "prog":
        return [FrVerb.get("être").present[row]], ["en", "train", "de"] + inside
    if tense == "just":
        return [FrVerb.get("venir").present[row]], ["de"] + inside
    if tense in ("pres", "fut", "impf", "used") or (tense == "past" and verb.stative):
        kind = {"pres": "present", "fut": "future"}.get(tense, "imperfect")
        return clitics + [fr.finite(kind, row)], []
    auxiliary = FrVerb.get("être" if verb.etre else "avoir")
    finite = auxiliary.finite("imperfect" if tense == "plup" else "present", row)
    return clitics + [finite], (["déjà"] if tense == "already" else [])


class Clause:
    """A subject and a predicate, to be put as a statement, question or gap."""

    def __init__(self, subject, verb, tense, predicate, negation=None, frequency=None):
        self.subject, self.verb, self.tense = subject, verb, tense
        self.predicate, self.negation, self.frequency = predicate, negation, frequency
        self.time, self.time_first = None, False

    def english_group(self, question=False):
        """The auxiliary (or the finite verb) and the rest of the verb group."""
        mids = []
        if self.negation in ("not", "never", "no longer"):
            mids = adverb_leaves(self.negation)
        elif self.frequency:
            mids = adverb_leaves(self.frequency[0])
        support = question or self.negation == "not"
        chain = verb_chain(self.verb, self.tense, self.subject.agr, support)
        if chain[0] == ("AUX", "can") and mids == [("PART", "not")]:
            return [leaf("AUX", "cannot")], []
        if len(chain) == 1 and chain[0][0] == "VERB":
            return [], mids + chain
        return chain[:1], mids + chain[1:]

    def english_rest(self):
        return self.verb.en_tail + self.predicate.english() + ([self.time[0]] if self.time and not self.time_first else [])

    def french_vp(self):
        verb, agr, predicate = self.verb, self.subject.fr_agr, self.predicate
        clitics = french_clitics(verb, agr, predicate.clitics)
        front, rest = french_chain(verb, self.tense, agr, clitics)
        compound = self.tense in ("past", "already", "plup") and not (self.tense == "past" and verb.stative)
        out = ["ne"] if self.negation else []
        out += front
        if self.negation and NEGATION[self.negation]:
            out.append(NEGATION[self.negation])
        if self.frequency:
            out.append(self.frequency[1])
        out += rest
        if compound:
            out.append(self.participle())
        out += verb.fr_tail + predicate.french()
        return out + ([self.time[1]] if self.time and not self.time_first else [])

    def participle(self):
        if self.verb.etre:
            return self.verb.fr.agreed(self.subject.fr_agr.gender, self.subject.fr_agr.plural)
        if self.predicate.preceding:
            return self.verb.fr.agreed(self.predicate.preceding.gender, self.predicate.preceding.plural)
        return self.verb.fr.participle

    def vp(self):
        aux, rest = self.english_group()
        return node("VP", aux, rest, self.english_rest()), self.french_vp()

    def statement(self):
        en, fr = self.vp()
        first_en = first_fr = []
        if self.time and self.time_first:
            first_en, first_fr = [self.time[0], leaf("PUNCT", ",")], [self.time[1], ","]
        return node("S", first_en, self.subject.en, en), first_fr + self.subject.fr + fr

    def question(self):
        """The inverted English clause and the French words after "est-ce que"."""
        aux, rest = self.english_group(question=True)
        return node("SQ", aux, self.subject.en, node("VP", rest, self.english_rest())), \
            self.subject.fr + self.french_vp()


def french_clitics(verb, agr, clitics):
    own = [("me", "se", "nous", "se")[agr.row]] if verb.reflexive else []
    return sorted(own + clitics, key=CLITIC_RANK.get)


def infinitive(verb, predicate, agr):
    """The English base form with its rest, and the French infinitive phrase."""
    fr = french_clitics(verb, agr, predicate.clitics) + [verb.fr.infinitive] + verb.fr_tail
    tag = "AUX" if verb.en.be else "VERB"
    return [leaf(tag, verb.en.base)] + verb.en_tail + predicate.english(), fr + predicate.french()


def tagged(text, label):
    """A node from "last/ADJ week/NOUN"."""
    return node(label, [leaf(item.split("/")[1], item.split("/")[0]) for item in text.split()])


def pronoun(word):
    """A subject pronoun of fixed gender."""
    fr, agr = {"he": ("il", Agr("m")), "she": ("elle", Agr("f")), "I": ("je", Agr(person=1)),
               "we": ("nous", Agr(plural=True, person=1))}[word]
    phrase = Phrase(node("NP", leaf("PRON", word)), [fr], agr, human=True, kind="man")
    phrase.pronominal = True
    return phrase


def anaphor(phrase):
    """The subject pronoun that stands for an earlier phrase."""
    agr = phrase.agr
    if agr.person == 1:
        return pronoun("we" if agr.plural else "I")
    feminine = agr.gender == "f"
    fr = ("elle" if feminine else "il") + ("s" if agr.plural else "")
    en = "they" if agr.plural else ("she" if feminine else "he") if phrase.human else "it"
    out = Phrase(node("NP", leaf("PRON", en)), [fr], agr, human=phrase.human, kind=phrase.kind)
    out.noun, out.pronominal = phrase.noun, True
    return out


def object_pronoun(phrase):
    """The object pronoun for an earlier phrase: English leaf, French clitic."""
    agr = phrase.agr
    if agr.plural:
        return leaf("PRON", "them"), "les"
    fr = "la" if agr.gender == "f" else "le"
    if not phrase.human:
        return leaf("PRON", "it"), fr
    return leaf("PRON", "her" if agr.gender == "f" else "him"), fr


def joined(items, conjunction="and", fr_conjunction="et"):
    """a, b and c in both languages, from (english nodes, french words) pairs."""
    en, fr = [], []
    for i, (item_en, item_fr) in enumerate(items):
        if i and i == len(items) - 1:
            en.append(leaf("CCONJ", conjunction))
            fr.append(fr_conjunction)
        elif i:
            en.append(leaf("PUNCT", ","))
            fr.append(",")
        en.append(item_en)
        fr.extend(item_fr)
    return en, fr


# ---------------------------------------------------------------------- grammar


class Grammar:
    """Builds phrases at random; "rich" (0 to 3) says how much to hang on them."""

    def __init__(self, rng):
        self.rng = rng

    # -- noun phrases

    def noun_of(self, kinds):
        """A noun of the classes, each noun about equally likely."""
        nouns = NOUNS_OF.get(kinds)
        if nouns is None:
            nouns = NOUNS_OF[kinds] = [noun for table in NOUN_LIST.values() for noun in table
                                       if noun.kind in kinds or noun.en[0] in kinds]
        return self.rng.fresh(nouns)

    def name(self):
        feminine = self.rng.chance(50)
        word = self.rng.pick(WOMEN if feminine else MEN)
        phrase = Phrase(node("NP", leaf("PROPN", word)), [word], Agr("f" if feminine else "m"),
                        human=True, kind="name")
        phrase.simple = True
        return phrase

    def determiner_kind(self, role, noun, plural, owner):
        """Which determiner: weights by the place of the phrase in the clause."""
        if noun.kind == "kin":
            return self.rng.weighted([("owner", 60), ("genitive", 40)])
        choice = [("the", 40), ("this", 8)]
        if noun.kind not in ("man", "woman", "place", "building", "idea", "transit"):
            choice += [("genitive", 10)] + ([("owner", 13)] if owner else [])
        if role == "generic":
            choice = [("bare", 60), ("the", 20), ("this", 10)]
        elif noun.mass:
            choice += {"object": [("some", 45)], "negated": [("any", 35)]}.get(role, [])
        elif plural:
            choice += [("number", 16)] if role != "negated" else []
            choice += {"object": [("some", 20), ("several", 7), ("many", 7), ("few", 7)],
                       "subject": [("several", 6), ("many", 6)], "negated": [("any", 25)]}.get(role, [])
        else:
            choice += {"object": [("a", 30)], "negated": [("a", 25)], "oblique": [("a", 15)],
                       "subject": [("a", 6)]}.get(role, [])
        return self.rng.weighted(choice)

    def number(self, noun):
        few = noun.kind not in ("food", "animal", "text", "gift")
        return self.rng.pick(NUMBERS[:9] if few else NUMBERS)

    def determiner(self, kind, noun, agr, owner, pre, negated):
        """English leaves and French words of a determiner (not the genitive)."""
        plural, feminine = agr.plural, agr.gender == "f"
        article = "LES" if plural else "LA" if feminine else "LE"
        if kind == "bare":
            return [], [article]
        if kind == "the":
            return [leaf("DET", "the")], [article]
        if kind == "this":
            return [leaf("DET", "these" if plural else "this")], \
                ["ces" if plural else "cette" if feminine else "CE"]
        if kind == "owner":
            forms = POSSESSIVES[owner]
            return [leaf("PRON", owner)], [forms[2] if plural else forms[feminine]]
        if kind == "number":
            en, fr = self.number(noun)
            return [leaf("NUM", en)], [fr]
        if kind == "some":
            return [leaf("DET", "some")], ["de", article] if noun.mass else ["de"] if pre else ["des"]
        if kind == "a":
            return [leaf("DET", "A")], ["de"] if negated else ["une" if feminine else "un"]
        return {"any": ([leaf("DET", "any")], ["de"]),
                "several": ([leaf("ADJ", "several")], ["plusieurs"]),
                "many": ([leaf("ADJ", "many")], ["beaucoup", "de"]),
                "few": ([leaf("DET", "A"), leaf("ADJ", "few")], ["quelques"])}[kind]

    def adjectives_for(self, noun, rich):
        """Up to one adjective before the French noun and one after it."""
        if noun.kind == "kin":
            return []
        fitting = ADJECTIVES_OF[noun.key]
        out = []
        for position, percent in (("pre", 9 + 7 * rich), ("post", 14 + 9 * rich)):
            choices = [adjective for adjective in fitting if adjective.position == position]
            if choices and self.rng.chance(percent):
                out.append(self.rng.fresh(choices))
                if out[0].en in ("bad", "pretty"):
                    # "A bad famous story" is odd, "a pretty dirty bag" has two readings.
                    break
        return out

    def noun_phrase(self, kinds, role="object", owner=None, rich=1, clause=None, plural=None):
        """Determiner, adjectives, noun, and perhaps a genitive or a relative."""
        rng, noun = self.rng, self.noun_of(kinds)
        if plural is None:
            plural = rng.chance(42)
        plural = plural and not noun.mass and not noun.single
        if role == "generic" and not noun.mass:
            plural = True
        agr = Agr(noun.gender, plural)
        if noun.kind == "kin" and owner is None:
            owner = rng.pick(("my", "our"))
        kind = self.determiner_kind(role, noun, plural, owner)
        adjectives = [] if kind == "any" and rich < 2 else self.adjectives_for(noun, rich)
        pre = [a for a in adjectives if a.position == "pre"]
        post = [a for a in adjectives if a.position == "post"]
        after = []
        if kind == "genitive":
            possessor = self.possessor(owner)
            det_en = [node("NP", possessor.en[1], leaf("PART", "'s"))]
            det_fr = ["LES" if plural else "LA" if agr.gender == "f" else "LE"]
            after = ["de"] + possessor.fr
        else:
            det_en, det_fr = self.determiner(kind, noun, agr, owner, pre and plural, role == "negated")
        en = node("NP", det_en, [leaf("ADJ", a.en) for a in adjectives], leaf("NOUN", noun.en[plural]))
        fr = det_fr + [self.prenominal(a, agr) for a in pre] + [noun.fr[plural]]
        fr += [a.fr(agr) for a in post] + after
        phrase = Phrase(en, fr, agr, human=noun.kind in ("man", "woman", "kin"), kind=noun.kind)
        phrase.noun, phrase.simple, phrase.determiner = noun, True, kind
        phrase.adjectives = adjectives
        if clause and rich and kind in MODIFIABLE and noun.kind != "kin" and rng.chance(4 + 10 * rich):
            self.attach_relative(phrase, clause, rich)
        return phrase

    @staticmethod
    def prenominal(adjective, agr):
        return adjective.before_noun(agr) if agr.gender == "m" and not agr.plural else adjective.fr(agr)

    def possessor(self, owner):
        """Whose: a name, a person, or a relative of one of them."""
        rng = self.rng
        if rng.chance(50):
            phrase = self.name()
        else:
            kinds = ("man", "woman") if rng.chance(65) else ("kin",)
            phrase = self.person(kinds, owner, plural=False)
        return phrase

    def person(self, kinds, owner, plural=None):
        """A plain person: "the baker", "my sister", "Marie's uncle"."""
        rng, noun = self.rng, self.noun_of(kinds)
        plural = plural is None and rng.chance(25) and not noun.single
        agr = Agr(noun.gender, plural)
        if noun.kind != "kin":
            det_en, det_fr = self.determiner("the", noun, agr, None, [], False)
            after = []
        elif rng.chance(30):
            name = self.name()
            det_en = [node("NP", name.en[1], leaf("PART", "'s"))]
            det_fr, after = self.determiner("the", noun, agr, None, [], False)[1], ["de"] + name.fr
        else:
            det_en, det_fr = self.determiner("owner", noun, agr, owner or rng.pick(("my", "our")), [], False)
            after = []
        phrase = Phrase(node("NP", det_en, leaf("NOUN", noun.en[plural])), det_fr + [noun.fr[plural]] + after,
                        agr, human=True, kind=noun.kind)
        phrase.noun, phrase.simple = noun, True
        return phrase

    def subject(self, clause, rich=1, kinds=("man", "woman", "kin", "animal")):
        """Somebody, or some animal, who does something."""
        rng = self.rng
        human_only = "animal" not in kinds
        kind = rng.weighted([("noun", 46), ("name", 22), ("he", 6), ("she", 6), ("I", 7), ("we", 6),
                             ("pair", 7 + 3 * rich), ("animal", 0 if human_only else 9)])
        if kind == "noun":
            return self.noun_phrase(("man", "woman", "kin"), "subject", None, rich, clause)
        if kind == "animal":
            return self.noun_phrase(("animal",), "subject", None, rich, clause)
        if kind == "name":
            return self.name()
        if kind == "pair":
            return self.pair()
        return pronoun(kind)

    def pair(self):
        """Two persons joined by "and"; masculine unless both are women."""
        one = self.name()
        other = self.name() if self.rng.chance(50) else self.person(("man", "woman"), None)
        while other.fr == one.fr:
            other = self.name()
        en, fr = joined([(one.en, one.fr), (other.en, other.fr)])
        feminine = one.agr.gender == other.agr.gender == "f"
        phrase = Phrase(node("NP", en), fr, Agr("f" if feminine else "m", True), human=True, kind="pair")
        phrase.simple = True
        return phrase

    def enumeration(self, verb, owner, rich):
        """A list of two to four objects."""
        count = 2 + self.rng.below(2 + (rich > 1))
        items, nouns = [], []
        while len(items) < count:
            item = self.noun_phrase(verb.objects, "object", owner, rich)
            if item.noun.key not in nouns:
                nouns.append(item.noun.key)
                items.append(item)
        en, fr = joined([(item.en, item.fr) for item in items])
        feminine = all(item.agr.gender == "f" for item in items)
        human = all(item.human for item in items)
        return Phrase(node("NP", en), fr, Agr("f" if feminine else "m", True), human=human, heavy=True)

    def measure(self):
        """A glass of water, two cups of tea."""
        rng = self.rng
        container, liquids = rng.pick((("glass verre m", "water milk wine beer"), ("cup tasse f", "coffee tea"),
                                       ("bottle bouteille f", "water wine beer milk")))
        en, fr, gender = container.split()
        liquid = self.noun_of(tuple(liquids.split()))
        plural = rng.chance(45)
        agr = Agr(gender, plural)
        number = rng.pick(NUMBERS[:5]) if plural else ("A", "une" if gender == "f" else "un")
        word = leaf("NOUN", en_plural(en) if plural else en)
        inner = node("NP", leaf("NUM" if plural else "DET", number[0]), word)
        tree = node("NP", inner, node("PP", leaf("ADP", "of"), node("NP", leaf("NOUN", liquid.en[0]))))
        phrase = Phrase(tree, [number[1], fr + ("s" if plural else ""), "de", liquid.fr[0]], agr, kind="measure")
        phrase.noun = liquid
        return phrase

    # -- relative clauses

    def attach_relative(self, phrase, clause, rich):
        """Hang a relative clause on a noun phrase, in place."""
        if clause == "fut":
            # What is told of a thing to come is already true, or true now.
            clause = self.rng.pick(("past", "past", "pres"))
        made = self.relative(phrase, clause, rich - 1)
        if made:
            phrase.en = node("NP", phrase.en, made[0])
            phrase.fr = phrase.fr + made[1]
            phrase.heavy, phrase.simple = True, False

    def relative(self, phrase, frame, rich):
        rng = self.rng
        kinds = []
        if phrase.human or phrase.kind == "animal":
            kinds += [("subject", 45)]
        if phrase.human:
            kinds += [("whose", 18)]
        if phrase.kind in ("place", "room"):
            kinds += [("where", 60)]
        if OBJECT_VERBS_OF[phrase.noun.key]:
            kinds += [("object", 75)]
        if ABOUT_VERBS_OF[phrase.noun.key]:
            kinds += [("about", 12)]
        if not kinds:
            return None
        return getattr(self, "relative_" + rng.weighted(kinds))(phrase, frame, rich)

    def relative_subject(self, phrase, frame, rich):
        clause = self.verbal(frame, anaphor(phrase), rich, adjuncts=False)
        en, fr = clause.vp()
        word = "who" if phrase.human else "that"
        return node("SBAR", leaf("PRON", word), node("S", en)), ["qui"] + fr

    def relative_object(self, phrase, frame, rich):
        """The X that Y bought: the participle agrees with X."""
        verb = self.rng.fresh(OBJECT_VERBS_OF[phrase.noun.key])
        subject = self.short_subject(frame)
        if frame == "past" and not past_settled(verb, subject.agr):
            subject = self.name()
        tense = self.tense(verb, frame, subject)
        predicate = Predicate()
        predicate.preceding = phrase.agr
        if verb.en_prep:
            predicate.en.append(leaf("ADP", verb.en_prep))
        clause = Clause(subject, verb, tense, predicate)
        en, fr = clause.statement()
        return node("SBAR", leaf("PRON", "that"), en), ["que"] + fr

    def relative_about(self, phrase, frame, rich):
        """The X that Y talks about, needs or dreams of: French dont."""
        verb = self.rng.fresh(ABOUT_VERBS_OF[phrase.noun.key])
        subject = self.short_subject(frame)
        predicate = Predicate()
        if verb.en_prep:
            predicate.en.append(leaf("ADP", verb.en_prep))
        tense = self.tense(verb, frame, subject)
        en, fr = Clause(subject, verb, tense, predicate).statement()
        return node("SBAR", leaf("PRON", "that"), en), ["dont"] + fr

    def relative_whose(self, phrase, frame, rich):
        """The man whose dog sleeps: l'homme dont le chien dort."""
        rng = self.rng
        noun = self.noun_of(("kin", "dog", "cat", "horse"))
        plural = rng.chance(25) and not noun.single
        agr = Agr(noun.gender, plural)
        owned = Phrase(node("NP", leaf("PRON", "whose"), leaf("NOUN", noun.en[plural])),
                       [self.determiner("the", noun, agr, None, [], False)[1][0], noun.fr[plural]],
                       agr, human=noun.kind == "kin", kind=noun.kind)
        owned.noun = noun
        clause = self.copula(frame, owned, 0) if rng.chance(40) else self.verbal(frame, owned, rich, adjuncts=False)
        en, fr = clause.vp()
        return node("SBAR", owned.en, node("S", en)), ["dont"] + owned.fr + fr

    def relative_where(self, phrase, frame, rich):
        subject = self.short_subject(frame)
        verbs = [verb for verb in INTRANSITIVE + TRANSITIVE if verb.place and verb.en.base != "look"]
        clause = self.verbal(frame, subject, 0, adjuncts=False,
                             verbs=[verb for verb in verbs if fits(verb, subject)])
        en, fr = clause.statement()
        return node("SBAR", leaf("ADV", "where"), en), ["où"] + fr

    def short_subject(self, frame):
        rng = self.rng
        kind = rng.weighted([("name", 36), ("person", 40), ("he", 7), ("she", 7), ("I", 6), ("we", 6)])
        if kind == "name":
            return self.name()
        if kind == "person":
            return self.person(("man", "woman", "kin"), None)
        return pronoun(kind)

    # -- places and times

    def place_phrase(self, rich=0):
        """Where: the noun decides between in and at, dans and à."""
        rng = self.rng
        kind = rng.weighted([("room", 34), ("place", 38), ("near", 16), ("city", 12)])
        if kind == "city":
            en, fr = rng.pick(CITIES)
            return node("PP", leaf("ADP", "in"), node("NP", leaf("PROPN", en))), ["à", fr]
        if kind == "near":
            en, fr = rng.pick(PLACE_PREPOSITIONS)
            where = self.definite(("house", "castle", "church", "place", "bridge"), rich)
            return node("PP", [leaf("ADP", word) for word in en.split()], where.en), fr.split() + where.fr
        where = self.definite((kind,), rich)
        en, fr = ("in", "dans") if kind == "room" else ("at", "à")
        return node("PP", leaf("ADP", en), where.en), [fr] + where.fr

    def definite(self, kinds, rich=0):
        """"The" with a noun and perhaps an adjective, in the singular."""
        noun = self.noun_of(kinds)
        agr = Agr(noun.gender)
        det_en, det_fr = self.determiner("the", noun, agr, None, [], False)
        adjectives = self.adjectives_for(noun, rich) if rich else []
        en = node("NP", det_en, [leaf("ADJ", a.en) for a in adjectives], leaf("NOUN", noun.en[0]))
        fr = det_fr + [self.prenominal(a, agr) for a in adjectives if a.position == "pre"] + [noun.fr[0]]
        fr += [a.fr(agr) for a in adjectives if a.position == "post"]
        phrase = Phrase(en, fr, agr, kind=noun.kind)
        phrase.noun = noun
        return phrase

    def time_phrase(self, frame):
        rng = self.rng
        kind = rng.weighted([("fixed", 62), ("day", 14), ("clock", 10), ("month", 14), ("special", 14)])
        if kind == "fixed" or (kind == "special" and frame == "fut"):
            en, fr = rng.pick(TIMES[frame])
            return tagged(en, "NP" if "ADP" not in en else "PP"), fr
        if kind == "day":
            (en, fr) = rng.pick(DAYS)
            if frame == "pres":
                return tagged("every/DET %s/PROPN" % en, "NP"), "chaque " + fr
            return tagged("on/ADP %s/PROPN" % en, "PP"), fr
        if kind == "clock":
            en, fr = rng.pick(NUMBERS[:10])
            return tagged("at/ADP %s/NUM o'clock/ADV" % en, "PP"), "à %s heures" % fr
        if kind == "month":
            en, fr = rng.pick(MONTHS)
            return tagged("in/ADP %s/PROPN" % en, "PP"), "en " + fr
        return self.special_time(frame)

    def special_time(self, frame):
        rng = self.rng
        if frame == "pres":
            en, fr = rng.pick(MONTHS)
            return tagged("in/ADP %s/PROPN" % en, "PP"), "en " + fr
        if rng.chance(50):
            year = rng.pick(YEARS)
            return tagged("in/ADP %s/NUM" % year, "PP"), "en " + year
        en, fr = rng.pick(NUMBERS[:10])
        unit, fr_unit = rng.pick((("days", "jours"), ("weeks", "semaines"), ("years", "ans")))
        return tagged("%s/NUM %s/NOUN ago/ADV" % (en, unit), "NP"), "il y a %s %s" % (fr, fr_unit)

    # -- verbs and their complements

    def tense(self, verb, frame, subject, negation=None, plain=False):
        """A tense that fits the frame and leaves no French form open."""
        rng, agr = self.rng, subject.agr
        if frame == "pastrep":
            choices = [("past", 1)] if verb.stative else [("plup", 60), ("impf", 30)]
        elif verb.stative:
            choices = [(frame, 1)]
        elif negation or plain or verb.en.base in UNWILLED and frame != "fut":
            # One does not say "is finding" or "used to lose".
            choices = {"past": [("past", 1)], "pres": [("pres", 1)], "fut": [("fut", 1)]}[frame]
        else:
            choices = {"past": [("past", 64), ("impf", 14), ("used", 8)],
                       "pres": [("pres", 60), ("prog", 10), ("just", 8), ("already", 8)],
                       "fut": [("fut", 65), ("going", 25)]}[frame]
        # Of two tenses take the one that this form of the verb has met less often.
        one, two = rng.weighted(choices), rng.weighted(choices)
        keys = ["%s %s %d" % (verb.fr.infinitive, tense, agr.row) for tense in (one, two)]
        first = rng.used[keys[0]] <= rng.used[keys[1]]
        rng.used[keys[0] if first else keys[1]] += 1
        return self.settle(verb, one if first else two, agr)

    def settle(self, verb, tense, agr):
        """Replace a tense whose French, or English, form would be open."""
        first = agr.person == 1
        if first and verb.etre and tense in ("past", "already", "plup"):
            tense = "going" if tense != "plup" else "impf"
        if first and verb.fr.infinitive not in FULL_PARADIGM:
            if tense == "fut":
                tense = "going"
            elif tense in ("impf", "used") or (tense == "past" and verb.stative):
                tense = "pres"
        if first and tense == "pres" and verb.fr.infinitive not in FULL_PRESENT:
            tense = "going"
        if tense == "past" and verb.en.past == verb.en.base and (agr.plural or first):
            tense = "pres"
        return tense

    def negation(self, verb, frame, percent=14):
        rng = self.rng
        if frame == "pastrep" or not rng.chance(percent):
            return None
        choices = [("not", 60), ("never", 18 if frame != "past" or not verb.stative else 0)]
        if frame != "past":
            choices += [("no longer", 14)]
        if verb.en.base in NOTHING_VERBS:
            choices += [("nothing", 45)]
        if verb.en.base in NOBODY_VERBS:
            choices += [("nobody", 40)]
        if verb.en.modal:
            choices = [("not", 1)]
        return rng.weighted(choices)

    def verbal(self, frame, subject, rich, adjuncts=True, verbs=None, ante=None, plain=False):
        """A clause around a full verb."""
        rng = self.rng
        verb = rng.fresh(in_time(verbs or self.verbs_for(subject, ante), subject, frame))
        negation = None if plain else self.negation(verb, frame)
        tense = self.tense(verb, frame, subject, negation, plain)
        if tense == "going" and negation:
            negation = "not"
        predicate = self.predicate(verb, subject, frame, rich, negation, ante)
        clause = Clause(subject, verb, tense, predicate, negation)
        simple_tense = tense in ("pres", "past", "fut")
        if not negation and not plain and simple_tense and not verb.stative and rng.chance(8):
            clause.frequency = rng.pick(FREQUENCY)
        elif verb.manner and not negation and not predicate.heavy and rng.chance(10):
            predicate.manner = rng.pick(MANNER)
        if adjuncts:
            self.add_adjuncts(clause, frame, rich)
        return clause

    def verbs_for(self, subject, ante=None):
        """All verbs this subject may do, to this antecedent if there is one."""
        if ante is not None:
            return [verb for verb in OBJECT_VERBS_OF[ante.noun.key] if fits(verb, subject)]
        groups = [(TRANSITIVE, 50), (OBLIQUE, 14), (INTRANSITIVE, 20), (DITRANSITIVE, 14)]
        if not subject.human:
            groups = [(TRANSITIVE, 45), (OBLIQUE, 10), (INTRANSITIVE, 45)]
        group = self.rng.weighted(groups)
        return [verb for verb in group if fits(verb, subject)]

    def predicate(self, verb, subject, frame, rich, negation, ante=None):
        """The complements of a verb."""
        out = Predicate()
        owner = subject.owner()
        if verb in DITRANSITIVE:
            self.give(out, verb, owner, frame, rich, negation, ante)
        elif ante is not None:
            self.pronoun_object(out, verb, ante)
        elif negation in ("nothing", "nobody"):
            self.bare_negative(out, verb, negation)
        elif verb.fr_prep:
            self.oblique_object(out, verb, owner, frame, rich)
        elif verb.objects:
            self.direct_object(out, verb, owner, frame, rich, negation)
        return out

    def bare_negative(self, out, verb, negation):
        word = node("NP", leaf("PRON", negation))
        out.add(node("PP", leaf("ADP", verb.en_prep), word) if verb.en_prep else word,
                ["personne"] if negation == "nobody" else [])

    def pronoun_object(self, out, verb, ante):
        en, clitic = object_pronoun(ante)
        tree = node("NP", en)
        out.en.append(node("PP", leaf("ADP", verb.en_prep), tree) if verb.en_prep else tree)
        out.clitics.append(clitic)
        out.preceding = ante.agr

    def oblique_object(self, out, verb, owner, frame, rich):
        """An object after a French preposition."""
        if verb in TO_PERSON and self.rng.chance(15):
            self.recipient_pronoun(out, owner, [leaf("ADP", verb.en_prep)] if verb.en_prep else [])
            return
        plural = False if verb.fr_prep in ("dans",) or verb.en.base == "play" else None
        if verb.en.base == "play":
            found = self.definite(verb.objects)
        else:
            found = self.noun_phrase(verb.objects, "oblique", owner, rich, frame, plural)
        en = node("PP", leaf("ADP", verb.en_prep), found.en) if verb.en_prep else found.en
        out.add(en, [verb.fr_prep] + found.fr)
        out.heavy = found.heavy

    def recipient_pronoun(self, out, owner, preposition):
        """Me, him, her, us or them as the one who gets something."""
        choices = [("him", "lui"), ("her", "lui"), ("them", "leur")]
        if owner not in ("my", "our"):
            choices += [("me", "me"), ("us", "nous")]
        en, clitic = self.rng.pick(choices)
        tree = node("NP", leaf("PRON", en))
        out.en.append(node("PP", preposition, tree) if preposition else tree)
        out.clitics.append(clitic)

    def direct_object(self, out, verb, owner, frame, rich, negation):
        rng = self.rng
        if "man" in verb.objects and not negation and rng.chance(10):
            return self.person_pronoun(out, verb)
        found = self.object_phrase(verb, owner, frame, rich, negation)
        out.add(node("PP", leaf("ADP", verb.en_prep), found.en) if verb.en_prep else found.en, found.fr)
        out.heavy = found.heavy
        if found.simple and not negation:
            out.object = found
        return None

    def person_pronoun(self, out, verb):
        """Him or her, not named before: the English word tells the gender."""
        feminine = self.rng.chance(50)
        person = Phrase(None, [], Agr("f" if feminine else "m"), human=True)
        self.pronoun_object(out, verb, person)

    def object_phrase(self, verb, owner, frame, rich, negation):
        rng = self.rng
        role = "generic" if verb.generic else "negated" if negation else "object"
        if verb.listable and not verb.generic and not negation and rng.chance(5 + 9 * rich):
            return self.enumeration(verb, owner, rich)
        if not negation and verb.en.base in ("drink", "prepare", "offer", "bring") \
                and "tea" not in verb.objects and rng.chance(35):
            return self.measure()
        return self.noun_phrase(verb.objects, role, owner, rich, frame)

    def give(self, out, verb, owner, frame, rich, negation, ante=None):
        """Something to somebody: noun or pronoun on either side."""
        rng = self.rng
        to = leaf("ADP", "to")
        if ante is not None:
            self.pronoun_object(out, verb, ante)
        elif rng.chance(25):
            self.recipient_pronoun(out, owner, [])
            thing = self.object_phrase(verb, owner, frame, rich, negation)
            out.add(thing.en, thing.fr)
            out.heavy = thing.heavy
            return
        if ante is not None and rng.chance(40):
            self.recipient_pronoun(out, owner, [to])
            return
        person = self.person(("man", "woman", "kin"), owner) if rng.chance(70) else self.name()
        if ante is not None:
            out.add(node("PP", to, person.en), ["à"] + person.fr)
            return
        thing = self.object_phrase(verb, owner, frame, rich, negation)
        out.heavy = thing.heavy
        if thing.heavy:
            # A long object goes last in both languages.
            out.add(person.en, ["à"] + person.fr)
            out.add(thing.en, thing.fr)
        elif rng.chance(45):
            out.en += [person.en, thing.en]
            out.fr += thing.fr + ["à"] + person.fr
        else:
            out.add(thing.en, thing.fr)
            out.add(node("PP", to, person.en), ["à"] + person.fr)

    def add_adjuncts(self, clause, frame, rich):
        """A place and a time, unless the object is already long."""
        rng, predicate = self.rng, clause.predicate
        if rich == 0 or frame == "pastrep":
            return
        heavy = predicate.heavy
        if clause.verb.place and not heavy and rng.chance(10 + 10 * rich):
            predicate.add(*self.place_phrase(rich - 1))
        allowed = clause.tense in ("past", "pres", "fut", "going") and not clause.frequency \
            and clause.negation in (None, "not") and not clause.verb.stative
        if allowed and rng.chance(20 + 8 * rich):
            clause.time = self.time_phrase("fut" if clause.tense == "going" else
                                           "pres" if clause.tense == "pres" else frame)
            clause.time_first = heavy

    # -- other clauses

    def clause(self, frame, subject=None, rich=1, adjuncts=True, plain=False):
        """Any clause of the time frame."""
        rng = self.rng
        if subject is None and rng.chance(17):
            return self.thing_clause(frame, rich)
        subject = subject or self.subject(frame, rich)
        kind = rng.weighted([("verbal", 62), ("copula", 13), ("modal", 14 if subject.human else 4),
                             ("motion", 10)])
        if kind == "verbal" or frame == "pastrep" and kind != "copula":
            return self.verbal(frame, subject, rich, adjuncts, plain=plain)
        if kind == "copula":
            return self.copula(frame, subject, rich)
        if kind == "motion" and frame == "past" and subject.agr.person == 1:
            kind = "modal"
        if kind == "modal":
            return self.modal(frame, subject, rich)
        return self.motion(frame, subject, rich)

    def thing_clause(self, frame, rich):
        """A clause about a thing: what it is like, where, made by whom."""
        rng = self.rng
        kind = rng.weighted([("quality", 28), ("passive", 55), ("existence", 14), ("price", 18)])
        if kind == "passive":
            return self.passive(frame, rich)
        if kind == "existence" and frame != "fut":
            return self.existence(frame, rich)
        if kind == "price" and frame == "pres":
            return self.price(rich)
        if frame == "fut":
            frame = "pres"
        thing = self.noun_phrase(("text", "thing", "fragile", "clothes", "vehicle", "openable", "building"),
                                 "subject", None, rich, frame)
        return self.copula(frame, thing, rich)

    def passive(self, frame, rich):
        rng = self.rng
        verb = rng.fresh([verb for verb in TRANSITIVE if verb.passive])
        kinds = tuple(kind for kind in verb.objects if kind != "kin")
        subject = self.noun_phrase(kinds, "subject", None, rich, frame)
        agent = self.name() if rng.chance(40) else self.noun_phrase(("man", "woman"), "oblique", None, rich)
        predicate = Predicate()
        predicate.add(leaf("VERB", verb.en.participle), [verb.fr.agreed(subject.agr.gender, subject.agr.plural)])
        predicate.add(node("PP", leaf("ADP", "by"), agent.en), ["par"] + agent.fr)
        tense = "plup" if frame == "pastrep" else frame
        clause = Clause(subject, PASSIVE_BE, tense, predicate, self.negation(PASSIVE_BE, frame, 8))
        if frame in ("past", "fut") and rich and not clause.negation and rng.chance(30):
            clause.time, clause.time_first = self.time_phrase(frame), rng.chance(40)
        return clause

    def existence(self, frame, rich):
        """There is, il y a: English agrees with the noun, French does not."""
        rng = self.rng
        tense = "pres" if frame == "pres" else "past"
        negation = "not" if rng.chance(20) else None
        noun = self.existing(negation, rich)
        where = self.place_phrase(rich - 1)
        subject = Phrase(node("NP", leaf("PRON", "there")), ["il"], Agr("m", noun.agr.plural), fr_agr=Agr("m"))
        predicate = Predicate()
        predicate.clitics.append("y")
        predicate.add(noun.en, noun.fr)
        predicate.add(*where)
        return Clause(subject, THERE, tense, predicate, negation)

    def existing(self, negation, rich):
        """An indefinite phrase for "there is"."""
        while True:
            noun = self.noun_phrase(("man", "woman", "animal", "clothes", "text", "thing", "openable", "surface"),
                                    "negated" if negation else "object", None, rich)
            if noun.determiner in ("a", "some", "any", "several", "many", "number"):
                return noun

    def price(self, rich):
        thing = self.noun_phrase(("clothes", "text", "machine", "thing", "fragile"), "subject", None, rich, "pres")
        amount = self.rng.pick(PRICES)
        predicate = Predicate()
        predicate.add(node("NP", leaf("NUM", amount), leaf("NOUN", "euros")), [amount, "euros"])
        return Clause(thing, COST, "pres", predicate)

    def copula(self, frame, subject, rich, adjective=False):
        """To be something: an adjective, a comparison, a trade, a place, an age."""
        rng = self.rng
        tense = self.settle(BE, "past" if frame == "pastrep" else frame, subject.agr)
        negation = "not" if rng.chance(14) else None
        predicate = Predicate()
        singular = subject.human and not subject.agr.plural and subject.agr.person == 3
        kind = rng.weighted([("adjective", 50), ("comparison", 36 if self.scale(subject) else 0),
                             ("trade", 10 if singular and subject.kind in ("name", "kin") or
                              singular and subject.pronominal else 0),
                             ("where", 14 if subject.kind != "building" else 0), ("age", 14 if singular and subject.kind != "kin" else 0)])
        kind = "adjective" if adjective else kind
        if kind == "age":
            return self.age(frame, subject, tense)
        choices = self.qualities(subject)
        if kind == "where" or not choices:
            predicate.add(*self.place_phrase(rich))
        elif kind == "trade":
            self.trade(predicate, subject)
        elif kind == "comparison":
            self.comparison(predicate, subject, rich)
        else:
            self.quality(predicate, subject, choices)
        return Clause(subject, BE, tense, predicate, negation)

    def qualities(self, subject):
        """Adjectives that suit the subject and whose French form is settled."""
        if subject.noun:
            choices = ADJECTIVES_OF[subject.noun.key]
        else:
            choices = [a for a in ADJECTIVE_LIST if "man" in a.kinds and "woman" in a.kinds]
        choices = [a for a in choices if a.en not in ("pretty", "good", "bad", "long", "new")]
        if subject.adjectives:
            # No "the dirty bag is dirty", no "the black pen is blue".
            choices = [a for a in choices if a.degree != "-" and a not in subject.adjectives]
        return choices if subject.agr.person == 3 else [a for a in choices if a.neutral]

    def scale(self, subject):
        return [a for a in self.qualities(subject) if a.degree != "-" and a.en != "elegant"]

    def quality(self, predicate, subject, choices):
        rng = self.rng
        one = rng.fresh(choices)
        agr = subject.fr_agr
        others = [a for a in choices if a is not one and a.degree != "-"]
        if not rng.chance(30) or not others or one.degree == "-":
            graded = 0 if one.degree == "-" else 1
            en, fr = rng.weighted([(("", ""), 60), (("very", "très"), 25 * graded), (("too", "trop"), 15 * graded)])
            predicate.add(node("ADJP", [leaf("ADV", en)] if en else [], leaf("ADJ", one.en)),
                          fr.split() + [one.fr(agr)])
            return
        other = rng.pick(others)
        predicate.add(node("ADJP", leaf("ADJ", one.en), leaf("CCONJ", "and"), leaf("ADJ", other.en)),
                      [one.fr(agr), "et", other.fr(agr)])

    def comparison(self, predicate, subject, rich):
        rng = self.rng
        adjective = rng.fresh(self.scale(subject))
        if subject.noun and not subject.human:
            other = self.noun_phrase((subject.noun.kind,), "oblique", None, rich)
        else:
            other = self.name() if rng.chance(40) else self.person(("man", "woman", "kin"), subject.owner())
        form = adjective.fr(subject.fr_agr)
        if rng.chance(30):
            en = [leaf("ADV", "as"), leaf("ADJ", adjective.en), node("PP", leaf("ADP", "as"), other.en)]
            predicate.add(node("ADJP", en), ["aussi", form, "que"] + other.fr)
            return
        en = adjective.comparative() + [node("PP", leaf("ADP", "than"), other.en)]
        predicate.add(node("ADJP", en), ["plus", form, "que"] + other.fr)

    def trade(self, predicate, subject):
        """Paul is a doctor: no article in French, unless an adjective comes."""
        rng = self.rng
        gender = subject.agr.gender
        noun = rng.fresh([noun for kind in ("man", "woman") for noun in NOUN_LIST[kind]
                          if noun.en[0] in PROFESSIONS and noun.gender == gender])
        agr = Agr(gender)
        if not rng.chance(45):
            predicate.add(node("NP", leaf("DET", "A"), leaf("NOUN", noun.en[0])), [noun.fr[0]])
            return
        adjective = rng.fresh([a for a in ADJECTIVES_OF[noun.key] if a.en in TRADE_ADJECTIVES])
        en = node("NP", leaf("DET", "A"), leaf("ADJ", adjective.en), leaf("NOUN", noun.en[0]))
        words = [self.prenominal(adjective, agr), noun.fr[0]] if adjective.position == "pre" \
            else [noun.fr[0], adjective.fr(agr)]
        predicate.add(en, ["une" if gender == "f" else "un"] + words)

    def age(self, frame, subject, tense):
        # A trade asks for a certain age.
        en, fr = self.rng.pick(NUMBERS[-3:] if subject.noun else NUMBERS[3:])
        predicate = Predicate()
        predicate.add(node("ADJP", node("NP", leaf("NUM", en), leaf("NOUN", "years")), leaf("ADJ", "old")),
                      [fr, "ans"])
        return Clause(subject, HAVE_AGE, tense, predicate)

    def modal(self, frame, subject, rich):
        """Wants to, can, tries to ... with an infinitive."""
        rng = self.rng
        outer = rng.fresh(in_time([verb for verb in INFINITIVAL if fits(verb, subject)], subject, frame))
        if outer.stative and frame == "fut" or outer.en.base == "must":
            frame = "pres"
        tense = self.tense(outer, frame, subject, plain=True)
        negation = "not" if outer.en.base in ("want", "can", "must") and rng.chance(20) else None
        inner = self.willed_verb(subject)
        predicate = self.predicate(inner, subject, frame, rich, negation and "not")
        if rich and inner.place and not predicate.heavy and rng.chance(25):
            predicate.add(*self.place_phrase())
        out = Predicate()
        en, fr = infinitive(inner, predicate, subject.fr_agr)
        to = [] if outer.en.modal else [leaf("PART", "to")]
        out.add(node("VP", to, en), ([outer.fr_prep] if outer.fr_prep else []) + fr)
        out.heavy = predicate.heavy
        clause = Clause(subject, outer, tense, out, negation)
        if tense == "fut" and not out.heavy and rich and rng.chance(30):
            clause.time = self.time_phrase("fut")
        return clause

    def willed_verb(self, subject, bases=None):
        """A verb for what one may want, decide or refuse to do."""
        while True:
            verbs = [verb for verb in self.verbs_for(subject)
                     if not verb.stative and verb.en.base not in UNWILLED and (not bases or verb.en.base in bases)]
            if verbs:
                return self.rng.fresh(verbs)

    def motion(self, frame, subject, rich, kinds=("go", "return", "live", "stay")):
        """Going, coming back, living and staying somewhere."""
        rng = self.rng
        kind = rng.pick(kinds if subject.human else ("go", "stay"))
        verb = {"go": GO, "return": RETURN, "live": LIVE, "stay": STAY}[kind]
        negation = self.negation(verb, frame, 10 if rich else 0)
        tense = self.tense(verb, frame, subject, negation, plain=True)
        predicate = Predicate()
        if kind in ("go", "return"):
            where = self.definite(("place", "park", "village", "castle", "church"), rich - 1 if rich else 0)
            en, fr = ("to", "à") if kind == "go" else ("from", "de")
            predicate.add(node("PP", leaf("ADP", en), where.en), [fr] + where.fr)
        else:
            predicate.add(*self.dwelling(kind, rich))
        clause = Clause(subject, verb, tense, predicate, negation)
        if rich and not negation and kind != "live" and rng.chance(45):
            clause.time = self.time_phrase({"past": "past", "pres": "pres"}.get(tense, "fut"))
            clause.time_first = rng.chance(30)
        elif kind == "live" and tense == "past" and rng.chance(40) and not negation:
            year = rng.pick(YEARS)
            clause.time = (tagged("in/ADP %s/NUM" % year, "PP"), "en " + year)
        return clause

    def dwelling(self, kind, rich):
        rng = self.rng
        choice = rng.pick(("city", "country", "place"))
        if choice == "city":
            en, fr = rng.pick(CITIES)
            return node("PP", leaf("ADP", "in"), node("NP", leaf("PROPN", en))), ["à", fr]
        if choice == "country":
            en, fr = rng.pick(COUNTRIES)
            return node("PP", leaf("ADP", "in"), node("NP", leaf("PROPN", en))), ["en", fr]
        if kind == "stay":
            return self.place_phrase()
        en, fr = rng.pick(PLACE_PREPOSITIONS)
        where = self.definite(("castle", "church", "place", "bridge"), rich)
        return node("PP", [leaf("ADP", word) for word in en.split()], where.en), fr.split() + where.fr

    # -- sentences

    def unit(self, frame, rich):
        """A piece of a long sentence: tree and French words, no full stop."""
        kind = self.rng.weighted([("plain", 34), ("because", 14), ("when", 12), ("report", 13),
                                  ("chain", 12), ("anaphora", 22), ("purpose", 9)])
        return getattr(self, "unit_" + kind)(frame, rich)

    def unit_plain(self, frame, rich):
        clause = self.clause(frame, rich=rich)
        if clause.time and not clause.time_first and self.rng.chance(35):
            clause.time_first = True
        return clause.statement()

    def reason(self, subject, frame, rich):
        """A state that may explain something: a feeling, a wish, the weather."""
        rng = self.rng
        kind = rng.weighted([("weather", 16), ("feeling", 24), ("quality", 22), ("taste", 20), ("wish", 18)])
        if kind == "weather":
            return self.weather(frame)
        if subject.human and rng.chance(65):
            subject = anaphor(subject)
        else:
            subject = self.subject(frame, max(rich - 1, 0), ("man", "woman"))
        if kind == "quality":
            return self.copula(frame, subject, rich, adjective=True).statement()
        if kind == "wish":
            return self.modal("pres" if frame == "fut" else frame, subject, rich).statement()
        group = INTRANSITIVE if kind == "feeling" else TRANSITIVE + OBLIQUE
        verbs = [verb for verb in group if verb.stative and fits(verb, subject)]
        return self.verbal(frame, subject, rich, adjuncts=False, verbs=verbs).statement()

    def weather(self, frame):
        en, fr = self.rng.pick(WEATHER["past" if frame == "pastrep" else frame])
        words = en.split()
        tags = ["PRON"] + ["AUX"] * (len(words) - 2) + ["ADJ" if words[-1] in ("cold", "hot") else "VERB"]
        return node("S", node("NP", leaf("PRON", words[0])),
                    node("VP", [leaf(tag, word) for tag, word in zip(tags[1:], words[1:])])), fr.split()

    def unit_because(self, frame, rich):
        main = None
        while main is None or main.verb.stative:
            main = self.clause(frame, self.subject(frame, rich), rich, adjuncts=self.rng.chance(40))
        main.time_first = False
        if main.predicate.heavy:
            main.time = None
        en, fr = main.statement()
        why_en, why_fr = self.reason(main.subject, frame, rich)
        sub = node("SBAR", leaf("SCONJ", "because"), why_en)
        return node("S", en[1], sub), fr + ["parce", "que"] + why_fr

    def unit_when(self, frame, rich):
        """When, while, if, even if: first in the sentence or after the main clause."""
        rng = self.rng
        word, fr_word, sub_frame = rng.pick(SUBORDINATORS[frame])
        subject = self.third_person(frame, rich) if word == "while" else self.subject(frame, rich)
        weather = word == "if" and rng.chance(25)
        again = not weather and rng.chance(45)
        main = self.clause(frame, anaphor(subject) if again else None, rich, adjuncts=False,
                           plain=rng.chance(60))
        if word == "while":
            sub = self.while_clause(subject, rich)
        elif weather:
            sub = None
        else:
            sub = self.clause(sub_frame, subject, rich, adjuncts=False, plain=True)
        sub_en, sub_fr = sub.statement() if sub else self.weather("pres")
        main_en, main_fr = main.statement()
        bar = node("SBAR", [leaf("SCONJ", part) for part in word.split()], sub_en)
        return node("S", bar, leaf("PUNCT", ","), main_en[1]), fr_word.split() + sub_fr + [","] + main_fr

    def while_clause(self, subject, rich):
        """While X was reading: always the past progressive."""
        verbs = [verb for verb in TRANSITIVE + INTRANSITIVE
                 if verb.manner and fits(verb, subject) and not verb.stative]
        verb = self.rng.fresh(verbs)
        return Clause(subject, verb, "impf", self.predicate(verb, subject, "past", rich, None))

    def unit_report(self, frame, rich):
        rng = self.rng
        subject = self.subject(frame, 0, ("man", "woman"))
        past = frame == "past"
        verb = rng.fresh(REPORTING)
        inner_frame = "pastrep" if past else rng.pick(("pres", "fut", "past"))
        own = anaphor(subject) if rng.chance(35) else self.third_person(inner_frame, rich)
        if own.agr.person == 1 and past:
            own = self.third_person(inner_frame, rich)
        en, fr = self.clause(inner_frame, own, rich, adjuncts=not past).statement()
        predicate = Predicate()
        if rng.chance(30) and verb.en.base == "say":
            verb = TELL
            listener = self.person(("man", "woman", "kin"), subject.owner()) if rng.chance(60) else self.name()
            predicate.add(listener.en, ["à"] + listener.fr)
        predicate.add(node("SBAR", leaf("SCONJ", "that"), en), ["que"] + fr)
        tense = self.settle(verb, "past" if past else "pres", subject.agr)
        if tense == "pres" and past:
            return self.unit_plain(frame, rich)
        return Clause(subject, verb, tense, predicate).statement()

    def unit_chain(self, frame, rich):
        """One subject, two or three verbs."""
        rng = self.rng
        subject = self.subject(frame, rich, ("man", "woman"))
        while subject.agr.person == 1 or subject.kind == "animal":
            subject = self.subject(frame, rich, ("man", "woman"))
        count = 2 + rng.below(1 + (rich > 0))
        parts, used = [], []
        while len(parts) < count:
            clause = self.verbal(frame, subject, max(rich - 1, 0), adjuncts=False, plain=True)
            if clause.verb.key not in used and clause.tense == frame and not clause.verb.stative:
                used.append(clause.verb.key)
                parts.append(clause.vp())
        en, fr = joined(parts)
        return node("S", subject.en, node("VP", en)), subject.fr + fr

    def unit_anaphora(self, frame, rich):
        """Something is named, and a pronoun stands for it in the next clause."""
        rng = self.rng
        first = self.named_object(frame, rich)
        thing = first.predicate.object
        other = anaphor(first.subject) if rng.chance(25) else self.other_subject(frame, first.subject)
        kind = rng.weighted([("object", 55), ("some of", 25 if thing.agr.plural else 0),
                             ("subject", 22), ("same", 30)])
        en, fr = first.statement()
        if kind == "same" and first.subject.agr.person == 3 and first.tense == frame:
            return self.same_subject(first, thing, frame)
        if kind == "some of" and other.agr.person == 3 and thing.noun.kind in ("food", "text", "clothes", "gift"):
            second = self.count_of_them(other, thing, frame)
        elif kind == "subject" and not first.subject.agr.plural and first.verb.en.base in ("buy", "choose", "take") \
                and ADJECTIVES_OF[thing.noun.key]:
            return self.because_it(en, fr, thing, frame)
        else:
            second = self.verbal(frame, other, 0, adjuncts=False, ante=thing, plain=rng.chance(60),
                                 verbs=[verb for verb in self.handy(thing, other) if verb.key != first.verb.key])
        link = rng.pick((("and", "et"), ("but", "mais")))
        more_en, more_fr = second.statement()
        return node("S", en, leaf("PUNCT", ","), leaf("CCONJ", link[0]), more_en), fr + [",", link[1]] + more_fr

    def named_object(self, frame, rich):
        """A clause whose object can be taken up by a pronoun."""
        while True:
            clause = self.verbal(frame, self.subject(frame, rich, ("man", "woman")), min(rich, 1),
                                 adjuncts=False, verbs=ACQUIRE, plain=True)
            found = clause.predicate.object
            if found and not found.human and clause.tense in (frame, "pres", "going"):
                return clause

    def other_subject(self, frame, subject):
        """A subject of another kind than the first, so that pronouns stay clear."""
        while True:
            other = self.short_subject(frame)
            if other.fr != subject.fr and other.kind != "animal":
                return other

    @staticmethod
    def handy(thing, subject):
        return [verb for verb in OBJECT_VERBS_OF[thing.noun.key] if fits(verb, subject)] + \
            [verb for verb in DITRANSITIVE if thing.noun.kind in verb.objects]

    def same_subject(self, first, thing, frame):
        """X bought some apples and gave them to Y."""
        verbs = [verb for verb in self.handy(thing, first.subject) if verb.key != first.verb.key]
        while True:
            second = self.verbal(frame, first.subject, 0, adjuncts=False, ante=thing, plain=True, verbs=verbs)
            if second.tense == first.tense:
                break
        en, fr = joined([first.vp(), second.vp()])
        return node("S", first.subject.en, node("VP", en)), first.subject.fr + fr

    def count_of_them(self, subject, thing, frame):
        """Y ate two of them: French en, and no agreement."""
        verbs = [verb for verb in OBJECT_VERBS_OF[thing.noun.key]
                 if verb.en.base in ("eat", "buy", "sell", "find", "read", "lose", "choose")]
        verb = self.rng.fresh(verbs)
        en, fr = self.rng.pick(NUMBERS[:6] + MANY_OF)
        predicate = Predicate()
        tag = "NUM" if (en, fr) in NUMBERS else "ADJ"
        predicate.add(node("NP", leaf(tag, en), node("PP", leaf("ADP", "of"), node("NP", leaf("PRON", "them")))), [fr])
        predicate.clitics.append("en")
        return Clause(subject, verb, self.tense(verb, frame, subject, plain=True), predicate)

    def because_it(self, en, fr, thing, frame):
        """X bought the house because it was old: the pronoun keeps the gender."""
        state = Predicate()
        subject = anaphor(thing)
        subject.adjectives = thing.adjectives
        self.quality(state, subject, self.qualities(subject) or ADJECTIVES_OF[thing.noun.key])
        tense = "pres" if frame == "fut" else frame
        sub_en, sub_fr = Clause(subject, BE, tense, state).statement()
        return node("S", en[1], node("SBAR", leaf("SCONJ", "because"), sub_en)), fr + ["parce", "que"] + sub_fr

    def unit_purpose(self, frame, rich):
        """To buy, before buying, without buying, after buying."""
        rng = self.rng
        word, fr_word = rng.pick((("to", "pour"), ("before", "avant de"), ("without", "sans"), ("after", "après")))
        subject = self.subject(frame, rich, ("man", "woman"))
        if word == "to":
            if frame == "past" and subject.agr.person == 1:
                subject = self.name()
            main = self.motion(frame, subject, 0, ("go", "return", "stay"))
            verb = self.willed_verb(subject, AIMS)
        else:
            action = self.willed_verb(subject)
            if frame == "past" and not past_settled(action, subject.agr):
                subject = self.name()
            main = self.verbal(frame, subject, rich, adjuncts=False, verbs=[action], plain=True)
            verb = self.willed_verb(subject)
        predicate = self.predicate(verb, subject, frame, rich, "not" if word == "without" else None)
        base_en, base_fr = infinitive(verb, predicate, subject.fr_agr)
        en, fr = main.statement()
        if word == "after":
            if subject.agr.person == 1 and verb.etre:
                return en, fr
            base_fr = self.perfect_infinitive(verb, predicate, subject)
        if word == "to":
            phrase = node("VP", leaf("PART", "to"), base_en)
        else:
            phrase = node("PP", leaf("ADP", word), node("VP", leaf("VERB", verb.en.gerund), base_en[1:]))
        return node("S", en[1], phrase), fr + fr_word.split() + base_fr

    @staticmethod
    def perfect_infinitive(verb, predicate, subject):
        """Avoir mangé, être partie: what follows "après"."""
        clause = Clause(subject, verb, "past", predicate)
        clitics = french_clitics(verb, subject.fr_agr, predicate.clitics)
        return clitics + ["être" if verb.etre else "avoir", clause.participle()] + \
            verb.fr_tail + predicate.french()

    def question(self, rich):
        frame = self.rng.weighted([("past", 40), ("pres", 40), ("fut", 20)])
        kind = self.rng.pick(("plain", "plain", "adverb", "who", "what", "many"))
        return getattr(self, "question_" + kind)(frame, rich)

    def asked(self, frame, rich, adjuncts=True):
        """A clause that can be inverted."""
        while True:
            clause = self.clause(frame, rich=rich, adjuncts=adjuncts)
            clause.time_first = False
            if clause.subject.agr.person == 3 and clause.tense != "used" and clause.negation in (None, "not"):
                return clause

    def question_plain(self, frame, rich):
        en, fr = self.asked(frame, rich).question()
        return en, ["est-ce", "que"] + fr

    def question_adverb(self, frame, rich):
        word, fr_word, tag = self.rng.pick((("where", "où", "ADV"), ("why", "pourquoi", "ADV"), ("when", "quand", "ADV")))
        if word == "when" and frame == "pres":
            frame = "fut"
        while True:
            clause = self.verbal(frame, self.subject(frame, rich), rich, adjuncts=False)
            stative = clause.verb.stative and word != "why"
            if clause.subject.agr.person == 3 and not stative and clause.negation in (None, "not") \
                    and clause.tense not in ("used", "just", "already") \
                    and (word != "where" or clause.verb.place) \
                    and (word != "when" or clause.tense in ("past", "fut", "going")) \
                    and (word == "why" or not clause.negation and not clause.frequency):
                break
        en, fr = clause.question()
        return node("SBARQ", leaf(tag, word), en), [fr_word, "est-ce", "que"] + fr

    def question_who(self, frame, rich):
        subject = Phrase(node("NP", leaf("PRON", "who")), ["qui"], Agr("m"), human=True, kind="man")
        subject.pronominal = True
        clause = self.verbal(frame, subject, rich)
        return clause.statement() if not clause.time_first else self.question_plain(frame, rich)

    def question_what(self, frame, rich):
        verbs = [verb for verb in TRANSITIVE if verb.en.base in NOTHING_VERBS]
        subject = self.third_person(frame, rich)
        verb = self.rng.fresh([verb for verb in verbs if fits(verb, subject)])
        tense = self.tense(verb, frame, subject, plain=True)
        predicate = Predicate()
        if verb.place and self.rng.chance(40):
            predicate.add(*self.place_phrase())
        en, fr = Clause(subject, verb, tense, predicate).question()
        return node("SBARQ", leaf("PRON", "what"), en), ["que", "est-ce", "que"] + fr

    def question_many(self, frame, rich):
        """How many apples did X buy? The participle agrees with the apples."""
        subject = self.third_person(frame, rich)
        verbs = [verb for verb in TRANSITIVE if verb.listable and fits(verb, subject) and not verb.stative
                 and not verb.en_prep]
        verb = self.rng.fresh(verbs)
        noun = self.noun_of(tuple(kind for kind in verb.objects if kind not in MASS_KINDS))
        while noun.single or noun.mass or noun.kind == "kin":
            noun = self.noun_of(("food", "text", "clothes"))
            verb = next(v for v in TRANSITIVE if v.en.base == "buy")
        predicate = Predicate()
        predicate.preceding = Agr(noun.gender, True)
        tense = self.tense(verb, frame, subject, plain=True)
        en, fr = Clause(subject, verb, tense, predicate).question()
        what = node("NP", leaf("ADV", "how"), leaf("ADJ", "many"), leaf("NOUN", noun.en[1]))
        return node("SBARQ", what, en), ["combien", "de", noun.fr[1], "est-ce", "que"] + fr

    def third_person(self, frame, rich):
        while True:
            subject = self.subject(frame, rich, ("man", "woman"))
            if subject.agr.person == 3:
                return subject

    def sentence(self, units, rich):
        """A whole sentence: the tree and the French words."""
        rng = self.rng
        if units == 1 and rng.chance(11):
            en, fr = self.question(rich)
            return node(en[0], en[1], leaf("PUNCT", "?")), fr + ["?"]
        frame = rng.weighted([("past", 46), ("pres", 31), ("fut", 23)])
        en, fr = self.unit_plain(frame, rich) if rich == 0 else self.unit(frame, rich)
        children = [en]
        for i in range(1, units):
            mark, link, fr_link = rng.weighted([((",", "and", "et"), 40), ((",", "but", "mais"), 34),
                                                ((";", None, None), 26)])
            more_en, more_fr = self.unit(frame, rich)
            children += [leaf("PUNCT", mark)] + ([leaf("CCONJ", link)] if link else []) + [more_en]
            fr = fr + [mark] + ([fr_link] if fr_link else []) + more_fr
        if units == 1:
            children = en[1]
        return node("S", children, leaf("PUNCT", ".")), fr + ["."]


def past_settled(verb, agr):
    """Whether the past of the verb is plain in both languages: "they read" may be
    present, "I left" does not tell the gender, and rare forms are left out."""
    first = agr.person == 1
    if first and (verb.etre or verb.stative and verb.fr.infinitive not in FULL_PARADIGM):
        return False
    return verb.en.past != verb.en.base or not (first or agr.plural)


def in_time(verbs, subject, frame):
    """The verbs that can be told in the time frame, or all if there is none."""
    if frame not in ("past", "pastrep"):
        return verbs
    return [verb for verb in verbs if past_settled(verb, subject.agr)] or verbs


def fits(verb, subject):
    """Whether the verb allows this subject."""
    kind = subject.kind if subject.kind not in ("name", "pair") else "man"
    return kind in verb.subjects or (subject.noun is not None and subject.noun.en[0] in verb.subjects)


NOUNS_OF = {}
MODIFIABLE = ("the", "a", "some", "several", "many", "number", "few")
# What nobody decides to do.
UNWILLED = "arrive fall lose find hear understand receive break forget".split()
# What one goes somewhere for.
AIMS = "buy see eat drink read visit meet help look sell repair wash work swim dance rest choose".split()
PASSIVE_BE = Verb("be", "être", "human")
THERE = Verb("be", "avoir", "human", stative=True)
TO_PERSON = [verb for verb in OBLIQUE if verb.fr_prep == "à" and "man" in verb.objects
             and verb.en.base != "think"]
ACQUIRE = [verb for verb in TRANSITIVE
           if verb.en.base in ("buy", "find", "choose", "read", "write", "receive", "take", "prepare", "hide", "see")]
MASS_KINDS = ("foodmass", "drink")
MANY_OF = [("many", "beaucoup"), ("several", "plusieurs")]
TRADE_ADJECTIVES = "good bad famous young brave clever French Italian German".split()
OBJECT_VERBS_OF = {noun.key: [verb for verb in TRANSITIVE
                              if (noun.kind in verb.objects or noun.en[0] in verb.objects) and noun.kind != "kin"]
                   for nouns in NOUN_LIST.values() for noun in nouns}
ABOUT_VERBS_OF = {noun.key: [verb for verb in OBLIQUE if verb.fr_prep == "de" and verb.en.base != "play"
                             and (noun.kind in verb.objects or noun.en[0] in verb.objects)]
                  for nouns in NOUN_LIST.values() for noun in nouns}
WEATHER = {
    "pres": [("it is raining", "il pleut"), ("it is snowing", "il neige"), ("it is cold", "il fait froid"),
             ("it is hot", "il fait chaud")],
    "past": [("it was raining", "il pleuvait"), ("it was snowing", "il neigeait"),
             ("it was cold", "il faisait froid"), ("it was hot", "il faisait chaud")],
    "fut": [("it will rain", "il pleuvra"), ("it will snow", "il neigera"),
            ("it will be cold", "il fera froid"), ("it will be hot", "il fera chaud")],
}
# English and French word, and the time frame of the subordinate clause.
SUBORDINATORS = {
    "past": [("when", "quand", "past"), ("while", "pendant que", "past"), ("even if", "même si", "past")],
    "pres": [("when", "quand", "pres"), ("if", "si", "pres"), ("even if", "même si", "pres")],
    "fut": [("if", "si", "pres"), ("if", "si", "pres"), ("even if", "même si", "pres")],
}

# ----------------------------------------------------------------------- corpora

# Bounds of the length bins in English words, and how many units and how much
# richness tend to fall into each.
BINS = [((3, 5), ((1, 0),)),
        ((6, 10), ((1, 0), (1, 1), (1, 1))),
        ((11, 15), ((1, 1), (1, 2), (1, 3))),
        ((16, 20), ((1, 2), (1, 3), (2, 1))),
        ((21, 30), ((2, 1), (2, 2), (2, 3))),
        ((31, 40), ((2, 3), (3, 1), (3, 2))),
        ((41, 60), ((3, 2), (3, 3), (4, 1), (4, 2)))]
# Sentences wanted in each bin.
SIZES = {"test": (110, 240, 210, 170, 180, 150, 440),
         "dev": (80, 300, 200, 120, 100, 80, 120),
         "train": (2000, 7900, 5150, 2650, 1950, 1950, 2400)}
TAGGED_SIZES = (900, 2300, 1600, 900, 300, 0, 0)
# A form is admitted if the draft, as large as all parts, has it so often, and
# stays if train then has it so often.
ADMITTED, KEPT = 30, 22


def words_of(text):
    """The words without case and punctuation, as the leakage test sees them."""
    return tuple(word for word in (part.strip(".,;?").lower() for part in text.split()) if word)


def forms_of(text):
    """The surface forms of a text, with elided words apart."""
    return [word for part in words_of(text) for word in part.replace("'", "' ").split()]


def masks(words):
    """The sentence with each word in turn hidden, and with each left out."""
    hidden = [words[:i] + ("*",) + words[i + 1:] for i in range(len(words))]
    return hidden, [words[:i] + words[i + 1:] for i in range(len(words))]


def marked_forms(english, french):
    """The forms of a pair, marked with their language: "12" is in both."""
    return ["en " + form for form in forms_of(english)] + ["fr " + form for form in forms_of(french)]


def count_forms(items):
    counts = Counter()
    for _, english, french in items:
        counts.update(marked_forms(english, french))
    return counts


class HeldOut:
    """The test and dev sentences, to keep near copies out of train."""

    def __init__(self):
        self.whole, self.hidden, self.shorter = set(), set(), set()

    def add(self, words):
        hidden, shorter = masks(words)
        self.whole.add(words)
        self.hidden.update(hidden)
        self.shorter.update(shorter)

    def near(self, words):
        """Whether one word changed, put in or left out makes a held-out sentence."""
        if words in self.whole or words in self.shorter:
            return True
        hidden, shorter = masks(words)
        return any(item in self.hidden for item in hidden) or any(item in self.whole for item in shorter)


class Corpus:
    """Draws distinct sentences with given numbers in each length bin."""

    def __init__(self, seed):
        self.rng = Rng(seed)
        self.grammar = Grammar(self.rng)
        self.allowed, self.seen, self.held = None, {}, HeldOut()
        self.waiting = [[] for _ in BINS]

    def grow(self, number):
        """Make a sentence with a length bin in mind and keep it for its bin."""
        tree, french = self.grammar.sentence(*self.rng.pick(BINS[number][1]))
        english, french = join_english(english_tokens(tree)), join_french(french)
        self.keep((tree, english, french[0].upper() + french[1:]))

    def draw(self, number):
        """One sentence of a length bin: tree, English, French."""
        while not self.waiting[number]:
            self.grow(number)
        return self.waiting[number].pop()

    def draft(self, sizes):
        """Fill the bins, and settle which forms are frequent enough to be learned."""
        # What is made for the shortest and the longest bins spills into the others.
        for number in [0] + list(range(len(sizes) - 1, 0, -1)):
            while len(self.waiting[number]) < sizes[number]:
                self.grow(number)
        # Every bin counts as much as the parts will take of it, no more.
        items = [item for waiting, size in zip(self.waiting, sizes) for item in waiting[-size:]]
        counts = count_forms(items)
        self.allowed = {form for form, count in counts.items() if count >= ADMITTED}

    def assign(self):
        """The test, dev and train parts, made of forms that train has often enough."""
        while True:
            self.seen, self.held = {}, HeldOut()
            parts = {name: self.part(sizes, name != "train") for name, sizes in SIZES.items()}
            rare = {form for form, count in count_forms(parts["train"]).items() if count < KEPT}
            if not rare:
                return parts
            self.allowed -= rare
            for name in reversed(list(SIZES)):
                for item in parts[name]:
                    self.keep(item)

    def keep(self, item):
        """Put a sentence into its bin."""
        length = len(item[1].split())
        for ((low, high), _), waiting in zip(BINS, self.waiting):
            if low <= length <= high:
                waiting.append(item)

    def accept(self, english, french):
        """Whether the pair is new and made of forms that are frequent enough."""
        known = self.seen.setdefault(english, french)
        if known != french:
            raise AssertionError("two translations of: %s\n%s\n%s" % (english, known, french))
        return not self.allowed or all(form in self.allowed for form in marked_forms(english, french))

    def part(self, sizes, held_out=False):
        """A shuffled part; later parts keep their distance from held-out ones."""
        out = []
        for number, size in enumerate(sizes):
            for _ in range(size):
                out.append(self.one(number, held_out))
        for i in range(len(out) - 1, 0, -1):
            j = self.rng.below(i + 1)
            out[i], out[j] = out[j], out[i]
        return out

    def one(self, number, held_out):
        while True:
            item = self.draw(number)
            fresh = item[1] not in self.seen
            words = words_of(item[1])
            if self.accept(item[1], item[2]) and fresh and not self.held.near(words):
                if held_out:
                    self.held.add(words)
                return item


def write(path, lines):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(unicodedata.normalize("NFC", line) + "\n")


def tag_line(tree):
    words = english_tokens(tree)
    return " ".join(words) + "\t" + " ".join(tag for tag, _ in leaves(tree))


def tree_line(tree):
    words = english_tokens(tree)
    return " ".join(words) + "\t" + bracketed(tree, iter(words))


def main(folder):
    os.makedirs(folder, exist_ok=True)
    corpus = Corpus(2)
    corpus.draft([sum(column) for column in zip(*SIZES.values())])
    for name, part in corpus.assign().items():
        write(os.path.join(folder, name + ".en-fr.tsv"), [english + "\t" + french for _, english, french in part])
    for name, line in (("tags", tag_line), ("trees", tree_line)):
        part = corpus.part(TAGGED_SIZES)
        write(os.path.join(folder, name + ".tsv"), [line(tree) for tree, _, _ in part])


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, os.pardir, "data"))
