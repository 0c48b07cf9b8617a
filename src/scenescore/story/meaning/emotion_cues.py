"""A line of scene language for every word of the vocabulary: what a scene that feels so looks like.

Written by us, before any scene was compared with them. The words' places are in `emotion_rows`.
"""

from __future__ import annotations

# word: what the page says when a scene feels like it
_TEXT = """
grief: She kneels by the body and weeps, rocking it in her arms.
grieving: The family stands around the open grave in black.
heartbroken: He reads her farewell note and slides down the wall in tears.
sorrow: She cries quietly at the window of the hospital room.
sorrowful: An old man lays flowers on his wife's headstone.
tragic: He comes a moment too late; the boy is already dead.
elegiac: The last survivor walks among the graves at sunset.
anguished: She screams his name over the wreckage and tears at her hair.
melancholy: She sits alone by the window and watches the rain.
melancholic: He walks home under the bare trees with his collar up.
misery: They shiver, hungry and wet, in a leaking shack.
disappointed: His face falls; the letter says they have chosen someone else.
disappointment: She waits at the school play, but her father's chair stays empty.
forlorn: A small figure waits at the bus stop long after the last bus has gone.
bleak: Grey snow, dead trees, a shut factory. Nobody about.
gloomy: Low clouds hang over the dark house and its drawn curtains.
lonely: She eats dinner alone with the television on.
loneliness: He sets a second place at the table for nobody.
desolate: An empty plain of ash; one man walking.
isolated: Cut off by the snow, she talks to herself to hear a voice.
vulnerable: She stands in a hospital gown, small and unprotected.
despair: He sinks to the floor. There is no way out.
hopeless: The doctor shakes his head; nothing more can be done.
despairing: She pounds on the locked door until her fists bleed, then gives up.
regretful: I should never have said that to her, he says to the empty chair.
guilty: He cannot meet the eyes of the widow; it was his fault.
remorseful: He begs her to forgive him for what he did.
ashamed: He hides his face and cannot look at his father.
longing: She watches his train until it is out of sight.
yearning: He touches the photograph of the girl he cannot have.
wistful: She smiles a little at the swing where they used to sit.
wistfulness: He hums their old song and looks out at the sea.
nostalgic: They leaf through the album and laugh at how young they were.
nostalgia: The old house again, the marks of their heights still on the door.
bittersweet: They hug goodbye, laughing and crying at once.
reflective: He sits on the pier and thinks back over his life.
restrained: Two people drink tea and do not say what they feel.
detached: She reports the deaths in an even voice and turns the page.
patient: The old fisherman mends his net and waits for the tide.
pensive: She turns the ring on her finger, lost in thought.
tender: He brushes the hair from her sleeping face.
tenderness: The mother strokes the child's head until he sleeps.
affectionate: She ruffles his hair and kisses him on the cheek.
intimacy: They lie close in the dark and whisper.
compassionate: The nurse holds the frightened old woman's hand.
consoling: She puts an arm around the crying boy and lets him lean on her.
loving: I love you, he says, and she holds him tight.
romantic: They dance slowly under the lanterns, cheek to cheek.
passionate: They kiss hungrily and fall against the wall.
flirtatious: She smiles over her glass and lets her knee touch his.
enamoured: He stares at her across the room and forgets what he was saying.
joy: Children run laughing through the sprinkler in the sun.
joyful: The whole family sings and dances round the table.
delight: She claps her hands at the surprise and beams.
elated: He leaps into the air, shouting that he passed.
carefree: They ride their bicycles down the hill with their feet off the pedals.
happy: They smile at each other over breakfast in the sunlight.
celebratory: Champagne corks pop, confetti falls, everyone cheers.
excitement: The kids bounce in their seats as the roller coaster climbs.
triumphant: She raises the trophy over her head and the stadium roars.
heroic: He runs back into the burning building to save the child.
proud: The father watches his daughter take her diploma and straightens up.
pride: She pins the medal on him while the whole town looks on.
elation: They made it! They hug and jump and shout.
victorious: The enemy is beaten; the soldiers lift their captain on their shoulders.
playful: They chase each other round the kitchen with flour on their hands.
whimsical: A tiny man in a teacup rows across the pond, tipping his hat.
mischievous: The boy slips a frog into the teacher's drawer and grins.
eager: Pick me, pick me! She can hardly stay in her seat.
childlike: The old man splashes through puddles like a boy.
amused: She hides a smile behind her newspaper.
amusement: The men at the bar chuckle at the story.
witty banter: They trade quick insults and neither will let the other have the last word.
wry humour: Well, that went well, he says, looking at the wreck.
comic chaos: The cake slides, the dog leaps, the groom falls into the pool.
gallows humour: At least the coffin fits, the undertaker says.
light-hearted: They joke and tease each other on the way to school.
awkward: They both reach for the door, apologise, and reach again.
embarrassment: His trousers split in front of the whole class.
embarrassed: She turns red and stammers as everyone looks at her.
shy: He looks at his shoes and mumbles hello.
calm: The lake lies still in the morning; a heron lifts off.
serene: She floats on her back in the warm water with her eyes closed.
peaceful: Everyone in the house sleeps; snow falls outside.
contemplative: The monk sits in the garden and watches a leaf fall.
content: He leans back in his chair after the meal and sighs happily.
gentle: She rocks the cradle with her foot and hums.
relieved: The boy opens his eyes; his mother breathes again.
relief: It's over. They're safe. She lets out a long breath.
hopeful: A green shoot comes up through the burnt ground.
hope: There may be a way, she says, and for the first time he looks up.
optimistic: We'll be fine, she says, packing the last bag with a smile.
grateful: Thank you, thank you, he says, pressing her hands.
acceptance: She nods; she has made her peace with it.
wonder: The child stares up at the falling stars with an open mouth.
sense of wonder: The door opens on a glowing forest where everything floats.
awe: They step out and stand speechless before the giant waterfall.
enchanted: The garden lights up at her touch and the flowers open.
awe at vastness: The tiny ship drifts past the enormous rings of the planet.
dreamy: Light moves over the ceiling as she drifts in half sleep.
warm camaraderie: Old friends clap each other on the back over beers.
friendly: Come on in, neighbour, she says, and pours him coffee.
trusting: The child puts his hand in the stranger's without a thought.
curious: He crouches and turns the odd little object in the light.
intrigued: She reads the note again; who could have sent it?
puzzled: He scratches his head at the map; this road should not be here.
bewildered: She wakes in a strange room and has no idea how she got there.
mysterious: Fog over the harbour; a light blinks that should not be there.
eerie: The empty carousel begins to turn by itself in the dark.
enigmatic: The stranger smiles, leaves a card with one symbol, and is gone.
uncanny: The doll's head has turned since she last looked.
suspenseful: Footsteps stop outside the door; the handle turns slowly.
anticipation: Everyone watches the clock: ten seconds to go.
anticipating: They wait in the wings for the curtain to rise.
calm before the storm: The soldiers smoke and check their rifles; nothing moves in the valley.
tense stand-off: They face each other with guns drawn; nobody blinks.
breathless: She clings to the ledge by her fingers and does not dare breathe.
stealth: He creeps along the wall past the sleeping guard.
secretive: She slips the letter under the floorboard and looks round.
watchful: The lookout scans the tree line through his glasses.
secrecy: They talk in whispers with the curtains drawn.
conspiratorial: They bend their heads together over the plan.
complicity: He sees her steal it, and says nothing to the guard.
uneasy: Something is wrong here; she glances over her shoulder.
unease: The birds have stopped singing. He does not like it.
apprehensive: She hesitates at the door of the examining room.
wary: He keeps his hand near his gun as the stranger approaches.
wariness: The two strangers circle each other's questions, giving nothing away.
restless: He paces the room, sits, gets up again.
apprehension: They wait for the test results and do not look at each other.
foreboding: Dark clouds gather over the house as the children go in.
dread: She knows what is behind the door, and has to open it.
ominous: A black car waits across the street with its engine running.
sinister: He smiles as he lays out the instruments on the tray.
creeping fear: Something scratches inside the wall, closer each time.
fearful: The child pulls the blanket over her head and trembles.
fear: He backs away from the thing in the dark, unable to scream.
terrified: She screams and scrambles away as the monster breaks through the door.
anxiety: His hands shake; he cannot stop looking at the phone.
panic: People trample each other to get to the exits.
panic-stricken: I can't find her! She's gone! she cries, running from room to room.
horrified: He turns the body over and recoils at what is left of the face.
urgent: We have to go, now! Grab what you can!
urgency: The doctor runs beside the stretcher, shouting for blood.
frantic: She tears through the drawers, throwing everything out, no time left.
desperate: Please, she begs, take me instead, let him go.
desperation: He claws at the ice with bare hands as she sinks.
racing: They run for the train as it pulls out.
relentless pursuit: However fast they run, the hunter keeps coming.
thrilling: He jumps his motorcycle across the gap between the roofs.
exhilarating: She flies over the treetops, whooping with joy.
hunted: He crashes through the forest with the dogs close behind.
violent: He beats the man's head against the wall again and again.
violence: Shots, blood, bodies falling in the street.
ferocious: The beast tears into them with claws and teeth.
brutal: They drag him out and kick him until he stops moving.
chaotic: Explosions, smoke, screaming, men running in all directions.
menacing: He steps close, knife in hand, and speaks very softly.
menace: The stranger blocks her way and will not move.
threatening: You have a lovely family, he says. It would be a shame.
cruel: He laughs as the boy begs, and breaks the toy in front of him.
predatory: From the dark he watches the girl walk home alone.
angry: She slams the door and shouts at him to get out.
anger: He bangs his fist on the table; the plates jump.
enraged: He roars and hurls the chair through the window.
furious: How dare you! she screams, her face red.
hostile confrontation: They stand nose to nose, shouting, ready to hit each other.
hatred: I hope you rot, he hisses through his teeth.
resentful: She does the dishes loudly; he always gets the praise.
frustration: He kicks the dead engine and throws the wrench away.
contemptuous: She looks him up and down and turns away with a sneer.
contempt: You are pathetic, he says, and drops the coin at his feet.
bitter: Twenty years I gave you, she says, for this.
bitterness: He drinks and curses those who forgot him.
scornful: They laugh at his cheap suit as he passes.
sardonic: Charming, he says dryly, as the roof falls in.
betrayed: You were my friend, he says to the man with the gun.
betrayal: She finds the other woman's letters in his desk.
suspicious: He checks the lock; somebody has been in here.
suspicion: The detective watches the husband's hands while he answers.
distrustful: She makes him taste the wine first.
paranoid: They are listening, he whispers, unscrewing the telephone.
paranoia: Every stranger on the street seems to be following him.
humiliated: They make him crawl while the others laugh.
oppressed: Prisoners with shaved heads shuffle past the guards.
oppression: Soldiers drive families from their homes at gunpoint.
powerless: Tied to the chair, he can only watch.
shocked: She drops the phone and stares at nothing.
shock: The news comes on; the whole room goes silent.
stunned: He sits in the rubble with ringing ears and does not move.
startled: She spins round with a gasp; it is only the cat.
solemn: The flag is folded and handed to the widow.
solemnity: They take the oath with raised hands in the silent hall.
reverent: He takes off his hat and kneels before the altar.
grave: The general speaks quietly: most of you will not come back.
mortality: The old man studies his hands and counts the winters left.
weary: She sits on the edge of the bed, too tired to take off her shoes.
weariness: The soldiers trudge on through the mud without a word.
resigned: So be it, he says, and signs the paper.
resignation: She stops arguing and starts to pack.
gritty: A grimy street, steam from the grates, a tired cop with cold coffee.
exhausted: He collapses on the sand, unable to take another step.
determined: She ties back her hair, picks up the axe and walks in.
resolute: I'm not leaving, he says, and plants his feet.
resolve: He clenches his jaw and gets up once more.
courage: The small girl steps between the bully and her friend.
defiant: She spits at the officer's boots and lifts her chin.
cool confidence: He strolls into the casino, lays down his chips and smiles.
concentration: He picks the lock, eyes half shut, listening to each click.
power and majesty: The great fleet fills the sky above the city.
majestic: The eagle sails over the mountain range in the morning light.
imposing: The black tower rises over the town.
stately: The queen walks slowly down the long hall between bowing courtiers.
envious: He watches his brother unwrap the bicycle he wanted.
envy: She stares at her friend's new dress and says nothing.
jealous: He sees her laughing with another man and grips his glass.
"""

EMOTION_CUES: dict[str, str] = {
    word: line for word, _, line in (row.partition(": ") for row in _TEXT.strip().splitlines())
}
