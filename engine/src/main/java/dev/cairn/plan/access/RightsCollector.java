package dev.cairn.plan.access;

import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.GrantedPrivileges.HeldPrivilege;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the rights of a holder, each with the shortest path through which the holder has it. */
final class RightsCollector {
    private final AccessSnapshot snapshot;
    /** The roles of the holder, the nearest first, so the first path that is found to a right is the shortest. */
    private final Map<String, String> directHolderByRole;

    private final String holder;
    private final List<SecuredObject> relations;
    private final boolean includesAllObjects;
    private final Map<AccessRight, AccessPath> rights = new LinkedHashMap<>();

    /**
     * @param relations the relations on which rights are collected
     * @param includesAllObjects whether to also collect roles and the rights on all other objects
     */
    RightsCollector(AccessSnapshot snapshot, String holder, List<SecuredObject> relations, boolean includesAllObjects) {
        this.snapshot = snapshot;
        this.directHolderByRole = snapshot.findDirectHolderByRole(holder);
        this.holder = holder;
        this.relations = relations;
        this.includesAllObjects = includesAllObjects;
    }

    Map<AccessRight, AccessPath> collect() {
        if (includesAllObjects) {
            directHolderByRole.forEach(this::addMembership);
        }
        for (String role : directHolderByRole.keySet()) {
            for (GrantedPrivileges privileges : snapshot.findGrantedPrivileges(role)) {
                addPrivileges(role, privileges);
            }
        }
        addExposedRelations();
        return rights;
    }

    /**
     * Adds a role that the holder has. An indirect role of the schema is omitted, because each of its rights is
     * collected separately.
     */
    private void addMembership(String role, String directHolder) {
        if (directHolder.equals(holder) && !role.equals(holder)) {
            rights.put(new AccessRight.RoleMembership(role), AccessPath.DIRECT);
        } else if (!role.equals(holder) && snapshot.catalog().findRole(role).isEmpty()) {
            rights.put(new AccessRight.RoleMembership(role), new AccessPath(directHolder, null, null));
        }
    }

    private void addPrivileges(String role, GrantedPrivileges privileges) {
        String inheritedRole = role.equals(holder) ? null : role;
        List<HeldPrivilege> heldPrivileges = privileges.heldPrivileges();
        for (HeldPrivilege heldPrivilege : heldPrivileges) {
            if (AccessSnapshot.isSingleRelation(heldPrivilege.object())
                    ? includesAllObjects || relations.contains(heldPrivilege.object())
                    : includesAllObjects) {
                addPrivilege(heldPrivilege, heldPrivilege.object(), new AccessPath(inheritedRole, null, null));
            }
        }
        for (HeldPrivilege heldPrivilege : heldPrivileges) {
            if (heldPrivilege.object().isForAllObjects()) {
                relations.stream()
                        .filter(object -> isCoveredBy(object, heldPrivilege.object()))
                        .forEach(object -> addPrivilege(
                                heldPrivilege, object, new AccessPath(inheritedRole, heldPrivilege.object(), null)));
            }
        }
    }

    private static boolean isCoveredBy(SecuredObject object, SecuredObject objectsOfKind) {
        return object.kind() == objectsOfKind.kind()
                && (objectsOfKind.database() == null || objectsOfKind.database().equals(object.database()));
    }

    private void addPrivilege(HeldPrivilege heldPrivilege, SecuredObject object, AccessPath path) {
        rights.putIfAbsent(new AccessRight.PrivilegeUse(heldPrivilege.privilege(), object), path);
        if (heldPrivilege.hasGrantOption()) {
            rights.putIfAbsent(new AccessRight.GrantOption(heldPrivilege.privilege(), object), path);
        }
    }

    /**
     * Adds the relations that readable views expose. A relation on which the holder has SELECT anyway is omitted,
     * because the views do not give the holder more.
     */
    private void addExposedRelations() {
        for (Map.Entry<AccessRight, AccessPath> rightEntry : new ArrayList<>(rights.entrySet())) {
            if (rightEntry.getKey() instanceof AccessRight.PrivilegeUse privilegeUse
                    && privilegeUse.privilege() == Privilege.SELECT
                    && AccessSnapshot.isSingleRelation(privilegeUse.object())
                    && privilegeUse.object().kind() != SecuredKind.TABLE) {
                AccessPath path = rightEntry.getValue();
                AccessPath viewPath = new AccessPath(path.role(), path.objectsOfKind(), privilegeUse.object());
                snapshot.findExposedRelations(privilegeUse.object()).forEach((relation, columns) -> {
                    if (!maySelect(relation)) {
                        rights.putIfAbsent(new AccessRight.ReadThroughView(relation), viewPath);
                        columns.forEach(column ->
                                rights.putIfAbsent(new AccessRight.ColumnReadThroughView(relation, column), viewPath));
                    }
                });
            }
        }
    }

    private boolean maySelect(ObjectName relationName) {
        SecuredObject object = snapshot.findRelation(relationName)
                .orElse(new SecuredObject(SecuredKind.TABLE, relationName.database(), relationName.name()));
        return directHolderByRole.keySet().stream()
                .flatMap(role -> snapshot.findGrantedPrivileges(role).stream())
                .anyMatch(privileges -> privileges.allows(object, Privilege.SELECT));
    }
}
