package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.model.CheckedQuery.UsedRelation;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the tables and views that the texts of one statement read and change. The texts differ by optional parts; a
 * relation belongs to the statement if any of the texts names it.
 */
final class StatementRelations {
    private final DeclaredSchema schema;
    private final Map<String, Set<String>> columnsByReadRelation = new LinkedHashMap<>();
    private final Map<String, Set<String>> columnsByChangedRelation = new LinkedHashMap<>();
    private final Set<ObjectName> readObjects = new LinkedHashSet<>();

    StatementRelations(DeclaredSchema schema) {
        this.schema = schema;
    }

    /** Adds columns of a table or view that the statement names; they are listed in the order of the source. */
    void addRead(Source source, Collection<String> columns) {
        ObjectName name = new ObjectName(source.database(), source.name());
        String listedName = source.catalog() == null ? displayName(name) : source.catalog() + "." + name;
        Set<String> knownColumns = columnsByReadRelation.getOrDefault(listedName, Set.of());
        Set<String> orderedColumns = new LinkedHashSet<>();
        for (Source.Column column : source.columns()) {
            if (knownColumns.contains(column.name()) || columns.contains(column.name())) {
                orderedColumns.add(column.name());
            }
        }
        columnsByReadRelation.put(listedName, orderedColumns);
        if (source.catalog() == null) {
            readObjects.add(name);
        }
    }

    /** Adds the table whose rows a statement changes, with the columns that it assigns. */
    void addChange(DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Insert insert) {
            if (!insert.lacksTable()) {
                addChange(
                        insert.target(),
                        insert.columns().isEmpty() ? writableColumns(insert.target()) : toTexts(insert.columns()));
            }
        } else if (dmlStatement instanceof DmlStatement.Update update) {
            addChange(
                    update.target(),
                    update.assignments().stream()
                            .map(assignment -> assignment.column().text())
                            .toList());
        } else {
            addChange(dmlStatement.target(), List.of());
        }
    }

    /** Adds an object that a statement changes. */
    void addChange(QualifiedName target, Collection<String> columns) {
        String catalog = target.catalog().map(name -> name.text() + ".").orElse("");
        columnsByChangedRelation
                .computeIfAbsent(catalog + displayName(objectName(target)), ignored -> new LinkedHashSet<>())
                .addAll(columns);
    }

    private static List<String> toTexts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }

    private ObjectName objectName(QualifiedName target) {
        return ObjectName.resolve(target, schema.session());
    }

    /** Returns the columns of a table that a statement may write. */
    List<String> writableColumns(QualifiedName target) {
        ObjectName name = objectName(target);
        return schema.catalog().table(name.database(), name.name()).stream()
                .flatMap(table -> table.writableColumns().stream())
                .map(column -> column.name())
                .toList();
    }

    private String displayName(ObjectName name) {
        return name.toSqlName(schema.session()).toString();
    }

    List<UsedRelation> changedRelations() {
        return toUsedRelations(columnsByChangedRelation);
    }

    /** Returns the relations that the statement reads, followed by the relations that the views among them read. */
    List<UsedRelation> readRelations() {
        List<UsedRelation> usedRelations = new ArrayList<>(toUsedRelations(columnsByReadRelation));
        Set<ObjectName> visitedObjects = new HashSet<>();
        Deque<ObjectName> waitingObjects = new ArrayDeque<>(readObjects);
        while (!waitingObjects.isEmpty()) {
            ObjectName readObject = waitingObjects.remove();
            if (visitedObjects.add(readObject)) {
                for (BaseRelation baseRelation : SchemaObject.find(schema.catalog(), readObject)
                        .map(SchemaObject::baseRelations)
                        .orElse(List.of())) {
                    ObjectName name = ObjectName.of(baseRelation);
                    if (baseRelation.isDirect() && !baseRelation.isDropped()) {
                        usedRelations.add(
                                new UsedRelation(displayName(name), baseRelation.columns(), displayName(readObject)));
                        waitingObjects.add(name);
                    }
                }
            }
        }
        return usedRelations;
    }

    private static List<UsedRelation> toUsedRelations(Map<String, Set<String>> relations) {
        return relations.entrySet().stream()
                .map(relation -> new UsedRelation(relation.getKey(), List.copyOf(relation.getValue()), ""))
                .toList();
    }
}
