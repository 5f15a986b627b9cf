"""An app that only the tests have: sheets on which amounts are entered."""
