package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceUsage;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables and views that one SELECT names. The server looks all of them up before it analyzes the rest of the
 * FROM clause.
 */
final class TableReferences {
    /** The hint that a name refers to a synchronous materialized view, which is part of a table. */
    private static final String SYNCHRONOUS_VIEW_HINT = "_SYNC_MV_";

    /** The hints that add columns with metadata of the rows. */
    private static final List<String> METADATA_HINTS = List.of("_BINLOG_", "_CACHE_STATS_");

    private static final RelationField UNKNOWN_FIELD = RelationField.ofComputed("", ExpressionType.UNKNOWN, List.of());

    private final QueryResolver queryResolver;
    private final @Nullable CommonTables commonTables;
    private final Set<RelationName> relationNames = new HashSet<>();
    private final IdentityHashMap<Relation.Named, RelationFields> fieldsByRelation = new IdentityHashMap<>();

    TableReferences(QueryResolver queryResolver, @Nullable CommonTables commonTables) {
        this.queryResolver = queryResolver;
        this.commonTables = commonTables;
    }

    /**
     * Looks up the tables and views in a relation. Refuses two relations with the same name, except for common tables
     * and FILES.
     */
    void lookUp(Relation relation) {
        if (relation instanceof Relation.Named namedRelation) {
            lookUpTable(namedRelation);
        } else if (!(relation instanceof Relation.Files)) { // the server allows two FILES relations with the same name
            RelationName name = RelationName.of(relation);
            if (name != null) {
                addUnique(name, relation.span());
            }
        }
        relation.children().forEach(this::lookUp);
    }

    /** Returns the columns of a relation, which must have been {@linkplain #lookUp looked up}. */
    RelationFields requireFields(Relation.Named namedRelation) {
        return Objects.requireNonNull(fieldsByRelation.get(namedRelation));
    }

    private void addUnique(RelationName name, Span span) {
        if (!relationNames.add(name)) {
            throw Refusal.ofAnalysis(span, ServerError.NOT_UNIQUE_TABLE, name.table());
        }
    }

    private void lookUpTable(Relation.Named namedRelation) {
        List<Name> nameParts = namedRelation.name().parts();
        CommonTables.ResolvedCommonTable commonTable = nameParts.size() == 1 && commonTables != null
                ? commonTables.find(nameParts.get(0).text()).orElse(null)
                : null;
        if (commonTable != null) {
            String name = namedRelation.alias() == null
                    ? nameParts.get(0).text()
                    : namedRelation.alias().name().text();
            RelationName unqualifiedName = RelationName.ofTable(name);
            addRelation(
                    namedRelation,
                    BoundRelation.of(
                            namedRelation,
                            unqualifiedName,
                            commonTable.table(),
                            renameRelation(commonTable.readFields(), unqualifiedName)));
            return;
        }
        String catalog = namedRelation.name().catalog().map(Name::text).orElse(null);
        String database = DatabaseNameResolver.requireDatabaseName(
                namedRelation.name().qualifier().map(Name::text).orElse(queryResolver.database()),
                namedRelation.span());
        String tableName = namedRelation.name().lastPart().text();
        String nameInQuery = namedRelation.alias() == null
                ? tableName
                : namedRelation.alias().name().text();
        // The server keeps the catalog and the database of the table: d.t AS a is d.a.
        RelationName name = new RelationName(catalog == null ? InternalCatalog.NAME : catalog, database, nameInQuery);
        addUnique(name, namedRelation.span());
        Source source = findSource(namedRelation, catalog, database, tableName);
        addRelation(
                namedRelation,
                BoundRelation.of(namedRelation, name, source, resolveFields(namedRelation, source, name)));
    }

    private void addRelation(Relation.Named namedRelation, BoundRelation boundRelation) {
        queryResolver.usage().bindings().recordRelation(namedRelation, boundRelation);
        fieldsByRelation.put(namedRelation, boundRelation.fields());
    }

