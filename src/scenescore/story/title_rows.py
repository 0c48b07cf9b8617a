"""What titles of music are made with: words they never end in, verbs, frames. Written by us."""

from __future__ import annotations

_BREAKS_TEXT = """
a about above across after again against ago all almost along already also although always am
among an and another any are around as at away back be because been before behind being below
beneath beside besides between beyond both but by can could did do does down during each either
else even ever every few for from had has have he her here hers herself him himself his how
however i if in inside into is it its itself just like many may maybe me might mine more most much
must my myself near never next no nor not now of off on once one only onto or other our out
outside over own past perhaps she should since so some still such than that the their them then
there these they this those though through throughout till to together too toward towards two
under until up upon us very was we were what when where whether which while who whom whose why
will with within without would yet you your three four five six seven eight nine ten someone
something nothing everyone anyone everything suddenly quickly slowly finally round alongside
outside inside there's apart aside forth upstairs downstairs later earlier except longtime
"""
BREAKS = frozenset(_BREAKS_TEXT.split())
"""Words at which a noun phrase ends."""

_WEAK_TEXT = """
angle arm arms back bag beat bit body bottom camera cap car case chair cheek chest chin clothes
coat corner couple course crowd desk direction distance door doors doorway ear ears edge elbow end
entrance exit eye eyebrow eyes face faces fact feet figure finger fingers floor foot foreground
background form frame front glance ground group guy hair half hall hand hands head heads hip home
image inside interior jacket jaw kind knee knees lap leg legs level line lip lips look lot man men
middle mid minute minutes moment moments mood morning mouth movement name neck night nose number
opening others outside pair pants pause people person phone piece place point position pov
question rear rest reverse room screen second seconds set shape shirt shot shots shoulder
shoulders side sides sight sign sitting size sleeve smile sort sound space spot stomach stop
surface table thing things thigh thumb time times toe tone top tv type view voice waist wall walls
way ways week while window windows woman women word words world wrist year years audience series
moments sequence scene scenes montage hour hours day days afternoon evening button area section
part parts amount answer idea effect business reaction expression gesture attention sense breath
tears gaze stare nod shrug sigh others opposite sudden rush bunch viewpoint deal self selves
choice figures interval
"""
WEAK = frozenset(_WEAK_TEXT.split())
"""Nouns that say nothing alone: parts of bodies, of rooms, of cameras."""

_VERBS_TEXT = """
admire ask answer approach arrive beam begin bend blow bow break breathe bring brush burn burst call
carry catch check clear climb close come continue cover crash cross cry cut disappear drag draw
drink drive drop eat emerge ensure enter exit explode fade fall feel fight fill find finish fire fix
fly follow force freeze get give glance glare go grab grin hand hang hear hesitate hit hold hurry
ignore join jump keep kick kill kiss knock know land laugh lean leap leave lie lift light listen
look lower make meet move nod notice open pass pause pick play point pour press pull push put
raise reach read realize recognize remain remove respond return reveal ride ring rise roll rub run
rush say scream see seem sense set shake shoot shout show shrug shut sigh sit slam slide slip
smell smile spin stand stare start step stick stop strike struggle study swing take talk tap tear
tell think throw toss touch try turn wait wake walk watch wave wear whisper wipe work yell is are
was were has have
"""
VERBS = frozenset(_VERBS_TEXT.split())
"""Verbs of action lines; a noun phrase ends before one, unless it would be empty."""

NOUN_ENDINGS_IN_Y = ("ay", "ey", "oy", "uy", "ory", "ery", "try", "ity", "ety", "phy", "ogy")
_NOUNS_IN_Y_TEXT = """
academy agency agony ally anniversary apology army baby balcony beauty belly body bounty boundary
brandy buddy buggy bully bunny candy casualty century ceremony cherry colony comedy company
conspiracy copy county courtesy currency daddy daily daisy deputy destiny diary dictionary duty
dynasty economy ecstasy embassy emergency enemy energy estuary fairy family fancy fantasy ferry fly
fury gravy guaranty gully gypsy harmony hobby ivy jelly jury lady legacy liberty library lily lobby
lorry lullaby majesty melody mercy mummy mutiny navy novelty obituary parody party penalty penny
pharmacy poly pony poppy potty privacy prodigy property prophecy puppy quarry reply rosary royalty
ruby salary sanctuary secretary sherry sky spy strategy study supply symphony tally tragedy treasury
treaty trophy warranty
"""
NOUNS_IN_Y = frozenset(_NOUNS_IN_Y_TEXT.split())
"""Nouns in -y without such an ending; any other word in -y behind a noun is said of it."""

