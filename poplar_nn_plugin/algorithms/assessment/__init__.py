"""What *Assess map* reads as its reference, and writes of areas."""
