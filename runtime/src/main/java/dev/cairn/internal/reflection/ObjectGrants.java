package dev.cairn.internal.reflection;

import dev.cairn.catalog.InternalCatalog;
import dev.cairn.internal.reflection.ServerGrantReader.ShownGrant;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * The privileges that users and roles have on one object itself. Privileges on all objects of a database are not
 * included, because they also apply to new objects.
 *
 * @param kind the kind of the object
 * @param privilegesByGrantee for each grantee and privilege, whether the grantee may grant it to others
 */
public record ObjectGrants(SecuredKind kind, Map<Grantee, Map<Privilege, Boolean>> privilegesByGrantee) {
    public ObjectGrants {
        privilegesByGrantee = Collections.unmodifiableMap(new LinkedHashMap<>(privilegesByGrantee));
    }

    public static ObjectGrants empty(SecuredKind kind) {
        return new ObjectGrants(kind, Map.of());
    }

    /** Returns these grants with the one in a row of SHOW GRANTS; unchanged if the row is not about the object. */
    public ObjectGrants withGrant(ObjectName object, ShownGrant shownGrant) {
        if (!InternalCatalog.isInternal(shownGrant.catalogName())
                || !shownGrant.statementText().contains(object.name())
                || !(shownGrant.parse() instanceof ChangePrivileges grant)
                || !(grant.target() instanceof GrantTarget.NamedObjects namedObjects)
                || !namedObjects.kind().isRelation()
                || !namedObjects.names().contains(toQualifiedName(object))) {
            return this;
        }
        Map<Grantee, Map<Privilege, Boolean>> newPrivilegesByGrantee = new LinkedHashMap<>(privilegesByGrantee);
        Map<Privilege, Boolean> privileges = copyPrivileges(findPrivileges(grant.grantee()));
        grant.privileges()
                .forEach(privilege -> privileges.merge(privilege, grant.hasGrantOption(), Boolean::logicalOr));
        newPrivilegesByGrantee.put(grant.grantee(), privileges);
        return new ObjectGrants(namedObjects.kind(), newPrivilegesByGrantee);
    }

    public boolean isEmpty() {
        return privilegesByGrantee.isEmpty();
    }

    public Set<Grantee> grantees() {
        return privilegesByGrantee.keySet();
    }

    /** Returns the privileges of a grantee; an empty map if it has none. */
    public Map<Privilege, Boolean> findPrivileges(Grantee grantee) {
        return privilegesByGrantee.getOrDefault(grantee, Map.of());
    }

    /** Returns the same grants on an object of another kind, without the privileges that this kind does not have. */
    public ObjectGrants convertToKind(SecuredKind newKind) {
        return select(newKind, (grantee, privilege) -> newKind.privileges().contains(privilege));
    }

    /**
     * Returns these grants without the privileges that the other grants contain. A privilege with the grant option
     * remains if the other grants contain it without the grant option. The other grants may be on an object of another
     * kind.
     */
    public ObjectGrants withoutGrantsOf(ObjectGrants otherGrants) {
        return select(kind, (grantee, privilege) -> {
            Boolean hasOtherGrantOption = otherGrants.findPrivileges(grantee).get(privilege);
            boolean hasGrantOption = findPrivileges(grantee).getOrDefault(privilege, false);
            return hasOtherGrantOption == null || (hasGrantOption && !hasOtherGrantOption);
        });
    }

    /** Returns these grants without the privileges that the other grants contain, with or without the grant option. */
    public ObjectGrants withoutPrivilegesOf(ObjectGrants otherGrants) {
        return select(
                kind,
                (grantee, privilege) -> !otherGrants.findPrivileges(grantee).containsKey(privilege));
    }

