"""Party 主体: a firm or body known by its unified social credit code (统一社会信用代码)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError


class InvalidCreditCode(KaifangError):
    code = "KF-CORE-006"


@dataclass(frozen=True, slots=True)
class Party:
    """Hold a checked credit code and a name.

    Source: GB 32100-2015 (18 characters, no I O Z S V, the last a check character).
    Raises: InvalidCreditCode.
    """

    credit_code: str
    name: Text

    def __post_init__(self) -> None:
        object.__setattr__(self, "credit_code", credit_code(self.credit_code))


def credit_code(text: str) -> str:
    """Return the code in canonical form: narrow upper case, no blanks. Raises: InvalidCreditCode."""
    try:
        valid: str = uscc.validate(unicodedata.normalize("NFKC", text).strip())
    except ValidationError:
        raise InvalidCreditCode(found=text) from None
    return valid
