package dev.cairn.plan.access;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.access.Privilege;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rights of a holder at one point of a migration, each with the path by which the holder has it. Rights on a
 * relation are compared by the original name of the relation, regardless of its kind.
 *
 * @param originalNames the names that the relations of these rights had before the migration
 */
record HolderRights(Map<AccessRight, AccessPath> rights, OriginalNames originalNames) {
    /**
     * Returns the key that is equal for equal rights of two holders. A relation in the key is represented by its
     * original name, without its kind.
     */
    Object toKey(AccessRight right) {
        if (right instanceof AccessRight.PrivilegeUse privilegeUse
                && AccessSnapshot.isSingleRelation(privilegeUse.object())) {
            return toPrivilegeKey(privilegeUse.privilege(), ObjectName.of(privilegeUse.object()));
        }
        if (right instanceof AccessRight.GrantOption option && AccessSnapshot.isSingleRelation(option.object())) {
            return List.of("option", option.privilege(), originalNames.toOriginal(ObjectName.of(option.object())));
        }
        if (right instanceof AccessRight.ColumnReadThroughView column) {
            return originalNames.toOriginal(column);
        }
        return right instanceof AccessRight.ReadThroughView reading
                ? new AccessRight.ReadThroughView(originalNames.toOriginal(reading.relation()))
                : right;
    }

    private Object toPrivilegeKey(Privilege privilege, ObjectName relation) {
        return List.of("use", privilege, originalNames.toOriginal(relation));
    }

    Set<Object> toKeys() {
        Set<Object> keys = new HashSet<>();
        rights.keySet().forEach(right -> keys.add(toKey(right)));
        return keys;
    }

    /**
     * Returns whether rights with these keys, which may be those of another point of the migration, include a right of
     * this point. SELECT on a relation includes reading the relation through a view.
     */
    boolean isRightIncludedIn(Set<Object> keys, AccessRight right) {
        return keys.contains(toKey(right))
                || (right instanceof AccessRight.ReadThroughView reading
                        && keys.contains(toPrivilegeKey(Privilege.SELECT, reading.relation())))
                || (right instanceof AccessRight.ColumnReadThroughView column
                        && keys.contains(toPrivilegeKey(Privilege.SELECT, column.relation())));
    }

    /** Returns the rights that the other rights do not include; rights on staging objects are ignored. */
    Map<AccessRight, AccessPath> findAdditionalRights(HolderRights otherRights) {
        Set<Object> otherKeys = otherRights.toKeys();
        Map<AccessRight, AccessPath> additionalRights = new LinkedHashMap<>(rights);
        additionalRights.keySet().removeIf(right -> isRightIncludedIn(otherKeys, right) || isOnStagingObject(right));
        return additionalRights;
    }

    private boolean isOnStagingObject(AccessRight right) {
        if (right instanceof AccessRight.PrivilegeUse privilegeUse) {
            return AccessSnapshot.isSingleRelation(privilegeUse.object())
                    && isStagingObject(ObjectName.of(privilegeUse.object()));
        }
        if (right instanceof AccessRight.GrantOption option) {
            return AccessSnapshot.isSingleRelation(option.object()) && isStagingObject(ObjectName.of(option.object()));
        }
        if (right instanceof AccessRight.ColumnReadThroughView column) {
            return isStagingObject(column.relation());
        }
        return right instanceof AccessRight.ReadThroughView reading && isStagingObject(reading.relation());
    }

    private boolean isStagingObject(ObjectName name) {
        return TemporaryName.isStaging(name.name())
                || TemporaryName.isStaging(originalNames.toOriginal(name).name());
    }
}
