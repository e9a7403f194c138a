package dev.cairn.embedded.show;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.DirectPrivileges;
import dev.cairn.catalog.DirectPrivileges.HeldPrivilege;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.sql.access.SecuredKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of {@code sys}: which objects read which, and who was granted what. */
record SysTables(SessionSnapshot snapshot) {
    /** The catalog and the name of each object in it. */
    private record GrantedName(
            @Nullable String catalog,
            @Nullable String database,
            @Nullable String name) {}

    /** Adds the rows of a table. Locks and the memory of a frontend are not those of an embedded server: these tables are empty. */
    void fill(String name, Listing table) {
        switch (name) {
            case "grants_to_roles" -> grantsToRoles(table);
            case "grants_to_users" -> grantsToUsers(table);
            case "object_dependencies" ->
                snapshot.allVisibleObjects().forEach(visible -> {
                    if (visible.object() instanceof DatabaseObject.MaterializedViewObject of) {
                        dependencies(table, visible.database(), of.view());
                    }
                });
            case "role_edges" -> roleEdges(table);
            default -> {
                // always empty
            }
        }
    }

    /** The built-in roles are omitted, but for the one that can be changed. */
    private void grantsToRoles(Listing table) {
        for (Role role : snapshot.state().catalog().roles().values()) {
            if (!Role.isImmutable(role.name())) {
                grants(table, role.name(), role.privileges());
            }
        }
    }

    private void grantsToUsers(Listing table) {
        for (User user : snapshot.state().accounts().users().values()) {
            if (!user.name().equals(UserName.ROOT)) {
                grants(table, user.name().toString(), user.privileges());
            }
        }
    }

    private void roleEdges(Listing table) {
        for (Role role : snapshot.state().catalog().roles().values()) {
            role.parents().forEach(parent -> table.addRow(parent, role.name(), null));
        }
        for (User user : snapshot.state().accounts().users().values()) {
            for (String role : snapshot.state().access().roles(user.name())) {
                table.addRow(role, null, user.name().toString());
            }
        }
    }

    /** Lists what a materialized view reads, directly or through views; nothing if its query is not valid any more. */
    private void dependencies(Listing table, String database, MaterializedView view) {
        ViewDefinition definition = view.definition();
        CatalogSources sources = new CatalogSources(snapshot.profile(), snapshot.catalog());
        List<Dependency> dependencies;
        try {
            dependencies = new QueryAnalysis(snapshot.profile(), sources, definition.database())
                    .analyse(definition.query().query())
                    .dependencies();
        } catch (Refusal invalid) {
            return;
        }
        for (Dependency dependency : dependencies) {
            Source source = dependency.source();
            table.addRow(
                    snapshot.id(database, view.name()),
                    view.name(),
                    database,
                    SessionSnapshot.INTERNAL_CATALOG,
                    tableType(SecuredKind.MATERIALIZED_VIEW),
                    snapshot.id(source.database(), source.name()),
                    source.name(),
                    source.database(),
                    SessionSnapshot.INTERNAL_CATALOG,
                    snapshot.database(source.database())
                            .flatMap(owner -> DatabaseObject.of(owner, source.name()))
                            .map(object -> tableType(object.kind()))
                            .orElse("UNKNOWN"));
        }
    }

    /** Returns the server's own word for a kind of object. */
    private String tableType(SecuredKind kind) {
        boolean shared = snapshot.profile().sharedData();
        return switch (kind) {
            case VIEW -> "VIEW";
            case MATERIALIZED_VIEW -> shared ? "CLOUD_NATIVE_MATERIALIZED_VIEW" : "MATERIALIZED_VIEW";
            default -> shared ? "CLOUD_NATIVE" : "OLAP";
        };
    }

    /** Lists the privileges of a holder by object; those on all objects of a kind as those on each object that exists. */
    private void grants(Listing table, String holder, DirectPrivileges privileges) {
        for (SecuredObject object : privileges.objects()) {
            for (boolean isGrantable : new boolean[] {false, true}) {
                String names = privileges.entries().stream()
                        .filter(held -> held.object().equals(object) && held.withGrantOption() == isGrantable)
                        .map(HeldPrivilege::privilege)
                        .map(privilege -> privilege.sql())
                        .collect(Collectors.joining(", "));
                if (!names.isEmpty()) {
                    names(object)
                            .forEach(name -> table.addRow(
                                    holder,
                                    name.catalog(),
                                    name.database(),
                                    name.name(),
                                    object.kind().sql(),
                                    names,
                                    isGrantable ? "YES" : "NO"));
                }
            }
        }
    }

    private Stream<GrantedName> names(SecuredObject object) {
        return switch (object.kind()) {
            case SYSTEM -> Stream.of(new GrantedName(null, null, null));
            case CATALOG ->
                Stream.of(new GrantedName(
                        Optional.ofNullable(object.name()).orElse(SessionSnapshot.INTERNAL_CATALOG), null, null));
            case DATABASE ->
                databases(object.name()).map(name -> new GrantedName(SessionSnapshot.INTERNAL_CATALOG, name, null));
            case TABLE, VIEW, MATERIALIZED_VIEW ->
                databases(object.database())
                        .flatMap(database -> objects(database, object)
                                .map(name -> new GrantedName(SessionSnapshot.INTERNAL_CATALOG, database, name)));
            default ->
                object.isAll()
                        ? Stream.empty()
                        : Stream.of(new GrantedName(
                                object.database() == null ? null : SessionSnapshot.INTERNAL_CATALOG,
                                object.database(),
                                object.name()));
        };
    }

    /** @param name null for all databases */
    private Stream<String> databases(@Nullable String name) {
        Stream<String> all = snapshot.databases().map(database -> database.name());
        return (name == null ? all : Stream.of(name)).filter(database -> !SystemDatabases.contains(database));
    }

    private Stream<String> objects(String database, SecuredObject granted) {
        Collection<DatabaseObject> all =
                snapshot.database(database).map(DatabaseObject::all).orElse(List.of());
        return all.stream()
                .filter(object -> object.kind() == granted.kind())
                .map(DatabaseObject::name)
                .filter(name -> granted.isAll() || name.equals(granted.name()));
    }
}
