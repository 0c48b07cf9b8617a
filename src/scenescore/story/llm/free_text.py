"""Reads a model's free answer to the paper's prompt: three words, a genre, an emotion, a title.

Tolerant of labels, lists, tables, JSON and plain sentences; what is not there stays empty, since
the share of incomplete answers is a figure of its own. Knows no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from scenescore.core.genres import GENRES
from scenescore.story.llm import feelings
from scenescore.story.llm.answer import Answer

_MOST_WORDS, _MOST_FEELINGS = 3, 3
_LONGEST_GENRE, _LONGEST_TITLE, _LONGEST_PHRASE = 60, 64, 24

_LABELS: Mapping[str, str] = {
    "words": r"(?:(?:three|3)[ -]+(?:key[ -]*|descriptive +|one-word +)?"
    r"(?:words?|adjectives|keywords)"
    r"(?: (?:to describe|describing|for|that describe|of)[^:\n]{0,50})?"
    r"|(?:key ?)?words|adjectives|descriptors?|descriptions?|vibe|song description)",
    "genre": r"(?:(?:musical|music|song)[ -]+)?(?:genres?|style)(?: of (?:the )?(?:song|music))?",
    "emotions": r"(?:(?:main|primary|dominant|core|overall|key|central|predominant|musical)[ -]+)*"
    r"(?:emotions?|feelings?|mood)(?: of (?:the )?(?:song|scene|music))?",
    "title": r"(?:(?:song|working|possible|suggested)[ -]+)?(?:title|song name|name of the song)"
    r"(?: of (?:the )?song)?|song",
}
_LABEL = re.compile(
    r"(?:^|(?<=[\n.;,|(&]))[ \t]*(?:and +)?(?:the +|my +)?(?:\d+[.)] *)?(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS.items())
    + r")(?: *\([^)\n]{0,60}\))?[ \t]*(?P<after>:|=|\||->|→|–|—|-(?= )|\n|"
    r"\b(?:is|are|was|would be|could be|should be|will be|might be)\b(?: *:)?)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[*_`#]+|~~|</?[a-z]+>")
_BULLET = re.compile(r"^[ \t]*(?:[-•–·>]|\(?\d{1,2}[.)])[ \t]+")
_RULE = re.compile(r"^[\s|:\-=]*$")
_QUOTES = str.maketrans("“”„«»‘’", '"""""\'\'')
_SENTENCE_END = re.compile(r"(?<=[a-z\"')])[.!?](?:\s|$)")
_EXPLAINED = re.compile(
    r"\s+[-–—]+\s+.*|\s*[:(\[].*|\s+(?:with|because|as|since|that|which|to|for|from|blended|mixed|"
    r"featuring|reflecting|conveying)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(
    r"\s*(?:,|;|/|\||&|•|\+|\band\b|\bor\b|\bmixed with\b|\bwith\b)\s*", re.IGNORECASE
)
_FILLER = re.compile(
    r"^(?:(?:(?:this|it|that) (?:would|could|should|will|might|may) be|"
    r"a|an|the|very|deep|deeply|some|kind of|sense of|feelings? of|mix of|mixture of|"
    r"definitely|probably|likely|mostly|blend of|overwhelming|mainly)\s+)+",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'-]*(?: [A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'-]*){0,2}")
_TRIPLE = re.compile(
    r"\b([A-Za-z][A-Za-z'-]+), ([A-Za-z][A-Za-z'-]+)(?:,? and |, (?:and )?)([A-Za-z][A-Za-z'-]+)\b"
)
_NAMED_SONG = re.compile(
    r"(?:song|titled|title|called|named)[^\"\n]{0,30}\"([^\"\n]{2,64})\"", re.IGNORECASE
)
_JSON_PAIR = re.compile(r"\"([a-z _0-9]{3,40})\"\s*:\s*(\[[^\]]*\]|\"[^\"]*\")", re.IGNORECASE)
_NOTHING_TEXT = """
none n/a na unknown unclear not here okay ok sure song music scene the and words genre emotion
"""
_NOTHING = frozenset(_NOTHING_TEXT.split())
_SMALL_TEXT = """
a an the in of be is as with would could style like song this some to it
"""
_SMALL = frozenset(_SMALL_TEXT.split())
_WORDLY_TEXT = """
piano drama children choir wonder romance mystery tragedy war disaster documentary adventure horror
percussion
"""
_WORDLY = frozenset(_WORDLY_TEXT.split())
"""Genres of ours whose names say nothing of music by themselves."""
_KINDS_OF_MUSIC = """
ambient anthem ballad baroque bebop bluegrass blues bossa-nova cabaret celtic chamber chanson choral
cinematic classical country cumbia dance disco drone dub dubstep edm electro electronic electronica
emo fado flamenco folk funk fusion gospel gothic grunge hip-hop hiphop house indie industrial
jazz k-pop klezmer latin lo-fi lofi lounge lullaby march metal minimalist mariachi
motown new-age new-wave noise noir nocturne opera operatic orchestral pop post-rock
post-punk punk r&b ragtime rap reggae requiem rock rockabilly salsa shanty score singer-songwriter
shoegaze ska soul soundtrack surf swing symphonic synth-pop synthpop synthwave tango techno trance
trap trip-hop waltz western world
"""


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str
    text: str


