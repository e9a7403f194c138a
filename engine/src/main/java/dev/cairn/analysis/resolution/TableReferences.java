package dev.cairn.analysis.resolution;

import dev.cairn.analysis.resolution.CommonTableScope.CommonTable;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceUsage;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Alias;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables and views that one SELECT names. The server looks all of them up before it reads anything else of what stands
 * behind FROM.
 */
final class TableReferences {
    private static final String INTERNAL = "default_catalog";

    /** Asks for a synchronous materialized view, of which only its table knows. */
    private static final String SYNCHRONOUS_VIEW = "_SYNC_MV_";

    /** Ask for columns that are about the rows. */
    private static final List<String> OTHER_COLUMNS = List.of("_BINLOG_", "_CACHE_STATS_");

    private static final RelationField UNKNOWN = RelationField.calculated("", ExpressionType.UNKNOWN, List.of());

    private final QueryResolution resolution;
    private final @Nullable CommonTableScope tables;
    private final Set<RelationName> names = new HashSet<>();
    private final IdentityHashMap<Relation.Named, RelationFields> found = new IdentityHashMap<>();

    TableReferences(QueryResolution resolution, @Nullable CommonTableScope tables) {
        this.resolution = resolution;
        this.tables = tables;
    }

    void lookUp(Relation relation) {
        if (relation instanceof Relation.Named named) {
            lookUp(named);
        } else if (relation instanceof Relation.Join join) {
            lookUp(join.left());
            lookUp(join.right());
        } else if (relation instanceof Relation.Parenthesized parenthesized) {
            parenthesized.relations().forEach(this::lookUp);
        } else if (relation instanceof Relation.Lateral lateral) {
            lookUp(lateral.relation());
        } else if (relation instanceof Relation.Derived derived) {
            addUnique(alone(derived.alias(), "null"), derived.span());
        } else if (relation instanceof Relation.Values values && values.alias() != null) {
            addUnique(alone(values.alias(), ""), values.span());
        } else if (relation instanceof Relation.Function function) {
            addUnique(TableFunctions.name(function), function.span());
        }
    }

    RelationFields fields(Relation.Named named) {
        return Objects.requireNonNull(found.get(named));
    }

    private static RelationName alone(@Nullable Alias alias, String without) {
        return RelationName.alone(alias == null ? without : alias.name().text());
    }

    private void addUnique(RelationName name, Span at) {
        if (!names.add(name)) {
            throw Refusal.analysis(at, ServerError.NOT_UNIQUE_TABLE, name.table());
        }
    }

    private void lookUp(Relation.Named named) {
        List<Name> parts = named.name().parts();
        CommonTable common =
                parts.size() == 1 && tables != null ? tables.named(parts.get(0).text()) : null;
        if (common != null) {
            String name = named.alias() == null
                    ? parts.get(0).text()
                    : named.alias().name().text();
            found.put(named, renamed(common.read(), RelationName.alone(name)));
            return;
        }
        String catalog = parts.size() > 2 ? parts.get(parts.size() - 3).text() : null;
        String database = parts.size() > 1 ? parts.get(parts.size() - 2).text() : resolution.database();
        if (database == null) {
            throw Refusal.analysis(named.span(), ServerError.NO_DATABASE_CHOSEN);
        }
        String table = named.name().last().text();
        RelationName name = named.alias() == null
                ? new RelationName(catalog == null ? INTERNAL : catalog, database, table)
                : new RelationName(
                        INTERNAL, resolution.database(), named.alias().name().text());
        addUnique(name, named.span());
        found.put(named, fields(named, source(named, catalog, database, table), name));
    }

    private Source source(Relation.Named named, @Nullable String catalog, String database, String table) {
        if (hasHint(named, SYNCHRONOUS_VIEW)) {
            return Source.unknown(database, table, Source.Kind.MATERIALIZED_VIEW);
        }
        Source source = resolution
                .sources()
                .named(catalog, database, table, named.name().span());
        boolean stored = source.definition() == null && source.kind() != Source.Kind.EXTERNAL;
        if (named.period() != null && stored && source.complete()) {
            throw Refusal.execution(
                    named.span(), "Unsupported table type for temporal clauses, table type: " + type(source.kind()));
        }
        return source;
    }

    private String type(Source.Kind kind) {
        boolean lake = resolution.profile().sharedData();
        if (kind == Source.Kind.MATERIALIZED_VIEW) {
            return lake ? "CLOUD_NATIVE_MATERIALIZED_VIEW" : "MATERIALIZED_VIEW";
        }
        return lake ? "CLOUD_NATIVE" : "OLAP";
    }

    private static boolean hasHint(Relation.Named named, String hint) {
        return named.hint().stream().anyMatch(hint::equalsIgnoreCase);
    }

    private static RelationFields renamed(RelationFields fields, RelationName name) {
        List<RelationField> renamed = new ArrayList<>(fields.size());
        for (RelationField field : fields.all()) {
            renamed.add(field.of(name, field.name()));
        }
        return new RelationFields(renamed);
    }

    private RelationFields fields(Relation.Named named, Source source, RelationName name) {
        SourceUsage use = resolution.uses().of(source, resolution.direct());
        if (source.definition() != null) {
            return view(source, source.definition(), use, name, named.span());
        }
        List<RelationField> fields = new ArrayList<>(source.columns().size() + 1);
        for (int i = 0; i < source.columns().size(); i++) {
            Source.Column column = source.columns().get(i);
            fields.add(new RelationField(
                    column.name(),
                    name,
                    column.typed(),
                    column.shown() ? RelationField.Visibility.SHOWN : RelationField.Visibility.HIDDEN,
                    true,
                    List.of(new RelationField.Cell(use, i))));
        }
        if (!source.complete() || OTHER_COLUMNS.stream().anyMatch(hint -> hasHint(named, hint))) {
            fields.add(RelationField.wildcard(name));
        }
        return new RelationFields(fields);
    }

    /** A view has the names of its columns from when it was made, and their types from what it reads now. */
    private RelationFields view(
            Source view, Source.Definition definition, SourceUsage use, RelationName name, Span at) {
        RelationFields inner = resolution.uses().definition(view, at, () -> definition(view, definition, at));
        List<RelationField> fields = new ArrayList<>(view.columns().size());
        for (int i = 0; i < view.columns().size(); i++) {
            RelationField field = inner.open() || i >= inner.size() ? UNKNOWN : inner.get(i);
            List<RelationField.Cell> origins = new ArrayList<>(field.origins());
            origins.add(new RelationField.Cell(use, i));
            fields.add(new RelationField(
                    view.columns().get(i).name(),
                    name,
                    new ExpressionType(field.typed().type(), true, field.typed().state()),
                    RelationField.Visibility.SHOWN,
                    field.nullableExpression(),
                    origins));
        }
        if (inner.open()) {
            fields.add(RelationField.wildcard(name));
        }
        return new RelationFields(fields);
    }

    private RelationFields definition(Source view, Source.Definition definition, Span at) {
        QueryResolution inside = new QueryResolution(
                resolution.profile(), resolution.sources(), definition.database(), resolution.uses(), false);
        try {
            return inside.query(definition.query(), OuterScope.NONE, false);
        } catch (Refusal refusal) {
            String message = "Getting analyzing error. Detail message: View " + view.database() + "." + view.name()
                    + " references invalid table(s) or column(s) or function(s) or definer/invoker of view lack rights"
                    + " to use them: " + refusal.getMessage() + ".";
            throw new Refusal(refusal.errno(), refusal.sqlState(), message, at);
        }
    }
}
