from . import website_snippet_filter
from . import website_visitor
