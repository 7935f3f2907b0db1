from . import complaint_remedy
from . import repair
from . import repair_order
from . import res_company
from . import stock_move
