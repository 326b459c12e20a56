"""One service module an area: opens pack and store, checks rights, answers."""
