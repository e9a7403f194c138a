package dev.cairn.catalog;

import dev.cairn.sql.access.Privilege;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The privileges that were granted to a role or a user directly, by object, each with or without the grant option.
 * Immutable. The privileges on a dropped object are not held, but are restored when the object is recovered.
 */
public final class GrantedPrivileges {
    public static final GrantedPrivileges NONE = new GrantedPrivileges(new TreeMap<>());

    /** The privileges on each object, each with whether it is held with the grant option. */
    private final SortedMap<SecuredObject, Map<Privilege, Boolean>> privilegesByObject;

    /**
     * The privileges on dropped objects, by the name of the dropped database or the qualified name of the dropped
     * object.
     */
    private final PersistentMap<GrantedPrivileges> recycledPrivileges;

    private GrantedPrivileges(SortedMap<SecuredObject, Map<Privilege, Boolean>> privilegesByObject) {
        this(privilegesByObject, PersistentMap.empty());
    }

    private GrantedPrivileges(
            SortedMap<SecuredObject, Map<Privilege, Boolean>> privilegesByObject,
            PersistentMap<GrantedPrivileges> recycledPrivileges) {
        this.privilegesByObject = Collections.unmodifiableSortedMap(privilegesByObject);
        this.recycledPrivileges = recycledPrivileges;
    }

    /** A privilege on an object. */
    public record HeldPrivilege(SecuredObject object, Privilege privilege, boolean hasGrantOption) {
        @Override
        public String toString() {
            return privilege.sql() + " ON " + object + (hasGrantOption ? " WITH GRANT OPTION" : "");
        }
    }

    public boolean isEmpty() {
        return privilegesByObject.isEmpty();
    }

    public Collection<SecuredObject> objects() {
        return privilegesByObject.keySet();
    }

    /** Returns all held privileges, sorted by object, and by privilege in the order of the object's kind. */
    public List<HeldPrivilege> heldPrivileges() {
        List<HeldPrivilege> heldPrivileges = new ArrayList<>();
        privilegesByObject.forEach((object, privileges) -> object.kind()
                .privileges()
                .forEach(privilege -> {
                    Boolean withGrantOption = privileges.get(privilege);
                    if (withGrantOption != null) {
                        heldPrivileges.add(new HeldPrivilege(object, privilege, withGrantOption));
                    }
                }));
        return heldPrivileges;
    }

    public boolean hasPrivilege(SecuredObject object, Privilege privilege) {
        return privilegesByObject.getOrDefault(object, Map.of()).containsKey(privilege);
    }

