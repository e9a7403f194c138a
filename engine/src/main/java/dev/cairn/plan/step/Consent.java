package dev.cairn.plan.step;

/**
 * What somebody who records or runs a plan agrees to.
 *
 * @param destructive data is destroyed
 * @param rebuild what can't be altered is made anew, and its data copied
 */
public record Consent(boolean destructive, boolean rebuild) {
    public static final Consent NONE = new Consent(false, false);
    public static final Consent ALL = new Consent(true, true);
}
