package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
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

/** Applies ADD FIELD and DROP FIELD to the result of the statement's earlier clauses. */
final class FieldChange {
    private final SchemaDraft draft;
    private final String action;
    private final Name column;
    private final List<String> path;
    private final Span at;

    private FieldChange(SchemaDraft draft, String action, Name column, List<String> path, Span at) {
        this.draft = draft;
        this.action = action;
        this.column = column;
        this.path = path;
        this.at = at;
    }

    static void add(SchemaDraft draft, AddField clause) {
        FieldChange change = new FieldChange(draft, "add", clause.column(), clause.path(), clause.span());
        Type.Field field =
                new Type.Field(FieldPaths.last(clause.path()), FieldPaths.typeOf(draft.alteration(), clause));
        change.apply(fields -> change.with(fields, field, clause.position()));
    }

    static void drop(SchemaDraft draft, DropField clause) {
        FieldChange change = new FieldChange(draft, "drop", clause.column(), clause.path(), clause.span());
        change.apply(change::without);
    }

    private void apply(UnaryOperator<Type.Struct> change) {
        if (!draft.metadataOnly()) {
            String word = action.equals("add") ? "Add" : "Drop";
            throw refused(AlterRule.FIELD_WITHOUT_FAST_EVOLUTION, word);
        }
        draft.before().requireUnprotected(column, false);
        int index = draft.base().indexOf(column.text());
        if (index < 0) {
            throw refused(AlterRule.FIELD_COLUMN_NOT_FOUND, column);
        }
        Column before = draft.base().get(index);
        if (!FieldPaths.leadsOn(before.type())) {
            throw refused(AlterRule.FIELD_COLUMN_NOT_STRUCT, column, action);
        }
        Column after = before.withType(changed(before.type(), before.name(), 0, change));
        draft.dropIndexesOn(before);
        draft.base().replace(index, after);
        draft.rollups().values().forEach(rollup -> replace(rollup, after));
        draft.changeStruct(column.text());
    }

    private static void replace(ColumnListDraft columns, Column after) {
        int index = columns.indexOf(after.name());
        if (index >= 0) {
            columns.replace(index, after);
        }
    }

    private Type changed(Type type, String name, int step, UnaryOperator<Type.Struct> change) {
        if (step == path.size() - 1) {
            if (type instanceof Type.Struct struct) {
                return change.apply(struct);
            }
            throw refused(AlterRule.FIELD_NOT_STRUCT, name, action);
        }
        String next = path.get(step);
        Type inner = FieldPaths.step(type, next);
        if (inner == null) {
            throw refused(AlterRule.FIELD_NOT_FOUND, next, name);
        }
        if (!FieldPaths.leadsOn(inner)) {
            throw refused(AlterRule.FIELD_PARENT_NOT_STRUCT, next);
        }
        Type changed = changed(inner, next, step + 1, change);
        if (!(type instanceof Type.Struct struct)) {
            return new Type.Array(changed);
        }
        List<Type.Field> fields = new ArrayList<>(struct.fields());
        fields.replaceAll(field -> field.name().equalsIgnoreCase(next) ? new Type.Field(field.name(), changed) : field);
        return new Type.Struct(fields);
    }

    private Type.Struct with(Type.Struct struct, Type.Field field, @Nullable Position position) {
        if (FieldPaths.field(struct, field.name()).isPresent()) {
            throw refused(SyntaxRule.STRUCT_FIELD_DUPLICATED, field.name().toLowerCase(Locale.ROOT));
        }
        List<Type.Field> fields = new ArrayList<>(struct.fields());
        if (position instanceof Position.First) {
            fields.add(0, field);
        } else if (position instanceof Position.After after) {
            fields.add(placeOf(fields, after.column()) + 1, field);
        } else {
            fields.add(field);
        }
        return new Type.Struct(fields);
    }

    private int placeOf(List<Type.Field> fields, Name name) {
        for (int i = 0; i < fields.size(); i++) {
            if (name.is(fields.get(i).name())) {
                return i;
            }
        }
        throw refused(AlterRule.DROPPED_FIELD_NOT_FOUND, name, parentName());
    }

    private Type.Struct without(Type.Struct struct) {
        String dropped = FieldPaths.last(path);
        List<Type.Field> fields = new ArrayList<>(struct.fields());
        if (!fields.removeIf(field -> field.name().equalsIgnoreCase(dropped))) {
            throw refused(AlterRule.DROPPED_FIELD_NOT_FOUND, dropped, parentName());
        }
        if (fields.isEmpty()) {
            throw refused(AlterRule.LAST_FIELD_DROPPED, dropped, column);
        }
        return new Type.Struct(fields);
    }

    private String parentName() {
        return path.size() == 1 ? column.text() : path.get(path.size() - 2);
    }

    private Refusal refused(RefusalRule rule, Object... arguments) {
        return Refusal.execution(at, rule, arguments);
    }
}
