"""What is read in a process apart, within limits: XML and PDF files, which may be made to harm who opens them."""
