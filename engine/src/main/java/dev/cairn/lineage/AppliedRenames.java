package dev.cairn.lineage;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.NameReplacer;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The renames that were applied between two states of a schema: the old name exists only in the former state, and the
 * new name only in the present one. The comparison of the states ignores these renames, also in queries that use the
 * new names.
 */
final class AppliedRenames {
    private final Map<ObjectName, ObjectName> formerNameByPresentName = new LinkedHashMap<>();
    private final Map<ObjectName, ObjectName> presentNameByFormerName = new HashMap<>();
    /** The former names of renamed columns, by the present name of the object and the present name of the column. */
    private final Map<ObjectName, Map<String, String>> formerColumnNamesByObject = new LinkedHashMap<>();

    private final ServerProfile profile;
    private final Catalog formerCatalog;
    private final Catalog presentCatalog;
    private final Catalog alignedCatalog;

    private AppliedRenames(ServerProfile profile, Catalog formerCatalog, Catalog presentCatalog, Renames renames) {
        this.profile = profile;
        this.formerCatalog = formerCatalog;
        this.presentCatalog = presentCatalog;
        Catalog renamedCatalog = formerCatalog;
        for (Rename rename : renames.declaredRenames()) {
            if (rename instanceof Rename.ObjectRename && isApplied(rename.object(), rename.oldName())) {
                ObjectName oldName = rename.object().withName(rename.oldName());
                formerNameByPresentName.put(rename.object(), oldName);
                presentNameByFormerName.put(oldName, rename.object());
                renamedCatalog =
                        renameObject(renamedCatalog, oldName, rename.object().name());
            }
        }
        for (Rename rename : renames.declaredRenames()) {
            if (rename instanceof Rename.ColumnRename columnRename && isApplied(columnRename)) {
                formerColumnNamesByObject
                        .computeIfAbsent(columnRename.object(), object -> new LinkedHashMap<>())
                        .put(toLowerCase(columnRename.newName()), toLowerCase(columnRename.oldName()));
                renamedCatalog = renameColumn(profile, renamedCatalog, columnRename);
            }
        }
        this.alignedCatalog = renamedCatalog;
    }

    /**
     * Selects the renames that were applied.
     *
     * @param renames the declared renames, with the present names of their objects; renames that were not applied are
     *     ignored
     */
    static AppliedRenames select(
            ServerProfile profile, Catalog formerCatalog, Catalog presentCatalog, Renames renames) {
        return new AppliedRenames(profile, formerCatalog, presentCatalog, renames);
    }

    private boolean isApplied(ObjectName object, String oldSimpleName) {
        ObjectName oldName = object.withName(oldSimpleName);
        SchemaObject formerObject = SchemaObject.find(formerCatalog, oldName).orElse(null);
        SchemaObject presentObject = SchemaObject.find(presentCatalog, object).orElse(null);
        return formerObject != null
                && presentObject != null
                && formerObject.kind().equals(presentObject.kind())
                && SchemaObject.find(presentCatalog, oldName).isEmpty()
                && SchemaObject.find(formerCatalog, object).isEmpty();
    }

    private boolean isApplied(Rename.ColumnRename rename) {
        ObjectName object = rename.object();
        Table formerTable = findTable(formerCatalog, formerName(object));
        Table presentTable = findTable(presentCatalog, object);
        return formerTable != null
                && presentTable != null
                && formerTable.findColumn(rename.oldName()).isPresent()
                && formerTable.findColumn(rename.newName()).isEmpty()
                && presentTable.findColumn(rename.newName()).isPresent()
                && presentTable.findColumn(rename.oldName()).isEmpty();
    }

    private static @Nullable Table findTable(Catalog catalog, ObjectName name) {
        return catalog.findTable(name.database(), name.name()).orElse(null);
    }

