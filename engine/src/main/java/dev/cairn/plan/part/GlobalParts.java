package dev.cairn.plan.part;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.GrantedPrivileges.HeldPrivilege;
import dev.cairn.catalog.Role;
import dev.cairn.engine.cluster.ClusterSecrets;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
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
 * The parts in which an object outside of databases can differ. The parts of a role are its comment, unless the role is
 * shared, each privilege, each role from which it inherits, and each user and group that has it. The parts of a cluster
 * object are the parts of its definition.
 *
 * @param contents the content of each part; empty if the object does not exist
 */
public record GlobalParts(SortedMap<ObjectPart, Content> contents) {
    /**
     * The content of a part.
     *
     * @param text the content in words, without secrets
     * @param comparableText the text that comparisons with other contents use; it may contain a secret
     */
    public record Content(String text, String comparableText) {
        private static Content of(String text) {
            return new Content(text, text);
        }

        /** Returns the content of a part of a cluster object; a part without a value is only present or absent. */
        private static Content of(ClusterPart part, String value) {
            return value.isEmpty()
                    ? of("present")
                    : new Content(
                            "'" + ClusterSecrets.redact(part, value) + "'",
                            "'" + ClusterSecrets.toComparableValue(part, value) + "'");
        }

        @Override
        public boolean equals(@Nullable Object object) {
            return object instanceof Content content && comparableText.equals(content.comparableText);
        }

        @Override
        public int hashCode() {
            return comparableText.hashCode();
        }

        /** Returns the text, which does not contain a secret. */
        @Override
        public String toString() {
            return text;
        }
    }

    public GlobalParts {
        contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    }

    public static GlobalParts ofRole(Optional<Role> role) {
        SortedMap<ObjectPart, Content> contents = new TreeMap<>();
        role.ifPresent(existingRole -> {
            contents.put(ObjectPart.of(ObjectPart.Kind.OBJECT), Content.of("a role"));
            if (!existingRole.isShared()) {
                contents.put(ObjectPart.of(ObjectPart.Kind.COMMENT), Content.of("'" + existingRole.comment() + "'"));
            }
            existingRole
                    .privileges()
                    .heldPrivileges()
                    .forEach(heldPrivilege ->
                            contents.put(toPart(heldPrivilege), Content.of(formatGrant(heldPrivilege))));
            existingRole
                    .parents()
                    .forEach(parent ->
                            contents.put(new ObjectPart(ObjectPart.Kind.INHERITED, parent), Content.of("granted")));
            existingRole
                    .members()
                    .forEach(member -> contents.put(
                            new ObjectPart(ObjectPart.Kind.MEMBER, member.toString()), Content.of("granted")));
        });
        return new GlobalParts(contents);
    }

    public static GlobalParts ofClusterObject(Optional<ClusterObject> object) {
        SortedMap<ObjectPart, Content> contents = new TreeMap<>();
        object.ifPresent(existingObject -> {
            String title = existingObject.kind().title();
            contents.put(
                    ObjectPart.of(ObjectPart.Kind.OBJECT),
                    // such as "an external catalog" and "an Iceberg table"
                    Content.of((title.matches("[eI].*") ? "an " : "a ") + title));
            existingObject.parts().forEach((part, value) -> contents.put(ObjectPart.of(part), Content.of(part, value)));
            if (existingObject.kind().hasFeature(ClusterObjectKind.Feature.PAUSABLE)) {
                contents.put(
                        ObjectPart.of(ClusterPart.PAUSED),
                        Content.of(existingObject.isPaused() ? "paused" : "running"));
            }
        });
        return new GlobalParts(contents);
    }

    /**
     * Returns the parts of a role or a cluster object of a catalog; no parts if the catalog does not have the object.
     */
    public static GlobalParts find(Catalog catalog, ObjectName name) {
        return name.findRoleName().isPresent()
                ? ofRole(catalog.findRole(name.findRoleName().get()))
                : ofClusterObject(catalog.clusterObjects().find(name.name()));
    }

