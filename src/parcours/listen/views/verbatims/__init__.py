"""Pages of verbatims."""
