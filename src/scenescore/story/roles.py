"""Words for what people are, as against what they are called. Data, written by us."""

from __future__ import annotations

_ROLES_TEXT = """
a actor admiral agent alien aliens all and android angel announcer another army assassin astronaut
attendant aunt baby band bandit bandits barman bartender beast beggar big bishop black blonde
bodyguard boss boy boys bride brother brothers bus butler cabbie cadet captain cardinal cashier
chauffeur chef chief child children chorus clerk clown coach colonel commander computer constable
cook cop cops coroner corporal count countess cowboy creature crew crowd dad daughter deacon
dealer demon deputy detective devil director doctor dog doorman dragon driver droid droids drunk
duchess duke editor elder emperor engineer english executioner fairy family fan farmer fat father
female fighter fireman first fisherman five four french friend gang gangster general german ghost
giant girl girls god governor grandfather grandma grandmother grandpa guard guards guest guide
gunman gunner guy head hero hitman host hostess hotel housekeeper hunter husband inspector
instructor interviewer jailer janitor jedi journalist judge kid kids killer king knight lady
landlord large lawyer leader librarian lieutenant little lord loud maid major male man manager
marine marshal master mate matron mayor mechanic medic men merchant messenger military minister
mob model mom monk monster mother mountie mr mrs ms mummy my nanny narrator nazi nurse nun off
offscreen of officer old one operator orderly paramedic parent parents passenger patient patron
peasant person pianist pilot pirate pirates police policeman politician pope postman preacher
president priest prince princess principal prisoner private producer professor prosecutor queen
rabbi radio ranger receptionist recruit reporter robot sailor samurai scientist second secretary
security senator sergeant servant sheriff singer sister skipper slave small sniper soldier
soldiers speaker spy squad stewardess stormtrooper stranger student students surgeon tall
technician teenager teller terrorist the thief third three thug tourist trooper troopers tv two
uncle usher vampire vendor victim villager villagers voice voices waiter waitress warden warrior
wife wizard witch woman women worker workers young zombie zombies
"""
ROLES = frozenset(_ROLES_TEXT.split())
