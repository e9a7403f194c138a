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
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.ServerError;
import dev.cairn.sql.ast.Name;
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
 * The tables and views that one SELECT names. The server looks all of them up before it analyses the rest of the
 * FROM clause.
 */
final class TableReferences {
    private static final String INTERNAL = "default_catalog";

    /** The hint that the name is that of a synchronous materialized view, which belongs to a table. */
    private static final String SYNCHRONOUS_VIEW = "_SYNC_MV_";

    /** The hints that add columns with metadata of the rows. */
    private static final List<String> OTHER_COLUMNS = List.of("_BINLOG_", "_CACHE_STATS_");

    private static final RelationField UNKNOWN = RelationField.ofCalculated("", ExpressionType.UNKNOWN, List.of());

    private final QueryResolution resolution;
    private final OuterScope.@Nullable CommonTables tables;
    private final Set<RelationName> names = new HashSet<>();
    private final IdentityHashMap<Relation.Named, RelationFields> fieldsByRelation = new IdentityHashMap<>();

    TableReferences(QueryResolution resolution, OuterScope.@Nullable CommonTables tables) {
        this.resolution = resolution;
        this.tables = tables;
    }

    void lookUp(Relation relation) {
        if (relation instanceof Relation.Named named) {
            lookUp(named);
        } else if (!(relation instanceof Relation.Files)) { // the server allows two of the same name
            RelationName name = RelationName.of(relation);
            if (name != null) {
                addUnique(name, relation.span());
            }
        }
        relation.children().forEach(this::lookUp);
    }

    RelationFields fields(Relation.Named named) {
        return Objects.requireNonNull(fieldsByRelation.get(named));
    }

    private void addUnique(RelationName name, Span span) {
        if (!names.add(name)) {
            throw Refusal.analysis(span, ServerError.NOT_UNIQUE_TABLE, name.table());
        }
    }

    private void lookUp(Relation.Named named) {
        List<Name> parts = named.name().parts();
        OuterScope.CommonTables.ResolvedCommonTable common =
                parts.size() == 1 && tables != null ? tables.find(parts.get(0).text()) : null;
        if (common != null) {
            String name = named.alias() == null
                    ? parts.get(0).text()
                    : named.alias().name().text();
            RelationName alone = RelationName.ofTable(name);
            add(named, BoundRelation.of(named, alone, common.table(), renameRelation(common.read(), alone)));
            return;
        }
        String catalog = parts.size() > 2 ? parts.get(parts.size() - 3).text() : null;
        String database = parts.size() > 1 ? parts.get(parts.size() - 2).text() : resolution.database();
        if (database == null) {
            throw Refusal.analysis(named.span(), ServerError.NO_DATABASE_CHOSEN);
        }
        String table = named.name().lastPart().text();
        RelationName name = named.alias() == null
                ? new RelationName(catalog == null ? INTERNAL : catalog, database, table)
                : new RelationName(
                        INTERNAL, resolution.database(), named.alias().name().text());
        addUnique(name, named.span());
        Source source = findSource(named, catalog, database, table);
        add(named, BoundRelation.of(named, name, source, fields(named, source, name)));
    }

    private void add(Relation.Named named, BoundRelation relation) {
        resolution.usage().bindings().recordRelation(named, relation);
        fieldsByRelation.put(named, relation.fields());
    }

    private Source findSource(Relation.Named named, @Nullable String catalog, String database, String table) {
        if (hasHint(named, SYNCHRONOUS_VIEW)) {
            return resolution.sources().synchronousView(database, table);
        }
        Source source =
                resolution.sources().find(catalog, database, table, named.name().span());
        if (catalog == null && named.partitions() != null) {
            requirePartitions(database, table, named.partitions());
        }
        boolean stored = source.definition() == null && source.kind() != Source.Kind.EXTERNAL;
        if (named.time().period() != null && stored && source.complete()) {
            throw Refusal.execution(named.span(), QueryRule.TEMPORAL_CLAUSE_ON_TABLE, typeName(source.kind()));
        }
        return source;
    }

    private void requirePartitions(String database, String table, PartitionNames partitions) {
        for (Name partition : partitions.names()) {
            if (resolution.sources().lacksPartition(database, table, partition, partitions.temporary())) {
                throw Refusal.analysis(
                        partition.span(), CommonRule.NOT_FOUND_IN, RuleSubject.PARTITION, partition, table);
            }
        }
    }

    private String typeName(Source.Kind kind) {
        boolean lake = resolution.profile().sharedData();
        if (kind == Source.Kind.MATERIALIZED_VIEW) {
            return lake ? "CLOUD_NATIVE_MATERIALIZED_VIEW" : "MATERIALIZED_VIEW";
        }
        return lake ? "CLOUD_NATIVE" : "OLAP";
    }

    private static boolean hasHint(Relation.Named named, String hint) {
        return named.hint().stream().anyMatch(hint::equalsIgnoreCase);
    }

