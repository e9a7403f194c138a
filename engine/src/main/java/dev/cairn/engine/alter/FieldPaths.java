package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.AlterClause.AddField;
import dev.cairn.sql.ast.AlterClause.DropField;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks ADD FIELD and DROP FIELD against the current table: the path must lead to a STRUCT and end with the field. */
final class FieldPaths {
    private final AlterTableContext alteration;
    private final String action;
    private final Span at;

    private FieldPaths(AlterTableContext alteration, String action, Span at) {
        this.alteration = alteration;
        this.action = action;
        this.at = at;
    }

    static void check(AlterTableContext alteration, AddField clause) {
        FieldPaths fields = new FieldPaths(alteration, "add", clause.span());
        Type.Struct parent = fields.parent(clause.column(), clause.path());
        if (field(parent, last(clause.path())).isPresent()) {
            throw fields.refused(AlterRule.FIELD_EXISTS, last(clause.path()));
        }
        TypeRules.check(typeOf(alteration, clause), clause.span());
    }

    static void check(AlterTableContext alteration, DropField clause) {
        FieldPaths fields = new FieldPaths(alteration, "drop", clause.span());
        Type.Struct parent = fields.parent(clause.column(), clause.path());
        if (field(parent, last(clause.path())).isEmpty()) {
            throw fields.refused(AlterRule.FIELD_TO_DROP_NOT_FOUND, last(clause.path()));
        }
    }

    static Type typeOf(AlterTableContext alteration, AddField clause) {
        return StoredTypes.ofColumn(alteration.profile(), clause.type(), clause.span());
    }

    static String last(List<String> path) {
        return path.get(path.size() - 1);
    }

    static Optional<Type.Field> field(Type.Struct struct, String name) {
        return struct.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * The type that a step of the path leads to: the field of a struct, or the element of an array, regardless of the
     * step's name.
     */
    static @Nullable Type step(Type type, String name) {
        if (type instanceof Type.Struct struct) {
            return field(struct, name).map(Type.Field::type).orElse(null);
        }
        return type instanceof Type.Array array ? array.element() : null;
    }

    static boolean leadsOn(Type type) {
        return type instanceof Type.Struct || type instanceof Type.Array;
    }

    private Type.Struct parent(Name name, List<String> path) {
        Column column =
                alteration.table().column(name.text()).orElseThrow(() -> refused(AlterRule.FIELD_OF_UNKNOWN_COLUMN));
        Type type = column.type();
        if (!leadsOn(type)) {
            throw refused(AlterRule.COLUMN_NOT_STRUCT, column.name(), TypeText.named(type));
        }
        for (String step : path.subList(0, path.size() - 1)) {
            Type next = step(type, step);
            if (next == null) {
                throw refused(AlterRule.PATH_NOT_FOUND, step, column.name());
            }
            if (!leadsOn(next)) {
                throw refused(AlterRule.PATH_NOT_STRUCT, step, TypeText.named(next));
            }
            type = next;
        }
        if (type instanceof Type.Struct struct) {
            return struct;
        }
        throw refused(AlterRule.TARGET_NOT_STRUCT);
    }

    private Refusal refused(RefusalRule rule, Object... arguments) {
        Refusal refusal = Refusal.analysis(at, rule, arguments);
        return alteration.profile().atLeast(Version.V4_0)
                ? refusal
                : refusal.prefixed("Analyze " + action + " field definition failed: ");
    }
}
