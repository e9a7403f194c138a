package dev.cairn.plan.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Selects the declared renames that apply, in an order in which each new name is free.
 *
 * <p>If renames form a cycle, all of its names exist both before and after. The objects under the names then decide
 * whether the cycle is pending or already applied: it is pending if more of the objects match their target with it than
 * without it.
 */
public final class RenameOrder {
    private static final String ASIDE = "__cairn_renamed";

    private final Map<String, String> declared;
    private final Predicate<String> existsBefore;
    private final Predicate<String> existsAfter;
    private final BiPredicate<String, String> isAlike;
    private final Map<String, String> applicableRenames = new LinkedHashMap<>();
    private final List<RenameStep> steps = new ArrayList<>();
    private final List<List<String>> ambiguousCycles = new ArrayList<>();
    private final Set<String> requested = new HashSet<>();

    /** One rename; its new name is free once the previous steps are carried out. */
    record RenameStep(String oldName, String newName) {}

    /**
     * @param declared old names to new ones
     * @param isAlike whether the object under the first name before matches the object under the second name after
     */
    RenameOrder(
            Map<String, String> declared,
            Predicate<String> isBefore,
            Predicate<String> isAfter,
            BiPredicate<String, String> isAlike) {
        this.declared = declared;
        this.existsBefore = isBefore;
        this.existsAfter = isAfter;
        this.isAlike = isAlike;
        declared.keySet().forEach(this::applies);
        declared.keySet().forEach(this::addCycle);
    }

    /** Returns a temporary name, which frees the object's own name. */
    static String temporaryName(String name) {
        return name + ASIDE;
    }

    /** Returns the renames that apply, old names to new ones. */
    public Map<String, String> applicable() {
        return applicableRenames;
    }

    /**
     * Returns the cycles that are as likely pending as applied because some objects differ; they are not carried out.
     */
    List<List<String>> unclear() {
        return ambiguousCycles;
    }

    /**
     * Returns the renames to a name that another object has before and after, while the old name disappears. They are
     * not carried out, because one object can't replace two others.
     */
    List<RenameStep> occupiedSteps() {
        List<RenameStep> occupied = new ArrayList<>();
        declared.forEach((oldName, newName) -> {
            boolean goes =
                    existsBefore.test(oldName) && !existsAfter.test(oldName) && !applicableRenames.containsKey(oldName);
            if (goes && existsBefore.test(newName) && existsAfter.test(newName)) {
                occupied.add(new RenameStep(oldName, newName));
            }
        });
        return occupied;
    }

    /** Returns the renames in the order in which they are carried out. */
    List<RenameStep> moves() {
        return steps;
    }

    private boolean applies(String oldName) {
        if (applicableRenames.containsKey(oldName)) {
            return true;
        }
        String newName = declared.get(oldName);
        if (newName == null || !requested.add(oldName) || !existsBefore.test(oldName) || !existsAfter.test(newName)) {
            return false;
        }
        boolean free = !existsBefore.test(newName) || applies(newName);
        if (free) {
            applicableRenames.put(oldName, newName);
            steps.add(new RenameStep(oldName, newName));
        }
        return free;
    }

    private void addCycle(String first) {
        List<String> names = findCycle(first);
        if (names.isEmpty()) {
            return;
        }
        int pending = countMatches(names, 1);
        int applied = countMatches(names, 0);
        if (pending <= applied) {
            boolean known = ambiguousCycles.stream().anyMatch(cycle -> cycle.contains(first));
            if (pending == applied && pending < names.size() && !known) {
                ambiguousCycles.add(names);
            }
            return;
        }
        steps.add(new RenameStep(first, temporaryName(first)));
        for (int i = names.size() - 1; i >= 0; i--) {
            String name = names.get(i);
            String next = names.get((i + 1) % names.size());
            steps.add(new RenameStep(i == 0 ? temporaryName(first) : name, next));
            applicableRenames.put(name, next);
        }
    }

    /**
     * Returns the names of a cycle, in which each becomes the next one and the last one the first; empty if the names
     * form none.
     */
    private List<String> findCycle(String first) {
        List<String> names = new ArrayList<>();
        String next = first;
        while (next != null && !names.contains(next)) {
            if (applicableRenames.containsKey(next) || !existsBefore.test(next) || !existsAfter.test(next)) {
                return List.of();
            }
            names.add(next);
            next = declared.get(next);
        }
        return first.equals(next) && names.size() > 1 ? names : List.of();
    }

    /** Returns how many objects match the object that is {@code offset} names further on in the cycle. */
    private int countMatches(List<String> names, int offset) {
        int alike = 0;
        for (int i = 0; i < names.size(); i++) {
            alike += isAlike.test(names.get(i), names.get((i + offset) % names.size())) ? 1 : 0;
        }
        return alike;
    }
}
