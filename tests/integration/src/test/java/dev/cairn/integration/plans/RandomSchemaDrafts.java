package dev.cairn.integration.plans;

import dev.cairn.integration.plans.TableSketch.ColumnSketch;
import dev.cairn.integration.plans.TableSketch.Feature;
import dev.cairn.integration.plans.ViewSketch.Kind;
import dev.cairn.integration.plans.ViewSketch.Option;
import dev.cairn.integration.plans.ViewSketch.Shape;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.random.Dice;
import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Creates sketches of random schemas, and changes them at random. */
final class RandomSchemaDrafts {
    private static final List<String> PLAIN_TYPES = List.of(
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

    private static final List<String> AGGREGATED_TYPES = List.of(
            "BIGINT SUM",
            "INT MAX",
            "INT MIN DEFAULT \"3\"",
            "VARCHAR(20) REPLACE",
            "INT REPLACE_IF_NOT_NULL",
            "DECIMAL(10, 2) SUM");

    private static final List<String> STATE_TYPES = List.of(
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

    private static final String REUSED_NAME = "again";

    private final Dice dice;
    private int nameCount;

    RandomSchemaDrafts(Dice dice) {
        this.dice = dice;
    }

    /**
     * A changed schema.
     *
     * @param renames the tables that were renamed for it, old names to new ones
     * @param columns the columns that were renamed for it
     */
    record ChangedSchema(SchemaSketch schema, Map<String, String> renames, List<RenamedColumn> columns) {
        /** @param database the name of the schema's first database */
        List<Rename> listRenames(String database) {
            List<Rename> allRenames = new ArrayList<>();
            renames.forEach((oldName, newName) ->
                    allRenames.add(new Rename.ObjectRename(toObjectName(newName, database), oldName)));
            columns.forEach(column -> allRenames.add(
                    new Rename.ColumnRename(toObjectName(column.table(), database), column.from(), column.to())));
            return allRenames;
        }

        private ObjectName toObjectName(String relation, String database) {
            return new ObjectName(
                    schema.isElsewhere(relation) ? SchemaSketch.otherDatabase(database) : database, relation);
        }
    }

    /** @param table the new name of the table */
    record RenamedColumn(String table, String from, String to) {}

    SchemaSketch createSchema() {
        SchemaSketch schema = new SchemaSketch(List.of(), List.of());
        int tableCount = 2 + dice.below(3);
        for (int i = 0; i < tableCount; i++) {
            schema = schema.withTable(createTable(schema));
        }
        int viewCount = 1 + dice.below(7);
        for (int i = 0; i < viewCount; i++) {
            schema = addView(schema);
        }
        return schema;
    }

    ChangedSchema changeSchema(SchemaSketch schema) {
        SchemaSketch changedSchema = schema;
        Map<String, String> renames = new LinkedHashMap<>();
        int changeCount = 1 + dice.below(4);
        for (int i = 0; i < changeCount; i++) {
            changedSchema = dice.oneIn(6) ? renameTable(changedSchema, schema, renames) : applyChange(changedSchema);
        }
        SchemaSketch after = changedSchema;
        renames.values().removeIf(name -> !after.isTable(name));
        return new ChangedSchema(changedSchema, renames, findRenamedColumns(schema, changedSchema, renames));
    }

    /** Returns the columns of the same origin that have other names than before. */
    private static List<RenamedColumn> findRenamedColumns(
            SchemaSketch before, SchemaSketch after, Map<String, String> renames) {
        List<RenamedColumn> renamedColumns = new ArrayList<>();
        for (TableSketch table : before.tables()) {
            String newTableName = renames.getOrDefault(table.name(), table.name());
            List<ColumnSketch> newColumns =
                    after.table(newTableName).map(TableSketch::columns).orElse(List.of());
            for (ColumnSketch column : table.columns()) {
                newColumns.stream()
                        .filter(newColumn -> newColumn.origin().equals(column.origin())
                                && !newColumn.name().equals(column.name()))
                        .forEach(newColumn ->
                                renamedColumns.add(new RenamedColumn(newTableName, column.name(), newColumn.name())));
            }
        }
        return renamedColumns;
    }

    private SchemaSketch renameTable(SchemaSketch schema, SchemaSketch before, Map<String, String> renames) {
        String oldName = chooseTable(schema).name();
        if (!before.isTable(oldName) || renames.containsValue(oldName)) {
            return schema;
        }
        String newName = createName("t");
        renames.put(oldName, newName);
        return schema.withRenamedTable(oldName, newName);
    }

    private SchemaSketch applyChange(SchemaSketch schema) {
        int changeKind = dice.below(schema.views().isEmpty() ? 8 : 14);
        return switch (changeKind) {
            case 0, 1, 2, 3 -> schema.withTable(changeTable(chooseTable(schema)));
            case 4 -> changeReferences(schema);
            case 5 -> schema.withTable(createTable(schema));
            case 6 ->
                schema.tables().size() > 1 ? schema.without(chooseTable(schema).name()) : schema;
            case 7 -> addView(schema);
            case 8 ->
                schema.without(
                        schema.views().get(dice.below(schema.views().size())).name());
            default -> changeView(schema);
        };
    }

    private TableSketch chooseTable(SchemaSketch schema) {
        return schema.tables().get(dice.below(schema.tables().size()));
    }

    private String createName(String prefix) {
        return prefix + ++nameCount;
    }

    private TableSketch createTable(SchemaSketch schema) {
        KeyModel model = dice.pick(KeyModel.values());
        List<ColumnSketch> columns = new ArrayList<>();
        int columnCount = 1 + dice.below(4);
        for (int i = 0; i < columnCount; i++) {
            columns.add(createColumn(model, createName("c")));
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
        boolean isUnique = model == KeyModel.DUPLICATE && dice.coin();
        return new TableSketch(createName("t"), model, columns, dice.oneIn(3), isUnique, references, features);
    }

    private ColumnSketch createColumn(KeyModel model, String name) {
        if (model != KeyModel.AGGREGATE) {
            return new ColumnSketch(name, name, PLAIN_TYPES.get(dice.below(PLAIN_TYPES.size())), true);
        }
        return dice.coin()
                ? new ColumnSketch(name, name, AGGREGATED_TYPES.get(dice.below(AGGREGATED_TYPES.size())), true)
                : new ColumnSketch(name, name, STATE_TYPES.get(dice.below(STATE_TYPES.size())), false);
    }

    private TableSketch changeTable(TableSketch table) {
        List<ColumnSketch> columns = new ArrayList<>(table.columns());
        switch (dice.below(9)) {
            case 7 -> {
                return table.withToggled(Feature.ELSEWHERE);
            }
            case 8 -> {
                return changeModel(table);
            }
            case 5 -> {
                int index = dice.below(columns.size());
                columns.set(index, columns.get(index).withName(createName("c")));
            }
            case 6 -> exchangeNames(columns);
            case 0 ->
                columns.add(dice.below(columns.size() + 1), createColumn(table.model(), createColumnName(columns)));
            case 1 -> {
                if (columns.size() > 1) {
                    columns.remove(dice.below(columns.size()));
                }
            }
            case 2 -> {
                int index = dice.below(columns.size());
                columns.set(index, columns.get(index).withKindOf(createColumn(table.model(), "")));
            }
            case 3 -> {
                return table.withToggled(dice.pick(Feature.values()));
            }
            default -> {
                return table.model() == KeyModel.DUPLICATE ? table.withUnique(!table.isUnique()) : table;
            }
        }
        return table.withColumns(columns);
    }

    /** Returns a table with another kind of key; the values of a table with an AGGREGATE KEY have other types. */
    private TableSketch changeModel(TableSketch table) {
        KeyModel model = dice.pick(KeyModel.values());
        return (model == KeyModel.AGGREGATE) == (table.model() == KeyModel.AGGREGATE)
                ? table.withModel(model).withUnique(table.isUnique() && model == KeyModel.DUPLICATE)
                : table;
    }

    /** Returns a new name, or one that a dropped column may have had. */
    private String createColumnName(List<ColumnSketch> presentColumns) {
        boolean isTaken = presentColumns.stream()
                .anyMatch(column ->
                        column.name().equals(REUSED_NAME) || column.origin().equals(REUSED_NAME));
        return isTaken || dice.coin() ? createName("c") : REUSED_NAME;
    }

    /**
     * Exchanges the names of two columns; or gives the name of the second column to the first one, and a new name to
     * the second. The compiler refuses to exchange the names of columns that do not differ.
     */
    private void exchangeNames(List<ColumnSketch> columns) {
        int firstIndex = dice.below(columns.size());
        int secondIndex = dice.below(columns.size());
        ColumnSketch firstColumn = columns.get(firstIndex);
        ColumnSketch secondColumn = columns.get(secondIndex);
        boolean isPassedOn = dice.coin();
        if (firstIndex != secondIndex && (isPassedOn || !firstColumn.kind().equals(secondColumn.kind()))) {
            columns.set(firstIndex, firstColumn.withName(secondColumn.name()));
            columns.set(secondIndex, secondColumn.withName(isPassedOn ? createName("c") : firstColumn.name()));
        }
    }

    /**
     * Returns a schema in which a table has a reference less, or one to each table to which it may refer. References
     * form no cycle.
     */
    private SchemaSketch changeReferences(SchemaSketch schema) {
        TableSketch table = chooseTable(schema);
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
        return schema.withTable(table.withReferences(references));
    }

    private SchemaSketch addView(SchemaSketch schema) {
        List<ViewSketch> views = new ArrayList<>(schema.views());
        TreeSet<Option> options = new TreeSet<>();
        for (Option option : Option.values()) {
            if (dice.oneIn(3)) {
                options.add(option);
            }
        }
        List<String> bases = chooseBases(schema, views.size());
        views.add(new ViewSketch(
                createName("v"),
                dice.pick(Kind.values()),
                dice.pick(Shape.values()),
                bases,
                chooseColumns(schema, bases.get(0)),
                options));
        return new SchemaSketch(schema.tables(), views);
    }

    private List<String> chooseColumns(SchemaSketch schema, String base) {
        return schema.readableColumns(base).stream()
                .filter(column -> dice.coin())
                .toList();
    }

    /** Returns one or two relations that precede the view at an index. */
    private List<String> chooseBases(SchemaSketch schema, int index) {
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

    private SchemaSketch changeView(SchemaSketch schema) {
        int index = dice.below(schema.views().size());
        return switch (dice.below(4)) {
            case 0 -> schema.withView(index, view -> view.withBases(chooseBases(schema, index)));
            case 1 ->
                schema.withView(
                        index,
                        view -> view.withColumns(
                                chooseColumns(schema, view.bases().get(0))));
            case 2 -> schema.withView(index, view -> view.withShape(dice.pick(Shape.values())));
            default -> schema.withView(index, view -> view.withToggled(dice.pick(Option.values())));
        };
    }
}