_ADJECTIVES_TEXT = """
old young new big small little large huge giant tiny tall short long wide narrow deep high low
dark bright black white red green blue yellow grey gray brown golden silver pale pink purple cold
hot warm cool wet dry dusty dirty clean empty full open closed broken dead alive lone lonely last
first second third next other same whole entire great grand good bad best worst beautiful ugly
pretty handsome fat thin thick heavy light strong weak soft hard rough smooth sharp loud quiet
silent still strange odd secret hidden lost ancient modern wooden metal stone iron steel glass
leather plastic wild crazy mad poor rich drunk sick tired happy sad angry nervous only single
double private public main front rear inner outer upper lower left right far near distant early
late final fake real true false wrong magnificent massive enormous elegant expensive cheap modest
filthy shabby crowded deserted abandoned forgotten frozen burnt ruined familiar unfamiliar unknown
alone asleep awake ready visible naked military royal imperial medical nuclear electric electronic
digital mechanical female male human french german english american italian russian japanese
chinese british spanish mexican fourth fifth sixth seventh eighth ninth tenth different multiple
various several certain larger largest smaller smallest bigger biggest older oldest younger youngest
taller longer longest shorter higher highest deeper closer closest nearer nearest darker brighter
"""
ADJECTIVES = frozenset(_ADJECTIVES_TEXT.split())
"""Words that may stand before a noun, and end no title."""

_DULL_PLACES_TEXT = """
room house building apartment interior exterior area int ext various location locations set stage
same continuous hallway corridor office door street
"""
DULL_PLACES = frozenset(_DULL_PLACES_TEXT.split())
"""Headings that make no title alone."""

GOING: dict[str, str] = {
    "run": "Running", "runs": "Running", "race": "Racing", "races": "Racing", "climb": "Climbing",
    "climbs": "Climbing", "fall": "Falling", "falls": "Falling",
    "dive": "Diving", "dives": "Diving",
    "crawl": "Crawling", "crawls": "Crawling", "swim": "Swimming", "swims": "Swimming",
    "ride": "Riding", "rides": "Riding", "gallop": "Galloping", "gallops": "Galloping",
    "march": "Marching", "marches": "Marching", "drift": "Drifting", "drifts": "Drifting",
    "float": "Floating", "floats": "Floating", "fly": "Flying", "flies": "Flying",
    "dance": "Dancing", "dances": "Dancing", "wander": "Wandering", "wanders": "Wandering",
    "sail": "Sailing", "sails": "Sailing", "creep": "Creeping", "creeps": "Creeping",
    "escape": "Escaping", "escapes": "Escaping", "sneaks": "Sneaking", "sneak": "Sneaking",
}  # fmt: skip
"""Verbs of motion that open a title: `Running to the Gate`."""

_PREPOSITIONS_TEXT = "across along among around behind below beneath beside beyond down from into \
over past through to toward towards under up upon"
PREPOSITIONS = frozenset(_PREPOSITIONS_TEXT.split())

TIMES: dict[str, str] = {
    "NIGHT": "at Night", "MIDNIGHT": "at Midnight", "DAWN": "at Dawn", "SUNRISE": "at Sunrise",
    "DUSK": "at Dusk", "SUNSET": "at Sunset", "MORNING": "in the Morning",
    "TWILIGHT": "at Twilight",
    "EVENING": "in the Evening", "NOON": "at Noon", "AFTERNOON": "in the Afternoon",
}  # fmt: skip

_INSIDE_TEXT = """
alley apartment attic bar barn basement bathroom bedroom boat bus cabin cafe camp canyon car
carriage castle cave cellar cell chamber chapel church classroom closet cockpit corridor country
dark desert diner elevator fields fog forest garage garden gorge grass hall hallway helicopter
hospital hotel house jungle kitchen lab laboratory library lobby lounge marsh meadow mud night
office orchard parlor parlour prison rain restaurant ruins sewer shed ship snow square stable
stairwell storm street streets subway swamp tavern temple tent theater theatre tower town train
tunnel tunnels truck valley van vault village ward warehouse water wilderness wood woods
"""
INSIDE = frozenset(_INSIDE_TEXT.split())
"""Places one is in; one is at any other. So are all that end in `room`."""

# Frames by what a scene feels like; the names in braces are filled where the scene has them; the
# last ones need nothing.
FRAMES: dict[str, tuple[str, ...]] = {
    "action": ("Fight {at} the {place}", "The {thing}", "No Way Out", "Head On", "All at Once"),
    "chase": ("The {place} Chase", "{name} on the Run", "No Way Back", "Headlong", "Close Behind"),
    "suspense": ("Behind the {thing}", "{at} the {place}", "{name} Listens", "Holding Breath",
                 "Half a Step"),
    "dread": ("The {thing}", "{at} the {place}", "Nobody Answers", "Cold Light", "It Comes Closer"),
    "grief": ("{owned}", "{alone} Alone", "The {thing}", "What Is Left", "The Last Time"),
    "sorrow": ("{owned}", "The {thing}", "{alone} Alone", "{place}", "Not Today", "Gone Quiet"),
    "love": ("{owned}", "{name} and {other}", "The {thing}", "Closer", "Say It"),
    "joy": ("{name} and the {thing}", "The {thing}", "{place}", "A Good Day", "Open Windows"),
    "play": ("{name} and the {thing}", "The {thing}", "Mischief", "Nothing to See"),
    "wonder": ("The {thing}", "{alone} Looks Up", "First Light", "So Far Up"),
    "calm": ("{timed}", "The {thing}", "{owned}", "Quiet Hours", "Nothing Moves"),
    "talk": ("{name} and {other}", "{owned}", "The {thing}", "{timed}", "Between the Lines",
             "Unsaid", "An Ordinary Hour", "Passing Through"),
}  # fmt: skip
