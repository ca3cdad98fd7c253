"""How the evidence reader is trained; see README.md. Nothing at run time imports this."""
