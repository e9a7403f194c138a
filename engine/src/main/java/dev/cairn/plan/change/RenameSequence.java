package dev.cairn.plan.change;

import dev.cairn.plan.change.RenameOrder.RenameStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Orders renames so that each new name is free when its turn comes. A cycle begins with a temporary name.
 *
 * @param newNameByOldName the renames; no two of them have the same new name
 */
record RenameSequence(Map<String, String> newNameByOldName) {
    List<RenameStep> createSteps() {
        Set<String> orderedNames = new HashSet<>();
        List<RenameStep> steps = new ArrayList<>();
        for (String oldName : newNameByOldName.keySet()) {
            List<String> chain = findChain(oldName, orderedNames);
            boolean isCycle = !chain.isEmpty() && oldName.equals(newNameByOldName.get(chain.get(chain.size() - 1)));
            if (isCycle) {
                steps.add(new RenameStep(oldName, RenameOrder.temporaryName(oldName)));
            }
            for (int i = chain.size() - 1; i >= 0; i--) {
                String name = chain.get(i);
                String currentName = isCycle && i == 0 ? RenameOrder.temporaryName(name) : name;
                steps.add(new RenameStep(currentName, Objects.requireNonNull(newNameByOldName.get(name))));
            }
            orderedNames.addAll(chain);
        }
        return steps;
    }

    /** Returns an old name and those whose renames have to precede its rename, without the ordered ones. */
    private List<String> findChain(String firstName, Set<String> orderedNames) {
        Set<String> chain = new LinkedHashSet<>();
        String name = firstName;
        while (newNameByOldName.containsKey(name) && !orderedNames.contains(name) && chain.add(name)) {
            name = newNameByOldName.get(name);
        }
        return List.copyOf(chain);
    }
}
