package dev.cairn.processor.read;

import dev.cairn.annotation.Index;
import dev.cairn.annotation.Rollup;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.PartitionDependentProperties;
import dev.cairn.processor.read.annotation.Annotations;
import dev.cairn.processor.read.annotation.ObjectDescription;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.processor.read.column.RecordColumns;
import dev.cairn.processor.read.column.RecordColumns.ComponentIndex;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Query;
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
import dev.cairn.sql.ast.ViewStatement.ExistingView;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.sql.ast.ViewStatement.ViewClauses;
import dev.cairn.sql.ast.ViewStatement.ViewColumn;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the statement that creates the object of a record. */
final class StatementReader {
    private final Annotations annotations;
    private final Findings findings;
    private final ObjectDescription object;
    private final RecordColumns columns;
    private final ClauseReader clauses;
    private final Span span;

    StatementReader(
            Annotations annotations,
            Findings findings,
            ObjectDescription object,
            RecordColumns columns,
            ClauseReader clauses) {
        this.annotations = annotations;
        this.findings = findings;
        this.object = object;
        this.columns = columns;
        this.clauses = clauses;
        this.span = annotations.site().place().span();
    }

    Statement readStatement(@Nullable KeyClause key) {
        return switch (object.kind()) {
            case TABLE, SNAPSHOT_TABLE -> readTable(key);
            case EXTERNAL -> readExternalTable();
            case VIEW -> withQuery(this::readView);
            case MATERIALIZED_VIEW -> withQuery(this::readMaterializedView);
        };
    }

    private Statement withQuery(Function<QueryText, Statement> statement) {
        QueryText query = object.query();
        return query == null ? new UnknownQuery(object).parseStatement(statement) : statement.apply(query);
    }

    private CreateTable readTable(@Nullable KeyClause key) {
        List<IndexDefinition> indexes = indexes();
        PartitionClause partitions = createPartitioningReader().readTablePartitioning();
        boolean unread = partitions == null && PartitioningReader.isDeclared(annotations);
        Distribution distribution = clauses.readDistribution();
        List<SortItem> order = clauses.readOrderBy();
        List<RollupDefinition> rollups =
                annotations.findAll(Rollup.class).stream().map(this::readRollup).toList();
        List<Property> properties = clauses.readProperties();
        return CreateTable.of(
                object.name(),
                columnDefinitions(),
                span,
                new IndexClause(indexes),
                key,
                CreateClause.comment(object.comment()),
                partitions,
                distribution,
                new SortClause(order),
                new RollupClause(rollups),
                new PropertyClause(unread ? PartitionDependentProperties.removeFrom(properties) : properties));
    }

    /** The columns of an external table. */
    private CreateTable readExternalTable() {
        return CreateTable.of(object.name(), columnDefinitions(), span);
    }

    private CreateView readView(QueryText query) {
        Security security =
                object.annotation().constant("security").map(Security::valueOf).orElse(null);
        return new CreateView(
                ExistingView.REFUSED,
                object.name(),
                viewColumns(columns.columns(), object, false),
                new ViewClauses(object.comment(), security, clauses.readProperties()),
                query,
                span);
    }

    private CreateMaterializedView readMaterializedView(QueryText query) {
        List<IndexDefinition> indexes = indexes();
        List<Expression> partitionBy = createPartitioningReader().readViewPartitioning();
        ViewStatement.Refresh refresh = new RefreshReader(findings).readRefresh(annotations);
        return new CreateMaterializedView(
                false,
                object.name(),
                viewColumns(columns.columns(), object, !indexes.isEmpty()),
                CreateClauses.of(
                        new IndexClause(indexes),
                        CreateClause.comment(object.comment()),
                        new ViewPartitionClause(partitionBy, partitionBy.size() > 1),
                        clauses.readDistribution(),
                        new SortClause(clauses.readOrderBy()),
                        refresh,
                        new PropertyClause(clauses.readProperties())),
                query,
                span);
    }

    private List<ColumnDefinition> columnDefinitions() {
        return columns.columns().stream().map(DeclaredColumn::definition).toList();
    }

    private List<IndexDefinition> indexes() {
        return new IndexReader(findings).readIndexes(annotations.findAll(Index.class), columns.indexes());
    }

    private PartitioningReader createPartitioningReader() {
        Set<String> names = columns.columns().stream()
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new PartitioningReader(clauses, findings, names);
    }

    private RollupDefinition readRollup(WrittenAnnotation rollup) {
        SqlNameReader names = new SqlNameReader(findings);
        WrittenAnnotation.Text from = rollup.nonEmptyText("from");
        return new RollupDefinition(
                names.readName(rollup.requireText("name")),
                clauses.readRequiredNames(rollup, "columns"),
                clauses.readNames(rollup, "duplicateKey"),
                from == null ? null : names.readName(from),
                clauses.readProperties(rollup.annotations("properties")),
                rollup.place().span());
    }

    /** Reads the indexes of the record, and then those of its components. */
    private static final class IndexReader {
        private final Findings findings;
        private final SqlNameReader names;

        IndexReader(Findings findings) {
            this.findings = findings;
            this.names = new SqlNameReader(findings);
        }

