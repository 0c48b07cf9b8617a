"""What models say for feelings and the table does not hold, beside the word of the table that means
it. Written by us.
"""

from __future__ import annotations

MEANT = """
affectionate: affection warmth warm, amused: humorous comic comedy comedic, amusement: humor
humour, anguished: pain suffering, anxiety: stress anxious, apprehensive: worry uncertainty,
ashamed: shame, bewildered: confusion confused, calm: calmness, compassionate: pity empathy
compassion, consoling: comfort, contemplative: contemplation, contempt: disgust, courage:
empowerment empowered bravery, curious: curiosity, defiant: defiance rebellion, desolate:
emptiness, desperate: desperateness, detached: indifference numbness, determined:
determination, dreamy: dreaminess, eerie: haunting haunted, elated: bliss, elation: euphoria,
enraged: rage, excitement: excited, exhausted: exhaustion, exhilarating: exhilaration
adventure, fearful: scared afraid, friendly: friendship camaraderie, furious: fury, gloomy:
gloom, grateful: gratitude, grief: loss, grieving: mourning, guilty: guilt, happy: happiness,
hatred: hate vengeance revenge, heartbroken: heartbreak, heroic: heroism, hopeful: uplifting,
hopeless: hopelessness, horrified: horror, intrigued: intrigue, isolated: isolation, jealous:
jealousy, lonely: solitude, loving: love, melancholy: melancholia, mischievous: mischief,
mysterious: mystery, nostalgic: reminiscence, ominous: dark darkness, optimistic: optimism,
passionate: passion desire, peaceful: peace, pensive: introspection introspective, playful:
fun, reflective: reflection, regretful: regret, remorseful: remorse, reverent: faith
reverence, sardonic: irony wry cynicism cynical, serene: tranquility tranquil serenity,
sorrow: sad sadness, startled: surprise, suspenseful: tension tense suspense, suspicious:
doubt, terrified: terror, threatening: danger, thrilling: thrill energetic, triumphant:
triumph, trusting: trust, uneasy: nervous nervousness unsettling, urgent: intense intensity,
victorious: victory, vulnerable: vulnerability, weary: tiredness boredom, whimsical: whimsy
"""
