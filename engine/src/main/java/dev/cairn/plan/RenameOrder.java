package dev.cairn.plan;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which declared renames apply, in an order in which each new name is free. Where names go round in a circle, what is to be
 * done can't be told from what was done, so nothing is.
 */
final class RenameOrder {
    private final Map<String, String> declared;
    private final Predicate<String> isBefore;
    private final Predicate<String> isAfter;
    private final Map<String, String> order = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    /** @param declared old names to new ones */
    RenameOrder(Map<String, String> declared, Predicate<String> isBefore, Predicate<String> isAfter) {
        this.declared = declared;
        this.isBefore = isBefore;
        this.isAfter = isAfter;
    }

    /** Old names to new ones. */
    Map<String, String> applicable() {
        declared.keySet().forEach(this::applies);
        return order;
    }

    private boolean applies(String from) {
        if (order.containsKey(from)) {
            return true;
        }
        String to = declared.get(from);
        if (to == null || !asked.add(from) || !isBefore.test(from) || !isAfter.test(to)) {
            return false;
        }
        boolean free = !isBefore.test(to) || applies(to);
        if (free) {
            order.put(from, to);
        }
        return free;
    }
}
