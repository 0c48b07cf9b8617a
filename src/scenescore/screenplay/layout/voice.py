"""Tells spoken words from described ones, by the small words people use.

Weights are log-odds of dialogue against action, counted over lines of some thirty laid-out scripts
and rounded; names and rare words are left out. They decide only where columns do not.
"""

from __future__ import annotations

import re
from itertools import repeat

_TABLE = """
-4.0 camera begins watches opens
-3.8 pulls turns steps grabs sits reaches toward holds
-3.5 enters moves walks stands smiles stops starts stares runs puts sees nods crosses leans rises
-3.5 glances hurries appears screams shakes follows picks drops throws falls hits pushes raises
-3.4 slowly forward suddenly
-3.0 screen holding onto door
-2.8 across window looks towards
-2.5 above wall takes arm eyes large table behind floor
-2.3 hand goes watching voice glass front speaks into ground standing hands face
-2.2 his feet comes past through room light small
-2.0 head dark top open sound its street bed
-1.8 moment side as against inside black himself body along
-1.5 down looking gets her away off at
-1.3 close around she each over from between their up back he
-1.1 the makes under woman which then by and another men
-0.9 on out both other him with of end
0.6 now there's than life great name about too
0.8 been find right put can will
1.0 just or it's made go take years come they're make
1.2 keep help that money no not much get home if so this call
1.5 can't doing things be love mr these us ever give talk won't those good better
1.8 going have any thought our say let
2.0 what's really were anything never believe thing had because could well what sure
2.2 maybe that's how would must we're
2.5 said sir told was should mean do
3.0 got tell please yes need here am did oh okay want
3.3 know think why i'd didn't sorry hey
3.8 you're don't yeah your me ya
4.3 i'll my i've you i i'm
"""
_WEIGHT = {
    word: float(row.split()[0]) for row in _TABLE.strip().split("\n") for word in row.split()[1:]
}
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
#: For plain ASCII the same words, found faster: all but letters and apostrophes is blank.
_WORDS_ALONE = "".join(
    chr(code).lower() if chr(code).isalpha() or chr(code) == "'" else " " for code in range(128)
)
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
# `Pike climbs`, `She turns`: somebody does something.
_DEED = (
    r"(?!(?:What|That|This|There|Who|Where|How|Here|It|Let)\b)[A-Z][a-z]+ (?:\w+ly )?"
    r"(?!(?:is|was|has|says|does|knows|wants|needs|always)\b)[a-z]{2,}s\b"
)
_DOES = re.compile(_DEED)
_THEN_DOES = re.compile(rf"[.!?] {_DEED}")
_SHARE = 0.4
"""Words of a line are not independent of each other."""
_LIMIT = 4.5


def voice(text: str) -> float:
    """Return log-odds that a line is spoken rather than described, -4.5..4.5."""
    words = (
        text.translate(_WORDS_ALONE).split() if text.isascii()
        else _WORD.findall(text.lower().replace("’", "'"))
    )  # fmt: skip
    total = sum(map(_WEIGHT.get, words, repeat(0.0)))
    if "?" in text:
        total += 3.7
    elif "!" in text:
        total += 2.0
    if _CAPITALS.search(text):
        total -= 2.5
    if _DOES.match(text) or ((". " in text or "? " in text or "! " in text) and (
            _THEN_DOES.search(text))):  # fmt: skip
        total -= 2.5
    return max(-_LIMIT, min(_LIMIT, _SHARE * total))