    private static Catalog renameObject(Catalog catalog, ObjectName oldName, String newName) {
        SchemaObject object = SchemaObject.find(catalog, oldName).orElseThrow();
        SchemaObject renamedObject;
        if (object instanceof SchemaObject.TableObject tableObject) {
            renamedObject = new SchemaObject.TableObject(tableObject.table().withName(newName));
        } else if (object instanceof SchemaObject.ViewObject viewObject) {
            View view = viewObject.view();
            renamedObject = new SchemaObject.ViewObject(
                    new View(newName, view.columns(), view.comment(), view.security(), view.definition()));
        } else {
            renamedObject = new SchemaObject.MaterializedViewObject(
                    ((SchemaObject.MaterializedViewObject) object).view().withName(newName));
        }
        return renamedObject.addTo(SchemaObject.withoutObject(catalog, oldName), oldName.database());
    }

    /**
     * Renames a column in all clauses of its table. Returns the unchanged catalog if the server refuses this; the table
     * is then recreated, and its other clauses count as changed.
     */
    private static Catalog renameColumn(ServerProfile profile, Catalog catalog, Rename.ColumnRename rename) {
        ObjectName name = rename.object();
        Table table = catalog.findTable(name.database(), name.name()).orElseThrow();
        Database database = catalog.findDatabase(name.database()).orElseThrow();
        Session session = new Session(name.database());
        Statement statement = new Statement.AlterTable(
                name.toSqlName(session),
                List.of(new AlterClause.RenameColumn(Name.of(rename.oldName()), Name.of(rename.newName()), Span.NONE)),
                Span.NONE);
        Catalog catalogWithoutRollups = catalog.withDatabase(database.withTable(table.withRollups(List.of())));
        try {
            Table renamedTable = new Engine(profile)
                    .apply(catalogWithoutRollups, session, statement)
                    .catalog()
                    .findTable(name.database(), name.name())
                    .orElseThrow();
            return catalog.withDatabase(database.withTable(renamedTable.withRollups(table.rollups())));
        } catch (Refusal ignored) {
            return catalog;
        }
    }

    /** Returns the former catalog with the present names. */
    Catalog alignedCatalog() {
        return alignedCatalog;
    }

    /** Returns the parts in which the two states differ, including renamed parts, under their present names. */
    SortedSet<TouchedPart> findChangedParts() {
        SortedSet<TouchedPart> changedParts = TouchedPart.findTouchedParts(profile, alignedCatalog, presentCatalog);
        formerNameByPresentName
                .keySet()
                .forEach(object -> changedParts.add(new TouchedPart(object, ObjectPart.of(ObjectPart.Kind.OBJECT))));
        formerColumnNamesByObject.forEach((object, formerNameByColumn) ->
                formerNameByColumn.forEach((newName, oldName) -> {
                    changedParts.remove(new TouchedPart(object, ObjectPart.ofColumn(oldName)));
                    changedParts.add(new TouchedPart(object, ObjectPart.ofColumn(newName)));
                }));
        return changedParts;
    }

    /** Returns the former name of an object; the same name if it was not renamed. */
    ObjectName formerName(ObjectName object) {
        return formerNameByPresentName.getOrDefault(object, object);
    }

    /** Returns the present name of an object; the same name if it was not renamed. */
    ObjectName presentName(ObjectName object) {
        return presentNameByFormerName.getOrDefault(object, object);
    }

    /** Returns the former name of a renamed object or column; empty for any other part. */
    String formerPartName(ObjectName object, ObjectPart part) {
        return switch (part.kind()) {
            case OBJECT ->
                formerNameByPresentName.containsKey(object) ? formerName(object).name() : "";
            case COLUMN ->
                formerColumnNamesByObject.getOrDefault(object, Map.of()).getOrDefault(part.name(), "");
            default -> "";
        };
    }

