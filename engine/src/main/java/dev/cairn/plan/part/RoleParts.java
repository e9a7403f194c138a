package dev.cairn.plan.part;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.DirectPrivileges.HeldPrivilege;
import dev.cairn.catalog.Role;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parts in which a role can differ: its comment unless it is shared, each privilege, each role that it inherits from, and each user and
 * group that has it.
 *
 * @param contents the content of each part in words; empty if the role does not exist
 */
public record RoleParts(SortedMap<ObjectPart, String> contents) {
    public RoleParts {
        contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    }

    public static RoleParts of(Optional<Role> role) {
        SortedMap<ObjectPart, String> contents = new TreeMap<>();
        role.ifPresent(heldRole -> {
            contents.put(ObjectPart.of(ObjectPart.Kind.OBJECT), "a role");
            if (!heldRole.isShared()) {
                contents.put(ObjectPart.of(ObjectPart.Kind.COMMENT), "'" + heldRole.comment() + "'");
            }
            heldRole.privileges().entries().forEach(each -> contents.put(part(each), content(each)));
            heldRole.parents()
                    .forEach(parent -> contents.put(new ObjectPart(ObjectPart.Kind.INHERITED, parent), "granted"));
            heldRole.members()
                    .forEach(member ->
                            contents.put(new ObjectPart(ObjectPart.Kind.MEMBER, member.toString()), "granted"));
        });
        return new RoleParts(contents);
    }

    private static ObjectPart part(HeldPrivilege held) {
        return new ObjectPart(ObjectPart.Kind.PRIVILEGE, held.privilege().sql() + " ON " + held.object());
    }

    private static String content(HeldPrivilege held) {
        return held.withGrantOption() ? "granted WITH GRANT OPTION" : "granted";
    }

    public @Nullable String content(ObjectPart part) {
        return contents.get(part);
    }

    /** Returns the parts that differ; only the role as a whole if it exists on one side. */
    public SortedSet<ObjectPart> partsChangedIn(RoleParts other) {
        ObjectPart wholePart = ObjectPart.of(ObjectPart.Kind.OBJECT);
        if (contents.containsKey(wholePart) != other.contents.containsKey(wholePart)) {
            return new TreeSet<>(Set.of(wholePart));
        }
        SortedSet<ObjectPart> changed = new TreeSet<>(contents.keySet());
        changed.addAll(other.contents.keySet());
        changed.removeIf(part -> Objects.equals(content(part), other.content(part)));
        return changed;
    }

    /** Returns the parts that differ, by the name of the role. */
    public static SortedMap<ObjectName, SortedSet<ObjectPart>> changedParts(Catalog before, Catalog after) {
        SortedMap<ObjectName, SortedSet<ObjectPart>> changed = new TreeMap<>();
        for (String role : before.roles().findChangedNames(after.roles())) {
            SortedSet<ObjectPart> parts = of(before.role(role)).partsChangedIn(of(after.role(role)));
            if (!parts.isEmpty()) {
                changed.put(ObjectName.ofRole(role), parts);
            }
        }
        return changed;
    }
}