    private Source findSource(
            Relation.Named namedRelation, @Nullable String catalog, String database, String tableName) {
        if (hasHint(namedRelation, SYNCHRONOUS_VIEW_HINT)) {
            return queryResolver.sourceResolver().resolveSynchronousView(database, tableName);
        }
        Source source = queryResolver
                .sourceResolver()
                .resolveSource(
                        catalog, database, tableName, namedRelation.name().span());
        if (catalog == null && namedRelation.partitions() != null) {
            requirePartitions(database, tableName, namedRelation.partitions());
        }
        boolean isStored = source.viewQuery() == null && source.kind() != Source.Kind.EXTERNAL;
        if (namedRelation.time().period() != null && isStored && source.hasAllColumns()) {
            throw Refusal.ofExecution(
                    namedRelation.span(),
                    QueryRule.TEMPORAL_CLAUSE_ON_TABLE,
                    source.kind().tableTypeName(queryResolver.profile()));
        }
        return source;
    }

    private void requirePartitions(String database, String tableName, PartitionNames partitions) {
        for (Name partition : partitions.names()) {
            if (queryResolver
                    .sourceResolver()
                    .lacksPartition(database, tableName, partition, partitions.isTemporary())) {
                throw Refusal.ofAnalysis(
                        partition.span(), CommonRule.NOT_FOUND_IN, RuleSubject.PARTITION, partition, tableName);
            }
        }
    }

    private static boolean hasHint(Relation.Named namedRelation, String hint) {
        return namedRelation.hint().stream().anyMatch(hint::equalsIgnoreCase);
    }

    private static RelationFields renameRelation(RelationFields fields, RelationName name) {
        List<RelationField> renamedFields = new ArrayList<>(fields.size());
        for (RelationField field : fields.fields()) {
            renamedFields.add(field.asColumnOf(name, field.name()));
        }
        return new RelationFields(renamedFields);
    }

    private RelationFields resolveFields(Relation.Named namedRelation, Source source, RelationName name) {
        SourceUsage sourceUsage = queryResolver.usage().recordSource(source, queryResolver.isDirect());
        if (source.viewQuery() != null) {
            return resolveView(source, source.viewQuery(), sourceUsage, name, namedRelation.span());
        }
        Source.StoredQuery storedQuery = source.storedQuery();
        if (storedQuery != null) {
            sourceUsage.setNullCauseSupplier(() -> deriveNullCauses(source, storedQuery));
        }
        List<RelationField> fields = new ArrayList<>(source.columns().size() + 1);
        for (int i = 0; i < source.columns().size(); i++) {
            Source.Column column = source.columns().get(i);
            fields.add(new RelationField(
                    column.name(),
                    name,
                    column.expressionType(),
                    toVisibility(column),
                    true,
                    List.of(new RelationField.UsedColumn(sourceUsage, i))));
        }
        if (!source.hasAllColumns() || METADATA_HINTS.stream().anyMatch(hint -> hasHint(namedRelation, hint))) {
            fields.add(RelationField.ofWildcard(name));
        }
        return new RelationFields(fields);
    }

    private static RelationField.Visibility toVisibility(Source.Column column) {
        return column.isVisible() ? RelationField.Visibility.VISIBLE : RelationField.Visibility.HIDDEN;
    }

    /**
     * Returns why each column of a materialized view may be NULL, derived from the query of the view; empty for a
     * column that never is.
     */
    private List<Optional<NullCause>> deriveNullCauses(Source view, Source.StoredQuery storedQuery) {
        RelationFields outputs = resolveOutputs(storedQuery);
        List<Optional<NullCause>> nullCauses = new ArrayList<>(view.columns().size());
        for (Source.Column column : view.columns()) {
            int outputIndex = 0;
            while (outputIndex < storedQuery.columns().size()
                    && !storedQuery.columns().get(outputIndex).isNamed(column.name())) {
                outputIndex++;
            }
            nullCauses.add(
                    outputs.mayHaveUnknownFields() || outputIndex >= outputs.size()
                            ? Optional.of(NullCause.UNNAMED_COLUMN)
                            : Optional.ofNullable(outputs.get(outputIndex)
                                            .expressionType()
                                            .nullCause())
                                    .map(NullCause::withoutSpan));
        }
        return nullCauses;
    }

