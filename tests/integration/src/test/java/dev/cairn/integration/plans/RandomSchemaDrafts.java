package dev.cairn.integration.plans;

import dev.cairn.integration.plans.TableSketch.ColumnSketch;
import dev.cairn.integration.plans.TableSketch.Feature;
import dev.cairn.integration.plans.ViewSketch.Kind;
import dev.cairn.integration.plans.ViewSketch.Option;
import dev.cairn.integration.plans.ViewSketch.Shape;
import dev.cairn.random.Dice;
import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Draws schemas, and changes of them. */
final class RandomSchemaDrafts {
    private static final List<String> PLAIN = List.of(
            "INT",
            "BIGINT",
            "INT NOT NULL DEFAULT \"1\"",
            "VARCHAR(20)",
            "VARCHAR(40) COMMENT \"text\"",
            "VARCHAR(20) NOT NULL DEFAULT \"x\"",
            "DECIMAL(10, 2)",
            "DATETIME",
            "DOUBLE",
            "BOOLEAN",
            "ARRAY<INT>",
            "JSON");

    private static final List<String> AGGREGATED = List.of(
            "BIGINT SUM",
            "INT MAX",
            "INT MIN DEFAULT \"3\"",
            "VARCHAR(20) REPLACE",
            "INT REPLACE_IF_NOT_NULL",
            "DECIMAL(10, 2) SUM");

    private static final List<String> STATES = List.of(
            "sum(INT)",
            "sum(INT NOT NULL)",
            "avg(BIGINT)",
            "avg(DECIMAL(10, 2) NOT NULL)",
            "array_agg(VARCHAR(10))",
            "array_agg(VARCHAR(10) NOT NULL)",
            "count(INT)",
            "min_by(INT, VARCHAR(20) NOT NULL)",
            "group_concat(VARCHAR(20), VARCHAR(5))",
            "ds_hll_count_distinct(BIGINT)",
            "approx_count_distinct(DATETIME)",
            "bitmap_agg(INT)",
            "any_value(ARRAY<INT>)",
            "multi_distinct_count(INT)",
            "BITMAP BITMAP_UNION",
            "HLL HLL_UNION",
            "PERCENTILE PERCENTILE_UNION");

    private static final String AGAIN = "again";

    private final Dice dice;
    private int names;

    RandomSchemaDrafts(Dice dice) {
        this.dice = dice;
    }

    /**
     * A changed schema.
     *
     * @param renames the tables that were renamed for it, old names to new ones
     * @param columns the columns that were renamed for it
     */
    record Changed(AlterTableDraft schema, Map<String, String> renames, List<RenamedColumn> columns) {}

    /** @param table the new name of the table */
    record RenamedColumn(String table, String from, String to) {}

    AlterTableDraft schema() {
        AlterTableDraft schema = new AlterTableDraft(List.of(), List.of());
        int tables = 2 + dice.below(3);
        for (int i = 0; i < tables; i++) {
            schema = schema.with(table(schema));
        }
        int views = 1 + dice.below(7);
        for (int i = 0; i < views; i++) {
            schema = withView(schema);
        }
        return schema;
    }

    Changed changed(AlterTableDraft schema) {
        AlterTableDraft changed = schema;
        Map<String, String> renames = new LinkedHashMap<>();
        int changes = 1 + dice.below(4);
        for (int i = 0; i < changes; i++) {
            changed = dice.oneIn(6) ? renamed(changed, schema, renames) : change(changed);
        }
        AlterTableDraft after = changed;
        renames.values().removeIf(name -> !after.isTable(name));
        return new Changed(changed, renames, renamedColumns(schema, changed, renames));
    }

    /** Returns the columns of the same origin that have other names than before. */
    private static List<RenamedColumn> renamedColumns(
            AlterTableDraft before, AlterTableDraft after, Map<String, String> renames) {
        List<RenamedColumn> renamed = new ArrayList<>();
        for (TableSketch table : before.tables()) {
            String now = renames.getOrDefault(table.name(), table.name());
            List<ColumnSketch> others =
                    after.table(now).map(TableSketch::columns).orElse(List.of());
            for (ColumnSketch column : table.columns()) {
                others.stream()
                        .filter(other -> other.origin().equals(column.origin())
                                && !other.name().equals(column.name()))
                        .forEach(other -> renamed.add(new RenamedColumn(now, column.name(), other.name())));
            }
        }
        return renamed;
    }

    private AlterTableDraft renamed(AlterTableDraft schema, AlterTableDraft before, Map<String, String> renames) {
        String from = anyTable(schema).name();
        if (!before.isTable(from) || renames.containsValue(from)) {
            return schema;
        }
        String to = name("t");
        renames.put(from, to);
        return schema.renamed(from, to);
    }

    private AlterTableDraft change(AlterTableDraft schema) {
        int kind = dice.below(schema.views().isEmpty() ? 8 : 14);
        return switch (kind) {
            case 0, 1, 2, 3 -> schema.with(changed(anyTable(schema)));
            case 4 -> constrained(schema);
            case 5 -> schema.with(table(schema));
            case 6 ->
                schema.tables().size() > 1 ? schema.without(anyTable(schema).name()) : schema;
            case 7 -> withView(schema);
            case 8 ->
                schema.without(
                        schema.views().get(dice.below(schema.views().size())).name());
            default -> changedView(schema);
        };
    }

    private TableSketch anyTable(AlterTableDraft schema) {
        return schema.tables().get(dice.below(schema.tables().size()));
    }

    private String name(String prefix) {
        return prefix + ++names;
    }

