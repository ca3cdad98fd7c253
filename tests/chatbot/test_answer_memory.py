from chatbot.answer_memory import AnswerMemory


def test_a_kept_answer_is_found_for_the_same_question_only():
    memory = AnswerMemory()
    memory.find(1, "Mali?")
    memory.keep(1, "Mali?", "zwölf")

    assert memory.find(1, "Mali?") == "zwölf"
    assert memory.find(1, "Merz?") is None


def test_a_new_generation_forgets_all_and_takes_nothing_of_the_old_one():
    memory = AnswerMemory()
    memory.find(1, "Mali?")
    memory.keep(1, "Mali?", "zwölf")

    assert memory.find(2, "Mali?") is None
    memory.keep(1, "Mali?", "zwölf")  # of a thread that began before
    assert memory.find(2, "Mali?") is None


def test_the_answer_asked_for_longest_ago_is_forgotten_first():
    memory = AnswerMemory(most=2)
    memory.find(1, "a")
    memory.keep(1, "a", "A")
    memory.keep(1, "b", "B")
    memory.find(1, "a")
    memory.keep(1, "c", "C")

    assert [memory.find(1, question) for question in "abc"] == ["A", None, "C"]
