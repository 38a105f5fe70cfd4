import pytest

from gehoor.knowledge.richtext import as_html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Een regel", "<p>Een regel</p>"),
        ("Een\nTwee", "<p>Een<br>Twee</p>"),
        ("Een\n\nTwee", "<p>Een</p>\n<p>Twee</p>"),
        ("Neem mee:\n\n- pas\n\n- foto", "<p>Neem mee:</p>\n<ul><li>pas</li><li>foto</li></ul>"),
        ("- pas\n• foto", "<ul><li>pas</li><li>foto</li></ul>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("<p>Al HTML</p>\n\nrest", "<p>Al HTML</p>\n\nrest"),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists(text, expected):
    assert as_html(text) == expected
