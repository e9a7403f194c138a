package dev.cairn.plan.access;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rights of each holder at one point of a migration, including rights that follow from other roles and from views.
 * A holder is a role, a user or a group. The difference of two snapshots is the access that is gained or lost,
 * whichever statement causes it.
 */
final class AccessSnapshot {
    private final Catalog catalog;
    private final ExternalGrants externalGrants;
    /** The roles of the catalog by the users and groups that have them. */
    private final SortedMap<String, SortedSet<String>> rolesByHolder = new TreeMap<>();

    /** All relations of the catalog; null until they are first needed. */
    private @Nullable List<SecuredObject> allRelations;

    AccessSnapshot(Catalog catalog, ExternalGrants externalGrants) {
        this.catalog = catalog;
        this.externalGrants = externalGrants;
        for (Role role : catalog.roles().values()) {
            for (Grantee member : role.members()) {
                rolesByHolder
                        .computeIfAbsent(ExternalGrants.toHolderName(member), key -> new TreeSet<>())
                        .add(role.name());
            }
        }
    }

    Catalog catalog() {
        return catalog;
    }

    ExternalGrants externalGrants() {
        return externalGrants;
    }

    /** Returns the roles of the catalog, and all users, groups and other roles that are known to hold a right. */
    SortedSet<String> collectHolders() {
        SortedSet<String> holders = new TreeSet<>(rolesByHolder.keySet());
        catalog.roles().values().forEach(role -> holders.add(role.name()));
        holders.addAll(externalGrants.rolesByHolder().keySet());
        holders.addAll(externalGrants.privilegesByHolder().keySet());
        holders.removeAll(externalGrants.droppedUsers());
        return holders;
    }

    /**
     * Returns the roles that a holder has, also indirectly, each with the holder that has it directly. The first key is
     * the holder itself, with itself as value.
     */
    Map<String, String> findDirectHolderByRole(String holder) {
        Map<String, String> directHolderByRole = new LinkedHashMap<>();
        directHolderByRole.put(holder, holder);
        Deque<String> pendingHolders = new ArrayDeque<>(List.of(holder));
        while (!pendingHolders.isEmpty()) {
            String directHolder = pendingHolders.pop();
            for (String role : findDirectRoles(directHolder)) {
                if (directHolderByRole.putIfAbsent(role, directHolder) == null) {
                    pendingHolders.add(role);
                }
            }
        }
        return directHolderByRole;
    }

    private Set<String> findDirectRoles(String holder) {
        Set<String> roles = new TreeSet<>(rolesByHolder.getOrDefault(holder, new TreeSet<>()));
        catalog.findRole(holder).map(Role::parents).ifPresent(roles::addAll);
        roles.addAll(externalGrants.findRoles(holder));
        return roles;
    }

    /** Returns the privileges that the catalog and other statements grant to the holder itself. */
    List<GrantedPrivileges> findGrantedPrivileges(String holder) {
        return List.of(
                catalog.findRole(holder).map(Role::privileges).orElse(GrantedPrivileges.NONE),
                externalGrants.findPrivileges(holder));
    }

    /** Returns all rights of a holder. */
    Map<AccessRight, AccessPath> collectRights(String holder) {
        if (allRelations == null) {
            allRelations = findRelations(SchemaObject.collectNames(catalog));
        }
        return new RightsCollector(this, holder, Objects.requireNonNull(allRelations), true).collect();
    }

    /** Returns the rights of a holder on some relations. */
    Map<AccessRight, AccessPath> collectRights(String holder, Collection<ObjectName> relationNames) {
        return new RightsCollector(this, holder, findRelations(relationNames), false).collect();
    }

    private List<SecuredObject> findRelations(Collection<ObjectName> names) {
        return names.stream().flatMap(name -> findRelation(name).stream()).toList();
    }

    /** Returns the relation with this name; empty if the catalog does not have it. */
    Optional<SecuredObject> findRelation(ObjectName name) {
        return SchemaObject.find(catalog, name).map(object -> object.toSecuredObject(name));
    }

