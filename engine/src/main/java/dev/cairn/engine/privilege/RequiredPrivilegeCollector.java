package dev.cairn.engine.privilege;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.catalog.SystemTable;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterObjectKind;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.CreateTableStatement.CreateTableHead;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
                kind.isNamedInDatabase() ? findDatabaseName(statement.name()) : Optional.empty();
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
        Optional<String> databaseName = findDatabaseName(statement.name());
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
            List<RequiredPrivilege> sourceRequirements = findTableRequirements(create.source(), Privilege.SELECT);
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
                    ? findDatabaseRequirements(recover.name(), Privilege.CREATE_TABLE)
                    : combine(
                            findTableRequirements(recover.name(), Privilege.INSERT),
                            findTableRequirements(recover.name(), Privilege.ALTER));
        }
        if (statement instanceof Statement.DropTable drop) {
            return findTableRequirements(drop.table(), Privilege.DROP);
        }
        if (statement instanceof Statement.TruncateTable truncate) {
            return findTableRequirements(truncate.table(), Privilege.DELETE);
        }
        if (statement instanceof Statement.CancelAlter cancel
                && cancel.kind() == Statement.CancelAlter.Kind.MATERIALIZED_VIEW) {
            return findMaterializedViewRequirements(cancel.table(), Privilege.ALTER);
        }
        return statement
                .changedObject()
                .map(table -> findTableRequirements(table, Privilege.ALTER))
                .orElse(List.of());
    }

    private List<RequiredPrivilege> collectTableCreationRequirements(CreateTableHead head, List<Property> properties) {
        if (head.lifetime() == TableLifetime.TEMPORARY) {
            return List.of();
        }
        return findDatabaseRequirements(head.name(), Privilege.CREATE_TABLE).stream()
                .flatMap(requirement -> withVolumeRequirements(requirement, properties).stream())
                .toList();
    }

    private List<RequiredPrivilege> collectViewRequirements(ViewStatement statement) {
        if (statement instanceof ViewStatement.CreateView create) {
            return combine(
                    findDatabaseRequirements(create.name(), Privilege.CREATE_VIEW),
                    collectRequirements(create.queryText().query()));
        }
        if (statement instanceof ViewStatement.AlterViewQuery alterQuery) {
            return combine(
                    findViewRequirements(alterQuery.name(), Privilege.ALTER),
                    collectRequirements(alterQuery.queryText().query()));
        }
        if (statement instanceof ViewStatement.AlterViewSecurity alterSecurity) {
            return findViewRequirements(alterSecurity.name(), Privilege.ALTER);
        }
        if (statement instanceof ViewStatement.DropView drop) {
            return findViewRequirements(drop.name(), Privilege.DROP);
        }
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return create.isSynchronous()
                    ? List.of()
                    : combine(
                            findDatabaseRequirements(create.name(), Privilege.CREATE_MATERIALIZED_VIEW),
                            collectRequirements(create.queryText().query()));
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            return findMaterializedViewRequirements(alter.name(), Privilege.ALTER);
        }
        if (statement instanceof ViewStatement.DropMaterializedView drop) {
            return findMaterializedViewRequirements(drop.name(), Privilege.DROP);
        }
        if (statement instanceof ViewStatement.RefreshMaterializedView refresh) {
            return findMaterializedViewRequirements(refresh.name(), Privilege.REFRESH);
        }
        return statement instanceof ViewStatement.CancelRefresh cancel
                ? findMaterializedViewRequirements(cancel.name(), Privilege.REFRESH)
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
                yield showsStorage && isInSystemDatabase(name) ? List.of() : findTableRequirements(name);
            }
            default -> List.of();
        };
    }

    private boolean isInSystemDatabase(QualifiedName name) {
        return findDatabaseName(name)
                .flatMap(catalog::findDatabase)
                .filter(Database::isSystem)
                .isPresent();
    }

    private List<RequiredPrivilege> findRequirementsOfAnyKind(QualifiedName name) {
        return combine(
                combine(findTableRequirements(name), findViewRequirements(name)),
                findMaterializedViewRequirements(name));
    }

    // Requirements on the object with a name. A missing object requires no privilege, because the statement is then
    // refused or has no effect.

    private List<RequiredPrivilege> findDatabaseRequirements(QualifiedName name, Privilege privilege) {
        return findDatabaseName(name).stream()
                .map(databaseName -> RequiredPrivilege.of(
                        SecuredObject.ofDatabase(catalog.databaseNameInGrants(databaseName)), privilege))
                .toList();
    }

    private List<RequiredPrivilege> findTableRequirements(QualifiedName name, Privilege... alternatives) {
        return findObjectRequirements(SecuredKind.TABLE, name, alternatives);
    }

    private List<RequiredPrivilege> findViewRequirements(QualifiedName name, Privilege... alternatives) {
        return findObjectRequirements(SecuredKind.VIEW, name, alternatives);
    }

    private List<RequiredPrivilege> findMaterializedViewRequirements(QualifiedName name, Privilege... alternatives) {
        return findObjectRequirements(SecuredKind.MATERIALIZED_VIEW, name, alternatives);
    }

    private List<RequiredPrivilege> findObjectRequirements(
            SecuredKind kind, QualifiedName name, Privilege... alternatives) {
        String objectName = name.lastPart().text();
        return findDatabaseName(name)
                .flatMap(catalog::findDatabase)
                .flatMap(existingDatabase -> findExistingName(existingDatabase, kind, objectName)
                        .map(existingName -> new SecuredObject(kind, existingDatabase.name(), existingName)))
                .map(securedObject -> List.of(RequiredPrivilege.of(securedObject, alternatives)))
                .orElse(List.of());
    }

    private static Optional<String> findExistingName(Database database, SecuredKind kind, String objectName) {
        boolean isExisting = switch (kind) {
            case TABLE ->
                database.tables().contains(objectName)
                        && !database.temporaryTables().contains(objectName);
            case VIEW -> database.views().contains(objectName);
            default -> database.materializedViews().contains(objectName);
        };
        if (isExisting) {
            return Optional.of(objectName);
        }
        return kind == SecuredKind.TABLE
                ? database.findSystemTable(objectName).map(SystemTable::name)
                : Optional.empty();
    }

    private Optional<String> findDatabaseName(QualifiedName name) {
        return name.qualifier().map(Name::text).or(() -> Optional.ofNullable(databaseName));
    }

    // Rows.

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
                    : combine(findTableRequirements(insert.target(), Privilege.INSERT), readRequirements);
        }
        if (dmlStatement instanceof DmlStatement.Update update) {
            RowSelection selection =
                    new RowSelection(update.commonTables(), update.target(), update.from(), update.where());
            List<Expression> values = update.assignments().stream()
                    .map(DmlStatement.Assignment::value)
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .toList();
            return collectRowChangeRequirements(update.target(), Privilege.UPDATE, selection, values);
        }
        DmlStatement.Delete delete = (DmlStatement.Delete) dmlStatement;
        RowSelection selection =
                new RowSelection(delete.commonTables(), delete.target(), delete.using(), delete.where());
        return collectRowChangeRequirements(delete.target(), Privilege.DELETE, selection, List.of());
    }

    private List<RequiredPrivilege> collectRowChangeRequirements(
            QualifiedName target, Privilege privilege, RowSelection selection, List<Expression> values) {
        List<Expression> selectedExpressions =
                values.isEmpty() ? List.of(new Expression.NullLiteral(target.span())) : values;
        List<RequiredPrivilege> changeRequirements = findTableRequirements(target, privilege);
        Set<SecuredObject> changedObjects = new LinkedHashSet<>();
        changeRequirements.forEach(requirement -> changedObjects.add(requirement.object()));
        List<RequiredPrivilege> readRequirements = collectRequirements(selection.toQuery(selectedExpressions)).stream()
                .filter(requirement -> !changedObjects.contains(requirement.object()))
                .toList();
        return combine(changeRequirements, readRequirements);
    }

    /** Returns the privileges that a query requires; an empty list if the query is invalid. */
    public List<RequiredPrivilege> collectRequirements(Query query) {
        return collectReadRequirements(query, databaseName);
    }

    private List<RequiredPrivilege> collectReadRequirements(Query query, @Nullable String currentDatabaseName) {
        try {
            CatalogSourceResolver sourceResolver = new CatalogSourceResolver(profile, catalog);
            return collectReadRequirements(new QueryAnalysis(profile, sourceResolver, currentDatabaseName)
                    .analyze(query)
                    .dependencies());
        } catch (Refusal ignored) {
            return List.of(); // the server refuses the query before it checks privileges
        }
    }

    /** Returns the privileges that an analyzed query requires on the relations that it reads. */
    public List<RequiredPrivilege> collectReadRequirements(List<Dependency> dependencies) {
        Set<RequiredPrivilege> requirements = new LinkedHashSet<>();
        dependencies.stream()
                .filter(Dependency::isDirect)
                .forEach(dependency -> addReadRequirements(dependency.source(), requirements));
        return List.copyOf(requirements);
    }

    private void addReadRequirements(Source source, Set<RequiredPrivilege> requirements) {
        switch (source.kind()) {
            case SYSTEM ->
                requirements.add(
                        describesNodes(source)
                                ? RequiredPrivilege.ofSystem(Privilege.OPERATE)
                                : createSelectRequirement(SecuredKind.TABLE, source.database(), source.name()));
            case TABLE ->
                requirements.add(createSelectRequirement(SecuredKind.TABLE, source.database(), source.name()));
            case MATERIALIZED_VIEW ->
                requirements.add(
                        createSelectRequirement(SecuredKind.MATERIALIZED_VIEW, source.database(), source.name()));
            case EXTERNAL ->
                requirements.add(createSelectRequirement(
                        SecuredKind.TABLE, source.catalog() + "." + source.database(), source.name()));
            case VIEW -> {
                if (hasInvokerSecurity(source)) {
                    addInvokerRequirements(source, requirements);
                }
                requirements.add(createSelectRequirement(SecuredKind.VIEW, source.database(), source.name()));
            }
            case TEMPORARY_TABLE -> {} // belongs to the session
        }
    }

    /**
     * Returns whether a system table describes the nodes of the cluster. The table be_tablets does not: a user sees
     * only the tablets of permitted tables there.
     */
    private static boolean describesNodes(Source source) {
        String name = source.name().toLowerCase(Locale.ROOT);
        return switch (source.database().toLowerCase(Locale.ROOT)) {
            case SystemDatabases.INFORMATION_SCHEMA ->
                name.equals("fe_metrics")
                        || name.equals("fe_threads")
                        || (name.startsWith("be_") && !name.equals("be_tablets"));
            case SystemDatabases.SYS -> name.equals("fe_locks") || name.equals("fe_memory_usage");
            default -> false;
        };
    }

    private static RequiredPrivilege createSelectRequirement(SecuredKind kind, String databaseName, String name) {
        return RequiredPrivilege.of(new SecuredObject(kind, databaseName, name), Privilege.SELECT);
    }

    private boolean hasInvokerSecurity(Source source) {
        return catalog.findView(source.database(), source.name())
                .map(View::security)
                .filter(Security.INVOKER::equals)
                .isPresent();
    }

    /**
     * Adds the privileges that a user of an INVOKER view needs for each object that the view reads directly. An inner
     * view itself needs none: the objects that its query reads count instead. An invalid query needs none, either.
     */
    private void addInvokerRequirements(Source view, Set<RequiredPrivilege> requirements) {
        Source.ViewQuery viewQuery = view.viewQuery();
        if (viewQuery == null) {
            return;
        }
        CatalogSourceResolver sourceResolver = new CatalogSourceResolver(profile, catalog);
        List<Dependency> dependencies;
        try {
            dependencies = new QueryAnalysis(profile, sourceResolver, viewQuery.database())
                    .analyze(viewQuery.query())
                    .dependencies();
        } catch (Refusal ignored) {
            return;
        }
        for (Dependency dependency : dependencies) {
            Source source = dependency.source();
            Source.ViewQuery innerViewQuery = source.viewQuery();
            if (!dependency.isDirect()) {
                continue;
            }
            if (source.kind() == Source.Kind.VIEW && innerViewQuery != null) {
                requirements.addAll(collectReadRequirements(innerViewQuery.query(), innerViewQuery.database()));
            } else {
                addReadRequirements(source, requirements);
            }
        }
    }
}