        List<IndexDefinition> readIndexes(List<WrittenAnnotation> onRecord, List<ComponentIndex> onComponents) {
            List<IndexDefinition> indexes = new ArrayList<>();
            for (WrittenAnnotation index : onRecord) {
                List<Name> columns = readColumns(index, "");
                if (columns.isEmpty()) {
                    findings.add(FindingCode.INCOMPLETE, index.place(), "@Index on a record", "columns = \"…\"");
                } else {
                    indexes.add(readIndex(index, columns));
                }
            }
            for (ComponentIndex ownIndex : onComponents) {
                List<Name> columns = readColumns(ownIndex.annotation(), ownIndex.prefix());
                Name itself = new Name(
                        ownIndex.column(), true, ownIndex.annotation().place().span());
                indexes.add(readIndex(ownIndex.annotation(), columns.isEmpty() ? List.of(itself) : columns));
            }
            return indexes;
        }

        private List<Name> readColumns(WrittenAnnotation index, String prefix) {
            return index.texts("columns").stream()
                    .map(text -> names.readName(new WrittenAnnotation.Text(prefix + text.text(), text.place())))
                    .toList();
        }

        private IndexDefinition readIndex(WrittenAnnotation index, List<Name> columns) {
            return new IndexDefinition(
                    names.readName(index.requireText("name")),
                    columns,
                    index.constant("using", IndexDefinition.Kind.class, IndexDefinition.Kind.BITMAP),
                    ClauseReader.readProperties(index.annotations("properties"), findings),
                    index.nonEmptyContent("comment"),
                    index.place().span());
        }
    }

    /**
     * Returns the column list of a view, which the server matches with the query by position. A view that matches its columns by
     * name has a list only if there are comments or indexes; this list is in the order of the query.
     */
    private static List<ViewColumn> viewColumns(
            List<DeclaredColumn> declared, ObjectDescription view, boolean indexed) {
        if (view.isByPosition()) {
            return writtenColumns(declared);
        }
        boolean commented =
                declared.stream().anyMatch(column -> column.definition().comment() != null);
        return commented || indexed ? writtenColumns(order(declared, view.query())) : List.of();
    }

    private static List<ViewColumn> writtenColumns(List<DeclaredColumn> columns) {
        return columns.stream()
                .map(column -> new ViewColumn(
                        column.definition().name(),
                        column.definition().comment(),
                        column.place().span()))
                .toList();
    }

    /** Returns the columns in the order of the query, or else of the record. */
    private static List<DeclaredColumn> order(List<DeclaredColumn> declared, @Nullable QueryText query) {
        Map<String, DeclaredColumn> byName = new HashMap<>();
        declared.forEach(column -> byName.put(column.name().toLowerCase(Locale.ROOT), column));
        List<DeclaredColumn> ordered = new ArrayList<>();
        for (SelectItem item : query == null
                ? List.<SelectItem>of()
                : query.query().body().firstSelect().items()) {
            DeclaredColumn column = byName.remove(outputName(item));
            if (column != null) {
                ordered.add(column);
            }
        }
        return ordered.size() == declared.size() ? ordered : declared;
    }

    /** The server's name for the column; empty if it depends on more than the item. */
    private static String outputName(SelectItem item) {
        if (!(item instanceof SelectItem.Value value)) {
            return "";
        }
        if (value.alias() != null) {
            return value.alias().text().toLowerCase(Locale.ROOT);
        }
        return value.value() instanceof Expression.Reference reference
                ? reference.name().lastPart().text().toLowerCase(Locale.ROOT)
                : "";
    }

    /** A query that Cairn can't parse but a newer server may accept: its text is sent unchanged. */
    private record UnknownQuery(ObjectDescription object) {
        /** Returns the statement with the query. For a materialized view, it is opaque: its columns depend on the query. */
        Statement parseStatement(Function<QueryText, Statement> around) {
            WrittenAnnotation.Text text = object.writtenQuery();
            if (text == null) {
                throw UnreadableDeclarationException.ofReported(); // an unresolved constant
            }
            Span span = text.place().span();
            Statement writtenStatement = around.apply(query(text.text().strip(), span));
            Optional<String> parsedText = object.kind() == Kind.VIEW ? parsedText(writtenStatement) : Optional.empty();
            return parsedText
                    .map(query -> around.apply(query(query, span)))
                    .orElseGet(() -> new Statement.OpaqueStatement(
                            Sql.render(writtenStatement),
                            List.of("CREATE"),
                            object.name(),
                            object.annotation().place().span()));
        }

        private static QueryText query(String text, Span span) {
            return new QueryText(text, Query.ofUnread(text, span), span);
        }

        /** Parses the text of the query from the statement; empty if even its parentheses are unbalanced. */
        private static Optional<String> parsedText(Statement writtenStatement) {
            try {
                CreateView view = (CreateView) new SqlFragment(Sql.render(writtenStatement), 0).parseUnreadView();
                return Optional.of(view.query().text());
            } catch (SqlSyntaxException unlike) {
                return Optional.empty();
            }
        }
    }
}
