"""Ways out of the house, one file each. The inbox in the app needs none: its notices come into sight where they lie."""
