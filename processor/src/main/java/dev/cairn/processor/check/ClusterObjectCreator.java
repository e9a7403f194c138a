package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Column;
import dev.cairn.engine.Engine;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.engine.cluster.ClusterRule;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.processor.check.refusal.QueryRefusalConverter;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredClusterObject;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.cluster.ClusterClause.Form;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.write.JoinedTexts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Adds a cluster object to a catalog as the server would. A part with a mistake is omitted and the other parts are
 * checked, so that one compilation reports all mistakes; the object itself is then not added. A creator is used once.
 */
final class ClusterObjectCreator {

    private final DeclaredClusterObject object;
    private final Engine engine;
    private final Session session;
    private final Findings findings;
    private final ClusterObjectRules rules;
    private final List<ClusterItem> items;

    ClusterObjectCreator(DeclaredClusterObject object, Engine engine, Session session, Findings findings) {
        this.object = object;
        this.engine = engine;
        this.session = session;
        this.findings = findings;
        this.rules = ClusterObjectRules.of(object.statement().kind());
        this.items = new ArrayList<>(object.statement().items());
    }

    /** Returns the catalog with the object; if the object has a mistake, reports it and returns the same catalog. */
    Catalog addTo(Catalog catalog) {
        items.removeIf(this::reportUnknownProperty);
        Optional<Set<String>> columnNames = findColumnNames(catalog);
        columnNames.ifPresent(names -> items.removeIf(item -> reportUnknownColumns(item, names)));
        reportRepeatedColumns();
        boolean hasAllItems = items.size() == object.statement().items().size();
        while (true) {
            try {
                Catalog extendedCatalog =
                        engine.apply(catalog, session, createStatement()).catalog();
                if (!hasAllItems) {
                    return catalog;
                }
                reportProblems(extendedCatalog);
                return extendedCatalog;
            } catch (Refusal refusal) {
                List<ClusterItem> refusedItems = items.stream()
                        .filter(item -> Place.of(item.span()).equals(Place.of(refusal.span())))
                        .toList();
                // The server may refuse the statement because of the omitted parts.
                if (hasAllItems || !refusedItems.isEmpty()) {
                    reportRefusal(refusal);
                }
                if (refusedItems.size() != 1) {
                    return catalog;
                }
                items.removeAll(refusedItems);
                hasAllItems = false;
            }
        }
    }

    private CreateClusterObject createStatement() {
        CreateClusterObject statement = object.statement();
        return new CreateClusterObject(
                statement.kind(), statement.name(), statement.onExistingObject(), items, statement.span());
    }

    /** Reports a property that the kind of object does not have, and returns whether it did. */
    private boolean reportUnknownProperty(ClusterItem item) {
        String propertyName = item.part().name();
        Set<String> knownNames = new TreeSet<>(rules.propertyNames());
        boolean isUnknown = item.part().isProperty()
                && !knownNames.isEmpty()
                && !knownNames.contains(propertyName.toLowerCase(Locale.ROOT));
        if (isUnknown) {
            findings.add(
                    CompileRule.UNKNOWN_PROPERTY,
                    object.placeByPart().getOrDefault(item.part(), Place.of(item.span())),
                    object.title(),
                    propertyName,
                    Suggestion.renderSuffix(propertyName, knownNames));
        }
        return isUnknown;
    }

    /** Reports the columns of a list that the table does not have, and returns whether there are any. */
    private boolean reportUnknownColumns(ClusterItem item, Set<String> columnNames) {
        List<String> unknownNames = isColumnList(item)
                ? JoinedTexts.parseNames(item.value()).stream()
                        .filter(name -> columnNames.stream().noneMatch(name::equalsIgnoreCase))
                        .toList()
                : List.of();
        for (String name : unknownNames) {
            findings.add(
                    CompileRule.UNKNOWN_COLUMN,
                    Place.of(item.span()),
                    name,
                    Suggestion.renderSuffix(name, columnNames));
        }
        return !unknownNames.isEmpty();
    }