    private RelationFields resolveOutputs(Source.StoredQuery storedQuery) {
        QueryResolver innerResolver = queryResolver.createViewResolver(
                storedQuery.database(), List.of(), queryResolver.usage().createNested());
        try {
            return innerResolver.resolveUnorderedQuery(storedQuery.query(), EnclosingScope.NONE);
        } catch (Refusal ignored) {
            // The query of an inactive view may be invalid. Its rows still exist, but their types are unknown.
            return RelationFields.NONE;
        }
    }

    /** Resolves a view. Its column names are stored, but the types follow from the relations that it reads. */
    private RelationFields resolveView(
            Source view, Source.ViewQuery viewQuery, SourceUsage sourceUsage, RelationName name, Span span) {
        RelationFields queryFields = queryResolver
                .usage()
                .viewAnalyses()
                .resolveOnce(view, span, () -> resolveViewQuery(view, viewQuery, span));
        List<RelationField> fields = new ArrayList<>(view.columns().size());
        for (int i = 0; i < view.columns().size(); i++) {
            RelationField field =
                    queryFields.mayHaveUnknownFields() || i >= queryFields.size() ? UNKNOWN_FIELD : queryFields.get(i);
            List<RelationField.UsedColumn> origins = new ArrayList<>(field.origins());
            origins.add(new RelationField.UsedColumn(sourceUsage, i));
            fields.add(new RelationField(
                    view.columns().get(i).name(),
                    name,
                    toViewColumnType(field.expressionType()),
                    toVisibility(view.columns().get(i)),
                    field.isNullableInView(),
                    origins));
        }
        if (queryFields.mayHaveUnknownFields()) {
            fields.add(RelationField.ofWildcard(name));
        }
        return new RelationFields(fields);
    }

    /** Makes a type nullable, and removes the span of its cause, which is in the text of the view, not of the query. */
    private static ExpressionType toViewColumnType(ExpressionType expressionType) {
        NullCause cause = expressionType.nullCause();
        return new ExpressionType(
                expressionType.type(), true, expressionType.state(), cause == null ? null : cause.withoutSpan());
    }

    private RelationFields resolveViewQuery(Source view, Source.ViewQuery viewQuery, Span span) {
        QueryResolver innerResolver =
                queryResolver.createViewResolver(viewQuery.database(), viewQuery.bases(), queryResolver.usage());
        Bindings bindings = queryResolver.usage().bindings();
        boolean wasPlannable = bindings.isPlannable();
        if (view.kind() == Source.Kind.VIEW) {
            recordStoredDates(viewQuery.query(), bindings);
        }
        try {
            RelationFields fields = innerResolver.resolveTopQuery(viewQuery.query());
            if (wasPlannable) {
                bindings.movePlanRefusal(span);
            }
            return fields;
        } catch (Refusal refusal) {
            String message = "Getting analyzing error. Detail message: View " + view.database() + "." + view.name()
                    + " references invalid table(s) or column(s) or function(s) or definer/invoker of view lack"
                    + " rights to use them: " + refusal.getMessage() + ".";
            throw refusal.withMessage(message, span);
        }
    }

    /** Replaces the dates and times in the query of a view by texts: the server stores the query in this form. */
    private static void recordStoredDates(Query query, Bindings bindings) {
        query.visit(new Query.QueryVisitor() {
            @Override
            public void visitExpression(Expression expression) {
                if (expression instanceof Expression.DateLiteral date) {
                    bindings.recordReplacement(
                            date, new Expression.StringLiteral(date.printedValue(), '\'', date.span()));
                }
            }
        });
    }
}
