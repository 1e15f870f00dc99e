"""The product's settings in a data directory that goes away after the run; only the database URL may come from outside."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for name in [name for name in os.environ if name.startswith("LIAISON_") and name != "LIAISON_DATABASE_URL"]:
    del os.environ[name]
data_dir = Path(tempfile.mkdtemp(prefix="liaison-tests-"))
(data_dir / "static").mkdir()
atexit.register(shutil.rmtree, data_dir, ignore_errors=True)
os.environ["LIAISON_DATA_DIR"] = str(data_dir)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# A real file, so that threads and processes meet on SQLite as they do in the product.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(data_dir / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # signing in is not what the tests wait for
OPENING_PHRASE_COST = 2
# Every test client builds the middleware anew; to list all static files each time took a fifth of the screens' tests. They are
# looked up when asked for instead; the real servers of tests/cli, tests/faults and tests/browser list them as in the product.
WHITENOISE_AUTOREFRESH = True
