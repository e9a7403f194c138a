package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause.AddField;
import dev.cairn.sql.ast.AlterClause.DropField;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Applies ADD FIELD and DROP FIELD. The path must lead to a STRUCT and end with the field. This is checked in the table
 * before the statement, and again in the result of the earlier clauses of the statement.
 */
final class StructFieldDdl {
    private final AlterTableContext context;
    private final String action;
    private final Name columnName;
    private final List<String> path;
    private final Span span;

    private StructFieldDdl(AlterTableContext context, String action, Name columnName, List<String> path, Span span) {
        this.context = context;
        this.action = action;
        this.columnName = columnName;
        this.path = path;
        this.span = span;
    }

    static void check(AlterTableContext context, AddField clause) {
        StructFieldDdl fieldDdl = new StructFieldDdl(context, "add", clause.column(), clause.path(), clause.span());
        if (fieldDdl.requireParentStruct().findField(fieldDdl.fieldName()).isPresent()) {
            throw fieldDdl.createAnalysisRefusal(CommonRule.ALREADY_EXISTS, RuleSubject.FIELD, fieldDdl.fieldName());
        }
        TypeRules.check(convertFieldType(context, clause), clause.span());
    }

    static void check(AlterTableContext context, DropField clause) {
        StructFieldDdl fieldDdl = new StructFieldDdl(context, "drop", clause.column(), clause.path(), clause.span());
        if (fieldDdl.requireParentStruct().findField(fieldDdl.fieldName()).isEmpty()) {
            throw fieldDdl.createAnalysisRefusal(CommonRule.NOT_FOUND, RuleSubject.FIELD, fieldDdl.fieldName());
        }
    }

    private Type.Struct requireParentStruct() {
        Column structColumn = context.table()
                .findColumn(columnName.text())
                .orElseThrow(() -> createAnalysisRefusal(CommonRule.NOT_FOUND, RuleSubject.COLUMN, columnName));
        Type type = structColumn.type();
        if (!isTraversable(type)) {
            throw createAnalysisRefusal(CommonRule.WRONG_KIND, structColumn.name(), "a struct");
        }
        for (String pathElement : path.subList(0, path.size() - 1)) {
            Type nextType = findNestedType(type, pathElement);
            if (nextType == null) {
                throw createAnalysisRefusal(
                        CommonRule.NOT_FOUND_IN, RuleSubject.FIELD, pathElement, structColumn.name());
            }
            if (!isTraversable(nextType)) {
                throw createAnalysisRefusal(CommonRule.WRONG_KIND, pathElement, "a struct");
            }
            type = nextType;
        }
        if (type instanceof Type.Struct parentStruct) {
            return parentStruct;
        }
        throw createAnalysisRefusal(CommonRule.WRONG_KIND, parentName(), "a struct");
    }

    /** Returns the error that the server reports when it analyzes the statement; before 4.0, it names the analysis. */
    private Refusal createAnalysisRefusal(RefusalRule rule, Object... arguments) {
        Refusal refusal = Refusal.ofAnalysis(span, rule, arguments);
        return context.profile().isAtLeast(Version.V4_0)
                ? refusal
                : refusal.withPrefix("Analyze " + action + " field definition failed: ");
    }

    static void add(AlterTableDraft draft, AddField clause) {
        AlterTableContext context = draft.context();
        StructFieldDdl fieldDdl = new StructFieldDdl(context, "add", clause.column(), clause.path(), clause.span());
        Type.Field field = new Type.Field(fieldDdl.fieldName(), convertFieldType(context, clause));
        fieldDdl.apply(draft, fields -> fieldDdl.insertField(fields, field, clause.position()));
    }

    static void drop(AlterTableDraft draft, DropField clause) {
        StructFieldDdl fieldDdl =
                new StructFieldDdl(draft.context(), "drop", clause.column(), clause.path(), clause.span());
        fieldDdl.apply(draft, fieldDdl::removeField);
    }

    /**
     * Changes the struct at the end of the path, in the table and in its rollups.
     *
     * @throws Refusal if the statement can't be a change of metadata only, or if the path does not lead to a struct
     */
    private void apply(AlterTableDraft draft, UnaryOperator<Type.Struct> fieldChange) {
        if (!draft.isMetadataOnly()) {
            String actionWord = action.equals("add") ? "Add" : "Drop";
            throw createExecutionRefusal(
                    ColumnRule.FAST_SCHEMA_EVOLUTION_REQUIRED,
                    actionWord + " FIELD",
                    draft.tableBefore().name());
        }
        draft.tableBefore().requireNoDependentRollup(columnName);
        int index = draft.tableColumns().indexOf(columnName.text());
        if (index < 0) {
            throw createExecutionRefusal(CommonRule.NOT_FOUND, RuleSubject.COLUMN, columnName);
        }
        Column oldColumn = draft.tableColumns().columnAt(index);
        if (!isTraversable(oldColumn.type())) {
            throw createExecutionRefusal(CommonRule.WRONG_KIND, columnName, "a struct");
        }
        Column newColumn = oldColumn.withType(changeType(oldColumn.type(), oldColumn.name(), 0, fieldChange));
        TypeRules.requireReadableFieldNames(newColumn.type(), span);
        draft.dropIndexesOn(oldColumn);
        draft.tableColumns().replace(index, newColumn);
        draft.rollupColumnsByName().values().forEach(rollupColumnList -> replaceIfPresent(rollupColumnList, newColumn));
        draft.recordStructChange(columnName.text());
    }

