package dev.cairn.plan.access;

/**
 * A change of what somebody may do.
 *
 * @param gain whether somebody may do more
 * @param text {@code ro gains SELECT on orders, through the view v}
 */
public record AccessChange(boolean gain, String text) {}
