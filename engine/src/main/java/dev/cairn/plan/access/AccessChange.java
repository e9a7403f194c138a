package dev.cairn.plan.access;

/**
 * A right that a user, role or group gains or loses.
 *
 * @param gain whether the right is gained
 * @param text {@code ro gains SELECT on orders, through the view v}
 */
public record AccessChange(boolean gain, String text) {}
