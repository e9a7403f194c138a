package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.plan.step.RenameHint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds possible renames by comparing the columns of missing and new objects. They become hints for the user: a plan
 * never assumes a rename that is not declared.
 *
 * @param renames the declared renames
 * @param hints receives a hint at each possible rename
 */
record RenameDetector(Catalog currentCatalog, Catalog desiredCatalog, Renames renames, List<RenameHint> hints) {
    /** Returns whether only the first catalog has an object with this name and of its kind. */
    static boolean isOnlyIn(Catalog catalog, Catalog otherCatalog, ObjectName name) {
        Optional<String> kind = SchemaObject.find(catalog, name).map(SchemaObject::kind);
        return kind.isPresent()
                && !kind.equals(SchemaObject.find(otherCatalog, name).map(SchemaObject::kind));
    }

    /**
     * Returns whether the object with a name may have been renamed. A table may have been renamed even if a view has
     * taken its name to keep old readers working; any other object was replaced if its name is still in use.
     */
    static boolean mayBeRenamed(Catalog currentCatalog, Catalog desiredCatalog, ObjectName name) {
        return isOnlyIn(currentCatalog, desiredCatalog, name)
                && (SchemaObject.isTable(currentCatalog, name)
                        || SchemaObject.find(desiredCatalog, name).isEmpty());
    }

    private static Table requireTable(Catalog catalog, ObjectName name) {
        return ((TableObject) SchemaObject.find(catalog, name).orElseThrow()).table();
    }

    /**
     * Adds a hint if an added object in the same database is of the same kind as the missing object, and shares more
     * than half of its columns with it. The added object is removed from {@code addedNames}, because two objects can't
     * have been renamed to it.
     */
    void addObjectRenameHint(ObjectName missingName, List<ObjectName> addedNames) {
        SchemaObject missingObject =
                SchemaObject.find(currentCatalog, missingName).orElseThrow();
        Set<String> missingObjectColumnNames = lowerCaseColumnNames(missingObject);
        for (ObjectName candidate : addedNames) {
            SchemaObject addedObject =
                    SchemaObject.find(desiredCatalog, candidate).orElseThrow();
            Set<String> commonNames = new HashSet<>(lowerCaseColumnNames(addedObject));
            int columnCount = Math.max(commonNames.size(), missingObjectColumnNames.size());
            commonNames.retainAll(missingObjectColumnNames);
            if (candidate.database().equals(missingName.database())
                    && addedObject.kind().equals(missingObject.kind())
                    && 2 * commonNames.size() > columnCount) {
                hints.add(new RenameHint(candidate, missingName.name(), candidate.name()));
                addedNames.remove(candidate);
                return;
            }
        }
    }

    private static Set<String> lowerCaseColumnNames(SchemaObject object) {
        Stream<String> names;
        if (object instanceof TableObject tableObject) {
            names = tableObject.table().columns().stream().map(Column::name);
        } else if (object instanceof ViewObject viewObject) {
            names = viewObject.view().columns().stream().map(ViewColumn::name);
        } else {
            names = ((MaterializedViewObject) object).view().columns().stream().map(ViewColumn::name);
        }
        return names.map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /**
     * Adds a hint for each missing column of a table if an added column has the same type, and both or neither are key
     * columns.
     */
    void addColumnRenameHints(ObjectName name) {
        Table currentTable = requireTable(currentCatalog, name);
        Table desiredTable = requireTable(desiredCatalog, name);
        Set<String> declaredNewNames = renames.findColumnRenames(name).stream()
                .map(Rename.ColumnRename::newName)
                .collect(Collectors.toSet());
        List<Column> addedColumns = new ArrayList<>(desiredTable.columns().stream()
                .filter(column ->
                        currentTable.column(column.name()).isEmpty() && !declaredNewNames.contains(column.name()))
                .toList());
        for (Column column : currentTable.columns()) {
            if (desiredTable.column(column.name()).isPresent()) {
                continue;
            }
            addedColumns.stream()
                    .filter(candidate -> candidate.type().equals(column.type()) && candidate.isKey() == column.isKey())
                    .findFirst()
                    .ifPresent(candidate -> {
                        hints.add(new RenameHint(name, column.name(), candidate.name()));
                        addedColumns.remove(candidate);
                    });
        }
    }
}
