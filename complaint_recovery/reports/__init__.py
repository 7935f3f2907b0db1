from . import complaint_case_file
