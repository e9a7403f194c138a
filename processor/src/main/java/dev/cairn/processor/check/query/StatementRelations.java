package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
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
    private final Map<String, Set<String>> columnNamesByReadRelation = new LinkedHashMap<>();
    private final Map<String, Set<String>> columnNamesByChangedRelation = new LinkedHashMap<>();
    private final Set<ObjectName> sourceNames = new LinkedHashSet<>();

    StatementRelations(DeclaredSchema schema) {
        this.schema = schema;
    }

    /**
     * Adds columns that a text reads of a table or view, to those that earlier texts read. They are listed in the order
     * of the table or view.
     */
    void addSource(Source source, Collection<String> columnNames) {
        ObjectName objectName = new ObjectName(source.database(), source.name());
        String renderedName = source.catalog() == null ? renderName(objectName) : source.catalog() + "." + objectName;
        Set<String> knownNames = columnNamesByReadRelation.getOrDefault(renderedName, Set.of());
        Set<String> orderedNames = new LinkedHashSet<>();
        for (Source.Column column : source.columns()) {
            if (knownNames.contains(column.name()) || columnNames.contains(column.name())) {
                orderedNames.add(column.name());
            }
        }
        columnNamesByReadRelation.put(renderedName, orderedNames);
        if (source.catalog() == null) {
            sourceNames.add(objectName);
        }
    }

    /** Adds the table whose rows a statement changes, with the columns that it assigns. */
    void addChange(DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Insert insert) {
            if (!insert.hasPseudoTable()) {
                addChange(
                        insert.target(),
                        insert.columns().isEmpty()
                                ? findWritableColumnNames(insert.target())
                                : toTexts(insert.columns()));
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
    void addChange(QualifiedName targetName, Collection<String> columnNames) {
        String catalogPrefix =
                targetName.catalog().map(name -> name.text() + ".").orElse("");
        columnNamesByChangedRelation
                .computeIfAbsent(catalogPrefix + renderName(resolveName(targetName)), ignored -> new LinkedHashSet<>())
                .addAll(columnNames);
    }

    private static List<String> toTexts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }

    private ObjectName resolveName(QualifiedName targetName) {
        return ObjectName.resolve(targetName, schema.session());
    }

    /** Returns the columns of a table that a statement may write; empty if the schema does not have the table. */
    List<String> findWritableColumnNames(QualifiedName targetName) {
        ObjectName objectName = resolveName(targetName);
        return schema.catalog().findTable(objectName.database(), objectName.name()).stream()
                .flatMap(table -> table.writableColumns().stream())
                .map(column -> column.name())
                .toList();
    }

    private String renderName(ObjectName name) {
        return name.toSqlName(schema.session()).toString();
    }

    List<RelationUse> changedRelations() {
        return toRelationUses(columnNamesByChangedRelation);
    }

    /** Returns the relations that the statement reads, followed by the relations that the views among them read. */
    List<RelationUse> sourceRelations() {
        List<RelationUse> relationUses = new ArrayList<>(toRelationUses(columnNamesByReadRelation));
        Set<ObjectName> visitedNames = new HashSet<>();
        Deque<ObjectName> pendingNames = new ArrayDeque<>(sourceNames);
        while (!pendingNames.isEmpty()) {
            ObjectName relationName = pendingNames.remove();
            if (visitedNames.add(relationName)) {
                for (BaseRelation baseRelation : SchemaObject.find(schema.catalog(), relationName)
                        .map(SchemaObject::baseRelations)
                        .orElse(List.of())) {
                    ObjectName baseName = ObjectName.of(baseRelation);
                    if (baseRelation.isDirect() && !baseRelation.isDropped()) {
                        relationUses.add(new RelationUse(
                                renderName(baseName), baseRelation.columns(), renderName(relationName)));
                        pendingNames.add(baseName);
                    }
                }
            }
        }
        return relationUses;
    }

    private static List<RelationUse> toRelationUses(Map<String, Set<String>> columnNamesByRelation) {
        return columnNamesByRelation.entrySet().stream()
                .map(columnsEntry -> new RelationUse(columnsEntry.getKey(), List.copyOf(columnsEntry.getValue()), ""))
                .toList();
    }
}
