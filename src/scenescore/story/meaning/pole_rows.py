"""The ends of each side of a mood, as lines of scene language. Written by us, before any scene was
compared with them.
"""

from __future__ import annotations

GLAD = (
    "They laugh and embrace in the sunshine.",
    "Everyone cheers as the bride and groom kiss.",
    "The children play happily in the garden.",
    "She smiles with relief; her son is safe and well.",
    "Friends sing round the table on her birthday.",
    "He opens the present and beams with delight.",
    "The team lifts the cup and hugs.",
    "The lovers walk home hand in hand, laughing.",
)
SORRY = (
    "She weeps over the dead body of her child.",
    "He is beaten bloody while the others watch.",
    "The doctor says that he is going to die.",
    "They find the bodies in the cellar.",
    "She begs, but he shoots her.",
    "The old man cries alone in the empty house.",
    "The prisoners are starved and humiliated.",
    "He betrays his friend, who is led away to be hanged.",
)
LIVELY = (
    "They run for their lives as the building explodes.",
    "The car screeches round the corner and crashes through the barrier.",
    "He leaps, kicks, punches and rolls through the window.",
    "Everybody screams and dances, the band plays at full blast.",
    "She shouts at him and hurls plates at the wall.",
    "The horses gallop at full speed, guns blazing.",
    "Alarms howl, people rush in all directions.",
    "Faster! Faster! They race down the stairs.",
)
STILL = (
    "She sits by the window and looks out.",
    "He reads the paper and sips his tea.",
    "The baby sleeps; snow falls without a sound.",
    "An old couple sits on a bench, saying nothing.",
    "The boat drifts on the quiet lake.",
    "She folds the laundry slowly.",
    "A clock ticks in the empty room.",
    "He lies on the bed and stares at the ceiling.",
)
TENSE = (
    "Footsteps approach the door as she hides.",
    "The killer raises the knife behind her.",
    "He cuts one wire; the timer keeps counting down.",
    "Something moves in the dark water under the boat.",
    "They aim their guns at each other, sweating.",
    "She holds her breath as the torch beam passes.",
    "The rope frays as he hangs over the abyss.",
    "He knows she is lying, and slowly locks the door.",
)
SAFE = (
    "Friends chat on the porch on a summer evening.",
    "The family has breakfast together.",
    "She waters the flowers and hums.",
    "They stroll through the market, eating ice cream.",
    "He tells a funny story and they laugh.",
    "The teacher reads to the sleepy children.",
    "They dance slowly at the wedding.",
    "He works at his desk on an ordinary day.",
)
