"""机关: kinds of bodies, who answers for information, who reviews whose acts."""
