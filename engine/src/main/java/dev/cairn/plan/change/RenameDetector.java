package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ColumnOrigins;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MovedTableHint;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.RenameHint;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Finds possible renames by comparing the columns of missing and new objects. They become hints for the user: a plan
 * never assumes a rename that is not declared, or that leads to another database.
 *
 * @param renames the declared renames
 * @param definitionStatements creates the statements of the hints
 */
public record RenameDetector(
        Catalog currentCatalog, Catalog desiredCatalog, Renames renames, DefinitionStatements definitionStatements) {
    /**
     * Returns a hint for each possible rename.
     *
     * @param possiblyChangedNames the names of the objects that may differ between the catalogs
     * @param newNameByOldName the new names of the objects that are renamed, by the old ones
     */
    public List<PlanHint> findHints(
            SortedSet<ObjectName> possiblyChangedNames, Map<ObjectName, ObjectName> newNameByOldName) {
        List<PlanHint> hints = new ArrayList<>();
        List<ObjectName> addedNames = new ArrayList<>(possiblyChangedNames.stream()
                .filter(name -> isOnlyIn(desiredCatalog, currentCatalog, name) && !newNameByOldName.containsValue(name))
                .toList());
        possiblyChangedNames.stream()
                .filter(name -> mayHaveBeenRenamed(name) && !newNameByOldName.containsKey(name))
                .forEach(name -> addObjectRenameHint(hints, name, addedNames));
        possiblyChangedNames.stream()
                .filter(name ->
                        SchemaObject.isTable(currentCatalog, name) && SchemaObject.isTable(desiredCatalog, name))
                .forEach(name -> addColumnRenameHints(hints, name));
        return hints;
    }

    /** Returns whether only the first catalog has an object with this name and of its kind. */
    private static boolean isOnlyIn(Catalog catalog, Catalog otherCatalog, ObjectName name) {
        Optional<String> kind = SchemaObject.find(catalog, name).map(SchemaObject::kind);
        return kind.isPresent()
                && !kind.equals(SchemaObject.find(otherCatalog, name).map(SchemaObject::kind));
    }

    /**
     * Returns whether the object with a name may have been renamed. A table may have been renamed even if a view has
     * taken its name to keep old readers working; any other object was replaced if its name is still in use.
     */
    private boolean mayHaveBeenRenamed(ObjectName name) {
        return isOnlyIn(currentCatalog, desiredCatalog, name)
                && (SchemaObject.isTable(currentCatalog, name)
                        || SchemaObject.find(desiredCatalog, name).isEmpty());
    }

    private static Table requireTable(Catalog catalog, ObjectName name) {
        return ((TableObject) SchemaObject.find(catalog, name).orElseThrow()).table();
    }

    /**
     * Adds a hint if an added object in the same database is of the same kind as the missing object, and shares more
     * than half of its columns with it. If the same database has no such object, adds a hint at a similar table in
     * another database. The added object is removed from {@code addedNames}, because two objects can't have been
     * renamed to it.
     */
    private void addObjectRenameHint(List<PlanHint> hints, ObjectName missingName, List<ObjectName> addedNames) {
        Optional<ObjectName> newName = addedNames.stream()
                .filter(name -> name.database().equals(missingName.database()) && isSimilar(missingName, name))
                .findFirst();
        newName.ifPresentOrElse(
                name -> {
                    hints.add(new RenameHint(name, missingName.name(), name.name()));
                    addedNames.remove(name);
                },
                () -> addMovedTableHint(hints, missingName, addedNames));
    }

    private void addMovedTableHint(List<PlanHint> hints, ObjectName missingName, List<ObjectName> addedNames) {
        if (!SchemaObject.isTable(currentCatalog, missingName)) {
            return; // the query of a view gives the rows of the new one
        }
        Set<ObjectName> declaredNames = renames.findNewNamesInOtherDatabases(missingName);
        List<ObjectName> candidates = addedNames.stream()
                .filter(name -> !name.database().equals(missingName.database())
                        && SchemaObject.isTable(desiredCatalog, name)
                        && (declaredNames.contains(name) || isSimilar(missingName, name)))
                .toList();
        candidates.stream()
                .filter(declaredNames::contains)
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(name -> name.name().equals(missingName.name()))
                        .findFirst())
                .or(() -> candidates.stream().findFirst())
                .ifPresent(name -> {
                    List<String> copySteps = renderCopySteps(missingName, name);
                    if (!copySteps.isEmpty()) {
                        hints.add(new MovedTableHint(name, missingName, copySteps));
                        addedNames.remove(name);
                    }
                });
    }

    /**
     * Renders the statement that copies the rows of a table to another one, and the marker that transfers its
     * AUTO_INCREMENT counter; empty if the statement would have no columns.
     */
    private List<String> renderCopySteps(ObjectName oldName, ObjectName newName) {
        Session session = definitionStatements.session();
        Table newTable = requireTable(desiredCatalog, newName);
        Map<String, String> oldNameByNewName = new HashMap<>();
        renames.findColumnRenames(newName).forEach(rename -> oldNameByNewName.put(rename.newName(), rename.oldName()));
        RowCopy rowCopy = new RowCopy(
                oldName.toSqlName(session),
                new ColumnOrigins(requireTable(currentCatalog, oldName), oldNameByNewName),
                newTable,
                definitionStatements.buildCreateTable(newName, newTable),
                Map.of());
        List<String> copySteps = new ArrayList<>();
        rowCopy.createInsert(newName.toSqlName(session))
                .ifPresent(statement -> copySteps.add(Sql.render(statement).replace('\n', ' ')));
        if (!copySteps.isEmpty() && rowCopy.copiesAutoIncrementValues) {
            copySteps.add(new Marker.TransfersCounter(
                            oldName.toSqlName(session).toString(),
                            newName.toSqlName(session).toString())
                    .line());
        }
        return copySteps;
    }

    /** Returns whether a missing and an added object are of one kind, and share more than half of their columns. */
    private boolean isSimilar(ObjectName missingName, ObjectName addedName) {
        SchemaObject missingObject =
                SchemaObject.find(currentCatalog, missingName).orElseThrow();
        SchemaObject addedObject = SchemaObject.find(desiredCatalog, addedName).orElseThrow();
        Set<String> missingObjectColumnNames = lowerCaseColumnNames(missingObject);
        Set<String> commonNames = new HashSet<>(lowerCaseColumnNames(addedObject));
        int columnCount = Math.max(commonNames.size(), missingObjectColumnNames.size());
        commonNames.retainAll(missingObjectColumnNames);
        return addedObject.kind().equals(missingObject.kind()) && 2 * commonNames.size() > columnCount;
    }

    private static Set<String> lowerCaseColumnNames(SchemaObject object) {
        return object.columnNames().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /**
     * Adds a hint for each missing column of a table if an added column has the same type, and both or neither are key
     * columns.
     */
    private void addColumnRenameHints(List<PlanHint> hints, ObjectName name) {
        Table currentTable = requireTable(currentCatalog, name);
        Table desiredTable = requireTable(desiredCatalog, name);
        Set<String> declaredNewNames = renames.findColumnRenames(name).stream()
                .map(Rename.ColumnRename::newName)
                .collect(Collectors.toSet());
        List<Column> addedColumns = new ArrayList<>(desiredTable.columns().stream()
                .filter(column ->
                        currentTable.findColumn(column.name()).isEmpty() && !declaredNewNames.contains(column.name()))
                .toList());
        for (Column column : currentTable.columns()) {
            if (desiredTable.findColumn(column.name()).isPresent()) {
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
