"""Scene language as data: words of action lines and speech, by what they do to an audience.

Written by us for this project. For each signal: words that speak loudly, then words that only hint
(counted `HINT`). Regular inflections are added on loading; irregular ones stand here. An underscore
joins a phrase. A word may speak for several signals.
"""

from __future__ import annotations

HINT = 0.4

SIGNALS: dict[str, tuple[str, str]] = {
    "violence": (
        """
        shoot shot gunfire gunshot gunfight bullet stab punch kick slam smash beating beaten choke
        strangle slash explode explosion blast bleed bled blood bloody bloodied kill murder attack
        fight fought struggle tackle wrestle ricochet shatter wound wounded gash pummel smack slug
        stomp crush impale behead decapitate torture rape execute massacre slaughter riddle maim
        mangle sever severed shrapnel detonate bludgeon headbutt lunge grapple throttle brutal
        brutally vicious viciously savage savagely violent violently violence pow wham whap thwack
        blam kaboom duel grenade barrage bombard strafe ambush assault mow mowed fist flog lynch
        pistol-whip backhand club hack gouge skewer hurl opens_fire returns_fire open_fire
        fires_back cut_down blown_off bursts_into_flames thrown_back knocked_down knocks_him
        gunned_down point_blank swings_at erupts fireball inferno vengeance pounce maul disembowel
        scalp lacerate stranglehold flamethrower
        """,
        """
        fire firing fired strike struck hit blow rip ripped tear torn tore burst crash collide
        bang swing swung battle war combat shell cannon whip lash throw threw thrown grab yank
        knee groin burn burning burned flame flames smash bite bit bitten slap shove crack
        """,
    ),
    "weapon": (
        """
        gun pistol rifle revolver shotgun knife blade sword dagger machete axe grenade bomb
        dynamite laser weapon holster trigger ammo ammunition barrel missile torpedo crossbow uzi
        carbine musket bayonet lightsaber blaster flamethrower explosives scalpel syringe noose
        chainsaw gunman sniper muzzle machine_gun semi-automatic warhead rocket mortar handgun
        switchblade cleaver pickaxe
        """,
        "cannon arrow spear bow razor club bat armed shell hook rope tank",
    ),
    "pursuit": (
        """
        chase pursue pursuit pursuer race sprint flee fled escape bolt dash rush hurtle careen
        swerve skid screech gallop scramble stampede zigzag outrun gaining dodge hurdle fugitive
        tear_down racing_toward right_behind on_his_tail on_their_tail after_him after_her
        after_them runs_for runs_after running_for full_speed top_speed at_full_tilt floors_it
        burns_rubber takes_off give_chase gives_chase closing_in hot_on
        """,
        """
        run ran running speed sped speeding leap leapt dive dove lunge charge roar tail duck
        barreling plunge vault catch caught accelerate swoop bike motorcycle truck horse
        """,
    ),
    "fear": (
        """
        afraid terrify terrified terror fear fearful fright frighten frightened scare scared
        horror horrified horrify panic panicked panicky shriek tremble shiver nervous nervously
        anxious anxiously anxiety dread gasp cower petrified paralyzed paralysed helpless
        helplessly trapped hysterical hysterically hysteria whimper wide-eyed alarmed startled
        recoil flinch shudder cornered plead nightmare distraught frantic frantically aghast ashen
        unnerved freaked oh_my_god can't_breathe no_way_out eyes_widen eyes_wide white_as
        surrounded help_me scared_to_death please_don't don't_kill don't_hurt let_me_go
        let_go_of_me back_away backs_away horrifying
        """,
        """
        scream scary shake shook beg please worried worry uneasy uneasily sweat sweating desperate
        desperately tense tenses tension apprehensive apprehension helplessness stammer stutter
        """,
    ),
    "stealth": (
        """
        creep crept sneak tiptoe crouch hide hid hidden hiding peer stalk lurk spy cautiously
        warily wary stealthily stealth noiselessly soundlessly motionless frozen froze footstep
        footsteps eavesdrop keyhole flashlight shadow shadowy silhouette darkness ajar creak prowl
        conceal unseen unnoticed surveillance slink skulk tail_him holds_his_breath
        holding_her_breath holding_his_breath holds_her_breath out_of_the_shadows in_the_shadows
        into_the_darkness in_the_darkness no_one_there nobody_there no_answer no_response doorknob
        pitch_black pitch_dark looks_around door_opens_slowly slowly_opens step_by_step
        inches_toward inch_by_inch dead_silence hair_trigger lies_in_wait flatten presses_against
        camouflage
        """,
        """
        whisper listen freeze quietly silent silently silence dark crack peek inch edge slip watch
        binoculars scope signal slowly wait corner door window curtain stair staircase stairs
        basement cellar attic hallway corridor approach pause noise sound carefully lock latch
        candle lantern
        """,
    ),
    "menace": (
        """
        threaten threat menace menacing menacingly sinister ominous ominously evil evilly cruel
        cruelly malevolent malignant sneer snarl leer monster creature beast demon devil fiend
        killer murderer assassin maniac psycho predator villain corpse tomb crypt coffin skeleton
        skull ghost ghostly ghoul undead possessed curse sacrifice ritual loom lair victim prey
        lethal poison poisonous toxic shark claw fang talon tentacle mutilated decayed rotting
        maggot blood-soaked bloodstained danger dangerous beware gestapo nazi swastika interrogate
        interrogation hostage handcuff captive kidnap abduct blackmail intruder hooded fin lurking
        eerie eerily sadistic torture smiles_coldly cold_smile evil_grin dead_eyes
        scream_in_the_distance something_moves watching_them watching_him watching_her i'll_kill
        kill_you you_will_die spatter overturned
        """,
        """
        glare hiss cold coldly grave graveyard cursed hunter hunt deadly snake spider rat warn
        warning suspicious suspiciously suspicion suspect prisoner cuffs stranger mask masked dark
        black howl snarling growl dog dogs wolf storm guard scar blood strange vulture crow raven
        """,
    ),
    "death": (
        """
        dead die died dying death funeral bury buried burial gravestone tombstone cemetery coffin
        casket hearse mourn mourner lifeless deceased suicide hanged drowned widow widower orphan
        perish fatal fatally eulogy morgue autopsy obituary ashes epitaph murdered slain
        last_breath dies_in flatline deathbed stillborn
        """,
        "corpse body bodies grave drown killed wake dirge will_never",
    ),
    "grief": (
        """
        cry cried crying weep wept sob tearful tearfully grief grieve sorrow sorrowful mourn
        anguish anguished agony heartbroken heartbreak heartbreaking devastated despair despairing
        crumple wail bawl inconsolable farewell deathbed tragic tragedy misery suffering
        tears_stream in_tears burst_into_tears bursts_into_tears tears_in tears_well breaks_down
        broke_down sinks_to falls_to_her_knees falls_to_his_knees to_his_knees to_her_knees
        holds_his_body lifeless red-eyed red_eyed puffy swollen_from gone_forever never_see
        never_coming eyes_welling welling_up lip_quivers stifles_a_sob mom_mom
        """,
        """
        tear tears broken collapse sink sank loss lost goodbye suffer miserable hospital cancer
        tumor coma stroke miss missed crushed shattered mourning numb hug pray prayer
        """,
    ),
    "sadness": (
        """
        sad sadly sadness alone lonely loneliness emptiness depressed depressing depression
        abandoned desolate bleak forlorn weary wearily ashamed hopeless worthless melancholy
        gloomy gloom somber sombre solemn solemnly grim grimly regret unhappy wistful wistfully
        miserable defeated defeat dejected dejectedly despondent crestfallen disappointed
        disappointment heartsick downcast sullen homeless divorce bedridden all_alone by_himself
        by_herself stares_into_space i'm_sorry so_sorry i'm_fine leave_me hangs_his_head
        head_in_his_hands looks_miserable long_silence no_use too_late
        """,
        """
        sigh sorry guilt guilty fail failed failure empty barren deserted tired tiredly exhausted
        useless old faded fading rain drizzle grey gray withered poor separated leaving hurt pain
        painful drunk drunken pills cold silent silence slump stare blankly shame lose lost
        funeral whiskey
        """,
    ),
    "anger": (
        """
        angry angrily anger furious furiously fury rage enraged yell hate hatred goddamn bastard
        bitch asshole outraged indignant bitterly disgusted scowl resent contempt contemptuous
        betrayal revenge vengeance quarrel insult accuse livid seethe seething fuming storms_out
        slams_the shut_up get_out go_to_hell how_dare screw_you fuck_you son_of_a_bitch
        pounds_the_table
        """,
        """
        shout damn damned hell idiot moron shut slam argue argument glare blame betray betrayed
        liar lying bitter disgust disgusting snap fuck fucking shit stupid fool spit curse
        """,
    ),
    "joy": (
        """
        smile laugh laughter grin happy happily happiness joy joyful joyous joyfully delight
        delighted delightful celebrate celebration cheer cheerful cheerfully cheery dance danced
        dancing giggle beam applause applaud victory victorious triumph triumphant triumphantly
        birthday wedding champagne toast radiant excitedly hooray hurrah bravo yay whoop carnival
        fireworks merry merrily gleeful glee ecstatic ecstasy elated thrilled bliss blissful
        blissfully jubilant rejoice gaily jolly carefree exuberant exuberantly enraptured rapture
        overjoyed congratulations proudly happy_birthday merry_christmas i'm_so_happy welcome_home
        burst_out_laughing bursts_out_laughing can't_stop_smiling lights_up face_lights
        claps_her_hands high-five high_five playground
        """,
        """
        party sing sang song fun wonderful great fantastic terrific marvelous marvellous splendid
        proud pride gift present christmas holiday parade balloon lovely glad pleased pleasure
        enjoy playful playfully play excited excitement amused chuckle bright brightly eager
        eagerly win won game sun sunny sunshine snowball splash candy toy ice_cream picnic crowd
        clap
        """,
    ),
    "love": (
        """
        kiss love loved loving lover lovingly tender tenderly tenderness caress embrace darling
        sweetheart beloved bride groom marry married romantic romance nuzzle cuddle snuggle
        intimate intimacy passion passionate passionately affection affectionate affectionately
        adore bouquet valentine honeymoon flirt flirtatious blush i_love_you love_you
        takes_her_hand takes_his_hand holds_her_hand hold_hands holding_hands in_his_arms
        in_her_arms each_other's_arms looks_into_her_eyes their_eyes_meet can't_take_his_eyes
        leans_in_to_kiss smitten love_of_my slow_dance make_love making_love
        """,
        """
        gentle gently lips touch heart gaze stroke honey beautiful flower rose wedding proposal
        engaged date sweet hand hands arms bed undress marriage ring dress pretty hug
        """,
    ),
    "comfort": (
        """
        home warm warmth warmly breakfast supper mommy mama daddy papa baby bedtime family
        friendly friendship safe safely safety comfort comforting comfortable blanket fireplace
        cozy puppy relax relaxed relieved kindness grandmother grandma grandfather grandpa picnic
        pajamas lullaby tucks_in thank_you thanks good_night goodnight welcome hearth homemade
        porch_swing old_friend
        """,
        """
        dinner lunch table mother mom father dad child children kid bed sleep asleep coffee tea
        friend thank kitchen garden porch sunlight sunshine sunny pet dog cat relief good nice
        kind kindly help forgive trust brother sister cook cake pie bath book read
        """,
    ),
    "comedy": (
        """
        joke funny hilarious silly clumsy clumsily awkward awkwardly embarrassed embarrassing
        embarrassment chuckle fumble bumble goofy ridiculous absurd absurdly sheepish sheepishly
        deadpan sarcastic sarcastically sarcasm mock mocking tease prank giggle snicker smirk
        weird oops duh burp fart underwear clown sneeze hiccup bonk splat antics nonchalantly
        banter rolls_her_eyes rolls_his_eyes raises_an_eyebrow double_take does_a_double_take
        falls_over slips_on gives_up so_to_speak incidentally preposterous pompous fussy wisecrack
        deadpans wry wryly
        """,
        """
        trip wink shrug cute whoops huh wow dude buddy pal pants trousers toilet wig tickle tongue
        uh um yeah okay guess whatever kinda hat fat donkey chicken pig pie duck
        """,
    ),
    "wonder": (
        """
        magic magical magically shimmer starry starlight marvel awe awed amazement astonished
        astonishing wonder wondrous enchanted enchanting enchantment rainbow spectacular dreamlike
        sparkle moonlight majestic magnificent breathtaking galaxy cosmos nebula comet fairy
        wizard miracle miraculous radiance luminous mesmerized transfixed spellbound weightless
        weightlessness glowing aurora stardust unicorn angel angelic heavenly celestial
        for_the_first_time never_seen_anything looks_up_in in_awe wide_open_sky crystal glorious
        resplendent dazzling
        """,
        """
        glow star stars amazed amazing vast sky dream gleam gorgeous planet universe space horizon
        mountain ocean float soar castle kingdom legend curious curiosity discover light sunrise
        flight ancient beautiful moon treasure
        """,
    ),
    "calm": (
        """
        quiet quietly calm calmly peace peaceful peacefully serene serenity tranquil stillness
        gently softly stroll breeze lounge drift hushed pensive pensively thoughtful thoughtfully
        contemplate meadow asleep rest dozing doze snore lazily lazy unhurried slowly_fades
        long_pause
        """,
        """
        still slow slowly soft sit sat seated silence silent sleep lie lay lean gaze sip read bath
        beach lake pond field garden snow pause beat dawn dusk candle nod murmur whisper reflect
        morning tea coffee sigh
        """,
    ),
    "motion": (
        """
        race sprint leap leapt gallop hurl hurtle dart scramble bolt plunge swoop zoom skid swerve
        dodge charge careen tumble somersault catapult launch barrel whirl spin spun whip lurch
        yank stampede rampage swarm zigzag rapid-fire rapid_fire
        """,
        """
        run ran running jump fly flew flying turn swing swung throw threw toss grab jerk pull push
        shove drag climb fall fell roll slide dive dash rush burst crash slam speed drive drove
        driving bound stumble storm sweep tear duck struggle fight pound rise rip flip kick
        """,
    ),
    "loud": (
        """
        roar blast explode explosion boom scream siren thunder thunderous deafening blare shriek
        screech howl clang shatter gunfire gunshot bellow cacophony din kaboom blam wham crashing
        ear-splitting
        """,
        """
        bang crash alarm wail rumble pound hammer honk horn shout yell crowd loud loudly noise
        engine rattle slam crack bark applause cheer
        """,
    ),
    "urgency": (
        """
        hurry hurried hurriedly suddenly emergency urgent urgently immediately deadline countdown
        ticking frantic frantically desperate desperately rapidly mayday abort red_alert look_out
        get_down come_on hold_on let's_go move_it out_of_time no_time out_of_control at_the_last
        last_second just_in_time out_of_nowhere any_second faster evacuate get_out_of run_out_of
        hang_on
        """,
        """
        quick quickly fast sudden now go move stop help careful seconds instantly alert late timer
        clock swift swiftly barely abruptly watch_out must rush wait
        """,
    ),
    "mystery": (
        """
        clue mysterious mysteriously mystery vanish disappear investigate investigation detective
        inspector riddle puzzle inscription secretly enigmatic enigma eerie peculiar cryptic
        who_is what_is_it what_was_that missing unexplained footprint fingerprint
        """,
        """
        secret strange strangely unknown photograph envelope key discover evidence file document
        diary journal search examine code hidden unlock drawer cabinet map symbol ancient fog mist
        odd oddly murder trail letter box
        """,
    ),
    "power": (
        """
        army troops commander admiral emperor empire imperial throne march flag banner salute
        formation fleet warship battleship legion cavalry regiment battalion procession ceremony
        colossal towering invasion conquest parade tank artillery infantry
        """,
        """
        soldier general king queen prince crown knight trumpet drum uniform officer command order
        massive enormous huge majestic guard guards senator
        """,
    ),
    "release": (
        """
        relief relieved exhale freed freedom survived survivor reunited reunion rescue rescued
        forgiven healed hopeful hopefully at_last it's_over thank_god thank_goodness safe_now
        we_made_it made_it_home finally_home sunset homecoming hope breathes_again
        """,
        """
        free safe saved survive over finally home embrace hug forgive thank heal recover together
        promise goodbye farewell peace sigh sunrise
        """,
    ),
    "discovery": (
        """
        realize realise recognize recognise discover stunned shock shocked shocking horrified
        astonished confess confession uncover unmask dumbfounded dawning revelation it_can't_be
        it_was_you who_are_you oh_my_god what_the_hell double_take reveals_that realization
        stops_short stops_dead freezes_in his_face_falls her_face_falls
        """,
        "reveal gasp stare truth admit secret find found open suddenly letter photograph sees",
    ),
    "pain": (
        """
        groan moan vomit cough limp wince grimace writhe ache agony convulse convulsion seizure
        fever feverish faint unconscious delirious bruise bruised bandage stitches bleeding wheeze
        retch doubled_over blacks_out gasping_for
        """,
        "pain hurt sick sweat weak injured scar nurse hospital pills blood swollen limp",
    ),
    "oppression": (
        """
        prison prisoner prisoners cell chains shackles barbed_wire ghetto camp concentration slave
        slavery whip starving starvation beggar famine plague refugee evict eviction deported
        deportation firing_squad gallows executioner humiliate humiliated humiliation degrade jeer
        taunt orphanage asylum warden tyrant
        """,
        "guard guards order forced poor rags hunger hungry mob bully soldiers sentence judge",
    ),
    "anticipation": (
        """
        waits waiting ready prepare prepares about_to any_moment any_minute ready_to
        takes_a_deep_breath deep_breath steels_himself steels_herself braces stand_by standing_by
        in_position countdown synchronize lock_and_load here_we_go this_is_it checks_his_watch
        checks_her_watch looks_at_his_watch on_my_signal
        """,
        "wait tick clock watch soon approaching nearer closer aim load target set",
    ),
}
