package dev.cairn.schema;

/** Where a migration's code runs. */
public enum StepMoment {
    BEFORE_UPGRADE,
    AFTER_UPGRADE,
    BEFORE_DOWNGRADE,
    AFTER_DOWNGRADE
}
