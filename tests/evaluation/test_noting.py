from chatbot.settings import Settings
from evaluation.runs.noting import note_settings


def test_settings_that_matter_are_noted_as_they_are():
    noted = note_settings(Settings(dense_weight=0.5, embedding_model="modelle/e5"))

    assert noted["dense_weight"] == "0.5"
    assert noted["embedding_model"] == "modelle/e5"
    assert noted.keys().isdisjoint({"host", "port", "index_dir"})


def test_no_password_and_no_key_is_noted():
    class Secretive(Settings):
        store: str = "postgresql://anna:geheim@db.example/belegt"
        api_key: str = "sk-geheim"

    noted = note_settings(Secretive())

    assert noted["store"] == "postgresql://***@db.example/belegt"
    assert "api_key" not in noted
    assert "geheim" not in str(noted)
