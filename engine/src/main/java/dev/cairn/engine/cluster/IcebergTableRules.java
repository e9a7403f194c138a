package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.ExternalObject.ExternalColumn;
import dev.cairn.catalog.IcebergLayout;
import dev.cairn.catalog.IcebergLayout.PartitionField;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.ServerState;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RefusalRule;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.write.JoinedTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The rules for Iceberg tables of an external catalog. A server executes each statement immediately, and an ALTER can
 * have a single clause. Only the server checks whether the catalog can be reached, and which properties it accepts.
 */
final class IcebergTableRules extends ClusterObjectRules {
    static final ClusterPart COMMENT = ClusterPart.of("comment");
    static final String COLUMN_CLAUSE = "column";
    static final String PARTITION_CLAUSE = "partition by";
    private static final String ORDER_CLAUSE = "order by";
    static final ClusterPart ORDER = ClusterPart.of(ORDER_CLAUSE);

    /** The part that lists the column names. */
    static final ClusterPart COLUMNS = ClusterPart.of(COLUMN_CLAUSE);

    @Override
    RefusalRule alreadyExistsRule() {
        return ServerError.TABLE_EXISTS;
    }

    @Override
    RefusalRule notFoundRule() {
        return NameRule.TABLE_NOT_FOUND;
    }

    @Override
    Refusal createExistsRefusal(Name name, ClusterObject existingObject) {
        return Refusal.ofAnalysis(name.span(), alreadyExistsRule(), name);
    }

    @Override
    Refusal createDropNotFoundRefusal(Name name) {
        return Refusal.ofAnalysis(name.span(), ServerError.UNKNOWN_TABLE, name);
    }

    @Override
    void checkVersion(ServerProfile profile, ClusterItem item, boolean isCreation) {
        if (!profile.isAtLeast(Version.V4_0)) {
            findNewSyntax(item, isCreation).ifPresent(syntax -> {
                throw Refusal.ofSyntax(item.span(), SyntaxRule.NEWER_THAN_SERVER, syntax, Version.V4_0);
            });
        }
    }

    /** Returns the syntax of an item that servers accept since 4.0; empty if it is older. */
    private static Optional<String> findNewSyntax(ClusterItem item, boolean isCreation) {
        ClusterPart part = item.part();
        if (part.clause().equals(PARTITION_CLAUSE)) {
            return isCreation
                    ? Optional.of("PARTITION BY with functions").filter(syntax -> IcebergTransform.isCall(part.name()))
                    : Optional.of("PARTITION COLUMN");
        }
        if (part.equals(ORDER)) {
            return Optional.of("ORDER BY of an Iceberg table");
        }
        return isCreation && IcebergProperties.isSetByOlderServers(part)
                ? Optional.of(part.name() + " in CREATE TABLE")
                : Optional.empty();
    }

    @Override
    Map.Entry<ClusterPart, String> normalize(ClusterItem item, ServerState server) {
        ClusterPart part = item.part();
        if (part.equals(IcebergProperties.COMMENT)) {
            return Map.entry(COMMENT, item.value());
        }
        return switch (part.clause()) {
            case COLUMN_CLAUSE ->
                Map.entry(
                        part,
                        part.equals(COLUMNS)
                                ? item.value()
                                : toStoredColumn(IcebergColumn.parse(item.value()), server.profile())
                                        .render());
            case PARTITION_CLAUSE ->
                Map.entry(
                        new ClusterPart(
                                PARTITION_CLAUSE, IcebergTransform.parse(item).render()),
                        "");
            case ORDER_CLAUSE -> Map.entry(part, IcebergSortItem.renderList(IcebergSortItem.parseList(item.value())));
            default -> Map.entry(part, item.value());
        };
    }

    /** Returns a column as a server stores it: those before 4.0 ignore NOT NULL. */
    private static IcebergColumn toStoredColumn(IcebergColumn column, ServerProfile profile) {
        return profile.isAtLeast(Version.V4_0) ? column : column.withNull();
    }