    private boolean isColumnList(ClusterItem item) {
        return object.statement().kind().requireClause(item.part().clause()).form() == Form.MARKED_NAMES;
    }

    /** Returns the names of the columns of the table that the object names; empty if there is no such table. */
    private Optional<Set<String>> findColumnNames(Catalog catalog) {
        String databaseName =
                object.statement().name().qualifier().map(Name::text).orElse(session.databaseName());
        return object.statement().items().stream()
                .filter(item -> item.part().equals(ClusterPart.TABLE))
                .findFirst()
                .flatMap(item ->
                        Optional.ofNullable(databaseName).flatMap(name -> catalog.findTable(name, item.value())))
                .map(table -> {
                    Set<String> columnNames = new LinkedHashSet<>();
                    table.columns().stream().map(Column::name).forEach(columnNames::add);
                    return columnNames;
                });
    }

    /**
     * Reports columns that the lists repeat, unless the server refuses the repetition. The server refuses only a column
     * that is both a key and a value, and is written in the same case twice.
     */
    private void reportRepeatedColumns() {
        Map<String, ClusterItem> itemByColumnText = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (ClusterItem item : items) {
            if (isColumnList(item)) {
                ClusterItem earlierItem = itemByColumnText.putIfAbsent(item.value(), item);
                boolean isRefused = earlierItem != null
                        && earlierItem.value().equals(item.value())
                        && !earlierItem.part().equals(item.part());
                if (earlierItem != null && !isRefused) {
                    findings.add(
                            CompileRule.CLUSTER_MISTAKE,
                            Place.of(item.span()),
                            object.title(),
                            "it lists the column " + quoteName(item.value()) + " twice");
                }
            }
        }
    }

    private static String quoteName(String name) {
        return "'" + JoinedTexts.parseNames(name).get(0) + "'";
    }

    private void reportRefusal(Refusal refusal) {
        Version version = engine.profile().version();
        findings.add(
                CompileRule.CLUSTER_REFUSED,
                placeOf(refusal),
                version,
                object.title(),
                describeRefusal(refusal),
                renderAllowedValues(refusal)
                        .orElse(
                                version == Version.newest()
                                        ? "; correct it"
                                        : "; correct it, or declare the version of your servers in @Schema"));
    }

    /**
     * Renders the values that a refused part accepts, as the end of a message; empty if the part accepts other values
     * than a few words, or if its value is one of them.
     */
    private Optional<String> renderAllowedValues(Refusal refusal) {
        Place place = Place.of(refusal.span());
        return items.stream()
                .filter(item -> Place.of(item.span()).equals(place))
                .flatMap(item -> {
                    List<String> allowedValues = rules.allowedValues(item.part());
                    boolean isUnknown = !allowedValues.isEmpty()
                            && allowedValues.stream().noneMatch(item.value()::equalsIgnoreCase);
                    return isUnknown
                            ? Stream.of(Suggestion.renderValueSuffix(item.value(), allowedValues))
                            : Stream.empty();
                })
                .findFirst();
    }

