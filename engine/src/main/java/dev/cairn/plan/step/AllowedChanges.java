package dev.cairn.plan.step;

/**
 * The changes that were confirmed for a plan, in addition to the changes that do not need confirmation.
 *
 * @param allowsDestruction whether data may be destroyed
 * @param allowsRebuild whether an object that can't be altered may be recreated, and its data copied
 */
public record AllowedChanges(boolean allowsDestruction, boolean allowsRebuild) {
    /** No confirmation was given. */
    public static final AllowedChanges NONE = new AllowedChanges(false, false);

    /** Every change is confirmed. */
    public static final AllowedChanges ALL = new AllowedChanges(true, true);
}
