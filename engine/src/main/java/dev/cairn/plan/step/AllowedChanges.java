package dev.cairn.plan.step;

/**
 * The changes that the person who records or runs a plan has agreed to, beyond those that need no consent.
 *
 * @param destructive whether data may be destroyed
 * @param rebuild whether an object that can't be altered may be created anew, and its data copied
 */
public record AllowedChanges(boolean destructive, boolean rebuild) {
    /** No consent was given. */
    public static final AllowedChanges NONE = new AllowedChanges(false, false);

    /** AllowedChanges to every change. */
    public static final AllowedChanges ALL = new AllowedChanges(true, true);
}
