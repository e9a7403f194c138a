package dev.cairn.processor.read;

import dev.cairn.annotation.Index;
import dev.cairn.annotation.Rollup;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.PartitionDependentProperties;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.ObjectDescription;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.processor.read.column.RecordColumns;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.DeclaredViewColumn;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.sql.ast.ViewStatement.ViewClauses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statement that creates the object of a record. The result is a statement of the engine, so later stages
 * need not know annotations; the spans of its parts are the places for findings.
 */
final class StatementReader {
    private final CairnAnnotations annotations;
    private final Findings findings;
    private final ObjectDescription description;
    private final RecordColumns recordColumns;
    private final ClauseReader clauseReader;
    private final Span span;

    StatementReader(
            CairnAnnotations annotations,
            Findings findings,
            ObjectDescription description,
            RecordColumns recordColumns,
            ClauseReader clauseReader) {
        this.annotations = annotations;
        this.findings = findings;
        this.description = description;
        this.recordColumns = recordColumns;
        this.clauseReader = clauseReader;
        this.span = annotations.site().place().span();
    }

    /**
     * Reads the statement. Invalid clauses are reported and omitted. The statement of a view whose query can't be
     * parsed contains the query as text.
     *
     * @param keyClause the key of a table; null if the record does not declare a key
     * @throws dev.cairn.processor.read.annotation.UnreadableDeclarationException if a clause lacks a required name or has an invalid one, which is reported
     */
    Statement readStatement(@Nullable KeyClause keyClause) {
        return switch (description.kind()) {
            case TABLE, SNAPSHOT_TABLE -> readTable(keyClause);
            case EXTERNAL -> readExternalTable();
            case VIEW -> createWithQuery(this::readView);
            case MATERIALIZED_VIEW -> createWithQuery(this::readMaterializedView);
        };
    }

    private Statement createWithQuery(Function<QueryText, Statement> statementFactory) {
        QueryText query = description.parsedQuery();
        return query == null
                ? new UnparsedQuery(description).toStatement(statementFactory)
                : statementFactory.apply(query);
    }

    private CreateTable readTable(@Nullable KeyClause keyClause) {
        List<IndexDefinition> indexes = readIndexes();
        PartitionClause partitionClause = createPartitioningReader().readTablePartitioning();
        boolean isPartitioningUnread = partitionClause == null && PartitioningReader.declaresPartitioning(annotations);
        Distribution distribution = clauseReader.readDistribution();
        List<SortItem> sortItems = clauseReader.readOrderBy();
        List<RollupDefinition> rollups =
                annotations.findAll(Rollup.class).stream().map(this::readRollup).toList();
        List<Property> properties = clauseReader.readProperties();
        return CreateTable.of(
                description.name(),
                columnDefinitions(),
                span,
                new IndexClause(indexes),
                keyClause,
                CreateClause.toCommentClause(description.comment()),
                partitionClause,
                distribution,
                new SortClause(sortItems),
                new RollupClause(rollups),
                new PropertyClause(
                        isPartitioningUnread ? PartitionDependentProperties.removeFrom(properties) : properties));
    }

    /** Returns the statement of an external table, which has only the name and the columns. */
    private CreateTable readExternalTable() {
        return CreateTable.of(description.name(), columnDefinitions(), span);
    }

    private CreateView readView(QueryText query) {
        Security security = description
                .annotation()
                .findConstantName("security")
                .map(Security::valueOf)
                .orElse(null);
        return new CreateView(
                ExistingObjectPolicy.REFUSE,
                description.name(),
                createViewColumns(recordColumns.columns(), description, false),
                new ViewClauses(description.comment(), security, clauseReader.readProperties()),
                query,
                span);
    }

