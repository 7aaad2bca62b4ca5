"""Exit 0 if the native libvoikko loads and finds a Finnish dictionary, else 1.

Standard library only: the Makefile asks before anything is installed.
"""

import ctypes
import sys

LIBRARY = {"darwin": "libvoikko.1.dylib", "win32": "libvoikko-1.dll"}.get(sys.platform, "libvoikko.so.1")

try:
    voikko = ctypes.CDLL(LIBRARY)
except OSError:
    sys.exit(1)
voikko.voikkoInit.restype = ctypes.c_void_p
error = ctypes.c_char_p()
handle = voikko.voikkoInit(ctypes.byref(error), b"fi", None)
sys.exit(0 if handle else 1)
