"""`python -m salesplan`: the same as `salesplan`."""

import sys

from salesplan.cli import main

sys.exit(main())
