package dev.cairn.processor.read;

import dev.cairn.annotation.Index;
import dev.cairn.annotation.Rollup;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.PartitionDependentProperties;
import dev.cairn.processor.read.column.RecordColumns;
import dev.cairn.processor.read.written.Annotations;
import dev.cairn.processor.read.written.ObjectDescription;
import dev.cairn.processor.read.written.UnknownQuery;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.Lifetime;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statement that creates what a record describes. */
final class StatementReader {
    private final Annotations said;
    private final Findings findings;
    private final ObjectDescription object;
    private final RecordColumns columns;
    private final ClauseReader clauses;
    private final Span span;

    StatementReader(
            Annotations said,
            Findings findings,
            ObjectDescription object,
            RecordColumns columns,
            ClauseReader clauses) {
        this.said = said;
        this.findings = findings;
        this.object = object;
        this.columns = columns;
        this.clauses = clauses;
        this.span = said.site().place().span();
    }

    Statement statement(@Nullable KeyClause key) {
        return switch (object.kind()) {
            case TABLE, SNAPSHOT_TABLE -> table(key);
            case EXTERNAL -> external();
            case VIEW -> withQuery(this::view);
            case MATERIALIZED_VIEW -> withQuery(this::materializedView);
        };
    }

    private Statement withQuery(Function<QueryText, Statement> statement) {
        QueryText query = object.query();
        return query == null ? new UnknownQuery(object).in(statement) : statement.apply(query);
    }

    private CreateTable table(@Nullable KeyClause key) {
        List<ColumnDefinition> definitions = definitions();
        List<IndexDefinition> indexes = indexes();
        PartitionClause partitions = partitioning().ofTable();
        boolean unread = partitions == null && PartitioningReader.isSaid(said);
        Distribution distribution = clauses.distribution();
        List<SortItem> order = clauses.orderBy();
        List<RollupDefinition> rollups = new RollupReader(clauses, findings).rollups(said.all(Rollup.class));
        List<Property> properties = clauses.properties();
        return new CreateTable(
                Lifetime.PERMANENT,
                false,
                object.name(),
                definitions,
                indexes,
                null,
                null,
                key,
                object.comment(),
                partitions,
                distribution,
                order,
                rollups,
                unread ? PartitionDependentProperties.removedFrom(properties) : properties,
                List.of(),
                span);
    }

    /** What a table of somebody else looks like. */
    private CreateTable external() {
        return new CreateTable(
                Lifetime.PERMANENT,
                false,
                object.name(),
                definitions(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                span);
    }

    private CreateView view(QueryText query) {
        Security security =
                object.annotation().constant("security").map(Security::valueOf).orElse(null);
        return new CreateView(
                false,
                false,
                object.name(),
                ViewColumnsReader.columns(columns.columns(), object, false),
                object.comment(),
                security,
                clauses.properties(),
                query,
                span);
    }

    private CreateMaterializedView materializedView(QueryText query) {
        List<IndexDefinition> indexes = indexes();
        List<Expression> partitionBy = partitioning().ofMaterializedView();
        ViewStatement.Refresh refresh = new RefreshReader(findings).refresh(said);
        return new CreateMaterializedView(
                false,
                object.name(),
                ViewColumnsReader.columns(columns.columns(), object, !indexes.isEmpty()),
                indexes,
                object.comment(),
                partitionBy,
                partitionBy.size() > 1,
                clauses.distribution(),
                clauses.orderBy(),
                refresh,
                clauses.properties(),
                query,
                span);
    }

    private List<ColumnDefinition> definitions() {
        return columns.columns().stream().map(DeclaredColumn::definition).toList();
    }

    private List<IndexDefinition> indexes() {
        return new IndexReader(findings).indexes(said.all(Index.class), columns.indexes());
    }

    private PartitioningReader partitioning() {
        Set<String> names = columns.columns().stream()
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new PartitioningReader(clauses, findings, names);
    }
}
