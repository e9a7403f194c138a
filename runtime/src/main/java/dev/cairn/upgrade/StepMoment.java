package dev.cairn.upgrade;

/** The point of a migration at which its code runs. */
public enum StepMoment {
    BEFORE_UPGRADE,
    AFTER_UPGRADE,
    BEFORE_DOWNGRADE,
    AFTER_DOWNGRADE
}
