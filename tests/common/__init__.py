"""What tests share: a complaint's world, and what each concern adds to it."""

from .complaint import ROLES, ComplaintCommon