    /** Returns the names of the roles and cluster objects of a catalog. */
    public static SortedSet<ObjectName> collectNames(Catalog catalog) {
        SortedSet<ObjectName> names = new TreeSet<>();
        catalog.roles().forEach(roleEntry -> names.add(ObjectName.ofRole(roleEntry.getKey())));
        catalog.clusterObjects().objects().forEach(objectEntry -> names.add(new ObjectName("", objectEntry.getKey())));
        return names;
    }

    /**
     * Returns the target catalog with the role or the cluster object of the source catalog; without the object if the
     * source catalog does not have it.
     */
    public static Catalog copyObject(ObjectName name, Catalog sourceCatalog, Catalog targetCatalog) {
        Optional<String> roleName = name.findRoleName();
        if (roleName.isPresent()) {
            return sourceCatalog
                    .findRole(roleName.get())
                    .map(targetCatalog::withRole)
                    .orElseGet(() -> targetCatalog.withoutRole(roleName.get()));
        }
        ClusterObjects targetObjects = targetCatalog.clusterObjects();
        return targetCatalog.withClusterObjects(sourceCatalog
                .clusterObjects()
                .find(name.name())
                .map(targetObjects::withObject)
                .orElseGet(() -> targetObjects.withoutObject(name.name())));
    }

    private static ObjectPart toPart(HeldPrivilege heldPrivilege) {
        return new ObjectPart(
                ObjectPart.Kind.PRIVILEGE, heldPrivilege.privilege().sql() + " ON " + heldPrivilege.object());
    }

    private static String formatGrant(HeldPrivilege heldPrivilege) {
        return heldPrivilege.hasGrantOption() ? "granted WITH GRANT OPTION" : "granted";
    }

    /** Returns the content of a part in words, without secrets; empty if the object has no such part. */
    public Optional<String> findText(ObjectPart part) {
        return Optional.ofNullable(contents.get(part)).map(Content::text);
    }

    /**
     * Returns whether both sides have the part with the same content, or neither has the part. Secrets are compared in
     * the masked form in which a server shows them.
     */
    public boolean hasSamePart(GlobalParts otherParts, ObjectPart part) {
        return Objects.equals(contents.get(part), otherParts.contents.get(part));
    }

    /** Returns the parts that differ; only the object as a whole if it exists on one side and not on the other. */
    public SortedSet<ObjectPart> findDifferingParts(GlobalParts otherParts) {
        ObjectPart wholeObject = ObjectPart.of(ObjectPart.Kind.OBJECT);
        if (contents.containsKey(wholeObject) != otherParts.contents.containsKey(wholeObject)) {
            return new TreeSet<>(Set.of(wholeObject));
        }
        SortedSet<ObjectPart> differingParts = new TreeSet<>(contents.keySet());
        differingParts.addAll(otherParts.contents.keySet());
        differingParts.removeIf(part -> hasSamePart(otherParts, part));
        return differingParts;
    }

    /** Returns the names of roles and cluster objects that two catalogs do not share as identical objects. */
    public static SortedSet<ObjectName> findChangedNames(Catalog catalogBefore, Catalog catalogAfter) {
        SortedSet<ObjectName> names = new TreeSet<>();
        catalogBefore
                .roles()
                .findChangedKeys(catalogAfter.roles())
                .forEach(roleName -> names.add(ObjectName.ofRole(roleName)));
        catalogBefore
                .clusterObjects()
                .objects()
                .findChangedKeys(catalogAfter.clusterObjects().objects())
                .forEach(key -> names.add(new ObjectName("", key)));
        return names;
    }

    /** Returns the parts that differ, by the name of the role or the cluster object. */
    public static SortedMap<ObjectName, SortedSet<ObjectPart>> findChangedParts(
            Catalog catalogBefore, Catalog catalogAfter) {
        SortedMap<ObjectName, SortedSet<ObjectPart>> changedPartsByName = new TreeMap<>();
        for (ObjectName name : findChangedNames(catalogBefore, catalogAfter)) {
            SortedSet<ObjectPart> differingParts =
                    find(catalogBefore, name).findDifferingParts(find(catalogAfter, name));
            if (!differingParts.isEmpty()) {
                changedPartsByName.put(name, differingParts);
            }
        }
        return changedPartsByName;
    }
}
