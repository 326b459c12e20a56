"""Single consignments of clearance, for those inside."""
