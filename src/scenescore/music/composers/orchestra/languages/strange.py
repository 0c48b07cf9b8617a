"""Languages of unease and wonder: drones, clusters, chromatic chords, mediants.

Written by us from common practice.
"""

from __future__ import annotations

from scenescore.music.composers.orchestra.languages.language import Language

LANGUAGES: dict[str, Language] = {
    "mediant": Language(
        open=(
            "I bIII I bVI",
            "I bVI bIII I",
            "I III vi bVI",
            "I bVI bII V",
            "I iv bVI bIII",
            "I bIII bVI IV",
        ),
        closed=("bVI bIII IV I", "bVI bVII I I", "iii bVI V I", "bIII bVI bII I"),
        rise=("I bIII bV VI", "I bVI III I", "bVI bVII I II", "IV bVI bVII bVII"),
        words=("I", "bVI", "bIII", "IV", "vi", "III", "V", "bVII"),
        colours=("bV", "VI", "bII", "bvi"),
        cadence=("bVI", "bVII", "bVI bVII", "V"),
        lean=0.1,
    ),
    "mediant-minor": Language(
        open=("i bvi i iii", "i bVI biii bVI", "i vi i #iv", "i biii bVI V", "i bVI bii V"),
        closed=("bVI biii i i", "bvi bVI i i", "#iv V i i", "bii bVI i i"),
        rise=("i biii bv vi", "i bii biii bIII", "bVI bvi V V", "i #iv vi biii"),
        words=("i", "bVI", "bvi", "biii", "iv", "V", "bIII", "#iv"),
        colours=("vi", "bii", "bv", "vii"),
        cadence=("bvi", "bVI", "V", "bii"),
        home="i",
        lean=0.0,
    ),
    "drone": Language(
        open=("i5 i isus4 i", "i5 isus2 i bII/T", "i bVI/T i bVII/T", "i5 v/T i5 iv/T"),
        closed=("bVI/T isus4 i i5", "bVII/T isus2 i i5", "iv/T isus4 i5 i5"),
        rise=("i5 bII/T i bIII/T", "i bVI/T bVII/T bVII/T", "i isus4 bVI/T bII/T"),
        words=("i5", "isus4", "isus2", "i", "bVI/T", "bVII/T", "iv/T"),
        colours=("bII/T", "bv/T", "biio"),
        cadence=("bVII/T", "isus4"),
        home="i5",
        lean=0.0,
    ),
    "drone-major": Language(
        open=(
            "I5 Isus2 Iadd9 IV/T",
            "Iadd9 Vsus4/T IVadd9/T Iadd9",
            "I5 Imaj7 IV/T Isus2",
            "Iadd9 vi7/T IVmaj7/T V/T",
        ),
        closed=("IV/T V/T Isus2 Iadd9", "IVmaj7/T Isus4 Iadd9 I", "vi7/T IV/T Iadd9 Iadd9"),
        rise=("I5 IV/T V/T IV/T", "Isus2 vi7/T IVadd9/T V/T", "Iadd9 II/T IV/T V/T"),
        words=("Iadd9", "I", "IV/T", "V/T", "Isus2", "Imaj7", "IVmaj7/T", "vi7/T"),
        colours=("bVII/T", "II/T", "bVI/T"),
        cadence=("IV/T", "V/T", "Isus4"),
        home="Iadd9",
        lean=0.0,
    ),
    "cluster": Language(
        open=("icl i biio icl", "icl #ivo7 icl bIIcl", "i bvcl icl i", "icl bVI+ icl biiicl"),
        closed=("bIIcl icl biio i", "#ivo7 icl bII/T icl", "bVI+ biio icl icl"),
        rise=("icl bIIcl iicl biiicl", "i biii #iv vi", "icl icl #ivo7 bvicl"),
        words=("i", "icl", "biio", "bII", "#ivo7", "bvi", "bVI+"),
        colours=("bIIcl", "bv", "bvcl", "vii"),
        cadence=("bIIcl", "#ivo7", "biio"),
        home="icl",
        lean=0.0,
    ),
    "cluster-major": Language(
        open=("Icl I bIII+ Icl", "Icl #ivo7 Icl IIcl", "I VIcl Icl I", "Icl III+ Icl viicl"),
        closed=("IIcl Icl III+ I", "#ivo7 Icl II/T Icl", "III+ vii Icl I"),
        rise=("Icl IIcl iiicl #ivcl", "I iii #iv VI", "Icl Icl #ivo7 viicl"),
        words=("I", "Icl", "III+", "II/T", "#ivo7", "vii", "VI/T"),
        colours=("bIIcl", "#iv", "VIcl", "bvi"),
        cadence=("IIcl", "#ivo7", "vii"),
        home="Icl",
        lean=0.0,
    ),
    "chromatic": Language(
        open=(
            "i bvi i #iv",
            "i V+ bVI biio",
            "imM7 bVImaj7 bII7 V7b9",
            "i bV i bII",
            "i #ivo7 iv V7b9",
            "i VIm bII V+",
        ),
        closed=("bII7 V7b9 i imM7", "iv bII i i", "#ivo7 V7b9 i i", "bvi V+ i imM7"),
        rise=("i bii biii iii", "iv #iv v bVI", "i io7 bII7 V7b9", "i V+/3 bIII+ V+"),
        words=("i", "iv", "bVI", "bII", "V+", "#ivo7", "imM7", "bvi", "V7b9"),
        colours=("#iv", "vi", "bV", "III+", "vii"),
        cadence=("bII7", "V7b9", "V+"),
        home="i",
        lean=0.3,
    ),
}
