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
 * The privileges that were granted to a role or a user itself, by object, each with or without the grant option. The
 * privileges on a dropped object are not held, but come back when the object is recovered.
 */
public final class DirectPrivileges {
    public static final DirectPrivileges NONE = new DirectPrivileges(new TreeMap<>());

    private final SortedMap<SecuredObject, Map<Privilege, Boolean>> byObject;
    /** The privileges on dropped objects, by the database or by the qualified name under which these were dropped. */
    private final PersistentMap<DirectPrivileges> recycled;

    private DirectPrivileges(SortedMap<SecuredObject, Map<Privilege, Boolean>> byObject) {
        this(byObject, PersistentMap.empty());
    }

    private DirectPrivileges(
            SortedMap<SecuredObject, Map<Privilege, Boolean>> byObject, PersistentMap<DirectPrivileges> recycled) {
        this.byObject = Collections.unmodifiableSortedMap(byObject);
        this.recycled = recycled;
    }

    /** A privilege on an object. */
    public record HeldPrivilege(SecuredObject object, Privilege privilege, boolean withGrantOption) {
        @Override
        public String toString() {
            return privilege.sql() + " ON " + object + (withGrantOption ? " WITH GRANT OPTION" : "");
        }
    }

    public boolean isEmpty() {
        return byObject.isEmpty();
    }

    public Collection<SecuredObject> objects() {
        return byObject.keySet();
    }

    /** Returns all held privileges, sorted by object, and by privilege in the order of the object's kind. */
    public List<HeldPrivilege> entries() {
        List<HeldPrivilege> all = new ArrayList<>();
        byObject.forEach((object, privileges) -> object.kind().privileges().forEach(privilege -> {
            Boolean option = privileges.get(privilege);
            if (option != null) {
                all.add(new HeldPrivilege(object, privilege, option));
            }
        }));
        return all;
    }

    public boolean has(SecuredObject object, Privilege privilege) {
        return byObject.getOrDefault(object, Map.of()).containsKey(privilege);
    }

    /** Describes the privileges on an object with or without the grant option: {@code SELECT, INSERT}, or empty. */
    public String describe(SecuredObject object, boolean withGrantOption) {
        return entries().stream()
                .filter(held -> held.object.equals(object) && held.withGrantOption == withGrantOption)
                .map(held -> held.privilege.sql())
                .collect(Collectors.joining(", "));
    }

    /** Returns whether the privilege is held on the object, or on all objects of its kind in its database or in all. */
    public boolean isAllowed(SecuredObject object, Privilege privilege) {
        return has(object, privilege)
                || has(SecuredObject.ofAll(object.kind()), privilege)
                || (object.database() != null
                        && has(SecuredObject.ofAllIn(object.kind(), object.database()), privilege));
    }

    /** Returns whether the privilege is held, with the grant option if the argument has it. */
    public boolean has(HeldPrivilege held) {
        Boolean option = byObject.getOrDefault(held.object, Map.of()).get(held.privilege);
        return option != null && (option || !held.withGrantOption);
    }

    /** Returns whether any privilege on the object is held. */
    public boolean hasAny(SecuredObject object) {
        return byObject.containsKey(object);
    }

    /** Adds privileges. One that is held with the right to grant it keeps that right. */
    public DirectPrivileges grant(SecuredObject object, Collection<Privilege> privileges, boolean withGrantOption) {
        SortedMap<SecuredObject, Map<Privilege, Boolean>> copy = new TreeMap<>(byObject);
        Map<Privilege, Boolean> held = privilegesOn(object);
        privileges.forEach(privilege -> held.merge(privilege, withGrantOption, Boolean::logicalOr));
        copy.put(object, Collections.unmodifiableMap(held));
        return held.isEmpty() ? this : new DirectPrivileges(copy, recycled);
    }

    public DirectPrivileges grant(HeldPrivilege held) {
        return grant(held.object, List.of(held.privilege), held.withGrantOption);
    }

    /** Removes privileges, and the right to grant them. */
    public DirectPrivileges revoke(SecuredObject object, Collection<Privilege> privileges) {
        SortedMap<SecuredObject, Map<Privilege, Boolean>> copy = new TreeMap<>(byObject);
        Map<Privilege, Boolean> held = privilegesOn(object);
        held.keySet().removeAll(privileges);
        if (held.isEmpty()) {
            copy.remove(object);
        } else {
            copy.put(object, Collections.unmodifiableMap(held));
        }
        return new DirectPrivileges(copy, recycled);
    }

    private Map<Privilege, Boolean> privilegesOn(SecuredObject object) {
        Map<Privilege, Boolean> held = new EnumMap<>(Privilege.class);
        held.putAll(byObject.getOrDefault(object, Map.of()));
        return held;
    }

    /** Returns the privileges on the objects that a condition accepts. */
    public DirectPrivileges filterObjects(Predicate<SecuredObject> condition) {
        if (byObject.keySet().stream().allMatch(condition)) {
            return this;
        }
        SortedMap<SecuredObject, Map<Privilege, Boolean>> copy = new TreeMap<>(byObject);
        copy.keySet().removeIf(condition.negate());
        return new DirectPrivileges(copy, recycled);
    }

    /**
     * Drops the privileges on dropped objects.
     *
     * @param name the name of the dropped database or object, by which the privileges can be recovered; null if they
     *     can't be recovered
     */
    public DirectPrivileges drop(@Nullable String name, Predicate<SecuredObject> dropped) {
        DirectPrivileges remainingPrivileges = filterObjects(dropped.negate());
        DirectPrivileges droppedPrivileges = filterObjects(dropped);
        if (droppedPrivileges.isEmpty() && (name == null || !recycled.contains(name))) {
            return this;
        }
        PersistentMap<DirectPrivileges> remainingRecycled = name == null ? recycled : recycled.without(name);
        if (name != null && !droppedPrivileges.isEmpty()) {
            remainingRecycled = remainingRecycled.with(name, new DirectPrivileges(droppedPrivileges.byObject));
        }
        return new DirectPrivileges(remainingPrivileges.byObject, remainingRecycled);
    }

    /** Recovers the privileges that were dropped with the database or object of a name. */
    public DirectPrivileges recover(String name) {
        if (!recycled.contains(name)) {
            return this;
        }
        DirectPrivileges recoveredPrivileges = this;
        for (HeldPrivilege held : recycled.get(name).orElse(NONE).entries()) {
            recoveredPrivileges = recoveredPrivileges.grant(held);
        }
        return new DirectPrivileges(recoveredPrivileges.byObject, recycled.without(name));
    }

    /** Returns the privileges after objects have got other names; two objects may exchange their names. */
    public DirectPrivileges rename(UnaryOperator<SecuredObject> names) {
        if (byObject.keySet().stream().allMatch(object -> object.equals(names.apply(object)))) {
            return this;
        }
        SortedMap<SecuredObject, Map<Privilege, Boolean>> copy = new TreeMap<>();
        byObject.forEach((object, held) -> copy.put(names.apply(object), held));
        return new DirectPrivileges(copy, recycled);
    }

    /** Compares the held privileges, without those that could be recovered. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DirectPrivileges privileges && byObject.equals(privileges.byObject);
    }

    @Override
    public int hashCode() {
        return Objects.hash(byObject);
    }

    @Override
    public String toString() {
        return entries().toString();
    }
}