    private TableSketch table(AlterTableDraft schema) {
        KeyModel model = dice.of(KeyModel.values());
        List<ColumnSketch> columns = new ArrayList<>();
        int count = 1 + dice.below(4);
        for (int i = 0; i < count; i++) {
            columns.add(column(model, name("c")));
        }
        TreeSet<Feature> features = new TreeSet<>();
        for (Feature feature : Feature.values()) {
            if (dice.oneIn(4)) {
                features.add(feature);
            }
        }
        TreeSet<String> references = new TreeSet<>();
        for (TableSketch other : schema.tables()) {
            if (other.canBeReferredTo() && dice.coin()) {
                references.add(other.name());
            }
        }
        boolean unique = model == KeyModel.DUPLICATE && dice.coin();
        return new TableSketch(name("t"), model, columns, dice.oneIn(3), unique, references, features);
    }

    private ColumnSketch column(KeyModel model, String name) {
        if (model != KeyModel.AGGREGATE) {
            return new ColumnSketch(name, name, PLAIN.get(dice.below(PLAIN.size())), true);
        }
        return dice.coin()
                ? new ColumnSketch(name, name, AGGREGATED.get(dice.below(AGGREGATED.size())), true)
                : new ColumnSketch(name, name, STATES.get(dice.below(STATES.size())), false);
    }

    private TableSketch changed(TableSketch table) {
        List<ColumnSketch> columns = new ArrayList<>(table.columns());
        switch (dice.below(7)) {
            case 5 -> {
                int index = dice.below(columns.size());
                columns.set(index, columns.get(index).named(name("c")));
            }
            case 6 -> exchangeNames(columns);
            case 0 -> columns.add(dice.below(columns.size() + 1), column(table.model(), newColumn(columns)));
            case 1 -> {
                if (columns.size() > 1) {
                    columns.remove(dice.below(columns.size()));
                }
            }
            case 2 -> {
                int index = dice.below(columns.size());
                columns.set(index, columns.get(index).of(column(table.model(), "")));
            }
            case 3 -> {
                return table.toggled(dice.of(Feature.values()));
            }
            default -> {
                return table.model() == KeyModel.DUPLICATE ? table.unique(!table.unique()) : table;
            }
        }
        return table.with(columns);
    }

    /** Returns a new name, or one that a dropped column may have had. */
    private String newColumn(List<ColumnSketch> present) {
        boolean taken = present.stream()
                .anyMatch(
                        column -> column.name().equals(AGAIN) || column.origin().equals(AGAIN));
        return taken || dice.coin() ? name("c") : AGAIN;
    }

    /**
     * Exchanges the names of two columns, or passes one on: the other column gets a new name. javac refuses to exchange
     * those of columns that do not differ.
     */
    private void exchangeNames(List<ColumnSketch> columns) {
        int first = dice.below(columns.size());
        int second = dice.below(columns.size());
        ColumnSketch one = columns.get(first);
        ColumnSketch other = columns.get(second);
        boolean passedOn = dice.coin();
        if (first != second && (passedOn || !one.kind().equals(other.kind()))) {
            columns.set(first, one.named(other.name()));
            columns.set(second, other.named(passedOn ? name("c") : one.name()));
        }
    }

    /** A reference more, or all of them less; tables only refer to older ones, so that there is no circle. */
    private AlterTableDraft constrained(AlterTableDraft schema) {
        TableSketch table = anyTable(schema);
        TreeSet<String> references = new TreeSet<>(table.references());
        if (!references.isEmpty() && dice.coin()) {
            references.remove(references.first());
        } else {
            schema.tables().stream()
                    .filter(other -> other.canBeReferredTo()
                            && other.references().isEmpty()
                            && !other.name().equals(table.name())
                            && schema.tables().stream()
                                    .noneMatch(third -> third.references().contains(table.name())))
                    .forEach(other -> references.add(other.name()));
        }
        return schema.with(table.referring(references));
    }

    private AlterTableDraft withView(AlterTableDraft schema) {
        List<ViewSketch> views = new ArrayList<>(schema.views());
        TreeSet<Option> options = new TreeSet<>();
        for (Option option : Option.values()) {
            if (dice.oneIn(3)) {
                options.add(option);
            }
        }
        List<String> bases = bases(schema, views.size());
        views.add(new ViewSketch(
                name("v"),
                dice.of(Kind.values()),
                dice.of(Shape.values()),
                bases,
                columns(schema, bases.get(0)),
                options));
        return new AlterTableDraft(schema.tables(), views);
    }

    private List<String> columns(AlterTableDraft schema, String base) {
        return schema.readableColumns(base).stream()
                .filter(column -> dice.coin())
                .toList();
    }

    /** One or two relations that precede the view at an index. */
    private List<String> bases(AlterTableDraft schema, int index) {
        List<String> relations = new ArrayList<>();
        schema.tables().forEach(table -> relations.add(table.name()));
        schema.views().subList(0, index).forEach(view -> {
            relations.add(view.name());
            relations.add(view.name());
        });
        String first = relations.get(dice.below(relations.size()));
        String second = relations.get(dice.below(relations.size()));
        return first.equals(second) || dice.coin() ? List.of(first) : List.of(first, second);
    }

    private AlterTableDraft changedView(AlterTableDraft schema) {
        int index = dice.below(schema.views().size());
        return switch (dice.below(4)) {
            case 0 -> schema.withView(index, view -> view.reading(bases(schema, index)));
            case 1 ->
                schema.withView(
                        index,
                        view -> view.selecting(columns(schema, view.bases().get(0))));
            case 2 -> schema.withView(index, view -> view.shaped(dice.of(Shape.values())));
            default -> schema.withView(index, view -> view.toggled(dice.of(Option.values())));
        };
    }
}
