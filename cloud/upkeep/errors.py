"""What can go wrong with a copy of an installation, named by what the person can do.

CloudError
├── BadCopy      a backup or export is not whole, or does not fit here: take another one
└── NotEmpty     something is there already that would be overwritten: look elsewhere
"""

from cloud.errors import CloudError


class BadCopy(CloudError):
    """A backup or an export is not whole or does not fit; the sentence names the file."""


class NotEmpty(CloudError):
    """Something is in the place already, and nothing is ever overwritten."""
