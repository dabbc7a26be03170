"""Cross-validation: folds, trained and scored side by side."""
