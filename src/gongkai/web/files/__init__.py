"""附件: received, checked, stored out of reach, served only to those who may read the owner."""
