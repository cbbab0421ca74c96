"""Tables that no format explains, read by what somebody said once of their columns: sketch, map, apply, keep."""