def read_free(raw: str) -> Answer:
    """Return what a free answer says; fields it does not name stay empty. Never raises.

    >>> read_free("**Words:** Bleak, tender, slow  **Genre:** Folk  **Emotion:** Grief").genre
    'Folk'
    """
    text = _plain(raw)
    said: dict[str, str] = {}
    for part in (*_from_json(raw), *_labelled(text)):
        if part.text.strip():
            said.setdefault(part.kind, part.text)
    words = _words(said.get("words", "")) or _loose_words(text, said)
    genre = _genre(said.get("genre", "")) or _loose_genre(text, said)
    emotions = _emotions(said.get("emotions", "")) or _loose_emotions(text, said, words)
    return Answer(raw, genre, emotions, words, _title(said.get("title", ""), raw))


def _plain(raw: str) -> str:
    """Return the text without Markdown, one item a line."""
    lines = []
    for line in raw.translate(_QUOTES).replace("\r", "\n").splitlines():
        line = _MARKUP.sub("", line).strip()
        if _RULE.match(line):
            lines.append("")
            continue
        lines.append(line.strip("| \t"))
    return "\n".join(lines)


# ------------------------------------------------------------------ answers that name their parts


def _from_json(raw: str) -> Iterator[_Part]:
    for name, value in _JSON_PAIR.findall(raw.translate(_QUOTES)):
        kind = _kind_of(name.replace("_", " "))
        if kind:
            yield _Part(kind, ", ".join(re.findall(r"\"([^\"]*)\"", value)))


def _kind_of(label: str) -> str | None:
    whole = {kind: re.fullmatch(p, label.strip(), re.IGNORECASE) for kind, p in _LABELS.items()}
    return next((kind for kind, match in whole.items() if match), None)


def _labelled(text: str) -> Iterator[_Part]:
    bare = "\n".join(_keep_number(line) for line in text.splitlines())
    found = [match for match in _LABEL.finditer(bare) if _names_a_part(match)]
    ends = [*(match.start() for match in found[1:]), len(bare)]
    for match, end in zip(found, ends, strict=False):
        yield _Part(_kind(match), bare[match.end() : end].strip(" \t"))


def _names_a_part(match: re.Match[str]) -> bool:
    """Return False for `the song would be slow`, which names no title."""
    return match["title"] is None or match["after"][0] in ":=|-" or "title" in match[0].lower()


def _kind(match: re.Match[str]) -> str:
    return next(name for name in _LABELS if match[name])


def _keep_number(line: str) -> str:
    """Return a line less its bullet."""
    return _BULLET.sub("", line)


# ------------------------------------------------------------------ each field


def _words(text: str) -> tuple[str, ...]:
    lines = [line for line in text.splitlines() if line.strip(" .:")]
    if not lines:
        return ()
    listed = [item for item in _BETWEEN.split(_first_sentence(lines[0])) if item.strip()]
    if len(listed) < _MOST_WORDS and len(lines) >= _MOST_WORDS:
        listed = lines
    elif len(listed) == 1 and len(listed[0].split()) == _MOST_WORDS:
        listed = listed[0].split()
    found = dict.fromkeys(phrase for phrase in map(_phrase, listed) if phrase)
    return tuple(found)[:_MOST_WORDS]


