package dev.cairn.plan.change;

import dev.cairn.plan.step.TemporaryName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Selects the declared renames that apply to the names of one kind, in an order in which each new name is free.
 *
 * <p>If renames form a cycle, all of its names exist both before and after. The objects under the names then decide
 * whether the cycle is pending or already applied: it is pending if more objects match their targets with the renames
 * than without them.
 */
public final class RenameOrder {
    private static final String TEMPORARY_SUFFIX = TemporaryName.MARKER + "renamed";

    private final Map<String, String> newNameByDeclaredOldName = new LinkedHashMap<>();
    private final Predicate<String> existsBefore;
    private final Predicate<String> existsAfter;
    private final BiPredicate<String, String> haveSameDefinition;
    private final Map<String, String> newNameByApplicableOldName = new LinkedHashMap<>();
    private final List<RenameCycle<String>> ambiguousCycles = new ArrayList<>();
    private final Set<String> visitedNames = new HashSet<>();

    /** One rename; its new name is free once the previous steps are carried out. */
    record RenameStep(String oldName, String newName) {}

    /**
     * @param declaredRenames the declared renames; if several give the same old name, the one whose new name does not
     *     exist yet is meant, because the others were recorded before
     * @param haveSameDefinition tests whether the object of the first name before the renames equals the object of the
     *     second name after them, apart from the name
     */
    RenameOrder(
            List<RenameStep> declaredRenames,
            Predicate<String> existsBefore,
            Predicate<String> existsAfter,
            BiPredicate<String, String> haveSameDefinition) {
        this.existsBefore = existsBefore;
        this.existsAfter = existsAfter;
        this.haveSameDefinition = haveSameDefinition;
        for (RenameStep rename : declaredRenames) {
            if (!existsBefore.test(rename.newName())) {
                newNameByDeclaredOldName.put(rename.oldName(), rename.newName());
            } else {
                newNameByDeclaredOldName.putIfAbsent(rename.oldName(), rename.newName());
            }
        }
        newNameByDeclaredOldName.keySet().forEach(this::addIfApplicable);
        newNameByDeclaredOldName.keySet().forEach(this::addCycleIfPending);
    }

    /**
     * Returns the renames whose old name is released: afterwards, no object has this name, or another of the renames
     * gives it to an object. If the old name is still declared otherwise, the object with this name keeps it.
     */
    static List<RenameStep> selectWithReleasedOldName(
            List<RenameStep> declaredRenames, Predicate<String> existsBefore, Predicate<String> existsAfter) {
        return declaredRenames.stream()
                .filter(rename -> isReleased(rename.oldName(), declaredRenames, existsBefore, existsAfter, Set.of()))
                .toList();
    }

    /** @param visitedNames the names whose release depends on this one; such a cycle releases all of its names */
    private static boolean isReleased(
            String name,
            List<RenameStep> declaredRenames,
            Predicate<String> existsBefore,
            Predicate<String> existsAfter,
            Set<String> visitedNames) {
        if (!existsAfter.test(name) || visitedNames.contains(name)) {
            return true;
        }
        Set<String> extendedNames = new HashSet<>(visitedNames);
        extendedNames.add(name);
        return declaredRenames.stream()
                .anyMatch(rename -> rename.newName().equalsIgnoreCase(name)
                        && existsBefore.test(rename.oldName())
                        && isReleased(rename.oldName(), declaredRenames, existsBefore, existsAfter, extendedNames));
    }

    /** Returns the temporary name of an object whose name has to become free. */
    public static String temporaryName(String name) {
        return name + TEMPORARY_SUFFIX;
    }

    /** Returns the renames that apply: the new names by the old ones. */
    public Map<String, String> applicableRenames() {
        return newNameByApplicableOldName;
    }

    /**
     * Returns the cycles that are as likely pending as applied because some objects differ; they are not carried out.
     */
    List<RenameCycle<String>> ambiguousCycles() {
        return ambiguousCycles;
    }

    /**
     * Returns the renames to a name that another object has before and after, while the old name disappears. They are
     * not carried out, because one object can't replace two others.
     */
    List<RenameStep> findBlockedSteps() {
        List<RenameStep> blockedSteps = new ArrayList<>();
        newNameByDeclaredOldName.forEach((oldName, newName) -> {
            boolean isDropped = existsBefore.test(oldName)
                    && !existsAfter.test(oldName)
                    && !newNameByApplicableOldName.containsKey(oldName);
            if (isDropped && existsBefore.test(newName) && existsAfter.test(newName)) {
                blockedSteps.add(new RenameStep(oldName, newName));
            }
        });
        return blockedSteps;
    }

    /** Returns the renames in the order in which they are carried out. */
    List<RenameStep> steps() {
        return new RenameSequence(newNameByApplicableOldName).createSteps();
    }

    /** Adds a rename after the one that frees its new name, if both apply; returns whether the rename applies. */
    private boolean addIfApplicable(String oldName) {
        if (newNameByApplicableOldName.containsKey(oldName)) {
            return true;
        }
        String newName = newNameByDeclaredOldName.get(oldName);
        if (newName == null
                || !visitedNames.add(oldName)
                || !existsBefore.test(oldName)
                || !existsAfter.test(newName)) {
            return false;
        }
        boolean isNewNameFree = !existsBefore.test(newName) || addIfApplicable(newName);
        if (isNewNameFree) {
            newNameByApplicableOldName.put(oldName, newName);
        }
        return isNewNameFree;
    }

    /** Adds the renames of a cycle, if the cycle is pending; notes an ambiguous cycle. */
    private void addCycleIfPending(String firstName) {
        List<String> names = findCycle(firstName);
        if (names.isEmpty()) {
            return;
        }
        RenameCycle<String> cycle = new RenameCycle<>(names);
        long pendingMatchCount = cycle.sumIfRenamed(this::countMatches);
        long appliedMatchCount = cycle.sumIfKept(this::countMatches);
        if (pendingMatchCount <= appliedMatchCount) {
            boolean isAlreadyAdded = ambiguousCycles.stream().anyMatch(otherCycle -> otherCycle.contains(firstName));
            if (pendingMatchCount == appliedMatchCount && pendingMatchCount < names.size() && !isAlreadyAdded) {
                ambiguousCycles.add(cycle);
            }
            return;
        }
        for (int i = 0; i < names.size(); i++) {
            newNameByApplicableOldName.put(names.get(i), cycle.newName(i));
        }
    }

    /** Returns the names of the {@link RenameCycle} that begins with this name; empty if no cycle does. */
    private List<String> findCycle(String firstName) {
        List<String> names = new ArrayList<>();
        String currentName = firstName;
        while (currentName != null && !names.contains(currentName)) {
            if (newNameByApplicableOldName.containsKey(currentName)
                    || !existsBefore.test(currentName)
                    || !existsAfter.test(currentName)) {
                return List.of();
            }
            names.add(currentName);
            currentName = newNameByDeclaredOldName.get(currentName);
        }
        return firstName.equals(currentName) && names.size() > 1 ? names : List.of();
    }

    private long countMatches(String oldName, String newName) {
        return haveSameDefinition.test(oldName, newName) ? 1 : 0;
    }
}