    @Override
    void checkCreation(ClusterObject table, CreateClusterObject create, Catalog catalog) {
        Set<String> columnNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (ClusterItem item : create.items()) {
            if (isColumn(item.part()) && !columnNames.add(item.part().name())) {
                throw Refusal.ofAnalysis(
                        item.span(), ServerError.DUPLICATE_COLUMN, item.part().name());
            }
        }
        create.items().stream().filter(item -> isColumn(item.part())).forEach(item -> checkType(item, table.parts()));
        List<IcebergTransform> transforms = new ArrayList<>();
        for (ClusterItem item : create.items()) {
            if (item.part().clause().equals(PARTITION_CLAUSE)) {
                IcebergTransform transform = IcebergTransform.parse(item);
                // CREATE accepts a plain column, but not the function identity().
                if (transform.isIdentity()
                        && IcebergTransform.isCall(item.part().name())) {
                    throw Refusal.ofExecution(
                            item.span(),
                            ClusterRule.ICEBERG_TRANSFORM_UNKNOWN,
                            item.part().name());
                }
                transform.checkSourceColumn(item, table.parts(), transform::acceptsAtCreation);
                transform.requireNoConflict(
                        item,
                        transforms.stream().filter(transform::conflictsWith).findFirst());
                transforms.add(transform);
            }
            if (item.part().equals(ORDER)) {
                checkSortItems(item, table.parts());
            }
        }
        IcebergProperties.checkCreation(create.items());
    }