    /** Returns the grants that match a predicate, on an object of a kind. */
    private ObjectGrants select(SecuredKind newKind, BiPredicate<Grantee, Privilege> isSelected) {
        Map<Grantee, Map<Privilege, Boolean>> selectedPrivilegesByGrantee = new LinkedHashMap<>();
        privilegesByGrantee.forEach((grantee, privileges) -> {
            Map<Privilege, Boolean> selectedPrivileges = copyPrivileges(privileges);
            selectedPrivileges.keySet().removeIf(privilege -> !isSelected.test(grantee, privilege));
            if (!selectedPrivileges.isEmpty()) {
                selectedPrivilegesByGrantee.put(grantee, selectedPrivileges);
            }
        });
        return new ObjectGrants(newKind, selectedPrivilegesByGrantee);
    }

    /**
     * Returns the union of these grants and others. A privilege has the grant option if it has it in either of them.
     */
    public ObjectGrants unionWith(ObjectGrants otherGrants) {
        Map<Grantee, Map<Privilege, Boolean>> newPrivilegesByGrantee = new LinkedHashMap<>(privilegesByGrantee);
        otherGrants.privilegesByGrantee.forEach((grantee, privileges) -> {
            Map<Privilege, Boolean> combinedPrivileges = copyPrivileges(findPrivileges(grantee));
            privileges.forEach((privilege, hasGrantOption) ->
                    combinedPrivileges.merge(privilege, hasGrantOption, Boolean::logicalOr));
            newPrivilegesByGrantee.put(grantee, combinedPrivileges);
        });
        return new ObjectGrants(kind, newPrivilegesByGrantee);
    }

    /** Returns these grants with the changes between two states of another object's grants. */
    public ObjectGrants withChanges(ObjectGrants grantsBefore, ObjectGrants grantsAfter) {
        ObjectGrants removedGrants = grantsBefore.withoutGrantsOf(grantsAfter);
        return withoutPrivilegesOf(removedGrants)
                .unionWith(grantsAfter.withoutGrantsOf(grantsBefore.withoutPrivilegesOf(removedGrants)));
    }

    private static Map<Privilege, Boolean> copyPrivileges(Map<Privilege, Boolean> privileges) {
        Map<Privilege, Boolean> copiedPrivileges = new EnumMap<>(Privilege.class);
        copiedPrivileges.putAll(privileges);
        return copiedPrivileges;
    }

    /** Returns the statements that grant these privileges on an object, or revoke them. */
    public List<ChangePrivileges> createStatements(Direction direction, ObjectName object) {
        List<ChangePrivileges> statements = new ArrayList<>();
        privilegesByGrantee.forEach((grantee, privileges) -> {
            if (direction == Direction.REVOKE) {
                statements.add(createStatement(direction, object, grantee, privileges.keySet(), false));
                return;
            }
            for (boolean hasGrantOption : new boolean[] {false, true}) {
                Set<Privilege> selectedPrivileges = privileges.keySet().stream()
                        .filter(privilege -> privileges.getOrDefault(privilege, false) == hasGrantOption)
                        .collect(Collectors.toSet());
                if (!selectedPrivileges.isEmpty()) {
                    statements.add(createStatement(direction, object, grantee, selectedPrivileges, hasGrantOption));
                }
            }
        });
        return statements;
    }

    private ChangePrivileges createStatement(
            Direction direction,
            ObjectName object,
            Grantee grantee,
            Set<Privilege> privileges,
            boolean hasGrantOption) {
        List<Privilege> orderedPrivileges =
                kind.privileges().stream().filter(privileges::contains).toList();
        return new ChangePrivileges(
                direction,
                orderedPrivileges,
                new GrantTarget.NamedObjects(kind, List.of(toQualifiedName(object))),
                grantee,
                hasGrantOption,
                Span.NONE);
    }

    /** Returns the grants in words, with a preposition before the grantee: {@code SELECT, INSERT to ROLE reader}. */
    public String describe(String preposition) {
        List<String> descriptions = new ArrayList<>();
        privilegesByGrantee.forEach((grantee, privileges) -> descriptions.add(kind.privileges().stream()
                        .filter(privileges::containsKey)
                        .map(Privilege::sql)
                        .collect(Collectors.joining(", "))
                + " " + preposition + " " + grantee));
        return String.join("; ", descriptions);
    }

    private static QualifiedName toQualifiedName(ObjectName name) {
        return QualifiedName.of(name.database(), name.name());
    }
}
