"""Credit codes are checked to their last character."""

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.party import InvalidCreditCode, Party, credit_code

# The sample of GB 32100-2015. Values 0-9, A=10 … (no I O S V Z): M=21, Y=30. Weights 3^i mod 31:
#   9·1 + 1·3 + 3·9 + 5·27 + 0·19 + 1·26 + 0·16 + 0·17 + M21·20 + 0·29 + 0·25 + 0·13 + 1·8 + 0·24
#   + 0·10 + Y30·30 + 4·28 = 1640;  1640 mod 31 = 28;  31 - 28 = 3, the check character.
SAMPLE = "91350100M000100Y43"


@pytest.mark.parametrize(
    "written",
    [SAMPLE, SAMPLE.lower(), " 9135 0100 M000 100Y 43 ", "９１３５０１００Ｍ０００１００Ｙ４３"],
)
def test_a_valid_code_has_one_canonical_form(written: str) -> None:
    assert credit_code(written) == SAMPLE
    assert Party(written, Text("某某公司", "A firm")).credit_code == SAMPLE


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "9135", SAMPLE + "1", SAMPLE[:-1] + "4", "19350100M000100Y43"),
        *(SAMPLE.replace("M", "I"), SAMPLE.replace("M", "O"), SAMPLE.replace("M", "S")),
        "某某公司某某公司某某公司某某公司某某",
    ],
)
def test_a_wrong_code_is_refused_and_named(wrong: str) -> None:
    with pytest.raises(InvalidCreditCode) as caught:
        Party(wrong, Text("某某公司", "A firm"))
    assert caught.value.params["found"] == wrong
    assert "18" in caught.value.text("en")


def test_every_single_slip_is_seen() -> None:
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for at, right in enumerate(SAMPLE):
        for other in letters:
            if other != right:
                with pytest.raises(InvalidCreditCode):
                    credit_code(SAMPLE[:at] + other + SAMPLE[at + 1 :])
