"""The supplier review on screen: prepared, frozen, held in the room, followed up."""
