package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.ReadSource;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands behind FROM. */
final class RelationTranslation {
    private final QueryTranslation queries;
    private final @Nullable TranslationScope around;

    RelationTranslation(QueryTranslation queries, @Nullable TranslationScope around) {
        this.queries = queries;
        this.around = around;
    }

    /** Relations side by side: a table function sees those before it. */
    FromClause of(List<Relation> relations) {
        FromClause all = of(relations.get(0), List.of());
        for (Relation relation : relations.subList(1, relations.size())) {
            FromClause next = of(relation, all.fields());
            all = new FromClause(all.sql() + " CROSS JOIN " + next.sql(), FromClause.both(all, next));
        }
        return all;
    }

    FromClause of(Relation relation, List<TranslatedField> before) {
        if (relation instanceof Relation.Named named) {
            return named(named);
        }
        if (relation instanceof Relation.Join join) {
            return new JoinTranslation(queries, this, around).of(join, before);
        }
        if (relation instanceof Relation.Derived derived) {
            return derived(derived);
        }
        if (relation instanceof Relation.Lateral lateral) {
            return of(lateral.relation(), before);
        }
        if (relation instanceof Relation.Parenthesized inner) {
            FromClause from = of(inner.relations());
            return new FromClause("(" + from.sql() + ")", from.fields());
        }
        if (relation instanceof Relation.Function function) {
            return new TableFunctionTranslation(queries, around).of(function, before);
        }
        if (relation instanceof Relation.Values values) {
            return values(values);
        }
        throw UnsupportedFeature.query("FILES()", relation.span());
    }

    private FromClause named(Relation.Named named) {
        String alias = named.alias() == null ? null : named.alias().name().text();
        Optional<TranslatedCommonTables.Entry> common = named.name().parts().size() == 1
                ? queries.tables().named(named.name().last().text())
                : Optional.empty();
        String held = queries.numbering().next("r");
        if (common.isPresent()) {
            TranslatedCommonTables.Entry entry = common.get();
            List<String> relation = List.of(alias == null ? entry.name() : alias);
            return new FromClause(
                    entry.held() + " AS " + held, outputs(relation, entry.columns(), held, names(named.alias())));
        }
        QualifiedName full = full(named.name());
        List<String> relation =
                alias == null ? full.parts().stream().map(Name::text).toList() : List.of(alias);
        ReadSource readable = queries.setting().tables().named(full, named);
        if (readable instanceof ReadSource.Viewed view) {
            TranslatedQuery query = queries.ofView(view.database()).of(view.query(), null);
            List<String> columns =
                    named.alias() == null || named.alias().columns().isEmpty() ? view.columns() : names(named.alias());
            return new FromClause(
                    "(" + query.sql() + ") AS " + held, outputs(relation, query.columns(), held, columns));
        }
        return stored((ReadSource.Stored) readable, relation, held);
    }

    private static FromClause stored(ReadSource.Stored table, List<String> relation, String held) {
        List<TranslatedField> fields = table.columns().stream()
                .map(column -> TranslatedField.of(
                        relation, column.name(), column.type(), held + "." + DuckDbQuoting.name(column.held())))
                .toList();
        return new FromClause(table.sql() + " AS " + held, fields);
    }

    private QualifiedName full(QualifiedName name) {
        if (name.parts().size() > 1) {
            return name;
        }
        String database = queries.setting().database();
        if (database == null) {
            throw Refusal.analysis(name.span(), ServerError.NO_DATABASE_CHOSEN);
        }
        return new QualifiedName(List.of(Name.of(database), name.last()));
    }

    static List<String> names(Relation.@Nullable Alias alias) {
        return alias == null ? List.of() : QueryTranslation.texts(alias.columns());
    }

    /** The columns of a query behind FROM. */
    static List<TranslatedField> outputs(
            List<String> relation, List<TranslatedQuery.Column> columns, String held, List<String> names) {
        List<TranslatedField> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = names.isEmpty() ? columns.get(i).name() : names.get(i);
            fields.add(TranslatedField.of(relation, name, columns.get(i).type(), held + "." + TranslatedQuery.held(i)));
        }
        return fields;
    }

    private FromClause derived(Relation.Derived derived) {
        TranslatedQuery query = queries.of(derived.query(), around);
        String held = queries.numbering().next("r");
        List<String> relation = derived.alias() == null
                ? List.of()
                : List.of(derived.alias().name().text());
        String sql = "(" + query.sql() + ") AS " + held;
        return new FromClause(sql, outputs(relation, query.columns(), held, names(derived.alias())));
    }

    private FromClause values(Relation.Values values) {
        ExpressionTranslation expressions = new ExpressionTranslation(queries, TranslationScope.NONE);
        List<Type> types = new ArrayList<>();
        for (List<Expression> row : values.rows()) {
            for (int i = 0; i < row.size(); i++) {
                Type type = expressions.of(row.get(i)).type();
                Type common = i < types.size() ? CommonTypes.of(types.get(i), type) : type;
                if (i < types.size()) {
                    types.set(i, common == null ? types.get(i) : common);
                } else {
                    types.add(type);
                }
            }
        }
        List<String> rows = new ArrayList<>();
        for (List<Expression> row : values.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(expressions.of(row.get(i)).as(types.get(i)).sql());
            }
            rows.add("(" + String.join(", ", cells) + ")");
        }
        return valuesFrom(values.alias(), types, rows);
    }

    private FromClause valuesFrom(Relation.@Nullable Alias alias, List<Type> types, List<String> rows) {
        String held = queries.numbering().next("r");
        List<TranslatedQuery.Column> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new TranslatedQuery.Column("column_" + i, types.get(i)));
        }
        String names = java.util.stream.IntStream.range(0, types.size())
                .mapToObj(TranslatedQuery::held)
                .collect(Collectors.joining(", ", "(", ")"));
        String sql = "(VALUES " + String.join(", ", rows) + ") AS " + held + names;
        List<String> relation = alias == null ? List.of() : List.of(alias.name().text());
        return new FromClause(sql, outputs(relation, columns, held, names(alias)));
    }
}
