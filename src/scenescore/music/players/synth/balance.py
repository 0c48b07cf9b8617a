"""How loud each instrument is against the others, as data; `docs/playing.md` says how it is set."""

GAINS_DB: dict[str, float] = {}
