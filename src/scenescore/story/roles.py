"""Words for what people are, as against what they are called. Data, written by us."""

from __future__ import annotations

_ROLES_TEXT = """
a actor admiral agent alien aliens all and android angel announcer another army assassin assistant
astronaut attendant audience aunt baby band bandit bandits barman bartender beast beggar big biker
bishop black blonde bodyguard boss both bouncer boy boys bride bridesmaid brother brothers bum bus
butler cabbie cadet captain car cardinal caretaker cashier chauffeur chef chief child children
chorus clerk clown coach colonel commander commentator comms computer constable convict cook cop
cops coroner corporal count countess courier cousin cowboy creature crew crowd dad daughter deacon
dealer deckhand demon deputy detective devil director doctor doctor's dog doorman dragon driver
driver's droid droids drunk duchess duke editor elder emperor engineer english everyone
executioner fairy family fan farmer fat father female fighter fireman first fisherman five four
french friend gang gangster gardener general german ghost giant girl girls god godfather governor
grandfather grandma grandmother grandpa groom guard guards guest guide gunman gunner guy head hero
hippie hitman hooker host hostess hotel housekeeper hunter husband inmate inspector instructor
interpreter interviewer jailer janitor jedi journalist judge juror kid kids killer king knight
lady landlord large lawyer leader librarian lieutenant little lookout lord loud maid mailman major
male man man's manager marine marshal master mate matron mayor mechanic medic men merchant
messenger military milkman minister mob model mom monk monster mother mountie mourner mr mrs ms
mummy my nanny narrator navigator nazi neighbor nephew newsman niece nun nurse of off officer
offscreen old one operative operator orderly paramedic parent parents passenger passerby patient
patrolman patrolwoman patron peasant person pianist pilot pirate pirates police policeman
policewoman politician pope postman preacher president priest prince princess principal prisoner
private producer professor prosecutor queen rabbi radio radioman ranger receptionist recruit
reporter rider robot sailor salesgirl salesman salesperson saleswoman samurai scientist second
secretary security senator sentry sergeant servant sheriff singer sister skipper slave small
sniper soldier soldiers speaker spy squad stepfather stepmother stewardess stormtrooper stranger
stripper student students surgeon tailor tall teacher technician teenager teller terrorist the
thief third three thug tourist trainer trooper troopers truck tv two typist uncle usher usherette
vampire various vendor victim villager villagers vip voice voices waiter waitress warden warrior
weatherman widow wife witch wizard woman woman's women worker workers young zombie zombies
"""
ROLES = frozenset(_ROLES_TEXT.split())
