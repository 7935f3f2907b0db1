"""What PostgreSQL says where two wrote on the same at once."""

from psycopg2.errors import LockNotAvailable, UniqueViolation
from psycopg2.extensions import TransactionRollbackError

#: Somebody wrote on the same: to be tried again with a new snapshot, no failure. What
#: is there already (the last one) was a race lost, unless it is there at the last try.
RACES = (TransactionRollbackError, LockNotAvailable, UniqueViolation)
