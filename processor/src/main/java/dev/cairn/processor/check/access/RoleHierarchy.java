package dev.cairn.processor.check.access;

import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.DeclaredRole.IncludedRole;
import dev.cairn.processor.model.JavaClassName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The roles of a schema, and the roles that each of them includes. */
record RoleHierarchy(List<DeclaredRole> roles) {
    /** Returns the role that an inclusion names; empty if the schema does not list it. */
    Optional<DeclaredRole> findRole(IncludedRole includedRole) {
        return roles.stream()
                .filter(role -> role.typeName().equals(includedRole.typeName()))
                .findFirst();
    }

    /**
     * Returns the path of inclusions from one role to another, with both of them; empty if the first role includes the
     * second one neither directly nor indirectly. The path from a role to itself is this role alone.
     */
    List<DeclaredRole> findPath(DeclaredRole includingRole, DeclaredRole includedRole) {
        return findPath(includingRole, includedRole, new HashSet<>());
    }

    private List<DeclaredRole> findPath(
            DeclaredRole includingRole, DeclaredRole includedRole, Set<JavaClassName> visitedTypes) {
        if (includingRole.equals(includedRole)) {
            return List.of(includedRole);
        }
        if (visitedTypes.add(includingRole.typeName())) {
            for (IncludedRole directRole : includingRole.includedRoles()) {
                List<DeclaredRole> remainingPath = findRole(directRole)
                        .map(role -> findPath(role, includedRole, visitedTypes))
                        .orElse(List.of());
                if (!remainingPath.isEmpty()) {
                    List<DeclaredRole> path = new ArrayList<>(List.of(includingRole));
                    path.addAll(remainingPath);
                    return path;
                }
            }
        }
        return List.of();
    }

    /**
     * Returns whether the schema lists a role before the other roles of a cycle. The cycle is reported once, for this
     * role.
     */
    boolean isFirstOf(DeclaredRole role, List<DeclaredRole> cycle) {
        return cycle.stream().allMatch(cycleRole -> roles.indexOf(role) <= roles.indexOf(cycleRole));
    }

    /** Formats a cycle: the role with which it begins, followed by the path that leads back to this role. */
    static String formatCycle(DeclaredRole firstRole, List<DeclaredRole> path) {
        return Stream.concat(Stream.of(firstRole), path.stream())
                .map(role -> "'" + role.name() + "'")
                .collect(Collectors.joining(" includes "));
    }
}
