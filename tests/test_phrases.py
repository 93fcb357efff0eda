from __future__ import annotations

from quarterday.phrases import all_of, counted, lowered, one_of, opening, sentence


def test_a_list_of_words_reads_as_a_sentence_has_it() -> None:
    assert [all_of(words) for words in ([], ["North"], ["North", "Coast"], ["North", "Coast", "Hills"])] == [
        "",
        "North",
        "North and Coast",
        "North, Coast and Hills",
    ]
    assert one_of(["large print", "Easy Read", "another language"]) == "large print, Easy Read or another language"


def test_a_line_has_one_full_stop() -> None:
    assert [sentence(words) for words in ("Done", "Done.", "Done?", "“Done”", "Done ")] == [
        "Done.",
        "Done.",
        "Done?",
        "“Done”",
        "Done.",
    ]


def test_a_capital_goes_where_it_is_not_a_code() -> None:
    assert [lowered(words) for words in ("Area", "SIMD")] == ["area", "SIMD"]
    assert opening("waste") == "Waste"


def test_what_is_counted_is_singular_for_one_alone() -> None:
    assert [counted(number, "measure") for number in (0, 1, 2)] == ["no measures", "1 measure", "2 measures"]
    assert counted(2, "priority", "priorities") == "2 priorities"