    private static void replaceIfPresent(ColumnListDraft columnList, Column newColumn) {
        int index = columnList.indexOf(newColumn.name());
        if (index >= 0) {
            columnList.replace(index, newColumn);
        }
    }

    private static Type convertFieldType(AlterTableContext context, AddField clause) {
        return StoredTypeConverter.convertForColumn(context.profile(), clause.type(), clause.span());
    }

    private String fieldName() {
        return path.get(path.size() - 1);
    }

    /**
     * Returns the type to which an element of the path leads: the type of the field of a struct, or of the elements of
     * an array, for which the path may have any name; null if the struct does not have the field.
     */
    private static @Nullable Type findNestedType(Type type, String pathElement) {
        if (type instanceof Type.Struct structType) {
            return structType.findField(pathElement).map(Type.Field::type).orElse(null);
        }
        return type instanceof Type.Array arrayType ? arrayType.element() : null;
    }

    private static boolean isTraversable(Type type) {
        return type instanceof Type.Struct || type instanceof Type.Array;
    }

    /**
     * Returns the type with the struct at the end of the path changed.
     *
     * @param name the column or the element of the path that has the type, for messages
     * @throws Refusal if the path does not lead to a struct
     */
    private Type changeType(Type type, String name, int pathIndex, UnaryOperator<Type.Struct> fieldChange) {
        if (pathIndex == path.size() - 1) {
            if (type instanceof Type.Struct structType) {
                return fieldChange.apply(structType);
            }
            throw createExecutionRefusal(CommonRule.WRONG_KIND, name, "a struct");
        }
        String pathElement = path.get(pathIndex);
        Type innerType = findNestedType(type, pathElement);
        if (innerType == null) {
            throw createExecutionRefusal(CommonRule.NOT_FOUND_IN, RuleSubject.FIELD, pathElement, name);
        }
        if (!isTraversable(innerType)) {
            throw createExecutionRefusal(CommonRule.WRONG_KIND, pathElement, "a struct");
        }
        Type changedType = changeType(innerType, pathElement, pathIndex + 1, fieldChange);
        if (!(type instanceof Type.Struct structType)) {
            return new Type.Array(changedType);
        }
        List<Type.Field> fields = new ArrayList<>(structType.fields());
        fields.replaceAll(field ->
                field.name().equalsIgnoreCase(pathElement) ? new Type.Field(field.name(), changedType) : field);
        return new Type.Struct(fields);
    }

    private Type.Struct insertField(Type.Struct structType, Type.Field field, @Nullable Position position) {
        if (structType.findField(field.name()).isPresent()) {
            throw createExecutionRefusal(
                    SyntaxRule.REPEATED_ELEMENT, "struct field", field.name().toLowerCase(Locale.ROOT));
        }
        List<Type.Field> fields = new ArrayList<>(structType.fields());
        if (position instanceof Position.First) {
            fields.add(0, field);
        } else if (position instanceof Position.After after) {
            fields.add(requireFieldIndex(fields, after.column()) + 1, field);
        } else {
            fields.add(field);
        }
        return new Type.Struct(fields);
    }

    private int requireFieldIndex(List<Type.Field> fields, Name name) {
        for (int i = 0; i < fields.size(); i++) {
            if (name.equalsIgnoreCase(fields.get(i).name())) {
                return i;
            }
        }
        throw createExecutionRefusal(CommonRule.NOT_FOUND_IN, RuleSubject.FIELD, name, parentName());
    }

    private Type.Struct removeField(Type.Struct structType) {
        String droppedName = fieldName();
        List<Type.Field> fields = new ArrayList<>(structType.fields());
        if (!fields.removeIf(field -> field.name().equalsIgnoreCase(droppedName))) {
            throw createExecutionRefusal(CommonRule.NOT_FOUND_IN, RuleSubject.FIELD, droppedName, parentName());
        }
        if (fields.isEmpty()) {
            throw createExecutionRefusal(AlterRule.LAST_FIELD_DROPPED, droppedName, columnName);
        }
        return new Type.Struct(fields);
    }

    private String parentName() {
        return path.size() == 1 ? columnName.text() : path.get(path.size() - 2);
    }

    private Refusal createExecutionRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofExecution(span, rule, arguments);
    }
}
