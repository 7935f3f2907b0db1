from . import complaint_quick_entry
from . import complaint_on_spot
from . import complaint_missing
from . import complaint_interaction_result
from . import complaint_reschedule
from . import complaint_handover
from . import complaint_reason
from . import complaint_proactive
