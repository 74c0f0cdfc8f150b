"""What other articles say of the same: who else states it, and who gives another figure."""