    /** Returns whether a former output is a column that was renamed to this name. */
    boolean isRenamedTo(OutputLineage output, String name) {
        return !output.name().equalsIgnoreCase(name)
                && output.origins().keySet().stream()
                        .anyMatch(origin -> !presentColumn(origin).column().equalsIgnoreCase(origin.column())
                                && presentColumn(origin).column().equalsIgnoreCase(name));
    }

    /** Returns whether a query differs from its former version only by the new names; false if nothing was renamed. */
    boolean differsOnlyInNames(Reader formerReader, Reader presentReader) {
        if (formerNameByPresentName.isEmpty() && formerColumnNamesByObject.isEmpty()) {
            return false;
        }
        try {
            return isSameLineage(formerReader.lineage(), presentReader.lineage())
                    && parseWithoutAliases(NameReplacer.replaceNames(formerReader.sql(), this::presentNameInText))
                            .equals(parseWithoutAliases(presentReader.sql()));
        } catch (SqlSyntaxException ignored) {
            return false; // a query that can't be parsed counts as changed
        }
    }

    /**
     * Returns the present name of any renamed object or column with this former name; the name itself if nothing with
     * this name was renamed. The name alone does not identify the object.
     */
    private String presentNameInText(String name) {
        for (Map.Entry<ObjectName, ObjectName> objectNameEntry : formerNameByPresentName.entrySet()) {
            if (objectNameEntry.getValue().name().equals(name)) {
                return objectNameEntry.getKey().name();
            }
        }
        for (Map<String, String> formerNameByColumn : formerColumnNamesByObject.values()) {
            for (Map.Entry<String, String> columnNameEntry : formerNameByColumn.entrySet()) {
                if (columnNameEntry.getValue().equalsIgnoreCase(name)) {
                    return columnNameEntry.getKey();
                }
            }
        }
        return name;
    }

    /** Returns a query without the names of its outputs, which the comparison of the lineages covers. */
    private static Query parseWithoutAliases(String sql) {
        Query query = ((Statement.QueryStatement) Sql.parse(sql)).queryText().query();
        if (!(query.body() instanceof Query.Select select)) {
            return query;
        }
        List<Query.SelectItem> items = new ArrayList<>();
        for (Query.SelectItem item : select.items()) {
            items.add(
                    item instanceof Query.SelectItem.Value value
                            ? new Query.SelectItem.Value(value.value(), null, false, value.span())
                            : item);
        }
        return query.withBody(select.withItems(items));
    }

    private boolean isSameLineage(QueryLineage formerLineage, QueryLineage presentLineage) {
        if (formerLineage.outputs().size() != presentLineage.outputs().size()
                || !presentColumns(formerLineage.influences()).equals(presentLineage.influences())) {
            return false;
        }
        for (int i = 0; i < formerLineage.outputs().size(); i++) {
            OutputLineage formerOutput = formerLineage.outputs().get(i);
            OutputLineage presentOutput = presentLineage.outputs().get(i);
            if (!formerOutput.name().equalsIgnoreCase(presentOutput.name())
                    || !presentColumns(formerOutput.origins()).equals(presentOutput.origins())) {
                return false;
            }
        }
        return true;
    }

    private <V> SortedMap<ObjectColumn, V> presentColumns(SortedMap<ObjectColumn, V> columns) {
        SortedMap<ObjectColumn, V> renamedColumns = new TreeMap<>();
        columns.forEach((column, value) -> renamedColumns.put(presentColumn(column), value));
        return renamedColumns;
    }

    private ObjectColumn presentColumn(ObjectColumn column) {
        ObjectName object = presentName(column.object());
        return formerColumnNamesByObject.getOrDefault(object, Map.of()).entrySet().stream()
                .filter(columnNameEntry -> columnNameEntry.getValue().equalsIgnoreCase(column.column()))
                .findFirst()
                .map(columnNameEntry -> new ObjectColumn(object, columnNameEntry.getKey()))
                .orElseGet(() -> new ObjectColumn(object, column.column()));
    }

    private static String toLowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