    /** Describes the privileges on an object with or without the grant option: {@code SELECT, INSERT}, or empty. */
    public String describe(SecuredObject object, boolean withGrantOption) {
        return heldPrivileges().stream()
                .filter(heldPrivilege ->
                        heldPrivilege.object.equals(object) && heldPrivilege.hasGrantOption == withGrantOption)
                .map(heldPrivilege -> heldPrivilege.privilege.sql())
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns whether the privilege is held on the object, on all objects of its kind in its database, or on all
     * objects of its kind.
     */
    public boolean allows(SecuredObject object, Privilege privilege) {
        return hasPrivilege(object, privilege)
                || hasPrivilege(SecuredObject.ofAll(object.kind()), privilege)
                || (object.database() != null
                        && hasPrivilege(SecuredObject.ofAllIn(object.kind(), object.database()), privilege));
    }

    /** Returns whether the privilege is held, with the grant option if the argument has it. */
    public boolean hasPrivilege(HeldPrivilege heldPrivilege) {
        Boolean withGrantOption =
                privilegesByObject.getOrDefault(heldPrivilege.object, Map.of()).get(heldPrivilege.privilege);
        return withGrantOption != null && (withGrantOption || !heldPrivilege.hasGrantOption);
    }

    /** Returns whether any privilege on the object is held. */
    public boolean hasAnyPrivilege(SecuredObject object) {
        return privilegesByObject.containsKey(object);
    }

    /**
     * Returns these privileges and the granted ones. A privilege that is already held with the grant option keeps it.
     */
    public GrantedPrivileges grant(SecuredObject object, Collection<Privilege> privileges, boolean withGrantOption) {
        SortedMap<SecuredObject, Map<Privilege, Boolean>> newPrivilegesByObject = new TreeMap<>(privilegesByObject);
        Map<Privilege, Boolean> grantOptionByPrivilege = copyPrivilegesOn(object);
        privileges.forEach(privilege -> grantOptionByPrivilege.merge(privilege, withGrantOption, Boolean::logicalOr));
        newPrivilegesByObject.put(object, Collections.unmodifiableMap(grantOptionByPrivilege));
        return grantOptionByPrivilege.isEmpty()
                ? this
                : new GrantedPrivileges(newPrivilegesByObject, recycledPrivileges);
    }

    public GrantedPrivileges grant(HeldPrivilege heldPrivilege) {
        return grant(heldPrivilege.object, List.of(heldPrivilege.privilege), heldPrivilege.hasGrantOption);
    }

    /**
     * Returns these privileges, and on the target also those on the source. Privileges that the target's kind does not
     * have are skipped.
     */
    public GrantedPrivileges copy(SecuredObject source, SecuredObject target) {
        GrantedPrivileges extendedPrivileges = this;
        for (HeldPrivilege heldPrivilege : heldPrivileges()) {
            if (heldPrivilege.object.equals(source)
                    && target.kind().privileges().contains(heldPrivilege.privilege)) {
                extendedPrivileges = extendedPrivileges.grant(
                        new HeldPrivilege(target, heldPrivilege.privilege, heldPrivilege.hasGrantOption));
            }
        }
        return extendedPrivileges;
    }

    /** Returns the privileges without the revoked ones and their grant options. */
    public GrantedPrivileges revoke(SecuredObject object, Collection<Privilege> privileges) {
        SortedMap<SecuredObject, Map<Privilege, Boolean>> newPrivilegesByObject = new TreeMap<>(privilegesByObject);
        Map<Privilege, Boolean> grantOptionByPrivilege = copyPrivilegesOn(object);
        grantOptionByPrivilege.keySet().removeAll(privileges);
        if (grantOptionByPrivilege.isEmpty()) {
            newPrivilegesByObject.remove(object);
        } else {
            newPrivilegesByObject.put(object, Collections.unmodifiableMap(grantOptionByPrivilege));
        }
        return new GrantedPrivileges(newPrivilegesByObject, recycledPrivileges);
    }

    private Map<Privilege, Boolean> copyPrivilegesOn(SecuredObject object) {
        Map<Privilege, Boolean> grantOptionByPrivilege = new EnumMap<>(Privilege.class);
        grantOptionByPrivilege.putAll(privilegesByObject.getOrDefault(object, Map.of()));
        return grantOptionByPrivilege;
    }

    /** Returns the privileges on the objects that a condition accepts. */
    public GrantedPrivileges filterObjects(Predicate<SecuredObject> condition) {
        if (privilegesByObject.keySet().stream().allMatch(condition)) {
            return this;
        }
        SortedMap<SecuredObject, Map<Privilege, Boolean>> remainingPrivilegesByObject =
                new TreeMap<>(privilegesByObject);
        remainingPrivilegesByObject.keySet().removeIf(condition.negate());
        return new GrantedPrivileges(remainingPrivilegesByObject, recycledPrivileges);
    }

    /**
     * Returns the privileges after objects were dropped.
     *
     * @param recoveryKey the name of the dropped database or object, with which the privileges can be recovered; null
     *     if they can't be recovered
     */
    public GrantedPrivileges drop(@Nullable String recoveryKey, Predicate<SecuredObject> isDropped) {
        boolean areObjectsDropped = privilegesByObject.keySet().stream().anyMatch(isDropped);
        if (!areObjectsDropped && (recoveryKey == null || !recycledPrivileges.contains(recoveryKey))) {
            return this;
        }
        GrantedPrivileges remainingPrivileges = filterObjects(isDropped.negate());
        GrantedPrivileges droppedPrivileges = filterObjects(isDropped);
        PersistentMap<GrantedPrivileges> remainingRecycledPrivileges =
                recoveryKey == null ? recycledPrivileges : recycledPrivileges.withoutKey(recoveryKey);
        if (recoveryKey != null && !droppedPrivileges.isEmpty()) {
            remainingRecycledPrivileges = remainingRecycledPrivileges.withEntry(
                    recoveryKey, new GrantedPrivileges(droppedPrivileges.privilegesByObject));
        }
        return new GrantedPrivileges(remainingPrivileges.privilegesByObject, remainingRecycledPrivileges);
    }

    /** Returns the privileges with those that were dropped with the database or object of a name. */
    public GrantedPrivileges recover(String recoveryKey) {
        if (!recycledPrivileges.contains(recoveryKey)) {
            return this;
        }
        GrantedPrivileges recoveredPrivileges = this;
        for (HeldPrivilege heldPrivilege :
                recycledPrivileges.get(recoveryKey).orElse(NONE).heldPrivileges()) {
            recoveredPrivileges = recoveredPrivileges.grant(heldPrivilege);
        }
        return new GrantedPrivileges(
                recoveredPrivileges.privilegesByObject, recycledPrivileges.withoutKey(recoveryKey));
    }

    /**
     * Returns the privileges after objects were renamed.
     *
     * @param renaming returns the new name of an object, or the object itself; two objects may exchange their names
     */
    public GrantedPrivileges rename(UnaryOperator<SecuredObject> renaming) {
        if (privilegesByObject.keySet().stream().allMatch(object -> object.equals(renaming.apply(object)))) {
            return this;
        }
        SortedMap<SecuredObject, Map<Privilege, Boolean>> privilegesByRenamedObject = new TreeMap<>();
        privilegesByObject.forEach(
                (object, heldPrivileges) -> privilegesByRenamedObject.put(renaming.apply(object), heldPrivileges));
        return new GrantedPrivileges(privilegesByRenamedObject, recycledPrivileges);
    }

    /** Compares the held privileges, without those that could be recovered. */
    @Override
    public boolean equals(Object other) {
        return other instanceof GrantedPrivileges privileges
                && privilegesByObject.equals(privileges.privilegesByObject);
    }

    @Override
    public int hashCode() {
        return Objects.hash(privilegesByObject);
    }

    @Override
    public String toString() {
        return heldPrivileges().toString();
    }
}
