package dev.cairn.engine.privilege;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.CreateTableStatement.CreateTableHead;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the privileges that a statement requires, in the order in which the server checks them. The server checks
 * privileges after it has analyzed the statement, so an object that does not exist requires none.
 *
 * @param databaseName the database in use; null if the session has selected no database
 */
public record RequiredPrivilegeCollector(
        ServerProfile profile, Catalog catalog, @Nullable String databaseName) {
    /**
     * Returns the privileges that a statement requires. For a statement that Cairn keeps as text and that does not
     * change rows, only the first words decide; the list is empty if they are unknown.
     */
    public List<RequiredPrivilege> collectRequirements(Statement statement) {
        if (statement instanceof ViewStatement viewStatement) {
            return collectViewRequirements(viewStatement);
        }
        if (statement instanceof AccessStatement) {
            return List.of(RequiredPrivilege.ofSystem(Privilege.GRANT));
        }
        if (statement instanceof ClusterStatement clusterStatement) {
            return collectClusterRequirements(clusterStatement);
        }
        if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            return opaqueStatement.changesRows()
                    ? collectRequirements(Sql.parseDml(opaqueStatement))
                    : OpaqueStatementPrivileges.findRequirements(opaqueStatement);
        }
        if (statement instanceof Statement.QueryStatement queryStatement) {
            return collectRequirements(queryStatement.queryText().query());
        }
        if (statement instanceof Statement.Show show) {
            return collectShowRequirements(show);
        }
        if (statement instanceof Statement.Use useStatement) {
            String name = useStatement.name().lastPart().text();
            return catalog.hasDatabase(name)
                    ? List.of(RequiredPrivilege.ofDatabaseContents(
                            SecuredObject.ofDatabase(catalog.databaseNameInGrants(name))))
                    : List.of();
        }
        List<RequiredPrivilege> databaseRequirements = collectDatabaseRequirements(statement);
        return databaseRequirements.isEmpty() ? collectTableRequirements(statement) : databaseRequirements;
    }

    private NamedObjectPrivileges objects() {
        return new NamedObjectPrivileges(catalog, databaseName);
    }

    private List<RequiredPrivilege> collectClusterRequirements(ClusterStatement statement) {
        String name = statement.name().lastPart().text();
        ClusterObjectKind kind = statement.kind();
        if (kind.tablePrivilege().isPresent()) {
            return findOwningTable(statement).stream()
                    .map(table ->
                            RequiredPrivilege.of(table, kind.tablePrivilege().get()))
                    .toList();
        }
        Optional<String> ownerDatabaseName =
                kind.isNamedInDatabase() ? objects().findDatabaseName(statement.name()) : Optional.empty();
        if (statement instanceof ClusterStatement.CreateClusterObject create) {
            if (kind.hasStatement()) {
                return Sql.parseSubmittedStatement(create)
                        .map(this::collectRequirements)
                        .orElse(List.of());
            }
            SecuredObject owner =
                    ownerDatabaseName.map(SecuredObject::ofDatabase).orElse(SecuredObject.SYSTEM);
            return kind.creationPrivilege().stream()
                    .map(privilege -> RequiredPrivilege.of(owner, privilege))
                    .toList();
        }
        Privilege privilege =
                statement instanceof ClusterStatement.AlterClusterObject ? Privilege.ALTER : Privilege.DROP;
        return kind.securedKind().stream()
                .map(securedKind -> RequiredPrivilege.of(
                        new SecuredObject(securedKind, ownerDatabaseName.orElse(null), name), privilege))
                .toList();
    }

    /** Returns the table to which the object of a statement belongs; empty if there is no such object. */
    private Optional<SecuredObject> findOwningTable(ClusterStatement statement) {
        Optional<String> databaseName = objects().findDatabaseName(statement.name());
        if (databaseName.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> tableName = statement instanceof ClusterStatement.CreateClusterObject create
                ? create.items().stream()
                        .filter(item -> item.part().equals(ClusterPart.TABLE))
                        .map(ClusterStatement.ClusterItem::value)
                        .findFirst()
                : catalog.clusterObjects()
                        .find(ClusterObject.key(statement, databaseName.get()))
                        .flatMap(ClusterObject::tableName);
        return tableName.map(name -> new SecuredObject(SecuredKind.TABLE, databaseName.get(), name));
    }

    private List<RequiredPrivilege> collectDatabaseRequirements(Statement statement) {
        if (statement instanceof Statement.CreateDatabase create) {
            return withVolumeRequirements(databaseCreationRequirement(), create.properties());
        }
        if (statement instanceof Statement.Recover recover
                && recover.kind() == Statement.Recover.RecoverKind.DATABASE) {
            return List.of(databaseCreationRequirement());
        }
        if (statement instanceof Statement.DropDatabase drop) {
            String name = drop.name().lastPart().text();
            return catalog.findDatabase(name).isEmpty()
                    ? List.of()
                    : List.of(RequiredPrivilege.of(
                            SecuredObject.ofDatabase(catalog.databaseNameInGrants(name)), Privilege.DROP));
        }
        return List.of();
    }

    private static RequiredPrivilege databaseCreationRequirement() {
        return RequiredPrivilege.of(SecuredKind.CATALOG, InternalCatalog.NAME, Privilege.CREATE_DATABASE);
    }

    private static List<RequiredPrivilege> withVolumeRequirements(
            RequiredPrivilege requirement, List<Property> properties) {
        List<RequiredPrivilege> requirements = new ArrayList<>(List.of(requirement));
        KnownProperty.STORAGE_VOLUME
                .findValueIn(properties)
                .map(volume -> RequiredPrivilege.of(SecuredKind.STORAGE_VOLUME, volume, Privilege.USAGE))
                .ifPresent(requirements::add);
        return requirements;
    }

    private List<RequiredPrivilege> collectTableRequirements(Statement statement) {
        if (statement instanceof Statement.CreateTable create) {
            return collectTableCreationRequirements(
                    create.head(), create.clauses().properties());
        }
        if (statement instanceof Statement.CreateTableLike create) {
            List<RequiredPrivilege> sourceRequirements =
                    objects().findTableRequirements(create.source(), Privilege.SELECT);
            return sourceRequirements.isEmpty()
                    ? List.of()
                    : combine(
                            collectTableCreationRequirements(
                                    create.head(), create.clauses().properties()),
                            sourceRequirements);
        }
        if (statement instanceof Statement.CreateTableAsSelect create) {
            return combine(
                    collectTableCreationRequirements(
                            create.head(), create.clauses().properties()),
                    collectRequirements(create.queryText().query()));
        }
        if (statement instanceof Statement.Recover recover) {
            return recover.kind() == Statement.Recover.RecoverKind.TABLE
                    ? objects().findDatabaseRequirements(recover.name(), Privilege.CREATE_TABLE)
                    : combine(
                            objects().findTableRequirements(recover.name(), Privilege.INSERT),
                            objects().findTableRequirements(recover.name(), Privilege.ALTER));
        }
        if (statement instanceof Statement.DropTable drop) {
            return objects().findTableRequirements(drop.table(), Privilege.DROP);
        }
        if (statement instanceof Statement.TruncateTable truncate) {
            return objects().findTableRequirements(truncate.table(), Privilege.DELETE);
        }
        if (statement instanceof Statement.CancelAlter cancel
                && cancel.kind() == Statement.CancelAlter.Kind.MATERIALIZED_VIEW) {
            return objects().findMaterializedViewRequirements(cancel.table(), Privilege.ALTER);
        }
        return statement
                .changedObject()
                .map(table -> objects().findTableRequirements(table, Privilege.ALTER))
                .orElse(List.of());
    }

    private List<RequiredPrivilege> collectTableCreationRequirements(CreateTableHead head, List<Property> properties) {
        if (head.lifetime() == TableLifetime.TEMPORARY) {
            return List.of();
        }
        return objects().findDatabaseRequirements(head.name(), Privilege.CREATE_TABLE).stream()
                .flatMap(requirement -> withVolumeRequirements(requirement, properties).stream())
                .toList();
    }

    private List<RequiredPrivilege> collectViewRequirements(ViewStatement statement) {
        if (statement instanceof ViewStatement.CreateView create) {
            return combine(
                    objects().findDatabaseRequirements(create.name(), Privilege.CREATE_VIEW),
                    collectRequirements(create.queryText().query()));
        }
        if (statement instanceof ViewStatement.AlterViewQuery alterQuery) {
            return combine(
                    objects().findViewRequirements(alterQuery.name(), Privilege.ALTER),
                    collectRequirements(alterQuery.queryText().query()));
        }
        if (statement instanceof ViewStatement.AlterViewSecurity alterSecurity) {
            return objects().findViewRequirements(alterSecurity.name(), Privilege.ALTER);
        }
        if (statement instanceof ViewStatement.DropView drop) {
            return objects().findViewRequirements(drop.name(), Privilege.DROP);
        }
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return create.isSynchronous()
                    ? List.of()
                    : combine(
                            objects().findDatabaseRequirements(create.name(), Privilege.CREATE_MATERIALIZED_VIEW),
                            collectRequirements(create.queryText().query()));
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            return objects().findMaterializedViewRequirements(alter.name(), Privilege.ALTER);
        }
        if (statement instanceof ViewStatement.DropMaterializedView drop) {
            return objects().findMaterializedViewRequirements(drop.name(), Privilege.DROP);
        }
        if (statement instanceof ViewStatement.RefreshMaterializedView refresh) {
            return objects().findMaterializedViewRequirements(refresh.name(), Privilege.REFRESH);
        }
        return statement instanceof ViewStatement.CancelRefresh cancel
                ? objects().findMaterializedViewRequirements(cancel.name(), Privilege.REFRESH)
                : List.of();
    }

    private static List<RequiredPrivilege> combine(List<RequiredPrivilege> first, List<RequiredPrivilege> second) {
        List<RequiredPrivilege> requirements = new ArrayList<>(first);
        requirements.addAll(second);
        return requirements;
    }

    /**
     * Returns the privileges that a SHOW requires. A SHOW of a list requires none, and lists only objects on which the
     * user has a privilege; a SHOW of one object requires any privilege on this object.
     */
    private List<RequiredPrivilege> collectShowRequirements(Statement.Show show) {
        QualifiedName objectName = show.object();
        if (objectName == null) {
            return List.of();
        }
        QualifiedName name = show.database() == null
                ? objectName
                : QualifiedName.of(
                        show.database().lastPart().text(), objectName.lastPart().text());
        return switch (show.kind()) {
            case CREATE_DATABASE ->
                List.of(RequiredPrivilege.of(SecuredObject.ofDatabase(
                        catalog.databaseNameInGrants(name.lastPart().text()))));
            case CREATE_TABLE, CREATE_VIEW, CREATE_MATERIALIZED_VIEW -> findRequirementsOfAnyKind(name);
            // Here the server checks only privileges on tables, so anyone may see a view.
            case COLUMNS, DESCRIBE, INDEX, PARTITIONS -> {
                boolean showsStorage = show.kind() == Statement.Show.ShowKind.PARTITIONS
                        || (show.kind() == Statement.Show.ShowKind.DESCRIBE && show.isFull());
                // A table without storage is refused before privileges are checked.
                yield showsStorage && isInSystemDatabase(name)
                        ? List.of()
                        : objects().findTableRequirements(name);
            }
            default -> List.of();
        };
    }

    private boolean isInSystemDatabase(QualifiedName name) {
        return objects()
                .findDatabaseName(name)
                .flatMap(catalog::findDatabase)
                .filter(Database::isSystem)
                .isPresent();
    }

    private List<RequiredPrivilege> findRequirementsOfAnyKind(QualifiedName name) {
        return combine(
                combine(objects().findTableRequirements(name), objects().findViewRequirements(name)),
                objects().findMaterializedViewRequirements(name));
    }

    /**
     * Returns the privileges that an INSERT, UPDATE or DELETE requires. An UPDATE or DELETE requires no privilege to
     * read its own target.
     */
    public List<RequiredPrivilege> collectRequirements(DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Insert insert) {
            List<RequiredPrivilege> readRequirements =
                    insert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows
                            ? collectRequirements(queriedRows.queryText().query())
                            : List.of();
            return insert.hasPseudoTable()
                    ? readRequirements
                    : combine(objects().findTableRequirements(insert.target(), Privilege.INSERT), readRequirements);
        }
        if (dmlStatement instanceof DmlStatement.Update update) {
            RowSelection selection = RowSelection.of(update);
            List<Expression> values = update.assignments().stream()
                    .map(DmlStatement.Assignment::value)
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .toList();
            return collectRowChangeRequirements(update.target(), Privilege.UPDATE, selection, values);
        }
        DmlStatement.Delete delete = (DmlStatement.Delete) dmlStatement;
        RowSelection selection = RowSelection.of(delete);
        return collectRowChangeRequirements(delete.target(), Privilege.DELETE, selection, List.of());
    }

    private List<RequiredPrivilege> collectRowChangeRequirements(
            QualifiedName target, Privilege privilege, RowSelection selection, List<Expression> values) {
        List<RequiredPrivilege> changeRequirements = objects().findTableRequirements(target, privilege);
        Set<SecuredObject> changedObjects = new LinkedHashSet<>();
        changeRequirements.forEach(requirement -> changedObjects.add(requirement.object()));
        List<RequiredPrivilege> readRequirements = collectRequirements(selection.toQuery(values)).stream()
                .filter(requirement -> !changedObjects.contains(requirement.object()))
                .toList();
        return combine(changeRequirements, readRequirements);
    }

    /** Returns the privileges that a query requires; an empty list if the query is invalid. */
    public List<RequiredPrivilege> collectRequirements(Query query) {
        return new ReadPrivilegeCollector(profile, catalog).collectRequirements(query, databaseName);
    }
}
