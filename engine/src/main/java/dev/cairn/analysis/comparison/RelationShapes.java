package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Alias;
import dev.cairn.sql.ast.Relation.Join;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands behind FROM; names that it brings come into sight on the way. */
final class RelationShapes {
    private static final String INTERNAL = "default_catalog";

    private final ComparisonContext setting;
    private final QueryShapes queries;
    private final VisibleCommonTables tables;
    private final NameScope sight;
    private final ExpressionShapes expressions;

    RelationShapes(ComparisonContext setting, QueryShapes queries, VisibleCommonTables tables, NameScope sight) {
        this.setting = setting;
        this.queries = queries;
        this.tables = tables;
        this.sight = sight;
        this.expressions = new ExpressionShapes(setting, queries, sight);
    }

    /** Relations between commas are joined without a condition. */
    ShapeNode all(List<Relation> relations) {
        ShapeNode all = ShapeNode.NONE;
        for (Relation relation : relations) {
            ShapeNode next = of(relation);
            all = all.equals(ShapeNode.NONE) ? next : ShapeNode.of("join", ShapeNode.NONE, all, next, ShapeNode.NONE);
        }
        return all;
    }

    private ShapeNode of(Relation relation) {
        if (relation instanceof Join join) {
            return join(join);
        }
        if (relation instanceof Relation.Parenthesized parenthesized) {
            return all(parenthesized.relations());
        }
        if (relation instanceof Relation.Lateral lateral) {
            return of(lateral.relation());
        }
        if (relation instanceof Relation.Named named) {
            return named(named);
        }
        if (relation instanceof Relation.Derived derived) {
            QueryShapes.Result result = queries.result(derived.query(), sight.around(), tables);
            see(derived.alias(), "", result.names());
            return derived.assertRows() ? ShapeNode.of("assert rows", result.shape()) : result.shape();
        }
        if (relation instanceof Relation.Values values) {
            return values(values);
        }
        if (relation instanceof Relation.Function function) {
            return function(function);
        }
        return files((Relation.Files) relation);
    }

    /** Something whose columns are told by their place. */
    private void see(@Nullable Alias alias, String name, @Nullable List<String> columns) {
        List<String> names = alias != null && !alias.columns().isEmpty()
                ? alias.columns().stream().map(Name::text).toList()
                : columns;
        String known = alias == null ? name : alias.name().text();
        sight.add(new VisibleRelation(setting.nextRelation(), false, setting.database(), known, names, true));
    }

    private ShapeNode named(Relation.Named named) {
        List<Name> parts = named.name().parts();
        VisibleCommonTables.Found common =
                parts.size() == 1 ? tables.named(parts.get(0).text()) : null;
        if (common != null) {
            see(named.alias(), parts.get(0).text(), common.columns());
            return ShapeNode.leaf("common " + common.number());
        }
        String catalog = parts.size() > 2 ? parts.get(parts.size() - 3).text() : INTERNAL;
        String database = parts.size() > 1 ? parts.get(parts.size() - 2).text() : setting.database();
        String table = named.name().last().text();
        List<String> columns =
                database == null ? null : setting.columns(catalog.equals(INTERNAL) ? null : catalog, database, table);
        Alias alias = named.alias();
        // An alias is printed in the database in use, or in the table's.
        sight.add(new VisibleRelation(
                setting.nextRelation(),
                true,
                alias == null ? database : null,
                alias == null ? table : alias.name().text(),
                columns,
                true));
        String place = catalog.equals(INTERNAL) ? table : catalog + "." + table;
        ShapeNode in = database == null ? ShapeNode.doubtful("database") : ShapeNode.leaf(database);
        return ShapeNode.of("table", in, ShapeNode.leaf(place), clauses(named));
    }