    /** Returns whether this is a single table, view or materialized view rather than all objects of a kind. */
    static boolean isSingleRelation(SecuredObject object) {
        return object.kind().isRelation() && object.name() != null;
    }

    /**
     * Returns these relations and all views that read a view among them, also through other views. A change of a view
     * also changes the access of the users of all views that read it.
     */
    SortedSet<ObjectName> withReadingViews(Collection<ObjectName> names) {
        SortedSet<ObjectName> relationNames = new TreeSet<>(names);
        boolean mayGrow = names.stream().anyMatch(name -> isViewOrMaterializedView(name));
        while (mayGrow) {
            mayGrow = false;
            for (ObjectName name : SchemaObject.collectNames(catalog)) {
                if (!relationNames.contains(name) && readsViewAmong(name, relationNames)) {
                    mayGrow |= relationNames.add(name);
                }
            }
        }
        return relationNames;
    }

    private boolean readsViewAmong(ObjectName viewName, Set<ObjectName> names) {
        return findDirectBases(viewName).stream()
                .map(ObjectName::of)
                .anyMatch(base -> names.contains(base) && isViewOrMaterializedView(base));
    }

    private boolean isViewOrMaterializedView(ObjectName name) {
        return SchemaObject.find(catalog, name)
                .filter(object -> !(object instanceof SchemaObject.TableObject))
                .isPresent();
    }

    private List<BaseRelation> findDirectBases(ObjectName viewName) {
        return SchemaObject.find(catalog, viewName)
                .map(object -> object.baseRelations().stream()
                        .filter(base -> base.isDirect() && !base.isDropped())
                        .toList())
                .orElse(List.of());
    }

    /**
     * Returns the tables and materialized views that a view exposes, each with the columns that the query of the view
     * reads. If the query reads another view, only the columns of that view count that the query names. Readers of the
     * view see the rows of these relations without privileges on them. A view with SECURITY INVOKER exposes no
     * relations.
     */
    SortedMap<ObjectName, SortedSet<String>> findExposedRelations(SecuredObject view) {
        boolean isInvokerView = SchemaObject.find(catalog, ObjectName.of(view))
                .filter(object -> object instanceof SchemaObject.ViewObject viewObject
                        && viewObject.view().security() == Security.INVOKER)
                .isPresent();
        SortedMap<ObjectName, SortedSet<String>> exposedColumnsByRelation = new TreeMap<>();
        if (!isInvokerView) {
            addExposedColumns(ObjectName.of(view), ReadColumns.ofAll(), exposedColumnsByRelation, new TreeMap<>());
        }
        return exposedColumnsByRelation;
    }

    /**
     * Adds the columns that the query of a view exposes, also through other views. A relation is only visited again if
     * more of its columns are read, so the search ends.
     *
     * @param usedColumnsByRelation the columns of each relation for which its own query has been followed
     */
    private void addExposedColumns(
            ObjectName viewName,
            ReadColumns readColumns,
            SortedMap<ObjectName, SortedSet<String>> exposedColumnsByRelation,
            SortedMap<ObjectName, SortedSet<String>> usedColumnsByRelation) {
        for (BaseRelation base : findDirectBases(viewName)) {
            ObjectName name = ObjectName.of(base);
            SortedSet<String> columns = readColumns.select(base);
            Optional<SchemaObject> baseObject = SchemaObject.find(catalog, name);
            boolean isPlainView =
                    baseObject.filter(SchemaObject.ViewObject.class::isInstance).isPresent();
            if (!isPlainView) {
                exposedColumnsByRelation
                        .computeIfAbsent(name, key -> new TreeSet<>())
                        .addAll(columns);
            }
            boolean isNew = !usedColumnsByRelation.containsKey(name);
            SortedSet<String> usedColumns = usedColumnsByRelation.computeIfAbsent(name, key -> new TreeSet<>());
            if ((usedColumns.addAll(columns) || isNew) && baseObject.isPresent()) {
                addExposedColumns(
                        name,
                        ReadColumns.of(baseObject.get(), usedColumns),
                        exposedColumnsByRelation,
                        usedColumnsByRelation);
            }
        }
    }
}