def _phrase(item: str) -> str | None:
    """Return an item as a phrase of one to three words, lower case; None when it is none."""
    bare = _EXPLAINED.sub("", _BULLET.sub("", item).strip(" \"'.,;:!"))
    bare = _FILLER.sub("", bare).strip(" \"'.,;:!")
    match = _PHRASE.fullmatch(bare)
    if not match or not 1 < len(bare) <= _LONGEST_PHRASE or bare.lower() in _NOTHING:
        return None
    return bare.lower()


def _first_sentence(line: str) -> str:
    return _SENTENCE_END.split(line, maxsplit=1)[0]


def _first_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip(' .:-"')), "")


def _genre(text: str) -> str | None:
    line = _EXPLAINED.sub("", _first_sentence(_BULLET.sub("", _first_line(text)))).strip(
        " \"'.,;:!-"
    )
    bare = _FILLER.sub("", line)
    if not bare or bare.lower() in _NOTHING or not re.search(r"[A-Za-zÀ-ÿ]{2}", bare):
        return None
    return bare if len(bare) <= _LONGEST_GENRE else bare[:_LONGEST_GENRE].rsplit(" ", 1)[0]


def _emotions(text: str) -> tuple[str, ...]:
    lines = [line for line in text.splitlines() if line.strip(" .:-")]
    if not lines:
        return ()
    is_list = len(lines) > 1 and all(len(_EXPLAINED.sub("", line).split()) <= 3 for line in lines)
    items = lines if is_list else _BETWEEN.split(_first_sentence(lines[0]))
    found = dict.fromkeys(phrase for phrase in map(_phrase, items) if phrase)
    return tuple(found)[:_MOST_FEELINGS]


def _title(text: str, raw: str) -> str | None:
    line = _first_line(text).strip(" \"'.:-")
    if not line:
        quoted = _NAMED_SONG.search(_MARKUP.sub("", raw.translate(_QUOTES)))
        line = quoted[1].strip(" '") if quoted else ""
    quoted_line = re.search(r"\"([^\"]{2,64})\"", _first_line(text))
    return (quoted_line[1] if quoted_line else line)[:_LONGEST_TITLE] or None


# ------------------------------------------------------------------ answers without labels


def _loose_words(text: str, said: Mapping[str, str]) -> tuple[str, ...]:
    """Return three words from a list or an enumeration that no label names."""
    if "words" in said:
        return ()
    listed = [line for line in text.splitlines() if _BULLET.match(line)]
    phrases = [phrase for phrase in map(_phrase, listed) if phrase]
    if len(phrases) >= _MOST_WORDS:
        return tuple(dict.fromkeys(phrases))[:_MOST_WORDS]
    triple = _TRIPLE.search(text)
    found = tuple(dict.fromkeys(map(str.lower, triple.groups()))) if triple else ()
    if len(found) == _MOST_WORDS:
        return found
    return ()


def _loose_genre(text: str, said: Mapping[str, str]) -> str | None:
    """Return the shortest run of words around a kind of music."""
    if "genre" in said:
        return None
    for clause in re.split(r"[\n.;,:()|]|\s[-–—]\s|\band\b|\bthe main\b", text):
        words = _BULLET.sub("", clause).split()
        places = [i for i, word in enumerate(words) if word.lower().strip("\"'!") in _music()]
        if places:
            first = (
                max(places[0] - 1, 0)
                if places[0] and _is_plain(words[places[0] - 1])
                else places[0]
            )
            return " ".join(words[first : places[-1] + 1]).strip(" \"'!")
    return None


def _is_plain(word: str) -> bool:
    return word.isalpha() and word.lower() not in _SMALL


@cache
def _music() -> frozenset[str]:
    named = {name for genre in GENRES.values() for name in (genre.name, *genre.aliases)}
    single = {n for n in named if " " not in n and not feelings.known(n)} - _WORDLY
    return frozenset(_KINDS_OF_MUSIC.split()) | single


def _loose_emotions(text: str, said: Mapping[str, str], words: Sequence[str]) -> tuple[str, ...]:
    """Return the last feeling named alone in a clause of its own."""
    if "emotions" in said:
        return ()
    for clause in reversed(re.split(r"[\n.;,:|]|\s[-–—]\s", text)):
        phrase = _phrase(_BULLET.sub("", clause).removeprefix("and "))
        if phrase and phrase not in words and feelings.known(phrase):
            return (phrase,)
    return ()