    private static RelationFields renameRelation(RelationFields fields, RelationName name) {
        List<RelationField> renamed = new ArrayList<>(fields.size());
        for (RelationField field : fields.fields()) {
            renamed.add(field.of(name, field.name()));
        }
        return new RelationFields(renamed);
    }

    private RelationFields fields(Relation.Named named, Source source, RelationName name) {
        SourceUsage use = resolution.usage().recordSource(source, resolution.isDirect());
        if (source.definition() != null) {
            return resolveView(source, source.definition(), use, name, named.span());
        }
        Source.StoredQuery contents = source.storedQuery();
        if (contents != null) {
            use.deriveCausesWith(() -> deriveCauses(source, contents));
        }
        List<RelationField> fields = new ArrayList<>(source.columns().size() + 1);
        for (int i = 0; i < source.columns().size(); i++) {
            Source.Column column = source.columns().get(i);
            fields.add(new RelationField(
                    column.name(),
                    name,
                    column.expressionType(),
                    column.isVisible() ? RelationField.Visibility.SHOWN : RelationField.Visibility.HIDDEN,
                    true,
                    List.of(new RelationField.UsedColumn(use, i))));
        }
        if (!source.complete() || OTHER_COLUMNS.stream().anyMatch(hint -> hasHint(named, hint))) {
            fields.add(RelationField.wildcard(name));
        }
        return new RelationFields(fields);
    }

    /** Returns why the columns of a materialized view may be NULL, by its query. */
    private List<Optional<NullCause>> deriveCauses(Source view, Source.StoredQuery contents) {
        RelationFields outputs = resolveOutputs(contents);
        List<Optional<NullCause>> causes = new ArrayList<>(view.columns().size());
        for (Source.Column column : view.columns()) {
            int output = 0;
            while (output < contents.columns().size()
                    && !contents.columns().get(output).is(column.name())) {
                output++;
            }
            causes.add(
                    outputs.mayHaveOthers() || output >= outputs.size()
                            ? Optional.of(NullCause.COLUMN)
                            : Optional.ofNullable(
                                            outputs.get(output).expressionType().cause())
                                    .map(NullCause::withoutSpan));
        }
        return causes;
    }

    private RelationFields resolveOutputs(Source.StoredQuery contents) {
        QueryResolution inside = new QueryResolution(
                resolution.profile(),
                resolution.sources(),
                contents.database(),
                resolution.usage().createNested(),
                false);
        try {
            return inside.resolveQuery(contents.query(), OuterScope.NONE, false);
        } catch (Refusal refusal) {
            // The query of an inactive view may be invalid. Its rows still exist, but their types are unknown.
            return RelationFields.NONE;
        }
    }

    /** Resolves a view. Its column names are stored, but the types follow from the relations that it reads. */
    private RelationFields resolveView(
            Source view, Source.ViewQuery definition, SourceUsage use, RelationName name, Span span) {
        RelationFields inner =
                resolution.usage().resolveDefinition(view, span, () -> resolveDefinition(view, definition, span));
        List<RelationField> fields = new ArrayList<>(view.columns().size());
        for (int i = 0; i < view.columns().size(); i++) {
            RelationField field = inner.mayHaveOthers() || i >= inner.size() ? UNKNOWN : inner.get(i);
            List<RelationField.UsedColumn> origins = new ArrayList<>(field.origins());
            origins.add(new RelationField.UsedColumn(use, i));
            fields.add(new RelationField(
                    view.columns().get(i).name(),
                    name,
                    withoutSpans(field.expressionType()),
                    RelationField.Visibility.SHOWN,
                    field.nullableExpression(),
                    origins));
        }
        if (inner.mayHaveOthers()) {
            fields.add(RelationField.wildcard(name));
        }
        return new RelationFields(fields);
    }

    /** Removes the spans of causes, which refer to the text of the view and not to that of the query. */
    private static ExpressionType withoutSpans(ExpressionType expressionType) {
        NullCause cause = expressionType.cause();
        return new ExpressionType(
                expressionType.type(), true, expressionType.state(), cause == null ? null : cause.withoutSpan());
    }

    private RelationFields resolveDefinition(Source view, Source.ViewQuery definition, Span span) {
        QueryResolution inside = new QueryResolution(
                resolution.profile(), resolution.sources(), definition.database(), resolution.usage(), false);
        Bindings bindings = resolution.usage().bindings();
        boolean plannable = bindings.isPlannable();
        try {
            RelationFields fields = inside.resolveQuery(definition.query(), OuterScope.NONE, false);
            if (plannable) {
                bindings.placePlanRefusal(span);
            }
            return fields;
        } catch (Refusal refusal) {
            String message = "Getting analyzing error. Detail message: View " + view.database() + "." + view.name()
                    + " references invalid table(s) or column(s) or function(s) or definer/invoker of view lack"
                    + " rights to use them: " + refusal.getMessage() + ".";
            throw refusal.withMessage(message, span);
        }
    }
}
