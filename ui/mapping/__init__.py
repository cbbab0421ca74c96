"""Tables that nothing recognises: what their columns are is said once, on the import page."""
