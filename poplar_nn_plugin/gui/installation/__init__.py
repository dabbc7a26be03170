"""The dialog that installs what networks and forests take, and when it is offered."""