    private CreateMaterializedView readMaterializedView(QueryText query) {
        List<IndexDefinition> indexes = readIndexes();
        List<Expression> partitionBy = createPartitioningReader().readMaterializedViewPartitioning();
        ViewStatement.Refresh refresh = new RefreshReader(findings).readRefresh(annotations);
        return new CreateMaterializedView(
                false,
                description.name(),
                createViewColumns(recordColumns.columns(), description, !indexes.isEmpty()),
                CreateClauses.of(
                        new IndexClause(indexes),
                        CreateClause.toCommentClause(description.comment()),
                        new ViewPartitionClause(partitionBy, partitionBy.size() > 1),
                        clauseReader.readDistribution(),
                        new SortClause(clauseReader.readOrderBy()),
                        refresh,
                        new PropertyClause(clauseReader.readProperties())),
                query,
                span);
    }

    private List<ColumnDefinition> columnDefinitions() {
        return recordColumns.columns().stream().map(DeclaredColumn::definition).toList();
    }

    private List<IndexDefinition> readIndexes() {
        return new IndexReader(findings).readIndexes(annotations.findAll(Index.class), recordColumns.indexes());
    }

    private PartitioningReader createPartitioningReader() {
        Set<String> columnNames = recordColumns.columns().stream()
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new PartitioningReader(clauseReader, findings, columnNames);
    }

    private RollupDefinition readRollup(WrittenAnnotation rollupAnnotation) {
        SqlNameReader nameReader = new SqlNameReader(findings);
        WrittenAnnotation.Text sourceName = rollupAnnotation.findNonEmptyText("from");
        return new RollupDefinition(
                nameReader.readName(rollupAnnotation.requireText("name")),
                clauseReader.readRequiredNames(rollupAnnotation, "columns"),
                clauseReader.readNames(rollupAnnotation, "duplicateKey"),
                sourceName == null ? null : nameReader.readName(sourceName),
                clauseReader.readProperties(rollupAnnotation.annotations("properties")),
                rollupAnnotation.place().span());
    }

    /**
     * Returns the column list of a view. The server matches the list with the query by position. If the record is
     * matched by name, the list is therefore in the order of the query, and it is empty if there are no comments or
     * indexes.
     */
    private static List<DeclaredViewColumn> createViewColumns(
            List<DeclaredColumn> declaredColumns, ObjectDescription description, boolean hasIndexes) {
        if (description.matchesColumnsByPosition()) {
            return toViewColumns(declaredColumns);
        }
        boolean hasComments =
                declaredColumns.stream().anyMatch(column -> column.definition().comment() != null);
        return hasComments || hasIndexes
                ? toViewColumns(orderByQuery(declaredColumns, description.parsedQuery()))
                : List.of();
    }

    private static List<DeclaredViewColumn> toViewColumns(List<DeclaredColumn> columns) {
        return columns.stream()
                .map(column -> new DeclaredViewColumn(
                        column.definition().name(),
                        column.definition().comment(),
                        column.place().span()))
                .toList();
    }

    /**
     * Returns the columns in the order of the query; in the order of the record unless the query's select list names
     * each column.
     */
    private static List<DeclaredColumn> orderByQuery(List<DeclaredColumn> declaredColumns, @Nullable QueryText query) {
        Map<String, DeclaredColumn> columnByName = new HashMap<>();
        declaredColumns.forEach(column -> columnByName.put(column.name().toLowerCase(Locale.ROOT), column));
        List<DeclaredColumn> orderedColumns = new ArrayList<>();
        for (SelectItem item : query == null
                ? List.<SelectItem>of()
                : query.query().body().firstSelect().items()) {
            DeclaredColumn column = columnByName.remove(outputName(item));
            if (column != null) {
                orderedColumns.add(column);
            }
        }
        return orderedColumns.size() == declaredColumns.size() ? orderedColumns : declaredColumns;
    }

    /**
     * Returns the name that the server gives to the column of an item, in lower case; empty if the item alone does not
     * determine the name.
     */
    private static String outputName(SelectItem item) {
        if (!(item instanceof SelectItem.Value valueItem)) {
            return "";
        }
        if (valueItem.alias() != null) {
            return valueItem.alias().text().toLowerCase(Locale.ROOT);
        }
        return valueItem.value() instanceof Expression.Reference reference
                ? reference.name().lastPart().text().toLowerCase(Locale.ROOT)
                : "";
    }
}
