"""Tags of listening's templates."""