    private static void checkSortItems(ClusterItem item, SortedMap<ClusterPart, String> parts) {
        Set<String> columnNames = new TreeSet<>();
        for (IcebergSortItem sortItem : IcebergSortItem.parseList(item.value())) {
            String definition = parts.get(columnPart(sortItem.columnName()));
            if (definition == null) {
                throw Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_SORT_COLUMN_UNKNOWN, sortItem.columnName());
            }
            IcebergColumn column = IcebergColumn.parse(definition);
            if (!column.isOrdered()) {
                throw Refusal.ofExecution(
                        item.span(),
                        ClusterRule.ICEBERG_SORT_TYPE_UNORDERED,
                        sortItem.columnName(),
                        column.icebergTypeName());
            }
            if (!columnNames.add(sortItem.columnName())) {
                throw Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_SORT_REPEATED, sortItem.columnName());
            }
        }
    }

    /**
     * Requires that a column has a type that the server can store in an Iceberg table.
     *
     * @param parts the parts of the table, which contain the version of its format
     */
    static void checkType(ClusterItem item, SortedMap<ClusterPart, String> parts) {
        IcebergColumn column = IcebergColumn.parse(item.value());
        column.findUnsupportedTypeName().ifPresent(typeName -> {
            throw Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_TYPE_UNSUPPORTED, typeName);
        });
        if (column.containsVariant() && !IcebergProperties.mayHaveVariants(parts)) {
            throw Refusal.ofExecution(
                    item.span(),
                    ClusterRule.ICEBERG_VARIANT_BEFORE_V3,
                    item.part().name());
        }
    }

    static boolean isColumn(ClusterPart part) {
        return part.clause().equals(COLUMN_CLAUSE) && !part.equals(COLUMNS);
    }

    static ClusterPart columnPart(String name) {
        return new ClusterPart(COLUMN_CLAUSE, name);
    }

    /**
     * Requires that the catalog is an Iceberg catalog, and that the location is the only one that a catalog in a file
     * system permits. Does nothing if the catalog is unknown.
     */
    @Override
    void checkDefinition(ClusterObject table, PartSpans spans, Catalog catalog) {
        Optional<ClusterObject> externalCatalog = findExternalCatalog(table, catalog);
        externalCatalog
                .filter(knownExternalCatalog -> catalog.isOfWholeServer()
                        && findExternalCatalogProblem(knownExternalCatalog).isPresent())
                .ifPresent(knownExternalCatalog -> {
                    throw Refusal.ofExecution(
                            spans.nameSpan(),
                            ClusterRule.ICEBERG_CATALOG_TYPE,
                            knownExternalCatalog.name(),
                            ExternalCatalogRules.declaredType(knownExternalCatalog));
                });
        String location = table.parts().getOrDefault(IcebergProperties.LOCATION, "");
        externalCatalog
                .flatMap(knownExternalCatalog -> IcebergProperties.findRequiredLocation(knownExternalCatalog, table))
                .filter(requiredLocation -> !location.isEmpty()
                        && !Placeholder.isContainedIn(location)
                        && !location.equals(requiredLocation))
                .ifPresent(requiredLocation -> {
                    throw Refusal.ofExecution(
                            spans.of(IcebergProperties.LOCATION),
                            ClusterRule.ICEBERG_LOCATION_FIXED,
                            requiredLocation,
                            location);
                });
    }

    private static Optional<ClusterObject> findExternalCatalog(ClusterObject table, Catalog catalog) {
        return table.externalCatalog()
                .flatMap(name -> catalog.clusterObjects().find(ClusterObjectKind.EXTERNAL_CATALOG, name));
    }

    @Override
    void checkAlteration(ClusterItem item, ClusterObject currentObject) {
        IcebergProperties.checkAlteration(item, currentObject);
    }

    @Override
    boolean applyChange(ClusterChange change, SortedMap<ClusterPart, String> parts) {
        return IcebergChangeApplier.apply(change, parts);
    }

    /** Returns the element of the partitioning that a part is; empty for any other part, and for an unknown form. */
    static Optional<IcebergTransform> findTransform(ClusterPart part) {
        return part.clause().equals(PARTITION_CLAUSE) ? IcebergTransform.parse(part.name()) : Optional.empty();
    }

    /**
     * Publishes the current columns of the table. Between two statements, they may differ from the columns that a
     * record declares.
     */
    @Override
    Catalog publish(ClusterObject table, Catalog catalog, ServerProfile profile) {
        List<ExternalColumn> columns = columnNames(table).stream()
                .map(columnName -> toExternalColumn(columnName, table))
                .toList();
        QualifiedName name = table.toSqlName(null);
        return catalog.withExternalObject(new ExternalObject(
                name.catalog().orElseThrow().text(),
                name.qualifier().orElseThrow().text(),
                table.name(),
                columns,
                true,
                createLayout(table, columns, catalog.findExternalObject(name))));
    }

    /**
     * Returns the layout of a table. If the elements of the partitioning change while the columns do not, the table is
     * repartitioned; a renamed column only renames the elements.
     */
    private static IcebergLayout createLayout(
            ClusterObject table, List<ExternalColumn> columns, Optional<ExternalObject> objectBefore) {
        List<PartitionField> partitionFields = table.parts().keySet().stream()
                .flatMap(part -> findTransform(part).stream())
                .map(transform ->
                        new PartitionField(transform.columnName(), transform.render(), transform.isIdentity()))
                .toList();
        IcebergLayout layoutBefore =
                objectBefore.map(ExternalObject::icebergLayout).orElse(null);
        boolean isRepartitioned = layoutBefore != null
                && (layoutBefore.isRepartitioned()
                        || (objectBefore.orElseThrow().columns().equals(columns)
                                && !layoutBefore.partitionFields().equals(partitionFields)));
        return new IcebergLayout(partitionFields, isRepartitioned, IcebergProperties.isWritable(table.parts()));
    }

    private static ExternalColumn toExternalColumn(String name, ClusterObject table) {
        return IcebergColumn.tryParse(table.parts().getOrDefault(columnPart(name), ""))
                .map(column -> new ExternalColumn(name, column.queriedType(), column.isNullable()))
                .orElseGet(() -> new ExternalColumn(name, null, true));
    }

    /**
     * Removes the table from the catalog of a whole server. In any other catalog, the table only loses its layout,
     * because a schema may still declare a table that others manage from now on.
     */
    @Override
    Catalog withdraw(ClusterObject table, Catalog catalog, ServerProfile profile) {
        QualifiedName name = table.toSqlName(null);
        return catalog.isOfWholeServer()
                ? catalog.withoutExternalObject(
                        name.catalog().orElseThrow().text(),
                        name.qualifier().orElseThrow().text(),
                        table.name())
                : catalog.findExternalObject(name)
                        .map(object -> catalog.withExternalObject(object.withoutLayout()))
                        .orElse(catalog);
    }

    @Override
    public boolean isColumnMovable(String definition) {
        return IcebergColumn.tryParse(definition)
                .filter(column -> column.isScalar() && column.isNullable())
                .isPresent();
    }

    @Override
    public Optional<String> findDefaultValue(ClusterPart part) {
        return part.equals(COMMENT) ? Optional.of("") : IcebergProperties.findDefault(part);
    }

    @Override
    List<ClusterItem> prepareItems(List<ClusterItem> items, boolean isCreation) {
        return isCreation ? IcebergProperties.replaceStarRocksItems(items) : items;
    }

    @Override
    SortedMap<ClusterPart, String> normalizeTogether(SortedMap<ClusterPart, String> parts) {
        SortedMap<ClusterPart, String> storedParts = IcebergProperties.replaceStarRocksProperties(parts);
        storedParts.entrySet().removeIf(partEntry -> isDefault(partEntry.getKey(), partEntry.getValue()));
        return storedParts;
    }

    @Override
    public Optional<String> findExternalCatalogProblem(ClusterObject externalCatalog) {
        String type = ExternalCatalogRules.declaredType(externalCatalog);
        return type.equalsIgnoreCase("iceberg") || Placeholder.isPlaceholder(type)
                ? Optional.empty()
                : Optional.of("its catalog '" + externalCatalog.name() + "' has the type '" + type
                        + "' instead of 'iceberg'");
    }

    @Override
    public List<Problem> findProblems(ClusterObject table, ServerState server) {
        return findExternalCatalog(table, server.catalog()).flatMap(this::findExternalCatalogProblem).stream()
                .map(problem -> new Problem(ClusterPart.of("name"), problem))
                .toList();
    }

    /**
     * Returns why a record can't declare the table: a column has a type that StarRocks can't read, or CREATE TABLE
     * refuses a definition that other statements or other systems have created.
     */
    @Override
    public Optional<String> findDeclarationProblem(ClusterObject table) {
        return columnNames(table).stream()
                .filter(name -> IcebergColumn.tryParse(table.parts().getOrDefault(columnPart(name), ""))
                        .isEmpty())
                .findFirst()
                .map(name -> "StarRocks can't read the type of its column '" + name + "'")
                .or(() -> findCreationProblem(table));
    }

    private Optional<String> findCreationProblem(ClusterObject table) {
        try {
            checkCreation(table, table.toCreateStatement(ExistingObjectPolicy.REFUSE), Catalog.EMPTY);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of("CREATE TABLE refuses its definition: " + refusal.getMessage());
        }
    }

    @Override
    public ClusterChangeLimit determineChangeLimit(
            ClusterObject currentObject, ClusterObject desiredObject, List<String> materializedViewNames) {
        return IcebergChangeLimiter.determineLimit(currentObject, desiredObject, materializedViewNames, this);
    }

    @Override
    public Optional<String> findRecreationProblem() {
        return Optional.of("a table that is created again would be empty");
    }

    /**
     * Removes the properties that the schema does not set and that have no default, because others manage them. The
     * location and masked values are assumed to be as expected.
     */
    @Override
    ClusterObject reconcile(ClusterObject expectedObject, ClusterObject liveObject) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>(liveObject.parts());
        parts.keySet()
                .removeIf(part -> part.isProperty()
                        && !expectedObject.parts().containsKey(part)
                        && findDefaultValue(part).isEmpty());
        Optional.ofNullable(expectedObject.parts().get(IcebergProperties.LOCATION))
                .ifPresent(location -> parts.put(IcebergProperties.LOCATION, location));
        parts.replaceAll((part, value) -> value.equals(IcebergTableShowFormat.ICEBERG_MASK)
                ? expectedObject.parts().getOrDefault(part, value)
                : value);
        return liveObject.withParts(parts);
    }

    @Override
    public Optional<String> findExistenceQuery(ClusterObject object) {
        return Optional.of(IcebergTableShowFormat.createShowStatement(object.database(), object.name()));
    }

    @Override
    public SortedMap<String, ClusterObject> readObjects(
            QueryExecutor queryExecutor, Set<String> databaseNames, Predicate<String> isSelected) {
        return IcebergTableShowFormat.readTables(queryExecutor, databaseNames, isSelected, this);
    }

    @Override
    public ClusterListing list(List<ClusterObject> tables) {
        String databaseName = tables.isEmpty() ? "" : tables.get(0).database().split("\\.", 2)[1];
        return new ClusterListing(
                List.of("Tables_in_" + databaseName),
                tables.stream().map(table -> List.of(table.name())).toList());
    }

    @Override
    public ClusterListing show(ClusterObject table) {
        return IcebergTableShowFormat.showCreate(table);
    }

    @Override
    public Optional<ClusterListing> describe(ClusterObject table) {
        return Optional.of(IcebergTableShowFormat.describe(table));
    }

    /** Returns true: the privileges on the table belong to its catalog, which keeps them. */
    @Override
    public boolean isShownToEveryone() {
        return true;
    }

    /** Returns the names of the columns of a table in their order. */
    static List<String> columnNames(ClusterObject table) {
        return JoinedTexts.parseNames(table.parts().getOrDefault(COLUMNS, ""));
    }

    static String renderNames(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    static IcebergColumn parseColumn(ClusterObject table, String name) {
        return IcebergColumn.parse(table.parts().getOrDefault(columnPart(name), ""));
    }

    /** Returns whether the partitioning refers to a column. */
    static boolean isPartitionedBy(ClusterObject table, String columnName) {
        return table.parts().keySet().stream()
                .flatMap(part -> findTransform(part).stream())
                .anyMatch(transform -> transform.columnName().equals(columnName));
    }
}