    /** Returns the place of a refused part; if the part is a list of strings, the place of the refused string. */
    private Place placeOf(Refusal refusal) {
        Place place = Place.of(refusal.span());
        return items.stream()
                .filter(item -> Place.of(item.span()).equals(place) && isTextList(item))
                .flatMap(item -> JoinedTexts.parse(item.value()).stream()
                        .filter(refusal::hasArgument)
                        .map(text -> new ClusterPart(item.part().clause(), text)))
                .map(object.placeByPart()::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(place);
    }

    private boolean isTextList(ClusterItem item) {
        return object.statement().kind().requireClause(item.part().clause()).form() == Form.TEXTS;
    }

    /** Describes a refusal in the terms of the declaration or, if there are none, with the server's message. */
    private String describeRefusal(Refusal refusal) {
        if (refusal.hasRule(ClusterRule.ICEBERG_TYPE_UNSUPPORTED)) {
            return describeUnsupportedType(String.valueOf(refusal.argument(0)));
        }
        if (refusal.breaksAnyRule(
                Set.of(ClusterRule.ICEBERG_PARTITION_COLUMN_UNKNOWN, ClusterRule.ICEBERG_SORT_COLUMN_UNKNOWN))) {
            String name = String.valueOf(refusal.argument(0));
            return "it has no column '" + name + "'" + Suggestion.renderSuffix(name, findDeclaredColumnNames(), "");
        }
        if (object.statement().kind().hasStatement() && QueryRefusalConverter.isUnknownTableRefusal(refusal)) {
            return refusal.detailClause()
                    + ", as far as the schema declares: add the record of the table to it,"
                    + " with @External if another application or a catalog owns it";
        }
        if (refusal.hasRule(ClusterRule.DICTIONARY_COLUMN_TYPE_UNSUPPORTED)) {
            return "'" + refusal.argument(1) + "' is of the type " + refusal.argument(2) + ", which a "
                    + refusal.argument(0) + " can't have";
        }
        if (refusal.hasRule(ClusterRule.DICTIONARY_COLUMN_REPEATED)) {
            return "'" + refusal.argument(0) + "' is both a key and a value";
        }
        if (refusal.hasRule(ClusterRule.DICTIONARY_PROPERTY_FORMAT)) {
            return "'" + refusal.argument(1) + "' is not a value of '" + refusal.argument(0) + "'";
        }
        return refusal.detailClause();
    }

    private static String describeUnsupportedType(String typeName) {
        return switch (typeName) {
            case "DECIMAL256" -> "a decimal of Iceberg has at most 38 digits: declare a lower precision";
            case "LARGEINT" ->
                "Iceberg has no type LARGEINT: declare a BigDecimal with @Decimal(precision = 38, scale = 0)";
            case "JSON" -> "Iceberg has no type JSON: declare a String without @Json";
            default -> "Iceberg has no type " + typeName + ": declare another one";
        };
    }

    private List<String> findDeclaredColumnNames() {
        return object.statement()
                .kind()
                .findColumnClause()
                .map(clause -> object.statement().items().stream()
                        .map(ClusterItem::part)
                        .filter(part -> part.clause().equals(clause.name()) && !part.isUnnamed())
                        .map(ClusterPart::name)
                        .toList())
                .orElse(List.of());
    }

    private void reportProblems(Catalog catalog) {
        Optional<ClusterObject> clusterObject =
                catalog.clusterObjects().find(ClusterObject.key(object.statement(), session.databaseName()));
        if (clusterObject.isPresent()) {
            ServerState server = new ServerState(engine.profile(), catalog, session);
            rules.findProblems(clusterObject.get(), server)
                    .forEach(problem -> findings.add(
                            CompileRule.CLUSTER_MISTAKE, placeOf(problem.part()), object.title(), problem.reason()));
            reportUnusedFields(clusterObject.get(), server);
        }
    }

    private void reportUnusedFields(ClusterObject clusterObject, ServerState server) {
        List<String> columnNames = clusterObject
                .tableName()
                .flatMap(table -> server.catalog().findTable(clusterObject.database(), table))
                .map(table -> table.columns().stream().map(Column::name).toList())
                .orElse(List.of());
        for (String fieldName : rules.findUnusedFields(clusterObject, server)) {
            findings.add(
                    CompileRule.CLUSTER_UNUSED_FIELD,
                    placeOf(new ClusterPart("columns", fieldName)),
                    object.title(),
                    fieldName,
                    Suggestion.renderSuffix(
                            fieldName,
                            columnNames,
                            "; allow this warning if the messages have a field that is not stored"));
        }
    }

    private Place placeOf(ClusterPart part) {
        return Optional.ofNullable(object.placeByPart().get(part))
                .or(() -> items.stream()
                        .filter(item -> item.part().equals(part))
                        .map(item -> Place.of(item.span()))
                        .findFirst())
                .orElse(object.place());
    }
}
