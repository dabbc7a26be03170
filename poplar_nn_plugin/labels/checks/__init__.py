"""Labels looked over before they are learned from: what is wrong, where, and what to do."""
