import pytest

from scenescore.core.errors import SettingsError
from scenescore.core.settings import load, user_file


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_each_layer_wins_over_the_one_below_and_is_remembered(tmp_path):
    _write(user_file(), "[mix]\ntarget_lufs = -23.0\ncrossfade_s = 2.0\n")
    _write(tmp_path / "project.toml", "[mix]\ntarget_lufs = -24\n[made]\nschema = 1\n")
    settings = load(tmp_path, {"SCENESCORE_MIX_CROSSFADE_S": "3"})
    assert settings["mix.target_lufs"] == -24.0
    assert settings.origin("mix.target_lufs").endswith("project.toml")
    assert settings["mix.crossfade_s"] == 3.0
    assert settings.origin("mix.crossfade_s") == "SCENESCORE_MIX_CROSSFADE_S"
    flagged = settings.with_flags(mix__crossfade_s=1.0, mix__target_lufs=None)
    assert (flagged["mix.crossfade_s"], flagged.origin("mix.crossfade_s")) == (1.0, "flag")
    assert flagged["mix.target_lufs"] == -24.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mix]\nloud = 1\n", "mix.loud"),
        ('[mix]\ntarget_lufs = "loud"\n', "mix.target_lufs"),
        ("[mix", "settings.toml"),
    ],
)
def test_a_wrong_setting_names_itself_and_its_origin(text, said):
    _write(user_file(), text)
    with pytest.raises(SettingsError, match=said):
        load()


def test_a_wrong_variable_names_itself():
    with pytest.raises(SettingsError, match="SCENESCORE_MUSIC_STEMS"):
        load(None, {"SCENESCORE_MUSIC_STEMS": "perhaps"})
