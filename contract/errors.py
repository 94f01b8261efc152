"""What can be wrong with something that crossed the contract.

ContractError
├── Malformed      bytes or values that cannot be taken: dead letter, count, go on
└── BadSettings    what a person wrote in a settings file: one sentence, exit 2
"""


class ContractError(Exception):
    """Something does not keep to the contract."""


class Malformed(ContractError):
    """The bytes or values cannot be taken; the sentence says which part is wrong."""


class BadSettings(ContractError):
    """A settings file says something that is not allowed; the sentence holds the mend."""