    /** Of these a server up to 3.5 prints but the partitions and the sample. */
    private ShapeNode clauses(Relation.Named named) {
        List<ShapeNode> clauses = new ArrayList<>();
        if (named.partitions() != null) {
            List<ShapeNode> names = named.partitions().names().stream()
                    .map(name -> ShapeNode.word(name.text()))
                    .toList();
            clauses.add(ShapeNode.of("partitions", names));
        }
        boolean more = named.period() != null
                || named.sample() != null
                || named.before() != null
                || !named.keys().isEmpty()
                || !named.tablets().isEmpty()
                || !named.replicas().isEmpty()
                || !named.hint().isEmpty();
        if (more) {
            clauses.add(ShapeNode.doubtful(LooseText.of(named.period() + " " + named.sample() + " " + named.before()
                    + named.keys() + named.tablets() + named.replicas() + named.hint())));
        }
        return clauses.isEmpty() ? ShapeNode.NONE : ShapeNode.of("clauses", clauses);
    }

    private ShapeNode values(Relation.Values values) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < values.rows().get(0).size(); i++) {
            names.add("column_" + i);
        }
        List<ShapeNode> rows = values.rows().stream()
                .map(row -> ShapeNode.of("row", expressions.all(row)))
                .toList();
        see(values.alias(), "", names);
        return ShapeNode.of("values", rows);
    }

    private ShapeNode function(Relation.Function function) {
        String name = function.name().toString().toLowerCase(Locale.ROOT);
        List<ShapeNode> arguments = new ArrayList<>();
        for (Relation.Argument argument : function.arguments()) {
            ShapeNode value = expressions.of(argument.value());
            arguments.add(
                    argument.name() == null
                            ? value
                            : ShapeNode.of(
                                    "argument", ShapeNode.word(argument.name().text()), value));
        }
        int count = function.arguments().size();
        see(function.alias(), name, name.equals("unnest") && count == 1 ? List.of(name) : null);
        return ShapeNode.of(function.wrapped() ? "table of " + name : "rows of " + name, arguments);
    }

    private ShapeNode files(Relation.Files files) {
        see(files.alias(), "", null);
        return ShapeNode.of(
                "files",
                files.properties().stream()
                        .sorted(Comparator.comparing(Property::name))
                        .map(property -> ShapeNode.of(
                                property.name().toLowerCase(Locale.ROOT),
                                ShapeNode.leaf(Objects.toString(property.value()))))
                        .toList());
    }

    private ShapeNode join(Join join) {
        int start = sight.relations().size();
        ShapeNode left = of(join.left());
        int middle = sight.relations().size();
        ShapeNode right = of(join.right());
        ShapeNode condition = join.on() != null ? expressions.of(join.on()) : using(join, start, middle);
        hideTested(join.kind(), start, middle);
        return ShapeNode.of("join", kind(join), left, right, condition);
    }

    /** Whether a join is called inner or cross, its condition decides. */
    private static ShapeNode kind(Join join) {
        String words = join.kind().text().replace(" OUTER", "");
        boolean inner = words.equals("JOIN") || words.equals("INNER JOIN") || words.startsWith("CROSS");
        ShapeNode kind = inner ? ShapeNode.NONE : ShapeNode.leaf(words.replace("ASOF INNER", "ASOF"));
        if (join.hint() == null) {
            return kind;
        }
        String hint = LooseText.of(join.hint());
        return ShapeNode.of("hinted", kind, hint.indexOf('|') < 0 ? ShapeNode.leaf(hint) : ShapeNode.doubtful(hint));
    }

    private void hideTested(Join.Kind kind, int start, int middle) {
        boolean half = kind.text().contains("SEMI") || kind.text().contains("ANTI");
        if (half && kind.text().startsWith("RIGHT")) {
            sight.hide(start, middle);
        } else if (half) {
            sight.hide(middle, sight.relations().size());
        }
    }

    private ShapeNode using(Join join, int start, int middle) {
        List<ShapeNode> equalities = new ArrayList<>();
        for (Name column : join.using()) {
            QualifiedName name = new QualifiedName(List.of(column));
            ShapeNode left = part(start, middle).column(name);
            ShapeNode right = part(middle, sight.relations().size()).column(name);
            equalities.add(ShapeNode.of("=", left, right));
            sight.merge(column.text());
        }
        if (equalities.isEmpty()) {
            return ShapeNode.NONE;
        }
        return equalities.size() == 1 ? equalities.get(0) : ShapeNode.of("and", equalities);
    }

    private NameScope part(int from, int to) {
        NameScope part = new NameScope(null);
        sight.relations().subList(from, to).forEach(part::add);
        return part;
    }
}
